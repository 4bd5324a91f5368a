//! Links and records → entries; what every family shares.
//!
//! A page of links is judged here: one that shows no report must at least be the column of reports,
//! or it is not the list. Data has no menus and no column name of its own, so its records are all
//! counted, and [`super::Gathered`] judges the whole.

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::extract::meta;
use crate::html::Link;
use crate::html::Page;
use crate::wording::letters;
use crate::wording::tidy;

use super::Entry;
use super::Listing;
use super::Next;
use super::Seen;
use super::candidate;
use super::paging;
use super::steady::without_session;

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

pattern!(
    DATE_BEFORE,
    r"^\s*[\[（(【]?\s*20\d{2}\s*[-年/.—]\s*\d{1,2}\s*[-月/.—]\s*\d{1,2}\s*日?\s*[\]）)】]?\s*"
);
pattern!(
    DATE_BEHIND,
    r"\s*[\[（(【]?\s*20\d{2}\s*[-年/.—]\s*\d{1,2}\s*[-月/.—]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*[\]）)】]?\s*$"
);

/// Reads a page of links, with what its family says comes after it.
pub(super) fn page(seen: &Seen<'_>, next: Next) -> Result<Listing, Unseen> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut dated = 0;
    for link in &seen.page.links {
        let entry = entry(seen, link);
        if entry.date.is_some() {
            dated += 1;
        }
        take(&mut entries, entry);
    }
    let reports = entries.iter().filter(|it| candidate::is_report(&it.title)).count();
    let named = is_report_column(seen);
    let scripts = seen.page.scripts.to_ascii_lowercase();
    let scripted = SCRIPTED.iter().find(|sign| scripts.contains(**sign));
    // Dated links beside a list that a script fills are news, and say nothing of the list.
    if reports > 0 || (dated > 0 && named && scripted.is_none()) {
        let pages = paging::announced(seen);
        return Ok(Listing { entries, next, named, pages, ..Listing::default() });
    }
    if let Some(sign) = scripted.filter(|_| dated == 0 || named) {
        return Err(Unseen::ListNeedsScript((*sign).into()));
    }
    Err(Unseen::ListNotUnderstood(if dated == 0 {
        "页面上没有年报，也没有带日期的条目".into()
    } else {
        format!("有{dated}个带日期的条目，但没有年报，栏目名称也不是年报")
    }))
}

/// Reads a page that says where its data is: what it shows already, and then the data. `data` says
/// where, or why that is not certain.
pub(super) fn shell(seen: &Seen<'_>, data: Result<Ask, String>) -> Result<Listing, Unseen> {
    match (page(seen, paging::next(seen)), data) {
        // Links to further pages are as good as the data.
        (Ok(listing), _) if matches!(listing.next, Next::Page(_)) => Ok(listing),
        (Ok(listing), Ok(ask)) => Ok(Listing { next: Next::Page(ask), pages: None, ..listing }),
        (Ok(listing), Err(_)) if paging::is_single(seen) => Ok(listing),
        (Ok(listing), Err(why)) => Ok(Listing { next: Next::Unreachable(why), ..listing }),
        (Err(_), Ok(ask)) => Ok(Listing {
            next: Next::Page(ask),
            named: is_report_column(seen),
            ..Listing::default()
        }),
        (Err(_), Err(why)) => Err(Unseen::ListNeedsScript(why)),
    }
}

/// A listing from all the records of an answer of data.
pub(super) fn records(all: Vec<Entry>, next: Next) -> Listing {
    let key = |it: &Entry| format!("{}|{}", it.url.as_ref().map_or("", url::Url::as_str), it.title);
    let records = Some(all.iter().map(key).collect());
    let mut entries = Vec::new();
    for entry in all {
        take(&mut entries, entry);
    }
    Listing { entries, next, records, ..Listing::default() }
}

/// The records in a piece of HTML that holds a list and nothing else: its links that are long enough
/// to be titles.
pub(super) fn fragment(seen: &Seen<'_>, page: &Page) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for link in &page.links {
        let entry = entry(seen, link);
        let long = letters(&entry.title).chars().count() >= 6;
        if long && all.iter().all(|it| it.url != entry.url || it.title != entry.title) {
            all.push(entry);
        }
    }
    all
}

/// The one entry of a piece of HTML that is one record; its longest link is the title. A record
/// without a link is one all the same, or the list would seem to lack it.
pub(super) fn record(seen: &Seen<'_>, html: &str) -> Entry {
    // Cells outside a table lose their bounds.
    let cells = html.trim_start().get(..3).is_some_and(|it| it.eq_ignore_ascii_case("<tr"));
    let (open, close) = if cells { ("<table>", "</table>") } else { ("<div>", "</div>") };
    let page = Page::parse(&format!("{open}{html}{close}")).unwrap_or_default();
    let link = page.links.iter().max_by_key(|it| letters(&it.text).chars().count());
    let Some(link) = link else {
        return Entry { url: None, title: without_tags(html), date: None };
    };
    let found = entry(seen, link);
    let text = without_tags(html).replacen(&link.text, "", 1);
    let date = found.date.or_else(|| meta::date_in(&text));
    Entry { date, ..found }
}

/// The text of a piece of HTML, where no more than that is wanted.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    tidy(&text)
}

/// Takes an entry that may be a report, once. Menus name the column itself; a report has a year or
/// at least a date.
fn take(entries: &mut Vec<Entry>, entry: Entry) {
    let numbered = || entry.title.contains(|c: char| c.is_numeric());
    let marked = entry.date.is_some() || numbered() || meta::title_year(&entry.title).is_some();
    let wanted = marked && candidate::may_be_report(&entry.title);
    // A picture and a title often link the same page.
    let again = || entries.iter().any(|it| it.url == entry.url && it.title == entry.title);
    if wanted && !again() {
        entries.push(entry);
    }
}

/// True where the page says that it is the column of annual reports.
pub(super) fn is_report_column(seen: &Seen<'_>) -> bool {
    let names = [seen.page.meta("ColumnName"), Some(seen.page.title.as_str())];
    names
        .into_iter()
        .flatten()
        .chain(seen.page.headlines.iter().map(String::as_str))
        .any(names_reports)
}

/// True for a name of the column of annual reports.
pub(super) fn names_reports(name: &str) -> bool {
    let name = letters(name);
    ["公开年报", "年度报告", "信息公开年报"].iter().any(|it| name.contains(it))
}

fn entry(seen: &Seen<'_>, link: &Link) -> Entry {
    let href = link.href.to_ascii_lowercase();
    let dead = href.is_empty() || href.starts_with('#') || href.starts_with("javascript");
    let url = if dead { None } else { seen.url.join(&link.href).ok().map(without_session) };
    let beside = link.around.replacen(&link.text, "", 1);
    let date = meta::date_in(&beside)
        .or_else(|| {
            DATE_BEHIND.as_ref()?.find(&link.text).and_then(|it| meta::date_in(it.as_str()))
        })
        .or_else(|| {
            DATE_BEFORE.as_ref()?.find(&link.text).and_then(|it| meta::date_in(it.as_str()))
        })
        .or_else(|| url.as_ref().and_then(|url| meta::url_date(url.as_str())));
    Entry { url, title: without_date(&link.text), date }
}

/// Some lists print the date inside the link, before the title or behind it.
pub(super) fn without_date(text: &str) -> String {
    let text = tidy(text);
    let mut rest = text.as_str();
    if let Some(found) = DATE_BEFORE.as_ref().and_then(|re| re.find(rest)) {
        rest = rest.get(found.end()..).unwrap_or(rest);
    }
    if let Some(found) = DATE_BEHIND.as_ref().and_then(|re| re.find(rest)) {
        rest = rest.get(..found.start()).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches(['·', '•', '●', '■', '>', '-', ' ']).trim_end();
    if rest.chars().count() >= 6 { rest.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_inside_the_link_is_no_part_of_the_title() {
        let title = "某局2024年政府信息公开工作年度报告";
        for text in [
            "某局2024年政府信息公开工作年度报告 2025-01-20",
            "某局2024年政府信息公开工作年度报告 [2025-01-20 10:20]",
            "[2025-01-20] 某局2024年政府信息公开工作年度报告",
            "2025年1月20日某局2024年政府信息公开工作年度报告",
            "· 某局2024年政府信息公开工作年度报告（2025.1.20）",
        ] {
            assert_eq!(without_date(text), title, "{text}");
        }
        let whole = "政府信息公开工作年度报告（2024年）";
        assert_eq!(without_date(whole), whole);
    }

    #[test]
    fn tags_are_no_text() {
        assert_eq!(without_tags("<li>a<em>b</em>\u{3000}c</li> 1 > 0"), "a b c 1 > 0");
    }
}
