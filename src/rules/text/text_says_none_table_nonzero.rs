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
//! - The table's figure was not read: not assessable.
//! - The text says nothing of the matter, or says both.
//! - The sentence is about one channel (当面, 信函, 网上), about another matter
//!   (投诉举报), or about another year.
//!
//! ## How to resolve
//! Correct the text or the table.

use std::sync::LazyLock;

use regex::Regex;

use super::sentences;
use crate::domain::AnnualReport;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::wording::squash;

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
    source: include_str!("text_says_none_table_nonzero.rs"),
    check,
};

/// One matter that text and table both count.
struct Matter {
    name: (&'static str, &'static str),
    table: TableKind,
    /// The cells that count it; each must be read.
    cells: &'static [(Line, Column)],
    /// Says that there was none.
    none: &'static LazyLock<Option<Regex>>,
    /// Says how many there were, as group `n`.
    some: &'static LazyLock<Option<Regex>>,
}

macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

pattern!(
    NO_APPLICATION,
    r"(?:未|没有|无)(?:收到|受理|接到|接收到?)(?:任何|过)?[^，、]{0,14}?申请|(?:收到|受理)[^，、]{0,20}?申请[^，、]{0,4}?(?:0|零)[件起宗]"
);
pattern!(
    APPLICATIONS,
    r"(?:收到|受理|接收)[^，、。]{0,4}?(?:政府信息|依申请|信息)[^，、。]{0,12}?申请[^，、。\d]{0,6}?(?P<n>[1-9]\d*)[件起宗条]"
);
pattern!(
    NO_REVIEW,
    r"(?:未|没有|无)(?:发生|收到|出现|被|因|产生)?[^，、。]{0,22}?行政复议|行政复议[^，、。]{0,6}?(?:0|零)[件起宗]"
);
pattern!(
    REVIEWS,
    r"(?:发生|被申请|收到|提起)[^，、。\d]{0,20}?行政复议[^，、。\d]{0,6}?(?P<n>[1-9]\d*)[件起宗]"
);
pattern!(
    NO_LAWSUIT,
    r"(?:未|没有|无)(?:发生|收到|出现|被|因|产生)?[^。]{0,28}?行政诉讼|行政诉讼[^，、。]{0,6}?(?:0|零)[件起宗]"
);
pattern!(
    LAWSUITS,
    r"(?:发生|被提起|收到|提起)[^，、。\d]{0,20}?行政诉讼[^，、。\d]{0,6}?(?P<n>[1-9]\d*)[件起宗]"
);

static MATTERS: [Matter; 3] = [
    Matter {
        name: ("政府信息公开申请", "applications"),
        table: TableKind::Applications,
        cells: &[(Line::Received, Column::Total), (Line::CarriedIn, Column::Total)],
        none: &NO_APPLICATION,
        some: &APPLICATIONS,
    },
    Matter {
        name: ("行政复议", "reconsiderations"),
        table: TableKind::Reviews,
        cells: &[(Line::Reconsideration, Column::ReviewTotal)],
        none: &NO_REVIEW,
        some: &REVIEWS,
    },
    Matter {
        name: ("行政诉讼", "lawsuits"),
        table: TableKind::Reviews,
        cells: &[
            (Line::DirectLitigation, Column::ReviewTotal),
            (Line::LitigationAfterReconsideration, Column::ReviewTotal),
        ],
        none: &NO_LAWSUIT,
        some: &LAWSUITS,
    },
];

/// Words that make a sentence speak of a part, of another matter or of another time.
const ELSEWHERE: [&str; 15] = [
    "当面",
    "信函",
    "来信",
    "邮寄",
    "网上",
    "在线",
    "电子邮件",
    "传真",
    "投诉",
    "举报",
    "败诉",
    "被纠正",
    "上年",
    "去年",
    "下一步",
];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    // In flattened text the words of the tables stand under 三 and 四.
    let numbers: &[u8] = if report.carrier.may_lose_tables() { &[1] } else { &[1, 3, 4] };
    let texts: Vec<&str> = numbers.iter().map(|number| report.section_text(*number)).collect();
    let text = squash(&texts.join("。"));
    let mut violations = Vec::new();
    let mut unread: Option<Text> = None;
    for matter in &MATTERS {
        let none = find(&text, matter.none, dossier);
        let some = find(&text, matter.some, dossier);
        let (sentence, says_none) = match (&none, &some) {
            (Some(sentence), None) => (sentence, true),
            (None, Some(sentence)) => (sentence, false),
            _ => continue,
        };
        let Some(count) = count(report, matter) else {
            unread = unread.or_else(|| {
                Some(Text::new(
                    format!("表中{}数未读出", matter.name.0),
                    format!("the table's count of {} was not read", matter.name.1),
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
            row: matter.cells.first().map(|(line, _)| *line),
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

/// The first sentence about the whole matter in this year that a pattern finds.
fn find(text: &str, pattern: &LazyLock<Option<Regex>>, dossier: &Dossier<'_>) -> Option<String> {
    let before = dossier.year.previous().to_string();
    let pattern = pattern.as_ref()?;
    sentences(text)
        .filter(|sentence| !ELSEWHERE.iter().any(|word| sentence.contains(word)))
        .filter(|sentence| !sentence.contains(&before))
        .find_map(|sentence| pattern.find(sentence).map(|found| found.as_str().to_owned()))
}

/// What the table counts; `None` where a cell was not read or is blank.
fn count(report: &AnnualReport, matter: &Matter) -> Option<i64> {
    let table = report.table(matter.table)?;
    matter
        .cells
        .iter()
        .try_fold(0_i64, |sum, (line, column)| sum.checked_add(table.integer(*line, *column)?))
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
    fn a_sentence_about_a_part_or_another_year_is_passed_over() {
        for text in [
            "全年未收到当面提交的政府信息公开申请。",
            "2024年未收到政府信息公开申请。",
            "全年无行政诉讼败诉案件。",
            "未收到投诉举报类申请。",
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
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
