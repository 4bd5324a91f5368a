//! A list of agencies as offices keep it → `[[site]]` blocks to review.
//!
//! A row that cannot stand is left out and named with its remedy; nothing is made up to save it. The
//! kind decides the statutory date, so one that neither the table nor the name says is left to the
//! person, as a comment in the text.

mod bounds;
mod columns;
mod credit;
mod rows;
mod sheet;

use thiserror::Error;

use crate::domain::Lang;

pub use rows::Counts;
pub use rows::Imported;
pub use rows::Problem;

/// Why a file gave no rows at all.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NotAList {
    /// The workbook cannot be opened.
    #[error("the workbook cannot be read: {0}; save it again as .xlsx or as CSV")]
    Damaged(String),
    /// Too many cells for a list of agencies.
    #[error("the sheet is larger than a list of agencies can be; keep the list alone in it")]
    TooLarge,
    /// Several sheets are lists.
    #[error(
        "{0} sheets of the workbook hold a list; save each in a file of its own and import them one by one"
    )]
    Several(usize),
    /// No row names its columns.
    #[error(
        "no heading row was found; name the columns, e.g. 单位名称, 统一社会信用代码, 网址 \
         (the first row reads: {0})"
    )]
    NoHeading(String),
}

/// Reads a list: CSV in any common charset and with any common separator, XLSX or XLS.
pub fn import(bytes: &[u8], lang: Lang) -> Result<Imported, NotAList> {
    let table = sheet::read(bytes)?;
    Ok(rows::imported(&table, lang))
}
