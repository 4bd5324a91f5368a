//! Sums inside one report (勾稽关系). The sums themselves are data of the edition; the rules here say
//! what a breach of each kind means.

mod applications_unbalanced;
mod results_sum_wrong;
mod reviews_sum_wrong;
mod row_sum_wrong;
pub(super) mod sums;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &applications_unbalanced::RULE,
    &results_sum_wrong::RULE,
    &row_sum_wrong::RULE,
    &reviews_sum_wrong::RULE,
];
