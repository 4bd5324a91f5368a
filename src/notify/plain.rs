//! Text that is safe to put into a mail, and measured as a reader sees it.
//!
//! Names and sentences come from portals, so a line break, a control character or a change of
//! writing direction in them is an attempt at something, or an accident that looks like one.
//! Widths are columns: a Chinese character takes two.

use unicode_width::UnicodeWidthChar;

/// Bytes after which even a text without a single gap is broken; RFC 5322 forbids lines over 998.
const LONGEST_WORD: usize = 900;

/// Never at the start of a line.
const CLOSING: &str = "。，、；：！？）》」』】〕”’…·—.,;:!?)]}%";

/// Never at the end of a line.
const OPENING: &str = "（《「『【〔“‘([{";

/// One line of text without anything that does not show.
pub(super) fn line(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            c if is_hidden(c) => continue,
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !(clean.is_empty() || clean.ends_with(' ')) {
            clean.push(c);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Marks that change the direction of writing or leave no trace at all (Unicode TR 36, TR 9).
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Columns that a line takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The beginning of a line that fits, with `…` where something was cut off.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut short: String = text
        .chars()
        .take_while(|c| {
            let fits = room.checked_sub(columns_of(*c));
            room = fits.unwrap_or(0);
            fits.is_some()
        })
        .collect();
    short.push('…');
    short
}

/// The line, filled up with spaces.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Breaks a line into lines of at most `columns`, the first indented by `first` and the others by
/// `rest`. A word that is longer, such as an address, keeps a line of its own.
pub(super) fn wrap(text: &str, first: usize, rest: usize, columns: usize) -> String {
    let mut lines = Vec::new();
    let mut current = " ".repeat(first);
    let mut is_bare = true;
    for unit in units(text) {
        let gap = usize::from(unit.after_space && !is_bare);
        if !is_bare && width(&current) + gap + width(&unit.text) > columns {
            lines.push(std::mem::replace(&mut current, " ".repeat(rest)));
        } else if gap > 0 {
            current.push(' ');
        }
        current.push_str(&unit.text);
        is_bare = false;
    }
    lines.push(current);
    lines.join("\n")
}

/// A piece of text that stays on one line.
struct Unit {
    text: String,
    after_space: bool,
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut after_space = false;
    for c in text.chars() {
        if c == ' ' {
            after_space = true;
            continue;
        }
        match units.last_mut() {
            Some(last) if !after_space && belongs(&last.text, c) => last.text.push(c),
            _ => units.push(Unit { text: c.into(), after_space }),
        }
        after_space = false;
    }
    units
}

fn belongs(before: &str, next: char) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let has_gap = columns_of(last) > 1 || columns_of(next) > 1;
    // 2025年 and 1天 read as one word.
    let is_counted = last.is_ascii_digit() && columns_of(next) > 1;
    let is_bound = CLOSING.contains(next) || OPENING.contains(last) || is_counted;
    before.len() < LONGEST_WORD && (is_bound || !has_gap)
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_has_no_breaks_controls_or_marks_of_direction() {
        let table = [
            ("某局\r\nBcc: x@example.org", "某局 Bcc: x@example.org"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{200b}e", "abcde"),
            ("a\0b\u{85}c\u{2028}d\u{7f}e", "a b c d e"),
            ("  a \t  b　c ", "a b c"),
            ("\u{e0041}某局\u{feff}", "某局"),
        ];
        for (text, expected) in table {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_cut_line_says_so() {
        assert_eq!(cut("某市教育局", 10), "某市教育局");
        assert_eq!(cut("某市教育局", 9), "某市教育…");
        assert_eq!(cut("某市教育局", 8), "某市教…");
        assert_eq!(cut("abc", 2), "a…");
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(pad("逾期", 6), "逾期  ");
        assert_eq!(pad("abc", 2), "abc");
    }

    #[test]
    fn punctuation_stays_with_its_words() {
        assert_eq!(wrap("甲乙丙丁，戊己", 0, 0, 8), "甲乙丙\n丁，戊己");
        assert_eq!(wrap("甲乙丙《丁》", 0, 0, 8), "甲乙丙\n《丁》");
        assert_eq!(wrap("甲乙 2025年", 0, 0, 9), "甲乙\n2025年");
    }

    #[test]
    fn later_lines_hang_under_the_first() {
        assert_eq!(wrap("one two three", 2, 4, 9), "  one two\n    three");
    }

    #[test]
    fn an_address_is_not_broken() {
        let url = format!("https://example.gov.cn/{}", "a".repeat(100));
        assert_eq!(wrap(&format!("链接：{url}"), 0, 2, 40), format!("链接：\n  {url}"));
    }

    proptest! {
        #[test]
        fn a_clean_line_stays_as_it_is(text in any::<String>()) {
            let once = line(&text);
            prop_assert_eq!(line(&once), once.clone());
            prop_assert!(!once.chars().any(|c| c.is_control() || is_hidden(c)));
        }

        #[test]
        fn wrapping_loses_nothing_but_space(text in "[a-z甲乙。，（） 0-9]{0,200}") {
            let wrapped = wrap(&line(&text), 0, 3, 40);
            let bare = |it: &str| it.replace([' ', '\n'], "");
            prop_assert_eq!(bare(&wrapped), bare(&text));
        }

        #[test]
        fn no_line_is_too_long_for_mail(text in any::<String>(), word in "[a甲]{0,3000}") {
            let wrapped = wrap(&line(&format!("{text}{word}")), 3, 5, 78);
            prop_assert!(wrapped.lines().all(|it| it.len() <= 998));
        }

        #[test]
        fn a_cut_line_fits(text in any::<String>(), columns in 1_usize..60) {
            prop_assert!(width(&cut(&line(&text), columns)) <= columns);
        }
    }
}
