//! Rows of figures that lost the marks between them: `21710000218` is 217, 1, 0, 0, 0, 0 and 218.
//!
//! A row is cut into as many figures as the form has, none with a leading zero, so that its parts add
//! up to its total, and is held against the sums down the columns: a total may be wrong, and another
//! cut may then add up. Only what every possible reading agrees on is taken. A blank between two
//! spaces is a certain cut, but blanks may be missing elsewhere, and a row of too few digits proves
//! that cells were lost: then the other rows of the table may have lost some as well, and no cut is
//! certain.

/// Longer rows are not figures of this form.
const MAX_DIGITS: usize = 60;
/// Steps of the search through the cuts of one row.
const MAX_CUTS: usize = 100_000;
/// More readings of one row than this are never told apart.
const MAX_READINGS: usize = 500;
/// Steps of the search through all rows together.
const MAX_STEPS: usize = 20_000;

/// How many figures a row has, and which of them add up to which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Figures in a row.
    pub cells: usize,
    /// Figures in each group, of which the last is the total of the others.
    pub group: usize,
}

/// What one row can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cuts {
    /// Its digits can be cut in one way only, and that adds up.
    Certain(Vec<i64>),
    /// These ways of cutting it add up; there is at least one.
    Possible(Vec<Vec<i64>>),
    /// There are fewer digits than figures: cells were lost.
    Short,
    /// No way of cutting it adds up, or too many do.
    Unclear,
}

impl Cuts {
    fn readings(&self) -> &[Vec<i64>] {
        match self {
            Self::Certain(only) => std::slice::from_ref(only),
            Self::Possible(all) => all,
            Self::Short | Self::Unclear => &[],
        }
    }
}

/// Cuts one row. `chunks` are the digits between printed blanks.
pub(super) fn cut(chunks: &[String], shape: Shape) -> Cuts {
    let digits: usize = chunks.iter().map(String::len).sum();
    if digits < shape.cells {
        return Cuts::Short;
    }
    if digits > MAX_DIGITS || chunks.len() > shape.cells {
        return Cuts::Unclear;
    }
    // Nothing but zeros, one for each figure: no cell can be missing and no sum is needed.
    if digits == shape.cells && chunks.iter().all(|chunk| chunk.bytes().all(|b| b == b'0')) {
        return Cuts::Certain(vec![0; shape.cells]);
    }
    let chunks: Vec<&[u8]> = chunks.iter().map(String::as_bytes).collect();
    let mut search = Search { shape, found: Vec::new(), steps: 0, overflow: false };
    search.go(&chunks, &mut Vec::with_capacity(shape.cells));
    match (search.overflow, search.found.len()) {
        (true, _) | (_, 0) => Cuts::Unclear,
        (false, 1) if ways(&chunks, shape.cells) == 1 => {
            Cuts::Certain(search.found.pop().unwrap_or_default())
        }
        (false, _) => Cuts::Possible(search.found),
    }
}

/// A search through the cuts of one row.
struct Search {
    shape: Shape,
    found: Vec<Vec<i64>>,
    steps: usize,
    /// There are too many to look at.
    overflow: bool,
}

impl Search {
    fn go(&mut self, chunks: &[&[u8]], figures: &mut Vec<i64>) {
        self.steps += 1;
        self.overflow |= self.steps > MAX_CUTS;
        if self.overflow || !self.adds_up(figures) {
            return;
        }
        let Some((first, rest)) = chunks.split_first() else {
            if figures.len() == self.shape.cells {
                self.overflow = self.found.len() >= MAX_READINGS;
                self.found.push(figures.clone());
            }
            return;
        };
        let left = self.shape.cells - figures.len();
        let digits: usize = chunks.iter().map(|chunk| chunk.len()).sum();
        if left < chunks.len() || digits < left {
            return;
        }
        for length in 1..=first.len() {
            let (head, tail) = first.split_at(length);
            let Some(figure) = figure(head) else { break };
            figures.push(figure);
            if tail.is_empty() {
                self.go(rest, figures);
            } else {
                let mut chunks = chunks.to_vec();
                if let Some(first) = chunks.first_mut() {
                    *first = tail;
                }
                self.go(&chunks, figures);
            }
            figures.pop();
        }
    }

    /// False as soon as a group that is complete does not add up.
    fn adds_up(&self, figures: &[i64]) -> bool {
        if figures.is_empty() || !figures.len().is_multiple_of(self.shape.group) {
            return true;
        }
        let group = figures.rchunks(self.shape.group).next().unwrap_or_default();
        group.split_last().is_some_and(|(total, parts)| parts.iter().sum::<i64>() == *total)
    }
}

/// A figure without a leading zero; `None` for one that no report counts.
fn figure(digits: &[u8]) -> Option<i64> {
    if digits.len() > 9 || (digits.len() > 1 && digits.first() == Some(&b'0')) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// In how many ways the chunks can be cut into that many figures, sums aside; at most 2.
fn ways(chunks: &[&[u8]], cells: usize) -> usize {
    let mut ways = vec![0_usize; cells + 1];
    if let Some(none) = ways.first_mut() {
        *none = 1;
    }
    for chunk in chunks {
        // by_end[i][k]: ways to reach the i-th digit of the chunk with k figures in all.
        let mut by_end = vec![ways];
        for end in 1..=chunk.len() {
            let mut here = vec![0_usize; cells + 1];
            for (start, before) in by_end.iter().enumerate() {
                if chunk.get(start..end).and_then(figure).is_none() {
                    continue;
                }
                for (slot, count) in here.iter_mut().skip(1).zip(before) {
                    *slot = (*slot + count).min(2);
                }
            }
            by_end.push(here);
        }
        ways = by_end.pop().unwrap_or_default();
    }
    ways.last().copied().unwrap_or(0)
}

/// A sum down the columns: rows by their place, each with its sign; together they make zero.
pub(super) type Balance = Vec<(usize, i64)>;

/// What is certain of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certain {
    /// Each figure, where all readings agree on it.
    pub figures: Vec<Option<i64>>,
    /// The sums were needed to read it.
    pub derived: bool,
}

/// Reads all rows of a table together. `None` for a row of which nothing is certain.
pub(super) fn together(rows: &[Cuts], balances: &[Balance]) -> Vec<Option<Certain>> {
    // A sum over a row that is not there says nothing.
    let usable: Vec<&Balance> = balances
        .iter()
        .filter(|balance| {
            balance
                .iter()
                .all(|(row, _)| rows.get(*row).is_some_and(|it| !it.readings().is_empty()))
        })
        .collect();
    let open: Vec<usize> = (0..rows.len())
        .filter(|row| rows.get(*row).is_some_and(|it| it.readings().len() > 1))
        .collect();
    let width = rows.iter().flat_map(Cuts::readings).map(Vec::len).max().unwrap_or(0);
    let mut joint =
        Joint { rows, width, open: &open, balances: &usable, steps: 0, used: Vec::new() };
    joint.used = rows.iter().map(|row| vec![false; row.readings().len()]).collect();
    let outcome = joint.solve();
    rows.iter()
        .zip(&joint.used)
        .enumerate()
        .map(|(i, (row, used))| match (row, outcome) {
            (Cuts::Certain(figures), _) => {
                let figures = figures.iter().copied().map(Some).collect();
                Some(Certain { figures, derived: false })
            }
            // The table contradicts the sums by which this row is read, or they were not all tried.
            (Cuts::Possible(_), Outcome::None | Outcome::Unfinished) => None,
            // Its own total alone is no witness: if that is wrong, another cut may add up.
            (Cuts::Possible(_), _) if !usable.iter().any(|sum| sum.iter().any(|it| it.0 == i)) => {
                None
            }
            (Cuts::Possible(readings), Outcome::Complete) => {
                let kept = readings.iter().zip(used).filter(|(_, used)| **used);
                agreed(kept.map(|(reading, _)| reading.as_slice()))
            }
            (Cuts::Short | Cuts::Unclear, _) => None,
        })
        .collect()
}

/// The figures that all readings share; `None` where they share none.
fn agreed<'a>(mut readings: impl Iterator<Item = &'a [i64]>) -> Option<Certain> {
    let mut figures: Vec<Option<i64>> = readings.next()?.iter().copied().map(Some).collect();
    for reading in readings {
        for (figure, other) in figures.iter_mut().zip(reading) {
            if *figure != Some(*other) {
                *figure = None;
            }
        }
    }
    figures.iter().any(Option::is_some).then_some(Certain { figures, derived: true })
}

/// How the search through all rows ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Every reading that satisfies all sums is marked.
    Complete,
    /// There is none.
    None,
    /// There are too many to look at.
    Unfinished,
}

/// The search for readings that satisfy all sums.
struct Joint<'a> {
    rows: &'a [Cuts],
    /// Figures in a row.
    width: usize,
    /// Rows with several readings.
    open: &'a [usize],
    balances: &'a [&'a Balance],
    steps: usize,
    /// Which readings of each row occur in a solution.
    used: Vec<Vec<bool>>,
}

impl Joint<'_> {
    fn solve(&mut self) -> Outcome {
        let mut choice: Vec<usize> = vec![0; self.rows.len()];
        let solved = self.go(0, &mut choice);
        if self.steps > MAX_STEPS {
            Outcome::Unfinished
        } else if solved {
            Outcome::Complete
        } else {
            Outcome::None
        }
    }

    /// Chooses a reading for the open rows from `depth` on; true if any choice satisfies all sums.
    fn go(&mut self, depth: usize, choice: &mut Vec<usize>) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS || !self.can_balance(depth, choice) {
            return false;
        }
        let Some(row) = self.open.get(depth).copied() else {
            for (used, chosen) in self.used.iter_mut().zip(choice.iter()) {
                if let Some(used) = used.get_mut(*chosen) {
                    *used = true;
                }
            }
            return true;
        };
        let readings = self.rows.get(row).map_or(0, |it| it.readings().len());
        let mut any = false;
        for reading in 0..readings {
            if let Some(slot) = choice.get_mut(row) {
                *slot = reading;
            }
            any |= self.go(depth + 1, choice);
        }
        any
    }

    /// True if every sum can still be met in every column, whatever the rows after `depth` mean.
    fn can_balance(&self, depth: usize, choice: &[usize]) -> bool {
        let later = self.open.get(depth..).unwrap_or_default();
        self.balances.iter().all(|balance| {
            (0..self.width).all(|column| {
                let (mut least, mut most) = (0_i64, 0_i64);
                for (row, sign) in *balance {
                    let readings = self.rows.get(*row).map(Cuts::readings).unwrap_or_default();
                    let figures = readings.iter().filter_map(|it| it.get(column)).map(|n| n * sign);
                    let (low, high) = if later.contains(row) {
                        (figures.clone().min().unwrap_or(0), figures.max().unwrap_or(0))
                    } else {
                        let chosen = choice.get(*row).copied().unwrap_or(0);
                        let figure = figures.clone().nth(chosen).unwrap_or(0);
                        (figure, figure)
                    };
                    least += low;
                    most += high;
                }
                least <= 0 && 0 <= most
            })
        })
    }
}

#[cfg(test)]
mod tests;
