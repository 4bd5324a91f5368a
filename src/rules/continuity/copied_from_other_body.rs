//! # copied-from-other-body
//!
//! ## What it checks
//! Whether the overview and the account of problems (sections 一 and 五) are the same
//! as those of another body of the region for the same year, with names and figures
//! masked. The measure is that of `copied-from-last-year`.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports whose content is the same
//! (内容雷同).
//!
//! ## When it stays silent
//! - What the form prescribes is taken out before: preamble, headings, table labels, and
//!   sentences that say there was nothing.
//! - Fewer than eighty runs are left: a tiny body has little to report.
//! - Both bodies publish one document (the same address, content or name in the title), or
//!   one is the office of the other's government.
//! - It is never an error. Among townships, which often fill in a template of their
//!   county, confidence is medium. The body that published first is only informed.
//!
//! ## How to resolve
//! Report on the body's own work; where a template was handed out, fill it in.

use super::copied_from_last_year::SAME;
use super::copied_from_last_year::percent;
use crate::domain::AgencyKind;
use crate::domain::Cohort;
use crate::domain::Confidence;
use crate::domain::Digest;
use crate::domain::Peer;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;
use crate::similarity;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "copied-from-other-body",
    label: ("与其他单位雷同", "copied from another body"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（内容雷同）",
        "Circular 30 (2021), item 4 (content the same)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请结合本单位实际撰写总体情况、存在问题及改进情况。",
        "Write of the body's own work, problems and improvement.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("copied_from_other_body.rs"),
    check: Check::Cohort(check),
};

fn check(cohort: &Cohort<'_>) -> Verdict {
    let own = cohort.own;
    let words = similarity::own_words(own.agency, own.report);
    if words.len() < similarity::TELLING {
        return unassessable(
            "除格式文字外正文太短，无法比对",
            "beside the words of the form the text is too short to compare",
        );
    }
    let mut same: Vec<(f64, &Peer<'_>)> = cohort
        .peers
        .iter()
        .filter(|peer| !belong_together(&own, peer))
        .map(|peer| {
            let theirs = similarity::own_words(peer.agency, peer.report);
            (words.likeness(&theirs).shared, peer)
        })
        .filter(|(shared, _)| *shared >= SAME)
        .collect();
    same.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let Some((shared, nearest)) = same.first() else { return Verdict::Pass };
    let share = percent(*shared);
    let (more_zh, more_en) = match same.len() - 1 {
        0 => (String::new(), String::new()),
        n => (format!("，另外至少{n}个单位亦相同"), format!(", and at least {n} more")),
    };
    let name = &nearest.agency.name;
    let message = Text::new(
        format!(
            "与其他单位内容雷同：总体情况和问题改进部分与{name}{}年度报告的相似度为{share}%\
             （已屏蔽名称、年份和数字）{more_zh}",
            cohort.year
        ),
        format!(
            "sections 1 and 5 are the same as those of {name}: similarity {share} % \
             with names, years and figures masked{more_en}"
        ),
    );
    let violation = Violation::new(message, Place::section(1)).figures("<90%", format!("{share}%"));
    let township = |peer: &Peer<'_>| peer.agency.kind == AgencyKind::Township;
    let violation = if same.iter().all(|(_, peer)| came_later(peer, &own)) {
        violation.severity(Severity::Info)
    } else {
        violation
    };
    Verdict::fail(if township(&own) && same.iter().all(|(_, peer)| township(peer)) {
        violation.confidence(Confidence::Medium)
    } else {
        violation
    })
}

/// Published on a later day: it cannot be what was copied from. Two days that are not known, or the
/// same day, say nothing.
fn came_later(peer: &Peer<'_>, own: &Peer<'_>) -> bool {
    matches!((peer.published, own.published), (Some(theirs), Some(ours)) if theirs > ours)
}

/// One document for two bodies is no copy; a government and its office report on the same work.
fn belong_together(own: &Peer<'_>, peer: &Peer<'_>) -> bool {
    let content = |peer: &Peer<'_>| Some(peer.report.content).filter(|it| *it != Digest::default());
    let name = |peer: &Peer<'_>| peer.report.agency.as_deref().map(letters);
    let both = |same: Option<bool>| same.unwrap_or(false);
    both(content(own).map(|it| content(peer) == Some(it)))
        || both(own.url.map(|it| peer.url == Some(it)))
        || both(name(own).map(|it| name(peer) == Some(it)))
        || own.agency.is_office_of(peer.agency)
        || peer.agency.is_office_of(own.agency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    const TEXT: &str = "2025年，我镇把惠农补贴名单张贴到各村村务栏，由包村干部逐户讲解领取办法。\
        便民窗口设专人接待来访群众，帮助老人查询养老金发放记录。党政办每旬检查网站栏目，更新不及时的当日补齐。";
    const PROBLEMS: &str = "村级信息员更换频繁，上报材料格式不一。下一步组织轮训，安排专人复核。";

    fn township(name: &str, on: &str, text: &str) -> Given {
        let mut given =
            given::published(on).kind(AgencyKind::Township).section(1, text).section(5, PROBLEMS);
        name.clone_into(&mut given.agency.name);
        given.report_mut().agency = Some(name.to_owned());
        given
    }

    fn peer(given: &Given) -> Peer<'_> {
        Peer {
            agency: &given.agency,
            report: given.report.as_ref().unwrap(),
            published: given.publication.as_ref().map(crate::domain::Publication::day),
            url: None,
        }
    }

    fn judged(own: &Given, others: &[&Given]) -> Verdict {
        let peers: Vec<Peer<'_>> = others.iter().map(|it| peer(it)).collect();
        check(&Cohort { year: own.year, own: peer(own), peers: &peers })
    }

    fn violation(verdict: Verdict) -> Violation {
        match verdict {
            Verdict::Fail(failure) => failure.violations.into_iter().next().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_tiny_townships_with_a_template_are_warned_and_no_more() {
        let here = township("示例县柳河镇人民政府", "2026-01-20", TEXT);
        let there =
            township("示例县石桥镇人民政府", "2026-01-20", &TEXT.replace("2025年，我镇", "石桥镇"));
        for (own, other) in [(&here, &there), (&there, &here)] {
            let violation = violation(judged(own, &[other]));
            assert_eq!(violation.severity.unwrap_or(RULE.severity), Severity::Warning);
            assert_eq!(violation.confidence, Confidence::Medium);
            assert!(violation.message.zh.contains(&other.agency.name), "{}", violation.message.zh);
        }
    }

    #[test]
    fn whoever_published_first_is_only_informed() {
        let first = township("示例县柳河镇人民政府", "2026-01-12", TEXT);
        let second = township("示例县石桥镇人民政府", "2026-01-20", TEXT);
        assert_eq!(violation(judged(&first, &[&second])).severity, Some(Severity::Info));
        assert_eq!(violation(judged(&second, &[&first])).severity, None);
    }

    #[test]
    fn several_copies_are_one_finding_that_counts_them() {
        let own = township("示例县柳河镇人民政府", "2026-01-20", TEXT);
        let a = township("示例县石桥镇人民政府", "2026-01-20", TEXT);
        let b = township("示例县沙岭镇人民政府", "2026-01-20", TEXT);
        let verdict = judged(&own, &[&a, &b]);
        assert!(violation(verdict).message.zh.ends_with("，另外至少1个单位亦相同"));
    }

    #[test]
    fn another_text_of_the_same_form_passes() {
        let own = township("示例县柳河镇人民政府", "2026-01-20", TEXT);
        let other = township(
            "示例县石桥镇人民政府",
            "2026-01-20",
            "2025年，本镇在集市设立宣传点，发放医保缴费指南。驻村工作队收集道路硬化意见，\
             答复情况写入村民会议记录。网站管理员参加县里培训后重新整理了栏目目录。",
        );
        assert_eq!(judged(&own, &[&other]), Verdict::Pass);
        assert_eq!(judged(&own, &[]), Verdict::Pass);
    }

    #[test]
    fn one_document_and_a_government_with_its_office_are_no_copies() {
        let mut government =
            township("示例县人民政府", "2026-01-20", TEXT).kind(AgencyKind::Government);
        let office =
            township("示例县人民政府办公室", "2026-01-20", TEXT).kind(AgencyKind::Department);
        assert_eq!(judged(&government, &[&office]), Verdict::Pass);
        assert_eq!(judged(&office, &[&government]), Verdict::Pass);
        let mut other = township("示例县数据局", "2026-01-20", TEXT);
        assert!(matches!(judged(&other, &[&government]), Verdict::Fail(_)));
        government.report_mut().content = Digest::of(b"one");
        other.report_mut().content = Digest::of(b"one");
        assert_eq!(judged(&other, &[&government]), Verdict::Pass);
    }

    #[test]
    fn a_text_of_the_form_alone_is_not_assessable() {
        let tiny = township("示例县柳河镇人民政府", "2026-01-20", "全年未收到政府信息公开申请。")
            .section(5, "无");
        let other = township("示例县石桥镇人民政府", "2026-01-20", TEXT);
        assert!(matches!(judged(&tiny, &[&other]), Verdict::NotAssessable(_)));
    }
}
