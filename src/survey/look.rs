//! One look at a listing, as the watch would take it, of which nothing is kept.

use serde::Serialize;
use url::Url;

use crate::clock::Clock;
use crate::domain::Ask;
use crate::domain::Capture;
use crate::domain::Reading;
use crate::domain::Unseen;
use crate::extract::decode;
use crate::fetch::Fetch;
use crate::fetch::Request;
use crate::fetch::patience::Patience;
use crate::fetch::patience::fetch_patiently;
use crate::html::Page;
use crate::pipeline::parse::off_reactor;
use crate::portal;
use crate::portal::Listing;
use crate::portal::Seen;
use crate::portal::Walk;
use crate::portal::Walked;
use crate::portal::candidate;
use crate::wording::tidy;

/// What pages are looked at with.
#[derive(Clone, Copy)]
pub struct Eyes<'a> {
    /// Reads pages.
    pub fetch: &'a dyn Fetch,
    /// Tells the time for pauses.
    pub clock: &'a dyn Clock,
    /// How often a page is tried.
    pub patience: Patience,
    /// Hears of every address before it is asked for.
    pub tell: &'a (dyn Fn(&str) + Sync),
}

/// An answer taken apart.
#[derive(Debug)]
pub struct Sight {
    /// How it was fetched.
    pub capture: Capture,
    /// Its text.
    pub text: String,
    /// The page.
    pub page: Page,
    /// The address that answered.
    pub url: Url,
}

impl Sight {
    /// As portals take it.
    pub fn seen(&self) -> Seen<'_> {
        Seen { capture: &self.capture, text: &self.text, page: &self.page, url: &self.url }
    }
}

/// A page of a listing that was asked for.
#[derive(Debug, Clone, Serialize)]
pub struct PageNote {
    /// What was asked for; see [`Ask::address`].
    pub address: String,
    /// The address that answered.
    pub answered: Option<String>,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The family that the answer shows itself to be of.
    pub family: Option<&'static str>,
    /// What shows it.
    pub evidence: Option<&'static str>,
    /// Entries that may be reports.
    pub entries: usize,
    /// Those that certainly are.
    pub reports: usize,
    /// Why it gave no entries.
    pub unseen: Option<Unseen>,
}

/// A link that names reports and belongs to another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Other {
    /// Its text.
    pub title: String,
    /// The word that gives it away.
    pub word: &'static str,
}

/// What a look at a listing brought.
#[derive(Debug)]
pub struct Look {
    /// The entries, and whether that is all.
    pub walked: Walked,
    /// Every page asked for, in order.
    pub pages: Vec<PageNote>,
    /// Links that were left aside.
    pub others: Vec<Other>,
    /// `SiteName` of the pages.
    pub site_name: Option<String>,
    /// The region in `SiteIDCode`, six digits.
    pub region: Option<String>,
}

impl Look {
    /// A look that read nothing.
    pub fn unread(why: Unseen) -> Self {
        let walked = Walked { entries: Err(why), incomplete: None, pages: 0 };
        Self { walked, pages: vec![], others: vec![], site_name: None, region: None }
    }
}

impl Eyes<'_> {
    /// Asks for one page.
    pub async fn see(&self, ask: &Ask) -> Result<Sight, Unseen> {
        (self.tell)(ask.url.as_str());
        let request = Request::asking(ask);
        let page = fetch_patiently(self.fetch, &request, self.patience, self.clock)
            .await
            .map_err(|failure| failure.unseen())?;
        let url = Url::parse(&page.capture.final_url).unwrap_or_else(|_| ask.url.clone());
        let parsed = off_reactor(move || {
            let content_type = page.capture.header("content-type");
            let text = decode::decode(&page.body, content_type, None).text;
            let parsed = portal::page(&text)?;
            Ok(Sight { capture: page.capture, text, page: parsed, url })
        });
        // A page that brings the parser down, or keeps it too long, is only unreadable.
        parsed.await.unwrap_or_else(|why| Err(Unseen::ListNotUnderstood(why)))
    }

    /// Reads a listing to its end.
    pub async fn look(&self, first: &Ask, how: &Reading) -> Look {
        let sight = self.see(first).await;
        self.follow(first, sight, how).await
    }

    /// Reads a listing of which the first page has been seen.
    pub async fn follow(&self, first: &Ask, sight: Result<Sight, Unseen>, how: &Reading) -> Look {
        let mut walk = Walk::new(first.clone());
        let mut seen = Gleaned::default();
        walk.take(seen.note(first, read(sight, how).await));
        while let Some(ask) = walk.next().cloned() {
            let sight = self.see(&ask).await;
            walk.take(seen.note(&ask, read(sight, how).await));
        }
        let Gleaned { pages, others, site_name, region } = seen;
        Look { walked: walk.finish(), pages, others, site_name, region }
    }
}

/// A page as it was read.
struct Read {
    /// The page, if there was one and it did not keep its reader too long.
    sight: Option<Sight>,
    listing: Result<Listing, Unseen>,
    /// The family that it shows itself to be of, and what shows it.
    family: Option<(&'static str, &'static str)>,
}

/// Reads a page of a listing, within the time that the watch has for it.
async fn read(sight: Result<Sight, Unseen>, how: &Reading) -> Read {
    let nothing = |why| Read { sight: None, listing: Err(why), family: None };
    let sight = match sight {
        Ok(sight) => sight,
        Err(why) => return nothing(why),
    };
    let how = how.clone();
    let read = off_reactor(move || {
        let listing = portal::read(&sight.seen(), &how);
        let family = portal::recognise(&sight.seen()).map(|(family, shown)| (family.id, shown));
        Read { listing, family, sight: Some(sight) }
    });
    read.await.unwrap_or_else(|why| nothing(Unseen::ListNotUnderstood(why)))
}

/// What the pages said beside their entries.
#[derive(Debug, Default)]
struct Gleaned {
    pages: Vec<PageNote>,
    others: Vec<Other>,
    site_name: Option<String>,
    region: Option<String>,
}

impl Gleaned {
    fn note(&mut self, ask: &Ask, read: Read) -> Result<Listing, Unseen> {
        let Read { sight, listing, family } = read;
        let entries = listing.as_ref().map_or(&[][..], |it| &it.entries);
        self.pages.push(PageNote {
            address: ask.address(),
            answered: sight.as_ref().map(|it| it.capture.final_url.clone()),
            status: sight.as_ref().map(|it| it.capture.status),
            family: family.map(|(family, _)| family),
            evidence: family.map(|(_, evidence)| evidence),
            entries: entries.len(),
            reports: entries.iter().filter(|it| candidate::is_report(&it.title)).count(),
            unseen: listing.as_ref().err().cloned(),
        });
        if let Some(sight) = sight {
            self.site_name = self.site_name.take().or_else(|| site_name(&sight.page));
            self.region = self.region.take().or_else(|| region(&sight.page));
            self.leave_aside(&sight.page);
        }
        listing
    }

    /// Notes the dated or numbered links that name reports and are other documents.
    fn leave_aside(&mut self, page: &Page) {
        for link in &page.links {
            let title = tidy(&link.text);
            let named = ["年报", "年度报"].iter().any(|it| title.contains(it));
            let numbered = title.contains(|c: char| c.is_ascii_digit());
            let Some(word) = candidate::other_word(&title).filter(|_| named && numbered) else {
                continue;
            };
            let other = Other { title, word };
            if !self.others.contains(&other) {
                self.others.push(other);
            }
        }
    }
}

/// The name of the body whose site it is, as the page's own tag gives it.
pub fn site_name(page: &Page) -> Option<String> {
    page.meta("SiteName").map(tidy)
}

/// The division code at the head of a `SiteIDCode` (six digits and a number of four); state organs
/// have letters there.
pub fn region(page: &Page) -> Option<String> {
    let code = page.meta("SiteIDCode")?;
    let whole = code.len() == 10 && code.bytes().all(|it| it.is_ascii_digit());
    code.get(..6).filter(|it| whole && is_region(it)).map(str::to_owned)
}

/// True for six digits that begin as a division code does (GB/T 2260: 11 to 82).
pub fn is_region(code: &str) -> bool {
    let digits = code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit());
    digits && matches!(code.as_bytes().first(), Some(b'1'..=b'8'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_stands_in_the_code_of_the_site() {
        for (code, expected) in [
            ("6203020001", Some("620302")),
            ("bm17000009", None),
            ("0000000001", None),
            ("62030", None),
        ] {
            let html = format!("<meta name=siteidcode content='{code}'>");
            assert_eq!(region(&Page::parse(&html).unwrap()).as_deref(), expected, "{code}");
        }
    }
}
