//! # results-sum-wrong
//!
//! ## What it checks
//! Whether in each column of table 3 the outcome rows add up to （七）总计: 21 rows in
//! the form of 2021, 19 in that of 2019.
//!
//! ## Legal basis
//! The row's own name, 总计 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - An outcome row was not read: not assessable for that column.
//! - The total, or every outcome, is blank.
//! - Group headings such as （三）不予公开 carry no figures and are never added.
//!
//! ## How to resolve
//! Find the outcome row or the total that is wrong and correct it.

use crate::domain::Dossier;
use crate::domain::Severity;
use crate::domain::Verdict;
use crate::rules::Rule;
use crate::rules::arithmetic::sums;

pub(super) static RULE: Rule = Rule {
    id: "results-sum-wrong",
    label: ("总计有误", "wrong total"),
    severity: Severity::Error,
    basis: (
        "表三“（七）总计”（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "row handled total of table 3 (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对各项办理结果与“（七）总计”并更正。",
        "Check the outcome rows against the total, and correct them.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("results_sum_wrong.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    sums::down(dossier, RULE.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::rules::given;

    #[test]
    fn outcomes_that_add_up_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn an_outcome_too_many_is_reported() {
        let given = given::clean().application(Line::OtherOther, Column::CommercialEnterprise, "1");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        assert!(
            failure.violations[0].message.zh.contains("商业企业列勾稽关系不符：2+1=3，而2，差1")
        );
    }

    #[test]
    fn a_missing_outcome_row_is_not_taken_for_zero() {
        let mut given = given::clean();
        let tables = &mut given.report_mut().tables;
        tables
            .get_mut(&crate::domain::TableKind::Applications)
            .unwrap()
            .forget(Line::UnprocessedRepeat);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_blank_total_claims_nothing() {
        let given = given::clean().application(Line::HandledTotal, Column::Total, "");
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
