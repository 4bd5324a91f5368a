//! Running headers and footers: the same words in the same place of several pages.
//!
//! They stand between the two parts of a table that goes on overleaf, and would end it. Only what
//! stands at the very edge of a page goes, and only with its letters: a row of figures may repeat. The
//! header of the first page stays, as it may be all that the report has for a title.

use super::Item;
use crate::wording::letters;

/// Share of a page's height, above and below, where such lines stand.
pub(super) const EDGE: f64 = 0.1;
/// Lines no farther apart are in the same place.
const SAME: f64 = 2.0;
/// Shorter words may repeat by chance.
const LEAST: usize = 4;

/// Takes the running headers and footers out of the pages, each given with its height.
pub(super) fn remove(pages: &mut [(f64, Vec<Item>)]) {
    let mut seen: Vec<(usize, f64, String)> = Vec::new();
    for (number, (height, items)) in pages.iter().enumerate() {
        let found = items.iter().filter_map(|item| edge_line(item, *height));
        seen.extend(found.map(|(y, words)| (number, y, words)));
    }
    for (number, (height, items)) in pages.iter_mut().enumerate() {
        items.retain(|item| {
            let Some((y, words)) = edge_line(item, *height) else { return true };
            if number == 0 && y < EDGE * *height {
                return true;
            }
            !seen.iter().any(|(page, place, other)| {
                *page != number && (place - y).abs() <= SAME && *other == words
            })
        });
    }
}

/// The place and the words of a line at the edge; its figures may count the pages.
fn edge_line(item: &Item, height: f64) -> Option<(f64, String)> {
    let Item::Line(line) = item else { return None };
    let at_edge = line.y < EDGE * height || line.y > (1.0 - EDGE) * height;
    let words: String = letters(&line.text).chars().filter(|c| !c.is_ascii_digit()).collect();
    (at_edge && words.chars().count() >= LEAST).then_some((line.y, words))
}

#[cfg(test)]
mod tests {
    use super::super::TextLine;
    use super::*;

    fn page(lines: &[(&str, f64)]) -> (f64, Vec<Item>) {
        let line = |(text, y): &(&str, f64)| {
            let text = (*text).to_owned();
            Item::Line(TextLine { text, page: 0, x0: 0.0, x1: 9.0, y: *y, size: 10.0 })
        };
        (800.0, lines.iter().map(line).collect())
    }

    #[test]
    fn words_that_repeat_at_the_edge_go_and_others_stay() {
        let mut pages = [
            page(&[("某局2024年报告 1", 40.0), ("信息公开", 400.0), ("0 0 0 0", 790.0)]),
            page(&[("某局2024年报告 2", 41.0), ("信息公开", 400.0), ("0 0 0 0", 790.0)]),
            page(&[("某局2024年报告", 60.0)]),
        ];
        remove(&mut pages);
        assert_eq!(pages.map(|(_, items)| items.len()), [3, 2, 1]);
    }
}
