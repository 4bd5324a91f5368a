//! Which part of a page is the report.
//!
//! A page carries menus, footers and view counters beside the report. The report's own headings and
//! tables say where it is: the smallest element around all of them. Only a page without any falls
//! back to the names that common content systems give the body of an article.

use crate::domain::Edition;
use crate::extract::heading;
use crate::extract::tables;
use crate::html::Block;
use crate::html::Page;

/// The blocks of the report, in reading order.
pub(super) fn report_blocks<'a>(page: &'a Page, edition: &Edition) -> Vec<&'a Block> {
    let sections = edition.sections;
    let prose = edition.lines.is_empty();
    let mut common: Option<&[usize]> = None;
    let mut marks = 0;
    for placed in &page.blocks {
        let is_mark = match &placed.block {
            Block::Text(text) => heading::read(text, sections).is_some(),
            Block::Table(grid) => tables::is_statutory(grid),
            Block::Image | Block::Frame => false,
        };
        if is_mark {
            marks += 1;
            common = Some(match common {
                None => &placed.path,
                Some(path) => shared_start(path, &placed.path),
            });
        }
    }
    let path: &[usize] = match common {
        // A report of prose may carry headings in its annex only.
        Some(path) if marks > 1 && prose => shared_start(path, longest_article(page)),
        Some(path) if marks > 1 => path,
        // One mark alone is its own parent; the report around it is not known.
        _ => longest_article(page),
    };
    page.blocks
        .iter()
        .filter(|placed| placed.path.starts_with(path))
        .map(|placed| &placed.block)
        .collect()
}

fn shared_start<'a>(a: &'a [usize], b: &[usize]) -> &'a [usize] {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    a.get(..same).unwrap_or(a)
}

/// The element that directly holds most running text, for reports of pure prose.
fn longest_article(page: &Page) -> &[usize] {
    let mut best: (&[usize], usize) = (&[], 0);
    let mut sums: std::collections::HashMap<&[usize], usize> = std::collections::HashMap::new();
    for placed in &page.blocks {
        let Block::Text(text) = &placed.block else { continue };
        // The paragraph itself is the innermost element; the article is what holds paragraphs.
        let parent = placed.path.get(..placed.path.len().saturating_sub(1)).unwrap_or(&[]);
        let sum = sums.entry(parent).or_default();
        *sum += text.chars().count();
        if *sum > best.1 {
            best = (parent, *sum);
        }
    }
    best.0
}
