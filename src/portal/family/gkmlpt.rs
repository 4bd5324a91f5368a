//! Guangdong's gkmlpt (政府信息公开目录): one page for all columns, its lists in JSON.
//!
//! The page names the site (`SID: '758019'`) and, in `window._CONFIG`, the tree of columns; which
//! column is meant stands behind the `#` of the address (`/gkmlpt/index#21023`), or is the only one
//! called 年报. The `post_count` of an answer counts posts that are not listed, so the list is read
//! until a page of it is empty.

use serde_json::Value;

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;

pub(super) static PORTAL: Portal = Portal { id: "gkmlpt", recognises, read };

/// Where lists are asked for, below the platform.
const API: &str = "/gkmlpt/api/all/";

pattern!(SITE, r#"\bSID['"]?\s*:\s*['"]?(\d+)"#);
pattern!(TREE, r#"\bTREE['"]?\s*:\s*\["#);

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if seen.url.path().contains(API) {
        return Some("数据地址 gkmlpt/api/all");
    }
    let page = seen.url.path().contains("/gkmlpt/") || seen.text.contains("/gkmlpt/");
    (page && SITE.as_ref()?.is_match(&seen.page.scripts)).then_some("脚本变量 SID，gkmlpt 平台")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if data::is_data(seen.text) { answered(seen) } else { list::shell(seen, first(seen)) }
}

/// What to ask for the first page, or why that is not certain.
fn first(seen: &Seen<'_>) -> Result<Ask, String> {
    let site = SITE
        .as_ref()
        .and_then(|it| Some(it.captures(&seen.page.scripts)?[1].to_owned()))
        .ok_or("页面没有给出 SID")?;
    let asked = seen.asked();
    let fragment = asked.url.fragment().filter(|it| !it.is_empty());
    let column = match fragment {
        Some(it) if it.bytes().all(|byte| byte.is_ascii_digit()) => it.to_owned(),
        _ => column_called_reports(&seen.page.scripts)?,
    };
    let path = seen.url.path();
    let base = path.find("/gkmlpt/").and_then(|at| path.get(..at)).unwrap_or_default();
    let url = seen.url.join(&format!("{base}{API}{column}")).map_err(|it| it.to_string())?;
    Ok(Ask::get(url).with("page", "1").with("sid", &site))
}

/// The only column of the tree that is called 年报.
fn column_called_reports(scripts: &str) -> Result<String, String> {
    let start = TREE.as_ref().and_then(|it| it.find(scripts)).map(|it| it.end() - 1);
    let tree = start.and_then(|at| scripts.get(at..)).ok_or("页面没有给出栏目树 TREE")?;
    let mut values = serde_json::Deserializer::from_str(tree).into_iter::<Value>();
    let Some(Ok(Value::Array(mut waiting))) = values.next() else {
        return Err("栏目树 TREE 无法识别".into());
    };
    let mut found = Vec::new();
    while let Some(column) = waiting.pop() {
        let name = data::text(&column, &["name"]).unwrap_or_default();
        if name.contains("年报") || name.contains("年度报告") {
            found.extend(data::text(&column, &["id"]));
        }
        if let Some(Value::Array(children)) = column.get("children") {
            waiting.extend(children.iter().cloned());
        }
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err("栏目树中没有年报栏目".into()),
        several => Err(format!("栏目树中有{}个年报栏目，请在网址后写明 #栏目号", several.len())),
    }
}

fn answered(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let answer = data::json(seen)?;
    let Some(articles) = answer.get("articles").and_then(Value::as_array) else {
        return Err(Unseen::ListNotUnderstood("数据中没有 articles".into()));
    };
    let dates = ["date", "first_publish_time", "display_publish_time", "created_at"];
    let fields: (&[&str], &[&str], &[&str]) = (&["title"], &["url", "post_url"], &dates);
    let all: Vec<Entry> = articles.iter().map(|it| data::entry(seen, it, fields)).collect();
    let next = data::page_after(&seen.asked(), "page", all.len());
    let column = data::text(&answer, &["classify.name"]).unwrap_or_default();
    let named = list::names_reports(&column);
    let total = data::number(&answer, "total");
    Ok(Listing { named, total, ..list::records(all, next) })
}
