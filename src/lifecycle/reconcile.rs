//! All cases of one obligation against all findings of one look.

use chrono::DateTime;
use chrono::Utc;

use super::step::Event;
use super::step::Sighting;
use super::step::step;
use crate::domain::Agency;
use crate::domain::Alert;
use crate::domain::AlertKind;
use crate::domain::Case;
use crate::domain::CaseEvent;
use crate::domain::CaseId;
use crate::domain::CaseState;
use crate::domain::Confidence;
use crate::domain::Deadlines;
use crate::domain::Finding;
use crate::domain::Publication;
use crate::domain::Record;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::Text;
use crate::rules;
use crate::rules::Judgement;

/// Whose cases, and what an alert says of them besides the finding.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Who owes the report.
    pub agency: &'a Agency,
    /// For which year.
    pub year: ReportYear,
    /// Until when.
    pub deadlines: &'a Deadlines,
    /// What is on record after this look.
    pub record: &'a Record,
    /// The listing page where the report should stand.
    pub column: Option<&'a str>,
}

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Cases to be stored: the new and the changed.
    pub cases: Vec<Case>,
    /// What is to be told.
    pub alerts: Vec<Alert>,
}

/// True for a finding that becomes a case: worth a person's time, and sure enough to be said aloud.
fn is_actionable(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning && finding.confidence >= Confidence::Medium
}

/// Moves every case of the obligation.
pub fn reconcile(
    subject: Subject<'_>,
    known: &[Case],
    judgement: &Judgement,
    at: DateTime<Utc>,
) -> Reconciled {
    let mut out = Reconciled::default();
    for finding in judgement.findings.iter().filter(|finding| is_actionable(finding)) {
        let id = CaseId(finding.fingerprint.0.clone());
        let case = known.iter().find(|case| case.id == id);
        let (state, event) = step(case.map(|case| case.state), Sighting::Seen, at);
        let Some(state) = state else { continue };
        let mut next = case.cloned().unwrap_or_else(|| Case {
            id,
            agency: subject.agency.id.clone(),
            site: subject.agency.site.clone(),
            year: subject.year,
            finding: finding.clone(),
            state,
            announced: false,
            events: Vec::new(),
        });
        next.state = state;
        next.finding = finding.clone();
        if event == Some(Event::Opened) {
            next.events.push(CaseEvent { at, what: finding.message.clone() });
            next.announced = true;
            out.alerts.push(alert(subject, &next, AlertKind::Opened, at));
        }
        if case != Some(&next) {
            out.cases.push(next);
        }
    }
    for case in known {
        let still = judgement.findings.iter().any(|it| it.fingerprint == case.finding.fingerprint);
        if still {
            continue;
        }
        let (state, event) = step(Some(case.state), sighting(case, judgement), at);
        let Some(state) = state.filter(|state| *state != case.state) else { continue };
        let mut next = case.clone();
        next.state = state;
        next.events.push(CaseEvent { at, what: how_it_ended(subject, case) });
        if event == Some(Event::Resolved) && case.announced {
            out.alerts.push(alert(subject, &next, AlertKind::Resolved, at));
        }
        out.cases.push(next);
    }
    out
}

/// What a look says of a case whose finding it did not bring.
fn sighting(case: &Case, judgement: &Judgement) -> Sighting {
    let rule = case.finding.rule.as_str();
    if rules::find(rule).is_some_and(|rule| rule.lasting) {
        return Sighting::Unknown;
    }
    let unjudged = judgement.not_assessable.iter().any(|it| it.rule == rule);
    let judged = judgement.passed.contains(&rule)
        || judgement.findings.iter().any(|finding| finding.rule == rule);
    if judged && !unjudged { Sighting::Gone } else { Sighting::Unknown }
}

fn how_it_ended(subject: Subject<'_>, case: &Case) -> Text {
    match (&subject.record.publication, case.finding.rule.as_str()) {
        (Some(publication), "report-missing-after-deadline") => published(subject, publication),
        (_, "report-withdrawn") => Text::new("报告已恢复", "the report is back"),
        _ => Text::new("已更正，本次查看未再发现", "corrected; no longer found"),
    }
}

fn published(subject: Subject<'_>, publication: &Publication) -> Text {
    let day = publication.day();
    let late = subject.deadlines.statutory.as_ref().map(|due| (day - due.date).num_days());
    let late = late.filter(|days| *days > 0);
    let (zh, en) = match late {
        Some(days) => (format!("，逾期{days}天"), format!(", {days} day(s) late")),
        None => (String::new(), String::new()),
    };
    Text::new(format!("已于{day}发布{zh}"), format!("published on {day}{en}"))
}

/// A reminder of an open case.
pub fn reminder(subject: Subject<'_>, case: &Case, at: DateTime<Utc>) -> Alert {
    alert(subject, case, AlertKind::Reminder, at)
}

fn alert(subject: Subject<'_>, case: &Case, kind: AlertKind, at: DateTime<Utc>) -> Alert {
    let rule = rules::find(&case.finding.rule);
    let since = match case.state {
        CaseState::Open { since } => since,
        CaseState::Resolved { .. } => case.events.first().map_or(at, |event| event.at),
    };
    let message = match (kind, case.events.last()) {
        (AlertKind::Resolved, Some(event)) => event.what.clone(),
        _ => case.finding.message.clone(),
    };
    let details = match kind {
        AlertKind::Resolved => vec![case.finding.message.clone()],
        _ => details(subject.record, &case.finding),
    };
    Alert {
        case: Some(case.id.clone()),
        kind,
        at,
        site: case.site.clone(),
        agency: subject.agency.name.clone(),
        agency_kind: subject.agency.kind,
        region: subject.agency.region.clone(),
        year: case.year,
        rule: case.finding.rule.clone(),
        label: rule.map(rules::Rule::label).unwrap_or_default(),
        severity: case.finding.severity,
        message,
        basis: case.finding.basis.clone(),
        remedy: rule.map(rules::Rule::remedy).unwrap_or_default(),
        since,
        due: subject.deadlines.statutory.as_ref().map(|due| due.date),
        url: match &subject.record.publication {
            Some(publication) => Some(publication.url.clone()),
            None => subject.column.map(ToOwned::to_owned),
        },
        details,
    }
}

/// The differences of an edit, line by line.
fn details(record: &Record, finding: &Finding) -> Vec<Text> {
    let Some(number) =
        finding.place.event.as_deref().and_then(|event| event.strip_prefix("revision-"))
    else {
        return Vec::new();
    };
    let index = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let revision = index.and_then(|index| record.revisions.get(index));
    revision
        .map_or_else(Vec::new, |it| it.changes.iter().map(crate::domain::Change::text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unassessed;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn at(day: &str) -> DateTime<Utc> {
        given::noon(day)
    }

    fn run(given: &Given, known: &[Case]) -> Reconciled {
        let judgement = rules::judge(&given.dossier(), &[]);
        run_with(given, known, &judgement)
    }

    fn run_with(given: &Given, known: &[Case], judgement: &Judgement) -> Reconciled {
        let mut record = Record::new(given.agency.id.clone(), given.year, given.observed_at);
        record.publication.clone_from(&given.publication);
        let subject = Subject {
            agency: &given.agency,
            year: given.year,
            deadlines: &given.deadlines,
            record: &record,
            column: Some("http://gov.test/nb/"),
        };
        reconcile(subject, known, judgement, given.observed_at)
    }

    fn kinds(reconciled: &Reconciled) -> Vec<(AlertKind, String)> {
        reconciled.alerts.iter().map(|alert| (alert.kind, alert.rule.clone())).collect()
    }

    #[test]
    fn a_missing_report_opens_one_case_and_tells_once() {
        let given = given::absent("2026-02-01");
        let first = run(&given, &[]);
        assert_eq!(kinds(&first), [(AlertKind::Opened, "report-missing-after-deadline".into())]);
        assert_eq!(first.alerts[0].url.as_deref(), Some("http://gov.test/nb/"));
        let second = run(&given, &first.cases);
        assert_eq!(second, Reconciled::default());
    }

    #[test]
    fn an_outage_neither_opens_nor_closes() {
        let open = run(&given::absent("2026-02-01"), &[]).cases;
        assert_eq!(run(&given::unreachable(), &open), Reconciled::default());
        assert_eq!(run(&given::unreachable(), &[]), Reconciled::default());
    }

    #[test]
    fn publishing_late_resolves_and_says_how_late() {
        let open = run(&given::absent("2026-02-01"), &[]).cases;
        let mut late = given::published("2026-02-05");
        late.publication.as_mut().unwrap().absent_until = Some(at("2026-02-04"));
        let after = run(&late, &open);
        let resolved = after.alerts.iter().find(|it| it.kind == AlertKind::Resolved).unwrap();
        assert_eq!(resolved.message.zh, "已于2026-02-05发布，逾期5天");
        assert!(after.alerts.iter().any(|it| it.rule == "late-publication"));
    }

    #[test]
    fn a_lasting_finding_is_not_undone_by_later_silence() {
        let mut late = given::published("2026-02-05");
        late.publication.as_mut().unwrap().absent_until = Some(at("2026-02-04"));
        let open = run(&late, &[]).cases;
        assert_eq!(run(&given::clean(), &open), Reconciled::default());
    }

    #[test]
    fn a_rule_that_was_judged_in_part_closes_nothing() {
        let given = given::clean();
        let broken = given::clean().application(
            crate::domain::Line::CarriedOut,
            crate::domain::Column::NaturalPerson,
            "2",
        );
        let open = run(&broken, &[]).cases;
        let mut judgement = rules::judge(&given.dossier(), &[]);
        assert!(!run_with(&given, &open, &judgement).cases.is_empty());
        judgement
            .not_assessable
            .push(Unassessed { rule: "applications-unbalanced".into(), why: Text::default() });
        judgement
            .not_assessable
            .push(Unassessed { rule: "row-sum-wrong".into(), why: Text::default() });
        assert_eq!(run_with(&given, &open, &judgement), Reconciled::default());
    }

    #[test]
    fn what_is_mild_or_unsure_is_no_case() {
        let mut judgement = rules::judge(&given::absent("2026-02-01").dossier(), &[]);
        judgement.findings[0].severity = Severity::Info;
        assert_eq!(run_with(&given::absent("2026-02-01"), &[], &judgement), Reconciled::default());
        judgement.findings[0].severity = Severity::Error;
        judgement.findings[0].confidence = Confidence::Low;
        assert_eq!(run_with(&given::absent("2026-02-01"), &[], &judgement), Reconciled::default());
    }
}
