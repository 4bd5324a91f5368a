//! 博达 VSB: static pages, articles `/info/<tree>/<id>.htm`.
//!
//! Its pages are numbered backwards: behind `nb.htm` comes `nb/6.htm`, then `nb/5.htm`. So the link
//! of 下页 is followed, and no address is ever made up.

use crate::domain::Unseen;
use crate::portal::Listing;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::list;
use crate::portal::paging;

pub(super) static PORTAL: Portal = Portal { id: "vsb", recognises, read };

pattern!(ARTICLE, r"(?:^|/)info/\d+/\d+\.html?$");

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    if seen.text.contains("_vsb_") || seen.text.contains("VSB") {
        return Some("页面由博达 VSB 生成");
    }
    let article = |href: &str| ARTICLE.as_ref().is_some_and(|it| it.is_match(href));
    let found = seen.page.links.iter().any(|link| article(&link.href));
    found.then_some("文章地址形如 /info/1021/1234.htm")
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    list::page(seen, paging::next(seen))
}
