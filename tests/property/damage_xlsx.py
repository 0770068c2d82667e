"""Reports as workbooks, the ways offices fill them: everything down one sheet, or a sheet for each
table; long sentences merged across the sheet; figures as numbers with a format of their own.

A shape is a function (rng, report) -> (file name, bytes). Only what a reader needs is written.
"""
import io
import re
import zipfile
from xml.sax.saxutils import escape

from damage_report import HEADINGS, SECTION_KEYS, signature
from damage_table import tables

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Style n shows n - 1 decimals, style 0 is "General".
STYLES = ('<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs><xf numFmtId="0"/>%s</cellXfs></styleSheet>' % (
    MAIN,
    "".join('<numFmt numFmtId="%d" formatCode="0%s"/>' % (170 + n, "." + "0" * n if n else "") for n in range(8)),
    "".join('<xf numFmtId="%d"/>' % (170 + n) for n in range(8))))


def letters(column):
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Sheet:
    def __init__(self):
        self.rows = []
        self.merges = []

    def put(self, row, column, text, as_number=False):
        while len(self.rows) <= row:
            self.rows.append([])
        place = letters(column) + str(row + 1)
        if as_number and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d{1,7})?", text):
            places = len(text.partition(".")[2])
            # Trailing zeros are in the format, not in the value.
            number = text.rstrip("0").rstrip(".") if "." in text else text
            self.rows[row].append('<c r="%s" s="%d"><v>%s</v></c>' % (place, places + 1, number))
        elif text:
            self.rows[row].append('<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (
                place, escape(text)))
        else:
            self.rows[row].append('<c r="%s"/>' % place)

    def merge(self, row, column, rows, columns):
        if rows * columns > 1:
            self.merges.append("%s%d:%s%d" % (letters(column), row + 1, letters(column + columns - 1), row + rows))

    def line(self, text, column=0, columns=1):
        row = len(self.rows)
        self.put(row, column, text)
        self.merge(row, column, 1, columns)

    def grid(self, grid, as_number):
        top = len(self.rows)
        taken = set()
        for r, row in enumerate(grid):
            column = 0
            for cell in row:
                while (r, column) in taken:
                    column += 1
                taken |= {(r + down, column + on) for down in range(cell.rows) for on in range(cell.columns)}
                self.put(top + r, column, cell.text, as_number and cell.is_value)
                self.merge(top + r, column, cell.rows, cell.columns)
                column += cell.columns

    def xml(self):
        rows = "".join('<row r="%d">%s</row>' % (at + 1, "".join(cells)) for at, cells in enumerate(self.rows))
        merges = "".join('<mergeCell ref="%s"/>' % ref for ref in self.merges)
        return '<worksheet xmlns="%s"><sheetData>%s</sheetData><mergeCells>%s</mergeCells></worksheet>' % (
            MAIN, rows, merges)


def package(sheets):
    out = io.BytesIO()
    names = ['<sheet name="%s" sheetId="%d" r:id="r%d"/>' % (name, at + 1, at + 1) for at, (name, _) in enumerate(sheets)]
    links = ['<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (at + 1, OFFICE, at + 1)
             for at in range(len(sheets))]
    links.append('<Relationship Id="rs" Type="%s/styles" Target="styles.xml"/>' % OFFICE)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets></workbook>' % (
            MAIN, OFFICE, "".join(names)))
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s">%s</Relationships>' % (
            PACKAGE, "".join(links)))
        archive.writestr("xl/styles.xml", STYLES)
        for at, (_, sheet) in enumerate(sheets):
            archive.writestr("xl/worksheets/sheet%d.xml" % (at + 1), sheet.xml())
    return out.getvalue()


def name_of(report):
    return "nianbao%d.xlsx" % report.year


def one_sheet(rng, report):
    """A line of text is merged across the sheet or stands in column A; tables follow each other
    with or without an empty row, and the signature stands to the right or to the left."""
    sheet = Sheet()
    wide = rng.choice([1, 15])
    as_number = rng.random() < 0.6
    gap = rng.random() < 0.5
    sheet.line(report.title, 0, 15)
    for text in report.preface:
        sheet.line(text, 0, wide)
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        sheet.line(heading, 0, wide)
        for text in report.paragraphs[key]:
            sheet.line(text, 0, wide)
        if 1 <= number <= 3:
            sheet.grid(tables(report)[number - 1], as_number)
            if gap:
                sheet.line("")
    column = rng.choice([0, 6, 9])
    for text in signature(report):
        sheet.line(text, column, rng.choice([1, 3]))
    return name_of(report), package([("年报", sheet)])


def sheets(rng, report):
    """A sheet of words at the front and at the back, and one for each table between them."""
    front, back = Sheet(), Sheet()
    as_number = rng.random() < 0.6
    parts = [("说明", front)]
    front.line(report.title)
    for text in report.preface:
        front.line(text)
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        sheet = front if number == 0 else Sheet() if number < 4 else back
        sheet.line(heading)
        for text in report.paragraphs[key]:
            sheet.line(text)
        if 1 <= number <= 3:
            sheet.grid(tables(report)[number - 1], as_number)
            parts.append(("表%d" % (number + 1), sheet))
    for text in signature(report):
        back.line(text)
    return name_of(report), package(parts + [("其他", back)])


def repack(data, change):
    """The same package with change(name, text) for each part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return out.getvalue()


def with_part(data, name, text):
    """The same package with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


def with_rows(data, change):
    """The first sheet's XML changed."""
    return repack(data, lambda name, text: change(text) if name.endswith("sheet1.xml") else text)


def with_sheet(data, name, grid):
    """One sheet more, at the end, which holds a table alone."""
    sheet = Sheet()
    sheet.grid(grid, True)

    def change(part, text):
        if part == "xl/workbook.xml":
            return text.replace("</sheets>", '<sheet name="%s" sheetId="99" r:id="r99"/></sheets>' % name)
        if part.endswith("workbook.xml.rels"):
            return text.replace("</Relationships>", '<Relationship Id="r99" Type="%s/worksheet" '
                                'Target="worksheets/sheet99.xml"/></Relationships>' % OFFICE)
        return text
    data = io.BytesIO(repack(data, change))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", sheet.xml())
    return data.getvalue()
