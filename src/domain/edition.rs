//! One promulgated report format (统一格式), as data.
//!
//! The sums (勾稽关系) belong to the format: a new edition brings its own, and adding one is a row.

use crate::domain::Column;
use crate::domain::Line;
use crate::domain::TableKind;

/// A report format and what it prescribes.
#[derive(Debug)]
pub struct Edition {
    /// Its permanent name: `2021`, `2019` or `legacy`.
    pub id: &'static str,
    /// First report year it is for.
    pub first_year: i32,
    /// Last report year it is for, if it has been replaced.
    pub last_year: Option<i32>,
    /// The document that promulgated it.
    pub document: &'static str,
    /// First-level headings in order.
    pub sections: &'static [SectionSpec],
    /// The rows of its tables, in printed order; in groups, so that formats can share them.
    pub lines: &'static [&'static [LineSpec]],
    /// The column headings of its tables.
    pub columns: &'static [&'static [ColumnSpec]],
    /// Wordings that only this edition prints; they decide the edition of a page.
    pub marks: &'static [&'static str],
    /// Sums down a column.
    pub identities: &'static [Identity<'static>],
    /// Sums along a row.
    pub row_sums: &'static [RowSum],
}

impl Edition {
    /// True if the edition is for that report year.
    pub fn covers(&self, year: i32) -> bool {
        year >= self.first_year && self.last_year.is_none_or(|last| year <= last)
    }

    /// The rows of one table.
    pub fn lines_of(&self, table: TableKind) -> impl Iterator<Item = &'static LineSpec> + use<> {
        self.lines.iter().copied().flatten().filter(move |spec| spec.table == table)
    }

    /// What the format says of a row.
    pub fn spec(&self, line: Line) -> Option<&'static LineSpec> {
        self.lines.iter().copied().flatten().find(|spec| spec.line == line)
    }

    /// The printed wording of a row.
    pub fn label(&self, line: Line) -> Option<&'static str> {
        self.spec(line).map(|spec| spec.label)
    }
}

/// A first-level section and how to know its heading.
#[derive(Debug)]
pub struct SectionSpec {
    /// 1 to 6.
    pub number: u8,
    /// The wording of the form.
    pub title: &'static str,
    /// A regular expression for the wordings seen in real reports, after the numbering.
    pub pattern: &'static str,
}

/// A row of a table, its wording and the columns that hold numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineSpec {
    /// Which table.
    pub table: TableKind,
    /// Its key.
    pub line: Line,
    /// The wording of the form.
    pub label: &'static str,
    /// Other wordings seen in real reports.
    pub variants: &'static [&'static str],
    /// The columns filled in this row, in printed order.
    pub columns: &'static [Column],
}

/// A column heading and its wordings.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// Its key.
    pub column: Column,
    /// Wordings, the form's own first.
    pub labels: &'static [&'static str],
}

/// A sum that holds in each column: the left rows add up to the right rows. Those of a format live
/// as long as the program, those of a rule pack as long as its configuration.
#[derive(Debug)]
pub struct Identity<'a> {
    /// The rule that reports a breach.
    pub rule: &'a str,
    /// Which table.
    pub table: TableKind,
    /// Rows on the left of the equals sign.
    pub left: &'a [Line],
    /// Rows on the right of the equals sign.
    pub right: &'a [Line],
    /// The columns in which it must hold.
    pub columns: &'a [Column],
}

/// A sum along a row: the parts add up to the total.
#[derive(Debug)]
pub struct RowSum {
    /// The rule that reports a breach.
    pub rule: &'static str,
    /// Which table.
    pub table: TableKind,
    /// The rows in which it must hold.
    pub lines: &'static [Line],
    /// The parts.
    pub parts: &'static [Column],
    /// The total.
    pub total: Column,
}
