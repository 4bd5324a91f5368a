//! One field of a cron expression, read as crontab(5) has it, into the set of values it names.
//!
//! Sunday is 0 and also 7, never 1. A field that starts with `*` counts as unrestricted even if a
//! step follows: that is what decides whether the two day fields are joined by "or".

use super::ScheduleError;

/// What one position of the expression means.
#[derive(Debug)]
pub(super) struct Field {
    /// What it is called in messages.
    pub(super) name: &'static str,
    low: u32,
    high: u32,
    /// Names of values, the first one standing for `low`.
    names: &'static [&'static str],
}

pub(super) static SECOND: Field = Field { name: "second", low: 0, high: 59, names: &[] };
pub(super) static MINUTE: Field = Field { name: "minute", low: 0, high: 59, names: &[] };
pub(super) static HOUR: Field = Field { name: "hour", low: 0, high: 23, names: &[] };
pub(super) static DAY: Field = Field { name: "day of month", low: 1, high: 31, names: &[] };
pub(super) static MONTH: Field = Field {
    name: "month",
    low: 1,
    high: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
pub(super) static WEEKDAY: Field = Field {
    name: "day of week",
    low: 0,
    high: 7,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

/// The values a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Values {
    bits: u64,
    /// True if the field starts with `*`.
    pub(super) starred: bool,
}

impl Values {
    /// True if `value` is named.
    pub(super) const fn has(self, value: u32) -> bool {
        value < 64 && self.bits & (1 << value) != 0
    }

    /// The named values, ascending.
    pub(super) fn list(self) -> Vec<u32> {
        (0..64).filter(|value| self.has(*value)).collect()
    }

    /// One value, for a field that was not written.
    pub(super) const fn only(value: u32) -> Self {
        Self { bits: 1 << value, starred: false }
    }

    /// True if no value of `field` is missing.
    pub(super) fn is_all(self, field: &Field) -> bool {
        (field.low..=field.last()).all(|value| self.has(value))
    }
}

impl Field {
    /// Reads the text of one field.
    pub(super) fn read(&'static self, text: &str) -> Result<Values, ScheduleError> {
        let mut bits = 0_u64;
        for part in text.split(',') {
            let (low, high, step) = self.part(part)?;
            for value in (low..=high).step_by(step) {
                bits |= 1 << value;
            }
        }
        let sunday_as_seven = 1 << 7;
        if self.high == 7 && bits & sunday_as_seven != 0 {
            bits = bits & !sunday_as_seven | 1;
        }
        Ok(Values { bits, starred: text.starts_with('*') })
    }

    /// `*`, `a`, `a-b`, the first and the last of them optionally with `/step`.
    fn part(&'static self, part: &str) -> Result<(u32, u32, usize), ScheduleError> {
        let (base, step) = match part.split_once('/') {
            Some((base, step)) => (base, Some(self.step(part, step)?)),
            None => (part, None),
        };
        if base == "*" {
            return Ok((self.low, self.last(), step.unwrap_or(1)));
        }
        let Some((from, to)) = base.split_once('-') else {
            let value = self.value(base)?;
            if let Some(step) = step {
                return Err(ScheduleError::StepWithoutRange {
                    field: self.name,
                    part: part.into(),
                    meant: format!("{value}-{}/{step}", self.last()),
                });
            }
            return Ok((value, value, 1));
        };
        let low = self.value(from)?;
        let mut high = self.value(to)?;
        if self.high == 7 && high < low && to.eq_ignore_ascii_case("sun") {
            high = 7;
        }
        if high < low {
            return Err(ScheduleError::Backwards { field: self.name, part: part.into() });
        }
        Ok((low, high, step.unwrap_or(1)))
    }

    /// The last value that has no second name.
    const fn last(&self) -> u32 {
        if self.high == 7 { 6 } else { self.high }
    }

    fn value(&'static self, text: &str) -> Result<u32, ScheduleError> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        if let Some(value) = named.and_then(|at| u32::try_from(at).ok()) {
            return Ok(value + self.low);
        }
        digits(text).filter(|value| (self.low..=self.high).contains(value)).ok_or_else(|| {
            ScheduleError::NotAValue {
                field: self.name,
                value: text.into(),
                allowed: match self.names {
                    [first, .., last] => {
                        format!("{}-{} or {first}-{last}", self.low, self.high)
                    }
                    _ => format!("{}-{}", self.low, self.high),
                },
            }
        })
    }

    fn step(&'static self, part: &str, text: &str) -> Result<usize, ScheduleError> {
        let most = self.last() - self.low;
        digits(text)
            .filter(|step| (1..=most).contains(step))
            .and_then(|step| usize::try_from(step).ok())
            .ok_or_else(|| ScheduleError::NotAStep { field: self.name, part: part.into(), most })
    }
}

/// A number of digits only: `str::parse` would also take `+5`.
fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(field: &'static Field, text: &str) -> Result<Vec<u32>, String> {
        field.read(text).map(Values::list).map_err(|error| error.to_string())
    }

    #[test]
    fn values_ranges_lists_and_steps_are_those_of_crontab() {
        let table: &[(&Field, &str, &[u32])] = &[
            (&MINUTE, "0", &[0]),
            (&MINUTE, "59", &[59]),
            (&MINUTE, "*/15", &[0, 15, 30, 45]),
            (&MINUTE, "1-10/3", &[1, 4, 7, 10]),
            (&HOUR, "6,12,18", &[6, 12, 18]),
            (&HOUR, "22-23,0", &[0, 22, 23]),
            (&DAY, "1-3,31", &[1, 2, 3, 31]),
            (&DAY, "*/10", &[1, 11, 21, 31]),
            (&MONTH, "jan,APR,Jul,oct", &[1, 4, 7, 10]),
            (&MONTH, "nov-dec", &[11, 12]),
            (&WEEKDAY, "0", &[0]),
            (&WEEKDAY, "7", &[0]),
            (&WEEKDAY, "Sun", &[0]),
            (&WEEKDAY, "1-5/2", &[1, 3, 5]),
            (&WEEKDAY, "fri-sun", &[0, 5, 6]),
            (&WEEKDAY, "5-7", &[0, 5, 6]),
            (&WEEKDAY, "0-7", &[0, 1, 2, 3, 4, 5, 6]),
            (&WEEKDAY, "*/2", &[0, 2, 4, 6]),
        ];
        for (field, text, expected) in table {
            assert_eq!(list(field, text).as_deref(), Ok(*expected), "{} {text}", field.name);
        }
    }

    #[test]
    fn impossible_values_name_the_field_and_what_it_allows() {
        let table: &[(&Field, &str, &str)] = &[
            (&MINUTE, "60", "`60` is not a minute: allowed is 0-59"),
            (&HOUR, "24", "`24` is not an hour: allowed is 0-23"),
            (&DAY, "0", "`0` is not a day of month: allowed is 1-31"),
            (&MONTH, "13", "`13` is not a month: allowed is 1-12 or jan-dec"),
            (&WEEKDAY, "8", "`8` is not a day of week: allowed is 0-7 or sun-sat"),
            (&WEEKDAY, "monday", "`monday` is not a day of week: allowed is 0-7 or sun-sat"),
            (&MINUTE, "+5", "`+5` is not a minute: allowed is 0-59"),
            (&MINUTE, "1,,2", "`` is not a minute: allowed is 0-59"),
            (&DAY, "L", "`L` is not a day of month: allowed is 1-31"),
            (&DAY, "?", "`?` is not a day of month: allowed is 1-31"),
            (&HOUR, "18-6", "the range `18-6` of the hour runs backwards: write it as two ranges"),
            (&MINUTE, "*/0", "`*/0` has no usable step: for the minute it is 1-59"),
            (&MINUTE, "*/90", "`*/90` has no usable step: for the minute it is 1-59"),
            (
                &MINUTE,
                "5/10",
                "`5/10` gives a step without a range for the minute: write `5-59/10`",
            ),
        ];
        for (field, text, expected) in table {
            assert_eq!(list(field, text), Err((*expected).to_owned()), "{} {text}", field.name);
        }
    }
}
