//! The three statutory tables from grids.
//!
//! Real tables leave header cells out, misalign their spans and break over pages. So a row is read by
//! its own cells in their printed order, and by the columns of the header; where both are possible
//! they must agree, and where neither is certain the row is unread.

mod applications;
mod disclosure;
pub(super) mod oddities;
mod reviews;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::Line;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::extract::edition::Wordings;
use crate::extract::number;
use crate::html::Grid;
use crate::wording::as_letters;

/// A grid with more cells than this is not a form.
pub(super) const MAX_CELLS: usize = 5_000;

/// Words that only the statutory tables print.
const SIGNS: [&str; 7] = [
    "本年新收政府信息公开申请",
    "上年结转政府信息公开申请",
    "结转下年度继续办理",
    "结果维持",
    "未经复议直接起诉",
    "第二十条第",
    "行政事业性收费",
];

/// Bytes of the shortest of them, 结果维持.
const SHORTEST_SIGN: usize = 12;

/// True for a grid that looks like one of the statutory tables.
pub(super) fn is_statutory(grid: &Grid) -> bool {
    grid.cells.len() <= MAX_CELLS
        && grid.cells.iter().filter(|cell| cell.text.len() >= SHORTEST_SIGN).any(|cell| {
            let text = as_letters(&cell.text);
            SIGNS.iter().any(|sign| text.contains(sign))
        })
}

/// Tables as they are being read: figures, rows given up, and the reasons.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What was read.
    pub table: Table,
    /// Rows that are unread, with the reason.
    pub refused: BTreeMap<Line, String>,
    /// Rows whose label was seen.
    pub seen: BTreeSet<Line>,
}

impl Reading {
    /// Takes the printed cells of a row; a second, different reading of a row cancels both.
    pub fn take(&mut self, line: Line, cells: &[(Column, &str)]) {
        let is_new = self.seen.insert(line);
        if self.refused.contains_key(&line) {
            return;
        }
        if !is_new && self.table.has_line(line) {
            let same = cells
                .iter()
                .all(|(col, raw)| self.table.cell(line, *col) == Some(&number::cell(raw)));
            if !same {
                self.refuse(line, "the row appears twice with different figures");
            }
            return;
        }
        for (column, raw) in cells {
            self.table.set(line, *column, number::cell(raw));
        }
    }

    /// Takes the cells of a row that glued figures leave no doubt about, and says why the others are
    /// missing.
    pub fn take_glued(
        &mut self,
        line: Line,
        cells: impl Iterator<Item = (Column, Option<i64>)>,
        derived: bool,
    ) {
        self.seen.insert(line);
        for (column, figure) in cells {
            if let Some(figure) = figure {
                let cell = Cell { derived, ..number::cell(&figure.to_string()) };
                self.table.set(line, column, cell);
            } else {
                let why = "the glued figures of some cells can be read in several ways";
                self.refused.entry(line).or_insert_with(|| why.into());
            }
        }
    }

    /// Gives a row up.
    pub fn refuse(&mut self, line: Line, why: impl Into<String>) {
        self.seen.insert(line);
        self.table.forget(line);
        self.refused.entry(line).or_insert_with(|| why.into());
    }
}

/// Reads one table from all grids of a report. `None` where no grid holds any of its rows.
pub(super) fn read(
    kind: TableKind,
    edition: &'static Edition,
    grids: &[&Grid],
) -> Option<(Table, Vec<Unread>)> {
    let wordings = Wordings::of(edition)?;
    let mut reading = Reading::default();
    for grid in grids.iter().filter(|grid| grid.cells.len() <= MAX_CELLS) {
        match kind {
            TableKind::ActiveDisclosure => disclosure::read(wordings, grid, &mut reading),
            TableKind::Applications => applications::read(wordings, grid, &mut reading),
            TableKind::Reviews => reviews::read(grid, &mut reading),
        }
    }
    finish(kind, edition, reading)
}

/// Turns a reading into a table and its list of unread rows.
pub(super) fn finish(
    kind: TableKind,
    edition: &'static Edition,
    reading: Reading,
) -> Option<(Table, Vec<Unread>)> {
    if reading.seen.is_empty() {
        return None;
    }
    let mut unread = Vec::new();
    for spec in edition.lines_of(kind) {
        let what = format!("{}.{}", kind.key(), spec.line.key());
        if let Some(why) = reading.refused.get(&spec.line) {
            unread.push(Unread { what, why: why.clone() });
        } else if !reading.seen.contains(&spec.line) {
            unread.push(Unread { what, why: Unread::NO_ROW.into() });
        }
    }
    Some((reading.table, unread))
}

#[cfg(test)]
mod tests;
