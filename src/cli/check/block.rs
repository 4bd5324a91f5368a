//! The words or figures that a finding speaks of, quoted from the report and underlined.

use unicode_width::UnicodeWidthStr;

use super::Checked;
use super::table;
use super::table::Excerpt;
use super::table::Mark;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::rules::Book;
use crate::rules::pack::Test;
use crate::wording::squash;

/// Terminal columns shown of a sentence on either side of the words.
const AROUND: usize = 36;
/// A sum over more rows than this shows the wrong one only.
const ROWS: usize = 8;

/// What a finding quotes; `None` where it speaks of the report as a whole.
pub(super) fn quoted(checked: &Checked, book: &Book, finding: &Finding) -> Option<Excerpt> {
    let place = &finding.place;
    match (place.table, place.row) {
        (Some(kind), Some(row)) => figures(checked, book, finding, kind, row),
        _ => words(checked, place),
    }
}

fn figures(
    checked: &Checked,
    book: &Book,
    finding: &Finding,
    kind: TableKind,
    row: Line,
) -> Option<Excerpt> {
    let edition = checked.edition?;
    let table = checked.report.table(kind)?;
    let (mut lines, mut wrong) = summands(checked, book, finding, table);
    if !lines.contains(&row) || lines.len() > ROWS {
        (lines, wrong) = (vec![row], vec![row]);
    }
    let wrong = finding.place.column.map(|column| (wrong.as_slice(), column));
    table::excerpt(edition, table, &lines, wrong)
}

/// The rows of the sum that a finding speaks of, zeros left out, and those that are its wrong side.
fn summands(
    checked: &Checked,
    book: &Book,
    finding: &Finding,
    table: &Table,
) -> (Vec<Line>, Vec<Line>) {
    let edition = checked.edition;
    let built_in = edition.and_then(|it| it.identities.iter().find(|it| it.rule == finding.rule));
    let (left, right) = match (built_in, book.pack_rule(&finding.rule).map(|it| &it.test)) {
        (Some(sum), _) => (sum.left.to_vec(), sum.right.to_vec()),
        (None, Some(Test::Identity { left, right, .. })) => (left.clone(), right.clone()),
        _ => return (Vec::new(), Vec::new()),
    };
    let short = left.len() <= 3;
    let counts = |line: &Line| {
        let cell = finding.place.column.and_then(|column| table.cell(*line, column));
        cell.is_none_or(|cell| cell.integer() != Some(0) && !cell.is_empty_mark())
    };
    let lines = left.into_iter().filter(|line| short || counts(line)).chain(right.iter().copied());
    (lines.collect(), right)
}

/// The sentence around the words, with the words marked.
fn words(checked: &Checked, place: &Place) -> Option<Excerpt> {
    let quote = place.quote.as_deref().filter(|it| !it.trim().is_empty())?;
    let report = &checked.report;
    let section = place.section.filter(|it| *it > 0);
    let texts: Vec<&str> = match section {
        Some(number) => vec![report.section_text(number)],
        None => std::iter::once(report.preamble.as_str())
            .chain(report.sections.iter().map(|it| it.text.as_str()))
            .collect(),
    };
    let as_printed = texts.iter().find_map(|text| around(text, quote));
    // A rule reads the text without spaces; then it is quoted so.
    let found = as_printed.or_else(|| {
        let quote = squash(quote);
        texts.iter().find_map(|text| around(&squash(text), &quote))
    });
    let (before, quote, after) =
        found.unwrap_or_else(|| (String::new(), one_line(quote), String::new()));
    let mark = Mark { line: 0, start: before.width(), width: quote.width().max(1) };
    Some(Excerpt { lines: vec![format!("{before}{quote}{after}")], marks: vec![mark] })
}

/// What stands before and after the words in their sentence, cut to a screen.
fn around(text: &str, quote: &str) -> Option<(String, String, String)> {
    let at = text.find(quote)?;
    let (before, rest) = text.split_at_checked(at)?;
    let (quote, after) = rest.split_at_checked(quote.len())?;
    let is_end = |c: char| "。！？\n".contains(c);
    let before = before.rsplit(is_end).next().unwrap_or_default();
    let after = after.split_inclusive(is_end).next().unwrap_or_default();
    let (before, after) = (one_line(before), one_line(after));
    let mut tail = before.trim_start();
    while tail.width() > AROUND {
        let mut chars = tail.chars();
        chars.next();
        tail = chars.as_str();
    }
    let head = if tail.width() < before.trim_start().width() { "…" } else { "" };
    let after =
        if after.ends_with(' ') && !quote.ends_with(' ') { after.trim_end() } else { &after };
    Some((format!("{head}{tail}"), one_line(quote), table::cut(after, AROUND)))
}

/// A text without line ends and control characters.
pub(super) fn one_line(text: &str) -> String {
    super::out::printable(text).replace('\n', " ")
}

/// Where it is, in words.
pub(super) fn place_in_words(place: &Place, lang: Lang) -> String {
    let section = place.section.map(|number| match (number, lang) {
        (0, Lang::Zh) => "引言".to_owned(),
        (0, Lang::En) => "preamble".to_owned(),
        (n, Lang::Zh) => format!("第{n}部分"),
        (n, Lang::En) => format!("section {n}"),
    });
    let table = place.table.map(|table| match lang {
        Lang::Zh => table.zh().to_owned(),
        Lang::En => format!("table {}", table.key()),
    });
    let row = place.row.map(|row| match lang {
        Lang::Zh => format!("“{}”行", row.zh()),
        Lang::En => format!("row {}", row.key()),
    });
    let column = place.column.map(|column| match lang {
        Lang::Zh => format!("“{}”列", column.zh()),
        Lang::En => format!("column {}", column.json_key()),
    });
    let parts: Vec<String> = [section, table, row, column].into_iter().flatten().collect();
    parts.join(lang.pick("　", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_at_its_ends_and_at_the_screen() {
        let text = "第一句。信箱信件69起，办结率达100%以上，群众满意。第三句。";
        let (before, quote, after) = around(text, "办结率达100%以上").unwrap();
        assert_eq!(
            [before.as_str(), &quote, &after],
            ["信箱信件69起，", "办结率达100%以上", "，群众满意。"]
        );
        let long = format!("{}办结率{}", "长".repeat(50), "短".repeat(50));
        let (before, _, after) = around(&long, "办结率").unwrap();
        assert_eq!(before, format!("…{}", "长".repeat(18)));
        assert_eq!(after, format!("{}…", "短".repeat(17)));
        assert_eq!(around(text, "没有"), None);
    }
}
