//! Bytes of any kind → the same thing: titles, text lines, tables and images in reading order.
//!
//! Each format is one file here, and the only one that names its library. What follows, from the
//! headings to the cells, does not know what carried the report. A file is hostile until it has been
//! read: every reader bounds what it unpacks, and says no rather than guess.

mod archive;
mod doc;
mod docx;
mod html;
mod markdown;
mod pdf;
mod text;
mod workbook;

use super::Input;
use super::decode;
use super::meta;
use super::sniff;
use super::sniff::Kind;
use super::sniff::NotAReport;
use crate::domain::Carrier;
use crate::html::Block;
use crate::html::Page;
use crate::html::Placed;

/// A page or file, ready to be read.
pub(super) struct Source {
    pub carrier: Carrier,
    /// Possible titles of a file, best first; those of a web page stand in the page.
    titles: Vec<String>,
    /// The agency that the page's tags name.
    pub tagged_agency: Option<String>,
    pub pub_date: Option<String>,
    /// The first lines of a file, for the printed date; a web page may print it anywhere.
    pub head: Option<String>,
    pub page: Page,
}

impl Source {
    /// Possible titles, best first.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        let on_page = (self.carrier == Carrier::Html).then(|| html::titles(&self.page));
        self.titles.iter().map(String::as_str).chain(on_page.into_iter().flatten())
    }
}

/// Takes the bytes apart.
pub(super) fn open(input: Input<'_>) -> Result<Source, NotAReport> {
    let source = taken_apart(input)?;
    let text = |block: &Block| match block {
        Block::Text(text) => text.len(),
        Block::Table(grid) => grid.cells.iter().map(|cell| cell.text.len()).sum(),
        Block::Image | Block::Frame => 0,
    };
    if source.page.blocks.iter().map(|it| text(&it.block)).sum::<usize>() > MAX_TEXT {
        return Err(NotAReport::TooLarge { kind: source.carrier.name(), limit: "1 MiB of text" });
    }
    Ok(source)
}

fn taken_apart(input: Input<'_>) -> Result<Source, NotAReport> {
    let bytes = input.bytes;
    match sniff::kind(bytes)? {
        Kind::Pdf => file(Carrier::Pdf, pdf::blocks(bytes)?),
        Kind::Zip => match archive::office(bytes)? {
            archive::Office::Word => file(Carrier::Docx, docx::blocks(bytes)?),
            archive::Office::Excel => file(Carrier::Workbook, workbook::xlsx(bytes)?),
        },
        Kind::Ole => match doc::office(bytes)? {
            archive::Office::Word => file(Carrier::Doc, doc::blocks(bytes)?),
            archive::Office::Excel => file(Carrier::Workbook, workbook::xls(bytes)?),
        },
        Kind::Text => readable(input),
    }
}

fn readable(input: Input<'_>) -> Result<Source, NotAReport> {
    let decoded = decode::decode(input.bytes, input.content_type, None);
    let characters = decoded.text.chars().count();
    if decoded.replacements > 20 && decoded.replacements * 50 > characters {
        return Err(NotAReport::Undecodable { replacements: decoded.replacements, characters });
    }
    if sniff::is_html(&decoded.text) {
        return Ok(html::source(Page::parse(&decoded.text)?));
    }
    if decoded.text.lines().nth(MAX_LINES).is_some() {
        return Err(NotAReport::TooLarge { kind: "text", limit: "200000 lines" });
    }
    if sniff::is_markdown(&decoded.text) {
        return file(Carrier::Markdown, markdown::blocks(&decoded.text)?);
    }
    Ok(text::source(&decoded.text))
}

/// Bytes of text at most, 350,000 Chinese characters; the longest report has 30,000. What follows
/// goes through the text many times.
const MAX_TEXT: usize = 1 << 20;
/// Lines of a text or file at most; a report has some 500.
const MAX_LINES: usize = 200_000;
/// Stack for a library that takes a file apart.
const STACK: usize = 16 << 20;
/// The name of the threads on which libraries take files apart. A panic there is an answer, not an
/// accident; a process that prints panics may leave those out.
pub const READER_THREAD: &str = "reader";

/// Runs a library on a thread of its own: what brings it down makes the file unreadable and nothing
/// else.
fn guarded<T: Send>(
    kind: &'static str,
    work: impl FnOnce() -> Result<T, NotAReport> + Send,
) -> Result<T, NotAReport> {
    let damaged = |why: &str| NotAReport::Damaged { kind, why: why.to_owned() };
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name(READER_THREAD.into()).stack_size(STACK);
        let thread = builder.spawn_scoped(scope, work);
        let thread = thread.map_err(|_| damaged("there is no memory to read it"))?;
        thread.join().unwrap_or_else(|_| Err(damaged("it brings its reader down")))
    })
}

/// A file without tags: its first lines are all that can be its title.
fn file(carrier: Carrier, blocks: Vec<Block>) -> Result<Source, NotAReport> {
    if blocks.len() > MAX_LINES {
        return Err(NotAReport::TooLarge { kind: carrier.name(), limit: "200000 lines" });
    }
    let has_words = blocks.iter().any(|block| match block {
        Block::Text(text) => !text.is_empty(),
        Block::Table(grid) => grid.cells.iter().any(|cell| !cell.text.is_empty()),
        Block::Image | Block::Frame => false,
    });
    if !has_words {
        let images = blocks.iter().any(|block| matches!(block, Block::Image | Block::Frame));
        return Err(if images { NotAReport::Scan(carrier.name()) } else { NotAReport::Empty });
    }
    let head: Vec<&str> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .take(40)
        .collect();
    Ok(Source {
        carrier,
        titles: titles(&head),
        tagged_agency: None,
        pub_date: None,
        head: Some(head.iter().map(|line| format!("{line}\n")).collect()),
        page: Page {
            blocks: blocks.into_iter().map(|block| Placed { block, path: Vec::new() }).collect(),
            ..Page::default()
        },
    })
}

/// Titles among the first lines. A title often stands on two or three lines, the name of the agency
/// on the first; the longer reading is tried first.
fn titles(lines: &[&str]) -> Vec<String> {
    let mut titles = Vec::new();
    for (i, line) in lines.iter().enumerate().take(8).filter(|(_, line)| is_title_part(line)) {
        let next = |n: usize| lines.get(i + n).copied().filter(|line| is_title_part(line));
        let own = meta::is_report_title(line);
        // A second line that names the agency itself needs nothing from the line above it.
        let whole = |it: &str| meta::is_report_title(it) && meta::title_agency(it).is_some();
        let Some(second) = next(1).filter(|it| !own && !whole(it)) else { continue };
        let two = format!("{line}{second}");
        if meta::is_report_title(&two) {
            titles.push(two);
        } else if let Some(third) =
            next(2).filter(|it| meta::is_report_title(&format!("{two}{it}")))
        {
            titles.push(format!("{two}{third}"));
        }
    }
    titles.extend(
        lines.iter().filter(|line| line.chars().count() < 80).map(|line| (*line).to_owned()),
    );
    titles
}

/// A line that can be part of a title: short, and neither a sentence nor the number of an annex.
fn is_title_part(line: &str) -> bool {
    (2..40).contains(&line.chars().count())
        && !line.contains(['。', '；', '，', '：', ':', '〔', '、'])
        && !["附件", "目录", "附：", "—", "-"].iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_falls_leaves_a_reason() {
        let fallen = guarded("PDF", || -> Result<(), NotAReport> { panic!("as hostile files do") });
        assert!(fallen.unwrap_err().to_string().contains("brings its reader down"));
        assert_eq!(guarded("PDF", || Ok(1)), Ok(1));
    }

    #[test]
    fn a_title_may_stand_on_several_lines() {
        for (lines, expected) in [
            (
                &["某市财政局", "2024年政府信息公开工作年度报告"][..],
                "某市财政局2024年政府信息公开工作年度报告",
            ),
            (
                &["附件1", "某市财政局", "2024年政府信息公开", "工作年度报告"],
                "某市财政局2024年政府信息公开工作年度报告",
            ),
            (
                &["某市财政局2024年政府信息公开工作年度报告", "一、总体情况"],
                "某市财政局2024年政府信息公开工作年度报告",
            ),
            (
                &["内部资料", "某市财政局2024年政府信息公开工作年度报告"],
                "某市财政局2024年政府信息公开工作年度报告",
            ),
            (
                &["2024年，我局公开信息12条。", "2024年政府信息公开工作年度报告"],
                "2024年政府信息公开工作年度报告",
            ),
        ] {
            let found = titles(lines).into_iter().find(|title| meta::is_report_title(title));
            assert_eq!(found.as_deref(), Some(expected), "{lines:?}");
        }
    }
}
