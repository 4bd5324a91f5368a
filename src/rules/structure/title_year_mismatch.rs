//! # title-year-mismatch
//!
//! ## What it checks
//! Whether the year in the title is the year that the report is on: the year of its
//! statistics period, else the year whose report was looked for.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: the report is on the year before (上一年度).
//!
//! ## When it stays silent
//! - The title has no year, or there is no title: not assessable.
//! - The folder of the address names another year: folders lie.
//!
//! ## How to resolve
//! Correct the title, or the period where that is the wrong one.

use chrono::Datelike;

use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "title-year-mismatch",
    label: ("年份有误", "wrong year"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第四十九条（上一年度）",
        "Regulation on Government Information Disclosure, Art. 49 (the year before)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: ("请更正标题或统计期限中的年份。", "Correct the year in the title or in the period."),
    lasting: false,
    params: &[],
    source: include_str!("title_year_mismatch.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let (Some(title), Some(year)) = (report.title.as_deref(), report.title_year) else {
        return unassessable("标题中没有年份", "the title names no year");
    };
    let breach = |expected: i32, zh: &str, en: &str, severity| {
        let message = Text::new(
            format!("年份有误：标题写{year}年，{zh}为{expected}年"),
            format!("wrong year: the title says {year}, {en} is {expected}"),
        );
        let violation = Violation::new(message, Place::default().quoting(title));
        Verdict::fail(violation.figures(expected, year).severity(severity))
    };
    match report.period {
        Some((from, to)) if from.year() == to.year() && from.year() != year.0 => {
            breach(from.year(), "统计期限", "the statistics period", Severity::Error)
        }
        _ if year != dossier.year => {
            breach(dossier.year.0, "应报告年度", "the year to report on", Severity::Warning)
        }
        _ => Verdict::Pass,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::rules::given;

    fn severity(verdict: &Verdict) -> Option<Severity> {
        match verdict {
            Verdict::Fail(failure) => failure.violations[0].severity,
            _ => None,
        }
    }

    #[test]
    fn the_title_must_agree_with_the_period() {
        let mut given = given::clean();
        given.report_mut().title_year = Some(ReportYear(2024));
        assert_eq!(severity(&check(&given.dossier())), Some(Severity::Error));
    }

    #[test]
    fn without_a_period_the_year_looked_for_counts() {
        let mut given = given::clean();
        given.report_mut().title_year = Some(ReportYear(2024));
        given.report_mut().period = None;
        assert_eq!(severity(&check(&given.dossier())), Some(Severity::Warning));
    }

    #[test]
    fn the_right_year_passes_and_no_year_is_not_assessable() {
        let mut given = given::clean();
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        given.report_mut().title_year = None;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
