//! Everything that portals, gateways and networks put in place of a page, on the days around a
//! deadline: nobody is called overdue or published for it, and each fault has its reason.
//!
//! Two offices share a listing. One has published, the other has not, and under a fault neither can
//! be told. The looks go through the real client, the real store and the whole of a poll.

mod network;
mod office;
mod pages;

use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use gongkai_watch::lifecycle::obligation::State;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use office::Office;
use office::PUBLISHED;
use office::SILENT;

/// How a fault answers a path.
type Answer = Box<dyn Fn(&str) -> Script + Send + Sync>;

/// Something that goes wrong.
pub struct Fault {
    /// In a few words.
    pub name: &'static str,
    /// The reason that must be given where it stands in place of the listing.
    pub key: &'static str,
    /// The reason where it stands in place of a report; `None` for a fault of listings only.
    pub at_report: Option<&'static str>,
    /// The report that was published can be seen all the same.
    pub partial: bool,
    /// What is answered.
    pub answer: Answer,
}

/// The day before the last, the last, the day after, and a week later; in Beijing, where it is eight
/// hours later.
const DAYS: [&str; 4] = [
    "2026-01-30T04:00:00Z",
    "2026-01-31T15:30:00Z",
    "2026-01-31T16:30:00Z",
    "2026-02-07T04:00:00Z",
];

fn faults() -> Vec<Fault> {
    pages::faults().into_iter().chain(network::faults()).collect()
}

fn is_over(day: &str) -> bool {
    day >= DAYS[2]
}

/// What was told wrongly, all of it.
#[derive(Debug, Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn hold<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: &T, expected: &T) {
        if found != expected {
            self.0.push(format!("{what}: {found:?} and not {expected:?}"));
        }
    }

    fn assert_nothing(self) {
        assert_eq!(self.0, [""; 0]);
    }
}

fn unknown(day: &str) -> State {
    if is_over(day) { State::Unknown } else { State::DueSoon }
}

/// Looks on all days; neither office can be told, for the reason expected, and none is accused.
async fn nobody_is_told(
    (office, fetch): (&Office, &HttpFetch),
    (name, key): (&str, &str),
    partial: bool,
    wrong: &mut Wrong,
) {
    for day in DAYS {
        office.look(day, fetch).await;
        let what = format!("{name} on {day}");
        if partial {
            wrong.hold(&what, &office.standing(PUBLISHED, day).0, &State::Published);
        } else {
            wrong.hold(&what, &office.standing(PUBLISHED, day), &(unknown(day), key.to_owned()));
        }
        wrong.hold(&what, &office.standing(SILENT, day), &(unknown(day), key.to_owned()));
        wrong.hold(&what, &office.accusations(), &vec![]);
    }
}

#[tokio::test]
async fn a_fault_in_place_of_the_listing_says_nothing_about_anybody() {
    let fetch = office::hasty();
    let mut wrong = Wrong::default();
    for fault in faults() {
        let Fault { name, key, partial, answer, .. } = fault;
        let wire = Wire::serve(answer).await;
        let office = Office::new(&wire.at(office::LISTING));
        nobody_is_told((&office, &fetch), (name, key), partial, &mut wrong).await;
    }
    for (name, key, place) in network::places().await {
        let office = Office::new(&place.url);
        nobody_is_told((&office, &fetch), (name, key), false, &mut wrong).await;
    }
    wrong.assert_nothing();
}

#[tokio::test]
async fn a_fault_takes_nothing_back_from_who_was_seen_to_have_published() {
    let (fetch, patient) = (office::hasty(), office::client(office::patient()));
    let mut wrong = Wrong::default();
    for fault in faults() {
        let Fault { name, key, answer, .. } = fault;
        let wire = Wire::serve(answer).await;
        let office = Office::that_was_read(&patient).await.moved_to(&wire.at(office::LISTING));
        for day in [DAYS[2], DAYS[3]] {
            office.look(day, &fetch).await;
            let what = format!("{name} on {day}");
            wrong.hold(&what, &office.standing(PUBLISHED, day).0, &State::Published);
            let expected = (State::Unknown, key.to_owned());
            wrong.hold(&what, &office.standing(SILENT, day), &expected);
            wrong.hold(&what, &office.accusations(), &vec![]);
        }
    }
    wrong.assert_nothing();
}

#[tokio::test]
async fn a_fault_in_place_of_a_report_accuses_its_office_of_nothing() {
    let fetch = office::hasty();
    let mut wrong = Wrong::default();
    for fault in faults() {
        let Fault { name, at_report, answer, .. } = fault;
        let Some(key) = at_report else { continue };
        let wire = Wire::serve(move |path| match path {
            office::LISTING => office::healthy(path),
            _ => answer(path),
        })
        .await;
        let fresh = Office::new(&wire.at(office::LISTING));
        for day in DAYS {
            fresh.look(day, &fetch).await;
            let what = format!("{name} on {day}");
            let expected = (unknown(day), key.to_owned());
            wrong.hold(&what, &fresh.standing(PUBLISHED, day), &expected);
            wrong.hold(&what, &fresh.accusations_of(PUBLISHED), &vec![]);
        }
    }
    wrong.assert_nothing();
}

#[tokio::test]
async fn a_fault_in_place_of_a_known_report_is_no_edit_and_no_withdrawal() {
    let (fetch, patient) = (office::hasty(), office::client(office::patient()));
    let mut wrong = Wrong::default();
    for fault in faults() {
        let Fault { name, at_report, answer, .. } = fault;
        if at_report.is_none() {
            continue;
        }
        let wire = Wire::serve(move |path| match path {
            office::LISTING => office::healthy(path),
            _ => answer(path),
        })
        .await;
        let known = Office::that_was_read(&patient).await.moved_to(&wire.at(office::LISTING));
        known.look(DAYS[3], &fetch).await;
        wrong.hold(name, &known.standing(PUBLISHED, DAYS[3]).0, &State::Published);
        wrong.hold(name, &known.accusations_of(PUBLISHED), &vec![]);
        wrong.hold(name, &known.versions(PUBLISHED), &1);
    }
    wrong.assert_nothing();
}

#[tokio::test]
async fn who_asks_not_to_be_read_is_not_read_and_not_accused() {
    let mut wrong = Wrong::default();
    for (name, key, robots) in [
        ("disallowed", "disallowed", answer("200 OK", &[], b"User-agent: *\nDisallow: /\n")),
        ("robots.txt that fails", "unreachable", answer("500 Oops", &[], b"")),
    ] {
        let wire = Wire::serve(move |path| match path {
            "/robots.txt" => robots.clone(),
            _ => office::healthy(path),
        })
        .await;
        let office = Office::new(&wire.at(office::LISTING));
        let fetch = office::client(Settings { robots: true, ..office::patient() });
        office.look(DAYS[3], &fetch).await;
        let expected = (State::Unknown, key.to_owned());
        wrong.hold(name, &office.standing(SILENT, DAYS[3]), &expected);
        wrong.hold(name, &office.accusations(), &vec![]);
    }
    wrong.assert_nothing();
}

#[tokio::test]
async fn without_a_fault_both_are_told() {
    let fetch = office::client(office::patient());
    let wire = Wire::serve(office::healthy).await;
    let office = Office::new(&wire.at(office::LISTING));
    for day in DAYS {
        office.look(day, &fetch).await;
        assert_eq!(office.standing(PUBLISHED, day).0, State::Published, "{day}");
        let expected = if is_over(day) { State::Overdue } else { State::DueSoon };
        assert_eq!(office.standing(SILENT, day).0, expected, "{day}");
    }
    assert_eq!(office.accusations(), ["report-missing-after-deadline"]);
}

#[test]
fn there_are_enough_faults_and_each_has_a_name_of_its_own() {
    let faults = faults();
    let names: std::collections::HashSet<_> = faults.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), faults.len());
    println!("{} faults of pages and answers", faults.len());
    assert!(faults.len() >= 60, "{}", faults.len());
}
