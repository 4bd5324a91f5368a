//! This year's report against last year's.

mod carry_over_mismatch;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&carry_over_mismatch::RULE];
