//! The statutory tables: there, and filled in.

mod cell_blank;
mod table_missing;
mod table_not_machine_readable;

use super::Rule;

pub(super) static RULES: &[&Rule] =
    &[&table_missing::RULE, &table_not_machine_readable::RULE, &cell_blank::RULE];

/// True for a rule of this family.
pub(super) fn owns(id: &str) -> bool {
    RULES.iter().any(|rule| rule.id == id)
}
