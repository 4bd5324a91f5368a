//! # outlier
//!
//! ## What it checks
//! Whether a headline figure is ten times, or a tenth of, the median of the three years
//! before, and more than twenty away from it.
//!
//! ## Legal basis
//! None: a swing is no breach. It is information for whoever checks the figures.
//!
//! ## When it stays silent
//! - Fewer than three earlier years are on record, one after another, or one is by
//!   another body.
//! - The figure was not read in each of the years, or was counted by another form
//!   (处理决定数量 changed its meaning in 2021).
//! - A report speaks of a reform; the table counts requests made in bulk (五4), or the
//!   text speaks of them.
//!
//! ## How to resolve
//! Check the figure; nothing need be done where it is right.

use super::pair::comparable;
use super::pair::figure;
use super::pair::speaks_of;
use super::pair::tells_of_reform;
use super::pair::unread as missing;
use crate::domain::AnnualReport;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "outlier",
    label: ("数据突变", "outlier"),
    severity: Severity::Info,
    basis: ("数据核对（无法条依据）", "plausibility of figures (no provision)"),
    first_year: 2021,
    since: "0.1.0",
    remedy: ("请核对该数据；属实的无需处理。", "Check the figure; if it is right, do nothing."),
    lasting: false,
    params: &[],
    source: include_str!("outlier.rs"),
    check: Check::Report(check),
};

/// A swing is tenfold …
const FACTOR: i64 = 10;
/// … and further than this from the median.
const APART: i64 = 20;

/// The figures that are compared.
const HEADLINES: [(TableKind, Line, Column); 9] = [
    (TableKind::ActiveDisclosure, Line::NormativeDocuments, Column::Made),
    (TableKind::ActiveDisclosure, Line::NormativeDocuments, Column::InForce),
    (TableKind::ActiveDisclosure, Line::Licences, Column::Decisions),
    (TableKind::ActiveDisclosure, Line::Penalties, Column::Decisions),
    (TableKind::ActiveDisclosure, Line::CoerciveMeasures, Column::Decisions),
    (TableKind::Applications, Line::Received, Column::Total),
    (TableKind::Applications, Line::Granted, Column::Total),
    (TableKind::Reviews, Line::Reconsideration, Column::ReviewTotal),
    (TableKind::Reviews, Line::DirectLitigation, Column::ReviewTotal),
];

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let [first, second, third] = dossier.earlier else {
        return unassessable(
            "不足三个年度的报告可比",
            "fewer than three earlier years are on record",
        );
    };
    let earlier = [first, second, third];
    for one in earlier {
        if let Err(why) = comparable(dossier.agency, report, one) {
            return why;
        }
    }
    if earlier.into_iter().chain([report]).any(tells_of_reform) {
        return unassessable("年报提到机构改革或职能调整", "a report speaks of a reform");
    }
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    for (kind, line, column) in HEADLINES {
        if kind == TableKind::Applications && tells_of_bulk(report) {
            continue;
        }
        let value = |one: &AnnualReport| {
            let same_form = kind != TableKind::ActiveDisclosure || one.edition == report.edition;
            let figure = same_form.then(|| figure(one, kind, line, column)).flatten();
            // Fewer than none is no figure: `cell-not-integer` speaks of that.
            figure.filter(|n| *n >= 0)
        };
        let [Some(now), Some(a), Some(b), Some(c)] = [report, first, second, third].map(value)
        else {
            unread.push(line);
            continue;
        };
        let median = median([a, b, c]);
        if !swings(now, median) {
            continue;
        }
        let message = Text::new(
            format!(
                "{}{}{}：本年{now}，前三年为{a}、{b}、{c}，中位数{median}",
                kind.zh(),
                line.zh(),
                column.zh()
            ),
            format!(
                "{} {}: {now} this year, {a}, {b} and {c} in the three years before, median {median}",
                line.key(),
                column.key()
            ),
        );
        let place = Place { row: Some(line), column: Some(column), ..Place::table(kind) };
        let violation = Violation::new(message, place).figures(median, now);
        violations.push(violation.confidence(Confidence::Medium));
    }
    let why =
        ("四个年度中有数据未读出或格式不同", "not read, or of another form, in one of the years");
    Verdict::of(violations, missing(&unread, why))
}

fn median(mut values: [i64; 3]) -> i64 {
    values.sort_unstable();
    let [_, middle, _] = values;
    middle
}

fn swings(now: i64, median: i64) -> bool {
    let tenfold = now >= median.saturating_mul(FACTOR) || now.saturating_mul(FACTOR) <= median;
    tenfold && now.abs_diff(median) > APART.unsigned_abs()
}

/// Requests made in bulk explain any number of applications.
fn tells_of_bulk(report: &AnnualReport) -> bool {
    let excessive =
        figure(report, TableKind::Applications, Line::UnprocessedExcessive, Column::Total);
    excessive.is_some_and(|n| n > 0) || speaks_of(report, &["批量", "大量反复申请", "大量申请"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn received(n: i64) -> Given {
        given::clean().application(Line::Received, Column::Total, &n.to_string())
    }

    fn years(now: i64, before: [i64; 3]) -> Given {
        let mut given = received(now);
        given.earlier = before.into_iter().filter_map(|n| received(n).report).collect();
        given.previous = given.earlier.first().cloned();
        given
    }

    fn found(given: &Given) -> Vec<String> {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            Verdict::Pass => vec![],
            Verdict::NotAssessable(why) => panic!("{why:?}"),
        }
    }

    #[test]
    fn ten_times_the_median_is_an_outlier() {
        assert_eq!(
            found(&years(90, [9, 4, 30])),
            ["表三本年新收总计：本年90，前三年为9、4、30，中位数9"]
        );
        assert_eq!(found(&years(89, [9, 4, 30])), Vec::<String>::new());
    }

    #[test]
    fn a_tenth_of_the_median_is_an_outlier() {
        assert_eq!(found(&years(4, [40, 41, 20])).len(), 1);
        assert_eq!(found(&years(5, [40, 41, 20])), Vec::<String>::new());
    }

    #[test]
    fn small_numbers_swing_freely() {
        assert_eq!(found(&years(20, [0, 0, 1])), Vec::<String>::new());
        assert_eq!(found(&years(21, [0, 0, 1])).len(), 1);
    }

    #[test]
    fn fewer_than_none_is_no_figure() {
        let given = years(-3, [900, 900, 900]);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn requests_in_bulk_explain_it() {
        let given =
            years(900, [9, 4, 30]).application(Line::UnprocessedExcessive, Column::Total, "800");
        assert_eq!(found(&given), Vec::<String>::new());
        let told = years(900, [9, 4, 30]).section(1, "个别申请人提出大量\n申请。");
        assert_eq!(found(&told), Vec::<String>::new());
    }

    #[test]
    fn two_years_a_reform_or_an_unread_year_are_not_assessable() {
        let mut short = years(90, [9, 4, 30]);
        short.earlier.pop();
        let reform = years(90, [9, 4, 30]).section(6, "根据机构改革方案新组建。");
        let mut unread = years(90, [9, 4, 30]);
        unread.earlier[2].tables.clear();
        let mut renamed = years(90, [9, 4, 30]);
        renamed.earlier[1].agency = Some("某市工信局".into());
        for given in [short, reform, unread, renamed, given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
