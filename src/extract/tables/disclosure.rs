//! Table 2: active disclosure. Each group brings its own header row, which begins with 信息内容.

use super::Reading;
use crate::domain::Column;
use crate::domain::LineSpec;
use crate::extract::edition::Wordings;
use crate::html::Grid;
use crate::html::grid::GridCell;
use crate::wording::each_letter;

/// What stands above a figure.
enum Heading {
    Named(Column),
    /// Words that are none of the form's.
    Unknown,
    Empty,
}

/// Reads the rows that a grid holds.
pub(super) fn read(wordings: &Wordings, grid: &Grid, reading: &mut Reading) {
    let mut header: Option<Vec<Heading>> = None;
    for row in 0..grid.height {
        let cells: Vec<&GridCell> = grid.begin_in(row).collect();
        if let Some(at) = cells.iter().position(|cell| is_head(&cell.text)) {
            let names = cells.get(at + 1..).unwrap_or_default();
            // Slots that a heading covered before its table lost its spans.
            let printed = names.iter().rposition(|cell| !cell.text.is_empty());
            let names = names.iter().take(printed.map_or(0, |last| last + 1));
            let heading = |cell: &&GridCell| match wordings.columns.exact(&cell.text) {
                Some(column) => Heading::Named(column),
                None if cell.text.is_empty() => Heading::Empty,
                None => Heading::Unknown,
            };
            header = Some(names.map(heading).collect());
            continue;
        }
        let Some(columns) = &header else { continue };
        let found = cells.iter().enumerate().find_map(|(i, cell)| {
            let spec = spec_named(wordings, &cell.text)?;
            Some((i, spec))
        });
        let Some((at, spec)) = found else { continue };
        let mut figures: Vec<&str> =
            cells.iter().skip(at + 1).map(|cell| cell.text.as_str()).collect();
        while figures.len() > columns.len() && figures.last().is_some_and(|it| it.is_empty()) {
            figures.pop();
        }
        match name(columns, &figures, spec) {
            Ok(named) => reading.take(spec.line, &named),
            Err(why) => reading.refuse(spec.line, why),
        }
    }
}

/// True for the cell that begins a header row.
pub(super) fn is_head(text: &str) -> bool {
    each_letter(text).eq("信息内容".chars())
}

/// A row by its exact wording; an explanation in brackets behind it is allowed.
pub(super) fn spec_named(wordings: &Wordings, text: &str) -> Option<&'static LineSpec> {
    let bare = text.split(['（', '(']).next().filter(|it| !it.trim().is_empty()).unwrap_or(text);
    wordings.disclosure.exact(bare)
}

/// Names the figures of a row after the header above it. The cells are counted, not measured: the
/// spans of headers and figures disagree on many pages.
fn name<'a>(
    header: &[Heading],
    figures: &[&'a str],
    spec: &LineSpec,
) -> Result<Vec<(Column, &'a str)>, String> {
    if figures.len() != header.len() {
        return Err(format!(
            "the row has {} figures under {} headings",
            figures.len(),
            header.len()
        ));
    }
    let mut named = Vec::with_capacity(figures.len());
    for (column, figure) in header.iter().zip(figures) {
        match column {
            // A hidden column runs through heading and row alike.
            Heading::Empty if figure.is_empty() => {}
            Heading::Named(column) if spec.columns.contains(column) => {
                named.push((*column, *figure));
            }
            _ => return Err("the headings above the row are not those of the form".into()),
        }
    }
    Ok(named)
}
