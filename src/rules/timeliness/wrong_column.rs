//! # wrong-column
//!
//! ## What it checks
//! Whether the report stands in the column of annual reports, by the page's own tag and line of
//! the way from the home page.
//!
//! ## Legal basis
//! 国办公开办函〔2019〕61号: the platform has a column 政府信息公开年报. The names of its columns
//! were not seen in the text itself, so this is only information.
//!
//! ## When it stays silent
//! - Any of the names 年报, 年度报告 or the like stands on the way.
//! - The way shows neither such a name nor that of another kind of column (通知公告, 工作动态
//!   and the like): not assessable.
//! - The page names no column: not assessable.
//!
//! ## How to resolve
//! Publish the report in the column 政府信息公开年报 as well.

use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "wrong-column",
    label: ("栏目不符", "wrong column"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2019〕61号（政府信息公开年报栏目）",
        "Circular 61 (2019) (column of annual reports)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请将年度报告发布在“政府信息公开年报”栏目。",
        "Publish the report in the column of annual reports.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("wrong_column.rs"),
    check: Check::Report(check),
};

/// Names of the right column, and what they contain.
const RIGHT: [&str; 5] = ["年报", "年度报告", "公开报告", "年度工作报告", "信息公开工作报告"];
/// Names of columns for something else.
const OTHERS: [&str; 14] = [
    "通知公告",
    "公告公示",
    "公示公告",
    "通知公示",
    "工作动态",
    "政务动态",
    "部门动态",
    "新闻",
    "要闻",
    "动态信息",
    "公开指南",
    "公开制度",
    "政策文件",
    "规划计划",
];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(tags) = &report.tags else {
        return unassessable("看不出所在栏目", "what was read names no column");
    };
    let names: Vec<String> = [&tags.column, &tags.breadcrumb]
        .into_iter()
        .flatten()
        .map(|name| way(name, report.title.as_deref()))
        .collect();
    if names.iter().any(|name| RIGHT.iter().any(|right| name.contains(right))) {
        return Verdict::Pass;
    }
    let other = OTHERS.iter().find(|other| names.iter().any(|name| name.contains(**other)));
    let Some(other) = other else {
        return unassessable("看不出所在栏目", "the page does not show its column");
    };
    let message = Text::new(
        format!("年度报告发布在“{other}”栏目，不在“政府信息公开年报”栏目"),
        format!("the report stands in the column “{other}”, not in that of annual reports"),
    );
    let shown = tags.breadcrumb.as_ref().or(tags.column.as_ref()).cloned().unwrap_or_default();
    let violation = Violation::new(message, Place::default().quoting(shown));
    Verdict::fail(violation.figures("政府信息公开年报", other))
}

/// The letters of the way, without the title that often ends it.
fn way(name: &str, title: Option<&str>) -> String {
    let way = letters(name);
    match title.map(letters) {
        Some(title) if !title.is_empty() => way.replace(&title, ""),
        _ => way,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn verdict(column: Option<&str>, breadcrumb: Option<&str>) -> Verdict {
        let mut given = given::clean();
        let tags = given.report_mut().tags.as_mut().unwrap();
        tags.column = column.map(ToOwned::to_owned);
        tags.breadcrumb = breadcrumb.map(ToOwned::to_owned);
        check(&given.dossier())
    }

    #[test]
    fn the_column_has_many_names() {
        for (column, way) in [
            (Some("政府信息公开年报"), None),
            (Some("2025年"), Some("首页 > 政务公开 > 信息公开年度报告 > 2025年")),
            (Some("通知公告"), Some("首页 > 政府信息公开 > 公开年报")),
        ] {
            assert_eq!(verdict(column, way), Verdict::Pass);
        }
    }

    #[test]
    fn a_column_for_something_else_is_information() {
        assert!(matches!(verdict(Some("通知公告"), None), Verdict::Fail(_)));
        let way = "当前位置：首页 > 工作动态 > 某市财政局2025年政府信息公开工作年度报告";
        assert!(matches!(verdict(None, Some(way)), Verdict::Fail(_)));
    }

    #[test]
    fn a_way_that_says_nothing_is_not_assessable() {
        for (column, way) in
            [(None, None), (Some("财政局"), None), (None, Some("首页 > 政务公开 > 正文"))]
        {
            assert!(matches!(verdict(column, way), Verdict::NotAssessable(_)));
        }
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
