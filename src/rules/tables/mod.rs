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
use crate::domain::TableKind;
use crate::domain::Text;

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
