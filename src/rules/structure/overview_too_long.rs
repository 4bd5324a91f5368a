//! # overview-too-long
//!
//! ## What it checks
//! Whether section 一 has more characters than a local notice allows. The rule is off until
//! `max-characters` is set, because the national form sets no limit that was seen.
//!
//! ## Legal basis
//! Local notices only, e.g. 武政办发〔2025〕54号: 篇幅原则上不超过一千字.
//!
//! ## When it stays silent
//! - No limit is set.
//! - The text has exactly as many characters as allowed; spaces do not count.
//! - Section 一 has no text: not assessable.
//!
//! ## How to resolve
//! Shorten the overview; keep facts and figures.

use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Param;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

const LIMIT: Param = Param {
    name: "max-characters",
    default: None,
    doc: ("“总体情况”的字数上限", "the most characters that section 1 may have"),
};

pub(super) static RULE: Rule = Rule {
    id: "overview-too-long",
    label: ("篇幅过长", "too long"),
    severity: Severity::Info,
    basis: (
        "本地通知（如武政办发〔2025〕54号：原则上不超过一千字）",
        "local notice (e.g. Wuwei 2025: as a rule no more than 1,000 characters)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请精简“总体情况”，做到简明客观。", "Shorten the overview; keep facts and figures."),
    lasting: false,
    params: &[LIMIT],
    source: include_str!("overview_too_long.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let Some(limit) = LIMIT.value(RULE.id, reading) else { return Verdict::Pass };
    let length = reading.plain(1).chars().count();
    if length == 0 {
        return unassessable("没有读到第一部分的正文", "section 1 has no text");
    }
    if u32::try_from(length).is_ok_and(|length| length <= limit) {
        return Verdict::Pass;
    }
    let message = Text::new(
        format!("“总体情况”篇幅过长：{length}字，本地要求不超过{limit}字"),
        format!("section 1 has {length} characters, the local limit is {limit}"),
    );
    Verdict::fail(Violation::new(message, Place::section(1)).figures(limit, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Params;
    use crate::rules;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn limited(text: &str, limit: u32) -> Given {
        let mut given = given::clean().section(1, text);
        given.params = Params::none().with(RULE.id, LIMIT.name, limit);
        given
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(check(&limited("一二三四 五", 5).dossier()), Verdict::Pass);
        let Verdict::Fail(failure) = check(&limited("一二三四 五六", 5).dossier()) else {
            panic!()
        };
        assert!(failure.violations[0].message.zh.contains("6字，本地要求不超过5字"));
    }

    #[test]
    fn without_a_limit_the_rule_is_off() {
        let given = given::clean().section(1, &"公开。".repeat(2000));
        let judged = rules::judge(&given.dossier(), &[]);
        assert!(!judged.passed.iter().any(|it| it == RULE.id));
        assert!(judged.not_assessable.iter().all(|it| it.rule != RULE.id));
        assert!(judged.findings.iter().all(|it| it.rule != RULE.id));
        let judged = rules::judge(&limited("公开。", 1).dossier(), &[]);
        assert!(judged.findings.iter().any(|it| it.rule == RULE.id));
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        assert!(matches!(check(&limited("", 5).dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
