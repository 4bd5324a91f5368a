//! # title-agency-mismatch
//!
//! ## What it checks
//! Whether the body that the title names is the one that owes the report.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: each body publishes its own report.
//!
//! ## When it stays silent
//! - The title names no body, or there is no title: not assessable.
//! - A short name, an alias, a second name in brackets, or a name that a reform made
//!   longer or shorter: all its characters stand in the other in their order.
//!
//! ## How to resolve
//! Correct the title; where the body was renamed, add the other name as an alias.

use super::narrative::same_body;
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
use crate::rules::unassessable;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "title-agency-mismatch",
    label: ("标题单位不符", "other body in title"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第四十九条（公布本机关年度报告）",
        "Regulation on Government Information Disclosure, Art. 49 (each body publishes its own)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请更正标题中的单位名称；单位已更名的，请在配置中补充别名。",
        "Correct the name in the title; after a renaming, configure the other name as an alias.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("title_agency_mismatch.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let (Some(title), Some(named)) = (report.title.as_deref(), report.agency.as_deref()) else {
        return unassessable("标题中没有单位名称", "the title names no body");
    };
    // Where the title names nobody, the report's agency is that of its signature or tag.
    if !letters(title).contains(&letters(named)) {
        return unassessable("标题中没有单位名称", "the title names no body");
    }
    let agency = dossier.agency;
    if letters(&agency.name).is_empty() {
        return unassessable("不知道应由哪个单位发布", "whose report it should be is not known");
    }
    if std::iter::once(&agency.name).chain(&agency.aliases).any(|name| same_body(named, name)) {
        return Verdict::Pass;
    }
    let message = Text::new(
        format!("标题中的单位“{named}”与应发布单位“{}”不符", agency.name),
        format!("the title names “{named}”, but the report is owed by “{}”", agency.name),
    );
    let violation = Violation::new(message, Place::default().quoting(title));
    Verdict::fail(violation.figures(&agency.name, named).confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn named(agency: &str) -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        report.title = Some(format!("{agency}2025年政府信息公开工作年度报告"));
        report.agency = Some(agency.into());
        given
    }

    #[test]
    fn another_body_in_the_title_is_a_warning() {
        let Verdict::Fail(failure) = check(&named("某市教育局").dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("“某市教育局”与应发布单位“某市财政局”"));
        assert_eq!(failure.violations[0].severity, None);
    }

    #[test]
    fn short_long_and_second_names_pass() {
        for name in ["某市财政局", "财政局", "某省某市财政局", "某市财政局（某市国资办）"]
        {
            assert_eq!(check(&named(name).dossier()), Verdict::Pass, "{name}");
        }
        let mut renamed = named("某市国有资产管理局");
        renamed.agency.aliases = vec!["某市国有资产监督管理局".into()];
        assert_eq!(check(&renamed.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_title_without_a_name_is_not_assessable() {
        let mut given = named("某市教育局");
        given.report_mut().title = Some("2025年政府信息公开工作年度报告".into());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        given.report_mut().agency = None;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
