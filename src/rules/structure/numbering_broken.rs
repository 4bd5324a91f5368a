//! # numbering-broken
//!
//! ## What it checks
//! Whether the numbers of sections, of paragraphs （一）（二） and of points 一是、二是 follow each
//! other without a gap or a repetition.
//!
//! ## Legal basis
//! Common practice of official documents (党政机关公文格式, GB/T 9704—2012).
//!
//! ## When it stays silent
//! - The text under 二 to 四, where the rows of tables carry such numbers too.
//! - A section that is missing: `section-missing` speaks of that.
//! - A list that begins with another number than one: its beginning stands elsewhere.
//! - References (第三条、第（二）项) and quotations.
//!
//! ## How to resolve
//! Number the points anew; check whether one was lost in copying.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::narrative::start;
use super::section_order::body;
use crate::domain::AnnualReport;
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
    id: "numbering-broken",
    label: ("序号有误", "numbering"),
    severity: Severity::Info,
    basis: (
        "公文序号惯例（GB/T 9704—2012）",
        "customary numbering of official documents (GB/T 9704-2012)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核对序号；如有段落在复制时遗漏，请补上。",
        "Check the numbering; restore a paragraph that was lost in copying.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("numbering_broken.rs"),
    check: Check::Text(check),
};

/// Points 一是, each at the start of a clause. Elsewhere 一是 may begin a list, as text that lost its line
/// breaks has it behind a heading, or be part of a word; so the list is lost from sight.
static POINTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<n>[一二三四五六七八九十])是|首先|第一[,、]|\([一二三四五六七八九十]\)").ok()
});
/// Paragraphs （一）; not 第（一）项, and not a reference that goes on.
static PARAGRAPHS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\((?P<n>[一二三四五六七八九十])\)").ok());

/// How points are counted.
struct Form {
    /// What begins one, or loses a list from sight.
    marks: &'static LazyLock<Option<Regex>>,
    /// Signs before one that begins a clause.
    before: &'static [char],
    /// Signs behind one that is none.
    behind: &'static [char],
    zh: &'static str,
    en: &'static str,
}

const FORMS: [Form; 2] = [
    Form {
        marks: &POINTS,
        before: &['。', ';', ':', ',', '、', '\n'],
        behind: &[],
        zh: "是",
        en: " shi",
    },
    Form {
        marks: &PARAGRAPHS,
        before: &['。', ';', ':', '!', '\n'],
        behind: &['项', '款', '目', '、', '至', '和'],
        zh: "",
        en: "",
    },
];

impl Form {
    /// True for a mark that is a point, by the signs before and behind it.
    fn counts(&self, text: &str, mark: &Range<usize>) -> bool {
        let before = text.get(..mark.start).unwrap_or_default();
        let behind = text.get(mark.end..).unwrap_or_default().chars().next();
        let goes_on = || behind.is_none_or(|sign| self.behind.contains(&sign));
        (before.is_empty() || before.ends_with(self.before))
            && (self.behind.is_empty() || !goes_on())
    }
}

const NUMERALS: &str = "一二三四五六七八九十";

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let mut violations: Vec<Violation> = sections(report).into_iter().collect();
    let mut seen = false;
    for passage in reading.written() {
        let text = passage.unquoted_lines();
        seen = true;
        for form in &FORMS {
            let Some((before, after, quote)) = broken(form, text) else { continue };
            let Form { zh, en, .. } = form;
            let wrap = |n: usize| match *zh {
                "" => format!("（{}）", numeral(n)),
                _ => format!("{}{zh}", numeral(n)),
            };
            let message = Text::new(
                format!("序号有误：“{}”之后是“{}”", wrap(before), wrap(after)),
                format!("numbering: point {before}{en} is followed by point {after}{en}"),
            );
            let mut place = Place::section(passage.number).quoting(quote);
            place.event = Some(if zh.is_empty() { "paragraphs" } else { "points" }.to_owned());
            violations.push(Violation::new(message, place).figures(wrap(before + 1), wrap(after)));
        }
    }
    if !seen && report.headings.is_empty() {
        return unassessable("没有读到正文", "there is no running text");
    }
    Verdict::of(violations, None)
}

/// The first gap or repetition: what stands before it, what stands there, and the words.
fn broken(form: &Form, text: &str) -> Option<(usize, usize, String)> {
    let mut last = 0;
    let mut end = 0;
    // Lists that are interrupted by a list inside one of their points.
    let mut outer = Vec::new();
    for found in form.marks.as_ref()?.captures_iter(text) {
        let all = found.get(0)?;
        let n = found.name("n").and_then(|it| value(it.as_str()));
        let counts = form.counts(text, &all.range());
        if !counts && n.is_some_and(|n| n > 1) {
            continue;
        }
        let between = text.get(end..all.start()).unwrap_or_default();
        end = all.end();
        let Some(n) = n.filter(|_| counts) else {
            last = 0;
            outer.clear();
            continue;
        };
        if n == 1 {
            // 一是 twice is two lists.
            outer.push(last);
            last = 1;
        } else if last == 0 || n == last + 1 {
            // Where the beginning was not seen, nothing is known of what goes before.
            last = if last == 0 { 0 } else { n };
        } else if outer.contains(&(n - 1)) || found_between(last, n, between) {
            last = n;
        } else {
            let words = text.get(all.start()..).unwrap_or_default();
            return Some((last, n, start(words, 30)));
        }
    }
    None
}

/// What is missing between two points stands in the text between them.
fn found_between(last: usize, n: usize, text: &str) -> bool {
    n > last && (last + 1..n).all(|missing| stands_in(missing, text))
}

/// The point stands in the text after all, with no stop before it or in other words.
fn stands_in(n: usize, text: &str) -> bool {
    let numeral = numeral(n);
    let others = [format!("{numeral}是"), format!("({numeral})"), format!("第{numeral}")];
    others.iter().any(|it| text.contains(it.as_str()))
        || ["其次", "再次", "最后", "另外"].iter().any(|it| text.contains(it))
}

fn value(numeral: &str) -> Option<usize> {
    NUMERALS.chars().position(|it| numeral.starts_with(it)).map(|at| at + 1)
}

fn numeral(n: usize) -> char {
    NUMERALS.chars().nth(n.saturating_sub(1)).unwrap_or('?')
}

/// Two sections under one number, or six that are not numbered one to six.
fn sections(report: &AnnualReport) -> Option<Violation> {
    let headings = body(&report.headings);
    let numbers: Vec<(u8, u8)> =
        headings.iter().filter_map(|it| Some((it.section, it.numeral?))).collect();
    let twice = numbers.windows(2).find_map(|pair| match pair {
        [before, after] if before.0 != after.0 && before.1 == after.1 => Some(*after),
        _ => None,
    });
    let complete = (1..=6).all(|n| numbers.iter().any(|(section, _)| *section == n));
    let skipped = numbers.iter().copied().find(|(section, number)| complete && section != number);
    let (section, printed) = twice.or(skipped)?;
    let shown = numeral(printed.into());
    let should = numeral(section.into());
    let message = Text::new(
        format!("序号有误：第{section}部分的序号写为“{shown}”"),
        format!("numbering: section {section} is numbered {printed}"),
    );
    let mut place = Place::section(section);
    place.event = Some("sections".into());
    Some(Violation::new(message, place).figures(should, shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn messages(text: &str) -> Vec<String> {
        match check(&given::clean().section(1, text).dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn a_lost_point_is_noticed() {
        for (text, expected) in [
            ("一是培训。三是检查。", "序号有误：“一是”之后是“三是”"),
            ("一是培训，二是检查，二是通报。", "序号有误：“二是”之后是“二是”"),
            ("(一)主动公开。\n（三）平台建设。", "序号有误：“（一）”之后是“（三）”"),
        ] {
            assert_eq!(messages(text), [expected], "{text}");
        }
    }

    #[test]
    fn whole_lists_references_and_cut_lists_pass() {
        for text in [
            "一是培训；二是检查。\n一是宣传；二是通报；三是考核。",
            "（一）主动公开。（二）平台建设。\n（一）重新开始。",
            "依据第二十条第（一）项和第（三）项。",
            "三是检查。",
            "依申请公开情况一是培训。二是检查。（二）平台情况一是上线。二是改版。",
            "一是培训。二是检查。（三）平台建设。三是改版。",
            "一是培训。二是检查：一是自查，二是抽查，三是复查。三是通报。",
            "一是培训工作二是检查。三是通报。",
            "一是培训，其次检查，三是通报。",
            "这一是非。统一是关键，三是必须。",
            "要求“一是……三是……”。",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn two_sections_with_one_number_are_noticed() {
        let mut given = given::clean();
        given.report_mut().headings[3].numeral = Some(3);
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].message.zh, "序号有误：第4部分的序号写为“三”");
    }

    #[test]
    fn a_missing_section_breaks_no_numbering() {
        let mut given = given::clean();
        given.report_mut().headings.remove(3);
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        let report = given.report_mut();
        report.headings.clear();
        report.sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
