//! PDF files: a page is only glyphs and rules in their places; lines, paragraphs and tables are
//! rebuilt from where they stand.
//!
//! `lopdf` takes the file apart within bounds; what a page paints is read here, because a library
//! that guesses a character or drops one turns a figure into another. [`content`] reads a page,
//! [`ruling`] finds its tables, [`lines`] its words, [`join`] what goes on over a page break.

mod annotations;
mod attributes;
mod budget;
mod cmap;
mod content;
mod encoding;
mod font;
mod geometry;
mod join;
mod lines;
mod ruling;
mod running;

use lopdf::Document;
use lopdf::LoadOptions;
use lopdf::Object;

use self::budget::Budget;
use self::budget::Trouble;
use self::content::Glyph;
use self::content::Shown;
use self::lines::Margins;
use self::lines::TextLine;
use self::ruling::Ruled;
use super::guarded;
use crate::domain::Carrier;
use crate::extract::sniff::NotAReport;
use crate::html::Block;
use crate::wording::squash;
use crate::wording::tidy;

const KIND: &str = "PDF";
/// Pages at most; a report has six.
const MAX_PAGES: usize = 300;
/// Containers of compressed objects at most; each may unpack to [`MAX_STREAM`].
const MAX_CONTAINERS: usize = 100;
/// Bytes of one unpacked stream at most.
const MAX_STREAM: usize = 4 << 20;
/// An image over this share of a page may hold a table; a seal or a logo does not.
const LARGE: f64 = 0.05;
/// A page with fewer characters under an image that fills it is a scan.
const FEW: usize = 40;

/// A piece of a page.
enum Item {
    Line(TextLine),
    Table(Ruled),
    Image(f64),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.y,
            Self::Table(table) => table.top(),
            Self::Image(top) => *top,
        }
    }
}

/// The blocks of a file, in reading order.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    guarded(KIND, || read(bytes))
}

fn read(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    let damaged = |why: &str| NotAReport::Damaged { kind: KIND, why: why.to_owned() };
    let containers = |name: &[u8]| bytes.windows(name.len()).filter(|it| *it == name).count();
    if containers(b"/ObjStm") + containers(b"/XRef") > MAX_CONTAINERS {
        return Err(NotAReport::TooLarge { kind: KIND, limit: "100 object containers" });
    }
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM);
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|error| damaged(&error.to_string()))?;
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(NotAReport::Format("a PDF file that is locked by a password"));
    }
    let ids: Vec<_> = document.page_iter().take(MAX_PAGES + 1).collect();
    if ids.is_empty() {
        return Err(damaged("it has no pages"));
    }
    if ids.len() > MAX_PAGES {
        return Err(NotAReport::TooLarge { kind: KIND, limit: "300 pages" });
    }
    // The library leaves out the branches of the page tree that it cannot follow.
    let promised = document.catalog().and_then(|it| it.get_deref(b"Pages", &document));
    let promised = promised.and_then(Object::as_dict);
    let promised = promised.and_then(|it| it.get_deref(b"Count", &document)?.as_i64());
    if promised.is_ok_and(|count| usize::try_from(count).is_ok_and(|count| count > ids.len())) {
        return Err(damaged("a page of it is missing"));
    }
    let mut budget = Budget::default();
    let mut pages = Vec::new();
    for id in ids {
        let page = document.get_dictionary(id).map_err(|_| damaged("a page of it is missing"))?;
        let shown =
            content::page(&document, page, &mut budget).map_err(|trouble| match trouble {
                Trouble::TooMuch => NotAReport::TooLarge { kind: KIND, limit: "12 MiB of drawing" },
                Trouble::Broken => damaged("what one of its pages shows is broken"),
            })?;
        pages.push(shown);
    }
    let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
    let nameless = glyphs().filter(|glyph| glyph.text.contains('\u{FFFD}')).count();
    if nameless > 20 && nameless * 5 > glyphs().count() {
        return Err(damaged("its fonts do not say which characters they show"));
    }
    let is_scan = |page: &Shown| {
        page.glyphs.len() < FEW
            && page.images.iter().any(|(_, area)| *area > 0.4 * page.width * page.height)
    };
    if !pages.is_empty() && pages.iter().all(is_scan) {
        return Err(NotAReport::Scan(Carrier::Pdf.name()));
    }
    let mut pages: Vec<(f64, Vec<Item>)> =
        pages.into_iter().enumerate().map(|(i, page)| (page.height, items(i, page))).collect();
    running::remove(&mut pages);
    Ok(arranged(pages.into_iter().map(|(_, items)| items).collect()))
}

/// The pieces of a page from top to bottom, without its number.
fn items(number: usize, page: Shown) -> Vec<Item> {
    let glyphs = lines::without_doubles(page.glyphs);
    let mut tables: Vec<Ruled> =
        ruling::tables(&page.rules).into_iter().filter(|table| table.cells.len() > 1).collect();
    // Of a table and a frame around it, the table is meant.
    tables.sort_by(|a, b| (a.bottom() - a.top()).total_cmp(&(b.bottom() - b.top())));
    let place = |glyph: &Glyph| {
        tables
            .iter()
            .enumerate()
            .find_map(|(i, table)| Some((i, table.cell_at(glyph.x(), glyph.y)?)))
    };
    let mut inside: std::collections::BTreeMap<(usize, usize), Vec<Glyph>> =
        std::collections::BTreeMap::new();
    let mut outside = Vec::new();
    let mut torn = Vec::new();
    for line in lines::lines(glyphs) {
        let places: Vec<_> = line.iter().map(place).collect();
        // A number that runs over the side of its cell is read in neither.
        for (pair, places) in line.windows(2).zip(places.windows(2)) {
            if let ([a, b], [from, to]) = (pair, places)
                && from != to
                && [a, b].iter().all(|it| it.text.chars().all(lines::is_figure))
                && b.x0 - a.x1 < 0.12 * b.size
            {
                torn.extend([*from, *to].into_iter().flatten());
            }
        }
        for (glyph, place) in line.into_iter().zip(places) {
            match place {
                Some(place) => inside.entry(place).or_default().push(glyph),
                None => outside.push(glyph),
            }
        }
    }
    for ((table, cell), glyphs) in inside {
        let mut text = tidy(&lines::cell(glyphs));
        if torn.contains(&(table, cell)) {
            text.insert(0, '\u{FFFD}');
        }
        if let Some(cell) = tables.get_mut(table).and_then(|it| it.cells.get_mut(cell)) {
            cell.text = text;
        }
    }
    let mut items: Vec<Item> = tables
        .into_iter()
        // Lines that cross without a word between them are an ornament.
        .filter(|table| table.cells.iter().any(|cell| !cell.text.is_empty()))
        .map(Item::Table)
        .collect();
    let large = LARGE * page.width * page.height;
    let images = page.images.iter().filter(|(_, area)| *area > large);
    items.extend(images.map(|(top, _)| Item::Image(*top)));
    let words = lines::lines(outside).into_iter().filter_map(|line| text_line(number, &line));
    let margin = running::EDGE * page.height;
    items.extend(
        words
            .filter(|line| {
                let in_margin = line.y < margin || line.y > page.height - margin;
                !(in_margin && is_page_number(&line.text))
            })
            .map(Item::Line),
    );
    items.sort_by(|a, b| a.top().total_cmp(&b.top()));
    items
}

fn text_line(page: usize, glyphs: &[Glyph]) -> Option<TextLine> {
    let first = glyphs.first()?;
    let text = tidy(&lines::words(glyphs));
    (!text.is_empty()).then(|| TextLine {
        text,
        page,
        x0: first.x0,
        x1: glyphs.iter().map(|it| it.x1).fold(f64::MIN, f64::max),
        y: first.y,
        size: glyphs.iter().map(|it| it.size).fold(0.0, f64::max),
    })
}

fn is_page_number(text: &str) -> bool {
    let bare: String = squash(text).chars().filter(|c| !"-—–－·.第页共/".contains(*c)).collect();
    bare.len() <= 6 && bare.chars().all(|c| c.is_ascii_digit())
}

/// All pages as one stream of blocks.
fn arranged(pages: Vec<Vec<Item>>) -> Vec<Block> {
    let mut margins = Margins { left: f64::MAX, right: f64::MIN };
    for item in pages.iter().flatten() {
        let (left, right) = match item {
            Item::Line(line) => (line.x0, line.x1),
            Item::Table(table) => (table.left(), table.right()),
            Item::Image(_) => continue,
        };
        margins = Margins { left: margins.left.min(left), right: margins.right.max(right) };
    }
    let mut blocks = Vec::new();
    let mut table: Option<Ruled> = None;
    let mut lines: Vec<TextLine> = Vec::new();
    for item in pages.into_iter().flatten() {
        match item {
            Item::Table(next) => {
                flush(&mut lines, margins, &mut table, &mut blocks);
                // With nothing between the two, the second may be the rest of the first.
                let joined = table.as_ref().and_then(|upper| join::join(upper, &next));
                if joined.is_none() {
                    end_table(&mut table, &mut blocks);
                }
                table = Some(joined.unwrap_or(next));
            }
            Item::Line(line) => {
                end_table(&mut table, &mut blocks);
                lines.push(line);
            }
            Item::Image(_) => {
                end_table(&mut table, &mut blocks);
                flush(&mut lines, margins, &mut table, &mut blocks);
                blocks.push(Block::Image);
            }
        }
    }
    flush(&mut lines, margins, &mut table, &mut blocks);
    end_table(&mut table, &mut blocks);
    blocks
}

/// Puts the lines so far down as paragraphs; a table before them has ended.
fn flush(
    lines: &mut Vec<TextLine>,
    margins: Margins,
    table: &mut Option<Ruled>,
    blocks: &mut Vec<Block>,
) {
    if lines.is_empty() {
        return;
    }
    end_table(table, blocks);
    let lines = std::mem::take(lines);
    blocks.extend(lines::paragraphs(&lines, margins).into_iter().map(Block::Text));
}

fn end_table(table: &mut Option<Ruled>, blocks: &mut Vec<Block>) {
    if let Some(table) = table.take() {
        blocks.push(Block::Table(join::grid(table)));
    }
}

#[cfg(test)]
mod tests;
