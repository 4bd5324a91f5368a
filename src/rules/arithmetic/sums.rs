//! Adding printed cells without ever taking the unread for zero.
//!
//! A blank or a dash counts as 0, because that is what offices mean by it, but the finding then says
//! so and is of medium confidence. A total that is blank proves nothing, nor do parts of which all are,
//! and a cell that was not read stops the sum. So does a cell that was read by the sums themselves: it can neither break nor keep
//! them.

use crate::domain::AnnualReport;
use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Identity;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::RowSum;
use crate::domain::Severity;
use crate::domain::Table;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::unassessable;

/// A sum of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sum {
    total: i64,
    /// The summands that are not zero, as printed.
    terms: Vec<i64>,
    /// A blank or dash was counted as 0.
    assumed_zero: bool,
}

impl Sum {
    /// `12+3`, or `0`.
    fn formula(&self) -> String {
        if self.terms.is_empty() {
            return "0".to_owned();
        }
        self.terms.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
    }
}

/// Why a sum cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stuck {
    /// A cell was not read, or is no whole number.
    Unread(Line, Column),
    /// The total is blank, or all of its parts are.
    Blank(Line, Column),
    /// The figure was told from its neighbours by the very sums that it would be held against.
    Derived(Line, Column),
}

impl Stuck {
    fn text(self) -> Text {
        match self {
            Self::Unread(line, column) => Text::new(
                format!("“{}”行“{}”列未读出", line.zh(), column.zh()),
                format!("{}/{} was not read", line.key(), column.json_key()),
            ),
            Self::Blank(line, column) => Text::new(
                format!("“{}”行“{}”列空白", line.zh(), column.zh()),
                format!("{}/{} is blank", line.key(), column.json_key()),
            ),
            Self::Derived(line, column) => Text::new(
                format!(
                    "“{}”行数字连写，“{}”列系按勾稽关系读出，不能再以此核对",
                    line.zh(),
                    column.zh()
                ),
                format!(
                    "the figures of row {} are glued, and {} was read by these sums",
                    line.key(),
                    column.json_key()
                ),
            ),
        }
    }
}

fn add(table: &Table, cells: impl Iterator<Item = (Line, Column)>) -> Result<Sum, Stuck> {
    let mut sum = Sum { total: 0, terms: Vec::new(), assumed_zero: false };
    for (line, column) in cells {
        let stuck = Stuck::Unread(line, column);
        let cell = table.cell(line, column);
        if cell.is_some_and(|cell| cell.derived) {
            return Err(Stuck::Derived(line, column));
        }
        match cell.map(|cell| &cell.value) {
            Some(Value::Integer(n)) => {
                sum.total = sum.total.checked_add(*n).ok_or(stuck)?;
                if *n != 0 {
                    sum.terms.push(*n);
                }
            }
            Some(Value::Blank | Value::Dash) => sum.assumed_zero = true,
            Some(Value::Decimal(_) | Value::NotNumber) | None => return Err(stuck),
        }
    }
    Ok(sum)
}

/// What became of all the places of one rule.
#[derive(Default)]
struct Tally {
    violations: Vec<Violation>,
    stuck: Vec<Stuck>,
}

impl Tally {
    fn verdict(self) -> Verdict {
        let why = self.stuck.first().map(|first| {
            let mut text = first.text();
            let more = self.stuck.len() - 1;
            if more > 0 {
                text.zh.push_str(&format!("等{}处", more + 1));
                text.en.push_str(&format!(" and {more} more"));
            }
            text
        });
        Verdict::of(self.violations, why)
    }
}

/// A breach of a sum, milder where it may be our reading. `assumed_zero` if a blank was counted as 0.
pub(super) fn doubt(
    report: &AnnualReport,
    mut violation: Violation,
    assumed_zero: bool,
) -> Violation {
    if assumed_zero {
        note_blanks(&mut violation.message);
        violation = violation.confidence(Confidence::Medium);
    }
    let carrier = violation.place.table.map_or(report.carrier, |kind| report.table_carrier(kind));
    // A text that lost cells could have been read one row off.
    let lost = report.unread.iter().any(|it| it.what.contains('.'));
    if carrier.may_lose_tables() && lost {
        violation = violation.severity(Severity::Warning).confidence(Confidence::Low);
    }
    violation
}

/// Says that blanks were counted as 0.
pub(super) fn note_blanks(message: &mut Text) {
    message.zh.push_str("（空白按0计）");
    message.en.push_str(" (blanks counted as 0)");
}

fn is_blank(cell: Option<&Cell>) -> bool {
    cell.is_some_and(Cell::is_empty_mark)
}

fn no_table() -> Verdict {
    unassessable("相关表格未读出", "the table was not read")
}

/// Checks the sums down the columns that belong to a rule.
pub(super) fn down(dossier: &Dossier<'_>, rule: &str) -> Verdict {
    let (Some(report), Some(edition)) = (dossier.report, dossier.edition) else {
        return no_table();
    };
    let Some(identity) = edition.identities.iter().find(|it| it.rule == rule) else {
        return no_table();
    };
    holds(report, identity)
}

/// Checks one sum in each of its columns.
pub(in crate::rules) fn holds(report: &AnnualReport, identity: &Identity<'_>) -> Verdict {
    let Some(table) = report.table(identity.table) else { return no_table() };
    let mut tally = Tally::default();
    for column in identity.columns {
        one_column(report, table, identity, *column, &mut tally);
    }
    tally.verdict()
}

fn one_column(
    report: &AnnualReport,
    table: &Table,
    identity: &Identity<'_>,
    column: Column,
    tally: &mut Tally,
) {
    let sides = add(table, identity.left.iter().map(|line| (*line, column))).and_then(|left| {
        Ok((left, add(table, identity.right.iter().map(|line| (*line, column)))?))
    });
    let (left, right) = match sides {
        Ok(sides) => sides,
        Err(stuck) => return tally.stuck.push(stuck),
    };
    if left.total == right.total {
        return;
    }
    // Where a side is wholly blank nothing was claimed that could be wrong.
    for side in [identity.left, identity.right] {
        if let Some(first) = side.first()
            && side.iter().all(|line| is_blank(table.cell(*line, column)))
        {
            return tally.stuck.push(Stuck::Blank(*first, column));
        }
    }
    let difference = left.total.abs_diff(right.total);
    let name = |lines: &[Line]| lines.iter().map(|line| line.zh()).collect::<Vec<_>>().join("+");
    let names = if identity.left.len() <= 3 {
        format!("{}≠{}", name(identity.left), name(identity.right))
    } else {
        format!("各项办理结果之和≠{}", name(identity.right))
    };
    let show = |sum: &Sum| match sum.terms.len() {
        0 | 1 => sum.total.to_string(),
        _ => format!("{}={}", sum.formula(), sum.total),
    };
    let message = Text::new(
        format!(
            "{}列勾稽关系不符：{}，而{}，差{}（{names}）",
            column.zh(),
            show(&left),
            show(&right),
            difference
        ),
        format!(
            "column {} does not balance: {}, but {}, difference {}",
            column.json_key(),
            show(&left),
            show(&right),
            difference
        ),
    );
    let place = Place {
        row: identity.right.first().copied(),
        column: Some(column),
        ..Place::table(identity.table)
    };
    let violation = Violation::new(message, place).figures(left.total, right.total);
    let assumed_zero = left.assumed_zero || right.assumed_zero;
    tally.violations.push(doubt(report, violation, assumed_zero));
}

/// Checks the sums along the rows that belong to a rule. `mild` rows breach as warnings.
pub(super) fn along(dossier: &Dossier<'_>, rule: &str, mild: fn(Line) -> bool) -> Verdict {
    let (Some(report), Some(edition)) = (dossier.report, dossier.edition) else {
        return no_table();
    };
    let Some(sum) = edition.row_sums.iter().find(|it| it.rule == rule) else { return no_table() };
    let Some(table) = report.table(sum.table) else { return no_table() };
    let mut tally = Tally::default();
    for line in sum.lines {
        one_row(report, table, sum, *line, &mut tally, mild(*line));
    }
    tally.verdict()
}

fn one_row(
    report: &AnnualReport,
    table: &Table,
    sum: &RowSum,
    line: Line,
    tally: &mut Tally,
    mild: bool,
) {
    let parts = match add(table, sum.parts.iter().map(|column| (line, *column))) {
        Ok(parts) => parts,
        Err(stuck) => return tally.stuck.push(stuck),
    };
    let total = match table.cell(line, sum.total).map(|cell| &cell.value) {
        Some(Value::Integer(total)) => *total,
        // Nothing in the row and nothing in its total: nothing was claimed.
        Some(Value::Blank | Value::Dash) if parts.total == 0 => return,
        Some(Value::Blank | Value::Dash) => {
            return tally.stuck.push(Stuck::Blank(line, sum.total));
        }
        _ => return tally.stuck.push(Stuck::Unread(line, sum.total)),
    };
    if parts.total == total {
        return;
    }
    // Who fills in nothing but the totals has claimed nothing of the parts.
    if let Some(first) = sum.parts.first()
        && sum.parts.iter().all(|column| is_blank(table.cell(line, *column)))
    {
        return tally.stuck.push(Stuck::Blank(line, *first));
    }
    let message = Text::new(
        format!(
            "“{}”行总计有误：{}={}，而总计填{total}，差{}",
            line.zh(),
            parts.formula(),
            parts.total,
            parts.total.abs_diff(total)
        ),
        format!(
            "row {}: {}={}, but the total says {total}, difference {}",
            line.key(),
            parts.formula(),
            parts.total,
            parts.total.abs_diff(total)
        ),
    );
    let place = Place { row: Some(line), column: Some(sum.total), ..Place::table(sum.table) };
    let mut violation = Violation::new(message, place).figures(parts.total, total);
    if mild {
        violation = violation.severity(Severity::Warning);
    }
    tally.violations.push(doubt(report, violation, parts.assumed_zero));
}
