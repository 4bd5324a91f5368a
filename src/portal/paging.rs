//! The next page of a listing.
//!
//! A listing that has more pages is not understood to its end until they are read; a report on page
//! three is not absent.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::Next;
use super::Seen;
use crate::wording::squash;

/// TRS: `createPageHTML(pages, current, "index", "html")`; page n is `index_n.html`, from 0.
static TRS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"createPageHTML\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"#,
    )
    .ok()
});

/// What comes after a page.
pub(super) fn next(seen: &Seen<'_>) -> Next {
    if let Some(next) = trs(seen) {
        return next;
    }
    let forward = seen.page.links.iter().find(|link| {
        let text = squash(&link.text);
        matches!(text.as_str(), "下一页" | "下页" | "下一页>" | "下一页>>" | ">" | "›" | "后一页")
    });
    let Some(link) = forward else { return Next::End };
    let href = link.href.to_ascii_lowercase();
    if href.is_empty() || href.starts_with('#') || href.starts_with("javascript") {
        return if single_page(seen) {
            Next::End
        } else {
            Next::Unreachable(format!("“{}”由脚本翻页", link.text))
        };
    }
    match seen.url.join(&link.href) {
        // On the last page the link often points at the page itself.
        Ok(url) if same_page(&url, seen.url) => Next::End,
        Ok(url) => Next::Page(url),
        Err(_) => Next::Unreachable(format!("下一页的地址无法识别：{}", link.href)),
    }
}

fn trs(seen: &Seen<'_>) -> Option<Next> {
    let found = TRS.as_ref()?.captures(&seen.page.scripts)?;
    let pages: usize = found[1].parse().ok()?;
    let current: usize = found[2].parse().ok()?;
    if current + 1 >= pages {
        return Some(Next::End);
    }
    let file = format!("{}_{}.{}", &found[3], current + 1, &found[4]);
    Some(seen.url.join(&file).map_or(Next::End, Next::Page))
}

/// 共1页 and the like.
fn single_page(seen: &Seen<'_>) -> bool {
    let text = squash(&seen.page.text());
    text.contains("共1页") || text.contains("1/1") || text.contains("总页数:1")
}

fn same_page(a: &Url, b: &Url) -> bool {
    a.path() == b.path() && a.query() == b.query()
}
