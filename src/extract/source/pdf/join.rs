//! Tables that go on over a page break.
//!
//! A break may fall inside a row: the label stands half on this page and half on the next, and the
//! figures on one of them. Such halves are one row only where the words say so — together they are a
//! label of the form, and the second half alone is none.

use super::ruling::Cell;
use super::ruling::Ruled;
use crate::extract::edition;
use crate::html::Grid;
use crate::html::grid::GridCell;
use crate::wording::match_label;

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
    let pairs = broken_row(&above, &below, rows);
    let offset = if pairs.is_some() { rows - 1 } else { rows };
    let pairs = pairs.unwrap_or_default();
    let mut cells = above;
    for (i, cell) in below.into_iter().enumerate() {
        match pairs.iter().find(|(_, lower)| *lower == i) {
            Some((upper, _)) => {
                if let Some(half) = cells.get_mut(*upper) {
                    half.text.push_str(&cell.text);
                    half.height += cell.height - 1;
                }
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

/// The cells of the last row above and the first row below that are halves of one another; `None`
/// where the break falls between two rows.
fn broken_row(above: &[Cell], below: &[Cell], rows: usize) -> Option<Vec<(usize, usize)>> {
    let mut pairs = Vec::new();
    for (i, low) in below.iter().enumerate().filter(|(_, cell)| cell.row == 0) {
        let high = above.iter().position(|cell| {
            cell.row + cell.height == rows && (cell.col, cell.width) == (low.col, low.width)
        })?;
        pairs.push((high, i));
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
        !high.is_empty() && !low.is_empty() && is_label(&format!("{high}{low}")) && !is_label(low)
    });
    // The label may stand above as a whole, and the figures below alone.
    let moved = texts.iter().any(|(high, low)| is_label(high) && low.is_empty())
        && texts.iter().all(|(high, _)| !is_figure(high))
        && texts.iter().any(|(_, low)| is_figure(low))
        && texts.iter().all(|(_, low)| !is_label(low));
    (!collide && (halves || moved)).then_some(pairs)
}

/// True for the label of a row of any edition.
fn is_label(text: &str) -> bool {
    let lines = edition::ALL.iter().flat_map(|edition| edition.lines.iter().copied().flatten());
    let wordings =
        lines.flat_map(|line| std::iter::once(line.label).chain(line.variants.iter().copied()));
    match_label(text, wordings).is_some()
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
    fn figures_on_both_pages_are_never_put_together() {
        assert_eq!(joined(["1.本机关不掌握相", "1", "2"], ["关政府信息", "3", ""]).len(), 2);
    }

    #[test]
    fn another_table_is_not_joined() {
        let mut other = row(["a", "1", "2"]);
        other.xs = vec![30.0, 50.0, 70.0, 90.0];
        assert_eq!(join(&row(["a", "1", "2"]), &other), None);
    }
}
