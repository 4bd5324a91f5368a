//! # text-says-none-table-nonzero
//!
//! ## What it checks
//! Whether the text says that there were no applications, reconsiderations or lawsuits
//! while the table counts some, or the other way round.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - The table's figure is blank or was not read: not assessable.
//! - The text says nothing of the matter, or says both.
//! - It received none, and only those of last year were at hand.
//! - The sentence is about one channel (当面, 信函, 网上), about some of them only (涉及国家
//!   秘密的, 败诉的, 因答复不当引起的), about another matter (投诉举报, the reviews of
//!   行政处罚), about another year or a part of the year (第四季度).
//! - It asks, sets a condition or an aim (有没有, 如, 未收到申请的, 确保).
//!
//! ## How to resolve
//! Correct the text or the table.

use super::said;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::Period;
use crate::prose::Role;
use crate::prose::Scope;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "text-says-none-table-nonzero",
    label: ("文表不一致", "text and table differ"),
    severity: Severity::Error,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请核对正文与表格并更正。", "Check the text against the table, and correct it."),
    lasting: false,
    params: &[],
    source: include_str!("text_says_none_table_nonzero.rs"),
    check: Check::Text(check),
};

/// One matter that text and table both count.
struct Denial {
    role: Role,
    name: (&'static str, &'static str),
    table: TableKind,
    /// The cells that must be 0 if there was none.
    none: &'static [(Line, Column)],
    /// Those of which one must not be 0 if there was some.
    some: &'static [(Line, Column)],
}

const NEW: (Line, Column) = (Line::Received, Column::Total);
const RECONSIDERATIONS: &[(Line, Column)] = &[(Line::Reconsideration, Column::ReviewTotal)];
const LAWSUITS: &[(Line, Column)] = &[
    (Line::DirectLitigation, Column::ReviewTotal),
    (Line::LitigationAfterReconsideration, Column::ReviewTotal),
];

static MATTERS: [Denial; 3] = [
    Denial {
        role: Role::Received,
        name: ("政府信息公开申请", "applications"),
        table: TableKind::Applications,
        // Who received none this year may still have had last year's at hand, and 受理 counts those too.
        none: &[NEW],
        some: &[NEW, (Line::CarriedIn, Column::Total)],
    },
    Denial {
        role: Role::Reconsideration,
        name: ("行政复议", "reconsiderations"),
        table: TableKind::Reviews,
        none: RECONSIDERATIONS,
        some: RECONSIDERATIONS,
    },
    Denial {
        role: Role::Lawsuit,
        name: ("行政诉讼", "lawsuits"),
        table: TableKind::Reviews,
        none: LAWSUITS,
        some: LAWSUITS,
    },
];

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let denials = said::denials(reading);
    let counts = said::counts(reading);
    let mut violations = Vec::new();
    let mut unread: Option<Text> = None;
    for matter in &MATTERS {
        let none = denials.iter().find(|it| it.what.role == matter.role).map(|it| &it.quote);
        let some = counts
            .iter()
            .filter(|it| it.what.role == matter.role && it.what.amount.value > 0)
            .find(|it| it.what.scope == Scope::Whole && it.what.period == Period::Reported)
            .map(|it| &it.quote);
        let (sentence, says_none) = match (none, some) {
            (Some(sentence), None) => (sentence, true),
            (None, Some(sentence)) => (sentence, false),
            _ => continue,
        };
        let cells = if says_none { matter.none } else { matter.some };
        let Some(count) = said::cells(report, matter.table, cells) else {
            unread = unread.or_else(|| {
                Some(Text::new(
                    format!("表中{}数空白或未读出", matter.name.0),
                    format!("the table's count of {} is blank or was not read", matter.name.1),
                ))
            });
            continue;
        };
        if says_none == (count == 0) {
            continue;
        }
        let message = if says_none {
            Text::new(
                format!("文表数据不一致：正文称没有{}，表中为{count}件", matter.name.0),
                format!("the text says there were no {}, the table counts {count}", matter.name.1),
            )
        } else {
            Text::new(
                format!("文表数据不一致：正文称有{}（“{sentence}”），表中为0", matter.name.0),
                format!("the text counts {} (“{sentence}”), the table 0", matter.name.1),
            )
        };
        let place = Place {
            row: cells.first().map(|(line, _)| *line),
            ..Place::table(matter.table).quoting(sentence.as_str())
        };
        let violation =
            Violation::new(message, place).figures(if says_none { "0" } else { "≥1" }, count);
        // The reverse rests on a number that may be of another scope.
        violations.push(if says_none {
            violation
        } else {
            violation.severity(Severity::Warning).confidence(Confidence::Medium)
        });
    }
    Verdict::of(violations, unread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn none_received(given: Given) -> Given {
        given.application(Line::Received, Column::Total, "0").application(
            Line::CarriedIn,
            Column::Total,
            "0",
        )
    }

    fn messages(given: &Given) -> Vec<String> {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn none_in_the_text_and_some_in_the_table_is_an_error() {
        let given = given::clean().section(1, "全年未收到依申请公开政府信息的申请。");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, None);
        assert!(failure.violations[0].message.zh.contains("正文称没有政府信息公开申请，表中为9件"));
    }

    #[test]
    fn none_in_both_agrees() {
        let given = none_received(given::clean().section(1, "全年未收到政府信息公开申请。"));
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn some_in_the_text_and_none_in_the_table_is_a_warning() {
        let given = none_received(given::clean());
        assert!(messages(&given)[0].contains("表中为0"));
    }

    #[test]
    fn no_lawsuit_means_no_lawsuit() {
        let text = "2025年，未发生因政府信息公开申请行政复议、提起行政诉讼的情况。";
        let given = given::clean().section(1, text).cell(
            TableKind::Reviews,
            Line::DirectLitigation,
            Column::ReviewTotal,
            "2",
        );
        assert_eq!(messages(&given).len(), 1);
        assert_eq!(messages(&given::clean().section(1, text)), Vec::<String>::new());
    }

    #[test]
    fn none_received_leaves_room_for_those_carried_in() {
        for text in ["全年未收到政府信息公开申请。", "全年收到政府信息公开申请0件，答复1件。"]
        {
            let given = none_received(given::clean().section(1, text)).application(
                Line::CarriedIn,
                Column::Total,
                "1",
            );
            assert_eq!(messages(&given), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_sentence_about_a_part_or_another_year_is_passed_over() {
        for text in [
            "全年未收到当面提交的政府信息公开申请。",
            "2024年未收到政府信息公开申请。",
            "全年无行政诉讼败诉案件。",
            "未收到投诉举报类申请。",
            "没有收到涉及国家秘密的信息公开申请。",
            "没有败诉的行政诉讼。",
            "第四季度未收到政府信息公开申请。",
            "每日查看系统有无政府信息公开申请。",
        ] {
            assert_eq!(messages(&given::clean().section(1, text)), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_figure_that_was_not_read_is_not_zero() {
        let given = given::clean().section(1, "全年未收到政府信息公开申请。").application(
            Line::Received,
            Column::Total,
            "",
        );
        let Verdict::NotAssessable(why) = check(&given.dossier()) else { panic!() };
        assert_eq!(why.zh, "表中政府信息公开申请数空白或未读出");
    }
}
