//! The subject of a mail: what happened, to whom, which report.
//!
//! Subjects are read as a sorted list, so the bracketed words come first and always in the same
//! order. A letter that concerns one agency names it; a letter about several counts them.

use std::cmp::Reverse;

use crate::domain::Alert;
use crate::domain::AlertKind;
use crate::domain::Lang;
use crate::domain::Letter;
use crate::domain::LetterKind;
use crate::domain::Severity;
use crate::domain::year::statutory_day;
use crate::notify::plain;
use crate::notify::words;
use crate::notify::words::Tally;

/// Labels shown before `…` takes their place.
const MAX_LABELS: usize = 5;
const LABEL_COLUMNS: usize = 24;
const AGENCY_COLUMNS: usize = 60;
const MESSAGE_COLUMNS: usize = 100;

/// Writes the subject: one clean line.
pub(super) fn subject(letter: &Letter, lang: Lang) -> String {
    let headline = headline(letter);
    let subject = match (letter.kind, one_agency(&letter.alerts), headline.as_slice()) {
        (LetterKind::System, _, [only]) => {
            format!("{}[{}] {}", marked(letter, None, lang), label(only, lang), message(only, lang))
        }
        (LetterKind::Alert | LetterKind::Resolved | LetterKind::Reminder, Some(_), [only]) => {
            let own = match letter.kind {
                LetterKind::Resolved => String::new(),
                _ => format!("[{}]", label(only, lang)),
            };
            let marks = marked(letter, None, lang);
            format!("{marks}{own}{}", about(only, &message(only, lang), lang))
        }
        (LetterKind::Alert | LetterKind::Resolved | LetterKind::Reminder, Some(any), _) => {
            let counts = Tally::of(&letter.alerts).text(lang);
            format!("{}{}", counted(letter, &headline, lang), about(any, &counts, lang))
        }
        _ => format!("{} {}", counted(letter, &headline, lang), scope(letter, lang)),
    };
    // What looks like an encoded word (RFC 2047) would be decoded by the reader's program.
    plain::line(&subject).replace("=?", "= ?")
}

/// The alerts that the letter is named after.
fn headline(letter: &Letter) -> Vec<&Alert> {
    let named = |it: &&Alert| match letter.kind {
        LetterKind::Alert => it.kind == AlertKind::Opened,
        LetterKind::Resolved => it.kind == AlertKind::Resolved,
        LetterKind::Reminder | LetterKind::Bulletin | LetterKind::Baseline | LetterKind::System => {
            true
        }
    };
    letter.alerts.iter().filter(named).collect()
}

fn one_agency(alerts: &[Alert]) -> Option<&Alert> {
    let first = alerts.first()?;
    alerts.iter().all(|it| it.agency == first.agency && it.year == first.year).then_some(first)
}

/// `[某市教育局] 2025年度报告：…`.
fn about(alert: &Alert, rest: &str, lang: Lang) -> String {
    let agency = plain::cut(&plain::line(&alert.agency), AGENCY_COLUMNS);
    let report = match lang {
        Lang::Zh => words::report(alert.year, lang),
        Lang::En => format!("Annual report {}", alert.year),
    };
    format!("[{agency}] {report}{}{rest}", lang.pick("：", ": "))
}

/// `2025年度报告监测 2026-02-01`.
fn scope(letter: &Letter, lang: Lang) -> String {
    let day = statutory_day(letter.created_at);
    let years = || letter.alerts.iter().map(|it| it.year);
    let years = match (years().min(), years().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(year), _) => year.to_string(),
        (None, _) => String::new(),
    };
    match (letter.kind, lang) {
        (LetterKind::System, Lang::Zh) => format!("监测系统情况 {day}"),
        (LetterKind::System, Lang::En) => format!("About the monitor, {day}"),
        (_, Lang::Zh) => format!("{years}年度报告监测 {day}"),
        (_, Lang::En) => format!("Annual reports {years}, {day}"),
    }
}

/// `[督促]`, or nothing for new cases; with a number where the letter counts its alerts.
fn marked(letter: &Letter, count: Option<usize>, lang: Lang) -> String {
    match (words::mark(letter.kind, lang), count) {
        (None, _) => String::new(),
        (Some(mark), None) => format!("[{mark}]"),
        (Some(mark), Some(n)) => bracket(mark, n, lang),
    }
}

fn bracket(word: &str, n: usize, lang: Lang) -> String {
    format!("[{word}{}{n}]", lang.pick("", " "))
}

/// `[督促][逾期3][不一致2]`: the mark of the letter, then its labels with their numbers, the worst
/// first.
fn counted(letter: &Letter, headline: &[&Alert], lang: Lang) -> String {
    if matches!(letter.kind, LetterKind::Resolved | LetterKind::System) {
        return marked(letter, Some(headline.len()), lang);
    }
    let mut labels: Vec<(String, Severity, usize)> = Vec::new();
    for alert in headline.iter().filter(|it| it.kind != AlertKind::Resolved) {
        let word = label(alert, lang);
        match labels.iter_mut().find(|(known, ..)| *known == word) {
            Some((_, severity, n)) => {
                *severity = alert.severity.max(*severity);
                *n += 1;
            }
            None => labels.push((word, alert.severity, 1)),
        }
    }
    labels.sort_by_key(|(word, severity, n)| (Reverse(*severity), Reverse(*n), word.clone()));

    let mut text = marked(letter, None, lang);
    for (word, _, n) in labels.iter().take(MAX_LABELS) {
        text += &bracket(word, *n, lang);
    }
    if labels.len() > MAX_LABELS {
        text += "[…]";
    }
    let resolved = Tally::of(&letter.alerts).resolved;
    if resolved > 0 {
        text += &bracket(lang.pick("已解决", "Resolved"), resolved, lang);
    }
    text
}

fn label(alert: &Alert, lang: Lang) -> String {
    plain::cut(&plain::line(alert.label.pick(lang)), LABEL_COLUMNS)
}

fn message(alert: &Alert, lang: Lang) -> String {
    let line = plain::line(alert.message.pick(lang));
    plain::cut(line.trim_end_matches(['。', '.']), MESSAGE_COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::domain::Text;
    use crate::notify::compose::given;
    use AlertKind::Opened;
    use AlertKind::Reminder;
    use AlertKind::Resolved;
    use AlertKind::System;

    fn zh(alerts: Vec<Alert>) -> String {
        subject(&given::letter(alerts), Lang::Zh)
    }

    fn labelled(kind: AlertKind, label: &str, agency: &str) -> Alert {
        Alert { label: Text::new(label, "X"), ..given::alert(kind, label, agency) }
    }

    #[test]
    fn one_case_is_told_whole() {
        let alert = given::alert(Opened, "r", "某市教育局");
        assert_eq!(zh(vec![alert.clone()]), "[逾期][某市教育局] 2025年度报告：已逾期1天");
        assert_eq!(
            subject(&given::letter(vec![alert]), Lang::En),
            "[Overdue][某市教育局] Annual report 2025: 1 day overdue"
        );
    }

    #[test]
    fn several_agencies_are_counted_and_the_worst_comes_first() {
        let mut alerts =
            vec![labelled(Opened, "不一致", "甲局"), labelled(Opened, "不一致", "乙局")];
        for it in &mut alerts {
            it.severity = Severity::Warning;
        }
        alerts.push(labelled(Opened, "逾期", "丙局"));
        alerts.push(labelled(Resolved, "缺表", "丁局"));
        assert_eq!(zh(alerts), "[逾期1][不一致2][已解决1] 2025年度报告监测 2026-02-01");
    }

    #[test]
    fn several_cases_of_one_agency_name_it() {
        let alerts = vec![labelled(Opened, "逾期", "甲局"), labelled(Opened, "缺表", "甲局")];
        assert_eq!(zh(alerts), "[缺表1][逾期1][甲局] 2025年度报告：新发现 2 项");
    }

    #[test]
    fn a_late_report_is_resolved_and_its_lateness_does_not_spoil_it() {
        let mut resolved = given::alert(Resolved, "report-missing-after-deadline", "甲局");
        resolved.message = Text::new("已于2026-02-03发布。", "published");
        let late = given::alert(Opened, "late-publication", "甲局");
        assert_eq!(zh(vec![resolved, late]), "[已解决][甲局] 2025年度报告：已于2026-02-03发布");
    }

    #[test]
    fn a_reminder_says_so() {
        let one = vec![given::alert(Reminder, "r", "甲局")];
        assert_eq!(zh(one), "[督促][逾期][甲局] 2025年度报告：已逾期1天");
        let mut two =
            vec![given::alert(Reminder, "r", "甲局"), given::alert(Reminder, "r", "乙局")];
        two[1].year = ReportYear(2024);
        assert_eq!(zh(two), "[督促][逾期2] 2024–2025年度报告监测 2026-02-01");
    }

    #[test]
    fn the_monitor_speaks_of_itself() {
        let one = vec![labelled(System, "站点不可读", "")];
        assert_eq!(zh(one.clone()), "[系统][站点不可读] 已逾期1天");
        assert_eq!(zh([one.clone(), one].concat()), "[系统2] 监测系统情况 2026-02-01");
    }

    #[test]
    fn a_sixth_label_is_left_out() {
        let alerts = ["甲", "乙", "丙", "丁", "戊", "己"];
        let alerts = alerts.map(|it| labelled(Opened, it, it)).to_vec();
        assert!(zh(alerts).contains("1][…] 2025"));
    }

    #[test]
    fn a_hostile_name_stays_one_short_line() {
        let name = format!("某局\r\nBcc: x@example.org\u{202e}=?utf-8?q?x?={}", "长".repeat(500));
        let subject = zh(vec![given::alert(Opened, "r", &name)]);
        assert!(subject.starts_with("[逾期][某局 Bcc: x@example.org= ?utf-8?q?x?=长"), "{subject}");
        assert!(plain::width(&subject) < 200);
    }
}
