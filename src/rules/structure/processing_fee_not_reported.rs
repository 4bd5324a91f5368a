//! # processing-fee-not-reported
//!
//! ## What it checks
//! Whether the report says what was collected as 信息处理费, be it nothing.
//!
//! ## Legal basis
//! 政府信息公开信息处理费管理办法（国办函〔2020〕109号）, in practice reported in
//! section 六. The number of the article was not seen, so this is only a warning.
//!
//! ## When it stays silent
//! - Reports up to 2020.
//! - Any sentence on 信息处理费, 处理费 or on fees for disclosure.
//! - Section 六 was not found: `section-missing` speaks of that.
//! - An image or a table may hold the text: not assessable.
//! - Table 3 counts fee notices that were not paid: `fee-vs-overdue-fee` speaks of that.
//!
//! ## How to resolve
//! Add to section 六 a sentence like 本年度未收取信息处理费, or the amount in 元.

use super::narrative::start;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::mentions_any_fee;
use crate::prose::mentions_fee;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "processing-fee-not-reported",
    label: ("未报告收费", "fee not reported"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开信息处理费管理办法（国办函〔2020〕109号）",
        "Measures on information processing fees, Guobanhan 109 (2020)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请在“其他需要报告的事项”中写明信息处理费收取情况，没有收取的也应写明。",
        "State in section 6 what was collected as processing fee, even if nothing was.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("processing_fee_not_reported.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    if !report.section(6).is_some_and(|section| section.present) {
        return unassessable("没有找到第六部分", "section 6 was not found");
    }
    // A row of table 3 speaks of fees and of disclosure too; flattened text has it under 三.
    let told = reading.written().any(|it| mentions_fee(it.plain()));
    if told || reading.passage(6).is_some_and(|it| mentions_any_fee(it.plain())) {
        return Verdict::Pass;
    }
    let table = report.table(TableKind::Applications);
    if table.and_then(|it| it.integer(Line::OtherFeeUnpaid, Column::Total)).is_some_and(|n| n > 0) {
        return Verdict::Pass;
    }
    if reading.may_hide_text(&[1, 5, 6]) {
        return unassessable("有图片或表格，可能含有正文", "an image or a table may hold the text");
    }
    let message = Text::new(
        "未报告信息处理费收取情况",
        "the report does not say what was collected as processing fee",
    );
    let quote = start(report.section_text(6), 60);
    Verdict::fail(Violation::new(message, Place::section(6).quoting(quote)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn with(text: &str) -> Verdict {
        check(&given::clean().section(6, text).dossier())
    }

    #[test]
    fn a_sentence_on_the_fee_is_enough() {
        for text in [
            "本年度未收取信息处理费。",
            "2025年全市实际收取信息处理费共计400元。",
            "本年度政府信息公开没有收取任何费用。",
            "2024年，无收取信息处理费情况。",
            "依申请公开政府信息未收取检索、复制、邮寄等费用。",
        ] {
            assert_eq!(with(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn none_at_all_is_a_warning() {
        for text in ["无", "暂无需要报告的其他事项。"] {
            assert!(matches!(with(text), Verdict::Fail(_)), "{text}");
        }
    }

    #[test]
    fn a_row_of_the_table_is_no_statement() {
        let row = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
        let given = given::clean().section(6, "无").section(3, row);
        assert!(matches!(check(&given.dossier()), Verdict::Fail(_)));
    }

    #[test]
    fn where_notices_were_not_paid_another_rule_speaks() {
        let given =
            given::clean().section(6, "无").application(Line::OtherFeeUnpaid, Column::Total, "1");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn without_section_six_it_cannot_be_told() {
        let mut given = given::clean().section(6, "");
        given.report_mut().sections[5].present = false;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_sentence_may_stand_in_an_image_or_a_table() {
        let given = || given::clean().section(6, "无");
        let (mut image, mut table) = (given(), given());
        image.report_mut().sections[5].has_image = true;
        table.report_mut().sections[5].has_table = true;
        for given in [image, table] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
