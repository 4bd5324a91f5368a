//! Listing pages → entries that may be reports. Pure.
//!
//! A listing is either understood to its end or not understood, with the reason. "The report is not
//! there" may be concluded only from the first: a page that is not the listing, a list that a script
//! fills, an empty list, all are [`Unseen`].
//!
//! A portal family is a file in `family` and an entry in [`FAMILIES`]. Recognition runs anew on every
//! answer, the answers of a list's own data address included, so that a family needs no memory
//! between pages: what it must know of the request stands in [`Seen::asked`]. Scripts are never run;
//! only what they say in so many letters is read.

/// Compiles a pattern that is part of the program; a broken one would never match.
macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: std::sync::LazyLock<Option<regex::Regex>> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).ok());
    };
}

pub mod blockpage;
pub mod candidate;
pub mod configured;
mod data;
mod family;
mod gathered;
mod list;
pub mod onward;
mod paging;
mod script;
mod steady;
mod walk;

use chrono::NaiveDate;
use url::Url;

use crate::domain::Ask;
use crate::domain::Capture;
use crate::domain::Reading;
use crate::domain::Unseen;
use crate::html::Page;

pub use candidate::Candidates;
pub use candidate::Choice;
pub use family::FAMILIES;
pub use gathered::Gathered;
pub use steady::steady;
pub use walk::Walk;
pub use walk::Walked;
pub use walk::honest;

/// A link on a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its address; `None` where the link leads nowhere (`javascript:;`).
    pub url: Option<Url>,
    /// Its text.
    pub title: String,
    /// The date beside it.
    pub date: Option<NaiveDate>,
}

/// What comes after this page of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Next {
    /// Nothing: this is the last page.
    #[default]
    End,
    /// Another page.
    Page(Ask),
    /// There is more, but only a script can get it; the text says what was seen.
    Unreachable(String),
}

impl Next {
    fn get(url: Url) -> Self {
        Self::Page(Ask::get(url))
    }
}

/// One page of a listing that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Its entries that name a report or might.
    pub entries: Vec<Entry>,
    /// What comes after.
    pub next: Next,
    /// The page says that it is the column of annual reports.
    pub named: bool,
    /// All records of an answer of data, reports or not; `None` for a page of links.
    pub records: Option<Vec<String>>,
    /// How many records the list says it has in all.
    pub total: Option<usize>,
    /// How many pages the list says it has in all.
    pub pages: Option<usize>,
    /// Why what is not on this page may be there all the same: it breaks off, or is an old copy.
    pub doubt: Option<Unseen>,
}

/// A fetched answer: a page of a listing, or the data of one.
#[derive(Debug)]
pub struct Seen<'a> {
    /// How it was fetched.
    pub capture: &'a Capture,
    /// The answer as text. JSON and XML make no meaningful page.
    pub text: &'a str,
    /// The page taken apart.
    pub page: &'a Page,
    /// The address that answered.
    pub url: &'a Url,
}

impl Seen<'_> {
    /// What was asked for, before any redirect.
    pub fn asked(&self) -> Ask {
        Ask::of(&self.capture.url).unwrap_or_else(|_| Ask::get(self.url.clone()))
    }
}

/// Takes an answer apart for [`Seen`]; data makes no page.
pub fn page(text: &str) -> Result<Page, Unseen> {
    if data::is_data(text) {
        return Ok(Page::default());
    }
    Page::parse(text).map_err(|why| Unseen::ListNotUnderstood(why.to_string()))
}

/// A content system's way of listing.
#[derive(Debug)]
pub struct Portal {
    /// Its permanent name, as written in the configuration.
    pub id: &'static str,
    /// What on an answer shows that it is of this family, in words for people; `None` if nothing.
    pub recognises: fn(&Seen<'_>) -> Option<&'static str>,
    /// Reads the listing.
    pub read: fn(&Seen<'_>) -> Result<Listing, Unseen>,
}

/// The family with that name.
pub fn family(id: &str) -> Option<&'static Portal> {
    FAMILIES.iter().copied().find(|family| family.id == id)
}

/// The family of an answer, and what shows it; the first that knows it, so the general one stands
/// last.
pub fn recognise(seen: &Seen<'_>) -> Option<(&'static Portal, &'static str)> {
    FAMILIES.iter().find_map(|family| Some((*family, (family.recognises)(seen)?)))
}

/// Reads an answer, after asking what it really is.
pub fn read(seen: &Seen<'_>, how: &Reading) -> Result<Listing, Unseen> {
    let refused = if data::is_data(seen.text) {
        blockpage::refused_data(seen.capture, seen.text)
    } else {
        blockpage::judge(seen.capture, seen.page).filter(|_| !is_shell(seen))
    };
    if let Some(unseen) = refused.or_else(|| blockpage::garbled(seen.text)) {
        return Err(blockpage::or_broken_off(unseen, seen.text));
    }
    let broken_off = blockpage::truncated(seen.text.as_bytes());
    match (listing(seen, how), broken_off) {
        (Ok(listing), doubt) => {
            Ok(Listing { doubt: doubt.or_else(|| blockpage::stale(seen.capture)), ..listing })
        }
        (Err(_), Some(broken_off)) => Err(broken_off),
        (Err(why), None) => Err(why),
    }
}

fn listing(seen: &Seen<'_>, how: &Reading) -> Result<Listing, Unseen> {
    let unknown = || Unseen::ListNotUnderstood("no portal family fits".into());
    match how {
        Reading::Recognised => {
            let (family, _) = recognise(seen).ok_or_else(unknown)?;
            (family.read)(seen)
        }
        Reading::Family(id) => (family(id).ok_or_else(unknown)?.read)(seen),
        Reading::Select(spec) => configured::select::read(seen, spec),
        Reading::Json(spec) => configured::json::read(seen, spec),
    }
}

/// True where a page says that it is the column of annual reports.
pub fn names_column(seen: &Seen<'_>) -> bool {
    list::is_report_column(seen)
}

/// True for a page without a word whose script says where its list is.
fn is_shell(seen: &Seen<'_>) -> bool {
    blockpage::is_empty_shell(seen.capture, seen.page)
        && recognise(seen).is_some_and(|(family, _)| family.id != family::PLAIN)
}

#[cfg(test)]
mod tests;
