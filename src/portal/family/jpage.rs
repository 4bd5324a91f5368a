//! 大汉 jcms with jpage: the list is XML, inlined in the page or given by `dataproxy.jsp`.
//!
//! `<datastore>` holds a group of records, each a piece of HTML, and in `<nextgroup>` the address of
//! the next group; the last group has none. Where nothing is inlined, the script call
//! `.jpage({totalRecord:…, proxyUrl:…, perPage:…, ajaxParam:{…}})` says what to post, and records
//! are asked for by number (`startrecord`, `endrecord`).

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::candidate;
use crate::portal::list;
use crate::portal::script;

pub(super) static PORTAL: Portal = Portal { id: "jpage", recognises, read };

/// Pages that jpage asks for at a time.
const GROUP: usize = 3;

pattern!(STORE, r"(?s)<datastore>(.*?)</datastore>");
pattern!(RECORD, r"(?s)<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>");
pattern!(
    GROUP_LINK,
    r#"(?s)<nextgroup>.*?href\s*=\s*["']([^"]*?dataproxy[^"]*?)["']\s*>.*?</nextgroup>"#
);
pattern!(TOTAL, r"(?i)<totalrecord>\s*(\d+)\s*</totalrecord>");
pattern!(CALL, r"\.jpage\s*\(\s*\{");
pattern!(COUNT, r#"totalRecord\s*:\s*['"]?(\d+)"#);
pattern!(PER_PAGE, r#"perPage\s*:\s*['"]?(\d+)"#);
pattern!(PROXY, r#"proxyUrl\s*:\s*['"]([^'"]+)['"]"#);
pattern!(PARAMETERS, r"ajaxParam\s*:\s*");

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if seen.url.path().ends_with("/dataproxy.jsp") {
        return Some("数据地址 dataproxy.jsp");
    }
    if seen.text.contains("<datastore>") {
        return Some("列表数据 <datastore>");
    }
    CALL.as_ref()?.is_match(&seen.page.scripts).then_some("脚本 jpage({…})")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let stores: Vec<Store> = stores(seen);
    let is_page = !seen.url.path().ends_with("/dataproxy.jsp");
    // A page may carry several lists; the one with reports is meant, else the longest.
    let reports = |it: &Store| it.entries.iter().filter(|e| candidate::is_report(&e.title)).count();
    let store = stores.into_iter().rev().max_by_key(|it| (reports(it), it.entries.len()));
    match store {
        Some(store) if is_page => Ok(inlined(seen, store)),
        Some(store) => Ok(answered(seen, store)),
        None if is_page => list::shell(seen, posted(seen, 1)),
        None => Err(Unseen::ListNotUnderstood("dataproxy.jsp 没有返回列表数据".into())),
    }
}

/// A group of records.
struct Store {
    entries: Vec<Entry>,
    next: Option<String>,
    total: Option<usize>,
}

fn stores(seen: &Seen<'_>) -> Vec<Store> {
    let (Some(store), Some(record)) = (STORE.as_ref(), RECORD.as_ref()) else { return Vec::new() };
    let number = |text: &str| TOTAL.as_ref()?.captures(text)?[1].parse().ok();
    let link = |text: &str| Some(GROUP_LINK.as_ref()?.captures(text)?[1].replace("&amp;", "&"));
    store
        .captures_iter(seen.text)
        .map(|found| {
            let records = record.captures_iter(&found[1]);
            Store {
                entries: records.map(|it| list::record(seen, &plain(&it[1]))).collect(),
                next: link(&found[1]),
                total: number(&found[1]),
            }
        })
        .collect()
}

/// Some servers escape the mark-up instead of quoting it.
fn plain(record: &str) -> String {
    if record.contains('<') {
        return record.to_owned();
    }
    record.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The first group, on the page itself; the script beside it knows how many records there are.
fn inlined(seen: &Seen<'_>, store: Store) -> Listing {
    let count = || COUNT.as_ref()?.captures(&seen.page.scripts)?[1].parse().ok();
    let total = store.total.or_else(count);
    let shown = store.entries.len();
    let next = match &store.next {
        Some(href) => group(seen, href),
        None if total.is_some_and(|it| it > shown) => match posted(seen, shown + 1) {
            Ok(ask) => Next::Page(ask),
            Err(why) => Next::Unreachable(why),
        },
        None => Next::End,
    };
    let named = list::is_report_column(seen);
    Listing { named, total, ..list::records(store.entries, next) }
}

/// A group that was asked for.
fn answered(seen: &Seen<'_>, store: Store) -> Listing {
    let asked = seen.asked();
    let number = |name: &str| asked.value(name).and_then(|it| it.parse::<usize>().ok());
    let next = match (number("startrecord"), number("endrecord"), &store.next) {
        (Some(first), Some(last), _) if first <= last => {
            let more = store.total.map_or(!store.entries.is_empty(), |total| last < total);
            if more {
                let span = last - first + 1;
                Next::Page(
                    asked
                        .clone()
                        .with("startrecord", &(last + 1).to_string())
                        .with("endrecord", &(last + span).to_string()),
                )
            } else {
                Next::End
            }
        }
        (_, _, Some(href)) => group(seen, href),
        _ => Next::End,
    };
    Listing { total: store.total, ..list::records(store.entries, next) }
}

fn group(seen: &Seen<'_>, href: &str) -> Next {
    match seen.url.join(href) {
        Ok(url) => Next::get(url),
        Err(_) => Next::Unreachable(format!("下一组的地址无法识别：{href}")),
    }
}

/// What to post for the records from `first` on; or why the page does not say it for certain.
fn posted(seen: &Seen<'_>, first: usize) -> Result<Ask, String> {
    let scripts = &seen.page.scripts;
    let calls = CALL.as_ref().map_or(0, |it| it.find_iter(scripts).count());
    if calls > 1 {
        return Err(format!("页面有{calls}个 jpage 列表，无法确定是哪一个"));
    }
    let found = || {
        let proxy = &PROXY.as_ref()?.captures(scripts)?[1];
        let per_page: usize = PER_PAGE.as_ref()?.captures(scripts)?[1].parse().ok()?;
        let form = script::object(scripts, PARAMETERS.as_ref()?.find(scripts)?.end())?;
        let url = seen.url.join(proxy).ok()?;
        let last = first - 1 + GROUP * per_page;
        Some(
            Ask::post(url, &form)
                .with("startrecord", &first.to_string())
                .with("endrecord", &last.to_string())
                .with("perpage", &per_page.to_string()),
        )
    };
    found().ok_or_else(|| "jpage 列表的数据地址由脚本拼接".to_owned())
}
