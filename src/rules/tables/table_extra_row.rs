//! # table-extra-row
//!
//! ## What it checks
//! Whether a table has rows of figures that the form does not have, such as a sub-total
//! or 其他主动公开文件.
//!
//! ## Legal basis
//! None that forbids it; the form has a fixed set of rows (国办公开办函〔2021〕30号 and
//! 〔2019〕60号, annex), and an extra row makes the tables of different bodies
//! incomparable.
//!
//! ## When it stays silent
//! - Group headings such as （三）不予公开, which carry no figures.
//! - Flattened text, as that of an old Word file, in which an extra row cannot be told
//!   from the text around it: not assessable.
//! - No table was read: not assessable.
//! - Local templates add rows by order, as that of Hubei did for 2020; so it is only
//!   listed, never mailed.
//!
//! ## How to resolve
//! Move the figures into the text, unless a local template asks for the row.

use crate::domain::Dossier;
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
    id: "table-extra-row",
    label: ("表格多行", "extra table row"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2021〕30号、〔2019〕60号附件",
        "Circulars 30 (2021) and 60 (2019), annex",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "统一格式中没有该行；如非本地模板要求，请改在正文中说明。",
        "The form has no such row; move it into the text unless a local template asks for it.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("table_extra_row.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let mut violations = Vec::new();
    let mut flattened = None;
    for kind in TableKind::ALL {
        if report.table_carrier(kind).is_flat() {
            flattened = Some(Text::new(
                "纯文本中无法辨认格式以外的行",
                "rows beside the form cannot be told apart in flattened text",
            ));
            continue;
        }
        let labels = report.extra_rows.iter().filter(|(table, _)| *table == kind);
        let labels: Vec<&str> = labels.map(|(_, label)| label.as_str()).collect();
        if labels.is_empty() {
            continue;
        }
        let message = Text::new(
            format!("{}有格式以外的行：{}", kind.zh(), labels.join("、")),
            format!("table {} has rows beside the form: {}", kind.key(), labels.join(", ")),
        );
        violations.push(Violation::new(message, Place::table(kind).quoting(labels.join("、"))));
    }
    if flattened.is_none() && violations.is_empty() && report.tables.is_empty() {
        return unassessable("表格均未读出", "no table was read");
    }
    Verdict::of(violations, flattened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn with(label: &str) -> Given {
        let mut given = given::clean();
        given.report_mut().extra_rows.push((TableKind::ActiveDisclosure, label.into()));
        given
    }

    #[test]
    fn the_rows_of_the_form_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn an_extra_row_is_listed_by_its_label() {
        let Verdict::Fail(failure) = check(&with("其他主动公开文件").dossier()) else {
            panic!()
        };
        assert_eq!(failure.violations[0].message.zh, "表二有格式以外的行：其他主动公开文件");
        assert_eq!(RULE.severity, Severity::Info);
    }

    #[test]
    fn without_a_table_or_its_marks_it_cannot_be_told() {
        for carrier in [Carrier::Text, Carrier::Doc] {
            let mut text = with("小计");
            text.report_mut().carrier = carrier;
            assert!(matches!(check(&text.dossier()), Verdict::NotAssessable(_)), "{carrier:?}");
        }
        let file = given::clean().taken_from(TableKind::ActiveDisclosure, Carrier::Doc);
        assert!(matches!(check(&file.dossier()), Verdict::NotAssessable(_)));
        let mut gone = given::clean();
        gone.report_mut().tables.clear();
        assert!(matches!(check(&gone.dossier()), Verdict::NotAssessable(_)));
    }
}
