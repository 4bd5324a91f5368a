//! The numbers of numbered paragraphs, which the text of a Word file does not hold.
//!
//! A heading 一、总体情况 is often the words 总体情况 in a list that counts 一、二、三. Without its
//! number it would not be recognised, and the section would seem to be missing.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::attribute;
use super::damaged;
use crate::extract::sniff::NotAReport;

/// Levels of a list (ECMA-376 part 1, 17.9.6).
const LEVELS: usize = 9;

/// Characters of the sign around a number; 第%1章 has four.
const MAX_PATTERN: usize = 100;

/// How one level of a list is printed.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// E.g. `%1、`: the first level's number and a sign.
    pattern: String,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by abstract list.
    levels: HashMap<String, Vec<Level>>,
    /// Abstract list by list.
    lists: HashMap<String, String>,
    /// List and level by paragraph style.
    styles: HashMap<String, (String, usize)>,
    /// How far each abstract list has counted, by level.
    counts: HashMap<String, [u32; LEVELS]>,
}

impl Numbering {
    /// Reads `numbering.xml` and the lists that styles belong to.
    pub fn read(numbering: &str, styles: &str) -> Result<Self, NotAReport> {
        let mut all = Self::default();
        all.read_lists(numbering)?;
        all.read_styles(styles)?;
        Ok(all)
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), NotAReport> {
        let mut reader = Reader::from_str(xml);
        let (mut current, mut list) = (None, None);
        loop {
            let event = reader.read_event().map_err(|error| damaged(&error))?;
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            let value = || attribute(element, "val").unwrap_or_default();
            match element.local_name().as_ref() {
                "abstractNum" => current = attribute(element, "abstractNumId"),
                "num" => list = attribute(element, "numId"),
                "abstractNumId" => {
                    if let Some(list) = list.take() {
                        self.lists.insert(list, value());
                    }
                }
                "lvl" => {
                    if let Some(levels) =
                        current.clone().map(|id| self.levels.entry(id).or_default())
                        && levels.len() < LEVELS
                    {
                        levels.push(Level { start: 1, ..Level::default() });
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let level = current.as_ref().and_then(|id| self.levels.get_mut(id));
                    let Some(level) = level.and_then(|levels| levels.last_mut()) else { continue };
                    match name {
                        "start" => level.start = value().parse().unwrap_or(1),
                        "numFmt" => level.format = value(),
                        // A longer one would be printed before every paragraph of the list.
                        _ => level.pattern = value().chars().take(MAX_PATTERN).collect(),
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), NotAReport> {
        let mut reader = Reader::from_str(xml);
        let (mut style, mut level) = (None, 0);
        loop {
            let event = reader.read_event().map_err(|error| damaged(&error))?;
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            let value = || attribute(element, "val").unwrap_or_default();
            match element.local_name().as_ref() {
                "style" => (style, level) = (attribute(element, "styleId"), 0),
                "ilvl" => level = value().parse().unwrap_or(0),
                "numId" => {
                    if let Some(style) = style.clone() {
                        self.styles.insert(style, (value(), level));
                    }
                }
                _ => {}
            }
        }
    }

    /// Counts a paragraph and gives the number printed before it; `None` where it has none.
    pub fn label(
        &mut self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<usize>,
    ) -> Option<String> {
        let of_style = style.and_then(|style| self.styles.get(style)).cloned();
        let (list, level) = match (list, of_style) {
            (Some(list), of_style) => {
                (list.to_owned(), level.or(of_style.map(|(_, level)| level)).unwrap_or(0))
            }
            (None, Some((list, of_style))) => (list, level.unwrap_or(of_style)),
            (None, None) => return None,
        };
        // List 0 takes a paragraph out of the list of its style.
        let id = self.lists.get(&list).filter(|_| list != "0")?;
        let levels = self.levels.get(id)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(id.clone()).or_default();
        let (upper, lower) = counts.split_at_mut_checked(level + 1)?;
        let count = upper.last_mut()?;
        *count = if *count == 0 { own.start } else { count.saturating_add(1) };
        lower.fill(0);
        let mut label = own.pattern.clone();
        for (i, level) in levels.iter().enumerate().take(level + 1) {
            let n = upper.get(i).copied().filter(|n| *n > 0).unwrap_or(level.start);
            label = label.replace(&format!("%{}", i + 1), &printed(n, &level.format));
        }
        Some(label)
    }
}

/// A number in one of the formats of 17.18.59; one that is not known is printed in digits.
fn printed(n: u32, format: &str) -> String {
    match format {
        "bullet" | "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "koreanDigital2" => chinese(n),
        "decimalFullWidth" | "decimalFullWidth2" => {
            n.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&n) => {
            char::from_u32(0x245F + n).map(String::from).unwrap_or_default()
        }
        _ => n.to_string(),
    }
}

/// 一 to 九十九; headings do not count further.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied();
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).unwrap_or_default().to_owned(),
        (1, ones) => format!("十{}", digit(ones).unwrap_or_default()),
        (tens @ 2..=9, ones) => {
            format!("{}十{}", digit(tens).unwrap_or_default(), digit(ones).unwrap_or_default())
        }
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering xmlns:w="w">
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;
    const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="1"><w:pPr><w:numPr>
        <w:numId w:val="3"/></w:numPr></w:pPr></w:style></w:styles>"#;

    #[test]
    fn levels_count_and_start_again() {
        let mut lists = Numbering::read(LISTS, STYLES).unwrap();
        let mut next = |level| lists.label(None, Some("3"), Some(level)).unwrap();
        let labels: Vec<String> = [0, 1, 1, 0, 1].into_iter().map(&mut next).collect();
        assert_eq!(labels, ["一、", "1.", "2.", "二、", "1."]);
    }

    #[test]
    fn a_style_brings_its_list_and_list_zero_takes_it_away() {
        let mut lists = Numbering::read(LISTS, STYLES).unwrap();
        assert_eq!(lists.label(Some("1"), None, None).as_deref(), Some("一、"));
        assert_eq!(lists.label(Some("1"), Some("0"), None), None);
        assert_eq!(lists.label(None, None, None), None);
        assert_eq!(lists.label(None, Some("9"), Some(3)), None);
    }

    #[test]
    fn numbers_in_chinese() {
        let all: Vec<_> = [1, 6, 10, 12, 20, 34, 100].map(chinese).to_vec();
        assert_eq!(all, ["一", "六", "十", "十二", "二十", "三十四", "100"]);
    }
}
