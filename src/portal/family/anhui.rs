//! The platform of Anhui and its relatives, where an annual report is an object of its own kind.
//!
//! Reports stand at `/OpennessAnnualReport/show/6103.html`, `/XxgkAnnualReport/…` or
//! `/Xxgknb/show/…`. Longer lists are pieces of HTML that a script fetches from `/site/label/8888`
//! with `labelName=publicInfoList` and a `pageIndex` from 1; `pageCount:` in the piece says how many.

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;
use crate::portal::paging;
use crate::portal::script;

pub(super) static PORTAL: Portal = Portal { id: "anhui", recognises, read };

pattern!(LABEL, r"/site/label/\d+$");
pattern!(OBJECT, r"(?i)/(?:OpennessAnnualReport|XxgkAnnualReport|Xxgknb)/show/\d+");
pattern!(CALLED, r#"["']([^"'\s]*/site/label/\d+(?:\?[^"'\s]*)?)["']"#);
pattern!(PAGE_COUNT, r#"(?i)\bpageCount['"]?\s*[:=]\s*['"]?(\d+)"#);

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if LABEL.as_ref()?.is_match(seen.url.path()) {
        return Some("数据地址 site/label");
    }
    if CALLED.as_ref()?.is_match(&seen.page.scripts) {
        return Some("脚本查询 site/label");
    }
    let object = |href: &str| OBJECT.as_ref().is_some_and(|it| it.is_match(href));
    let found = seen.page.links.iter().any(|link| object(&link.href));
    found.then_some("年报地址形如 /OpennessAnnualReport/show/1.html")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if LABEL.as_ref().is_some_and(|it| it.is_match(seen.url.path())) {
        return Ok(answered(seen));
    }
    match label(seen) {
        Some(ask) => list::shell(seen, ask),
        None => list::page(seen, paging::next(seen)),
    }
}

/// What the script asks for, or why that is not certain; `None` if it asks for nothing.
fn label(seen: &Seen<'_>) -> Option<Result<Ask, String>> {
    let scripts = &seen.page.scripts;
    let calls: Vec<_> = CALLED.as_ref()?.captures_iter(scripts).collect();
    let [only] = calls.as_slice() else {
        let why = format!("脚本查询了{}个列表，无法确定是哪一个", calls.len());
        return (!calls.is_empty()).then_some(Err(why));
    };
    let found = || {
        let mut ask = Ask::get(seen.url.join(&only[1].replace("&amp;", "&")).ok()?);
        if ask.value("labelName").is_none() {
            // The parameters follow the address in a `data: {…}` of their own.
            let rest = scripts.get(only.get(0)?.end()..)?;
            let at = rest.find("data")?;
            for (key, value) in script::object(rest, at)? {
                ask = ask.with(&key, &value);
            }
        }
        ask.value("labelName")?;
        Some(ask.with("pageIndex", "1"))
    };
    Some(found().ok_or_else(|| "列表的查询参数由脚本拼接".to_owned()))
}

fn answered(seen: &Seen<'_>) -> Listing {
    let records = list::fragment(seen, seen.page);
    let pages = PAGE_COUNT.as_ref().and_then(|it| it.captures(seen.text)?[1].parse::<usize>().ok());
    let asked = seen.asked();
    let present = asked.value("pageIndex").and_then(|it| it.parse::<usize>().ok());
    let next = match (pages, present) {
        (Some(pages), Some(present)) if present >= pages => Next::End,
        _ => data::page_after(&asked, "pageIndex", records.len()),
    };
    Listing { pages, ..list::records(records, next) }
}
