//! # table-row-missing
//!
//! ## What it checks
//! Whether each of the three tables has all the rows of the form that it follows.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 annex (2019–2020: 60号): the tables are to be used as they are.
//!
//! ## When it stays silent
//! - The table was not found, or its rows stand there but could not be read: not
//!   assessable.
//! - The label of a row stands on the page, but not where its figures can be told: not
//!   assessable.
//! - Flattened text, as that of an old Word file, may have lost rows before we saw it: not
//!   assessable.
//! - Labels are compared by their letters; long ones may differ a little, as those in
//!   real reports do.
//! - Where the table has rows that the form does not have, one of them may be the
//!   missing row under another name: a warning of low confidence, never mailed.
//! - Fewer than three rows: a warning, otherwise an error.
//!
//! ## How to resolve
//! Restore the rows of the form, with 0 where there was nothing.

use crate::domain::AnnualReport;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Unread;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "table-row-missing",
    label: ("表格缺行", "table row missing"),
    severity: Severity::Error,
    basis: (
        "国办公开办函〔2021〕30号附件（2019、2020年为〔2019〕60号附件）",
        "Circular 30 (2021), annex (for 2019 and 2020: Circular 60 (2019), annex)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请按统一格式补齐缺少的行，没有发生的填“0”。",
        "Restore the rows of the form, with 0 where there was nothing.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("table_row_missing.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let (violations, unjudged) = super::lacks(report, ("行", "rows"), |kind| {
        let missing = rows_unread(report, kind, Unread::NO_ROW);
        missing.into_iter().map(|line| (line.zh(), line.key())).collect()
    });
    let violations = violations.into_iter().map(|it| softened(report, it)).collect();
    let unaligned = TableKind::ALL.into_iter().filter(|kind| {
        report.table(*kind).is_some() && !rows_unread(report, *kind, Unread::NOT_ALIGNED).is_empty()
    });
    let unaligned: Vec<TableKind> = unaligned.collect();
    Verdict::of(violations, unjudged.or_else(|| not_aligned(&unaligned)))
}

/// Names the tables with rows that are there and could not be aligned; `None` where there are none.
fn not_aligned(kinds: &[TableKind]) -> Option<Text> {
    let zh: Vec<&str> = kinds.iter().map(|kind| kind.zh()).collect();
    let en: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    (!kinds.is_empty()).then(|| {
        Text::new(
            format!("{}有行名，但数据未能对齐", zh.join("、")),
            format!("rows are there but could not be aligned: {}", en.join(", ")),
        )
    })
}

/// Rows of a table that was read which are unread for that reason.
fn rows_unread(report: &AnnualReport, kind: TableKind, why: &str) -> Vec<Line> {
    let prefix = format!("{}.", kind.key());
    report
        .unread
        .iter()
        .filter(|it| it.why == why)
        .filter_map(|it| it.what.strip_prefix(&prefix))
        .filter_map(|key| Line::ALL.iter().copied().find(|line| line.key() == key))
        .collect()
}

/// A breach, milder where a row beside the form may be the missing one.
fn softened(report: &AnnualReport, mut violation: Violation) -> Violation {
    if !report.extra_rows.iter().any(|(table, _)| violation.place.table == Some(*table)) {
        return violation;
    }
    violation.message.zh.push_str("（表中另有格式以外的行，可能只是名称不同）");
    violation.message.en.push_str(" (or they go by other names)");
    violation.severity(Severity::Warning).confidence(Confidence::Low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn without(lines: &[Line]) -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        for line in lines {
            report.tables.get_mut(&TableKind::Applications).unwrap().forget(*line);
            let what = format!("applications.{}", line.key());
            report.unread.push(Unread { what, why: Unread::NO_ROW.into() });
        }
        given
    }

    fn only(given: &Given) -> Violation {
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        failure.violations[0].clone()
    }

    const ROWS: [Line; 3] = [Line::OtherNotCorrected, Line::OtherFeeUnpaid, Line::OtherOther];

    #[test]
    fn all_rows_of_the_form_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn two_missing_rows_are_a_warning_and_three_an_error() {
        let two = only(&without(&ROWS[..2]));
        assert_eq!(two.severity, Some(Severity::Warning));
        assert_eq!(two.message.zh, "表三未按规定格式编制，缺少2行：逾期不补正、逾期未缴费");
        assert_eq!(only(&without(&ROWS)).severity, None);
    }

    #[test]
    fn a_row_under_another_name_is_no_certain_loss() {
        let mut given = without(&ROWS);
        given.report_mut().extra_rows.push((TableKind::Applications, "不予受理".into()));
        assert_eq!(only(&given).confidence, Confidence::Low);
    }

    #[test]
    fn a_row_that_could_not_be_read_is_there() {
        let mut given = given::clean();
        let why = "the row has 6 cells, 7 are expected".into();
        let unread = Unread { what: "applications.granted".into(), why };
        given.report_mut().unread.push(unread);
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn rows_whose_labels_are_there_cannot_be_judged() {
        let mut given = without(&ROWS);
        for unread in &mut given.report_mut().unread {
            unread.why = Unread::NOT_ALIGNED.into();
        }
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn flattened_text_and_a_table_not_read_cannot_be_judged() {
        for carrier in [Carrier::Text, Carrier::Doc] {
            let mut text = without(&ROWS);
            text.report_mut().carrier = carrier;
            assert!(matches!(check(&text.dossier()), Verdict::NotAssessable(_)), "{carrier:?}");
        }
        let file = without(&ROWS).taken_from(TableKind::Applications, Carrier::Doc);
        assert!(matches!(check(&file.dossier()), Verdict::NotAssessable(_)));
        let file = without(&ROWS).taken_from(TableKind::Applications, Carrier::Docx);
        assert!(matches!(check(&file.dossier()), Verdict::Fail(_)));
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::Reviews);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }
}
