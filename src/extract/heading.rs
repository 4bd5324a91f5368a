//! First-level headings: 一、总体情况 and its five companions.
//!
//! A heading counts only where it begins a line. The preamble of most reports lists all six names in
//! one sentence, and a row of table 3 begins with 四、 as well.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::SectionSpec;
use crate::extract::edition;
use crate::wording::each_letter;
use crate::wording::letters;

/// A heading found at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// Section number by its wording; the printed numeral may be wrong.
    pub number: u8,
    /// The numeral as printed, if one is.
    pub numeral: Option<u8>,
    /// The heading as printed, without its numeral.
    pub title: String,
    /// Byte offset in the line at which the heading ends.
    pub end: usize,
}

/// What is asked of a line about one section, made once for every wording of every edition.
struct Patterns {
    /// The pattern of the section, by which this is found.
    pattern: &'static str,
    /// The wording at the beginning of a text.
    first: Regex,
    /// The wording and nothing else.
    alone: Regex,
    /// The letters of the form's own wording.
    letters: String,
}

impl Patterns {
    /// True for a line that holds the form's own wording and no other letter.
    fn is_alone_on(&self, line: &str) -> bool {
        each_letter(line).eq(self.letters.chars())
    }
}

static PATTERNS: LazyLock<Vec<Patterns>> = LazyLock::new(|| {
    let specs = edition::ALL.iter().flat_map(|edition| edition.sections);
    let mut all: Vec<Patterns> = Vec::new();
    for spec in specs {
        let pattern = spec.pattern;
        if all.iter().any(|it| it.pattern == pattern) {
            continue;
        }
        let first = Regex::new(&format!("^(?:{pattern})"));
        let alone = Regex::new(&format!("^(?:{pattern})$"));
        if let (Ok(first), Ok(alone)) = (first, alone) {
            all.push(Patterns { pattern, first, alone, letters: letters(spec.title) });
        }
    }
    all
});

/// Where a first-level heading may begin inside running text that lost its line breaks.
static INLINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[一二三四五六]\s*[、.．]").ok());

/// Reads the heading at the start of a line.
pub(super) fn read(line: &str, sections: &[SectionSpec]) -> Option<Heading> {
    // Hardly any line is a heading, and most say so by their first signs.
    let numbered = behind_numeral(line);
    if numbered.is_none() {
        let first = each_letter(line).next();
        let begins = |it: &&Patterns| it.letters.chars().next() == first;
        if !PATTERNS.iter().filter(begins).any(|it| it.is_alone_on(line)) {
            return None;
        }
    }
    sections.iter().find_map(|spec| {
        let patterns = PATTERNS.iter().find(|it| it.pattern == spec.pattern)?;
        let (numeral, start, title) = match numbered {
            Some((numeral, rest)) => {
                (Some(numeral), line.len() - rest.len(), patterns.first.find(rest)?)
            }
            // Without a numeral only the form's own wording, alone on its line, is certain.
            None if patterns.is_alone_on(line) => {
                let start = line.len() - line.trim_start().len();
                (None, start, patterns.alone.find(line.trim())?)
            }
            None => return None,
        };
        let end = start + title.end();
        // 二、主动公开政府信息情况良好，… is a sentence, not a heading.
        let goes_on = line.get(end..)?.starts_with(['良', '较', '总', '下', '如'])
            && line.chars().count() > 40;
        let title = title.as_str().to_owned();
        (!goes_on).then_some(Heading { number: spec.number, numeral, title, end })
    })
}

/// The number that a numeral such as `三、` at the start of a line means, and what stands behind it.
fn behind_numeral(line: &str) -> Option<(u8, &str)> {
    let mut chars = line.trim_start().chars();
    let first = chars.next()?;
    let at = "一二三四五六七八九十".chars().position(|it| it == first)?;
    let sign = ['、', '.', '．', ',', '，'];
    let rest = chars.as_str().trim_start().strip_prefix(sign)?.trim_start();
    Some((u8::try_from(at + 1).ok()?, rest))
}

/// Breaks a line before every heading that stands inside it, for text that lost its line breaks.
pub(super) fn split_inline<'a>(line: &'a str, sections: &[SectionSpec]) -> Vec<&'a str> {
    let Some(inline) = INLINE.as_ref() else { return vec![line] };
    let mut parts = Vec::new();
    let mut start = 0;
    for found in inline.find_iter(line) {
        let at = found.start();
        let before = line.get(..at).unwrap_or_default().trim_end().chars().next_back();
        // （一）、 is second level, 第一、 is an ordinal, and 、 or ： before it makes it an item of
        // the preamble's list.
        if before.is_some_and(|c| "（(第、，,：:；;".contains(c)) || at == start {
            continue;
        }
        let Some(rest) = line.get(at..) else { continue };
        if read(rest, sections).is_some() {
            parts.push(line.get(start..at).unwrap_or_default());
            start = at;
        }
    }
    parts.push(line.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections() -> &'static [SectionSpec] {
        edition::find("2021").unwrap().sections
    }

    fn number(line: &str) -> Option<u8> {
        read(line, sections()).map(|heading| heading.number)
    }

    #[test]
    fn wordings_seen_in_real_reports() {
        for (line, expected) in [
            ("一、总体情况", Some(1)),
            ("一、2025年政府信息公开工作总体情况", Some(1)),
            ("四 、 政府信息公开行政复议 、 行政诉讼情况", Some(4)),
            ("四、政府信息公开 行政复议、行政诉讼情况", Some(4)),
            ("三、收到和处理政府信息公开 申请情况", Some(3)),
            ("四、结转下年度继续办理 0 0 四、政府信息公开行政复议、行政诉讼情况", None),
            ("  一、 概述", Some(1)),
            ("二、主动公开政府信息情况 ", Some(2)),
            ("二、行政机关主动公开政府信息情况", Some(2)),
            ("三、收到和处理政府信息公开申请情况", Some(3)),
            ("三、依申请公开政府信息情况", Some(3)),
            ("四、政府信息公开行政法复议、行政诉讼情况", Some(4)),
            ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", Some(4)),
            ("五、存在的主要问题及改进情况", Some(5)),
            ("五、政府信息公开工作存在的主要问题及改进措施", Some(5)),
            ("六、其它报告的事项", Some(6)),
            ("六、其他需要报告的事项", Some(6)),
            ("其他需要报告的事项", Some(6)),
            ("一、本年新收政府信息公开申请数量", None),
            ("四、结转下年度继续办理", None),
            ("（二）依申请公开政府信息情况", None),
            ("本报告包括总体情况、主动公开政府信息情况", None),
            ("总体情况较好", None),
        ] {
            assert_eq!(number(line), expected, "{line}");
        }
    }

    #[test]
    fn a_heading_may_run_into_its_text() {
        let heading = read("一、总体情况2022年，我局坚持", sections()).unwrap();
        assert_eq!(heading.title, "总体情况");
    }

    #[test]
    fn headings_inside_running_text_begin_new_lines() {
        let line = "数据统计期限为2024年。一、总体情况 2024年，有序推进。二、主动公开政府信息情况\
                    第二十条四、结转下年度继续办理0四、政府信息公开行政复议、行政诉讼情况结果";
        let parts = split_inline(line, sections());
        let numbers: Vec<_> = parts.iter().map(|part| number(part)).collect();
        assert_eq!(numbers, [None, Some(1), Some(2), Some(4)]);
    }

    #[test]
    fn the_list_in_a_preamble_is_no_heading() {
        let line = "本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。";
        assert_eq!(split_inline(line, sections()).len(), 1);
    }
}
