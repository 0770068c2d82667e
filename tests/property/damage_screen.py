"""Reports as programs and screens leave them: cells that show something without text, letters of
another look beside the figures, pages escaped twice, groups named beside their rows, sheets with
formats that are no counts.

A shape is a function (rng, report) -> (file name, bytes). What the report means is not changed.
"""
import html
import re

import damage_docx
import damage_text
import damage_xlsx
from damage_html import body_html, clean, esc, finish, from_grids, grid_html, name_of, page
from damage_report import REVIEW_GROUPS, REVIEW_RESULTS
from damage_table import Cell, Row, tables


# --- web pages ---------------------------------------------------------------------------------------

def objects_in_cells(rng, report):
    """A figure drawn as a picture, written by a script, or shown by a list without a choice."""
    def cell_html(cell, rng):
        if not cell.is_value or not cell.text or rng.random() < 0.95:
            return esc(cell.text)
        return rng.choice(['<img src="n.png" width="20"/>', "<script>document.write('%s')</script>",
                           "<select><option>%s</option></select>", "<svg><text>%s</text></svg>"]).replace("%s", cell.text)
    return from_grids(rng, report, tables(report), cell_html)


def small_marks(rng, report):
    """The mark of a note is small, lowered, or a link to the note."""
    def cell_html(cell, rng):
        mark = ""
        if cell.is_value and cell.text and rng.random() < 0.05:
            mark = rng.choice(["<sub>%d</sub>", "<small>%d</small>", '<a href="#note">%d</a>']) % rng.randint(1, 3)
        return esc(cell.text) + mark
    return from_grids(rng, report, tables(report), cell_html)


def escaped_twice(rng, report):
    """The body was escaped once too often: its tags are text."""
    name, data = clean(rng, report)
    inner = re.search(r"<body>(.*)</body>", data.decode(), re.S).group(1)
    return name, page("<div>%s</div>" % html.escape(inner)).encode()


def two_years_in_cells(rng, report):
    """Some cells have last year's figure in a second line."""
    def cell_html(cell, rng):
        old = "<br/>%d" % rng.randint(0, 300) if cell.is_value and cell.text and rng.random() < 0.1 else ""
        return esc(cell.text) + old
    return from_grids(rng, report, tables(report), cell_html)


def review_rows(rng, report):
    """Table 4 with a row for each group, in any order."""
    groups = list(REVIEW_GROUPS)
    rng.shuffle(groups)
    grid = [Row([Cell("类别")] + [Cell(word) for _, word in REVIEW_RESULTS], "head")]
    for key, word in groups:
        grid.append(Row([Cell(word)] + [Cell(report.printed["review_litigation.%s_%s" % (key, result)], is_label=False)
                                        for result, _ in REVIEW_RESULTS], "data"))
    two, three, _ = tables(report)
    return finish(report, body_html(report, [grid_html(part, rng) for part in (two, three, grid)]))


# --- text and office files ---------------------------------------------------------------------------

def guarded_csv(rng, report):
    """Each figure as a formula that gives its text, to keep a spreadsheet from changing it."""
    name, data = damage_text.csv_sheet(rng, report)
    return name, re.sub(r"(?<=,)(\d+)(?=[,\r\n])", r'="\1"', data.decode()).encode()


def letters_of_styles(rng, report):
    """Word: old figures struck out or hidden by a style, white, tiny; marks raised by so many points."""
    styles = ('<w:styles %s><w:style w:type="character" w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style>'
              '<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>' % damage_docx.W)

    def inner(text):
        if not text[-1:].isdigit() or rng.random() < 0.95:
            return damage_docx.run(text)
        extra = "<w:r><w:rPr>%%s</w:rPr><w:t>%d</w:t></w:r>" % rng.randint(1, 99)
        if rng.random() < 0.2:
            return damage_docx.run(text) + extra % '<w:position w:val="10"/>'
        return extra % rng.choice(['<w:rStyle w:val="old"/>', '<w:rStyle w:val="gone"/>', '<w:color w:val="FFFFFF"/>',
                                   '<w:sz w:val="2"/>']) + damage_docx.run(text)
    name, data = damage_docx.package(report, damage_docx.body(
        report, [damage_docx.table(grid, inner) for grid in tables(report)]))
    return name, damage_xlsx.with_part(data, "word/styles.xml", styles)


def struck_in_sheets(rng, report):
    """Excel: the old figure struck out in front of the new one, the mark of a note behind it."""
    name, data = damage_xlsx.one_sheet(rng, report)

    def change(match):
        if rng.random() < 0.95:
            return match.group()
        old = "<r><rPr><strike/></rPr><t>%d</t></r>" % rng.randint(1, 99)
        mark = '<r><rPr><vertAlign val="superscript"/></rPr><t>%d</t></r>' % rng.randint(1, 3)
        figure = "<r><t>%s</t></r>" % match.group(2)
        return '<c r="%s" t="inlineStr"><is>%s</is></c>' % (
            match.group(1), rng.choice([old + figure, figure + mark]))
    return name, damage_xlsx.with_rows(data, lambda xml: re.sub(
        r'<c r="([A-Z]+\d+)"[^>]*>(?:<v>|<is><t[^>]*>)(\d+)(?:</v>|</t></is>)</c>', change, xml))
