//! # pending-cases-vanish
//!
//! ## What it checks
//! Whether reconsiderations and lawsuits that were pending (尚未审结) at the end of last
//! year are among this year's total of table 4.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 annex, table 4. How a case that is pending over the turn of
//! the year is to be counted is not stated, so this is information only.
//!
//! ## When it stays silent
//! - Last year's report is not on record, is by another body, or a figure was not read.
//! - The body counts a case only in the year in which it was brought: then nothing is
//!   wrong, which is why confidence is low.
//!
//! ## How to resolve
//! Check what became of last year's pending cases.

use super::pair::figure;
use super::pair::pair;
use super::pair::unread as missing;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    id: "pending-cases-vanish",
    label: ("未审结案件去向", "pending cases"),
    severity: Severity::Info,
    basis: (
        "表四“尚未审结”（国办公开办函〔2021〕30号附件）",
        "column pending of table 4 (Circular 30 (2021), annex)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对上年度尚未审结案件在本年度的处理结果。",
        "Check what became of the cases pending last year.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("pending_cases_vanish.rs"),
    check: Check::Report(check),
};

const GROUPS: [Line; 3] =
    [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    let last = dossier.year.previous();
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    for line in GROUPS {
        let pending = figure(pair.previous, TableKind::Reviews, line, Column::Pending);
        let total = figure(pair.report, TableKind::Reviews, line, Column::ReviewTotal);
        let (Some(pending), Some(total)) = (pending, total) else {
            unread.push(line);
            continue;
        };
        if pending <= total {
            continue;
        }
        let message = Text::new(
            format!(
                "{}：{last}年度尚未审结{pending}件，本年总计{total}件，未见上年案件的去向",
                line.zh()
            ),
            format!("{}: {pending} pending on {last}, but {total} in all this year", line.key()),
        );
        let place = Place {
            row: Some(line),
            column: Some(Column::ReviewTotal),
            ..Place::table(TableKind::Reviews)
        };
        let violation = Violation::new(message, place).figures(format!("≥{pending}"), total);
        violations.push(violation.confidence(Confidence::Low));
    }
    let why = ("表四的数字未读全", "a figure of table 4 was not read");
    Verdict::of(violations, missing(&unread, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn years(pending: &str, total: &str) -> Given {
        let cell = |column, printed| {
            given::clean().cell(TableKind::Reviews, Line::Reconsideration, column, printed)
        };
        let mut given = cell(Column::ReviewTotal, total);
        given.previous = cell(Column::Pending, pending).report;
        given
    }

    #[test]
    fn more_pending_than_there_are_now_is_information() {
        let Verdict::Fail(failure) = check(&years("3", "2").dossier()) else { panic!() };
        assert_eq!(
            failure.violations[0].message.zh,
            "行政复议：2024年度尚未审结3件，本年总计2件，未见上年案件的去向"
        );
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
    }

    #[test]
    fn as_many_as_were_pending_pass() {
        assert_eq!(check(&years("3", "3").dossier()), Verdict::Pass);
    }

    #[test]
    fn an_unread_figure_is_not_zero() {
        for given in [years("3", ""), years("—", "2"), given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
