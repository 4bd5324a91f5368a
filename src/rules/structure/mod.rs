//! Title, period, sections and what must be said in them.
//!
//! The first year of a format was a trial, and its rules are milder for it; a person's data are no
//! matter of format.

mod government_supervision_results_missing;
mod legacy_structure;
mod meta_tags_missing;
mod narrative;
mod numbering_broken;
mod official_letter_form;
mod other_agency_named;
mod overview_aspect_missing;
mod overview_no_numbers;
mod overview_too_long;
mod personal_data_exposed;
mod preamble_count_mismatch;
mod problems_section_hollow;
mod processing_fee_not_reported;
mod section_empty;
mod section_missing;
mod section_order;
mod stale_year;
mod stat_period_mismatch;
mod title_agency_mismatch;
mod title_nonstandard;
mod title_year_mismatch;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &title_nonstandard::RULE,
    &title_year_mismatch::RULE,
    &title_agency_mismatch::RULE,
    &stat_period_mismatch::RULE,
    &stale_year::RULE,
    &section_missing::RULE,
    &section_order::RULE,
    &section_empty::RULE,
    &legacy_structure::RULE,
    &overview_aspect_missing::RULE,
    &government_supervision_results_missing::RULE,
    &overview_too_long::RULE,
    &overview_no_numbers::RULE,
    &problems_section_hollow::RULE,
    &processing_fee_not_reported::RULE,
    &preamble_count_mismatch::RULE,
    &official_letter_form::RULE,
    &numbering_broken::RULE,
    &personal_data_exposed::RULE,
    &other_agency_named::RULE,
    &meta_tags_missing::RULE,
];

/// True for a rule of this family that is about the format.
pub(super) fn owns(id: &str) -> bool {
    id != personal_data_exposed::RULE.id && RULES.iter().any(|rule| rule.id == id)
}
