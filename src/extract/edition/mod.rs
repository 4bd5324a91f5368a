//! The list of report formats.
//!
//! A new format is one file beside this one and one entry in [`ALL`]. Wordings on the page decide
//! which format it follows, and only then the year: an office that fills in last year's form has
//! made a mistake that a rule must be able to see.

mod e2019;
mod e2021;
mod legacy;
mod shared;

use std::sync::LazyLock;

use memchr::memmem;

use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::LineSpec;
use crate::domain::TableKind;
use crate::wording::Labels;

/// Every format, newest first.
pub static ALL: &[&Edition] = &[&e2021::EDITION, &e2019::EDITION, &legacy::EDITION];

/// The format with that id.
pub fn find(id: &str) -> Option<&'static Edition> {
    ALL.iter().copied().find(|edition| edition.id == id)
}

/// The format prescribed for a report year.
pub fn for_year(year: i32) -> Option<&'static Edition> {
    ALL.iter().copied().find(|edition| edition.covers(year))
}

/// The format that a page follows: by its own wordings (`letters` holds the page's text without
/// spaces and punctuation), else by the report year.
pub fn choose(letters: &str, year: Option<i32>) -> Option<&'static Edition> {
    let by_marks = ALL
        .iter()
        .map(|edition| {
            let found = |mark: &&&str| memmem::find(letters.as_bytes(), mark.as_bytes()).is_some();
            (edition.marks.iter().filter(found).count(), edition)
        })
        .filter(|(hits, _)| *hits > 0)
        .max_by_key(|(hits, edition)| (*hits, edition.first_year));
    match by_marks {
        Some((_, edition)) => Some(edition),
        None => year.and_then(for_year),
    }
}

/// The labels that a format prints in its tables, ready to be looked up.
#[derive(Debug)]
pub(super) struct Wordings {
    /// The rows of table 2.
    pub disclosure: Labels<&'static LineSpec>,
    /// The rows of table 3.
    pub applications: Labels<&'static LineSpec>,
    /// The columns of all tables.
    pub columns: Labels<Column>,
}

impl Wordings {
    fn new(edition: &'static Edition) -> Self {
        let rows = |table| {
            Labels::new(edition.lines_of(table).flat_map(|spec| {
                let wordings = std::iter::once(spec.label).chain(spec.variants.iter().copied());
                wordings.map(move |wording| (wording, spec))
            }))
        };
        let columns = edition.columns.iter().copied().flatten();
        let columns =
            columns.flat_map(|spec| spec.labels.iter().map(move |label| (*label, spec.column)));
        Self {
            disclosure: rows(TableKind::ActiveDisclosure),
            applications: rows(TableKind::Applications),
            columns: Labels::new(columns),
        }
    }

    /// Those of a format on the list, which were made when the first page was read.
    pub fn of(edition: &Edition) -> Option<&'static Self> {
        let at = ALL.iter().position(|it| it.id == edition.id)?;
        WORDINGS.get(at)
    }
}

/// The wordings of every format, in the order of [`ALL`].
static WORDINGS: LazyLock<Vec<Wordings>> =
    LazyLock::new(|| ALL.iter().map(|edition| Wordings::new(edition)).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Line;
    use crate::wording;

    #[test]
    fn the_editions_cover_every_year_once() {
        for year in 2008..2040 {
            let covering = ALL.iter().filter(|edition| edition.covers(year)).count();
            assert_eq!(covering, 1, "{year}");
        }
    }

    #[test]
    fn the_forms_have_the_printed_number_of_cells() {
        let cells = |id: &str, table| -> usize {
            find(id).unwrap().lines_of(table).map(|spec| spec.columns.len()).sum()
        };
        assert_eq!(cells("2021", TableKind::ActiveDisclosure), 10);
        assert_eq!(cells("2021", TableKind::Applications), 175);
        assert_eq!(cells("2021", TableKind::Reviews), 15);
        assert_eq!(cells("2019", TableKind::ActiveDisclosure), 22);
        assert_eq!(cells("2019", TableKind::Applications), 161);
        assert_eq!(cells("2019", TableKind::Reviews), 15);
    }

    #[test]
    fn the_outcome_rows_add_up_to_the_printed_count() {
        let parts = |id: &str| {
            let edition = find(id).unwrap();
            let sum = edition.identities.iter().find(|it| it.rule == "results-sum-wrong").unwrap();
            sum.left.len()
        };
        assert_eq!((parts("2021"), parts("2019")), (21, 19));
    }

    #[test]
    fn every_sum_speaks_of_rows_and_columns_that_the_form_has() {
        for edition in ALL {
            for sum in edition.identities {
                for line in sum.left.iter().chain(sum.right) {
                    let spec = edition.lines_of(sum.table).find(|spec| spec.line == *line);
                    let spec = spec.unwrap_or_else(|| panic!("{} lacks {line:?}", edition.id));
                    assert!(sum.columns.iter().all(|column| spec.columns.contains(column)));
                }
            }
        }
    }

    #[test]
    fn no_two_rows_of_a_table_share_a_wording() {
        for edition in ALL {
            for table in TableKind::ALL {
                let mut seen = std::collections::HashSet::new();
                for spec in edition.lines_of(table) {
                    for label in std::iter::once(&spec.label).chain(spec.variants) {
                        assert!(seen.insert(wording::stem(label)), "{} {label}", edition.id);
                    }
                }
            }
        }
    }

    #[test]
    fn a_row_keeps_its_name_under_the_small_changes_of_real_reports() {
        for (label, line) in [
            ("3.其它", Line::OtherOther),
            ("3.其他情形", Line::OtherOther),
            ("（七）合计", Line::HandledTotal),
            ("1.信访举报投诉类", Line::UnprocessedPetition),
            ("2. 重复申请（含同一申请人）", Line::UnprocessedRepeat),
            ("四、结转下年度", Line::CarriedOut),
            ("2.其它法律行政法规禁止公开", Line::RefusedOtherLaw),
        ] {
            let wordings = Wordings::of(find("2021").unwrap()).unwrap();
            let found = wordings.applications.find(label).map(|spec| spec.line);
            assert_eq!(found, Some(line), "{label}");
        }
    }

    #[test]
    fn the_wording_outweighs_the_year() {
        let id = |text: &str, year| choose(&wording::letters(text), year).map(|e| e.id);
        assert_eq!(id("本年新制作数量 对外公开总数量", Some(2022)), Some("2019"));
        assert_eq!(id("本年制发件数", Some(2020)), Some("2021"));
        assert_eq!(id("", Some(2023)), Some("2021"));
        assert_eq!(id("", Some(2014)), Some("legacy"));
        assert_eq!(id("", None), None);
    }
}
