//! # preamble-count-mismatch
//!
//! ## What it checks
//! Whether the preamble's 六个部分 is the number of sections that it lists, and not less
//! than the sections that follow.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号, annex: six sections.
//!
//! ## When it stays silent
//! - The preamble names no number: not assessable, and no fault.
//! - It lists fewer than three names, so it is no list.
//! - Fewer sections follow than it says: a heading may only not have been recognised, and
//!   `section-missing` speaks of that.
//! - It says more than six, and lists something besides the sections (附件 and the like).
//!
//! ## How to resolve
//! Correct the preamble.

use std::sync::LazyLock;

use regex::Regex;

use super::narrative::start;
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
use crate::wording::squash;

pub(super) static RULE: Rule = Rule {
    id: "preamble-count-mismatch",
    label: ("引言不符", "preamble"),
    severity: Severity::Info,
    basis: ("国办公开办函〔2021〕30号附件（六个部分）", "Circular 30 (2021), annex (six sections)"),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对引言中的部分数与所列名称。",
        "Check the number and the names of the sections in the preamble.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("preamble_count_mismatch.rs"),
    check: Check::Report(check),
};

static COUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^第十\d])(?P<n>[三四五六七八]|[3-8])个?部分").ok());

/// What the six names contain, whatever their wording.
static STEMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        "总体情况|概述|基本情况|总体概况",
        "主动公开",
        "收到和处理|依申请公开|公开申请情况",
        "复议|诉讼",
        "问题",
        "(?:其他|其它)[^、,。]{0,10}(?:事项|情况)",
    ]
    .into_iter()
    .filter_map(|stem| Regex::new(stem).ok())
    .collect()
});

/// A list has at least that many names.
const LEAST: usize = 3;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let preamble = squash(&report.preamble);
    let counted = COUNT.as_ref().and_then(|re| re.captures(&preamble));
    let Some((count, at)) = counted.and_then(|it| Some((number(&it["n"])?, it.get(0)?.start())))
    else {
        return unassessable("引言中没有写明部分数", "the preamble names no number of sections");
    };
    let sentence = sentence_around(&preamble, at);
    let listed = STEMS.iter().filter(|stem| stem.is_match(sentence)).count();
    let found = report.sections.iter().filter(|section| section.present).count();
    let besides = ["附", "收费", "说明", "咨询"].iter().any(|word| sentence.contains(word));
    let (zh, en, actual) = if listed >= LEAST && listed != count && !(count > listed && besides) {
        (format!("所列名称为{listed}个"), format!("but lists {listed}"), listed)
    } else if found > count {
        (format!("正文有{found}个部分"), format!("but {found} follow"), found)
    } else {
        return Verdict::Pass;
    };
    let message = Text::new(
        format!("引言称有{count}个部分，{zh}"),
        format!("the preamble speaks of {count} sections, {en}"),
    );
    let place = Place::section(0).quoting(start(sentence, 120));
    let violation = Violation::new(message, place);
    Verdict::fail(violation.figures(count, actual))
}

fn number(numeral: &str) -> Option<usize> {
    numeral.parse().ok().or_else(|| {
        "一二三四五六七八".chars().position(|it| numeral.starts_with(it)).map(|at| at + 1)
    })
}

/// The sentence that holds a byte.
fn sentence_around(text: &str, at: usize) -> &str {
    let before = text.get(..at).and_then(|it| it.rfind('。')).map_or(0, |it| it + '。'.len_utf8());
    let after = text.get(at..).and_then(|it| it.find('。')).map_or(text.len(), |it| at + it);
    text.get(before..after).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    const SIX: &str = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、\
                       政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况";

    fn message(preamble: &str) -> Option<String> {
        let mut given = given::clean();
        given.report_mut().preamble = preamble.into();
        match check(&given.dossier()) {
            Verdict::Fail(failure) => Some(failure.violations[0].message.zh.clone()),
            _ => None,
        }
    }

    #[test]
    fn six_of_six_pass() {
        assert_eq!(
            message(&format!("根据条例编制。全文包括{SIX}、其他需要报告的事项六个部分。")),
            None
        );
        assert_eq!(message("本报告由六部分组成。"), None);
    }

    #[test]
    fn five_names_for_six_sections_are_information() {
        let text = format!("本报告包括：{SIX}等六个部分。数据统计期限为一年。");
        assert_eq!(message(&text).as_deref(), Some("引言称有6个部分，所列名称为5个"));
    }

    #[test]
    fn five_said_and_six_found_is_information() {
        assert_eq!(message("本报告共5个部分。").as_deref(), Some("引言称有5个部分，正文有6个部分"));
    }

    #[test]
    fn an_annex_may_be_the_seventh() {
        assert_eq!(message(&format!("全文包括{SIX}、其他需要报告的事项、附件七个部分。")), None);
    }

    #[test]
    fn without_a_number_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().preamble = "根据条例编制，数据见第三部分。".into();
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
