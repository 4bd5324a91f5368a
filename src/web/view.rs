//! What pages show, as plain text in one language. Pure.
//!
//! Nothing here escapes: that is the template engine's work. Only addresses are made safe here,
//! because a browser follows them: a link leads to `http` or `https` or nowhere.

use chrono::DateTime;
use chrono::Utc;
use chrono_tz::Tz;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use serde::Serialize;

use crate::domain;
use crate::domain::AnnualReport;
use crate::domain::Case;
use crate::domain::Lang;
use crate::domain::Record;
use crate::domain::Revision;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::overview::Obligation;
use crate::rules::catalogue;
use crate::rules::catalogue::Entry;

/// A name as one segment of an address.
pub(super) fn path_segment(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}

/// An instant on the clock of the office.
pub(super) fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// An address that may be followed.
fn link(url: &str) -> Option<String> {
    let web = url.starts_with("http://") || url.starts_with("https://");
    web.then(|| url.to_owned())
}

/// One obligation as a line.
#[derive(Serialize)]
pub(super) struct Row {
    agency: String,
    agency_path: String,
    site: String,
    year: i32,
    due: String,
    state: &'static str,
    state_key: &'static str,
    reason: String,
    errors: usize,
    warnings: usize,
    versions: usize,
    url: Option<String>,
}

impl Row {
    pub(super) fn of(row: Obligation, lang: Lang) -> Self {
        let (zh, en) = row.state.label();
        Self {
            agency_path: path_segment(&row.agency_id.0),
            agency: row.agency,
            site: row.site,
            year: row.report_year.0,
            due: row.due.map_or_else(String::new, |due| due.to_string()),
            state: lang.pick(zh, en),
            state_key: row.state.key(),
            reason: row.reason,
            errors: row.errors,
            warnings: row.warnings,
            versions: row.versions,
            url: row.url.as_deref().and_then(link),
        }
    }
}

/// How many obligations are in a state.
#[derive(Serialize)]
pub(super) struct Count {
    state: &'static str,
    state_key: &'static str,
    number: usize,
}

/// Counts states, in the order in which they first occur.
pub(super) fn tally(rows: &[Obligation], lang: Lang) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for row in rows {
        let key = row.state.key();
        if let Some(count) = counts.iter_mut().find(|count| count.state_key == key) {
            count.number += 1;
        } else {
            let (zh, en) = row.state.label();
            counts.push(Count { state: lang.pick(zh, en), state_key: key, number: 1 });
        }
    }
    counts
}

/// One finding.
#[derive(Serialize)]
pub(super) struct Finding {
    rule: String,
    severity: &'static str,
    severity_key: &'static str,
    message: String,
    quote: Option<String>,
    basis: String,
    remedy: String,
}

impl Finding {
    pub(super) fn of(finding: &domain::Finding, lang: Lang) -> Self {
        Self {
            rule: finding.rule.clone(),
            severity: severity(finding.severity, lang),
            severity_key: finding.severity.key(),
            message: finding.message.pick(lang).to_owned(),
            quote: finding.place.quote.clone(),
            basis: finding.basis.pick(lang).to_owned(),
            remedy: catalogue::remedy(finding).pick(lang).to_owned(),
        }
    }
}

const fn severity(severity: Severity, lang: Lang) -> &'static str {
    lang.pick(severity.zh(), severity.key())
}

/// One case as a line.
#[derive(Serialize)]
pub(super) struct CaseLine {
    id: String,
    year: i32,
    rule: String,
    severity: &'static str,
    severity_key: &'static str,
    state: &'static str,
    state_key: &'static str,
    since: String,
    message: String,
}

impl CaseLine {
    pub(super) fn of(case: &Case, lang: Lang, zone: Tz) -> Self {
        let state = if case.is_open() {
            lang.pick("未解决", "open")
        } else {
            lang.pick("已解决", "resolved")
        };
        Self {
            id: case.id.0.clone(),
            year: case.year.0,
            rule: case.finding.rule.clone(),
            severity: severity(case.finding.severity, lang),
            severity_key: case.finding.severity.key(),
            state,
            state_key: case.state.key(),
            since: case.events.first().map_or_else(String::new, |it| moment(it.at, zone)),
            message: case.finding.message.pick(lang).to_owned(),
        }
    }
}

/// Something that happened.
#[derive(Serialize)]
pub(super) struct Event {
    at: String,
    what: String,
}

/// What happened to a case, oldest first.
pub(super) fn events(case: &Case, lang: Lang, zone: Tz) -> Vec<Event> {
    let all = case.events.iter();
    all.map(|it| Event { at: moment(it.at, zone), what: it.what.pick(lang).to_owned() }).collect()
}

/// A report: its claims, figures, findings, and how it changed.
#[derive(Serialize)]
pub(super) struct Report {
    title: Option<String>,
    edition: Option<String>,
    dates: Vec<String>,
    tables: Vec<Table>,
    unread: Vec<String>,
    findings: Vec<Finding>,
    not_assessable: Vec<String>,
    versions: Vec<Event>,
    revisions: Vec<Edit>,
}

impl Report {
    pub(super) fn of(record: &Record, lang: Lang, zone: Tz) -> Self {
        let report = record.report.as_ref();
        let colon = lang.pick("：", ": ");
        let mut findings: Vec<&domain::Finding> = record.findings.iter().collect();
        findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
        Self {
            title: report.and_then(|it| it.title.clone()),
            edition: report.and_then(|it| it.edition.clone()),
            dates: report.map_or_else(Vec::new, |it| dates(it, lang)),
            tables: report.map_or_else(Vec::new, |it| tables(it, lang)),
            unread: report.map_or_else(Vec::new, |it| {
                it.unread.iter().map(|it| format!("{}{colon}{}", it.what, it.why)).collect()
            }),
            findings: findings.into_iter().map(|it| Finding::of(it, lang)).collect(),
            not_assessable: record
                .not_assessable
                .iter()
                .map(|it| format!("{}{colon}{}", it.rule, it.why.pick(lang)))
                .collect(),
            versions: record
                .versions
                .iter()
                .map(|it| Event { at: moment(it.seen_at, zone), what: it.content.short() })
                .collect(),
            revisions: record.revisions.iter().map(|it| Edit::of(it, lang, zone)).collect(),
        }
    }
}

fn dates(report: &AnnualReport, lang: Lang) -> Vec<String> {
    use crate::domain::DateSource;
    let place = |source| match source {
        DateSource::Meta => lang.pick("PubDate 标签", "PubDate tag"),
        DateSource::Visible => lang.pick("页面所示", "printed on the page"),
        DateSource::Url => lang.pick("网址", "address"),
        DateSource::Listing => lang.pick("列表页", "listing"),
        DateSource::Signature => lang.pick("落款", "signature"),
    };
    let open = lang.pick("（", " (");
    let close = lang.pick("）", ")");
    report.dates.iter().map(|it| format!("{}{open}{}{close}", it.date, place(it.source))).collect()
}

/// One of the tables of the form, as printed.
#[derive(Serialize)]
struct Table {
    name: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<(&'static str, Vec<String>)>,
}

fn tables(report: &AnnualReport, lang: Lang) -> Vec<Table> {
    let found = TableKind::ALL.into_iter().filter_map(|kind| Some((kind, report.table(kind)?)));
    found
        .map(|(kind, table)| {
            let mut columns = Vec::new();
            let mut lines = Vec::new();
            for (line, column, _) in table.iter() {
                if !columns.contains(&column) {
                    columns.push(column);
                }
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            let printed = |line, column| {
                table.cell(line, column).map_or_else(String::new, |cell| cell.raw.clone())
            };
            Table {
                name: lang.pick(kind.zh(), kind.key()),
                columns: columns.iter().map(|it| lang.pick(it.zh(), it.json_key())).collect(),
                rows: lines
                    .iter()
                    .map(|line| {
                        let cells = columns.iter().map(|column| printed(*line, *column)).collect();
                        (lang.pick(line.zh(), line.key()), cells)
                    })
                    .collect(),
            }
        })
        .collect()
}

/// One edit.
#[derive(Serialize)]
struct Edit {
    at: String,
    declared: bool,
    changes: Vec<String>,
}

impl Edit {
    fn of(revision: &Revision, lang: Lang, zone: Tz) -> Self {
        Self {
            at: moment(revision.at, zone),
            declared: revision.declared,
            changes: revision.changes.iter().map(|it| it.text().pick(lang).to_owned()).collect(),
        }
    }
}

/// One rule of the book.
#[derive(Serialize)]
pub(super) struct Rule {
    id: String,
    label: String,
    severity: &'static str,
    severity_key: &'static str,
    basis: String,
    summary: String,
}

impl Rule {
    pub(super) fn of(rule: Entry, lang: Lang) -> Self {
        let (word, key) = if rule.off {
            (lang.pick("停用", "off"), "off")
        } else {
            (severity(rule.severity, lang), rule.severity.key())
        };
        Self {
            id: rule.name,
            label: rule.label.pick(lang).to_owned(),
            severity: word,
            severity_key: key,
            basis: rule.basis.pick(lang).to_owned(),
            summary: rule.summary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(link("https://gov.test/1").as_deref(), Some("https://gov.test/1"));
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link("data:text/html,x"), None);
    }

    #[test]
    fn a_name_with_a_slash_is_one_segment() {
        assert_eq!(path_segment("市/局?"), "%E5%B8%82%2F%E5%B1%80%3F");
    }
}
