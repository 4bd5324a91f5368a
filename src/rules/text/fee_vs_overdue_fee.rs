//! # fee-vs-overdue-fee
//!
//! ## What it checks
//! Whether a report that counts applicants who did not pay a fee notice (table 3, （六）2)
//! says anything of 信息处理费.
//!
//! ## Legal basis
//! 政府信息公开条例第四十二条; 政府信息公开信息处理费管理办法（国办函〔2020〕109号）: who charged
//! fees has something to report of them, be it that nothing came in.
//!
//! ## When it stays silent
//! - Reports up to 2020.
//! - The row was not read or is blank: not assessable.
//! - Section 六 was not found, or an image or a table may hold the text: not assessable.
//! - Any sentence on 信息处理费 or on fees for disclosure, anywhere in the running text.
//!
//! ## How to resolve
//! Add to section 六 what was charged and what was collected, be it 0元.

use crate::domain::Column;
use crate::domain::Line;
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
    id: "fee-vs-overdue-fee",
    label: ("未说明收费", "fee unexplained"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第四十二条；政府信息公开信息处理费管理办法（国办函〔2020〕109号）",
        "Regulation on Government Information Disclosure, Art. 42; Guobanhan 109 (2020)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "表三有逾期未缴费的申请，请写明信息处理费收取情况。",
        "Table 3 counts unpaid fee notices; state what was charged and collected.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("fee_vs_overdue_fee.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let table = report.table(TableKind::Applications);
    let Some(unpaid) = table.and_then(|it| it.integer(Line::OtherFeeUnpaid, Column::Total)) else {
        return unassessable(
            "“逾期未缴费”行总计空白或未读出",
            "other_fee_unpaid/total is blank or was not read",
        );
    };
    if unpaid <= 0 {
        return Verdict::Pass;
    }
    // The row itself speaks of fees; flattened text has it under 三.
    let told = reading
        .passages()
        .iter()
        .filter(|it| it.number != 3 || !report.text_carrier().is_flat())
        .any(|it| mentions_fee(it.plain()));
    if told || reading.passage(6).is_some_and(|it| mentions_any_fee(it.plain())) {
        return Verdict::Pass;
    }
    if !report.section(6).is_some_and(|section| section.present) {
        return unassessable("没有找到第六部分", "section 6 was not found");
    }
    if reading.may_hide_text(&[1, 5, 6]) {
        return unassessable("有图片或表格，可能含有正文", "an image or a table may hold the text");
    }
    let message = Text::new(
        format!("表三“逾期未缴费”{unpaid}件，而全文未报告信息处理费收取情况"),
        format!("table 3 counts {unpaid} unpaid fee notices, but the text says nothing of fees"),
    );
    Verdict::fail(Violation::new(message, super::said::at(Line::OtherFeeUnpaid)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;

    fn judged(unpaid: &str, text: &str) -> Verdict {
        let given = given::clean().section(6, text);
        check(&given.application(Line::OtherFeeUnpaid, Column::Total, unpaid).dossier())
    }

    #[test]
    fn an_unpaid_notice_without_a_word_on_fees_is_a_warning() {
        let Verdict::Fail(failure) = judged("1", "无") else { panic!() };
        assert!(failure.violations[0].message.zh.contains("“逾期未缴费”1件"));
    }

    #[test]
    fn a_sentence_on_fees_or_no_unpaid_notice_is_enough() {
        assert_eq!(judged("1", "本年度收取信息处理费0元。"), Verdict::Pass);
        assert_eq!(judged("0", "无"), Verdict::Pass);
    }

    #[test]
    fn the_row_of_flattened_text_is_no_sentence() {
        let row = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
        for carrier in [Carrier::Text, Carrier::Doc] {
            let mut given = given::clean().section(6, "无").section(3, row).application(
                Line::OtherFeeUnpaid,
                Column::Total,
                "1",
            );
            given.report_mut().carrier = carrier;
            assert!(matches!(check(&given.dossier()), Verdict::Fail(_)), "{carrier:?}");
        }
    }

    #[test]
    fn a_sentence_that_was_not_seen_may_stand_there() {
        let given = || given::clean().application(Line::OtherFeeUnpaid, Column::Total, "1");
        let (mut pictured, mut missing) = (given().section(6, "无"), given().section(6, ""));
        let mut tabled = given().section(6, "见下表。");
        pictured.report_mut().sections[5].has_image = true;
        tabled.report_mut().sections[5].has_table = true;
        missing.report_mut().sections[5].present = false;
        for given in [pictured, tabled, missing] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }

    #[test]
    fn a_blank_row_cannot_be_judged() {
        assert!(matches!(judged("", "无"), Verdict::NotAssessable(_)));
    }
}
