//! Matrices and paths, as content streams draw them (ISO 32000-1, 8.3 and 8.5).
//!
//! A row vector stands on the left: a point goes through the matrix of the text, then the page's.

/// `[a b c d e f]`, as PDF writes a matrix.
pub(super) type Matrix = [f64; 6];
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// One after the other.
pub(super) fn then(a: Matrix, b: Matrix) -> Matrix {
    let [a1, b1, c1, d1, e1, f1] = a;
    let [a2, b2, c2, d2, e2, f2] = b;
    [
        a1 * a2 + b1 * c2,
        a1 * b2 + b1 * d2,
        c1 * a2 + d1 * c2,
        c1 * b2 + d1 * d2,
        e1 * a2 + f1 * c2 + e2,
        e1 * b2 + f1 * d2 + f2,
    ]
}

/// Where a point comes to lie.
pub(super) fn apply(matrix: Matrix, x: f64, y: f64) -> (f64, f64) {
    let [.., x, y] = then([1.0, 0.0, 0.0, 1.0, x, y], matrix);
    (x, y)
}

/// Least and greatest of some values.
pub(super) fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)))
}

/// A path being drawn.
#[derive(Default)]
pub(super) struct Path {
    pub pieces: Vec<Piece>,
}

/// A connected piece of it.
#[derive(Default)]
pub(super) struct Piece {
    pub points: Vec<(f64, f64)>,
    /// Its points are not all of it.
    pub curved: bool,
}

impl Path {
    pub fn start(&mut self, x: f64, y: f64) {
        self.pieces.push(Piece { points: vec![(x, y)], curved: false });
    }

    pub fn line(&mut self, x: f64, y: f64) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.points.push((x, y));
        }
    }

    pub fn rectangle(&mut self, x: f64, y: f64, w: f64, h: f64) {
        let points = vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
        self.pieces.push(Piece { points, curved: false });
    }

    pub fn close(&mut self) {
        if let Some(piece) = self.pieces.last_mut()
            && let Some(first) = piece.points.first().copied()
        {
            piece.points.push(first);
        }
    }

    pub fn curve(&mut self) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.curved = true;
        }
    }
}
