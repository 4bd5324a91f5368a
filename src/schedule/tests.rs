//! What crontab(5) and POSIX say about when a schedule is due, as a table, and as a property.
//!
//! The property walks the calendar minute by minute over value sets it draws itself, so it shares
//! nothing with the code under test but the meaning of the standard.

use chrono_tz::America::New_York;
use chrono_tz::Asia::Shanghai;
use chrono_tz::Europe::Riga;
use chrono_tz::Pacific::Apia;
use proptest::prelude::*;

use super::*;

fn fires(text: &str, zone: Tz, after: &str, n: usize) -> Vec<String> {
    let schedule = Schedule::parse(text, zone).unwrap();
    let start = DateTime::parse_from_rfc3339(after).unwrap().with_timezone(&Utc);
    std::iter::successors(schedule.next_after(start), |last| schedule.next_after(*last))
        .take(n)
        .map(|at| at.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string())
        .collect()
}

fn refused(text: &str) -> ScheduleError {
    Schedule::parse(text, Shanghai).unwrap_err()
}

#[test]
fn next_runs_are_those_of_the_standard() {
    let table: &[(&str, Tz, &str, &[&str])] = &[
        (
            "0 6 * * *",
            Shanghai,
            "2026-01-31T05:59:59+08:00",
            &["2026-01-31T06:00:00+08:00", "2026-02-01T06:00:00+08:00"],
        ),
        // Strictly after: an instant is not its own successor.
        ("0 6 * * *", Shanghai, "2026-01-31T06:00:00+08:00", &["2026-02-01T06:00:00+08:00"]),
        (
            "0 9 1 1,4,7,10 *",
            Shanghai,
            "2026-07-02T00:00:00+08:00",
            &["2026-10-01T09:00:00+08:00", "2027-01-01T09:00:00+08:00"],
        ),
        // The 13th or any Friday: POSIX joins two restricted day fields by "or".
        (
            "0 0 13 * 5",
            Shanghai,
            "2026-01-08T12:00:00+08:00",
            &[
                "2026-01-09T00:00:00+08:00",
                "2026-01-13T00:00:00+08:00",
                "2026-01-16T00:00:00+08:00",
            ],
        ),
        // A starred field is unrestricted for that rule, so both must match: odd days that are
        // Mondays.
        (
            "0 0 */2 * 1",
            Shanghai,
            "2026-01-01T00:00:00+08:00",
            &["2026-01-05T00:00:00+08:00", "2026-01-19T00:00:00+08:00"],
        ),
        ("0 0 29 2 *", Shanghai, "2026-01-01T00:00:00+08:00", &["2028-02-29T00:00:00+08:00"]),
        ("0 0 29 2 *", Shanghai, "2096-03-01T00:00:00+08:00", &[]),
        (
            "0 0 31 * *",
            Shanghai,
            "2026-01-31T00:00:00+08:00",
            &["2026-03-31T00:00:00+08:00", "2026-05-31T00:00:00+08:00"],
        ),
        // 31 February does not exist, but Mondays in February do.
        ("0 0 31 2 1", Shanghai, "2026-01-01T00:00:00+08:00", &["2026-02-02T00:00:00+08:00"]),
        (
            "59 23 31 12 *",
            Shanghai,
            "2026-12-31T23:58:59+08:00",
            &["2026-12-31T23:59:00+08:00", "2027-12-31T23:59:00+08:00"],
        ),
        (
            "*/20 * * * * *",
            Shanghai,
            "2026-12-31T23:59:30+08:00",
            &["2026-12-31T23:59:40+08:00", "2027-01-01T00:00:00+08:00"],
        ),
        ("@hourly", Shanghai, "2026-01-01T00:30:00+08:00", &["2026-01-01T01:00:00+08:00"]),
        ("@daily", Shanghai, "2026-01-01T00:30:00+08:00", &["2026-01-02T00:00:00+08:00"]),
        ("@weekly", Shanghai, "2026-01-01T00:30:00+08:00", &["2026-01-04T00:00:00+08:00"]),
        ("@monthly", Shanghai, "2026-01-01T00:30:00+08:00", &["2026-02-01T00:00:00+08:00"]),
        ("@Yearly", Shanghai, "2026-01-01T00:30:00+08:00", &["2027-01-01T00:00:00+08:00"]),
        // Spring in Riga skips 03:00-03:59 on 29 March 2026; in New York 02:00-02:59 on 8 March.
        (
            "30 3 * * *",
            Riga,
            "2026-03-28T12:00:00+02:00",
            &["2026-03-29T04:00:00+03:00", "2026-03-30T03:30:00+03:00"],
        ),
        (
            "*/15 2 * * *",
            New_York,
            "2026-03-08T00:00:00-05:00",
            &["2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00"],
        ),
        // Autumn repeats 03:00-03:59 in Riga on 25 October, 01:00-01:59 in New York on 1 November.
        (
            "30 3 * * *",
            Riga,
            "2026-10-25T00:00:00+03:00",
            &["2026-10-25T03:30:00+03:00", "2026-10-26T03:30:00+02:00"],
        ),
        (
            "*/30 1 * * *",
            New_York,
            "2026-11-01T00:00:00-04:00",
            &[
                "2026-11-01T01:00:00-04:00",
                "2026-11-01T01:30:00-04:00",
                "2026-11-02T01:00:00-05:00",
            ],
        ),
        // Asked in the middle of the second pass, there is nothing left of that hour.
        ("45 1 * * *", New_York, "2026-11-01T01:15:00-05:00", &["2026-11-02T01:45:00-05:00"]),
        // Samoa had no 30 December 2011.
        ("0 9 30 12 *", Apia, "2011-12-29T12:00:00-10:00", &["2011-12-31T00:00:00+14:00"]),
        // Shanghai itself had summer time until 1991.
        ("30 0 * * *", Shanghai, "1986-05-03T12:00:00+08:00", &["1986-05-04T00:30:00+08:00"]),
    ];
    for (text, zone, after, expected) in table {
        let found = fires(text, *zone, after, expected.len().max(1));
        assert_eq!(found, *expected, "{text} in {zone} after {after}");
    }
}

#[test]
fn sunday_is_zero_and_seven_and_its_name() {
    let expected = ["2026-02-01T00:00:00+08:00", "2026-02-08T00:00:00+08:00"];
    for text in ["0 0 * * 0", "0 0 * * 7", "0 0 * * sun", "0 0 * * SUN"] {
        assert_eq!(fires(text, Shanghai, "2026-01-31T12:00:00+08:00", 2), expected, "{text}");
    }
}

#[test]
fn a_schedule_that_never_comes_due_is_refused() {
    for text in ["0 0 31 2 *", "0 0 30 feb *", "0 0 31 4,6,9,11 *"] {
        assert_eq!(refused(text), ScheduleError::NeverDue, "{text}");
    }
}

#[test]
fn a_wrong_number_of_fields_is_counted() {
    for (text, found) in [("", 0), ("6", 1), ("0 6 * *", 4), ("0 0 6 * * * 2026", 7)] {
        assert_eq!(refused(text), ScheduleError::WrongFieldCount { found });
    }
}

#[test]
fn reboot_is_no_time_of_day() {
    assert_eq!(refused("@reboot"), ScheduleError::UnknownName { name: "@reboot".into() });
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    let schedule = Schedule::parse("* * * * *", Apia).unwrap();
    assert_eq!(schedule.next_after(DateTime::<Utc>::MAX_UTC), None);
    assert_eq!(schedule.next_after(DateTime::<Utc>::MIN_UTC), None);
}

#[test]
fn spelling_does_not_make_two_schedules_different() {
    let parse = |text| Schedule::parse(text, Shanghai).unwrap();
    assert_eq!(parse("0 0 * * 7"), parse("0  0 * jan-dec sun"));
    assert_ne!(parse("0 0 * * 7"), parse("0 0 * * 1"));
}

/// A field as the property draws it: its text, its values, and whether it is starred.
type Drawn = (String, Vec<u32>, bool);

fn drawn(low: u32, high: u32) -> impl Strategy<Value = Drawn> {
    let star = Just(("*".to_owned(), (low..=high).collect(), true));
    let step = (2..=high - low).prop_map(move |step| {
        let values = (low..=high).filter(|value| (value - low).is_multiple_of(step)).collect();
        (format!("*/{step}"), values, true)
    });
    let range = (low..=high, low..=high).prop_map(|(a, b)| {
        let (a, b) = (a.min(b), a.max(b));
        (format!("{a}-{b}"), (a..=b).collect(), false)
    });
    let list = proptest::collection::vec(low..=high, 1..4).prop_map(|values| {
        let text: Vec<_> = values.iter().map(ToString::to_string).collect();
        (text.join(","), values, false)
    });
    prop_oneof![2 => star, 1 => step, 1 => range, 2 => list]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_next_run_is_the_first_minute_that_matches(
        minute in drawn(0, 59),
        hour in drawn(0, 23),
        day in drawn(1, 31),
        month in drawn(1, 12),
        weekday in drawn(0, 6),
        start_minutes in 0_i64..4 * 366 * 24 * 60,
    ) {
        let text = format!("{} {} {} {} {}", minute.0, hour.0, day.0, month.0, weekday.0);
        let start = DateTime::from_timestamp(1_735_689_600 + start_minutes * 60, 0).unwrap();
        let matches = |at: DateTime<Utc>| {
            let on_day = day.1.contains(&at.day());
            let on_weekday = weekday.1.contains(&at.weekday().num_days_from_sunday());
            minute.1.contains(&at.minute())
                && hour.1.contains(&at.hour())
                && month.1.contains(&at.month())
                && if day.2 || weekday.2 { on_day && on_weekday } else { on_day || on_weekday }
        };
        // Sixty days are walked; beyond that only "not before" is checked.
        let walked = (1..60 * 24 * 60)
            .map(|n| start + TimeDelta::minutes(n))
            .find(|at| matches(*at));
        let Ok(schedule) = Schedule::parse(&text, Tz::UTC) else {
            prop_assert_eq!(walked, None);
            return Ok(());
        };
        let found = schedule.next_after(start);
        match walked {
            Some(first) => prop_assert_eq!(found, Some(first), "{}", text),
            None => prop_assert!(found.is_none_or(|at| {
                matches(at) && at - start >= TimeDelta::days(59)
            }), "{}", text),
        }
    }

    #[test]
    fn runs_only_move_forward_whatever_the_zone_does(
        minute in drawn(0, 59),
        hour in drawn(0, 4),
        start_minutes in 0_i64..366 * 24 * 60,
    ) {
        let text = format!("{} {} * * *", minute.0, hour.0);
        let start = DateTime::from_timestamp(1_767_225_600 + start_minutes * 60, 0).unwrap();
        for zone in [Riga, New_York, chrono_tz::Australia::Lord_Howe] {
            let schedule = Schedule::parse(&text, zone).unwrap();
            let first = schedule.next_after(start).unwrap();
            let second = schedule.next_after(first).unwrap();
            prop_assert!(start < first && first < second);
            prop_assert_eq!(schedule.next_after(first - TimeDelta::seconds(1)), Some(first));
        }
    }
}
