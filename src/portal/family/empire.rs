//! `EmpireCMS` (帝国): static pages `index.html`, `index_2.html`, …, counted from 1.
//!
//! It prints the number of records in a link without an address, `<a title="Total record"><b>99</b>`;
//! the number of pages is that of the 尾页 link.

use crate::domain::Unseen;
use crate::portal::Listing;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::list;
use crate::portal::paging;
use crate::wording::squash;

pub(super) static PORTAL: Portal = Portal { id: "empire", recognises, read };

pattern!(TOTAL, r#"(?i)title=["']?(?:Total record|总数)["']?"#);
pattern!(NUMBER, r"_(\d{1,4})\.\w+$");

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    TOTAL.as_ref()?.is_match(seen.text).then_some("分页带有“Total record”")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let listing = list::page(seen, paging::next(seen))?;
    // The last page has no link to itself; it is the one that the page before it named.
    let last =
        seen.page.links.iter().find(|it| matches!(squash(&it.text).as_str(), "尾页" | "末页"));
    let pages = last.and_then(|it| NUMBER.as_ref()?.captures(&it.href)?[1].parse().ok());
    let own = NUMBER.as_ref().and_then(|it| it.captures(seen.url.path())?[1].parse().ok());
    Ok(Listing { pages: listing.pages.or(pages).or(own), ..listing })
}
