"""Reports as workbooks in eight looks, written by two libraries.

`openpyxl` writes texts into the cells, XlsxWriter into a table of shared texts; only the latter
keeps the value that a formula had when the file was saved.
"""

from decimal import Decimal
from decimal import InvalidOperation

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter

import grids
from grids import Look

LAYOUTS = ["merged", "sheets", "texts", "formulas", "formats", "offset", "extra-label", "split"]


def value_of(text, look):
    """What an office types: a number where it can be one."""
    plain = text.replace(",", "") if look.printer.commas else text
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return text
    if not plain.isascii() or plain.startswith("0") and plain not in ("0", "0.00") \
            and not plain.startswith("0."):
        return text
    return int(number) if number == number.to_integral_value() else float(number)


class OpenPyxl:
    def __init__(self, path):
        self.path = path
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.sheet = None

    def begin(self, name):
        self.sheet = self.book.create_sheet(name)

    def put(self, row, col, value, shown=None, formula=None):
        cell = self.sheet.cell(row + 1, col + 1)
        cell.value = value
        if shown:
            cell.number_format = shown

    def merge(self, row, col, height, width):
        self.sheet.merge_cells(start_row=row + 1, start_column=col + 1, end_row=row + height,
                               end_column=col + width)

    def hide(self, col):
        self.sheet.column_dimensions[get_column_letter(col + 1)].hidden = True

    def save(self):
        self.book.save(self.path)


class XlsxWriter:
    def __init__(self, path):
        self.book = xlsxwriter.Workbook(path)
        self.formats = {None: None}
        self.sheet = None
        self.values = {}

    def begin(self, name):
        self.sheet = self.book.add_worksheet(name)

    def put(self, row, col, value, shown=None, formula=None):
        if shown not in self.formats:
            self.formats[shown] = self.book.add_format({"num_format": shown})
        look = self.formats[shown]
        if formula:
            self.sheet.write_formula(row, col, formula, look, value)
        elif value == "":
            self.sheet.write_blank(row, col, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, col, value, look)
        else:
            self.sheet.write_number(row, col, value, look)

    def merge(self, row, col, height, width):
        self.sheet.merge_range(row, col, row + height - 1, col + width - 1, None)

    def hide(self, col):
        self.sheet.set_column(col, col, None, None, {"hidden": True})

    def save(self):
        self.book.close()


def sum_formula(cell, table, row, col):
    """The sum that an office puts where the form has a total; what it says does not matter here."""
    if cell.col != table.width - 1 or table.width < 8:
        return None
    left = f"{get_column_letter(col - 5)}{row + 1}"
    return f"=SUM({left}:{get_column_letter(col)}{row + 1})"


def shown_as(rng, layout, value):
    if isinstance(value, str):
        return "@" if layout == "texts" else None
    if layout != "formats":
        return None
    if isinstance(value, float):
        return rng.choice(["0.00##", "#,##0.00##", "0.0000"])
    return rng.choice(["#,##0", "0", "#,##0_ ;-#,##0 ", "#,##0_);[Red](#,##0)", "0_ ", '0"件"'])


def write(rng, layout, edition, year, cells, path):
    look = Look(rng, empty=layout == "split" and rng.random() < 0.3, extra=layout == "extra-label",
                turned=layout == "extra-label" and rng.random() < 0.5,
                plain=layout == "split" and rng.random() < 0.3)
    pieces = grids.contents(look, edition, year, cells)
    if layout == "split":
        pieces = grids.with_table_three_split(rng, pieces, rng.choice(["", "（续表）"]))
    shared = layout == "formulas" or layout in ("texts", "merged") and rng.random() < 0.5
    book = (XlsxWriter if shared else OpenPyxl)(path)
    down, right, hidden = 0, 0, None
    if layout == "offset":
        down, right = rng.randint(0, 5), rng.randint(1, 4)
        hidden = rng.randint(1, 3)
    wide = max(what.width for kind, what in pieces if kind == "table")
    row = down
    book.begin("报告")
    for kind, what in pieces:
        if layout == "sheets" and kind == "heading":
            book.begin(what[:4])
            row = down
        if kind == "table":
            if layout == "split" and row and rng.random() < 0.5:
                row += 1
            table(rng, layout, look, book, what, row, right, hidden)
            row += what.height
            continue
        book.put(row, right, what)
        if layout != "split" or rng.random() < 0.5:
            book.merge(row, right, 1, wide)
        row += rng.choice([1, 1, 2])
    if hidden is not None:
        book.hide(right + hidden)
    book.save()


def table(rng, layout, look, book, what, row, right, hidden):
    """One table; a hidden column stands empty inside its cells or between them."""
    def column(col):
        return right + col + (1 if hidden is not None and col >= hidden else 0)

    for cell in what.cells:
        at, col = row + cell.row, column(cell.col)
        width = column(cell.col + cell.width - 1) - col + 1
        value = cell.text
        if cell.figure and layout != "texts":
            value = value_of(cell.text, look)
        formula = sum_formula(cell, what, at, col) \
            if layout == "formulas" and cell.figure and isinstance(value, int) else None
        if width * cell.height > 1:
            book.merge(at, col, cell.height, width)
        book.put(at, col, value, shown_as(rng, layout, value) if cell.figure else None, formula)
