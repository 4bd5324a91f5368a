//! The fixed words of a mail, in both languages.
//!
//! What is wrong with a report is not said here: those sentences come with the alert, from whoever
//! found it. Here is only the frame around them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::Alert;
use crate::domain::AlertKind;
use crate::domain::Lang;
use crate::domain::Letter;
use crate::domain::LetterKind;
use crate::domain::ReportYear;

/// Labels that never change.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    pub(super) number: &'static str,
    pub(super) label: &'static str,
    pub(super) agency: &'static str,
    pub(super) year: &'static str,
    pub(super) state: &'static str,
    pub(super) since: &'static str,
    pub(super) basis: &'static str,
    pub(super) remedy: &'static str,
    pub(super) due: &'static str,
    pub(super) link: &'static str,
    pub(super) case: &'static str,
    /// Between a label and what it labels.
    pub(super) colon: &'static str,
    pub(super) footer: [&'static str; 3],
}

static ZH: Words = Words {
    number: "序号",
    label: "类别",
    agency: "机关",
    year: "年度",
    state: "状态",
    since: "首次发现",
    basis: "依据",
    remedy: "处理建议",
    due: "最后期限",
    link: "链接",
    case: "案号",
    colon: "：",
    footer: [
        "本邮件由 gongkai-watch 根据门户网站公开可见的内容自动生成，供核查参考，不是行政认定。",
        "“未知”（unknown）表示网站打不开、访问被拦截或栏目无法识别。未知从不作为问题通报。",
        "案号代表一个问题，在提醒、督促和解决通知中保持不变，邮件也按案号归集。查询：\
         gongkai-watch cases。",
    ],
};

static EN: Words = Words {
    number: "No.",
    label: "Kind",
    agency: "Agency",
    year: "Year",
    state: "State",
    since: "First seen",
    basis: "Basis",
    remedy: "What to do",
    due: "Last day",
    link: "Link",
    case: "Case",
    colon: ": ",
    footer: [
        "This mail was made by gongkai-watch from what portals show to the public. It is a reason to \
         look, not an official finding.",
        "The state \"unknown\" means that a site could not be reached, refused us or could not be \
         understood. Nobody is ever accused of what is unknown.",
        "A case id stands for one problem and stays the same in alerts, reminders and resolutions; \
         mails thread by it. Look cases up with gongkai-watch cases.",
    ],
};

impl Words {
    pub(super) const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// How many alerts of each sort a letter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) opened: usize,
    pub(super) resolved: usize,
    pub(super) open: usize,
    pub(super) all: usize,
}

impl Tally {
    pub(super) fn of(alerts: &[Alert]) -> Self {
        let count = |kind| alerts.iter().filter(|it| it.kind == kind).count();
        Self {
            opened: count(AlertKind::Opened),
            resolved: count(AlertKind::Resolved),
            open: count(AlertKind::Reminder),
            all: alerts.len(),
        }
    }

    /// `新发现 3 项，已解决 1 项`, without what is nought.
    pub(super) fn text(self, lang: Lang) -> String {
        let part = |n: usize, zh: &str, en: &str| match lang {
            _ if n == 0 => None,
            Lang::Zh => Some(format!("{zh} {n} 项")),
            Lang::En => Some(format!("{n} {en}")),
        };
        [
            part(self.opened, "新发现", "new"),
            part(self.resolved, "已解决", "resolved"),
            part(self.open, "仍未解决", "still open"),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(lang.pick("，", ", "))
    }
}

/// The first sentence of a mail.
pub(super) fn lead(letter: &Letter, day: NaiveDate, lang: Lang) -> String {
    let tally = Tally::of(&letter.alerts);
    let counts = tally.text(lang);
    let all = tally.all;
    match (letter.kind, lang) {
        (LetterKind::Alert | LetterKind::Resolved, Lang::Zh) => {
            format!("{day} 监测结果：{counts}。")
        }
        (LetterKind::Alert | LetterKind::Resolved, Lang::En) => {
            format!("Findings of {day}: {counts}.")
        }
        (LetterKind::Reminder | LetterKind::Bulletin, Lang::Zh) => {
            format!("截至 {day}：{counts}。")
        }
        (LetterKind::Reminder | LetterKind::Bulletin, Lang::En) => {
            format!("As of {day}: {counts}.")
        }
        (LetterKind::Baseline, Lang::Zh) => format!("{day} 首次监测：现有问题 {all} 项。"),
        (LetterKind::Baseline, Lang::En) => format!("First look on {day}: {all} existing."),
        (LetterKind::System, Lang::Zh) => format!("{day} 监测系统自身情况 {all} 项。"),
        (LetterKind::System, Lang::En) => {
            let s = if all == 1 { "" } else { "s" };
            format!("About the monitor itself, {day}: {all} notice{s}.")
        }
    }
}

/// A second sentence, where the first could be misunderstood.
pub(super) const fn note(kind: LetterKind, lang: Lang) -> Option<&'static str> {
    match kind {
        LetterKind::Baseline => Some(lang.pick(
            "这些是开始监测时已有的情况，不是新近发生；此后只通知变化。",
            "This is what stood when the watch began, not what has just happened; from now on only \
             changes are told.",
        )),
        LetterKind::System => Some(lang.pick(
            "此类通知只涉及监测系统，不说明任何机关的年度报告有问题。",
            "Such notices concern the monitor only; they say nothing about any agency's report.",
        )),
        LetterKind::Alert | LetterKind::Resolved | LetterKind::Reminder | LetterKind::Bulletin => {
            None
        }
    }
}

/// Where the case of an alert stands.
pub(super) const fn state(alert: AlertKind, letter: LetterKind, lang: Lang) -> &'static str {
    match (alert, letter) {
        (AlertKind::Opened, LetterKind::Baseline) => lang.pick("现有", "existing"),
        (AlertKind::Opened, _) => lang.pick("新发现", "new"),
        (AlertKind::Resolved, _) => lang.pick("已解决", "resolved"),
        (AlertKind::Reminder, _) => lang.pick("未解决", "open"),
        (AlertKind::System, _) => lang.pick("通知", "notice"),
    }
}

/// The word that marks a letter in a list of subjects; new cases are marked by their own labels.
pub(super) const fn mark(kind: LetterKind, lang: Lang) -> Option<&'static str> {
    match kind {
        LetterKind::Alert => None,
        LetterKind::Reminder => Some(lang.pick("督促", "Reminder")),
        LetterKind::Resolved => Some(lang.pick("已解决", "Resolved")),
        LetterKind::Bulletin => Some(lang.pick("通报", "Bulletin")),
        LetterKind::Baseline => Some(lang.pick("首次监测", "Baseline")),
        LetterKind::System => Some(lang.pick("系统", "System")),
    }
}

/// `2025年度报告`.
pub(super) fn report(year: ReportYear, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{year}年度报告"),
        Lang::En => format!("annual report {year}"),
    }
}

/// What was left out of a long mail.
pub(super) fn omitted(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("另有 {n} 项未在此详列，全部内容见监测看板或 gongkai-watch cases。")
        }
        Lang::En => {
            format!(
                "{n} more are not spelt out here; the dashboard and gongkai-watch cases have all."
            )
        }
    }
}
