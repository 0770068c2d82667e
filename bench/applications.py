#!/usr/bin/env python3
"""Applications through HTTP: taking them in, the desk's queue, and a page of Request Tracker beside it.

Three tables, each written to build/bench/applications.json:

submissions   The public form is fetched and sent as a browser without script does (multipart, the sum in
              words answered), by several clients at once; each reply stands for a durable commit. Beside it a
              bare loop of sqlite3 transactions writes the very rows of these submissions into a copy of the
              store as it was before, with the same settings, one transaction for each submission.
queue         The desk's queue of an agency with 100,000 open cases and with 1,000, signed in, in turn.
tracker       A list of 1,000 open tickets in Request Tracker 5 (its own starlet server, SQLite) beside our queue
              of 1,000 open cases, one request at a time. Both show 50 a page.

Medians of turns. Request Tracker comes from Debian's packages, unpacked into build/rt by `./dev bench`
(bench/tracker.sh); without it that table is left out and said to be.
"""
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PROGRAM = os.environ.get("GONGKAI", os.path.join(ROOT, "build/release/gongkai"))
TRACKER = os.path.join(ROOT, "build/rt/root")
PASSWORD = "for-demonstration-only"  # of the demonstration's accounts, which everybody knows
DISTRICT = "平房区人民政府"
SUBMISSIONS = int(os.environ.get("GONGKAI_BENCH_SUBMISSIONS", "400"))
CLIENTS = 4
TURNS = 5
REQUESTS = 20
WANTED = {"submissions": 0.25, "queue": 2.0}


# --- servers ---

def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port, seconds=60):
    for _ in range(seconds * 20):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("a server did not start")


class Server:
    """gongkai over a data folder. Visitors are told apart by X-Forwarded-For, as behind a proxy, so that the limit
    for each address is that of real life."""

    def __init__(self, data):
        self.port = free_port()
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}",
                                         "--quiet", "--trusted-proxy", "127.0.0.1"], stderr=subprocess.DEVNULL)
        wait_for(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def make_demonstration(data):
    samples = os.path.join(ROOT, "tests/data/reports")
    files = sorted(os.path.join(samples, name) for name in os.listdir(samples) if name.endswith(".txt"))
    subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(ROOT, "data/demo_agencies.csv"),
                    "--applications", os.path.join(ROOT, "data/demo_applications.csv")] + files,
                   check=True, stdout=subprocess.DEVNULL)


def open_store(data):
    store = sqlite3.connect(os.path.join(data, "gongkai.db"), isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    return store


def ask(connection, method, path, body=None, headers=None):
    connection.request(method, path, body=body, headers=headers or {})
    reply = connection.getresponse()
    return reply, reply.read()


# --- submissions ---

DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}


def number_of(words):
    """三十七 → 37"""
    if "十" not in words:
        return DIGITS[words]
    tens, ones = words.split("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def answer_of(page):
    first, second = re.search(r"([零一二三四五六七八九十]+)加([零一二三四五六七八九十]+)等于多少", page).groups()
    return number_of(first) + number_of(second)


def multipart(fields):
    edge = "----bench7f3a1c"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
             for name, text in fields.items()]
    return ("".join(parts) + f"--{edge}--\r\n").encode(), f"multipart/form-data; boundary={edge}"


def form_of(page, number):
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields.update({
        "kind": "information", "applicant_kind": "natural_person", "name": f"演示戊{number:05}",
        "proof_kind": "other", "proof_number": f"BENCH{number:07}", "phone": "0451-00000000",
        "title": f"第{number}号材料", "wanted_form": "electronic", "wanted_way": "download",
        "description": f"测速街{number}号院改造工程的施工合同、验收备案表和付款凭证，共{number}份。",
        "guard_answer": str(answer_of(page))})
    return fields


def submit_some(port, agency, numbers):
    """The rest of each form, timed: only the posts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for number in numbers:
        address = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        _, page = ask(connection, "GET", f"/apply/{agency}", headers=address)
        body, kind = multipart(form_of(page.decode(), number))
        begun = time.monotonic()
        reply, page = ask(connection, "POST", f"/apply/{agency}", body, {**address, "Content-Type": kind})
        spent.append((begun, time.monotonic()))
        if reply.status != 303:
            sys.exit(f"a submission got {reply.status}: " + re.sub(r"<[^>]+>|\s+", " ", page.decode())[:500])
    connection.close()
    return spent


def measure_ours(data, agency):
    """Submissions a second while CLIENTS send, fetching the form included, and the median of one post."""
    parts = [range(1 + client, SUBMISSIONS + 1, CLIENTS) for client in range(CLIENTS)]
    with Server(data) as server:
        submit_some(server.port, agency, range(900000, 900005))
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            spent = [one for part in pool.map(lambda part: submit_some(server.port, agency, part), parts) for one in part]
        whole = time.monotonic() - begun
    posts = [end - start for start, end in spent]
    return SUBMISSIONS / whole, statistics.median(posts)


def counts_of(store):
    tables = [name for (name,) in store.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%WITHOUT ROWID%'")]
    return {name: store.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0] for name in tables}


def new_rows(store, before):
    """table -> rows that came since, oldest first, each with its rowid where it is the key."""
    found = {}
    for name, last in before.items():
        rows = store.execute(f"SELECT * FROM {name} WHERE rowid > ? ORDER BY rowid", (last,)).fetchall()
        if rows:
            found[name] = rows
    return found


def measure_bare(data, rows):
    """The same rows, spread evenly over as many transactions."""
    store = open_store(data)
    store.execute("PRAGMA foreign_keys = OFF")
    marks = {name: f"INSERT INTO {name} VALUES ({','.join('?' * len(some[0]))})" for name, some in rows.items()}
    begun = time.monotonic()
    for number in range(SUBMISSIONS):
        store.execute("BEGIN IMMEDIATE")
        for name, some in rows.items():
            for row in some[number * len(some) // SUBMISSIONS:(number + 1) * len(some) // SUBMISSIONS]:
                store.execute(marks[name], row)
        store.execute("COMMIT")
    spent = time.monotonic() - begun
    store.close()
    return SUBMISSIONS / spent


def copy_store(folder, name, data):
    fresh = os.path.join(folder, name)
    shutil.copytree(data, fresh)
    return fresh


def bench_submissions(folder, data):
    turns = []
    for turn in range(3):
        ours = copy_store(folder, f"ours{turn}", data)
        bare = copy_store(folder, f"bare{turn}", data)
        store = open_store(ours)
        agency = store.execute("SELECT id FROM agency WHERE name = ?", (DISTRICT,)).fetchone()[0]
        before = counts_of(store)
        store.close()
        rate, post = measure_ours(ours, agency)
        store = open_store(ours)
        rows = new_rows(store, before)
        store.close()
        # What else the server wrote meanwhile, and the five for warming up, stay out.
        rows = {name: some[-SUBMISSIONS * (len(some) // (SUBMISSIONS + 5)):] for name, some in rows.items()
                if len(some) >= SUBMISSIONS + 5}
        each = sum(len(some) for some in rows.values()) / SUBMISSIONS
        turns.append({"ours_per_s": rate, "bare_per_s": measure_bare(bare, rows), "post_ms": post * 1000, "rows": each})
        for one in (ours, bare):
            shutil.rmtree(one)
    turns.sort(key=lambda turn: turn["ours_per_s"] / turn["bare_per_s"])
    middle = turns[len(turns) // 2]
    return {"clients": CLIENTS, "rows_each": round(middle["rows"], 1), "ours_per_s": round(middle["ours_per_s"], 1),
            "bare_per_s": round(middle["bare_per_s"], 1), "post_ms": round(middle["post_ms"], 1),
            "ratio": round(middle["ours_per_s"] / middle["bare_per_s"], 2), "wanted": WANTED["submissions"]}


# --- the queue ---

def fill(data, wanted):
    """Open cases of the demonstration again and again under new numbers, until there are so many."""
    store = open_store(data)
    columns = [row[1] for row in store.execute("PRAGMA table_info(application)") if row[1] != "id"]
    fixed = {"number": "number + ?", "query_mark": "NULL", "form_mark": "NULL", "title": "title || ' ' || ?",
             "sort_on": "CASE WHEN sort_on < 9000000 THEN sort_on + ? % 240 ELSE sort_on END",
             "due_on": "CASE WHEN sort_on < 9000000 THEN due_on + ? % 240 ELSE due_on END"}
    copied = ", ".join(fixed.get(name, name) for name in columns)
    marks = sum("?" in fixed.get(name, "") for name in columns)
    ids = [row[0] for row in store.execute("SELECT id FROM application WHERE state BETWEEN 5 AND 39 ORDER BY id")]
    store.execute("BEGIN")
    have = store.execute("SELECT count(*) FROM application WHERE state < 40").fetchone()[0]
    turn = 0
    while have < wanted:
        turn += 1
        for one in ids[:wanted - have]:
            store.execute(f"INSERT INTO application ({', '.join(columns)}) SELECT {copied} FROM application WHERE id = ?",
                          [turn * 1000] * marks + [one])
        have += min(len(ids), wanted - have)
    store.execute("COMMIT")
    store.execute("ANALYZE")
    store.close()


def sign_in(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    reply, _ = ask(connection, "POST", "/sign-in", f"login=case_officer&password={PASSWORD}",
                   {"Content-Type": "application/x-www-form-urlencoded"})
    return reply.getheader("Set-Cookie").split(";")[0]


def time_page(port, path, cookie, count=REQUESTS):
    """Median milliseconds of a page over one kept connection, and its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    spent = []
    for _ in range(count):
        begun = time.monotonic()
        reply, body = ask(connection, "GET", path, headers={"Cookie": cookie})
        spent.append(time.monotonic() - begun)
        if reply.status != 200:
            sys.exit(f"{path}: status {reply.status}")
        if reply.getheader("Connection") == "close":
            connection.close()
    return statistics.median(spent) * 1000, len(body)


QUEUES = (("/desk/applications", "the queue, first page"),
          ("/desk/applications?q=%E9%99%A2", "the queue, a word of the title"))


def next_of(port, cookie):
    """Address of a page behind the first."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    _, body = ask(connection, "GET", "/desk/applications", headers={"Cookie": cookie})
    found = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="next"', body.decode())
    return (found.group(1) or found.group(2)).replace("&amp;", "&") if found else None


def bench_queue(folder, data):
    sizes = (1000, 100000)
    servers, cookies, pages = [], [], []
    try:
        for size in sizes:
            own = copy_store(folder, f"queue{size}", data)
            fill(own, size)
            servers.append(Server(own))
            cookies.append(sign_in(servers[-1].port))
        pages = [(path, path, words) for path, words in QUEUES[:1]]
        further = [next_of(server.port, cookie) for server, cookie in zip(servers, cookies)]
        if all(further):
            pages.append((further[0], further[1], "the queue, second page"))
        rows = []
        for small, large, words in pages:
            times = ([], [])
            for _ in range(TURNS):
                for at, path in enumerate((small, large)):
                    times[at].append(time_page(servers[at].port, path, cookies[at]))
            few, many = (statistics.median(one for one, _ in found) for found in times)
            rows.append({"page": words, "cases": sizes, "bytes": times[1][-1][1], "few_ms": round(few, 2),
                         "many_ms": round(many, 2), "ratio": round(many / few, 2), "wanted": WANTED["queue"]})
        tracker = bench_tracker(servers[0].port, cookies[0])
    finally:
        for server in servers:
            server.__exit__()
    return rows, tracker


# --- Request Tracker ---

def tracker_environment():
    return {**os.environ, "PERL5LIB": ":".join(os.path.join(TRACKER, part) for part in (
        "usr/share/request-tracker5/lib", "usr/share/perl5", "usr/lib/x86_64-linux-gnu/perl5/5.36")),
            "LD_LIBRARY_PATH": os.path.join(TRACKER, "usr/lib/x86_64-linux-gnu")}


def sign_in_tracker(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    reply, _ = ask(connection, "GET", "/")
    cookie = reply.getheader("Set-Cookie").split(";")[0]
    connection.close()
    reply, body = ask(connection, "POST", "/NoAuth/Login.html", "user=root&pass=password",
                      {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    fresh = reply.getheader("Set-Cookie")
    connection.close()
    return fresh.split(";")[0] if fresh else cookie


def bench_tracker(our_port, our_cookie):
    """A list of 50 of 1,000 open tickets, sorted by the day they are due, beside ours."""
    if not os.path.exists(os.path.join(TRACKER, "var/ready")):
        return None
    port = int(open(os.path.join(TRACKER, "var/port"), encoding="utf-8").read())
    process = subprocess.Popen(["perl", os.path.join(TRACKER, "usr/share/request-tracker5/libexec/rt-server"),
                                "--server", "Starlet", "--port", str(port), "--host", "127.0.0.1", "--max-workers", "1"],
                               env=tracker_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        cookie = sign_in_tracker(port)
        path = "/Search/Results.html?" + urllib.parse.urlencode(
            {"Query": "Queue = 'General' AND Status = '__Active__'", "OrderBy": "Due", "Order": "ASC", "RowsPerPage": "50"})
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        _, page = ask(connection, "GET", path, headers={"Cookie": cookie})
        connection.close()
        shown = len(set(re.findall(rb"/Ticket/Display\.html\?id=(\d+)", page)))
        if shown < 50:
            sys.exit(f"Request Tracker shows {shown} tickets")
        theirs, ours = [], []
        for _ in range(TURNS):
            theirs.append(time_page(port, path, cookie, 5))
            ours.append(time_page(our_port, "/desk/applications", our_cookie))
    finally:
        process.terminate()
        process.wait()
    their_ms, our_ms = (statistics.median(one for one, _ in found) for found in (theirs, ours))
    return {"tickets": 1000, "ours_ms": round(our_ms, 2), "tracker_ms": round(their_ms, 1),
            "ours_bytes": ours[-1][1], "tracker_bytes": theirs[-1][1], "ratio": round(their_ms / our_ms, 1)}


def main():
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    # On the disk of the tree: a folder in memory would make every commit free.
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as folder:
        data = os.path.join(folder, "data")
        make_demonstration(data)
        submissions = bench_submissions(folder, data)
        queue, tracker = bench_queue(folder, data)
    print(f"{'':40} {'ours/s':>9} {'bare/s':>9} {'ratio':>6} {'wanted':>7}")
    print(f"{'submissions, ' + str(CLIENTS) + ' clients':40} {submissions['ours_per_s']:9} {submissions['bare_per_s']:9} "
          f"{submissions['ratio']:6} {submissions['wanted']:7}   ({submissions['rows_each']} rows each, "
          f"{submissions['post_ms']} ms a post)")
    print(f"{'':40} {'1,000':>9} {'100,000':>9} {'ratio':>6} {'wanted':>7}")
    for row in queue:
        print(f"{row['page'] + ', ms':40} {row['few_ms']:9} {row['many_ms']:9} {row['ratio']:6} {'<= 2':>7}")
    if tracker:
        print(f"{'':40} {'ours':>9} {'RT':>9} {'RT/ours':>6}")
        print(f"{'a list of 1,000 open ones, ms':40} {tracker['ours_ms']:9} {tracker['tracker_ms']:9} {tracker['ratio']:6}")
    else:
        print("Request Tracker is not in build/rt (bench/tracker.sh): that table is left out")
    with open(os.path.join(ROOT, "build/bench/applications.json"), "w", encoding="utf-8") as file:
        json.dump({"submissions": submissions, "queue": queue, "tracker": tracker}, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
