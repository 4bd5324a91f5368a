//! # history-gap
//!
//! ## What it checks
//! Whether the listing lacks a year between the first and the last report of the body.
//!
//! ## Legal basis
//! Practice: the column lists all years since 2008. No text that orders it was seen.
//!
//! ## When it stays silent
//! - The listing was not read to its end: not assessable.
//! - Something on the listing may be the report of that year.
//! - Years before the first one owed, where it is configured.
//! - Past seasons: the present one's dossier speaks for the whole listing.
//!
//! ## How to resolve
//! Put the missing years back into the column; where the body was founded anew, configure its
//! first year.

use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::year;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "history-gap",
    label: ("历年缺年", "years missing"),
    severity: Severity::Info,
    basis: ("办理惯例（栏目保留历年年报）", "practice (the column keeps the reports of all years)"),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请在栏目中补齐缺少年份的年度报告；机构新设的，请配置首个报告年度。",
        "Put the missing years back; for a new body configure its first year.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("history_gap.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let Some(listed) = dossier.listed_years else {
        return unassessable("列表没有读完", "the listing was not read to its end");
    };
    let season = ReportYear::in_season(year::statutory_day(dossier.observed_at));
    if dossier.year != season {
        return unassessable("随本季年报一并判断", "judged with the present season's report");
    }
    let (Some(first), Some(last)) = (listed.iter().min(), listed.iter().max()) else {
        return unassessable("列表中没有该单位的年报", "the listing has no report of the body");
    };
    let first = dossier.agency.since.map_or(*first, |since| since.max(*first));
    let missing: Vec<String> = (first.0..=last.0)
        .filter(|year| !listed.contains(&ReportYear(*year)))
        .map(|year| year.to_string())
        .collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let years = missing.join("、");
    let message = Text::new(
        format!("历年年报不全：{first}至{last}年度之间缺{years}年度"),
        format!("years missing from the column between {first} and {last}: {}", missing.join(", ")),
    );
    Verdict::fail(Violation::new(message, Place::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn listed(years: &[i32]) -> Given {
        let mut given = given::clean();
        given.listed_years = Some(years.iter().copied().map(ReportYear).collect());
        given
    }

    #[test]
    fn a_year_between_others_is_missed() {
        let Verdict::Fail(failure) = check(&listed(&[2025, 2024, 2021, 2022]).dossier()) else {
            panic!()
        };
        let message = &failure.violations[0].message.zh;
        assert_eq!(message, "历年年报不全：2021至2025年度之间缺2023年度");
    }

    #[test]
    fn a_row_without_a_gap_passes_wherever_it_begins() {
        assert_eq!(check(&listed(&[2025]).dossier()), Verdict::Pass);
        assert_eq!(check(&listed(&[2023, 2024, 2025]).dossier()), Verdict::Pass);
        let mut founded = listed(&[2019, 2023, 2024, 2025]);
        founded.agency.since = Some(ReportYear(2023));
        assert_eq!(check(&founded.dossier()), Verdict::Pass);
    }

    #[test]
    fn what_was_not_read_is_not_missing() {
        let mut past = listed(&[2021, 2025]);
        past.year = ReportYear(2023);
        for given in [past, listed(&[]), given::clean(), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
