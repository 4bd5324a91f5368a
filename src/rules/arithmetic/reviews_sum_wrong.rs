//! # reviews-sum-wrong
//!
//! ## What it checks
//! Whether in each group of table 4 the four results add up to 总计.
//!
//! ## Legal basis
//! The column's own name, 总计 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - The total of a group is blank, or a result was not read: not assessable.
//!
//! ## How to resolve
//! Correct the total or the result that is wrong.

use crate::domain::Dossier;
use crate::domain::Severity;
use crate::domain::Verdict;
use crate::rules::Rule;
use crate::rules::arithmetic::sums;

pub(super) static RULE: Rule = Rule {
    id: "reviews-sum-wrong",
    label: ("总计有误", "wrong total"),
    severity: Severity::Error,
    basis: (
        "表四“总计”列（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "column total of table 4 (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请核对表四各结果与总计并更正。", "Check table 4 against its totals, and correct it."),
    lasting: false,
    params: &[],
    source: include_str!("reviews_sum_wrong.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    sums::along(dossier, RULE.id, |_| false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::domain::TableKind;
    use crate::rules::given;

    #[test]
    fn groups_that_add_up_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn each_group_is_judged_by_itself() {
        let given = given::clean()
            .cell(TableKind::Reviews, Line::Reconsideration, Column::Upheld, "1")
            .cell(TableKind::Reviews, Line::DirectLitigation, Column::ReviewTotal, "2");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 2);
        assert!(failure.violations[0].message.zh.contains("“行政复议”行总计有误：1=1，而总计填0"));
    }

    #[test]
    fn a_blank_group_claims_nothing() {
        let mut given = given::clean();
        for column in Column::REVIEWS {
            given = given.cell(TableKind::Reviews, Line::Reconsideration, column, "");
        }
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn an_unread_result_is_not_zero() {
        let given =
            given::clean().cell(TableKind::Reviews, Line::Reconsideration, Column::Upheld, "约1");
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
