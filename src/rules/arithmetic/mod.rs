//! Sums inside one report (勾稽关系). The sums themselves are data of the edition; the rules here say
//! what a breach of each kind means.

mod applications_unbalanced;
mod carried_out_exceeds_intake;
mod documents;
mod in_force_below_made;
mod made_exceeds_in_force;
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
    &in_force_below_made::RULE,
    &made_exceeds_in_force::RULE,
    &carried_out_exceeds_intake::RULE,
];
