//! What is told of a report that changes after it was published.

use super::BUREAU;
use crate::season::Season;
use crate::season::page::Report;
use crate::season::portal::Answer;

fn published() -> Season {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&first());
    season.quiet("2026-01-21 08:00");
    season
}

fn first() -> Report {
    Report::of(BUREAU, 2025, "2026-01-20")
}

/// Three rows and the sum stay in balance.
fn second() -> Report {
    ["natural_person", "total"].into_iter().fold(first(), |report, column| {
        report.set("received", column, 8).set("granted", column, 8).set("handled_total", column, 8)
    })
}

#[test]
fn a_silent_edit_is_told_by_row_and_column_and_only_once() {
    let mut season = published();
    season.portal.publish(&second());
    let mut step = season.at("2026-01-23 08:00");
    step.want_mail("alert", BUREAU, &["发布后有变动", "本年新收 自然人：7 → 8"]);
    assert_eq!(step.row(BUREAU)["versions"], 2);
    assert_eq!(step.open_cases(), ["changed-after-publication"]);
    drop(step);
    season.quiet("2026-01-24 08:00");
}

#[test]
fn there_and_back_again_is_two_edits() {
    let mut season = published();
    season.portal.with_validators();
    season.portal.publish(&second());
    season.at("2026-01-23 08:00").want_mail("alert", BUREAU, &["7 → 8"]);
    season.portal.publish(&first());
    let mut step = season.at("2026-01-25 08:00");
    step.want_mail("alert", BUREAU, &["8 → 7"]);
    assert_eq!(step.row(BUREAU)["versions"], 3);
    assert_eq!(step.open_cases().len(), 2);
    drop(step);
    season.quiet("2026-01-26 08:00");
}

#[test]
fn counters_menus_and_dates_around_a_report_are_no_edit() {
    let mut season = published();
    for (day, views, menu) in [(23, 345, "政务公开"), (24, 9_876, "政务公开（新版）")] {
        season.portal.publish(&first().around(views, menu));
        let step = season.at(&format!("2026-01-{day} 08:00"));
        assert_eq!(step.row(BUREAU)["versions"], 1);
        assert_eq!(step.findings(BUREAU), [""; 0]);
    }
    let mut redated = first();
    redated.date = "2026-01-28".into();
    season.portal.publish(&redated);
    let step = season.at("2026-02-02 08:00");
    step.want_state(BUREAU, "published");
    assert_eq!(step.row(BUREAU)["published"], "2026-01-20");
}

#[test]
fn a_page_that_flickers_establishes_nothing() {
    let mut season = published();
    let path = season.portal.path_of(BUREAU, 2025);
    let third = second().set("carried_out", "other", 4);
    season.portal.answer(&path, Answer::Turns(vec![second().html(), third.html()]));
    for day in ["2026-01-23 08:00", "2026-02-01 08:00", "2026-02-02 08:00"] {
        let step = season.at(day);
        assert_eq!(step.row(BUREAU)["versions"], 1);
        assert_eq!(step.row(BUREAU)["unknown_reason"], "report-not-readable");
        assert_eq!(step.open_cases(), [""; 0]);
    }
    season.portal.heal();
    season.quiet("2026-02-03 08:00");
}

#[test]
fn a_declared_correction_is_noted_and_not_told() {
    let mut season = published();
    season.portal.publish(&second().noting("更正说明：更正了表三的数据。"));
    let step = season.at("2026-01-23 08:00");
    assert_eq!(step.findings(BUREAU), ["changed-after-publication"]);
    assert_eq!(step.open_cases(), [""; 0]);
}

#[test]
fn a_sum_that_is_wrong_is_told_with_its_formula_and_resolved_by_its_correction() {
    let mut season = Season::of(BUREAU);
    let wrong = first().set("carried_out", "natural_person", 2).set("carried_out", "total", 2);
    season.portal.publish(&wrong);
    let mut step = season.at("2026-01-21 08:00");
    step.want_mail("alert", BUREAU, &["本年新收", "结转下年度继续办理"]);
    assert!(step.open_cases().iter().all(|rule| rule == "applications-unbalanced"));
    drop(step);
    season.quiet("2026-01-22 08:00");
    season.portal.publish(&first());
    let mut step = season.at("2026-01-23 08:00");
    let mail = step.want_mail("resolved", BUREAU, &["已更正", "2 → 1"]);
    assert!(mail.subject.contains("已解决"), "{}", mail.subject);
    assert_eq!(step.open_cases(), ["changed-after-publication"]);
    drop(step);
    season.quiet("2026-01-24 08:00");
}
