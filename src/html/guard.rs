//! How deep a page nests, told from its bytes alone.
//!
//! The HTML parser looks through all open elements at every tag, so a page of a million open `div`s
//! takes hours. Only elements that must be closed by hand are counted: an unclosed `p` or `td` is
//! common on old pages and does not nest.

use thiserror::Error;

/// More than any real page; Word exports reach some 60.
const MAX_DEPTH: i64 = 2_000;

/// The page nests too deep to be a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the page nests elements more than {MAX_DEPTH} deep; this is not a report page")]
pub struct TooDeep;

/// Elements that the parser closes by itself, or that have no inside.
const SELF_CLOSING: [&[u8]; 27] = [
    b"p", b"li", b"td", b"tr", b"th", b"dd", b"dt", b"option", b"tbody", b"thead", b"tfoot", b"br",
    b"img", b"input", b"hr", b"meta", b"link", b"base", b"col", b"embed", b"area", b"param",
    b"source", b"wbr", b"html", b"body", b"head",
];

/// Refuses a page that nests too deep.
pub(super) fn check_depth(html: &str) -> Result<(), TooDeep> {
    let bytes = html.as_bytes();
    let mut depth: i64 = 0;
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'<')) {
        at += next + 1;
        let closing = bytes.get(at) == Some(&b'/');
        if closing {
            at += 1;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take(40).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || SELF_CLOSING.contains(&name.as_slice()) {
            continue;
        }
        depth = if closing { (depth - 1).max(0) } else { depth + 1 };
        if depth > MAX_DEPTH {
            return Err(TooDeep);
        }
    }
    Ok(())
}
