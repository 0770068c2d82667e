#!/usr/bin/env python3
"""Applications through HTTP: taking them in, and the desk's queue beside a page of Request Tracker. The desk over
100,000 cases is applications_queue.py, which `./dev bench applications` runs as well.

submissions   The public form is fetched and sent as a browser without script does (multipart, the sum in
              words answered), by several clients at once; each reply stands for a durable commit. Beside it a
              bare loop of sqlite3 transactions writes the very rows of these submissions into a copy of the
              store as it was before, with the same settings, one transaction for each submission.
tracker       A list of 1,000 open tickets in Request Tracker 5 (its own starlet server, SQLite) beside our queue
              of 1,000 open cases, one request at a time, 50 a page on both sides. Times are medians of turns, by
              the clock and by the processor time of the server, which says more on a busy machine.

Request Tracker comes from Debian's packages, unpacked into build/rt by bench/tracker.sh; without it that table is
left out and said to be. Written to build/bench/applications.json.
"""
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests"))
from visitor import Server, answer_of, free_port, hidden_of, multipart, session_of, wait_for  # noqa: E402
PROGRAM = os.environ.get("GONGKAI", os.path.join(ROOT, "build/release/gongkai"))
TRACKER = os.path.join(ROOT, "build/rt/root")
DISTRICT = "平房区人民政府"
SUBMISSIONS = int(os.environ.get("GONGKAI_BENCH_SUBMISSIONS", "400"))
CLIENTS = 4
TURNS = 3
REQUESTS = 100
CASES = 1000
WANTED = 0.25


# --- servers ---

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


def processor_seconds(process):
    """Of a server and the workers it made."""
    total = 0
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(name) == process.pid or int(fields[1]) == process.pid:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


# --- submissions ---

def form_of(page, number):
    fields = hidden_of(page)
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
    """Submissions a second while CLIENTS send, fetching the form included; the median of one post; the server's
    processor time for a form and its post."""
    parts = [range(1 + client, SUBMISSIONS + 1, CLIENTS) for client in range(CLIENTS)]
    with Server(PROGRAM, data, "--quiet") as server:
        submit_some(server.port, agency, range(900000, 900005))
        before = processor_seconds(server.process)
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            spent = [one for part in pool.map(lambda part: submit_some(server.port, agency, part), parts) for one in part]
        whole = time.monotonic() - begun
        used = processor_seconds(server.process) - before
    posts = [end - start for start, end in spent]
    return SUBMISSIONS / whole, statistics.median(posts), used / SUBMISSIONS


def counts_of(store):
    tables = [name for (name,) in store.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE '%WITHOUT ROWID%'")]
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
        rate, post, used = measure_ours(ours, agency)
        store = open_store(ours)
        rows = new_rows(store, before)
        store.close()
        # What else the server wrote meanwhile, and the five for warming up, stay out.
        rows = {name: some[-SUBMISSIONS * (len(some) // (SUBMISSIONS + 5)):] for name, some in rows.items()
                if len(some) >= SUBMISSIONS + 5}
        each = sum(len(some) for some in rows.values()) / SUBMISSIONS
        turns.append({"ours_per_s": rate, "bare_per_s": measure_bare(bare, rows), "post_ms": post * 1000,
                      "cpu_ms": used * 1000, "rows": each})
        for one in (ours, bare):
            shutil.rmtree(one)
    turns.sort(key=lambda turn: turn["ours_per_s"] / turn["bare_per_s"])
    middle = turns[len(turns) // 2]
    return {"clients": CLIENTS, "rows_each": round(middle["rows"], 1), "ours_per_s": round(middle["ours_per_s"], 1),
            "bare_per_s": round(middle["bare_per_s"], 1), "post_ms": round(middle["post_ms"], 1),
            "cpu_ms": round(middle["cpu_ms"], 2),
            "ratio": round(middle["ours_per_s"] / middle["bare_per_s"], 2), "wanted": WANTED}


# --- a list of 1,000 open ones ---

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
                          [turn * 1000 + turn % 240] * marks + [one])
        have += min(len(ids), wanted - have)
    store.execute("COMMIT")
    store.close()


def time_page(process, port, path, cookie, count):
    """Milliseconds of a page over one kept connection, by the clock (median) and of the processor, and its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    spent = []
    before = processor_seconds(process)
    for _ in range(count):
        begun = time.monotonic()
        reply, body = ask(connection, "GET", path, headers={"Cookie": cookie})
        spent.append(time.monotonic() - begun)
        if reply.status != 200:
            sys.exit(f"{path}: status {reply.status}")
    connection.close()
    used = processor_seconds(process) - before
    return statistics.median(spent) * 1000, used * 1000 / count, len(body)


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


def tracker_list(port, cookie):
    """The address of a list of 50, sorted by the day they are due; it must show them."""
    path = "/Search/Results.html?" + urllib.parse.urlencode(
        {"Query": "Queue = 'General' AND Status = '__Active__'", "OrderBy": "Due", "Order": "ASC", "RowsPerPage": "50"})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    _, page = ask(connection, "GET", path, headers={"Cookie": cookie})
    connection.close()
    shown = len(set(re.findall(rb"/Ticket/Display\.html\?id=(\d+)", page)))
    if shown < 50:
        sys.exit(f"Request Tracker shows {shown} tickets")
    return path


def bench_tracker(folder, data):
    if not os.path.exists(os.path.join(TRACKER, "var/ready")):
        return None
    own = copy_store(folder, "tracker", data)
    fill(own, CASES)
    with open(os.path.join(TRACKER, "var/port"), encoding="utf-8") as file:
        port = int(file.read())
    process = subprocess.Popen(["perl", os.path.join(TRACKER, "usr/share/request-tracker5/libexec/rt-server"),
                                "--server", "Starlet", "--port", str(port), "--host", "127.0.0.1", "--max-workers", "1"],
                               env=tracker_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    theirs, ours = [], []
    try:
        wait_for(port)
        cookie = sign_in_tracker(port)
        path = tracker_list(port, cookie)
        with Server(PROGRAM, own, "--quiet") as server:
            our_cookie = session_of(server.port, "case_officer")
            for _ in range(TURNS):
                theirs.append(time_page(process, port, path, cookie, 3))
                ours.append(time_page(server.process, server.port, "/desk/applications?queue=all", our_cookie, REQUESTS))
    finally:
        process.terminate()
        process.wait()
    theirs, ours = ([statistics.median(one[at] for one in found) for at in range(3)] for found in (theirs, ours))
    return {"cases": CASES, "ours_ms": round(ours[0], 2), "tracker_ms": round(theirs[0]),
            "ours_cpu_ms": round(ours[1], 2), "tracker_cpu_ms": round(theirs[1]), "ours_bytes": int(ours[2]),
            "tracker_bytes": int(theirs[2]), "ratio": round(theirs[0] / ours[0]), "cpu_ratio": round(theirs[1] / ours[1])}


def main():
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    # On the disk of the tree: a folder in memory would make every commit free.
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as folder:
        data = os.path.join(folder, "data")
        make_demonstration(data)
        submissions = bench_submissions(folder, data)
        tracker = bench_tracker(folder, data)
    print(f"{'':36} {'ours/s':>9} {'bare/s':>9} {'ratio':>6} {'wanted':>7}")
    print(f"{'submissions, ' + str(CLIENTS) + ' clients':36} {submissions['ours_per_s']:9} {submissions['bare_per_s']:9} "
          f"{submissions['ratio']:6} {submissions['wanted']:7}   ({submissions['rows_each']} rows each, "
          f"{submissions['post_ms']} ms a post, {submissions['cpu_ms']} ms of the processor)")
    if tracker:
        print(f"{'':36} {'ours':>9} {'RT':>9} {'RT/ours':>8}")
        print(f"{'a list of 1,000 open ones, ms':36} {tracker['ours_ms']:9} {tracker['tracker_ms']:9} {tracker['ratio']:8}")
        print(f"{'the same, processor time, ms':36} {tracker['ours_cpu_ms']:9} {tracker['tracker_cpu_ms']:9} "
              f"{tracker['cpu_ratio']:8}")
    else:
        print("Request Tracker is not in build/rt (bench/tracker.sh): that table is left out")
    with open(os.path.join(ROOT, "build/bench/applications.json"), "w", encoding="utf-8") as file:
        json.dump({"submissions": submissions, "tracker": tracker}, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
