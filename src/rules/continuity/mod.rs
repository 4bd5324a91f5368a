//! This year's report against last year's, and the page against its attachment.

mod carry_over_mismatch;
mod html_attachment_differ;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&carry_over_mismatch::RULE, &html_attachment_differ::RULE];
