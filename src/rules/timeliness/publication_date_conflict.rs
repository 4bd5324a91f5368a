//! # publication-date-conflict
//!
//! ## What it checks
//! Whether the dates of publication that the page, its tag, its address and the listing claim
//! agree, and lie neither in the future nor in the year reported on.
//!
//! ## Legal basis
//! 国办发〔2017〕47号《政府网站发展指引》, annex on tags of pages (`PubDate`).
//!
//! ## When it stays silent
//! - A difference of one day: time zones and posts that are scheduled for midnight.
//! - The date of a signature: that is when it was written.
//! - A date before 31 December: `published-before-period-end` speaks of that.
//! - It is of low confidence where only the address disagrees: it keeps the day on which the
//!   page was first drafted or moved.
//! - No date was found: not assessable.
//!
//! ## How to resolve
//! Correct the date that is wrong.

use chrono::Days;
use chrono::NaiveDate;

use crate::domain::Confidence;
use crate::domain::DateEvidence;
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
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "publication-date-conflict",
    label: ("日期不一致", "dates disagree"),
    severity: Severity::Warning,
    basis: (
        "国办发〔2017〕47号《政府网站发展指引》附件（网页标签）",
        "Guobanfa 47 (2017), guideline for government websites, annex on page tags",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核对发布日期，更正有误的一处。",
        "Check the day of publication and correct the date that is wrong.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("publication_date_conflict.rs"),
    check: Check::Report(check),
};

/// Days by which dates may differ.
const TOLERANCE: u64 = 1;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(claimed) = report.claimed_date() else {
        return unassessable("页面上没有发布日期", "the page claims no date");
    };
    let dates: Vec<&DateEvidence> =
        report.dates.iter().filter(|it| it.source != DateSource::Signature).collect();
    let mut violations = Vec::new();
    if let Some((earliest, latest, confidence)) = spread(&dates) {
        let message = Text::new(
            format!(
                "发布日期不一致：{}为{}，{}为{}",
                zh(earliest.source),
                earliest.date,
                zh(latest.source),
                latest.date
            ),
            format!(
                "dates disagree: {} says {}, {} says {}",
                en(earliest.source),
                earliest.date,
                en(latest.source),
                latest.date
            ),
        );
        let violation = Violation::new(message, event("spread"));
        let violation = violation.figures(earliest.date, latest.date);
        violations.push(violation.confidence(confidence));
    }
    let today = year::statutory_day(dossier.observed_at);
    if later_than(claimed.date, today) {
        let message = Text::new(
            format!("发布日期在未来：{}为{}，查看日为{today}", zh(claimed.source), claimed.date),
            format!(
                "date in the future: {} says {}, seen on {today}",
                en(claimed.source),
                claimed.date
            ),
        );
        let violation = Violation::new(message, event("future")).figures(today, claimed.date);
        violations.push(violation.confidence(Confidence::Medium));
    }
    if Some(claimed.date) == NaiveDate::from_ymd_opt(dossier.year.0, 12, 31) {
        let message = Text::new(
            format!("发布日期{}仍在报告年度内", claimed.date),
            format!("the date {} lies in the year reported on", claimed.date),
        );
        violations.push(Violation::new(message, event("early")).confidence(Confidence::Medium));
    }
    Verdict::of(violations, None)
}

fn event(name: &str) -> Place {
    Place { event: Some(name.to_owned()), ..Place::default() }
}

fn later_than(date: NaiveDate, other: NaiveDate) -> bool {
    other.checked_add_days(Days::new(TOLERANCE)).is_some_and(|limit| date > limit)
}

/// The two dates furthest apart, if they are too far; those of an address only where no other two
/// are.
fn spread<'a>(
    dates: &[&'a DateEvidence],
) -> Option<(&'a DateEvidence, &'a DateEvidence, Confidence)> {
    let ends = |dates: &[&'a DateEvidence]| {
        let earliest = dates.iter().copied().min_by_key(|it| it.date)?;
        let latest = dates.iter().copied().max_by_key(|it| it.date)?;
        later_than(latest.date, earliest.date).then_some((earliest, latest))
    };
    let printed: Vec<&DateEvidence> =
        dates.iter().copied().filter(|it| it.source != DateSource::Url).collect();
    let certain = ends(&printed).map(|(a, b)| (a, b, Confidence::Medium));
    certain.or_else(|| ends(dates).map(|(a, b)| (a, b, Confidence::Low)))
}

const fn zh(source: DateSource) -> &'static str {
    match source {
        DateSource::Meta => "网页标签",
        DateSource::Visible => "页面显示",
        DateSource::Url => "网址",
        DateSource::Listing => "列表页",
        DateSource::Signature => "落款",
    }
}

const fn en(source: DateSource) -> &'static str {
    match source {
        DateSource::Meta => "the tag",
        DateSource::Visible => "the page",
        DateSource::Url => "the address",
        DateSource::Listing => "the listing",
        DateSource::Signature => "the signature",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn verdict(dates: &[(DateSource, &str)]) -> Verdict {
        let mut given = given::clean();
        given.observed_at = given::noon("2026-02-10");
        given.report_mut().dates = dates
            .iter()
            .map(|(source, date)| DateEvidence { date: given::day(date), source: *source })
            .collect();
        check(&given.dossier())
    }

    #[test]
    fn one_day_apart_agrees_and_two_do_not() {
        let meta = (DateSource::Meta, "2026-01-20");
        assert_eq!(verdict(&[meta, (DateSource::Visible, "2026-01-21")]), Verdict::Pass);
        let Verdict::Fail(failure) = verdict(&[meta, (DateSource::Listing, "2026-01-22")]) else {
            panic!()
        };
        let violation = &failure.violations[0];
        assert!(violation.message.zh.contains("网页标签为2026-01-20，列表页为2026-01-22"));
        assert_eq!(violation.confidence, Confidence::Medium);
    }

    #[test]
    fn an_address_alone_is_of_low_confidence_and_a_signature_none() {
        let meta = (DateSource::Meta, "2026-01-20");
        let Verdict::Fail(failure) = verdict(&[meta, (DateSource::Url, "2026-01-10")]) else {
            panic!()
        };
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
        assert_eq!(verdict(&[meta, (DateSource::Signature, "2026-01-10")]), Verdict::Pass);
    }

    #[test]
    fn a_date_to_come_is_a_conflict_but_for_one_day() {
        assert_eq!(verdict(&[(DateSource::Meta, "2026-02-11")]), Verdict::Pass);
        assert!(matches!(verdict(&[(DateSource::Meta, "2026-02-12")]), Verdict::Fail(_)));
    }

    #[test]
    fn new_year_is_the_first_day() {
        assert_eq!(verdict(&[(DateSource::Meta, "2026-01-01")]), Verdict::Pass);
        assert!(matches!(verdict(&[(DateSource::Meta, "2025-12-31")]), Verdict::Fail(_)));
        assert_eq!(verdict(&[(DateSource::Meta, "2025-12-30")]), Verdict::Pass);
    }

    #[test]
    fn without_a_date_it_cannot_be_told() {
        assert!(matches!(verdict(&[]), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
