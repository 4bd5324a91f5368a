//! Table 4: reconsideration and litigation, in the printed layout or turned on its side.
//!
//! A figure is named by the words above it and to the left of it, so it does not matter which way the
//! table runs; all fifteen must come out, each once.

use std::collections::BTreeMap;

use super::Reading;
use crate::domain::Column;
use crate::domain::Line;
use crate::extract::number;
use crate::html::Grid;
use crate::html::grid::GridCell;
use crate::wording::as_letters;

const GROUPS: [Line; 3] =
    [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration];

/// Reads the table if the grid holds it.
pub(super) fn read(grid: &Grid, reading: &mut Reading) {
    let results = grid.cells.iter().filter(|cell| result(&cell.text).is_some()).count();
    let groups = grid.cells.iter().filter(|cell| group(&cell.text).is_some()).count();
    if results < 5 || groups < 2 {
        return;
    }
    let figures = match (by_headings(grid), by_order(grid)) {
        (Some(named), Some(ordered)) if named != ordered => None,
        (named, ordered) => named.or(ordered),
    };
    for line in GROUPS {
        match &figures {
            Some(figures) => {
                let cells = figures.iter().filter(|((l, _), _)| *l == line);
                let cells: Vec<_> = cells.map(|((_, column), text)| (*column, *text)).collect();
                reading.take(line, &cells);
            }
            None => {
                reading.refuse(line, "the figures cannot be told apart by their headings");
            }
        }
    }
}

/// Figures by their keys.
type Figures<'a> = BTreeMap<(Line, Column), &'a str>;

/// Every figure by the words above it and to its left; `None` unless all fifteen come out once. Where
/// they come out twice, a column may be hidden in which nothing stands.
fn by_headings(grid: &Grid) -> Option<Figures<'_>> {
    let bare = |col: usize| {
        let mut own = grid.cells.iter().filter(|cell| cell.col == col && cell.width == 1);
        own.all(|cell| cell.text.is_empty())
    };
    named(grid, &|_| true).or_else(|| named(grid, &|cell| !bare(cell.col)))
}

/// Every figure among some cells by its key.
fn named<'a>(grid: &'a Grid, counts: &dyn Fn(&GridCell) -> bool) -> Option<Figures<'a>> {
    let mut named = Figures::new();
    for cell in grid.cells.iter().filter(|cell| !is_word(&cell.text) && counts(cell)) {
        if let Some(key) = key(grid, cell)
            && named.insert(key, &cell.text).is_some()
        {
            return None;
        }
    }
    (named.len() == 15).then_some(named)
}

/// The group and result that the words above and to the left of a cell name.
fn key(grid: &Grid, cell: &GridCell) -> Option<(Line, Column)> {
    let overlaps = |a: usize, a_len: usize, b: usize, b_len: usize| a < b + b_len && b < a + a_len;
    let around = grid.cells.iter().filter(|other| {
        let above = other.row < cell.row && overlaps(other.col, other.width, cell.col, cell.width);
        let left = other.col < cell.col && overlaps(other.row, other.height, cell.row, cell.height);
        above || left
    });
    let mut line = None;
    let mut column = None;
    for other in around {
        if let Some(found) = group(&other.text) {
            if line.is_some_and(|it| it != found) {
                return None;
            }
            line = Some(found);
        }
        if let Some(found) = result(&other.text) {
            if column.is_some_and(|it| it != found) {
                return None;
            }
            column = Some(found);
        }
    }
    Some((line?, column?))
}

/// The printed layout by count alone: fifteen results in the order of the form, and one row of
/// fifteen figures. It holds even where header cells are left out or their spans are wrong.
fn by_order(grid: &Grid) -> Option<Figures<'_>> {
    let results: Vec<Column> = grid.cells.iter().filter_map(|cell| result(&cell.text)).collect();
    if results != Column::REVIEWS.repeat(3) {
        return None;
    }
    let mut rows = (0..grid.height).filter_map(|row| {
        let figures: Vec<&GridCell> = grid.begin_in(row).collect();
        let figures = match figures.split_first() {
            Some((first, rest)) if figures.len() == 16 && is_word(&first.text) => rest.to_vec(),
            _ => figures,
        };
        let plain = figures.iter().all(|cell| !is_word(&cell.text));
        let any = figures.iter().any(|cell| !cell.text.is_empty());
        (figures.len() == 15 && plain && any).then_some(figures)
    });
    let figures = rows.next()?;
    if rows.next().is_some() {
        return None;
    }
    let keys = GROUPS.iter().flat_map(|line| Column::REVIEWS.map(|column| (*line, column)));
    Some(keys.zip(figures.into_iter().map(|cell| cell.text.as_str())).collect())
}

/// True for a cell that holds words rather than a figure or a mark for none.
fn is_word(text: &str) -> bool {
    let letters = as_letters(text);
    letters.chars().count() > 1
        && letters.chars().all(char::is_alphabetic)
        && number::cell(text).integer().is_none()
}

/// Bytes of the shortest word that [`group`] and [`result`] know; most cells are shorter.
const SHORTEST: usize = "总计".len();

fn group(text: &str) -> Option<Line> {
    if text.len() < SHORTEST {
        return None;
    }
    match &*as_letters(text) {
        "行政复议" | "行政复议情况" => Some(Line::Reconsideration),
        "未经复议直接起诉" | "未经复议直接起诉的" => Some(Line::DirectLitigation),
        "复议后起诉" | "复议后起诉的" => Some(Line::LitigationAfterReconsideration),
        _ => None,
    }
}

pub(super) fn result(text: &str) -> Option<Column> {
    if text.len() < SHORTEST {
        return None;
    }
    match &*as_letters(text) {
        "结果维持" | "维持结果" => Some(Column::Upheld),
        "结果纠正" | "纠正结果" => Some(Column::Corrected),
        "其他结果" | "其它结果" => Some(Column::OtherResult),
        "尚未审结" => Some(Column::Pending),
        "总计" | "合计" => Some(Column::ReviewTotal),
        _ => None,
    }
}
