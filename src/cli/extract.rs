//! `extract`: a report as data; a folder gives one line a file.

use std::path::Path;

use clap::Args;
use serde_json::Value as Json;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::out;
use super::source;
use crate::domain::AnnualReport;
use crate::domain::Lang;
use crate::domain::TableKind;
use crate::extract as reader;

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// File, folder or address of a report; - reads standard input
    source: String,
}

pub(super) fn extract(args: &ExtractArgs, context: &Context) -> Result<Ended, Failed> {
    if Path::new(&args.source).is_dir() {
        return folder(Path::new(&args.source), context);
    }
    let settings = source::settings(context.found()?.as_ref());
    let report = source::report(&args.source, &settings)?;
    match context.format {
        Format::Json => out::json(&reader::json::report(&report)),
        Format::Text => print(&report, context.lang(Lang::Zh)),
    }
    Ok(Ended::Clean)
}

/// One line a file; a file that is no report gets its reason and does not stop the others.
fn folder(dir: &Path, context: &Context) -> Result<Ended, Failed> {
    let files = source::files_in(dir)?;
    let settings = source::settings(context.found()?.as_ref());
    let lang = context.lang(Lang::Zh);
    let mut unreadable = Vec::new();
    let bar = out::progress(files.len());
    for file in &files {
        let name = file.display().to_string();
        let report = source::report(&name, &settings);
        let text = match (&report, context.format) {
            (Ok(report), Format::Json) => one_line(&name, reader::json::report(report)),
            (Ok(report), Format::Text) => summary(&name, report, lang),
            (Err(failed), Format::Json) => {
                one_line(&name, serde_json::json!({ "error": failed.reason() }))
            }
            (Err(failed), Format::Text) => format!("—  {}", out::printable(&failed.reason())),
        };
        if let Err(failed) = &report {
            unreadable.push(failed.reason());
        }
        bar.suspend(|| out::line(&text));
        bar.inc(1);
    }
    bar.finish_and_clear();
    source::unreadable(&unreadable).map_or(Ok(Ended::Clean), Err)
}

pub(super) fn one_line(name: &str, mut data: Json) -> String {
    if let Json::Object(map) = &mut data {
        map.insert("file".into(), name.into());
    }
    data.to_string()
}

fn summary(name: &str, report: &AnnualReport, lang: Lang) -> String {
    if report.is_blank_form() {
        return out::printable(&format!("□  {name}  {}", blank_form(lang)));
    }
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

fn blank_form(lang: Lang) -> &'static str {
    lang.pick("空白格式，尚未填写", "blank form, not filled in")
}

fn print(report: &AnnualReport, lang: Lang) {
    let show = |value: Option<String>| value.unwrap_or_else(|| "?".into());
    out::line(&out::printable(&show(report.title.clone())));
    out::line(&out::printable(&format!(
        "{} · {} · {}",
        show(report.agency.clone()),
        show(report.year.map(|year| year.to_string())),
        show(report.edition.clone()),
    )));
    if report.is_blank_form() {
        out::line(blank_form(lang));
    }
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
