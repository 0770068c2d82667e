"""Reports as small .docx files: merged cells right and wrong, tracked changes, bookmarks, nesting.

A shape is a function (rng, report) -> (file name, bytes). Only what a reader needs is written.
"""
import io
import zipfile
from xml.sax.saxutils import escape

from damage_report import HEADINGS, SECTION_KEYS, signature
from damage_table import flat, tables

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/'
         'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
         'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/'
         'document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'
         '/></Types>')
RELATIONS = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.'
             'openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.'
             'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
             '</Relationships>')


def run(text):
    parts = text.split("\n")
    return "<w:r>%s</w:r>" % "<w:br/>".join('<w:t xml:space="preserve">%s</w:t>' % escape(p) for p in parts)


def paragraph(text, inner=run):
    return "<w:p>%s</w:p>" % (inner(text) if text else "")


def table(grid, inner=run, merges=True, spans=True):
    """merges: write vMerge; without it the cells below a tall one are simply empty."""
    hanging = {}
    wide = sum(cell.columns for cell in grid[0])
    out = ["<w:tbl><w:tblPr/><w:tblGrid>%s</w:tblGrid>" % ('<w:gridCol w:w="900"/>' * wide)]
    for r, row in enumerate(grid):
        out.append("<w:tr>")
        column = 0
        queue = list(row)
        while queue or (r, column) in hanging:
            if (r, column) in hanging:
                wide = hanging[r, column]
                facts = ('<w:gridSpan w:val="%d"/>' % wide if wide > 1 else "")
                facts += "<w:vMerge/>" if merges else ""
                out.append("<w:tc><w:tcPr>%s</w:tcPr><w:p/></w:tc>" % facts)
                column += wide
                continue
            cell = queue.pop(0)
            facts = '<w:gridSpan w:val="%d"/>' % cell.columns if cell.columns > 1 and spans else ""
            if cell.rows > 1 and merges:
                facts += '<w:vMerge w:val="restart"/>'
            for down in range(1, cell.rows):
                hanging[r + down, column] = cell.columns
            out.append("<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>" % (facts, paragraph(cell.text, inner)))
            column += cell.columns
        out.append("</w:tr>")
    return "".join(out) + "</w:tbl>"


NUMBERING = ('<?xml version="1.0" encoding="UTF-8"?><w:numbering %s><w:abstractNum w:abstractNumId="3"><w:lvl '
             'w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="%%s"/>'
             '<w:lvlText w:val="%%%%1、"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="3"/>'
             '</w:num></w:numbering>' % W)


def body(report, parts, inner=run, make_heading=None):
    out = [paragraph(report.title, inner)]
    out += [paragraph(text, inner) for text in report.preface]
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        out.append(make_heading(heading) if make_heading else paragraph(heading, inner))
        out += [paragraph(text, inner) for text in report.paragraphs[key]]
        if 1 <= number <= 3:
            out += [parts[number - 1], "<w:p/>"]
    out += [paragraph(text, inner) for text in signature(report)]
    return "".join(out)


def package(report, text, numbering=None):
    data = io.BytesIO()
    document = '<?xml version="1.0" encoding="UTF-8"?><w:document %s><w:body>%s<w:sectPr/></w:body></w:document>' % (
        W, text)
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS),
                           ("word/document.xml", document)):
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), part)
        if numbering:
            archive.writestr(zipfile.ZipInfo("word/numbering.xml", (2022, 1, 1, 0, 0, 0)), numbering)
    return "nianbao%d.docx" % report.year, data.getvalue()


def clean(rng, report):
    return package(report, body(report, [table(grid) for grid in tables(report)]))


def tracked_changes(rng, report):
    """Old figures struck out, new ones inserted, bookmarks and runs cut in the middle of a number."""
    def inner(text):
        kind = rng.randrange(5)
        if kind == 0 and text.isdigit():
            old = str(rng.randint(1, 99))
            return ('<w:del w:id="1" w:author="a"><w:r><w:delText>%s</w:delText></w:r></w:del>'
                    '<w:ins w:id="2" w:author="a">%s</w:ins>' % (old, run(text)))
        if kind == 1:
            return '<w:bookmarkStart w:id="0" w:name="_GoBack"/>%s<w:bookmarkEnd w:id="0"/>' % run(text)
        if kind == 2 and len(text) > 1:
            cut = rng.randint(1, len(text) - 1)
            return run(text[:cut]) + '<w:proofErr w:type="spellStart"/>' + run(text[cut:])
        return run(text)
    return package(report, body(report, [table(grid, inner) for grid in tables(report)], inner))


def numbered(rng, report):
    """The numbers of the six headings are Word's own and stand nowhere in the text."""
    def make_heading(heading):
        return ('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>%s</w:p>'
                % run(heading.split("、", 1)[1]))
    return package(report, body(report, [table(grid) for grid in tables(report)], make_heading=make_heading),
                   NUMBERING % rng.choice(["tab", "nothing", "space"]))


def nested(rng, report):
    """The whole report in one cell of a layout table, its tables nested."""
    text = body(report, [table(grid) for grid in tables(report)])
    return package(report, "<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>%s</w:tc></w:tr></w:tbl><w:p/>" % text)


def no_merges(rng, report):
    """Tall cells are not merged: there are empty cells below them."""
    return package(report, body(report, [table(grid, merges=False) for grid in tables(report)]))


def wrong_spans(rng, report):
    """No gridSpan at all, as after a bad conversion: rows have fewer cells than the grid."""
    return package(report, body(report, [table(grid, spans=False) for grid in tables(report)]))


def tab_paragraphs(rng, report):
    """The tables are paragraphs with tabs."""
    parts = []
    for grid in tables(report):
        rows = ["<w:r>%s</w:r>" % "<w:tab/>".join("<w:t>%s</w:t>" % escape(t) for t in row)
                for row in flat(grid)]
        parts.append("".join("<w:p>%s</w:p>" % row for row in rows))
    return package(report, body(report, parts))
