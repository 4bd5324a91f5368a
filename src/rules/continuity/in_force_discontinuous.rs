//! # in-force-discontinuous
//!
//! ## What it checks
//! Whether the number of rules (规章) and of normative documents in force
//! (现行有效件数) is last year's number, plus those made, minus those repealed.
//!
//! ## Legal basis
//! The columns' own names (国办公开办函〔2021〕30号 annex). That the columns continue
//! from year to year is not stated, so this is a warning.
//!
//! ## When it stays silent
//! - Last year's report is not on record, is by another body, or is of the form before
//!   2021, whose 对外公开总数量 is another thing.
//! - A figure was not read; both years leave the row empty.
//! - It is information where a report speaks of documents that lapsed (失效), were
//!   revised, sorted out (清理) or handed over, or of a reform: those change the stock
//!   without being made or repealed.
//!
//! ## How to resolve
//! Check the three figures against last year's report; say in the text what else changed
//! the stock.

use super::pair::Pair;
use super::pair::pair;
use super::pair::speaks_of;
use super::pair::unread as missing;
use crate::domain::AnnualReport;
use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "in-force-discontinuous",
    label: ("现行有效数不连续", "stock in force"),
    severity: Severity::Warning,
    basis: (
        "表二“现行有效件数”（国办公开办函〔2021〕30号附件）",
        "column in force of table 2 (Circular 30 (2021), annex)",
    ),
    first_year: 2022,
    since: "0.1.0",
    remedy: (
        "请核对制发、废止与现行有效件数；有失效、清理等情形的请在正文说明。",
        "Check made, repealed and in force; say in the text what else changed the stock.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("in_force_discontinuous.rs"),
    check: Check::Report(check),
};

/// What changes a stock without being made or repealed.
const ELSE: [&str; 7] = ["失效", "清理", "修改", "修订", "移交", "划转", "有效期"];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    if !pair.both_of("2021") {
        return unassessable(
            "上年度报告的表二没有“现行有效件数”",
            "last year's form has no number in force",
        );
    }
    let explained =
        pair.reform || [pair.report, pair.previous].into_iter().any(|it| speaks_of(it, &ELSE));
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    for line in [Line::Regulations, Line::NormativeDocuments] {
        match row(pair, line) {
            Row::Empty => {}
            Row::Unread => unread.push(line),
            Row::Read(figures) if figures.expected() == figures.now => {}
            Row::Read(figures) => {
                let violation = breach(line, dossier.year.previous(), figures);
                violations.push(if explained {
                    violation.severity(Severity::Info)
                } else {
                    violation
                });
            }
        }
    }
    let why = ("表二的数字未读全", "a figure of table 2 was not read");
    Verdict::of(violations, missing(&unread, why))
}

/// The four figures of a row.
#[derive(Debug, Clone, Copy)]
struct Figures {
    before: i64,
    made: i64,
    repealed: i64,
    now: i64,
}

impl Figures {
    const fn expected(self) -> i64 {
        self.before.saturating_add(self.made).saturating_sub(self.repealed)
    }
}

fn breach(line: Line, last: ReportYear, figures: Figures) -> Violation {
    let Figures { before, made, repealed, now } = figures;
    let expected = figures.expected();
    let message = Text::new(
        format!(
            "{}现行有效件数与上年度不衔接：{last}年度{before}+制发{made}-废止{repealed}={expected}，\
             本年填{now}",
            line.zh()
        ),
        format!(
            "{} in force: {before} on {last} + {made} made - {repealed} repealed = {expected}, \
             the table gives {now}",
            line.key()
        ),
    );
    let place = Place {
        row: Some(line),
        column: Some(Column::InForce),
        ..Place::table(TableKind::ActiveDisclosure)
    };
    // That nothing else changed the stock is an assumption.
    Violation::new(message, place).figures(expected, now).confidence(Confidence::Medium)
}

/// What both years print in a row.
enum Row {
    /// Marks for none in both years, as bodies without rule-making power print them.
    Empty,
    /// A figure is missing.
    Unread,
    /// All four figures.
    Read(Figures),
}

fn row(pair: Pair<'_>, line: Line) -> Row {
    fn cell(report: &AnnualReport, line: Line, column: Column) -> Option<&Cell> {
        report.table(TableKind::ActiveDisclosure)?.cell(line, column)
    }
    let cells = [
        cell(pair.previous, line, Column::InForce),
        cell(pair.report, line, Column::Made),
        cell(pair.report, line, Column::Repealed),
        cell(pair.report, line, Column::InForce),
    ];
    if cells.iter().all(|cell| cell.is_some_and(Cell::is_empty_mark)) {
        return Row::Empty;
    }
    match cells.map(|cell| cell.and_then(Cell::integer)) {
        [Some(before), Some(made), Some(repealed), Some(now)] => {
            Row::Read(Figures { before, made, repealed, now })
        }
        _ => Row::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn with(given: Given, column: Column, printed: &str) -> Given {
        given.cell(TableKind::ActiveDisclosure, Line::NormativeDocuments, column, printed)
    }

    /// Last year `before` were in force; this year 3 were made, 1 repealed, `now` are in force.
    fn years(before: &str, now: &str) -> Given {
        let last = with(given::clean(), Column::InForce, before);
        let mut given = with(given::clean(), Column::Made, "3");
        given = with(with(given, Column::Repealed, "1"), Column::InForce, now);
        given.previous = last.report;
        given
    }

    fn severity(given: &Given) -> Severity {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => failure.violations[0].severity.unwrap_or(RULE.severity),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_stock_that_continues_passes() {
        assert_eq!(check(&years("12", "14").dossier()), Verdict::Pass);
    }

    #[test]
    fn a_stock_that_is_off_by_one_is_a_warning_with_its_formula() {
        let Verdict::Fail(failure) = check(&years("12", "15").dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        assert_eq!(failure.violations[0].severity, None);
        assert_eq!(
            failure.violations[0].message.zh,
            "行政规范性文件现行有效件数与上年度不衔接：2024年度12+制发3-废止1=14，本年填15"
        );
    }

    #[test]
    fn documents_that_lapsed_are_another_explanation() {
        for text in ["宣布失效规范性文件5件。", "宣布失\n效规范性文件5件。"] {
            let given = years("12", "9").section(1, text);
            assert_eq!(severity(&given), Severity::Info, "{text}");
        }
        let reform = years("12", "9").section(1, "根据机构改革方案新组建。");
        assert_eq!(severity(&reform), Severity::Info);
    }

    #[test]
    fn a_row_that_neither_year_fills_in_is_passed_over() {
        let empty = |mut given: Given| {
            for column in [Column::Made, Column::Repealed, Column::InForce] {
                given = given.cell(TableKind::ActiveDisclosure, Line::Regulations, column, "/");
            }
            given
        };
        let mut given = empty(years("12", "14"));
        let last = Given { report: given.previous.take(), ..given::clean() };
        given.previous = empty(last).report;
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn another_form_another_body_or_an_unread_figure_is_not_assessable() {
        let mut trial = years("12", "15");
        trial.previous.as_mut().unwrap().edition = Some("2019".into());
        let mut renamed = years("12", "15");
        renamed.previous.as_mut().unwrap().agency = Some("某市工信局".into());
        for given in [trial, renamed, years("", "15"), years("12", ""), given::clean()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
