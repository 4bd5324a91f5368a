//! Writes a letter: subject, plain text and HTML.
//!
//! Both bodies come from one view, so they cannot tell different stories. Every word of it is
//! cleaned while the view is made; the templates only arrange. The plain text must do alone: many
//! offices read it, and every archive keeps it.

use chrono::NaiveDate;
use minijinja::Environment;
use minijinja::Value;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;
use thiserror::Error;

use crate::domain::Alert;
use crate::domain::AlertKind;
use crate::domain::Lang;
use crate::domain::Letter;
use crate::domain::LetterKind;
use crate::domain::Severity;
use crate::domain::year::statutory_day;
use crate::notify::plain;
use crate::notify::subject::subject;
use crate::notify::words;
use crate::notify::words::Words;

/// Columns of the plain text (RFC 5322, 2.1.1).
const COLUMNS: usize = 78;

/// Cases that are spelt out; mail programs cut long mails off, and nobody reads them.
const MAX_ITEMS: usize = 50;

/// Rows of the table, which names even those cases that are not spelt out.
const MAX_ROWS: usize = 500;

/// Lines of detail of one case.
const MAX_DETAILS: usize = 20;

/// Columns of one sentence that came with an alert.
const MAX_SENTENCE: usize = 1000;

/// A letter as it will be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, not yet encoded.
    pub subject: String,
    /// Plain text, lines end in `\n`.
    pub text: String,
    /// An HTML document.
    pub html: String,
}

/// A template is broken; a fault of this program.
#[derive(Debug, Error)]
#[error("the mail template cannot be filled; report this with the version of the program")]
pub struct RenderError(#[from] minijinja::Error);

/// Writes the letter in `lang`. Nothing is read but the letter.
pub fn render(letter: &Letter, lang: Lang) -> Result<Rendered, RenderError> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.add_filter("wrap", |text: String, first: usize, rest: usize| {
        plain::wrap(&text, first, rest, COLUMNS)
    });
    // The name decides about escaping: `.html` is escaped, `.txt` is not.
    environment.add_template("letter.html", include_str!("templates/letter.html"))?;
    environment.add_template("letter.txt", include_str!("templates/letter.txt"))?;

    let view = View::of(letter, lang);
    let values = Value::from(Serde(&view));
    let text = environment.get_template("letter.txt")?.render(values.clone())?;
    let html = environment.get_template("letter.html")?.render(values)?;
    Ok(Rendered { subject: view.subject, text, html })
}

#[derive(Serialize)]
struct View {
    lang: &'static str,
    subject: String,
    lead: String,
    note: Option<&'static str>,
    header: [&'static str; 6],
    rows: Vec<[String; 6]>,
    /// The rows as aligned lines.
    table: Vec<String>,
    items: Vec<Item>,
    omitted: Option<String>,
    words: &'static Words,
}

#[derive(Serialize)]
struct Item {
    title: String,
    colour: &'static str,
    message: String,
    details: Vec<String>,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
    href: Option<String>,
}

impl View {
    fn of(letter: &Letter, lang: Lang) -> Self {
        let words = Words::of(lang);
        let mut alerts: Vec<&Alert> = letter.alerts.iter().collect();
        alerts.sort_by_key(|it| rank(it.kind, letter.kind));

        let header =
            [words.number, words.label, words.agency, words.year, words.state, words.since];
        // One case is told whole below; a table of one row would say it twice.
        let is_table = alerts.len() > 1 && letter.kind != LetterKind::System;
        let shown = if is_table { MAX_ROWS } else { 0 };
        let rows: Vec<_> =
            (1..).zip(&alerts).take(shown).map(|(n, it)| row(n, it, letter.kind, lang)).collect();
        let left_out = alerts.len().saturating_sub(MAX_ITEMS);
        Self {
            lang: lang.pick("zh-CN", "en"),
            subject: subject(letter, lang),
            lead: words::lead(letter, statutory_day(letter.created_at), lang),
            note: words::note(letter.kind, lang),
            table: if rows.is_empty() { Vec::new() } else { aligned(header, &rows) },
            header,
            rows,
            items: (1..)
                .zip(alerts)
                .take(MAX_ITEMS)
                .map(|(n, it)| item(n, it, letter.kind, lang))
                .collect(),
            omitted: (left_out > 0).then(|| words::omitted(left_out, lang)),
            words,
        }
    }
}

/// What a letter is named after comes first.
fn rank(alert: AlertKind, letter: LetterKind) -> u8 {
    match (alert, letter) {
        (AlertKind::Resolved, LetterKind::Resolved) => 0,
        (AlertKind::Opened | AlertKind::System, _) => 1,
        (AlertKind::Resolved, _) => 2,
        (AlertKind::Reminder, _) => 3,
    }
}

fn row(n: usize, alert: &Alert, letter: LetterKind, lang: Lang) -> [String; 6] {
    [
        n.to_string(),
        sentence(alert.label.pick(lang)),
        sentence(&alert.agency),
        alert.year.to_string(),
        words::state(alert.kind, letter, lang).to_owned(),
        statutory_day(alert.since).to_string(),
    ]
}

/// Lines with a header and columns as wide as their widest cell, within reason.
fn aligned(header: [&'static str; 6], rows: &[[String; 6]]) -> Vec<String> {
    let header = header.map(str::to_owned);
    let limits = [4, 12, 30, 4, 8, 10];
    let cells = || std::iter::once(&header).chain(rows);
    let mut widths = [0; 6];
    for cells in cells() {
        for ((width, limit), cell) in widths.iter_mut().zip(limits).zip(cells) {
            *width = plain::width(cell).min(limit).max(*width);
        }
    }
    let line = |cells: &[String; 6]| {
        let padded: Vec<_> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| plain::pad(&plain::cut(cell, width), width))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let rule = widths.map(|width| "-".repeat(width));
    let mut lines = vec![line(&header), line(&rule)];
    lines.extend(rows.iter().map(line));
    lines
}

fn item(n: usize, alert: &Alert, letter: LetterKind, lang: Lang) -> Item {
    let mut details: Vec<String> =
        alert.details.iter().take(MAX_DETAILS).map(|it| sentence(it.pick(lang))).collect();
    if alert.details.len() > MAX_DETAILS {
        details.push("…".to_owned());
    }
    Item {
        title: title(n, alert, letter, lang),
        colour: colour(alert),
        message: sentence(alert.message.pick(lang)),
        details,
        facts: facts(alert, lang),
    }
}

fn title(n: usize, alert: &Alert, letter: LetterKind, lang: Lang) -> String {
    let label = sentence(alert.label.pick(lang));
    let place = match alert.kind {
        AlertKind::System => return format!("{n}. [{label}] {}", sentence(&alert.site.0)),
        AlertKind::Opened | AlertKind::Resolved | AlertKind::Reminder => sentence(&alert.agency),
    };
    let report = words::report(alert.year, lang);
    let state = words::state(alert.kind, letter, lang);
    let severity = match (alert.kind, lang) {
        (AlertKind::Resolved, _) => String::new(),
        (_, Lang::Zh) => format!("，{}", alert.severity.zh()),
        (_, Lang::En) => format!(", {}", alert.severity.key()),
    };
    match lang {
        Lang::Zh => format!("{n}. [{label}] {place}，{report}（{state}{severity}）"),
        Lang::En => format!("{n}. [{label}] {place}, {report} ({state}{severity})"),
    }
}

const fn colour(alert: &Alert) -> &'static str {
    match (alert.kind, alert.severity) {
        (AlertKind::Resolved, _) => "#1a7f37",
        (_, Severity::Error) => "#cf222e",
        (_, Severity::Warning) => "#bf8700",
        (_, Severity::Info) => "#8c959f",
    }
}

fn facts(alert: &Alert, lang: Lang) -> Vec<Fact> {
    let words = Words::of(lang);
    let day = |it: NaiveDate| it.to_string();
    let case = alert.case.as_ref().map(|it| sentence(&it.0));
    let link = alert.url.as_deref().map(plain::line);
    // Only what a browser fetches becomes a link: `javascript:` stays words.
    let href = link.clone().filter(|it| it.starts_with("https://") || it.starts_with("http://"));
    let since = alert.case.as_ref().map(|_| day(statutory_day(alert.since)));
    [
        (words.basis, Some(sentence(alert.basis.pick(lang))), None),
        (words.remedy, Some(sentence(alert.remedy.pick(lang))), None),
        (words.due, alert.due.map(day), None),
        (words.link, link, href),
        (words.since, since, None),
        (words.case, case, None),
    ]
    .into_iter()
    .filter_map(|(label, value, href)| {
        value.filter(|it| !it.is_empty()).map(|value| Fact { label, value, href })
    })
    .collect()
}

fn sentence(text: &str) -> String {
    plain::cut(&plain::line(text), MAX_SENTENCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;
    use crate::notify::compose::given;
    use AlertKind::Opened;
    use AlertKind::Resolved;

    fn shown(alerts: Vec<Alert>) -> Rendered {
        render(&given::letter(alerts), Lang::Zh).unwrap()
    }

    #[test]
    fn markup_in_a_name_is_shown_not_obeyed() {
        let html = shown(vec![given::alert(Opened, "r", "<script>alert(1)</script>\"'&")]).html;
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;script&gt;alert(1)"));
    }

    #[test]
    fn only_web_addresses_become_links() {
        let mut alert = given::alert(Opened, "r", "甲局");
        assert!(shown(vec![alert.clone()]).html.contains("href=\"https:"));
        alert.url = Some("javascript:alert(1)".into());
        assert!(!shown(vec![alert]).html.contains("href"));
    }

    #[test]
    fn every_line_of_text_is_short_and_clean() {
        let mut alert = given::alert(Opened, "r", &"某市\u{202e}教育局\r\n".repeat(40));
        alert.message = Text::new("表三\0不平，".repeat(300), "x");
        alert.details = vec![Text::new("一行\n两行", "x"); 30];
        alert.url = None;
        let text = shown(vec![alert.clone(), alert]).text;
        let wide: Vec<_> = text.lines().filter(|it| plain::width(it) > COLUMNS).collect();
        assert_eq!(wide, Vec::<&str>::new());
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }

    #[test]
    fn the_table_is_aligned_for_chinese() {
        let alerts =
            ["甲局", "某市某区很长名字的机关事务管理局"].map(|it| given::alert(Opened, "r", it));
        let text = shown(alerts.to_vec()).text;
        let ends: Vec<_> = text
            .lines()
            .filter_map(|it| it.rsplit_once("  2026-02-01"))
            .map(|(start, _)| plain::width(start))
            .collect();
        assert!(matches!(ends.as_slice(), [a, b] if a == b), "{text}");
    }

    #[test]
    fn good_news_stands_first_in_its_letter() {
        let late = given::alert(Opened, "late-publication", "甲局");
        let text = shown(vec![late, given::alert(Resolved, "r", "甲局")]).text;
        assert!(text.find("1. [逾期] 甲局，2025年度报告（已解决）").is_some(), "{text}");
    }

    #[test]
    fn a_long_letter_names_all_and_spells_out_some() {
        let alerts = (0..60).map(|i| given::alert(Opened, "r", &format!("第{i}局"))).collect();
        let text = shown(alerts).text;
        assert!(text.contains("另有 10 项未在此详列"));
        assert!(text.contains("第59局"));
        assert!(!text.contains("51. ["));
    }
}
