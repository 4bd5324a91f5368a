//! # impossible-rate
//!
//! ## What it checks
//! Whether the text claims a rate of handling, answering, satisfaction or disclosure
//! above 100 %, as in 办结率达100%以上, or a part larger than its whole.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate.
//!
//! ## When it stays silent
//! - Growth, completion of a plan and the like may exceed 100 %.
//! - 100 % itself is possible, and so is a part as large as its whole.
//! - A list behind 其中 whose total does not stand right before it, or in other units;
//!   or behind a difference (减少7件), what is carried over, or another year's number.
//! - A number that a full-width comma may have torn apart (1，234条).
//!
//! ## How to resolve
//! Correct the rate, or say what it is a rate of.

use std::sync::LazyLock;

use regex::Regex;

use super::said;
use crate::domain::Confidence;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "impossible-rate",
    label: ("比率有误", "impossible rate"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: ("请核对该比率；比率不可能超过100%。", "Check the rate; it cannot exceed 100 %."),
    lasting: false,
    params: &[],
    source: include_str!("impossible_rate.rs"),
    check: Check::Text(check),
};

/// A rate that has a whole, and what stands behind its number.
static RATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?P<what>[^，。、；：,\s]{0,10}?(?:办结|答复|回复|满意|公开|受理|处理|办理|回应|覆盖|到位|准确|及时|转载|采纳)[^，。、；：,]{0,6}?[率度])(?P<verb>均?(?:达到?了?|为|实现|保持在|高达)?)(?P<sign>超过|大于)?(?P<number>\d+(?:\.\d+)?)[%％](?P<tail>以上)?",
    )
    .ok()
});

/// Words in whose company more than 100 % is possible.
const GROWTH: [&str; 5] = ["增长", "提高", "上升", "超额", "完成率"];

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let mut violations = Vec::new();
    let mut text_seen = false;
    for passage in reading.sections() {
        let text = passage.prose().text();
        text_seen |= !text.is_empty();
        if !has_large_rate(text) {
            continue;
        }
        for found in RATE.as_ref().into_iter().flat_map(|rate| rate.captures_iter(text)) {
            let Ok(number) = found["number"].parse::<f64>() else { continue };
            let beyond = found.name("tail").is_some() || found.name("sign").is_some();
            let growth = GROWTH.iter().any(|word| found["what"].contains(word));
            if growth || !(number > 100.0 || (number >= 100.0 && beyond)) {
                continue;
            }
            let whole = found.get(0).map_or(0..0, |whole| whole.range());
            let quote = passage.quote(&whole);
            let message = Text::new(
                format!("比率超过100%：“{quote}”"),
                format!("a rate above 100 %: “{quote}”"),
            );
            let mut place = Place::section(passage.number).quoting(quote);
            // Two impossible rates in one section are two findings.
            place.event = Some(found["what"].to_owned());
            violations.push(Violation::new(message, place).figures("≤100%", &found["number"]));
        }
    }
    violations.extend(parts_above_their_whole(reading));
    if !text_seen {
        return unassessable("没有读到正文", "there is no running text");
    }
    Verdict::of(violations, None)
}

/// True if a percentage of the text is above 100, or is 100 and said to be exceeded. Almost no text has
/// one, and 100 % alone stands in most.
fn has_large_rate(text: &str) -> bool {
    text.match_indices('%').any(|(end, sign)| {
        let before = text.get(..end).unwrap_or_default();
        let rest = before.trim_end_matches(|c: char| c.is_numeric() || c == '.');
        let Some(number) = before.get(rest.len()..).and_then(|it| it.parse::<f64>().ok()) else {
            return true;
        };
        let behind = text.get(end + sign.len()..).unwrap_or_default();
        let beyond = behind.starts_with("以上") || rest.ends_with("超过") || rest.ends_with("大于");
        number > 100.0 || (number >= 100.0 && beyond)
    })
}

/// Parts behind 其中 that are larger than the total before it.
fn parts_above_their_whole(reading: &Reading<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for list in said::breakdowns(reading) {
        let total = list.what.total.value;
        let Some(part) = list.what.too_large() else { continue };
        let message = Text::new(
            format!("分项{part}大于总数{total}：“{}”", list.quote),
            format!("a part of {part} is larger than its whole of {total}: “{}”", list.quote),
        );
        let mut place = Place::section(list.section).quoting(list.quote);
        place.event = Some(format!("{part}/{total}"));
        let violation = Violation::new(message, place).figures(format!("≤{total}"), part);
        violations.push(violation.confidence(Confidence::Medium));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn quotes(text: &str) -> Vec<String> {
        match check(&given::clean().section(1, text).dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().filter_map(|it| it.place.quote).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn more_than_everything_is_impossible() {
        for (text, expected) in [
            ("区长信箱信件69起，办结率达100%以上，群众满意度达100%。", "办结率达100%以上"),
            ("依申请公开答复率为105%。", "依申请公开答复率为105%"),
            ("主动公开率超过100%", "主动公开率超过100%"),
            ("群众满意度达 101.5 ％", "群众满意度达 101.5 ％"),
        ] {
            assert_eq!(quotes(text), [expected], "{text}");
        }
    }

    #[test]
    fn everything_is_possible_and_so_is_growth() {
        for text in [
            "办结率100%，满意率100%",
            "公开数量同比增长120%",
            "公开信息增长率达130%",
            "政策解读率达120%",
            "办结率达98%以上",
        ] {
            assert_eq!(quotes(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_part_is_no_larger_than_its_whole() {
        let text = "收到申请12件，其中网上13件，信函0件。";
        assert_eq!(quotes(text), ["12件，其中网上13件，信函0件"]);
        assert_eq!(quotes("收到申请12件，其中网上12件，信函0件。"), Vec::<String>::new());
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
