//! What a page really is, before anything on it is believed.
//!
//! Gateways answer 200 with a challenge, sites answer 200 with a maintenance notice, and a missing
//! page redirects to the home page. Each kind is a file with the words and signs that it goes by.
//! Words are looked for in titles and on short pages only, and there not in links: a long page that
//! mentions 404 is a page, and so is a short list that has a login in its head. Protection is
//! reported, never evaded.

mod damage;
mod data;
mod gateway;
mod hijack;
mod moved;
mod standin;
#[cfg(test)]
mod tests;

use crate::domain::Capture;
use crate::domain::Unseen;
use crate::html::Block;
use crate::html::Page;
use crate::portal::candidate;
use crate::wording::letters;

pub use damage::garbled;
pub use damage::stale;
pub use damage::truncated;
pub(super) use data::refused as refused_data;

/// A page with more text than this speaks for itself.
const SHORT: usize = 600;
/// A page with more pieces than this is no notice.
const PIECES: usize = 60;

/// A page as the kinds look at it.
struct Look<'a> {
    capture: &'a Capture,
    page: &'a Page,
    /// Letters of the title.
    title: String,
    /// Letters of the running text.
    all: String,
    /// The lines of a short page without its links, in lower case; none for a long page, and none
    /// for one that shows reports, which is what it claims to be.
    lines: Vec<String>,
    /// There is little on it, and no report among that.
    short: bool,
    /// There are reports on it.
    reports: bool,
}

impl<'a> Look<'a> {
    fn at(capture: &'a Capture, page: &'a Page) -> Self {
        let all = letters(&page.text());
        let reports = page.links.iter().any(|link| candidate::is_report(&link.text));
        let short = all.chars().count() < SHORT && page.blocks.len() < PIECES && !reports;
        let lines = if short { lines(page) } else { Vec::new() };
        Self { capture, page, title: letters(&page.title), all, lines, short, reports }
    }

    /// The first of some words in the title, or in the text of a short page. A page that shows
    /// reports is no notice, whatever its office is called.
    fn says(&self, words: &[&'static str]) -> Option<&'static str> {
        let title = self.title.to_ascii_lowercase();
        let titled = |word| !self.reports && holds(&title, word);
        words.iter().copied().find(|word| titled(word) || self.writes(word))
    }

    /// True where the text of a short page has the word.
    fn writes(&self, word: &str) -> bool {
        self.lines.iter().any(|line| holds(line, word))
    }

    /// Nothing on it can be read.
    fn is_wordless(&self) -> bool {
        let table = |block: &Block| matches!(block, Block::Table(_));
        self.all.is_empty()
            && self.page.links.is_empty()
            && !self.page.blocks.iter().any(|placed| table(&placed.block))
    }
}

/// True for a text that has the word; 维护中 is not in 设施维护中心.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let behind = text.get(at + word.len()..).unwrap_or_default();
        !(word.ends_with('中') && behind.starts_with('心'))
    })
}

/// The lines without their links, without spaces: what a notice says stands outside of links.
fn lines(page: &Page) -> Vec<String> {
    let mut lines = Vec::new();
    for placed in &page.blocks {
        let Block::Text(text) = &placed.block else { continue };
        let mut line = text.clone();
        for link in page.links.iter().filter(|link| !link.text.is_empty()) {
            line = line.replace(&link.text, " ");
        }
        let line: String = line.split_whitespace().collect();
        if !line.is_empty() {
            lines.push(line.to_lowercase());
        }
    }
    lines
}

/// Why the page is not what was asked for; `None` if nothing speaks against it.
pub fn judge(capture: &Capture, page: &Page) -> Option<Unseen> {
    let look = Look::at(capture, page);
    hijack::judge(&look)
        .or_else(|| standin::captive(&look))
        .or_else(|| gateway::judge(&look))
        .or_else(|| standin::under_an_error(&look))
        .or_else(|| refused(capture))
        .or_else(|| standin::judge(&look))
        .or_else(|| moved::stub(&look))
        .or_else(|| empty(&look))
}

/// [`judge`] for an answer of which no more is known than its text; data is judged as data.
pub fn judge_text(capture: &Capture, text: &str) -> Option<Unseen> {
    let judged = if super::data::is_data(text) {
        refused_data(capture, text)
    } else {
        Page::parse(text).ok().and_then(|page| judge(capture, &page))
    };
    let judged = judged.map(|unseen| or_broken_off(unseen, text));
    judged.or_else(|| garbled(text)).or_else(|| truncated(text.as_bytes()))
}

/// A page that breaks off before its first word is not called empty.
pub(super) fn or_broken_off(unseen: Unseen, text: &str) -> Unseen {
    match unseen {
        Unseen::Empty(_) => truncated(text.as_bytes()).unwrap_or(unseen),
        unseen => unseen,
    }
}

/// What the status and the redirects alone say against an answer; data has no words to be judged by.
pub(super) fn refused(capture: &Capture) -> Option<Unseen> {
    match capture.status {
        204 | 205 => Some(Unseen::Empty(format!("HTTP {}", capture.status))),
        200..=299 => moved::redirected(capture),
        401 | 403 | 405 | 412 | 418 | 429 | 521 => {
            Some(Unseen::Blocked(format!("HTTP {}", capture.status)))
        }
        511 => Some(Unseen::CaptivePortal("HTTP 511".into())),
        status => Some(Unseen::Failed(format!("HTTP {status}"))),
    }
}

/// True for a page that holds nothing but scripts, and no gateway's.
pub(super) fn is_empty_shell(capture: &Capture, page: &Page) -> bool {
    refused(capture).is_none()
        && page.refresh.is_none()
        && !page.scripts.trim().is_empty()
        && letters(&page.text()).is_empty()
        && gateway::judge(&Look::at(capture, page)).is_none()
}

fn empty(look: &Look<'_>) -> Option<Unseen> {
    if !look.is_wordless() {
        return None;
    }
    let holds = |wanted: &Block| look.page.blocks.iter().any(|it| it.block == *wanted);
    let only = if holds(&Block::Frame) {
        "，只有嵌入的框架"
    } else if holds(&Block::Image) {
        "，只有图片"
    } else if look.page.scripts.trim().is_empty() {
        ""
    } else {
        "，只有脚本"
    };
    let status = look.capture.status;
    Some(Unseen::Empty(format!("HTTP {status}，{}字节{only}", look.capture.size_bytes)))
}
