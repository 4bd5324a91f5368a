//! How a host stands with us: what it asked for, what went wrong, how often it was asked today.
//!
//! Two decisions, both pure: whether a host may be asked now, and what an answer changes. A short
//! pause is waited out in turn; a long one is no reason to hold up a round, so the request fails and
//! says until when. A page that fails by itself (a fault, a time-out) only slows us down: were the
//! host left alone for it, the pages behind it would never be read.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use chrono::DateTime;
use chrono::Days;
use chrono::NaiveTime;
use chrono::TimeDelta;
use chrono::Utc;
use chrono_tz::Asia::Shanghai;
use url::Url;

use super::patience::LONGEST_PAUSE;
use crate::domain::HostRecord;
use crate::domain::Trouble;
use crate::domain::TroubleKind;
use crate::domain::Unseen;
use crate::domain::year;

/// The longest time for which a host may send us away: a date of the year 2099 is a slip.
const LONGEST_CLOSED: TimeDelta = TimeDelta::days(1);

/// What goes wrong is tried again after this time at the latest while a deadline is at stake.
const URGENT: TimeDelta = TimeDelta::hours(1);

/// Where the standing of hosts is kept.
pub trait Ledger: Send + Sync {
    /// What is remembered of a host; nothing of one that is new.
    fn read(&self, host: &str) -> HostRecord;
    /// Remembers it.
    fn write(&self, host: &str, record: &HostRecord);
}

/// Remembers until the process ends.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<HashMap<String, HostRecord>>);

impl Ledger for Memory {
    fn read(&self, host: &str) -> HostRecord {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.get(host).cloned().unwrap_or_default()
    }

    fn write(&self, host: &str, record: &HostRecord) {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.insert(host.to_owned(), record.clone());
    }
}

/// Why a host is not asked now, and when it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotNow {
    pub(super) seen: Unseen,
    pub(super) until: DateTime<Utc>,
}

/// What a request brought, as far as it says something about the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// It was about robots.txt, which a gateway may treat otherwise than every page behind it.
    pub(super) robots: bool,
    pub(super) trouble: Option<(TroubleKind, String)>,
    /// The wait that the host asked for.
    pub(super) retry_after: Option<Duration>,
}

/// How long to wait after what has gone wrong.
#[derive(Debug, Clone, Copy)]
struct BackOff {
    /// Times in a row that are taken for a hiccup.
    tolerated: u32,
    first: Duration,
    growth: u32,
    cap: Duration,
}

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// A name without an address, a closed port and a certificate concern every page of a host; so do
/// "too many" and a gateway that turns one page after another away. The other two concern a page.
const fn back_off(kind: TroubleKind) -> BackOff {
    let (tolerated, first, growth, cap) = match kind {
        TroubleKind::Dns => (1, Duration::from_secs(600), 2, Duration::from_secs(4 * 3600)),
        TroubleKind::Connect => (1, Duration::from_secs(300), 2, Duration::from_secs(2 * 3600)),
        TroubleKind::Tls => (1, HOUR, 2, Duration::from_secs(12 * 3600)),
        TroubleKind::Timeout => (1, Duration::from_secs(2), 2, Duration::from_secs(10)),
        TroubleKind::Server => (1, SECOND, 2, Duration::from_secs(10)),
        TroubleKind::TooMany => (1, Duration::from_secs(900), 2, Duration::from_secs(12 * 3600)),
        TroubleKind::TurnedAway => (11, Duration::from_secs(1800), 3, Duration::from_secs(86_400)),
    };
    BackOff { tolerated, first, growth, cap }
}

/// The pause after the `times`th failure of a kind in a row, counting from 1.
fn pause(kind: TroubleKind, times: u32) -> Duration {
    let BackOff { tolerated, first, growth, cap } = back_off(kind);
    match times.checked_sub(tolerated + 1) {
        None => Duration::ZERO,
        Some(steps) => first.saturating_mul(growth.saturating_pow(steps)).min(cap),
    }
}

/// What a line of ours that is down, or leads to a login page, makes of every host.
const fn is_silence(kind: TroubleKind) -> bool {
    match kind {
        TroubleKind::Dns | TroubleKind::Connect | TroubleKind::Tls | TroubleKind::Timeout => true,
        TroubleKind::Server | TroubleKind::TooMany | TroubleKind::TurnedAway => false,
    }
}

/// What an answer with this status says of its host.
pub(super) fn of_status(status: u16) -> Option<TroubleKind> {
    match status {
        429 => Some(TroubleKind::TooMany),
        403 | 412 | 521 => Some(TroubleKind::TurnedAway),
        500..=599 => Some(TroubleKind::Server),
        _ => None,
    }
}

/// Whether the host may be asked at `now`; `daily` requests are allowed in a day, 0 sets no limit.
fn admit(record: &HostRecord, now: DateTime<Utc>, urgent: bool, daily: u32) -> Result<(), NotNow> {
    let not_now = |seen, until| if until > now { Err(NotNow { seen, until }) } else { Ok(()) };
    if let Some(until) = record.closed_until {
        let local = until.with_timezone(&Shanghai).format("%Y-%m-%d %H:%M");
        not_now(Unseen::Postponed(format!("Retry-After: {local}")), until)?;
    }
    if let Some(trouble) = &record.trouble {
        let until = if urgent { trouble.until.min(trouble.at + URGENT) } else { trouble.until };
        let why = trouble.why.clone();
        let seen = match trouble.kind {
            TroubleKind::Server | TroubleKind::TooMany | TroubleKind::TurnedAway => {
                Unseen::Failed(why)
            }
            _ => Unseen::Unreachable(why),
        };
        not_now(seen, until)?;
    }
    let today = year::statutory_day(now);
    if daily > 0 && !urgent && record.day == today && record.asked >= daily {
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let midnight = tomorrow.and_time(NaiveTime::MIN).and_local_timezone(Shanghai).earliest();
        let until = midnight.map_or(now + TimeDelta::days(1), |it| it.to_utc());
        not_now(Unseen::Postponed(format!("{daily} / 24 h")), until)?;
    }
    Ok(())
}

/// Notes what came back; the pause that is short enough to be waited out.
fn note(record: &mut HostRecord, outcome: Outcome, now: DateTime<Utc>) -> Duration {
    let mut wait = Duration::ZERO;
    record.closed_until = record.closed_until.filter(|until| *until > now);
    if let Some(asked) = outcome.retry_after {
        if asked > LONGEST_PAUSE {
            let asked = TimeDelta::from_std(asked).unwrap_or(LONGEST_CLOSED);
            record.closed_until = Some(now + asked.min(LONGEST_CLOSED));
        } else {
            wait = asked;
        }
    }
    let found = outcome.trouble.as_ref().map(|(kind, _)| *kind);
    let known = record.trouble.as_ref().map(|it| it.kind);
    let turned_away = Some(TroubleKind::TurnedAway);
    if outcome.robots && (found == turned_away || (found.is_none() && known == turned_away)) {
        return wait;
    }
    let Some((kind, why)) = outcome.trouble else {
        record.trouble = None;
        return wait;
    };
    let before = record.trouble.as_ref().filter(|it| it.kind == kind).map_or(0, |it| it.times);
    let times = before.saturating_add(1);
    let rest = pause(kind, times);
    let mut until = now;
    if rest > LONGEST_PAUSE {
        until = now + TimeDelta::from_std(rest).unwrap_or(LONGEST_CLOSED);
    } else {
        wait = wait.max(rest);
    }
    record.trouble = Some(Trouble { kind, times, why, at: now, until });
    wait
}

/// The standing of every host.
pub(super) struct Standing {
    ledger: Arc<dyn Ledger>,
    daily: u32,
    /// Held from reading a record to writing it.
    writing: Mutex<()>,
    /// Until when the silence of hosts was our own. It is not kept: a restart leaves the ordinary pauses.
    forgiven: Mutex<Option<DateTime<Utc>>>,
}

impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing").field("daily", &self.daily).finish_non_exhaustive()
    }
}

impl Standing {
    pub(super) fn new(ledger: Arc<dyn Ledger>, daily: u32) -> Self {
        Self { ledger, daily, writing: Mutex::new(()), forgiven: Mutex::new(None) }
    }

    /// Holds no silence up to now against any host. What a host has said itself stands.
    pub(super) fn forgive_silence(&self, now: DateTime<Utc>) {
        *self.forgiven.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// What counts of what is remembered of a host.
    fn read(&self, host: &str) -> HostRecord {
        let mut record = self.ledger.read(host);
        let forgiven = *self.forgiven.lock().unwrap_or_else(PoisonError::into_inner);
        record.trouble = record
            .trouble
            .filter(|it| !is_silence(it.kind) || forgiven.is_none_or(|until| it.at > until));
        record
    }

    /// Whether the host may be asked now.
    pub(super) fn admits(
        &self,
        host: &str,
        now: DateTime<Utc>,
        urgent: bool,
    ) -> Result<(), NotNow> {
        admit(&self.read(host), now, urgent, self.daily)
    }

    /// The same, and counts the request if so.
    pub(super) fn count(&self, host: &str, now: DateTime<Utc>, urgent: bool) -> Result<(), NotNow> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut record = self.read(host);
        admit(&record, now, urgent, self.daily)?;
        let today = year::statutory_day(now);
        let before = if record.day == today { record.asked } else { 0 };
        (record.day, record.asked) = (today, before.saturating_add(1));
        self.ledger.write(host, &record);
        Ok(())
    }

    /// Notes what came back; the pause that is to be waited out before the host is asked again.
    pub(super) fn note(&self, host: &str, outcome: Outcome, now: DateTime<Utc>) -> Duration {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.ledger.read(host);
        let mut record = self.read(host);
        let wait = note(&mut record, outcome, now);
        if record != before {
            self.ledger.write(host, &record);
        }
        wait
    }
}

/// The name under which a host is remembered: another port is another server, but the two usual
/// ones are one.
pub(super) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        None | Some(80 | 443) => name.to_owned(),
        Some(port) => format!("{name}:{port}"),
    }
}

#[cfg(test)]
mod tests;
