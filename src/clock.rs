//! The only reader of the wall clock.
//!
//! Only the pipeline, the daemon and the outbox hold a [`Clock`]; everything else is handed an
//! instant. Read it once per decision, or two parts of one decision may disagree about the day.

use std::sync::Mutex;
use std::sync::PoisonError;

use chrono::DateTime;
use chrono::Utc;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands where it was put: for `once --at`, rehearsals and tests.
#[derive(Debug)]
pub struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    /// A clock that shows `now`.
    pub const fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_manual_clock_stands_still_until_it_is_moved() {
        let noon = Utc.with_ymd_and_hms(2026, 2, 1, 4, 0, 0).unwrap();
        let clock = ManualClock::at(noon);
        assert_eq!(clock.now(), noon);
        clock.set(noon + chrono::TimeDelta::days(1));
        assert_eq!(clock.now() - noon, chrono::TimeDelta::days(1));
    }
}
