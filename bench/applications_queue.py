#!/usr/bin/env python3
"""The desk over many applications: its queues, the list of all cases and the month of due days, asked through HTTP
by an officer who is signed in, with 100,000 cases in the store and with 1,000.

Half of the cases are open, in all states, under ten agencies. Both servers run side by side and are asked in
turn; the table shows the median of the turns' medians in milliseconds and the ratio, which may be two at most.
Statistics count every case of their period, so they grow with the cases: they are shown, and nothing is wanted of
them. Written to build/bench/applications_queue.json.
"""
import http.client
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests"))
from visitor import free_port, wait_for  # noqa: E402
PROGRAM = os.environ.get("GONGKAI", os.path.join(ROOT, "build/release/gongkai"))
PASSWORD = "for-demonstration-only"  # of the demonstration's accounts, which everybody knows
SIZES = (1000, 100000)
TURNS = 5
REQUESTS = 20
WANTED = 2.0
OPEN_STATES = (0, 5, 10, 10, 10, 15, 18, 20, 22, 25, 28, 30, 35)
PAGES = (("/desk", "what waits for me"),
         ("/desk/applications?queue=mine", "queue: mine"),
         ("/desk/applications?queue=all", "queue: all open"),
         ("/desk/applications?queue=late", "queue: late"),
         ("/desk/applications?queue=soon", "queue: soon due"),
         ("/desk/applications?queue=signing", "queue: to be signed"),
         ("/desk/applications?queue=paused", "queue: paused"),
         ("/desk/applications/all", "all cases"),
         ("/desk/applications/all?state=signing", "all cases, of one state"),
         ("next", "all cases, a later page"),
         ("/desk/applications/calendar", "month of due days"),
         ("/api/v1/applications", "the API's list"))
STATISTICS = ("/desk/applications/figures", "statistics of a year")


def ask(port, path, cookie=None, form=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", path, body=form, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    if reply.status != (303 if form else 200):
        sys.exit(f"{path}: status {reply.status}")
    return reply, body


def seed(data, count):
    """Rows alone: pages read them, nothing works on them here."""
    dice = random.Random(4)
    today = int(time.time() // 86400)
    store = sqlite3.connect(os.path.join(data, "gongkai.db"), isolation_level=None)
    officer = store.execute("SELECT id FROM account WHERE login = 'case_officer'").fetchone()[0]
    top = store.execute("SELECT g.id, g.path FROM account_role r JOIN agency g ON g.id = r.agency_id "
                        "WHERE r.account_id = ?", (officer,)).fetchone()
    agencies = [row[0] for row in store.execute(
        "SELECT id FROM agency WHERE path LIKE ? ORDER BY length(path), id LIMIT 10", (top[1] + "%",))]
    store.execute("BEGIN")
    numbers = dict.fromkeys(agencies, 5000)
    for i in range(count):
        agency = agencies[i % len(agencies)]
        numbers[agency] += 1
        received = today - dice.randrange(1, 700)
        due = today + dice.randrange(-40, 60)
        is_open = i % 2 == 0
        state = dice.choice(OPEN_STATES) if is_open else 40
        is_paused = state in (15, 18, 20, 22)
        known = state > 0
        store.execute(
            "INSERT INTO application (agency_id, year, number, kind, channel, state, title, description, applicant_kind,"
            " submitted_at, submitted_on, received_on, due_on, sort_on, is_paused, officer_id, outcome, ended_on)"
            " VALUES (?, 2026, ?, 0, 3, ?, ?, 'x', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (agency, numbers[agency], state, f"第 {i} 件：道路维修项目的预算和合同", i % 6, received * 86400, received,
             received if known else None, due if known and not is_paused else None,
             received if not known else 9000000 if is_paused else due, int(is_paused),
             officer if i % 7 == 0 and state > 5 else None, 0 if is_open else 1 + i % 21,
             None if is_open else min(received + 20, today)))
    store.execute("COMMIT")
    store.close()


def start(folder, count):
    data = os.path.join(folder, str(count))
    subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(ROOT, "data/demo_agencies.csv"),
                    os.path.join(ROOT, "tests/data/reports/000-pingfang-2020.txt")],
                   check=True, stdout=subprocess.DEVNULL)
    seed(data, count)
    port = free_port()
    server = subprocess.Popen([PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", "--quiet"])
    return server, port


def sign_in(port, login="case_officer"):
    reply, _ = ask(port, "/sign-in", form=f"login={login}&password={PASSWORD}")
    return reply.getheader("Set-Cookie").split(";")[0]


def next_page(port, cookie):
    body = ask(port, "/desk/applications/all", cookie)[1].decode()
    return re.search(r'rel="next" href="([^"]+)"', body).group(1).replace("&amp;", "&")


def measure(port, path, cookie):
    times = []
    for _ in range(REQUESTS):
        begin = time.perf_counter()
        ask(port, path, cookie)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def main():
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        servers = []
        try:
            for count in SIZES:
                servers.append(start(folder, count))
                wait_for(servers[-1][1])
            cookies = [sign_in(port) for _, port in servers]
            later = [next_page(port, cookie) for (_, port), cookie in zip(servers, cookies)]
            for path, what in PAGES + (STATISTICS,):
                times = ([], [])
                for _ in range(TURNS):
                    for at, (_, port) in enumerate(servers):
                        times[at].append(measure(port, later[at] if path == "next" else path, cookies[at]))
                small, large = (statistics.median(found) for found in times)
                rows.append({"page": path, "what": what, "small_ms": round(small, 2), "large_ms": round(large, 2),
                             "ratio": round(large / small, 2), "wanted": None if path == STATISTICS[0] else WANTED})
        finally:
            for server, _ in servers:
                server.terminate()
            for server, _ in servers:
                server.wait()
    print(f"{'':28} {SIZES[0]:>9,} {SIZES[1]:>9,} {'ratio':>6} {'wanted':>7}")
    for row in rows:
        print(f"{row['what']:28} {row['small_ms']:6.2f} ms {row['large_ms']:6.2f} ms {row['ratio']:6.2f} "
              f"{row['wanted'] or '':>7}")
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build/bench/applications_queue.json"), "w", encoding="utf-8") as file:
        json.dump({"sizes": SIZES, "pages": rows}, file, ensure_ascii=False, indent=1)
    # The program's exit status says whether what is wanted was reached.
    sys.exit(any(row["wanted"] and row["ratio"] > row["wanted"] for row in rows))


if __name__ == "__main__":
    main()
