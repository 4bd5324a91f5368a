//! Whether to ask again: a decision about (which try, what came back), and a loop that obeys it.
//!
//! An answer that says "later" (429, 502, 503, 504) is tried again like silence, but once the tries
//! are used up it is still an answer, and is handed on as one.

use std::time::Duration;

use chrono::DateTime;
use chrono::NaiveDateTime;
use chrono::Utc;

use crate::clock::Clock;

use super::Failure;
use super::Fetch;
use super::Page;
use super::Request;

/// The longest pause between two tries of one request. A portal that asks for more is not asked
/// again in this round: coming back earlier would be rude, and waiting would hold up the round.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// How often to try, and how long to wait before the second try; each pause doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Tries in all; 0 counts as 1.
    pub tries: u32,
    /// The pause after the first try.
    pub first_pause: Duration,
}

/// What to do after one try.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Take this page.
    Keep(Box<Page>),
    /// Ask again after this pause.
    RetryAfter(Duration),
    /// Take this failure.
    GiveUp(Failure),
}

impl Patience {
    /// Judges the `n`th outcome, counting from 1, that came in at `now`.
    pub fn judge(self, n: u32, outcome: Result<Page, Failure>, now: DateTime<Utc>) -> Next {
        let doubled = self.first_pause.saturating_mul(2_u32.saturating_pow(n.saturating_sub(1)));
        let pause = doubled.min(LONGEST_PAUSE);
        match outcome {
            Err(failure) if n >= self.tries || !failure.is_transient() => Next::GiveUp(failure),
            Err(_) => Next::RetryAfter(pause),
            Ok(page) if n >= self.tries || !is_busy(page.capture.status) => {
                Next::Keep(Box::new(page))
            }
            Ok(page) => {
                match page.capture.header("retry-after").and_then(|value| wait(value, now)) {
                    Some(asked) if asked > LONGEST_PAUSE => Next::Keep(Box::new(page)),
                    Some(asked) => Next::RetryAfter(asked.max(pause)),
                    None => Next::RetryAfter(pause),
                }
            }
        }
    }
}

/// Fetches one page, trying again as far as `patience` goes.
pub async fn fetch_patiently(
    fetch: &dyn Fetch,
    request: &Request,
    patience: Patience,
    clock: &dyn Clock,
) -> Result<Page, Failure> {
    let mut n = 0;
    loop {
        n += 1;
        let outcome = fetch.get(request.clone()).await;
        match patience.judge(n, outcome, clock.now()) {
            Next::Keep(page) => return Ok(*page),
            Next::RetryAfter(pause) => tokio::time::sleep(pause).await,
            Next::GiveUp(failure) => return Err(failure),
        }
    }
}

/// Too many requests, or a gateway whose server is away for now.
const fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// The wait that a `Retry-After` asks for, as seconds or as a date (RFC 9110 §10.2.3); a date that
/// is past asks for none.
pub(super) fn wait(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let until = http_date(value)?;
    Some((until - now).to_std().unwrap_or_default())
}

/// A date in one of the three forms that HTTP knows (RFC 9110 §5.6.7).
fn http_date(value: &str) -> Option<DateTime<Utc>> {
    ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
        .map(|date| date.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::Capture;
    use crate::domain::Digest;
    use async_trait::async_trait;
    use chrono::TimeZone;
    use proptest::prelude::*;
    use std::sync::Mutex;
    use url::Url;

    const SECOND: Duration = Duration::from_secs(1);
    const PATIENCE: Patience = Patience { tries: 3, first_pause: SECOND };

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 1, 12, 0, 0).unwrap()
    }

    fn page(status: u16, retry_after: Option<&str>) -> Page {
        let header = retry_after.map(|value| ("Retry-After".to_owned(), value.to_owned()));
        let capture = Capture {
            url: "http://gov.test/".into(),
            final_url: "http://gov.test/".into(),
            redirects: vec![],
            status,
            headers: header.into_iter().collect(),
            taken_at: noon(),
            digest: Digest::of(b""),
            size_bytes: 0,
        };
        Page { capture, body: vec![], not_modified: false }
    }

    fn silence() -> Failure {
        Failure::Unreachable { url: "http://gov.test/".into(), why: "connection refused".into() }
    }

    fn disallowed() -> Failure {
        Failure::Disallowed { url: "http://gov.test/".into() }
    }

    #[test]
    fn silence_is_tried_again_after_doubling_pauses() {
        assert_eq!(PATIENCE.judge(1, Err(silence()), noon()), Next::RetryAfter(SECOND));
        assert_eq!(PATIENCE.judge(2, Err(silence()), noon()), Next::RetryAfter(2 * SECOND));
        assert_eq!(PATIENCE.judge(3, Err(silence()), noon()), Next::GiveUp(silence()));
    }

    #[test]
    fn a_permanent_failure_is_not_tried_again() {
        assert_eq!(PATIENCE.judge(1, Err(disallowed()), noon()), Next::GiveUp(disallowed()));
    }

    #[test]
    fn only_busy_answers_are_tried_again() {
        for status in [200, 304, 400, 403, 404, 410, 500, 501] {
            let next = PATIENCE.judge(1, Ok(page(status, None)), noon());
            assert_eq!(next, Next::Keep(Box::new(page(status, None))));
        }
        for status in [429, 502, 503, 504] {
            let next = PATIENCE.judge(1, Ok(page(status, None)), noon());
            assert_eq!(next, Next::RetryAfter(SECOND), "{status}");
            let last = PATIENCE.judge(3, Ok(page(status, None)), noon());
            assert_eq!(last, Next::Keep(Box::new(page(status, None))), "{status}");
        }
    }

    #[test]
    fn retry_after_is_honoured_in_every_form() {
        let table = [
            ("30", 30),
            (" 120 ", 120),
            ("Sun, 01 Feb 2026 12:00:45 GMT", 45),
            ("Sunday, 01-Feb-26 12:00:45 GMT", 45),
            ("Sun Feb  1 12:00:45 2026", 45),
            // Not sooner than we would have come anyway.
            ("0", 1),
            ("Sun, 01 Feb 2026 11:00:00 GMT", 1),
            // Not understood.
            ("soon", 1),
            ("", 1),
            ("-5", 1),
        ];
        for (value, seconds) in table {
            let next = PATIENCE.judge(1, Ok(page(503, Some(value))), noon());
            assert_eq!(next, Next::RetryAfter(Duration::from_secs(seconds)), "{value}");
        }
    }

    #[test]
    fn a_portal_that_asks_for_too_long_a_pause_is_left_alone() {
        for value in ["121", "99999999999999999999999", "Mon, 02 Feb 2026 12:00:00 GMT"] {
            let next = PATIENCE.judge(1, Ok(page(429, Some(value))), noon());
            assert_eq!(next, Next::Keep(Box::new(page(429, Some(value)))), "{value}");
        }
    }

    #[test]
    fn no_pause_is_longer_than_the_longest() {
        let stubborn = Patience { tries: u32::MAX, first_pause: SECOND };
        let next = stubborn.judge(u32::MAX - 1, Err(silence()), noon());
        assert_eq!(next, Next::RetryAfter(LONGEST_PAUSE));
    }

    proptest! {
        #[test]
        fn it_ends_after_the_last_try(
            tries in 0_u32..10,
            status in 100_u16..600,
            value in proptest::option::of("[ -~]{0,30}"),
        ) {
            let patience = Patience { tries, first_pause: SECOND };
            let page = page(status, value.as_deref());
            let next = patience.judge(tries.max(1), Ok(page.clone()), noon());
            prop_assert_eq!(next, Next::Keep(Box::new(page)));
        }
    }

    /// Answers from a list, last one first.
    struct Script(Mutex<Vec<Result<Page, Failure>>>);

    #[async_trait]
    impl Fetch for Script {
        async fn get(&self, _: Request) -> Result<Page, Failure> {
            self.0.lock().unwrap().pop().unwrap()
        }
    }

    async fn fetched(script: Vec<Result<Page, Failure>>) -> (Result<Page, Failure>, Duration) {
        let portal = Script(Mutex::new(script));
        let request = Request::new(Url::parse("http://gov.test/").unwrap());
        let begin = tokio::time::Instant::now();
        let clock = ManualClock::at(noon());
        let outcome = fetch_patiently(&portal, &request, PATIENCE, &clock).await;
        (outcome, begin.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_portal_is_tried_again() {
        let script = vec![Ok(page(200, None)), Ok(page(503, Some("10"))), Err(silence())];
        assert_eq!(fetched(script).await, (Ok(page(200, None)), 11 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_portal_is_given_up() {
        let script = vec![Err(silence()), Err(silence()), Err(silence())];
        assert_eq!(fetched(script).await, (Err(silence()), 3 * SECOND));
    }
}
