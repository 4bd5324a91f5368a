//! # report-missing-after-deadline
//!
//! ## What it checks
//! Whether a report is still missing after the last day the agency had for it.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: departments publish by 31 January, the offices of
//! local governments by 31 March of the following year. The day itself is on time.
//! For townships the date is a local requirement, and the finding a warning.
//!
//! ## When it stays silent
//! - The site could not be read, for whatever reason: an outage is not a missing
//!   report. Only a look that understood the whole listing can say "absent".
//! - The last day, or the configured grace after it, is not over in Asia/Shanghai.
//! - The report was seen before: its withdrawal is another matter.
//! - The body owes no report by law (公共企事业单位).
//!
//! ## How to resolve
//! Publish the report in the 政府信息公开年报 column; the case closes at the next
//! look that finds it.

use crate::domain::Dossier;
use crate::domain::Observation;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "report-missing-after-deadline",
    label: ("逾期", "overdue"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第四十九条；国办公开办函〔2021〕30号（四）",
        "Regulation on Government Information Disclosure, Art. 49; Circular 30 (2021), item 4",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请在“政府信息公开年报”栏目发布年度报告；如已在别处发布，请告知网址。",
        "Publish the report in the annual-report column; if it stands elsewhere, name the address.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("report_missing_after_deadline.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    if dossier.publication.is_some() {
        return Verdict::Pass;
    }
    match dossier.observation {
        Observation::Unknown(why) => {
            let why = why.text();
            return unassessable(
                format!("无法判断是否已发布：{}", why.zh),
                format!("whether it is published cannot be told: {}", why.en),
            );
        }
        Observation::Published(_) => return Verdict::Pass,
        Observation::Absent => {}
    }
    let (Some(due), Some(last_day)) =
        (dossier.deadlines.statutory.as_ref(), dossier.deadlines.last_day())
    else {
        return unassessable("该单位没有法定的年报义务", "the body owes no report by law");
    };
    let today = year::statutory_day(dossier.observed_at);
    if today <= last_day {
        return Verdict::Pass;
    }
    let days = (today - due.date).num_days();
    let year = dossier.year;
    let message = Text::new(
        format!(
            "{year}年度报告逾期未发布：期限{}（{}），{today}查看时栏目中没有，已逾期{days}天",
            due.date, due.basis.zh
        ),
        format!(
            "the report on {year} is overdue: it was due {} ({}), the column did not have it on \
             {today}, {days} day(s) late",
            due.date, due.basis.en
        ),
    );
    let mut violation = Violation::new(message, Place::default()).figures(due.date, "—");
    if due.local {
        violation = violation.severity(Severity::Warning);
    }
    Verdict::fail(violation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyKind;
    use crate::rules::given;

    fn failed(verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Fail(_))
    }

    #[test]
    fn the_last_day_is_not_over() {
        assert_eq!(check(&given::absent("2026-01-31").dossier()), Verdict::Pass);
    }

    #[test]
    fn the_day_after_is_too_late() {
        let given = given::absent("2026-02-01");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("已逾期1天"));
    }

    #[test]
    fn midnight_in_shanghai_decides() {
        let mut given = given::absent("2026-02-01");
        given.observed_at = "2026-01-31T15:59:59Z".parse().unwrap();
        assert!(!failed(&check(&given.dossier())));
        given.observed_at = "2026-01-31T16:00:00Z".parse().unwrap();
        assert!(failed(&check(&given.dossier())));
    }

    #[test]
    fn grace_is_granted_whole() {
        let mut given = given::absent("2026-02-03");
        given.deadlines.grace_days = 3;
        assert!(!failed(&check(&given.dossier())));
        given.observed_at = given::noon("2026-02-04");
        assert!(failed(&check(&given.dossier())));
    }

    #[test]
    fn a_government_has_until_march() {
        assert!(!failed(&check(
            &given::absent("2026-03-31").kind(AgencyKind::Government).dossier()
        )));
        assert!(failed(&check(
            &given::absent("2026-04-01").kind(AgencyKind::Government).dossier()
        )));
    }

    #[test]
    fn a_township_is_only_warned() {
        let given = given::absent("2026-02-01").kind(AgencyKind::Township);
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Warning));
    }

    #[test]
    fn an_enterprise_is_never_accused() {
        let given = given::absent("2026-12-01").kind(AgencyKind::Enterprise);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn an_outage_is_not_a_missing_report() {
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_withdrawn_report_was_not_missing() {
        let mut given = given::published("2026-01-20");
        given.observation = Observation::Absent;
        given.observed_at = given::noon("2026-02-10");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }
}
