//! Rules → tables: which slots of the grid between them are one cell.
//!
//! Word draws every side of every cell anew, WPS draws lines across the page; both leave out the
//! sides inside a merged cell. So rules in one line are joined first, and two neighbouring slots are
//! one cell where no rule runs between them.

use super::content::Rule;

/// Rules no farther apart are one.
const SAME: f64 = 1.6;
/// A gap in a rule no wider than this is a dash's or a corner's.
const GAP: f64 = 3.0;
/// Rules of one page that are looked at; a form has some hundred.
const MAX_RULES: usize = 3_000;

/// Slots of one table at most; the form has 290.
const MAX_SLOTS: usize = 5_000;

/// A cell between rules.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub row: usize,
    pub col: usize,
    pub height: usize,
    pub width: usize,
    /// What stands in it.
    pub text: String,
}

/// A table between rules: the places of its columns and rows, and its cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ruled {
    /// Edges from left to right; one more than there are columns.
    pub xs: Vec<f64>,
    /// Edges from top to bottom.
    pub ys: Vec<f64>,
    /// Row by row.
    pub cells: Vec<Cell>,
}

impl Ruled {
    pub fn left(&self) -> f64 {
        self.xs.first().copied().unwrap_or(0.0)
    }

    pub fn right(&self) -> f64 {
        self.xs.last().copied().unwrap_or(0.0)
    }

    pub fn top(&self) -> f64 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub fn bottom(&self) -> f64 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    /// The cell at a point.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let slot = |edges: &[f64], at: f64| {
            let after = edges.partition_point(|edge| *edge <= at);
            (after > 0 && after < edges.len()).then(|| after - 1)
        };
        let (row, col) = (slot(&self.ys, y)?, slot(&self.xs, x)?);
        self.cells.iter().position(|cell| {
            (cell.row..cell.row + cell.height).contains(&row)
                && (cell.col..cell.col + cell.width).contains(&col)
        })
    }
}

/// Finds the tables of a page, from top to bottom.
pub(super) fn tables(rules: &[Rule]) -> Vec<Ruled> {
    let rules = join(rules);
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let mut tables: Vec<Ruled> = groups(&rules).iter().filter_map(|group| table(group)).collect();
    tables.sort_by(|a, b| a.top().total_cmp(&b.top()));
    tables
}

/// Rules in one line that touch, as one.
fn join(rules: &[Rule]) -> Vec<Rule> {
    let mut joined: Vec<Rule> = Vec::new();
    for level in [true, false] {
        let mut own: Vec<Rule> = rules.iter().copied().filter(|rule| rule.level == level).collect();
        own.sort_by(|a, b| a.at.total_cmp(&b.at));
        let places = edges(own.iter().map(|rule| rule.at));
        for rule in &mut own {
            rule.at = nearest(&places, rule.at);
        }
        own.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        let start = joined.len();
        for rule in own {
            match joined.get_mut(start..).and_then(<[Rule]>::last_mut) {
                Some(last) if (last.at - rule.at).abs() < 0.01 && rule.from <= last.to + GAP => {
                    last.to = last.to.max(rule.to);
                }
                _ => joined.push(rule),
            }
        }
    }
    // What is left of a dot or an underlined word's end is no side of a cell.
    joined.retain(|rule| rule.to - rule.from > 4.0);
    joined
}

/// The distinct places among sorted or unsorted ones, each the middle of those that are one.
fn edges(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = places.collect();
    sorted.sort_by(f64::total_cmp);
    let mut edges: Vec<(f64, f64)> = Vec::new();
    for place in sorted {
        match edges.last_mut() {
            Some((first, last)) if place - *first <= SAME => *last = place,
            _ => edges.push((place, place)),
        }
    }
    edges.into_iter().map(|(first, last)| f64::midpoint(first, last)).collect()
}

/// The nearest of some sorted places.
fn nearest(edges: &[f64], place: f64) -> f64 {
    let distance = |edge: &f64| (edge - place).abs();
    let after = edges.partition_point(|edge| *edge < place);
    let beside = edges.iter().skip(after.saturating_sub(1)).take(2).copied();
    beside.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(place)
}

/// Rules that touch each other, directly or through others.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut parents: Vec<usize> = (0..rules.len()).collect();
    for (i, a) in rules.iter().enumerate().filter(|(_, rule)| rule.level) {
        for (k, b) in rules.iter().enumerate().filter(|(_, rule)| !rule.level) {
            let crosses = |rule: &Rule, at: f64| rule.from - GAP <= at && at <= rule.to + GAP;
            if crosses(a, b.at) && crosses(b, a.at) {
                let (one, other) = (root(&mut parents, i), root(&mut parents, k));
                if let Some(parent) = parents.get_mut(one) {
                    *parent = other;
                }
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> =
        std::collections::BTreeMap::new();
    for (i, rule) in rules.iter().enumerate() {
        groups.entry(root(&mut parents, i)).or_default().push(*rule);
    }
    groups.into_values().collect()
}

/// The representative of a set; shortens the way there.
fn root(parents: &mut [usize], mut i: usize) -> usize {
    while let Some(parent) = parents.get(i).copied().filter(|parent| *parent != i) {
        let grandparent = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(i) {
            *slot = grandparent;
        }
        i = parent;
    }
    i
}

fn table(rules: &[Rule]) -> Option<Ruled> {
    let places = |level: bool| edges(rules.iter().filter(|r| r.level == level).map(|r| r.at));
    let (ys, xs) = (places(true), places(false));
    if ys.len() < 2 || xs.len() < 2 || xs.len() * ys.len() > MAX_SLOTS {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    // A rule counts as a side where it covers the middle of it.
    let runs = |level: bool, at: f64, from: f64, to: f64| {
        let inset = ((to - from) * 0.25).min(GAP);
        rules.iter().any(|rule| {
            rule.level == level
                && (rule.at - at).abs() <= SAME
                && rule.from <= from + inset
                && rule.to >= to - inset
        })
    };
    let slot = |row: usize, col: usize| row * columns + col;
    let mut parents: Vec<usize> = (0..rows * columns).collect();
    let unite = |parents: &mut Vec<usize>, a: usize, b: usize| {
        let (one, other) = (root(parents, a), root(parents, b));
        if let Some(parent) = parents.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    };
    for (row, y) in ys.windows(2).enumerate() {
        let [top, bottom] = y else { continue };
        for (col, x) in xs.windows(2).enumerate() {
            let [left, right] = x else { continue };
            if col + 1 < columns && !runs(false, *right, *top, *bottom) {
                unite(&mut parents, slot(row, col), slot(row, col + 1));
            }
            if row + 1 < rows && !runs(true, *bottom, *left, *right) {
                unite(&mut parents, slot(row, col), slot(row + 1, col));
            }
        }
    }
    let mut cells: std::collections::BTreeMap<usize, Cell> = std::collections::BTreeMap::new();
    for row in 0..rows {
        for col in 0..columns {
            let first = root(&mut parents, slot(row, col));
            let cell = cells.entry(first).or_insert(Cell {
                row,
                col,
                height: 1,
                width: 1,
                text: String::new(),
            });
            let right = (cell.col + cell.width).max(col + 1);
            cell.col = cell.col.min(col);
            cell.width = right - cell.col;
            cell.height = cell.height.max(row + 1 - cell.row);
        }
    }
    let mut cells: Vec<Cell> = cells.into_values().collect();
    cells.sort_by_key(|cell| (cell.row, cell.col));
    Some(Ruled { xs, ys, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule { level: true, at, from, to }
    }

    fn upright(at: f64, from: f64, to: f64) -> Rule {
        Rule { level: false, at, from, to }
    }

    fn shapes(rules: &[Rule]) -> Vec<Vec<(usize, usize, usize, usize)>> {
        let cells = |table: Ruled| {
            table.cells.iter().map(|it| (it.row, it.col, it.height, it.width)).collect()
        };
        tables(rules).into_iter().map(cells).collect()
    }

    #[test]
    fn sides_that_are_left_out_merge_cells() {
        // Two by two, the left column merged down.
        let rules = [
            level(0.0, 0.0, 100.0),
            level(20.0, 50.0, 100.0),
            level(40.0, 0.0, 100.0),
            upright(0.0, 0.0, 40.0),
            upright(50.0, 0.0, 40.0),
            upright(100.0, 0.0, 40.0),
        ];
        assert_eq!(shapes(&rules), [[(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]]);
    }

    #[test]
    fn a_side_drawn_in_pieces_is_one_side() {
        let mut rules =
            vec![upright(0.0, 0.0, 20.0), upright(100.4, 0.0, 20.0), upright(99.6, 0.0, 20.0)];
        for step in 0..10 {
            let from = f64::from(step) * 10.0;
            rules.extend([level(0.3, from, from + 8.0), level(20.0, from, from + 8.0)]);
        }
        assert_eq!(shapes(&rules), [[(0, 0, 1, 1)]]);
    }

    #[test]
    fn tables_apart_are_two_and_an_underline_is_none() {
        let square = |y: f64| {
            [
                level(y, 0.0, 50.0),
                level(y + 20.0, 0.0, 50.0),
                upright(0.0, y, y + 20.0),
                upright(50.0, y, y + 20.0),
            ]
        };
        let rules = [&square(0.0)[..], &square(100.0), &[level(70.0, 0.0, 50.0)]].concat();
        assert_eq!(shapes(&rules).len(), 2);
    }
}
