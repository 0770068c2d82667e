#!/usr/bin/env python3
"""The adversary of the report reader: invents reports, prints them in many damaged shapes, and
compares what the program reads with what was printed.

usage: damage.py GONGKAI [--seeds N] [--shape NAME] [--keep DIR] [--verbose]
GONGKAI_DAMAGE_SEEDS=N asks for more seeds than the usual few. A cell that is wrong and not
announced in `repairs` is a failure always; so is a refusal of a clean shape. Prints "ok NAME" and
"not ok NAME"; exit status 1 when anything failed.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import unicodedata
from decimal import Decimal, InvalidOperation

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import damage_clerk  # noqa: E402
import damage_docx  # noqa: E402
import damage_html  # noqa: E402
import damage_page  # noqa: E402
import damage_screen  # noqa: E402
import damage_text  # noqa: E402
import damage_xlsx  # noqa: E402
from damage_report import SECTION_KEYS, TRAITS, make_report, narrative  # noqa: E402

# How much of a shape must be read: clean 100 %, damaged 98 % and no refusal; of a glued one
# nothing but silence about errors is asked; "gone" has tables that are not there to be read.
CLEAN, DAMAGED, GLUED, GONE = "clean", "damaged", "glued", "gone"
LEAST = {CLEAN: 1.0, DAMAGED: 0.98, GLUED: 0.0, GONE: 0.0}
ANY = tuple(TRAITS)
FIGURES = ("wrong_sums",)
SHOWN = ("wrong_sums", "dashes", "commas")  # nothing that a lost column would hide

SHAPES = [
    # name, generator, class, habits of the clerk that go with it, fields are checked
    ("html clean", damage_html.clean, CLEAN, ANY, True),
    ("html gb18030", damage_html.gb18030, CLEAN, ANY, True),
    ("html utf16", damage_html.utf16, CLEAN, FIGURES, True),
    ("html editor soup", damage_html.soup, CLEAN, ANY, True),
    ("html layout tables", damage_html.layout_tables, CLEAN, ANY, True),
    ("html vertical labels", damage_html.vertical_labels, CLEAN, ANY, True),
    ("html spaced titles", damage_html.spaced_titles, CLEAN, ANY, True),
    ("html traditional script", damage_html.traditional, CLEAN, FIGURES, False),
    ("html extra rows", damage_html.extra_rows, CLEAN, ANY, True),
    ("html repeated header", damage_html.repeated_header, CLEAN, ANY, True),
    ("html split labels", damage_html.split_labels, CLEAN, ANY, True),
    ("html bookmarks", damage_html.bookmarks, CLEAN, ANY, True),
    ("html notes", damage_html.notes, DAMAGED, ANY, False),
    ("html office noise", damage_html.office_noise, CLEAN, ANY, True),
    ("html wrong charset", damage_html.wrong_charset, CLEAN, ANY, True),
    ("html form of next year", damage_html.late_form, CLEAN, FIGURES, True),
    ("html bare headings", damage_html.bare_headings, CLEAN, FIGURES, True),
    ("html odd headings", damage_html.odd_headings, CLEAN, FIGURES, True),
    ("html list of contents", damage_html.contents_list, CLEAN, FIGURES, True),
    ("csv gbk", damage_text.csv_gbk, CLEAN, ANY, True),
    ("html unclosed", damage_html.unclosed, CLEAN, ANY, True),
    ("html titles", damage_html.titles, CLEAN, FIGURES, True),
    ("html hidden copy", damage_html.hidden_copy, CLEAN, ANY, True),
    ("docx clean", damage_docx.clean, CLEAN, ANY, True),
    ("docx tracked changes", damage_docx.tracked_changes, CLEAN, ANY, True),
    ("docx numbered headings", damage_docx.numbered, CLEAN, ANY, True),
    ("docx nested", damage_docx.nested, CLEAN, ANY, True),
    ("docx no merges", damage_docx.no_merges, CLEAN, ANY, True),
    ("text cells on lines", damage_text.cells_on_lines, CLEAN, ANY, True),
    ("text cells gb18030", damage_text.cells_gb18030, CLEAN, FIGURES, True),
    ("text cells utf16", damage_text.cells_utf16, CLEAN, FIGURES, True),
    ("text rows with tabs", damage_text.rows_with_tabs, CLEAN, ANY, True),
    ("markdown clean", damage_page.markdown, CLEAN, ANY, True),
    ("csv sheet", damage_text.csv_sheet, CLEAN, ANY, True),
    ("xlsx one sheet", damage_xlsx.one_sheet, CLEAN, ANY, True),
    ("xlsx sheets", damage_xlsx.sheets, CLEAN, ANY, True),
    ("markdown html tables", damage_page.markdown_html_tables, CLEAN, ANY, True),
    ("markdown grid", damage_page.markdown_grid, DAMAGED, ANY, False),
    ("text wide blanks", damage_text.wide_blanks, DAMAGED, SHOWN, False),
    ("text drawn with pipes", damage_text.drawn_with_pipes, DAMAGED, ANY, False),
    ("text drawn with lines", damage_text.drawn_with_lines, DAMAGED, ANY, False),
    ("html divs", damage_html.divs, DAMAGED, SHOWN, False),
    ("html divs blanks", damage_html.divs, GLUED, ("blanks",), False),
    ("html wrong spans", damage_html.wrong_spans, DAMAGED, ANY, False),
    ("html no rowspan", damage_html.no_rowspan, DAMAGED, ANY, False),
    ("html header spans", damage_html.header_spans, DAMAGED, ANY, False),
    ("html mini tables", damage_html.mini_tables, DAMAGED, ANY, False),
    ("html missing labels", damage_html.missing_labels, DAMAGED, ANY, False),
    ("html slips in labels", damage_html.slips, DAMAGED, ANY, False),
    ("html total first", damage_html.total_first, GLUED, ANY, False),
    ("html swapped rows", damage_html.swapped_rows, DAMAGED, ANY, False),
    ("html stacked cells", damage_html.stacked_cells, DAMAGED, FIGURES, False),
    ("docx wrong spans", damage_docx.wrong_spans, DAMAGED, ANY, False),
    ("docx tab paragraphs", damage_docx.tab_paragraphs, DAMAGED, ANY, False),
    ("text page breaks", damage_text.rows_with_page_breaks, DAMAGED, ANY, False),
    ("text one space", damage_text.one_space, DAMAGED, SHOWN, False),
    ("text value per line", damage_text.value_per_line, GLUED, SHOWN, False),
    ("page layout first", damage_page.layout_first, DAMAGED, SHOWN, False),
    ("page layout middle", damage_page.layout_middle, DAMAGED, SHOWN, False),
    ("page layout last", damage_page.layout_last, DAMAGED, SHOWN, False),
    ("page layout alone", damage_page.layout_alone, DAMAGED, SHOWN, False),
    ("page layout blanks", damage_page.layout_middle, GLUED, ("blanks",), False),
    ("page layout high figures", damage_page.layout_high_figures, DAMAGED, SHOWN, False),
    ("page browser print", damage_page.browser_print, DAMAGED, SHOWN, False),
    ("page raw order", damage_page.raw_order, DAMAGED, SHOWN, False),
    ("page raw order blanks", damage_page.raw_order, GLUED, ("blanks",), False),
    ("markdown repeated cells", damage_page.markdown_repeat, DAMAGED, ANY, False),
    ("markdown broken", damage_page.markdown_broken, DAMAGED, SHOWN, False),
    ("glued line", damage_text.glued, GLUED, FIGURES, False),
    ("glued line some blanks", damage_text.glued_with_some_blanks, GLUED, FIGURES, False),
    ("glued rows", damage_text.glued_rows, GLUED, FIGURES, False),
    ("glued blanks in cells", damage_text.glued, GLUED, ("blanks",), False),
    ("spaced line", damage_text.spaced_line, DAMAGED, SHOWN, False),
    ("html row numbers", damage_html.row_numbers, DAMAGED, ANY, False),
    ("html remark column", damage_html.remark_column, DAMAGED, ANY, False),
    ("html foreign tables", damage_html.foreign_tables, DAMAGED, ANY, False),
    ("html review in parts", damage_html.review_in_parts, DAMAGED, ANY, False),
    ("html review with side", damage_html.review_with_side, DAMAGED, ANY, False),
    ("html subtotals", damage_html.subtotals, DAMAGED, FIGURES, False),
    ("html lost row", damage_html.lost_row, DAMAGED, ANY, False),
    ("html no totals", damage_html.no_totals, GLUED, ANY, False),
    ("html no headers", damage_html.no_headers, DAMAGED, ANY, False),
    ("html plain labels", damage_html.plain_labels, DAMAGED, ANY, False),
    ("html broken numbers", damage_html.broken_numbers, GLUED, ANY, False),
    ("html last year too", damage_html.years_side_by_side, GLUED, ANY, False),
    ("html turned", damage_html.turned, GLUED, ANY, False),
    ("html odd zeros", damage_html.odd_zeros, DAMAGED, ANY, False),
    ("html words", damage_html.clean, DAMAGED, ("words",), False),
    ("docx words", damage_docx.clean, DAMAGED, ("words",), False),
    ("text cells words", damage_text.cells_on_lines, DAMAGED, ("words",), False),
    ("text rows words", damage_text.rows_with_tabs, DAMAGED, ("words",), False),
    ("text one space words", damage_text.one_space, GLUED, ("words",), False),
    ("text value per line words", damage_text.value_per_line, GLUED, ("words",), False),
    ("page layout words", damage_page.layout_middle, GLUED, ("words",), False),
    ("page raw words", damage_page.raw_order, GLUED, ("words",), False),
    ("markdown words", damage_page.markdown, DAMAGED, ("words",), False),
    ("csv words", damage_text.csv_sheet, DAMAGED, ("words",), False),
    ("glued words", damage_text.glued, GLUED, ("words",), False),
    ("html fees in yuan", damage_html.fees_in_yuan, DAMAGED, FIGURES, False),
    ("page broken numbers", damage_page.layout_broken_numbers, GLUED, FIGURES, False),
    ("page raw bare numbers", damage_page.raw_order_bare, GLUED, SHOWN, False),
    ("page raw bare blanks", damage_page.raw_order_bare, GLUED, ("blanks",), False),
    ("clerk raised notes", damage_clerk.raised_notes, GLUED, ANY, False),
    ("clerk struck figures", damage_clerk.struck_figures, GLUED, ANY, False),
    ("clerk unseen figures", damage_clerk.unseen_figures, GLUED, ANY, False),
    ("clerk Word notes and strikes", damage_clerk.word_notes_and_strikes, GLUED, ANY, False),
    ("clerk form fields", damage_clerk.form_fields, CLEAN, FIGURES, True),
    ("clerk review groups moved", damage_clerk.review_groups_moved, DAMAGED, FIGURES, False),
    ("clerk review totals first", damage_clerk.review_totals_first, GLUED, ANY, False),
    ("clerk column of changes", damage_clerk.column_of_changes, GLUED, ANY, False),
    ("clerk narrative lists", damage_clerk.narrative_lists, DAMAGED, FIGURES, False),
    ("clerk sheet of last year", damage_clerk.sheet_of_last_year, GLUED, ANY, False),
    ("clerk formulas", damage_clerk.formulas_not_worked_out, GLUED, FIGURES, False),
    ("screen objects in cells", damage_screen.objects_in_cells, GLUED, ANY, False),
    ("screen small marks", damage_screen.small_marks, GLUED, ANY, False),
    ("screen escaped twice", damage_screen.escaped_twice, CLEAN, ANY, False),
    ("screen two years in cells", damage_screen.two_years_in_cells, GLUED, ANY, False),
    ("screen review rows", damage_screen.review_rows, DAMAGED, ANY, False),
    ("screen guarded csv", damage_screen.guarded_csv, CLEAN, FIGURES, True),
    ("screen letters of styles", damage_screen.letters_of_styles, GLUED, FIGURES, False),
    ("screen struck in sheets", damage_screen.struck_in_sheets, GLUED, ANY, False),
    ("html pictures", damage_html.pictures, GONE, (), False),
    ("html one picture", damage_html.one_picture, GONE, (), False),
]


class Tally:
    def __init__(self):
        self.files = self.refused = self.cells = self.equal = self.announced = self.silent = 0
        self.fields = self.noted = 0
        self.notes = []

    def note(self, text):
        self.notes.append(text)


# --- the program -------------------------------------------------------------------------------

def run_program(program, arguments, folder):
    env = dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=0")
    return subprocess.run([program] + arguments, cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)


def read_all(program, folder, names):
    """Records by file name, and what was said on standard error."""
    records = {}
    said = ""
    for at in range(0, len(names), 60):
        done = run_program(program, ["report", "read", "--json"] + names[at:at + 60], folder)
        said += done.stderr.decode("utf-8", "replace")
        for line in done.stdout.decode().splitlines():
            record = json.loads(line)
            records[record["file"]] = record
        if done.returncode not in (0, 2):
            raise SystemExit("# the program ended with %d\n%s" % (done.returncode, said))
    return records, said


def flatten(record):
    cells = {}
    for block, rows in record["proactive"].items():
        for row, columns in rows.items():
            for column, value in columns.items():
                cells["proactive.%s.%s.%s" % (block, row, column)] = value
    for row, columns in record["applications"].items():
        for column, value in columns.items():
            cells["applications.%s.%s" % (row, column)] = value
    for column, value in record["review_litigation"].items():
        cells["review_litigation." + column] = value
    return cells


# --- comparing ---------------------------------------------------------------------------------

MISSING = "no cell"


def same_value(wanted, got):
    if wanted is None or got is None or wanted is MISSING or got is MISSING:
        return wanted is got
    try:
        return Decimal(str(wanted)) == Decimal(str(got))
    except InvalidOperation:
        return False


def compare_cells(report, record, tally, name):
    got = flatten(record)
    where = {repair["where"] for repair in record["repairs"]}
    for path in sorted(set(report.cells) | set(got)):
        wanted = report.cells.get(path, MISSING)
        value = got.get(path, MISSING)
        tally.cells += path in report.cells
        if same_value(wanted, value):
            tally.equal += path in report.cells
            tally.noted += path in where
        elif path in where or (value is MISSING and is_table_lost(path, got, where)):
            tally.announced += 1
        else:
            tally.silent += 1
            tally.note("SILENT %s %s: printed %r means %s, read %s"
                       % (name, path, report.printed.get(path), wanted, value))


def is_table_lost(path, got, where):
    """The whole table was not recognised, and that is said."""
    table = path.split(".")[0]
    return table in where and not any(other.startswith(table) for other in got)


def bare(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text or "") if not c.isspace())


def compare_fields(report, record, tally, name):
    wanted = {"year": report.year, "form": report.table_form}
    for key, value in wanted.items():
        if record[key] != value:
            tally.fields += 1
            tally.note("FIELD %s %s: %r, read %r" % (name, key, value, record[key]))
    pairs = [("agency", report.agency, record["agency"]), ("title", report.title, record["title"]),
             ("signed_by", report.signed_by, record["signed_by"])]
    sections = {section["key"]: section for section in record["sections"]}
    for key, heading in zip(SECTION_KEYS, report.headings):
        section = sections.get(key)
        if not section:
            pairs.append((key, heading, None))
            continue
        pairs.append((key + " heading", heading, section["heading"]))
        pairs.append((key + " text", "".join(report.paragraphs[key]), section["text"]))
    for key, value, got in pairs:
        if bare(value) != bare(got):
            tally.fields += 1
            tally.note("FIELD %s %s: %r, read %r" % (name, key, value, got))


# --- one shape -----------------------------------------------------------------------------------

def traits_for(rng, allowed):
    """None, one or two habits; every second report has none."""
    if not allowed:
        return ()
    if allowed in (("blanks",), ("words",)):
        return allowed
    picked = [] if rng.random() < 0.4 else rng.sample(allowed, min(len(allowed), rng.randint(1, 2)))
    if rng.random() < 0.08:
        picked.append("hybrid")
    return tuple(picked)


def make_files(shape, seeds, folder):
    name, generator, _, allowed, _ = shape
    made = []
    for seed in range(seeds):
        rng = random.Random("%s/%d" % (name, seed))
        report = make_report(rng, traits_for(rng, allowed))
        ending, data = generator(rng, report)
        file = "%s-%d.%s" % (name.replace(" ", "_"), seed, ending.split(".")[-1])
        with open(os.path.join(folder, file), "wb") as out:
            out.write(data)
        made.append((file, report))
    return made


def judge(shape, made, records, said):
    name, _, kind, _, has_fields = shape
    tally = Tally()
    for file, report in made:
        tally.files += 1
        record = records.get(file)
        if record is None:
            tally.refused += 1
            line = [text for text in said.splitlines() if file in text] or [said[-300:]]
            tally.note("REFUSED %s: %s" % (file, line[0]))
            continue
        if kind == GONE:
            tell_gone(report, record, tally, file)
            continue
        compare_cells(report, record, tally, file)
        if has_fields and "hybrid" not in report.traits:
            compare_fields(report, record, tally, file)
    return tally


def tell_gone(report, record, tally, file):
    """Tables that are pictures: no invented cell, and the absence is announced."""
    got = flatten(record)
    where = {repair["where"] for repair in record["repairs"]}
    for table in ("proactive", "applications", "review_litigation"):
        cells = {path: value for path, value in got.items() if path.startswith(table)}
        if not cells and table not in where:
            tally.silent += 1
            tally.note("SILENT %s: no %s and no word about it" % (file, table))
        for path, value in cells.items():
            tally.cells += 1
            if same_value(report.cells.get(path, MISSING), value):
                tally.equal += 1
            elif path not in where:
                tally.silent += 1
                tally.note("SILENT %s %s: %s" % (file, path, value))


def share(tally):
    return tally.equal / tally.cells if tally.cells else 1.0


def passes(kind, tally):
    if tally.silent or (kind in (CLEAN, DAMAGED, GONE) and tally.refused):
        return False
    return share(tally) >= LEAST[kind] and (kind != CLEAN or not tally.fields)


def tell(name, good, tally, verbose):
    print("%s damage %s" % ("ok" if good else "not ok", name))
    print("# %d files, %d refused, %d cells, %.2f %% equal, %d announced, %d silent, %d fields wrong, "
          "%d equal but noted" % (tally.files, tally.refused, tally.cells, 100 * share(tally),
                                  tally.announced, tally.silent, tally.fields, tally.noted))
    for note in tally.notes if verbose else tally.notes[:0 if good else 8]:
        print("#   " + note)
    sys.stdout.flush()


# --- other promises --------------------------------------------------------------------------------

def test_refusals(program, folder, seeds):
    good = True
    names = []
    for seed in range(max(2, seeds // 2)):
        rng = random.Random("refuse/%d" % seed)
        report, other = make_report(rng), make_report(rng)
        if (other.agency, other.year) == (report.agency, report.year):
            continue
        again = make_report(rng, (), report.table_form, report.year + 1)
        again.agency = report.agency
        narrative(rng, again)
        texts = damage_text.rows_with_tabs(rng, report)[1] + b"\n\n" + damage_text.rows_with_tabs(rng, other)[1]
        for kind, data in (("two.html", damage_html.two_reports(rng, report, other)[1]),
                           ("years.html", damage_html.two_reports(rng, report, again)[1]),
                           ("two.txt", texts), ("old.html", damage_html.old_form(rng, report)[1])):
            names.append("refuse_%d-%s" % (seed, kind))
            with open(os.path.join(folder, names[-1]), "wb") as out:
                out.write(data)
    records, said = read_all(program, folder, names)
    for name in names:
        if name in records:
            good = False
            print("#   read, not refused: %s" % name)
    if len(said.splitlines()) != len(names):
        good = False
        print("#   %d refusals, %d sentences" % (len(names), len(said.splitlines())))
    print("%s damage refuses two reports in one file and old forms" % ("ok" if good else "not ok"))
    return good


def without_repairs(record):
    kept = {key: value for key, value in record.items() if key not in ("file", "repairs", "printed")}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def test_round_trips(program, folder, seeds):
    """Our own exports read back as the same record."""
    results = {}
    for seed in range(seeds):
        rng = random.Random("convert/%d" % seed)
        report = make_report(rng, traits_for(rng, ("wrong_sums", "blanks")))
        source = "convert-%d.html" % seed
        with open(os.path.join(folder, source), "wb") as out:
            out.write(damage_html.clean(rng, report)[1])
        outs = []
        for ending in ("docx", "html", "pdf", "xlsx", "csv", "md", "json"):
            out = "converted-%d-%s.%s" % (seed, ending, ending)
            done = run_program(program, ["report", "convert", source, "-o", out], folder)
            if done.returncode:
                results.setdefault(ending, []).append("%s: %s" % (out, done.stderr.decode()[:200]))
            else:
                outs.append((ending, out))
        records, said = read_all(program, folder, [source] + [out for _, out in outs])
        records = {name: record for name, record in records.items()}
        first = records.get(source)
        for ending, out in outs:
            record = records.get(out)
            results.setdefault(ending, [])
            if ending == "json" and record is None:
                record = first if without_repairs(json.load(open(os.path.join(folder, out)))) == \
                    without_repairs(first) else None
            if record is None:
                results[ending].append("%s was refused: %s" % (out, said[-200:].strip()))
            elif without_repairs(record) != without_repairs(first):
                results[ending].append(difference(first, record, out))
    good = True
    for ending, problems in sorted(results.items()):
        print("%s damage round trip %s" % ("not ok" if problems else "ok", ending))
        for problem in problems[:6]:
            print("#   " + problem)
        good = good and not problems
    return good


def test_found(program):
    """Files that once were read wrongly, each with its true cells beside it."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "found")
    names = sorted(name for name in os.listdir(folder) if not name.endswith(".cells.json"))
    records, said = read_all(program, folder, names)
    good = True
    for name in names:
        with open(os.path.join(folder, name + ".cells.json"), encoding="utf-8") as file:
            facts = json.load(file)
        tally = Tally()
        report = make_report(random.Random(name))
        report.cells = facts["cells"]
        report.printed = {}
        if name not in records:
            tally.note("REFUSED %s: %s" % (name, said[-200:]))
        else:
            compare_cells(report, records[name], tally, name)
        fine = name in records and not tally.silent and share(tally) >= facts["least"]
        print("%s damage found %s" % ("ok" if fine else "not ok", name))
        print("# %.2f %% equal of %d, %d silent" % (100 * share(tally), tally.cells, tally.silent))
        for note in tally.notes[:0 if fine else 6]:
            print("#   " + note)
        good = good and fine
    return good


def test_page_texts(program, folder, seeds, verbose):
    """Our own PDF through pdftotext, by layout, in raw order and in reading order."""
    made = []
    for seed in range(seeds):
        rng = random.Random("page/%d" % seed)
        report = make_report(rng, traits_for(rng, SHOWN))
        source = "page-%d.html" % seed
        with open(os.path.join(folder, source), "wb") as out:
            out.write(damage_html.clean(rng, report)[1])
        run_program(program, ["report", "convert", source, "-o", "page-%d.pdf" % seed], folder)
        made.append((seed, report))
    good = True
    for name, option, kind in (("layout", "-layout", DAMAGED), ("raw", "-raw", DAMAGED),
                                ("order", "-nopgbrk", GLUED)):
        files = []
        for seed, report in made:
            file = "page-%d-%s.txt" % (seed, name)
            try:
                subprocess.run(["pdftotext", option, "page-%d.pdf" % seed, file], cwd=folder, check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            except (OSError, subprocess.CalledProcessError):
                print("# pdftotext gave nothing for page-%d.pdf" % seed)
                continue
            files.append((file, report))
        records, said = read_all(program, folder, [file for file, _ in files])
        shape = ("our page text " + name, None, kind, (), False)
        tally = judge(shape, files, records, said)
        fine = passes(kind, tally)
        tell("%s (%s)" % (shape[0], kind), fine, tally, verbose)
        good = good and fine
    return good


def difference(first, record, name):
    a, b = flatten(first), flatten(record)
    for path in sorted(set(a) | set(b)):
        if not same_value(a.get(path, MISSING), b.get(path, MISSING)):
            return "%s %s: %s, read back %s" % (name, path, a.get(path, MISSING), b.get(path, MISSING))
    for one, other in zip(first["sections"], record["sections"]):
        for key in one:
            if one[key] != other.get(key):
                return "%s %s of %s: %r, read back %r" % (name, key, one["key"], one[key], other.get(key))
    for key in sorted(set(first) - {"file", "repairs", "printed"}):
        if first[key] != record.get(key):
            return "%s %s: %.300r, read back %.300r" % (name, key, first[key], record.get(key))
    return "%s differs" % name


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seeds", type=int, default=int(os.environ.get("GONGKAI_DAMAGE_SEEDS", "4")))
    parser.add_argument("--shape")
    parser.add_argument("--keep")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    good = True
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or scratch
        os.makedirs(folder, exist_ok=True)
        for shape in SHAPES:
            if options.shape and options.shape not in shape[0]:
                continue
            made = make_files(shape, options.seeds, folder)
            records, said = read_all(options.program, folder, [file for file, _ in made])
            tally = judge(shape, made, records, said)
            fine = passes(shape[2], tally)
            tell("%s (%s)" % (shape[0], shape[2]), fine, tally, options.verbose)
            good = good and fine
        few = max(2, options.seeds // 4)
        if not options.shape or options.shape == "refusals":
            good = test_refusals(options.program, folder, options.seeds) and good
        if not options.shape or options.shape == "found":
            good = test_found(options.program) and good
        if not options.shape or options.shape == "round trips":
            good = test_round_trips(options.program, folder, few) and good
        if not options.shape or options.shape == "pages":
            good = test_page_texts(options.program, folder, few, options.verbose) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
