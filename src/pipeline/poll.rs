//! One poll of one site, in the parts that a round takes.
//!
//! What was seen is committed at once, what becomes of the cases by [`Outcome::commit`]. The poll is
//! on record only with the cases, so that one that is cut off in between is done again.

use std::time::Duration;

use chrono::DateTime;
use chrono::Utc;

use super::Deps;
use super::assess;
use super::capture::Freshness;
use super::discover;
use super::discover::Found;
use super::discover::Suspicion;
use super::is_urgent;
use super::owed;
use crate::domain::Look;
use crate::domain::Observation;
use crate::domain::Site;
use crate::domain::Unseen;
use crate::fetch::Failure;
use crate::fetch::Request;
use crate::fetch::Urgently;
use crate::lifecycle::Reconciled;
use crate::portal::Candidates;
use crate::store::Settlement;
use crate::store::SiteLook;
use crate::store::SiteRecord;
use crate::store::Store;
use crate::store::StoreError;

/// Looks in a row that established nothing before a site waits for its ordinary schedule again.
const IMPATIENT_LOOKS: u32 = 4;
/// The first pause after a look that established nothing; it doubles.
const SECOND_LOOK: Duration = Duration::from_secs(3600);

/// What a first look came to.
#[derive(Debug)]
pub enum First {
    /// It stands.
    Sure(Outcome),
    /// It would accuse somebody for the first time. Nothing is on record yet; a second look decides.
    Accusing(Suspicion),
}

/// A poll that is done but for its cases.
#[derive(Debug)]
pub struct Outcome {
    record: SiteRecord,
    changes: Reconciled,
}

impl Outcome {
    /// True where no case changes, so that there is nothing to wait for.
    pub const fn is_quiet(&self) -> bool {
        self.changes.cases.is_empty() && self.changes.alerts.is_empty()
    }

    /// Why the listing was not read, if so.
    pub const fn unseen(&self) -> Option<&Unseen> {
        self.record.last.unseen.as_ref()
    }

    /// Puts the cases and the poll on record.
    pub fn commit(self, store: &Store) -> Result<SiteLook, StoreError> {
        let Self { record, changes } = self;
        for alert in &changes.alerts {
            tracing::info!(rule = %alert.rule, year = alert.year.0, agency = %alert.agency,
                kind = ?alert.kind, "a case changed");
        }
        store.change_cases(&changes.cases, &changes.alerts, record.last.at)?;
        store.record_poll(&record)?;
        Ok(record.last)
    }

    /// Puts the poll on record, and changes no case: the round was blind. Where a case would have
    /// changed, the look counts for none; it is repeated soon, and finds again what it found.
    pub fn freeze(self, store: &Store, why: &str) -> Result<SiteLook, StoreError> {
        let Self { mut record, changes } = self;
        for case in &changes.cases {
            let Some(mut known) = store.record(&case.agency, case.year)? else { continue };
            let observation = Observation::Unknown(Unseen::MonitorOffline(why.to_owned()));
            known.last_look = Some(Look { at: record.last.at, observation });
            store.settle(&Settlement { record: known, cases: vec![], alerts: vec![] })?;
        }
        record.next_poll_at = record.next_poll_at.min(record.last.at + SECOND_LOOK);
        store.record_poll(&record)?;
        Ok(record.last)
    }
}

/// Polls one site, with a second look where one is needed. The outcome and the next poll are recorded
/// on every path but a store failure.
pub async fn poll_site(
    deps: Deps<'_>,
    site: &Site,
    next_poll: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<SiteLook, StoreError> {
    let outcome = match first_look(deps, site, &next_poll).await? {
        First::Sure(outcome) => outcome,
        First::Accusing(suspicion) => second_look(deps, site, &suspicion, &next_poll).await?,
    };
    outcome.commit(deps.store)
}

/// Looks at a site.
#[tracing::instrument(skip_all, fields(site.id = %site.id))]
pub async fn first_look(
    deps: Deps<'_>,
    site: &Site,
    next_poll: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<First, StoreError> {
    let urgent = Urgently(deps.fetch);
    let deps = hurried(deps, &urgent, site);
    if let Some(Failure::Postponed { seen, until, .. }) =
        deps.fetch.postponed(&Request::asking(&site.ask()))
    {
        return put_off(deps, site, seen, until).map(First::Sure);
    }
    let found = discover::listing(deps, site, Freshness::Conditional).await?;
    if found.would_accuse(deps, site, deps.clock.now())? {
        return Ok(First::Accusing(found.suspicion()));
    }
    judged(deps, site, found, next_poll).await.map(First::Sure)
}

/// Looks at a site once more, whole, and believes what both looks saw.
#[tracing::instrument(skip_all, fields(site.id = %site.id))]
pub async fn second_look(
    deps: Deps<'_>,
    site: &Site,
    first: &Suspicion,
    next_poll: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let urgent = Urgently(deps.fetch);
    let deps = hurried(deps, &urgent, site);
    let again = discover::listing(deps, site, Freshness::Whole).await?;
    judged(deps, site, again.confirming(first), next_poll).await
}

/// Notes that the monitor could not see, without looking.
#[tracing::instrument(skip_all, fields(site.id = %site.id))]
pub async fn blind_look(
    deps: Deps<'_>,
    site: &Site,
    why: &str,
    next_poll: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let nothing = Found::nothing(Unseen::MonitorOffline(why.to_owned()));
    judged(deps, site, nothing, next_poll).await
}

/// Lets a look on which a deadline hangs go before the limits that we set ourselves.
fn hurried<'a>(deps: Deps<'a>, urgent: &'a Urgently<'a>, site: &Site) -> Deps<'a> {
    if is_urgent(deps.policy, site, deps.clock.now()) {
        Deps { fetch: urgent, ..deps }
    } else {
        deps
    }
}

/// Notes that a site was not looked at, why, and until when. It is no failure of the site's.
fn put_off(
    deps: Deps<'_>,
    site: &Site,
    seen: Unseen,
    until: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    tracing::info!(reason = seen.key(), seen = seen.seen(), %until, "the look is put off");
    let now = deps.clock.now();
    let known = deps.store.site(&site.id)?;
    let record = SiteRecord {
        site: site.id.clone(),
        since: known.as_ref().map_or(now, |it| it.since),
        next_poll_at: until,
        last: SiteLook { unseen: Some(seen), ..SiteLook::nothing(now) },
        last_clean_at: known.as_ref().and_then(|it| it.last_clean_at),
        failures: known.map_or(0, |it| it.failures),
    };
    Ok(Outcome { record, changes: Reconciled::default() })
}

/// Goes through what a listing says of every agency and year.
async fn judged(
    deps: Deps<'_>,
    site: &Site,
    listing: Found,
    next_poll: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let now = deps.clock.now();
    let known = deps.store.site(&site.id)?;
    let mut changes = Reconciled::default();
    let entries = listing.entries.as_deref().unwrap_or_default();
    let candidates = Candidates::new(entries, &site.agencies);
    let listed = listing.whole().map(|_| candidates.years());
    for agency in &site.agencies {
        let listed_years = match &listed {
            Some(listed) => Some(owed::known_years(deps.store, agency, listed.get(&agency.id))?),
            None => None,
        };
        for (year, purpose) in owed::due(deps.store, agency, now)? {
            let choice = match &listing.entries {
                Ok(_) => Ok(candidates.choose(agency, year)),
                Err(unseen) => Err(unseen.clone()),
            };
            let task = assess::Task {
                site,
                agency,
                year,
                purpose,
                choice: listing.honest(choice),
                certain: candidates.certain(agency, year),
                listed_years: listed_years.as_deref(),
            };
            let Reconciled { cases, alerts } = assess::one(deps, task, now).await?;
            changes.cases.extend(cases);
            changes.alerts.extend(alerts);
        }
    }
    let look = SiteLook {
        at: now,
        unseen: listing.entries.as_ref().err().cloned(),
        pages: listing.pages,
        entries: listing
            .entries
            .as_ref()
            .map_or(0, |it| u32::try_from(it.len()).unwrap_or(u32::MAX)),
        digest: listing.digest(),
    };
    Ok(Outcome { record: recorded(known, look, site, next_poll(now)), changes })
}

/// What is known of a site after a look.
fn recorded(
    known: Option<SiteRecord>,
    look: SiteLook,
    site: &Site,
    scheduled: DateTime<Utc>,
) -> SiteRecord {
    let now = look.at;
    let before = known.as_ref().map_or(0, |it| it.failures);
    let failures = match &look.unseen {
        None => 0,
        Some(why) => {
            tracing::warn!(reason = why.key(), seen = why.seen(), "the listing was not read");
            before + 1
        }
    };
    SiteRecord {
        site: site.id.clone(),
        since: known.as_ref().map_or(now, |it| it.since),
        next_poll_at: after(scheduled, failures, now),
        last_clean_at: match &look.unseen {
            None => Some(now),
            Some(_) => known.and_then(|it| it.last_clean_at),
        },
        last: look,
        failures,
    }
}

/// A site that could not be read is looked at again sooner, a few times.
fn after(scheduled: DateTime<Utc>, failures: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    if failures == 0 || failures > IMPATIENT_LOOKS {
        return scheduled;
    }
    let pause = SECOND_LOOK * 2_u32.pow(failures - 1);
    scheduled.min(now + pause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_site_that_could_not_be_read_is_looked_at_sooner_a_few_times() {
        let now = DateTime::UNIX_EPOCH;
        let tomorrow = now + TimeDelta::days(1);
        let hours = |failures| (after(tomorrow, failures, now) - now).num_hours();
        assert_eq!([0, 1, 2, 3, 4, 5].map(hours), [24, 1, 2, 4, 8, 24]);
        let soon = now + TimeDelta::minutes(5);
        assert_eq!(after(soon, 1, now), soon);
    }
}
