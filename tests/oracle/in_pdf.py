"""Reports as PDF files in eight looks, by three ways of laying out a table.

reportlab's tables and fpdf2's tables are drawn as their libraries draw them; the painter of
`painted` places every stroke itself, for what a word processor does and those do not: rows that
break in their middle, rules drawn as areas or left out, pages on their side.
"""

import functools
import io
import logging
import os

import fpdf
from fontTools import subset
from fontTools import ttLib
from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from reportlab.platypus import Table as Flowing

import form
import grids
import layouts
import painted
from grids import Look

LAYOUTS = ["ruled", "repeated", "fpdf", "unruled", "broken", "landscape", "running", "split"]
SONG, HEI, BUILT_IN = "Song", "Hei", "STSong-Light"
FILES = {SONG: "/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf",
         HEI: "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"}


logging.getLogger("fontTools").setLevel(logging.CRITICAL)


@functools.cache
def small_font(name):
    """A font with the characters of the form alone, as subsetting a whole one takes a second."""
    texts = [repr(it) for it in (form.DISCLOSURE, form.OUTCOMES_TO_FIVE, form.OTHER, form.HEAD,
                                 form.TAIL, form.COLUMN_NAMES, form.RESULT_NAMES, layouts.PROSE,
                                 layouts.TITLES, layouts.NUMERALS)]
    texts += [chr(c) for c in range(32, 127)] + [chr(c) for c in range(0xFF01, 0xFF5F)]
    texts.append("　—－·．根据中华人民共和国的规定编制本报告所列数据统计期限自年月日起至止示例市局财政教育水利民审"
                 "政府信息公开工作年度行政复议诉讼未经直接起后申请人情况法或其他组织第页总无件内容序号项目续表勾稽关系"
                 "为加等于之和三办理结果数量")
    font = ttLib.TTFont(FILES[name], fontNumber=0)
    cutter = subset.Subsetter(subset.Options(glyph_names=False, hinting=False, layout_features=[]))
    cutter.populate(text="".join(texts))
    cutter.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@functools.cache
def fonts():
    """Registers the fonts with reportlab, once."""
    pdfmetrics.registerFont(UnicodeCIDFont(BUILT_IN))
    for name in FILES:
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(small_font(name))))


def flowing(rng, pieces, path):
    """The tables of reportlab, each on one page, as they do not break inside a merged cell."""
    font = rng.choice([BUILT_IN, BUILT_IN, SONG, HEI])
    size = rng.choice([7, 8, 9, 10])
    thin = size - 1 if size > 8 else 6.5
    prose = ParagraphStyle("prose", fontName=font, fontSize=size + 2, leading=size * 2,
                           firstLineIndent=2 * size + 4, wordWrap="CJK")
    title = ParagraphStyle("title", parent=prose, fontSize=size + 6, alignment=1, firstLineIndent=0,
                           leading=size * 3)
    page = pagesizes.A4
    across = page[0] - 112
    flow = []
    for kind, what in pieces:
        if kind != "table":
            flow.append(Paragraph(what, title if kind == "title" else prose))
            continue
        alignment = rng.choice([0, 1, 2])
        widths = painted.columns(what, across)
        rows = [[""] * what.width for _ in range(what.height)]
        spans = []
        for cell in what.cells:
            room = sum(widths[cell.col:cell.col + cell.width]) - 6
            fit = painted.fitting(cell, room, thin, font)
            style = ParagraphStyle("cell", fontName=font, fontSize=fit, leading=fit * 1.2,
                                   wordWrap="CJK", alignment=alignment if cell.figure else 1)
            rows[cell.row][cell.col] = Paragraph(cell.text, style)
            if cell.height * cell.width > 1:
                spans.append(("SPAN", (cell.col, cell.row), (cell.col + cell.width - 1,
                                                             cell.row + cell.height - 1)))
        looks = [("GRID", (0, 0), (-1, -1), rng.choice([0.25, 0.5, 1]), (0, 0, 0)),
                 ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 2),
                 ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
        flow += [Flowing(rows, colWidths=widths, style=looks + spans), Spacer(1, 8)]
    SimpleDocTemplate(path, pagesize=page, leftMargin=50, rightMargin=50,
                      topMargin=50, bottomMargin=50).build(flow)


def by_fpdf(rng, pieces, path):
    """The tables of fpdf2, which draw the sides of every cell."""
    pdf = fpdf.FPDF(unit="pt", format="A4")
    name = rng.choice([SONG, HEI])
    pdf.add_font(name, fname=cut_file(name, os.path.dirname(os.path.dirname(path))))
    size = rng.choice([6, 7, 8])
    pdf.add_page()
    for kind, what in pieces:
        if kind != "table":
            pdf.set_font(name, size=size + (8 if kind == "title" else 3))
            indent = "" if kind == "title" else "　　"
            pdf.multi_cell(0, size * 2.2, indent + what, align="C" if kind == "title" else "L",
                           new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
            continue
        pdf.set_font(name, size=size)
        widths = painted.columns(what, pdf.epw)
        by_row = {}
        for cell in what.cells:
            by_row.setdefault(cell.row, []).append(cell)
        with pdf.table(col_widths=widths, first_row_as_headings=False, line_height=size * 1.4,
                       text_align="CENTER", width=pdf.epw, padding=1.5, wrapmode="CHAR",
                       num_heading_rows=0) as drawn:
            for row in range(what.height):
                line = drawn.row()
                for cell in sorted(by_row.get(row, []), key=lambda it: it.col):
                    line.cell(cell.text, colspan=cell.width, rowspan=cell.height)
    pdf.output(path)


@functools.cache
def cut_file(name, folder):
    path = os.path.join(folder, f"{name}-{os.getpid()}.ttf")
    with open(path, "wb") as file:
        file.write(small_font(name))
    return path


def write(rng, layout, edition, year, cells, path):
    fonts()
    look = Look(rng, no_blanks=layout == "unruled", empty=layout == "split" and rng.random() < 0.3,
                plain=layout == "landscape" and rng.random() < 0.3,
                turned=layout in ("ruled", "landscape") and rng.random() < 0.3)
    pieces = grids.contents(look, edition, year, cells)
    if layout == "split":
        pieces = grids.with_table_three_split(rng, pieces, rng.choice(["", "（续表）"]))
    if layout == "ruled":
        flowing(rng, pieces, path)
    elif layout == "fpdf":
        by_fpdf(rng, pieces, path)
    else:
        font = rng.choice([SONG, HEI, BUILT_IN])
        digits = rng.choice([font, "Helvetica", "Times-Roman"])
        painted.Painter(rng, layout, font, digits, path).report(pieces)
