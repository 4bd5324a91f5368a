//! What people see of broken reports, as snapshots to be read as prose.

use super::*;
use crate::cli::check::given;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::rules::given as reports;
use crate::rules::given::Given;
use crate::rules::pack::PackRule;
use crate::rules::pack::Test;
use crate::rules::pack::Years;

/// The blocks of one rule, in both languages.
fn shown(given: &Given, rule: &str) -> String {
    let checked = given::checked(given);
    let book = Book::default();
    let of_rule: Vec<&Finding> =
        checked.judgement.findings.iter().filter(|it| it.rule == rule).collect();
    assert!(!of_rule.is_empty(), "{:?}", checked.judgement.findings);
    let blocks = [Lang::Zh, Lang::En].map(|lang| {
        let blocks = of_rule.iter().map(|it| one(&checked, &book, it, lang, Ink::Plain).join("\n"));
        blocks.collect::<Vec<_>>().join("\n\n")
    });
    blocks.join("\n\n")
}

#[test]
fn a_column_that_does_not_balance_shows_its_four_rows() {
    let given = reports::clean().application(Line::CarriedOut, Column::NaturalPerson, "21");
    insta::assert_snapshot!(shown(&given, "applications-unbalanced"));
}

#[test]
fn a_wrong_total_shows_the_rows_that_count() {
    let given = reports::clean().application(Line::HandledTotal, Column::Total, "18");
    insta::assert_snapshot!(shown(&given, "results-sum-wrong"));
}

#[test]
fn a_row_that_does_not_add_up_underlines_its_total() {
    let given = reports::clean().application(Line::Received, Column::Total, "10");
    insta::assert_snapshot!(shown(&given, "row-sum-wrong"));
}

#[test]
fn a_group_of_reviews_is_shown_under_its_headings() {
    let given =
        reports::clean().cell(TableKind::Reviews, Line::DirectLitigation, Column::ReviewTotal, "1");
    insta::assert_snapshot!(shown(&given, "reviews-sum-wrong"));
}

#[test]
fn words_are_underlined_in_their_sentence() {
    let given = reports::clean()
        .section(1, "全年共办理群众来信69件。区长信箱信件69起，办结率达100%以上，群众满意度高。");
    insta::assert_snapshot!(shown(&given, "impossible-rate"));
}

#[test]
fn a_rule_of_a_pack_is_shown_like_any_other() {
    let rule = PackRule {
        id: "local-granted-or-refused".into(),
        label: Text::new("办理结果", "outcomes"),
        severity: Severity::Warning,
        basis: "某办〔2025〕1号第三条".into(),
        years: Years { first: 2021, last: None },
        kinds: vec![],
        message: Some(Text::new("办理结果不全", "outcomes are incomplete")),
        to_do: None,
        file: "local.toml".into(),
        test: Test::Identity {
            table: TableKind::Applications,
            left: vec![Line::Granted, Line::PartlyGranted],
            right: vec![Line::HandledTotal],
            columns: vec![Column::CommercialEnterprise],
        },
    };
    let book = Book { packs: vec![rule], ..Book::default() };
    let checked = given::judged(&reports::clean(), &book);
    let found = checked.judgement.findings.first().unwrap();
    insta::assert_snapshot!(one(&checked, &book, found, Lang::Zh, Ink::Plain).join("\n"));
}

#[test]
fn a_whole_report_ends_with_what_is_open_and_the_sum() {
    let given = reports::clean().application(Line::Received, Column::Total, "10").application(
        Line::Granted,
        Column::NaturalPerson,
        "六①",
    );
    let mut checked = given::checked(&given);
    // The book grows; the page is what is looked at.
    checked.judgement.passed.clear();
    let arithmetic = ["applications-unbalanced", "results-sum-wrong", "row-sum-wrong"];
    checked.judgement.findings.retain(|it| arithmetic.contains(&it.rule.as_str()));
    checked.judgement.not_assessable.retain(|it| arithmetic.contains(&it.rule.as_str()));
    let book = Book::default();
    let both = [Lang::Zh, Lang::En].map(|lang| render(&checked, &book, lang, Ink::Plain));
    insta::assert_snapshot!(both.join("\n----\n\n"));
}

#[test]
fn colour_changes_no_width() {
    let given = reports::clean().application(Line::Received, Column::Total, "10");
    let checked = given::checked(&given);
    let book = Book::default();
    let coloured = render(&checked, &book, Lang::Zh, Ink::Coloured);
    assert!(coloured.contains("\u{1b}[1;31m"));
    let mut bare = coloured.replace("\u{1b}[0m", "");
    for code in [31, 33, 36] {
        bare = bare.replace(&format!("\u{1b}[1;{code}m"), "");
    }
    assert_eq!(bare, render(&checked, &book, Lang::Zh, Ink::Plain));
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    let mut given = reports::clean().application(Line::Received, Column::Total, "1\u{1b}[2J0");
    given.report_mut().title = Some("标题\u{1b}]0;x\u{7}\u{202e}".into());
    let text = render(&given::checked(&given), &Book::default(), Lang::Zh, Ink::Plain);
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn one_is_not_plural_and_the_old_form_has_a_name() {
    let given = reports::clean().application(Line::CarriedOut, Column::NaturalPerson, "21");
    let mut checked = given::checked(&given);
    checked.judgement.findings.truncate(1);
    checked.judgement.passed.truncate(1);
    let told = sum(&checked, Lang::En);
    assert!(told.starts_with("1 error, 0 warnings, 0 notes; 1 rule passed, "), "{told}");
    let words = |form| [Lang::Zh, Lang::En].map(|lang| form_in_words(form, lang));
    assert_eq!(words(Some("2021")), ["2021版格式", "form of 2021"]);
    assert_eq!(words(Some("legacy")), ["旧版格式", "form used before 2019"]);
    assert_eq!(words(None), ["格式未识别", "form not recognised"]);
}
