//! Titles and names as rules on wording compare them.
//!
//! A short name and a long one may be those of one body, and none of them need be a part of the other.
//! The running text has its own forms, see `rules::reading`.

use crate::rules::reading::without_quotations;
use crate::wording::letters;
use crate::wording::squash;

/// A text without spaces and without what it quotes; its signs are half-width.
pub(super) fn unquoted(text: &str) -> String {
    without_quotations(&squash(text)).into_owned()
}

/// True where the characters of `short` stand in `long` in their order, as those of 发改委 do in
/// 发展和改革委员会; so do a name without its region and one that a reform made longer.
pub(super) fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    !short.is_empty() && short.chars().all(|c| rest.any(|it| it == c))
}

/// True where two names can be those of one body.
pub(super) fn same_body(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    abbreviates(&a, &b) || abbreviates(&b, &a)
}

/// The first characters of a text, for a quotation.
pub(super) fn start(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_say_nothing_about_who_quotes() {
        assert_eq!(unquoted("印发《2024年 要点》，落实“一网通办”。"), "印发,落实。");
        assert_eq!(unquoted("没有引用"), "没有引用");
    }

    #[test]
    fn short_and_long_names_are_one_body() {
        for (a, b, same) in [
            ("某县发改委", "某县发展和改革委员会", true),
            ("财政局", "某市财政局", true),
            ("某县农业局", "某县农业农村局", true),
            ("某市机关事务管理局", "某市人民政府办公室（某市机关事务管理局）", true),
            ("某市教育局", "某市财政局", false),
            ("", "某市财政局", false),
        ] {
            assert_eq!(same_body(a, b), same, "{a} {b}");
        }
    }
}
