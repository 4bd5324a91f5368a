//! The statutory tables: there, and filled in.

mod cell_blank;
mod table_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&table_missing::RULE, &cell_blank::RULE];

/// True for a rule of this family.
pub(super) fn owns(id: &str) -> bool {
    RULES.iter().any(|rule| rule.id == id)
}
