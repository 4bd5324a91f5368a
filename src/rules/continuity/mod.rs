//! A report against those of earlier years and of other bodies.
//!
//! Series break for good reasons (mergers, new names, other forms), so [`pair`] decides first whether
//! two reports may be compared at all. Rules over several bodies judge one body among its peers; the
//! engine goes round the bodies.

mod carry_over_mismatch;
mod copied_from_last_year;
mod copied_from_other_body;
mod direct_suit_after_precondition;
mod government_lt_own_office;
mod html_attachment_differ;
mod identical_tables_to_last_year;
mod in_force_discontinuous;
mod legacy_items_discontinuous;
mod outlier;
mod pair;
mod pending_cases_vanish;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &carry_over_mismatch::RULE,
    &in_force_discontinuous::RULE,
    &legacy_items_discontinuous::RULE,
    &pending_cases_vanish::RULE,
    &identical_tables_to_last_year::RULE,
    &copied_from_last_year::RULE,
    &copied_from_other_body::RULE,
    &outlier::RULE,
    &html_attachment_differ::RULE,
    &government_lt_own_office::RULE,
    &direct_suit_after_precondition::RULE,
];
