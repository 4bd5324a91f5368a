//! Markdown, as converters write it from web pages and Word files.
//!
//! Pipe tables have no merged cells: a converter repeats the text of a merged cell or leaves the
//! other slots blank. The grid is taken as printed; the readers of the tables decide whether its
//! rows are certain.

use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::html::Block;
use crate::html::Grid;
use crate::html::Page;
use crate::html::TooDeep;
use crate::html::grid::RawCell;
use crate::wording::tidy;

/// The blocks of a text, in reading order.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, TooDeep> {
    let mut walk = Walk::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        walk.take(event);
    }
    walk.end_line();
    walk.end_html();
    walk.refused.map_or(Ok(walk.blocks), Err)
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    line: String,
    /// Numbers of the lists around the present place; `None` for bullets.
    lists: Vec<Option<u64>>,
    rows: Vec<Vec<RawCell>>,
    /// Inside a table cell, where a break is only a space.
    in_cell: bool,
    /// Struck out text is not part of the report.
    struck: usize,
    /// Markup that the text carries along: tables mostly.
    html: String,
    /// Why some of that markup was not read.
    refused: Option<TooDeep>,
}

impl Walk {
    fn take(&mut self, event: Event<'_>) {
        if !matches!(
            event,
            Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)
        ) {
            self.end_html();
        }
        match event {
            Event::Start(Tag::Strikethrough) => self.struck += 1,
            Event::End(TagEnd::Strikethrough) => self.struck = self.struck.saturating_sub(1),
            Event::Start(Tag::List(start)) => {
                self.end_line();
                self.lists.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.end_line();
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.line = format!("{number}.");
                    *number += 1;
                }
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => self.rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => self.in_cell = true,
            Event::End(TagEnd::TableCell) => {
                self.in_cell = false;
                let text = tidy(&std::mem::take(&mut self.line));
                if let Some(row) = self.rows.last_mut() {
                    row.push(RawCell { text, colspan: 1, rowspan: 1 });
                }
            }
            Event::End(TagEnd::Table) => {
                self.blocks.push(Block::Table(Grid::new(std::mem::take(&mut self.rows))));
            }
            Event::Start(Tag::Table(_) | Tag::Heading { .. } | Tag::Paragraph)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                // The number of an item stands before its first paragraph.
                let is_number = self.line.ends_with('.') && self.line.len() < 5;
                if !is_number {
                    self.end_line();
                }
            }
            Event::Start(Tag::Image { .. }) => self.blocks.push(Block::Image),
            Event::Text(text) | Event::Code(text) if self.struck == 0 => self.line.push_str(&text),
            // A converter keeps `<br>` and the like as they are.
            Event::InlineHtml(_) if self.in_cell => self.line.push(' '),
            // Converters do not wrap Chinese: a new line in the source is one on the page.
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Html(html) => self.html.push_str(&html),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let text = tidy(&std::mem::take(&mut self.line));
        if !text.is_empty() {
            self.blocks.push(Block::Text(text));
        }
    }

    fn end_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        if html.trim().is_empty() {
            return;
        }
        match Page::parse(&html) {
            Ok(page) => {
                self.end_line();
                self.blocks.extend(page.blocks.into_iter().map(|placed| placed.block));
            }
            Err(why) => self.refused = Some(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |block| match block {
            Block::Text(text) => text,
            Block::Table(grid) => {
                grid.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
            }
            Block::Image | Block::Frame => "[image]".into(),
        };
        blocks(text).unwrap().into_iter().map(show).collect()
    }

    #[test]
    fn headings_paragraphs_and_tables_keep_their_order() {
        let text = "# 某局2024年年度报告\n\n## 一、总体情况\n\n公开**信息**12条。\n其中3条。\n\n\
                    |项目|数量|\n|---|---|\n|规章<br>数|0|\n\n![](a.png)\n";
        assert_eq!(
            shown(text),
            [
                "某局2024年年度报告",
                "一、总体情况",
                "公开信息12条。",
                "其中3条。",
                "项目|数量|规章 数|0",
                "[image]"
            ]
        );
    }

    #[test]
    fn items_keep_their_numbers_and_struck_text_is_gone() {
        assert_eq!(shown("1. 甲\n2. 乙~~丙~~\n"), ["1.甲", "2.乙"]);
    }

    #[test]
    fn markup_inside_is_read_as_markup() {
        let text = "## 二、\n\n<table><tr><td>a</td><td>b</td></tr></table>\n\n后\n";
        assert_eq!(shown(text), ["二、", "a|b", "后"]);
    }
}
