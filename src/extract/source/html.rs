//! A web page: its tags know more than its text.

use super::Source;
use crate::domain::Carrier;
use crate::html::Block;
use crate::html::Page;

/// Names what a page says of itself, the tags before the text.
pub(super) fn source(page: Page) -> Source {
    Source {
        carrier: Carrier::Html,
        titles: Vec::new(),
        tagged_agency: page.meta("ContentSource").map(ToOwned::to_owned),
        pub_date: page.meta("PubDate").map(ToOwned::to_owned),
        head: None,
        page,
    }
}

/// Possible titles, best first. They are looked through one by one, because the first is nearly
/// always right.
pub(super) fn titles(page: &Page) -> impl Iterator<Item = &str> {
    let article = ["ArticleTitle", "title"].into_iter().find_map(|name| page.meta(name));
    let lines = page.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Text(text) if text.chars().count() < 80 => Some(text.as_str()),
        _ => None,
    });
    let headlines = page.headlines.iter().map(String::as_str);
    article.into_iter().chain(headlines).chain(lines).chain(std::iter::once(page.title.as_str()))
}
