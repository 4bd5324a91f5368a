//! # late-publication
//!
//! ## What it checks
//! Whether the report was published after the last day the agency had for it.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: departments publish by 31 January, the offices of
//! local governments by 31 March of the following year. The day itself is on time.
//!
//! ## When it stays silent
//! - The report is late by no more than the configured grace.
//! - No report was seen, for whatever reason: not assessable. An outage is not
//!   lateness, and a withdrawal does not undo it.
//! - It is only a warning where the page's own date is late but nothing else
//!   proves it: the date may be that of a move to a new site.
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
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "late-publication",
    label: ("逾期发布", "late"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第四十九条；国办公开办函〔2021〕30号（四）",
        "Regulation on Government Information Disclosure, Art. 49; Circular 30 (2021), item 4",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "逾期已成事实；请说明原因，并在下一年度提前安排。",
        "The date cannot be undone; state the reason, and plan next year's report earlier.",
    ),
    lasting: true,
    params: &[],
    source: include_str!("late_publication.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let Some(publication) = dossier.publication else {
        return unassessable("没有见到年报", "no report was seen");
    };
    let (Some(due), Some(last_day)) =
        (dossier.deadlines.statutory.as_ref(), dossier.deadlines.last_day())
    else {
        return unassessable("该单位没有法定的年报义务", "the body owes no report by law");
    };
    let day = publication.day();
    if day <= last_day {
        return Verdict::Pass;
    }
    let days = (day - due.date).num_days();
    let message = Text::new(
        format!("逾期发布：期限{}（{}），实际发布{day}，逾期{days}天", due.date, due.basis.zh),
        format!(
            "published late: due {} ({}), published {day}, {days} day(s) late",
            due.date, due.basis.en
        ),
    );
    let mut violation = Violation::new(message, Place::default()).figures(due.date, day);
    // Proven only by our own look that did not find it after the deadline; else the page's date
    // stands alone, and it may be that of a migration.
    let proven = publication
        .absent_until
        .is_some_and(|at| crate::domain::year::statutory_day(at) > last_day);
    if !proven {
        violation = violation.severity(Severity::Warning).confidence(Confidence::Medium);
    }
    if due.local {
        violation = violation.severity(Severity::Warning);
    }
    Verdict::fail(violation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Failure;
    use crate::rules::given;

    fn failure(verdict: Verdict) -> Failure {
        match verdict {
            Verdict::Fail(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_day_is_on_time() {
        assert_eq!(check(&given::published("2026-01-31").dossier()), Verdict::Pass);
    }

    #[test]
    fn an_early_report_is_on_time() {
        assert_eq!(check(&given::published("2026-01-02").dossier()), Verdict::Pass);
    }

    #[test]
    fn the_day_after_is_late_and_without_a_look_between_a_warning() {
        let found = failure(check(&given::published("2026-02-01").dossier()));
        assert_eq!(found.violations[0].severity, Some(Severity::Warning));
        assert!(found.violations[0].message.zh.contains("逾期1天"));
    }

    #[test]
    fn a_clean_look_after_the_deadline_proves_it() {
        let mut given = given::published("2026-02-05");
        given.publication.as_mut().unwrap().absent_until = Some(given::noon("2026-02-03"));
        let found = failure(check(&given.dossier()));
        assert_eq!(found.violations[0].severity, None);
    }

    #[test]
    fn a_claimed_day_before_a_look_that_found_nothing_is_not_believed() {
        let mut given = given::published("2026-02-05");
        let publication = given.publication.as_mut().unwrap();
        publication.claimed = Some(given::day("2026-01-30"));
        publication.absent_until = Some(given::noon("2026-02-03"));
        let found = failure(check(&given.dossier()));
        assert!(found.violations[0].message.zh.contains("实际发布2026-02-05"));
    }

    #[test]
    fn an_outage_is_not_lateness() {
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
