#!/usr/bin/env python3
"""The database behind its door, side by side with bare SQLite: durable writes with their audit, and
look-ups by key. Both write the same rows to files on the same disk, in turn; the table shows medians.
"""
import json
import os
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BENCH = os.path.join(ROOT, "build/bench/bench/db_bench")
TURNS = 5
WRITES = 300
FINDS = 200000
WANTED = {"write": 0.5}


def rate(deed, path, count):
    out = subprocess.run([BENCH, deed, path, str(count)], check=True, capture_output=True, text=True)
    answer = json.loads(out.stdout)
    return answer["count"] / (answer["ns"] / 1e9)


def main():
    rates = {}
    # On the disk that holds the tree: /tmp may be memory, where a commit costs nothing.
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as folder:
        ours = os.path.join(folder, "ours.db")
        bare = os.path.join(folder, "bare.db")
        for path in (ours, bare):
            rate("make", path, 1)
        for _ in range(TURNS):
            for deed, path, count in (("write", ours, WRITES), ("write-bare", bare, WRITES),
                                      ("find", ours, FINDS), ("find-bare", bare, FINDS)):
                rates.setdefault(deed, []).append(rate(deed, path, count))
    rates = {deed: statistics.median(found) for deed, found in rates.items()}
    rows = []
    for deed, says in (("write", "durable writes, audited, one transaction each"),
                       ("find", "look-ups by key, with checks and copies")):
        ratio = rates[deed] / rates[deed + "-bare"]
        rows.append({"what": says, "ours_per_s": round(rates[deed]), "bare_per_s": round(rates[deed + "-bare"]),
                     "ratio": round(ratio, 2), "wanted": WANTED.get(deed)})
    print(f"{'':48} {'ours/s':>10} {'SQLite/s':>10} {'ratio':>6} {'wanted':>7}")
    for row in rows:
        print(f"{row['what']:48} {row['ours_per_s']:10,} {row['bare_per_s']:10,} {row['ratio']:6.2f} "
              f"{row['wanted'] or '':>7}")
    with open(os.path.join(ROOT, "build/bench/db.json"), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
