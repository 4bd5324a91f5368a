//! Answers of data that hold a refusal instead of a list.

use serde_json::Value;

use crate::domain::Capture;
use crate::domain::Unseen;

/// An answer longer than this is a list.
const LONG: usize = 2000;

const BLOCKED: [&str; 7] =
    ["拦截", "防火墙", "访问频繁", "过于频繁", "安全验证", "forbidden", "blocked"];
const LOGIN: [&str; 4] = ["登录", "未认证", "unauthorized", "token"];
const MAINTENANCE: [&str; 2] = ["维护", "升级"];

/// Why an answer of data is no list: what its status says, or what it says itself.
pub(in crate::portal) fn refused(capture: &Capture, text: &str) -> Option<Unseen> {
    if let Some(unseen) = super::refused(capture) {
        return Some(unseen);
    }
    if text.len() > LONG {
        return None;
    }
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}').trim()).ok()?;
    let fields = value.as_object()?;
    // An answer that has records is an answer, whatever number it calls its success.
    let full = |it: &Value| match it {
        Value::Array(list) => !list.is_empty(),
        Value::Object(inner) => inner.values().any(|it| it.is_array() || it.is_object()),
        _ => false,
    };
    if fields.values().any(full) {
        return None;
    }
    let code = ["code", "status", "errcode", "errorCode", "statusCode"];
    let code = code.iter().find_map(|name| number(fields.get(*name)?));
    let refusing = code.is_some_and(|it| (400..600).contains(&it));
    let told = ["msg", "message", "error", "errmsg", "reason", "title"];
    let told = told.iter().find_map(|name| fields.get(*name)?.as_str()).unwrap_or_default();
    let lower = told.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let seen = match code {
        Some(code) => format!("code {code}，{told}"),
        None => told.to_owned(),
    };
    if says(&BLOCKED) || refusing && matches!(code, Some(403 | 412 | 429)) {
        return Some(Unseen::Blocked(seen));
    }
    if says(&MAINTENANCE) {
        return Some(Unseen::Maintenance(seen));
    }
    if refusing && says(&LOGIN) || code == Some(401) {
        return Some(Unseen::Login(seen));
    }
    refusing.then_some(Unseen::Failed(seen))
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
