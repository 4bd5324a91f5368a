//! # duplicate-report
//!
//! ## What it checks
//! Whether the listing has two reports of the body for one year whose texts differ.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate; 多平台发布 with
//! different contents is one of the faults that evaluations name (CASS 2016).
//!
//! ## When it stays silent
//! - One text under several addresses, in several columns.
//! - One of them could not be read, or is a file beside the page: not assessable.
//! - The two name different bodies, as a government and its office.
//! - The listing was not read: not assessable.
//!
//! ## How to resolve
//! Take the superseded one down, or say on it that it was replaced.

use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Likeness;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-report",
    label: ("重复发布", "two reports"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请保留正确的一份，撤下或注明已被替代的一份。",
        "Keep the right one; take the other down, or say on it that it was replaced.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("duplicate_report.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let Some(twins) = dossier.twins else {
        return match dossier.listed_years {
            Some(_) => Verdict::Pass,
            None => unassessable("没有读到列表", "the listing was not read"),
        };
    };
    let differ = match &twins.likeness {
        Likeness::Same => return Verdict::Pass,
        Likeness::Unclear(why) => {
            return unassessable(
                format!("列表中有多份，无法比较：{why}"),
                format!("the listing has several, which cannot be compared: {why}"),
            );
        }
        Likeness::Different(differ) => differ,
    };
    let year = dossier.year;
    let n = twins.candidates.len();
    let shown: Vec<String> =
        twins.candidates.iter().map(|it| format!("“{}”（{}）", it.title, it.url)).collect();
    let message = Text::new(
        format!(
            "重复发布：{year}年度有{n}份内容不同的年报：{}；不同之处：{differ}",
            shown.join("；")
        ),
        format!("{n} different reports on {year}: {}; they differ: {differ}", shown.join("; ")),
    );
    let violation = Violation::new(message, Place::default()).figures(1, n);
    Verdict::fail(violation.confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Twin;
    use crate::domain::Twins;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn twins(likeness: Likeness) -> Given {
        let mut given = given::clean();
        let twin = |n| Twin { url: format!("http://gov.test/{n}"), title: format!("年报{n}") };
        given.twins = Some(Twins {
            at: given::noon("2026-02-01"),
            candidates: vec![twin(1), twin(2)],
            likeness,
        });
        given
    }

    #[test]
    fn two_texts_are_a_warning_that_names_both() {
        let given = twins(Likeness::Different("表三 本年新收 总计：9 → 8".into()));
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        let message = &failure.violations[0].message.zh;
        assert!(message.contains("http://gov.test/1") && message.contains("http://gov.test/2"));
        assert!(message.contains("本年新收 总计：9 → 8"));
    }

    #[test]
    fn one_text_or_one_candidate_passes() {
        assert_eq!(check(&twins(Likeness::Same).dossier()), Verdict::Pass);
        let mut alone = given::clean();
        alone.listed_years = Some(vec![]);
        assert_eq!(check(&alone.dossier()), Verdict::Pass);
    }

    #[test]
    fn what_cannot_be_compared_is_not_assessable() {
        let unread = twins(Likeness::Unclear("HTTP 503".into()));
        for given in [unread, given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
