//! # text-review-mismatch
//!
//! ## What it checks
//! Whether the numbers of reconsiderations and lawsuits that the text states are those of
//! table 4; of lawsuits either kind, or both together.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - The table's totals were not read: not assessable.
//! - The sentence is not about disclosure but, say, about 处罚 or 执法, or the body decided
//!   the cases itself as 复议机关 (审理, 受理, 办理).
//! - 行政复议和行政诉讼3件 counts both together.
//! - The count is of a part, of another year, since some day, or approximate.
//! - The text or the table says that there were none: `text-says-none-table-nonzero`.
//!
//! ## How to resolve
//! Correct the text or the table.

use super::said;
use super::said::Matter;
use super::said::Tally;
use super::said::Zero;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Verdict;
use crate::prose::Role;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "text-review-mismatch",
    label: ("复议诉讼数不一致", "reviews differ"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对正文与表四的行政复议、行政诉讼数量并更正。",
        "Check the numbers of reviews in the text against table 4.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_review_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let counts = said::counts(reading);
    let sum = |lines: &[Line]| said::sum(report, TableKind::Reviews, Column::ReviewTotal, lines);
    let place = |line| Place {
        row: Some(line),
        column: Some(Column::ReviewTotal),
        ..Place::table(TableKind::Reviews)
    };
    let mut tally = Tally::default();
    let reconsiderations = Matter {
        roles: &[Role::Reconsideration],
        name: ("行政复议", "reconsiderations"),
        place: place(Line::Reconsideration),
        allowed: vec![("为", sum(&[Line::Reconsideration]))],
        zero: Zero::Elsewhere,
    };
    let (direct, after) = (Line::DirectLitigation, Line::LitigationAfterReconsideration);
    let lawsuits = Matter {
        roles: &[Role::Lawsuit],
        name: ("行政诉讼", "lawsuits"),
        place: place(direct),
        allowed: vec![
            ("合计", sum(&[direct, after])),
            ("未经复议直接起诉", sum(&[direct])),
            ("复议后起诉", sum(&[after])),
        ],
        zero: Zero::Elsewhere,
    };
    tally.compare(&counts, reconsiderations);
    tally.compare(&counts, lawsuits);
    tally.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    /// 2 reconsiderations, 1 direct lawsuit, 3 after reconsideration.
    fn judged(text: &str) -> Verdict {
        let given = [
            (Line::Reconsideration, "2"),
            (Line::DirectLitigation, "1"),
            (Line::LitigationAfterReconsideration, "3"),
        ]
        .into_iter()
        .fold(given::clean().section(1, text), |given, (line, printed)| {
            given.cell(TableKind::Reviews, line, Column::ReviewTotal, printed)
        });
        check(&given.dossier())
    }

    #[test]
    fn the_figures_of_the_table_pass() {
        for n in [1, 3, 4] {
            let text = format!("因政府信息公开被申请行政复议2件，被提起行政诉讼{n}件。");
            assert_eq!(judged(&text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_warnings() {
        let text = "因政府信息公开被申请行政复议3件，被提起行政诉讼2件。";
        let Verdict::Fail(failure) = judged(text) else { panic!() };
        assert_eq!(failure.violations.len(), 2);
        assert!(failure.violations[0].message.zh.ends_with("“行政复议3件”，表中为2"));
    }

    #[test]
    fn cases_of_others_and_of_other_matters_contradict_nothing() {
        for text in [
            "审理政府信息公开行政复议案件12件。",
            "全年行政复议案件50件。",
            "政府信息公开行政复议和行政诉讼共6件。",
            "2024年政府信息公开行政复议案件5件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_table_that_was_not_read_cannot_be_compared() {
        let mut given = given::clean().section(1, "因政府信息公开被申请行政复议3件。");
        given.report_mut().tables.remove(&TableKind::Reviews);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
