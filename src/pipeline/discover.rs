//! Reads a listing to its end, or says why it could not.

use chrono::DateTime;
use chrono::Utc;
use url::Url;

use super::Deps;
use super::capture;
use super::capture::Freshness;
use super::owed;
use crate::domain::Digest;
use crate::domain::Site;
use crate::domain::Unseen;
use crate::html;
use crate::portal;
use crate::portal::Choice;
use crate::portal::Entry;
use crate::portal::Next;
use crate::portal::Seen;
use crate::portal::candidate;
use crate::store::StoreError;

/// Pages of one listing at most; a longer list is not read to its end.
const MAX_PAGES: u32 = 60;

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

impl Found {
    /// Takes a choice for what it is worth: "none of them" counts only if the list was read to its
    /// end.
    pub fn honest(&self, choice: Result<Choice, Unseen>) -> Result<Choice, Unseen> {
        match (choice?, &self.incomplete) {
            (Choice::None, Some(why)) => Err(why.clone()),
            (choice, _) => super::ambiguous(choice),
        }
    }

    /// Digest of the entries.
    pub fn digest(&self) -> Digest {
        let mut text = String::new();
        for entry in self.entries.iter().flatten() {
            text.push_str(&entry.title);
            text.push('\t');
            text.push_str(entry.url.as_ref().map_or("", Url::as_str));
            text.push('\n');
        }
        Digest::of(text.as_bytes())
    }

    /// The same look, repeated if it would accuse somebody for the first time. Two looks that
    /// disagree establish nothing.
    pub async fn confirmed(
        self,
        deps: Deps<'_>,
        site: &Site,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        if !self.would_accuse(deps, site, now)? {
            return Ok(self);
        }
        let again = listing(deps, site, Freshness::Whole).await?;
        if self.digest() == again.digest() && self.incomplete == again.incomplete {
            return Ok(again);
        }
        let why = Unseen::ListNotUnderstood("两次查看的列表不一致".into());
        Ok(match again.entries {
            Err(unseen) => Self { entries: Err(unseen), ..self },
            Ok(_) => Self { entries: Err(why), ..self },
        })
    }

    fn would_accuse(
        &self,
        deps: Deps<'_>,
        site: &Site,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Ok(entries) = &self.entries else { return Ok(false) };
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
                let choice = candidate::choose(entries, agency, &site.agencies, year);
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
    let mut out = Found { entries: Ok(Vec::new()), incomplete: None, pages: 0 };
    let mut entries: Vec<Entry> = Vec::new();
    let mut read = vec![site.url.clone()];
    let mut url = site.url.clone();
    loop {
        let listing = match page(deps, &url, freshness).await? {
            Ok(listing) => listing,
            // Without its first page a listing is unknown; without a later one it is incomplete.
            Err(unseen) if out.pages == 0 => {
                out.entries = Err(unseen);
                return Ok(out);
            }
            Err(unseen) => {
                out.incomplete = Some(unseen);
                break;
            }
        };
        out.pages += 1;
        for entry in listing.entries {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        match listing.next {
            Next::End => break,
            Next::Unreachable(why) => {
                out.incomplete = Some(Unseen::ListNeedsScript(why));
                break;
            }
            // A list that leads back to a page already read has been read.
            Next::Page(next) if read.contains(&next) => break,
            Next::Page(_) if out.pages >= MAX_PAGES => {
                let why = format!("列表超过{MAX_PAGES}页，未读完");
                out.incomplete = Some(Unseen::ListNotUnderstood(why));
                break;
            }
            Next::Page(next) => {
                read.push(next.clone());
                url = next;
            }
        }
    }
    out.entries = Ok(entries);
    Ok(out)
}

/// Reads one page of a listing.
async fn page(
    deps: Deps<'_>,
    url: &Url,
    freshness: Freshness,
) -> Result<Result<portal::Listing, Unseen>, StoreError> {
    let fetched = match capture::fetch(deps, url, freshness).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen)),
    };
    let answered = Url::parse(&fetched.capture.final_url).unwrap_or_else(|_| url.clone());
    let parsed = tokio::task::spawn_blocking(move || {
        let content_type = fetched.capture.header("content-type");
        let decoded = crate::extract::decode::decode(&fetched.body, content_type, None);
        let page = html::Page::parse(&decoded.text)
            .map_err(|error| Unseen::ListNotUnderstood(error.to_string()))?;
        portal::read(&Seen { capture: &fetched.capture, page: &page, url: &answered })
    });
    // A page that brings the parser down says nothing about anybody.
    Ok(parsed.await.unwrap_or_else(|_| Err(Unseen::ListNotUnderstood("页面无法解析".into()))))
}
