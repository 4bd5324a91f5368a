//! The documents of table 2: made, repealed and in force, without taking the unread for zero.
//!
//! 规章 and 行政规范性文件 are judged each by itself; a row of blanks claims nothing, and `/` in the row
//! 规章 is what bodies print that cannot make rules.

use super::sums::note_blanks;
use crate::domain::AnnualReport;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::report_or_return;
use crate::rules::unassessable;

/// One kind of document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Documents {
    pub line: Line,
    pub made: i64,
    pub repealed: i64,
    pub in_force: i64,
    /// A blank was counted as 0.
    assumed_zero: bool,
}

impl Documents {
    /// A breach at 现行有效件数. It rests on the assumption that what was made this year is in force
    /// at its end, so it is never of high confidence.
    pub fn breach(self, mut message: Text) -> Violation {
        if self.assumed_zero {
            note_blanks(&mut message);
        }
        let place = Place {
            row: Some(self.line),
            column: Some(Column::InForce),
            ..Place::table(TableKind::ActiveDisclosure)
        };
        let confidence = if self.assumed_zero { Confidence::Low } else { Confidence::Medium };
        Violation::new(message, place).confidence(confidence)
    }
}

/// Judges both kinds of document by one function.
pub(super) fn judge(dossier: &Dossier<'_>, breach: fn(Documents) -> Option<Violation>) -> Verdict {
    let report = report_or_return!(dossier);
    if report.table(TableKind::ActiveDisclosure).is_none() {
        return unassessable("表二未读出", "table active_disclosure was not read");
    }
    let mut violations = Vec::new();
    let mut unread = None;
    for line in [Line::Regulations, Line::NormativeDocuments] {
        match read(report, line) {
            Ok(Some(documents)) => violations.extend(breach(documents)),
            Ok(None) => {}
            Err(column) => {
                unread = unread.or_else(|| {
                    Some(Text::new(
                        format!("“{}”行“{}”列未读出或空白", line.zh(), column.zh()),
                        format!("{}/{} is blank or was not read", line.key(), column.json_key()),
                    ))
                });
            }
        }
    }
    Verdict::of(violations, unread)
}

/// The row's three figures; `None` where nothing was filled in, `Err` names what cannot be told.
fn read(report: &AnnualReport, line: Line) -> Result<Option<Documents>, Column> {
    let table = report.table(TableKind::ActiveDisclosure);
    let cell = |column| table.and_then(|table| table.cell(line, column));
    let columns = [Column::Made, Column::Repealed, Column::InForce];
    if columns.iter().all(|column| cell(*column).is_some_and(crate::domain::Cell::is_empty_mark)) {
        return Ok(None);
    }
    let mut assumed_zero = false;
    let mut figure = |column| match cell(column).map(|cell| &cell.value) {
        Some(Value::Integer(n)) if *n >= 0 => Ok(*n),
        Some(Value::Blank | Value::Dash) if column != Column::InForce => {
            assumed_zero = true;
            Ok(0)
        }
        _ => Err(column),
    };
    let (made, repealed) = (figure(Column::Made)?, figure(Column::Repealed)?);
    let in_force = figure(Column::InForce)?;
    Ok(Some(Documents { line, made, repealed, in_force, assumed_zero }))
}
