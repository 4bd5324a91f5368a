//! # other-agency-named
//!
//! ## What it checks
//! Whether the text speaks as another kind of body (我委 in the report of a 局), or names
//! another body's guide (政府信息公开指南) as the one it keeps.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports copied from others (内容雷同).
//!
//! ## When it stays silent
//! - 我市、我县、我区 and the like, which every body may say, and 我办, which its own office is.
//! - Quotations, and an alias that ends in the other word: a second name of the body.
//! - Governments and bodies whose name says no kind (管委会, 中心, 公司): not assessable.
//! - Superiors, partners and predecessors: a guide counts only where the text says that it
//!   was written or kept, and its body has the same kind and another field.
//!
//! ## How to resolve
//! Check whether the text was copied; write it anew for this body.

use std::sync::LazyLock;

use regex::Regex;

use super::narrative::same_body;
use super::narrative::start;
use crate::domain::Agency;
use crate::domain::Confidence;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::reading::Passage;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "other-agency-named",
    label: ("单位表述有误", "other body named"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（内容雷同）",
        "Circular 30 (2021), item 4 (copied content)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核对是否套用其他单位的文本，并更正。",
        "Check whether the text was copied from another body, and correct it.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("other_agency_named.rs"),
    check: Check::Text(check),
};

/// A kind of body: the ends of its names, and what it calls itself.
const KINDS: [(&[&str], &str); 6] = [
    (&["局"], "我局"),
    (&["委员会", "委"], "我委"),
    (&["厅"], "我厅"),
    (&["镇", "镇人民政府"], "我镇"),
    (&["乡", "乡人民政府"], "我乡"),
    (&["街道", "街道办事处"], "我街道"),
];

/// Any of those names, which most texts have none of.
static SELF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names: Vec<&str> = KINDS.iter().map(|(_, name)| *name).collect();
    Regex::new(&names.join("|")).ok()
});

/// A guide that the text says was written or kept.
static GUIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?:编制|修订|更新|制定|完善|编写|公布)(?:了|并公布)?《(?P<name>[^《》]{2,24}?[局委厅镇乡])(?:政府)?信息公开指南》",
    )
    .ok()
});

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let agency = reading.agency;
    let own = kinds(agency);
    if own.is_empty() {
        return unassessable(
            "单位名称看不出自称",
            "the body's name does not say how it would call itself",
        );
    }
    let mut violations = Vec::new();
    let mut seen = false;
    for passage in reading.written() {
        seen = true;
        violations.extend(self_names(agency, &own, passage));
        violations.extend(guides(agency, &own, passage));
    }
    if !seen {
        return unassessable("没有读到正文", "there is no running text");
    }
    Verdict::of(violations, None)
}

/// What a body calls itself under any of its names; empty where its first name does not say.
fn kinds(agency: &Agency) -> Vec<&'static str> {
    let parts = |name: &'_ String| name.split(['（', '）', '(', ')']).map(kind).collect::<Vec<_>>();
    match parts(&agency.name).as_slice() {
        [Some(first), rest @ ..] => {
            let others = agency.aliases.iter().flat_map(parts);
            std::iter::once(*first).chain(rest.iter().copied().chain(others).flatten()).collect()
        }
        _ => Vec::new(),
    }
}

/// What a body of that name calls itself.
fn kind(name: &str) -> Option<&'static str> {
    let plain = letters(name);
    // A 管理委员会 of a zone acts as a government.
    if plain.ends_with("区管理委员会") || plain.ends_with("管委会") {
        return None;
    }
    let ends = |(ends, _): &&(&[&str], &str)| ends.iter().any(|end| plain.ends_with(end));
    KINDS.iter().find(ends).map(|(_, own)| *own)
}

/// Another kind's name for itself.
fn self_names(agency: &Agency, own: &[&str], passage: &Passage<'_>) -> Option<Violation> {
    let plain = passage.unquoted();
    if !SELF.as_ref().is_some_and(|names| names.is_match(plain)) {
        return None;
    }
    let others = KINDS.iter().map(|(_, other)| *other).filter(|other| !own.contains(other));
    let (other, at) = others.into_iter().find_map(|other| {
        let mut places = plain.match_indices(other).map(|(at, _)| at);
        // 我委托, 我镇守, 我乡镇干部 and 我乡村振兴 are no names.
        let at = places.find(|at| {
            let after = plain.get(at + other.len()..).and_then(|it| it.chars().next());
            let before = plain.get(..*at).and_then(|it| it.chars().next_back());
            !after.is_some_and(|c| "托派任员守镇村".contains(c))
                && !before.is_some_and(|c| "自本".contains(c))
        })?;
        Some((other, at))
    })?;
    let certain = own.iter().any(|own| plain.contains(own));
    let around = plain.get(at..).map_or(String::new(), |it| start(it, 20));
    let message = Text::new(
        format!("单位自称有误：{}的年报中出现“{other}”，疑似套用其他单位文本", agency.name),
        format!("the report of {} calls itself “{other}”, as if copied", agency.name),
    );
    let mut place = Place::section(passage.number).quoting(around);
    place.event = Some(other.to_owned());
    let violation = Violation::new(message, place).figures(own.join("/"), other);
    Some(if certain { violation } else { violation.confidence(Confidence::Medium) })
}

/// Another body's guide, named as the one that is kept.
fn guides(agency: &Agency, own: &[&str], passage: &Passage<'_>) -> Vec<Violation> {
    let found = GUIDE.as_ref().into_iter().flat_map(|re| re.captures_iter(passage.plain()));
    found
        .filter_map(|found| {
            let name = &found["name"];
            let names = std::iter::once(&agency.name).chain(&agency.aliases);
            let known = names.into_iter().any(|it| same_body(it, name) || same_field(it, name));
            if known || !kind(name).is_some_and(|it| own.contains(&it)) {
                return None;
            }
            let message = Text::new(
                format!("把其他单位的指南写作本单位的：“{}”", &found[0]),
                format!("another body's guide is named as its own: “{}”", &found[0]),
            );
            let mut place = Place::section(passage.number).quoting(&found[0]);
            place.event = Some("guide".into());
            let violation = Violation::new(message, place).figures(&agency.name, name);
            Some(violation.confidence(Confidence::Medium))
        })
        .collect()
}

/// 某市教育局 and 某县教育局 are superior and inferior.
fn same_field(a: &str, b: &str) -> bool {
    let tail = |name: &str| letters(name).chars().rev().take(3).collect::<String>();
    tail(a) == tail(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn messages(text: &str) -> Vec<String> {
        match check(&given::clean().section(1, text).dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn another_name_for_itself_is_a_warning() {
        let found = messages("我局公开信息12条，我委在答复申请时，严格依法。");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("某市财政局的年报中出现“我委”"));
    }

    #[test]
    fn another_bodys_guide_is_a_warning() {
        assert_eq!(messages("修订《某市教育局政府信息公开指南》，公开12条。").len(), 1);
    }

    #[test]
    fn what_every_body_may_say_passes() {
        for text in [
            "我局在我市公开信息12条，我委托第三方评估，我办负责。",
            "我局组织我乡镇干部培训，服务我乡村振兴和我镇村务公开。",
            "转发“我委通知”，落实《某省财政厅政府信息公开指南》。",
            "修订《某市财政局政府信息公开指南》，参照编制《某省某县财政局政府信息公开指南》。",
            "公布《某市人民政府政府信息公开指南》。",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_second_name_may_speak_for_itself() {
        let mut given = given::clean().section(1, "我局和我委公开信息12条。");
        given.agency.aliases = vec!["某市国有资产监督管理委员会".into()];
        assert_eq!(check(&given.dossier()), Verdict::Pass);
        given.agency.aliases.clear();
        given.agency.name = "某县发展和改革局（某县粮食委员会）".into();
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn a_name_that_says_no_kind_is_not_assessable() {
        let mut given = given::clean().section(1, "我局公开信息12条。");
        for name in ["某市人民政府", "某某新区管理委员会", "某市大数据中心"] {
            given.agency.name = name.into();
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)), "{name}");
        }
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
