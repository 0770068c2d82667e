"""Reports as plain text: cells on lines, rows with tabs, CSV, and everything glued together.

A shape is a function (rng, report) -> (file name, bytes).
"""
import csv
import io

from damage_report import HEADINGS, SECTION_KEYS, signature
from damage_table import flat, tables


def name_of(report, ending="txt"):
    return "nianbao%d.%s" % (report.year, ending)


def lines_of(report, table_lines, indent="    ", title=None):
    """The whole report as lines; table_lines: lists of lines of the three tables."""
    out = [title or report.title, ""]
    out += [indent + text for text in report.preface]
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        out.append(indent + heading)
        out += [indent + text for text in report.paragraphs[key]]
        if 1 <= number <= 3:
            out.append("")
            out += table_lines[number - 1]
            out.append("")
    out.append("")
    out += ["                    " + text for text in signature(report)]
    return out


def covered(grid):
    """Rows of texts as a word processor counts cells: one for each cell, and an empty one for each
    cell that hangs down from above."""
    hanging = {}
    out = []
    for r, row in enumerate(grid):
        cells = []
        column = 0
        queue = list(row)
        while queue or any(c >= column for (rr, c) in hanging if rr == r):
            if (r, column) in hanging:
                cells.append("")
                column += hanging[r, column]
                continue
            if not queue:
                break
            cell = queue.pop(0)
            for dr in range(1, cell.rows):
                hanging[r + dr, column] = cell.columns
            cells.append(cell.text)
            column += cell.columns
        out.append(cells)
    return out


# --- clean -----------------------------------------------------------------------------------------

def cells_on_lines(rng, report, encoding="utf-8"):
    """One cell on a line with a tab before it, a blank line between rows."""
    parts = []
    for grid in tables(report):
        lines = []
        for row, source in zip(covered(grid), grid):
            for text in row:
                if text and source.kind == "head" and len(text) <= 6 and rng.random() < 0.3:
                    text = "\n".join(text)
                lines.append("\t" + text)
            lines.append("")
        parts.append(lines)
    return name_of(report), "\n".join(lines_of(report, parts)).encode(encoding)


def cells_gb18030(rng, report):
    return cells_on_lines(rng, report, "gb18030")


def cells_utf16(rng, report):
    name, data = cells_on_lines(rng, report)
    return name, b"\xfe\xff" + data.decode().encode("utf-16-be")


def rows_with_tabs(rng, report):
    parts = [["\t".join(row) for row in flat(grid)] for grid in tables(report)]
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def csv_sheet(rng, report):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=rng.choice(["\r\n", "\n"]))
    for line in lines_of(report, [["@2"], ["@3"], ["@4"]], indent=""):
        if line.startswith("@"):
            for row in flat(tables(report)[int(line[1:]) - 2]):
                writer.writerow(row)
        else:
            writer.writerow([line.strip()] if line.strip() else [])
    return name_of(report, "csv"), ("\ufeff" + out.getvalue()).encode()


def csv_gbk(rng, report):
    """As spreadsheet programs save CSV in China."""
    name, data = csv_sheet(rng, report)
    return name, data.decode("utf-8-sig").encode("gb18030")


# --- damaged -----------------------------------------------------------------------------------------

def rows_with_page_breaks(rng, report):
    """Rows with tabs, cut by pages: blank lines, page numbers, labels that moved to the first column."""
    parts = []
    page = rng.randint(2, 4)
    for number, grid in enumerate(tables(report)):
        lines = []
        for row, source in zip(covered(grid), grid):
            if source.kind == "data" and number == 1 and rng.random() < 0.08:
                lines += ["", rng.choice(["- %d -" % page, "%d" % page, "— %d —" % page, ""]), ""]
                page += 1
                if row[0] == "" and rng.random() < 0.7:
                    while row and row[0] == "":
                        row = row[1:]
                    row.insert(1, "")
            lines.append("\t".join(row))
        parts.append(lines)
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def one_space(rng, report):
    """Rows with single blanks between everything."""
    parts = []
    for grid in tables(report):
        parts.append([" ".join(t.replace(" ", "") for t in row if t) for row in covered(grid)])
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def value_per_line(rng, report):
    """Every cell on a line of its own, without tabs: copied from a page cell by cell."""
    parts = []
    for grid in tables(report):
        parts.append([text for row in covered(grid) for text in row if text])
    return name_of(report), "\n".join(lines_of(report, parts, indent="")).encode()


def wide_blanks(rng, report):
    """Columns parted by ideographic blanks."""
    parts = []
    for grid in tables(report):
        parts.append(["\u3000\u3000".join(t for t in row if t) for row in covered(grid)])
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def drawn_with_pipes(rng, report):
    """As antiword draws tables: pipes, no rule, wrapped labels."""
    parts = []
    for grid in tables(report):
        lines = []
        for row in covered(grid):
            first, second = [], []
            for text in row:
                cut = 8 if len(text) > 10 else len(text)
                first.append(text[:cut])
                second.append(text[cut:])
            lines.append("|" + "|".join(t + " " * (9 - len(t)) for t in first) + "|")
            if any(second):
                lines.append("|" + "|".join(t + " " * (9 - len(t)) for t in second) + "|")
        parts.append(lines)
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def drawn_with_lines(rng, report):
    """Tables drawn with the characters for lines."""
    parts = []
    for grid in tables(report):
        rows = covered(grid)
        most = max(len(row) for row in rows)
        rule = "├" + "─────┼" * (most - 1) + "─────┤"
        lines = [rule.replace("├", "┌").replace("┼", "┬").replace("┤", "┐")]
        for row in rows:
            lines.append("│" + "│".join(" %s " % t for t in row) + "│")
            lines.append(rule)
        parts.append(lines)
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


# --- glued -------------------------------------------------------------------------------------------

def glued_pieces(report):
    """The report as pieces in reading order; True marks a value."""
    out = [(report.title, False)] + [(text, False) for text in report.preface]
    grids = tables(report)
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        out.append((heading, False))
        out += [(text, False) for text in report.paragraphs[key]]
        if 1 <= number <= 3:
            for row in grids[number - 1]:
                out += [(cell.text, cell.is_value) for cell in row if cell.text]
    return out + [(text, False) for text in signature(report)]


def glued(rng, report):
    """The whole report on one line without any separator."""
    return name_of(report), "".join(text for text, _ in glued_pieces(report)).encode()


def glued_with_some_blanks(rng, report):
    out = []
    for text, is_value in glued_pieces(report):
        out.append(text)
        if rng.random() < (0.4 if is_value else 0.2):
            out.append(" ")
    return name_of(report), "".join(out).encode()


def glued_rows(rng, report):
    """Each table row on its own line, its cells glued."""
    parts = [["".join(cell.text for cell in row) for row in grid] for grid in tables(report)]
    return name_of(report), "\n".join(lines_of(report, parts)).encode()


def spaced_line(rng, report):
    """The whole report on one line, with one blank between all pieces."""
    return name_of(report), " ".join(text for text, _ in glued_pieces(report)).encode()
