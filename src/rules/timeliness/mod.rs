//! Reports that are late, missing, withdrawn or edited.

mod changed_after_publication;
mod late_publication;
mod report_missing_after_deadline;
mod report_withdrawn;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &report_missing_after_deadline::RULE,
    &late_publication::RULE,
    &report_withdrawn::RULE,
    &changed_after_publication::RULE,
];
