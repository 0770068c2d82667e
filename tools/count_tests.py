#!/usr/bin/env python3
"""Reads meson's testlog.json and prints how many single tests passed, as the last line.

cmocka programs say how many of their tests passed, failed and were skipped; TAP-like scripts print
`ok` and `not ok` lines; any other program counts as one test by its result.
"""
import json
import re
import sys


def count(entry):
    text = (entry.get("stdout") or "") + "\n" + (entry.get("stderr") or "")
    good = entry["result"] in ("OK", "EXPECTEDFAIL")
    if entry["result"] == "SKIP":
        return 0, 0, 1

    def total(word):
        return sum(int(n) for n in re.findall(r"\[ *%s *\] (\d+) test" % word, text))

    passed, failed, skipped = total("PASSED"), total("FAILED"), total("SKIPPED")
    if passed + failed + skipped == 0:
        passed = len(re.findall(r"^ok\b(?!.*# skip)", text, re.M | re.I))
        failed = len(re.findall(r"^not ok\b", text, re.M))
        skipped = len(re.findall(r"^ok\b.*# skip", text, re.M | re.I))
    if passed + failed + skipped == 0:
        passed = 1 if good else 0
    if not good and failed == 0:
        failed = 1
    return passed, failed, skipped


def main():
    with open(sys.argv[1], encoding="utf-8") as log:
        counts = [count(json.loads(line)) for line in log if line.strip()]
    passed, failed, skipped = (sum(column) for column in zip(*counts)) if counts else (0, 1, 0)
    print("%d passed, %d failed%s" % (passed, failed, ", %d skipped" % skipped if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
