//! Which of the reports given with `--previous` are compared, and why the others are not.
//!
//! A comparison with the wrong year accuses wrongly, so one that does not fit is left out; what is
//! printed says so, because rules that then have nothing to compare stay silent.

use crate::domain::AnnualReport;
use crate::domain::Dossier;
use crate::domain::ReportYear;
use crate::domain::Text;

/// An earlier report that is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejected {
    /// What it was called on the command line.
    pub file: String,
    /// Why not.
    pub why: Text,
}

/// The reports on the years before, newest first and without a gap. One that does not say its year is
/// taken for last year's where it is the only one.
pub(super) fn in_a_row(
    named: &[(String, AnnualReport)],
    year: ReportYear,
) -> (Vec<AnnualReport>, Vec<Rejected>) {
    let only = named.len() == 1;
    let mut row = Vec::new();
    let mut rejected = Vec::new();
    let mut dated: Vec<(ReportYear, &str, &AnnualReport)> = Vec::new();
    for (name, report) in named {
        if let Some(on) = report.year.or(only.then(|| year.previous())) {
            dated.push((on, name, report));
        } else {
            let why = Text::new("读不出报告年度", "it does not say its report year");
            rejected.push(Rejected { file: name.clone(), why });
        }
    }
    dated.sort_by_key(|(on, ..)| std::cmp::Reverse(*on));
    let mut expected = year.previous();
    for (on, name, report) in dated {
        if on == expected && row.len() < Dossier::EARLIER {
            row.push(report.clone());
            expected = expected.previous();
        } else {
            let why = if row.len() == Dossier::EARLIER {
                let most = Dossier::EARLIER;
                Text::new(
                    format!("最多与{most}个年度比较"),
                    format!("at most {most} years are compared"),
                )
            } else {
                Text::new(
                    format!("是{on}年度的报告，应为{expected}年度"),
                    format!("it is the report on {on}, and that on {expected} is wanted"),
                )
            };
            rejected.push(Rejected { file: name.to_owned(), why });
        }
    }
    (row, rejected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(given: &[Option<i32>]) -> (Vec<Option<i32>>, Vec<String>) {
        let named = given.iter().map(|year| {
            let year = year.map(ReportYear);
            ("file".to_owned(), AnnualReport { year, ..AnnualReport::default() })
        });
        let (row, rejected) = in_a_row(&named.collect::<Vec<_>>(), ReportYear(2025));
        let years = row.into_iter().map(|report| report.year.map(|it| it.0)).collect();
        (years, rejected.into_iter().map(|it| it.why.en).collect())
    }

    fn years(given: &[Option<i32>]) -> Vec<Option<i32>> {
        judged(given).0
    }

    #[test]
    fn earlier_reports_are_put_in_a_row() {
        assert_eq!(years(&[Some(2023), Some(2024), Some(2022)]), [2024, 2023, 2022].map(Some));
        assert_eq!(years(&[]), []);
    }

    #[test]
    fn a_report_on_another_year_is_not_compared() {
        assert_eq!(years(&[Some(2023)]), []);
        assert_eq!(years(&[Some(2025)]), []);
        assert_eq!(years(&[Some(2024), Some(2024), Some(2022)]), [Some(2024)]);
    }

    #[test]
    fn what_is_not_compared_is_named_with_the_reason() {
        let wanted = "it is the report on 2023, and that on 2024 is wanted";
        assert_eq!(judged(&[Some(2023)]).1, [wanted]);
        let most = judged(&[Some(2024), Some(2023), Some(2022), Some(2021)]);
        assert_eq!(most.1, ["at most 3 years are compared"]);
        assert_eq!(judged(&[None, Some(2024)]).1, ["it does not say its report year"]);
    }

    #[test]
    fn the_only_report_without_a_year_is_taken_for_last_years() {
        assert_eq!(years(&[None]), [None]);
        assert_eq!(years(&[None, Some(2024)]), [Some(2024)]);
    }
}
