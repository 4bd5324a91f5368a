//! Running text against itself and against the tables.

mod impossible_rate;
mod text_says_none_table_nonzero;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&text_says_none_table_nonzero::RULE, &impossible_rate::RULE];

/// Breaks running text into sentences; a clause behind ； is a sentence of its own.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '；', ';', '\n', '！']).map(str::trim).filter(|it| !it.is_empty())
}
