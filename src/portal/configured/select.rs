//! A list described by CSS selectors.

use crate::domain::SelectReading;
use crate::domain::Unseen;
use crate::extract::meta;
use crate::html::select;
use crate::html::select::Item;
use crate::html::select::Parts;
use crate::html::select::Pattern;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Seen;
use crate::portal::list;
use crate::portal::paging;

/// Reads the selectors; the error names the key and says what is wrong with its text.
pub fn parts(spec: &SelectReading) -> Result<Parts, (&'static str, String)> {
    let pattern = |key: &'static str, text: &str| Pattern::parse(text).map_err(|why| (key, why));
    let maybe = |key: &'static str, text: &Option<String>| {
        text.as_deref().map(|text| pattern(key, text)).transpose()
    };
    Ok(Parts {
        item: pattern("item", &spec.item)?,
        link: pattern("link", spec.link.as_deref().unwrap_or("a[href]"))?,
        title: maybe("title", &spec.title)?,
        date: maybe("date", &spec.date)?,
        next: maybe("next", &spec.next)?,
    })
}

pub(in crate::portal) fn read(seen: &Seen<'_>, spec: &SelectReading) -> Result<Listing, Unseen> {
    let not_understood = Unseen::ListNotUnderstood;
    let parts = parts(spec).map_err(|(key, why)| not_understood(format!("{key}: {why}")))?;
    let (items, next) =
        select::select(seen.text, &parts).map_err(|why| not_understood(why.to_string()))?;
    if items.is_empty() {
        return Err(not_understood(format!("选择器“{}”没有选中任何条目", spec.item)));
    }
    let next = match (&parts.next, next) {
        (Some(_), Some(href)) => paging::onward(seen, &href),
        // The selector finds nothing on the last page.
        (Some(_), None) => Next::End,
        (None, _) => paging::next(seen),
    };
    let all = items.iter().map(|it| entry(seen, it)).collect();
    let pages = paging::announced(seen);
    Ok(Listing { named: true, pages, ..list::records(all, next) })
}

fn entry(seen: &Seen<'_>, item: &Item) -> Entry {
    let href = item.href.as_deref().unwrap_or_default();
    let dead = href.is_empty()
        || href.starts_with('#')
        || href.get(..10).is_some_and(|it| it.eq_ignore_ascii_case("javascript"));
    let url = if dead { None } else { seen.url.join(href).ok() };
    let date = meta::date_in(&item.date)
        .or_else(|| url.as_ref().and_then(|url| meta::url_date(url.as_str())));
    Entry { url, title: list::without_date(&item.title), date }
}
