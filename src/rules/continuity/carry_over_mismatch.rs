//! # carry-over-mismatch
//!
//! ## What it checks
//! Whether what table 3 carried in (上年结转) is what last year's report carried out
//! (结转下年度继续办理).
//!
//! ## Legal basis
//! The row's own name, 上年结转 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - Last year's report is not on record, or one of the figures was not read.
//! - Last year's report is by another body: mergers and new names break the series.
//! - Only the kinds of applicant differ while the totals agree: an applicant was
//!   counted in another column.
//! - It is a warning where a figure is blank, counted as 0.
//!
//! ## How to resolve
//! Correct the report that is wrong; where bodies were merged, say so in the report.

use crate::domain::AnnualReport;
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
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "carry-over-mismatch",
    label: ("结转不符", "carry-over"),
    severity: Severity::Error,
    basis: (
        "表三“上年结转”（国办公开办函〔2021〕30号附件）",
        "row carried in of table 3 (Circular 30 (2021), annex)",
    ),
    first_year: 2020,
    since: "0.1.0",
    remedy: (
        "请核对本年“上年结转”与上年度报告“结转下年度继续办理”并更正。",
        "Check carried in against last year's carried out, and correct the wrong one.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("carry_over_mismatch.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(previous) = dossier.previous else {
        return unassessable("没有上年度报告可比", "last year's report is not on record");
    };
    if !same_body(report, previous) {
        return unassessable(
            "上年度报告的单位名称不同，可能经过机构改革",
            "last year's report names another body",
        );
    }
    let carried_in = figure(report, Line::CarriedIn);
    let carried_out = figure(previous, Line::CarriedOut);
    let (Some((now, now_blank)), Some((then, then_blank))) = (carried_in, carried_out) else {
        return unassessable("结转数未读出", "a carry-over figure was not read");
    };
    if now == then {
        return Verdict::Pass;
    }
    let last = dossier.year.previous();
    let message = Text::new(
        format!(
            "上年结转数与上年度报告“结转下年度继续办理”数不一致：本年填{now}，{last}年度报告为{then}"
        ),
        format!("carried in {now}, but the report on {last} carried out {then}"),
    );
    let place = Place {
        row: Some(Line::CarriedIn),
        column: Some(Column::Total),
        ..Place::table(TableKind::Applications)
    };
    let violation = Violation::new(message, place).figures(then, now);
    Verdict::fail(if now_blank || then_blank {
        violation.severity(Severity::Warning).confidence(Confidence::Medium)
    } else {
        violation
    })
}

fn same_body(report: &AnnualReport, previous: &AnnualReport) -> bool {
    match (&report.agency, &previous.agency) {
        (Some(now), Some(then)) => {
            let (now, then) = (letters(now), letters(then));
            now.ends_with(&then) || then.ends_with(&now)
        }
        // A title without a name is this body's own page.
        _ => true,
    }
}

/// The total of a row, and whether it is blank and counted as 0.
fn figure(report: &AnnualReport, line: Line) -> Option<(i64, bool)> {
    let cell = report.table(TableKind::Applications)?.cell(line, Column::Total)?;
    match cell.value {
        Value::Integer(n) => Some((n, false)),
        Value::Blank | Value::Dash => Some((0, true)),
        Value::Decimal(_) | Value::NotNumber => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// A pair of reports: last year carried `out` out, this year `carried_in` in.
    fn pair(out: &str, carried_in: &str) -> Given {
        let last = given::clean().application(Line::CarriedOut, Column::Total, out);
        let mut given = given::clean().application(Line::CarriedIn, Column::Total, carried_in);
        given.previous = last.report;
        given
    }

    #[test]
    fn the_same_figure_passes() {
        assert_eq!(check(&pair("3", "3").dossier()), Verdict::Pass);
    }

    #[test]
    fn any_difference_is_an_error() {
        let Verdict::Fail(failure) = check(&pair("3", "2").dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, None);
        assert!(failure.violations[0].message.zh.contains("本年填2，2024年度报告为3"));
    }

    #[test]
    fn a_blank_makes_it_a_warning() {
        let Verdict::Fail(failure) = check(&pair("3", "").dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Warning));
    }

    #[test]
    fn another_body_or_an_unread_figure_is_not_assessable() {
        let mut renamed = pair("3", "2");
        renamed.previous.as_mut().unwrap().agency = Some("某市工信局".into());
        let unread = pair("3", "二");
        let alone = given::clean();
        for given in [renamed, unread, alone, given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }

    #[test]
    fn a_longer_form_of_the_name_is_the_same_body() {
        let mut given = pair("3", "2");
        given.previous.as_mut().unwrap().agency = Some("财政局".into());
        assert!(matches!(check(&given.dossier()), Verdict::Fail(_)));
    }
}
