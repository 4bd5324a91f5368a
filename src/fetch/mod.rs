//! The network port: one address asked for, one page or the reason why there is none.
//!
//! An HTTP error is a [`Page`], not a [`Failure`]: the portal did answer, and what its 404 means is
//! for the caller to judge. Only [`http`] knows which client library is used.

mod address;
pub mod http;
mod openssl;
pub mod patience;
mod politeness;
mod robots;
pub mod standing;
mod tls;

use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use chrono::Utc;
use thiserror::Error;
use url::Url;

use crate::domain::Ask;
use crate::domain::Capture;
use crate::domain::Unseen;

/// Fetches pages.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// Asks for one page, following redirects.
    async fn get(&self, request: Request) -> Result<Page, Failure>;

    /// Why the host would not be asked now, if so: a [`Failure::Postponed`]. Nothing is sent.
    fn postponed(&self, _request: &Request) -> Option<Failure> {
        None
    }

    /// Hears that the silence of hosts up to now was our own: none is left alone for it any longer.
    fn forgive_silence(&self) {}
}

/// The same fetcher, for looks on which a deadline hangs.
pub struct Urgently<'a>(pub &'a dyn Fetch);

#[async_trait]
impl Fetch for Urgently<'_> {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        self.0.get(Request { urgent: true, ..request }).await
    }

    fn postponed(&self, request: &Request) -> Option<Failure> {
        self.0.postponed(&Request { urgent: true, ..request.clone() })
    }

    fn forgive_silence(&self) {
        self.0.forgive_silence();
    }
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address: http or https, without credentials.
    pub url: Url,
    /// The body of a POST, `application/x-www-form-urlencoded`; `None` for a GET.
    pub form: Option<String>,
    /// The `ETag` of the copy at hand, sent as `If-None-Match` (RFC 9110 §13.1.2).
    pub etag: Option<String>,
    /// The `Last-Modified` of the copy at hand, sent as `If-Modified-Since` (RFC 9110 §13.1.3).
    pub last_modified: Option<String>,
    /// A deadline is at stake: the daily budget of the host does not hold it back.
    pub urgent: bool,
}

impl Request {
    /// Asks for the page whether or not it has changed.
    pub const fn new(url: Url) -> Self {
        Self { url, form: None, etag: None, last_modified: None, urgent: false }
    }

    /// Asks whether or not it has changed; perhaps with a form.
    pub fn asking(ask: &Ask) -> Self {
        Self { form: ask.form.clone(), ..Self::new(ask.url.clone()) }
    }

    /// The text by which its captures go; see [`Ask::address`].
    pub fn address(&self) -> String {
        match &self.form {
            None => self.url.to_string(),
            Some(form) => Ask { url: self.url.clone(), form: Some(form.clone()) }.address(),
        }
    }

    /// Asks for the page only if it is no longer the one that `capture` saw. A posted form is sent
    /// whole: to it a server would answer 412 and not 304 (RFC 9110 §13.1.2).
    #[must_use]
    pub fn unless_still(mut self, capture: &Capture) -> Self {
        if self.form.is_some() {
            return self;
        }
        self.etag = capture.header("etag").map(str::to_owned);
        self.last_modified = capture.header("last-modified").map(str::to_owned);
        self
    }

    /// True if a copy is at hand, so that 304 is an answer.
    pub const fn is_conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The look: addresses, status, headers, time, digest and size.
    pub capture: Capture,
    /// The body after content decoding; empty if `not_modified`.
    pub body: Vec<u8>,
    /// The copy at hand is still the page: the answer to a conditional request was 304. The
    /// digest in `capture` is then that of no bytes, not of the copy.
    pub not_modified: bool,
}

/// Why there is no page. Addresses are given without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// No answer: DNS, connection or time-out. Try again later.
    #[error("no answer from {url}: {why}")]
    Unreachable {
        /// The address asked for.
        url: String,
        /// What went wrong, without times or ports of our own, so that it can be compared.
        why: String,
    },
    /// An answer that began and was not sent, or could not be unpacked, to its end. Try again later.
    #[error("the answer of {url} breaks off: {why}")]
    BrokenOff {
        /// The address asked for.
        url: String,
        /// What went wrong.
        why: String,
    },
    /// The secure connection could not be agreed on. The portal must change something.
    #[error("no secure connection to {url}: {why}")]
    Tls {
        /// The address asked for.
        url: String,
        /// What the TLS library says.
        why: String,
    },
    /// An address that must not be asked for. The configuration must change.
    #[error("{url} is not asked for: {why}")]
    Refused {
        /// The address.
        url: String,
        /// The rule that it breaks, and how to lift it.
        why: String,
    },
    /// The host is left alone for now. Try again then.
    #[error("{url} is not asked before {}: {}", until.to_rfc3339(), seen.text().en)]
    Postponed {
        /// The address.
        url: String,
        /// Why, as a look would say it.
        seen: Unseen,
        /// When it may be asked.
        until: DateTime<Utc>,
    },
    /// robots.txt asks not to.
    #[error("robots.txt of the site disallows {url}")]
    Disallowed {
        /// The address.
        url: String,
    },
    /// The body is larger than the limit, after content decoding.
    #[error("the page at {url} is larger than {limit} bytes; raise `fetch.max-body` to read it")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Redirects that go in a circle or on for ever; portals that insist on a cookie do this.
    #[error("{url} is redirected in a circle, or more than {followed} times")]
    TooManyRedirects {
        /// The address first asked for.
        url: String,
        /// How many redirects were followed.
        followed: usize,
    },
}

impl Failure {
    /// True if the same request may well succeed in a moment.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::BrokenOff { .. } => true,
            Self::Tls { .. }
            | Self::Refused { .. }
            | Self::Postponed { .. }
            | Self::Disallowed { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. } => false,
        }
    }

    /// What the look established: nothing, and why.
    pub fn unseen(&self) -> Unseen {
        match self {
            Self::Unreachable { why, .. } => Unseen::Unreachable(why.clone()),
            Self::BrokenOff { why, .. } => Unseen::Truncated(why.clone()),
            Self::Tls { why, .. } => Unseen::Unreachable(format!("TLS: {why}")),
            Self::Refused { why, .. } => Unseen::Refused(why.clone()),
            Self::Postponed { seen, .. } => seen.clone(),
            Self::Disallowed { url } => Unseen::Disallowed(url.clone()),
            Self::TooLarge { limit, .. } => Unseen::Failed(format!("> {limit} bytes")),
            Self::TooManyRedirects { .. } => Unseen::Failed("redirect loop".to_owned()),
        }
    }

    fn unreachable(url: &Url, why: impl Into<String>) -> Self {
        Self::Unreachable { url: shown(url), why: why.into() }
    }

    fn timed_out(url: &Url, after: Duration) -> Self {
        Self::unreachable(url, format!("no complete answer within {after:?}"))
    }
}

/// An address as it may be logged and mailed: without credentials.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for addresses that cannot carry credentials in the first place.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

#[cfg(test)]
pub(crate) mod given {
    use super::*;
    use crate::domain::Digest;

    /// What a portal answers with a page of text.
    pub fn answer(url: &Url, status: u16, body: impl Into<Vec<u8>>) -> Page {
        let body = body.into();
        let capture = Capture {
            url: url.to_string(),
            final_url: url.to_string(),
            redirects: vec![],
            status,
            headers: vec![("Content-Type".into(), "text/html; charset=utf-8".into())],
            taken_at: DateTime::UNIX_EPOCH,
            digest: Digest::of(&body),
            size_bytes: body.len() as u64,
        };
        Page { capture, body, not_modified: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use chrono::DateTime;

    fn all() -> Vec<Failure> {
        let url = || "http://gov.test/".to_owned();
        let why = || "reason".to_owned();
        vec![
            Failure::Unreachable { url: url(), why: why() },
            Failure::BrokenOff { url: url(), why: why() },
            Failure::Tls { url: url(), why: why() },
            Failure::Refused { url: url(), why: why() },
            Failure::Postponed {
                url: url(),
                seen: Unseen::Postponed(why()),
                until: DateTime::UNIX_EPOCH,
            },
            Failure::Disallowed { url: url() },
            Failure::TooLarge { url: url(), limit: 5 },
            Failure::TooManyRedirects { url: url(), followed: 10 },
        ]
    }

    #[test]
    fn every_failure_is_a_reason_for_having_seen_nothing() {
        let keys: Vec<_> = all().iter().map(|failure| failure.unseen().key()).collect();
        assert_eq!(
            keys,
            [
                "unreachable",
                "truncated",
                "unreachable",
                "refused",
                "postponed",
                "disallowed",
                "failed",
                "failed"
            ]
        );
    }

    #[test]
    fn only_silence_is_worth_another_try() {
        let transient: Vec<_> = all().iter().map(Failure::is_transient).collect();
        assert_eq!(transient, [true, true, false, false, false, false, false, false]);
    }

    #[test]
    fn every_message_names_the_address() {
        for failure in all() {
            assert!(failure.to_string().contains("http://gov.test/"), "{failure}");
        }
    }

    #[test]
    fn credentials_are_never_shown() {
        let url = Url::parse("http://user:secret@gov.test/a").unwrap();
        assert_eq!(shown(&url), "http://gov.test/a");
    }

    #[test]
    fn a_copy_at_hand_makes_the_request_conditional() {
        let mut capture = Capture {
            url: "http://gov.test/".into(),
            final_url: "http://gov.test/".into(),
            redirects: vec![],
            status: 200,
            headers: vec![("ETag".into(), "\"1\"".into())],
            taken_at: DateTime::UNIX_EPOCH,
            digest: Digest::of(b""),
            size_bytes: 0,
        };
        let request = Request::new(Url::parse(&capture.url).unwrap());
        assert!(!request.is_conditional());
        assert!(request.clone().unless_still(&capture).is_conditional());
        capture.headers.clear();
        assert!(!request.unless_still(&capture).is_conditional());
    }
}
