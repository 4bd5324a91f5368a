//! # text-handled-mismatch
//!
//! ## What it checks
//! Whether the number of applications answered that the text states is one that table 3
//! gives: 总计, 本年新收, or 总计+结转下年.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - The table's figures were not read: not assessable.
//! - 办理 and 办结 are said of those received, of those answered and of all at hand; each
//!   of the three figures agrees.
//! - The count is of a part, of another year, since some day, or approximate.
//! - Several counts together, or one of them, agree.
//! - A number within what was at hand may leave some outcome out: only listed. A number
//!   above it is a warning.
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
    id: "text-handled-mismatch",
    label: ("文表不一致", "text and table differ"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对正文与表三的答复、办结数量并更正。",
        "Check the number of applications answered in the text against table 3.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_handled_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let sum = |lines: &[Line]| said::sum(report, TableKind::Applications, Column::Total, lines);
    let at_hand = sum(&[Line::HandledTotal, Line::CarriedOut]);
    let mut tally = Tally::default();
    let matter = Matter {
        roles: &[Role::Handled],
        name: ("答复（办结）申请", "applications answered"),
        place: said::at(Line::HandledTotal),
        allowed: vec![
            ("办理结果总计", sum(&[Line::HandledTotal])),
            ("本年新收", sum(&[Line::Received])),
            ("总计+结转下年=", at_hand),
        ],
        zero: Zero::Compared,
    };
    tally.compare(&said::counts(reading), matter);
    for violation in &mut tally.violations {
        let stated = violation.actual.as_deref().and_then(|it| it.parse::<i64>().ok());
        if stated > at_hand {
            violation.severity = Some(Severity::Warning);
        }
    }
    tally.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    /// 9 received, 8 handled, 1 carried out.
    fn judged(text: &str) -> Verdict {
        check(&given::clean().section(1, text).dossier())
    }

    fn severity(text: &str) -> Option<Severity> {
        let Verdict::Fail(failure) = judged(text) else { panic!("{text}") };
        failure.violations[0].severity
    }

    #[test]
    fn those_answered_and_those_received_both_agree() {
        for n in [8, 9] {
            assert_eq!(judged(&format!("全年办理政府信息公开申请{n}件。")), Verdict::Pass);
        }
        assert_eq!(judged("收到政府信息公开申请9件，按时办结8件。"), Verdict::Pass);
    }

    #[test]
    fn fewer_are_listed_and_more_than_there_were_is_a_warning() {
        assert_eq!(severity("依法答复政府信息公开申请7件。"), None);
        assert_eq!(severity("依法答复政府信息公开申请10件。"), Some(Severity::Warning));
    }

    #[test]
    fn other_matters_and_parts_contradict_nothing() {
        for text in [
            "答复人大代表建议50件。",
            "答复网上政府信息公开申请5件。",
            "2024年答复政府信息公开申请5件。",
            "收到政府信息公开申请9件，尚未办结2件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_table_that_was_not_read_cannot_be_compared() {
        let given = given::clean().section(1, "依法答复政府信息公开申请7件。").application(
            Line::HandledTotal,
            Column::Total,
            "",
        );
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
