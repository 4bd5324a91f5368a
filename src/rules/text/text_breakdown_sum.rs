//! # text-breakdown-sum
//!
//! ## What it checks
//! Whether the parts listed behind 其中 add up to their total, and the six outcomes of
//! applications to the number answered.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate.
//!
//! ## When it stays silent
//! - A list that does not end in 其他, or that ends in 等, need not be complete.
//! - Information may be published in two places and be counted in both; only
//!   applications belong to one part alone.
//! - The list, or its beginning, adds up.
//! - Units differ, or a number is approximate.
//! - Outcomes of which one is not named.
//!
//! ## How to resolve
//! Check the total and its parts.

use super::said;
use crate::domain::Confidence;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::Count;
use crate::prose::Role;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "text-breakdown-sum",
    label: ("分项与总数不符", "parts do not add up"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请核对总数与各分项。", "Check the total and its parts."),
    lasting: false,
    params: &[],
    source: include_str!("text_breakdown_sum.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    if said::is_silent(reading) {
        return unassessable("没有读到正文", "there is no running text");
    }
    let mut violations = Vec::new();
    for list in said::breakdowns(reading) {
        let it = list.what;
        let sum = it.sum();
        let wrong = it.closed || (it.disjoint && sum > it.total.value);
        if it.adds_up() || !wrong {
            continue;
        }
        let parts: Vec<u64> = it.parts.iter().map(|part| part.value).collect();
        violations.push(breach(&list.quote, list.section, it.total.value, &parts));
    }
    violations.extend(outcomes(reading));
    Verdict::of(violations, None)
}

/// The number answered against all six outcomes, where the text names every one of them.
fn outcomes(reading: &Reading<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for passage in reading.running() {
        let counts = passage.counts();
        let starts = counts.iter().enumerate().filter(|(_, it)| it.role == Role::Handled);
        for (i, handled) in starts {
            let behind = counts.get(i + 1..).unwrap_or_default();
            let listed: Vec<&Count> = behind
                .iter()
                .take_while(|it| it.role != Role::Received)
                .filter(|it| is_outcome(it.role))
                .collect();
            let Some(last) = listed.last() else { continue };
            let parts: Vec<u64> = listed.iter().map(|it| it.amount.value).collect();
            let exact = handled.amount.exact && listed.iter().all(|it| it.amount.exact);
            let sum: u64 = parts.iter().copied().fold(0, u64::saturating_add);
            if !exact || !is_complete(&listed) || sum == handled.amount.value {
                continue;
            }
            let range = handled.range.start..last.range.end;
            let quote = passage.quote(&range);
            violations.push(breach(&quote, passage.number, handled.amount.value, &parts));
        }
    }
    violations
}

const fn is_outcome(role: Role) -> bool {
    matches!(
        role,
        Role::Granted
            | Role::PartlyGranted
            | Role::GrantedOrPartly
            | Role::Refused
            | Role::Unavailable
            | Role::Unprocessed
            | Role::OtherHandling
    )
}

/// True if every outcome of the form is named once.
fn is_complete(listed: &[&Count]) -> bool {
    let times = |role: Role| listed.iter().filter(|it| it.role == role).count();
    let granted = match times(Role::GrantedOrPartly) {
        0 => times(Role::Granted) == 1 && times(Role::PartlyGranted) == 1,
        both => both == 1 && times(Role::Granted) + times(Role::PartlyGranted) == 0,
    };
    let others = [Role::Refused, Role::Unavailable, Role::Unprocessed, Role::OtherHandling];
    granted && others.iter().all(|role| times(*role) == 1)
}

fn breach(quote: &str, section: u8, total: u64, parts: &[u64]) -> Violation {
    let sum: u64 = parts.iter().copied().fold(0, u64::saturating_add);
    let formula = parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    let message = Text::new(
        format!("分项之和与总数不符：{formula}={sum}，而总数为{total}，差{}", sum.abs_diff(total)),
        format!("the parts do not add up: {formula}={sum}, but the total is {total}"),
    );
    let mut place = Place::section(section).quoting(quote);
    // Two lists of one section are two cases.
    place.event = Some(total.to_string());
    Violation::new(message, place).figures(sum, total).confidence(Confidence::Medium)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn judged(text: &str) -> Verdict {
        check(&given::clean().section(1, text).dossier())
    }

    fn message(text: &str) -> String {
        let Verdict::Fail(failure) = judged(text) else { panic!("{text}") };
        failure.violations[0].message.zh.clone()
    }

    #[test]
    fn parts_that_add_up_pass() {
        for text in [
            "公开信息21403条，其中网站9403条，新媒体12000条。",
            "公布信息10条（其中机构类2条，文件类3条，其他5条）。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_closed_list_that_is_one_short_is_found() {
        assert_eq!(
            message("公布信息11条（其中机构类2条，文件类3条，其他5条）。"),
            "分项之和与总数不符：2+3+5=10，而总数为11，差1"
        );
    }

    #[test]
    fn kinds_of_information_are_parts_whatever_they_are_about() {
        let text = "公布政府信息20条（其中机构职能类信息5条，行政许可类信息6条，\
                    重大建设项目信息4条，其他应主动公开政府信息3条）。";
        assert_eq!(message(text), "分项之和与总数不符：5+6+4+3=18，而总数为20，差2");
        assert_eq!(judged(&text.replace("20条", "18条")), Verdict::Pass);
    }

    #[test]
    fn applications_cannot_be_more_in_parts_than_in_all() {
        assert!(message("收到政府信息公开申请12件，其中网上8件，信函5件。").contains("8+5=13"));
    }

    #[test]
    fn lists_that_need_not_be_complete_claim_nothing() {
        for text in [
            "公开信息125条，其中政策9条，预算4条，专项31条等。",
            "公开信息125条，其中政策9条，预算4条。",
            "公开信息12条，其中网站10条，微博8条。",
            "收到政府信息公开申请12件，其中网上5件，信函5件。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn six_outcomes_are_complete_and_five_are_not() {
        let text = "答复政府信息公开申请640件。予以公开及部分公开205件；不予公开35件；无法提供210件；\
                    不予处理126件";
        assert_eq!(judged(&format!("{text}。")), Verdict::Pass);
        assert!(message(&format!("{text}；其他处理0件。")).contains("=576，而总数为640"));
        assert_eq!(judged(&format!("{text}；其他处理64件。")), Verdict::Pass);
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
