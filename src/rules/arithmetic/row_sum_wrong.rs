//! # row-sum-wrong
//!
//! ## What it checks
//! Whether in each row of table 3 the six kinds of applicant add up to 总计.
//!
//! ## Legal basis
//! The column's own name, 总计 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - The total of a row is blank: not assessable, as on reports that fill in totals
//!   for the four main rows only.
//! - All six kinds of applicant are blank, on reports that fill in the totals only: not
//!   assessable; `cell-blank` reports them.
//! - A cell of the row was not read: not assessable.
//! - The page glues the figures of the row together, so that they were told apart by
//!   this very sum: not assessable.
//! - A breach in a row of outcomes is a warning; in the four main rows an error.
//!
//! ## How to resolve
//! Correct the total or the kind of applicant that is wrong.

use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Severity;
use crate::domain::Verdict;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::arithmetic::sums;

pub(super) static RULE: Rule = Rule {
    id: "row-sum-wrong",
    label: ("总计有误", "wrong total"),
    severity: Severity::Error,
    basis: (
        "表三“总计”列（国办公开办函〔2021〕30号、〔2019〕60号附件）",
        "column total of table 3 (Circulars 30 (2021) and 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请核对该行各列与总计并更正。", "Check the row against its total, and correct it."),
    lasting: false,
    params: &[],
    source: include_str!("row_sum_wrong.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    sums::along(dossier, RULE.id, |line| {
        !matches!(line, Line::Received | Line::CarriedIn | Line::HandledTotal | Line::CarriedOut)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::given;

    #[test]
    fn rows_that_add_up_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn a_main_row_is_an_error_and_an_outcome_a_warning() {
        for (line, severity) in
            [(Line::Received, None), (Line::RefusedProcess, Some(Severity::Warning))]
        {
            let given = given::clean().application(line, Column::Total, "99");
            let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
            assert_eq!(failure.violations[0].severity, severity);
        }
    }

    #[test]
    fn the_formula_is_shown() {
        let given = given::clean().application(Line::Received, Column::Total, "10");
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(
            failure.violations[0].message.zh,
            "“本年新收”行总计有误：7+2=9，而总计填10，差1"
        );
    }

    #[test]
    fn huge_figures_do_not_overflow() {
        let given = given::clean()
            .application(Line::Received, Column::NaturalPerson, "-9")
            .application(Line::Received, Column::CommercialEnterprise, "0")
            .application(Line::Received, Column::Total, &i64::MAX.to_string());
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.ends_with("差9223372036854775816"));
    }

    #[test]
    fn a_blank_total_is_not_a_wrong_total() {
        let given = given::clean().application(Line::Granted, Column::Total, "");
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        let nothing = given::clean().application(Line::OtherOther, Column::Total, "");
        assert_eq!(check(&nothing.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_row_with_nothing_but_its_total_is_not_assessable() {
        let parts = Column::APPLICANTS;
        let blank = |given: given::Given, parts: &[Column]| {
            parts.iter().fold(given, |given, part| given.application(Line::Received, *part, ""))
        };
        let given = blank(given::clean(), &parts);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        let some = blank(given::clean(), &parts[1..]);
        assert!(matches!(check(&some.dossier()), Verdict::Fail(_)));
    }

    #[test]
    fn figures_read_by_the_sum_are_not_held_against_it() {
        let mut given = given::clean().application(Line::Received, Column::Total, "99");
        given.derive(Line::Received);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        let mut right = given::clean();
        right.derive(Line::Received);
        assert!(matches!(check(&right.dossier()), Verdict::NotAssessable(_)));
    }
}
