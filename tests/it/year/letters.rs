//! How many letters, in which language, and of which kind.

use super::BUREAU;
use super::OTHER;
use crate::season::Season;
use crate::season::page::Report;

fn bureaus(n: usize) -> Vec<String> {
    (1..=n).map(|i| format!("某市第{i}局")).collect()
}

fn watching(names: &[String]) -> Season {
    let agencies: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "department")).collect();
    Season::watching(&agencies)
}

#[test]
fn two_hundred_agencies_make_one_letter() {
    let names = bureaus(200);
    let mut season = watching(&names);
    season.quiet("2026-01-20 08:00");
    let mut step = season.at("2026-02-01 08:00");
    let mail = step.want_mail("alert", &names[0], &["逾期200"]);
    assert_eq!(mail.cases.len(), 200);
    assert!(names.iter().all(|name| mail.text.contains(name)), "somebody is not named");
    drop(step);
    season.quiet("2026-02-02 08:00");
}

#[test]
fn a_watch_that_begins_late_sends_an_inventory() {
    let names = bureaus(30);
    let mut season = watching(&names);
    let mut step = season.at("2026-02-10 08:00");
    let mail = step.want_mail("baseline", &names[0], &["首次监测"]);
    assert_eq!(mail.cases.len(), 30);
    drop(step);
    season.quiet("2026-02-11 08:00");
}

#[test]
fn each_case_has_a_letter_of_its_own_if_so_wished() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")])
        .receiver("mode = \"each\"\n");
    season.quiet("2026-01-20 08:00");
    let mut step = season.at("2026-02-01 08:00");
    let first = step.want_mail("alert", BUREAU, &["逾期"]);
    let second = step.want_mail("alert", OTHER, &["逾期"]);
    assert_eq!((first.cases.len(), second.cases.len()), (1, 1));
}

#[test]
fn who_reads_english_gets_english() {
    let mut season = Season::of(BUREAU).receiver("lang = \"en\"\n");
    season.quiet("2026-01-20 08:00");
    let mut step = season.at("2026-02-01 08:00");
    let mail = step.want_mail("alert", BUREAU, &["overdue", "due 2026-01-31", "Art. 49"]);
    assert!(mail.subject.contains("Annual report 2025"), "{}", mail.subject);
    assert!(!mail.text.contains("逾期"), "{}", mail.text);
}

#[test]
fn the_quarterly_bulletin_sums_up_what_is_open() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-20 08:00");
    season.at("2026-02-01 08:00").want_mail("alert", BUREAU, &[]);
    season.at("2026-03-01 10:00").want_mail("reminder", BUREAU, &[]);
    let mut step = season.at("2026-04-01 10:00");
    step.want_mail("reminder", BUREAU, &[]);
    step.want_mail("bulletin", BUREAU, &["逾期"]);
    drop(step);
    season.quiet("2026-04-02 10:00");
}

#[test]
fn many_sites_polled_at_once_lose_no_alert() {
    let names = bureaus(24);
    let (first, rest) = names.split_first().unwrap();
    let season = watching(std::slice::from_ref(first));
    let mut more = String::new();
    for (n, name) in rest.iter().enumerate() {
        // Each under an address and a name of its own.
        more += &format!(
            "[[site]]\nid = \"s{n}\"\nname = \"{name}\"\nurl = \"{}?site={n}\"\nregion = \"620302\"\n\
             [[site.agency]]\nname = \"{name}\"\nkind = \"department\"\n",
            season.portal.url()
        );
    }
    let mut season = season;
    season.append(&more);
    season.quiet("2026-01-20 08:00");
    let mut step = season.at("2026-02-01 08:00");
    let mail = step.want_mail("alert", first, &["逾期"]);
    assert_eq!(mail.cases.len(), 24);
    assert_eq!(step.open_cases().len(), 24);
}

#[test]
fn a_report_of_somebody_else_on_the_list_is_no_news() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(OTHER, 2025, "2026-01-10"));
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    season.quiet("2026-01-21 08:00");
    season.at("2026-02-01 08:00").want_state(BUREAU, "published");
}
