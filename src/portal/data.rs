//! Answers that are data: finding out that they are, and reading their values.

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::Ask;
use crate::domain::Unseen;
use crate::extract::meta;

use super::Entry;
use super::Next;
use super::Seen;
use super::list;

/// China keeps one time, eight hours ahead of UTC.
const EAST: i32 = 8 * 3600;

/// True for JSON and for the XML that lists come in; a page may begin with `<?xml` too.
pub fn is_data(text: &str) -> bool {
    let text = start(text);
    text.starts_with(['{', '['])
        || text.starts_with("<datastore")
        || (text.starts_with("<?xml") && text.contains("<recordset"))
        || unwrapped(text).is_some()
}

fn start(text: &str) -> &str {
    text.trim_start_matches('\u{FEFF}').trim_start()
}

/// The JSON inside `callback({…});`.
fn unwrapped(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once('(')?;
    let plain = !name.is_empty() && name.len() < 60;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "_$.".contains(c));
    let inner = rest.trim_end().trim_end_matches(';').trim_end().strip_suffix(')')?.trim();
    (plain && is_name && inner.starts_with(['{', '['])).then_some(inner)
}

/// The answer as JSON; the error says that it is none.
pub(super) fn json(seen: &Seen<'_>) -> Result<Value, Unseen> {
    let text = start(seen.text);
    serde_json::from_str(unwrapped(text).unwrap_or(text)).map_err(|error| {
        if error.is_eof() {
            return Unseen::Truncated(format!("JSON 在第{}字节处中断", text.len()));
        }
        Unseen::ListNotUnderstood("返回的不是 JSON".into())
    })
}

/// The value at a path: `data.list`, or `/data/list` (RFC 6901).
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.starts_with('/') {
        return value.pointer(path);
    }
    path.split('.').filter(|it| !it.is_empty()).try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => value.get(step),
    })
}

/// The first of some fields that holds a text or a number.
pub(super) fn text(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| match at(value, path)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A number, also one in quotes.
pub(super) fn number(value: &Value, path: &str) -> Option<usize> {
    text(value, &[path])?.parse().ok()
}

/// The first of some fields that holds a date: a text, or seconds or milliseconds since 1970.
pub(super) fn date(value: &Value, paths: &[&str]) -> Option<NaiveDate> {
    paths.iter().find_map(|path| {
        let text = text(value, &[path])?;
        meta::date_in(&text).or_else(|| instant(text.parse().ok()?))
    })
}

fn instant(number: i64) -> Option<NaiveDate> {
    let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
    // Before 2008 nobody owed a report; such a number is something else.
    let plausible = (1_199_145_600..4_102_444_800).contains(&seconds);
    let zone = FixedOffset::east_opt(EAST)?;
    plausible
        .then(|| Some(DateTime::from_timestamp(seconds, 0)?.with_timezone(&zone).date_naive()))?
}

/// An entry from the fields of a record.
pub(super) fn entry(
    seen: &Seen<'_>,
    record: &Value,
    (titles, urls, dates): (&[&str], &[&str], &[&str]),
) -> Entry {
    let title = text(record, titles).unwrap_or_default();
    let url = text(record, urls).and_then(|it| seen.url.join(&it).ok());
    let date =
        date(record, dates).or_else(|| url.as_ref().and_then(|url| meta::url_date(url.as_str())));
    Entry { url, title: list::without_date(&list::without_tags(&title)), date }
}

/// The page after this one, where a parameter counts them and an empty one ends the list.
pub(super) fn page_after(asked: &Ask, parameter: &str, found: usize) -> Next {
    let present = asked.value(parameter).and_then(|it| it.parse::<usize>().ok());
    match present {
        _ if found == 0 => Next::End,
        Some(n) => Next::Page(asked.clone().with(parameter, &(n + 1).to_string())),
        None => Next::Unreachable(format!("地址中没有页码参数 {parameter}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_told_from_pages() {
        for (text, expected) in [
            ("{\"a\":1}", true),
            ("\u{FEFF}\n[1]", true),
            ("jQuery123_45({\"a\":1});", true),
            ("<datastore><recordset/></datastore>", true),
            ("<?xml version=\"1.0\"?><datastore><recordset></recordset></datastore>", true),
            ("<?xml version=\"1.0\"?><html></html>", false),
            ("<!doctype html><p>{}</p>", false),
            ("年报(2024)", false),
        ] {
            assert_eq!(is_data(text), expected, "{text}");
        }
    }

    #[test]
    fn a_path_is_dotted_or_a_pointer() {
        let value = json!({"data": {"list": [{"t": "a"}, {"t": 5}]}});
        assert_eq!(text(&value, &["data.list.1.t"]).as_deref(), Some("5"));
        assert_eq!(text(&value, &["x", "/data/list/0/t"]).as_deref(), Some("a"));
        assert_eq!(text(&value, &["data.list"]), None);
    }

    #[test]
    fn dates_come_as_text_and_as_instants() {
        for (value, expected) in [
            (json!("2025-01-20 10:00:00"), Some("2025-01-20")),
            (json!(1_737_331_200), Some("2025-01-20")),
            (json!(1_737_331_200_000_i64), Some("2025-01-20")),
            (json!("1737331200"), Some("2025-01-20")),
            (json!(17), None),
            (json!(null), None),
        ] {
            let found = date(&json!({"d": value}), &["d"]).map(|it| it.to_string());
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
