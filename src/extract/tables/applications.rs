//! Table 3: applications received and handled.

use super::Reading;
use crate::domain::Column;
use crate::extract::edition::Wordings;
use crate::html::Grid;
use crate::html::grid::GridCell;

/// Reads the rows that a grid holds.
pub(super) fn read(wordings: &Wordings, grid: &Grid, reading: &mut Reading) {
    let header = header(wordings, grid);
    // A page may break behind the first row.
    let least = if header.is_some() { 1 } else { 2 };
    if !holds_rows(wordings, grid, least) {
        return;
    }
    for row in 0..grid.height {
        let label = grid
            .begin_in(row)
            .filter(|cell| first_data_column(header.as_ref()).is_none_or(|col| cell.col < col))
            .filter_map(|cell| Some((cell, wordings.applications.find(&cell.text)?)))
            .last();
        let Some((label, spec)) = label else { continue };
        match cells(grid, row, label, header.as_ref()) {
            Ok(cells) => {
                let named: Vec<_> = Column::APPLICATIONS.into_iter().zip(cells).collect();
                reading.take(spec.line, &named);
            }
            Err(why) => reading.refuse(spec.line, why),
        }
    }
}

/// One recognised row is not enough: 其他 and 总计 stand in other tables too.
pub(super) fn is_table_three(wordings: &Wordings, grid: &Grid) -> bool {
    holds_rows(wordings, grid, 2)
}

/// True for a grid that holds so many of the form's rows.
fn holds_rows(wordings: &Wordings, grid: &Grid, least: usize) -> bool {
    let hits = grid
        .cells
        .iter()
        .filter(|cell| cell.text.chars().count() >= 4)
        .filter(|cell| wordings.applications.find(&cell.text).is_some());
    hits.take(least).count() == least
}

/// First column and width of each of the seven header cells.
type Header = [(usize, usize); 7];

/// The header cells of the seven columns, where all are printed in one order.
fn header(wordings: &Wordings, grid: &Grid) -> Option<Header> {
    let mut found: [Option<(usize, usize)>; 7] = [None; 7];
    // The header is above the first figures; 其他 further down is a row.
    for cell in grid.cells.iter().take_while(|cell| cell.row < 6) {
        let Some(column) = wordings.columns.exact(&cell.text) else { continue };
        let Some(i) = Column::APPLICATIONS.iter().position(|it| *it == column) else { continue };
        let slot = found.get_mut(i)?;
        if slot.is_none() {
            *slot = Some((cell.col, cell.width));
        }
    }
    let mut all = [(0, 0); 7];
    for (slot, found) in all.iter_mut().zip(found) {
        *slot = found?;
    }
    all.is_sorted_by(|a, b| a.0 < b.0).then_some(all)
}

fn first_data_column(header: Option<&Header>) -> Option<usize> {
    header.and_then(|columns| columns.first()).map(|(col, _)| *col)
}

/// The seven printed cells of a row, or why they are not certain.
fn cells<'a>(
    grid: &'a Grid,
    row: usize,
    label: &GridCell,
    header: Option<&Header>,
) -> Result<Vec<&'a str>, String> {
    let own: Vec<&GridCell> =
        grid.begin_in(row).filter(|cell| cell.col >= label.col + label.width).collect();
    if own.iter().any(|cell| cell.height > 1) {
        return Err("a figure spans several rows".into());
    }
    let by_order = (own.len() == 7).then_some(&own);
    let by_header = header.and_then(|columns| {
        let mut under = Vec::with_capacity(7);
        for (col, _) in columns {
            let cell = own.iter().find(|cell| cell.in_col(*col))?;
            if under.iter().any(|other: &&GridCell| other.col == cell.col) {
                return None;
            }
            under.push(*cell);
        }
        Some(under)
    });
    let chosen = match (by_order, by_header) {
        (Some(order), Some(under)) if *order != under => {
            return Err("the figures do not stand under their column headings".into());
        }
        (Some(order), _) => order.clone(),
        (None, Some(under)) if own.len() > 7 => {
            // Cells beside the seven could be a split number.
            let extra = own.iter().filter(|cell| !under.contains(cell));
            if extra.clone().any(|cell| !cell.text.is_empty()) {
                return Err(format!("the row has {} cells, 7 are expected", own.len()));
            }
            under
        }
        _ => return Err(format!("the row has {} cells, 7 are expected", own.len())),
    };
    Ok(chosen.into_iter().map(|cell| cell.text.as_str()).collect())
}
