//! How deep a page nests, told from its bytes alone.
//!
//! The HTML parser looks through all open elements at every tag, so a page of a million open `div`s
//! takes hours. Only elements that must be closed by hand are counted: an unclosed `p` or `td` is
//! common on old pages and does not nest.

use memchr::memchr_iter;
use thiserror::Error;

/// More than any real page; Word exports reach some 60.
const MAX_DEPTH: i64 = 2_000;

/// The page nests too deep to be a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the page nests elements more than {MAX_DEPTH} deep; this is not a report page")]
pub struct TooDeep;

/// Refuses a page that nests too deep.
pub(super) fn check_depth(html: &str) -> Result<(), TooDeep> {
    let bytes = html.as_bytes();
    let mut depth: i64 = 0;
    for at in memchr_iter(b'<', bytes) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let (closing, rest) = match rest.strip_prefix(b"/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let length = rest.iter().take(40).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = rest.get(..length).unwrap_or_default();
        if name.is_empty() || closes_itself(name) {
            continue;
        }
        depth = if closing { (depth - 1).max(0) } else { depth + 1 };
        if depth > MAX_DEPTH {
            return Err(TooDeep);
        }
    }
    Ok(())
}

/// Elements that the parser closes by itself, or that have no inside.
fn closes_itself(name: &[u8]) -> bool {
    let among = |names: &[&[u8]]| names.iter().any(|it| name.eq_ignore_ascii_case(it));
    // By length, because the commonest of all, span and div, are then told by two comparisons.
    match name.len() {
        1 => among(&[b"p"]),
        2 => among(&[b"td", b"tr", b"br", b"li", b"th", b"hr", b"dd", b"dt"]),
        3 => among(&[b"img", b"col", b"wbr"]),
        4 => among(&[b"meta", b"link", b"html", b"head", b"body", b"area", b"base"]),
        5 => among(&[b"tbody", b"thead", b"tfoot", b"input", b"param", b"embed"]),
        6 => among(&[b"option", b"source"]),
        _ => false,
    }
}
