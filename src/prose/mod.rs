//! Counts, breakdowns and rates in running text. Pure.
//!
//! A sentence counts something only in its own scope: 其中, 网上, 各乡镇 and the like make it a part,
//! 去年 and 累计 another time. What is found here says so with every count, because a part that
//! differs from a whole contradicts nothing. What is not certain is not found at all.
//!
//! Everything is searched in [`Prose`], a text without spaces and line breaks inside sentences, in
//! half-width form, that remembers where each of its letters stood, so that findings quote the words as
//! printed.

pub mod breakdown;
pub mod count;
mod fee;
pub mod numeral;
mod object;
mod pattern;
pub mod rate;
pub mod scope;
mod words;

pub use breakdown::Breakdown;
pub use count::Claim;
pub use count::Count;
pub use count::Role;
pub use fee::mentions_any_fee;
pub use fee::mentions_fee;
pub use numeral::Amount;
pub use rate::Growth;
pub use rate::Share;
pub use scope::Period;
pub use scope::Scope;

use std::cell::OnceCell;
use std::ops::Range;

use regex::Regex;

use crate::wording::find_sign;
use crate::wording::half_width;
use crate::wording::is_space;
use crate::wording::plain_run;

/// Bytes of a sentence at most, 2,000 Chinese characters.
const MAX_SENTENCE: usize = 6_000;
/// Sentences of a text at most; a report has some 200.
const MAX_SENTENCES: usize = 20_000;

/// A text made ready for searching. Ranges in it are byte offsets of [`Prose::text`].
#[derive(Debug)]
pub struct Prose<'a> {
    original: &'a str,
    /// Names of the body that speaks.
    speakers: Vec<&'a str>,
    text: String,
    /// Places in `text` and `original` of the letters before which something was left out or became
    /// shorter; between two of them both texts are the same.
    shifts: Vec<(usize, usize)>,
    /// Those that may count something.
    sentences: OnceCell<Vec<count::Sentence>>,
}

impl<'a> Prose<'a> {
    /// Takes spaces and thousands separators out, and makes everything half-width.
    pub fn new(original: &'a str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut shifts = vec![(0, 0)];
        let mut line = 0;
        let mut next = 0;
        let mut rest = original;
        while let Some(c) = rest.chars().next() {
            let at = original.len() - rest.len();
            let run = plain_run(rest.as_bytes());
            let (piece, behind) = rest.split_at_checked(run.max(c.len_utf8())).unwrap_or_default();
            rest = behind;
            if c == '\n' {
                if goes_on(text.get(line..).unwrap_or_default()) {
                    continue;
                }
                line = text.len() + 1;
            } else if run == 0 && (is_space(c) || c == ',' && is_separator(original, at)) {
                continue;
            }
            if at != next {
                shifts.push((text.len(), at));
            }
            let length = text.len();
            if run > 0 {
                text.push_str(piece);
            } else {
                text.push(half_width(c));
            }
            next = at + text.len() - length;
        }
        Self { original, speakers: Vec::new(), text, shifts, sentences: OnceCell::new() }
    }

    /// Says whose text it is: what an office of another name received is a part of the whole. Without a
    /// name every office is another.
    #[must_use]
    pub fn spoken_by(mut self, names: Vec<&'a str>) -> Self {
        self.speakers = names;
        self
    }

    /// True if the words before a verb name an office, and not the body that speaks. It may leave out
    /// the beginning of its own name.
    pub(crate) fn is_anothers(&self, before: &str) -> bool {
        let own =
            |name: &str| self.speakers.iter().any(|it| it.ends_with(name) || name.ends_with(it));
        scope::office(before).is_some_and(|name| !own(name))
    }

    /// The text that is searched.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words as printed.
    pub fn quote(&self, range: &Range<usize>) -> &'a str {
        let start = self.place(range.start);
        let last = range.end.checked_sub(1).and_then(|last| self.place(last));
        let (Some(start), Some(last)) = (start, last) else { return "" };
        let end = self.original.get(last..).and_then(|rest| rest.chars().next());
        let end = last + end.map_or(0, char::len_utf8);
        self.original.get(start..end).unwrap_or_default().trim()
    }

    /// Where the letter that holds this byte of the text stands in the original.
    fn place(&self, at: usize) -> Option<usize> {
        let letter = (0..=at).rev().find(|it| self.text.is_char_boundary(*it))?;
        let behind = self.shifts.partition_point(|(shifted, _)| *shifted <= letter);
        let (shifted, printed) = self.shifts.get(behind.checked_sub(1)?)?;
        (at < self.text.len()).then_some(printed + letter - shifted)
    }

    /// Sentences that may count something.
    fn sentences(&self) -> &[count::Sentence] {
        self.sentences.get_or_init(|| count::sentences(self))
    }

    /// The sentence around a word, which begins at `from` at the earliest.
    fn sentence_around(&self, word: &Range<usize>, from: usize) -> Range<usize> {
        let before = self.text.get(from..word.start).unwrap_or_default();
        let behind = self.text.get(word.end..).unwrap_or_default();
        let start = before.rfind(ENDS).map_or(from, |at| from + at);
        let end = find_sign(behind, &ENDS).map_or(self.text.len(), |at| word.end + at);
        let sentence = self.text.get(start..end).unwrap_or_default();
        end - sentence.trim_start_matches(ENDS).len()..end
    }

    /// Sentences in which one of the words stands; a clause behind ； is a sentence of its own. Most
    /// sentences of a report have none, and are not looked at.
    pub(crate) fn sentences_with(&self, words: &Regex) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(word) = words.find_at(&self.text, from) {
            let sentence = self.sentence_around(&word.range(), from);
            from = sentence.end;
            // Every match looks through the sentence around it.
            if sentence.len() <= MAX_SENTENCE {
                found.push(sentence);
            }
            if found.len() == MAX_SENTENCES {
                break;
            }
        }
        found
    }

    /// Sentences that may hold lists with ；.
    pub(crate) fn blocks(&self) -> Vec<Range<usize>> {
        let marks = ['。', '!', '?', '\n'];
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, mark) in self.text.match_indices(marks) {
            parts.push(start..at);
            start = at + mark.len();
        }
        parts.push(start..self.text.len());
        // Every match looks through the sentence around it.
        parts.retain(|part| (1..=MAX_SENTENCE).contains(&part.len()));
        parts.truncate(MAX_SENTENCES);
        parts
    }
}

/// What ends a sentence.
const ENDS: [char; 5] = ['。', ';', '!', '?', '\n'];

/// True for a line that was broken within a sentence: printed pages break where the line is full, and a
/// word on the line before may be what makes a count a part. Short lines are headings.
fn goes_on(line: &str) -> bool {
    line.chars().nth(15).is_some() && !line.ends_with(['。', ';', '!', '?', ':'])
}

/// True for the comma of `1,234`: a half-width one with at most three digits before it and exactly
/// three behind.
fn is_separator(text: &str, at: usize) -> bool {
    let is_digit = |c: &char| half_width(*c).is_ascii_digit();
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    let before = before.chars().rev().take(4).take_while(is_digit).count();
    let behind = behind.chars().skip(1).take(4).take_while(is_digit).count();
    (1..=3).contains(&before) && behind == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(prose: &Prose<'_>, words: &str) -> Vec<Range<usize>> {
        prose.sentences_with(&Regex::new(words).unwrap())
    }

    #[test]
    fn words_are_quoted_as_printed() {
        let prose = Prose::new("全年 共收到\u{3000}申请１,234 件。");
        assert_eq!(prose.text(), "全年共收到申请1234件。");
        let at = prose.text().find("申请").unwrap();
        let end = prose.text().find("。").unwrap();
        assert_eq!(prose.quote(&(at..end)), "申请１,234 件");
    }

    #[test]
    fn a_line_that_is_full_goes_on_and_a_heading_does_not() {
        let text =
            "（二）依申请公开\n2025年，我市深入推进依申请公开工作，各乡\n镇收到申请12件。\n完";
        let prose = Prose::new(text);
        assert!(prose.text().contains("各乡镇收到"));
        let sentences = sentences(&prose, r"\w");
        assert_eq!(sentences.len(), 3);
        assert_eq!(prose.quote(&sentences[2]), "完");
    }

    #[test]
    fn what_nobody_wrote_as_a_sentence_is_none() {
        let long = "收到申请12件,".repeat(1_000);
        assert_eq!(sentences(&Prose::new(&format!("甲。{long}。乙")), r"\w").len(), 2);
        assert_eq!(sentences(&Prose::new(&"甲。".repeat(30_000)), r"\w").len(), MAX_SENTENCES);
    }

    #[test]
    fn only_commas_between_groups_of_three_are_separators() {
        for (printed, expected) in [
            ("1,234件", "1234件"),
            ("12,345,678件", "12345678件"),
            ("1，234件", "1,234件"),
            ("2021,123件", "2021,123件"),
            ("12,34件", "12,34件"),
            ("3件,450条", "3件,450条"),
        ] {
            assert_eq!(Prose::new(printed).text(), expected);
        }
    }

    proptest! {
        #[test]
        fn any_range_can_be_quoted(text in "\\PC{0,40}", a in 0_usize..60, b in 0_usize..60) {
            let prose = Prose::new(&text);
            let _ = prose.quote(&(a..b));
            for sentence in sentences(&prose, r"\w") {
                prop_assert!(prose.text().get(sentence.clone()).is_some());
                let _ = prose.quote(&sentence);
            }
        }

        #[test]
        fn sentences_are_those_between_the_marks(text in "[甲乙丙,。;!?\n]{0,40}") {
            let prose = Prose::new(&text);
            let found = sentences(&prose, "甲|乙丙");
            let found: Vec<&str> = found.into_iter().map(|it| &prose.text()[it]).collect();
            let all = prose.text().split(ENDS);
            let expected: Vec<&str> =
                all.filter(|it| it.contains('甲') || it.contains("乙丙")).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn nothing_in_a_text_panics(
            text in "[收到受理申请政府信息公开其中占件条0-9,。;:()年上结转行政复议诉讼%一二十百万无未]{0,60}"
        ) {
            let prose = Prose::new(&text);
            let counts = count::counts(&prose, 2025);
            let _ = count::denials(&prose, 2025, &counts);
            let _ = breakdown::breakdowns(&prose);
            let _ = (rate::shares(&prose), rate::growths(&prose));
        }
    }
}
