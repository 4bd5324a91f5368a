//! What the running text says, section by section, and holding it against the tables.
//!
//! What is found is that of the passage, found once for all rules; only the quotation is each rule's own.

use std::ops::Range;

use crate::domain::AnnualReport;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::Breakdown;
use crate::prose::Claim;
use crate::prose::Count;
use crate::prose::Period;
use crate::prose::Role;
use crate::prose::Scope;
use crate::rules::Reading;
use crate::rules::reading::Passage;

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
pub(super) fn counts<'r>(reading: &'r Reading<'_>) -> Vec<Said<&'r Count>> {
    find(reading, |passage| passage.counts().iter().map(|it| (it.range.clone(), it)).collect())
}

/// Everything that the running text says there was none of.
pub(super) fn denials<'r>(reading: &'r Reading<'_>) -> Vec<Said<&'r Claim>> {
    find(reading, |passage| passage.denials().iter().map(|it| (it.range.clone(), it)).collect())
}

/// Every total of the running text with a list behind it.
pub(super) fn breakdowns<'r>(reading: &'r Reading<'_>) -> Vec<Said<&'r Breakdown>> {
    find(reading, |passage| passage.breakdowns().iter().map(|it| (it.range.clone(), it)).collect())
}

/// True where there is no running text at all.
pub(super) fn is_silent(reading: &Reading<'_>) -> bool {
    reading.running().all(Passage::is_blank)
}

/// Looks through the running text of all sections.
pub(super) fn find<'r, 'a, T>(
    reading: &'r Reading<'a>,
    look: impl Fn(&'r Passage<'a>) -> Vec<(Range<usize>, T)>,
) -> Vec<Said<T>> {
    let mut said = Vec::new();
    for passage in reading.running() {
        for (range, what) in look(passage) {
            said.push(Said { section: passage.number, what, quote: passage.quote(&range) });
        }
    }
    said
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

/// The sum of some rows in one column; `None` where one was not read or is blank.
pub(super) fn sum(
    report: &AnnualReport,
    kind: TableKind,
    column: Column,
    lines: &[Line],
) -> Option<i64> {
    let wanted: Vec<_> = lines.iter().map(|line| (*line, column)).collect();
    cells(report, kind, &wanted)
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
    /// without or with those of parts, is one of the figures: channels are counted apart by some
    /// reports, and so are applications of a kind.
    pub fn compare(&mut self, said: &[Said<&Count>], matter: Matter<'_>) {
        let of_matter = |it: &&Said<&Count>| matter.roles.contains(&it.what.role);
        let claims: Vec<&Said<&Count>> = said
            .iter()
            .filter(of_matter)
            .filter(|it| it.what.is_comparable())
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
        let parts = said.iter().filter(of_matter).map(|it| it.what).filter(|it| {
            it.scope == Scope::Part && it.amount.exact && it.period == Period::Reported
        });
        let with_parts = parts
            .filter_map(|it| i64::try_from(it.amount.value).ok())
            .fold(sum, i64::saturating_add);
        if values.clone().chain([sum, with_parts]).any(|value| figures.contains(&value)) {
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
