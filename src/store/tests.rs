//! The store through its verbs, in a temporary directory.

use super::*;
use crate::domain::AgencyId;
use crate::domain::AlertKind;
use crate::domain::Capture;
use crate::domain::Digest;
use crate::domain::Letter;
use crate::domain::LetterKind;
use crate::domain::LetterState;
use crate::domain::ReportYear;
use crate::rules::given;
use chrono::TimeDelta;

fn at(day: &str) -> DateTime<Utc> {
    given::noon(day)
}

fn capture(body: &[u8], day: &str) -> Capture {
    Capture {
        url: "http://gov.test/1".into(),
        final_url: "http://gov.test/1".into(),
        redirects: vec![],
        status: 200,
        headers: vec![("etag".into(), "\"a\"".into())],
        taken_at: at(day),
        digest: Digest::of(body),
        size_bytes: u64::try_from(body.len()).unwrap(),
    }
}

/// A settlement with one case and one alert.
fn settlement() -> Settlement {
    let given = given::absent("2026-02-01");
    let judgement = crate::rules::judge(&given.dossier(), &[]);
    let record = Record::new(given.agency.id.clone(), given.year, given.observed_at);
    let subject = crate::lifecycle::Subject {
        agency: &given.agency,
        year: given.year,
        deadlines: &given.deadlines,
        record: &record,
        column: None,
    };
    let out = crate::lifecycle::reconcile(subject, &[], &judgement, given.observed_at);
    Settlement { record: record.clone(), cases: out.cases, alerts: out.alerts }
}

#[test]
fn what_is_settled_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let settled = settlement();
    let store = Store::open(dir.path()).unwrap();
    assert!(store.is_new());
    store.settle(&settled).unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    let (agency, year) = (&settled.record.agency, settled.record.year);
    assert_eq!(store.record(agency, year).unwrap().as_ref(), Some(&settled.record));
    assert_eq!(store.cases(agency, year).unwrap(), settled.cases);
    assert_eq!(store.waiting_alerts().unwrap().len(), 1);
    assert_eq!(store.record(&AgencyId("某".into()), year).unwrap(), None);
    assert_eq!(store.cases(agency, ReportYear(2024)).unwrap(), []);
}

#[test]
fn settling_the_same_twice_leaves_one_record_and_one_case() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut settled = settlement();
    store.settle(&settled).unwrap();
    settled.alerts.clear();
    store.settle(&settled).unwrap();
    assert_eq!(store.all_cases().unwrap().len(), 1);
    assert_eq!(store.records(&settled.record.agency).unwrap().len(), 1);
}

#[test]
fn the_same_bytes_are_stored_once_and_ids_follow_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let first = store.save_snapshot(&capture(b"one", "2026-02-01"), b"one").unwrap();
    let again = store.save_snapshot(&capture(b"one", "2026-02-02"), b"one").unwrap();
    let later = store.save_snapshot(&capture(b"two", "2026-02-02"), b"two").unwrap();
    let same_moment = store.save_snapshot(&capture(b"six", "2026-02-02"), b"six").unwrap();
    assert_eq!(first, again);
    assert!(first < later && later < same_moment);
    assert_eq!(store.snapshots(), 3);
    assert_eq!(store.body(later).unwrap().unwrap(), b"two");
    assert_eq!(store.capture(first).unwrap().unwrap().taken_at, at("2026-02-01"));
}

#[test]
fn an_alert_is_in_the_outbox_or_in_a_letter_and_never_in_both() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.settle(&settlement()).unwrap();
    let waiting = store.waiting_alerts().unwrap();
    let now = at("2026-02-01");
    let mut letter = Letter {
        id: store.next_letter_id(now).unwrap(),
        message_id: "m@x".into(),
        receiver: "office".into(),
        address: "o@x".into(),
        kind: LetterKind::Alert,
        created_at: now,
        alerts: waiting.iter().map(|(_, alert)| alert.clone()).collect(),
        state: LetterState::Due { tries: 0, not_before: now, last_error: None },
    };
    let told: Vec<u64> = waiting.iter().map(|(id, _)| *id).collect();
    store.post(&told, std::slice::from_ref(&letter)).unwrap();
    assert_eq!(store.waiting_alerts().unwrap(), []);
    assert_eq!(store.due_letters(now - TimeDelta::seconds(1)).unwrap(), []);
    assert_eq!(store.due_letters(now).unwrap(), [letter.clone()]);
    assert_eq!(letter.alerts[0].kind, AlertKind::Opened);
    let store = without_a_list_of_unsent_letters(store, dir.path());
    assert_eq!(store.due_letters(now).unwrap(), [letter.clone()]);
    letter.state = LetterState::Due { tries: 1, not_before: at("2026-02-02"), last_error: None };
    store.record_delivery(&letter).unwrap();
    assert_eq!(store.due_letters(now).unwrap(), []);
    assert_eq!(store.due_letters(at("2026-02-02")).unwrap(), [letter.clone()]);
    letter.state = LetterState::Delivered { at: now };
    store.record_delivery(&letter).unwrap();
    assert_eq!(store.due_letters(now).unwrap(), []);
    assert_eq!(store.letters().unwrap().len(), 1);
}

/// The store as the version before that list left it, opened again.
fn without_a_list_of_unsent_letters(store: Store, dir: &std::path::Path) -> Store {
    store.unsent.clear().unwrap();
    store.meta.remove(b"unsent-listed").unwrap();
    drop(store);
    Store::open(dir).unwrap()
}

#[test]
fn agencies_settled_side_by_side_lose_no_alert() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    std::thread::scope(|scope| {
        for n in 0..16 {
            let store = store.clone();
            scope.spawn(move || {
                let mut settled = settlement();
                settled.record.agency = AgencyId(format!("第{n}局"));
                for alert in &mut settled.alerts {
                    alert.agency = format!("第{n}局");
                }
                store.settle(&settled).unwrap();
            });
        }
    });
    assert_eq!(store.waiting_alerts().unwrap().len(), 16);
}

#[test]
fn a_second_process_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let _open = Store::open(dir.path()).unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Locked(_))));
}

#[test]
fn a_newer_store_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.write_schema(99).unwrap();
    drop(store);
    assert!(matches!(Store::open(dir.path()), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn a_periodical_task_remembers_its_last_run() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.tick("remind").unwrap(), None);
    store.record_tick("remind", at("2026-02-01")).unwrap();
    assert_eq!(store.tick("remind").unwrap(), Some(at("2026-02-01")));
}
