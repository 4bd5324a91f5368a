//! # section-order
//!
//! ## What it checks
//! Whether the six sections stand in the order of the form, each once.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号, annex.
//!
//! ## When it stays silent
//! - A list of contents before the report: headings with nothing under them, after which
//!   the headings begin anew.
//! - A section that is missing: `section-missing` speaks of that.
//! - Fewer than two headings were recognised: not assessable.
//!
//! ## How to resolve
//! Put the sections in the order of the form.

use crate::domain::Dossier;
use crate::domain::Heading;
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
    id: "section-order",
    label: ("顺序不符", "section order"),
    severity: Severity::Info,
    basis: ("国办公开办函〔2021〕30号附件", "Circular 30 (2021), annex"),
    first_year: 2021,
    since: "0.1.0",
    remedy: ("请按统一格式的顺序排列各部分。", "Put the sections in the order of the form."),
    lasting: false,
    params: &[],
    source: include_str!("section_order.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let headings = body(&report.headings);
    if headings.len() < 2 {
        return unassessable("没有识别出标题的先后", "the order of headings was not recognised");
    }
    let order: Vec<u8> = headings.iter().map(|heading| heading.section).collect();
    let wrong = order.windows(2).find_map(|pair| match pair {
        [before, after] if after <= before => Some((*before, *after)),
        _ => None,
    });
    let Some((before, after)) = wrong else { return Verdict::Pass };
    let shown: Vec<String> = order.iter().map(ToString::to_string).collect();
    let shown = shown.join("、");
    let (zh, en) =
        if order.iter().rposition(|it| *it == after) > order.iter().position(|it| *it == after) {
            (format!("第{after}部分出现两次"), format!("section {after} stands twice"))
        } else {
            (
                format!("第{after}部分排在第{before}部分之后"),
                format!("section {after} stands behind section {before}"),
            )
        };
    let message = Text::new(
        format!("各部分顺序与统一格式不符：{zh}（实际顺序{shown}）"),
        format!("not in the order of the form: {en} (found {shown})"),
    );
    Verdict::fail(Violation::new(message, Place::section(after)).figures("1、2、3、4、5、6", shown))
}

/// The headings without those of a list of contents before them.
pub(super) fn body(headings: &[Heading]) -> &[Heading] {
    let rising = headings.windows(2).take_while(|pair| match pair {
        [before, after] => before.section < after.section,
        _ => false,
    });
    let first = rising.count() + 1;
    let Some((contents, rest)) = headings.split_at_checked(first) else { return headings };
    // Behind its last entry stands whatever the report begins with.
    let listed = contents.split_last().is_some_and(|(_, before)| {
        before.len() >= 2 && before.iter().all(|heading| !heading.has_content)
    });
    if listed && !rest.is_empty() { rest } else { headings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn ordered(order: &[(u8, bool)]) -> Given {
        let mut given = given::clean();
        given.report_mut().headings = order
            .iter()
            .map(|(section, has_content)| Heading {
                section: *section,
                numeral: None,
                has_content: *has_content,
            })
            .collect();
        given
    }

    #[test]
    fn the_order_of_the_form_passes_even_with_a_gap() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
        let gap = ordered(&[(1, true), (2, true), (4, true), (5, true), (6, true)]);
        assert_eq!(check(&gap.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_turn_or_a_repetition_is_information() {
        for (order, words) in [
            ([(1, true), (3, true), (2, true)], "第2部分排在第3部分之后（实际顺序1、3、2）"),
            ([(1, true), (2, true), (2, true)], "第2部分出现两次（实际顺序1、2、2）"),
        ] {
            let Verdict::Fail(failure) = check(&ordered(&order).dossier()) else { panic!() };
            assert!(failure.violations[0].message.zh.contains(words));
        }
    }

    #[test]
    fn a_list_of_contents_is_no_section() {
        let mut order: Vec<(u8, bool)> = (1..=6).map(|n| (n, n == 6)).collect();
        order.extend((1..=6).map(|n| (n, true)));
        assert_eq!(check(&ordered(&order).dossier()), Verdict::Pass);
    }

    #[test]
    fn one_heading_has_no_order() {
        let one = ordered(&[(1, true)]);
        assert!(matches!(check(&one.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
