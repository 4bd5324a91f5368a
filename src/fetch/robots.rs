//! What a site's robots.txt asks of us (RFC 9309).
//!
//! A robots.txt that is not there allows everything; one that cannot be read just now allows
//! nothing, and is reported as a site that cannot be reached, because that is what it is.

mod rules;

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::Mutex as SyncMutex;
use std::sync::PoisonError;
use std::time::Duration;

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;
use tokio::sync::Mutex;
use url::Url;

use super::Failure;
use rules::Written;

/// How much of a robots.txt is read; RFC 9309 §2.5 asks for at least this much.
pub(super) const MAX_SIZE: u64 = 512 * 1024;

/// How long rules are relied on (RFC 9309 §2.4).
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// How long old rules are relied on before a site that is away is asked for new ones again.
const STALE_FOR: TimeDelta = TimeDelta::hours(1);

/// The longest interval between requests that a site is granted.
const MAX_DELAY: Duration = Duration::from_secs(60);

/// How many sites are remembered before the stale ones are looked for.
const SWEEP_AT: usize = 256;

/// What a robots.txt says to us.
#[derive(Debug)]
pub(super) enum Rules {
    /// There is none.
    AllowAll,
    /// It has rules.
    Written(Written),
}

/// A robots.txt that could not be read: the server answered with this status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unavailable(u16);

impl Rules {
    /// Reads an answer to the request for robots.txt (RFC 9309 §2.3.1).
    pub(super) fn read(agent: &str, status: u16, body: &[u8]) -> Result<Self, Unavailable> {
        match status {
            200..=299 => Ok(Self::Written(Written::read(agent, body))),
            // "Too many requests" is no word about what may be asked for.
            429 => Err(Unavailable(status)),
            300..=499 => Ok(Self::AllowAll),
            _ => Err(Unavailable(status)),
        }
    }

    /// True if the address may be asked for.
    pub(super) fn allow(&self, url: &Url) -> bool {
        match self {
            Self::AllowAll => true,
            Self::Written(rules) => rules.allows(url),
        }
    }

    /// The interval between requests that the site wishes, within reason.
    pub(super) fn delay(&self) -> Option<Duration> {
        match self {
            Self::AllowAll => None,
            Self::Written(rules) => Some(rules.delay()?.min(MAX_DELAY)),
        }
    }
}

/// The whole lines of a robots.txt that was cut off: half a rule may forbid more than the rule.
pub(super) fn whole_lines(mut cut: Vec<u8>) -> Vec<u8> {
    let end = cut.iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
    cut.truncate(end);
    cut
}

/// The name under which robots.txt speaks of us: the first product token of the user agent.
pub(super) fn product_token(user_agent: &str) -> &str {
    let end = user_agent.find(|c: char| c == '/' || c.is_whitespace());
    user_agent.get(..end.unwrap_or(user_agent.len())).unwrap_or_default()
}

/// The rules of every site, each read once a day.
#[derive(Debug)]
pub(super) struct Cache {
    agent: String,
    sites: SyncMutex<Sites>,
}

#[derive(Debug)]
struct Sites {
    by_origin: HashMap<String, Arc<Mutex<Option<Entry>>>>,
    sweep_at: usize,
}

#[derive(Debug)]
struct Entry {
    rules: Arc<Rules>,
    until: DateTime<Utc>,
}

impl Cache {
    pub(super) fn new(user_agent: &str) -> Self {
        Self {
            agent: product_token(user_agent).to_owned(),
            sites: SyncMutex::new(Sites { by_origin: HashMap::new(), sweep_at: SWEEP_AT }),
        }
    }

    /// The rules for `url`. Unless they are known, `load` is called with the address of robots.txt
    /// for its status and body; those who ask meanwhile wait for the answer.
    pub(super) async fn rules<Load, Loading>(
        &self,
        url: &Url,
        now: DateTime<Utc>,
        load: Load,
    ) -> Result<Arc<Rules>, Failure>
    where
        Load: FnOnce(Url) -> Loading,
        Loading: Future<Output = Result<(u16, Vec<u8>), Failure>>,
    {
        let Ok(address) = url.join("/robots.txt") else {
            return Ok(Arc::new(Rules::AllowAll));
        };
        let site = self.site(&url.origin().ascii_serialization(), now);
        let mut entry = site.lock().await;
        if let Some(known) = entry.as_ref()
            && now < known.until
        {
            return Ok(Arc::clone(&known.rules));
        }
        let read = match load(address.clone()).await {
            Ok((status, body)) => Rules::read(&self.agent, status, &body).map_err(|status| {
                Failure::unreachable(&address, format!("robots.txt: HTTP {}", status.0))
            }),
            // A robots.txt that leads nowhere is as good as none (RFC 9309 §2.3.1.2).
            Err(Failure::TooManyRedirects { .. }) => Ok(Rules::AllowAll),
            Err(failure) => Err(failure),
        };
        let (rules, kept_for) = match (read, entry.take()) {
            (Ok(rules), _) => (Arc::new(rules), KEPT_FOR),
            // Old rules are better than none while the site is away (RFC 9309 §2.4).
            (Err(_), Some(old)) => (old.rules, STALE_FOR),
            (Err(failure), None) => return Err(failure),
        };
        *entry = Some(Entry { rules: Arc::clone(&rules), until: now + kept_for });
        Ok(rules)
    }

    fn site(&self, origin: &str, now: DateTime<Utc>) -> Arc<Mutex<Option<Entry>>> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(site) = sites.by_origin.get(origin) {
            return Arc::clone(site);
        }
        if sites.by_origin.len() >= sites.sweep_at {
            sites.by_origin.retain(|_, site| {
                let fresh = |entry: &Option<Entry>| entry.as_ref().is_some_and(|it| now < it.until);
                site.try_lock().map_or(true, |entry| fresh(&entry))
            });
            // Twice as many, so that a sweep costs each newcomer no more than a constant.
            sites.sweep_at = SWEEP_AT.max(2 * sites.by_origin.len());
        }
        let site = Arc::new(Mutex::new(None));
        sites.by_origin.insert(origin.to_owned(), Arc::clone(&site));
        site
    }
}

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;
