//! A web page: its tags know more than its text.

use super::Source;
use crate::domain::Carrier;
use crate::html::Block;
use crate::html::Page;

/// Names what a page says of itself, the tags before the text.
pub(super) fn source(page: Page) -> Source {
    let article = ["ArticleTitle", "title"].into_iter().find_map(|name| page.meta(name));
    let mut titles: Vec<String> = article.map(ToOwned::to_owned).into_iter().collect();
    titles.extend(page.headlines.iter().cloned());
    titles.extend(page.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Text(text) if text.chars().count() < 80 => Some(text.clone()),
        _ => None,
    }));
    titles.push(page.title.clone());
    Source {
        carrier: Carrier::Html,
        titles,
        tagged_agency: page.meta("ContentSource").map(ToOwned::to_owned),
        pub_date: page.meta("PubDate").map(ToOwned::to_owned),
        page_text: page.text(),
        page,
    }
}
