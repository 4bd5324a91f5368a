//! # rate-mismatch
//!
//! ## What it checks
//! Whether a share or a growth rate follows from the figures beside it, to the digits
//! that are printed.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate.
//!
//! ## When it stays silent
//! - The base of a share is not printed in it, and fewer than two other shares of its
//!   list show what the base is.
//! - A growth rate stands without the figures of both years.
//! - A figure is approximate, or last year's is zero.
//! - Digits cut off instead of rounded are of low confidence.
//!
//! ## How to resolve
//! Compute the rate again, or say what it is a rate of.

use super::said;
use crate::domain::Confidence;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::rate;
use crate::prose::rate::Fit;
use crate::prose::rate::Percent;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "rate-mismatch",
    label: ("比率有误", "rate does not follow"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请按所列数据重新计算该比率。", "Compute the rate again from the figures beside it."),
    lasting: false,
    params: &[],
    source: include_str!("rate_mismatch.rs"),
    check: Check::Text(check),
};

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    if said::is_silent(reading) {
        return unassessable("没有读到正文", "there is no running text");
    }
    let mut violations = Vec::new();
    let shares = said::find(reading, |passage| {
        rate::shares(passage.prose()).into_iter().map(|it| (it.range.clone(), it)).collect()
    });
    for share in shares {
        let it = &share.what;
        let formula = format!("{}/{}", it.part, it.base);
        let place = Place::section(share.section).quoting(share.quote);
        violations.extend(breach(place, &formula, &it.printed, it.exact()));
    }
    let growths = said::find(reading, |passage| {
        rate::growths(passage.prose()).into_iter().map(|it| (it.range.clone(), it)).collect()
    });
    for growth in growths {
        let it = &growth.what;
        let formula = format!("({}−{})/{}", it.now, it.before, it.before);
        let place = Place::section(growth.section).quoting(growth.quote);
        violations.extend(breach(place, &formula, &it.printed, it.exact()));
    }
    Verdict::of(violations, None)
}

fn breach(mut place: Place, formula: &str, printed: &Percent, exact: f64) -> Option<Violation> {
    let confidence = match printed.fits(exact) {
        Fit::Rounded => return None,
        Fit::CutOff => Confidence::Low,
        Fit::Wrong => Confidence::Medium,
    };
    // One digit more than printed, or a share cut off would look right.
    let digits = usize::try_from(printed.digits).unwrap_or(0) + 1;
    let stated = printed.value;
    let message = Text::new(
        format!("比率与所列数据不符：{formula}={exact:.digits$}%，而正文为{stated}%"),
        format!(
            "the rate does not follow: {formula}={exact:.digits$}%, but the text says {stated}%"
        )
        .replace('−', "-"),
    );
    // Two rates of one section are two cases.
    place.event = Some(formula.to_owned());
    let violation = Violation::new(message, place);
    Some(
        violation
            .figures(format!("{exact:.digits$}%"), format!("{stated}%"))
            .confidence(confidence),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn judged(text: &str) -> Verdict {
        check(&given::clean().section(1, text).dossier())
    }

    fn messages(text: &str) -> Vec<(String, Confidence)> {
        match judged(text) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| (it.message.zh, it.confidence)).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn rates_that_follow_pass() {
        for text in [
            "公开信息120条，其中文件50条，占41.7%；计划15条，占12.5%；其他55条，占45.8%。",
            "收到申请12件，较上年的10件增长20%。",
            "公开率100%。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn a_share_beside_others_of_the_same_base_is_found() {
        let text = "公开信息120条，其中文件50条，占41.7%；计划15条，占12.5%；其他55条，占54.8%。";
        assert_eq!(
            messages(text),
            [("比率与所列数据不符：55/120=45.83%，而正文为54.8%".to_owned(), Confidence::Medium)]
        );
    }

    #[test]
    fn a_growth_rate_beside_both_figures_is_found() {
        let (message, _) = messages("收到申请12件，较上年的10件增长25%。").remove(0);
        assert!(message.contains("(12−10)/10=20.0%，而正文为25%"), "{message}");
    }

    #[test]
    fn digits_cut_off_are_of_low_confidence() {
        let text =
            "答复申请640件，公开35件，占5.46%；无法提供210件，占32.8%；不予处理126件，占19.7%。";
        assert_eq!(messages(text)[0].1, Confidence::Low);
    }

    #[test]
    fn a_rate_without_its_base_claims_nothing() {
        for text in ["公开政府信息125条，占27%。", "收到申请700件，较去年回落12.3%。"]
        {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
