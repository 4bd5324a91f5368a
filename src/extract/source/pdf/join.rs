//! Tables that go on over a page break.
//!
//! A break may fall inside a row: the label stands half on this page and half on the next, and the
//! figures on one of them. Such halves are one row only where the words say so — together they are a
//! label of the form, and the second half alone is none.

use std::sync::LazyLock;

use super::ruling::Cell;
use super::ruling::Ruled;
use crate::domain::TableKind;
use crate::extract::edition;
use crate::html::Grid;
use crate::html::grid::GridCell;
use crate::wording::Labels;
use crate::wording::letters;
use crate::wording::stem;

/// Edges on two pages no farther apart are one.
const SAME: f64 = 4.0;

/// The lower part put under the upper one; `None` where it is a table of its own.
pub(super) fn join(upper: &Ruled, lower: &Ruled) -> Option<Ruled> {
    let near = |a: f64, b: f64| (a - b).abs() <= SAME;
    if !near(upper.left(), lower.left()) || !near(upper.right(), lower.right()) {
        return None;
    }
    let xs = columns(upper, lower);
    let above = remapped(upper, &xs);
    let below = remapped(lower, &xs);
    let rows = upper.ys.len() - 1;
    let halves = broken_row(&above, &below, rows);
    let offset = if halves.is_some() { rows - 1 } else { rows };
    let pairs = halves.unwrap_or_else(|| broken_headings(&above, &below, rows));
    let mut cells = above;
    for (i, cell) in below.into_iter().enumerate() {
        let half = pairs.iter().find(|(_, lower)| *lower == i);
        match half.and_then(|(upper, _)| cells.get_mut(*upper)) {
            Some(half) => {
                half.text.push_str(&cell.text);
                half.height = cell.row + offset + cell.height - half.row;
            }
            None => cells.push(Cell { row: cell.row + offset, ..cell }),
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.col));
    // Only the number of rows and the last edge are of use from here on.
    let mut ys = upper.ys.clone();
    ys.truncate(offset);
    ys.extend(&lower.ys);
    Some(Ruled { xs, ys, cells })
}

/// The columns of both parts.
fn columns(upper: &Ruled, lower: &Ruled) -> Vec<f64> {
    let mut xs = upper.xs.clone();
    let new = lower.xs.iter().filter(|x| !upper.xs.iter().any(|it| (it - **x).abs() <= SAME));
    xs.extend(new);
    xs.sort_by(f64::total_cmp);
    xs
}

/// The cells of one part, by the columns of both.
fn remapped(table: &Ruled, xs: &[f64]) -> Vec<Cell> {
    let index = |edge: usize| {
        let at = table.xs.get(edge).copied().unwrap_or(f64::MAX);
        let distance = |x: &f64| (x - at).abs();
        let nearest = xs.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        nearest.map_or(0, |(i, _)| i)
    };
    let mapped = table.cells.iter().map(|cell| {
        let (left, right) = (index(cell.col), index(cell.col + cell.width));
        Cell { col: left, width: right.saturating_sub(left).max(1), ..cell.clone() }
    });
    mapped.collect()
}

/// The cell above that ends at the break and covers the same columns as one below it.
fn counterpart(above: &[Cell], low: &Cell, rows: usize) -> Option<usize> {
    above.iter().position(|cell| {
        cell.row + cell.height == rows && (cell.col, cell.width) == (low.col, low.width)
    })
}

/// Headings that run down several rows, with the break between two of these. The words of a group of
/// table 4 may all stand above it.
fn broken_headings(above: &[Cell], below: &[Cell], rows: usize) -> Vec<(usize, usize)> {
    let cells = below.iter().enumerate().filter(|(_, low)| low.row == 0);
    let pairs = cells.filter_map(|(i, low)| {
        let upper = counterpart(above, low, rows)?;
        let whole = format!("{}{}", above.get(upper)?.text, low.text);
        let is = |it: &str| stem(it) == stem(&whole);
        // A dash under a heading is a figure, not its second half.
        let (dash, blank) = (letters(&low.text).is_empty(), low.text.is_empty());
        let broken = (blank || !dash) && groups().any(is) || !dash && headings().any(is);
        (broken && !is_label(&low.text)).then_some((upper, i))
    });
    pairs.collect()
}

/// The cells of the last row above and the first row below that are halves of one another; `None`
/// where the break falls between two rows.
fn broken_row(above: &[Cell], below: &[Cell], rows: usize) -> Option<Vec<(usize, usize)>> {
    let mut pairs = Vec::new();
    for (i, low) in below.iter().enumerate().filter(|(_, cell)| cell.row == 0) {
        pairs.push((counterpart(above, low, rows)?, i));
    }
    let texts: Vec<(&str, &str)> = pairs
        .iter()
        .filter_map(|(high, low)| {
            Some((above.get(*high)?.text.as_str(), below.get(*low)?.text.as_str()))
        })
        .collect();
    let is_figure = |text: &str| text.chars().any(|c| c.is_ascii_digit()) && !is_label(text);
    let collide = texts.iter().any(|(high, low)| is_figure(high) && is_figure(low));
    let halves = texts.iter().any(|(high, low)| {
        let dash = letters(high).is_empty() || letters(low).is_empty();
        !dash && is_wording(&format!("{high}{low}"))
    });
    // The label may stand above as a whole, and the figures below alone.
    let moved = texts.iter().any(|(high, low)| is_label(high) && low.is_empty())
        && texts.iter().all(|(high, low)| !is_figure(high) && (high.is_empty() || !is_figure(low)))
        && texts.iter().any(|(_, low)| is_figure(low));
    let begins = texts.iter().any(|(_, low)| is_label(low));
    (!collide && !begins && (halves || moved)).then_some(pairs)
}

/// The labels of the rows and columns of all editions.
fn wordings() -> impl Iterator<Item = &'static str> {
    let lines = edition::ALL.iter().flat_map(|edition| edition.lines.iter().copied().flatten());
    lines
        .flat_map(|line| std::iter::once(line.label).chain(line.variants.iter().copied()))
        .chain(headings())
}

/// The labels of the columns of all editions.
fn headings() -> impl Iterator<Item = &'static str> {
    let columns = edition::ALL.iter().flat_map(|edition| edition.columns.iter().copied().flatten());
    columns.flat_map(|column| column.labels.iter().copied())
}

static WORDINGS: LazyLock<Labels<()>> =
    LazyLock::new(|| Labels::new(wordings().map(|wording| (wording, ()))));

/// The names of the groups of table 4.
fn groups() -> impl Iterator<Item = &'static str> {
    let lines = edition::ALL.iter().flat_map(|it| it.lines_of(TableKind::Reviews));
    lines.map(|line| line.label)
}

/// True for a text that is or may be a label.
fn is_label(text: &str) -> bool {
    WORDINGS.find(text).is_some()
}

/// True for a label to the letter.
fn is_wording(text: &str) -> bool {
    WORDINGS.exact(text).is_some()
}

/// A table as the readers of tables take it.
pub(super) fn grid(table: Ruled) -> Grid {
    let height = table.cells.iter().map(|cell| cell.row + cell.height).max().unwrap_or(0);
    let width = table.xs.len().saturating_sub(1);
    let cells = table.cells.into_iter().map(|cell| GridCell {
        text: cell.text,
        row: cell.row,
        col: cell.col,
        height: cell.height,
        width: cell.width,
    });
    Grid { cells: cells.collect(), height, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of one row: its label, and two figures.
    fn row(texts: [&str; 3]) -> Ruled {
        let cells = texts.iter().enumerate().map(|(col, text)| Cell {
            row: 0,
            col,
            height: 1,
            width: 1,
            text: (*text).to_owned(),
        });
        Ruled { xs: vec![0.0, 50.0, 70.0, 90.0], ys: vec![0.0, 10.0], cells: cells.collect() }
    }

    fn joined(upper: [&str; 3], lower: [&str; 3]) -> Vec<String> {
        let table = join(&row(upper), &row(lower)).unwrap();
        let grid = grid(table);
        (0..grid.height)
            .map(|row| {
                let texts: Vec<&str> = grid.begin_in(row).map(|cell| cell.text.as_str()).collect();
                texts.join("|")
            })
            .collect()
    }

    #[test]
    fn a_break_between_rows_keeps_both() {
        assert_eq!(
            joined(["1.属于国家秘密", "1", "2"], ["2.其他法律行政法规禁止公开", "3", "4"]),
            ["1.属于国家秘密|1|2", "2.其他法律行政法规禁止公开|3|4"]
        );
        assert_eq!(
            joined(["1.属于国家秘密", "", ""], ["2.其他法律行政法规禁止公开", "", ""]).len(),
            2
        );
    }

    #[test]
    fn halves_of_a_label_are_one_row() {
        let whole = ["1.本机关不掌握相关政府信息|1|2"];
        assert_eq!(joined(["1.本机关不掌握相", "1", "2"], ["关政府信息", "", ""]), whole);
        assert_eq!(joined(["1.本机关不掌握相", "", ""], ["关政府信息", "1", "2"]), whole);
        assert_eq!(joined(["1.本机关不掌握相关政府信息", "", ""], ["", "1", "2"]), whole);
    }

    #[test]
    fn a_break_inside_the_headings_is_mended() {
        assert_eq!(joined(["", "社会公益", "其他"], ["", "组织", ""]), ["|社会公益组织|其他"]);
    }

    #[test]
    fn figures_on_both_pages_are_never_put_together() {
        assert_eq!(joined(["1.本机关不掌握相", "1", "2"], ["关政府信息", "3", ""]).len(), 2);
    }

    #[test]
    fn a_heading_over_two_rows_may_break_between_them() {
        let upper = row(["结果维", "未经复议直接起诉", ""]);
        let mut lower = row(["持", "结果维持", "结果纠正"]);
        lower.xs = vec![0.0, 50.0, 60.0, 90.0];
        let cells = join(&upper, &lower).unwrap().cells;
        let first = cells.first().unwrap();
        assert_eq!((first.text.as_str(), first.height), ("结果维持", 2));
    }

    #[test]
    fn the_words_of_a_group_hold_for_its_rows_overleaf() {
        let lower = row(["", "其他结果", "2"]);
        let cells = join(&row(["复议后起诉", "结果纠正", "1"]), &lower).unwrap().cells;
        let first = cells.first().unwrap();
        assert_eq!((first.text.as_str(), first.height), ("复议后起诉", 2));
    }

    #[test]
    fn a_dash_overleaf_is_no_half_of_a_heading() {
        let lower = ["一、本年新收政府信息公开申请数量", "3", "—"];
        assert_eq!(joined(["", "自然人", "总计"], lower)[1], lower.join("|"));
    }

    #[test]
    fn figures_overleaf_are_not_parts_of_the_headings_above_them() {
        assert_eq!(joined(["结果维持", "结果纠正", "总计"], ["", "3", "3"])[1], "|3|3");
    }

    #[test]
    fn a_heading_and_the_figure_under_it_are_two_rows() {
        let lower = ["行政事业性收费", "9.5", ""];
        assert_eq!(joined(["信息内容", "本年收费金额（单位：万元）", ""], lower).len(), 2);
    }

    #[test]
    fn another_table_is_not_joined() {
        let mut other = row(["a", "1", "2"]);
        other.xs = vec![30.0, 50.0, 70.0, 90.0];
        assert_eq!(join(&row(["a", "1", "2"]), &other), None);
    }
}
