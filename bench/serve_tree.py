#!/usr/bin/env python3
"""The tree of agencies and what picks from it, with 10,000 agencies and 50,000 accounts in the store and with 100 of
each: asked through HTTP by a system administrator, and the public directory by nobody in particular.

Both servers run side by side and are asked in turn; the table shows the median of the turns' medians in milliseconds
and the ratio, which may be two at most. Written to build/bench/serve_tree.json.
"""
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from applications_queue import PROGRAM, ROOT, REQUESTS, TURNS, WANTED, ask, measure, sign_in  # noqa: F401
sys.path.insert(0, os.path.join(ROOT, "tests"))
from visitor import free_port, wait_for  # noqa: E402

SIZES = ((100, 100), (10000, 50000))  # agencies, accounts
BELOW = 12  # agencies below one, as a district has streets
WORDS = urllib.parse.quote("办事处")
# {}: a district's number. Address, what it is, who asks, and whether it may be slower with many: pages of the tree and
# pickers may not. The others show or count all there is; they are told.
PAGES = (("/directory", "directory: its top", None, False),
         ("/directory/{}", "directory: a district and what is below it", None, False),
         (f"/directory?q={WORDS}", "directory: found by words", None, False),
         ("/agencies/{}", "one agency and its reports", None, False),
         ("/apply", "picker: whom to ask for information", None, False),
         (f"/apply?q={WORDS}", "the same, found by words", None, False),
         ("/admin/agencies", "tree: its top", "system_admin", False),
         ("/admin/agencies/{}", "tree: a district and what is below it", "system_admin", False),
         (f"/admin/agencies?q={WORDS}", "tree: found by words", "system_admin", False),
         (f"/admin/agencies/{{}}/move?q={WORDS}", "picker: the agency to move below", "system_admin", False),
         (f"/admin/agencies/{{}}/merge?q={WORDS}", "picker: the agency to merge into", "system_admin", False),
         ("/admin/people/new", "form for a person", "system_admin", False),
         ("/", "home page, drawn anew", None, True),
         ("/api/v1/agencies", "agencies for programs", None, True),
         ("/admin/people", "all people", "system_admin", True),
         (f"/admin/people?q={urllib.parse.quote('王')}", "people found by name", "system_admin", True),
         ("/admin/people?role=author", "people of one role", "system_admin", True))


def add_agencies(store, count):
    """A tree of districts below the demonstration's cities, each with streets and departments."""
    cities = store.execute("SELECT id, path FROM agency WHERE level = 2").fetchall()
    number = store.execute("SELECT max(id) FROM agency").fetchone()[0]
    district = None
    for i in range(count):
        number += 1
        is_district = i % (BELOW + 1) == 0
        parent = cities[i % len(cities)] if is_district else district
        name = f"第{i}区人民政府" if is_district else f"第{i}街道办事处"
        path = f"{parent[1]}{number}/"
        store.execute("INSERT INTO agency (id, name, parent_id, kind, path, level, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
                      (number, name, parent[0], 1 if is_district else 3, path, 3 if is_district else 4, name))
        if is_district:
            district = (number, path)
    return district[0]


def add_accounts(store, count):
    dice = random.Random(7)
    agencies = [row[0] for row in store.execute("SELECT id FROM agency")]
    now = int(time.time())
    number = store.execute("SELECT max(id) FROM account").fetchone()[0]
    for i in range(count):
        number += 1
        agency = dice.choice(agencies)
        name = dice.choice("王李张刘陈杨赵黄周吴") + dice.choice("伟芳娜敏静丽强磊军洋")
        store.execute("INSERT INTO account (id, login, name, agency_id, created_at) VALUES (?, ?, ?, ?, ?)",
                      (number, f"staff{i}", name, agency, now))
        store.execute("INSERT INTO account_role (account_id, role, agency_id, has_subtree, given_at, reason)"
                      " VALUES (?, ?, ?, 0, ?, 'bench')", (number, 2 + i % 6, agency, now))


def start(folder, agencies, accounts):
    data = os.path.join(folder, str(agencies))
    subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(ROOT, "data/demo_agencies.csv"),
                    os.path.join(ROOT, "tests/data/reports/000-pingfang-2020.txt")],
                   check=True, stdout=subprocess.DEVNULL)
    store = sqlite3.connect(os.path.join(data, "gongkai.db"), isolation_level=None)
    store.execute("BEGIN")
    district = add_agencies(store, agencies)
    add_accounts(store, accounts)
    store.execute("COMMIT")
    store.close()
    port = free_port()
    server = subprocess.Popen([PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", "--quiet"])
    return server, port, district


def measure_all(sides):
    rows = []
    for path, what, login, may_grow in PAGES:
        times = [[] for _ in sides]
        for _ in range(TURNS):
            for at, (_, port, district, cookie) in enumerate(sides):
                times[at].append(measure(port, path.format(district), cookie if login else "bench=1"))
        small, large = (statistics.median(found) for found in times)
        rows.append({"page": path, "what": what, "small_ms": round(small, 2), "large_ms": round(large, 2),
                     "ratio": round(large / small, 2), "wanted": None if may_grow else WANTED})
    return rows


def main():
    sides = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for agencies, accounts in SIZES:
                server, port, district = start(folder, agencies, accounts)
                sides.append((server, port, district, None))
                wait_for(port)
                sides[-1] = (server, port, district, sign_in(port, "system_admin"))
            rows = measure_all(sides)
        finally:
            for side in sides:
                side[0].terminate()
            for side in sides:
                side[0].wait()
    print(f"{'agencies; accounts':40} {SIZES[0][0]:,}; {SIZES[0][1]:,} {SIZES[1][0]:,}; {SIZES[1][1]:,}  ratio  wanted")
    for row in rows:
        print(f"{row['what']:40} {row['small_ms']:6.2f} ms {row['large_ms']:8.2f} ms {row['ratio']:8.2f} "
              f"{row['wanted'] or '':>7}")
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build/bench/serve_tree.json"), "w", encoding="utf-8") as file:
        json.dump({"sizes": SIZES, "pages": rows}, file, ensure_ascii=False, indent=1)
    sys.exit(any(row["wanted"] and row["ratio"] > row["wanted"] for row in rows))


if __name__ == "__main__":
    main()
