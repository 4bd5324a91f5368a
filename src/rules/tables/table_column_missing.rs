//! # table-column-missing
//!
//! ## What it checks
//! Whether each of the three tables has all the columns of the form that it follows.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 annex (2019–2020: 60号): the tables are to be used as they are.
//!
//! ## When it stays silent
//! - The table was not found: not assessable.
//! - Flattened text, as that of an old Word file, may have lost columns before we saw it:
//!   not assessable.
//! - A heading is not legible, or is worded differently, over figures that are as many
//!   as the form has. Only headings that name all the other columns, over rows with just
//!   as many figures, show that a column is missing.
//! - Fewer than three columns: a warning, otherwise an error.
//!
//! ## How to resolve
//! Restore the columns of the form, with 0 where there was nothing.

use crate::domain::Dossier;
use crate::domain::Severity;
use crate::domain::Verdict;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "table-column-missing",
    label: ("表格缺列", "table column missing"),
    severity: Severity::Error,
    basis: (
        "国办公开办函〔2021〕30号附件（2019、2020年为〔2019〕60号附件）",
        "Circular 30 (2021), annex (for 2019 and 2020: Circular 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请按统一格式补齐缺少的列，没有发生的填“0”。",
        "Restore the columns of the form, with 0 where there was nothing.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("table_column_missing.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let (violations, unjudged) = super::lacks(report, ("列", "columns"), |kind| {
        let missing = report.missing_columns.iter().filter(|(table, _)| *table == kind);
        missing.map(|(_, column)| (column.zh(), column.json_key())).collect()
    });
    Verdict::of(violations, unjudged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::domain::Column;
    use crate::domain::TableKind;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn without(columns: &[Column]) -> Given {
        let mut given = given::clean();
        let missing = columns.iter().map(|column| (TableKind::Reviews, *column));
        given.report_mut().missing_columns.extend(missing);
        given
    }

    #[test]
    fn all_columns_of_the_form_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn two_missing_columns_are_a_warning_and_three_an_error() {
        for (count, severity) in [(2, Some(Severity::Warning)), (3, None)] {
            let given = without(&Column::REVIEWS[..count]);
            let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
            assert_eq!(failure.violations[0].severity, severity);
        }
        let Verdict::Fail(failure) = check(&without(&[Column::Pending]).dossier()) else {
            panic!()
        };
        assert_eq!(failure.violations[0].message.zh, "表四未按规定格式编制，缺少1列：尚未审结");
    }

    #[test]
    fn flattened_text_and_a_table_not_read_cannot_be_judged() {
        for carrier in [Carrier::Text, Carrier::Doc] {
            let mut text = without(&[Column::Pending]);
            text.report_mut().carrier = carrier;
            assert!(matches!(check(&text.dossier()), Verdict::NotAssessable(_)), "{carrier:?}");
        }
        let file = given::clean().taken_from(TableKind::Reviews, Carrier::Doc);
        assert!(matches!(check(&file.dossier()), Verdict::NotAssessable(_)));
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::Applications);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }
}
