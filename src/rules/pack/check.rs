//! Judging by a rule of a pack: sums and limits; words are judged in `phrase`.
//!
//! A blank is not zero for a limit: nothing was claimed that could exceed it.

use super::CellPath;
use super::Op;
use super::PackRule;
use super::Test;
use super::phrase;
use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Dossier;
use crate::domain::Identity;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::arithmetic::sums;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) fn check(rule: &PackRule, dossier: &Dossier<'_>) -> Verdict {
    match &rule.test {
        Test::Identity { table, left, right, columns } => {
            identity(rule, dossier, *table, (left, right), columns)
        }
        Test::Threshold { cell, op, value } => threshold(rule, dossier, *cell, *op, *value),
        Test::Phrase { sections, any_of, all_of } => {
            phrase::required(rule, dossier, sections, any_of, all_of)
        }
        Test::Pattern { sections, regex, must } => {
            phrase::pattern(rule, dossier, sections, regex, *must)
        }
    }
}

/// The pack's own sentence with the facts behind it, or the facts alone.
pub(super) fn message(rule: &PackRule, facts: Text) -> Text {
    match &rule.message {
        Some(own) => {
            Text::new(format!("{}（{}）", own.zh, facts.zh), format!("{} ({})", own.en, facts.en))
        }
        None => facts,
    }
}

fn identity(
    rule: &PackRule,
    dossier: &Dossier<'_>,
    table: TableKind,
    (left, right): (&[Line], &[Line]),
    columns: &[Column],
) -> Verdict {
    let report = report_or_return!(dossier);
    let has = |column: Column| {
        let specs = left.iter().chain(right).map(|line| dossier.edition?.spec(*line));
        specs.into_iter().all(|spec| spec.is_some_and(|it| it.columns.contains(&column)))
    };
    let columns: Vec<Column> = columns.iter().copied().filter(|it| has(*it)).collect();
    if columns.is_empty() {
        return unassessable(
            "该年报所用格式没有这些行列",
            "the form of this report has no such rows and columns",
        );
    }
    let sum = Identity { rule: &rule.id, table, left, right, columns: &columns };
    match sums::holds(report, &sum) {
        Verdict::Fail(mut failure) => {
            for violation in &mut failure.violations {
                violation.message = message(rule, std::mem::take(&mut violation.message));
            }
            Verdict::Fail(failure)
        }
        other => other,
    }
}

fn threshold(
    rule: &PackRule,
    dossier: &Dossier<'_>,
    path: CellPath,
    op: Op,
    value: f64,
) -> Verdict {
    let report = report_or_return!(dossier);
    let cell = report.table(path.table).and_then(|it| it.cell(path.line, path.column));
    let (line, column) = (path.line, path.column);
    let Some(figure) = cell.and_then(figure) else {
        return unassessable(
            format!("“{}”行“{}”列没有读到数字", line.zh(), column.zh()),
            format!("{} holds no figure that was read", path.text()),
        );
    };
    if op.holds(figure, value) {
        return Verdict::Pass;
    }
    let printed = cell.map(|cell| cell.raw.clone()).unwrap_or_default();
    let sign = op.sign();
    let facts = Text::new(
        format!("“{}”行“{}”列为{printed}，应{}{value}", line.zh(), column.zh(), op.zh()),
        format!("{} is {printed}, but should be {sign} {value}", path.text()),
    );
    let place = Place { row: Some(line), column: Some(column), ..Place::table(path.table) };
    let violation = Violation::new(message(rule, facts), place);
    Verdict::fail(violation.figures(format!("{}{value}", op.printed()), printed))
}

/// The figure in a cell, as far as a limit needs it.
#[expect(clippy::cast_precision_loss, reason = "a limit does not need the last of 16 digits")]
fn figure(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Integer(n) => Some(*n as f64),
        Value::Decimal(text) => text.parse().ok(),
        Value::Blank | Value::Dash | Value::NotNumber => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyKind;
    use crate::domain::Severity;
    use crate::rules::Book;
    use crate::rules::given;
    use crate::rules::given::Given;
    use crate::rules::pack::Years;
    use crate::rules::pack::rule;

    fn granted() -> PackRule {
        rule(Test::Identity {
            table: TableKind::Applications,
            left: vec![Line::Granted, Line::RefusedProcess],
            right: vec![Line::HandledTotal],
            columns: vec![Column::NaturalPerson, Column::Total],
        })
    }

    fn licences(op: Op, value: f64) -> PackRule {
        let (table, line, column) =
            (TableKind::ActiveDisclosure, Line::Licences, Column::Decisions);
        rule(Test::Threshold { cell: CellPath { table, line, column }, op, value })
    }

    fn printed(given: Given, text: &str) -> Given {
        given.cell(TableKind::ActiveDisclosure, Line::Licences, Column::Decisions, text)
    }

    #[test]
    fn a_sum_of_a_pack_runs_through_the_engine_of_the_editions() {
        assert_eq!(granted().check(&given::clean().dossier()), Verdict::Pass);
        let broken = given::clean().application(Line::Granted, Column::NaturalPerson, "5");
        let mut rule = granted();
        rule.message = Some(Text::new("办理结果不全", "outcomes are incomplete"));
        let Verdict::Fail(failure) = rule.check(&broken.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        let message = &failure.violations[0].message;
        assert!(
            message.zh.starts_with("办理结果不全（自然人列勾稽关系不符：5，而6，差1"),
            "{message:?}"
        );
        let unread = given::clean().application(Line::Granted, Column::Total, "6①");
        assert!(matches!(granted().check(&unread.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_limit_holds_at_its_bound_and_not_beyond() {
        let given = given::clean();
        assert_eq!(licences(Op::AtMost, 45.0).check(&given.dossier()), Verdict::Pass);
        let Verdict::Fail(failure) = licences(Op::AtMost, 44.0).check(&given.dossier()) else {
            panic!()
        };
        let violation = &failure.violations[0];
        assert_eq!(violation.message.zh, "“行政许可”行“处理决定数量”列为45，应不大于44");
        assert_eq!(violation.actual.as_deref(), Some("45"));
    }

    #[test]
    fn a_blank_is_no_figure() {
        for text in ["", "/", "四十五"] {
            let given = printed(given::clean(), text);
            let verdict = licences(Op::AtLeast, 1.0).check(&given.dossier());
            assert!(matches!(verdict, Verdict::NotAssessable(_)), "{text}");
        }
        let decimal = printed(given::clean(), "45.5");
        assert_eq!(licences(Op::More, 45.0).check(&decimal.dossier()), Verdict::Pass);
    }

    #[test]
    fn another_year_or_kind_of_body_is_no_concern() {
        let mut rule = licences(Op::AtMost, 1.0);
        let count = |rule: &PackRule, given: &Given| {
            let judgement =
                Book { packs: vec![rule.clone()], ..Book::default() }.judge(&given.dossier());
            let named = |id: &String| *id == rule.id;
            let open = judgement.not_assessable.iter().any(|it| named(&it.rule));
            assert!(!judgement.passed.iter().any(named) && !open);
            judgement.findings.iter().filter(|it| named(&it.rule)).count()
        };
        assert_eq!(count(&rule, &given::clean()), 1);
        rule.kinds = vec![AgencyKind::Government];
        assert_eq!(count(&rule, &given::clean()), 0);
        rule.kinds = vec![];
        rule.years = Years { first: 2019, last: Some(2024) };
        assert_eq!(count(&rule, &given::clean()), 0);
    }

    #[test]
    fn an_outage_yields_nothing() {
        let verdict = licences(Op::AtMost, 1.0).check(&given::unreachable().dossier());
        assert!(matches!(verdict, Verdict::NotAssessable(_)));
    }

    #[test]
    fn a_finding_carries_the_words_of_its_pack() {
        let book = Book { packs: vec![licences(Op::AtMost, 1.0)], ..Book::default() };
        let judgement = book.judge(&given::clean().dossier());
        assert_eq!(judgement.findings.len(), 1);
        let words = judgement.findings[0].words.as_ref().unwrap();
        assert_eq!(words.label.zh, "本地规则");
        assert_eq!(judgement.findings[0].severity, Severity::Warning);
    }
}
