//! # applications-unbalanced
//!
//! ## What it checks
//! Whether in each column of table 3 the applications received and carried in equal
//! those handled and carried out.
//!
//! ## Legal basis
//! The table prints the relation itself: 本列数据的勾稽关系为：第一项加第二项之和，
//! 等于第三项加第四项之和 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - A cell of the four rows was not read: not assessable for that column.
//! - One side of the column is wholly blank.
//! - Blanks are counted as 0; the finding then says so.
//! - Figures that the page glues together were told apart by these sums: not assessable.
//!
//! ## How to resolve
//! Find which of the four figures is wrong and correct it.

use crate::domain::Dossier;
use crate::domain::Severity;
use crate::domain::Verdict;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::arithmetic::sums;

pub(super) static RULE: Rule = Rule {
    id: "applications-unbalanced",
    label: ("勾稽不符", "unbalanced"),
    severity: Severity::Error,
    basis: (
        "表三所载勾稽关系（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "relation printed in table 3 (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对“本年新收、上年结转、总计、结转下年”四行并更正。",
        "Check the rows received, carried in, handled total and carried out, and correct them.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("applications_unbalanced.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    sums::down(dossier, RULE.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Confidence;
    use crate::domain::Line;
    use crate::domain::TableKind;
    use crate::rules::given;

    #[test]
    fn a_balanced_table_passes() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn a_difference_of_one_is_reported_with_its_figures() {
        let given = given::clean().application(Line::CarriedOut, Column::NaturalPerson, "2");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        let violation = &failure.violations[0];
        assert!(violation.message.zh.starts_with("自然人列勾稽关系不符：7，而6+2=8，差1"));
        assert_eq!(violation.expected.as_deref(), Some("7"));
        assert_eq!(violation.actual.as_deref(), Some("8"));
    }

    #[test]
    fn blanks_count_as_zero_and_say_so() {
        let given = given::clean()
            .application(Line::CarriedIn, Column::NaturalPerson, "")
            .application(Line::Received, Column::NaturalPerson, "8");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Medium);
        assert!(failure.violations[0].message.zh.ends_with("（空白按0计）"));
        let zero = given::clean().application(Line::CarriedIn, Column::NaturalPerson, "");
        assert_eq!(check(&zero.dossier()), Verdict::Pass);
    }

    #[test]
    fn what_was_not_read_is_not_zero() {
        let unread = given::clean().application(Line::Received, Column::NaturalPerson, "7①");
        assert!(matches!(check(&unread.dossier()), Verdict::NotAssessable(_)));
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::Applications);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_fault_in_one_column_does_not_hide_that_another_was_not_read() {
        let given = given::clean()
            .application(Line::CarriedOut, Column::NaturalPerson, "2")
            .application(Line::Received, Column::Total, "九");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert!(failure.unassessed.is_some());
    }

    #[test]
    fn a_blank_side_claims_nothing() {
        let given = given::clean().application(Line::Received, Column::Total, "").application(
            Line::CarriedIn,
            Column::Total,
            "",
        );
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn huge_figures_do_not_overflow() {
        let given = given::clean()
            .application(Line::Received, Column::Total, &i64::MAX.to_string())
            .application(Line::CarriedIn, Column::Total, &i64::MAX.to_string());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        let apart = given::clean()
            .application(Line::Received, Column::Total, &i64::MAX.to_string())
            .application(Line::HandledTotal, Column::Total, "-9")
            .application(Line::CarriedOut, Column::Total, "0");
        let Verdict::Fail(failure) = check(&apart.dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("差9223372036854775816"));
    }
}
