//! # government-supervision-results-missing
//!
//! ## What it checks
//! Whether the report of a government tells the results of appraisal (工作考核), public
//! evaluation (社会评议) and accountability (责任追究).
//!
//! ## Legal basis
//! 政府信息公开条例第四十六条、第五十条: 各级人民政府 report these results besides;
//! 国办公开办函〔2021〕30号一（一） has them under 监督保障.
//!
//! ## When it stays silent
//! - Departments and all bodies that are no government: they need not.
//! - 未发生责任追究情形 and the like: that is a result.
//! - The words stand anywhere in the report, also as 考评, 满意度测评, 问责 and the like.
//! - Section 一 has no text, or an image or a table may hold it: not assessable.
//!
//! ## How to resolve
//! Add the results; where there was none, say so.

use crate::domain::AgencyKind;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "government-supervision-results-missing",
    label: ("未报告考核评议", "appraisal not reported"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第四十六条、第五十条；国办公开办函〔2021〕30号一（一）",
        "Regulation on Government Information Disclosure, Art. 46 and 50; Circular 30 (2021), item 1 (1)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请补充工作考核、社会评议和责任追究结果情况；没有的也应写明。",
        "Add the results of appraisal, public evaluation and accountability; if none, say so.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("government_supervision_results_missing.rs"),
    check: Check::Text(check),
};

/// A result, its English name and the words for it.
const RESULTS: [(&str, &str, &[&str]); 3] = [
    ("工作考核", "appraisal", &["考核", "考评", "绩效"]),
    (
        "社会评议",
        "public evaluation",
        &["评议", "社会评价", "公众评价", "第三方评估", "满意度测评", "满意度调查", "满意度评价"],
    ),
    ("责任追究", "accountability", &["追究", "追责", "问责"]),
];

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    if reading.agency.kind != AgencyKind::Government {
        return Verdict::Pass;
    }
    if reading.plain(1).is_empty() {
        return unassessable("没有读到第一部分的正文", "section 1 has no text");
    }
    let text = reading.whole();
    let missing: Vec<_> =
        RESULTS.iter().filter(|(_, _, words)| !words.iter().any(|it| text.contains(it))).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    if reading.may_hide_text(&[1, 5, 6]) {
        return unassessable("有图片或表格，可能含有正文", "an image or a table may hold the text");
    }
    let zh: Vec<&str> = missing.iter().map(|it| it.0).collect();
    let en: Vec<&str> = missing.iter().map(|it| it.1).collect();
    let message = Text::new(
        format!("内容缺项：未报告{}结果情况（政府年报应包括）", zh.join("、")),
        format!("a government's report must tell the results of {}", en.join(", ")),
    );
    Verdict::fail(Violation::new(message, Place::section(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn of(kind: AgencyKind, text: &str) -> Verdict {
        check(&given::clean().kind(kind).section(1, text).dossier())
    }

    #[test]
    fn a_government_that_tells_all_three_passes() {
        let text = "纳入年度考核，社会评议结果良好，未发生责任追究情形。";
        assert_eq!(of(AgencyKind::Government, text), Verdict::Pass);
        let text = "开展绩效管理，委托第三方评估，无人被问责。";
        assert_eq!(of(AgencyKind::Government, text), Verdict::Pass);
    }

    #[test]
    fn one_of_three_missing_is_a_warning() {
        let verdict = of(AgencyKind::Government, "纳入年度考核，未发生责任追究情形。");
        let Verdict::Fail(failure) = verdict else { panic!() };
        assert!(failure.violations[0].message.zh.contains("未报告社会评议结果情况"));
    }

    #[test]
    fn other_bodies_need_not() {
        for kind in [AgencyKind::Department, AgencyKind::Township, AgencyKind::Vertical] {
            assert_eq!(of(kind, "公开信息12条。"), Verdict::Pass);
        }
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        assert!(matches!(of(AgencyKind::Government, " "), Verdict::NotAssessable(_)));
        let given = || given::clean().kind(AgencyKind::Government).section(1, "见图表。");
        let (mut image, mut table) = (given(), given());
        image.report_mut().sections[0].has_image = true;
        table.report_mut().sections[0].has_table = true;
        for given in [image, table, given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
