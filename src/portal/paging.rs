//! The next page of a listing, and how many pages it says it has.
//!
//! A listing that has more pages is not understood to its end until they are read; a report on page
//! three is not absent. So a number of pages that is announced counts for more than a missing link.

use std::borrow::Cow;

use regex::Captures;
use url::Url;

use crate::html::Link;
use crate::wording::squash;

use super::Next;
use super::Seen;

// The address in `onclick="location.href=encodeURI('index_2.jhtml');"`, before the words of the link.
pattern!(
    CLICK,
    r#"(?s)<a\b[^>]*?location(?:\.href)?\s*=\s*(?:encodeURI\(\s*)?(?:&#39;|&quot;|['"])([^'"&]+)(?:&#39;|&quot;|['"])[^>]*>\s*(?:<[^>]*>\s*)*(?:下一?页|后一页|&gt;|»)"#
);
pattern!(NUMBER, r"&#(\d{4,6});");
pattern!(OF, r"第(\d{1,4})页[^\d]{0,8}共(\d{1,4})页");
pattern!(
    SLASH,
    r"(?m)(?:^|[^\d/])(\d{1,4})/(\d{1,4})页|共\d{1,6}条[^\d]{0,8}(\d{1,4})/(\d{1,4})(?:$|[^\d/])"
);
pattern!(SUM, r"共(\d{1,4})页|总页数:?(\d{1,4})|页数:\d{1,4}/(\d{1,4})");

/// What comes after a page, by its links.
pub(super) fn next(seen: &Seen<'_>) -> Next {
    let Some(link) = seen.page.links.iter().find(|link| is_forward(&link.text)) else {
        return numbered(seen);
    };
    if let Some(target) = clicked(seen) {
        return onward(seen, &target);
    }
    if is_dead(&link.href) {
        return match quoted(&link.href) {
            Some(target) => onward(seen, target),
            None if is_single(seen) || is_last(seen) => Next::End,
            None => Next::Unreachable(format!("“{}”由脚本翻页", link.text)),
        };
    }
    onward(seen, &link.href)
}

/// The page behind an address; on the last page the link often points at the page itself.
pub(super) fn onward(seen: &Seen<'_>, href: &str) -> Next {
    match seen.url.join(href) {
        Ok(url) if same_page(&url, seen.url) => Next::End,
        Ok(url) => Next::get(url),
        Err(_) => Next::Unreachable(format!("下一页的地址无法识别：{href}")),
    }
}

fn is_forward(text: &str) -> bool {
    let text = squash(text);
    let words = ["下一页", "下页", "后一页", "下一頁", "下頁"];
    words.contains(&text.trim_matches(['>', '»', '›', '[', ']', '&']))
        || matches!(&*text, ">" | "›")
}

fn is_dead(href: &str) -> bool {
    let href = href.trim_start().to_ascii_lowercase();
    href.is_empty() || href.starts_with('#') || href.starts_with("javascript")
}

fn clicked(seen: &Seen<'_>) -> Option<String> {
    Some(CLICK.as_ref()?.captures(&with_letters(seen.text))?[1].to_owned())
}

/// Mark-up whose Chinese is written in numbers (`&#39029;`), as servers do whose charset lacks it.
pub(super) fn with_letters(text: &str) -> Cow<'_, str> {
    let Some(number) = NUMBER.as_ref() else { return Cow::Borrowed(text) };
    number.replace_all(text, |found: &Captures<'_>| {
        let letter = found[1].parse().ok().and_then(char::from_u32);
        letter.map_or_else(|| found[0].to_owned(), String::from)
    })
}

/// The address in `javascript:location.href='index_2.html'`.
fn quoted(href: &str) -> Option<&str> {
    let target = href.split_once("location")?.1.split(['\'', '"']).nth(1)?;
    (!target.is_empty()).then_some(target)
}

/// Page numbers without a word for the next one: 1 [2] [3].
fn numbered(seen: &Seen<'_>) -> Next {
    let numbers: Vec<(usize, &Link)> = seen
        .page
        .links
        .iter()
        .filter(|link| !is_dead(&link.href) && looks_like_a_page(&link.href))
        .filter_map(|link| Some((number(&link.text)?, link)))
        .collect();
    let has = |n: usize| numbers.iter().find(|(it, _)| *it == n).map(|(_, link)| *link);
    let last = numbers.iter().map(|(n, _)| *n).max().unwrap_or_default();
    // Numbers that begin nowhere number something else.
    if has(1).or(has(2)).is_none() {
        return if turned_by_script(seen) && !is_single(seen) && !is_last(seen) {
            Next::Unreachable("页码由脚本翻页".into())
        } else {
            Next::End
        };
    }
    let missing = (1..=last + 1).find(|n| has(*n).is_none()).unwrap_or(last + 1);
    // The present page is the one that is not linked; where all are, it is the one linked to itself.
    let itself = numbers
        .iter()
        .find(|(_, link)| seen.url.join(&link.href).is_ok_and(|url| same_page(&url, seen.url)));
    let present = match itself {
        Some((n, _)) => *n,
        None if missing > last && seen.url.path().ends_with('/') => 1,
        None => missing,
    };
    match has(present + 1) {
        Some(link) => onward(seen, &link.href),
        None if last > present => Next::Unreachable(format!("页码不连续：{present}之后是{last}")),
        None => Next::End,
    }
}

/// True for page numbers that lead nowhere without a script. The days of a calendar do so too, but
/// there are more of them.
fn turned_by_script(seen: &Seen<'_>) -> bool {
    let dead = seen.page.links.iter().filter(|link| is_dead(&link.href));
    let numbers: Vec<usize> = dead.filter_map(|link| number(&link.text)).collect();
    numbers.contains(&2) && !numbers.contains(&28)
}

/// The number that a link consists of, brackets apart.
fn number(text: &str) -> Option<usize> {
    let plain = squash(text);
    let digits = plain.trim_matches(['[', ']', '(', ')', '第', '页']);
    (digits.len() <= 3).then(|| digits.parse().ok())?
}

/// True for addresses by which pages of lists go; days of a calendar are numbers too.
fn looks_like_a_page(href: &str) -> bool {
    let href = href.to_ascii_lowercase();
    ["page", "index", "list", "pn=", "p="].iter().any(|it| href.contains(it))
        || href.rsplit('/').next().is_some_and(|file| {
            let stem = file.split('.').next().unwrap_or_default();
            !stem.is_empty() && stem.len() <= 4 && stem.bytes().all(|it| it.is_ascii_digit())
        })
}

/// The number of pages that the page says the list has.
pub(super) fn announced(seen: &Seen<'_>) -> Option<usize> {
    position(seen).map(|(_, pages)| pages).or_else(|| {
        let text = lines(seen);
        let found = SUM.as_ref()?.captures(&text)?;
        found.iter().skip(1).flatten().next()?.as_str().parse().ok()
    })
}

/// Which page this is, and of how many.
fn position(seen: &Seen<'_>) -> Option<(usize, usize)> {
    let text = lines(seen);
    let found = [&OF, &SLASH].into_iter().find_map(|it| it.as_ref()?.captures(&text))?;
    let mut numbers = found.iter().skip(1).flatten().filter_map(|it| it.as_str().parse().ok());
    let (present, pages) = (numbers.next()?, numbers.next()?);
    (present <= pages && present > 0).then_some((present, pages))
}

/// The text of the page without spaces; lines stay apart, or a date would run into a page number.
fn lines(seen: &Seen<'_>) -> String {
    seen.page.text().lines().map(squash).collect::<Vec<_>>().join("\n")
}

fn is_last(seen: &Seen<'_>) -> bool {
    position(seen).is_some_and(|(present, pages)| present == pages)
}

/// 共1页 and the like.
pub(super) fn is_single(seen: &Seen<'_>) -> bool {
    announced(seen) == Some(1)
}

fn same_page(a: &Url, b: &Url) -> bool {
    a.path() == b.path() && a.query() == b.query()
}
