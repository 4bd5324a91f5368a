//! 大汉 信息公开年报: `/module/xxgk/xxgkAnnualReport.jsp?fbtime=2017&area=…`, a page for each year.
//!
//! The page of a year is the report itself. `fbtime` may be the year reported on or that of
//! publication, so it is never taken for either: every page is read for the title it prints, and
//! the links to other years are its further pages.

use url::Url;

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::html::Block;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::candidate;

pub(super) static PORTAL: Portal = Portal { id: "xxgk-annual-report", recognises, read };

/// The script that shows a year.
const FILE: &str = "/xxgkAnnualReport.jsp";
/// Words of a year without a report.
const NOTHING: [&str; 3] = ["暂无", "没有相关", "无数据"];

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    seen.url.path().ends_with(FILE).then_some("年报专页 xxgkAnnualReport.jsp")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let mut entries = Vec::new();
    let next = next(seen);
    match title(seen) {
        // The newest year is read again under an address of its own.
        Some(_) if year(seen.url).is_none() && next != Next::End => {}
        Some(title) => entries.push(Entry { url: Some(seen.url.clone()), title, date: None }),
        None if NOTHING.iter().any(|word| seen.page.text().contains(word)) => {}
        None => return Err(Unseen::ListNotUnderstood("年报专页上没有年报标题".into())),
    }
    Ok(Listing { entries, next, named: true, ..Listing::default() })
}

/// The title that the page prints; several that differ prove nothing.
fn title(seen: &Seen<'_>) -> Option<String> {
    let lines = seen.page.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let mut found: Vec<&str> = seen
        .page
        .headlines
        .iter()
        .map(String::as_str)
        .chain(lines)
        .filter(|it| candidate::is_report(it))
        .collect();
    found.dedup();
    match found.as_slice() {
        [first, rest @ ..] if rest.iter().all(|it| it == first) => Some((*first).to_owned()),
        _ => None,
    }
}

/// The next older year; the years follow one another in their numbers, whatever the order of links.
fn next(seen: &Seen<'_>) -> Next {
    let links = seen.page.links.iter().filter_map(|link| seen.url.join(&link.href).ok());
    let mut years: Vec<(i32, Url)> = links
        .filter(|url| url.path() == seen.url.path() && area(url) == area(seen.url))
        .filter_map(|url| Some((year(&url)?, url)))
        .collect();
    years.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
    let older = match year(seen.url) {
        Some(present) => years.into_iter().find(|(year, _)| *year < present),
        // Without a year the page shows the newest.
        None => years.into_iter().next(),
    };
    older.map_or(Next::End, |(_, url)| Next::get(url))
}

fn year(url: &Url) -> Option<i32> {
    Ask::get(url.clone()).value("fbtime")?.parse().ok()
}

fn area(url: &Url) -> Option<String> {
    Ask::get(url.clone()).value("area")
}
