"""The three official tables as grids of cells with spans, and their ways of going wrong.

A grid is a list of rows, a row a list of Cell; how a grid is written is not known here.
"""
import copy

from damage_report import COLUMN_WORDS, LINKAGE, OUTER, RESULTS, REVIEW_GROUPS, REVIEW_PATHS, REVIEW_RESULTS


class Cell:
    def __init__(self, text, rows=1, columns=1, path=None, is_label=True):
        self.text = text
        self.rows = rows
        self.columns = columns
        self.path = path
        self.is_label = is_label

    @property
    def is_value(self):
        return self.path is not None


class Row(list):
    """kind: "title", "head", "data"; key: of a row of table 3."""

    def __init__(self, cells, kind, key=None):
        super().__init__(cells)
        self.kind = kind
        self.key = key


def value(report, path, columns=1):
    return Cell(report.printed[path], 1, columns, path, False)


SPANS_2019 = {"a20_1": [1, 2, 1], "a20_5": [2, 1, 1], "a20_6": [2, 1, 1], "a20_8": [2, 2], "a20_9": [2, 2]}
HEAD_SPANS_2019 = {"a20_1": [1, 2, 1], "a20_5": [1, 2, 1], "a20_6": [1, 2, 1], "a20_8": [2, 2],
                   "a20_9": [2, 2]}


def table2(report):
    wide = 5 if report.table_form == "2019" else 4
    grid = []
    for block, title, columns, words, rows in report.blocks:
        spans = SPANS_2019[block] if wide == 5 else ([1, 1, 1] if len(columns) == 3 else [3])
        heads = HEAD_SPANS_2019[block] if wide == 5 else spans
        grid.append(Row([Cell(title, 1, wide)], "title"))
        grid.append(Row([Cell("信息内容")] + [Cell(w, 1, s) for w, s in zip(words, heads)], "head"))
        for row, label in rows:
            grid.append(Row([Cell(label)] + [value(report, "proactive.%s.%s.%s" % (block, row, c), s)
                                             for c, s in zip(columns, spans)], "data", row))
    return grid


def group_sizes(report):
    sizes = {}
    for _, group, _, _ in report.rows:
        if group:
            sizes[group] = sizes.get(group, 0) + 1
    return sizes


def table3(report):
    rows = report.rows
    inner = len([1 for key, _, _, _ in rows if key not in OUTER])
    sizes = group_sizes(report)
    grid = [
        Row([Cell(LINKAGE, 3, 3), Cell("申请人情况", 1, 7)], "head"),
        Row([Cell("自然人", 2, 1), Cell("法人或其他组织", 1, 5), Cell("总计", 2, 1)], "head"),
        Row([Cell(word) for word in COLUMN_WORDS[1:6]], "head"),
    ]
    seen = set()
    for key, group, label, _ in rows:
        cells = []
        if key == "res_granted":
            cells.append(Cell(RESULTS, inner, 1))
        if key in OUTER:
            cells.append(Cell(label, 1, 3))
        elif not group:
            cells.append(Cell(label, 1, 2))
        else:
            if group not in seen:
                cells.append(Cell(group, sizes[group], 1))
                seen.add(group)
            cells.append(Cell(label))
        cells += [value(report, path) for path in report.row_paths(key)]
        grid.append(Row(cells, "data", key))
    return grid


def table4(report):
    words = [word for _, word in REVIEW_RESULTS]
    return [
        Row([Cell("行政复议", 1, 5), Cell("行政诉讼", 1, 10)], "head"),
        Row([Cell(word, 2, 1) for word in words] + [Cell(REVIEW_GROUPS[1][1], 1, 5),
                                                   Cell(REVIEW_GROUPS[2][1], 1, 5)], "head"),
        Row([Cell(word) for word in words * 2], "head"),
        Row([value(report, path) for path in REVIEW_PATHS], "data"),
    ]


def tables(report):
    return [table2(report), table3(report), table4(report)]


def flat(grid, fill="blank"):
    """Rows of texts, one for each place. fill: what stands in places that a span covers: "blank",
    "repeat" (the text again) or "none" (the place is missing)."""
    taken = {}
    out = []
    for r, row in enumerate(grid):
        places = {}
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            for dr in range(cell.rows):
                for dc in range(cell.columns):
                    taken[r + dr, column + dc] = cell.text
            places[column] = cell.text
            column += cell.columns
        width = max([c for (rr, c) in taken if rr == r] + [-1]) + 1
        texts = []
        for c in range(width):
            if c in places:
                texts.append(places[c])
            elif fill == "repeat":
                texts.append(taken.get((r, c), ""))
            elif fill == "blank":
                texts.append("")
        out.append(texts)
    return out


def change(grids, visit):
    """A deep copy with visit(cell, row, table number) called on every cell."""
    grids = copy.deepcopy(grids)
    for number, grid in enumerate(grids):
        for row in grid:
            for cell in row:
                visit(cell, row, number)
    return grids
