//! 大汉 jpaas: a static page whose units ask `/front/page/build/unit` for their content.
//!
//! A `<script url="…" queryData="{'webId':'…',…}">` says what to ask; the answer is JSON that holds a
//! piece of HTML. Menus and breadcrumbs are units too: a page with several is certain only if one of
//! them alone is called a list.

use serde_json::Value;

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::html::Page;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;
use crate::portal::paging;
use crate::portal::script;

pub(super) static PORTAL: Portal = Portal { id: "jpaas", recognises, read };

/// Where units are built.
const UNIT: &str = "/front/page/build/unit";

/// Words in the name of a unit that holds a list, surest first.
const LISTS: [&[&str]; 2] = [&["列表", "分页", "list"], &["内容", "信息", "文章"]];
/// Words in the name of a unit that holds none.
const OTHERS: [&str; 9] = ["位置", "导航", "头部", "底部", "菜单", "栏目名", "标题", "搜索", "nav"];

pattern!(TAG, r"(?is)<[a-z]+\b[^>]*\bqueryData\s*=[^>]*>");
pattern!(QUERY, r#"(?is)\bqueryData\s*=\s*(?:"([^"]*)"|'(\{[^>]*\})')"#);
pattern!(ADDRESS, r#"(?i)\burl\s*=\s*["']([^"']*build/unit[^"']*)["']"#);
pattern!(COUNT, r#"(?i)\bcount\s*=\s*["']?(\d+)"#);
pattern!(ROWS, r#"(?i)\b(?:rows|pageSize)\s*=\s*["']?(\d+)"#);

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if seen.url.path().ends_with(UNIT) {
        return Some("数据地址 build/unit");
    }
    (seen.text.contains("build/unit") && TAG.as_ref()?.is_match(seen.text))
        .then_some("页面单元 queryData")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if data::is_data(seen.text) { answered(seen) } else { list::shell(seen, unit(seen)) }
}

/// What to ask for the list, or why that is not certain.
fn unit(seen: &Seen<'_>) -> Result<Ask, String> {
    let units: Vec<(String, Option<Ask>)> = match TAG.as_ref() {
        Some(tag) => tag.find_iter(seen.text).map(|it| named(seen, it.as_str())).collect(),
        None => Vec::new(),
    };
    let of = |words: &[&str]| -> Vec<&(String, Option<Ask>)> {
        units.iter().filter(|it| words.iter().any(|word| it.0.contains(word))).collect()
    };
    let mut chosen: Vec<&(String, Option<Ask>)> =
        units.iter().filter(|it| OTHERS.iter().all(|word| !it.0.contains(word))).collect();
    for words in LISTS {
        if chosen.len() <= 1 {
            break;
        }
        let lists: Vec<_> = of(words).into_iter().filter(|it| chosen.contains(it)).collect();
        if !lists.is_empty() {
            chosen = lists;
            break;
        }
    }
    match chosen.as_slice() {
        [(_, Some(ask))] => Ok(ask.clone()),
        [(name, None)] => Err(format!("单元“{name}”的参数无法识别")),
        _ => {
            let names: Vec<&str> = units.iter().map(|it| it.0.as_str()).collect();
            Err(format!("无法确定哪个单元是列表：{}", names.join("、")))
        }
    }
}

/// The name of a unit, lower-cased, and what to ask for it.
fn named(seen: &Seen<'_>, tag: &str) -> (String, Option<Ask>) {
    let found = || {
        let query = QUERY.as_ref()?.captures(tag)?;
        let query = decoded(query.get(1).or_else(|| query.get(2))?.as_str());
        let parameters = script::object(&query, 0)?;
        let address = decoded(&ADDRESS.as_ref()?.captures(tag)?[1]);
        let mut ask = Ask::get(seen.url.join(&address).ok()?);
        let mut name = String::new();
        for (key, value) in &parameters {
            if key == "tagId" {
                name = value.to_lowercase();
            }
            ask = ask.with(key, value);
        }
        Some((name, Some(ask)))
    };
    found().unwrap_or_default()
}

fn decoded(attribute: &str) -> String {
    paging::with_letters(attribute)
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn answered(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let answer = data::json(seen)?;
    let Some(html) = data::at(&answer, "data.html").and_then(Value::as_str) else {
        let why = data::text(&answer, &["message", "msg"]).unwrap_or_default();
        return Err(Unseen::ListNotUnderstood(format!("数据接口没有返回列表 {why}")));
    };
    let page = Page::parse(html).map_err(|why| Unseen::ListNotUnderstood(why.to_string()))?;
    let number = |it: &'static std::sync::LazyLock<Option<regex::Regex>>| {
        it.as_ref()?.captures(html)?[1].parse::<usize>().ok()
    };
    let rows = number(&ROWS).filter(|it| *it > 0);
    let pages = number(&COUNT).zip(rows).map(|(count, rows)| count.div_ceil(rows));
    let asked = seen.asked();
    let (present, size) = position(&asked);
    let next = match pages {
        Some(pages) if present < pages => {
            let size = size.or(rows).unwrap_or(15);
            let parameters = format!("{{\"pageNo\":{},\"pageSize\":{size}}}", present + 1);
            Next::Page(asked.with("paramJson", &parameters))
        }
        _ => Next::End,
    };
    let records = list::fragment(seen, &page);
    Ok(Listing { pages, ..list::records(records, next) })
}

/// Which page was asked for, and of what size.
fn position(asked: &Ask) -> (usize, Option<usize>) {
    let parameters = asked.value("paramJson").unwrap_or_default();
    let parameters: Value = serde_json::from_str(&parameters).unwrap_or_default();
    let number = |name| data::number(&parameters, name);
    (number("pageNo").unwrap_or(1), number("pageSize"))
}
