//! Parts of a page by CSS selectors that an operator wrote.
//!
//! A selector may end in `@name` to take an attribute instead of the text; `@href` alone takes the
//! attribute of the entry itself.

use scraper::ElementRef;
use scraper::Selector;

use super::TooDeep;
use super::guard;
use super::tokens::Keep;
use crate::wording::tidy;

/// A selector, perhaps with the attribute that is wanted.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// `None` means the entry itself.
    selector: Option<Selector>,
    attribute: Option<String>,
}

impl Pattern {
    /// Reads a selector; the error is what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (css, attribute) = match text.rsplit_once('@') {
            // An `@` inside brackets or quotes belongs to the selector.
            Some((css, name)) if is_name(name) => (css.trim(), Some(name.to_owned())),
            _ => (text.trim(), None),
        };
        if css.is_empty() {
            return match attribute {
                Some(_) => Ok(Self { selector: None, attribute }),
                None => Err("it is empty".into()),
            };
        }
        let selector = Selector::parse(css).map_err(|error| error.to_string())?;
        Ok(Self { selector: Some(selector), attribute })
    }

    fn first<'a>(&self, within: ElementRef<'a>) -> Option<ElementRef<'a>> {
        match &self.selector {
            Some(selector) => within.select(selector).next(),
            None => Some(within),
        }
    }

    /// The attribute named by the selector, else the given one, else the text.
    fn value(&self, within: ElementRef<'_>, default: Option<&str>) -> Option<String> {
        let element = self.first(within)?;
        let value = match self.attribute.as_deref().or(default) {
            Some(name) => element.attr(name)?.trim().to_owned(),
            None => text(element),
        };
        (!value.is_empty()).then_some(value)
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// Where the parts of a list stand.
#[derive(Debug, Clone)]
pub struct Parts {
    /// One entry.
    pub item: Pattern,
    /// The link in it; its `href` unless the selector names another attribute.
    pub link: Pattern,
    /// The title in it.
    pub title: Option<Pattern>,
    /// The date in it.
    pub date: Option<Pattern>,
    /// The link to the next page.
    pub next: Option<Pattern>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The address as written.
    pub href: Option<String>,
    /// The title; that of the link if no selector was given for it.
    pub title: String,
    /// What stands where the date should, or the whole text of the entry.
    pub date: String,
}

/// The entries of a list, and the address of the next page as written.
pub fn select(html: &str, parts: &Parts) -> Result<(Vec<Item>, Option<String>), TooDeep> {
    let document = guard::parse(html, Keep::All)?;
    let root = document.root_element();
    let items = match &parts.item.selector {
        Some(selector) => root.select(selector).map(|it| item(it, parts)).collect(),
        None => vec![item(root, parts)],
    };
    let next = parts.next.as_ref().and_then(|it| it.value(root, Some("href")));
    Ok((items, next))
}

fn item(entry: ElementRef<'_>, parts: &Parts) -> Item {
    let link = parts.link.first(entry);
    let shown = link.map(text).unwrap_or_default();
    // Listings cut long titles and keep the whole one in `title`.
    let kept = link.and_then(|it| it.attr("title")).map(tidy).unwrap_or_default();
    let own = if kept.chars().count() > shown.chars().count() { kept } else { shown };
    let title = parts.title.as_ref().map_or(Some(own), |it| it.value(entry, None));
    let date = match &parts.date {
        Some(pattern) => pattern.value(entry, None),
        None => title.as_deref().map(|title| text(entry).replacen(title, "", 1)),
    };
    Item {
        href: parts.link.value(entry, Some("href")),
        title: title.unwrap_or_default(),
        date: date.unwrap_or_default(),
    }
}

fn text(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for piece in element.text() {
        out.push_str(piece);
        out.push(' ');
    }
    tidy(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(item: &str) -> Parts {
        let pattern = |text: &str| Pattern::parse(text).unwrap();
        Parts { item: pattern(item), link: pattern("a"), title: None, date: None, next: None }
    }

    const HTML: &str = "<ul><li><a href='1.html' title='某局2024年年度报告'>某局…</a><i>2025-01-20</i>\
                        </li><li data-url='2.html'><b>乙</b></li></ul><a class=n href='?p=2'>more</a>";

    #[test]
    fn entries_are_found_with_their_parts() {
        let (items, next) = select(HTML, &parts("li")).unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].href.as_deref(), Some("1.html"));
        assert_eq!(items[0].title, "某局2024年年度报告");
        assert!(items[0].date.contains("2025-01-20"));
        assert_eq!((items[1].href.as_deref(), next), (None, None));
    }

    #[test]
    fn attributes_may_be_asked_for() {
        let pattern = |text: &str| Pattern::parse(text).unwrap();
        let parts = Parts {
            link: pattern("@data-url"),
            title: Some(pattern("b")),
            date: Some(pattern("i")),
            next: Some(pattern("a.n")),
            ..parts("li")
        };
        let (items, next) = select(HTML, &parts).unwrap();
        assert_eq!(items[1].href.as_deref(), Some("2.html"));
        assert_eq!(items[1].title, "乙");
        assert_eq!(items[0].date, "2025-01-20");
        assert_eq!(next.as_deref(), Some("?p=2"));
    }

    #[test]
    fn a_selector_that_is_none_is_refused() {
        for text in ["", "li:nth-child(x)", "..x", "a[=]", "@"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
