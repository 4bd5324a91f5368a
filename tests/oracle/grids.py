"""The three tables as cells in their places, for files that are not pages of tags.

What a carrier does with a cell is its own affair; here it is only known where the form puts it, and
whether it holds a figure. A look says what an office did to the form: headings left empty, groups
left out, a column of labels added, table 4 turned on its side.
"""

import html
from dataclasses import dataclass, field, replace

import form
import layouts


@dataclass(frozen=True)
class Cell:
    row: int
    col: int
    text: str
    height: int = 1
    width: int = 1
    figure: bool = False


@dataclass
class Table:
    """Rows that repeat on a new page come first; `last` cells of a row reach the right side."""

    width: int
    head: int = 0
    height: int = 0
    cells: list = field(default_factory=list)

    def add(self, row, col, text, height=1, width=1, figure=False):
        self.cells.append(Cell(row, col, text, height, width, figure))
        self.height = max(self.height, row + height)

    def split(self, at, again):
        """The rows above and below a place; cells that run over it end there and go on empty."""
        upper = Table(self.width, self.head)
        lower = Table(self.width, self.head if again else 0)
        down = self.head if again else 0
        if again:
            lower.cells = [cell for cell in self.cells if cell.row < self.head]
        for cell in self.cells:
            above = min(at - cell.row, cell.height)
            if above > 0:
                upper.cells.append(replace(cell, height=above))
            if above < cell.height:
                row = max(cell.row - at, 0) + down
                lower.cells.append(replace(cell, row=row, height=cell.height - max(above, 0),
                                           text="" if above > 0 else cell.text))
        upper.height, lower.height = at, self.height - at + down
        return upper, lower


class Look:
    """What this report does to the form, and how it prints figures and words."""

    def __init__(self, rng, **choices):
        self.rng = rng
        self.printer = layouts.Printer(rng, "file")
        self.empty = choices.get("empty", False)
        self.plain = choices.get("plain", False)
        self.turned = choices.get("turned", False)
        self.extra = choices.get("extra", False)
        if choices.get("no_blanks") and not html.unescape(self.printer.blank).strip():
            self.printer.blank = rng.choice(["/", "—", "-", "无"])

    def figure(self, value):
        return html.unescape(self.printer.figure(value))

    def label(self, text):
        return self.printer.drifted(text)


def disclosure(look, edition, cells):
    table = Table(4)
    row = 0
    for caption, heads, lines in form.DISCLOSURE[edition]:
        widths = [1] * (len(heads) - 1) + [4 - len(heads)]
        if look.plain:
            widths = [1] * len(heads)
        table.add(row, 0, look.label(caption), width=4)
        table.add(row + 1, 0, look.label("信息内容"))
        for i, (head, width) in enumerate(zip(heads, widths)):
            table.add(row + 1, 1 + i, look.label(head), width=width)
        row += 2
        for label, paths in lines:
            table.add(row, 0, look.label(label))
            for i, (path, width) in enumerate(zip(paths, widths)):
                value = cells[f"active_disclosure.{path}"]
                table.add(row, 1 + i, look.figure(value), width=width, figure=True)
            row += 1
    return filled(table) if look.plain else table


def filled(table):
    """Slots that no cell covers hold an empty one."""
    covered = {(row, col) for cell in table.cells
               for row in range(cell.row, cell.row + cell.height)
               for col in range(cell.col, cell.col + cell.width)}
    for row in range(table.height):
        for col in range(table.width):
            if (row, col) not in covered:
                table.add(row, col, "")
    table.cells.sort(key=lambda cell: (cell.row, cell.col))
    return table


def applications(look, edition, cells):
    left = 1 if look.extra else 0
    labels = 1 if look.plain else 3
    first = left + labels
    table = Table(first + 7)
    names = form.COLUMN_NAMES
    if look.plain:
        table.head = 1
        if left:
            table.add(0, 0, "序号")
        table.add(0, left, "项目")
        for i, name in enumerate(names):
            table.add(0, first + i, look.label(name))
    else:
        table.head = 3
        if left:
            table.add(0, 0, "序号", height=3)
        note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
        seen = (lambda text: "") if look.empty else look.label
        table.add(0, left, seen(note), height=3, width=3)
        table.add(0, first, seen("申请人情况"), width=7)
        table.add(1, first, seen(names[0]), height=2)
        table.add(1, first + 1, seen("法人或其他组织"), width=5)
        table.add(1, first + 6, seen(names[6]), height=2)
        for i, name in enumerate(names[1:6]):
            table.add(2, first + 1 + i, seen(name))
    lines = form.lines(edition)
    seen_groups = set()
    for i, (key, group, label) in enumerate(lines):
        row = table.head + i
        if left:
            table.add(row, 0, str(i + 1))
        if look.plain:
            table.add(row, left, look.label(label))
        else:
            if key == "granted":
                table.add(row, left, look.label("三、本年度办理结果"), height=len(lines) - 3)
            if group == "top":
                table.add(row, left, look.label(label), width=3)
            elif group is None:
                table.add(row, left + 1, look.label(label), width=2)
            else:
                if group not in seen_groups:
                    seen_groups.add(group)
                    height = sum(1 for line in lines if line[1] == group)
                    table.add(row, left + 1, look.label(group), height=height)
                table.add(row, left + 2, look.label(label))
        for k, column in enumerate(form.COLUMNS):
            table.add(row, first + k, look.figure(cells[f"applications.{key}.{column}"]),
                      figure=True)
    return table


def reviews(look, cells):
    paths = [[f"reviews.{group}.{result}" for result in form.RESULTS] for group in form.GROUPS]
    if look.turned:
        return turned(look, cells, paths)
    left = 1 if look.extra else 0
    table = Table(left + 15, head=3)
    if left:
        table.add(0, 0, "", height=3)
        table.add(3, 0, "数量")
    table.add(0, left, look.label("行政复议"), width=5)
    table.add(0, left + 5, look.label("行政诉讼"), width=10)
    for i, name in enumerate(form.RESULT_NAMES):
        table.add(1, left + i, look.label(name), height=2)
    table.add(1, left + 5, look.label("未经复议直接起诉"), width=5)
    table.add(1, left + 10, look.label("复议后起诉"), width=5)
    for i, name in enumerate(form.RESULT_NAMES * 2):
        table.add(2, left + 5 + i, look.label(name))
    for i, path in enumerate(sum(paths, [])):
        table.add(3, left + i, look.figure(cells[path]), figure=True)
    return table


def turned(look, cells, paths):
    table = Table(4)
    table.add(0, 0, look.label("行政复议"), height=5, width=2)
    table.add(5, 0, look.label("行政诉讼"), height=10)
    table.add(5, 1, look.label("未经复议直接起诉"), height=5)
    table.add(10, 1, look.label("复议后起诉"), height=5)
    row = 0
    for group in paths:
        for name, path in zip(form.RESULT_NAMES, group):
            table.add(row, 2, look.label(name))
            table.add(row, 3, look.figure(cells[path]), figure=True)
            row += 1
    return table


def contents(look, edition, year, cells):
    """A report from top to bottom: (kind, what) with title, line, heading, and table."""
    office = look.rng.choice(["财政", "教育", "水利", "民政", "统计", "审计"])
    body = {2: disclosure(look, edition, cells), 3: applications(look, edition, cells),
            4: reviews(look, cells)}
    pieces = [("title", f"示例市{office}局{year}年政府信息公开工作年度报告"),
              ("line", f"根据《中华人民共和国政府信息公开条例》的规定，编制本报告。所列数据的统计期限自{year}年"
                       f"1月1日起至{year}年12月31日止。")]
    for number in range(1, 7):
        pieces.append(("heading", f"{layouts.NUMERALS[number]}、{layouts.TITLES[number]}"))
        pieces.append(("table", body[number]) if number in body else
                      ("line", layouts.PROSE[number]))
    return pieces


def with_table_three_split(rng, pieces, between):
    """Table 3 as two tables, with or without its heading again and something between."""
    out = []
    for kind, what in pieces:
        if kind == "table" and what.height > 20 and what.width > 4:
            again = rng.random() < 0.5
            out += [("table", part) for part in what.split(
                what.head + rng.randint(3, what.height - what.head - 2), again)]
            if between:
                out[-1:-1] = [("line", between)]
        else:
            out.append((kind, what))
    return out
