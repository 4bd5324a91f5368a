//! When things are due: an operator's cron expression, as crontab(5) and POSIX mean it.
//!
//! The `cron` crate speaks another dialect (1 is Sunday, 0 is refused, both day fields must match,
//! five fields are an error), so no operator's text ever reaches it raw: `field` reads the text
//! and writes it anew. The crate is also kept away from time zones: it is asked about wall-clock
//! times as if they were UTC, and this file alone decides what a skipped or repeated hour means.
//!
//! Decided where the standards differ or are silent:
//! - `5/10` is refused (Vixie cron reads it as `5`, others as `5-59/10`), and so is a step wider
//!   than its field (`*/90` would quietly mean "once an hour").
//! - A wall-clock time that spring skips runs once, at the first minute after the gap; one that
//!   autumn repeats runs once, at its first occurrence. That includes `* * * * *`.
//! - The crate's calendar ends in 2100.

mod field;
mod words;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDateTime;
use chrono::TimeDelta;
use chrono::TimeZone;
use chrono::Timelike;
use chrono::Utc;
use chrono_tz::Tz;
use thiserror::Error;

use self::field::Field;
use self::field::Values;

/// Years the `cron` crate knows.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2100;

/// The longest gap a time zone ever had is the day that Samoa left out in 2011.
const LONGEST_GAP_MINUTES: i64 = 25 * 60;

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// Neither five nor six fields.
    #[error(
        "a schedule has five fields (minute hour day month weekday), or six with seconds first; \
         this has {found}"
    )]
    WrongFieldCount {
        /// How many were written.
        found: usize,
    },
    /// An `@` word that crontab(5) does not have, or that makes no sense for a daemon.
    #[error(
        "there is no schedule `{name}`: write @hourly, @daily, @weekly, @monthly, @yearly or five \
         fields"
    )]
    UnknownName {
        /// As written.
        name: String,
    },
    /// A value outside its field.
    #[error("`{value}` is not {} {field}: allowed is {allowed}", article(field))]
    NotAValue {
        /// The field.
        field: &'static str,
        /// As written.
        value: String,
        /// What would be accepted.
        allowed: String,
    },
    /// A range whose end is before its start.
    #[error("the range `{part}` of the {field} runs backwards: write it as two ranges")]
    Backwards {
        /// The field.
        field: &'static str,
        /// As written.
        part: String,
    },
    /// A step that is no number, zero, or wider than the field.
    #[error("`{part}` has no usable step: for the {field} it is 1-{most}")]
    NotAStep {
        /// The field.
        field: &'static str,
        /// As written.
        part: String,
        /// The widest step.
        most: u32,
    },
    /// A step behind a single value, which implementations read differently.
    #[error("`{part}` gives a step without a range for the {field}: write `{meant}`")]
    StepWithoutRange {
        /// The field.
        field: &'static str,
        /// As written.
        part: String,
        /// The usual intention, spelled out.
        meant: String,
    },
    /// Nothing in the calendar matches, as with 31 February.
    #[error("this schedule never comes due: no month it names has such a day")]
    NeverDue,
}

fn article(field: &str) -> &'static str {
    if field == "hour" { "an" } else { "a" }
}

/// The six fields, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fields {
    second: Values,
    minute: Values,
    hour: Values,
    day: Values,
    month: Values,
    weekday: Values,
}

/// A cron expression in a time zone. Cheap to clone, and no larger than a pointer: each of many sites
/// has one.
#[derive(Clone)]
pub struct Schedule(Arc<Plan>);

/// What a schedule is made of; kilobytes.
struct Plan {
    text: Box<str>,
    zone: Tz,
    fields: Fields,
    /// One expression, or two of which the earlier counts: day of month "or" day of week.
    plans: Vec<cron::Schedule>,
}

impl Schedule {
    /// Reads five fields (minute, hour, day of month, month, day of week), six with leading
    /// seconds, or `@hourly` and the like, per crontab(5). Times are wall-clock times of `zone`.
    pub fn parse(text: &str, zone: Tz) -> Result<Self, ScheduleError> {
        let fields = Fields::read(text.trim())?;
        let plans = fields
            .expressions()
            .iter()
            .map(|expression| cron::Schedule::from_str(expression))
            .collect::<Result<Vec<_>, _>>()
            // An expression of checked numbers always parses; its only fault can be emptiness.
            .map_err(|_| ScheduleError::NeverDue)?;
        let schedule = Self(Arc::new(Plan { text: text.trim().into(), zone, fields, plans }));
        // The calendar repeats within 40 years, so one look from a fixed day settles it.
        let long_ago = DateTime::from_timestamp(946_684_800, 0).unwrap_or_default();
        schedule.next_after(long_ago).map(|_| schedule).ok_or(ScheduleError::NeverDue)
    }

    /// The first instant strictly after `after` at which this is due; `None` from 2100 on.
    pub fn next_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !YEARS.contains(&after.year()) {
            return None;
        }
        let wall_clock = after.with_timezone(&self.0.zone).naive_local().and_utc();
        self.0
            .plans
            .iter()
            .filter_map(|plan| {
                plan.after(&wall_clock)
                    .filter_map(|at| self.instant(at.naive_utc()))
                    // In the second pass of a repeated hour its times already had their turn.
                    .find(|at| *at > after)
            })
            .min()
    }

    /// The expression as the operator wrote it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The zone whose wall clock it follows.
    pub fn zone(&self) -> Tz {
        self.0.zone
    }

    /// When a wall-clock time happens: first occurrence, or the end of the gap that swallowed it.
    fn instant(&self, wall_clock: NaiveDateTime) -> Option<DateTime<Utc>> {
        let at = |time: &NaiveDateTime| self.0.zone.from_local_datetime(time).earliest();
        let found = at(&wall_clock).or_else(|| {
            let minute = wall_clock.with_second(0)?;
            (1..=LONGEST_GAP_MINUTES)
                .find_map(|n| at(&minute.checked_add_signed(TimeDelta::minutes(n))?))
        });
        found.map(|time| time.with_timezone(&Utc))
    }
}

impl Fields {
    fn read(text: &str) -> Result<Self, ScheduleError> {
        let expanded = match text.to_ascii_lowercase().as_str() {
            "@hourly" => "0 * * * *",
            "@daily" | "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" | "@annually" => "0 0 1 1 *",
            name if name.starts_with('@') => {
                return Err(ScheduleError::UnknownName { name: text.into() });
            }
            _ => text,
        };
        let parts: Vec<&str> = expanded.split_whitespace().collect();
        let (second, rest) = match *parts.as_slice() {
            [second, ref rest @ ..] if rest.len() == 5 => (field::SECOND.read(second)?, rest),
            ref rest => (Values::only(0), rest),
        };
        let [minute, hour, day, month, weekday] = *rest else {
            return Err(ScheduleError::WrongFieldCount { found: parts.len() });
        };
        Ok(Self {
            second,
            minute: field::MINUTE.read(minute)?,
            hour: field::HOUR.read(hour)?,
            day: field::DAY.read(day)?,
            month: field::MONTH.read(month)?,
            weekday: field::WEEKDAY.read(weekday)?,
        })
    }

    /// POSIX: if both day fields are restricted, a day that matches either is meant.
    fn either_day(&self) -> bool {
        !self.day.starred && !self.weekday.starred
    }

    /// In the dialect of the `cron` crate.
    fn expressions(&self) -> Vec<String> {
        let day = written(self.day, &field::DAY, 0);
        let weekday = written(self.weekday, &field::WEEKDAY, 1);
        let joined = |day: &str, weekday: &str| {
            format!(
                "{} {} {} {day} {} {weekday}",
                written(self.second, &field::SECOND, 0),
                written(self.minute, &field::MINUTE, 0),
                written(self.hour, &field::HOUR, 0),
                written(self.month, &field::MONTH, 0),
            )
        };
        if self.either_day() {
            vec![joined(&day, "*"), joined("*", &weekday)]
        } else {
            vec![joined(&day, &weekday)]
        }
    }
}

/// The values as a plain list, each moved by `shift`: the crate counts weekdays from 1.
fn written(values: Values, field: &Field, shift: u32) -> String {
    if values.is_all(field) {
        return "*".into();
    }
    let numbers: Vec<_> = values.list().iter().map(|value| (value + shift).to_string()).collect();
    numbers.join(",")
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({:?}, {})", self.0.text, self.0.zone)
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.0.plans == other.0.plans && self.0.zone == other.0.zone
    }
}

impl Eq for Schedule {}

#[cfg(test)]
mod tests;
