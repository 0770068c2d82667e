#!/usr/bin/env python3
"""The desk over many applications: its queues, the list of all cases and the month of due days, asked through HTTP
by an officer who is signed in, with 100,000 cases in the store and with 1,000.

Half of the cases are open, in all states, under ten agencies. Both servers run side by side and are asked in
turn; the table shows the median of the turns' medians in milliseconds and the ratio, which may be two at most.
Statistics count every case of their period, so they grow with the cases: they are shown, and nothing is wanted of
them. Written to build/bench/applications_queue.json.
"""
import os
import random
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "shared"))
from two_servers import ask, compare  # noqa: E402

SIZES = ((1000,), (100000,))
OPEN_STATES = (0, 5, 10, 10, 10, 15, 18, 20, 22, 25, 28, 30, 35)
STATISTICS = "/desk/applications/figures"
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
         ("/api/v1/applications", "the API's list"),
         (STATISTICS, "statistics of a year"))


def add_cases(store, size):
    dice = random.Random(4)
    today = int(time.time() // 86400)
    officer = store.execute("SELECT id FROM account WHERE login = 'case_officer'").fetchone()[0]
    top = store.execute("SELECT g.id, g.path FROM account_role r JOIN agency g ON g.id = r.agency_id "
                        "WHERE r.account_id = ?", (officer,)).fetchone()
    agencies = [row[0] for row in store.execute(
        "SELECT id FROM agency WHERE path LIKE ? ORDER BY length(path), id LIMIT 10", (top[1] + "%",))]
    numbers = dict.fromkeys(agencies, 5000)
    for i in range(size[0]):
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


def next_page(side):
    body = ask(side.port, "/desk/applications/all", side.cookie)[1].decode()
    return re.search(r'rel="next" href="([^"]+)"', body).group(1).replace("&amp;", "&")


if __name__ == "__main__":
    compare("applications_queue", SIZES, add_cases, "case_officer",
            [{"what": what, "path": next_page if path == "next" else path, "is_signed_in": True,
              "may_grow": path == STATISTICS} for path, what in PAGES])
