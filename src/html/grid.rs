//! An HTML table → a rectangle of slots, rowspan and colspan resolved.
//!
//! A slot names the cell that covers it, so a cell with a span is *one* cell in several slots. Spans
//! are hostile input: they are clamped as the HTML standard clamps them, and the rectangle is capped.

/// Slots in one grid at most; the form has 250.
const MAX_SLOTS: usize = 200_000;
/// The limit of the HTML standard for colspan.
const MAX_COLSPAN: usize = 1000;

/// A cell as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCell {
    /// Its text.
    pub text: String,
    /// `colspan`; 0 counts as 1.
    pub colspan: usize,
    /// `rowspan`; 0 means to the end of the table.
    pub rowspan: usize,
}

/// A cell in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Its text.
    pub text: String,
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows covered.
    pub height: usize,
    /// Columns covered.
    pub width: usize,
}

impl GridCell {
    /// True if the cell covers the row.
    pub const fn in_row(&self, row: usize) -> bool {
        self.row <= row && row < self.row + self.height
    }

    /// True if the cell covers the column.
    pub const fn in_col(&self, col: usize) -> bool {
        self.col <= col && col < self.col + self.width
    }
}

/// A table as a rectangle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The cells, row by row.
    pub cells: Vec<GridCell>,
    /// Number of rows.
    pub height: usize,
    /// Number of columns.
    pub width: usize,
}

impl Grid {
    /// The text of a first row that is one cell over the whole width, above other rows.
    pub fn title(&self) -> Option<&str> {
        let mut first = self.begin_in(0);
        let cell = first.next()?;
        let alone = first.next().is_none() && cell.width >= self.width;
        (alone && self.height > cell.height).then_some(cell.text.as_str())
    }

    /// The rows below the first that are one cell over the whole width, with its text.
    pub fn full_rows(&self) -> impl Iterator<Item = &str> {
        (1..self.height).filter_map(|row| {
            let mut own = self.begin_in(row);
            let cell = own.next()?;
            (own.next().is_none() && cell.width >= self.width).then_some(cell.text.as_str())
        })
    }

    /// Lays out rows of cells.
    pub fn new(rows: Vec<Vec<RawCell>>) -> Self {
        let height = rows.len();
        let mut cells: Vec<GridCell> = Vec::new();
        // For each column, the first row that is free below a spanning cell.
        let mut free_from: Vec<usize> = Vec::new();
        let mut slots = 0;
        for (row, raw_cells) in rows.into_iter().enumerate() {
            let mut col = 0;
            for raw in raw_cells {
                while free_from.get(col).is_some_and(|free| *free > row) {
                    col += 1;
                }
                let width = raw.colspan.clamp(1, MAX_COLSPAN);
                let span = if raw.rowspan == 0 { height } else { raw.rowspan };
                let tall = span.clamp(1, height - row);
                slots += width * tall;
                if slots > MAX_SLOTS {
                    break;
                }
                if free_from.len() < col + width {
                    free_from.resize(col + width, 0);
                }
                for free in free_from.iter_mut().skip(col).take(width) {
                    *free = row + tall;
                }
                cells.push(GridCell { text: raw.text, row, col, height: tall, width });
                col += width;
            }
        }
        Self { cells, height, width: free_from.len() }
    }

    /// The cells that begin in a row, left to right.
    pub fn begin_in(&self, row: usize) -> impl Iterator<Item = &GridCell> {
        let first = self.cells.partition_point(|cell| cell.row < row);
        self.cells.iter().skip(first).take_while(move |cell| cell.row == row)
    }

    /// The cells that cover a row, left to right.
    pub fn cover(&self, row: usize) -> Vec<&GridCell> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.in_row(row)).collect();
        cells.sort_by_key(|cell| cell.col);
        cells
    }

    /// The cell at a slot.
    pub fn at(&self, row: usize, col: usize) -> Option<&GridCell> {
        self.cells.iter().find(|cell| cell.in_row(row) && cell.in_col(col))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(text: &str, colspan: usize, rowspan: usize) -> RawCell {
        RawCell { text: text.into(), colspan, rowspan }
    }

    fn show(grid: &Grid) -> Vec<String> {
        (0..grid.height)
            .map(|r| (0..grid.width).map(|c| grid.at(r, c).map_or(".", |it| &it.text)).collect())
            .collect()
    }

    #[test]
    fn spans_push_later_cells_aside() {
        let grid = Grid::new(vec![
            vec![cell("a", 1, 2), cell("b", 2, 1)],
            vec![cell("c", 1, 1), cell("d", 1, 1)],
            vec![cell("e", 3, 1)],
        ]);
        assert_eq!(show(&grid), ["abb", "acd", "eee"]);
    }

    #[test]
    fn a_rowspan_of_zero_runs_to_the_end() {
        let grid = Grid::new(vec![
            vec![cell("a", 1, 0), cell("b", 1, 1)],
            vec![cell("c", 1, 1)],
            vec![cell("d", 1, 1)],
        ]);
        assert_eq!(show(&grid), ["ab", "ac", "ad"]);
    }

    #[test]
    fn a_hostile_span_is_bounded() {
        let grid = Grid::new(vec![vec![cell("a", usize::MAX, usize::MAX)]; 3000]);
        assert!(grid.width * grid.height <= 16 * MAX_SLOTS);
        assert!(grid.cells.len() <= MAX_SLOTS / MAX_COLSPAN);
    }

    proptest! {
        #[test]
        fn every_cell_stays_inside_the_rectangle(
            rows in prop::collection::vec(prop::collection::vec((1_usize..5, 0_usize..5), 0..6), 0..8)
        ) {
            let raw = rows
                .iter()
                .map(|row| row.iter().map(|(c, r)| cell("x", *c, *r)).collect())
                .collect();
            let grid = Grid::new(raw);
            prop_assert_eq!(grid.cells.len(), rows.iter().map(Vec::len).sum::<usize>());
            for cell in &grid.cells {
                prop_assert!(cell.row + cell.height <= grid.height);
                prop_assert!(cell.col + cell.width <= grid.width);
            }
        }
    }
}
