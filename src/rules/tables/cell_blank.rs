//! # cell-blank
//!
//! ## What it checks
//! Whether every cell of the three tables is filled in: no blank, no dash, no 无.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 annex; practice fills in 0. How blanks are to be filled
//! is not stated in what was seen of the notice, so this is a warning.
//!
//! ## When it stays silent
//! - The table was not found, or its rows were not read: not assessable.
//! - `/` in the row 规章 of a body that cannot make rules.
//!
//! ## How to resolve
//! Fill in 0 where there was nothing.

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

pub(super) static RULE: Rule = Rule {
    id: "cell-blank",
    label: ("空白单元格", "blank cells"),
    severity: Severity::Warning,
    basis: ("国办公开办函〔2021〕30号附件", "Circular 30 (2021), annex"),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("没有发生的请填“0”。", "Fill in 0 where there was nothing."),
    lasting: false,
    params: &[],
    source: include_str!("cell_blank.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let mut violations = Vec::new();
    let mut missing = Vec::new();
    for kind in TableKind::ALL {
        let Some(table) = report.table(kind) else {
            missing.push(kind);
            continue;
        };
        let empty: Vec<_> = table
            .iter()
            .filter(|(_, _, cell)| cell.is_empty_mark())
            .filter(|(line, _, cell)| *line != Line::Regulations || cell.value != Value::Dash)
            .collect();
        let Some((line, column, cell)) = empty.first() else { continue };
        let all = table.iter().count();
        let message = Text::new(
            format!(
                "{}有{}个单元格未填数（共{all}个），如“{}”行“{}”列为{}",
                kind.zh(),
                empty.len(),
                line.zh(),
                column.zh(),
                if cell.raw.is_empty() {
                    "空白".to_owned()
                } else {
                    format!("“{}”", cell.raw)
                }
            ),
            format!(
                "{} of {all} cells of table {} are not filled in, e.g. {}/{}",
                empty.len(),
                kind.key(),
                line.key(),
                column.json_key()
            ),
        );
        violations.push(Violation::new(message, Place::table(kind)).figures("0", &cell.raw));
    }
    let why = (!missing.is_empty()).then(|| {
        let zh: Vec<_> = missing.iter().map(|kind| kind.zh()).collect();
        let en: Vec<_> = missing.iter().map(|kind| kind.key()).collect();
        Text::new(format!("{}未读出", zh.join("、")), format!("not read: {}", en.join(", ")))
    });
    Verdict::of(violations, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::rules::given;

    #[test]
    fn blanks_are_counted_once_a_table() {
        let given = given::clean().application(Line::Received, Column::Other, "").application(
            Line::Granted,
            Column::Other,
            "/",
        );
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        assert!(failure.violations[0].message.zh.contains("有2个单元格未填数（共175个）"));
    }

    #[test]
    fn zero_is_filled_in() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn a_body_without_rules_may_print_a_slash() {
        let kind = TableKind::ActiveDisclosure;
        let slash = given::clean().cell(kind, Line::Regulations, Column::Made, "/");
        assert_eq!(check(&slash.dossier()), Verdict::Pass);
        let blank = given::clean().cell(kind, Line::Regulations, Column::Made, "");
        assert!(matches!(check(&blank.dossier()), Verdict::Fail(_)));
    }

    #[test]
    fn a_table_that_was_not_read_is_not_assessable() {
        let mut given = given::clean();
        given.report_mut().tables.remove(&TableKind::Reviews);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
