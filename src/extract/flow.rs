//! The statutory tables from running text that lost its table marks: one figure a line, or figures
//! between spaces.
//!
//! The labels of the form are looked for in their printed order; what stands between two of them are
//! the figures of the first. Figures that are glued together, or that are not exactly as many as the
//! form has, are unread: there is no telling which cell was blank.

use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::Line;
use crate::domain::LineSpec;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::domain::Value;
use crate::extract::number;
use crate::extract::tables::Reading;
use crate::extract::tables::finish;
use crate::wording::half_width;
use crate::wording::is_space;
use crate::wording::stem;

/// Reads one table from the text of its section.
pub(super) fn read(
    kind: TableKind,
    edition: &'static Edition,
    text: &str,
) -> Option<(Table, Vec<Unread>)> {
    let stream = Stream::new(text);
    let mut reading = Reading::default();
    match kind {
        TableKind::ActiveDisclosure => disclosure(edition, &stream, &mut reading),
        TableKind::Applications => applications(edition, &stream, &mut reading),
        TableKind::Reviews => reviews(&stream, &mut reading),
    }
    finish(kind, edition, reading)
}

/// A text with its letters and digits picked out, each knowing where it stood.
struct Stream {
    /// All characters in half-width form.
    chars: Vec<char>,
    /// The letters and digits among them.
    letters: Vec<char>,
    /// Place of each letter in `chars`.
    places: Vec<usize>,
}

impl Stream {
    fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().map(half_width).collect();
        let (places, letters) =
            chars.iter().copied().enumerate().filter(|(_, c)| c.is_alphanumeric()).unzip();
        Self { chars, letters, places }
    }

    /// The first and one-past-last letter of a wording, searched from a letter on.
    fn find(&self, wording: &str, from: usize) -> Option<(usize, usize)> {
        let wanted: Vec<char> = wording.chars().collect();
        let rest = self.letters.get(from..)?;
        let at = rest.windows(wanted.len().max(1)).position(|window| window == wanted)?;
        Some((from + at, from + at + wanted.len()))
    }

    /// The text from one letter to before another.
    fn between(&self, from: usize, to: usize) -> String {
        let start = match from.checked_sub(1).and_then(|last| self.places.get(last)) {
            Some(place) => place + 1,
            None => 0,
        };
        let end = self.places.get(to).copied().unwrap_or(self.chars.len());
        self.chars.get(start..end.max(start)).unwrap_or_default().iter().collect()
    }
}

/// Finds the labels of the rows in their order: for each, its first letter and the one after it.
fn labels(
    specs: &[&'static LineSpec],
    stream: &Stream,
    mut from: usize,
) -> Vec<(&'static LineSpec, usize, usize)> {
    let mut found = Vec::new();
    for spec in specs {
        let wordings = std::iter::once(&spec.label).chain(spec.variants);
        // The first place; of two wordings there the longer, or its end would pass for figures.
        let hits = wordings.filter_map(|label| stream.find(&stem(label), from));
        let hit = hits.min_by_key(|(start, end)| (*start, usize::MAX - *end));
        if let Some((start, end)) = hit {
            found.push((*spec, start, end));
            from = end;
        }
    }
    found
}

/// Figures at the start of a row's text, or why they are not certain.
fn figures(payload: &str, expected: usize) -> Result<Vec<String>, String> {
    let mut figures = Vec::new();
    // A label may end in a quote or bracket, which is not one of its letters.
    let payload = payload.trim_start_matches(|c| is_space(c) || "”\"’')」』》:".contains(c));
    for token in tokens(payload) {
        match number::value(&token) {
            Value::NotNumber | Value::Blank => break,
            Value::Integer(_) if token.len() > 1 && token.starts_with('0') => {
                return Err("the figures are glued together".into());
            }
            _ => figures.push(token),
        }
    }
    match figures.len() {
        n if n == expected => Ok(figures),
        0 => Err("no figures stand behind the label".into()),
        1 if expected > 1 => Err("the figures are glued together".into()),
        n => Err(format!("{n} figures stand behind the label, {expected} are expected")),
    }
}

/// Splits at spaces, and between a figure and a word.
fn tokens(payload: &str) -> Vec<String> {
    let is_figure = |c: char| c.is_ascii_digit() || "+-./,—".contains(c);
    let mut tokens: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in payload.chars() {
        if is_space(c) {
            last = None;
            continue;
        }
        let kind = is_figure(c);
        match tokens.last_mut() {
            Some(token) if last == Some(kind) => token.push(c),
            _ => tokens.push(c.to_string()),
        }
        last = Some(kind);
    }
    tokens
}

/// The text behind a label without the numbering of the next label, e.g. the `2.` of
/// `2.重复申请`.
fn without_next_number(payload: &str, next: Option<&LineSpec>) -> String {
    let trimmed = payload.trim_end_matches(is_space);
    let Some(next) = next else { return trimmed.to_owned() };
    let digits: String = next.label.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return trimmed.to_owned();
    }
    let bare = trimmed.trim_end_matches(['.', '、', ',']);
    match bare.strip_suffix(digits.as_str()) {
        // Without its sign the digit could be a figure.
        Some(rest) if bare.len() < trimmed.len() => rest.to_owned(),
        _ => trimmed.to_owned(),
    }
}

fn applications(edition: &'static Edition, stream: &Stream, reading: &mut Reading) {
    let specs: Vec<_> = edition.lines_of(TableKind::Applications).collect();
    let found = labels(&specs, stream, 0);
    if found.len() < 3 {
        return;
    }
    let mut rows: Vec<(&LineSpec, Result<Vec<String>, String>)> = Vec::new();
    for (i, (spec, _, end)) in found.iter().enumerate() {
        let next = found.get(i + 1);
        let upto = next.map_or(stream.letters.len(), |(_, start, _)| *start);
        let payload = stream.between(*end, upto);
        let payload = without_next_number(&payload, next.map(|(spec, _, _)| *spec));
        rows.push((spec, figures(&payload, spec.columns.len())));
    }
    // A lost blank and a page number inside the table make seven again. Where every row has seven,
    // the page kept its cells; elsewhere a row must prove itself by its own sum.
    let all = rows.iter().all(|(_, figures)| figures.is_ok());
    for (spec, figures) in rows {
        match figures {
            Ok(figures) if all || adds_up(&figures) => {
                let cells: Vec<_> =
                    spec.columns.iter().copied().zip(figures.iter().map(String::as_str)).collect();
                reading.take(spec.line, &cells);
            }
            Ok(_) => reading.refuse(spec.line, "other rows lost cells, and this one does not sum"),
            Err(why) => reading.refuse(spec.line, why),
        }
    }
}

fn adds_up(figures: &[String]) -> bool {
    let values: Option<Vec<i64>> =
        figures.iter().map(|figure| number::cell(figure).integer()).collect();
    let values = values.unwrap_or_default();
    values.split_last().is_some_and(|(total, parts)| {
        parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part)) == Some(*total)
    })
}

fn disclosure(edition: &'static Edition, stream: &Stream, reading: &mut Reading) {
    // 规章 and 行政许可 are everyday words; they are rows only behind the table's own heading.
    let Some((_, from)) = stream.find("信息内容", 0) else { return };
    let specs: Vec<_> = edition.lines_of(TableKind::ActiveDisclosure).collect();
    let found = labels(&specs, stream, from);
    for (i, (spec, _, end)) in found.iter().enumerate() {
        let upto = found.get(i + 1).map_or(stream.letters.len(), |(_, start, _)| *start);
        let payload = stream.between(*end, upto);
        match figures(&payload, spec.columns.len()) {
            Ok(mut figures) => {
                if spec.columns.last() == Some(&Column::PurchaseAmount) {
                    append_unit(&mut figures, &payload);
                }
                let cells: Vec<_> =
                    spec.columns.iter().copied().zip(figures.iter().map(String::as_str)).collect();
                reading.take(spec.line, &cells);
            }
            Err(why) => reading.refuse(spec.line, why),
        }
    }
}

/// An amount carries its own unit; without it 0.5万元 would be 0.5元.
fn append_unit(figures: &mut [String], payload: &str) {
    let unit = tokens(payload).into_iter().nth(figures.len());
    let unit = unit.and_then(|it| ["元", "万元", "亿元"].into_iter().find(|u| it.starts_with(u)));
    if let (Some(amount), Some(unit)) = (figures.last_mut(), unit) {
        amount.push_str(unit);
    }
}

fn reviews(stream: &Stream, reading: &mut Reading) {
    const LINES: [Line; 3] =
        [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration];
    let header: String = "结果维持结果纠正其他结果尚未审结总计".into();
    // The three headings follow each other but for the names of the groups between them.
    let mut end = 0;
    for _ in 0..3 {
        let Some((_, next)) = stream.find(&header, end) else { return };
        end = next;
    }
    let payload = stream.between(end, stream.letters.len());
    match figures(&payload, 15) {
        Ok(figures) => {
            for (line, group) in LINES.into_iter().zip(figures.chunks(5)) {
                let cells: Vec<(Column, &str)> =
                    Column::REVIEWS.into_iter().zip(group.iter().map(String::as_str)).collect();
                reading.take(line, &cells);
            }
        }
        Err(why) => {
            for line in LINES {
                reading.refuse(line, why.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::edition;

    fn e2021() -> &'static Edition {
        edition::find("2021").unwrap()
    }

    /// All rows of table 3, each with the given figures.
    fn table_three(row: impl Fn(usize) -> String) -> String {
        let specs = e2021().lines_of(TableKind::Applications);
        specs.enumerate().map(|(i, spec)| format!("{}\n{}\n", spec.label, row(i))).collect()
    }

    fn read_three(text: &str) -> (Table, Vec<Unread>) {
        read(TableKind::Applications, e2021(), text).unwrap()
    }

    #[test]
    fn one_figure_a_line_is_read_whole() {
        let text = table_three(|i| format!("{i}\n 0\n0 \n\n0\n0\n0\n{i}"));
        let (table, unread) = read_three(&text);
        assert_eq!(unread, []);
        assert_eq!(table.iter().count(), 175);
        assert_eq!(table.integer(Line::CarriedOut, Column::Total), Some(24));
        assert_eq!(table.integer(Line::UnprocessedRepeat, Column::NaturalPerson), Some(16));
    }

    #[test]
    fn a_lost_cell_leaves_its_row_unread() {
        let text =
            table_three(|i| if i == 3 { "1 0 0 0 1".into() } else { "1 0 0 0 0 0 1".into() });
        let (table, unread) = read_three(&text);
        assert_eq!(table.iter().count(), 168);
        assert_eq!(unread.len(), 1);
        assert_eq!(unread[0].what, "applications.partly_granted");
    }

    #[test]
    fn where_cells_were_lost_a_row_must_prove_itself() {
        let text = table_three(|i| match i {
            3 => "1 0 0 0 1".into(),
            // A blank lost, a page number gained.
            4 => "5 0 0 0 0 5 3".into(),
            _ => "1 0 0 0 0 0 1".into(),
        });
        let (table, unread) = read_three(&text);
        assert!(!table.has_line(Line::RefusedStateSecret));
        assert_eq!(unread.len(), 2);
    }

    #[test]
    fn glued_figures_are_unread_not_guessed() {
        let text = "一、本年新收政府信息公开申请数量21710000218二、上年结转政府信息公开申请数量0000000\
                    三、本年度办理结果（一）予以公开1 0 0 0 0 01（二）部分公开";
        let (table, unread) = read_three(text);
        assert!(table.is_empty());
        assert!(unread.iter().any(|it| it.why.contains("glued")));
    }

    #[test]
    fn single_figures_of_table_two_need_no_guess() {
        let text = "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000\
                    行政规范性文件6233440第二十条第（五）项信息内容本年处理决定数量行政许可4529\
                    第二十条第（六）项信息内容本年处理决定数量行政处罚1100行政强制65第二十条第（八）项\
                    信息内容本年收费金额（单位：万元）行政事业性收费18651.06";
        let (table, unread) = read(TableKind::ActiveDisclosure, e2021(), text).unwrap();
        assert_eq!(table.integer(Line::Licences, Column::Decisions), Some(4529));
        assert_eq!(table.integer(Line::CoerciveMeasures, Column::Decisions), Some(65));
        let fee = table.cell(Line::Fees, Column::FeesWan).unwrap();
        assert_eq!(fee.value, Value::Decimal("18651.06".into()));
        assert_eq!(unread.len(), 2);
    }

    #[test]
    fn an_amount_keeps_its_unit() {
        let of = |amount: &str| {
            let text = format!("信息内容\n采购项目数量\n采购总金额\n政府集中采购\n3\n{amount}\n");
            let edition = edition::find("2019").unwrap();
            let (table, _) = read(TableKind::ActiveDisclosure, edition, &text).unwrap();
            table.cell(Line::Procurement, Column::PurchaseAmount).unwrap().raw.clone()
        };
        for amount in ["0.5万元", "251000元", "12.25", "0"] {
            assert_eq!(of(amount), amount);
        }
        assert_eq!(of("25.1 万元"), "25.1万元");
    }

    #[test]
    fn prose_about_licences_is_no_table() {
        assert!(read(TableKind::ActiveDisclosure, e2021(), "行政许可12件，行政处罚3件").is_none());
    }

    #[test]
    fn table_four_needs_exactly_fifteen() {
        let header = "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉\
                      结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计";
        let of =
            |tail: &str| read(TableKind::Reviews, e2021(), &format!("{header} {tail}")).unwrap().0;
        let table = of("0 1 1 0 2 1 0 0 0 1 0 0 0 0 0 ");
        assert_eq!(table.integer(Line::Reconsideration, Column::ReviewTotal), Some(2));
        assert_eq!(table.integer(Line::DirectLitigation, Column::Upheld), Some(1));
        assert!(of("00 0 00 0 0 0 00 0 0 0 00").is_empty());
        assert!(of("000000000000000").is_empty());
        assert!(of("0 1 1 0 2 1 0 0 0 1 0 0 0 0").is_empty());
    }
}
