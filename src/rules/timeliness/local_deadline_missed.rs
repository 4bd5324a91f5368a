//! # local-deadline-missed
//!
//! ## What it checks
//! Whether the report was published after a stricter local date, though within the time of
//! the Regulation.
//!
//! ## Legal basis
//! The local notice that the configuration names, and nothing else: to miss it is no breach of
//! the Regulation.
//!
//! ## When it stays silent
//! - No local date is configured for the body and the year: not assessable. A date for handing
//!   the report in is none for publishing it, and does not belong in the configuration.
//! - The last day itself is on time.
//! - The report is late by the Regulation too: `late-publication` and
//!   `report-missing-after-deadline` speak of that.
//! - No report was seen, for whatever reason: not assessable.
//!
//! ## How to resolve
//! The date cannot be undone; the case closes when someone acknowledges it.

use crate::domain::Confidence;
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
    id: "local-deadline-missed",
    label: ("超过本地时限", "local date missed"),
    severity: Severity::Warning,
    basis: (
        "本地通知（见提示中的依据；不属违反条例）",
        "local notice (named in the message; no breach of the Regulation)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "超过本地时限已成事实；请说明原因，并在下一年度提前安排。",
        "The date cannot be undone; state the reason, and plan next year's report earlier.",
    ),
    lasting: true,
    params: &[],
    source: include_str!("local_deadline_missed.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let Some(local) = &dossier.deadlines.local else {
        return unassessable("没有配置本地时限", "no local date is configured");
    };
    let Some(publication) = dossier.publication else {
        return unassessable("没有见到年报", "no report was seen");
    };
    let day = publication.day();
    let late_by_law = dossier.deadlines.statutory.as_ref().is_some_and(|due| day > due.date);
    if day <= local.date || late_by_law {
        return Verdict::Pass;
    }
    let days = (day - local.date).num_days();
    let message = Text::new(
        format!(
            "超过本地时限：本地要求{}前（{}），实际发布{day}，超过{days}天",
            local.date, local.basis.zh
        ),
        format!(
            "after the local date: due {} ({}), published {day}, {days} day(s) late",
            local.date, local.basis.en
        ),
    );
    let violation = Violation::new(message, Place::default()).figures(local.date, day);
    let proven = publication.absent_until.is_some_and(|at| year::statutory_day(at) > local.date);
    Verdict::fail(if proven { violation } else { violation.confidence(Confidence::Medium) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Due;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// Published that day, with a local date of 20 January.
    fn published(on: &str) -> Given {
        let mut given = given::published(on);
        given.deadlines.local = Some(Due {
            date: given::day("2026-01-20"),
            basis: Text::new("某政办发〔2025〕1号", "local notice 1"),
            local: true,
        });
        given
    }

    #[test]
    fn the_local_day_itself_is_on_time() {
        assert_eq!(check(&published("2026-01-20").dossier()), Verdict::Pass);
    }

    #[test]
    fn the_day_after_is_a_warning_that_names_the_notice() {
        let mut given = published("2026-01-21");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        let violation = &failure.violations[0];
        assert!(violation.message.zh.contains("某政办发〔2025〕1号"));
        assert!(violation.message.zh.contains("超过1天"));
        assert_eq!((violation.severity, violation.confidence), (None, Confidence::Medium));

        given = published("2026-01-25");
        given.publication.as_mut().unwrap().absent_until = Some(given::noon("2026-01-23"));
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::High);
    }

    #[test]
    fn what_is_late_by_law_is_not_told_twice() {
        assert!(matches!(check(&published("2026-01-31").dossier()), Verdict::Fail(_)));
        assert_eq!(check(&published("2026-02-01").dossier()), Verdict::Pass);
    }

    #[test]
    fn without_a_date_or_a_report_it_cannot_be_told() {
        assert!(matches!(check(&given::clean().dossier()), Verdict::NotAssessable(_)));
        let mut unseen = published("2026-01-25");
        unseen.publication = None;
        assert!(matches!(check(&unseen.dossier()), Verdict::NotAssessable(_)));
    }
}
