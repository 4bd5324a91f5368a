//! # table-wrong-edition
//!
//! ## What it checks
//! Whether the tables are those prescribed for the report year: 国办公开办函〔2021〕30号
//! from 2021 on, 〔2019〕60号 for 2019 and 2020.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号, which replaced the trial format of 2019.
//!
//! ## When it stays silent
//! - No table was read: not assessable, because then only the year tells the edition.
//! - The wording of the tables fits both formats.
//! - 2021 was the first year of the new format: a warning, from 2022 on an error.
//! - The new format in a report on 2019 or 2020, which was then published again or
//!   early: only listed.
//!
//! ## How to resolve
//! Fill in the tables of the format in force.

use crate::domain::Column;
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
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "table-wrong-edition",
    label: ("套用旧格式", "outdated tables"),
    severity: Severity::Error,
    basis: ("国办公开办函〔2021〕30号", "Circular 30 (2021)"),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请改用该报告年度适用的统一格式表格。",
        "Fill in the tables of the format that is in force for the report year.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("table_wrong_edition.rs"),
    check: Check::Report(check),
};

/// Cells that only one of the two formats has: it is named by its first report year.
const SIGNS: [(TableKind, Line, Column, i32); 8] = [
    (TableKind::ActiveDisclosure, Line::NormativeDocuments, Column::TotalDisclosed, 2019),
    (TableKind::ActiveDisclosure, Line::Procurement, Column::PurchaseItems, 2019),
    (TableKind::ActiveDisclosure, Line::Licences, Column::ItemsLastYear, 2019),
    (TableKind::Applications, Line::Other, Column::Total, 2019),
    (TableKind::ActiveDisclosure, Line::NormativeDocuments, Column::InForce, 2021),
    (TableKind::ActiveDisclosure, Line::NormativeDocuments, Column::Repealed, 2021),
    (TableKind::Applications, Line::OtherNotCorrected, Column::Total, 2021),
    (TableKind::Applications, Line::OtherFeeUnpaid, Column::Total, 2021),
];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let found = SIGNS.iter().find(|(kind, line, column, _)| {
        report.table(*kind).is_some_and(|table| table.cell(*line, *column).is_some())
    });
    let Some((kind, line, column, first_year)) = found else {
        return unassessable(
            "没有读出能够区分新旧格式的表格内容",
            "no part of the tables was read that tells the two formats apart",
        );
    };
    let year = dossier.year.0;
    let severity = match (*first_year, year) {
        (2019, 2022..) => None,
        (2019, 2021) => Some(Severity::Warning),
        (2021, ..=2020) => Some(Severity::Info),
        _ => return Verdict::Pass,
    };
    let (document, en) = match *first_year {
        2019 => ("国办公开办函〔2019〕60号试行格式", "the trial format of Circular 60 (2019)"),
        _ => ("国办公开办函〔2021〕30号格式", "the format of Circular 30 (2021)"),
    };
    let message = Text::new(
        format!(
            "未按规定格式编制：{year}年度报告的{}采用{document}（“{}”“{}”）",
            kind.zh(),
            line.zh(),
            column.zh()
        ),
        format!("table {} of the report on {year} follows {en}", kind.key()),
    );
    let violation = Violation::new(message, Place::table(*kind));
    Verdict::fail(match severity {
        Some(severity) => violation.severity(severity),
        None => violation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn on(year: i32) -> Given {
        let mut given = given::clean();
        given.year = ReportYear(year);
        given
    }

    fn in_old_format(year: i32) -> Given {
        let mut given = on(year);
        let tables = &mut given.report_mut().tables;
        tables.get_mut(&TableKind::ActiveDisclosure).unwrap().forget(Line::NormativeDocuments);
        let kind = TableKind::ActiveDisclosure;
        given.cell(kind, Line::NormativeDocuments, Column::TotalDisclosed, "12")
    }

    fn severity(given: &Given) -> Option<Severity> {
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        failure.violations[0].severity
    }

    #[test]
    fn the_format_of_the_year_passes() {
        assert_eq!(check(&on(2021).dossier()), Verdict::Pass);
        assert_eq!(check(&on(2025).dossier()), Verdict::Pass);
        assert_eq!(check(&in_old_format(2020).dossier()), Verdict::Pass);
    }

    #[test]
    fn the_old_format_is_a_warning_in_2021_and_then_an_error() {
        assert_eq!(severity(&in_old_format(2021)), Some(Severity::Warning));
        assert_eq!(severity(&in_old_format(2022)), None);
    }

    #[test]
    fn the_new_format_in_an_old_year_is_only_listed() {
        assert_eq!(severity(&on(2020)), Some(Severity::Info));
    }

    #[test]
    fn without_a_telling_table_the_year_alone_proves_nothing() {
        let mut given = on(2025);
        given.report_mut().tables.remove(&TableKind::ActiveDisclosure);
        given.report_mut().tables.remove(&TableKind::Applications);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
