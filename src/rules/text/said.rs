//! What the running text says, section by section, and holding it against the tables.
//!
//! In flattened text the words of the tables stand under 二 to 四, so there only section 一 is running
//! text.

use std::ops::Range;

use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::Claim;
use crate::prose::Count;
use crate::prose::Prose;
use crate::prose::Role;
use crate::prose::count;

/// The sections whose text is running text.
pub(super) fn sections(report: &AnnualReport) -> impl Iterator<Item = (u8, &str)> {
    let numbers: &[u8] = if report.carrier == Carrier::Text { &[1] } else { &[1, 2, 3, 4] };
    numbers.iter().map(|number| (*number, report.section_text(*number)))
}

/// Something said, where, and in which words.
#[derive(Debug, Clone)]
pub(super) struct Said<T> {
    /// Section number.
    pub section: u8,
    /// What is said.
    pub what: T,
    /// The words as printed.
    pub quote: String,
}

/// Every count of the running text.
pub(super) fn counts(dossier: &Dossier<'_>, report: &AnnualReport) -> Vec<Said<Count>> {
    find(report, |prose| {
        let counts = count::counts(prose, dossier.year.0);
        counts.into_iter().map(|count| (count.range.clone(), count)).collect()
    })
}

/// Everything that the running text says there was none of.
pub(super) fn denials(dossier: &Dossier<'_>, report: &AnnualReport) -> Vec<Said<Claim>> {
    find(report, |prose| {
        let claims = count::denials(prose, dossier.year.0);
        claims.into_iter().map(|claim| (claim.range.clone(), claim)).collect()
    })
}

/// Looks through the running text of all sections.
pub(super) fn find<T>(
    report: &AnnualReport,
    look: impl Fn(&Prose<'_>) -> Vec<(Range<usize>, T)>,
) -> Vec<Said<T>> {
    let mut said = Vec::new();
    for (section, text) in sections(report) {
        let prose = Prose::new(text);
        for (range, what) in look(&prose) {
            said.push(Said { section, what, quote: quote(&prose, &range) });
        }
    }
    said
}

/// The words as printed, in one line.
pub(super) fn quote(prose: &Prose<'_>, range: &Range<usize>) -> String {
    prose.quote(range).replace(['\r', '\n'], "")
}

/// The sum of some cells; `None` where one was not read or is blank.
pub(super) fn cells(
    report: &AnnualReport,
    kind: TableKind,
    cells: &[(Line, Column)],
) -> Option<i64> {
    let table = report.table(kind)?;
    cells
        .iter()
        .try_fold(0_i64, |sum, (line, column)| sum.checked_add(table.integer(*line, *column)?))
}

/// A number of the text and the figures of a table that it may be.
pub(super) struct Matter<'a> {
    /// Which counts of the text.
    pub roles: &'a [Role],
    /// The name of the matter.
    pub name: (&'static str, &'static str),
    /// Where the figure stands.
    pub place: Place,
    /// The figures of the table, each with its name; `None` where one was not read.
    pub allowed: Vec<(&'static str, Option<i64>)>,
    /// Who judges a zero on one side.
    pub zero: Zero,
}

/// What a zero in the text or the table means for a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    /// A figure like any other.
    Compared,
    /// The matter of `text-says-none-table-nonzero`.
    Elsewhere,
}

/// What came of holding the text against a table.
#[derive(Default)]
pub(super) struct Tally {
    pub violations: Vec<Violation>,
    pub unread: Option<Text>,
}

impl Tally {
    /// Compares one matter. The text agrees if any of its comparable counts, or all of them together,
    /// is one of the figures: channels are counted apart by some reports.
    pub fn compare(&mut self, said: &[Said<Count>], matter: Matter<'_>) {
        let claims: Vec<&Said<Count>> = said
            .iter()
            .filter(|it| matter.roles.contains(&it.what.role) && it.what.is_comparable())
            .filter(|it| matter.zero == Zero::Compared || it.what.amount.value > 0)
            .collect();
        let Some(first) = claims.first() else { return };
        let figures: Option<Vec<i64>> = matter.allowed.iter().map(|(_, figure)| *figure).collect();
        let Some(figures) = figures else {
            self.unread.get_or_insert_with(|| {
                Text::new(
                    format!("表中{}数空白或未读出", matter.name.0),
                    format!("the table's count of {} is blank or was not read", matter.name.1),
                )
            });
            return;
        };
        if matter.zero == Zero::Elsewhere && figures.iter().all(|figure| *figure == 0) {
            return;
        }
        let values = claims.iter().filter_map(|it| i64::try_from(it.what.amount.value).ok());
        let sum: i64 = values.clone().fold(0, i64::saturating_add);
        if values.clone().chain([sum]).any(|value| figures.contains(&value)) {
            return;
        }
        let shown: Vec<String> = matter
            .allowed
            .iter()
            .filter_map(|(name, figure)| figure.map(|figure| format!("{name}{figure}")))
            .collect();
        let message = Text::new(
            format!(
                "文表数据不一致：正文{}“{}”，表中{}",
                matter.name.0,
                first.quote,
                shown.join("，")
            ),
            format!(
                "the text counts {} {} (“{}”), the table {}",
                first.what.amount.value,
                matter.name.1,
                first.quote,
                figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
            ),
        );
        let expected = figures.iter().map(ToString::to_string).collect::<Vec<_>>().join("/");
        let violation = Violation::new(message, matter.place.quoting(first.quote.as_str()))
            .figures(expected, first.what.amount.value)
            .confidence(Confidence::Medium);
        self.violations.push(violation);
    }

    pub fn verdict(self) -> Verdict {
        Verdict::of(self.violations, self.unread)
    }
}

/// The place of a row's total in table 3.
pub(super) fn at(line: Line) -> Place {
    Place { row: Some(line), column: Some(Column::Total), ..Place::table(TableKind::Applications) }
}
