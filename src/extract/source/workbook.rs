//! Workbooks, new (XLSX) and old (XLS).
//!
//! A sheet is one big grid in which offices write titles and headings too, over merged cells; such
//! rows are lines of text, and the rows between them are tables. A cell that is formatted as a date
//! or holds an error is no figure, and one whose formula nobody has reckoned yet is not blank. The library
//! believes what a file says of its sizes, so that is looked at first.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::CellErrorType;
use calamine::Data;
use calamine::Dimensions;
use calamine::Reader;
use calamine::SheetType;
use calamine::SheetVisible;
use calamine::Xls;
use calamine::Xlsx;

use super::archive::Archive;
use super::guarded;
use crate::domain::TableKind;
use crate::extract::biff;
use crate::extract::biff::Reach;
use crate::extract::biff::Refused;
use crate::extract::edition;
use crate::extract::heading;
use crate::extract::meta;
use crate::extract::sniff::NotAReport;
use crate::html::Block;
use crate::html::Grid;
use crate::html::grid::RawCell;
use crate::wording::stem;
use crate::wording::tidy;

const KIND: &str = "Excel";
/// A sheet that reaches further is not a form.
const MAX_ROW: u32 = 5_000;
const MAX_COLUMN: u32 = 300;
/// The same for the old format, which counts from one.
const REACH: Reach = Reach { rows: 5_001, columns: 301 };
/// Cells of all sheets, those with more than 1,000 bytes for so many more.
const MAX_CELLS: usize = 50_000;
const MAX_SHEETS: usize = 50;
/// Merged areas of one sheet; the form has some 150.
const MAX_MERGED: usize = 2_000;
/// Places of one sheet, filled or not.
const MAX_SLOTS: u32 = 200_000;
/// Bytes of all sheets; each may name the same part.
const MAX_READ: u64 = 128 << 20;
/// A text longer than this is prose, wherever it stands.
const PROSE: usize = 40;

/// One sheet as written.
#[derive(Default)]
struct Sheet {
    cells: BTreeMap<(u32, u32), String>,
    merged: Vec<Dimensions>,
}

/// The blocks of an XLSX file.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    let size = Archive::open(KIND, bytes)?.measure()?;
    guarded(KIND, || {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let mut blocks = Vec::new();
        let mut left = MAX_CELLS;
        let names = visible(book.sheets_metadata())?;
        if names.iter().map(|_| size).sum::<u64>() > MAX_READ.max(size) {
            return Err(NotAReport::TooLarge { kind: KIND, limit: "128 MiB of sheets" });
        }
        for name in names {
            let mut sheet = Sheet {
                merged: book.merge_cells_by_sheet_name(&name).map_err(|error| damaged(&error))?,
                ..Sheet::default()
            };
            let mut cells = book.worksheet_cells_reader(&name).map_err(|error| damaged(&error))?;
            while let Some(cell) =
                cells.next_cell_with_formula_metadata().map_err(|error| damaged(&error))?
            {
                let value = match (Data::from(cell.value), cell.formula) {
                    // The program that wrote it left the sum to the one that opens it.
                    (Data::Empty, Some(_)) => Data::Error(CellErrorType::GettingData),
                    (value, _) => value,
                };
                sheet.take(cell.pos, &value, &mut left)?;
            }
            sheet.blocks(&mut blocks)?;
        }
        Ok(blocks)
    })
}

/// The blocks of an XLS file.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    guarded(KIND, || {
        let bare = biff::bare(bytes, REACH).map_err(|refused| match refused {
            Refused::Damaged(why) => super::doc::torn(&why),
            Refused::Missing => damaged(&"it holds no workbook"),
            Refused::TooLarge => NotAReport::TooLarge {
                kind: KIND,
                limit: "5000 rows, 300 columns or 256 MiB of text",
            },
        })?;
        let mut book = Xls::new(Cursor::new(bare)).map_err(|error| damaged(&error))?;
        let mut blocks = Vec::new();
        let mut left = MAX_CELLS;
        for name in visible(book.sheets_metadata())? {
            let mut sheet = Sheet {
                merged: book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
                ..Sheet::default()
            };
            let range = book.worksheet_range(&name).map_err(|error| damaged(&error))?;
            let (top, first) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let at = |n: usize, from: u32| u32::try_from(n).map_or(u32::MAX, |n| from + n);
                sheet.take((at(row, top), at(column, first)), value, &mut left)?;
            }
            sheet.blocks(&mut blocks)?;
        }
        Ok(blocks)
    })
}

fn damaged(why: &dyn std::fmt::Display) -> NotAReport {
    NotAReport::Damaged { kind: KIND, why: why.to_string() }
}

fn visible(sheets: &[calamine::Sheet]) -> Result<Vec<String>, NotAReport> {
    if sheets.len() > MAX_SHEETS {
        return Err(NotAReport::TooLarge { kind: KIND, limit: "50 sheets" });
    }
    let seen = sheets.iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    Ok(seen.map(|sheet| sheet.name.clone()).collect())
}

/// A value as a reader sees it.
fn printed(value: &Data) -> String {
    match value {
        Data::Int(n) => n.to_string(),
        // Ten digits behind the point are more than any office prints, and less than the noise of
        // binary fractions.
        Data::Float(n) => {
            let text = format!("{n:.10}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Data::String(text) => tidy(text),
        Data::Bool(_)
        | Data::DateTime(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_)
        | Data::Error(_) => "\u{FFFD}".to_owned(),
        Data::Empty => String::new(),
    }
}

impl Sheet {
    fn take(
        &mut self,
        (row, column): (u32, u32),
        value: &Data,
        left: &mut usize,
    ) -> Result<(), NotAReport> {
        let text = printed(value);
        if text.is_empty() {
            return Ok(());
        }
        // Many cells may show one long text.
        let price = 1 + text.len() / 1_000;
        *left = left.checked_sub(price).filter(|_| row <= MAX_ROW && column <= MAX_COLUMN).ok_or(
            NotAReport::TooLarge { kind: KIND, limit: "50000 cells, 5000 rows or 300 columns" },
        )?;
        self.cells.insert((row, column), text);
        Ok(())
    }

    /// The merged area that begins at a cell, as its height and width.
    fn size(&self, row: u32, column: u32) -> (u32, u32) {
        let area = self.merged.iter().find(|area| area.start == (row, column));
        area.map_or((1, 1), |area| {
            let length = |from: u32, to: u32| to.saturating_sub(from).saturating_add(1);
            (length(row, area.end.0), length(column, area.end.1))
        })
    }

    /// True if a cell is covered by a merged area that begins elsewhere.
    fn is_covered(&self, row: u32, column: u32) -> bool {
        self.merged.iter().any(|area| {
            area.start != (row, column)
                && (area.start.0..=area.end.0).contains(&row)
                && (area.start.1..=area.end.1).contains(&column)
        })
    }

    /// The line of text that a row is, if it is one.
    fn line(&self, row: u32) -> Option<&str> {
        let mut cells = self.cells.range((row, 0)..=(row, MAX_COLUMN));
        let ((_, column), text) = cells.next()?;
        if cells.next().is_some() {
            return None;
        }
        let (height, width) = self.size(row, *column);
        if is_label(text) {
            return None;
        }
        let alone = width >= 3 || text.chars().count() > PROSE || is_heading(text);
        // A row of the table may be blank but for its label, which is merged over its own columns.
        let covered = self
            .merged
            .iter()
            .any(|area| area.start.0 < row && row <= area.end.0 && area.end.1 < area.start.1 + 3);
        (alone && height == 1 && !covered).then_some(text.as_str())
    }

    fn blocks(&self, blocks: &mut Vec<Block>) -> Result<(), NotAReport> {
        let Some(last) = self.cells.keys().map(|(row, _)| *row).max() else { return Ok(()) };
        let Some(widest) = self.cells.keys().map(|(_, column)| *column).max() else {
            return Ok(());
        };
        // Every place is looked for in every merged area.
        if self.merged.len() > MAX_MERGED || (last + 1) * (widest + 1) > MAX_SLOTS {
            return Err(NotAReport::TooLarge {
                kind: KIND,
                limit: "200000 places or 2000 merged areas in a sheet",
            });
        }
        let mut rows: Vec<u32> = Vec::new();
        // A table goes on behind a blank row or a remark, and is as wide as it began.
        let mut width = 0;
        for row in 0..=last {
            let line = self.line(row);
            let empty = self.cells.range((row, 0)..=(row, MAX_COLUMN)).next().is_none();
            if line.is_none() && !empty {
                rows.push(row);
                continue;
            }
            // A blank row inside a merged area belongs to the table, be it the first of a heading
            // that was left blank.
            let inside = self.merged.iter().any(|area| {
                let top = area.start.0 + u32::from(!rows.is_empty());
                area.start.0 < area.end.0 && (top..=area.end.0).contains(&row)
            });
            if line.is_none() && inside {
                rows.push(row);
                continue;
            }
            width = self.table(&std::mem::take(&mut rows), width, blocks);
            if line.is_some_and(is_heading) {
                width = 0;
            }
            blocks.extend(line.map(|text| Block::Text(text.to_owned())));
        }
        self.table(&rows, width, blocks);
        Ok(())
    }

    /// The columns that some rows take, as printed or merged: the sheet beside a table is none of it.
    fn width(&self, first: u32, last: u32) -> u32 {
        let printed = self.cells.range((first, 0)..=(last, MAX_COLUMN)).map(|((_, col), _)| *col);
        let merged = self.merged.iter().filter(|it| (first..=last).contains(&it.start.0));
        let merged = merged.map(|area| area.end.1.min(MAX_COLUMN));
        printed.chain(merged).max().map_or(0, |column| column + 1)
    }

    /// Puts a table down that is at least so wide; returns its width.
    fn table(&self, rows: &[u32], at_least: u32, blocks: &mut Vec<Block>) -> u32 {
        let Some((first, last)) = rows.first().zip(rows.last()) else { return at_least };
        let columns = self.width(*first, *last).max(at_least);
        let mut raw_rows = Vec::new();
        for row in *first..=*last {
            let mut raw = Vec::new();
            let mut column = 0;
            while column < columns {
                let (height, width) = self.size(row, column);
                if !self.is_covered(row, column) {
                    let text = self.cells.get(&(row, column)).cloned().unwrap_or_default();
                    let span = |n: u32| usize::try_from(n).unwrap_or(1);
                    raw.push(RawCell {
                        text,
                        colspan: span(width.min(columns - column)),
                        rowspan: span(height.min(last + 1 - row)),
                    });
                }
                column = column.saturating_add(width);
            }
            raw_rows.push(raw);
        }
        blocks.push(Block::Table(Grid::new(raw_rows)));
        columns
    }
}

/// True for the label of a row of table 3, which may stand alone in its row.
fn is_label(text: &str) -> bool {
    let wanted = stem(text);
    let rows = edition::ALL.iter().flat_map(|it| it.lines_of(TableKind::Applications));
    let mut labels = rows.flat_map(|row| std::iter::once(row.label).chain(row.variants.to_vec()));
    labels.any(|label| stem(label) == wanted)
}

/// True for a line that begins a report or one of its sections.
fn is_heading(text: &str) -> bool {
    edition::ALL.iter().any(|edition| heading::read(text, edition.sections).is_some())
        || meta::is_report_title(text)
}

#[cfg(test)]
mod tests;
