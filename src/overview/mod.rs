//! What people ask the store: where every obligation stands, what is wrong, since when.
//!
//! The command line, the dashboard and the demonstration print these; nothing here writes. The
//! dashboard gets no more than [`Browse`], so it could not write if it wanted to.

mod browse;
pub mod json;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Serialize;

use crate::config::Config;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::Case;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Observation;
use crate::domain::ReportYear;
use crate::domain::Unassessed;
use crate::lifecycle::obligation;
use crate::lifecycle::obligation::State;
use crate::pipeline;
use crate::pipeline::Policy;
use crate::store::Store;
use crate::store::StoreError;

pub use browse::Browse;
pub use browse::Live;

/// The name of the tick that every round leaves behind.
pub const ROUND: &str = "round";

/// One obligation: an agency and a report year.
#[derive(Debug, Clone, Serialize)]
pub struct Obligation {
    /// The site that should carry it.
    pub site: String,
    /// Who owes it: its permanent name.
    pub agency_id: AgencyId,
    /// Who owes it: its official name.
    pub agency: String,
    /// What kind of body.
    pub kind: AgencyKind,
    /// Region of the agency.
    pub region: String,
    /// For which year.
    pub report_year: ReportYear,
    /// The last statutory day.
    pub due: Option<NaiveDate>,
    /// The provision that sets it.
    pub basis: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Why, in words.
    pub reason: String,
    /// Short name of what kept us from knowing, if anything did.
    pub unknown_reason: Option<&'static str>,
    /// The day that counts as the day of publication.
    pub published: Option<NaiveDate>,
    /// Our first sight of it.
    pub first_seen: Option<DateTime<Utc>>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Versions seen.
    pub versions: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
}

/// What the configuration says of dates and rules.
pub fn policy(config: &Config) -> Policy {
    Policy {
        locals: config.local_deadlines.clone(),
        grace_days: config.grace_days,
        disabled: config.disabled_rules.clone(),
    }
}

/// The moment that is shown unless another is asked for: that of the last round, because nothing is
/// known of what happened since.
pub fn as_of(store: &Store) -> Result<Option<DateTime<Utc>>, StoreError> {
    store.tick(ROUND)
}

/// Every agency that is watched.
pub fn agencies(config: &Config) -> impl Iterator<Item = &Agency> {
    config.sites.iter().flat_map(|watched| &watched.site.agencies)
}

/// Every obligation, in the order of the configuration; `year` narrows it to one.
pub fn obligations(
    config: &Config,
    store: &Store,
    now: DateTime<Utc>,
    year: Option<ReportYear>,
    lang: Lang,
) -> Result<Vec<Obligation>, StoreError> {
    let policy = policy(config);
    let mut out = Vec::new();
    for agency in agencies(config) {
        for owed in pipeline::years_owed(store, agency, now)? {
            if year.is_none_or(|wanted| wanted == owed) {
                out.push(obligation(&policy, store, agency, owed, now, lang)?);
            }
        }
    }
    Ok(out)
}

fn obligation(
    policy: &Policy,
    store: &Store,
    agency: &Agency,
    year: ReportYear,
    now: DateTime<Utc>,
    lang: Lang,
) -> Result<Obligation, StoreError> {
    let record = store.record(&agency.id, year)?;
    let deadlines = policy.deadlines(agency, year);
    let (state, reason) = obligation::state(record.as_ref(), &deadlines, now);
    let unseen = record.as_ref().and_then(|it| match &it.last_look.as_ref()?.observation {
        Observation::Unknown(unseen) => Some(unseen.key()),
        _ => None,
    });
    let publication = record.as_ref().and_then(|it| it.publication.as_ref());
    let count = |severity| {
        record
            .as_ref()
            .map_or(0, |it| it.findings.iter().filter(|f| f.severity == severity).count())
    };
    Ok(Obligation {
        site: agency.site.0.clone(),
        agency_id: agency.id.clone(),
        agency: agency.name.clone(),
        kind: agency.kind,
        region: agency.region.clone(),
        report_year: year,
        due: deadlines.statutory.as_ref().map(|due| due.date),
        basis: deadlines.statutory.as_ref().map(|due| due.basis.pick(lang).to_owned()),
        state,
        reason: reason.pick(lang).to_owned(),
        unknown_reason: match (state, unseen) {
            (State::Unknown, None) => Some("monitor-offline"),
            (_, unseen) => unseen,
        },
        published: publication.map(crate::domain::Publication::day),
        first_seen: publication.map(|it| it.first_seen),
        url: publication.map(|it| it.url.clone()),
        versions: record.as_ref().map_or(0, |it| it.versions.len()),
        errors: count(crate::domain::Severity::Error),
        warnings: count(crate::domain::Severity::Warning),
    })
}

/// What the rules found in the newest version of a report.
#[derive(Debug, Clone)]
pub struct Found {
    /// Whose.
    pub agency: Agency,
    /// For which year.
    pub year: ReportYear,
    /// Breaches.
    pub findings: Vec<Finding>,
    /// What could not be judged.
    pub not_assessable: Vec<Unassessed>,
}

/// All findings, agency by agency.
pub fn findings(
    config: &Config,
    store: &Store,
    year: Option<ReportYear>,
) -> Result<Vec<Found>, StoreError> {
    let mut out = Vec::new();
    for agency in agencies(config) {
        for record in store.records(&agency.id)? {
            if !record.context && year.is_none_or(|wanted| wanted == record.year) {
                out.push(Found {
                    agency: agency.clone(),
                    year: record.year,
                    findings: record.findings,
                    not_assessable: record.not_assessable,
                });
            }
        }
    }
    Ok(out)
}

/// All cases, open ones first, then by agency and year.
pub fn cases(store: &Store) -> Result<Vec<Case>, StoreError> {
    let mut cases = store.all_cases()?;
    cases.sort_by_key(|case| (!case.is_open(), case.agency.clone(), case.year));
    Ok(cases)
}
