"""Reports as people alter them by hand: marks of notes and struck figures beside numbers, groups of
columns in another order, formulas nobody worked out, another year's sheet, lists in the narrative.

A shape is a function (rng, report) -> (file name, bytes). What the report means is not changed.
"""
import re

import damage_docx
import damage_xlsx
from damage_html import body_html, esc, finish, from_grids, grid_html, paragraph
from damage_report import REVIEW_RESULTS, make_report
from damage_table import Cell, Row, table3, tables


# --- beside the numbers ------------------------------------------------------------------------------

def raised_notes(rng, report):
    """The mark of a note stands behind a number, a little higher and smaller."""
    def cell_html(cell, rng):
        mark = ""
        if cell.is_value and cell.text and rng.random() < 0.05:
            mark = rng.choice(["<sup>%d</sup>", '<span style="vertical-align:super">%d</span>']) % rng.randint(1, 3)
        return esc(cell.text) + mark
    return from_grids(rng, report, tables(report), cell_html)


def struck_figures(rng, report):
    """The old figure is struck out and still there, in front of the new one."""
    def cell_html(cell, rng):
        old = ""
        if cell.is_value and cell.text and rng.random() < 0.05:
            tag = rng.choice(["s", "del", "strike", 'span style="text-decoration: line-through"'])
            old = "<%s>%d</%s>" % (tag, rng.randint(1, 99), tag.split()[0])
        return old + esc(cell.text)
    return from_grids(rng, report, tables(report), cell_html)


def unseen_figures(rng, report):
    """Something that nobody sees stands in front of a number."""
    def cell_html(cell, rng):
        unseen = ""
        if cell.is_value and cell.text and rng.random() < 0.05:
            unseen = '<span style="visibility:hidden">%d</span>' % rng.randint(1, 99)
        return unseen + esc(cell.text)
    return from_grids(rng, report, tables(report), cell_html)


def word_notes_and_strikes(rng, report):
    """The same two in Word."""
    def inner(text):
        if not text[-1:].isdigit() or rng.random() < 0.95:
            return damage_docx.run(text)
        extra = "<w:r><w:rPr>%%s</w:rPr><w:t>%d</w:t></w:r>" % rng.randint(1, 3)
        if rng.random() < 0.5:
            return damage_docx.run(text) + extra % '<w:vertAlign w:val="superscript"/>'
        return extra % rng.choice(["<w:strike/>", "<w:dstrike/>"]) + damage_docx.run(text)
    return damage_docx.package(report, damage_docx.body(
        report, [damage_docx.table(grid, inner) for grid in tables(report)]))


def form_fields(rng, report):
    """A form that was saved from the browser: the figures stand in its fields."""
    def cell_html(cell, rng):
        if not cell.is_value:
            return esc(cell.text)
        return rng.choice(['<input value="%s"/>', "<textarea>%s</textarea>", "%s",
                           "<select><option>7</option><option selected>%s</option></select>"]) % esc(cell.text)
    return from_grids(rng, report, tables(report), cell_html)


# --- columns and groups ------------------------------------------------------------------------------

def review_groups_moved(rng, report):
    """行政诉讼 before 行政复议, or 复议后起诉 before 未经复议直接起诉."""
    two, three, four = tables(report)
    words = [word for _, word in REVIEW_RESULTS]
    values = list(four[3])
    if rng.random() < 0.5:
        four[1][5:] = [four[1][6], four[1][5]]
        four[3][:] = values[:5] + values[10:] + values[5:10]
    else:
        four = [Row([Cell("行政诉讼", 1, 10), Cell("行政复议", 1, 5)], "head"),
                Row([Cell("未经复议直接起诉", 1, 5), Cell("复议后起诉", 1, 5)] + [Cell(w, 2, 1) for w in words], "head"),
                Row([Cell(w) for w in words * 2], "head"), Row(values[5:] + values[:5], "data")]
    return from_grids(rng, report, [two, three, four])


def review_totals_first(rng, report):
    """总计 is the first column of each group."""
    def turn(cells):
        return cells[4:5] + cells[:4]
    two, three, four = tables(report)
    four[1][:5] = turn(four[1][:5])
    for row in four[2:]:
        row[:] = [cell for first in range(0, len(row), 5) for cell in turn(row[first:first + 5])]
    return from_grids(rng, report, [two, three, four])


def column_of_changes(rng, report):
    """Table 3 has a column more, of changes since last year."""
    two, three, four = tables(report)
    three[0][1].columns = 8
    three[1].append(Cell("同比增减", 2, 1))
    for row in three[3:]:
        row.append(Cell(rng.choice(["%d" % rng.randint(-5, 5), "", "持平"]), is_label=False))
    return from_grids(rng, report, [two, three, four])


# --- other figures in the file -----------------------------------------------------------------------

def narrative_lists(rng, report):
    """The narrative repeats labels of table 3, with figures of its own, right before the table."""
    lines = ["一、本年新收政府信息公开申请数量%d件；" % rng.randint(0, 90), "（一）予以公开%d件；" % rng.randint(0, 9),
             "四、结转下年度继续办理%d件。" % rng.randint(0, 9)]
    parts = [grid_html(grid, rng) for grid in tables(report)]
    parts[1] = "".join(paragraph(line) for line in lines) + parts[1]
    return finish(report, body_html(report, parts))


def sheet_of_last_year(rng, report):
    """A workbook with last year's table 3 on a sheet of its own."""
    name, data = damage_xlsx.one_sheet(rng, report)
    other = make_report(rng, (), report.table_form, report.year - 1)
    return name, damage_xlsx.with_sheet(data, "%d年" % other.year, table3(other))


def formulas_not_worked_out(rng, report):
    """Totals are formulas, and the program that wrote the file left their values out."""
    name, data = damage_xlsx.one_sheet(rng, report)
    paths = {report.printed["applications.%s.total" % key[0]] for key in report.rows}

    def strip(match):
        return "<c%s><f>SUM(D1:I1)</f><v></v></c>" % match.group(1) if match.group(2) in paths else match.group()
    return name, damage_xlsx.with_rows(data, lambda xml: re.sub(
        r'<c( r="J\d+")[^>]*>(?:<v>|<is><t[^>]*>)(\d+)(?:</v>|</t></is>)</c>', strip, xml))
