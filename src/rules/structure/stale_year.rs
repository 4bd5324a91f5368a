//! # stale-year
//!
//! ## What it checks
//! Whether sections 一 and 五 speak of the year before the year reported on as if it were
//! that year: at least two sentences that begin with it, and fewer mentions of the right one.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports copied from others (内容雷同).
//!
//! ## When it stays silent
//! - Comparisons (较、比、同比), budgets and accounts of the year before, and titles of
//!   documents in 《》.
//! - The year before is named once, or the right year at least as often; 今年 and 本年度
//!   count as the right year.
//! - Neither section has text: not assessable.
//!
//! ## How to resolve
//! Bring the text up to the year reported on.

use std::sync::LazyLock;

use regex::Regex;

use super::narrative::start;
use crate::domain::Confidence;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::reading::Passage;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "stale-year",
    label: ("沿用上年", "last year's text"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（内容雷同）",
        "Circular 30 (2021), item 4 (copied content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对正文中的年份，更新为本报告年度的情况。",
        "Check the years in the text and bring it up to the year reported on.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("stale_year.rs"),
    check: Check::Text(check),
};

/// Sentences that must speak of the year before.
const LEAST: usize = 2;

/// What makes a mention of the year before legitimate.
static LOOKS_BACK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("较|相比|同比|对比|比上|决算|预算|结转|上一?年|去年|以来|起|至|底|末|印发|指出").ok()
});

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let texts = [1, 5].map(|number| reading.passage(number).map_or("", Passage::unquoted));
    if texts.iter().all(|text| text.is_empty()) {
        return unassessable("没有读到第一、第五部分的正文", "sections 1 and 5 have no text");
    }
    let (right, wrong) = (reading.year, reading.year.previous());
    let mentions = |word: &str| texts.iter().map(|text| text.matches(word).count()).sum::<usize>();
    let subject = format!("{wrong}年");
    if mentions(&subject) < LEAST {
        return Verdict::Pass;
    }
    let this = format!("{right}年");
    let current: usize = [this.as_str(), "今年", "本年", "一年来"].into_iter().map(mentions).sum();
    let stale: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split(['。', ';', '\n', '!']))
        .filter(|sentence| without_numbering(sentence).starts_with(&subject))
        .filter(|sentence| LOOKS_BACK.as_ref().is_some_and(|re| !re.is_match(sentence)))
        .collect();
    if stale.len() < LEAST || current >= stale.len() {
        return Verdict::Pass;
    }
    let n = stale.len();
    let message = Text::new(
        format!("正文年份疑似沿用上年：以{wrong}年为主语{n}处，{right}年{current}处"),
        format!("last year's text: {n} sentences are on {wrong}, {current} mentions of {right}"),
    );
    let quote = stale.first().map(|sentence| start(sentence, 40)).unwrap_or_default();
    let violation = Violation::new(message, Place::section(1).quoting(quote));
    Verdict::fail(violation.figures(right, wrong).confidence(Confidence::Medium))
}

/// A sentence without the heading or number that runs into it.
fn without_numbering(sentence: &str) -> &str {
    match sentence.rfind("情况20").or_else(|| sentence.rfind("方面20")) {
        Some(at) if at < 40 => sentence.get(at + "情况".len()..).unwrap_or(sentence),
        _ => sentence.trim_start_matches(|c: char| "(一二三四五六七八九十)、.".contains(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn with(text: &str) -> Verdict {
        check(&given::clean().section(1, text).section(5, "").dossier())
    }

    #[test]
    fn two_sentences_on_the_year_before_are_a_warning() {
        let verdict = with("2024年，我局公开信息12条。2024年，我局培训2次。按2025年要求开展。");
        let Verdict::Fail(failure) = verdict else { panic!() };
        assert!(failure.violations[0].message.zh.contains("以2024年为主语2处，2025年1处"));
    }

    #[test]
    fn one_sentence_or_as_many_right_ones_pass() {
        assert_eq!(with("2024年，我局公开信息12条。"), Verdict::Pass);
        let even = "2024年，我局公开信息12条。2024年，我局培训2次。2025年，我局改进。今年再改。";
        assert_eq!(with(even), Verdict::Pass);
    }

    #[test]
    fn looking_back_is_legitimate() {
        for text in [
            "2024年决算公开1条。2024年决算公开2条。",
            "2024年公开10条，今年较之增加。2024年公开的比今年少。",
            "落实《2024年要点》。修订《2024年办法》。",
        ] {
            assert_eq!(with(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        assert!(matches!(with(""), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
