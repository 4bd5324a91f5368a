//! # stat-period-mismatch
//!
//! ## What it checks
//! Whether the statistics period that the report states (统计期限) is 1 January to 31
//! December of the year reported on.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: the report is on the year before (上一年度);
//! DB51/T 2660—2019, 2.1, spells the days out.
//!
//! ## When it stays silent
//! - The report states no period: it need not.
//! - A statement that lost its dates is a warning only, and of low confidence in flattened text,
//!   which may have lost them on the way to us.
//! - Other dates beside figures (据统计，1月至11月……) are no statement of the period.
//! - The first year of a body, and 2008, in which the Regulation began on 1 May: not
//!   assessable.
//!
//! ## How to resolve
//! Correct the period, or the figures where they are for another period.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Confidence;
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
    id: "stat-period-mismatch",
    label: ("统计期限有误", "wrong period"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第四十九条（上一年度）",
        "Regulation on Government Information Disclosure, Art. 49 (the year before)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请更正统计期限；如数据确为其他期间，请重新统计。",
        "Correct the period; if the figures are for another one, count again.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("stat_period_mismatch.rs"),
    check: Check::Text(check),
};

static STATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"统计(?:数据)?(?:的)?(?:期限|时限|期间|区间|周期|时间段?|范围|起止时间)[^。;；]{0,8}?(\d{4})年(\d{1,2})月(\d{1,2})日",
    )
    .ok()
});

static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"统计(?:数据)?(?:的)?(?:期限|时限|期间)(?:为|是)?[自从]?(?:年月日)?[至到](?:年月日)?[。,;]").ok()
});

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let year = reading.year;
    let expected = (NaiveDate::from_ymd_opt(year.0, 1, 1), NaiveDate::from_ymd_opt(year.0, 12, 31));
    let Some((from, to)) = report.period else { return without_dates(report, &reading.whole()) };
    if (Some(from), Some(to)) == expected {
        return Verdict::Pass;
    }
    let text = reading.whole();
    let stated = STATED.as_ref().and_then(|re| re.captures(&text)).filter(|it| {
        let number = |i| it.get(i).and_then(|it| it.as_str().parse::<u32>().ok());
        let day = NaiveDate::from_ymd_opt;
        let begin = number(1).and_then(|y| i32::try_from(y).ok());
        begin.zip(number(2)).zip(number(3)).and_then(|((y, m), d)| day(y, m, d)) == Some(from)
    });
    let Some(stated) = stated else { return Verdict::Pass };
    if year.0 == 2008 || reading.agency.since == Some(year) {
        return unassessable("首个报告年度可以不足一年", "a first year may be shorter");
    }
    let message = Text::new(
        format!("统计期限有误：写为{from}至{to}，应为{year}-01-01至{year}-12-31"),
        format!("wrong period: {from} to {to} instead of {year}-01-01 to {year}-12-31"),
    );
    let violation = Violation::new(message, Place::default().quoting(&stated[0]));
    let whole_year = format!("{year}-01-01/{year}-12-31");
    Verdict::fail(violation.figures(whole_year, format!("{from}/{to}")))
}

/// A statement of the period whose dates are not there.
fn without_dates(report: &AnnualReport, text: &str) -> Verdict {
    let Some(found) = BARE.as_ref().and_then(|re| re.find(text)) else { return Verdict::Pass };
    let message = Text::new(
        format!("统计期限没有写明起止日期：“{}”", found.as_str()),
        format!("the statistics period has no dates: “{}”", found.as_str()),
    );
    let violation = Violation::new(message, Place::default().quoting(found.as_str()));
    let lossless = report.text_carrier() == Carrier::Html;
    let confidence = if lossless { Confidence::Medium } else { Confidence::Low };
    Verdict::fail(violation.severity(Severity::Warning).confidence(confidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::rules::given;
    use crate::rules::given::Given;
    use crate::rules::given::day;

    fn period(from: &str, to: &str) -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        let (from, to) = (day(from), day(to));
        report.period = Some((from, to));
        report.preamble = format!(
            "本报告中所列数据的统计期限自{}起至{}止。",
            from.format("%Y年%-m月%-d日"),
            to.format("%Y年%-m月%-d日")
        );
        given
    }

    #[test]
    fn the_whole_year_passes() {
        assert_eq!(check(&period("2025-01-01", "2025-12-31").dossier()), Verdict::Pass);
    }

    #[test]
    fn a_day_less_or_another_year_is_an_error() {
        for (from, to) in [
            ("2025-01-01", "2025-12-30"),
            ("2025-01-02", "2025-12-31"),
            ("2024-01-01", "2024-12-31"),
            ("2024-01-01", "2025-12-31"),
        ] {
            let Verdict::Fail(failure) = check(&period(from, to).dossier()) else { panic!("{to}") };
            assert_eq!(failure.violations[0].severity, None);
            let expected = format!("写为{from}至{to}，应为2025-01-01至2025-12-31");
            assert!(failure.violations[0].message.zh.contains(&expected));
        }
    }

    #[test]
    fn no_period_passes_and_other_dates_are_none() {
        let mut given = period("2025-01-01", "2025-11-30");
        given.report_mut().preamble = "据统计，自2025年1月1日至11月30日，共公开12条。".into();
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        given.report_mut().period = None;
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_statement_without_dates_is_a_warning() {
        let mut given = period("2025-01-01", "2025-12-31");
        given.report_mut().period = None;
        given.report_mut().preamble = "本报告数据的统计期限自至。".into();
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Warning));
        assert_eq!(failure.violations[0].confidence, Confidence::Medium);
        let file = given.told_by(Carrier::Pdf);
        let Verdict::Fail(failure) = check(&file.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
        let mut given = file;
        given.report_mut().text_source = None;
        given.report_mut().carrier = Carrier::Text;
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
    }

    #[test]
    fn a_first_year_is_not_assessable() {
        let mut given = period("2025-06-01", "2025-12-31");
        given.agency.since = Some(ReportYear(2025));
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
