//! Word files of 2007 or later (ECMA-376 part 1, `WordprocessingML`).
//!
//! What a reader of the printed page does not see is not read: deleted and moved text, hidden runs,
//! text boxes, and the second copy that Word keeps of every drawing. What the reader sees but the
//! text does not hold is added: the numbers of numbered headings.

mod numbering;
mod table;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use self::numbering::Numbering;
use self::table::Merge;
use self::table::Row;
use self::table::Table;
use super::archive::Archive;
use crate::extract::sniff::NotAReport;
use crate::html::Block;

const KIND: &str = "DOCX";
/// Tables inside each other at most.
const MAX_DEPTH: usize = 8;
/// Paragraphs, cells and images at most; the form has some 400.
const MAX_NODES: usize = 100_000;

/// A piece of the body or of a cell.
enum Node {
    /// A paragraph, a line a string.
    Paragraph(Vec<String>),
    Table(Table),
    Image,
}

/// The blocks of the document, in reading order.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    let mut archive = Archive::open(KIND, bytes)?;
    let document = xml(&mut archive, "word/document.xml")?.unwrap_or_default();
    let numbering = xml(&mut archive, "word/numbering.xml")?.unwrap_or_default();
    let styles = xml(&mut archive, "word/styles.xml")?.unwrap_or_default();
    let nodes = parse(&document, Numbering::read(&numbering, &styles)?)?;
    let mut blocks = Vec::new();
    table::flatten(nodes, &mut blocks);
    Ok(blocks)
}

fn xml(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, NotAReport> {
    let Some(bytes) = archive.part(name)? else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(|_| damaged(&"its text is not UTF-8"))?;
    Ok(Some(text))
}

fn damaged(why: &dyn std::fmt::Display) -> NotAReport {
    NotAReport::Damaged { kind: KIND, why: why.to_string() }
}

/// An attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // The check for doubles compares every attribute with all before it.
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

/// A property that is on unless its value says otherwise.
fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// Elements whose inside no reader sees, or sees a second time.
const UNSEEN: [&str; 13] = [
    "del",
    "moveFrom",
    "txbxContent",
    "Fallback",
    "rt",
    "pPrChange",
    "rPrChange",
    "tcPrChange",
    "trPrChange",
    "tblPrChange",
    "tblPrExChange",
    "sectPrChange",
    "numberingChange",
];

fn parse(document: &str, numbering: Numbering) -> Result<Vec<Node>, NotAReport> {
    let mut reader = Reader::from_str(document);
    let mut parser = Parser { numbering, ..Parser::default() };
    // How deep inside an unseen element.
    let mut unseen = 0_usize;
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(_) if unseen > 0 => unseen += 1,
            Event::End(_) if unseen > 0 => unseen -= 1,
            Event::Eof => break,
            _ if unseen > 0 => {}
            Event::Start(element) if UNSEEN.contains(&element.local_name().as_ref()) => unseen = 1,
            Event::Start(element) => parser.open(&element)?,
            Event::Empty(element) => {
                parser.open(&element)?;
                parser.close(element.local_name().as_ref())?;
            }
            Event::End(element) => parser.close(element.local_name().as_ref())?,
            Event::Text(text) => parser.text(&text),
            Event::CData(text) => parser.text(&text.into_inner()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => parser.text(c.encode_utf8(&mut [0; 4])),
                _ => parser.text(
                    quick_xml::escape::resolve_predefined_entity(&entity).unwrap_or("\u{FFFD}"),
                ),
            },
            _ => {}
        }
    }
    // A file cut short would end inside a table, whose last rows are then missing.
    if parser.tables.is_empty() { Ok(parser.body) } else { Err(damaged(&"it ends inside a table")) }
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    lines: Vec<String>,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Paragraph {
    fn push(&mut self, text: &str) {
        match self.lines.last_mut() {
            Some(line) => line.push_str(text),
            None => self.lines.push(text.to_owned()),
        }
    }
}

#[derive(Default)]
struct Parser {
    numbering: Numbering,
    body: Vec<Node>,
    /// The tables around the present place, outermost first.
    tables: Vec<Table>,
    /// The paragraphs around the present place; a text box would open one inside another.
    paragraphs: Vec<Paragraph>,
    run: Run,
    in_row_properties: bool,
    nodes: usize,
}

/// Where in a run the parser is.
#[derive(Default)]
struct Run {
    /// Inside one.
    open: bool,
    /// Inside its text.
    in_text: bool,
    /// It is hidden.
    hidden: bool,
}

impl Parser {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), NotAReport> {
        let name = element.local_name();
        match name.as_ref() {
            "tbl" => {
                if self.tables.len() == MAX_DEPTH {
                    return Err(NotAReport::TooLarge { kind: KIND, limit: "8 nested tables" });
                }
                self.tables.push(Table::default());
            }
            "tr" => self.with_table(|table| table.rows.push(Row::default())),
            "trPr" => self.in_row_properties = true,
            "del" if self.in_row_properties => self.with_row(|row| row.deleted = true),
            "gridBefore" => {
                let columns = number(element);
                self.with_row(|row| row.skipped = columns);
            }
            "tc" => self.with_row(|row| row.cells.push(table::Cell::default())),
            "gridSpan" => {
                let span = number(element);
                self.with_cell(|cell| cell.span = span);
            }
            "vMerge" => {
                let restart = attribute(element, "val").as_deref() == Some("restart");
                let merge = if restart { Merge::Starts } else { Merge::Continues };
                self.with_cell(|cell| cell.merge = merge);
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => {
                self.run = Run { open: true, ..Run::default() };
            }
            "vanish" if self.run.open => self.run.hidden = is_on(element),
            "t" => self.run.in_text = true,
            "tab" if self.run.open => self.write("\t"),
            "br" | "cr" if self.run.open => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.lines.push(String::new());
                }
            }
            "noBreakHyphen" => self.write("-"),
            // A sign of a symbol font: there is no telling which.
            "sym" => self.write("\u{FFFD}"),
            "pStyle" => {
                let style = attribute(element, "val");
                self.with_paragraph(|it| it.style = style);
            }
            "numId" => {
                let list = attribute(element, "val");
                self.with_paragraph(|it| it.list = list);
            }
            "ilvl" => {
                let level = number(element);
                self.with_paragraph(|it| it.level = Some(level));
            }
            "blip" | "imagedata" | "OLEObject" => self.push(Node::Image)?,
            // Another file is printed here, which is read as little as a picture would be.
            "altChunk" | "subDoc" => {
                self.push(Node::Paragraph(vec!["\u{FFFD}".to_owned()]))?;
                self.push(Node::Image)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), NotAReport> {
        match name {
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.push(Node::Table(table))?;
                }
            }
            "trPr" => self.in_row_properties = false,
            "p" => {
                if let Some(mut paragraph) = self.paragraphs.pop() {
                    let shown = paragraph.lines.iter().any(|line| !line.trim().is_empty());
                    // Word counts an empty paragraph of a list too.
                    let label = self.numbering.label(
                        paragraph.style.as_deref(),
                        paragraph.list.as_deref(),
                        paragraph.level,
                    );
                    if let (Some(label), true) = (label, shown) {
                        match paragraph.lines.first_mut() {
                            Some(line) => line.insert_str(0, &label),
                            None => paragraph.push(&label),
                        }
                    }
                    self.push(Node::Paragraph(paragraph.lines))?;
                }
            }
            "r" => self.run.open = false,
            "t" => self.run.in_text = false,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.run.in_text {
            self.write(text);
        }
    }

    fn write(&mut self, text: &str) {
        if !self.run.hidden {
            self.with_paragraph(|paragraph| paragraph.push(text));
        }
    }

    fn push(&mut self, node: Node) -> Result<(), NotAReport> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(NotAReport::TooLarge { kind: KIND, limit: "100000 paragraphs" });
        }
        let cell = self
            .tables
            .last_mut()
            .and_then(|table| table.rows.last_mut())
            .and_then(|row| row.cells.last_mut());
        match cell {
            Some(cell) => cell.nodes.push(node),
            None => self.body.push(node),
        }
        Ok(())
    }

    fn with_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn with_row(&mut self, change: impl FnOnce(&mut Row)) {
        self.with_table(|table| {
            if let Some(row) = table.rows.last_mut() {
                change(row);
            }
        });
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut table::Cell)) {
        self.with_row(|row| {
            if let Some(cell) = row.cells.last_mut() {
                change(cell);
            }
        });
    }

    fn with_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }
}

/// The number in `val`; rubbish counts as 0.
fn number(element: &BytesStart<'_>) -> usize {
    attribute(element, "val").and_then(|value| value.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
