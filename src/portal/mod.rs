//! Listing pages → entries that may be reports. Pure.
//!
//! A listing is either understood to its end or not understood, with the reason. "The report is not
//! there" may be concluded only from the first: a page that is not the listing, a list that a script
//! fills, an empty list, all are [`Unseen`].
//!
//! A portal family is a file beside this one and an entry in [`FAMILIES`].

pub mod blockpage;
pub mod candidate;
mod paging;
mod plain;

use chrono::NaiveDate;
use url::Url;

use crate::domain::Capture;
use crate::domain::Unseen;
use crate::html::Page;

pub use candidate::Choice;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing: this is the last page.
    End,
    /// Another page.
    Page(Url),
    /// There is more, but only a script can get it; the text says what was seen.
    Unreachable(String),
}

/// One page of a listing that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Its entries that name a report or might.
    pub entries: Vec<Entry>,
    /// What comes after.
    pub next: Next,
}

/// A fetched listing page.
#[derive(Debug)]
pub struct Seen<'a> {
    /// How it was fetched.
    pub capture: &'a Capture,
    /// The page taken apart.
    pub page: &'a Page,
    /// The address that answered.
    pub url: &'a Url,
}

/// A content system's way of listing.
#[derive(Debug)]
pub struct Portal {
    /// Its permanent name.
    pub id: &'static str,
    /// True if the page is of this family.
    pub recognises: fn(&Seen<'_>) -> bool,
    /// Reads the listing.
    pub read: fn(&Seen<'_>) -> Result<Listing, Unseen>,
}

/// Every family; the first that recognises a page reads it, so the general one stands last.
pub static FAMILIES: &[&Portal] = &[&plain::PORTAL];

/// Reads a listing page, after asking what the page really is.
pub fn read(seen: &Seen<'_>) -> Result<Listing, Unseen> {
    if let Some(unseen) = blockpage::judge(seen.capture, seen.page) {
        return Err(unseen);
    }
    let family = FAMILIES.iter().find(|family| (family.recognises)(seen));
    match family {
        Some(family) => (family.read)(seen),
        None => Err(Unseen::ListNotUnderstood("no portal family fits".into())),
    }
}

#[cfg(test)]
mod tests;
