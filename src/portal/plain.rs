//! A listing of ordinary links, whatever made it.

use super::Entry;
use super::Listing;
use super::Portal;
use super::Seen;
use super::candidate;
use super::paging;
use crate::domain::Unseen;
use crate::extract::meta;
use crate::html::Link;
use crate::wording::letters;
use crate::wording::tidy;

pub(super) static PORTAL: Portal = Portal { id: "plain", recognises: |_| true, read };

/// Signs of lists that a script fills.
const SCRIPTED: [&str; 10] = [
    "listmodel",
    "trsapi",
    "dataproxy",
    "jpage",
    "querydata",
    "$.ajax",
    "$.get",
    "$.post",
    "axios",
    "xmlhttprequest",
];

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut dated = 0;
    for link in &seen.page.links {
        let entry = entry(seen, link);
        if entry.date.is_some() {
            dated += 1;
        }
        // Menus name the column itself; a report has a year or at least a date.
        let marked = entry.date.is_some() || entry.title.contains(|c: char| c.is_numeric());
        let wanted = marked && candidate::may_be_report(&entry.title);
        // A picture and a title often link the same page.
        let again = entries.iter().any(|it| it.url == entry.url && it.title == entry.title);
        if wanted && !again {
            entries.push(entry);
        }
    }
    let reports = entries.iter().filter(|it| candidate::is_report(&it.title)).count();
    if reports > 0 || (dated > 0 && is_report_column(seen)) {
        return Ok(Listing { entries, next: paging::next(seen) });
    }
    let scripts = seen.page.scripts.to_ascii_lowercase();
    if dated == 0
        && let Some(sign) = SCRIPTED.iter().find(|sign| scripts.contains(**sign))
    {
        return Err(Unseen::ListNeedsScript((*sign).into()));
    }
    Err(Unseen::ListNotUnderstood(if dated == 0 {
        "页面上没有年报，也没有带日期的条目".into()
    } else {
        format!("有{dated}个带日期的条目，但没有年报，栏目名称也不是年报")
    }))
}

/// True where the page says that it is the column of annual reports.
fn is_report_column(seen: &Seen<'_>) -> bool {
    let names = [seen.page.meta("ColumnName"), Some(seen.page.title.as_str())];
    names
        .into_iter()
        .flatten()
        .chain(seen.page.headlines.iter().map(String::as_str))
        .map(letters)
        .any(|name| ["公开年报", "年度报告", "信息公开年报"].iter().any(|it| name.contains(it)))
}

fn entry(seen: &Seen<'_>, link: &Link) -> Entry {
    let href = link.href.to_ascii_lowercase();
    let dead = href.is_empty() || href.starts_with('#') || href.starts_with("javascript");
    let url = if dead { None } else { seen.url.join(&link.href).ok() };
    let beside = link.around.replacen(&link.text, "", 1);
    let date = meta::date_in(&beside)
        .or_else(|| url.as_ref().and_then(|url| meta::url_date(url.as_str())));
    Entry { url, title: without_date(&link.text), date }
}

/// Some lists print the date inside the link.
fn without_date(text: &str) -> String {
    let text = tidy(text);
    let trimmed = text
        .trim_end_matches(|c: char| c.is_ascii_digit() || "-/.[]() :（）".contains(c))
        .trim_end();
    if trimmed.chars().count() >= 6 { trimmed.to_owned() } else { text }
}
