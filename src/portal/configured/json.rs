//! A list described by paths into JSON.

use serde_json::Value;

use crate::domain::JsonReading;
use crate::domain::Unseen;
use crate::extract::meta;
use crate::portal::Entry;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Seen;
use crate::portal::data;
use crate::portal::list;

/// What is wrong with a path or with a text that holds paths in braces; `None` if nothing.
pub fn mistake(text: &str) -> Option<&'static str> {
    let mut open = false;
    for c in text.chars() {
        match c {
            '{' if open => return Some("a brace is opened twice"),
            '}' if !open => return Some("a brace is closed that was not opened"),
            '{' | '}' => open = c == '{',
            _ => {}
        }
    }
    if open {
        return Some("a brace is not closed");
    }
    if text.contains("{}") || text.trim().is_empty() {
        return Some("it names no field");
    }
    let dotted = !text.starts_with('/') && !text.contains('{');
    (dotted && text.split('.').any(|step| step.trim().is_empty())).then_some("a step is empty")
}

pub(in crate::portal) fn read(seen: &Seen<'_>, spec: &JsonReading) -> Result<Listing, Unseen> {
    let answer = data::json(seen)?;
    let Some(items) = data::at(&answer, &spec.items).and_then(Value::as_array) else {
        let why = format!("数据中没有“{}”这一列表", spec.items);
        return Err(Unseen::ListNotUnderstood(why));
    };
    let all: Vec<Entry> = items.iter().map(|it| entry(seen, it, spec)).collect();
    if !all.is_empty() && all.iter().all(|it| it.title.is_empty()) {
        let why = format!("条目中没有“{}”这一标题", spec.title);
        return Err(Unseen::ListNotUnderstood(why));
    }
    let total = spec.total.as_deref().and_then(|path| data::number(&answer, path));
    let next = match &spec.page {
        Some(parameter) => data::page_after(&seen.asked(), parameter, all.len()),
        None => Next::End,
    };
    Ok(Listing { named: true, total, ..list::records(all, next) })
}

fn entry(seen: &Seen<'_>, item: &Value, spec: &JsonReading) -> Entry {
    let title = data::text(item, &[&spec.title]).unwrap_or_default();
    let url = address(item, &spec.url).and_then(|it| seen.url.join(&it).ok());
    let date = spec.date.as_deref().and_then(|path| data::date(item, &[path]));
    let date = date.or_else(|| url.as_ref().and_then(|url| meta::url_date(url.as_str())));
    Entry { url, title: list::without_date(&list::without_tags(&title)), date }
}

/// The address of an entry; `None` where one of its fields is missing.
fn address(item: &Value, template: &str) -> Option<String> {
    if !template.contains('{') {
        return data::text(item, &[template]);
    }
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (path, after) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(&data::text(item, &[path])?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_may_be_put_together() {
        let item = json!({"id": 7, "c": {"path": "nb"}});
        assert_eq!(address(&item, "/{c.path}/post_{id}.html").as_deref(), Some("/nb/post_7.html"));
        assert_eq!(address(&item, "/{none}/{id}"), None);
        assert_eq!(address(&item, "id").as_deref(), Some("7"));
    }

    #[test]
    fn mistakes_in_paths_are_noticed() {
        for text in ["", " ", "a..b", "a.", "/{id", "{{id}}", "id}", "/{}/x"] {
            assert!(mistake(text).is_some(), "{text}");
        }
        for text in ["url", "data.list", "/data/list", "/content/post_{id}.html", "{a.b}"] {
            assert_eq!(mistake(text), None, "{text}");
        }
    }
}
