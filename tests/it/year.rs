//! A season in the life of an office: what it is told, when, and above all what it is not told.
//!
//! Every step fails on a mail that was not asked for; see `season/mod.rs`.

mod edits;
mod letters;
mod outages;

use crate::season::Season;
use crate::season::page::Report;
use crate::season::portal::LISTING;

const BUREAU: &str = "某市财政局";
const OTHER: &str = "某市教育局";
const COUNTY: &str = "某市某区人民政府";

#[test]
fn who_publishes_in_time_hears_nothing_all_season() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")]);
    season.at("2026-01-05 08:00").want_state(BUREAU, "due-soon");
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    season.portal.publish(&Report::of(OTHER, 2025, "2026-01-31"));
    let step = season.at("2026-01-31 20:00");
    step.want_state(BUREAU, "published");
    step.want_state(OTHER, "published");
    assert_eq!(step.findings(BUREAU), [""; 0]);
    drop(step);
    for when in ["2026-02-01 00:30", "2026-02-01 08:00", "2026-02-10 08:00", "2026-03-01 10:00"] {
        season.quiet(when);
    }
    season.at("2026-04-01 10:00").want_state(OTHER, "published");
}

#[test]
fn before_the_last_day_nobody_is_told_anything() {
    let mut season = Season::watching(&[(BUREAU, "department"), (COUNTY, "government")]);
    for when in ["2026-01-01 08:00", "2026-01-15 08:00", "2026-01-31 08:00", "2026-01-31 23:59"] {
        season.quiet(when);
    }
    let mut step = season.at("2026-02-01 00:30");
    step.want_mail("alert", BUREAU, &["逾期", "2026-01-31", "第四十九条"]);
    step.want_state(COUNTY, "not-due");
}

#[test]
fn a_report_that_comes_early_is_on_time() {
    for day in ["2025-12-31", "2026-01-02"] {
        let mut season = Season::of(BUREAU);
        season.portal.publish(&Report::of(BUREAU, 2025, day));
        let step = season.at("2026-01-03 08:00");
        step.want_state(BUREAU, "published");
        assert_eq!(step.row(BUREAU)["published"], day);
        drop(step);
        season.quiet("2026-02-01 08:00");
    }
}

#[test]
fn who_did_not_publish_is_overdue_the_day_after_and_one_mail_says_so() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-20 08:00");
    season.at("2026-01-31 23:59").want_state(BUREAU, "due-soon");
    let mut step = season.at("2026-02-01 00:30");
    let mail = step.want_mail("alert", BUREAU, &["逾期", "2025", "期限2026-01-31"]);
    assert_eq!((mail.to.as_str(), mail.cases.len()), ("office@example.org", 1));
    step.want_state(BUREAU, "overdue");
    assert_eq!(step.open_cases(), ["report-missing-after-deadline"]);
    drop(step);
    for when in ["2026-02-01 08:00", "2026-02-01 12:00", "2026-02-02 08:00", "2026-02-20 08:00"] {
        season.quiet(when);
    }
    season.at("2026-03-01 10:00").want_mail("reminder", BUREAU, &["逾期"]);
    season.quiet("2026-03-01 12:00");
    season.quiet("2026-03-02 08:00");
}

#[test]
fn a_government_has_until_the_end_of_march() {
    let mut season = Season::watching(&[(COUNTY, "government")]);
    season.quiet("2026-01-20 08:00");
    season.quiet("2026-02-01 08:00");
    season.at("2026-03-31 23:59").want_state(COUNTY, "due-soon");
    let mut step = season.at("2026-04-01 00:30");
    step.want_mail("alert", COUNTY, &["2026-03-31"]);
    step.want_state(COUNTY, "overdue");
}

#[test]
fn publishing_late_resolves_and_is_remembered_as_late() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-20 08:00");
    season.at("2026-02-01 08:00").want_mail("alert", BUREAU, &[]);
    season.quiet("2026-02-04 08:00");
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-02-05"));
    let mut step = season.at("2026-02-05 18:00");
    step.want_mail("resolved", BUREAU, &["已于2026-02-05发布，逾期5天"]);
    step.want_state(BUREAU, "published-late");
    assert_eq!(step.open_cases(), ["late-publication"]);
    drop(step);
    season.quiet("2026-02-06 08:00");
}

#[test]
fn a_backdated_report_is_late_all_the_same() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-20 08:00");
    season.at("2026-02-01 08:00").want_mail("alert", BUREAU, &[]);
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-30"));
    let mut step = season.at("2026-02-05 18:00");
    step.want_mail("resolved", BUREAU, &["已于2026-02-05发布"]);
    step.want_state(BUREAU, "published-late");
}

#[test]
fn a_report_on_the_second_page_is_found_and_absence_needs_all_pages() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")]);
    season.portal.page_size(2);
    for (n, year) in (2021..=2024).enumerate() {
        season.portal.publish(&Report::of(OTHER, year, &format!("{}-01-1{n}", year + 1)));
    }
    season.portal.publish(&Report::of(BUREAU, 2025, "2021-01-05"));
    let mut step = season.at("2026-02-01 08:00");
    step.want_state(BUREAU, "published");
    step.want_mail("alert", OTHER, &["逾期"]);
    let pages: Vec<_> = step
        .portal()
        .served()
        .into_iter()
        .map(|it| it.path)
        .filter(|it| it.ends_with("index_2.html"))
        .collect();
    assert!(!pages.is_empty(), "the last page was not read");
}

#[test]
fn a_withdrawn_report_is_told_and_its_return_too() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    season.quiet("2026-01-21 08:00");
    season.portal.unlist(BUREAU, 2025);
    season.at("2026-02-01 08:00").want_state(BUREAU, "published");
    season.portal.withdraw(BUREAU, 2025);
    let mut step = season.at("2026-02-02 08:00");
    step.want_mail("alert", BUREAU, &["不见了", "2026-02-02"]);
    step.want_state(BUREAU, "withdrawn");
    drop(step);
    season.quiet("2026-02-03 08:00");
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    let mut step = season.at("2026-02-04 08:00");
    step.want_mail("resolved", BUREAU, &[]);
    step.want_state(BUREAU, "published");
    assert_eq!(step.open_cases(), [""; 0]);
}

#[test]
fn what_was_carried_over_must_agree_with_last_years_report() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(BUREAU, 2024, "2025-01-20"));
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20").carrying_in(3));
    let mut step = season.at("2026-01-21 08:00");
    step.want_mail("alert", BUREAU, &["结转", "本年填3，2024年度报告为1"]);
    assert_eq!(step.findings(BUREAU), ["carry-over-mismatch"]);
    drop(step);
    season.quiet("2026-01-22 08:00");
}

#[test]
fn an_agency_that_agrees_with_last_year_is_left_alone() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(BUREAU, 2024, "2025-01-20"));
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    let step = season.at("2026-01-21 08:00");
    assert_eq!(step.findings(BUREAU), [""; 0]);
}

#[test]
fn grace_delays_the_alert_and_forgives_within_it() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")])
        .with("[deadlines]\ngrace-days = 5\n");
    season.quiet("2026-01-20 08:00");
    season.at("2026-02-05 23:59").want_state(BUREAU, "in-grace");
    season.portal.publish(&Report::of(OTHER, 2025, "2026-02-05"));
    let mut step = season.at("2026-02-06 00:30");
    step.want_mail("alert", BUREAU, &["已逾期6天"]);
    step.want_state(BUREAU, "overdue");
    step.want_state(OTHER, "published");
}

#[test]
fn a_township_is_warned_of_and_an_enterprise_never() {
    let mut season =
        Season::watching(&[("某市某镇人民政府", "township"), ("某市自来水公司", "enterprise")]);
    season.quiet("2026-01-20 08:00");
    let mut step = season.at("2026-02-01 08:00");
    step.want_mail("alert", "某市某镇人民政府", &["本地要求"]);
    assert_eq!(step.row("某市某镇人民政府")["warnings"], 1);
    assert_eq!(step.row("某市某镇人民政府")["errors"], 0);
    step.want_state("某市自来水公司", "not-due");
    drop(step);
    season.at("2026-03-01 10:00").want_mail("reminder", "某市某镇人民政府", &[]);
}

#[test]
fn a_watch_that_slept_over_the_last_day_catches_up() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-20 08:00");
    let row = season.status_at("2026-02-03 08:00", BUREAU);
    assert_eq!(
        (&row["state"], &row["unknown_reason"]),
        (&"unknown".into(), &"monitor-offline".into())
    );
    let mut step = season.at("2026-02-09 08:00");
    step.want_mail("alert", BUREAU, &["2026-02-09", "已逾期9天"]);
    step.want_state(BUREAU, "overdue");
}

#[test]
fn a_round_run_twice_at_one_instant_changes_nothing() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")]);
    season.portal.publish(&Report::of(OTHER, 2025, "2026-01-20").set("received", "total", 9));
    season.at("2026-01-20 08:00").want_mail("alert", OTHER, &[]);
    season.at("2026-02-01 08:00").want_mail("alert", BUREAU, &[]);
    let before = season.picture();
    season.quiet("2026-02-01 08:00");
    assert_eq!(season.picture(), before);
    season.at("2026-03-01 10:00").want_mail("reminder", BUREAU, &[OTHER]);
    let before = season.picture();
    season.quiet("2026-03-01 10:00");
    assert_eq!(season.picture(), before);
}

#[test]
fn an_unchanged_page_is_not_fetched_whole() {
    let mut season = Season::of(BUREAU);
    season.portal.with_validators();
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    season.quiet("2026-01-21 08:00");
    let path = season.portal.path_of(BUREAU, 2025);
    season.portal.served();
    season.at("2026-01-22 08:00").want_state(BUREAU, "published");
    let served = season.portal.served();
    for wanted in [LISTING, path.as_str()] {
        let found: Vec<_> = served.iter().filter(|it| it.path == wanted).collect();
        assert_eq!(found.len(), 1, "{served:?}");
        assert_eq!((found[0].conditional, found[0].status), (true, 304));
    }
}
