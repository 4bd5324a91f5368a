//! # text-applications-mismatch
//!
//! ## What it checks
//! Whether the number of applications received or accepted that the text states is one
//! that table 3 gives: 本年新收, 新收+上年结转, or 总计+结转下年.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - The table's figures were not read: not assessable.
//! - 受理 is said of what is new and of all that is at hand; each of the three figures
//!   agrees.
//! - The count is of a part (其中, 网上, 各乡镇, 本机关, 自然人, 涉及土地征收的, 上半年,
//!   每月 …), of another year, since some day (累计, 截至), a difference (多收到), or
//!   approximate.
//! - Several counts together, or one of them, agree: channels and kinds are counted apart.
//! - The text or the table says that there were none: `text-says-none-table-nonzero`.
//! - Words may hide a scope, so it is never of high confidence.
//!
//! ## How to resolve
//! Correct the text or the table, or say what the number is of.

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
    id: "text-applications-mismatch",
    label: ("文表不一致", "text and table differ"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对正文与表三的申请数量并更正。",
        "Check the number of applications in the text against table 3.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_applications_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let sum = |lines: &[Line]| said::sum(report, TableKind::Applications, Column::Total, lines);
    let mut tally = Tally::default();
    let matter = Matter {
        roles: &[Role::Received],
        name: ("收到（受理）申请", "applications received"),
        place: said::at(Line::Received),
        allowed: vec![
            ("本年新收", sum(&[Line::Received])),
            ("新收+上年结转=", sum(&[Line::Received, Line::CarriedIn])),
            ("总计+结转下年=", sum(&[Line::HandledTotal, Line::CarriedOut])),
        ],
        zero: Zero::Elsewhere,
    };
    tally.compare(&said::counts(reading), matter);
    tally.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    /// 9 received, 1 carried in, 8 handled, 2 carried out.
    fn judged(text: &str) -> Verdict {
        let given = given::clean()
            .section(1, text)
            .application(Line::CarriedIn, Column::Total, "1")
            .application(Line::CarriedOut, Column::Total, "2");
        check(&given.dossier())
    }

    #[test]
    fn what_is_new_and_all_that_is_at_hand_both_agree() {
        for n in [9, 10] {
            assert_eq!(judged(&format!("全年受理政府信息公开申请{n}件。")), Verdict::Pass);
        }
    }

    #[test]
    fn another_number_is_a_warning_with_both_figures() {
        let Verdict::Fail(failure) = judged("全年共收到政府信息公开申请11件。")
        else {
            panic!()
        };
        assert_eq!(
            failure.violations[0].message.zh,
            "文表数据不一致：正文收到（受理）申请“收到政府信息公开申请11件”，表中本年新收9，\
             新收+上年结转=10，总计+结转下年=10"
        );
    }

    #[test]
    fn parts_other_years_and_estimates_contradict_nothing() {
        for text in [
            "收到网上政府信息公开申请5件。",
            "其中收到政府信息公开申请5件。",
            "各乡镇收到政府信息公开申请5件。",
            "本机关收到政府信息公开申请5件。",
            "2024年收到政府信息公开申请5件。",
            "累计收到政府信息公开申请50件。",
            "收到政府信息公开申请近20件。",
            "受理行政许可申请1234件。",
            "全年未收到政府信息公开申请。",
            "公开信息120条。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn channels_and_kinds_that_add_up_agree() {
        for text in [
            "收到政府信息公开申请4件。另外收到政府信息公开申请5件。",
            "收到政府信息公开申请4件，收到涉及土地征收的政府信息公开申请5件。",
            "收到政府信息公开申请4件，12月又收到政府信息公开申请5件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
        let text = "收到政府信息公开申请4件，收到涉及土地征收的政府信息公开申请3件。";
        assert!(matches!(judged(text), Verdict::Fail(_)));
    }

    #[test]
    fn a_table_that_was_not_read_cannot_be_compared() {
        let blank = given::clean().application(Line::Received, Column::Total, "");
        assert!(matches!(check(&blank.dossier()), Verdict::NotAssessable(_)));
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::Applications);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }
}
