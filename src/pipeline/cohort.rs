//! The end of a round: bodies of a region are judged beside each other, where one of their reports
//! changed.
//!
//! Only pairs that the sketches point at are loaded and compared, one body at a time. A judgement here
//! names the rules over several bodies and no others, and that of an obligation names the rest; so
//! neither confirms or closes what the other found. What was not read on a clean look does not take
//! part: nobody is judged by a report that may be gone.

use std::collections::BTreeMap;

use chrono::DateTime;
use chrono::Utc;

use super::Policy;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::Cohort;
use crate::domain::Observation;
use crate::domain::Peer;
use crate::domain::Publication;
use crate::domain::Record;
use crate::domain::ReportYear;
use crate::domain::Site;
use crate::domain::Sketch;
use crate::lifecycle;
use crate::rules;
use crate::rules::Judgement;
use crate::similarity;
use crate::similarity::minhash;
use crate::store::Settlement;
use crate::store::Store;
use crate::store::StoreError;

/// Near copies of one report that are compared exactly; a finding names one and counts the rest.
const NEAREST: usize = 16;

/// The bodies of one region and year.
struct Region<'a> {
    year: ReportYear,
    bodies: Bodies<'a>,
    /// For each body, those whose reports may be the same.
    near: BTreeMap<AgencyId, Vec<AgencyId>>,
}

/// The bodies of one region, and the sites that carry their reports.
type Bodies<'a> = BTreeMap<&'a AgencyId, (&'a Agency, &'a Site)>;

/// Compares every region in which a report changed since the last time. The sites are gone through once
/// if there is one, and not at all if there is none.
pub fn judge_cohorts<'a>(
    store: &Store,
    policy: &Policy,
    sites: impl Iterator<Item = &'a Site>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let changed = store.changed_cohorts()?;
    if changed.is_empty() {
        return Ok(());
    }
    let mut regions: BTreeMap<&str, Bodies<'_>> =
        changed.iter().map(|(_, region)| (region.as_str(), Bodies::new())).collect();
    for site in sites {
        for agency in &site.agencies {
            if let Some(bodies) = regions.get_mut(agency.region.as_str()) {
                bodies.insert(&agency.id, (agency, site));
            }
        }
    }
    for (year, region) in &changed {
        let bodies = regions.get(region.as_str()).cloned().unwrap_or_default();
        let mut sketches = store.sketches(*year, region)?;
        sketches.retain(|it| bodies.contains_key(&it.agency));
        let cohort = Region { year: *year, near: near(&sketches), bodies };
        for (agency, site) in cohort.bodies.values() {
            one(store, policy, &cohort, agency, site, now)?;
        }
        store.cohort_compared(*year, region)?;
    }
    Ok(())
}

/// Whose reports may be the same, as far as the sketches tell.
fn near(sketches: &[Sketch]) -> BTreeMap<AgencyId, Vec<AgencyId>> {
    let told: Vec<&Sketch> = sketches
        .iter()
        .filter(|it| it.scheme == similarity::SCHEME && it.shingles >= similarity::TELLING)
        .collect();
    let signatures: Vec<&[u32]> = told.iter().map(|it| it.signature.as_slice()).collect();
    let mut near: BTreeMap<AgencyId, Vec<AgencyId>> = BTreeMap::new();
    for (a, b) in minhash::pairs(&signatures) {
        if let (Some(a), Some(b)) = (told.get(a), told.get(b)) {
            near.entry(a.agency.clone()).or_default().push(b.agency.clone());
            near.entry(b.agency.clone()).or_default().push(a.agency.clone());
        }
    }
    near
}

/// Judges one body and commits what changed.
fn one(
    store: &Store,
    policy: &Policy,
    region: &Region<'_>,
    agency: &Agency,
    site: &Site,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(mut record) = store.record(&agency.id, region.year)?.filter(|it| !it.context) else {
        return Ok(());
    };
    let judgement = match peer(agency, &record) {
        Some(own) => {
            let records = beside(store, region, agency)?;
            let peers: Vec<Peer<'_>> =
                records.iter().filter_map(|(agency, record)| peer(agency, record)).collect();
            let cohort = Cohort { year: region.year, own, peers: &peers };
            policy.book.judge_cohort(&cohort)
        }
        None => Judgement::default(),
    };
    let before = record.clone();
    record.findings.retain(|it| !rules::is_cohort(&it.rule));
    record.findings.extend(judgement.findings.iter().cloned());
    record.not_assessable.retain(|it| !rules::is_cohort(&it.rule));
    record.not_assessable.extend(judgement.not_assessable.iter().cloned());
    let deadlines = policy.deadlines(agency, region.year);
    let cases = store.cases(&agency.id, region.year)?;
    let subject = lifecycle::Subject {
        agency,
        year: region.year,
        deadlines: &deadlines,
        record: &record,
        column: Some(site.url.as_str()),
    };
    let out = lifecycle::reconcile(subject, &cases, &judgement, now);
    if record == before && out.cases.is_empty() && out.alerts.is_empty() {
        return Ok(());
    }
    store.settle(&Settlement { record, cases: out.cases, alerts: out.alerts })
}

/// The bodies to compare with: near copies, and a government's own office.
fn beside<'a>(
    store: &Store,
    region: &Region<'a>,
    agency: &Agency,
) -> Result<Vec<(&'a Agency, Record)>, StoreError> {
    let near = region.near.get(&agency.id).into_iter().flatten().take(NEAREST);
    let mut ids: Vec<&AgencyId> = near.collect();
    if agency.kind == AgencyKind::Government {
        let offices = region.bodies.values().filter(|(it, _)| it.is_office_of(agency));
        ids.extend(offices.map(|(it, _)| &it.id));
    }
    ids.sort();
    ids.dedup();
    let mut found = Vec::new();
    for id in ids {
        let Some((peer, _)) = region.bodies.get(id) else { continue };
        if let Some(record) = store.record(id, region.year)? {
            found.push((*peer, record));
        }
    }
    Ok(found)
}

/// A body with a report that the last clean look found.
fn peer<'a>(agency: &'a Agency, record: &'a Record) -> Option<Peer<'a>> {
    let clean = record.last_clean.as_ref()?;
    if !matches!(clean.observation, Observation::Published(_)) {
        return None;
    }
    let publication = record.publication.as_ref();
    Some(Peer {
        agency,
        report: record.report.as_ref()?,
        published: publication.map(Publication::day),
        url: publication.map(|it| it.url.as_str()),
    })
}

#[cfg(test)]
mod tests;
