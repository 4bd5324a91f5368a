//! When a host is left alone, and for how long.

use super::*;
use chrono::TimeZone;

const KINDS: [TroubleKind; 7] = [
    TroubleKind::Dns,
    TroubleKind::Connect,
    TroubleKind::Tls,
    TroubleKind::Timeout,
    TroubleKind::Server,
    TroubleKind::TooMany,
    TroubleKind::TurnedAway,
];

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 31, 4, 0, 0).unwrap()
}

fn trouble(kind: TroubleKind) -> Outcome {
    Outcome { robots: false, trouble: Some((kind, "why".into())), retry_after: None }
}

fn fine() -> Outcome {
    Outcome { robots: false, trouble: None, retry_after: None }
}

fn asking_for(seconds: u64) -> Outcome {
    let retry_after = Some(Duration::from_secs(seconds));
    Outcome { retry_after, ..trouble(TroubleKind::Server) }
}

fn until(record: &HostRecord, now: DateTime<Utc>, urgent: bool) -> Option<TimeDelta> {
    admit(record, now, urgent, 0).err().map(|it| it.until - now)
}

#[test]
fn each_kind_has_its_own_growth_and_its_own_end() {
    let table = [
        (TroubleKind::Dns, [0, 600, 1200, 2400], 4 * 3600),
        (TroubleKind::Connect, [0, 300, 600, 1200], 2 * 3600),
        (TroubleKind::Tls, [0, 3600, 7200, 14_400], 12 * 3600),
        (TroubleKind::Timeout, [0, 2, 4, 8], 10),
        (TroubleKind::Server, [0, 1, 2, 4], 10),
        (TroubleKind::TooMany, [0, 900, 1800, 3600], 12 * 3600),
        (TroubleKind::TurnedAway, [0, 0, 0, 0], 24 * 3600),
    ];
    for (kind, seconds, cap) in table {
        for (times, seconds) in (1..).zip(seconds) {
            assert_eq!(pause(kind, times), Duration::from_secs(seconds), "{kind:?} {times}");
        }
        assert_eq!(pause(kind, u32::MAX), Duration::from_secs(cap), "{kind:?}");
    }
    assert_eq!(pause(TroubleKind::TurnedAway, 12), Duration::from_secs(30 * 60));
    assert_eq!(pause(TroubleKind::TurnedAway, 13), Duration::from_secs(90 * 60));
}

#[test]
fn the_first_failure_is_taken_for_a_hiccup() {
    for kind in KINDS {
        let mut record = HostRecord::default();
        assert_eq!(note(&mut record, trouble(kind), noon()), Duration::ZERO);
        assert_eq!(until(&record, noon(), false), None, "{kind:?}");
    }
}

#[test]
fn a_host_that_is_away_is_left_alone_and_then_asked_once() {
    let mut record = HostRecord::default();
    note(&mut record, trouble(TroubleKind::Connect), noon());
    note(&mut record, trouble(TroubleKind::Connect), noon());
    let wait = TimeDelta::minutes(5);
    assert_eq!(until(&record, noon(), false), Some(wait));
    assert_eq!(until(&record, noon() + wait, false), None);
    note(&mut record, trouble(TroubleKind::Connect), noon() + wait);
    assert_eq!(until(&record, noon() + wait, false), Some(wait + wait));
}

#[test]
fn an_answer_ends_the_trouble_and_another_kind_begins_anew() {
    for after in [fine(), trouble(TroubleKind::Server)] {
        let mut record = HostRecord::default();
        for _ in 0..5 {
            note(&mut record, trouble(TroubleKind::Dns), noon());
        }
        note(&mut record, after, noon());
        assert_eq!(until(&record, noon(), false), None);
    }
}

#[test]
fn pages_with_a_fault_slow_us_down_and_keep_nobody_out() {
    for kind in [TroubleKind::Server, TroubleKind::Timeout] {
        let mut record = HostRecord::default();
        for _ in 0..100 {
            note(&mut record, trouble(kind), noon());
        }
        assert_eq!(until(&record, noon(), false), None);
        assert_eq!(note(&mut record, trouble(kind), noon()), 10 * SECOND);
    }
}

#[test]
fn a_short_wait_is_waited_and_a_long_one_is_kept() {
    let mut record = HostRecord::default();
    assert_eq!(note(&mut record, asking_for(120), noon()), 120 * SECOND);
    assert_eq!(until(&record, noon(), false), None);
    assert_eq!(note(&mut record, asking_for(121), noon()), SECOND);
    assert_eq!(until(&record, noon(), true), Some(TimeDelta::seconds(121)));
    // An answer to somebody else does not lift it.
    note(&mut record, fine(), noon());
    assert_eq!(until(&record, noon(), true), Some(TimeDelta::seconds(121)));
    note(&mut record, asking_for(u64::MAX), noon());
    assert_eq!(until(&record, noon(), true), Some(LONGEST_CLOSED));
    note(&mut record, fine(), noon() + LONGEST_CLOSED);
    assert_eq!(record, HostRecord::default());
}

#[test]
fn a_deadline_shortens_our_own_pauses_to_an_hour() {
    let mut record = HostRecord::default();
    for _ in 0..20 {
        note(&mut record, trouble(TroubleKind::TurnedAway), noon());
    }
    assert_eq!(until(&record, noon(), false), Some(TimeDelta::days(1)));
    assert_eq!(until(&record, noon(), true), Some(TimeDelta::hours(1)));
}

#[test]
fn what_is_left_alone_keeps_its_reason() {
    let mut record = HostRecord::default();
    for (kind, key) in [
        (TroubleKind::Dns, "unreachable"),
        (TroubleKind::Tls, "unreachable"),
        (TroubleKind::TooMany, "failed"),
    ] {
        note(&mut record, trouble(kind), noon());
        note(&mut record, trouble(kind), noon());
        let seen = admit(&record, noon(), false, 0).unwrap_err().seen;
        assert_eq!((seen.key(), seen.seen()), (key, "why"));
    }
}

#[test]
fn the_budget_of_a_day_ends_at_midnight_in_china_and_deadlines_go_before() {
    let standing = Standing::new(Arc::new(Memory::default()), 2);
    assert_eq!(standing.count("gov.test", noon(), false), Ok(()));
    assert_eq!(standing.count("gov.test", noon(), true), Ok(()));
    let refused = standing.count("gov.test", noon(), false).unwrap_err();
    assert_eq!(refused.until, Utc.with_ymd_and_hms(2026, 1, 31, 16, 0, 0).unwrap());
    assert_eq!(refused.seen.key(), "postponed");
    assert_eq!(standing.admits("gov.test", noon(), false), Err(refused.clone()));
    assert_eq!(standing.count("gov.test", noon(), true), Ok(()));
    assert_eq!(standing.count("other.test", noon(), false), Ok(()));
    assert_eq!(standing.count("gov.test", refused.until, false), Ok(()));
}

#[test]
fn the_count_outlives_who_counts() {
    let ledger = Arc::new(Memory::default());
    assert_eq!(Standing::new(ledger.clone(), 1).count("gov.test", noon(), false), Ok(()));
    assert!(Standing::new(ledger, 1).count("gov.test", noon(), false).is_err());
}

#[test]
fn no_budget_is_no_limit() {
    let standing = Standing::new(Arc::new(Memory::default()), 0);
    assert!((0..1000).all(|_| standing.count("gov.test", noon(), false).is_ok()));
}

#[test]
fn another_port_is_another_server() {
    let name = |url: &str| host(&Url::parse(url).unwrap());
    assert_eq!(name("http://gov.test/a"), "gov.test");
    assert_eq!(name("https://gov.test/a"), "gov.test");
    assert_eq!(name("http://gov.test:8080/a"), "gov.test:8080");
}

#[test]
fn what_a_status_says_of_its_host() {
    for status in [200, 301, 304, 400, 401, 404, 410] {
        assert_eq!(of_status(status), None, "{status}");
    }
    for (status, kind) in [
        (429, TroubleKind::TooMany),
        (403, TroubleKind::TurnedAway),
        (521, TroubleKind::TurnedAway),
        (500, TroubleKind::Server),
        (503, TroubleKind::Server),
    ] {
        assert_eq!(of_status(status), Some(kind), "{status}");
    }
}

#[test]
fn a_gateway_that_turns_robots_txt_away_says_nothing_of_the_pages() {
    let away = || trouble(TroubleKind::TurnedAway);
    let robots = |outcome| Outcome { robots: true, ..outcome };
    let mut record = HostRecord::default();
    for _ in 0..20 {
        note(&mut record, robots(away()), noon());
    }
    assert_eq!(record.trouble, None);
    for _ in 0..20 {
        note(&mut record, away(), noon());
        note(&mut record, robots(fine()), noon());
    }
    assert_eq!(record.trouble.as_ref().map(|it| it.times), Some(20));
    note(&mut record, robots(trouble(TroubleKind::Dns)), noon());
    note(&mut record, robots(fine()), noon());
    assert_eq!(record.trouble, None);
}

#[test]
fn a_silence_that_was_our_own_is_held_against_nobody() {
    let ledger = Arc::new(Memory::default());
    let standing = Standing::new(ledger.clone(), 0);
    let away = || trouble(TroubleKind::TurnedAway);
    for _ in 0..20 {
        standing.note("silent.test", trouble(TroubleKind::Connect), noon());
        standing.note("strict.test", away(), noon());
    }
    let soon = noon() + TimeDelta::minutes(1);
    let admits = |host| standing.admits(host, soon, false).is_ok();
    assert!(!admits("silent.test") && !admits("strict.test"));
    standing.forgive_silence(soon);
    assert!(admits("silent.test") && !admits("strict.test"));
    // What is silent after that is counted anew.
    let later = soon + TimeDelta::minutes(1);
    standing.note("silent.test", trouble(TroubleKind::Connect), later);
    let record = ledger.read("silent.test");
    assert_eq!(record.trouble.map(|it| it.times), Some(1));
    assert_eq!(standing.count("silent.test", later, false), Ok(()));
}
