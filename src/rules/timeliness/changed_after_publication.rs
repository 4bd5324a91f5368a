//! # changed-after-publication
//!
//! ## What it checks
//! Whether the report was edited after it was first seen, figure by figure, then text.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate;
//! 发布后有变动 is one of the faults that evaluations name (CASS 2016).
//!
//! ## When it stays silent
//! - The page around the report changed: menus, counters, dates of the site.
//! - No second version was read.
//! - It is only information where no figure changed, or where the report says of
//!   itself that it was corrected (更正、更新、修订).
//!
//! ## How to resolve
//! The edit cannot be undone; a person looks at the difference and acknowledges it.

use crate::domain::Change;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Rule;
use crate::rules::unassessable;

/// Differences spelled out in the sentence; the rest is counted.
const SHOWN: usize = 3;

pub(super) static RULE: Rule = Rule {
    id: "changed-after-publication",
    label: ("发布后变动", "edited"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核实改动；确需更正的，应在页面注明更正情况。",
        "Verify the edit; a correction should be declared on the page.",
    ),
    lasting: true,
    params: &[],
    source: include_str!("changed_after_publication.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    if dossier.publication.is_none() {
        return unassessable("没有见到年报", "no report was seen");
    }
    let violations = dossier
        .revisions
        .iter()
        .enumerate()
        .map(|(i, revision)| {
            let on = year::statutory_day(revision.at);
            let figures = revision.changes.iter().filter(|change| change.is_figure()).count();
            let shown = revision.changes.iter().take(SHOWN).map(Change::text);
            let (zh, en): (Vec<_>, Vec<_>) = shown.map(|text| (text.zh, text.en)).unzip();
            let rest = revision.changes.len().saturating_sub(SHOWN);
            let more = if rest == 0 {
                Text::default()
            } else {
                Text::new(format!("；另有{rest}处"), format!("; and {rest} more"))
            };
            let message = Text::new(
                format!("发布后有变动（{on}发现）：{}{}", zh.join("；"), more.zh),
                format!("edited after publication (seen {on}): {}{}", en.join("; "), more.en),
            );
            let place = Place { event: Some(format!("revision-{}", i + 1)), ..Place::default() };
            let violation = Violation::new(message, place);
            if figures == 0 || revision.declared {
                violation.severity(Severity::Info)
            } else {
                violation
            }
        })
        .collect();
    Verdict::of(violations, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::domain::Revision;
    use crate::domain::SnapshotId;
    use crate::domain::TableKind;
    use crate::rules::given;

    fn edited(declared: bool, changes: Vec<Change>) -> Verdict {
        let mut given = given::clean();
        let (from, to) = (SnapshotId(1), SnapshotId(2));
        given.revisions =
            vec![Revision { at: given::noon("2026-02-10"), from, to, declared, changes }];
        check(&given.dossier())
    }

    fn figure() -> Change {
        Change::Cell {
            table: TableKind::Applications,
            line: Line::Received,
            column: Column::NaturalPerson,
            before: Some("134".into()),
            after: Some("143".into()),
        }
    }

    #[test]
    fn a_figure_is_shown_before_and_after() {
        let Verdict::Fail(failure) = edited(false, vec![figure()]) else { panic!() };
        let violation = &failure.violations[0];
        assert!(violation.message.zh.contains("表三 本年新收 自然人：134 → 143"));
        assert_eq!(violation.severity, None);
    }

    #[test]
    fn a_declared_correction_is_information() {
        let Verdict::Fail(failure) = edited(true, vec![figure()]) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Info));
    }

    #[test]
    fn a_change_of_words_is_information() {
        let words = Change::Section { number: 1, before: "甲".into(), after: "乙".into() };
        let Verdict::Fail(failure) = edited(false, vec![words]) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Info));
    }

    #[test]
    fn one_version_is_no_change_and_none_is_not_assessable() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
