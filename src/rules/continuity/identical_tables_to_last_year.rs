//! # identical-tables-to-last-year
//!
//! ## What it checks
//! Whether every figure of the three tables is last year's figure.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports whose content is the same
//! (内容雷同).
//!
//! ## When it stays silent
//! - All figures of the year's work are 0, however many documents are in force.
//! - Last year's report is not on record, is by another body, is the same document, or
//!   is of another form.
//! - A cell was not read in either year: not assessable, unless another cell differs.
//! - Where no figure of the year's work reaches twenty, it is information of low
//!   confidence: one application a year may well repeat itself.
//!
//! ## How to resolve
//! Fill in this year's figures.

use super::pair::pair;
use crate::domain::AnnualReport;
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
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "identical-tables-to-last-year",
    label: ("表格与上年相同", "same tables"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（内容雷同）",
        "Circular 30 (2021), item 4 (content the same)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: ("请按本年度实际数据填报。", "Fill in the figures of this year."),
    lasting: false,
    params: &[],
    source: include_str!("identical_tables_to_last_year.rs"),
    check: Check::Report(check),
};

/// A figure that does not repeat itself by chance from one year to the next.
const TELLING: i64 = 20;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    let Some(edition) = dossier.edition.filter(|it| it.id == "2021" && pair.both_of("2021")) else {
        return unassessable("两个年度的格式不同", "the two reports are of different forms");
    };
    let (mut cells, mut largest, mut unread) = (0_usize, 0_i64, false);
    for spec in edition.lines.iter().copied().flatten() {
        for column in spec.columns {
            let cell = |report| printed(report, spec.table, spec.line, *column);
            match (cell(pair.previous), cell(pair.report)) {
                (Some(then), Some(now)) if !equal(then, now) => return Verdict::Pass,
                (Some(_), Some(now)) => {
                    cells += 1;
                    // What is in force stays in force; only the year's own work tells.
                    if *column != Column::InForce {
                        largest = largest.max(amount(now));
                    }
                }
                _ => unread = true,
            }
        }
    }
    if unread {
        return unassessable(
            "两个年度的表格未读全",
            "the tables of both years were not read whole",
        );
    }
    if largest == 0 {
        return Verdict::Pass;
    }
    let last = dossier.year.previous();
    let message = Text::new(
        format!("三张表的全部{cells}个数据与{last}年度报告完全相同"),
        format!("all {cells} figures of the three tables are those of the report on {last}"),
    );
    let violation = Violation::new(message, Place::table(TableKind::Applications));
    Verdict::fail(if largest < TELLING {
        violation.severity(Severity::Info).confidence(Confidence::Low)
    } else {
        violation
    })
}

fn printed(report: &AnnualReport, kind: TableKind, line: Line, column: Column) -> Option<&Cell> {
    let cell = report.table(kind)?.cell(line, column)?;
    (cell.value != Value::NotNumber).then_some(cell)
}

fn equal(then: &Cell, now: &Cell) -> bool {
    then.value == now.value || (then.is_empty_mark() && now.is_empty_mark())
}

/// The size of a figure, without what stands behind its point.
fn amount(cell: &Cell) -> i64 {
    match &cell.value {
        Value::Integer(n) => n.saturating_abs(),
        // 0.5 is not nothing.
        Value::Decimal(text) => {
            text.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(0_i64).max(1)
        }
        Value::Blank | Value::Dash | Value::NotNumber => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// Both years with that many licences.
    fn twice(licences: &str) -> Given {
        let of = || {
            given::clean().cell(
                TableKind::ActiveDisclosure,
                Line::Licences,
                Column::Decisions,
                licences,
            )
        };
        let mut given = of();
        given.previous = of().report;
        given
    }

    /// Both years with nothing but documents in force.
    fn still(given: Given) -> Given {
        let cells = [Line::Received, Line::Granted, Line::RefusedProcess, Line::HandledTotal]
            .into_iter()
            .chain([Line::CarriedOut]);
        cells.fold(given, |given, line| {
            Column::APPLICATIONS
                .into_iter()
                .fold(given, |given, column| given.application(line, column, "0"))
        })
    }

    #[test]
    fn the_same_figures_everywhere_are_a_warning() {
        let Verdict::Fail(failure) = check(&twice("45").dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, None);
        assert_eq!(failure.violations[0].message.zh, "三张表的全部200个数据与2024年度报告完全相同");
    }

    #[test]
    fn one_figure_that_differs_passes() {
        let given = twice("45").application(Line::Received, Column::Other, "1");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_tiny_body_may_repeat_itself() {
        let severity = |licences| match check(&twice(licences).dossier()) {
            Verdict::Fail(failure) => failure.violations[0].severity,
            other => panic!("{other:?}"),
        };
        assert_eq!(severity("20"), None);
        assert_eq!(severity("19"), Some(Severity::Info));
    }

    #[test]
    fn nothing_but_zeros_passes_however_much_is_in_force() {
        let mut given = still(twice("0"));
        let last = Given { report: given.previous.take(), ..given::clean() };
        given.previous = still(last).report;
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_cell_that_was_not_read_is_no_equal_cell() {
        let mut given = twice("45");
        given
            .report_mut()
            .tables
            .get_mut(&TableKind::Reviews)
            .unwrap()
            .forget(Line::Reconsideration);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        let given = given.application(Line::Received, Column::Other, "1");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        assert!(matches!(check(&given::clean().dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn another_form_is_not_assessable() {
        let mut given = twice("45");
        given.previous.as_mut().unwrap().edition = Some("2019".into());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
