//! Sets of words that are looked for all at once.
//!
//! Most sentences have none of the words that a phrasing needs, and to ask for one word after the other
//! takes longer than everything that is found in the rest. Words may overlap, as 新收 and 收到 do in
//! 新收到: each is found.

use std::ops::BitOr;
use std::ops::Range;

use aho_corasick::AhoCorasick;

/// Words that are looked for together, 64 at most.
pub(super) struct Vocabulary {
    words: Vec<&'static str>,
    searcher: Option<AhoCorasick>,
}

/// Some words of a vocabulary, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Words(u64);

impl Vocabulary {
    /// Takes the words; one that comes twice is one.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut words: Vec<&str> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        debug_assert!(words.len() <= 64, "a word without a bit is never found");
        Self { searcher: AhoCorasick::new(&words).ok(), words }
    }

    /// Those of the vocabulary that are among these.
    pub fn among(&self, wanted: &[&str]) -> Words {
        let bits = self.words.iter().enumerate().filter(|(_, word)| wanted.contains(word));
        bits.map(|(at, _)| Words(1 << at)).fold(Words::default(), BitOr::bitor)
    }

    /// Every occurrence of every word, in the order of their ends.
    pub fn find<'v>(&'v self, text: &'v str) -> impl Iterator<Item = (Range<usize>, Words)> + 'v {
        let found = self.searcher.iter().flat_map(move |it| it.find_overlapping_iter(text));
        found.map(|it| (it.start()..it.end(), Words(1 << it.pattern().as_u32())))
    }
}

impl Words {
    /// True if one word is in both sets.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Those that are not in the other set.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Words {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words of which it is asked only whether a text has one.
pub(super) struct AnyOf(Option<AhoCorasick>);

impl AnyOf {
    /// Takes the words.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(AhoCorasick::new(words).ok())
    }

    /// True if one of them stands in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|searcher| searcher.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_enough() {
        let words = AnyOf::new(["网上", "当面"]);
        assert!(words.is_in("通过网上收到") && !words.is_in("收到"));
    }

    #[test]
    fn words_that_overlap_are_all_found() {
        let vocabulary = Vocabulary::new(["收到", "新收", "申请", "收到"]);
        let found: Vec<Range<usize>> =
            vocabulary.find("新收到申请").map(|(range, _)| range).collect();
        assert_eq!(found, [0..6, 3..9, 9..15]);
        let all = vocabulary.find("新收到").map(|it| it.1).fold(Words::default(), BitOr::bitor);
        assert_eq!(all, vocabulary.among(&["新收", "收到", "答复"]));
        assert!(!all.meets(vocabulary.among(&["申请"])));
    }
}
