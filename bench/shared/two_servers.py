"""Two servers of ours side by side, one over few rows and one over many, asked for the same pages in turn. What the
rows are and which pages matter stands with each benchmark.

usage: put the folder of this file on sys.path and import it.
"""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
from visitor import ask, free_port, session_of, wait_for  # noqa: E402

PROGRAM = os.environ.get("GONGKAI", os.path.join(ROOT, "build/release/gongkai"))
TURNS = 5
REQUESTS = 20
WANTED = 2.0  # times as long with many rows, at most


class Side:
    """A server over the demonstration with more rows. `more(store, size)` adds them, rows alone: pages read them,
    nothing works on them here. What it gives back is kept in `place`."""

    def __init__(self, folder, size, more, login):
        data = os.path.join(folder, "-".join(str(count) for count in size))
        subprocess.run([PROGRAM, "demo", "--data", data, "--agencies", os.path.join(ROOT, "data/demo_agencies.csv"),
                        os.path.join(ROOT, "tests/data/reports/000-pingfang-2020.txt")],
                       check=True, stdout=subprocess.DEVNULL)
        store = sqlite3.connect(os.path.join(data, "gongkai.db"), isolation_level=None)
        store.execute("BEGIN")
        self.place = more(store, size)
        store.execute("COMMIT")
        store.close()
        self.port = free_port()
        self.server = subprocess.Popen([PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}",
                                        "--quiet"])
        try:
            wait_for(self.port)
            self.cookie = session_of(self.port, login)
        except BaseException:
            self.server.terminate()
            raise

    def measure(self, path, cookie):
        """The median in milliseconds of some requests, each over its own connection."""
        times = []
        for _ in range(REQUESTS):
            begin = time.perf_counter()
            ask(self.port, path, cookie)
            times.append((time.perf_counter() - begin) * 1000)
        return statistics.median(times)


def measure_page(sides, page):
    """`page`: what (in words), path (text, or a function of the side), and whether the slower may be any slower."""
    times = [[] for _ in sides]
    for _ in range(TURNS):
        for at, side in enumerate(sides):
            path = page["path"](side) if callable(page["path"]) else page["path"]
            times[at].append(side.measure(path, side.cookie if page["is_signed_in"] else "bench=1"))
    few, many = (statistics.median(found) for found in times)
    return {"what": page["what"], "small_ms": round(few, 2), "large_ms": round(many, 2),
            "ratio": round(many / few, 2), "wanted": None if page["may_grow"] else WANTED}


def compare(name, sizes, more, login, pages):
    """Measure, print the table, write build/bench/NAME.json, and end; the exit status says whether what is wanted was
    reached."""
    sides = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for size in sizes:
                sides.append(Side(folder, size, more, login))
            rows = [measure_page(sides, page) for page in pages]
        finally:
            for side in sides:
                side.server.terminate()
            for side in sides:
                side.server.wait()
    heads = ["; ".join(f"{count:,}" for count in size) for size in sizes]
    print(f"{'':40} {heads[0]:>12} {heads[1]:>15} {'ratio':>7} {'wanted':>7}")
    for row in rows:
        print(f"{row['what']:40} {row['small_ms']:9.2f} ms {row['large_ms']:12.2f} ms {row['ratio']:7.2f} "
              f"{row['wanted'] or '':>7}")
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build/bench", name + ".json"), "w", encoding="utf-8") as file:
        json.dump({"sizes": sizes, "pages": rows}, file, ensure_ascii=False, indent=1)
    sys.exit(any(row["wanted"] and row["ratio"] > row["wanted"] for row in rows))
