//! # text-documents-mismatch
//!
//! ## What it checks
//! Whether the numbers of 规范性文件 made, repealed and in force that the text states are
//! those of table 2, with or without 规章.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate
//! (文表数据不一致).
//!
//! ## When it stays silent
//! - Reports up to 2020, whose table counts otherwise.
//! - The table's figures were not read: not assessable.
//! - Documents of a part of the body (政府办 …), of the party, or of other kinds.
//! - 失效, 修改 and 清理, which some count with 废止 and some apart.
//! - The count is of another year, since some day, or approximate.
//!
//! ## How to resolve
//! Correct the text or the table, or say what the number is of.

use super::said;
use super::said::Matter;
use super::said::Tally;
use super::said::Zero;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Verdict;
use crate::prose::Role;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "text-documents-mismatch",
    label: ("文件数不一致", "documents differ"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对正文与表二的规范性文件数量并更正。",
        "Check the numbers of documents in the text against table 2.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_documents_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let counts = said::counts(reading);
    let kind = TableKind::ActiveDisclosure;
    let mut tally = Tally::default();
    for (role, column, zh, en) in [
        (Role::Made, Column::Made, "制发规范性文件", "documents made"),
        (Role::Repealed, Column::Repealed, "废止规范性文件", "documents repealed"),
        (Role::InForce, Column::InForce, "现行有效规范性文件", "documents in force"),
    ] {
        let own = said::cells(report, kind, &[(Line::NormativeDocuments, column)]);
        // A body without rules prints a dash in their row, or nothing.
        let rules = report.table(kind).and_then(|table| table.cell(Line::Regulations, column));
        let rules =
            rules.and_then(|cell| if cell.is_empty_mark() { Some(0) } else { cell.integer() });
        let both = own.and_then(|own| own.checked_add(rules?));
        let matter = Matter {
            roles: &[role],
            name: (zh, en),
            place: Place {
                row: Some(Line::NormativeDocuments),
                column: Some(column),
                ..Place::table(kind)
            },
            allowed: vec![("行政规范性文件", own), ("连同规章", both)],
            zero: Zero::Compared,
        };
        tally.compare(&counts, matter);
    }
    tally.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// 5 documents made, 2 repealed, 12 in force; 1 rule made, 3 in force.
    fn given(text: &str) -> Given {
        [
            (Line::NormativeDocuments, Column::Made, "5"),
            (Line::NormativeDocuments, Column::Repealed, "2"),
            (Line::Regulations, Column::Made, "1"),
            (Line::Regulations, Column::InForce, "3"),
        ]
        .into_iter()
        .fold(given::clean().section(1, text), |given, (line, column, printed)| {
            given.cell(TableKind::ActiveDisclosure, line, column, printed)
        })
    }

    fn judged(text: &str) -> Verdict {
        check(&given(text).dossier())
    }

    #[test]
    fn the_figures_of_the_table_pass_with_or_without_rules() {
        for text in [
            "制发规范性文件5件，废止2件，现行有效12件。",
            "制定规章、规范性文件6件。",
            "现行有效规范性文件15件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn each_other_number_is_a_warning() {
        let text = "制发规范性文件7件，废止1件，现行有效20件。";
        let Verdict::Fail(failure) = judged(text) else { panic!() };
        assert_eq!(failure.violations.len(), 3);
        assert_eq!(
            failure.violations[0].message.zh,
            "文表数据不一致：正文制发规范性文件“制发规范性文件7件”，表中行政规范性文件5，连同规章6"
        );
    }

    #[test]
    fn documents_of_others_contradict_nothing() {
        for text in [
            "以县政府办名义制发规范性文件3件。",
            "制定党内规范性文件9件。",
            "宣布失效规范性文件9件。",
            "累计制发规范性文件90件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_row_that_was_not_read_cannot_be_compared() {
        let mut given = given("制发规范性文件7件。");
        let tables = &mut given.report_mut().tables;
        tables.get_mut(&TableKind::ActiveDisclosure).unwrap().forget(Line::NormativeDocuments);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
