#!/usr/bin/env python3
"""The tree of agencies and what picks from it, with 10,000 agencies and 50,000 accounts in the store and with 100 of
each: asked through HTTP by a system administrator, and the public directory by nobody in particular.

Both servers run side by side and are asked in turn; the table shows the median of the turns' medians in milliseconds
and the ratio, which may be two at most. Written to build/bench/serve_tree.json.
"""
import os
import random
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "shared"))
from two_servers import compare  # noqa: E402

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


def add_rows(store, size):
    district = add_agencies(store, size[0])
    add_accounts(store, size[1])
    return district


if __name__ == "__main__":
    compare("serve_tree", SIZES, add_rows, "system_admin",
            [{"what": what, "path": lambda side, path=path: path.format(side.place), "is_signed_in": login is not None,
              "may_grow": may_grow} for path, what, login, may_grow in PAGES])
