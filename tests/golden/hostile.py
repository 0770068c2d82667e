#!/usr/bin/env python3
"""Applications in the hands of people who double-click, guess, cut lines and write scripts into names: through HTTP,
against the demonstration's store. Nothing may be lost, shown to whom it does not concern, or done twice.

usage: hostile.py GONGKAI SOURCE_FOLDER — prints "ok" and "not ok" lines, ends with 1 when one is not.
"""
import concurrent.futures
import csv
import io
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = sys.argv[1:3]
sys.path.insert(0, os.path.join(SOURCE, "tests"))
from visitor import Server, Visitor, answer_of, hidden_of, multipart, plain  # noqa: E402

PASSWORD = "for-demonstration-only"  # of the demonstration's accounts, which everybody knows
SCRIPT = "\"><script>alert('x')</script>"
RARE = "𠮷𪚥\U0002B820"  # outside the plane that old programs know
NAME = f"=1+1{RARE}{SCRIPT}"
SECRETS = ("13966660001", "hostile@example.org", "230108199001010017", "隐龙巷七号")
failed = 0


def tell(good, name, why=""):
    global failed
    failed += not good
    print(f"{'ok' if good else 'not ok'} {name}" + (f"\n# {str(why)[:600]}" if why and not good else ""), flush=True)


class Place:
    """The store, its server and the people of one run."""

    def __init__(self, data, server):
        self.data, self.port, self.count = data, server.port, 0
        self.officer = self.visitor().sign_in("case_officer", PASSWORD)
        self.agency = re.search(r"scope=(\d+)", self.officer.get("/desk/applications")[2]).group(1)

    def visitor(self):
        self.count += 1
        return Visitor(self.port, f"10.9.{self.count >> 8 & 255}.{self.count & 255}")

    def rows(self, statement, *values):
        with sqlite3.connect(f"file:{self.data}/gongkai.db?mode=ro", uri=True) as store:
            return store.execute(statement, values).fetchall()

    def form(self, visitor, **more):
        page = visitor.get(f"/apply/{self.agency}")[2]
        return {**hidden_of(page), "kind": "information", "applicant_kind": "natural_person", "name": "演示癸",
                "proof_kind": "other", "proof_number": "T1", "phone": "0451-1", "wanted_form": "electronic",
                "wanted_way": "download", "description": f"第{self.count}号院改造工程的验收备案表",
                "guard_answer": str(answer_of(page)), **more}

    def apply(self, visitor, files=(), **more):
        """(status, id of the case): one submission."""
        before = self.rows("SELECT coalesce(max(id), 0) FROM application")[0][0]
        status, _, page = visitor.send(f"/apply/{self.agency}", self.form(visitor, **more), files)
        found = self.rows("SELECT id FROM application WHERE id > ?", before)
        return status, found[0][0] if found else 0, page

    def act(self, visitor, case, act, **more):
        """A function that posts the form of an act as it was drawn just now."""
        path = f"/desk/applications/{case}/acts/{act}"
        status, _, page = visitor.get(path)
        form = re.search(rf'<form[^>]*action="{path}".*?</form>', page, re.S)
        if status != 200 or not form:
            raise AssertionError(f"{path}: {status} {plain(page)[:300]}")
        fields = {**hidden_of(form.group(0)), **more}
        for name, value in re.findall(r'<input[^>]*name="(day)"[^>]*value="([^"]*)"', form.group(0)):
            fields.setdefault(name, value)
        return lambda: visitor.send(path, fields)


def at_once(works):
    with concurrent.futures.ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(work) for work in works]]


def doubled(place):
    visitor = place.visitor()
    form = place.form(visitor, description="双击的申请：老旧小区名单")
    count = place.rows("SELECT count(*) FROM application")[0][0]
    replies = at_once([lambda: place.visitor().send(f"/apply/{place.agency}", form) for _ in range(8)])
    tell(all(status == 303 for status, _, _ in replies), "eight sendings of one form are all answered",
         [plain(text)[:200] for status, _, text in replies if status != 303])
    tell(place.rows("SELECT count(*) FROM application")[0][0] == count + 1, "and are one application")
    numbers = place.rows("SELECT number FROM application WHERE agency_id = ? ORDER BY number", place.agency)
    tell([each[0] for each in numbers] == list(range(1, len(numbers) + 1)), "numbers have no gap", numbers)


def hostile_words(place):
    """Every field holds a script, a formula and signs that few programs know."""
    visitor = place.visitor()
    files = [("files", '..\\..\\"\r\nX-Bad: 1; =cmd|.txt', "材料".encode()), ("proof", f"{SCRIPT}.png", PICTURE)]
    texts = {name: f"{text}{SCRIPT}{RARE}" for name, text in
             (("title", "=HYPERLINK(1)"), ("description", "@SUM(1)隐龙巷七号"), ("help", "-1"), ("contact", "+1"))}
    status, case, page = place.apply(visitor, files, **texts, name=NAME, phone=SECRETS[0], mail=SECRETS[1],
                                     proof_kind="id_card", proof_number=SECRETS[2],
                                     address=SECRETS[3] + SCRIPT)
    tell(status == 303 and case, "hostile words are taken as words", plain(page)[:600])
    if not case:
        return 0
    pages = {path: place.officer.get(path)[2] for path in
             [f"/desk/applications/{case}{tab}" for tab in ("", "?tab=files", "?tab=letters", "?tab=clock", "?tab=record")]
             + [f"/desk/applications/{case}/{each}" for each in ("change", "acts/confirm", "acts/note", "archive")]
             + ["/desk/applications?queue=new", "/desk/applications/all", "/desk", "/desk/search?q=HYPERLINK"]}
    pages["/apply/progress/case"] = visitor.get("/apply/progress/case")[2]
    bad = [path for path, text in pages.items() if "<script>alert" in text]
    tell(not bad, "no page holds the script as a script", bad)
    lost = [path for path, text in pages.items() if path.startswith(f"/desk/applications/{case}") and RARE not in text]
    tell(not lost, "rare characters are shown whole", lost)
    return case


def exports(place, case):
    """What is taken away as a table or a file starts nothing in who opens it."""
    token = hidden_of(place.officer.get("/desk/applications/all")[2])
    status, _, text = place.officer.send("/desk/applications/export", {**token, "format": "csv", "applicants": "1"})
    cells = [cell for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) for cell in row]
    bad = [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or re.match(r"-\D", cell)]
    tell(status == 200 and any(RARE in cell for cell in cells), "the list is exported with its applicants", status)
    tell(cells and not bad, "no cell of it begins as a formula", bad[:5])
    for number, name in place.rows("SELECT id, name FROM application_file WHERE application_id = ?", case):
        _, headers, _ = place.officer.get(f"/desk/applications/{case}/files/{number}")
        place_of = headers.get("Content-Disposition", "")
        tell(place_of.startswith("attachment") and "\r" not in place_of and "X-Bad" not in headers and
             "sandbox" in headers.get("Content-Security-Policy", ""), "a file is a download with a name without commands",
             (name, headers))


def two_officers(place):
    """One step of a case taken by several at the same moment, from pages drawn before."""
    _, case, _ = place.apply(place.visitor())
    other = place.visitor().sign_in("case_officer", PASSWORD)
    works = [place.act(who, case, "confirm", says="电话联系") for who in (place.officer, other, place.officer, other)]
    replies = [status for status, _, _ in at_once(works)]
    tell(replies.count(303) == 1 and replies.count(409) == 3, "one confirms, the others are told", replies)
    works = [place.act(who, case, "register") for who in (place.officer, other, place.officer, other)]
    replies = [status for status, _, _ in at_once(works)]
    tell(replies.count(303) == 1, "one registers", replies)
    letters = place.rows("SELECT number FROM letter WHERE subject = 'application' AND subject_id = ? AND state = 2", case)
    numbers = place.rows("SELECT series, year, count FROM letter WHERE count IS NOT NULL ORDER BY series, year, count")
    tell(len(set(numbers)) == len(numbers), "no number of a letter is used twice", numbers)
    tell(len(letters) <= 1, "one receipt", letters)
    return case


def odd_days(place, case):
    for name, fields in (("a day in the future", {"day": "2099-01-04"}), ("no day at all", {"day": "2020-02-31"}),
                         ("an earlier day without a reason", {"day": "2020-01-06", "reason": ""}),
                         ("a day with a script", {"day": SCRIPT})):
        _, case, _ = place.apply(place.visitor())
        status, _, page = place.act(place.officer, case, "confirm", **{"says": "电话联系过", **fields})()
        tell(status in (422, 409) and "电话联系过" in page, f"{name} is refused, what was typed is kept",
             (status, plain(page)[:300]))


def guesses(place, case):
    """Many wrong codes, from one address and from many: nothing is learnt, the owner still gets in."""
    year, number = place.rows("SELECT year, number FROM application WHERE id = ?", case)[0]
    name = place.rows("SELECT name FROM agency WHERE id = ?", place.agency)[0][0]

    def guess(visitor, number_text, code):
        status, _, text = visitor.post("/apply/progress", {"agency": name, "number": number_text, "code": code})
        return status, re.sub(r'value="[^"]*"', 'value=""', text)

    right, wrong = f"{year}-{number:04}", f"{year}-9998"
    tell(guess(place.visitor(), right, "ABCDEFGHJK") == guess(place.visitor(), wrong, "ABCDEFGHJK"),
         "a wrong code and a wrong number get the same page")
    one = place.visitor()
    replies = [guess(one, right, f"ABCDEFG{i:03}")[0] for i in range(200)]
    tell(set(replies) <= {422, 429} and replies[-1] == 429, "one address is stopped", sorted(set(replies)))
    many = [guess(place.visitor(), right, f"BCDEFGH{i:03}")[0] for i in range(400)]
    tell(set(many) <= {422, 429}, "many addresses learn nothing", sorted(set(many)))
    tell(one.get("/")[0] == 200, "who was stopped may still read")


def cut_uploads(place):
    body, kind = multipart(place.form(place.visitor()), [("files", "big.pdf", b"%PDF-1.4\n" + os.urandom(1 << 20) * 50)])
    count = place.rows("SELECT count(*) FROM application")[0][0]
    for part in (0.1, 0.5, 0.99):
        with socket.create_connection(("127.0.0.1", place.port)) as line:
            line.sendall(f"POST /apply/{place.agency} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                         f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
            try:
                line.sendall(body[:int(len(body) * part)])
            except OSError:
                pass  # refused before its end, which is right too
    visitor = place.visitor()
    status, _, page = visitor.ask("POST", f"/apply/{place.agency}", None, {"Content-Type": kind, "Content-Length": "9" * 18})
    tell(status in (400, 413), "a length beyond all sense is refused", status)
    tell(visitor.get("/health")[0] == 200 and place.rows("SELECT count(*) FROM application")[0][0] == count,
         "uploads cut in the middle leave the server and the store as they were")
    left = [os.path.join(folder, name) for folder, _, names in os.walk(place.data) for name in names
            if os.path.getsize(os.path.join(folder, name)) > 5 << 20]
    tell(not left, "and no piece of a file", left)
    long = {"name": "名" * 401, "description": "字" * 10001, "title": "题" * 201, "phone": "1" * 41}
    status, case, page = place.apply(visitor, **long)
    tell(status == 422 and not case and "名" * 400 in page, "words that are too long come back on the form", status)
    status, case, _ = place.apply(visitor, name="名" * 400)
    tell(status == 303 and case, "a name of 400 characters is taken")


def strangers(place, case):
    """Cases of one agency asked for by people without business there."""
    for role in ("author", "system_admin", "security_admin", "auditor"):
        who = place.visitor().sign_in(role, PASSWORD)
        got = [who.get(f"/desk/applications/{case}{rest}")[0] for rest in ("", "/change", "/archive", "/acts/note", "/draft")]
        page = who.get(f"/desk/applications/{case}")[2]
        tell(all(status in (403, 404) for status in got[1:]) and not any(word in page for word in SECRETS),
             f"{role} gets nothing of the applicant", got)
    page = place.visitor().sign_in("reviewer", PASSWORD).get(f"/desk/applications/{case}")[2]
    tell(RARE in page and not any(word in page for word in SECRETS[:3]),
         "who handles it sees telephone, mail and proof only after asking for them, which is audited")
    nobody = place.visitor()
    got = [nobody.get(f"/desk/applications/{number}")[0] for number in (case, 1, 99999)]
    tell(len(set(got)) == 1 and got[0] in (303, 403, 404), "without signing in every number looks the same", got)
    path = f"/desk/applications/{case}/acts/note"
    for name, fields, wanted in (("without its token", {"version": "1", "says": "x"}, (403,)),
                                 ("with another's token", {"form_token": "0" * 64, "version": "1", "says": "x"}, (403,))):
        tell(place.officer.send(path, fields)[0] in wanted, f"a form {name} is refused")
    status, _, _ = place.act(place.officer, case, "note", says="记一笔", version="9" * 30)()
    tell(status in (400, 409, 422), "a version beyond all numbers is refused", status)


def quiet_log(log, case):
    text = open(log, encoding="utf-8", errors="replace").read()
    tell(text.count(" request ") > 100, "requests are logged")
    tell(not any(word in text for word in (*SECRETS, RARE, "演示癸", "电话联系")), "the log names no applicant")


# One black point.
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010800000000"
                        "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082")


def main():
    reports = os.path.join(SOURCE, "tests/data/reports")
    with tempfile.TemporaryDirectory() as work:
        data, log = os.path.join(work, "data"), os.path.join(work, "log")
        subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(SOURCE, "data/demo_agencies.csv"),
                        os.path.join(reports, "000-pingfang-2020.txt")], check=True, stdout=subprocess.DEVNULL)
        with open(log, "w", encoding="utf-8") as said, Server(PROGRAM, data, log=said) as server:
            place = Place(data, server)
            doubled(place)
            case = hostile_words(place)
            exports(place, case)
            two_officers(place)
            odd_days(place, case)
            strangers(place, case)
            cut_uploads(place)
            guesses(place, case)
            tell(place.officer.get("/health")[0] == 200, "the server still answers")
        quiet_log(log, case)
        told = subprocess.run([PROGRAM, "audit", "verify", "--data", data], capture_output=True, text=True, check=False)
        tell(told.returncode == 0, "the audit is whole", told.stdout + told.stderr)
    sys.exit(1 if failed else 0)


main()
