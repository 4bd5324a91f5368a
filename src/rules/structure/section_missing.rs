//! # section-missing
//!
//! ## What it checks
//! Whether each of the six first-level sections has its heading.
//!
//! ## Legal basis
//! 政府信息公开条例第五十条 lists the content; 国办公开办函〔2021〕30号 the headings.
//!
//! ## When it stays silent
//! - Reports up to 2018, which had no national layout.
//! - A page on which not one heading was recognised: headings may be images.
//! - A page with characters that cannot be read: a heading may be among them.
//! - A workbook, which holds tables only, and an old Word file, which loses the numbers
//!   of its headings: not assessable.
//! - A heading worded differently but with the same words of substance.
//!
//! ## How to resolve
//! Add the section under its heading; where there is nothing to report, say so in it.

use crate::domain::Carrier;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "section-missing",
    label: ("内容缺项", "section missing"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第五十条；国办公开办函〔2021〕30号",
        "Regulation on Government Information Disclosure, Art. 50; Circular 30 (2021)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请按统一格式补齐该部分；没有相关情况的也应写明。",
        "Add the section as the form has it; where there is nothing to report, say so.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("section_missing.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    if !report.sections.iter().any(|section| section.present) {
        return unassessable("没有识别出任何标题", "no heading was recognised");
    }
    // A sheet holds the tables, and old Word files lose the numbers of their headings.
    let carrier = report.text_carrier();
    if matches!(carrier, Carrier::Workbook | Carrier::Doc) {
        return unassessable(
            format!("{}文件读不出完整的标题", carrier.name()),
            format!("headings are not read for certain from {}", carrier.name()),
        );
    }
    // Where characters came out unreadable, a heading may be among them.
    let lost = |text: &str| text.contains('\u{FFFD}');
    if lost(&report.preamble) || report.sections.iter().any(|section| lost(&section.text)) {
        return unassessable("有无法识别的字符", "some characters cannot be read");
    }
    // 60号 was expected, not ordered, for 2019 and 2020.
    let ordered = dossier.year.0 >= 2021;
    let violations = report
        .sections
        .iter()
        .filter(|section| !section.present)
        .map(|section| {
            let core = (2..=5).contains(&section.number);
            let severity = if core && ordered { Severity::Error } else { Severity::Warning };
            let message = Text::new(
                format!("内容缺项：没有“{}”部分", section.title),
                format!("section {} is missing ({})", section.number, section.title),
            );
            Violation::new(message, Place::section(section.number)).severity(severity)
        })
        .collect();
    Verdict::of(violations, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn without(number: u8) -> Verdict {
        let mut given = given::clean();
        let sections = &mut given.report_mut().sections;
        sections.iter_mut().find(|it| it.number == number).unwrap().present = false;
        check(&given.dossier())
    }

    #[test]
    fn a_core_section_is_an_error_and_an_outer_one_a_warning() {
        for (number, severity) in [(4, Severity::Error), (6, Severity::Warning)] {
            let Verdict::Fail(failure) = without(number) else { panic!() };
            assert_eq!(failure.violations.len(), 1);
            assert_eq!(failure.violations[0].severity, Some(severity));
        }
    }

    #[test]
    fn six_headings_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn a_carrier_that_loses_headings_is_not_assessable() {
        let changed = |change: fn(&mut crate::domain::AnnualReport)| {
            let mut given = given::clean();
            given.report_mut().sections[3].present = false;
            change(given.report_mut());
            check(&given.dossier())
        };
        assert!(matches!(changed(|it| it.carrier = Carrier::Pdf), Verdict::Fail(_)));
        for verdict in [
            changed(|it| it.carrier = Carrier::Doc),
            changed(|it| it.carrier = Carrier::Workbook),
            changed(|it| it.sections[4].text.push('\u{FFFD}')),
        ] {
            assert!(matches!(verdict, Verdict::NotAssessable(_)));
        }
        let mut file = given::clean().told_by(Carrier::Doc);
        file.report_mut().sections[3].present = false;
        assert!(matches!(check(&file.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn no_heading_at_all_is_not_assessable() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.present = false);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
