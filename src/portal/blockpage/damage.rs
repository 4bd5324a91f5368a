//! Pages that are right but not whole: broken off, garbled, or an old copy.
//!
//! What is on such a page is there; what is not on it may be there all the same.

use memchr::memmem;

use crate::domain::Capture;
use crate::domain::Unseen;

/// A cache that has kept a copy for longer than this many seconds may hide a new report: two days.
const OLD: u64 = 2 * 24 * 3600;
/// Characters lost, beyond which a page is not read.
const LOST: usize = 10;

/// 政府, 信息, 公开, 年度 and 报告 as they look when UTF-8 was taken for GBK or Latin-1, or GBK for
/// Latin-1, and what is left when it was then saved.
const MISREAD: [&str; 15] = [
    "鏀垮簻",
    "淇℃伅",
    "鍏紑",
    "骞村害",
    "鎶ュ憡",
    "锟斤拷",
    "æ”¿åºœ",
    "ä¿¡æ¯",
    "å…¬å¼€",
    "å¹´åº¦",
    "Õþ¸®",
    "ÐÅÏ¢",
    "¹«¿ª",
    "Äê¶È",
    "±¨¸æ",
];

/// Why a page of HTML is not whole: it begins and does not end. Old pages leave out many closing
/// tags, but not both of the last two.
pub fn truncated(body: &[u8]) -> Option<Unseen> {
    let head = body.get(..4096).unwrap_or(body);
    let has = |text: &[u8], word: &str| {
        memmem::find(text, word.as_bytes()).is_some()
            || memmem::find(text, word.to_ascii_uppercase().as_bytes()).is_some()
    };
    // Mark-up of two bytes a character is read elsewhere.
    let is_page = has(head, "<html") && !head.contains(&0);
    if !is_page || has(body, "</html") || has(body, "</body") || has(body, "</frameset") {
        return None;
    }
    Some(Unseen::Truncated(format!("{}字节，没有结尾", body.len())))
}

/// Why the characters of a page cannot be trusted.
pub fn garbled(text: &str) -> Option<Unseen> {
    let lost = text.matches('\u{FFFD}').count();
    if lost >= LOST {
        let foreign = text.chars().filter(|c| !c.is_ascii()).count();
        if lost * 20 > foreign {
            return Some(Unseen::Garbled(format!("{foreign}个字符中有{lost}个无法识别")));
        }
    }
    if ["公开", "年报", "报告"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let found: Vec<&str> = MISREAD.into_iter().filter(|it| text.contains(it)).collect();
    (found.len() >= 2 || text.matches("锟斤拷").count() >= LOST)
        .then(|| Unseen::Garbled(format!("“{}”", found.join("”“"))))
}

/// Why a page may be older than what it shows: a cache says that it has kept it for days (RFC 9111
/// §5.1).
pub fn stale(capture: &Capture) -> Option<Unseen> {
    let age: u64 = capture.header("age")?.trim().parse().ok()?;
    (age > OLD).then(|| Unseen::Stale(format!("Age: {age}，缓存已{}天", age / (24 * 3600))))
}
