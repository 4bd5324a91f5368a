//! # legacy-items-discontinuous
//!
//! ## What it checks
//! Whether 上一年项目数量 of the report on 2020 is that of the report on 2019 plus its
//! 本年增/减, for each kind of item in table 2 of the form of 2019.
//!
//! ## Legal basis
//! The columns' own names (国办公开办函〔2019〕60号 annex). That they continue from one
//! year to the next is not stated, so this is information.
//!
//! ## When it stays silent
//! - Any report year but 2020: the form had only two years.
//! - Last year's report is not on record, is by another body or of another form.
//! - A figure was not read or is blank.
//!
//! ## How to resolve
//! Check the figures of both years.

use super::pair::figure;
use super::pair::pair;
use super::pair::unread as missing;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::ReportYear;
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
    id: "legacy-items-discontinuous",
    label: ("项目数不连续", "number of items"),
    severity: Severity::Info,
    basis: (
        "表二“上一年项目数量”“本年增/减”（国办公开办函〔2019〕60号附件）",
        "columns items last year and change of table 2 (Circular 60 (2019), annex)",
    ),
    first_year: 2020,
    since: "0.1.0",
    remedy: ("请核对两个年度的项目数量。", "Check the numbers of items of both years."),
    lasting: false,
    params: &[],
    source: include_str!("legacy_items_discontinuous.rs"),
    check: Check::Report(check),
};

/// The only year whose report and predecessor are both of that form.
const ONLY: ReportYear = ReportYear(2020);

const ITEMS: [Line; 5] =
    [Line::Licences, Line::OtherServices, Line::Penalties, Line::CoerciveMeasures, Line::Fees];

fn check(dossier: &Dossier<'_>) -> Verdict {
    report_or_return!(dossier);
    if dossier.year != ONLY {
        return Verdict::Pass;
    }
    let pair = match pair(dossier) {
        Ok(pair) => pair,
        Err(why) => return why,
    };
    if !pair.both_of("2019") {
        return unassessable("两个年度的格式不同", "the two reports are of different forms");
    }
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    for line in ITEMS {
        let cell = |report, column| figure(report, TableKind::ActiveDisclosure, line, column);
        let last = cell(pair.previous, Column::ItemsLastYear);
        let change = cell(pair.previous, Column::ItemsChange);
        let now = cell(pair.report, Column::ItemsLastYear);
        let (Some(last), Some(change), Some(now)) = (last, change, now) else {
            unread.push(line);
            continue;
        };
        let expected = last.saturating_add(change);
        if expected == now {
            continue;
        }
        let message = Text::new(
            format!(
                "{}项目数与上年度不衔接：2019年度{last}{change:+}={expected}，本年“上一年项目数量”填{now}",
                line.zh()
            ),
            format!(
                "items of {}: {last}{change:+} on 2019 = {expected}, given as last year's {now}",
                line.key()
            ),
        );
        let place = Place {
            row: Some(line),
            column: Some(Column::ItemsLastYear),
            ..Place::table(TableKind::ActiveDisclosure)
        };
        let violation = Violation::new(message, place).figures(expected, now);
        violations.push(violation.confidence(Confidence::Medium));
    }
    let why = ("表二的项目数量未读出", "numbers of items were not read");
    Verdict::of(violations, missing(&unread, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AnnualReport;
    use crate::extract::number;
    use crate::rules::given;
    use crate::rules::given::Given;

    /// A report of the trial form whose items are all `last` and changed by `change`.
    fn trial(last: &str, change: &str) -> AnnualReport {
        let mut report = given::clean().report.unwrap();
        report.edition = Some("2019".into());
        let table = report.tables.entry(TableKind::ActiveDisclosure).or_default();
        for line in ITEMS {
            table.set(line, Column::ItemsLastYear, number::cell(last));
            table.set(line, Column::ItemsChange, number::cell(change));
        }
        report
    }

    fn years(last: &str, change: &str, now: &str) -> Given {
        let mut given = given::clean();
        given.year = ONLY;
        given.previous = Some(trial(last, change));
        given.report = Some(trial(now, "0"));
        given
    }

    #[test]
    fn items_that_continue_pass() {
        assert_eq!(check(&years("40", "-8", "32").dossier()), Verdict::Pass);
        assert_eq!(check(&years("40", "+2", "42").dossier()), Verdict::Pass);
    }

    #[test]
    fn items_that_do_not_continue_are_information() {
        let Verdict::Fail(failure) = check(&years("40", "-8", "33").dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 5);
        assert_eq!(
            failure.violations[0].message.zh,
            "行政许可项目数与上年度不衔接：2019年度40-8=32，本年“上一年项目数量”填33"
        );
    }

    #[test]
    fn a_blank_is_not_zero() {
        assert!(matches!(check(&years("40", "", "40").dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn the_form_had_only_two_years() {
        let mut later = years("40", "-8", "33");
        later.year = ReportYear(2021);
        assert_eq!(check(&later.dossier()), Verdict::Pass);
        let mut other = years("40", "-8", "33");
        other.report.as_mut().unwrap().edition = Some("2021".into());
        assert!(matches!(check(&other.dossier()), Verdict::NotAssessable(_)));
    }
}
