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
    let least = if matches!(header, Header::Places(..)) { 1 } else { 2 };
    if !holds_rows(wordings, grid, least) {
        return;
    }
    for row in 0..grid.height {
        let label = grid
            .begin_in(row)
            .filter(|cell| header.first().is_none_or(|col| cell.col < col))
            .filter_map(|cell| Some((cell, wordings.applications.find(&cell.text)?)))
            .last();
        let Some((label, spec)) = label else { continue };
        match cells(grid, row, label, &header) {
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

/// What the header cells above the figures say.
enum Header {
    /// First column of each of the seven, and whether they stand in the order of the form.
    Places([usize; 7], Order),
    /// Not all are printed, and those that are say nothing against the order of the form.
    Partial,
    /// Not all are printed, and those that are stand in another order.
    Mixed,
}

/// The order of the header cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Form,
    Other,
}

/// Reads the header cells of the seven columns.
fn header(wordings: &Wordings, grid: &Grid) -> Header {
    let mut found: [Option<&GridCell>; 7] = [None; 7];
    // The header is above the first figures; 其他 further down is a row.
    for cell in grid.cells.iter().take_while(|cell| cell.row < 6) {
        let Some(column) = wordings.columns.exact(&cell.text) else { continue };
        let i = Column::APPLICATIONS.iter().position(|it| *it == column);
        if let Some(slot) = i.and_then(|i| found.get_mut(i)) {
            slot.get_or_insert(cell);
        }
    }
    let printed: Vec<usize> = found.iter().flatten().map(|cell| cell.col).collect();
    // 其他 and 总计 are rows as well, and stand at the top where a page broke behind the header; but
    // not in one row with a heading.
    let mut rows = found.iter().flatten().map(|cell| cell.row);
    let one_row = rows.next().is_some_and(|first| rows.all(|row| row == first));
    let [applicants @ .., _, _] = &found;
    let no_row = applicants.iter().flatten().count() == printed.len();
    let order = if printed.is_sorted() { Order::Form } else { Order::Other };
    let mut columns = printed.clone();
    columns.sort_unstable();
    columns.dedup();
    // Headings above one another are no row of headings, and say nothing of an order.
    match (<[usize; 7]>::try_from(printed), columns.len(), order) {
        (Ok(places), 7, order) => Header::Places(places, order),
        (Err(printed), distinct, Order::Other)
            if distinct == printed.len() && (distinct > 2 || one_row || no_row) =>
        {
            Header::Mixed
        }
        _ => Header::Partial,
    }
}

impl Header {
    /// The column where the figures begin.
    fn first(&self) -> Option<usize> {
        match self {
            Self::Places(places, _) => places.iter().min().copied(),
            Self::Partial | Self::Mixed => None,
        }
    }
}

/// The seven printed cells of a row, or why they are not certain.
fn cells<'a>(
    grid: &'a Grid,
    row: usize,
    label: &GridCell,
    header: &Header,
) -> Result<Vec<&'a str>, String> {
    let own: Vec<&GridCell> =
        grid.begin_in(row).filter(|cell| cell.col >= label.col + label.width).collect();
    if own.iter().any(|cell| cell.height > 1) {
        return Err("a figure spans several rows".into());
    }
    let (places, order) = match header {
        Header::Mixed => return Err("the columns stand in an order that is not the form's".into()),
        Header::Places(places, order) => (Some(places), *order),
        Header::Partial => (None, Order::Form),
    };
    let by_order = (own.len() == 7 && order == Order::Form).then_some(&own);
    let by_header = places.and_then(|columns| {
        let mut under = Vec::with_capacity(7);
        for col in columns {
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
        // Each figure belongs to the heading above it, wherever that stands.
        (None, Some(under)) if own.len() == 7 => under,
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
