//! The rows and columns of the statutory tables, as a pack names them.
//!
//! The names are those of `extract --format json`. A row counts as belonging to a table in whatever
//! edition has it; whether the edition of one report has it is seen when that report is judged.

use crate::domain::Column;
use crate::domain::Line;
use crate::domain::TableKind;

/// The table that a row stands in.
pub const fn table_of(line: Line) -> TableKind {
    match line {
        Line::Regulations
        | Line::NormativeDocuments
        | Line::Licences
        | Line::OtherServices
        | Line::Penalties
        | Line::CoerciveMeasures
        | Line::Fees
        | Line::Procurement => TableKind::ActiveDisclosure,
        Line::Reconsideration | Line::DirectLitigation | Line::LitigationAfterReconsideration => {
            TableKind::Reviews
        }
        _ => TableKind::Applications,
    }
}

/// The rows of a table, in the order of the form.
pub fn lines_of(table: TableKind) -> impl Iterator<Item = Line> {
    Line::ALL.iter().copied().filter(move |line| table_of(*line) == table)
}

/// The columns that a row has in some edition.
pub const fn columns_of(line: Line) -> &'static [Column] {
    match line {
        Line::Regulations | Line::NormativeDocuments => &[
            Column::Made,
            Column::Repealed,
            Column::InForce,
            Column::NewDisclosed,
            Column::TotalDisclosed,
        ],
        Line::Licences | Line::OtherServices | Line::Penalties | Line::CoerciveMeasures => {
            &[Column::Decisions, Column::ItemsLastYear, Column::ItemsChange]
        }
        Line::Fees => &[Column::FeesWan, Column::ItemsLastYear, Column::ItemsChange],
        Line::Procurement => &[Column::PurchaseItems, Column::PurchaseAmount],
        Line::Reconsideration | Line::DirectLitigation | Line::LitigationAfterReconsideration => {
            &Column::REVIEWS
        }
        _ => &Column::APPLICATIONS,
    }
}

/// A cell by name, e.g. `applications.received.total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPath {
    /// Its table.
    pub table: TableKind,
    /// Its row.
    pub line: Line,
    /// Its column.
    pub column: Column,
}

impl CellPath {
    /// As it is written in a pack.
    pub fn text(self) -> String {
        format!("{}.{}.{}", self.table.key(), self.line.key(), self.column.json_key())
    }
}

/// True if a printed total states the sum: the relation that table 3 prints, or （七）总计 over all
/// outcome rows of an edition. Only such a sum proves an error.
pub fn is_printed_total(left: &[Line], right: &[Line]) -> bool {
    let same = |lines: &[Line], other: &[Line]| {
        lines.len() == other.len() && other.iter().all(|line| lines.contains(line))
    };
    let is =
        |a: &[Line], b: &[Line]| same(left, a) && same(right, b) || same(left, b) && same(right, a);
    let up_to_five: Vec<Line> = Line::ALL
        .iter()
        .copied()
        .filter(|line| (Line::Granted..=Line::UnprocessedReconfirmation).contains(line))
        .collect();
    let with = |others: &[Line]| [up_to_five.as_slice(), others].concat();
    let of_2021 = with(&[Line::OtherNotCorrected, Line::OtherFeeUnpaid, Line::OtherOther]);
    is(&[Line::Received, Line::CarriedIn], &[Line::HandledTotal, Line::CarriedOut])
        || is(&of_2021, &[Line::HandledTotal])
        || is(&with(&[Line::Other]), &[Line::HandledTotal])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::edition;

    #[test]
    fn rows_and_columns_are_those_of_the_editions() {
        for edition in edition::ALL {
            for spec in edition.lines.iter().copied().flatten() {
                assert_eq!(table_of(spec.line), spec.table, "{:?}", spec.line);
                let known = columns_of(spec.line);
                assert!(spec.columns.iter().all(|it| known.contains(it)), "{:?}", spec.line);
            }
        }
    }

    #[test]
    fn the_sums_of_the_editions_are_stated_by_their_totals() {
        for edition in edition::ALL {
            for sum in edition.identities {
                assert!(is_printed_total(sum.left, sum.right), "{}", sum.rule);
                assert!(is_printed_total(sum.right, sum.left), "{}", sum.rule);
            }
        }
        assert!(!is_printed_total(&[Line::Granted, Line::PartlyGranted], &[Line::HandledTotal]));
        assert!(!is_printed_total(&[Line::Received], &[Line::HandledTotal, Line::CarriedOut]));
    }
}
