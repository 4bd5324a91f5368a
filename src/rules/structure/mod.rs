//! Title, sections and what must be said in them.

mod processing_fee_not_reported;
mod section_empty;
mod section_missing;
mod title_year_mismatch;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &title_year_mismatch::RULE,
    &section_missing::RULE,
    &section_empty::RULE,
    &processing_fee_not_reported::RULE,
];

/// True for a rule of this family.
pub(super) fn owns(id: &str) -> bool {
    RULES.iter().any(|rule| rule.id == id)
}
