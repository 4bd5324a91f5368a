//! Comparing printed wordings.
//!
//! Pages break labels over lines, pad them with spaces and swap full-width for half-width signs;
//! so labels are compared by their letters and digits alone.

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
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(half_width).filter(|c| is_letter(*c)));
    out
}

/// [`char::is_alphanumeric`], with the common answers first: this runs over every character of every
/// page several times.
pub fn is_letter(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        _ => c.is_alphanumeric(),
    }
}

/// A text without any spaces, in half-width form.
pub fn squash(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(half_width).filter(|c| !is_space(*c)));
    out
}

/// A text with runs of spaces made one, and none at the ends.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The letters of a label without its numbering (一、 （二） 3. and the like).
pub fn stem(label: &str) -> String {
    let squashed = squash(label);
    letters(strip_numbering(&squashed))
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
pub fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// The index of the candidate that a label means: the same letters, else the only one that is
/// nearly the same.
pub fn match_label<'a>(label: &str, candidates: impl Iterator<Item = &'a str>) -> Option<usize> {
    let wanted = stem(label);
    if wanted.is_empty() {
        return None;
    }
    let stems: Vec<String> = candidates.map(stem).collect();
    if let Some(exact) = stems.iter().position(|it| *it == wanted) {
        return Some(exact);
    }
    // Short words differ by one letter and mean another row; only long ones may be nearly right.
    if wanted.chars().count() < 7 {
        return None;
    }
    let mut near = stems
        .iter()
        .enumerate()
        .filter(|(_, it)| {
            normalized_levenshtein(it, &wanted) >= 0.85
                || (it.chars().count() >= 8 && wanted.starts_with(it.as_str()))
        })
        .map(|(i, _)| i);
    match (near.next(), near.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(stem(label), expected);
        }
    }

    #[test]
    fn a_label_may_differ_by_a_letter_if_it_is_long() {
        let rows = ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.其他"];
        let find = |label| match_label(label, rows.into_iter());
        assert_eq!(find("没有现成信息需另行制作"), Some(1));
        assert_eq!(find("其他"), Some(2));
        assert_eq!(find("其他处理"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn invisible_padding_is_padding() {
        assert_eq!(tidy("\u{FEFF} 行政\u{3000}\u{00A0}许可\u{200B} "), "行政 许可");
        assert_eq!(squash("（ １ ）\u{00A0}"), "(1)");
    }
}
