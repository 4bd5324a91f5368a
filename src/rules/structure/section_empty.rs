//! # section-empty
//!
//! ## What it checks
//! Whether sections 一, 五 and 六 have text under their headings.
//!
//! ## Legal basis
//! 政府信息公开条例第五十条: overview, problems and improvement, other matters.
//!
//! ## When it stays silent
//! - Sections 二 to 四, whose content is a table: `table-missing` speaks of those.
//! - Section 六 that says 无: that is an answer.
//! - An image or table stands under the heading.
//!
//! ## How to resolve
//! Write the section. 无 is no account of problems and improvement.

use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::wording::half_width;
use crate::wording::is_letter;

/// Fewer characters than this say nothing.
const LEAST: usize = 10;

pub(super) static RULE: Rule = Rule {
    id: "section-empty",
    label: ("内容空缺", "section empty"),
    severity: Severity::Warning,
    basis: ("政府信息公开条例第五十条", "Regulation on Government Information Disclosure, Art. 50"),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请补写该部分内容。", "Write the section."),
    lasting: false,
    params: &[],
    source: include_str!("section_empty.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let violations = report
        .sections
        .iter()
        .filter(|it| it.present && !it.has_table && !it.has_image)
        .filter(|it| matches!(it.number, 1 | 5 | 6))
        .filter_map(|section| {
            let letters = section.text.chars().map(half_width).filter(|c| is_letter(*c));
            let text: String = letters.take(LEAST).collect();
            let says_none = matches!(text.as_str(), "无" | "暂无" | "没有");
            let (message, severity) = match (section.number, says_none) {
                (6, true) => return None,
                (5, true) => (
                    Text::new(
                        format!("“{}”部分只写“{text}”", section.title),
                        "section 5 on problems and improvement only says “none”",
                    ),
                    Severity::Error,
                ),
                _ if text.chars().count() >= LEAST || (section.number == 6 && !text.is_empty()) => {
                    return None;
                }
                _ => (
                    Text::new(
                        format!("“{}”部分没有内容", section.title),
                        format!("section {} has a heading and nothing under it", section.number),
                    ),
                    Severity::Warning,
                ),
            };
            let violation =
                Violation::new(message, Place::section(section.number)).severity(severity);
            // Flattened text may have lost what stood there.
            Some(if report.text_carrier().may_lose_tables() && text.is_empty() {
                violation.confidence(Confidence::Low)
            } else {
                violation
            })
        })
        .collect();
    Verdict::of(violations, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;

    fn severity(number: u8, text: &str) -> Option<Severity> {
        match check(&given::clean().section(number, text).dossier()) {
            Verdict::Fail(failure) => failure.violations[0].severity,
            _ => None,
        }
    }

    #[test]
    fn nothing_under_a_heading_is_a_warning() {
        assert_eq!(severity(1, ""), Some(Severity::Warning));
        assert_eq!(severity(6, " "), Some(Severity::Warning));
        assert_eq!(severity(5, "见附件。"), Some(Severity::Warning));
    }

    #[test]
    fn a_file_that_may_have_lost_what_stood_there_accuses_nobody() {
        let given = given::clean().section(1, "").told_by(Carrier::Pdf);
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
    }

    #[test]
    fn none_is_an_answer_in_section_six_only() {
        assert_eq!(severity(6, "无。"), None);
        assert_eq!(severity(5, "无"), Some(Severity::Error));
    }

    #[test]
    fn ten_characters_are_enough() {
        assert_eq!(severity(5, "一二三四五六七八九"), Some(Severity::Warning));
        assert_eq!(severity(5, "一二三四五六七八九十"), None);
    }

    #[test]
    fn a_table_section_is_left_to_its_own_rule() {
        let mut given = given::clean();
        given.report_mut().sections[1].has_table = false;
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
