//! # text-carry-mismatch
//!
//! ## What it checks
//! Whether the numbers carried in from last year and out into the next that the text
//! states are those of table 3.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - The table's figure was not read: not assessable.
//! - The phrase names other years than the last and the next.
//! - The count is of a part or approximate, or of another matter (建议, 提案, 行政复议).
//! - Two such counts of which one agrees, or which add up.
//!
//! ## How to resolve
//! Correct the text or the table.

use super::said;
use super::said::Matter;
use super::said::Tally;
use super::said::Zero;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Verdict;
use crate::prose::Role;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "text-carry-mismatch",
    label: ("结转数不一致", "carried over differs"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对正文与表三的结转数并更正。",
        "Check the numbers carried over in the text against table 3.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_carry_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let counts = said::counts(reading);
    let mut tally = Tally::default();
    for (role, line, zh, en) in [
        (Role::CarriedIn, Line::CarriedIn, "上年结转", "applications carried in"),
        (Role::CarriedOut, Line::CarriedOut, "结转下年", "applications carried out"),
    ] {
        let figure = said::cells(report, TableKind::Applications, &[(line, Column::Total)]);
        let matter = Matter {
            roles: &[role],
            name: (zh, en),
            place: said::at(line),
            allowed: vec![("为", figure)],
            zero: Zero::Compared,
        };
        tally.compare(&counts, matter);
    }
    tally.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    /// 2 carried in, 1 carried out.
    fn judged(text: &str) -> Verdict {
        let given =
            given::clean().section(1, text).application(Line::CarriedIn, Column::Total, "2");
        check(&given.dossier())
    }

    #[test]
    fn the_figures_of_the_table_pass() {
        let text = "收到政府信息公开申请9件，上年结转2件，结转下年1件。";
        assert_eq!(judged(text), Verdict::Pass);
        assert_eq!(judged("收到政府信息公开申请9件。"), Verdict::Pass);
    }

    #[test]
    fn each_direction_is_a_finding_of_its_own() {
        let text = "上年度结转申请3件，结转下年度继续办理4件。";
        let Verdict::Fail(failure) = judged(text) else { panic!() };
        assert_eq!(failure.violations.len(), 2);
        assert_eq!(
            failure.violations[0].message.zh,
            "文表数据不一致：正文上年结转“上年度结转申请3件”，表中为2"
        );
    }

    #[test]
    fn none_against_some_and_some_against_none_are_found() {
        let given = given::clean().section(1, "上年结转申请3件。");
        assert!(matches!(check(&given.dossier()), Verdict::Fail(_)));
        assert!(matches!(judged("上年结转申请0件。"), Verdict::Fail(_)));
    }

    #[test]
    fn other_years_contradict_nothing() {
        for text in ["2023年结转申请5件。", "结转至2028年办理5件。", "上年结转约5件。"]
        {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_figure_that_was_not_read_cannot_be_compared() {
        let given = given::clean().section(1, "上年结转申请3件。").application(
            Line::CarriedIn,
            Column::Total,
            "",
        );
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
