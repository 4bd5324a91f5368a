//! # fee-unit-suspect
//!
//! ## What it checks
//! Whether 本年收费金额 of table 2 seems to be in 元 instead of 万元: a thousand times last
//! year's amount or a thousandth of it, whole tens of thousands at a body that is no
//! government, or more than six decimals.
//!
//! ## Legal basis
//! The heading of the column: 本年收费金额（单位：万元） (国办公开办函〔2021〕30号, annex).
//!
//! ## When it stays silent
//! - The amount was not read, or last year's is not known: not assessable.
//! - Nothing was collected.
//! - Fees for land and the like do swing that far; so it is only listed, never mailed.
//!
//! ## How to resolve
//! Check the unit; divide an amount in 元 by 10000.

use crate::domain::AgencyKind;
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
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "fee-unit-suspect",
    label: ("收费单位存疑", "doubtful fee unit"),
    severity: Severity::Info,
    basis: (
        "表二“本年收费金额（单位：万元）”（国办公开办函〔2021〕30号附件）",
        "column fees of table 2, in units of 10000 yuan (Circular 30 (2021), annex)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对收费金额的单位，表中以万元计。",
        "Check the unit of the amount; the table counts in units of 10000 yuan.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("fee_unit_suspect.rs"),
    check: Check::Report(check),
};

/// A swing from one year to the next that a wrong unit explains better than business.
const SWING: f64 = 1000.0;
/// Decimals of an amount in 万元 down to one 分.
const DECIMALS: usize = 6;

/// An amount as printed and as a number; the number is for comparing orders of magnitude only.
struct Fee<'a> {
    printed: &'a str,
    amount: f64,
    decimals: usize,
}

fn fee(report: &AnnualReport) -> Option<Fee<'_>> {
    let cell = report.table(TableKind::ActiveDisclosure)?.cell(Line::Fees, Column::FeesWan)?;
    let text = match &cell.value {
        Value::Integer(n) => n.to_string(),
        Value::Decimal(text) => text.clone(),
        Value::Blank | Value::Dash | Value::NotNumber => return None,
    };
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let amount = text.parse::<f64>().ok().filter(|it| *it >= 0.0)?;
    Some(Fee { printed: &cell.raw, amount, decimals })
}

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(fee) = fee(report) else {
        return unassessable("收费金额空白或未读出", "the amount is blank or was not read");
    };
    if fee.amount == 0.0 {
        return Verdict::Pass;
    }
    let place = Place {
        row: Some(Line::Fees),
        column: Some(Column::FeesWan),
        ..Place::table(TableKind::ActiveDisclosure)
    };
    let suspect = |zh: String, en: String| {
        let violation = Violation::new(Text::new(zh, en), place.clone());
        Verdict::fail(violation.confidence(Confidence::Low))
    };
    let printed = fee.printed;
    if fee.decimals > DECIMALS {
        return suspect(
            format!("收费金额{printed}万元有{}位小数，单位存疑", fee.decimals),
            format!("the fees, {printed}, have {} decimals; the unit is doubtful", fee.decimals),
        );
    }
    let department = matches!(
        dossier.agency.kind,
        AgencyKind::Department | AgencyKind::Vertical | AgencyKind::Township
    );
    if department && fee.decimals == 0 && fee.amount % 10_000.0 == 0.0 {
        return suspect(
            format!("收费金额{printed}万元为整万数，可能以元为单位填报"),
            format!("the fees, {printed}, are whole tens of thousands and may be in yuan"),
        );
    }
    let Some(before) = dossier.previous.and_then(self::fee) else {
        return unassessable("没有上年度收费金额可比", "last year's amount is not known");
    };
    if before.amount == 0.0 {
        return Verdict::Pass;
    }
    let ratio = fee.amount / before.amount;
    if ratio > 1.0 / SWING && ratio < SWING {
        return Verdict::Pass;
    }
    suspect(
        format!("收费金额{printed}万元，上年度{}万元，相差千倍以上，单位存疑", before.printed),
        format!("the fees are {printed} after {} last year; the unit is doubtful", before.printed),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn with(kind: AgencyKind, this: &str, before: &str) -> Given {
        let cell = |given: Given, printed: &str| {
            given.cell(TableKind::ActiveDisclosure, Line::Fees, Column::FeesWan, printed)
        };
        let mut given = cell(given::clean(), this).kind(kind);
        given.previous = cell(given::clean(), before).report;
        given
    }

    fn fails(kind: AgencyKind, this: &str, before: &str) -> bool {
        matches!(check(&with(kind, this, before).dossier()), Verdict::Fail(_))
    }

    #[test]
    fn a_thousand_times_is_suspect_and_a_little_less_is_not() {
        let kind = AgencyKind::Government;
        assert!(fails(kind, "12000", "12"));
        assert!(fails(kind, "0.012", "12"));
        assert!(!fails(kind, "11999", "12"));
        assert!(!fails(kind, "0.013", "12"));
        assert!(!fails(kind, "12", "0"));
        assert!(!fails(kind, "0", "12"));
    }

    #[test]
    fn whole_tens_of_thousands_are_suspect_at_a_department_only() {
        assert!(fails(AgencyKind::Department, "30000", "30000"));
        assert!(!fails(AgencyKind::Government, "30000", "30000"));
        assert!(!fails(AgencyKind::Department, "30001", "30000"));
    }

    #[test]
    fn six_decimals_are_possible_and_seven_are_not() {
        assert!(!fails(AgencyKind::Department, "1.234567", "1"));
        assert!(fails(AgencyKind::Department, "1.2345678", "1"));
    }

    #[test]
    fn without_the_amounts_it_cannot_be_told() {
        let blank = with(AgencyKind::Department, "", "12");
        assert!(matches!(check(&blank.dossier()), Verdict::NotAssessable(_)));
        let mut first = with(AgencyKind::Department, "12", "12");
        first.previous = None;
        assert!(matches!(check(&first.dossier()), Verdict::NotAssessable(_)));
    }
}
