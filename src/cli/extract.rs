//! `extract`: a report as data; a folder gives one line a file.

use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value as Json;
use url::Url;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::block_on;
use super::out;
use crate::clock::SystemClock;
use crate::domain::AnnualReport;
use crate::domain::TableKind;
use crate::extract as reader;
use crate::extract::Input;
use crate::fetch::Fetch;
use crate::fetch::Request;
use crate::fetch::http::HttpFetch;
use crate::fetch::http::Settings;

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// File, folder or address of a report; - reads standard input
    source: String,
}

/// Bytes and what is known of them.
pub(super) struct Source {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The `Content-Type` header, for an address.
    pub content_type: Option<String>,
    /// The address, if it is one.
    pub url: Option<String>,
}

impl Source {
    /// Reads them as a report.
    pub fn report(&self, name: &str) -> Result<AnnualReport, Failed> {
        let input = Input {
            bytes: &self.bytes,
            content_type: self.content_type.as_deref(),
            url: self.url.as_deref(),
        };
        reader::extract(input).map_err(|why| Failed::Input(format!("{name}: {why}")))
    }
}

/// How sources are read: one limit for all ways in, that of the configuration where there is one.
pub(super) fn settings(context: &Context) -> Result<Settings, Failed> {
    match (context.load().map(|config| config.fetch), &context.config) {
        (Ok(settings), _) => Ok(settings),
        // A file that was named and cannot be used is a mistake; that there is none is not.
        (Err(failed), Some(_)) => Err(failed),
        (Err(_), None) => Ok(Settings::default()),
    }
}

/// Reads a file, an address, or standard input for `-`.
pub(super) fn source(name: &str, settings: &Settings) -> Result<Source, Failed> {
    if name == "-" {
        return capped(std::io::stdin().lock(), "-", settings.max_body);
    }
    match Url::parse(name) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => fetched(url, settings.clone()),
        _ => {
            let file = std::fs::File::open(name)
                .map_err(|error| Failed::Input(format!("{name} cannot be read: {error}")))?;
            capped(file, name, settings.max_body)
        }
    }
}

fn capped(reader: impl Read, name: &str, limit: u64) -> Result<Source, Failed> {
    let mut bytes = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failed::Input(format!("{name} cannot be read: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(Failed::Input(format!(
            "{name} is larger than {} MiB; a report page is not (fetch.max-body raises the limit)",
            limit >> 20
        )));
    }
    Ok(Source { bytes, content_type: None, url: None })
}

fn fetched(url: Url, settings: Settings) -> Result<Source, Failed> {
    let name = url.to_string();
    let page = block_on(async {
        let fetch = HttpFetch::new(settings, Arc::new(SystemClock))
            .map_err(|error| Failed::Machine(error.to_string()))?;
        fetch.get(Request::new(url)).await.map_err(|why| Failed::Input(why.to_string()))
    })??;
    if page.capture.status != 200 {
        return Err(Failed::Input(format!("{name} answered HTTP {}", page.capture.status)));
    }
    Ok(Source {
        content_type: page.capture.header("content-type").map(ToOwned::to_owned),
        url: Some(page.capture.final_url.clone()),
        bytes: page.body,
    })
}

pub(super) fn extract(args: &ExtractArgs, context: &Context) -> Result<Ended, Failed> {
    if Path::new(&args.source).is_dir() {
        return folder(Path::new(&args.source), context);
    }
    let report = source(&args.source, &settings(context)?)?.report(&args.source)?;
    match context.format {
        Format::Json => out::json(&reader::json::report(&report)),
        Format::Text => print(&report),
    }
    Ok(Ended::Clean)
}

/// One line a file; a file that is no report gets its reason and does not stop the others.
fn folder(dir: &Path, context: &Context) -> Result<Ended, Failed> {
    let files = files_in(dir)?;
    let settings = settings(context)?;
    let bar = out::progress(files.len());
    for file in &files {
        let name = file.display().to_string();
        let report = source(&name, &settings).and_then(|source| source.report(&name));
        let text = match (&report, context.format) {
            (Ok(report), Format::Json) => one_line(&name, reader::json::report(report)),
            (Ok(report), Format::Text) => summary(&name, report),
            (Err(failed), Format::Json) => {
                one_line(&name, serde_json::json!({ "error": reason(failed) }))
            }
            (Err(failed), Format::Text) => format!("—  {}", out::printable(&reason(failed))),
        };
        bar.suspend(|| out::line(&text));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Ended::Clean)
}

/// Every file under a folder, by name.
pub(super) fn files_in(dir: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut files = Vec::new();
    collect(dir, &mut files)
        .map_err(|error| Failed::Input(format!("{} cannot be read: {error}", dir.display())))?;
    files.sort();
    Ok(files)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

pub(super) fn one_line(name: &str, mut data: Json) -> String {
    if let Json::Object(map) = &mut data {
        map.insert("file".into(), name.into());
    }
    data.to_string()
}

pub(super) fn reason(failed: &Failed) -> String {
    match failed {
        Failed::Usage(text) | Failed::Input(text) | Failed::Machine(text) => text.clone(),
        Failed::Config(report) => report.to_string(),
        Failed::Store(error) => error.to_string(),
    }
}

fn summary(name: &str, report: &AnnualReport) -> String {
    let cells: usize = report.tables.values().map(|table| table.iter().count()).sum();
    let mark = if report.unread.is_empty() { "✓" } else { "…" };
    out::printable(&format!(
        "{mark}  {name}  {}  {}  {}  {cells} cells, {} unread",
        report.year.map_or_else(|| "?".into(), |year| year.to_string()),
        report.edition.as_deref().unwrap_or("?"),
        report.agency.as_deref().unwrap_or("?"),
        report.unread.len(),
    ))
}

fn print(report: &AnnualReport) {
    let show = |value: Option<String>| value.unwrap_or_else(|| "?".into());
    out::line(&out::printable(&show(report.title.clone())));
    out::line(&out::printable(&format!(
        "{} · {} · {}",
        show(report.agency.clone()),
        show(report.year.map(|year| year.to_string())),
        show(report.edition.clone()),
    )));
    for date in &report.dates {
        out::line(&format!("{} ({:?})", date.date, date.source));
    }
    for section in &report.sections {
        let mark = if section.present { "✓" } else { "✗" };
        let characters = section.text.chars().filter(|c| !c.is_whitespace()).count();
        out::line(&out::printable(&format!(
            "{mark} {} {}（{characters}）",
            section.number, section.title
        )));
    }
    for kind in TableKind::ALL {
        let Some(table) = report.table(kind) else { continue };
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut last = None;
        for (line, column, cell) in table.iter() {
            if last != Some(line) {
                rows.push(vec![line.zh().to_owned()]);
                last = Some(line);
            }
            if let Some(row) = rows.last_mut() {
                let wide = kind != TableKind::ActiveDisclosure;
                row.push(if wide {
                    cell.raw.clone()
                } else {
                    format!("{}：{}", column.zh(), cell.raw)
                });
            }
        }
        out::table(&[kind.zh()], rows);
    }
    for unread in &report.unread {
        out::line(&format!("unread: {} — {}", unread.what, unread.why));
    }
}
