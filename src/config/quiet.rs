//! Hours of the day in which portals are left in peace.
//!
//! They are those of the configured zone, and may span midnight. They keep scheduled looks away, not
//! those on which a deadline hangs and not those that somebody asks for.

use chrono::DateTime;
use chrono::NaiveTime;
use chrono::Utc;
use chrono_tz::Tz;

/// A part of every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
    zone: Tz,
}

impl QuietHours {
    /// Reads `08:30-17:30`; the end does not belong to it.
    pub(super) fn parse(text: &str, zone: Tz) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let (from, to) = (time(from)?, time(to)?);
        (from != to).then_some(Self { from, to, zone })
    }

    /// True if the instant falls into them.
    pub fn contain(&self, at: DateTime<Utc>) -> bool {
        let time = at.with_timezone(&self.zone).time();
        if self.from < self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn quiet(hours: &str, at: &str) -> bool {
        let at = DateTime::parse_from_rfc3339(&format!("2026-01-31T{at}+08:00")).unwrap();
        QuietHours::parse(hours, Shanghai).unwrap().contain(at.to_utc())
    }

    #[test]
    fn the_first_minute_is_quiet_and_the_last_is_not() {
        for (at, expected) in
            [("08:29:59", false), ("08:30:00", true), ("17:29:59", true), ("17:30:00", false)]
        {
            assert_eq!(quiet("08:30-17:30", at), expected, "{at}");
        }
    }

    #[test]
    fn a_night_spans_midnight() {
        for (at, expected) in
            [("21:59:59", false), ("22:00:00", true), ("03:00:00", true), ("06:00:00", false)]
        {
            assert_eq!(quiet("22:00 - 06:00", at), expected, "{at}");
        }
    }

    #[test]
    fn what_is_no_part_of_a_day_is_none() {
        for text in ["", "08:00", "08:00-08:00", "8-17", "08:00-25:00", "a-b"] {
            assert_eq!(QuietHours::parse(text, Shanghai), None, "{text}");
        }
    }
}
