//! # report-withdrawn
//!
//! ## What it checks
//! Whether a report that had been published is gone from its column and its address.
//!
//! ## Legal basis
//! 政府信息公开条例第二十四条: disclosed information must be there to be searched,
//! read and downloaded; 第四十九条: the report is published to the public.
//!
//! ## When it stays silent
//! - The site could not be read: not assessable.
//! - The report left the listing but still stands at its address.
//!
//! ## How to resolve
//! Put the report back; the case closes at the next look that finds it.

use crate::domain::Dossier;
use crate::domain::Observation;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "report-withdrawn",
    label: ("撤回", "withdrawn"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第二十四条、第四十九条",
        "Regulation on Government Information Disclosure, Art. 24 and 49",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请恢复已发布的年度报告；如系栏目迁移，请告知新网址。",
        "Put the report back; if the column moved, name the new address.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("report_withdrawn.rs"),
    check,
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let Some(publication) = dossier.publication else {
        return unassessable("没有见到过年报", "no report has been seen");
    };
    if !dossier.observation.is_clean() {
        return unassessable("本次未能读取网站", "the site could not be read this time");
    }
    let (Observation::Absent, Some(since)) = (dossier.observation, dossier.withdrawn) else {
        return Verdict::Pass;
    };
    let first = year::statutory_day(publication.first_seen);
    let gone = year::statutory_day(since);
    let message = Text::new(
        format!(
            "已发布的年度报告不见了：{first}首次见到，{gone}起栏目中没有，原网址也打不开（{}）",
            publication.url
        ),
        format!(
            "the published report is gone: first seen {first}, since {gone} neither listed nor at \
             its address ({})",
            publication.url
        ),
    );
    Verdict::fail(Violation::new(message, Place::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    #[test]
    fn a_report_that_is_gone_is_reported() {
        let mut given = given::clean();
        given.observation = Observation::Absent;
        given.withdrawn = Some(given::noon("2026-02-10"));
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("2026-02-10"));
    }

    #[test]
    fn a_report_that_stands_is_fine() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn an_outage_is_no_withdrawal() {
        let mut given = given::clean();
        given.observation = given::unreachable().observation;
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
