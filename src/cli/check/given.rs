//! Checked reports for the tests of what is printed of them.

use super::Checked;
use crate::rules::Book;
use crate::rules::given::Given;

/// The report of a dossier, judged by a book.
pub(super) fn judged(given: &Given, book: &Book) -> Checked {
    let dossier = given.dossier();
    Checked {
        name: "reports/某局.html".into(),
        report: dossier.report.cloned().unwrap(),
        edition: dossier.edition,
        agency: dossier.agency.clone(),
        year: dossier.year,
        judgement: book.judge(&dossier),
        rejected: Vec::new(),
        season: None,
    }
}

/// The report of a dossier, judged by the built-in rules.
pub(super) fn checked(given: &Given) -> Checked {
    judged(given, &Book::default())
}
