//! 开普 UCAP: static pages with a list, or a script that asks `/common/search/<channel>` for it.
//!
//! Static lists go on in `<name>_2.shtml`, counted from 1: `createPageHTML('page_div', 7, 1,
//! 'common_list', 'shtml', 99)`, which only looks like the call of another system. The channel of a
//! script-filled list is 32 hexadecimal digits.

use serde_json::Value;

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;
use crate::portal::paging;
use crate::portal::script;

pub(super) static PORTAL: Portal = Portal { id: "ucap", recognises, read };

pattern!(
    PAGES,
    r#"createPageHTML\s*\(\s*["'][\w-]+["']\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"#
);
pattern!(PATH, r"/(?:common/search|searchList|search)/[0-9a-f]{32}$");
pattern!(
    WHOLE,
    r#"["']([^"'\s]*/(?:common/search|searchList|search)/[0-9a-f]{32}(?:\?[^"'\s]*)?)["']"#
);
pattern!(
    JOINED,
    r#"["']([^"'\s]*/(?:common/search|searchList|search)/)["']\s*\+\s*(\w+)(?:\s*\+\s*["'](\?[^"'\s]*)["'])?"#
);
pattern!(CHANNEL, r"^[0-9a-f]{32}$");

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if PATH.as_ref()?.is_match(seen.url.path()) {
        return Some("数据地址 search/<channelId>");
    }
    let scripts = &seen.page.scripts;
    if WHOLE.as_ref()?.is_match(scripts) || JOINED.as_ref()?.is_match(scripts) {
        return Some("脚本查询 search/<channelId>");
    }
    if PAGES.as_ref()?.is_match(scripts) {
        return Some("脚本 createPageHTML('page_div', …) 分页");
    }
    let lower = seen.text.get(..4096).unwrap_or(seen.text).to_ascii_lowercase();
    (lower.contains("ucap") || seen.text.contains("<UCAP")).then_some("页面由 UCAP 生成")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if data::is_data(seen.text) {
        return answered(seen);
    }
    if let Some((next, pages)) = next(seen) {
        let listing = list::page(seen, next)?;
        return Ok(Listing { pages: Some(pages), ..listing });
    }
    match query(seen) {
        Some(ask) => list::shell(seen, ask),
        None => list::page(seen, paging::next(seen)),
    }
}

/// What comes after a static page, and how many there are.
fn next(seen: &Seen<'_>) -> Option<(Next, usize)> {
    let found = PAGES.as_ref()?.captures(&seen.page.scripts)?;
    let (pages, present): (usize, usize) = (found[1].parse().ok()?, found[2].parse().ok()?);
    if present >= pages {
        return Some((Next::End, pages));
    }
    let file = format!("{}_{}.{}", &found[3], present + 1, &found[4]);
    Some((paging::onward(seen, &file), pages))
}

/// What the script asks for, or why that is not certain; `None` if it asks for nothing.
fn query(seen: &Seen<'_>) -> Option<Result<Ask, String>> {
    let scripts = &seen.page.scripts;
    let mut found: Vec<String> = Vec::new();
    for it in WHOLE.as_ref()?.captures_iter(scripts) {
        found.push(it[1].to_owned());
    }
    for it in JOINED.as_ref()?.captures_iter(scripts) {
        let Some(channel) = script::variable(scripts, &it[2]) else { continue };
        if CHANNEL.as_ref()?.is_match(&channel) {
            found.push(format!("{}{channel}{}", &it[1], it.get(3).map_or("", |it| it.as_str())));
        }
    }
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [] if JOINED.as_ref()?.is_match(scripts) => {
            Some(Err("脚本中没有写明栏目号 channelId".into()))
        }
        [] => None,
        [only] => Some(first(seen, only).ok_or_else(|| format!("数据地址无法识别：{only}"))),
        several => Some(Err(format!("脚本查询了{}个栏目，无法确定是哪一个", several.len()))),
    }
}

fn first(seen: &Seen<'_>, address: &str) -> Option<Ask> {
    let mut ask = Ask::get(seen.url.join(address).ok()?);
    for (name, value) in [("_isAgg", "true"), ("_isJson", "true"), ("_pageSize", "20")] {
        if ask.value(name).is_none_or(|it| it.is_empty()) {
            ask = ask.with(name, value);
        }
    }
    Some(ask.with("page", "1"))
}

fn answered(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let answer = data::json(seen)?;
    let Some(results) = data::at(&answer, "data.results").and_then(Value::as_array) else {
        return Err(Unseen::ListNotUnderstood("数据中没有 data.results".into()));
    };
    let dates = ["publishedTimeStr", "publishedTime", "publishTime"];
    let fields: (&[&str], &[&str], &[&str]) = (&["title", "subTitle"], &["url"], &dates);
    let all: Vec<Entry> = results.iter().map(|it| data::entry(seen, it, fields)).collect();
    let column = results.first().and_then(|it| data::text(it, &["channelName"]));
    let named = column.is_some_and(|it| list::names_reports(&it));
    let total = data::number(&answer, "data.total");
    let next = data::page_after(&seen.asked(), "page", all.len());
    Ok(Listing { named, total, ..list::records(all, next) })
}
