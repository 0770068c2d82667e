"""Reports as HTML: the clean page, the editor's soup, and the wrong spans of real sites.

A shape is a function (rng, report) -> (file name, bytes). What the report means is not changed.
"""
import copy
import html
import re
from decimal import Decimal

from damage_report import COLUMNS, COLUMN_WORDS, HEADINGS, OUTER, RESULTS, SECTION_KEYS, narrative, signature
from damage_table import Cell, Row, change, flat, table2, table3, table4, tables


def esc(text):
    return html.escape(text, quote=False)


def cell_plain(cell, rng):
    return esc(cell.text) if cell.text else "&nbsp;"


def grid_html(grid, rng, cell_html=cell_plain, attributes='border="1" cellspacing="0"'):
    out = ["<table %s><tbody>" % attributes]
    for row in grid:
        out.append("<tr>")
        for cell in row:
            spans = ""
            if cell.columns > 1:
                spans += ' colspan="%d"' % cell.columns
            if cell.rows > 1:
                spans += ' rowspan="%d"' % cell.rows
            out.append("<td%s>%s</td>" % (spans, cell_html(cell, rng)))
        out.append("</tr>")
    out.append("</tbody></table>")
    return "\n".join(out)


def paragraph(text):
    return "<p>%s</p>" % esc(text)


def body_html(report, table_parts, p=paragraph, title=None, headings=HEADINGS):
    """The whole report; table_parts: HTML of the three tables."""
    out = [p(title or report.title)]
    out += [p(text) for text in report.preface]
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, headings)):
        out.append(p(heading))
        out += [p(text) for text in report.paragraphs[key]]
        if 1 <= number <= 3:
            out.append(table_parts[number - 1])
    out += [p(text) for text in signature(report)]
    return "\n".join(out)


def page(body, charset="utf-8", title=""):
    return ('<!DOCTYPE html><html><head><meta charset="%s"><title>%s</title></head><body>%s</body></html>'
            % (charset, esc(title), body))


def name_of(report, ending):
    return "%s%d.%s" % ("nianbao", report.year, ending)


def finish(report, body, encoding="utf-8", charset="utf-8"):
    return name_of(report, "html"), page(body, charset, report.title).encode(encoding)


def from_grids(rng, report, grids, cell_html=cell_plain, **more):
    return finish(report, body_html(report, [grid_html(g, rng, cell_html) for g in grids], **more))


# --- clean ---------------------------------------------------------------------------------------

def clean(rng, report):
    def cell_html(cell, rng):
        text = esc(cell.text) if cell.text else rng.choice(["", "&nbsp;", "<p>&nbsp;</p>"])
        return '<p align="center">%s</p>' % text if rng.random() < 0.7 else text
    return from_grids(rng, report, tables(report), cell_html)


def gb18030(rng, report):
    name, data = clean(rng, report)
    return name, data.decode().replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")


def utf16(rng, report):
    name, data = clean(rng, report)
    return name, b"\xff\xfe" + data.decode().replace("utf-8", "utf-16").encode("utf-16-le")


def spaced_titles(rng, report):
    """政 府 信 息: words set apart, in titles and labels."""
    def spread(text):
        return " ".join(text) if len(text) <= 12 and not any(c.isdigit() for c in text) else text

    def visit(cell, row, number):
        if cell.is_label and rng.random() < 0.6:
            cell.text = spread(cell.text)
    title = report.title.replace(report.agency, " " + " ".join(report.agency) + "\u3000")
    return from_grids(rng, report, change(tables(report), visit), title=title)


PAIRS = {"条": "條", "务": "務", "办": "辦", "发": "發", "规": "規", "范": "範", "为": "為", "业": "業", "会": "會",
         "机": "機", "关": "關", "构": "構", "总": "總", "计": "計", "结": "結", "转": "轉", "数": "數", "据": "據",
         "项": "項", "经": "經", "复": "複", "议": "議", "诉": "訴", "讼": "訟", "维": "維", "纠": "糾", "审": "審",
         "处": "處", "罚": "罰", "许": "許", "强": "強", "费": "費", "现": "現", "废": "廢", "对": "對", "应": "應",
         "与": "與", "并": "並", "开": "開", "单": "單", "决": "決", "内": "內", "况": "況", "织": "織", "请": "請",
         "继": "繼", "续": "續", "举": "舉", "报": "報", "访": "訪", "无": "無", "类": "類", "联": "聯", "组": "組",
         "万": "萬", "国": "國", "执": "執", "证": "證", "护": "護", "属": "屬", "过": "過", "稳": "穩", "给": "給",
         "务": "務", "获": "獲", "认": "認", "补": "補", "确": "確", "进": "進", "问": "問", "题": "題", "动": "動",
         "区": "區", "县": "縣", "书": "書", "缴": "繳", "纳": "納", "终": "終", "见": "見", "种": "種", "团": "團"}


def traditional_text(text):
    return "".join(PAIRS.get(c, c) for c in text)


def traditional(rng, report):
    name, data = clean(rng, report)
    return name, traditional_text(data.decode()).encode()


def vertical_labels(rng, report):
    """Labels of narrow columns, one character below the other."""
    def cell_html(cell, rng):
        if cell.is_value or not cell.text:
            return cell_plain(cell, rng)
        if cell.text == RESULTS or len(cell.text) <= 6:
            return "<br>".join(esc(c) for c in cell.text)
        return esc(cell.text)
    return from_grids(rng, report, tables(report), cell_html)


def soup(rng, report):
    """What an editor makes of a Word file: a paragraph for each piece, spans inside words."""
    def spanned(text):
        cut = rng.randint(0, len(text))
        font = rng.choice(["仿宋_GB2312", "宋体", "Times New Roman"])
        parts = [part for part in (text[:cut], text[cut:]) if part]
        return "".join('<span lang="EN-US" style="font-family:%s;mso-bidi-font-family:宋体">%s</span>'
                       % (font, esc(part)) for part in parts)

    def cell_html(cell, rng):
        if not cell.text:
            return '<p class="MsoNormal"><span><o:p>&nbsp;</o:p></span></p>'
        pieces = [cell.text]
        if cell.is_label and len(cell.text) >= 4 and rng.random() < 0.4:
            half = len(cell.text) // 2
            pieces = [cell.text[:half], cell.text[half:]]
        return "".join('<p class="MsoNormal" align="center" style="text-align:center">%s<o:p></o:p></p>'
                       % spanned(piece) for piece in pieces)

    def p(text):
        return '<p class="MsoNormal" style="text-indent:32pt">%s</p>' % spanned(text)
    parts = [grid_html(g, rng, cell_html, 'class="MsoTableGrid" border="0"') for g in tables(report)]
    return finish(report, body_html(report, parts, p))


def layout_tables(rng, report):
    """The report inside a page made of tables, with menu, metadata and share buttons."""
    meta = [("索引号", "0%d-%d" % (rng.randint(10, 99), rng.randint(1000, 9999))), ("发布机构", report.agency),
            ("生成日期", "%d-01-2%d" % (report.year + 1, rng.randint(0, 9))), ("文号", "无"),
            ("浏览次数", str(rng.randint(10, 9000)))]
    menu = "".join('<a href="/%d">%s</a> | ' % (i, word)
                   for i, word in enumerate(["首页", "机构职能", "政府信息公开年报", "依申请公开"]))
    facts = "<table class='meta'>%s</table>" % "".join(
        "<tr><td>%s</td><td>%s</td></tr>" % pair for pair in meta)
    inner = body_html(report, [grid_html(g, rng) for g in tables(report)])
    body = ("<table width='1000'><tr><td><div>%s</div></td></tr><tr><td>"
            "<div>您当前的位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>%s"
            "<div>分享到：<a>微信</a> <a>微博</a> 【字号：大 中 小】 打印</div>"
            "<table><tr><td><div id='zoom'>%s</div></td></tr></table></td></tr>"
            "<tr><td>版权所有 备案号1%07d 网站标识码%d</td></tr></table>"
            % (menu, facts, inner, rng.randint(0, 9999999), rng.randint(1000000000, 2000000000)))
    return finish(report, body)


def extra_rows(rng, report):
    """Blank rows, the section's name as a row, and subtotals that the form does not have."""
    two, three, four = tables(report)
    two.insert(0, Row([Cell("主动公开政府信息情况", 1, 5 if report.table_form == "2019" else 4)], "title"))
    two.insert(3, Row([Cell("") for _ in range(two[2].__len__())], "blank"))
    three.insert(0, Row([Cell("收到和处理政府信息公开申请情况", 1, 10)], "title"))
    if rng.random() < 0.5:
        at = [i for i, row in enumerate(three) if row.key == "unable_not_held"][0]
        for row in three:
            for cell in row:
                if cell.text == RESULTS or cell.text.startswith("（三）"):
                    cell.rows += 1
        sums = [0] * 7
        for row in three:
            if row.key and row.key.startswith("deny_"):
                for i, path in enumerate(report.row_paths(row.key)):
                    sums[i] += report.cells[path] or 0
        three.insert(at, Row([Cell("小计")] + [Cell(str(s), is_label=False) for s in sums], "extra"))
    three.append(Row([Cell("", 1, 3)] + [Cell("", is_label=False) for _ in range(7)], "blank"))
    return from_grids(rng, report, [two, three, four])


def repeated_header(rng, report):
    """The header once more above the last rows, as after a page break; one table or two."""
    two, three, four = tables(report)
    at = rng.randint(8, len(three) - 3)
    head = copy.deepcopy(three[:3])
    first, second = copy.deepcopy(three[:at]), copy.deepcopy(three[at:])
    close_spans(first)
    lead_spans(second, three, at)
    if rng.random() < 0.5:
        parts = grid_html(first + head + second, rng)
    else:
        parts = grid_html(first, rng) + paragraph("") + grid_html(head + second, rng)
    return finish(report, body_html(report, [grid_html(two, rng), parts, grid_html(four, rng)]))


def close_spans(grid):
    for r, row in enumerate(grid):
        for cell in row:
            cell.rows = min(cell.rows, len(grid) - r)


def lead_spans(rest, grid, at):
    """Labels that hung down into `rest` stand again at its start, as a word processor prints them."""
    hanging = []
    for r, row in enumerate(grid[:at]):
        for cell in row:
            if r + cell.rows > at:
                hanging.append(Cell(cell.text, r + cell.rows - at, cell.columns))
    if rest:
        rest[0][:0] = hanging


# --- damaged ---------------------------------------------------------------------------------------

def wrong_spans(rng, report):
    """Spans that are one off, with empty filler cells where the places do not fit."""
    two, three, four = tables(report)
    for row in three:
        if row.kind != "data":
            continue
        if rng.random() < 0.3:
            row[0].columns = max(1, row[0].columns - 1)
            row.insert(1, Cell("", 1, 1))
        elif rng.random() < 0.2:
            row[0].columns += 1
    for row in two:
        if row.kind == "data" and rng.random() < 0.4:
            row[rng.randrange(1, len(row))].columns += 1
    return from_grids(rng, report, [two, three, four])


def no_rowspan(rng, report):
    """No row spans: empty cells, or nothing, below each label."""
    two, three, four = tables(report)
    texts = flat(three, "blank")
    keep = rng.random() < 0.5
    out = []
    for row, source in zip(texts, three):
        cells = [Cell(text) for text in row]
        if not keep and source.kind == "data":
            while cells and not cells[0].text:
                cells.pop(0)
        out.append(Row(cells, source.kind, source.key))
    return from_grids(rng, report, [two, out, four])


def header_spans(rng, report):
    """The header's spans differ from the data's."""
    two, three, four = tables(report)
    for grid in (two, three):
        for row in grid:
            if row.kind == "head":
                for cell in row:
                    if cell.columns > 1 and rng.random() < 0.6:
                        cell.columns += rng.choice([-1, 1])
    if rng.random() < 0.5:
        for row in three:
            if row.kind == "head":
                for cell in row:
                    cell.rows = 1
    return from_grids(rng, report, [two, three, four])


def mini_tables(rng, report):
    """One small table for each row, with columns called 数据1, 数据2 …"""
    def mini(label, texts):
        count = len(texts)
        head = Row([Cell("项目")] + [Cell("数据%d" % (i + 1)) for i in range(count)], "head")
        return grid_html([head, Row([Cell(label)] + [Cell(t, is_label=False) for t in texts], "data")], rng)
    two = []
    for block, title, columns, words, rows in report.blocks:
        two.append(paragraph(title))
        two.append(paragraph("信息内容 " + " ".join(words)))
        for row, label in rows:
            paths = ["proactive.%s.%s.%s" % (block, row, c) for c in columns]
            two.append(mini(label, report.values(paths)))
    three = []
    for key, group, label, _ in report.rows:
        words = (group + " " + label) if group else label
        three.append(mini(words, report.values(report.row_paths(key))))
    return finish(report, body_html(report, ["\n".join(two), "\n".join(three),
                                             grid_html(table4(report), rng)]))


def split_labels(rng, report):
    """Row labels broken over lines and over table rows' paragraphs."""
    def cell_html(cell, rng):
        if cell.is_value or len(cell.text) < 5:
            return cell_plain(cell, rng)
        out = []
        rest = cell.text
        while rest:
            cut = rng.randint(2, 7)
            out.append(esc(rest[:cut]))
            rest = rest[cut:]
        return rng.choice(["<br/>", "</p><p>", "\n", "&nbsp;<br>"]).join(out)
    return from_grids(rng, report, tables(report), cell_html)


def missing_labels(rng, report):
    """Some rows of table 3 have lost their label; their order still tells."""
    three = table3(report)
    keys = [row for row in three if row.kind == "data" and row.key.startswith(("deny_", "no_"))]
    for row in rng.sample(keys, 2):
        for cell in row:
            if cell.is_label and cell.rows == 1:
                cell.text = ""
    return from_grids(rng, report, [table2(report), three, table4(report)])


def slips(rng, report):
    """Labels with slips of the pen that can mean only one row."""
    changes = {"5.属于三类内部事务信息": "5.属于三类内部事物信息", "6.属于四类过程性信息": "6.属于四类过程信息",
               "3.危及“三安全一稳定”": "3.危及三安全一稳定", "2.重复申请": "2.重复性申请",
               "4.无正当理由大量反复申请": "4.无正当理由大量重复申请", "商业企业": "商业/企业",
               "社会公益组织": "社会组织", "行政规范性文件": "规范性文件", "（七）总计": "（七）合计",
               "四、结转下年度继续办理": "四、结转至下年度继续办理", "其他结果": "其它结果",
               "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开的",
               "（一）予以公开": "(一)予以公开", "1.属于国家秘密": "１．属于国家秘密"}

    def visit(cell, row, number):
        if cell.text in changes and rng.random() < 0.5:
            cell.text = changes[cell.text]
    return from_grids(rng, report, change(tables(report), visit))


def bookmarks(rng, report):
    def visit(cell, row, number):
        if cell.is_value and cell.text and rng.random() < 0.05:
            cell.text = "[bookmark: _GoBack]" + cell.text
    return from_grids(rng, report, change(tables(report), visit))


def total_first(rng, report):
    """The column of totals stands in front, and the header says so."""
    three = table3(report)
    three[1] = Row([Cell("总计", 2, 1), Cell("自然人", 2, 1), Cell("法人或其他组织", 1, 5)], "head")
    for row in three:
        if row.kind == "data":
            row.insert(len(row) - 7, row.pop())
    return from_grids(rng, report, [table2(report), three, table4(report)])


def swapped_rows(rng, report):
    """Two neighbours of table 3 have changed places, labels and figures together."""
    three = table3(report)
    at = [i for i, row in enumerate(three) if row.key == rng.choice(["deny_safety", "no_repeat"])]
    for i in at:
        three[i], three[i + 1] = three[i + 1], three[i]
    return from_grids(rng, report, [table2(report), three, table4(report)])


def pictures(rng, report):
    """The tables are pictures."""
    parts = ['<p><img src="/upload/%d.png" alt=""></p>' % rng.randint(1, 99999) for _ in range(3)]
    return finish(report, body_html(report, parts))


def one_picture(rng, report):
    """Table 3 is a picture; the two others can be read."""
    parts = [grid_html(table2(report), rng), '<p><img src="t3.jpg"></p>', grid_html(table4(report), rng)]
    return finish(report, body_html(report, parts))


def stacked_cells(rng, report):
    """A group's rows in one table row: figures below each other in each cell."""
    three = table3(report)
    out = three[:3]
    groups = {}
    for row in three[3:]:
        group = [g for k, g, _, _ in report.rows if k == row.key][0]
        if not group:
            out.append(row)
            continue
        if group not in groups:
            groups[group] = Row([Cell(group), Cell("")] + [Cell("", is_label=False) for _ in range(7)],
                                "data", row.key)
            out.append(groups[group])
        merged = groups[group]
        label = [cell for cell in row if cell.is_label][-1].text
        texts = [cell.text for cell in row if cell.is_value]
        merged[1].text += ("\n" if merged[1].text else "") + label
        for cell, text in zip(merged[2:], texts):
            cell.text += ("\n" if cell.text else "") + text
    inner = sum(1 for row in out[3:] if row.key not in OUTER)
    for row in out:
        for cell in row:
            if cell.text == RESULTS:
                cell.rows = inner

    def cell_html(cell, rng):
        return "<br>".join(esc(line) for line in cell.text.split("\n")) if cell.text else "&nbsp;"
    return finish(report, body_html(report, [grid_html(table2(report), rng), grid_html(out, rng, cell_html),
                                             grid_html(table4(report), rng)]))


def row_numbers(rng, report):
    """A column of row numbers in front."""
    two, three, four = tables(report)
    number = 0
    for row in three:
        if row.kind == "data":
            number += 1
            row.insert(0, Cell(str(number)))
        else:
            row[0].columns += 1 if row is three[0] else 0
    return from_grids(rng, report, [two, three, four])


def remark_column(rng, report):
    """One column more, for remarks."""
    two, three, four = tables(report)
    for grid in (two, three):
        for row in grid:
            text = "备注" if row.kind == "head" else ""
            row.append(Cell(text))
    return from_grids(rng, report, [two, three, four])


def foreign_tables(rng, report):
    """Tables of other matters in the narrative that use the same words."""
    def small(rows):
        return grid_html([Row([Cell(text) for text in row], "data") for row in rows], rng)
    first = small([["公开内容", "数量"], ["规范性文件", str(rng.randint(1, 99))],
                   ["行政许可结果", str(rng.randint(100, 999))], ["行政处罚结果", str(rng.randint(100, 999))]])
    second = small([["办理结果", "上年", "本年"], ["予以公开", str(rng.randint(1, 99)), str(rng.randint(1, 99))],
                    ["不予公开", "1", "2"], ["总计", "40", "50"]])
    parts = [grid_html(g, rng) for g in tables(report)]
    body = body_html(report, parts)
    mark = paragraph(HEADINGS[1])
    before = body.replace(mark, first + second + mark, 1)
    if rng.random() < 0.5:
        before = body.replace(paragraph(HEADINGS[5]), second + paragraph(HEADINGS[5]), 1)
    return finish(report, before)


def review_in_parts(rng, report):
    """Table 4 as three tables of five columns."""
    two, three, four = tables(report)
    values = four[3]
    parts = ""
    for number, title in enumerate(["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]):
        parts += grid_html([Row([Cell(title, 1, 5)], "head"), Row([Cell(c.text) for c in four[1][:5]], "head"),
                            Row(values[number * 5:number * 5 + 5], "data")], rng)
    return finish(report, body_html(report, [grid_html(two, rng), grid_html(three, rng), parts]))


def review_with_side(rng, report):
    """Table 4 with a column of row names in front."""
    two, three, four = tables(report)
    four[0].insert(0, Cell("项目", 3, 1))
    four[3].insert(0, Cell("数量（件）"))
    return from_grids(rng, report, [two, three, four])


def subtotals(rng, report):
    """The groups' own lines hold their sums."""
    two, three, four = tables(report)
    out = []
    seen = set()
    extra = 0
    groups = {key: group for key, group, _, _ in report.rows}
    for row in three:
        group = groups.get(row.key, "")
        if group and group not in seen:
            seen.add(group)
            keys = [key for key in groups if groups[key] == group]
            sums = [sum(report.cells["applications.%s.%s" % (key, column)] or 0 for key in keys)
                    for column in COLUMNS]
            label = [cell for cell in row if cell.text == group][0]
            label.text = ""
            out.append(Row([Cell(group, 1, 2)] + [Cell(str(s), is_label=False) for s in sums], "extra"))
            extra += 1
        out.append(row)
    for row in out:
        for cell in row:
            if cell.text == RESULTS:
                cell.rows += extra
    return from_grids(rng, report, [two, out, four])


def lost_row(rng, report):
    """One row of table 3 is not there at all."""
    two, three, four = tables(report)
    keys = [row.key for row in three if row.kind == "data" and len(row) == 8 and row.key not in OUTER]
    lost = rng.choice(keys)
    out = [row for row in three if row.key != lost]
    group = {key: g for key, g, _, _ in report.rows}[lost]
    for row in out:
        for cell in row:
            if cell.text in (RESULTS, group) and cell.rows > 1:
                cell.rows -= 1
    for path in report.row_paths(lost):
        del report.cells[path], report.printed[path]
    return from_grids(rng, report, [two, out, four])


def no_totals(rng, report):
    """Table 3 without its column of totals."""
    two, three, four = tables(report)
    three[0][1].columns = 6
    three[1].pop()
    for row in three[3:]:
        row.pop()
    for key, _, _, _ in report.rows:
        path = "applications.%s.total" % key
        del report.cells[path], report.printed[path]
    return from_grids(rng, report, [two, three, four])


def no_headers(rng, report):
    """Tables 2 and 3 have lost their header rows."""
    two, three, four = tables(report)
    return from_grids(rng, report, [two, three[3:], four])


def plain_labels(rng, report):
    """Labels without their numbers."""
    def visit(cell, row, number):
        if cell.is_label and number == 1 and row.kind == "data":
            cell.text = re.sub(r"^(（[一二三四五六七]）|[一二三四]、|[1-8]\.)", "", cell.text)
    return from_grids(rng, report, change(tables(report), visit))


def broken_numbers(rng, report):
    """Long numbers broken over two lines in a narrow cell."""
    def cell_html(cell, rng):
        if cell.is_value and len(cell.text) >= 3 and cell.text.isdigit() and rng.random() < 0.5:
            cut = rng.randint(1, len(cell.text) - 1)
            return "<p>%s</p><p>%s</p>" % (cell.text[:cut], cell.text[cut:])
        return cell_plain(cell, rng)
    return from_grids(rng, report, tables(report), cell_html)


def years_side_by_side(rng, report):
    """Last year's table 3 is printed behind this year's."""
    parts = [grid_html(g, rng) for g in tables(report)]
    last = change(tables(report), lambda cell, row, number: setattr(
        cell, "text", str(rng.randint(0, 9)) if cell.is_value else cell.text))
    parts[1] += paragraph("附：上年度数据") + grid_html(last[1], rng)
    return finish(report, body_html(report, parts))


def turned(rng, report):
    """Table 3 turned on its side: rows are columns."""
    rows = [[""] + [label for _, _, label, _ in report.rows]]
    for column, word in zip(COLUMNS, COLUMN_WORDS):
        rows.append([word] + [report.printed["applications.%s.%s" % (key, column)]
                              for key, _, _, _ in report.rows])
    grid = [Row([Cell(text) for text in row], "data") for row in rows]
    return finish(report, body_html(report, [grid_html(table2(report), rng), grid_html(grid, rng),
                                             grid_html(table4(report), rng)]))


def odd_zeros(rng, report):
    """Zeros and signs as people type them."""
    def visit(cell, row, number):
        if not cell.is_value:
            return
        if cell.text == "0" and rng.random() < 0.3:
            cell.text = rng.choice(["０", "零", "0件", " 0 ", "\u00a00", "\u30000\u3000", "\u200b0"])
        elif cell.text.startswith("-") and len(cell.text) > 1:
            cell.text = rng.choice(["－", "−", "–", "-", "﹣"]) + cell.text[1:]
        elif cell.text.startswith("+"):
            cell.text = "＋" + cell.text[1:]
    return from_grids(rng, report, change(tables(report), visit))


def notes(rng, report):
    """Notes with numbers before, inside and behind the tables."""
    two, three, four = tables(report)
    two.append(Row([Cell("备注：行政许可含变更%d件，不含乡镇。" % rng.randint(1, 99),
                         1, 5 if report.table_form == "2019" else 4)], "note"))
    three.append(Row([Cell("注：予以公开含%d件区分处理，总计不含%d件撤回。" % (rng.randint(1, 9), rng.randint(1, 9)),
                           1, 10)], "note"))
    parts = [grid_html(g, rng) for g in (two, three, four)]
    parts[0] = paragraph("（单位：件）") + parts[0] + paragraph("其中行政许可%d件、行政处罚%d件"
                                                       % (rng.randint(1, 999), rng.randint(1, 999)))
    parts[1] = paragraph("单位：件") + parts[1] + paragraph("说明：1.重复申请%d件已并入。2.其他处理%d件。"
                                                     % (rng.randint(1, 9), rng.randint(1, 9)))
    parts[2] += paragraph("注：行政复议%d件为上年结转" % rng.randint(1, 9))
    return finish(report, body_html(report, parts))


def office_noise(rng, report):
    """Scripts, styles, conditional comments and a copy of a table inside a comment."""
    name, data = clean(rng, report)
    other = change(tables(report), lambda cell, row, number: setattr(
        cell, "text", str(rng.randint(1, 99)) if cell.is_value else cell.text))
    noise = ("<!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
             "<style>td{mso-style-name:\"普通表格\"}</style><script>var rows=[[1,2,3],[4,5,6]];</script>"
             "<noscript>请打开脚本</noscript><!-- %s -->" % grid_html(other[1], rng))
    return name, data.decode().replace("<table", noise + "<table", 2).encode()


def wrong_charset(rng, report):
    """The page says GB2312 and is UTF-8, or says nothing and is GBK."""
    name, data = clean(rng, report)
    text = data.decode()
    if rng.random() < 0.5:
        return name, text.replace('charset="utf-8"', 'charset="gb2312"').encode()
    return name, text.replace('<meta charset="utf-8">', "").encode("gb18030")


def late_form(rng, report):
    """A report that calls itself 2020 and uses the form of 2021."""
    if report.table_form == "2021":
        report.year = 2020
        narrative(rng, report)
    return clean(rng, report)


def bare_headings(rng, report):
    """Headings numbered by the word processor: the numerals are not in the text."""
    return with_headings(rng, report, [heading[2:] for heading in HEADINGS])


def odd_headings(rng, report):
    """Headings with other numerals, punctuation and words."""
    ways = [
        ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
         "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进情况",
         "六、其他需要报告的事项"],
        ["1、总体情况", "2、主动公开政府信息情况", "3、收到和处理政府信息公开申请情况",
         "4、政府信息公开行政复议、行政诉讼情况", "5、存在的主要问题及改进情况", "6、其他需要报告的事项"],
        ["一．总体情况", "二．主动公开政府信息情况", "三．收到和处理政府信息公开申请情况",
         "四．政府信息公开行政复议、行政诉讼情况", "五．存在的主要问题及改进措施", "六．其它需要报告的事项"],
        ["一、总体情况：", "二、主动公开政府信息情况：", "三、收到和处理政府信息公开申请情况：",
         "四、政府信息公开行政复议、行政诉讼情况：", "五、存在的主要问题及改进情况：", "六、其他需要报告的事项："],
        ["一、 总体情况", "二、 主动公开政府信息情况", "三、 收到和处理政府信息公开申请情况",
         "四、 政府信息公开行政复议和行政诉讼情况", "五、 存在的问题及改进措施", "六、 其他需要报告事项"],
    ]
    return with_headings(rng, report, rng.choice(ways))


def with_headings(rng, report, headings):
    report.headings = headings
    return finish(report, body_html(report, [grid_html(g, rng) for g in tables(report)],
                                    headings=headings))


def contents_list(rng, report):
    """A list of the six sections stands before the report, as on many pages."""
    body = body_html(report, [grid_html(g, rng) for g in tables(report)])
    mark = paragraph(report.preface[0])
    listed = paragraph("目录") + "".join(paragraph(heading) for heading in HEADINGS)
    return finish(report, body.replace(mark, listed + mark, 1))


def unclosed(rng, report):
    """No end tags for cells, rows and paragraphs."""
    name, data = clean(rng, report)
    text = data.decode()
    for tag in ("</td>", "</tr>", "</p>", "</tbody>"):
        text = text.replace(tag, "")
    return name, text.encode()


def hidden_copy(rng, report):
    """A copy for narrow screens and a template row, both hidden."""
    parts = [grid_html(g, rng) for g in tables(report)]
    other = change(tables(report), lambda cell, row, number: setattr(
        cell, "text", str(rng.randint(1, 99)) if cell.is_value else cell.text))
    hidden = '<div style="display:none">%s</div>' % "".join(grid_html(g, rng) for g in other)
    parts[1] = hidden + parts[1]
    return finish(report, body_html(report, parts))


def divs(rng, report):
    """Tables made of div elements, a div for each cell."""
    parts = []
    for grid in tables(report):
        rows = ["<div class='tr'>%s</div>" % "".join("<div class='td'>%s</div>" % cell_plain(cell, rng)
                                                     for cell in row) for row in grid]
        parts.append("<div class='table'>%s</div>" % "\n".join(rows))
    return finish(report, body_html(report, parts))


def titles(rng, report):
    """Titles in two lines, with the year behind, with the office's name on its own line."""
    p = "</p>\n<p>"
    report.title, lines = rng.choice([
        ("{n}{y}年政府信息公开工作年度报告", "{n}" + p + "{y}年政府信息公开工作年度报告"),
        ("{n}{y}年政府信息公开工作年度报告", "{n}{y}年" + p + "政府信息公开工作年度报告"),
        ("{n}政府信息公开工作年度报告（{y}年）", "{n}政府信息公开工作年度报告（{y}年）"),
        ("{n}政府信息公开工作年度报告（{y}年度）", "{n}" + p + "政府信息公开工作年度报告" + p + "（{y}年度）"),
        ("{y}年度{n}政府信息公开工作年度报告", "{y}年度{n}政府信息公开工作年度报告"),
        ("{n}关于{y}年度政府信息公开工作年度报告", "{n}关于{y}年度" + p + "政府信息公开工作年度报告"),
        ("{n}{y}年政府信息公开年度报告", "{n}{y}年政府信息公开年度报告"),
        ("{y}年{n}政府信息公开工作年报", "{y}年{n}政府信息公开工作年报"),
    ])
    report.title = report.title.format(n=report.agency, y=report.year)
    lines = lines.format(n=report.agency, y=report.year)
    body = body_html(report, [grid_html(g, rng) for g in tables(report)], title="@")
    return name_of(report, "html"), page(body.replace("@", lines, 1)).encode()


def fees_in_yuan(rng, report):
    """The header of the fee says 元, or the cell does."""
    if report.table_form == "2019":
        return clean(rng, report)
    path = "proactive.a20_8.admin_fee.amount_wan"
    yuan = rng.randint(0, 99999999)
    report.set(path, Decimal(yuan) / 10000, str(yuan))
    in_header = rng.random() < 0.5

    def visit(cell, row, number):
        if cell.text.startswith("本年收费金额") and in_header:
            cell.text = "本年收费金额（单位：元）"
        elif cell.path == path and not in_header:
            cell.text += "元"
    return from_grids(rng, report, change(tables(report), visit))


# --- to be refused -------------------------------------------------------------------------------

def two_reports(rng, report, other):
    first = body_html(report, [grid_html(g, rng) for g in tables(report)])
    second = body_html(other, [grid_html(g, rng) for g in tables(other)])
    return name_of(report, "html"), page(first + second).encode()


def old_form(rng, report):
    rows = [("一、主动公开情况", "", ""), ("（一）主动公开政府信息数", "条", rng.randint(10, 900)),
            ("其中：主动公开规范性文件数", "条", rng.randint(0, 20)), ("二、回应解读情况", "", ""),
            ("（一）回应公众关注热点或重大舆情数", "次", rng.randint(0, 20)), ("三、依申请公开情况", "", ""),
            ("（一）收到申请数", "件", rng.randint(0, 90)), ("1.当面申请数", "件", rng.randint(0, 20)),
            ("（二）申请办结数", "件", rng.randint(0, 90)), ("（三）申请答复数", "件", rng.randint(0, 90)),
            ("四、行政复议数量", "件", 0), ("（一）维持具体行政行为数", "件", 0)]
    year = rng.randint(2014, 2018)
    table = "<table border=1><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>%s</table>" % "".join(
        "<tr><td>%s</td><td>%s</td><td>%s</td></tr>" % row for row in rows)
    return "old%d.html" % year, page(
        "<p>%s%d年政府信息公开工作年度报告</p><p>一、概述</p><p>%d年，本机关推进公开工作。</p>%s"
        % (report.agency, year, year, table)).encode()
