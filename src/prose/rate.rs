//! Shares and growth rates beside the figures from which they should follow.
//!
//! 占35% rarely says of what. A base is taken as certain only where the sentence prints it in the
//! share itself, or where at least two other shares of the same list follow from it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use super::Prose;
use super::breakdown::is_torn;
use super::breakdown::numbers;
use super::numeral;

/// Units of a count, without names for their groups.
const UNIT: &str = "(?:件次|人次|件|份|条|宗|起|次|例|个|篇|项|期|部)";

/// A percentage as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Percent {
    /// Its value.
    pub value: f64,
    /// Digits behind the point.
    pub digits: u32,
}

/// How a printed percentage stands to the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is what the figures give, rounded.
    Rounded,
    /// It is what the figures give, cut off instead of rounded.
    CutOff,
    /// It is something else.
    Wrong,
}

impl Percent {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let value = text.parse().ok()?;
        Some(Self { value, digits: u32::try_from(digits).ok().filter(|it| *it <= 6)? })
    }

    /// Compares with an exact percentage, to the printed digits.
    pub fn fits(&self, exact: f64) -> Fit {
        let unit = 0.1_f64.powi(i32::try_from(self.digits).unwrap_or(0));
        let difference = exact - self.value;
        if difference.abs() <= unit / 2.0 + 1e-9 {
            Fit::Rounded
        } else if (0.0..unit).contains(&(difference * 1_f64.copysign(self.value))) {
            Fit::CutOff
        } else {
            Fit::Wrong
        }
    }
}

/// A share with a certain base.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole.
    pub base: u64,
    /// The printed share.
    pub printed: Percent,
    /// The phrase, as a range of [`Prose::text`].
    pub range: Range<usize>,
}

impl Share {
    /// What the figures give.
    pub fn exact(&self) -> f64 {
        percent(self.part, self.base)
    }
}

/// A growth rate beside the figures of both years.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// This year's figure.
    pub now: u64,
    /// Last year's figure.
    pub before: u64,
    /// The printed rate; negative for a decline.
    pub printed: Percent,
    /// The phrase, as a range of [`Prose::text`].
    pub range: Range<usize>,
}

impl Growth {
    /// What the figures give; negative for a decline.
    pub fn exact(&self) -> f64 {
        percent(self.now, self.before) - 100.0
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a report are far below 2^52")]
fn percent(part: u64, base: u64) -> f64 {
    part as f64 * 100.0 / base as f64
}

/// A share as printed, before its base is known.
struct Raw {
    part: u64,
    unit: String,
    base: Option<u64>,
    printed: Percent,
    range: Range<usize>,
}

static SHARE_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("占").ok());
static SHARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let n = numeral::PATTERN;
    Regex::new(&format!(
        "(?P<n>{n})(?P<u>{UNIT})[^0-9,;。)]{{0,8}}[,(]?占(?P<of>[^,;。0-9]{{0,12}})\
         (?:(?P<base>{n}){UNIT}[^,;。0-9]{{0,6}})?(?P<x>[0-9]+(?:\\.[0-9]+)?)%"
    ))
    .ok()
});

/// Letters between two shares of one list, at most.
const GAP: usize = 40;
/// Letters before a list in which its base may stand, at most.
const REACH: usize = 300;

/// All shares whose base is certain.
pub fn shares(prose: &Prose<'_>) -> Vec<Share> {
    let text = prose.text();
    let mut found = Vec::new();
    let mut list: Vec<Raw> = Vec::new();
    for raw in raw_shares(prose) {
        let apart = list.last().is_some_and(|last: &Raw| {
            let between = text.get(last.range.end..raw.range.start).unwrap_or_default();
            between.chars().count() > GAP || between.contains('\n') || last.unit != raw.unit
        });
        if apart {
            settle(text, &std::mem::take(&mut list), &mut found);
        }
        list.push(raw);
    }
    settle(text, &list, &mut found);
    found
}

fn raw_shares(prose: &Prose<'_>) -> Vec<Raw> {
    let exact = |text: &str| numeral::parse(text).filter(|it| it.exact).map(|it| it.value);
    matches(prose, SHARE_WORD.as_ref(), SHARE.as_ref())
        .filter_map(|(captures, start)| {
            let base = match captures.name("base") {
                Some(base) => Some(exact(base.as_str())?),
                None => None,
            };
            Some(Raw {
                part: exact(captures.name("n")?.as_str())?,
                unit: captures.name("u")?.as_str().to_owned(),
                base,
                printed: Percent::parse(captures.name("x")?.as_str())?,
                range: shifted(captures.get(0)?.range(), start),
            })
        })
        .collect()
}

/// All matches of a pattern that begins with a number, and where their sentences begin. It is searched
/// in the sentences that hold its word, since most hold none.
fn matches<'p>(
    prose: &'p Prose<'_>,
    word: Option<&Regex>,
    pattern: Option<&'p Regex>,
) -> impl Iterator<Item = (Captures<'p>, usize)> {
    let sentences = word.map_or_else(Vec::new, |word| prose.sentences_with(word));
    sentences.into_iter().flat_map(move |sentence| {
        let start = sentence.start;
        let text = prose.text().get(sentence).unwrap_or_default();
        let found = pattern.into_iter().flat_map(move |pattern| pattern.captures_iter(text));
        found
            .filter(|captures| captures.get(1).is_some_and(|n| !is_torn(text, &n.range())))
            .map(move |captures| (captures, start))
    })
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Finds the base of a list of shares.
fn settle(text: &str, list: &[Raw], found: &mut Vec<Share>) {
    let Some(first) = list.first() else { return };
    let before = text.get(..first.range.start).unwrap_or_default();
    let start = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let window = before.get(start..).unwrap_or_default();
    let bases: Vec<u64> = numbers(window)
        .into_iter()
        .filter(|number| number.unit == first.unit && number.amount.exact)
        .map(|number| number.amount.value)
        .filter(|base| *base > 0)
        .collect();
    let fits = |raw: &Raw, base: u64| raw.printed.fits(percent(raw.part, base)) == Fit::Rounded;
    let score = |base: u64| list.iter().filter(|raw| fits(raw, base)).count();
    let best = bases.iter().copied().max_by_key(|base| score(*base)).filter(|it| score(*it) >= 2);
    for raw in list {
        let base = match (raw.base, best) {
            (Some(base), _) if base > 0 => base,
            // A share of something else than the others may have a base of its own.
            (None, Some(_)) if bases.iter().any(|base| fits(raw, *base)) => continue,
            (None, Some(best)) => best,
            _ => continue,
        };
        let (range, printed) = (raw.range.clone(), raw.printed.clone());
        found.push(Share { part: raw.part, base, printed, range });
    }
}

static GROWTH_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("较|比").ok());
// What stands in brackets behind a figure breaks it down; what follows them is of the figure again.
static GROWTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let n = numeral::PATTERN;
    let than = "(?:较|比|同比)";
    Regex::new(&format!(
        "(?P<now>{n})(?P<u>{UNIT})(?:\\([^()]*\\))?[^0-9,;。()]{{0,6}}[,(]?{than}(?:[0-9]{{4}}年度?|[^,;。0-9]{{0,8}}?)\
         (?:的|同期的?|[^,;。0-9]{{0,4}})?(?:(?P<before>{n})(?P<w>{UNIT})[^,;。0-9]{{0,4}}?|\
         (?P<how>增加|增长|减少|下降)了?(?P<by>{n})(?P<z>{UNIT})[,(]?(?:同比|增幅|降幅)?)\
         (?P<dir>增长率?|上升|增加|提高|下降|减少|回落|降低)(?:了|约|为|达|达到)?(?P<x>[0-9]+(?:\\.[0-9]+)?)%"
    ))
    .ok()
});

/// All growth rates beside the figures of both years.
pub fn growths(prose: &Prose<'_>) -> Vec<Growth> {
    let exact = |text: &str| numeral::parse(text).filter(|it| it.exact).map(|it| it.value);
    let text = prose.text();
    let mut found = Vec::new();
    for (captures, start) in matches(prose, GROWTH_WORD.as_ref(), GROWTH.as_ref()) {
        let group = |name| captures.name(name).map(|it| it.as_str());
        let units_agree =
            ["w", "z"].iter().filter_map(|name| group(name)).all(|it| Some(it) == group("u"));
        let (Some(now), Some(printed)) =
            (group("now").and_then(exact), group("x").and_then(Percent::parse))
        else {
            continue;
        };
        let fell = |word: &str| ["下降", "减少", "回落", "降低"].contains(&word);
        let before = match (group("before"), group("by").and_then(exact)) {
            (Some(before), _) => exact(before),
            (None, Some(by)) if group("how").is_some_and(fell) => now.checked_add(by),
            (None, Some(by)) => now.checked_sub(by),
            (None, None) => None,
        };
        let (Some(before), Some(whole)) = (before.filter(|it| *it > 0), captures.get(0)) else {
            continue;
        };
        let whole = shifted(whole.range(), start);
        // Behind 其中 the difference may be that of the whole.
        let sentence = text.get(..whole.start).and_then(|it| it.rsplit(['。', ';', '\n']).next());
        let in_a_list = sentence.is_some_and(|it| it.contains("其中"));
        if !units_agree || (in_a_list && group("by").is_some()) {
            continue;
        }
        let sign = if group("dir").is_some_and(fell) { -1.0 } else { 1.0 };
        let printed = Percent { value: sign * printed.value, ..printed };
        found.push(Growth { now, before, printed, range: whole });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares_of(text: &str) -> Vec<(u64, u64, Fit)> {
        shares(&Prose::new(text))
            .into_iter()
            .map(|it| (it.part, it.base, it.printed.fits(it.exact())))
            .collect()
    }

    fn growths_of(text: &str) -> Vec<(u64, u64, Fit)> {
        growths(&Prose::new(text))
            .into_iter()
            .map(|it| (it.now, it.before, it.printed.fits(it.exact())))
            .collect()
    }

    #[test]
    fn the_base_is_what_most_shares_of_a_list_follow_from() {
        let text = "收到700件；答复640件。公开205件，占33.9%；不予公开35件，占5.46%；无法提供210件，\
                    占32.8%；不予处理126件，占19.7%。";
        // What fits the base agrees with it, and is no news.
        let expected = [(205, 640, Fit::Wrong), (35, 640, Fit::CutOff)];
        assert_eq!(shares_of(text), expected);
    }

    #[test]
    fn a_share_without_a_certain_base_is_passed_over() {
        for text in [
            "公开政府信息125条，占27%。",
            "收到100件，答复50件，占60%。",
            "收到申请20件（含网上3件），占总数60件的33.3%。",
            "共120条，甲50条，占41.7%；乙15条，占12.5%；丙55条，占45.8%。",
            "公开1，234条，占总数2468条的50%。",
            "收到约100件，甲50件，占60%；乙20件，占20%；丙30件，占30%。",
        ] {
            assert_eq!(shares_of(text), [], "{text}");
        }
    }

    #[test]
    fn a_base_in_the_phrase_is_certain() {
        assert_eq!(shares_of("网上申请30件，占总数60件的50%"), [(30, 60, Fit::Rounded)]);
        assert_eq!(shares_of("网上申请30件，占总数60件的55%"), [(30, 60, Fit::Wrong)]);
    }

    #[test]
    fn growth_follows_from_both_years() {
        for (text, expected) in [
            ("收到申请12件，较上年的10件增长20%", (12, 10, Fit::Rounded)),
            ("收到申请12件，较2024年的10件增长25%", (12, 10, Fit::Wrong)),
            ("收到申请12件，比上年增加2件，增长20%", (12, 10, Fit::Rounded)),
            ("收到申请8件，比上年减少2件，下降20%", (8, 10, Fit::Rounded)),
            ("收到申请8件，较上年10件增长20%", (8, 10, Fit::Wrong)),
            ("收到申请17件，较上年的13件增长30.8%", (17, 13, Fit::Rounded)),
            ("收到申请20件（甲局4件、乙队3件），较上年减少5件，下降20%", (20, 25, Fit::Rounded)),
        ] {
            assert_eq!(growths_of(text), [expected], "{text}");
        }
    }

    #[test]
    fn growth_without_the_figures_is_passed_over() {
        for text in [
            "收到申请700件，数量较去年回落12.3%",
            "收到申请12余件，较上年的10件增长25%",
            "收到申请12件，较上年的10条增长25%",
            "收到申请12件，较上年的0件增长25%",
            "收到申请20件，其中网上申请15件，较上年减少5件，下降20%",
            "公开信息1，234条，较上年的1100条增长12%",
        ] {
            assert_eq!(growths_of(text), [], "{text}");
        }
    }

    #[test]
    fn the_printed_digits_are_the_tolerance() {
        let of = |text: &str| Percent::parse(text).unwrap();
        assert_eq!(of("4.35").fits(4.3478), Fit::Rounded);
        assert_eq!(of("4.34").fits(4.3478), Fit::CutOff);
        assert_eq!(of("4.33").fits(4.3478), Fit::Wrong);
        assert_eq!(of("4").fits(4.5), Fit::Rounded);
        assert_eq!(of("26").fits(26.004), Fit::Rounded);
    }

    #[test]
    fn a_decline_is_cut_off_towards_zero() {
        for (text, expected) in [
            ("收到申请22件，较上年的23件下降4.34%", Fit::CutOff),
            ("收到申请22件，较上年的23件下降4.35%", Fit::Rounded),
            ("收到申请22件，较上年的23件下降4.36%", Fit::Wrong),
        ] {
            assert_eq!(growths_of(text), [(22, 23, expected)], "{text}");
        }
    }
}
