//! Rows and tables that were not read although their labels stand on the page.
//!
//! A label that is there says that the office left nothing out: the reader could not tell which figures
//! belong to it. So it must never be said that such a row is missing.

use super::sections::Part;
use super::tables::MAX_CELLS;
use crate::domain::Edition;
use crate::domain::LineSpec;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::extract::edition::Wordings;
use crate::html::Grid;
use crate::wording::as_letters;
use crate::wording::each_letter;
use crate::wording::stem;

/// Letters from which on a label is told from running text wherever it stands.
const LONG: usize = 6;

/// Letters by which the first line of a label of several lines is known.
const START: usize = 8;

/// Labels in running text from which on they are those of a table.
const MANY: usize = 3;

/// The labels of one table on a page.
pub(super) struct Printed<'a> {
    wordings: &'static Wordings,
    kind: TableKind,
    grids: &'a [&'a Grid],
    /// Each line of the section by its letters.
    lines: Vec<String>,
    /// The whole section by its letters, without figures: they break long labels up.
    words: String,
}

impl<'a> Printed<'a> {
    /// Looks through all grids and the section of the table.
    pub fn new(
        kind: TableKind,
        edition: &Edition,
        grids: &'a [&'a Grid],
        section: Option<&Part<'_>>,
    ) -> Option<Self> {
        let text = section.map(Part::text).unwrap_or_default();
        Some(Self {
            wordings: Wordings::of(edition)?,
            kind,
            grids,
            lines: text.lines().map(|line| as_letters(line).into_owned()).collect(),
            words: each_letter(&text).filter(|c| !c.is_ascii_digit()).collect(),
        })
    }

    /// Gives the rows that were not seen, but whose labels are there, their true reason.
    pub fn correct(&self, edition: &Edition, unread: &mut [Unread]) {
        for row in unread.iter_mut().filter(|it| it.why == Unread::NO_ROW) {
            let key = row.what.rsplit('.').next();
            let spec = edition.lines_of(self.kind).find(|spec| Some(spec.line.key()) == key);
            if spec.is_some_and(|spec| self.in_grids(spec) || self.in_text(spec)) {
                row.why = Unread::NOT_ALIGNED.into();
            }
        }
    }

    /// True where the running text has the labels of the table.
    pub fn is_flat(&self, edition: &Edition) -> bool {
        if self.kind == TableKind::Reviews {
            // Its few words stand in sentences too, but no sentence is a row of figures.
            return self.words.contains("复议后起诉") && self.lines.iter().any(|line| is_row(line));
        }
        edition.lines_of(self.kind).filter(|spec| self.in_text(spec)).count() >= MANY
    }

    fn in_grids(&self, spec: &LineSpec) -> bool {
        let labels = match self.kind {
            TableKind::ActiveDisclosure => &self.wordings.disclosure,
            TableKind::Applications => &self.wordings.applications,
            TableKind::Reviews => return false,
        };
        let numbered = as_letters(spec.label);
        // 其他 and 总计 are headings as well; as labels they bear their numbers.
        let is_label = |text: &str| {
            labels.find(text).is_some_and(|it| it.line == spec.line)
                && (self.wordings.columns.exact(text).is_none() || as_letters(text) == numbered)
        };
        let grids = self.grids.iter().filter(|grid| grid.cells.len() <= MAX_CELLS);
        grids.flat_map(|grid| &grid.cells).any(|cell| is_label(&cell.text))
    }

    fn in_text(&self, spec: &LineSpec) -> bool {
        let wording: String = stem(spec.label).chars().filter(|c| !c.is_ascii_digit()).collect();
        let length = wording.chars().count();
        if length >= LONG && self.words.contains(&wording) {
            return true;
        }
        // A label of several lines may come out with other words between them.
        let start: String = wording.chars().take(START).collect();
        if length >= 2 * START && self.words.contains(&start) {
            return true;
        }
        let label = as_letters(spec.label);
        self.lines.iter().any(|line| line.starts_with(&*label))
    }
}

/// True for the letters of a line of figures alone, as many as table 4 has.
fn is_row(letters: &str) -> bool {
    letters.len() >= 15 && letters.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Line;
    use crate::extract::edition;

    fn printed<'a>(kind: TableKind, lines: &[&'a str]) -> Printed<'a> {
        let part = Part { lines: lines.to_vec(), ..Part::default() };
        Printed::new(kind, edition::find("2021").unwrap(), &[], Some(&part)).unwrap()
    }

    #[test]
    fn a_label_is_known_in_text_that_breaks_it_up() {
        let lines = [
            "5.要求行政机关确认或 0 0 0 0 0 0 0",
            "重新出具已获取信息",
            "2.重复申请 0",
            "2.申请人逾期未按收费通",
        ];
        let printed = printed(TableKind::Applications, &lines);
        for (line, expected) in [
            (Line::UnprocessedReconfirmation, true),
            (Line::UnprocessedRepeat, true),
            (Line::OtherFeeUnpaid, true),
            (Line::OtherNotCorrected, false),
            (Line::OtherOther, false),
        ] {
            let spec = edition::find("2021").unwrap().spec(line).unwrap();
            assert_eq!(printed.in_text(spec), expected, "{line:?}");
        }
    }

    #[test]
    fn only_a_row_of_figures_makes_table_four_of_text() {
        let edition = edition::find("2021").unwrap();
        let words = "未经复议直接起诉 复议后起诉";
        let figures = "0 0 0 0 0 1 0 0 0 1 0 0 0 0 0";
        assert!(printed(TableKind::Reviews, &[words, figures]).is_flat(edition));
        assert!(
            !printed(TableKind::Reviews, &["未经复议直接起诉0件，复议后起诉0件。"])
                .is_flat(edition)
        );
        assert!(!printed(TableKind::Reviews, &[figures]).is_flat(edition));
    }
}
