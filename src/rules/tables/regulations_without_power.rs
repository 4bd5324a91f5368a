//! # regulations-without-power
//!
//! ## What it checks
//! Whether a body that cannot make rules (规章) counts some in table 2.
//!
//! ## Legal basis
//! 立法法: rules are made by ministries, provinces, and the governments of cities and
//! prefectures that are divided into districts (设区的市、自治州).
//!
//! ## When it stays silent
//! - The region of the body is not known: not assessable.
//! - Governments of provinces and of prefectures, told by the region code: `..0000` and
//!   `....00`.
//! - Enterprises: not assessable.
//! - Departments of a province or prefecture, which draft the rules of their government:
//!   only listed.
//! - For 2019 and 2020 only what was made counts; what was disclosed may be the rules of
//!   others.
//! - A government may have counted rules that it passed on: never of high confidence.
//!
//! ## How to resolve
//! Fill in 0, and count other documents under 行政规范性文件.

use crate::domain::Agency;
use crate::domain::AgencyKind;
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
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "regulations-without-power",
    label: ("规章数存疑", "rules without power"),
    severity: Severity::Warning,
    basis: (
        "立法法（规章制定权限）；国办公开办函〔2021〕30号附件",
        "Legislation Law (power to make rules); Circular 30 (2021), annex",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "县级及以下政府和地方部门无规章制定权，请核对“规章”一行。",
        "Counties, townships and local departments make no rules; check the row of rules.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("regulations_without_power.rs"),
    check: Check::Report(check),
};

/// What a body may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Power {
    /// It makes rules.
    Makes,
    /// It drafts those of its government.
    Drafts,
    /// Neither.
    Nothing,
}

/// Level of an administrative division code, or of a prefix of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Province,
    Prefecture,
    County,
}

fn level(region: &str) -> Option<Level> {
    if !region.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match (region.len(), region.get(2..).unwrap_or_default()) {
        (2, _) | (4, "00") | (6, "0000") => Some(Level::Province),
        (4, _) => Some(Level::Prefecture),
        (6, rest) if rest.ends_with("00") => Some(Level::Prefecture),
        (6, _) => Some(Level::County),
        _ => None,
    }
}

fn power(agency: &Agency) -> Option<Power> {
    match (agency.kind, level(&agency.region)) {
        (AgencyKind::Enterprise, _) | (_, None) => None,
        (AgencyKind::Township, _) | (_, Some(Level::County)) => Some(Power::Nothing),
        (AgencyKind::Government, _) => Some(Power::Makes),
        (AgencyKind::Department | AgencyKind::Vertical, _) => Some(Power::Drafts),
    }
}

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(table) = report.table(TableKind::ActiveDisclosure) else {
        return unassessable("表二未读出", "table active_disclosure was not read");
    };
    let columns: &[Column] = match dossier.year.0 {
        ..=2020 => &[Column::Made],
        _ => &[Column::Made, Column::Repealed, Column::InForce],
    };
    let figures: Vec<(Column, Option<i64>)> = columns
        .iter()
        .filter_map(|column| {
            let cell = table.cell(Line::Regulations, *column)?;
            let figure = if cell.is_empty_mark() { Some(0) } else { cell.integer() };
            Some((*column, figure))
        })
        .collect();
    let counted: Vec<String> = figures
        .iter()
        .filter_map(|(column, figure)| Some((column, figure.filter(|n| *n > 0)?)))
        .map(|(column, n)| format!("{}{n}", column.zh()))
        .collect();
    if counted.is_empty() {
        let whole = figures.len() == columns.len() && figures.iter().all(|(_, n)| n.is_some());
        return if whole {
            Verdict::Pass
        } else {
            unassessable("“规章”一行未读出", "the row of rules was not read")
        };
    }
    let severity = match power(dossier.agency) {
        None => {
            return unassessable(
                "机关所在区划未知，无法判断有无规章制定权",
                "the region of the body is not known, nor its power to make rules",
            );
        }
        Some(Power::Makes) => return Verdict::Pass,
        Some(Power::Drafts) => Severity::Info,
        Some(Power::Nothing) => Severity::Warning,
    };
    let message = Text::new(
        format!("本机关无规章制定权，而表二“规章”行填报：{}", counted.join("，")),
        format!("the body makes no rules, but its table counts some: {}", counted.join(", ")),
    );
    let place = Place { row: Some(Line::Regulations), ..Place::table(TableKind::ActiveDisclosure) };
    let violation = Violation::new(message, place).figures("0", counted.join("，"));
    Verdict::fail(violation.severity(severity).confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn body(kind: AgencyKind, region: &str) -> Given {
        let table = TableKind::ActiveDisclosure;
        let mut given =
            given::clean().cell(table, Line::Regulations, Column::InForce, "2").kind(kind);
        given.agency.region = region.into();
        given
    }

    fn severity(given: &Given) -> Option<Severity> {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => failure.violations[0].severity,
            _ => None,
        }
    }

    #[test]
    fn only_governments_of_prefectures_and_provinces_make_rules() {
        use AgencyKind::Department;
        use AgencyKind::Government;
        use AgencyKind::Township;
        for (kind, region, expected) in [
            (Government, "620000", None),
            (Government, "620300", None),
            (Government, "62", None),
            (Government, "6203", None),
            (Government, "620302", Some(Severity::Warning)),
            (Township, "620300", Some(Severity::Warning)),
            (Department, "620302", Some(Severity::Warning)),
            (Department, "620300", Some(Severity::Info)),
        ] {
            assert_eq!(severity(&body(kind, region)), expected, "{kind:?} {region}");
        }
    }

    #[test]
    fn zero_and_a_dash_pass_everywhere() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
        let table = TableKind::ActiveDisclosure;
        let dash = body(AgencyKind::Government, "620302").cell(
            table,
            Line::Regulations,
            Column::InForce,
            "/",
        );
        assert_eq!(check(&dash.dossier()), Verdict::Pass);
    }

    #[test]
    fn an_unknown_region_or_row_cannot_be_judged() {
        for region in ["", "62030", "甘肃省"] {
            let given = body(AgencyKind::Government, region);
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)), "{region}");
        }
        let mut gone = given::clean();
        let tables = &mut gone.report_mut().tables;
        tables.get_mut(&TableKind::ActiveDisclosure).unwrap().forget(Line::Regulations);
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn rules_of_others_that_were_disclosed_do_not_count_before_2021() {
        let mut given = body(AgencyKind::Government, "620302");
        given.year = ReportYear(2020);
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }
}
