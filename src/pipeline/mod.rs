//! The stages of one poll, in order; no decisions of their own.
//!
//! [`poll_site`] is the whole flow: listing → for every agency and year owed: the report → what
//! differs → what the rules say → commit → what becomes of the cases → commit. A look that would
//! accuse is repeated before it is believed. A round takes the flow in its parts, so that between the
//! looks and the cases it can ask whether it saw anything at all. [`judge_cohorts`] ends a round: bodies whose reports may be the same
//! are compared once all of them were read. What is told to people is put into the outbox by the
//! commit; this module sends nothing.

mod annexes;
mod assess;
mod capture;
mod cohort;
mod discover;
mod links;
mod owed;
pub(crate) mod parse;
mod poll;
mod read;
mod twins;

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
use crate::portal::Choice;
use crate::rules::Book;
use crate::store::Store;
pub use cohort::judge_cohorts;
pub use discover::Suspicion;
pub use owed::years as years_owed;
pub use poll::First;
pub use poll::Outcome;
pub use poll::blind_look;
pub use poll::first_look;
pub use poll::poll_site;
pub use poll::second_look;

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

/// True on the last day of one of the site's agencies and on the day after, when a look counts most.
pub fn is_urgent(policy: &Policy, site: &Site, now: DateTime<Utc>) -> bool {
    let (today, year) = (year::statutory_day(now), season(now));
    site.agencies.iter().any(|agency| {
        let deadlines = policy.deadlines(agency, year);
        let local = deadlines.local.as_ref().map(|due| due.date);
        let statutory = deadlines.statutory.as_ref().map(|due| due.date);
        let days = [statutory, deadlines.last_day(), local];
        days.into_iter().flatten().any(|last| last == today || last.succ_opt() == Some(today))
    })
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
