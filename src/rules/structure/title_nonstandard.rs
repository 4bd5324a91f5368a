//! # title-nonstandard
//!
//! ## What it checks
//! Whether the title reads like <机关>2025年政府信息公开工作年度报告: a year, 政府信息公开 and
//! 年度报告.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 on the format of the report, and common practice; 工作报告 in place
//! of 年度报告 has been named in bulletins since 2010. The circular's own words on the title were
//! not seen, so this is only a warning.
//!
//! ## When it stays silent
//! - No title was found: not assessable.
//! - The site shows a short title, but the report itself prints a whole one.
//! - The year stands behind the rest, as in 政府信息公开工作年度报告（2025年）.
//! - The body is not named, or 年 stands with or without 度, 公开 with or without 工作.
//! - It is only information where 年度 or the year stands twice: that is common.
//!
//! ## How to resolve
//! Correct the title.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::AnnualReport;
use crate::domain::Confidence;
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
    id: "title-nonstandard",
    label: ("标题不规范", "title"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（年度报告格式）；标题惯例",
        "Circular 30 (2021), format of the annual report; customary title",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请将标题规范为“单位名称＋年份＋政府信息公开工作年度报告”。",
        "Title the report with the body's name, the year and the customary words.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("title_nonstandard.rs"),
    check: Check::Report(check),
};

static STANDARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"(?:(?:19|20)\d{2}|二[〇○零]..)年度?";
    let matter = "政府信息公开(?:工作)?年度报告";
    Regex::new(&format!(r"{year}.*{matter}|{matter}[(\[]?{year}")).ok()
});
static YEARS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"20\d{2}").ok());

/// A line longer than this is a sentence.
const LONGEST: usize = 80;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(title) = report.title.as_deref() else {
        return unassessable("没有找到标题", "no title was found");
    };
    let breach = |zh: String, en: String| Violation::new(Text::new(zh, en), quoting(title));
    if !is_standard(title) {
        if printed_elsewhere(report) {
            return Verdict::Pass;
        }
        let year = dossier.year;
        let violation = breach(
            format!("标题不规范：“{title}”，应为“（单位名称）{year}年政府信息公开工作年度报告”"),
            format!(
                "nonstandard title “{title}”; it should name the body, the year {year} and the report"
            ),
        );
        return Verdict::fail(violation.confidence(Confidence::Medium));
    }
    let plain = squash(title);
    let years: Vec<&str> = YEARS
        .as_ref()
        .into_iter()
        .flat_map(|re| re.find_iter(&plain))
        .map(|it| it.as_str())
        .collect();
    let twice = |word: &str| plain.matches(word).count() > 1;
    let doubled = match years.as_slice() {
        [first, rest @ ..] if rest.contains(first) => *first,
        _ if twice("年度") => "年度",
        _ => return Verdict::Pass,
    };
    let violation = breach(
        format!("标题不规范：“{doubled}”重复（{title}）"),
        format!("the title has “{doubled}” twice ({title})"),
    );
    Verdict::fail(violation.severity(Severity::Info))
}

fn quoting(title: &str) -> Place {
    Place::default().quoting(title)
}

fn is_standard(title: &str) -> bool {
    STANDARD.as_ref().is_some_and(|re| re.is_match(&squash(title)))
}

/// The whole title stands in the report or in its tag.
fn printed_elsewhere(report: &AnnualReport) -> bool {
    let tag = report.tags.as_ref().and_then(|tags| tags.article_title.as_deref());
    let lines = report.preamble.lines().filter(|line| line.chars().count() <= LONGEST);
    lines.chain(tag).any(is_standard)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn titled(title: &str) -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        report.title = Some(title.into());
        report.tags = None;
        given
    }

    /// The severity of the breach, if there is one.
    fn severity(title: &str) -> Option<Severity> {
        match check(&titled(title).dossier()) {
            Verdict::Fail(failure) => Some(failure.violations[0].severity.unwrap_or(RULE.severity)),
            _ => None,
        }
    }

    #[test]
    fn the_customary_wordings_pass() {
        for title in [
            "某市财政局2025年政府信息公开工作年度报告",
            "2025年某市财政局政府信息公开年度报告",
            "2025年政府信息公开工作年度报告",
            "某市财政局政府信息公开工作年度报告（2025年）",
            "某市财政局二〇二五年政府信息公开工作年度报告",
            "某市财政局2025年度 政府信息公开报告（政府信息公开年度报告）",
        ] {
            assert_ne!(severity(title), Some(Severity::Warning), "{title}");
        }
        assert_eq!(severity("某市财政局2025年政府信息公开工作年度报告"), None);
    }

    #[test]
    fn other_words_are_a_warning() {
        for title in [
            "某区办公室2025年度政府信息公开工作报告",
            "某局2025年信息公开年度报告",
            "某局2025年政府信息公开年报",
            "某局政府信息公开工作年度报告",
        ] {
            assert_eq!(severity(title), Some(Severity::Warning), "{title}");
        }
    }

    #[test]
    fn what_stands_twice_is_information() {
        for title in
            ["某区2025年度政府信息公开工作年度报告", "2025某县某乡2025年政府信息公开工作年度报告"]
        {
            assert_eq!(severity(title), Some(Severity::Info), "{title}");
        }
    }

    #[test]
    fn a_short_title_of_the_site_is_not_the_reports_own() {
        let mut given = titled("某局2025年信息公开年报");
        given.report_mut().preamble = "某局2025年政府信息公开工作年度报告\n根据条例编制。".into();
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn without_a_title_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().title = None;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
