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
            // The row is full: this is the page number, printed as - 5 -.
            Value::Dash if figures.len() == expected => break,
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

/// Splits at spaces, and between a figure and a word; the unit of a count is part of its figure.
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
    let mut counted = false;
    tokens.retain(|token| {
        let unit = counted && number::COUNT_UNITS.contains(&token.as_str());
        counted = token.ends_with(|c: char| c.is_ascii_digit());
        !unit
    });
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
    let header = found.first().map_or(0, |(_, start, _)| *start);
    if !in_order(stream.letters.get(..header).unwrap_or_default()) {
        let why = "the columns stand in an order that is not the form's";
        for (spec, ..) in &found {
            reading.refuse(spec.line, why);
        }
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

/// True unless the headings of table 3 stand before its rows in another order than the form's. The
/// last of each counts: a sentence above the table may name them as well.
fn in_order(letters: &[char]) -> bool {
    let text: String = letters.iter().collect();
    // 其他组织 is part of a heading over several columns.
    let text = text.replace("其它", "其他").replace("其他组织", "");
    // 总计 spans the rows of the header, and so stands last or behind the name of the group.
    let total_first = text.rfind("总计").zip(text.rfind("自然人")).is_some_and(|(t, n)| t < n);
    let headings = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    let places: Vec<usize> = headings.iter().filter_map(|it| text.rfind(it)).collect();
    // Two words out of order may be those of a sentence.
    places.len() < 3 || (places.is_sorted() && !(total_first && places.len() >= 5))
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
                // An amount is nothing without its unit, which stands behind the digits.
                Some(zeros)
                    if zeros == "0".repeat(spec.columns.len())
                        && spec.columns.last() != Some(&Column::PurchaseAmount) =>
                {
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
mod tests;
