//! # in-force-below-made
//!
//! ## What it checks
//! Whether at least as many documents are in force as were made and not repealed this
//! year: 现行有效件数 ≥ 本年制发件数 − 本年废止件数.
//!
//! ## Legal basis
//! The names of the columns of table 2 (国办公开办函〔2021〕30号, annex). The relation is
//! inferred, so this is only a warning.
//!
//! ## When it stays silent
//! - A figure of the row was not read, or 现行有效件数 is blank: not assessable.
//! - Nothing was repealed: `made-exceeds-in-force` speaks of that.
//! - Nothing is filled in at all, as in the row 规章 of a body that makes no rules.
//! - Documents that were made and expired within the year are no breach, but cannot be
//!   told from one; so it is never of high confidence.
//!
//! ## How to resolve
//! Check the three figures, or say in the text what has expired.

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
    id: "in-force-below-made",
    label: ("现行有效数有误", "in force below made"),
    severity: Severity::Warning,
    basis: (
        "表二“本年制发、本年废止、现行有效”各列（国办公开办函〔2021〕30号附件）",
        "columns made, repealed and in force of table 2 (Circular 30 (2021), annex)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对制发、废止与现行有效件数并更正。",
        "Check the numbers made, repealed and in force, and correct them.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("in_force_below_made.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    documents::judge(dossier, breach)
}

fn breach(it: Documents) -> Option<Violation> {
    let least = it.made - it.repealed;
    if it.in_force >= least || it.repealed == 0 {
        return None;
    }
    let message = Text::new(
        format!(
            "“{}”现行有效件数{}少于本年制发{}−本年废止{}={least}",
            it.line.zh(),
            it.in_force,
            it.made,
            it.repealed
        ),
        format!(
            "{}: {} in force, fewer than {} made - {} repealed = {least}",
            it.line.key(),
            it.in_force,
            it.made,
            it.repealed
        ),
    );
    Some(it.breach(message).figures(format!("≥{least}"), it.in_force))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Confidence;
    use crate::domain::Line;
    use crate::domain::TableKind;
    use crate::rules::given;

    fn with(made: &str, repealed: &str, in_force: &str) -> Verdict {
        let given =
            [(Column::Made, made), (Column::Repealed, repealed), (Column::InForce, in_force)]
                .into_iter()
                .fold(given::clean(), |given, (column, printed)| {
                    given.cell(
                        TableKind::ActiveDisclosure,
                        Line::NormativeDocuments,
                        column,
                        printed,
                    )
                });
        check(&given.dossier())
    }

    #[test]
    fn as_many_as_were_made_and_kept_pass() {
        assert_eq!(with("5", "2", "3"), Verdict::Pass);
        assert_eq!(with("5", "2", "30"), Verdict::Pass);
        assert_eq!(with("0", "8", "0"), Verdict::Pass);
    }

    #[test]
    fn one_fewer_is_a_warning_with_its_figures() {
        let Verdict::Fail(failure) = with("5", "2", "2") else { panic!() };
        let breach = &failure.violations[0];
        assert_eq!(breach.message.zh, "“行政规范性文件”现行有效件数2少于本年制发5−本年废止2=3");
        assert_eq!(breach.confidence, Confidence::Medium);
    }

    #[test]
    fn where_nothing_was_repealed_another_rule_speaks() {
        for repealed in ["0", ""] {
            assert_eq!(with("5", repealed, "2"), Verdict::Pass);
        }
    }

    #[test]
    fn what_was_not_read_cannot_be_judged() {
        for (made, in_force) in [("5", ""), ("5", "约3"), ("五件", "3"), ("5", "-3")] {
            assert!(matches!(with(made, "0", in_force), Verdict::NotAssessable(_)));
        }
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::ActiveDisclosure);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_row_without_any_figure_claims_nothing() {
        assert_eq!(with("/", "/", "/"), Verdict::Pass);
    }
}
