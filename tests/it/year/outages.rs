//! A portal that cannot be read accuses nobody and acquits nobody.

use super::BUREAU;
use super::OTHER;
use crate::season::Season;
use crate::season::page;
use crate::season::page::Report;
use crate::season::portal::Answer;
use crate::season::portal::LISTING;
use crate::season::portal::Portal;

/// A season in which one agency is overdue, one will owe, and one has published.
fn season() -> Season {
    let mut season = Season::watching(&[
        (BUREAU, "department"),
        (OTHER, "department"),
        ("某市某区人民政府", "government"),
    ]);
    season.portal.publish(&Report::of(OTHER, 2025, "2026-01-20"));
    season.quiet("2026-01-25 08:00");
    season.at("2026-02-01 08:00").want_mail("alert", BUREAU, &[]);
    season
}

/// The portal falls ill before the last day of the government and after that of the departments.
fn nobody_is_accused(mut season: Season, reason: &str) {
    for when in ["2026-02-15 08:00", "2026-04-01 08:00"] {
        let mut step = season.at(when);
        step.want_unknown(BUREAU, reason);
        step.want_state(OTHER, "published");
        assert_eq!(step.open_cases(), ["report-missing-after-deadline"]);
        if when.starts_with("2026-04") {
            step.want_unknown("某市某区人民政府", reason);
            // The case of before still stands, and the month's reminder says so.
            let mail = step.want_mail("reminder", BUREAU, &[]);
            assert_eq!(mail.cases.len(), 1);
        }
    }
    season.portal.heal();
    let mut step = season.at("2026-04-01 20:00");
    step.want_mail("alert", "某市某区人民政府", &["逾期"]);
    step.want_mail("bulletin", BUREAU, &[]);
    assert_eq!(step.open_cases(), ["report-missing-after-deadline"; 2]);
}

#[test]
fn an_internal_error_accuses_nobody() {
    let season = season();
    season.portal.everywhere(Answer::Status(500));
    nobody_is_accused(season, "failed");
}

#[test]
fn a_column_that_is_gone_accuses_nobody() {
    let season = season();
    season.portal.answer(LISTING, Answer::Status(404));
    nobody_is_accused(season, "failed");
}

#[test]
fn an_empty_list_accuses_nobody() {
    let season = season();
    season.portal.answer(LISTING, Answer::Page(page::listing(&[], None)));
    nobody_is_accused(season, "list-not-understood");
}

#[test]
fn a_block_page_accuses_nobody() {
    let season = season();
    let page = "<html><head><title>访问被拦截</title></head><body><p>您的请求被拦截，事件编号 12345</p></body></html>";
    season.portal.everywhere(Answer::Page(page.into()));
    nobody_is_accused(season, "blocked");
}

#[test]
fn a_challenge_accuses_nobody() {
    let season = season();
    season.portal.everywhere(Answer::Status(521));
    nobody_is_accused(season, "blocked");
}

#[test]
fn a_maintenance_page_accuses_nobody() {
    let season = season();
    let page = "<html><head><title>网站维护</title></head><body><p>系统维护中，请稍后访问。</p></body></html>";
    season.portal.everywhere(Answer::Page(page.into()));
    nobody_is_accused(season, "maintenance");
}

#[test]
fn pages_in_place_of_all_pages_accuse_nobody() {
    for (page, reason) in [
        ("<title>页面不存在</title><p>您访问的页面不存在</p>", "soft-404"),
        ("<title>上网认证</title><form>手机号<input></form>", "captive-portal"),
        ("<title>澳门新葡京</title><p>注册送彩金</p>", "hijacked"),
        ("<html><head><title>政府信息公开年报</title></head><body><ul><li>", "truncated"),
    ] {
        let season = season();
        season.portal.everywhere(Answer::Page(page.into()));
        nobody_is_accused(season, reason);
    }
}

#[test]
fn a_list_that_a_script_fills_accuses_nobody() {
    let season = season();
    let page = "<html><head><title>政府信息公开年报</title></head><body><div id=list></div>\
                <p>政府信息公开年报</p><script>$.ajax({url:'/api/list'})</script></body></html>";
    season.portal.answer(LISTING, Answer::Page(page.into()));
    nobody_is_accused(season, "list-needs-script");
}

#[test]
fn a_redirect_to_the_home_page_accuses_nobody() {
    let season = season();
    season.portal.answer(LISTING, Answer::Moved("/"));
    nobody_is_accused(season, "home-page");
}

#[test]
fn a_refused_connection_accuses_nobody() {
    let mut season = season();
    season.portal.refuse();
    nobody_is_accused(season, "unreachable");
}

#[test]
fn half_a_page_accuses_nobody() {
    let season = season();
    season.portal.everywhere(Answer::Truncated);
    nobody_is_accused(season, "truncated");
}

#[test]
fn a_second_page_that_is_broken_leaves_the_rest_unknown() {
    let mut season = Season::watching(&[(BUREAU, "department"), (OTHER, "department")]);
    season.portal.publish(&Report::of(OTHER, 2025, "2026-01-20"));
    season.portal.publish(&Report::of(OTHER, 2024, "2025-01-20"));
    season.portal.page_size(1);
    season.portal.answer(&format!("{LISTING}index_1.html"), Answer::Status(500));
    for when in ["2026-01-25 08:00", "2026-02-01 08:00"] {
        season.at(when).want_state(OTHER, "published");
    }
    season.at("2026-02-02 08:00").want_unknown(BUREAU, "failed");
    season.portal.heal();
    season.at("2026-02-03 08:00").want_mail("alert", BUREAU, &[]);
}

#[test]
fn a_report_whose_page_is_blocked_is_not_missing() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    let path = season.portal.path_of(BUREAU, 2025);
    season.portal.answer(&path, Answer::Status(521));
    season.quiet("2026-01-25 08:00");
    season.at("2026-02-01 08:00").want_unknown(BUREAU, "blocked");
    season.portal.heal();
    season.at("2026-02-02 08:00").want_state(BUREAU, "published");
}

#[test]
fn an_outage_is_no_withdrawal() {
    let mut season = Season::of(BUREAU);
    season.portal.publish(&Report::of(BUREAU, 2025, "2026-01-20"));
    season.quiet("2026-01-25 08:00");
    season.portal.unlist(BUREAU, 2025);
    let path = season.portal.path_of(BUREAU, 2025);
    for answer in [Answer::Status(500), Answer::Status(403), Answer::Moved("/")] {
        season.portal.answer(&path, answer);
        let step = season.at("2026-02-01 08:00");
        step.want_state(BUREAU, "published");
        assert_eq!(step.open_cases(), [""; 0]);
    }
}

#[test]
fn two_looks_that_disagree_accuse_nobody() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-25 08:00");
    let item = |title: &str| {
        let item = (title.to_owned(), "/nb/1.html".to_owned(), "2024-01-20".to_owned());
        page::listing(&[item], None)
    };
    let pages =
        ["某市水务局2023年政府信息公开工作年度报告", "某市水务局2022年政府信息公开工作年度报告"];
    season.portal.answer(LISTING, Answer::Turns(pages.iter().map(|it| item(it)).collect()));
    season.at("2026-02-01 08:00").want_unknown(BUREAU, "list-not-understood");
}

#[test]
fn without_our_own_network_nobody_is_accused_and_the_operator_is_told_once() {
    let mut sentinel = Portal::start();
    let mut season = Season::of(BUREAU);
    season = season.with(&format!("[health]\nsentinels = [\"{}\"]\n", sentinel.url()));
    season.quiet("2026-01-25 08:00");
    sentinel.refuse();
    let mut step = season.at("2026-02-01 08:00");
    step.want_mail("system", "", &["监测失明", "哨兵地址没有应答"]);
    step.want_unknown(BUREAU, "monitor-offline");
    assert_eq!(step.open_cases(), [""; 0]);
    drop(step);
    season.quiet("2026-02-02 08:00");
}

#[test]
fn two_looks_that_differ_in_sessions_and_counters_agree() {
    let mut season = Season::of(BUREAU);
    season.quiet("2026-01-25 08:00");
    let page = |n: u32| {
        let title = format!("某市水务局2023年政府信息公开工作年度报告（浏览：{n}次）");
        let url = format!("/nb/1.html;jsessionid=A{n}?t={n}");
        page::listing(&[(title, url, "2024-01-20".to_owned())], None)
    };
    season.portal.answer(LISTING, Answer::Turns((1..4).map(page).collect()));
    let mut step = season.at("2026-02-01 08:00");
    step.want_mail("alert", BUREAU, &["逾期"]);
    step.want_state(BUREAU, "overdue");
}
