//! TRS WCM: static pages `index.html`, `index_1.html`, …; articles `t20250127_3378533.html`.
//!
//! A script writes the links to the other pages, and counts them from 0: `createPageHTML(4, 0,
//! "index", "html")`, or variables `countPage` and `currentPage`. Newer sites fill the list itself
//! by a script module (`list2.trsapi`) whose address stands nowhere on the page.

use crate::domain::Unseen;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::Portal;
use crate::portal::Seen;
use crate::portal::list;
use crate::portal::paging;
use crate::portal::script;

pub(super) static PORTAL: Portal = Portal { id: "trs", recognises, read };

pattern!(
    PAGES,
    r#"createPageHTML\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"#
);
pattern!(NAME, r#"["']([\w-]+)_["']\s*\+\s*\w+\s*\+\s*["']\.(\w+)"#);
pattern!(ARTICLE, r"(?:^|/)t20\d{6}_\d+\.s?html?$");
pattern!(FILE, r"(?:^|/)P0\d{15,}\.\w+$");
pattern!(MODULE, r"(?s)trsapi.*?recordCount\s*:\s*['\x22]?(\d+)");

fn recognises(seen: &Seen<'_>) -> Option<&'static str> {
    let scripts = &seen.page.scripts;
    if PAGES.as_ref()?.is_match(scripts) {
        return Some("脚本 createPageHTML 分页");
    }
    if scripts.contains("trsapi") {
        return Some("脚本模块 trsapi");
    }
    let links = || seen.page.links.iter().map(|link| link.href.as_str());
    if links().any(|href| ARTICLE.as_ref().is_some_and(|it| it.is_match(href))) {
        return Some("文章地址形如 t20250127_123.html");
    }
    if links().any(|href| FILE.as_ref().is_some_and(|it| it.is_match(href))) {
        return Some("附件地址形如 P020250127….zip");
    }
    None
}

fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    let (next, pages) = next(seen).unwrap_or_else(|| (paging::next(seen), None));
    let listing = match (list::page(seen, next.clone()), next) {
        (Err(Unseen::ListNeedsScript(_)), Next::Unreachable(why)) => {
            return Err(Unseen::ListNeedsScript(why));
        }
        (listing, _) => listing?,
    };
    Ok(Listing { pages: pages.or(listing.pages), ..listing })
}

/// What comes after, and how many pages there are, by the scripts.
fn next(seen: &Seen<'_>) -> Option<(Next, Option<usize>)> {
    let scripts = &seen.page.scripts;
    if let Some(found) = MODULE.as_ref()?.captures(scripts) {
        // The static part of such a list is its first page; the rest is behind the module.
        let why = format!("trsapi 列表共{}条，由脚本翻页", &found[1]);
        return Some((Next::Unreachable(why), None));
    }
    if let Some(found) = PAGES.as_ref()?.captures(scripts) {
        let (pages, present) = (found[1].parse().ok()?, found[2].parse().ok()?);
        return Some(page_after(seen, pages, present, (&found[3], &found[4])));
    }
    let pages = script::variable(scripts, "countPage")?.parse().ok()?;
    let present = script::variable(scripts, "currentPage")?.parse().ok()?;
    let name = NAME.as_ref()?.captures(scripts)?;
    Some(page_after(seen, pages, present, (&name[1], &name[2])))
}

/// Page n is `index_n.html`, from 0.
fn page_after(
    seen: &Seen<'_>,
    pages: usize,
    present: usize,
    (name, extension): (&str, &str),
) -> (Next, Option<usize>) {
    if present + 1 >= pages {
        return (Next::End, Some(pages));
    }
    let file = format!("{name}_{}.{extension}", present + 1);
    (paging::onward(seen, &file), Some(pages))
}
