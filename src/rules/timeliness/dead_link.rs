//! # dead-link
//!
//! ## What it checks
//! Whether the address that the listing gives for the report, and the files that the report
//! links, still answer.
//!
//! ## Legal basis
//! 政府信息公开条例第二十四条: disclosed information must be there to be searched, read and
//! downloaded.
//!
//! ## When it stays silent
//! - Fewer than three looks in a row found it dead, or they span less than 24 hours.
//! - The report is not listed at all: other rules speak of that.
//! - A gateway, an outage, a refusal by robots.txt: not assessable.
//! - Links were not checked, as for a file given by hand: not assessable.
//! - A dead file is a warning, a dead page an error.
//!
//! ## How to resolve
//! Repair the link or put the file back; the case closes at the next look that finds it.

use chrono::TimeDelta;

use crate::domain::Dossier;
use crate::domain::LinkAnswer;
use crate::domain::LinkCheck;
use crate::domain::LinkKind;
use crate::domain::Observation;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "dead-link",
    label: ("链接不可用", "dead link"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第二十四条（检索、查阅、下载）",
        "Regulation on Government Information Disclosure, Art. 24 (search, read, download)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: ("请修复链接或重新上传文件。", "Repair the link, or put the file back."),
    lasting: false,
    params: &[],
    source: include_str!("dead_link.rs"),
    check: Check::Report(check),
};

/// Looks in a row that must find it dead.
const LOOKS: u32 = 3;
/// The time that they must span.
const SPAN: TimeDelta = TimeDelta::hours(24);

fn check(dossier: &Dossier<'_>) -> Verdict {
    if *dossier.observation == Observation::Absent {
        return Verdict::Pass;
    }
    if dossier.links.is_empty() {
        return unassessable("没有检查过链接", "links were not checked");
    }
    let mut unclear: Option<Text> = None;
    let mut violations = Vec::new();
    for link in dossier.links {
        match &link.answer {
            LinkAnswer::Alive => {}
            LinkAnswer::Dead(seen) if is_confirmed(link) => violations.push(breach(link, seen)),
            LinkAnswer::Dead(seen) => {
                unclear = Some(Text::new(
                    format!("链接{seen}，尚待多次确认：{}", link.url),
                    format!("the link answered {seen}, to be confirmed: {}", link.url),
                ));
            }
            LinkAnswer::Unclear(seen) => {
                unclear = Some(Text::new(
                    format!("链接无法判断（{seen}）：{}", link.url),
                    format!("the link cannot be judged ({seen}): {}", link.url),
                ));
            }
        }
    }
    Verdict::of(violations, unclear)
}

fn is_confirmed(link: &LinkCheck) -> bool {
    link.dead_looks >= LOOKS && link.dead_since.is_some_and(|since| link.at - since >= SPAN)
}

fn breach(link: &LinkCheck, seen: &str) -> Violation {
    let since = link.dead_since.map_or(link.at, |since| since);
    let since = year::statutory_day(since);
    let (zh, en) = match link.kind {
        LinkKind::Page => ("列表中的年报", "the report as listed"),
        LinkKind::Attachment => ("年报附件", "a file of the report"),
    };
    let looks = link.dead_looks;
    let message = Text::new(
        format!(
            "链接不可用：{zh}“{}”（{}），自{since}起{looks}次查看均不可用，最近一次为{seen}",
            link.title, link.url
        ),
        format!(
            "dead link: {en} “{}” ({}), dead in {looks} looks since {since}, {seen} in the last",
            link.title, link.url
        ),
    );
    let place = Place { event: Some(link.url.clone()), ..Place::default() };
    let violation = Violation::new(message, place).figures("HTTP 200", seen);
    match link.kind {
        LinkKind::Page => violation,
        LinkKind::Attachment => violation.severity(Severity::Warning),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    /// A link that was found dead in that many looks, the given hours apart.
    fn dead(kind: LinkKind, looks: u32, apart: i64) -> Verdict {
        let mut given = given::clean();
        let first = given::noon("2026-02-01");
        let mut link = LinkCheck::new("http://gov.test/a.pdf".into(), "附件".into(), kind, first);
        for n in 0..looks {
            let at = first + TimeDelta::hours(apart) * i32::try_from(n).unwrap();
            link.note(LinkAnswer::Dead("HTTP 404".into()), at);
        }
        given.links = vec![link];
        check(&given.dossier())
    }

    fn severity(verdict: &Verdict) -> Option<Severity> {
        match verdict {
            Verdict::Fail(failure) => Some(failure.violations[0].severity.unwrap_or(RULE.severity)),
            _ => None,
        }
    }

    #[test]
    fn three_looks_over_a_day_prove_it() {
        assert_eq!(severity(&dead(LinkKind::Page, 3, 12)), Some(Severity::Error));
        assert_eq!(severity(&dead(LinkKind::Attachment, 3, 12)), Some(Severity::Warning));
    }

    #[test]
    fn only_the_newest_answer_is_said_of_the_last_look() {
        let mut given = given::clean();
        let first = given::noon("2026-02-01");
        let (url, title) = ("http://gov.test/1.html".into(), "年报".into());
        let mut link = LinkCheck::new(url, title, LinkKind::Page, first);
        for (n, seen) in ["HTTP 404", "HTTP 404", "HTTP 410"].into_iter().enumerate() {
            let at = first + TimeDelta::hours(24) * i32::try_from(n).unwrap();
            link.note(LinkAnswer::Dead(seen.into()), at);
        }
        given.links = vec![link];
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        let message = &failure.violations[0].message;
        assert!(message.zh.ends_with("自2026-02-01起3次查看均不可用，最近一次为HTTP 410"));
        assert!(message.en.ends_with("dead in 3 looks since 2026-02-01, HTTP 410 in the last"));
    }

    #[test]
    fn two_looks_or_less_than_a_day_do_not() {
        for verdict in [dead(LinkKind::Page, 2, 48), dead(LinkKind::Page, 4, 7)] {
            assert!(matches!(verdict, Verdict::NotAssessable(_)), "{verdict:?}");
        }
    }

    #[test]
    fn what_answers_passes_and_what_is_unclear_is_not_assessable() {
        let mut given = given::clean();
        let at = given::noon("2026-02-01");
        let mut link = LinkCheck::new(String::new(), String::new(), LinkKind::Page, at);
        link.note(LinkAnswer::Alive, at);
        given.links = vec![link.clone()];
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        link.note(LinkAnswer::Unclear("HTTP 521".into()), at);
        given.links = vec![link];
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::clean().dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
        assert_eq!(check(&given::absent("2026-02-01").dossier()), Verdict::Pass);
    }
}
