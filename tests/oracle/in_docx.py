"""Reports as Word files in eight looks.

`python-docx` makes the package and, in one look, merges the cells; the other looks write what Word
and WPS write and the library does not: changes tracked, numbers by numbering, a run for every digit.
"""

from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import grids
from grids import Look

LAYOUTS = ["merged", "empty-header", "nested", "torn-runs", "tracked", "extra-label", "split",
           "numbered"]

SPACES = (nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
          ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
          ' xmlns:v="urn:schemas-microsoft-com:vml"')
CHANGE = 'w:id="7" w:author="someone" w:date="2025-01-10T09:00:00Z"'
NUMERALS = ["chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"]


def run(text, properties=""):
    inside = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


class Writer:
    """The XML of one report."""

    def __init__(self, rng, layout):
        self.rng = rng
        self.layout = layout

    def runs(self, text):
        if self.layout == "torn-runs":
            marks = ["", '<w:proofErr w:type="spellStart"/>', "<w:r><w:lastRenderedPageBreak/></w:r>",
                     '<w:bookmarkStart w:id="3" w:name="a"/><w:bookmarkEnd w:id="3"/>']
            fonts = ["", '<w:rFonts w:hint="eastAsia"/>', "<w:b/>", '<w:sz w:val="18"/>']
            return "".join(run(c, self.rng.choice(fonts)) + self.rng.choice(marks) for c in text)
        if self.layout == "tracked" and self.rng.random() < 0.3:
            return self.tracked(text)
        if self.layout == "numbered" and self.rng.random() < 0.1:
            return run("99", "<w:vanish/>") + run(text)
        return run(text)

    def tracked(self, text):
        old = str(self.rng.randint(0, 999))
        gone = f"<w:r><w:delText>{old}</w:delText></w:r>"
        kind, more = self.rng.choice([("del", ""), ("moveFrom", "")])
        gone = f"<w:{kind} {CHANGE}>{gone}</w:{kind}>"
        at = self.rng.randint(0, len(text))
        new = self.rng.choice(["ins", "moveTo"])
        come = f"<w:{new} {CHANGE}>{run(text[at:])}</w:{new}>" if text[at:] else more
        return run(text[:at]) + gone + come

    def paragraph(self, text, properties=""):
        return f"<w:p><w:pPr>{properties}</w:pPr>{self.runs(text)}</w:p>"

    def cell_inside(self, cell):
        if self.layout == "nested" and cell.text and self.rng.random() < 0.2:
            inner = f"<w:tc><w:tcPr/>{self.paragraph(cell.text)}</w:tc>"
            return (f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{inner}</w:tr></w:tbl>"
                    "<w:p/>")
        if self.layout == "numbered" and not cell.figure and cell.text[1:2] == ".":
            number = ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>')
            return self.paragraph(cell.text[2:], number)
        if not cell.figure and len(cell.text) > 6 and self.rng.random() < 0.1:
            at = self.rng.randint(1, len(cell.text) - 1)
            return self.paragraph(cell.text[:at]) + self.paragraph(cell.text[at:])
        return self.paragraph(cell.text)

    def tc(self, inside, width=1, merge=""):
        span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inside}</w:tc>"

    def row(self, table, row):
        out = []
        here = sorted((it for it in table.cells if it.row <= row < it.row + it.height),
                      key=lambda it: it.col)
        for cell in here:
            if cell.row < row:
                mark = self.rng.choice(["<w:vMerge/>", '<w:vMerge w:val="continue"/>'])
                out.append(self.tc("<w:p/>", cell.width, mark))
            elif self.layout == "empty-header" and row < table.head and not cell.text:
                # Never merged, as in a form that an office drew anew.
                out += [self.tc("<w:p/>") for _ in range(cell.width)]
            else:
                mark = '<w:vMerge w:val="restart"/>' if cell.height > 1 else ""
                out.append(self.tc(self.cell_inside(cell), cell.width, mark))
        change = ""
        if self.layout == "tracked" and self.rng.random() < 0.1:
            change = f"<w:trPr><w:ins {CHANGE}/></w:trPr>"
        rows = f"<w:tr>{change}{''.join(out)}</w:tr>"
        if self.layout == "tracked" and self.rng.random() < 0.05 and all(
                it.height == 1 and it.row == row for it in here):
            gone = "".join(self.tc(f"<w:p><w:del {CHANGE}><w:r><w:delText>7</w:delText></w:r></w:del>"
                                   "</w:p>", it.width) for it in here)
            rows += f"<w:tr><w:trPr><w:del {CHANGE}/></w:trPr>{gone}</w:tr>"
        return rows

    def table(self, table):
        if self.layout == "empty-header":
            table.cells = [
                grids.replace(it, height=1) if it.row < table.head and not it.text else it
                for it in table.cells]
            grids.filled(table)
        columns = "<w:gridCol/>" * table.width
        rows = "".join(self.row(table, row) for row in range(table.height))
        return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def heading(self, text):
        if self.layout == "numbered":
            number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
            return self.paragraph(text.split("、", 1)[1], number)
        return self.paragraph(text)

    def text_box(self):
        words = self.paragraph("12 内部资料")
        return ("<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>"
                f"<w:txbxContent>{words}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
                f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{words}</w:txbxContent></v:textbox>"
                "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>")


def numbering(document, rng):
    """Two lists: the headings of the report, and the rows of a group."""
    root = document.part.numbering_part.element
    kinds = [(90, rng.choice(NUMERALS), "%1、"), (91, "decimal", "%1.")]
    for number, kind, text in kinds:
        root.insert(0, parse_xml(
            f'<w:abstractNum {SPACES} w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
            "</w:abstractNum>"))
        root.append(parse_xml(f'<w:num {SPACES} w:numId="{number}"><w:abstractNumId w:val="{number}"/>'
                              "</w:num>"))


def merged(document, table):
    """A table whose cells the library merges."""
    made = document.add_table(rows=table.height, cols=table.width, style="Table Grid")
    slots = [list(row.cells) for row in made.rows]
    for cell in table.cells:
        corner = slots[cell.row][cell.col]
        if cell.height * cell.width > 1:
            corner = corner.merge(slots[cell.row + cell.height - 1][cell.col + cell.width - 1])
        corner.text = cell.text


def write(rng, layout, edition, year, cells, path):
    look = Look(rng, empty=layout == "empty-header", extra=layout == "extra-label",
                turned=layout in ("extra-label", "nested") and rng.random() < 0.5,
                plain=layout == "torn-runs" and rng.random() < 0.3)
    pieces = grids.contents(look, edition, year, cells)
    if layout == "split":
        pieces = grids.with_table_three_split(rng, pieces, rng.choice(["", "（续表）"]))
    document = docx.Document()
    writer = Writer(rng, layout)
    if layout == "numbered":
        numbering(document, rng)
    body = []
    for kind, what in pieces:
        if kind == "table" and layout == "merged":
            merged(document, what)
        elif layout == "merged":
            document.add_paragraph(what)
        elif kind == "table":
            body.append(writer.table(what))
            body.append(writer.text_box() if layout == "split" else "<w:p/>")
        elif kind == "heading":
            body.append(writer.heading(what))
        else:
            body.append(writer.paragraph(what))
    if layout == "nested" and rng.random() < 0.5:
        body = [f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
                f"{''.join(body)}<w:p/></w:tc></w:tr></w:tbl>", "<w:p/>"]
    end = document.element.body.sectPr
    for element in parse_xml(f"<w:body {SPACES}>{''.join(body)}</w:body>"):
        end.addprevious(element)
    document.save(path)
