//! Bytes → an annual report, and what could not be read. Pure.
//!
//! The order is: take the page or file apart (`source`), find the report on it, choose the edition
//! by its wordings, break it at its headings, read the three tables. Nothing is ever filled in: a cell
//! that is not certain is left out and named in `unread`, because a wrong number is worse than none.
//!
//! A new edition is a file in [`edition`] and an entry in its list.

pub mod annex;
pub mod biff;
mod container;
pub mod decode;
pub mod edition;
mod flow;
mod glued;
mod heading;
pub mod json;
pub mod meta;
pub mod number;
mod sections;
mod sniff;
mod source;
mod tables;
mod unaligned;

use std::collections::BTreeMap;

use crate::domain::AnnualReport;
use crate::domain::Attachment;
use crate::domain::Carrier;
use crate::domain::Digest;
use crate::domain::Edition;
use crate::domain::PageTags;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::html::Block;
use crate::html::Page;
use crate::wording::push_letters;
use crate::wording::push_squashed;
use crate::wording::squash;
use crate::wording::tidy;
use crate::wording::to_half_width;
use sections::Part;
pub use sniff::NotAReport;
pub use source::READER_THREAD;
use source::Source;
use unaligned::Printed;

/// What is known of the bytes besides themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The address they came from.
    pub url: Option<&'a str>,
}

/// Reads a report.
pub fn extract(input: Input<'_>) -> Result<AnnualReport, NotAReport> {
    let source = source::open(input)?;
    read(&source, input.url)
}

fn read(source: &Source, url: Option<&str>) -> Result<AnnualReport, NotAReport> {
    let text = source.page.text();
    let title = source
        .titles()
        .find(|title| meta::is_report_title(title) && meta::title_year(title).is_some())
        .or_else(|| source.titles().find(|title| meta::is_report_title(title)))
        .map(ToOwned::to_owned)
        .or_else(|| meta::announced_title(&text));
    let all_letters = letters_of(&source.page);
    let title_year = title.as_deref().and_then(meta::title_year);
    let plain = to_half_width(&text);
    let period = meta::period(&plain);
    let year = title_year.or_else(|| {
        use chrono::Datelike;
        period.map(|(from, _)| crate::domain::ReportYear(from.year()))
    });
    let edition = edition::choose(&all_letters, year.map(|it| it.0));
    let form = edition.or_else(|| edition::find("2021"));
    let Some(form) = form else { return Err(NotAReport::Other("no edition is known".into())) };

    let blocks = match source.carrier {
        Carrier::Html => container::report_blocks(&source.page, form),
        _ => source.page.blocks.iter().map(|placed| &placed.block).collect(),
    };
    let parts = sections::parts(&blocks, form, true);
    let sections = sections::sections(&parts, form);
    let found = sections.iter().filter(|section| section.present).count();
    if title.is_none() && found < 3 {
        return Err(NotAReport::Other(format!(
            "it has no title of a disclosure report and {found} of its six headings"
        )));
    }
    let preamble = parts.first().map(Part::text).unwrap_or_default();
    let (tables, unread) = read_tables(edition, &parts);
    let pictured = TableKind::ALL.into_iter().filter(|kind| {
        let part = sections::part(&parts, kind.section());
        !tables.contains_key(kind) && part.is_some_and(|it| it.has_image && it.grids.is_empty())
    });
    let pictured = pictured.collect();

    let signature = parts.last().and_then(|part| meta::signature(&part.lines));
    let agency = title
        .as_deref()
        .and_then(meta::title_agency)
        .or_else(|| signature.as_ref().map(|(_, name)| name.clone()).filter(|name| is_name(name)))
        .or_else(|| source.tagged_agency.clone());
    let head = source.head.as_deref().map(to_half_width);
    let dated = head.as_ref().unwrap_or(&plain);
    let mut report = AnnualReport {
        title,
        agency,
        year,
        title_year,
        period,
        edition: edition.map(|it| it.id.to_owned()),
        carrier: source.carrier,
        dates: meta::dates(source.pub_date.as_deref(), dated, url, signature),
        preamble,
        sections,
        tables,
        unread,
        extra_rows: Vec::new(),
        missing_columns: Vec::new(),
        attachments: attachments(&source.page, url),
        annexes: Vec::new(),
        table_sources: BTreeMap::new(),
        text_source: None,
        pictured,
        content: Digest::default(),
        headings: sections::headings(&parts),
        tags: (source.carrier == Carrier::Html).then(|| page_tags(&source.page, &text)),
    };
    if let Some(edition) = edition {
        note_oddities(&mut report, edition, &parts);
    }
    report.content = content_digest(&report);
    Ok(report)
}

fn page_tags(page: &Page, text: &str) -> PageTags {
    let tag = |name| page.meta(name).map(ToOwned::to_owned);
    PageTags {
        article_title: tag("ArticleTitle"),
        pub_date: tag("PubDate"),
        content_source: tag("ContentSource"),
        column: tag("ColumnName"),
        breadcrumb: text.lines().find(|line| meta::is_breadcrumb(line)).map(tidy),
        any: !page.metas.is_empty(),
    }
}

/// Letters of running text and cells, for the wordings that tell the editions apart.
fn letters_of(page: &Page) -> String {
    let mut all = String::new();
    for placed in &page.blocks {
        match &placed.block {
            Block::Text(text) => push_letters(&mut all, text),
            Block::Table(grid) => {
                for cell in &grid.cells {
                    push_letters(&mut all, &cell.text);
                    all.push('|');
                }
            }
            Block::Image | Block::Frame => {}
        }
    }
    all
}

/// A name in a signature, not a phrase that happens to stand before a date.
fn is_name(name: &str) -> bool {
    (3..=30).contains(&name.chars().count()) && !name.contains(['，', '。', '：', ',', '、'])
}

fn read_tables(
    edition: Option<&'static Edition>,
    parts: &[Part<'_>],
) -> (BTreeMap<TableKind, crate::domain::Table>, Vec<Unread>) {
    let mut tables = BTreeMap::new();
    let mut unread = Vec::new();
    for kind in TableKind::ALL {
        let what = kind.key().to_owned();
        let Some(edition) = edition.filter(|it| it.lines_of(kind).next().is_some()) else {
            unread.push(Unread { what, why: Unread::NO_FORM.into() });
            continue;
        };
        // A table stands in its own section where there is one; a page that lost a heading keeps the
        // table somewhere.
        let grids = sections::grids(parts);
        let section = sections::part(parts, kind.section());
        let reading = tables::read(kind, edition, &grids)
            .or_else(|| flow::read(kind, edition, &section?.text()));
        let printed = || Printed::new(kind, edition, &grids, section);
        match reading {
            Some((table, mut problems)) if !table.is_empty() => {
                tables.insert(kind, table);
                if problems.iter().any(|it| it.why == Unread::NO_ROW)
                    && let Some(printed) = printed()
                {
                    printed.correct(edition, &mut problems);
                }
                unread.extend(problems);
            }
            Some((_, problems)) => {
                // Not one row is certain: the table as a whole is unread, for the first reason why a
                // row that is there was not read.
                let why = problems
                    .into_iter()
                    .find(|problem| !problem.is_absent())
                    .map_or_else(|| "no row is certain".to_owned(), |problem| problem.why);
                unread.push(Unread { what, why });
            }
            None if printed().is_some_and(|it| it.is_flat(edition)) => {
                let why = "its labels are there, their figures could not be aligned".into();
                unread.push(Unread { what, why });
            }
            None => unread.push(Unread { what, why: why_absent(section) }),
        }
    }
    (tables, unread)
}

/// Notes what the tables have beside the form, and what they leave out of it.
fn note_oddities(report: &mut AnnualReport, edition: &'static Edition, parts: &[Part<'_>]) {
    let grids = sections::grids(parts);
    for kind in TableKind::ALL {
        let odd = tables::oddities::look(kind, edition, &grids);
        report.extra_rows.extend(odd.extra_rows.into_iter().map(|label| (kind, label)));
        report.missing_columns.extend(odd.missing_columns.into_iter().map(|it| (kind, it)));
    }
}

fn why_absent(section: Option<&Part<'_>>) -> String {
    match section {
        None => Unread::NO_HEADING.into(),
        Some(part) if part.has_image => "heading present, only an image under it".into(),
        Some(part) if part.has_frame => "heading present, only an embedded page under it".into(),
        Some(part) if !part.grids.is_empty() => {
            "heading present, the table under it is not the form's".into()
        }
        Some(_) => Unread::NO_TABLE.into(),
    }
}

const FILES: [&str; 9] = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".zip", ".rar"];

fn attachments(page: &Page, url: Option<&str>) -> Vec<Attachment> {
    let base = url.and_then(|url| url::Url::parse(url).ok());
    page.links
        .iter()
        .filter(|link| has_ending(&link.href, &FILES))
        .map(|link| Attachment {
            url: base
                .as_ref()
                .and_then(|base| base.join(&link.href).ok())
                .map_or_else(|| link.href.clone(), Into::into),
            title: link.text.clone(),
        })
        .collect()
}

/// True for the address of a file with one of these endings, in whatever case.
fn has_ending(address: &str, endings: &[&str]) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().as_bytes();
    endings.iter().any(|ending| {
        let tail = path.len().checked_sub(ending.len()).and_then(|at| path.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
    })
}

/// Digest of what the report says: spaces, view counters and the page around it do not count.
fn content_digest(report: &AnnualReport) -> Digest {
    let mut text = squash(report.title.as_deref().unwrap_or_default());
    text.push('\n');
    push_squashed(&mut text, &report.preamble);
    for section in &report.sections {
        text.push('\n');
        push_squashed(&mut text, &section.text);
    }
    for (kind, table) in &report.tables {
        for (line, column, cell) in table.iter() {
            text.push('\n');
            text.push_str(kind.key());
            text.push_str(line.key());
            text.push_str(column.key());
            text.push_str(&cell.raw);
        }
    }
    Digest::of(text.as_bytes())
}

#[cfg(test)]
mod tests;
