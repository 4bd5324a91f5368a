//! # published-before-period-end
//!
//! ## What it checks
//! Whether the report was published before 31 December of the year it is on, so that it cannot
//! cover the whole year.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: the report is on the year before (上一年度).
//!
//! ## When it stays silent
//! - Published on 31 December or later.
//! - The page names another, later date: which is right cannot be told, and
//!   `publication-date-conflict` speaks of that.
//! - No report was seen: not assessable.
//!
//! ## How to resolve
//! Check the figures against the whole year and publish them; where only the date on the page is
//! wrong, correct it and acknowledge the case.

use chrono::NaiveDate;

use crate::domain::Confidence;
use crate::domain::DateSource;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "published-before-period-end",
    label: ("提前发布", "before the year's end"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第四十九条（上一年度）",
        "Regulation on Government Information Disclosure, Art. 49 (the year before)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核对数据是否覆盖全年；如仅为页面日期有误，请更正日期。",
        "Check that the figures cover the whole year; if only the date is wrong, correct it.",
    ),
    lasting: true,
    params: &[],
    source: include_str!("published_before_period_end.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let (Some(publication), Some(end)) =
        (dossier.publication, NaiveDate::from_ymd_opt(dossier.year.0, 12, 31))
    else {
        return unassessable("没有见到年报", "no report was seen");
    };
    let day = publication.day();
    if day >= end {
        return Verdict::Pass;
    }
    let dates = dossier.report.map_or(&[][..], |report| &report.dates);
    // Only a sight of our own is certain; a page's date may be wrong.
    let seen = year::statutory_day(publication.first_seen) < end;
    if !seen && dates.iter().any(|it| it.source != DateSource::Signature && it.date >= end) {
        return unassessable(
            "页面上的日期不一致，无法确定发布日期",
            "the page's dates disagree, so the day of publication is not certain",
        );
    }
    let year = dossier.year;
    let message = Text::new(
        format!("统计期未结束即发布：{year}年度报告发布于{day}，早于{end}"),
        format!("published before the year's end: the report on {year} is of {day}, before {end}"),
    );
    let violation = Violation::new(message, Place::default()).figures(format!("≥{end}"), day);
    Verdict::fail(if seen { violation } else { violation.confidence(Confidence::Medium) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DateEvidence;
    use crate::rules::given;

    #[test]
    fn the_last_day_of_the_year_is_not_too_early() {
        assert_eq!(check(&given::published("2025-12-31").dossier()), Verdict::Pass);
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn the_day_before_is_and_what_we_saw_ourselves_is_certain() {
        let mut given = given::published("2025-12-30");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::High);
        assert!(failure.violations[0].message.zh.contains("发布于2025-12-30，早于2025-12-31"));

        given.publication.as_mut().unwrap().first_seen = given::noon("2026-01-20");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Medium);
    }

    #[test]
    fn a_later_date_on_the_page_leaves_it_open() {
        let mut given = given::published("2025-12-24");
        given.publication.as_mut().unwrap().first_seen = given::noon("2026-01-20");
        given.report_mut().dates =
            vec![DateEvidence { date: given::day("2026-01-10"), source: DateSource::Visible }];
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
