//! # cell-not-integer
//!
//! ## What it checks
//! Whether every cell that counts something holds a whole number that is not negative.
//!
//! ## Legal basis
//! The unit 件 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex): there is no half document
//! and no negative application.
//!
//! ## When it stays silent
//! - Blanks and dashes: `cell-blank` speaks of them.
//! - 本年收费金额 and 采购总金额 are amounts; 本年增/减 may be negative, and carry a sign.
//! - `1,234`, `12件` and full-width digits are whole numbers.
//! - A number with a footnote mark, or digits broken by a space, may be our reading: not
//!   assessable.
//! - Words where a number should be are a warning; so is `3.00`, as spreadsheets print
//!   it. In flattened text, as that of an old Word file, all of it is a warning of low
//!   confidence.
//!
//! ## How to resolve
//! Fill in a whole number; put explanations into the text.

use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::wording::squash;

pub(super) static RULE: Rule = Rule {
    id: "cell-not-integer",
    label: ("填数不规范", "not a whole number"),
    severity: Severity::Error,
    basis: (
        "表中计量单位“件”（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "unit of the tables (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "该栏以“件”计，请填写非负整数；说明文字请写入正文。",
        "Fill in a whole number that is not negative; put explanations into the text.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("cell_not_integer.rs"),
    check: Check::Report(check),
};

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Negative,
    Fraction,
    /// `3.00`: a whole number in the dress of an amount.
    EmptyFraction,
    Words,
    /// It may be our reading.
    Doubtful,
}

impl Fault {
    const REPORTED: [Self; 4] = [Self::Negative, Self::Fraction, Self::EmptyFraction, Self::Words];

    const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Negative => ("为负数", "negative"),
            Self::Fraction => ("为小数", "a fraction"),
            Self::EmptyFraction => ("带小数点", "printed with decimals"),
            Self::Words => ("不是数字", "not a number"),
            Self::Doubtful => ("未能确认", "doubtful"),
        }
    }

    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Negative | Self::Fraction => None,
            Self::EmptyFraction | Self::Words | Self::Doubtful => Some(Severity::Warning),
        }
    }
}

fn fault(column: Column, cell: &Cell) -> Option<Fault> {
    if matches!(column, Column::FeesWan | Column::PurchaseAmount) {
        return None;
    }
    match &cell.value {
        Value::Integer(n) => (*n < 0 && column != Column::ItemsChange).then_some(Fault::Negative),
        fraction @ Value::Decimal(_) => {
            Some(if fraction.whole().is_some() { Fault::EmptyFraction } else { Fault::Fraction })
        }
        Value::Blank | Value::Dash => None,
        Value::NotNumber => {
            let printed = squash(&cell.raw);
            let digits = printed.chars().filter(char::is_ascii_digit).count();
            Some(if digits > 0 { Fault::Doubtful } else { Fault::Words })
        }
    }
}

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let mut violations = Vec::new();
    let mut unread: Vec<TableKind> = Vec::new();
    let mut doubtful = None;
    for kind in TableKind::ALL {
        let Some(table) = report.table(kind) else {
            unread.push(kind);
            continue;
        };
        let faults: Vec<(Fault, Line, Column, &Cell)> = table
            .iter()
            .filter_map(|(line, column, cell)| Some((fault(column, cell)?, line, column, cell)))
            .collect();
        for fault in Fault::REPORTED {
            let mut cells = faults.iter().filter(|(it, ..)| *it == fault);
            let Some((_, line, column, cell)) = cells.next() else { continue };
            let count = cells.count() + 1;
            let violation = breach(kind, fault, count, (*line, *column), cell);
            violations.push(if report.table_carrier(kind).is_flat() {
                violation.severity(Severity::Warning).confidence(Confidence::Low)
            } else {
                violation
            });
        }
        let odd = faults.iter().find(|(it, ..)| *it == Fault::Doubtful);
        if let Some((_, line, column, cell)) = odd {
            doubtful = doubtful.or_else(|| {
                Some(Text::new(
                    format!("“{}”行“{}”列“{}”未能确认", line.zh(), column.zh(), cell.raw),
                    format!("{}/{} was not read with certainty", line.key(), column.json_key()),
                ))
            });
        }
    }
    Verdict::of(violations, doubtful.or_else(|| super::not_read(&unread)))
}

fn breach(
    kind: TableKind,
    fault: Fault,
    count: usize,
    at: (Line, Column),
    cell: &Cell,
) -> Violation {
    let (line, column) = at;
    let (zh, en) = fault.name();
    let message = Text::new(
        format!(
            "{}有{count}个单元格{zh}，应填非负整数，如“{}”行“{}”列为“{}”",
            kind.zh(),
            line.zh(),
            column.zh(),
            cell.raw
        ),
        format!(
            "{count} cells of table {} are {en}, e.g. {}/{}: {}",
            kind.key(),
            line.key(),
            column.json_key(),
            cell.raw
        ),
    );
    // The same kind of fault in one table stays one case, whichever cell is corrected first.
    let place = Place { event: Some(en.to_owned()), ..Place::table(kind) };
    let mut violation = Violation::new(message, place.quoting(cell.raw.as_str()));
    violation.severity = fault.severity();
    violation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;

    fn received(printed: &str) -> Verdict {
        check(&given::clean().application(Line::Received, Column::Total, printed).dossier())
    }

    #[test]
    fn whole_numbers_pass_however_they_are_printed() {
        for printed in ["0", "9", "1,234", "12件", "１２", "", "/"] {
            assert_eq!(received(printed), Verdict::Pass, "{printed}");
        }
    }

    #[test]
    fn negative_and_broken_counts_are_errors_and_words_a_warning() {
        for (printed, severity) in [
            ("-1", None),
            ("1.5", None),
            ("3.00", Some(Severity::Warning)),
            ("若干", Some(Severity::Warning)),
        ] {
            let Verdict::Fail(failure) = received(printed) else { panic!("{printed}") };
            assert_eq!(failure.violations[0].severity, severity, "{printed}");
            assert!(failure.violations[0].message.zh.contains(&format!("为“{printed}”")));
        }
    }

    #[test]
    fn faults_of_one_kind_are_one_finding_a_table() {
        let given = given::clean()
            .application(Line::Received, Column::Total, "-1")
            .application(Line::Granted, Column::Total, "-2")
            .application(Line::Granted, Column::Other, "无数据");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 2);
        assert!(failure.violations[0].message.zh.starts_with("表三有2个单元格为负数"));
    }

    #[test]
    fn amounts_and_changes_are_no_counts() {
        let kind = TableKind::ActiveDisclosure;
        let given = given::clean()
            .cell(kind, Line::Fees, Column::FeesWan, "18651.06")
            .cell(kind, Line::Licences, Column::ItemsChange, "-8")
            .cell(kind, Line::Procurement, Column::PurchaseAmount, "251000元");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_footnote_mark_or_a_broken_number_may_be_our_reading() {
        for printed in ["9①", "9*", "1 2", "约9"] {
            assert!(matches!(received(printed), Verdict::NotAssessable(_)), "{printed}");
        }
    }

    #[test]
    fn a_table_that_was_not_read_is_not_assessable() {
        let mut given = given::clean();
        given.report_mut().tables.remove(&TableKind::Reviews);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn flattened_text_accuses_nobody() {
        let given = || given::clean().application(Line::Received, Column::Total, "-1");
        let (mut text, mut word) = (given(), given());
        text.report_mut().carrier = Carrier::Text;
        word.report_mut().carrier = Carrier::Doc;
        let file = given().taken_from(TableKind::Applications, Carrier::Doc);
        for given in [text, word, file] {
            let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
            assert_eq!(failure.violations[0].confidence, Confidence::Low);
        }
    }
}
