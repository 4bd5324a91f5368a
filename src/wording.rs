//! Comparing printed wordings.
//!
//! Pages break labels over lines, pad them with spaces and swap full-width for half-width signs;
//! so labels are compared by their letters and digits alone.

use std::borrow::Cow;

use strsim::normalized_levenshtein;

/// Half-width form of a full-width letter, digit or sign; everything else unchanged.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// True for spaces that pages use as padding, visible or not.
pub fn is_space(c: char) -> bool {
    if matches!(c, '\u{4E00}'..='\u{9FFF}' | '!'..='~') {
        return false;
    }
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\u{00AD}')
}

/// The letters and digits of a text, in half-width form.
pub fn letters(text: &str) -> String {
    as_letters(text).into_owned()
}

/// [`letters`], borrowed where the text is nothing else, as most cells are.
pub fn as_letters(text: &str) -> Cow<'_, str> {
    changed(text, is_plain_letter, to_letter)
}

/// Appends the [`letters`] of a text.
pub fn push_letters(out: &mut String, text: &str) {
    push_changed(out, text, is_plain_letter, to_letter);
}

/// The [`letters`] of a text one by one, for a comparison that mostly ends at the first.
pub fn each_letter(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(to_letter)
}

fn is_plain_letter(c: char) -> bool {
    !is_full_width(c) && is_letter(c)
}

fn to_letter(c: char) -> Option<char> {
    Some(half_width(c)).filter(|c| is_letter(*c))
}

/// [`char::is_alphanumeric`], with the common answers first: this runs over every character of every
/// page several times.
pub fn is_letter(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // The punctuation of Chinese text: dashes, quotes, 、。「」《》 and their like.
        '\u{2000}'..='\u{206F}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A text without any spaces, in half-width form.
pub fn squash(text: &str) -> String {
    as_squashed(text).into_owned()
}

/// [`squash`], borrowed where nothing changes.
pub fn as_squashed(text: &str) -> Cow<'_, str> {
    changed(text, is_plain_sign, to_sign)
}

/// Appends the [`squash`]ed form of a text.
pub fn push_squashed(out: &mut String, text: &str) {
    push_changed(out, text, is_plain_sign, to_sign);
}

fn is_plain_sign(c: char) -> bool {
    !is_full_width(c) && !is_space(c)
}

fn to_sign(c: char) -> Option<char> {
    Some(half_width(c)).filter(|c| !is_space(*c))
}

/// A whole text in [`half_width`] form.
pub fn to_half_width(text: &str) -> Cow<'_, str> {
    changed(text, |c| !is_full_width(c), |c| Some(half_width(c)))
}

/// True for what [`half_width`] changes.
const fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3000}')
}

/// A text with each character changed by itself; `stays` says of one that it needs no change.
fn changed(
    text: &str,
    stays: impl Fn(char) -> bool,
    change: impl Fn(char) -> Option<char>,
) -> Cow<'_, str> {
    if first_other(text, &stays).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    push_changed(&mut out, text, stays, change);
    Cow::Owned(out)
}

/// Appends the changed text, run by run: nearly all characters of a page stay.
fn push_changed(
    out: &mut String,
    text: &str,
    stays: impl Fn(char) -> bool,
    change: impl Fn(char) -> Option<char>,
) {
    let mut rest = text;
    while let Some((at, c)) = first_other(rest, &stays) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.extend(change(c));
        rest = rest.get(at + c.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where the first of some signs stands; ideographs, letters and digits are none.
pub fn find_sign(text: &str, signs: &[char]) -> Option<usize> {
    first_other(text, |c| !signs.contains(&c)).map(|(at, _)| at)
}

/// The first character that does not stay, and where. What stays everywhere is passed over unread.
fn first_other(text: &str, stays: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut at = 0;
    loop {
        at += plain_run(text.as_bytes().get(at..).unwrap_or_default());
        let c = text.get(at..)?.chars().next()?;
        if !stays(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// Bytes of the ideographs, letters and digits at the beginning of a UTF-8 text: what no form of a text
/// changes, told by its first bytes because it is nearly all of a page.
pub fn plain_run(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += match text.get(at) {
            // U+5000 to U+9FFF; those from U+4E00 on share their first byte with hexagrams.
            Some(0xE5..=0xE9) => 3,
            Some(0xE4) if text.get(at + 1).is_some_and(|next| *next >= 0xB8) => 3,
            Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => 1,
            _ => return at,
        }
    }
}

/// A text with runs of spaces made one, and none at the ends.
pub fn tidy(text: &str) -> String {
    let mut out = Tidy { text: String::with_capacity(text.len()), gap: false };
    out.push(text);
    out.take()
}

/// A text that is tidied as its pieces come.
#[derive(Debug, Default)]
pub struct Tidy {
    text: String,
    /// Spaces came after the last word.
    gap: bool,
}

impl Tidy {
    /// Adds a piece; words run on where neither side has a space.
    pub fn push(&mut self, piece: &str) {
        let mut rest = piece;
        while let Some((at, space)) = first_other(rest, |c| !is_space(c)) {
            self.word(rest.get(..at).unwrap_or_default());
            self.gap = true;
            rest = rest.get(at + space.len_utf8()..).unwrap_or_default();
        }
        self.word(rest);
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.gap = false;
        self.text.push_str(word);
    }

    /// Ends a word.
    pub const fn gap(&mut self) {
        self.gap = true;
    }

    /// The text so far; what follows begins a new one.
    pub fn take(&mut self) -> String {
        self.gap = false;
        std::mem::take(&mut self.text)
    }
}

/// The letters of a label without its numbering (一、 （二） 3. and the like).
///
/// 其它 is another spelling of 其他, so both come out alike.
pub fn stem(label: &str) -> Cow<'_, str> {
    let stem = match as_squashed(label) {
        Cow::Borrowed(squashed) => as_letters(strip_numbering(squashed)),
        Cow::Owned(squashed) => Cow::Owned(letters(strip_numbering(&squashed))),
    };
    if stem.contains("其它") { Cow::Owned(stem.replace("其它", "其他")) } else { stem }
}

/// A squashed label without its numbering.
fn strip_numbering(squashed: &str) -> &str {
    let bare = squashed.trim_start_matches('(');
    let bracketed = bare.len() < squashed.len();
    let rest = bare.trim_start_matches(|c: char| is_numeral(c) || c.is_ascii_digit());
    if rest.len() == bare.len() {
        return squashed;
    }
    let after = rest.trim_start_matches([')', '.', '、', ',', ':']);
    // 一、 and 3. need their sign, or 三安全 would lose its first letter.
    if after.len() < rest.len() || bracketed { after } else { squashed }
}

/// True for the numerals that number sections.
pub const fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Labels of a form, each with what it stands for. Their stems are made once, because every cell of
/// every table is held against all of them.
#[derive(Debug)]
pub struct Labels<T> {
    entries: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    stem: String,
    shape: Shape,
    meaning: T,
}

impl<T: Copy + PartialEq> Labels<T> {
    /// Takes the labels in the order in which they are tried.
    pub fn new<'a>(labels: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let entry = |(label, meaning)| {
            let stem = stem(label).into_owned();
            Entry { shape: Shape::of(&stem), stem, meaning }
        };
        Self { entries: labels.into_iter().map(entry).collect() }
    }

    /// What the label with the same letters stands for.
    pub fn exact(&self, text: &str) -> Option<T> {
        if is_figure(text) { None } else { self.with_stem(&stem(text)) }
    }

    /// What a text means: the label with the same letters, else what all labels stand for that are
    /// nearly the same.
    pub fn find(&self, text: &str) -> Option<T> {
        if is_figure(text) {
            return None;
        }
        let wanted = stem(text);
        if let Some(exact) = self.with_stem(&wanted) {
            return Some(exact);
        }
        let shape = Shape::of(&wanted);
        // Short words differ by one letter and mean another row; only long ones may be nearly right.
        if shape.characters < 7 {
            return None;
        }
        let mut near = self.entries.iter().filter(|it| it.is_near(&wanted, shape));
        let first = near.next()?.meaning;
        // A label and its own variant are near to each other, and so both to many a text.
        near.all(|it| it.meaning == first).then_some(first)
    }

    fn with_stem(&self, stem: &str) -> Option<T> {
        self.entries.iter().find(|it| it.stem == stem).map(|it| it.meaning)
    }
}

/// True for a count, which no label is; most cells are one.
fn is_figure(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

impl<T> Entry<T> {
    /// True for a text that is nearly the same, or the same with something behind it.
    fn is_near(&self, text: &str, shape: Shape) -> bool {
        self.shape.may_be_near(shape) && normalized_levenshtein(&self.stem, text) >= 0.85
            || self.shape.characters >= 8 && text.starts_with(&self.stem)
    }
}

/// What tells most pairs of texts apart without comparing them.
#[derive(Debug, Clone, Copy)]
struct Shape {
    characters: usize,
    /// A bit for each character that occurs; several share one.
    signs: u64,
}

impl Shape {
    fn of(text: &str) -> Self {
        let signs = text.chars().fold(0, |signs, c| signs | 1 << (u32::from(c) % 64));
        Self { characters: text.chars().count(), signs }
    }

    /// False where more than 15 in 100 characters must be put in, left out or changed: at least as
    /// many as one text is longer, and one for each sign that the other lacks.
    fn may_be_near(self, other: Self) -> bool {
        let longer = self.characters.max(other.characters);
        let is_small = |distance: usize| distance * 20 <= longer * 3;
        let lacking = |a: u64, b: u64| (a & !b).count_ones() as usize;
        is_small(self.characters.abs_diff(other.characters))
            && is_small(lacking(self.signs, other.signs))
            && is_small(lacking(other.signs, self.signs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbering_is_not_part_of_a_label() {
        for (label, expected) in [
            ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
            ("（七）总计", "总计"),
            ("(六) 其他处理", "其他处理"),
            ("3．危及“三安全一稳定”", "危及三安全一稳定"),
            ("8.属于 行政查询\n事项", "属于行政查询事项"),
            ("三安全一稳定", "三安全一稳定"),
            ("2024年", "2024年"),
            ("3. 其它", "其他"),
            ("（六）其它处理", "其他处理"),
        ] {
            assert_eq!(stem(label), expected);
        }
    }

    #[test]
    fn a_label_may_differ_by_a_letter_if_it_is_long() {
        let rows =
            [("1.本机关不掌握相关政府信息", 1), ("2.没有现成信息需要另行制作", 2), ("3.其他", 3)];
        let rows = Labels::new(rows);
        let find = |label| rows.find(label);
        assert_eq!(find("没有现成信息需另行制作"), Some(2));
        assert_eq!(find("其他"), Some(3));
        assert_eq!(find("其他处理"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn a_text_near_two_labels_is_known_if_they_mean_the_same() {
        let first = "一、本年新收政府信息公开申请数量";
        let variant = "本年新收政府信息公开申请";
        let of = |second| {
            Labels::new([(first, 1), (variant, second)]).find("本年新收政府信息公开申请数量（件）")
        };
        assert_eq!(of(1), Some(1));
        assert_eq!(of(2), None);
    }

    #[test]
    fn what_is_answered_first_is_answered_right() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_full_width(c), half_width(c) != c, "{c:?}");
            let padding =
                "\u{FEFF}\u{2060}\u{00AD}".contains(c) || ('\u{200B}'..='\u{200F}').contains(&c);
            assert_eq!(is_space(c), c.is_whitespace() || padding, "{c:?}");
            let text = c.to_string();
            if plain_run(text.as_bytes()) > 0 {
                assert_eq!(plain_run(text.as_bytes()), text.len(), "{c:?}");
                assert!(is_plain_letter(c) && is_plain_sign(c), "{c:?}");
            }
        }
    }

    #[test]
    fn a_text_is_copied_only_where_it_changes() {
        assert!(matches!(as_letters("总计"), Cow::Borrowed("总计")));
        assert!(matches!(stem("一、自然人"), Cow::Borrowed("自然人")));
        assert_eq!(as_letters("“三安全　一稳定”（１）"), "三安全一稳定1");
        assert_eq!(to_half_width("（１） 、"), "(1) 、");
    }

    #[test]
    fn a_text_is_tidied_across_its_pieces() {
        let mut line = Tidy::default();
        for piece in ["\n 20", "25", "年 ", "\u{3000}年报", " "] {
            line.push(piece);
        }
        line.gap();
        line.push("完");
        assert_eq!(line.take(), "2025年 年报 完");
        line.push("后");
        assert_eq!(line.take(), "后");
    }

    proptest! {
        #[test]
        fn a_small_change_leaves_a_label_near(label in "[一-十]{14,24}", at in 0_usize..14, c in "[一-十]") {
            let mut chars: Vec<char> = label.chars().collect();
            chars[at] = c.chars().next().unwrap();
            let text: String = chars.into_iter().collect();
            prop_assert!(Shape::of(&label).may_be_near(Shape::of(&text)));
        }
    }

    #[test]
    fn invisible_padding_is_padding() {
        assert_eq!(tidy("\u{FEFF} 行政\u{3000}\u{00A0}许可\u{200B} "), "行政 许可");
        assert_eq!(squash("（ １ ）\u{00A0}"), "(1)");
    }
}
