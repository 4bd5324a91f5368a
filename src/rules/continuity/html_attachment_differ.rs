//! # html-attachment-differ
//!
//! ## What it checks
//! Whether the tables on the page and those in the attached report print the same figures.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 (四): 发布内容不准确.
//!
//! ## When it stays silent
//! - The page links no file that is a report of the same body and year, or either side was
//!   not read: not assessable. A scan is never read.
//! - The table stands on one side only.
//! - A blank on one side and 0 on the other, or 3.0 and 3.
//! - Tables that were rebuilt from a file other than Word's own may be our reading: medium
//!   confidence. So is one that differs in more than half of its cells, or a file that does
//!   not say whose and what year's report it is: low confidence, never mailed.
//!
//! ## How to resolve
//! Correct the wrong one of the two.

use crate::domain::Annex;
use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

/// Cells that a message lists; the rest are counted.
const LISTED: usize = 8;

pub(super) static RULE: Rule = Rule {
    id: "html-attachment-differ",
    label: ("附件不一致", "attachment differs"),
    severity: Severity::Warning,
    basis: ("国办公开办函〔2021〕30号（四）", "Circular 30 (2021), item 4"),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请核对网页与附件中的表格，更正有误的一处。",
        "Compare the tables of the page and the attachment, and correct the wrong one.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("html_attachment_differ.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let mut violations = Vec::new();
    let mut compared = 0;
    for annex in &report.annexes {
        let Some(found) = annex.report() else { continue };
        for kind in TableKind::ALL {
            let (Some(page), Some(file)) = (report.own_table(kind), found.table(kind)) else {
                continue;
            };
            let (differences, both) = differences(page, file);
            compared += both;
            if !differences.is_empty() {
                let many = differences.len() * 2 > both;
                let confidence = confidence(report, found, many);
                violations.push(violation(kind, annex, &differences).confidence(confidence));
            }
        }
    }
    if compared == 0 {
        return unassessable(
            "没有已读出的同一年度报告附件可比",
            "no attachment with the same tables was read",
        );
    }
    Verdict::of(violations, None)
}

/// A cell that says one thing on the page and another in the file.
type Difference<'a> = (Line, Column, &'a Cell, &'a Cell);

/// The cells whose figures differ, and how many hold a figure on both sides.
fn differences<'a>(page: &'a Table, file: &'a Table) -> (Vec<Difference<'a>>, usize) {
    let mut both = 0;
    let mut found = Vec::new();
    for (line, column, here) in page.iter() {
        let Some(there) = file.cell(line, column) else { continue };
        let (Some(a), Some(b)) = (figure(here), figure(there)) else { continue };
        both += 1;
        if a != b {
            found.push((line, column, here, there));
        }
    }
    (found, both)
}

/// A figure in its shortest form.
fn figure(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Integer(n) => Some(n.to_string()),
        Value::Decimal(text) => Some(text.trim_end_matches('0').trim_end_matches('.').to_owned()),
        Value::Blank | Value::Dash | Value::NotNumber => None,
    }
}

fn confidence(report: &AnnualReport, found: &AnnualReport, many: bool) -> Confidence {
    let named = found.agency.is_some() && found.year.is_some() && report.year.is_some();
    match found.carrier {
        _ if many || !named => Confidence::Low,
        Carrier::Docx => Confidence::High,
        _ => Confidence::Medium,
    }
}

fn violation(kind: TableKind, annex: &Annex, differences: &[Difference<'_>]) -> Violation {
    let listed = differences.iter().take(LISTED);
    let zh: Vec<String> = listed
        .clone()
        .map(|(line, column, here, there)| {
            format!("{}·{}：网页{}，附件{}", line.zh(), column.zh(), here.raw, there.raw)
        })
        .collect();
    let en: Vec<String> = listed
        .map(|(line, column, here, there)| {
            format!("{}/{}: page {}, file {}", line.key(), column.json_key(), here.raw, there.raw)
        })
        .collect();
    let count = differences.len();
    let message = Text::new(
        format!("网页与附件的{}数据不一致，共{count}处（{}）", kind.zh(), zh.join("；")),
        format!(
            "{count} cells of table {} differ between page and attachment: {}",
            kind.key(),
            en.join("; ")
        ),
    );
    let place = Place { event: Some(annex.url.clone()), ..Place::table(kind) };
    let violation = Violation::new(message, place.quoting(annex.title.clone()));
    match differences {
        [(_, _, here, there)] => violation.figures(&there.raw, &here.raw),
        _ => violation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AnnexContent;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// A page whose attachment is the given report.
    fn with(file: Given) -> Given {
        let mut given = given::clean();
        let found = AnnualReport { carrier: Carrier::Docx, ..file.report.unwrap() };
        given.report_mut().annexes.push(Annex {
            url: "http://gov.test/a.docx".into(),
            title: "年度报告.docx".into(),
            digest: None,
            content: AnnexContent::Report(Box::new(found)),
        });
        given
    }

    fn edited(printed: &str) -> Given {
        given::clean().application(Line::Received, Column::NaturalPerson, printed)
    }

    #[test]
    fn a_figure_that_differs_is_listed() {
        let Verdict::Fail(failure) = check(&with(edited("8")).dossier()) else { panic!() };
        let [violation] = failure.violations.as_slice() else { panic!() };
        assert!(violation.message.zh.contains("共1处（本年新收·自然人：网页7，附件8）"));
        assert_eq!(violation.confidence, Confidence::High);
        assert_eq!(violation.place.table, Some(TableKind::Applications));
    }

    #[test]
    fn the_same_figures_pass() {
        for printed in ["7", "7.0", "", "/"] {
            assert_eq!(check(&with(edited(printed)).dossier()), Verdict::Pass, "{printed}");
        }
    }

    #[test]
    fn what_may_be_our_reading_is_less_sure() {
        let confidence = |change: fn(&mut AnnualReport)| {
            let mut given = with(edited("8"));
            if let Some(Annex { content: AnnexContent::Report(found), .. }) =
                given.report_mut().annexes.first_mut()
            {
                change(found);
            }
            let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
            failure.violations[0].confidence
        };
        assert_eq!(confidence(|it| it.carrier = Carrier::Pdf), Confidence::Medium);
        assert_eq!(confidence(|it| it.agency = None), Confidence::Low);
        let other = |it: &mut AnnualReport| {
            let table = it.tables.get_mut(&TableKind::Applications).unwrap();
            let keys: Vec<_> = table.iter().map(|(line, column, _)| (line, column)).collect();
            for (line, column) in keys {
                table.set(
                    line,
                    column,
                    Cell { raw: "5".into(), value: Value::Integer(5), derived: false },
                );
            }
        };
        assert_eq!(confidence(other), Confidence::Low);
    }

    #[test]
    fn without_a_second_table_it_is_not_assessable() {
        let mut taken = with(edited("8"));
        let report = taken.report_mut();
        for kind in TableKind::ALL {
            report.table_sources.insert(kind, "http://gov.test/a.docx".into());
        }
        let mut scan = given::clean();
        scan.report_mut().annexes.push(Annex {
            url: "http://gov.test/a.pdf".into(),
            title: "附件".into(),
            digest: None,
            content: AnnexContent::Scan,
        });
        for given in [taken, scan, given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
