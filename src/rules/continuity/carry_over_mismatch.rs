//! # carry-over-mismatch
//!
//! ## What it checks
//! Whether what table 3 carried in (上年结转) is what last year's report carried out
//! (结转下年度继续办理), in its newest version. The totals decide; where they agree and
//! a kind of applicant does not, that is information.
//!
//! ## Legal basis
//! The row's own name, 上年结转 (国办公开办函〔2021〕30号 and 〔2019〕60号, annex).
//!
//! ## When it stays silent
//! - Last year's report is not on record, is of the free form before 2019, or one of
//!   the figures was not read.
//! - Last year's report is by another body: mergers and new names break the series.
//! - It is an error only where nothing else explains it: neither report speaks of a
//!   reform, both rows were read from tables without a blank, and each adds up to its
//!   own total. Else it is a warning. A blank total is counted as 0, and the finding says
//!   so.
//!
//! ## How to resolve
//! Correct the report that is wrong; where bodies were merged, say so in the report.

use super::pair::Pair;
use super::pair::figure;
use super::pair::or_blank;
use super::pair::pair;
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
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "carry-over-mismatch",
    label: ("结转不符", "carry-over"),
    severity: Severity::Error,
    basis: (
        "表三“上年结转”（国办公开办函〔2021〕30号附件）",
        "row carried in of table 3 (Circular 30 (2021), annex)",
    ),
    first_year: 2020,
    since: "0.1.0",
    remedy: (
        "请核对本年“上年结转”与上年度报告“结转下年度继续办理”并更正。",
        "Check carried in against last year's carried out, and correct the wrong one.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("carry_over_mismatch.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    if !pair.both_have_the_form() {
        return unassessable(
            "上年度报告不是统一格式，没有可比的结转数",
            "last year's report is not of a national form",
        );
    }
    let carried_in = total(pair.report, Line::CarriedIn);
    let carried_out = total(pair.previous, Line::CarriedOut);
    let (Some((now, now_blank)), Some((then, then_blank))) = (carried_in, carried_out) else {
        return unassessable("结转数未读出", "a carry-over figure was not read");
    };
    let last = dossier.year.previous();
    let columns = columns(pair);
    if now == then {
        // Two blanks agree because nobody filled them in.
        if columns.is_empty() || now_blank || then_blank {
            return Verdict::Pass;
        }
        return Verdict::fail(moved(&columns));
    }
    let (now_zh, now_en) = marked(now_blank);
    let (then_zh, then_en) = marked(then_blank);
    let message = Text::new(
        format!(
            "上年结转数与上年度报告“结转下年度继续办理”数不一致：\
             本年填{now}{now_zh}，{last}年度报告为{then}{then_zh}{}",
            listed(&columns, "；", Column::zh)
        ),
        format!(
            "carried in {now}{now_en}, but the report on {last} carried out {then}{then_en}{}",
            listed(&columns, "; ", Column::key)
        ),
    );
    let place = Place { column: Some(Column::Total), ..place() };
    let violation = Violation::new(message, place).figures(then, now);
    let certain = pair.is_machine_read()
        && adds_up(pair.report, Line::CarriedIn)
        && adds_up(pair.previous, Line::CarriedOut);
    Verdict::fail(if certain && !pair.reform {
        violation
    } else {
        violation.severity(Severity::Warning).confidence(Confidence::Medium)
    })
}

fn place() -> Place {
    Place { row: Some(Line::CarriedIn), ..Place::table(TableKind::Applications) }
}

/// The total of a row, and whether it is blank and counted as 0.
fn total(report: &AnnualReport, line: Line) -> Option<(i64, bool)> {
    or_blank(report.table(TableKind::Applications)?.cell(line, Column::Total)?)
}

/// What is said of a figure that nobody filled in.
const fn marked(blank: bool) -> (&'static str, &'static str) {
    if blank { ("（空白按0计）", " (blank, counted as 0)") } else { ("", "") }
}

/// True where all seven cells of a row are numbers and the six add up to the seventh: a second
/// reading of the total.
fn adds_up(report: &AnnualReport, line: Line) -> bool {
    let cell = |column| figure(report, TableKind::Applications, line, column);
    let sum = Column::APPLICANTS
        .into_iter()
        .try_fold(0_i64, |sum, column| sum.checked_add(cell(column)?));
    sum.is_some() && sum == cell(Column::Total)
}

/// The kinds of applicant in which both years are numbers that differ: column, then, now.
fn columns(pair: Pair<'_>) -> Vec<(Column, i64, i64)> {
    let cell = |report, line, column| figure(report, TableKind::Applications, line, column);
    Column::APPLICANTS
        .into_iter()
        .filter_map(|column| {
            let then = cell(pair.previous, Line::CarriedOut, column)?;
            let now = cell(pair.report, Line::CarriedIn, column)?;
            (then != now).then_some((column, then, now))
        })
        .collect()
}

fn listed(
    columns: &[(Column, i64, i64)],
    before: &str,
    name: impl Fn(Column) -> &'static str,
) -> String {
    let one = |(column, then, now): &(Column, i64, i64)| format!("{} {then}→{now}", name(*column));
    match columns {
        [] => String::new(),
        columns => format!("{before}{}", columns.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

/// The total agrees: an applicant was counted under another kind.
fn moved(columns: &[(Column, i64, i64)]) -> Violation {
    let message = Text::new(
        format!("结转总数一致，但申请人类别与上年度报告不同{}", listed(columns, "：", Column::zh)),
        format!(
            "the carried total agrees, the kinds of applicant do not{}",
            listed(columns, ": ", Column::key)
        ),
    );
    Violation::new(message, place()).severity(Severity::Info)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// A pair of reports: last year carried `out` out, this year `carried_in` in, all by natural
    /// persons.
    fn pair(out: &str, carried_in: &str) -> Given {
        let last = given::clean().application(Line::CarriedOut, Column::Total, out).application(
            Line::CarriedOut,
            Column::NaturalPerson,
            out,
        );
        let mut given = given::clean()
            .application(Line::CarriedIn, Column::Total, carried_in)
            .application(Line::CarriedIn, Column::NaturalPerson, carried_in);
        given.previous = last.report;
        given
    }

    fn found(given: &Given) -> Violation {
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        failure.violations[0].clone()
    }

    #[test]
    fn the_same_figure_passes() {
        assert_eq!(check(&pair("3", "3").dossier()), Verdict::Pass);
    }

    #[test]
    fn any_difference_is_an_error() {
        let found = found(&pair("3", "2"));
        assert_eq!(found.severity, None);
        assert_eq!(
            found.message.zh,
            "上年结转数与上年度报告“结转下年度继续办理”数不一致：\
             本年填2，2024年度报告为3；自然人 3→2"
        );
    }

    #[test]
    fn a_blank_makes_it_a_warning() {
        let blank = found(&pair("3", ""));
        assert_eq!(blank.severity, Some(Severity::Warning));
        assert!(blank.message.zh.contains("本年填0（空白按0计），2024年度报告为3"));
        let one_blank = pair("3", "2").application(Line::CarriedIn, Column::Other, "");
        assert_eq!(found(&one_blank).severity, Some(Severity::Warning));
    }

    #[test]
    fn a_total_that_its_own_row_contradicts_makes_it_a_warning() {
        let given = pair("3", "2").application(Line::CarriedIn, Column::NaturalPerson, "3");
        assert_eq!(found(&given).severity, Some(Severity::Warning));
    }

    #[test]
    fn a_reform_or_flattened_text_makes_it_a_warning() {
        let reform = pair("3", "2").section(6, "根据机构改革方案，部分职责划转至市数据局。");
        assert_eq!(found(&reform).severity, Some(Severity::Warning));
        for carrier in [Carrier::Text, Carrier::Doc] {
            let mut flat = pair("3", "2");
            flat.previous.as_mut().unwrap().carrier = carrier;
            assert_eq!(found(&flat).severity, Some(Severity::Warning), "{carrier:?}");
        }
        let file = pair("3", "2").taken_from(TableKind::Applications, Carrier::Doc);
        assert_eq!(found(&file).severity, Some(Severity::Warning));
    }

    #[test]
    fn an_applicant_counted_in_another_column_is_information() {
        let given = pair("3", "3")
            .application(Line::CarriedIn, Column::NaturalPerson, "2")
            .application(Line::CarriedIn, Column::Other, "1");
        let found = found(&given);
        assert_eq!(found.severity, Some(Severity::Info));
        assert!(found.message.zh.ends_with("：自然人 3→2, 其他 0→1"), "{}", found.message.zh);
    }

    #[test]
    fn another_body_an_old_form_or_an_unread_figure_is_not_assessable() {
        let mut renamed = pair("3", "2");
        renamed.previous.as_mut().unwrap().agency = Some("某市工信局".into());
        let mut free = pair("3", "2");
        free.previous.as_mut().unwrap().edition = Some("legacy".into());
        let unread = pair("3", "二");
        let alone = given::clean();
        for given in [renamed, free, unread, alone, given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }

    #[test]
    fn a_longer_form_of_the_name_is_the_same_body() {
        let mut given = pair("3", "2");
        given.previous.as_mut().unwrap().agency = Some("财政局".into());
        assert_eq!(found(&given).severity, None);
    }
}
