//! # carried-out-exceeds-intake
//!
//! ## What it checks
//! Whether more applications were carried into the next year than there were at all:
//! 结转下年度 > 本年新收 + 上年结转, in the column 总计.
//!
//! ## Legal basis
//! It follows from the relation that table 3 prints: 第一项加第二项之和，等于第三项加
//! 第四项之和 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - A figure was not read, or is blank where it matters: not assessable.
//! - Figures that the page glues together were told apart by this relation: not
//!   assessable.
//!
//! ## How to resolve
//! Check the row 四、结转下年度继续办理 against the first two rows.

use super::sums::doubt;
use crate::domain::Column;
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
    id: "carried-out-exceeds-intake",
    label: ("结转数有误", "too many carried out"),
    severity: Severity::Error,
    basis: (
        "表三所载勾稽关系（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "relation printed in table 3 (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对“结转下年度继续办理”数；它不可能多于新收与上年结转之和。",
        "Check the number carried out; it cannot exceed those received and carried in.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("carried_out_exceeds_intake.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(table) = report.table(TableKind::Applications) else {
        return unassessable("表三未读出", "table applications was not read");
    };
    let mut figures = [0_i64; 3];
    let mut assumed_zero = false;
    for (figure, line) in
        figures.iter_mut().zip([Line::Received, Line::CarriedIn, Line::CarriedOut])
    {
        let cell = table.cell(line, Column::Total).filter(|cell| !cell.derived);
        match cell.map(|cell| &cell.value) {
            Some(Value::Integer(n)) => *figure = *n,
            // Offices leave blank what was not carried over; what was received they print.
            Some(Value::Blank | Value::Dash) if line != Line::Received => assumed_zero = true,
            _ => {
                return unassessable(
                    format!("“{}”行总计空白、未读出，或由勾稽关系推出", line.zh()),
                    format!("{}/total is blank, unread or derived from this sum", line.key()),
                );
            }
        }
    }
    let [received, carried_in, carried_out] = figures;
    let Some(intake) = received.checked_add(carried_in) else {
        return unassessable("数字过大", "the figures are too large");
    };
    if carried_out <= intake {
        return Verdict::Pass;
    }
    let message = Text::new(
        format!(
            "结转下年度{carried_out}件，多于本年新收{received}+上年结转{carried_in}={intake}件"
        ),
        format!(
            "{carried_out} carried out, more than {received} received + {carried_in} carried in = {intake}"
        ),
    );
    let place = Place {
        row: Some(Line::CarriedOut),
        column: Some(Column::Total),
        ..Place::table(TableKind::Applications)
    };
    let violation = Violation::new(message, place).figures(format!("≤{intake}"), carried_out);
    Verdict::fail(doubt(report, violation, assumed_zero))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::domain::Confidence;
    use crate::domain::Unread;
    use crate::rules::given;

    fn carried_out(printed: &str) -> Verdict {
        let given = given::clean().application(Line::CarriedOut, Column::Total, printed);
        check(&given.dossier())
    }

    #[test]
    fn all_that_came_in_may_be_carried_out() {
        assert_eq!(carried_out("9"), Verdict::Pass);
        assert_eq!(carried_out(""), Verdict::Pass);
    }

    #[test]
    fn one_more_is_an_error_with_its_figures() {
        let Verdict::Fail(failure) = carried_out("10") else { panic!() };
        assert_eq!(failure.violations[0].message.zh, "结转下年度10件，多于本年新收9+上年结转0=9件");
        assert_eq!(failure.violations[0].severity, None);
    }

    #[test]
    fn a_blank_carried_in_is_said_to_be_counted_as_zero() {
        let given = given::clean().application(Line::CarriedOut, Column::Total, "10").application(
            Line::CarriedIn,
            Column::Total,
            "",
        );
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Medium);
    }

    #[test]
    fn a_carrier_that_lost_cells_may_have_been_read_one_row_off() {
        for carrier in [Carrier::Text, Carrier::Doc, Carrier::Pdf] {
            let mut given = given::clean()
                .application(Line::CarriedOut, Column::Total, "10")
                .application(Line::CarriedIn, Column::Total, "");
            given.report_mut().carrier = carrier;
            let (what, why) = ("applications.granted".into(), Unread::NOT_ALIGNED.into());
            given.report_mut().unread.push(Unread { what, why });
            let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
            let violation = &failure.violations[0];
            assert_eq!(violation.severity, Some(Severity::Warning), "{carrier:?}");
            assert_eq!(violation.confidence, Confidence::Low, "{carrier:?}");
            assert!(violation.message.zh.ends_with("=9件（空白按0计）"));
        }
    }

    #[test]
    fn what_was_not_read_or_only_derived_cannot_be_judged() {
        assert!(matches!(carried_out("十件"), Verdict::NotAssessable(_)));
        let blank = given::clean().application(Line::Received, Column::Total, "");
        assert!(matches!(check(&blank.dossier()), Verdict::NotAssessable(_)));
        let mut derived = given::clean().application(Line::CarriedOut, Column::Total, "10");
        derived.derive(Line::CarriedOut);
        assert!(matches!(check(&derived.dossier()), Verdict::NotAssessable(_)));
    }
}
