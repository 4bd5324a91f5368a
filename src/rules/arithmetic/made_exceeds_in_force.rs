//! # made-exceeds-in-force
//!
//! ## What it checks
//! Whether more documents were made this year than are in force, although none was
//! repealed: 本年制发件数 > 现行有效件数 and 本年废止件数 = 0.
//!
//! ## Legal basis
//! The names of the columns of table 2 (国办公开办函〔2021〕30号, annex). The relation is
//! inferred, so this is only a warning.
//!
//! ## When it stays silent
//! - Anything was repealed: `in-force-below-made` does the sum.
//! - A figure of the row was not read, or 现行有效件数 is blank: not assessable.
//! - A blank beside it is counted as 0; the finding then says so and is of low
//!   confidence.
//! - Documents that were made and expired within the year are no breach, but cannot be
//!   told from one; so it is never of high confidence.
//!
//! ## How to resolve
//! Check the two figures: 现行有效件数 counts all that is in force at the end of the
//! year, not only what is older.

use super::documents;
use super::documents::Documents;
use crate::domain::Dossier;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    id: "made-exceeds-in-force",
    label: ("制发多于现行有效", "made exceeds in force"),
    severity: Severity::Warning,
    basis: (
        "表二“本年制发、本年废止、现行有效”各列（国办公开办函〔2021〕30号附件）",
        "columns made, repealed and in force of table 2 (Circular 30 (2021), annex)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对本年制发件数与现行有效件数并更正。",
        "Check the numbers made and in force, and correct them.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("made_exceeds_in_force.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    documents::judge(dossier, breach)
}

fn breach(it: Documents) -> Option<Violation> {
    if it.repealed != 0 || it.made <= it.in_force {
        return None;
    }
    let message = Text::new(
        format!("“{}”本年制发{}件、废止0件，而现行有效仅{}件", it.line.zh(), it.made, it.in_force),
        format!(
            "{}: {} made and none repealed, but only {} in force",
            it.line.key(),
            it.made,
            it.in_force
        ),
    );
    Some(it.breach(message).figures(format!("≥{}", it.made), it.in_force))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::domain::TableKind;
    use crate::rules::given;

    fn with(made: &str, repealed: &str, in_force: &str) -> Verdict {
        let given =
            [(Column::Made, made), (Column::Repealed, repealed), (Column::InForce, in_force)]
                .into_iter()
                .fold(given::clean(), |given, (column, printed)| {
                    given.cell(TableKind::ActiveDisclosure, Line::Regulations, column, printed)
                });
        check(&given.dossier())
    }

    #[test]
    fn as_many_in_force_as_made_pass() {
        assert_eq!(with("3", "0", "3"), Verdict::Pass);
        assert_eq!(with("0", "0", "0"), Verdict::Pass);
    }

    #[test]
    fn one_more_made_than_in_force_is_a_warning() {
        let Verdict::Fail(failure) = with("4", "0", "3") else { panic!() };
        assert_eq!(failure.violations[0].message.zh, "“规章”本年制发4件、废止0件，而现行有效仅3件");
    }

    #[test]
    fn a_repeal_explains_it() {
        assert_eq!(with("4", "1", "3"), Verdict::Pass);
    }

    #[test]
    fn a_blank_is_not_zero_in_force() {
        assert!(matches!(with("4", "0", ""), Verdict::NotAssessable(_)));
    }
}
