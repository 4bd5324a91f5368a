//! Glyphs → lines of text, the contents of cells, and paragraphs.
//!
//! A figure must come out whole or not at all. So glyphs printed twice (a bold face made of a light
//! one) count once, a gap inside a number stays a gap, and a number that goes on in the next line of
//! its cell is not put together.

use std::collections::HashMap;

use super::content::Glyph;
use crate::domain::Value;
use crate::extract::number;
use crate::wording::half_width;
use crate::wording::is_numeral;

/// A line of text outside tables.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    pub text: String,
    pub page: usize,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
}

/// Leaves out glyphs that are printed on top of themselves.
pub(super) fn without_doubles(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut seen: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let (column, row) = (place(glyph.x()), place(glyph.y));
        let near = 0.2 * glyph.size;
        let double = (column - 1..=column + 1)
            .flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)))
            .filter_map(|key| seen.get(&key))
            // Thousands of glyphs in one place are an attack, not a word.
            .flat_map(|all| all.iter().rev().take(20))
            .filter_map(|i| kept.get(*i))
            .any(|it| {
                it.text == glyph.text
                    && (it.x() - glyph.x()).abs() < near
                    && (it.y - glyph.y).abs() < near
            });
        if !double {
            seen.entry((column, row)).or_default().push(kept.len());
            kept.push(glyph);
        }
    }
    kept
}

/// The square of four points that a coordinate lies in.
fn place(at: f64) -> i64 {
    // In range by the check on every glyph; a cast of a float saturates.
    #[expect(clippy::cast_possible_truncation, reason = "coordinates are below a million")]
    let place = (at / 4.0).floor() as i64;
    place
}

/// Groups glyphs into lines, from top to bottom, each from left to right.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    // Each line with the place and size of its tallest glyph.
    let mut lines: Vec<(f64, f64, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some((y, tallest, line)) if glyph.y - *y <= 0.45 * glyph.size => {
                // The line is where its tallest glyph is, so that a small sign does not pull it.
                if *tallest < glyph.size {
                    (*y, *tallest) = (glyph.y, glyph.size);
                }
                line.push(glyph);
            }
            _ => lines.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    let mut lines: Vec<Vec<Glyph>> = lines.into_iter().map(|(_, _, line)| line).collect();
    for line in &mut lines {
        line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    lines
}

/// The characters of a line, with a space for every gap.
pub(super) fn words(line: &[Glyph]) -> String {
    let mut text = String::new();
    let mut end: Option<f64> = None;
    for glyph in line {
        let beside_han = is_han(text.chars().next_back()) || is_han(glyph.text.chars().next());
        // Typesetters put a little air between Chinese and figures; between figures it is a gap.
        let gap = if beside_han { 0.8 } else { 0.25 };
        if end.is_some_and(|end| glyph.x0 - end > gap * glyph.size) {
            text.push(' ');
        }
        text.push_str(&glyph.text);
        end = Some(end.map_or(glyph.x1, |end| end.max(glyph.x1)));
    }
    text
}

/// True for Chinese characters and punctuation, not for full-width digits.
fn is_han(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{FF08}' | '\u{FF09}' | '\u{FF0C}'))
}

/// True for a character of a number, of either width.
pub(super) fn is_figure(c: char) -> bool {
    let c = half_width(c);
    c.is_ascii_digit() || ".,".contains(c)
}

/// The text of a cell.
pub(super) fn cell(glyphs: Vec<Glyph>) -> String {
    let mut text = String::new();
    for line in lines(glyphs) {
        let next = words(&line);
        let figures = |c: Option<char>| c.is_some_and(is_figure);
        if figures(text.chars().next_back()) && figures(next.chars().next()) {
            text.push(' ');
        }
        text.push_str(&next);
    }
    text
}

/// Where the lines of the document begin and end at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Margins {
    pub left: f64,
    pub right: f64,
}

/// Joins lines into paragraphs: an indented or numbered line begins one, and a short line ends one, as
/// does a row of figures, which would swallow the label of the next.
pub(super) fn paragraphs(lines: &[TextLine], margins: Margins) -> Vec<String> {
    let Margins { left, right } = margins;
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&TextLine> = None;
    for line in lines {
        let goes_on = before.is_some_and(|last| {
            line.x0 - left < 1.2 * line.size
                && right - last.x1 < 2.5 * last.size
                && (line.page != last.page || line.y - last.y < 3.0 * line.size)
                && (line.size - last.size).abs() < 0.2 * line.size
                && !is_numbered(&line.text)
                && !is_row(&last.text)
        });
        match paragraphs.last_mut() {
            Some(text) if goes_on => {
                let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if latin(text.chars().next_back()) && latin(line.text.chars().next()) {
                    text.push(' ');
                }
                text.push_str(&line.text);
            }
            _ => paragraphs.push(line.text.clone()),
        }
        before = Some(line);
    }
    paragraphs
}

/// True for a line that ends in figures between spaces.
fn is_row(line: &str) -> bool {
    let figures = line.rsplit(' ').take(3);
    let figures =
        figures.filter(|it| !matches!(number::value(it), Value::NotNumber | Value::Blank));
    figures.count() == 3
}

/// True for a line that begins with 一、 or （一）.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(['（', '(']).trim_start_matches(is_numeral);
    let bracketed = line.starts_with(['（', '(']);
    let numbered = line.starts_with(|c| is_numeral(c) || c == '（' || c == '(');
    numbered && rest.starts_with(if bracketed { ['）', ')'] } else { ['、', '．'] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f64, y: f64) -> Glyph {
        Glyph { text: text.into(), x0: x, x1: x + 5.0, y, size: 10.0 }
    }

    #[test]
    fn a_glyph_printed_twice_counts_once() {
        let kept = without_doubles(vec![
            glyph("1", 0.0, 0.0),
            glyph("1", 0.4, 0.0),
            glyph("1", 5.0, 0.0),
            glyph("2", 5.0, 0.0),
        ]);
        let texts: String = kept.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, "112");
    }

    #[test]
    fn stacked_words_are_put_together_and_stacked_figures_are_not() {
        let stack = |texts: [&str; 2]| {
            let [top, bottom] = texts;
            cell(vec![glyph(bottom, 0.0, 12.0), glyph(top, 0.0, 0.0)])
        };
        assert_eq!(stack(["年", "度"]), "年度");
        assert_eq!(stack(["1", "2"]), "1 2");
        assert_eq!(stack(["１", "２"]), "１ ２");
        assert_eq!(stack(["１", "．"]), "１ ．");
        assert_eq!(cell(vec![glyph("1", 0.0, 0.0), glyph("2", 5.0, 0.5)]), "12");
        assert_eq!(cell(vec![glyph("1", 0.0, 0.0), glyph("2", 9.0, 0.0)]), "1 2");
        assert_eq!(cell(vec![glyph("１", 0.0, 0.0), glyph("２", 9.0, 0.0)]), "１ ２");
        assert_eq!(cell(vec![glyph("4", 0.0, 0.0), glyph("年", 9.0, 0.0)]), "4年");
    }

    #[test]
    fn paragraphs_begin_with_an_indent_or_after_a_short_line() {
        let line = |text: &str, x0: f64, x1: f64, y: f64| TextLine {
            text: text.into(),
            page: 0,
            x0,
            x1,
            y,
            size: 10.0,
        };
        let lines = [
            line("一、总体情况", 20.0, 80.0, 0.0),
            line("2024年，本局", 20.0, 300.0, 20.0),
            line("公开12条。", 0.0, 60.0, 40.0),
            line("无缩进", 0.0, 300.0, 60.0),
        ];
        let margins = Margins { left: 0.0, right: 300.0 };
        assert_eq!(
            paragraphs(&lines, margins),
            ["一、总体情况", "2024年，本局公开12条。", "无缩进"]
        );
        // A paragraph goes on over a page break.
        let over = [lines[1].clone(), TextLine { page: 1, ..line("公开", 0.0, 20.0, 0.0) }];
        assert_eq!(paragraphs(&over, margins), ["2024年，本局公开"]);
        // A row of figures ends where its line ends.
        let row = [line("属于国家秘密 0 12 无", 0.0, 300.0, 0.0), line("理结果", 0.0, 30.0, 20.0)];
        assert_eq!(paragraphs(&row, margins).len(), 2);
        // A page that holds nothing but indented lines.
        let alone = [lines[0].clone(), line("（一）公开情况", 20.0, 300.0, 20.0)];
        assert_eq!(paragraphs(&alone, margins).len(), 2);
    }
}
