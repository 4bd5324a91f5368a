//! Alerts and letters as a season produces them.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::TimeDelta;
use chrono::TimeZone;
use chrono::Utc;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Alert;
use gongkai_watch::domain::AlertKind;
use gongkai_watch::domain::CaseId;
use gongkai_watch::domain::Lang;
use gongkai_watch::domain::Letter;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Severity;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::Text;
use gongkai_watch::notify::Directory;
use gongkai_watch::notify::Matcher;
use gongkai_watch::notify::Mode;
use gongkai_watch::notify::Occasion;
use gongkai_watch::notify::Receiver;
use gongkai_watch::notify::Route;
use gongkai_watch::notify::compose;

/// Six in the morning in Shanghai, the day after the last day for departments.
pub fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 31, 22, 0, 0).unwrap()
}

/// Some days later.
pub fn days_later(days: i64) -> DateTime<Utc> {
    morning() + TimeDelta::days(days)
}

fn regulation() -> Text {
    Text::new(
        "政府信息公开条例第四十九条",
        "Regulation on Government Information Disclosure, Art. 49",
    )
}

/// A department without a report.
pub fn overdue(agency: &str) -> Alert {
    Alert {
        case: Some(CaseId(case_id("overdue", agency))),
        kind: AlertKind::Opened,
        at: morning(),
        site: SiteId("mou-shi".into()),
        agency: agency.into(),
        agency_kind: AgencyKind::Department,
        region: "620302".into(),
        year: ReportYear(2025),
        rule: "report-missing-after-deadline".into(),
        label: Text::new("逾期", "Overdue"),
        severity: Severity::Error,
        message: Text::new("已逾期1天", "1 day overdue"),
        basis: regulation(),
        remedy: Text::new(
            "请尽快在政府信息公开年报栏目发布2025年度报告，并核对发布日期。",
            "Publish the annual report 2025 in the column for annual reports, and check its date.",
        ),
        since: morning(),
        due: NaiveDate::from_ymd_opt(2026, 1, 31),
        url: Some("https://www.example.gov.cn/zfxxgk/zfxxgknb/".into()),
        details: Vec::new(),
    }
}

/// A table that does not add up.
pub fn unbalanced(agency: &str) -> Alert {
    let overdue = overdue(agency);
    Alert {
        case: Some(CaseId(case_id("unbalanced", agency))),
        rule: "applications-unbalanced".into(),
        label: Text::new("不一致", "Inconsistent"),
        message: Text::new(
            "表三自然人列不平：本年新收 134 + 上年结转 9 = 143，办理结果总计 140 + 结转下年度继续办理 2 = 142",
            "table 3, natural persons: received 134 + carried in 9 = 143, but handled 140 + carried out 2 = 142",
        ),
        basis: Text::new(
            "国办公开办函〔2021〕30号 表三填报说明",
            "State Council Office, Letter 2021 No. 30, notes on table 3",
        ),
        remedy: Text::new("请核对台账后更正报告。", "Check the register and correct the report."),
        due: None,
        url: Some("https://www.example.gov.cn/zfxxgk/zfxxgknb/202601/t20260128_1.html".into()),
        details: vec![
            Text::new("表三 本年新收 自然人：134", "table 3 received, natural person: 134"),
            Text::new("表三 办理结果总计 自然人：140", "table 3 handled, natural person: 140"),
        ],
        ..overdue
    }
}

/// The report came after all.
pub fn published(agency: &str) -> Alert {
    Alert {
        kind: AlertKind::Resolved,
        message: Text::new("已于 2026-02-03 发布，逾期3天", "published 2026-02-03, 3 days late"),
        remedy: Text::default(),
        ..overdue(agency)
    }
}

/// The lateness that remains.
pub fn late(agency: &str) -> Alert {
    Alert {
        case: Some(CaseId(case_id("late", agency))),
        rule: "late-publication".into(),
        label: Text::new("逾期发布", "Late"),
        message: Text::new(
            "逾期发布：法定期限 2026-01-31，实际发布 2026-02-03",
            "published late: due 2026-01-31, published 2026-02-03",
        ),
        remedy: Text::new("日期无法更改，请确认知悉。", "The date stands; acknowledge it."),
        ..overdue(agency)
    }
}

/// The table adds up now.
pub fn corrected(agency: &str) -> Alert {
    Alert {
        kind: AlertKind::Resolved,
        message: Text::new(
            "表三自然人列已更正：143 = 143",
            "table 3, natural persons: now 143 = 143",
        ),
        remedy: Text::default(),
        details: vec![Text::new(
            "表三 办理结果总计 自然人：140 → 141",
            "table 3 handled, natural person: 140 → 141",
        )],
        ..unbalanced(agency)
    }
}

/// It still stands.
pub fn reminder(alert: Alert) -> Alert {
    Alert { kind: AlertKind::Reminder, ..alert }
}

/// A department that has owed a report for more than a year.
pub fn long_overdue(agency: &str) -> Alert {
    Alert {
        year: ReportYear(2024),
        message: Text::new("已逾期394天", "394 days overdue"),
        remedy: Text::new("请尽快补发。", "Publish it."),
        due: NaiveDate::from_ymd_opt(2025, 1, 31),
        since: Utc.with_ymd_and_hms(2025, 1, 31, 22, 0, 0).unwrap(),
        ..reminder(overdue(agency))
    }
}

/// The monitor cannot read a site.
pub fn unread() -> Alert {
    Alert {
        case: None,
        kind: AlertKind::System,
        agency: String::new(),
        rule: "site-unread".into(),
        label: Text::new("站点不可读", "Site unread"),
        severity: Severity::Warning,
        message: Text::new(
            "网站已连续3天无法读取（HTTP 503），其间各机关状态记为未知",
            "the site could not be read for 3 days (HTTP 503); its agencies stand as unknown",
        ),
        basis: Text::default(),
        remedy: Text::new(
            "请用 gongkai-watch site test mou-shi 查看。",
            "Look with gongkai-watch site test mou-shi.",
        ),
        due: None,
        ..overdue("")
    }
}

fn case_id(what: &str, agency: &str) -> String {
    gongkai_watch::domain::Digest::of(format!("{what}/{agency}").as_bytes()).short()
}

/// The one letter that the office gets for these alerts.
pub fn letter(alerts: Vec<Alert>, occasion: Occasion, address: &str, now: DateTime<Utc>) -> Letter {
    let receivers = [Receiver {
        name: "office".into(),
        addresses: vec![address.parse().unwrap()],
        mode: Mode::Digest,
        language: Lang::Zh,
    }];
    let routes = [Route { matcher: Matcher::default(), to: vec!["office".into()] }];
    let directory =
        Directory { routes: &routes, receivers: &receivers, from_domain: "example.org" };
    let mut letters = compose(alerts, &directory, occasion, now, || 1).letters;
    assert_eq!(letters.len(), 1);
    letters.remove(0)
}
