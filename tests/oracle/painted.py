"""Pages painted stroke by stroke: where every rule and every word comes to stand is decided here.

A row that does not fit on a page goes to the next one, or breaks as word processors break it: the
lines of each cell that fit stay, the others go on overleaf.
"""

from reportlab.lib import pagesizes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

PAD = 2.5


def columns(table, across):
    """Widths of the columns: labels take what figures leave."""
    if table.width == 4:
        return [across / 4] * 4
    if table.width >= 15:
        return [across / table.width] * table.width
    labels = table.width - 7
    figure = min(0.1 * across, 52)
    rest = across - 7 * figure
    shares = {1: [1], 2: [0.12, 0.88], 3: [0.12, 0.24, 0.64], 4: [0.1, 0.12, 0.24, 0.54]}[labels]
    return [rest * share for share in shares] + [figure] * 7


def fitting(cell, room, size, font):
    """A figure is set so small that it stands on one line."""
    width = max(pdfmetrics.stringWidth(cell.text, font, size), 0.6 * size * len(cell.text))
    return size * min(1, room / width) * 0.99 if cell.figure and cell.text else size


class Painter:
    def __init__(self, rng, layout, font, digits, path):
        self.rng = rng
        self.layout = layout
        self.font = font
        self.digits = digits
        page = pagesizes.A4
        self.size = rng.choice([7, 8, 9, 10.5])
        self.turned = False
        if layout == "landscape":
            self.size = rng.choice([9, 10.5, 12])
            self.turned = rng.random() < 0.5
            page = pagesizes.landscape(page)
        elif layout == "unruled":
            page = pagesizes.landscape(page)
            # A label on two lines would have words of the column beside it between its halves.
            self.size = 6.5
        self.width, self.height = page
        self.canvas = Canvas(path, pagesize=(self.height, self.width) if self.turned else page,
                             pageCompression=rng.choice([0, 1]))
        self.left, self.right = 50, self.width - 50
        self.top, self.bottom = self.height - 70, 70
        self.y = self.top
        self.number = 0
        self.title = ""
        self.rules = {"unruled": "none", "split": "boxes"}.get(layout) \
            or rng.choice(["lines", "boxes", "areas", "dashes"])
        self.align = rng.choice(["left", "center", "right"])
        self.open_page()

    def open_page(self):
        self.number += 1
        self.y = self.top
        if self.turned:
            self.canvas.setPageRotation(90)
            self.canvas.transform(0, 1, -1, 0, self.height, 0)
        if self.layout == "running":
            self.text(self.title or "政府信息公开工作年度报告", self.left, self.height - 45, 9)
            number = self.rng.choice(["- {} -", "{}", "第{}页", "— {} —"]).format(self.number)
            self.text(number, self.width / 2 - 10, 40, 9)

    def close_page(self):
        self.canvas.showPage()

    def new_page(self):
        self.close_page()
        self.open_page()

    def pieces(self, text):
        """Runs of one font."""
        runs = []
        for c in text:
            font = self.digits if " " < c <= "~" else self.font
            if runs and runs[-1][1] == font:
                runs[-1][0] += c
            else:
                runs.append([c, font])
        return runs

    def length(self, text, size):
        return sum(pdfmetrics.stringWidth(run, font, size) for run, font in self.pieces(text))

    def text(self, text, x, y, size):
        for run, font in self.pieces(text):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def lines(self, text, room, size, first=0):
        """Breaks a text wherever a line is full, but not inside a number."""
        lines, line = [], ""
        limit = room - first
        for c in text:
            if line and self.length(line + c, size) > limit:
                tail = len(line)
                while c.isdigit() and tail and line[tail - 1].isdigit():
                    tail -= 1
                if not tail:
                    tail = len(line)
                lines.append(line[:tail])
                line, limit = line[tail:], room
            line += c
        return lines + [line] if line else lines

    def report(self, pieces):
        for kind, what in pieces:
            if kind == "title":
                self.title = what
                self.text(what, (self.width - self.length(what, 15)) / 2, self.y, 15)
                self.y -= 35 + (self.rng.randint(0, 300) if self.layout != "unruled" else 0)
            elif kind == "table":
                self.table(what)
                self.y -= 25
            else:
                self.prose(what)
        self.close_page()
        self.canvas.save()

    def prose(self, text):
        size, indent = 11, 22
        for i, line in enumerate(self.lines(text, self.right - self.left, size, indent)):
            if self.y < self.bottom:
                self.new_page()
            self.text(line, self.left + (0 if i else indent), self.y, size)
            self.y -= 20

    def table(self, table):
        widths = columns(table, self.right - self.left)
        xs = [self.left + sum(widths[:i]) for i in range(table.width + 1)]
        leading = self.size * 1.35
        wrapped = {}
        for cell in table.cells:
            room = xs[cell.col + cell.width] - xs[cell.col] - 2 * PAD
            size = fitting(cell, room, self.size, self.font)
            wrapped[cell] = (size, [cell.text] if cell.figure else
                             self.lines(cell.text, room, size))
        heights = [leading + 2 * PAD] * table.height
        for cell in sorted(table.cells, key=lambda it: it.height):
            need = len(wrapped[cell][1]) * leading + 2 * PAD
            rows = range(cell.row, cell.row + cell.height)
            heights[rows[-1]] += max(0, need - sum(heights[row] for row in rows))
        row = 0
        while row < table.height:
            row = self.part(table, xs, heights, wrapped, row)

    def part(self, table, xs, heights, wrapped, first):
        """Paints the rows that fit on this page; returns the first that does not."""
        leading = self.size * 1.35
        again = list(range(table.head)) if self.layout == "repeated" and first else []
        room = self.y - self.bottom - sum(heights[row] for row in again)
        last, used = first, 0
        while last < table.height and used + heights[last] <= room:
            used += heights[last]
            last += 1
        broken = 0
        if self.layout == "broken" and last < table.height and room - used > leading + 2 * PAD \
                and heights[last] > 2 * leading and last >= table.head:
            broken = int((room - used - 2 * PAD) / leading) * leading + 2 * PAD
            last += 1
        if last <= max(first, table.head - 1):
            self.new_page()
            return first
        if again:
            self.rows(again, table, xs, heights, wrapped, 0)
        self.rows(range(first, last), table, xs, heights, wrapped, broken)
        if broken:
            heights[last - 1] -= broken - 2 * PAD
            last -= 1
        if last < table.height:
            self.new_page()
        return last

    def rows(self, rows, table, xs, heights, wrapped, broken):
        """Paints some rows; of the last one only so much, if it is broken."""
        first, last = rows[0], rows[-1] + 1
        ys = [self.y]
        for row in rows:
            ys.append(ys[-1] - (broken if broken and row == last - 1 else heights[row]))
        for cell in table.cells:
            top, end = max(cell.row, first), min(cell.row + cell.height, last)
            if top >= end:
                continue
            high, low = ys[top - first], ys[end - first]
            self.box(xs[cell.col], high, xs[cell.col + cell.width], low)
            size, lines = wrapped[cell]
            if cell.row + cell.height > last or broken and end == last:
                # What does not fit goes on overleaf.
                kept = lines[:max(int((high - low - 2 * PAD) / (size * 1.35) + 0.01), 0)]
                wrapped[cell] = (size, lines[len(kept):])
                lines = kept
            self.words(cell, lines, size, xs, high, low)
        self.y = ys[-1]

    def words(self, cell, lines, size, xs, top, end):
        left, right = xs[cell.col] + PAD, xs[cell.col + cell.width] - PAD
        leading = size * 1.35
        # Without rules the words of a row stand on its last line, or no one could tell the row.
        start = (top + end) / 2 + len(lines) * leading / 2
        if self.rules == "none":
            start = end + PAD + len(lines) * leading if cell.height == 1 else top - PAD
        for i, line in enumerate(lines):
            length = self.length(line, size)
            align = self.align if cell.figure else "center"
            x = {"left": left, "center": (left + right - length) / 2,
                 "right": right - length}[align]
            if self.rules == "none" and not cell.figure:
                x = left
            self.text(line, x, start - (i + 0.8) * leading, size)

    def box(self, left, top, right, bottom):
        """The sides of a cell."""
        sides = [(left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom),
                 (right, top, right, bottom)]
        self.canvas.setLineWidth(0.5)
        self.canvas.setDash(*([2, 1] if self.rules == "dashes" else []))
        if self.rules == "boxes":
            self.canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
        elif self.rules == "areas":
            for a, b, c, d in sides:
                self.canvas.rect(min(a, c) - 0.24, min(b, d) - 0.24, abs(c - a) + 0.48,
                                 abs(d - b) + 0.48, stroke=0, fill=1)
        elif self.rules != "none":
            for side in sides:
                self.canvas.line(*side)
