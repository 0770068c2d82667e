"""Reports as the text of a PDF: by layout, in raw order, and broken Markdown made from it.

Widths are display columns: an ideograph takes two.
"""
import re

from damage_html import grid_html
from damage_report import HEADINGS, LINKAGE, OUTER, RESULTS, REVIEW_PATHS, SECTION_KEYS, signature
from damage_table import flat, tables
from damage_text import lines_of, name_of


def width(text):
    return sum(2 if ord(c) >= 0x1100 else 1 for c in text)


def wrap(text, most):
    lines, line = [], ""
    for c in text:
        if line and width(line) + width(c) > most:
            lines.append(line)
            line = ""
        line += c
    return lines + ([line] if line else [])


def place(pieces):
    """One line from (column, text) pieces; a piece that would overlap moves right by one blank."""
    line = ""
    for column, text in sorted(pieces, key=lambda piece: piece[0]):
        gap = column - width(line)
        line += " " * (gap if gap > 0 or not line else 1) + text
    return line.rstrip()


class Page:
    """Lines with page numbers between them."""

    def __init__(self, rng, per_page):
        self.rng = rng
        self.lines = []
        self.left = per_page
        self.per_page = per_page
        self.number = 1
        self.style = rng.choice(["- %d -", "—%d—", "-%d-", "第 %d 页"])
        self.broke = False

    def put(self, line):
        self.lines.append(line)
        self.left -= 1
        self.broke = False
        if self.left <= 0:
            self.turn()

    def turn(self):
        self.lines += ["", " " * self.rng.randint(20, 44) + self.style % self.number]
        if self.rng.random() < 0.5:
            self.lines[-1] += "\f"
        self.number += 1
        self.left = self.per_page
        self.broke = True


def prose(page, text, most=60, indent="    "):
    for number, line in enumerate(wrap(text, most)):
        page.put((indent if number == 0 else "") + line)


def value_columns(first, count, step):
    return [first + step * i for i in range(count)]


def layout_table2(page, report):
    for block, title, columns, words, rows in report.blocks:
        page.put(place([(30, title)]))
        page.put("")
        at = value_columns(30, len(columns), 18)
        page.put(place([(4, "信息内容")] + list(zip(at, words))))
        for row, label in rows:
            values = report.values(["proactive.%s.%s.%s" % (block, row, c) for c in columns])
            page.put(place([(2, label)] + [(a + 5, v) for a, v in zip(at, values) if v]))
            page.put("")


def layout_head(page, at):
    page.put(place([(2, LINKAGE[:24]), (at[3], "申请人情况")]))
    page.put(place([(at[2] + 4, "法人或其他组织")]))
    page.put(place([(2, LINKAGE[24:]), (at[0] - 2, "自然人"), (at[6], "总计")]))
    page.put(place([(at[1], "商业"), (at[2], "科研"), (at[3], "社会公益"), (at[4] + 3, "法律服务"),
                    (at[5] + 4, "其他")]))
    page.put(place([(at[1], "企业"), (at[2], "机构"), (at[3] + 2, "组织"), (at[4] + 3, "机构")]))


def layout_row(page, rng, label, values, left, at, most, side):
    """A row whose label may take several lines; its figures stand on the first, the middle or the
    last of them."""
    lines = wrap(label, most)
    figures = [(a, v) for a, v in zip(at, values) if v]
    spot = {"first": 0, "last": len(lines) - 1}.get(side, (len(lines) - 1) // 2)
    if len(lines) == 2 and side == "alone":
        page.put(place([(left, lines[0])]))
        page.put(place(figures))
        page.put(place([(left, lines[1])]))
        return
    for number, line in enumerate(lines):
        page.put(place([(left, line)] + (figures if number == spot else [])))


def layout_table3(page, rng, report, side, has_groups, is_vertical, repeats):
    at = value_columns(52, 7, rng.choice([6, 8]))
    layout_head(page, at)
    side_words = list(RESULTS) if is_vertical else []
    members = {}
    for key, group, _, _ in report.rows:
        members.setdefault(group, []).append(key)
    for key, group, label, _ in report.rows:
        if page.broke and repeats:
            layout_head(page, at)
        values = report.values(report.row_paths(key))
        if key in OUTER:
            layout_row(page, rng, label, values, 0, at, 44, side)
            continue
        start = len(page.lines)
        if not group:
            layout_row(page, rng, label, values, 6, at, 40, side)
        else:
            layout_row(page, rng, label, values, 16, at, 32, side)
            middle = members[group][len(members[group]) // 2]
            if has_groups and key == middle:
                set_left(page.lines, start, 5, group)
        for line in range(start, len(page.lines)):
            if side_words and page.lines[line].startswith("  "):
                set_left(page.lines, line, 1, side_words.pop(0))


def set_left(lines, number, column, text):
    """Put text into the blank left part of a line, or on a line of its own."""
    line = lines[number]
    room = len(line) - len(line.lstrip(" "))
    if room >= column + width(text) + 1:
        lines[number] = " " * column + text + line[column + width(text):]
    elif column > 1:
        lines.insert(number, " " * column + text)


def layout_table4(page, report, rng):
    values = report.values(REVIEW_PATHS)
    at = value_columns(2, 15, 7)
    words = ["结果", "结果", "其他", "尚未", "总计"]
    below = ["维持", "纠正", "结果", "审结", ""]
    page.put(place([(at[1], "行政复议"), (at[8], "行政诉讼")]))
    page.put(place([(at[6], "未经复议直接起诉"), (at[11], "复议后起诉")]))
    page.put(place(list(zip(at, words * 3))))
    page.put(place([(a, w) for a, w in zip(at, below * 3) if w]))
    page.put("")
    page.put(place([(a, v) for a, v in zip(at, values) if v]))
    page.put("")


def layout(rng, report, side, has_groups=True, is_vertical=False, repeats=False, per_page=38):
    page = Page(rng, per_page)
    page.put(" " * 14 + report.title)
    page.put("")
    for text in report.preface:
        prose(page, text)
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        page.put("    " + heading)
        for text in report.paragraphs[key]:
            prose(page, text)
        if number == 1:
            layout_table2(page, report)
        elif number == 2:
            layout_table3(page, rng, report, side, has_groups, is_vertical, repeats)
        elif number == 3:
            layout_table4(page, report, rng)
    for text in signature(report):
        page.put(" " * 40 + text)
    return name_of(report), "\n".join(page.lines).encode()


def layout_first(rng, report):
    return layout(rng, report, "first")


def layout_middle(rng, report):
    return layout(rng, report, "middle", repeats=True)


def layout_last(rng, report):
    return layout(rng, report, "last", is_vertical=True)


def layout_alone(rng, report):
    """Figures on a line between the two lines of their label; header repeated after page breaks."""
    return layout(rng, report, "alone", is_vertical=True, repeats=True, per_page=30)


def layout_high_figures(rng, report):
    """Cells centred from top to bottom: where a label takes two lines, the first figure stands beside
    the upper one and the others beside the lower one."""
    page = Page(rng, 44)
    page.put(" " * 14 + report.title)
    for text in report.preface:
        prose(page, text)
    for number, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        page.put("    " + heading)
        for text in report.paragraphs[key]:
            prose(page, text)
        if number == 1:
            layout_table2(page, report)
        elif number == 2:
            at = value_columns(52, 7, 7)
            layout_head(page, at)
            for key, group, label, _ in report.rows:
                values = report.values(report.row_paths(key))
                lines = wrap(label, 30)
                if len(lines) == 1:
                    page.put(place([(14, label)] + list(zip(at, values))))
                    continue
                page.put(place([(14, lines[0]), (at[0], values[0])]))
                page.put(place([(14, "".join(lines[1:]))] + list(zip(at[1:], values[1:]))))
        elif number == 3:
            layout_table4(page, report, rng)
    for text in signature(report):
        page.put(" " * 40 + text)
    return name_of(report), "\n".join(page.lines).encode()


def browser_print(rng, report):
    """A page printed from a browser: date, time and title above, address and page number below."""
    name, data = rng.choice([layout_first, raw_order])(rng, report)
    clock = rng.choice(["%d/1/%d %d:%02d", "%d-01-%02d %d:%02d", "1/%d/%d, %d:%02d AM"]) % (
        report.year + 1, rng.randint(10, 28), rng.randint(8, 18), rng.randint(0, 59))
    address = rng.choice(["https://www.example.gov.cn/art/%d/1/2%d/art_%d_%d.html", "file:///C:/Users/a/%d/%d/%d-%d.html"]) % (
        report.year + 1, rng.randint(0, 8), rng.randint(1000, 9999), rng.randint(100000, 999999))
    out = []
    pages = 0
    for line in data.decode().split("\n"):
        if re.fullmatch(r"\s*[-—第] ?\d+ ?[-—页]\f?", line):
            pages += 1
            out += ["%s    %d/5" % (address, pages), clock + "   " + report.title]
        else:
            out.append(line)
    return name, "\n".join(out).encode()


def layout_broken_numbers(rng, report):
    """Numbers of four digits and more go on in the line below, under their first digits."""
    name, data = layout(rng, report, "last", has_groups=False)
    out = []
    inside = False
    for line in data.decode().split("\n"):
        if "申请人情况" in line:
            inside = True
        if "行政复议" in line:
            inside = False
        rest = []

        def cut(match):
            rest.append((width(line[:match.start()]), match.group()[3:]))
            return match.group()[:3] + " " * len(match.group()[3:])
        broken = re.sub(r"(?<= )[0-9]{4,}(?= |$)", cut, line) if inside else line
        out.append(broken)
        if rest:
            out.append(place(rest))
    return name, "\n".join(out).encode()


def raw_order_bare(rng, report):
    """The same with page numbers that are bare numbers."""
    return raw_order(rng, report, "%d")


def raw_order(rng, report, style="- %d -"):
    """The order of the content stream: labels wrapped, figures on the line after them."""
    lines = []
    number = 1

    def put(text):
        lines.append(text)
        if rng.random() < 0.02:
            nonlocal number
            number += 1
            lines.append(style % number)

    put(report.title)
    for text in report.preface:
        for line in wrap(text, 60):
            put(line)
    for index, (key, heading) in enumerate(zip(SECTION_KEYS, HEADINGS)):
        put(heading)
        for text in report.paragraphs[key]:
            for line in wrap(text, 60):
                put(line)
        if index == 1:
            for block, title, columns, words, rows in report.blocks:
                put(title)
                put("信息内容 " + " ".join(words))
                for row, label in rows:
                    paths = ["proactive.%s.%s.%s" % (block, row, c) for c in columns]
                    put(" ".join([label] + [v for v in report.values(paths) if v]))
        elif index == 2:
            raw_table3(rng, report, put)
        elif index == 3:
            raw_table4(report, put)
    for text in signature(report):
        put(text)
    return name_of(report), "\n".join(lines).encode()


def raw_table3(rng, report, put):
    for line in wrap(LINKAGE, 44):
        put(line)
    for word in ["申请人情况", "自然人", "法人或其他组织", "总计", "商业", "企业", "科研", "机构", "社会", "公益",
                 "组织", "法律", "服务", "机构", "其他"]:
        put(word)
    seen = set()
    for key, group, label, _ in report.rows:
        if key == "res_granted":
            for c in RESULTS:
                put(c)
        if group and group not in seen:
            seen.add(group)
            put(group)
        values = " ".join(v for v in report.values(report.row_paths(key)) if v)
        lines = wrap(label, 40)
        for line in lines[:-1]:
            put(line)
        if len(lines) > 1:
            put(lines[-1])
            put(values)
        else:
            put(lines[-1] + " " + values)


def raw_table4(report, put):
    put("行政复议 行政诉讼")
    words = ["结果", "维持", "结果", "纠正", "其他", "结果", "尚未", "审结", "总计"]
    for word in words:
        put(word)
    put("未经复议直接起诉 复议后起诉")
    for word in words * 2:
        put(word)
    put(" ".join(v for v in report.values(REVIEW_PATHS) if v))


# --- Markdown ------------------------------------------------------------------------------------------

def pipe_rows(rows, rule_at=1):
    most = max(len(row) for row in rows)
    out = []
    for number, row in enumerate(rows):
        row = [text.replace("\n", " ").replace("|", "\\|") for text in row] + [""] * (most - len(row))
        out.append("| " + " | ".join(row) + " |")
        if number + 1 == rule_at:
            out.append("|" + "---|" * most)
    return out


def markdown_lines(report, parts):
    return "\n".join(line if line.startswith("|") else line.strip() for line in
                     lines_of(report, parts, indent="")).encode()


def markdown(rng, report):
    parts = [pipe_rows(flat(grid)) for grid in tables(report)]
    return name_of(report, "md"), markdown_lines(report, parts)


def markdown_repeat(rng, report):
    """A converter that writes a merged cell into each of its places."""
    parts = [pipe_rows(flat(grid, "repeat")) for grid in tables(report)]
    return name_of(report, "md"), markdown_lines(report, parts)


def markdown_html_tables(rng, report):
    """Markdown with tables in HTML, as newer converters of PDF write it."""
    parts = [[grid_html(grid, rng).replace("\n", "")] for grid in tables(report)]
    text = "\n\n".join(line.strip() for line in lines_of(report, parts, indent="",
                                                        title="# " + report.title) if line.strip())
    for heading in HEADINGS:
        text = text.replace("\n" + heading + "\n", "\n## " + heading + "\n")
    return name_of(report, "md"), text.encode()


def grid_lines(rows):
    """A grid table: every cell in a box of plus signs."""
    most = max(len(row) for row in rows)
    rows = [row + [""] * (most - len(row)) for row in rows]
    widths = [max(4, max(width(line) for row in rows for line in wrap(row[c], 16) or [""]))
              for c in range(most)]
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    out = [rule]
    for row in rows:
        cells = [wrap(text, 16) or [""] for text in row]
        for number in range(max(len(cell) for cell in cells)):
            texts = [cell[number] if number < len(cell) else "" for cell in cells]
            out.append("|" + "|".join(" %s%s " % (t, " " * (w - width(t)))
                                      for t, w in zip(texts, widths)) + "|")
        out.append(rule)
    return out


def markdown_grid(rng, report):
    """Grid tables, their labels wrapped inside the boxes."""
    parts = [grid_lines(flat(grid)) for grid in tables(report)]
    return name_of(report, "md"), "\n".join(
        line if line.startswith(("|", "+")) else line.strip()
        for line in lines_of(report, parts, indent="")).encode()


def markdown_broken(rng, report):
    """A PDF through a bad converter: rows without labels, labels piled elsewhere, a page number."""
    two, three = [], []
    for block, title, columns, words, rows in report.blocks:
        two.append(title)
        if len(columns) == 1:
            two.append("信息内容" + words[0])
            for row, label in rows:
                two.append(label + " " + report.printed["proactive.%s.%s.%s" % (block, row, columns[0])])
        else:
            two += pipe_rows([["信息内容"] + words] + [
                [label] + report.values(["proactive.%s.%s.%s" % (block, row, c) for c in columns])
                for row, label in rows]) + [""]
    three += ["申请人情况", "（本列数据的勾稽关系为：第一项加第二项法人或其他组织", "之和，等于第三项加第四项之和）", "自然人总计",
              "商业企科研机社会公法律服", "其他"]
    three += ["| 业 | 构 | 益组织 | 务机构 |  |  |  |", "|---|---|---|---|---|---|---|"]
    pile = []
    for key, group, label, _ in report.rows:
        values = report.values(report.row_paths(key))
        if len(label) > 14 and key not in OUTER:
            three += pipe_rows([values]) + [""]
            pile += wrap(label, 22)
        else:
            if pile and rng.random() < 0.7:
                three += [""] + pile + [""]
                pile = []
            three += pipe_rows([[label] + values]) + [""]
    three += pile + [str(rng.randint(3, 6))]
    four = ["行政复议行政诉讼", "未经复议直接起诉复议后起诉", "结果结果其他尚未"]
    four += pipe_rows([report.values(REVIEW_PATHS)])
    return name_of(report, "md"), markdown_lines(report, [two, three, four])
