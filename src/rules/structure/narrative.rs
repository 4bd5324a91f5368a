//! Running text as rules on wording want it: without quotations, clause by clause.
//!
//! What stands in 《》 is the title of another document and what stands in “” is somebody else's
//! word; neither says anything about the body that reports.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::AnnualReport;
use crate::wording::letters;
use crate::wording::squash;

static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"《[^《》]{0,80}》|“[^“”]{0,80}”|「[^「」]{0,80}」|"[^"]{0,80}""#).ok()
});

/// The sections whose text is written, not filled in: the preamble (0) and 一, 五 and 六. Flattened
/// pages have the rows of their tables as text under 二 to 四.
pub(super) fn written(report: &AnnualReport) -> impl Iterator<Item = (u8, &str)> {
    let preamble = std::iter::once((0, report.preamble.as_str()));
    let sections = [1, 5, 6].map(|number| (number, report.section_text(number)));
    preamble.chain(sections).filter(|(_, text)| !text.trim().is_empty())
}

/// The whole text without spaces, tables left out.
pub(super) fn whole(report: &AnnualReport) -> String {
    let mut all = squash(&report.preamble);
    for section in &report.sections {
        all.push('\n');
        all.push_str(&squash(&section.text));
    }
    all
}

/// A text without spaces and without what it quotes; its signs are half-width.
pub(super) fn unquoted(text: &str) -> String {
    let plain = squash(text);
    QUOTED.as_ref().map_or(plain.clone(), |quoted| quoted.replace_all(&plain, "").into_owned())
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
