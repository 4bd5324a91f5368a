//! Rows of cells with any spans become a rectangle in which no two cells lie over each other, and
//! the same rows as markup become the same rectangle.
#![no_main]

use gongkai_watch::html::Block;
use gongkai_watch::html::Grid;
use gongkai_watch::html::Page;
use gongkai_watch::html::grid::RawCell;
use libfuzzer_sys::fuzz_target;

/// Sides of a rectangle at most, and slots that its cells cover.
const MOST: usize = 200_000;

fuzz_target!(|rows: Vec<Vec<(u8, Span, Span)>>| {
    let text = |byte: u8| char::from(b'a' + byte % 26).to_string();
    let mut html = String::from("<table>");
    let mut raw = Vec::new();
    for row in &rows {
        html.push_str("<tr>");
        let mut cells = Vec::new();
        for (byte, colspan, rowspan) in row {
            let (text, colspan, rowspan) = (text(*byte), colspan.value(), rowspan.value());
            html.push_str(&format!("<td colspan={colspan} rowspan=' {rowspan}'>{text}"));
            cells.push(RawCell { text, colspan, rowspan });
        }
        raw.push(cells);
    }
    let grid = Grid::new(raw);
    check(&grid);
    // A single column is walked through.
    let several = grid.cells.iter().any(|cell| cell.col > 0);
    let page = Page::parse(&html).expect("a table is not deep");
    let found = page.blocks.into_iter().find_map(|placed| match placed.block {
        Block::Table(grid) => Some(grid),
        _ => None,
    });
    assert_eq!(found, several.then_some(grid));
});

fn check(grid: &Grid) {
    let mut slots = 0;
    for cell in &grid.cells {
        assert!(cell.height > 0 && cell.row + cell.height <= grid.height);
        assert!(cell.width > 0 && cell.col + cell.width <= grid.width);
        slots += cell.height * cell.width;
    }
    assert!(slots <= MOST && grid.width <= MOST);
    if grid.cells.len() < 60 {
        for (i, a) in grid.cells.iter().enumerate() {
            for b in grid.cells.iter().skip(i + 1) {
                let apart = a.row + a.height <= b.row
                    || b.row + b.height <= a.row
                    || a.col + a.width <= b.col
                    || b.col + b.width <= a.col;
                // A cell that spans rows may run into a wide one, as in a browser.
                assert!(apart || a.height > 1 || b.height > 1);
            }
        }
    }
}

/// A span: small as a rule, and now and then absurd.
#[derive(Debug, arbitrary::Arbitrary)]
enum Span {
    Small(u8),
    Any(u16),
    Absurd(usize),
}

impl Span {
    fn value(&self) -> usize {
        match self {
            Self::Small(n) => usize::from(n % 6),
            Self::Any(n) => usize::from(*n),
            Self::Absurd(n) => *n,
        }
    }
}
