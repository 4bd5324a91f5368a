//! Reads a listing to its end, or says why it could not.

use chrono::DateTime;
use chrono::Utc;
use url::Url;

use super::Deps;
use super::capture;
use super::capture::Freshness;
use super::owed;
use super::parse::off_reactor;
use crate::domain::Ask;
use crate::domain::Digest;
use crate::domain::Reading;
use crate::domain::Site;
use crate::domain::Unseen;
use crate::portal;
use crate::portal::Candidates;
use crate::portal::Choice;
use crate::portal::Entry;
use crate::portal::Seen;
use crate::portal::Walk;
use crate::portal::Walked;
use crate::store::StoreError;

/// What a look at a listing brought.
#[derive(Debug)]
pub(super) struct Found {
    /// The entries, or why there are none to be had.
    pub entries: Result<Vec<Entry>, Unseen>,
    /// Why what is not among the entries may still exist.
    incomplete: Option<Unseen>,
    /// Pages that were read.
    pub pages: u32,
}

/// A look that would accuse somebody, kept to be held against a second one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    digest: Digest,
    incomplete: Option<Unseen>,
}

impl Found {
    /// Takes a choice for what it is worth: "none of them" counts only if the list was read to its
    /// end.
    pub fn honest(&self, choice: Result<Choice, Unseen>) -> Result<Choice, Unseen> {
        super::ambiguous(portal::honest(choice?, self.incomplete.as_ref())?)
    }

    /// The entries of a listing that was read to its end.
    pub fn whole(&self) -> Option<&[Entry]> {
        match &self.incomplete {
            None => self.entries.as_deref().ok(),
            Some(_) => None,
        }
    }

    /// Digest of the entries, without sessions and counters.
    pub fn digest(&self) -> Digest {
        let mut text = String::new();
        for entry in self.entries.iter().flatten() {
            text.push_str(&portal::steady(entry));
            text.push('\n');
        }
        Digest::of(text.as_bytes())
    }

    /// A look at nothing, for a reason of our own.
    pub const fn nothing(why: Unseen) -> Self {
        Self { entries: Err(why), incomplete: None, pages: 0 }
    }

    /// What is kept of a look that has to be repeated.
    pub fn suspicion(&self) -> Suspicion {
        Suspicion { digest: self.digest(), incomplete: self.incomplete.clone() }
    }

    /// This second look, if the first saw the same; two looks that disagree establish nothing.
    #[must_use]
    pub fn confirming(self, first: &Suspicion) -> Self {
        if self.entries.is_err() || *first == self.suspicion() {
            return self;
        }
        let why = Unseen::ListNotUnderstood("两次查看的列表不一致".into());
        Self { entries: Err(why), ..self }
    }

    /// True if the look would accuse somebody for the first time.
    pub fn would_accuse(
        &self,
        deps: Deps<'_>,
        site: &Site,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Ok(entries) = &self.entries else { return Ok(false) };
        let candidates = Candidates::new(entries, &site.agencies);
        let today = crate::domain::year::statutory_day(now);
        for agency in &site.agencies {
            for (year, purpose) in owed::due(deps.store, agency, now)? {
                if purpose == owed::Purpose::Context {
                    continue;
                }
                let over = deps.policy.deadlines(agency, year).last_day();
                if over.is_none_or(|last| today <= last) {
                    continue;
                }
                let choice = candidates.choose(agency, year);
                let record = deps.store.record(&agency.id, year)?;
                let absent_before = record.and_then(|record| record.last_clean).is_some_and(|it| {
                    it.observation == crate::domain::Observation::Absent
                        && over.is_some_and(|last| crate::domain::year::statutory_day(it.at) > last)
                });
                if choice == Choice::None && !absent_before {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Reads the listing of a site.
pub(super) async fn listing(
    deps: Deps<'_>,
    site: &Site,
    freshness: Freshness,
) -> Result<Found, StoreError> {
    let mut walk = Walk::new(site.ask());
    while let Some(ask) = walk.next() {
        let listing = page(deps, ask, &site.reading, freshness).await?;
        walk.take(listing);
    }
    let Walked { entries, incomplete, pages } = walk.finish();
    Ok(Found { entries, incomplete, pages })
}

/// Reads one page of a listing.
async fn page(
    deps: Deps<'_>,
    ask: &Ask,
    how: &Reading,
    freshness: Freshness,
) -> Result<Result<portal::Listing, Unseen>, StoreError> {
    let fetched = match capture::ask(deps, ask, freshness).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen)),
    };
    let answered = Url::parse(&fetched.capture.final_url).unwrap_or_else(|_| ask.url.clone());
    let how = how.clone();
    let parsed = off_reactor(move || {
        let content_type = fetched.capture.header("content-type");
        let text = crate::extract::decode::decode(&fetched.body, content_type, None).text;
        let page = portal::page(&text)?;
        let seen = Seen { capture: &fetched.capture, text: &text, page: &page, url: &answered };
        portal::read(&seen, &how)
    });
    // A page that brings the parser down says nothing about anybody.
    Ok(parsed.await.unwrap_or_else(|why| Err(Unseen::ListNotUnderstood(why))))
}
