//! The statutory tables from running text that lost its table marks: one figure a line, or figures
//! between spaces.
//!
//! The labels of the form are looked for in their printed order; what stands between two of them are
//! the figures of the first. Figures that are not exactly as many as the form has are unread: there is
//! no telling which cell was blank. Glued figures are read only as far as the sums of the form leave
//! one reading; that is the work of [`glued`].

use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::Line;
use crate::domain::LineSpec;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::domain::Value;
use crate::extract::glued;
use crate::extract::glued::Cuts;
use crate::extract::glued::Shape;
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
    for token in tokens(behind_label(payload)) {
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

/// A label may end in a quote or bracket, which is not one of its letters.
fn behind_label(payload: &str) -> &str {
    payload.trim_start_matches(|c| is_space(c) || "”\"’')」』》:".contains(c))
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
    let mut rows: Vec<(&'static LineSpec, String)> = Vec::new();
    for (i, (spec, _, end)) in found.iter().enumerate() {
        let next = found.get(i + 1);
        let upto = next.map_or(stream.letters.len(), |(_, start, _)| *start);
        let payload = stream.between(*end, upto);
        rows.push((spec, without_next_number(&payload, next.map(|(spec, _, _)| *spec))));
    }
    let whole: Result<Vec<_>, String> =
        rows.iter().map(|(spec, payload)| figures(payload, spec.columns.len())).collect();
    let Ok(whole) = whole else { return piece_together(edition, &rows, reading) };
    // Where every row has seven figures, the page kept its cells.
    for ((spec, _), figures) in rows.iter().zip(whole) {
        let cells: Vec<_> =
            spec.columns.iter().copied().zip(figures.iter().map(String::as_str)).collect();
        reading.take(spec.line, &cells);
    }
}

/// Reads a table 3 that lost cells or the marks between them: each row must prove itself.
fn piece_together(
    edition: &'static Edition,
    rows: &[(&'static LineSpec, String)],
    reading: &mut Reading,
) {
    let shape = Shape { cells: 7, group: 7 };
    let mut cuts: Vec<Cuts> = Vec::new();
    for (_, payload) in rows {
        cuts.push(chunks(payload).map_or(Cuts::Unclear, |chunks| glued::cut(&chunks, shape)));
    }
    // Where one row lost its blanks the others may have, and then glued digits are no seven figures.
    let lossy = cuts.contains(&Cuts::Short);
    if lossy {
        for ((_, payload), cut) in rows.iter().zip(&mut cuts) {
            let kept = chunks(payload).is_some_and(|chunks| chunks.len() == shape.cells);
            let zeros = matches!(cut, Cuts::Certain(figures) if figures.iter().all(|n| *n == 0));
            if !kept && !zeros {
                *cut = Cuts::Unclear;
            }
        }
    }
    let certain = glued::together(&cuts, &balances(edition, rows));
    for ((spec, payload), certain) in rows.iter().zip(certain) {
        match certain {
            Some(row) => {
                let cells = spec.columns.iter().copied().zip(row.figures);
                reading.take_glued(spec.line, cells, row.derived);
            }
            None => match figures(payload, spec.columns.len()) {
                Ok(_) => {
                    reading.refuse(spec.line, "other rows lost cells, and this one does not sum");
                }
                Err(why) => reading.refuse(spec.line, why),
            },
        }
    }
}

/// The sums down the columns of table 3, over the rows in their printed order.
fn balances(
    edition: &'static Edition,
    rows: &[(&'static LineSpec, String)],
) -> Vec<glued::Balance> {
    let place = |line: Line| rows.iter().position(|(spec, _)| spec.line == line);
    let sums = edition.identities.iter().filter(|it| it.table == TableKind::Applications);
    sums.filter_map(|sum| {
        let left = sum.left.iter().map(|line| Some((place(*line)?, 1)));
        let right = sum.right.iter().map(|line| Some((place(*line)?, -1)));
        left.chain(right).collect()
    })
    .collect()
}

/// The digits at the start of a row's text, between printed blanks; `None` where something else than
/// digits stands among them.
fn chunks(payload: &str) -> Option<Vec<String>> {
    let mut chunks = Vec::new();
    for token in tokens(behind_label(payload)) {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            chunks.push(token);
        } else if token.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        } else {
            break;
        }
    }
    Some(chunks)
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
            // No sum tells glued figures of table 2 apart; but zeros cannot be glued to each other.
            Err(why) => match chunks(&payload).map(|chunks| chunks.concat()) {
                Some(zeros) if zeros == "0".repeat(spec.columns.len()) => {
                    let cells = spec.columns.iter().map(|column| (*column, Some(0)));
                    reading.take_glued(spec.line, cells, false);
                }
                _ => reading.refuse(spec.line, why),
            },
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
            let shape = Shape { cells: 15, group: 5 };
            let cuts = chunks(&payload).map_or(Cuts::Unclear, |it| glued::cut(&it, shape));
            match glued::together(&[cuts], &[]).pop().flatten() {
                Some(row) => {
                    for (line, group) in LINES.into_iter().zip(row.figures.chunks(5)) {
                        let cells = Column::REVIEWS.into_iter().zip(group.iter().copied());
                        reading.take_glued(line, cells, row.derived);
                    }
                }
                None => {
                    for line in LINES {
                        reading.refuse(line, why.clone());
                    }
                }
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
    fn where_blanks_were_lost_glued_figures_are_unread_not_guessed() {
        let text = "一、本年新收政府信息公开申请数量21710000218二、上年结转政府信息公开申请数量0000000\
                    三、本年度办理结果（一）予以公开1818（二）部分公开1 0 0 0 0 0 1";
        let (table, unread) = read_three(text);
        assert!(!table.has_line(Line::Received) && !table.has_line(Line::Granted));
        assert!(table.has_line(Line::CarriedIn) && table.has_line(Line::PartlyGranted));
        assert!(unread.iter().any(|it| it.why.contains("glued")));
    }

    /// A table 3 with one kind of applicant, its rows glued.
    fn glued_table(received: i64, granted: i64) -> String {
        let specs = e2021().lines_of(TableKind::Applications);
        let row = |line| match line {
            Line::Received | Line::HandledTotal => format!("{received}00000{received}"),
            Line::Granted => format!("{granted}00000{granted}"),
            Line::RefusedProcess => {
                let n = received - granted;
                format!("{n} 0 0 0 0 0{n}")
            }
            _ => "0000000".into(),
        };
        specs.map(|spec| format!("{}{}", spec.label, row(spec.line))).collect()
    }

    #[test]
    fn glued_figures_are_told_apart_by_the_sums_of_the_form() {
        let (table, unread) = read_three(&glued_table(217, 32));
        assert_eq!(unread, []);
        assert_eq!(table.iter().count(), 175);
        assert_eq!(table.integer(Line::Received, Column::Total), Some(217));
        assert_eq!(table.integer(Line::RefusedProcess, Column::NaturalPerson), Some(185));
        assert!(table.is_derived(Line::Received) && !table.is_derived(Line::CarriedOut));
    }

    #[test]
    fn a_cell_on_which_the_readings_differ_is_unread() {
        // 11 00000 11 could be 1, 10, 0, 0, 0, 0, 11 in all rows alike.
        let (table, unread) = read_three(&glued_table(11, 11));
        assert_eq!(table.integer(Line::Received, Column::Total), Some(11));
        assert_eq!(table.cell(Line::Received, Column::NaturalPerson), None);
        assert!(unread.iter().any(|it| it.why.contains("several ways")));
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
        assert_eq!(table.integer(Line::Regulations, Column::InForce), Some(0));
        assert_eq!(unread.len(), 1, "6233440 can be cut in many ways");
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
        for zeros in ["00 0 00 0 0 0 00 0 0 0 00", "000000000000000"] {
            let table = of(zeros);
            assert_eq!(table.integer(Line::Reconsideration, Column::Upheld), Some(0));
            assert!(!table.is_derived(Line::Reconsideration));
        }
        let glued = of("21317000001324019");
        assert_eq!(glued.integer(Line::LitigationAfterReconsideration, Column::Upheld), Some(13));
        assert!(glued.is_derived(Line::Reconsideration));
        assert!(of("527819").is_empty());
        assert!(of("0 1 1 0 2 1 0 0 0 1 0 0 0 0").is_empty());
    }
}
