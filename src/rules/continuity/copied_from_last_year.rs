//! # copied-from-last-year
//!
//! ## What it checks
//! How much of this year's overview and of its account of problems (sections 一 and 五)
//! stands in last year's, with names, years and figures masked. The measure is the
//! share of equal runs of four letters among all runs of both texts; from 0.90 on the
//! texts count as the same.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports whose content is the same
//! (内容雷同).
//!
//! ## When it stays silent
//! - What the form prescribes is taken out before: preamble, headings, table labels, and
//!   sentences that say there was nothing.
//! - Fewer than eighty runs are left: a tiny body has little to report.
//! - Last year's report is not on record, is by another body, is the same document, or
//!   is of the free form before 2019.
//! - It is an error only from 0.97 on, for a text of at least 400 runs that is not a
//!   township's, read from a page, and from report year 2021. Else it is a warning; so
//!   is a text that was shortened, where nearly all of it (0.97) stands in last year's.
//!
//! ## How to resolve
//! Report on this year: what was done, what went wrong, what became of last year's plans.

use super::pair::Pair;
use super::pair::pair;
use crate::domain::AgencyKind;
use crate::domain::AnnualReport;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;
use crate::similarity;

pub(super) static RULE: Rule = Rule {
    id: "copied-from-last-year",
    label: ("与上年雷同", "copied from last year"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（四）（内容雷同）",
        "Circular 30 (2021), item 4 (content the same)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请据实撰写本年度总体情况、存在问题及改进情况。",
        "Write this year's overview, problems and improvement.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("copied_from_last_year.rs"),
    check: Check::Report(check),
};

/// From here on two texts are the same.
pub(super) const SAME: f64 = 0.90;
/// From here on nothing but names and figures was touched.
const VERBATIM: f64 = 0.97;
/// Runs of a text that nobody writes twice by chance.
const LONG: usize = 400;

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    if !pair.both_have_the_form() {
        return unassessable(
            "上年度报告不是统一格式，各部分不可比",
            "last year's report is not of a national form",
        );
    }
    let words = |report: &AnnualReport| similarity::own_words(dossier.agency, report);
    let (now, then) = (words(pair.report), words(pair.previous));
    if now.len() < similarity::TELLING || then.len() < similarity::TELLING {
        return unassessable(
            "除格式文字外正文太短，无法比对",
            "beside the words of the form the text is too short to compare",
        );
    }
    let likeness = now.likeness(&then);
    let last = dossier.year.previous();
    if likeness.shared < SAME {
        if likeness.contained < VERBATIM {
            return Verdict::Pass;
        }
        let share = percent(likeness.contained);
        let message = Text::new(
            format!("与上年度内容雷同：总体情况和问题改进部分有{share}%的文字见于{last}年度报告"),
            format!("{share} % of sections 1 and 5 stand in the report on {last}"),
        );
        let violation =
            Violation::new(message, Place::section(1)).figures("<97%", format!("{share}%"));
        return Verdict::fail(violation.confidence(Confidence::Medium));
    }
    let share = percent(likeness.shared);
    let message = Text::new(
        format!(
            "与上年度内容雷同：总体情况和问题改进部分与{last}年度报告的相似度为{share}%\
             （已屏蔽名称、年份和数字）"
        ),
        format!(
            "sections 1 and 5 are the same as in the report on {last}: similarity {share} % \
             with names, years and figures masked"
        ),
    );
    let violation = Violation::new(message, Place::section(1)).figures("<90%", format!("{share}%"));
    let proven = likeness.shared >= VERBATIM && is_provable(dossier, pair, now.len());
    Verdict::fail(if proven { violation.severity(Severity::Error) } else { violation })
}

/// Nothing but copying explains it, and the circular that names it is in force.
fn is_provable(dossier: &Dossier<'_>, pair: Pair<'_>, length: usize) -> bool {
    length >= LONG
        && dossier.agency.kind != AgencyKind::Township
        && dossier.year.0 >= 2021
        && pair.is_machine_read()
}

/// A share in whole percent, rounded down: 0.899 is not 90 %.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::domain::ReportYear;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// Sentences of which no two share a run of four letters.
    fn sentences(from: u32, count: u32) -> String {
        (from..from + count)
            .map(|n| {
                (0..20)
                    .filter_map(|i| char::from_u32(0x4e00 + n * 20 + i))
                    .chain(['。'])
                    .collect::<String>()
            })
            .collect()
    }

    /// `same` sentences stand in both years, `new` in this year's only, `dropped` in last year's only.
    fn years(same: u32, new: u32, dropped: u32) -> Given {
        let problems = "。";
        let last = given::clean()
            .section(1, &(sentences(0, same) + &sentences(500, dropped)))
            .section(5, problems);
        let mut given = given::clean()
            .section(1, &(sentences(0, same) + &sentences(300, new)))
            .section(5, problems);
        given.previous = last.report;
        given
    }

    fn severity(given: &Given) -> Option<Severity> {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => Some(failure.violations[0].severity.unwrap_or(RULE.severity)),
            Verdict::Pass => None,
            Verdict::NotAssessable(why) => panic!("{why:?}"),
        }
    }

    #[test]
    fn a_long_text_that_only_changed_its_figures_is_an_error() {
        let given = years(40, 0, 0);
        assert_eq!(severity(&given), Some(Severity::Error));
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(
            failure.violations[0].message.zh,
            "与上年度内容雷同：总体情况和问题改进部分与2024年度报告的相似度为100%\
             （已屏蔽名称、年份和数字）"
        );
        assert_eq!(failure.violations[0].actual.as_deref(), Some("100%"));
    }

    #[test]
    fn nine_tenths_are_the_same_and_a_little_less_is_not() {
        assert_eq!(severity(&years(90, 5, 5)), Some(Severity::Warning));
        assert_eq!(severity(&years(90, 5, 6)), None);
        assert_eq!(severity(&years(97, 1, 2)), Some(Severity::Error));
        assert_eq!(severity(&years(96, 2, 2)), Some(Severity::Warning));
    }

    #[test]
    fn a_text_that_was_only_shortened_is_a_warning() {
        assert_eq!(severity(&years(40, 1, 40)), Some(Severity::Warning));
        assert_eq!(severity(&years(40, 2, 40)), None);
    }

    #[test]
    fn a_short_text_a_township_flattened_text_or_an_old_year_is_a_warning() {
        assert_eq!(severity(&years(20, 0, 0)), Some(Severity::Warning));
        assert_eq!(severity(&years(40, 0, 0).kind(AgencyKind::Township)), Some(Severity::Warning));
        let mut flat = years(40, 0, 0);
        flat.report_mut().carrier = Carrier::Text;
        assert_eq!(severity(&flat), Some(Severity::Warning));
        let mut early = years(40, 0, 0);
        early.year = ReportYear(2020);
        assert_eq!(severity(&early), Some(Severity::Warning));
    }

    #[test]
    fn a_tiny_body_or_an_old_form_is_not_assessable() {
        let tiny = years(4, 0, 0);
        let mut free = years(40, 0, 0);
        free.previous.as_mut().unwrap().edition = Some("legacy".into());
        for given in [tiny, free, given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }

    #[test]
    fn shares_are_rounded_down() {
        assert_eq!(percent(0.8999), "89");
        assert_eq!(percent(0.97), "97");
        assert_eq!(percent(1.0), "100");
    }
}
