//! # direct-suit-after-precondition
//!
//! ## What it checks
//! Whether lawsuits brought without reconsideration (未经复议直接起诉) at least doubled
//! against last year, although a refusal to disclose must go to reconsideration first.
//!
//! ## Legal basis
//! 行政复议法, revised 2023, in force 2024: reconsideration is a precondition where
//! disclosure is refused. Its article was not seen in full, so this is information.
//!
//! ## When it stays silent
//! - Before report year 2024.
//! - Fewer than five direct lawsuits: cases of other kinds, which may still go to court
//!   directly, explain those.
//! - Last year's report is not on record, is by another body, or a figure was not read.
//!
//! ## How to resolve
//! Check that cases are counted in the right group of table 4.

use super::pair::figure;
use super::pair::pair;
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
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "direct-suit-after-precondition",
    label: ("直接起诉增多", "direct lawsuits"),
    severity: Severity::Info,
    basis: (
        "行政复议法（2023年修订，不予公开案件复议前置）",
        "Administrative Reconsideration Law (2023): reconsideration first where disclosure is refused",
    ),
    first_year: 2024,
    since: "0.1.0",
    remedy: (
        "请核对表四“未经复议直接起诉”的归类。",
        "Check which cases table 4 counts as brought without reconsideration.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("direct_suit_after_precondition.rs"),
    check: Check::Report(check),
};

/// Fewer are explained by cases of other kinds.
const MANY: i64 = 5;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    let total =
        |report| figure(report, TableKind::Reviews, Line::DirectLitigation, Column::ReviewTotal);
    let (Some(now), Some(then)) = (total(pair.report), total(pair.previous)) else {
        return unassessable("表四的直接起诉数未读出", "direct lawsuits of table 4 were not read");
    };
    if now < MANY || now < then.saturating_mul(2) {
        return Verdict::Pass;
    }
    let last = dossier.year.previous();
    let message = Text::new(
        format!("复议前置施行后，未经复议直接起诉由{last}年度的{then}件增至{now}件"),
        format!(
            "direct lawsuits rose from {then} on {last} to {now}, though reconsideration comes first"
        ),
    );
    let place = Place {
        row: Some(Line::DirectLitigation),
        column: Some(Column::ReviewTotal),
        ..Place::table(TableKind::Reviews)
    };
    Verdict::fail(Violation::new(message, place).figures(then, now).confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn years(then: &str, now: &str) -> Given {
        let with = |printed| {
            given::clean().cell(
                TableKind::Reviews,
                Line::DirectLitigation,
                Column::ReviewTotal,
                printed,
            )
        };
        let mut given = with(now);
        given.previous = with(then).report;
        given
    }

    #[test]
    fn twice_as_many_are_information() {
        let Verdict::Fail(failure) = check(&years("3", "6").dossier()) else { panic!() };
        assert_eq!(
            failure.violations[0].message.zh,
            "复议前置施行后，未经复议直接起诉由2024年度的3件增至6件"
        );
        assert!(matches!(check(&years("0", "5").dossier()), Verdict::Fail(_)));
    }

    #[test]
    fn less_than_twice_or_fewer_than_five_pass() {
        assert_eq!(check(&years("3", "5").dossier()), Verdict::Pass);
        assert_eq!(check(&years("1", "4").dossier()), Verdict::Pass);
        assert_eq!(check(&years("0", "0").dossier()), Verdict::Pass);
    }

    #[test]
    fn an_unread_figure_or_no_earlier_report_is_not_assessable() {
        for given in [years("", "6"), years("3", ""), given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
