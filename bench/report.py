#!/usr/bin/env python3
"""Reading and writing annual reports, side by side with what a user would pick instead.

Every pair is measured in this one run, in turn, three rounds; the table shows medians and the ratio.
In-process times are compared with in-process times: no start-up of Python or of a shell is counted,
except for pandoc, which is a program and is compared with our whole program.
"""
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BENCH = os.path.join(ROOT, "build/bench/bench/report_bench")
PROGRAM = os.path.join(ROOT, "build/release/gongkai")
SAMPLE = os.path.join(ROOT, "tests/data/reports/000-pingfang-2020.txt")
TURNS = 3


def ours(deed, path, rounds):
    out = subprocess.run([BENCH, deed, path, str(rounds)], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def timed(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times)


def read_python_docx(path):
    import docx

    document = docx.Document(path)
    cells = [p.text for p in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            cells.extend(cell.text for cell in row.cells)
    return cells


def tables_of(path):
    """Paragraphs and rows of the report, to be written again by the Python libraries."""
    import docx

    document = docx.Document(path)
    paragraphs = [p.text for p in document.paragraphs]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return paragraphs, tables


def write_python_docx(content):
    import docx

    paragraphs, tables = content
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts in zip(table.rows, rows):
            for cell, text in zip(row.cells, texts):
                cell.text = text
    document.save(io.BytesIO())


def write_openpyxl(content):
    import openpyxl

    paragraphs, tables = content
    book = openpyxl.Workbook()
    sheet = book.active
    for text in paragraphs:
        sheet.append([text])
    for rows in tables:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())


def whole(command):
    def run():
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return run


def compare(name, left, right, wanted):
    pairs = [(left(), right()) for _ in range(TURNS)]
    mine = statistics.median(pair[0] for pair in pairs)
    other = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print("%-58s %10.0f us %12.0f us %9.2f x  (wanted %s)" % (name, mine / 1e3, other / 1e3, ratio, wanted))
    return {"name": name, "ours_ns": mine, "other_ns": other, "ratio": ratio, "wanted": wanted}


def main():
    work = tempfile.mkdtemp()
    docx_path = os.path.join(work, "report.docx")
    html_path = os.path.join(work, "report.html")
    for path in (docx_path, html_path):
        subprocess.run([PROGRAM, "report", "convert", SAMPLE, "-o", path], check=True)
    content = tables_of(docx_path)
    html_bytes = os.path.getsize(html_path)
    text_bytes = os.path.getsize(SAMPLE)

    print("%-58s %13s %15s %11s" % ("", "ours", "the other", "other/ours"))
    rows = [
        compare("docx read+check (caged) | python3-docx reading",
                lambda: ours("read", docx_path, 60)["median_ns"],
                lambda: timed(lambda: read_python_docx(docx_path), 5), ">= 50"),
        compare("docx read+check (caged) | bare unzip + empty SAX",
                lambda: ours("read", docx_path, 60)["median_ns"],
                lambda: ours("sax", docx_path, 200)["median_ns"], ">= 0.5"),
        compare("docx read+check (no cage) | bare unzip + empty SAX",
                lambda: ours("read-free", docx_path, 60)["median_ns"],
                lambda: ours("sax", docx_path, 200)["median_ns"], ">= 0.5"),
        compare("whole program, report check | pandoc to JSON",
                lambda: timed(whole([PROGRAM, "report", "check", docx_path]), 5),
                lambda: timed(whole(["pandoc", docx_path, "-t", "json", "-o", "/dev/null"]), 3), "told"),
        compare("html read+check (caged) | bare libxml2, same bytes",
                lambda: ours("read", html_path, 60)["median_ns"],
                lambda: ours("html", html_path, 200)["median_ns"], "told"),
        compare("text read+check (caged) | bare libxml2, equal bytes",
                lambda: ours("read", SAMPLE, 60)["median_ns"],
                lambda: ours("html", html_path, 200)["median_ns"] * text_bytes / html_bytes, "told"),
        compare("docx writing | python3-docx writing",
                lambda: ours("write-docx", SAMPLE, 40)["median_ns"],
                lambda: timed(lambda: write_python_docx(content), 3), ">= 20"),
        compare("xlsx writing | openpyxl writing",
                lambda: ours("write-xlsx", SAMPLE, 40)["median_ns"],
                lambda: timed(lambda: write_openpyxl(content), 3), ">= 20"),
    ]
    size = os.path.getsize(PROGRAM)
    print("%-58s %10.2f MB %41s" % ("release binary with assets", size / 1e6, "(wanted < 12 MB)"))
    os.makedirs(os.path.join(ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build/bench/report.json"), "w", encoding="utf-8") as out:
        json.dump({"rows": rows, "binary_bytes": size}, out, indent=1)


if __name__ == "__main__":
    sys.exit(main())
