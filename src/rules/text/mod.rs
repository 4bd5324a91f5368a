//! Running text against itself and against the tables.
//!
//! What the text counts is found by [`crate::prose`]; the rules here say which figures it may be held
//! against. A count of a part, of another year or an estimate is held against nothing.

mod fee_vs_overdue_fee;
mod impossible_rate;
mod rate_mismatch;
mod said;
mod text_applications_mismatch;
mod text_breakdown_sum;
mod text_carry_mismatch;
mod text_documents_mismatch;
mod text_handled_mismatch;
mod text_review_mismatch;
mod text_says_none_table_nonzero;
mod text_self_contradiction;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &text_says_none_table_nonzero::RULE,
    &text_applications_mismatch::RULE,
    &text_handled_mismatch::RULE,
    &text_carry_mismatch::RULE,
    &text_review_mismatch::RULE,
    &text_documents_mismatch::RULE,
    &text_breakdown_sum::RULE,
    &impossible_rate::RULE,
    &rate_mismatch::RULE,
    &text_self_contradiction::RULE,
    &fee_vs_overdue_fee::RULE,
];

#[cfg(test)]
mod tests;
