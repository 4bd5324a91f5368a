//! A writer of PDF files as office programs print them: glyph numbers instead of characters, rules
//! around cells, words stacked in narrow columns, rows broken over pages, a number on every page.

use std::collections::BTreeMap;

use crate::form::Piece;
use crate::form::Rows;
use crate::form::placed;

const SIZE: f64 = 9.0;
const LEADING: f64 = 11.0;
const PAGE: (f64, f64) = (595.0, 842.0);
const MARGIN: (f64, f64) = (50.0, 70.0);
/// Glyphs of these are half as wide.
const NARROW: &str = "0123456789.-— ";

/// How rules are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A line for every side of every cell.
    Strokes,
    /// Thin filled rectangles, as Word writes.
    Fills,
    /// No rules at all.
    Bare,
}

/// Prints a report; with `torn`, a row may break over two pages.
pub fn pdf(pieces: &[Piece], style: Style, torn: bool) -> Vec<u8> {
    let mut printer = Printer {
        style,
        torn,
        glyphs: BTreeMap::new(),
        pages: vec![String::new()],
        y: PAGE.1 - MARGIN.1,
    };
    for piece in pieces {
        match piece {
            Piece::Line(text) => printer.line(text),
            Piece::Table(rows, columns) => printer.table(rows, *columns),
        }
    }
    printer.number();
    printer.file()
}

struct Printer {
    style: Style,
    torn: bool,
    /// Glyph numbers in the order of first use.
    glyphs: BTreeMap<char, usize>,
    pages: Vec<String>,
    /// How far down the page is filled.
    y: f64,
}

fn width(c: char) -> f64 {
    if NARROW.contains(c) { SIZE / 2.0 } else { SIZE }
}

/// Breaks a text into lines of a width; figures are kept whole.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if NARROW.contains(c) && word.chars().all(|c| NARROW.contains(c)) => {
                word.push(c);
            }
            _ => words.push(c.to_string()),
        }
    }
    for word in words {
        let size: f64 = word.chars().map(width).sum();
        if used + size > room && used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        used += size;
        lines.last_mut().unwrap().push_str(&word);
    }
    lines
}

impl Printer {
    fn text(&mut self, x: f64, y: f64, text: &str) {
        let mut hex = String::new();
        for c in text.chars() {
            let next = self.glyphs.len() + 3;
            hex.push_str(&format!("{:04X}", self.glyphs.entry(c).or_insert(next)));
        }
        let page = self.pages.last_mut().unwrap();
        page.push_str(&format!("BT /F1 {SIZE} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{hex}> Tj ET\n"));
    }

    fn next_page(&mut self) {
        self.number();
        self.pages.push(String::new());
        self.y = PAGE.1 - MARGIN.1;
    }

    fn number(&mut self) {
        let text = format!("— {} —", self.pages.len());
        self.text(PAGE.0 / 2.0 - 15.0, 40.0, &text);
    }

    fn line(&mut self, text: &str) {
        for (i, line) in wrapped(text, PAGE.0 - 2.0 * MARGIN.0 - 18.0).into_iter().enumerate() {
            if self.y - LEADING < MARGIN.1 {
                self.next_page();
            }
            self.y -= 2.0 * LEADING;
            self.text(MARGIN.0 + if i == 0 { 18.0 } else { 0.0 }, self.y, &line);
        }
    }

    fn side(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let drawn = match self.style {
            Style::Strokes => format!("0.5 w {x0:.2} {y0:.2} m {x1:.2} {y1:.2} l S\n"),
            Style::Fills => {
                format!("{x0:.2} {y0:.2} {:.2} {:.2} re f\n", x1 - x0 + 0.48, y1 - y0 + 0.48)
            }
            Style::Bare => String::new(),
        };
        self.pages.last_mut().unwrap().push_str(&drawn);
    }

    /// Column edges: labels get more room than figures.
    fn edges(columns: usize) -> Vec<f64> {
        let shares: Vec<f64> = match columns {
            10 => [vec![0.6, 1.2, 3.2], vec![1.0; 7]].concat(),
            n => vec![1.0; n],
        };
        let all: f64 = shares.iter().sum();
        let room = PAGE.0 - 2.0 * MARGIN.0;
        let mut edges = vec![MARGIN.0];
        for share in shares {
            edges.push(edges.last().unwrap() + share / all * room);
        }
        edges
    }

    fn table(&mut self, rows: &Rows, columns: usize) {
        let edges = Self::edges(columns);
        let all = placed(rows);
        // The lines of every cell that have not been printed yet.
        let mut left: Vec<Vec<String>> = all
            .iter()
            .map(|it| wrapped(&it.cell.text, edges[it.col + it.cell.width] - edges[it.col] - 4.0))
            .collect();
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for row in 0..rows.len() {
            let lines = all
                .iter()
                .zip(&left)
                .filter(|(it, _)| it.row == row && it.cell.height == 1)
                .map(|(_, lines)| lines.len())
                .max()
                .unwrap_or(1);
            parts.push((row, lines));
        }
        let mut at = 0;
        self.y -= LEADING;
        while at < parts.len() {
            // What fits on this page: (row, lines of it, whether it is all of it).
            let mut here: Vec<(usize, usize)> = Vec::new();
            let mut room = self.y - MARGIN.1;
            while let Some((row, lines)) = parts.get(at).copied() {
                let height =
                    |lines: usize| f64::from(u32::try_from(lines).unwrap()) * LEADING + 4.0;
                if height(lines) <= room {
                    room -= height(lines);
                    here.push((row, lines));
                    at += 1;
                } else {
                    if self.torn && lines > 1 && height(1) <= room {
                        here.push((row, 1));
                        parts[at].1 = lines - 1;
                    }
                    break;
                }
            }
            self.part(&all, &mut left, &edges, &here);
            if at < parts.len() {
                self.next_page();
            }
        }
    }

    /// Prints some rows on this page.
    fn part(
        &mut self,
        all: &[super::form::Placed],
        left: &mut [Vec<String>],
        edges: &[f64],
        rows: &[(usize, usize)],
    ) {
        let mut tops = BTreeMap::new();
        let mut y = self.y;
        for (row, lines) in rows {
            let height = f64::from(u32::try_from(*lines).unwrap()) * LEADING + 4.0;
            tops.insert(*row, (y, y - height, *lines));
            y -= height;
        }
        for (it, left) in all.iter().zip(left) {
            let covered: Vec<_> =
                (it.row..it.row + it.cell.height).filter_map(|row| tops.get(&row)).collect();
            let (Some(first), Some(last)) = (covered.first(), covered.last()) else { continue };
            let (x0, x1, top, bottom) =
                (edges[it.col], edges[it.col + it.cell.width], first.0, last.1);
            self.side(x0, bottom, x0, top);
            self.side(x1, bottom, x1, top);
            self.side(x0, top, x1, top);
            self.side(x0, bottom, x1, bottom);
            let room: usize = covered.iter().map(|(_, _, lines)| lines).sum();
            let here: Vec<String> = left.drain(..room.min(left.len())).collect();
            for (i, line) in (1_u32..).zip(here) {
                let used: f64 = line.chars().map(width).sum();
                let x =
                    if it.cell.width > 2 { x0 + 2.0 } else { f64::midpoint(x0, x1) - used / 2.0 };
                self.text(x, top - f64::from(i) * LEADING, &line);
            }
        }
        self.y = y;
    }

    fn file(self) -> Vec<u8> {
        let map: String = self
            .glyphs
            .iter()
            .map(|(c, glyph)| format!("<{glyph:04X}> <{:04X}>\n", u32::from(*c)))
            .collect();
        let map = format!(
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} beginbfchar\n{map}endbfchar\n",
            self.glyphs.len()
        );
        let narrow: String = self
            .glyphs
            .iter()
            .filter(|(c, _)| NARROW.contains(**c))
            .map(|(_, glyph)| format!("{glyph}[500]"))
            .collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            String::new(),
            "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Song/Encoding/Identity-H\
             /DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
                .into(),
            format!(
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Song/DW 1000/W[{narrow}]\
                 /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            ),
            format!("<</Length {}>>stream\n{map}\nendstream", map.len()),
        ];
        let mut kids = String::new();
        for content in &self.pages {
            kids.push_str(&format!("{} 0 R ", objects.len() + 1));
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Contents {} 0 R\
                 /Resources<</Font<</F1 3 0 R>>>>>>",
                PAGE.0,
                PAGE.1,
                objects.len() + 2
            ));
            objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
        }
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len());
        assembled(&objects)
    }
}

/// A file of numbered objects, the catalogue first.
pub fn assembled(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
    }
    let start = out.len();
    out.push_str(&table);
    out.push_str(&format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}

/// A page that is one picture.
pub fn scan() -> Vec<u8> {
    let content = "q 595 0 0 842 0 0 cm /I Do Q";
    assembled(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</XObject<</I 5 0 R>>>>>>"
            .into(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n \nendstream"
            .into(),
    ])
}
