//! The stages of one poll, in order; no decisions of their own.
//!
//! [`poll_site`] is the whole flow: listing → for every agency and year owed: the report → what
//! differs → what the rules say → what becomes of the cases → one commit. A look that would accuse is
//! repeated before it is believed. [`judge_cohorts`] ends a round: bodies whose reports may be the same
//! are compared once all of them were read. What is told to people is put into the outbox by the
//! commit; this module sends nothing.

mod annexes;
mod assess;
mod capture;
mod cohort;
mod discover;
mod links;
mod owed;
mod read;
mod twins;

use std::time::Duration;

use chrono::DateTime;
use chrono::Utc;

use crate::clock::Clock;
use crate::domain::Agency;
use crate::domain::Deadlines;
use crate::domain::LocalDeadline;
use crate::domain::Params;
use crate::domain::ReportYear;
use crate::domain::Site;
use crate::domain::Unseen;
use crate::domain::year;
use crate::fetch::Fetch;
use crate::fetch::patience::Patience;
use crate::portal::Candidates;
use crate::portal::Choice;
use crate::rules::Book;
use crate::store::SiteLook;
use crate::store::SiteRecord;
use crate::store::Store;
use crate::store::StoreError;
use capture::Freshness;
pub use cohort::judge_cohorts;
pub use owed::years as years_owed;

/// What a poll needs besides the site.
#[derive(Clone, Copy)]
pub struct Deps<'a> {
    /// Reads pages.
    pub fetch: &'a dyn Fetch,
    /// Remembers.
    pub store: &'a Store,
    /// Tells the time; read once per poll.
    pub clock: &'a dyn Clock,
    /// How often a page is tried.
    pub patience: Patience,
    /// What the configuration says of dates and rules.
    pub policy: &'a Policy,
}

/// What the configuration says of dates and rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// Stricter local dates.
    pub locals: Vec<LocalDeadline>,
    /// Days of tolerance.
    pub grace_days: u16,
    /// What a report is judged by.
    pub book: Book,
    /// Thresholds of rules.
    pub params: Params,
}

impl Policy {
    /// The dates that bind an agency.
    pub fn deadlines(&self, agency: &Agency, year: ReportYear) -> Deadlines {
        Deadlines::of(agency.kind, &agency.region, year, &self.locals, self.grace_days)
    }
}

/// Looks in a row that established nothing before a site waits for its ordinary schedule again.
const IMPATIENT_LOOKS: u32 = 4;
/// The first pause after a look that established nothing; it doubles.
const SECOND_LOOK: Duration = Duration::from_secs(3600);

/// Polls one site. The outcome and the next poll are recorded on every path but a store failure.
#[tracing::instrument(skip_all, fields(site.id = %site.id))]
pub async fn poll_site(
    deps: Deps<'_>,
    site: &Site,
    next_poll: impl FnOnce(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<SiteLook, StoreError> {
    let now = deps.clock.now();
    let known = deps.store.site(&site.id)?;
    let first = discover::listing(deps, site, Freshness::Conditional).await?;
    let listing = first.confirmed(deps, site, now).await?;
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
            assess::one(deps, task, now).await?;
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
    let failures = match &look.unseen {
        None => 0,
        Some(why) => {
            tracing::warn!(reason = why.key(), seen = why.seen(), "the listing was not read");
            known.as_ref().map_or(0, |it| it.failures) + 1
        }
    };
    let record = SiteRecord {
        site: site.id.clone(),
        since: known.as_ref().map_or(now, |it| it.since),
        next_poll_at: after(next_poll(now), failures, now),
        last: look.clone(),
        last_clean_at: match &look.unseen {
            None => Some(now),
            Some(_) => known.and_then(|it| it.last_clean_at),
        },
        failures,
    };
    deps.store.record_poll(&record)?;
    Ok(look)
}

/// A site that could not be read is looked at again sooner, a few times.
fn after(scheduled: DateTime<Utc>, failures: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    if failures == 0 || failures > IMPATIENT_LOOKS {
        return scheduled;
    }
    let pause = SECOND_LOOK * 2_u32.pow(failures - 1);
    scheduled.min(now + pause)
}

/// The season whose reports are looked for now.
pub fn season(now: DateTime<Utc>) -> ReportYear {
    ReportYear::in_season(year::statutory_day(now))
}

/// Why a choice is not certain, as an observation.
fn ambiguous(choice: Choice) -> Result<Choice, Unseen> {
    match choice {
        Choice::Ambiguous(why) => Err(Unseen::Ambiguous(why)),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests;
