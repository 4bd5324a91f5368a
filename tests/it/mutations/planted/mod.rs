//! What is planted: for every rule at least one mistake that it and no other rule catches.
//!
//! A mistake is an edit of a report in order. Where a sum would break two relations at once, two cells
//! are moved against each other so that only one breaks.

mod arithmetic;
mod continuity;
mod structure;
mod tables;
mod text;
mod timeliness;

use super::world::World;

/// What a rule must be able to read to find the mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// The three tables.
    Tables,
    /// The text under 一, 五 and 六.
    Prose,
    /// Neither: the title, the page around the report, its dates and addresses, other reports.
    Outside,
}

/// A mistake.
pub struct Mutation {
    pub rule: &'static str,
    pub what: &'static str,
    pub base: &'static str,
    pub on: On,
    pub change: fn(&mut World),
    /// Rules that cannot help but follow, and why.
    pub also: &'static [(&'static str, &'static str)],
}

const fn plant(
    rule: &'static str,
    on: On,
    base: &'static str,
    what: &'static str,
    change: fn(&mut World),
) -> Mutation {
    Mutation { rule, what, base, on, change, also: &[] }
}

/// Every mistake.
pub fn all() -> impl Iterator<Item = Mutation> {
    [
        timeliness::all(),
        structure::all(),
        tables::all(),
        arithmetic::all(),
        text::all(),
        continuity::all(),
    ]
    .into_iter()
    .flatten()
}
