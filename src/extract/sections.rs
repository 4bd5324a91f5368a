//! Blocks → preamble and sections.

use crate::domain::Edition;
use crate::domain::Heading;
use crate::domain::Section;
use crate::domain::TableKind;
use crate::extract::heading;
use crate::html::Block;
use crate::html::Grid;

/// What stands under one heading.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// Section number; 0 before the first heading.
    pub number: u8,
    /// Its numeral as printed, if one is.
    pub numeral: Option<u8>,
    /// The heading as printed.
    pub title: String,
    /// Running text, a line a block.
    pub lines: Vec<&'a str>,
    /// Tables.
    pub grids: Vec<&'a Grid>,
    /// An image stands in it.
    pub has_image: bool,
    /// An embedded page stands in it.
    pub has_frame: bool,
}

impl Part<'_> {
    /// The running text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// How much stands in it, for telling a section from its entry in a list of contents.
    fn weight(&self) -> usize {
        let text: usize = self.lines.iter().map(|line| line.chars().count()).sum();
        text + 1000 * self.grids.len() + 500 * usize::from(self.has_image || self.has_frame)
    }
}

/// Words of the page around a report; a short line that begins with one is not the report's.
const CHROME: [&str; 29] = [
    "打印",
    "关闭窗口",
    "关闭",
    "扫一扫",
    "分享到",
    "分享",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "责任编辑",
    "浏览次数",
    "字体",
    "收藏",
    "返回顶部",
    "版权所有",
    "当前位置",
    "当前的位置",
    "您的位置",
    "您现在的位置",
    "您所在的位置",
    "所在位置",
    "相关链接",
    "相关文章",
    "相关阅读",
    "今天是",
    "最后更新",
    "更新时间",
    "天气：",
];

/// Words of counters, longer ones first. Reports speak of views as well, so a line counts only if
/// nothing else is in it.
const COUNTERS: [&str; 16] = [
    "浏览次数",
    "浏览量",
    "浏览",
    "阅读次数",
    "阅读量",
    "阅读",
    "点击次数",
    "点击量",
    "点击数",
    "点击",
    "总访问量",
    "访问次数",
    "访问量",
    "当前在线",
    "在线人数",
    "本页",
];

fn is_chrome(line: &str) -> bool {
    let line = line.trim_start_matches(['【', '[', '(', '（', ' ']);
    line.chars().count() < 40
        && (CHROME.iter().any(|word| line.starts_with(word))
            || is_counter(line)
            || is_moment(line)
            || is_trail(line))
}

fn is_counter(line: &str) -> bool {
    let word = |line: &str| COUNTERS.iter().copied().find(|word| line.contains(word));
    let Some(mut found) = word(line) else { return false };
    let mut rest = line.to_owned();
    loop {
        rest = rest.replace(found, "");
        match word(&rest) {
            Some(next) => found = next,
            None => break,
        }
    }
    rest.chars().all(|c| !c.is_alphanumeric() || c.is_ascii_digit() || "人次".contains(c))
}

/// A time of day on a line of its own, perhaps with the date: a clock. A date alone may be that of
/// the report.
fn is_moment(line: &str) -> bool {
    line.contains(':')
        && line.chars().any(|c| c.is_ascii_digit())
        && line.chars().all(|c| c.is_ascii_digit() || " -/:.".contains(c))
}

/// The way to the page: 首页 > 政务公开 > 年报.
fn is_trail(line: &str) -> bool {
    line.starts_with("首页") && line.contains(['>', '»', '›', '＞'])
}

/// Breaks the blocks at their headings. The first part is the preamble.
pub(super) fn parts<'a>(
    blocks: &[&'a Block],
    edition: &Edition,
    split_lines: bool,
) -> Vec<Part<'a>> {
    let mut parts = vec![Part::default()];
    for block in blocks {
        match block {
            Block::Text(text) => {
                let lines = if split_lines {
                    heading::split_inline(text, edition.sections)
                } else {
                    vec![text.as_str()]
                };
                for line in lines {
                    add_line(&mut parts, line, edition);
                }
            }
            Block::Table(grid) => {
                add_title(&mut parts, grid, edition);
                last(&mut parts, |part| part.grids.push(grid));
                add_rows(&mut parts, grid, edition);
            }
            Block::Image => last(&mut parts, |part| part.has_image = true),
            Block::Frame => last(&mut parts, |part| part.has_frame = true),
        }
    }
    parts
}

fn last<'a>(parts: &mut [Part<'a>], change: impl FnOnce(&mut Part<'a>)) {
    if let Some(part) = parts.last_mut() {
        change(part);
    }
}

/// Begins a section where its heading is the table's own first row. Where it stands above the table
/// as well, the table belongs to the section that has begun.
fn add_title<'a>(parts: &mut Vec<Part<'a>>, grid: &'a Grid, edition: &Edition) {
    let Some(title) = grid.title() else { return };
    let heading = heading::read(title, edition.sections);
    let begun = parts.last().map(|part| part.number);
    if heading.is_some_and(|heading| Some(heading.number) != begun) {
        add_line(parts, title, edition);
    }
}

/// Begins a section at each heading that is a row further down in a table, which then stands in that
/// section as well. Rows of words below such a heading are the text of the section.
fn add_rows<'a>(parts: &mut Vec<Part<'a>>, grid: &'a Grid, edition: &Edition) {
    let mut begun = false;
    for row in grid.full_rows() {
        let number = heading::read(row, edition.sections).map(|heading| heading.number);
        let present = parts.last().map(|part| part.number);
        if number.is_some() && number != present {
            begun = true;
            add_line(parts, row, edition);
            last(parts, |part| part.grids.push(grid));
        } else if begun && number.is_none() && !present.is_some_and(has_form) {
            add_line(parts, row, edition);
        }
    }
}

/// True for a section in which a table of the form stands: words in a row of that are part of it.
fn has_form(section: u8) -> bool {
    TableKind::ALL.iter().any(|kind| kind.section() == section)
}

/// The tables of all parts, each once.
pub(super) fn grids<'a>(parts: &[Part<'a>]) -> Vec<&'a Grid> {
    let mut all: Vec<&Grid> = Vec::new();
    for grid in parts.iter().flat_map(|part| &part.grids) {
        // One that goes on over several sections stands in each, and these follow each other.
        if all.last().is_none_or(|before| !std::ptr::eq(*before, *grid)) {
            all.push(grid);
        }
    }
    all
}

fn add_line<'a>(parts: &mut Vec<Part<'a>>, line: &'a str, edition: &Edition) {
    if let Some(heading) = heading::read(line, edition.sections) {
        let rest = line.get(heading.end..).unwrap_or_default().trim_matches([' ', '。', '：', ':']);
        let lines = if rest.is_empty() { Vec::new() } else { vec![rest] };
        parts.push(Part {
            number: heading.number,
            numeral: heading.numeral,
            title: heading.title,
            lines,
            ..Part::default()
        });
    } else if !line.trim().is_empty() && !is_chrome(line) {
        last(parts, |part| part.lines.push(line.trim()));
    }
}

/// The sections of the edition in order, present or not. Where a heading stands twice, once in a list
/// of contents, the part with more under it is the section.
pub(super) fn sections(parts: &[Part<'_>], edition: &Edition) -> Vec<Section> {
    edition
        .sections
        .iter()
        .map(|spec| match part(parts, spec.number) {
            Some(part) => Section {
                number: spec.number,
                title: part.title.clone(),
                present: true,
                text: part.text(),
                has_table: !part.grids.is_empty(),
                has_image: part.has_image || part.has_frame,
            },
            None => Section {
                number: spec.number,
                title: spec.title.to_owned(),
                present: false,
                text: String::new(),
                has_table: false,
                has_image: false,
            },
        })
        .collect()
}

/// The headings in the order of the page.
pub(super) fn headings(parts: &[Part<'_>]) -> Vec<Heading> {
    let headed = parts.iter().filter(|part| part.number > 0);
    headed
        .map(|part| Heading {
            section: part.number,
            numeral: part.numeral,
            has_content: part.weight() > 0,
        })
        .collect()
}

/// The part that is the section of that number.
pub(super) fn part<'p, 'a>(parts: &'p [Part<'a>], number: u8) -> Option<&'p Part<'a>> {
    parts.iter().filter(|part| part.number == number).max_by_key(|part| part.weight())
}
