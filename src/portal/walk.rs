//! Follows a listing from page to page; the asking is left to others.
//!
//! The watch and the commands that look without keeping anything obey the same walk, so that what is
//! shown beforehand is what will be found. A list that leads back to a page already read has been read.

use std::collections::HashSet;

use crate::domain::Ask;
use crate::domain::Unseen;

use super::Choice;
use super::Entry;
use super::Gathered;
use super::Listing;
use super::Next;

/// Pages of one listing at most; a longer list is not read to its end.
const MAX_PAGES: u32 = 300;

/// A listing that is being read.
#[derive(Debug)]
pub struct Walk {
    next: Option<Ask>,
    read: HashSet<String>,
    gathered: Gathered,
    pages: u32,
    broken_off: Option<Unseen>,
}

/// A listing as far as it was read.
#[derive(Debug)]
pub struct Walked {
    /// The entries, or why there are none to be had.
    pub entries: Result<Vec<Entry>, Unseen>,
    /// Why what is not among the entries may still exist.
    pub incomplete: Option<Unseen>,
    /// Pages that were read.
    pub pages: u32,
}

impl Walk {
    /// Begins with the first page.
    pub fn new(first: Ask) -> Self {
        let read = HashSet::from([first.address()]);
        let gathered = Gathered::default();
        Self { next: Some(first), read, gathered, pages: 0, broken_off: None }
    }

    /// What to ask for next; `None` at the end.
    pub const fn next(&self) -> Option<&Ask> {
        self.next.as_ref()
    }

    /// Takes the answer to [`Self::next`].
    pub fn take(&mut self, answer: Result<Listing, Unseen>) {
        let next = answer.and_then(|listing| {
            self.pages += 1;
            self.gathered.add(listing)
        });
        self.next = None;
        match next {
            Err(unseen) => self.broken_off = Some(unseen),
            Ok(Next::End) => {}
            Ok(Next::Unreachable(why)) => self.broken_off = Some(Unseen::ListNeedsScript(why)),
            Ok(Next::Page(_)) if self.pages >= MAX_PAGES => {
                let why = format!("列表超过{MAX_PAGES}页，未读完");
                self.broken_off = Some(Unseen::ListNotUnderstood(why));
            }
            Ok(Next::Page(next)) => {
                if self.read.insert(next.address()) {
                    self.next = Some(next);
                }
            }
        }
    }

    /// Judges what was read.
    pub fn finish(self) -> Walked {
        let (entries, incomplete) = self.gathered.finish(self.broken_off);
        Walked { entries, incomplete, pages: self.pages }
    }
}

/// Takes a choice for what it is worth: "none of them" counts only if the list was read to its end.
pub fn honest(choice: Choice, incomplete: Option<&Unseen>) -> Result<Choice, Unseen> {
    match (choice, incomplete) {
        (Choice::None, Some(why)) => Err(why.clone()),
        (choice, _) => Ok(choice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(n: u32) -> Ask {
        Ask::get(format!("http://gov.test/{n}").parse().unwrap())
    }

    fn listing(next: Next) -> Listing {
        Listing { next, named: true, ..Listing::default() }
    }

    #[test]
    fn a_list_that_leads_back_has_been_read() {
        let mut walk = Walk::new(ask(0));
        walk.take(Ok(listing(Next::Page(ask(1)))));
        assert_eq!(walk.next(), Some(&ask(1)));
        walk.take(Ok(listing(Next::Page(ask(0)))));
        assert_eq!(walk.next(), None);
        let walked = walk.finish();
        assert_eq!((walked.pages, walked.incomplete), (2, None));
    }

    #[test]
    fn a_list_without_end_is_not_read_to_its_end() {
        let mut walk = Walk::new(ask(0));
        let mut asked = 0;
        while walk.next().is_some() {
            asked += 1;
            walk.take(Ok(listing(Next::Page(ask(asked)))));
        }
        assert_eq!(asked, MAX_PAGES);
        assert!(walk.finish().entries.is_err());
    }

    #[test]
    fn nothing_is_denied_by_half_a_list() {
        let why = Unseen::Failed("HTTP 500".into());
        assert_eq!(honest(Choice::None, Some(&why)), Err(why));
        assert_eq!(honest(Choice::None, None), Ok(Choice::None));
    }
}
