//! # meta-tags-missing
//!
//! ## What it checks
//! Whether the page has the tags `ArticleTitle`, `PubDate` and `ContentSource`.
//!
//! ## Legal basis
//! 国办发〔2017〕47号《政府网站发展指引》, annex on tags of pages. That these three are mandatory
//! was not seen in the annex itself; it is information, and not the body's own fault.
//!
//! ## When it stays silent
//! - Files and text, which carry no tags: not assessable.
//! - A page without any named tag is a piece of one: not assessable.
//!
//! ## How to resolve
//! Ask whoever runs the site to add the tags to its template.

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
    id: "meta-tags-missing",
    label: ("缺少网页标签", "page tags"),
    severity: Severity::Info,
    basis: (
        "国办发〔2017〕47号《政府网站发展指引》附件（网页标签）",
        "Guobanfa 47 (2017), guideline for government websites, annex on page tags",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请网站管理单位在网页模板中补充标签。",
        "Ask whoever runs the site to add the tags to its template.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("meta_tags_missing.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let Some(tags) = report.tags.as_ref().filter(|tags| tags.any) else {
        return unassessable("没有可检查的网页标签", "what was read carries no tags");
    };
    let missing: Vec<&str> = [
        ("ArticleTitle", &tags.article_title),
        ("PubDate", &tags.pub_date),
        ("ContentSource", &tags.content_source),
    ]
    .into_iter()
    .filter(|(_, tag)| tag.is_none())
    .map(|(name, _)| name)
    .collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let message = Text::new(
        format!("网页缺少标签：{}", missing.join("、")),
        format!("the page lacks the tags {}", missing.join(", ")),
    );
    Verdict::fail(Violation::new(message, Place::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PageTags;
    use crate::rules::given;

    #[test]
    fn a_missing_tag_is_named() {
        let mut given = given::clean();
        let tags = given.report_mut().tags.as_mut().unwrap();
        tags.pub_date = None;
        tags.content_source = None;
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].message.zh, "网页缺少标签：PubDate、ContentSource");
    }

    #[test]
    fn all_three_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn what_is_no_whole_page_is_not_assessable() {
        let mut given = given::clean();
        given.report_mut().tags = Some(PageTags::default());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        given.report_mut().tags = None;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
