//! The pages of one listing, put together and judged as a whole.
//!
//! What a list says of its own length is held against what was seen of it: a list of forty records
//! of which fifteen came is not read to its end, whatever its last page looked like.

use std::collections::HashSet;

use crate::domain::Unseen;

use super::Entry;
use super::Listing;
use super::Next;
use super::candidate;

/// What was seen of a listing so far.
#[derive(Debug, Default)]
pub struct Gathered {
    entries: Vec<Entry>,
    named: bool,
    /// Records of earlier answers, to notice a server that gives the same page for ever.
    known: HashSet<String>,
    records: usize,
    /// Answers of data.
    answers: usize,
    total: Option<usize>,
    /// Pages that said how many there are, and how many they said.
    counted: usize,
    pages: usize,
    /// Why a page may have held more than it showed.
    doubt: Option<Unseen>,
}

impl Gathered {
    /// Takes a page; what comes after it, or why the list cannot be read further.
    pub fn add(&mut self, listing: Listing) -> Result<Next, Unseen> {
        let Listing { entries, next, named, records, total, pages, doubt } = listing;
        for entry in entries {
            if !self.entries.contains(&entry) {
                self.entries.push(entry);
            }
        }
        self.named |= named;
        self.doubt = self.doubt.take().or(doubt);
        self.total = self.total.max(total);
        if let Some(pages) = pages {
            self.counted += 1;
            self.pages = self.pages.max(pages);
        }
        if let Some(records) = records {
            self.answers += 1;
            let new: Vec<String> =
                records.iter().filter(|it| !self.known.contains(*it)).cloned().collect();
            if new.is_empty() && !records.is_empty() {
                return Err(Unseen::ListNotUnderstood("翻页后内容不变".into()));
            }
            self.records += new.len();
            self.known.extend(new);
        }
        match next {
            // The records that the list has are all there; another page would be empty.
            Next::Page(_)
                if self.total.is_some_and(|it| self.answers > 0 && self.records >= it) =>
            {
                Ok(Next::End)
            }
            next => Ok(next),
        }
    }

    /// Judges the whole: its entries, or why there are none to be had, and why what is not among
    /// them may still exist. `broken_off` says why the list was not followed to its last page.
    pub fn finish(
        self,
        broken_off: Option<Unseen>,
    ) -> (Result<Vec<Entry>, Unseen>, Option<Unseen>) {
        let short = self.short();
        let incomplete = broken_off.or_else(|| self.doubt.clone()).or(short);
        if self.entries.is_empty()
            && let Some(why) = incomplete
        {
            return (Err(why), None);
        }
        let empty = self.answers > 0 && self.records == 0 && self.entries.is_empty();
        let reports = self.entries.iter().any(|it| candidate::is_report(&it.title));
        if empty {
            return (Err(Unseen::ListNotUnderstood("数据接口没有返回任何条目".into())), None);
        }
        // The name is that of the page around the data, which may be the data of another list on it.
        if !reports && (!self.named || self.answers > 0) {
            let name = if self.named { "" } else { "，栏目名称也不是年报" };
            let why = format!("有{}个条目，但没有年报{name}", self.records);
            return (Err(Unseen::ListNotUnderstood(why)), None);
        }
        (Ok(self.entries), incomplete)
    }

    /// Why fewer was seen than the list says it has.
    fn short(&self) -> Option<Unseen> {
        if let Some(total) = self.total.filter(|it| self.records < *it) {
            let why = format!("列表共{total}条，只读到{}条", self.records);
            return Some(Unseen::ListNotUnderstood(why));
        }
        (self.counted < self.pages).then(|| {
            let why = format!("列表共{}页，只读到{}页", self.pages, self.counted);
            Unseen::ListNotUnderstood(why)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry {
        Entry { url: None, title: title.into(), date: None }
    }

    /// Records of which the first is a report.
    fn data(names: &[&str], total: Option<usize>) -> Listing {
        let records = Some(names.iter().map(|it| (*it).to_owned()).collect());
        let entries = names.iter().take(1).map(|_| entry("某局2024年政府信息公开工作年度报告"));
        let entries = entries.collect();
        Listing { entries, records, total, named: true, ..Listing::default() }
    }

    fn judged(pages: Vec<Listing>) -> (bool, bool) {
        let mut gathered = Gathered::default();
        let mut broken_off = None;
        for page in pages {
            if let Err(why) = gathered.add(page) {
                broken_off = Some(why);
            }
        }
        let (entries, incomplete) = gathered.finish(broken_off);
        (entries.is_ok(), incomplete.is_none())
    }

    #[test]
    fn as_many_records_as_the_list_says_it_has() {
        assert_eq!(judged(vec![data(&["a", "b"], Some(3)), data(&["c"], Some(3))]), (true, true));
        assert_eq!(judged(vec![data(&["a", "b"], Some(3))]), (true, false));
        assert_eq!(judged(vec![data(&["a", "b"], None)]), (true, true));
    }

    #[test]
    fn the_same_page_for_ever_is_no_list() {
        let page = || data(&["a", "b"], None);
        assert_eq!(judged(vec![page(), page()]), (true, false));
    }

    #[test]
    fn data_without_a_report_may_be_that_of_another_list() {
        let news = || Listing { entries: vec![], ..data(&["a", "b"], Some(2)) };
        assert_eq!(judged(vec![news()]), (false, true));
    }

    #[test]
    fn no_records_at_all_prove_nothing() {
        assert_eq!(judged(vec![data(&[], None)]), (false, true));
        assert_eq!(judged(vec![data(&[], Some(0))]), (false, true));
    }

    #[test]
    fn as_many_pages_as_the_list_says_it_has() {
        let entries = vec![entry("某局2024年政府信息公开工作年度报告")];
        let page = || Listing { pages: Some(2), entries: entries.clone(), ..Listing::default() };
        assert_eq!(judged(vec![page()]), (true, false));
        assert_eq!(judged(vec![page(), page()]), (true, true));
    }
}
