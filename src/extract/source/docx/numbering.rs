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

/// Styles that lead to each other at most; Word follows ten.
const MAX_STEPS: usize = 10;

/// How one level of a list is printed.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// E.g. `%1、`: the first level's number and a sign.
    pattern: String,
}

/// A list, which counts on where another of the same abstract list stopped.
#[derive(Debug, Default)]
struct List {
    /// Its abstract list.
    of: String,
    /// Levels that it prints in its own way.
    levels: HashMap<usize, Level>,
    /// Where a level begins anew with the first paragraph of this list in it.
    starts: HashMap<usize, u32>,
}

/// What a paragraph style says of lists.
#[derive(Debug, Default)]
struct Style {
    list: Option<String>,
    level: Option<usize>,
    /// The style whose word counts where this one is silent.
    base: Option<String>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by abstract list.
    levels: HashMap<String, Vec<Level>>,
    /// Abstract lists that have the levels of a style's list instead of their own.
    linked: HashMap<String, String>,
    lists: HashMap<String, List>,
    /// Paragraph and list styles.
    styles: HashMap<String, Style>,
    /// How far each abstract list has counted, by level.
    counts: HashMap<String, [u32; LEVELS]>,
}

/// Where in `numbering.xml` a reader is.
enum Place {
    Nowhere,
    Abstract(String),
    /// A list, and the level that it overrides.
    List(String, usize),
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
        let mut place = Place::Nowhere;
        // The level being read.
        let mut at = 0;
        loop {
            let event = reader.read_event().map_err(|error| damaged(&error))?;
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            let value = || attribute(element, "val").unwrap_or_default();
            let stated = || attribute(element, "ilvl")?.parse::<usize>().ok();
            match (element.local_name().as_ref(), &mut place) {
                ("abstractNum", _) => {
                    place =
                        attribute(element, "abstractNumId").map_or(Place::Nowhere, Place::Abstract);
                }
                ("num", _) => {
                    place = attribute(element, "numId")
                        .map_or(Place::Nowhere, |id| Place::List(id, LEVELS));
                }
                ("abstractNumId", Place::List(id, _)) => {
                    self.lists.insert(id.clone(), List { of: value(), ..List::default() });
                }
                ("numStyleLink", Place::Abstract(id)) => {
                    self.linked.insert(id.clone(), value());
                }
                ("lvlOverride", Place::List(_, level)) => *level = stated().unwrap_or(LEVELS),
                ("startOverride", Place::List(id, level)) => {
                    let start = value().parse().unwrap_or(1);
                    if let Some(list) = self.lists.get_mut(id).filter(|_| *level < LEVELS) {
                        list.starts.insert(*level, start);
                    }
                }
                ("lvl", Place::Abstract(id)) => {
                    let levels = self.levels.entry(id.clone()).or_default();
                    at = stated().unwrap_or(levels.len());
                    if levels.len() <= at && at < LEVELS {
                        levels.resize(at + 1, Level { start: 1, ..Level::default() });
                    }
                }
                ("lvl", Place::List(id, level)) => {
                    if let Some(list) = self.lists.get_mut(id).filter(|_| *level < LEVELS) {
                        list.levels.insert(*level, Level { start: 1, ..Level::default() });
                    }
                }
                (name @ ("start" | "numFmt" | "lvlText"), place) => {
                    let level = match place {
                        Place::Abstract(id) => {
                            self.levels.get_mut(id).and_then(|it| it.get_mut(at))
                        }
                        Place::List(id, level) => {
                            self.lists.get_mut(id).and_then(|it| it.levels.get_mut(level))
                        }
                        Place::Nowhere => None,
                    };
                    let Some(level) = level else { continue };
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
        let mut id = None;
        loop {
            let event = reader.read_event().map_err(|error| damaged(&error))?;
            let element = match &event {
                Event::Start(element) | Event::Empty(element) => element,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            let name = element.local_name();
            if name.as_ref() == "style" {
                id = attribute(element, "styleId");
            }
            let Some(id) = id.clone() else { continue };
            let value = || attribute(element, "val");
            match name.as_ref() {
                "ilvl" => {
                    self.styles.entry(id).or_default().level =
                        value().and_then(|level| level.parse().ok());
                }
                "numId" => self.styles.entry(id).or_default().list = value(),
                "basedOn" => self.styles.entry(id).or_default().base = value(),
                _ => {}
            }
        }
    }

    /// The list and level of a style, from the nearest one that states each.
    fn of_style(&self, style: &str) -> (Option<&str>, Option<usize>) {
        let (mut list, mut level) = (None, None);
        let mut style = self.styles.get(style);
        for _ in 0..MAX_STEPS {
            let Some(it) = style else { break };
            list = list.or(it.list.as_deref());
            level = level.or(it.level);
            style = it.base.as_ref().and_then(|base| self.styles.get(base));
        }
        (list, level)
    }

    /// The list that has levels of its own, of one that may take those of a style.
    fn with_levels<'a>(&'a self, mut list: &'a str) -> Option<&'a List> {
        for _ in 0..MAX_STEPS {
            let found = self.lists.get(list)?;
            let Some(style) = self.linked.get(&found.of) else { return Some(found) };
            list = self.of_style(style).0?;
        }
        None
    }

    /// Counts a paragraph and gives the number printed before it; `None` where it has none.
    pub fn label(
        &mut self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<usize>,
    ) -> Option<String> {
        let (list_of_style, level_of_style) =
            style.map_or((None, None), |style| self.of_style(style));
        let name = list.or(list_of_style)?.to_owned();
        let level = level.or(level_of_style).unwrap_or(0);
        // List 0 takes a paragraph out of the list of its style.
        let list = self.with_levels(&name).filter(|_| name != "0")?;
        let id = list.of.clone();
        let levels = self.levels.get(&id)?;
        let levels: Vec<Level> = levels
            .iter()
            .take(level.saturating_add(1))
            .enumerate()
            .map(|(i, it)| list.levels.get(&i).unwrap_or(it).clone())
            .collect();
        let own = levels.get(level)?;
        let counts = self.counts.entry(id).or_default();
        let (upper, lower) = counts.split_at_mut_checked(level + 1)?;
        let count = upper.last_mut()?;
        let anew = self.lists.get_mut(&name).and_then(|it| it.starts.remove(&level));
        *count = match anew {
            Some(start) => start,
            None if *count == 0 => own.start,
            None => count.saturating_add(1),
        };
        lower.fill(0);
        let mut label = own.pattern.clone();
        for (i, level) in levels.iter().enumerate() {
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
    fn a_list_may_begin_anew_and_print_a_level_in_its_own_way() {
        let lists = LISTS.replace(
            "</w:numbering>",
            r#"<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">
            <w:startOverride w:val="5"/></w:lvlOverride></w:num>
            <w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%1）"/>
            </w:lvl></w:lvlOverride></w:num></w:numbering>"#,
        );
        let mut lists = Numbering::read(&lists, STYLES).unwrap();
        let mut next = |list| lists.label(None, Some(list), Some(0)).unwrap();
        let labels: Vec<String> = ["3", "4", "4", "3", "5", "3"].map(&mut next).into();
        assert_eq!(labels, ["一、", "五、", "六、", "七、", "（8）", "九、"]);
    }

    #[test]
    fn styles_lead_to_the_lists_of_others_but_not_for_ever() {
        let lists = LISTS.replace(
            "</w:numbering>",
            r#"<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>
            <w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="M"/></w:abstractNum>
            <w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>
            <w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num></w:numbering>"#,
        );
        let styles = STYLES.replace(
            "</w:styles>",
            r#"<w:style w:styleId="2"><w:basedOn w:val="1"/></w:style>
            <w:style w:styleId="3"><w:basedOn w:val="4"/></w:style>
            <w:style w:styleId="4"><w:basedOn w:val="3"/></w:style>
            <w:style w:styleId="L"><w:numPr><w:numId w:val="3"/></w:numPr></w:style>
            <w:style w:styleId="M"><w:numPr><w:numId w:val="9"/></w:numPr></w:style></w:styles>"#,
        );
        let mut lists = Numbering::read(&lists, &styles).unwrap();
        assert_eq!(lists.label(Some("2"), None, None).as_deref(), Some("一、"));
        assert_eq!(lists.label(None, Some("8"), None).as_deref(), Some("二、"));
        assert_eq!(lists.label(Some("3"), None, None), None);
        assert_eq!(lists.label(None, Some("9"), None), None);
    }

    #[test]
    fn numbers_in_chinese() {
        let all: Vec<_> = [1, 6, 10, 12, 20, 34, 100].map(chinese).to_vec();
        assert_eq!(all, ["一", "六", "十", "十二", "二十", "三十四", "100"]);
    }
}
