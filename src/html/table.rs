//! Which tables hold data, and their cells.
//!
//! Old sites lay out whole articles with tables, and some put each paragraph into a row; Word puts a
//! one-cell table inside a cell. The first kinds must be walked through, the last is text of its cell.

use ego_tree::NodeRef;
use html5ever::LocalName;
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

use super::grid::Grid;
use super::grid::RawCell;
use super::text::attr;
use super::text::text_of;

/// A cell with more text than this holds an article, not a figure.
const ARTICLE: usize = 400;

/// The grid of a table that holds data; `None` for one that lays out the page.
pub(super) fn data_grid(table: NodeRef<'_, Node>) -> Option<Grid> {
    let nested_data = table
        .descendants()
        .skip(1)
        .filter(|node| is(*node, &local_name!("table")))
        .any(|inner| inner.descendants().filter(|n| is_cell(*n)).take(2).count() > 1);
    if nested_data {
        return None;
    }
    let mut rows = Vec::new();
    for row in
        table.descendants().filter(|node| is(*node, &local_name!("tr")) && belongs_to(*node, table))
    {
        let mut raw = Vec::new();
        for node in row.children().filter(|node| is_cell(*node)) {
            let text = text_of(node);
            if text.len() > ARTICLE && text.chars().count() > ARTICLE {
                return None;
            }
            let element = node.value().as_element();
            raw.push(RawCell {
                text,
                colspan: element.and_then(|it| span(it, &local_name!("colspan"))).unwrap_or(1),
                rowspan: element.and_then(|it| span(it, &local_name!("rowspan"))).unwrap_or(1),
            });
        }
        rows.push(raw);
    }
    if let Some(text) = caption(table) {
        // A caption stands above all columns, as a title in a row of its own does.
        let width = |row: &Vec<RawCell>| row.iter().map(|cell| cell.colspan.max(1)).sum();
        let colspan = rows.iter().map(width).max().unwrap_or(1);
        rows.insert(0, vec![RawCell { text, colspan, rowspan: 1 }]);
    }
    let grid = Grid::new(rows);
    // A single column holds no figures beside labels.
    grid.cells.iter().any(|cell| cell.col > 0).then_some(grid)
}

/// The words of the table's own caption, if it has any and they are no article.
fn caption(table: NodeRef<'_, Node>) -> Option<String> {
    let node = table.children().find(|node| is(*node, &local_name!("caption")))?;
    let text = text_of(node);
    (!text.is_empty() && text.chars().count() <= ARTICLE).then_some(text)
}

/// True if the row's nearest table is this one, so that a one-cell table inside a cell adds no rows.
fn belongs_to(row: NodeRef<'_, Node>, table: NodeRef<'_, Node>) -> bool {
    row.ancestors().find(|node| is(*node, &local_name!("table"))) == Some(table)
}

fn is(node: NodeRef<'_, Node>, name: &LocalName) -> bool {
    node.value().as_element().is_some_and(|element| element.name.local == *name)
}

fn is_cell(node: NodeRef<'_, Node>) -> bool {
    is(node, &local_name!("td")) || is(node, &local_name!("th"))
}

/// A span attribute; signs and rubbish count as absent.
fn span(element: &Element, name: &LocalName) -> Option<usize> {
    attr(element, name)?.trim().parse().ok()
}
