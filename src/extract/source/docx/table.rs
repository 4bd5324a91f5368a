//! Tables of a Word file → grids, and the body → blocks.
//!
//! Word names the columns of every row in full: a cell that another covers from above is there, with
//! the mark that it continues.

use super::Node;
use crate::html::Block;
use crate::html::Grid;
use crate::html::grid::RawCell;
use crate::wording::tidy;

/// A cell with more text than this holds an article, not a figure.
const ARTICLE: usize = 400;

/// Columns that a cell covers at most, and in which merged cells are followed; Word has 63.
const MAX_COLUMNS: usize = 1_000;

#[derive(Default)]
pub(super) struct Table {
    pub rows: Vec<Row>,
}

#[derive(Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Grid columns before the first cell (`gridBefore`).
    pub skipped: usize,
    /// Deleted with changes tracked.
    pub deleted: bool,
}

/// Whether a cell is part of one that runs down several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    #[default]
    Single,
    Starts,
    Continues,
}

#[derive(Default)]
pub(super) struct Cell {
    pub nodes: Vec<Node>,
    /// Grid columns covered; 0 counts as 1.
    pub span: usize,
    pub merge: Merge,
}

/// Puts the nodes into reading order. A table that only lays out the page is walked through.
pub(super) fn flatten(nodes: Vec<Node>, blocks: &mut Vec<Block>) {
    for node in nodes {
        match node {
            Node::Paragraph(lines) => {
                let lines = lines.iter().map(|line| tidy(line)).filter(|line| !line.is_empty());
                blocks.extend(lines.map(Block::Text));
            }
            Node::Image => blocks.push(Block::Image),
            Node::Table(table) if is_layout(&table) => {
                for row in table.rows.into_iter().filter(|row| !row.deleted) {
                    for cell in row.cells {
                        flatten(cell.nodes, blocks);
                    }
                }
            }
            Node::Table(table) => {
                // A picture in a cell may be the figure.
                let images = table
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .flat_map(|cell| &cell.nodes)
                    .any(|node| matches!(node, Node::Image));
                blocks.push(Block::Table(grid(table)));
                if images {
                    blocks.push(Block::Image);
                }
            }
        }
    }
}

fn is_layout(table: &Table) -> bool {
    let cells = || table.rows.iter().filter(|row| !row.deleted).flat_map(|row| &row.cells);
    let holds_data = |cell: &Cell| {
        cell.nodes.iter().any(|node| match node {
            Node::Table(inner) => inner.rows.iter().map(|row| row.cells.len()).sum::<usize>() > 1,
            Node::Paragraph(_) | Node::Image => false,
        })
    };
    cells().take(2).count() < 2
        || cells().any(holds_data)
        || cells().any(|cell| text(&cell.nodes).chars().count() > ARTICLE)
}

/// All words of a cell; those of a one-cell table inside it too.
fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Paragraph(lines) => {
                for line in lines {
                    out.push_str(line);
                    out.push('\n');
                }
            }
            Node::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    out.push_str(&text(&cell.nodes));
                    out.push('\n');
                }
            }
            Node::Image => {}
        }
    }
    tidy(&out)
}

fn grid(table: Table) -> Grid {
    let mut rows: Vec<Vec<RawCell>> = Vec::new();
    // For each column, the cell that a continuing one belongs to: its row and place there.
    let mut open: Vec<Option<(usize, usize)>> = Vec::new();
    for row in table.rows.into_iter().filter(|row| !row.deleted) {
        let at = rows.len();
        let mut raw: Vec<RawCell> = Vec::new();
        let mut column = 0;
        if row.skipped > 0 {
            raw.push(RawCell { text: String::new(), colspan: row.skipped, rowspan: 1 });
            column = row.skipped.min(MAX_COLUMNS);
        }
        for cell in row.cells {
            let span = cell.span.clamp(1, MAX_COLUMNS);
            if open.len() <= column && column < MAX_COLUMNS {
                open.resize(column + 1, None);
            }
            let origin = open.get(column).copied().flatten();
            match (cell.merge, origin) {
                (Merge::Continues, Some((above, place))) => {
                    if let Some(origin) = rows.get_mut(above).and_then(|row| row.get_mut(place)) {
                        origin.rowspan = at + 1 - above;
                    }
                }
                (merge, _) => {
                    let started = (merge == Merge::Starts).then_some((at, raw.len()));
                    if let Some(slot) = open.get_mut(column) {
                        *slot = started;
                    }
                    raw.push(RawCell { text: text(&cell.nodes), colspan: span, rowspan: 1 });
                }
            }
            column += span;
        }
        rows.push(raw);
    }
    Grid::new(rows)
}
