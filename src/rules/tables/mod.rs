//! The statutory tables: there, whole, and filled in.

mod cell_blank;
mod cell_not_integer;
mod fee_unit_suspect;
mod regulations_without_power;
mod table_column_missing;
mod table_extra_row;
mod table_missing;
mod table_not_machine_readable;
mod table_row_missing;
mod table_wrong_edition;

use super::Rule;
use crate::domain::AnnualReport;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Violation;

pub(super) static RULES: &[&Rule] = &[
    &table_missing::RULE,
    &table_not_machine_readable::RULE,
    &table_row_missing::RULE,
    &table_column_missing::RULE,
    &table_extra_row::RULE,
    &table_wrong_edition::RULE,
    &cell_blank::RULE,
    &cell_not_integer::RULE,
    &fee_unit_suspect::RULE,
    &regulations_without_power::RULE,
];

/// True for a rule of this family.
pub(super) fn owns(id: &str) -> bool {
    RULES.iter().any(|rule| rule.id == id)
}

/// Names the tables that were not read; `None` where all were.
fn not_read(kinds: &[TableKind]) -> Option<Text> {
    let zh: Vec<&str> = kinds.iter().map(|kind| kind.zh()).collect();
    let en: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    (!kinds.is_empty()).then(|| {
        Text::new(format!("{}未读出", zh.join("、")), format!("not read: {}", en.join(", ")))
    })
}

/// From this many missing rows or columns on it is no oversight.
const MANY: usize = 3;

/// Judges each table that was not flattened for the parts of the form that it leaves out, by their
/// names; what was not judged is said beside. `part` is what the parts are called, rows or columns.
fn lacks(
    report: &AnnualReport,
    part: (&str, &str),
    missing: impl Fn(TableKind) -> Vec<(&'static str, &'static str)>,
) -> (Vec<Violation>, Option<Text>) {
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    let mut flattened = None;
    for kind in TableKind::ALL {
        if report.table_carrier(kind).is_flat() {
            flattened = Some(Text::new(
                format!("纯文本中表格的{}可能在转换时丢失", part.0),
                format!("flattened text may have lost {} of the tables", part.1),
            ));
            continue;
        }
        let (zh, en): (Vec<&str>, Vec<&str>) = missing(kind).into_iter().unzip();
        if zh.is_empty() {
            unread.extend(report.table(kind).is_none().then_some(kind));
            continue;
        }
        let message = Text::new(
            format!("{}未按规定格式编制，缺少{}{}：{}", kind.zh(), zh.len(), part.0, zh.join("、")),
            format!("table {} lacks {} {}: {}", kind.key(), en.len(), part.1, en.join(", ")),
        );
        let violation = Violation::new(message, Place::table(kind));
        violations.push(if zh.len() < MANY {
            violation.severity(Severity::Warning)
        } else {
            violation
        });
    }
    (violations, flattened.or_else(|| not_read(&unread)))
}
