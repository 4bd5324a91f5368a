//! Old workbooks (BIFF, [MS-XLS] 2.3), looked through before the library that reads them believes them.
//!
//! The library reserves the places that a sheet says it has, copies a shared text into every cell that
//! names it, and follows the parts of a file wherever they lead. So only the stream of the workbook is
//! kept, looked through record by record, and handed on in a file of our own.

use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use cfb::CompoundFile;
use cfb::Version;

/// Sheets of a workbook, at most.
const SHEETS: usize = 50;
/// Places of all sheets, filled or not: 65,536 rows of 30 columns, twice over.
const PLACES: u64 = 4_000_000;
/// Bytes of the shared texts in all of their cells.
const TEXTS: u64 = 256 << 20;

/// How far a sheet may reach.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// Rows of a sheet, at most.
    pub rows: u64,
    /// Columns of a sheet, at most.
    pub columns: u64,
}

impl Reach {
    /// As far as the format allows.
    pub const ANY: Self = Self { rows: u64::MAX, columns: u64::MAX };
}

/// Why an old workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The file that holds it is damaged.
    Damaged(String),
    /// There is none in the file, or it is locked by a password.
    Missing,
    /// It is larger than its reader asks for, or than any reader should believe.
    TooLarge,
}

/// An old workbook with nothing in its file but the workbook.
pub fn bare(bytes: &[u8], reach: Reach) -> Result<Vec<u8>, Refused> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|it| file.is_stream(it));
    let name = name.ok_or(Refused::Missing)?;
    let mut stream = Vec::new();
    let source = file.open_stream(name).map_err(|error| damaged(&error))?;
    // No stream is larger than its file, unless its parts are taken more than once.
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    source.take(most).read_to_end(&mut stream).map_err(|error| damaged(&error))?;
    if !is_sane(&stream, reach) {
        return Err(Refused::TooLarge);
    }
    wrapped(name, &stream).map_err(|error| damaged(&error))
}

/// A file with that stream and nothing else.
fn wrapped(name: &str, stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream(name)?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn damaged(error: &dyn std::fmt::Display) -> Refused {
    Refused::Damaged(error.to_string())
}

/// What the records of an old workbook claim.
#[derive(Debug, Default)]
struct Claims {
    /// Where sheets begin.
    sheets: Vec<usize>,
    rows: u64,
    columns: u64,
    /// Cells with a shared text.
    shared: u64,
    /// Bytes of the longest shared text.
    longest: u64,
}

const DIMENSIONS: u16 = 0x0200;
const SHEET: u16 = 0x0085;
const SHARED: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;
const LABEL_SHARED: u16 = 0x00FD;
const MANY_NUMBERS: u16 = 0x00BD;
/// Number, Label, `BoolErr`, RK, Formula, `RString`, and the two above.
const CELLS: [u16; 8] =
    [0x0203, 0x0204, 0x0205, 0x027E, 0x0006, 0x00D6, LABEL_SHARED, MANY_NUMBERS];

/// True for the records of a workbook that no reader has to fear.
fn is_sane(stream: &[u8], reach: Reach) -> bool {
    let mut claims = Claims::default();
    claims.look_through(stream);
    let starts = std::mem::take(&mut claims.sheets);
    if starts.len() > SHEETS {
        return false;
    }
    // A sheet may be said to begin between two records, where other ones can be read.
    for start in &starts {
        claims.look_through(stream.get(*start..).unwrap_or_default());
    }
    let sheets = u64::try_from(starts.len().max(1)).unwrap_or(u64::MAX);
    let places = claims.rows.saturating_mul(claims.columns).saturating_mul(sheets);
    claims.rows <= reach.rows
        && claims.columns <= reach.columns
        && places <= PLACES
        && claims.shared.saturating_mul(claims.longest) <= TEXTS
}

impl Claims {
    fn look_through(&mut self, stream: &[u8]) {
        let mut rest = stream;
        // The parts of the table of shared texts that is being read.
        let mut texts: Option<Vec<&[u8]>> = None;
        while let Some((kind, data, behind)) = record(rest) {
            rest = behind;
            match (kind, &mut texts) {
                (CONTINUED, Some(parts)) => parts.push(data),
                (SHARED, _) => texts = Some(vec![data.get(8..).unwrap_or_default()]),
                _ => {
                    self.longest = self.longest.max(texts.take().map_or(0, |it| longest(&it)));
                    self.note(kind, data);
                }
            }
        }
        self.longest = self.longest.max(texts.map_or(0, |it| longest(&it)));
    }

    fn note(&mut self, kind: u16, data: &[u8]) {
        let half = |at| half(data, at).map(u64::from);
        let (row, column) = match kind {
            SHEET => {
                let place = [half(0), half(2)].map(Option::unwrap_or_default);
                self.sheets.extend(usize::try_from(place[0] | place[1] << 16));
                return;
            }
            DIMENSIONS if data.len() < 14 => (half(2), half(6)),
            DIMENSIONS => {
                // An end before the beginning is taken for a very large sheet.
                let rows = [0, 4].map(|at| Some(half(at)? | half(at + 2)? << 16));
                (rows[0].max(rows[1]), half(10))
            }
            MANY_NUMBERS => (half(0), half(data.len().saturating_sub(2)).max(half(2))),
            kind if CELLS.contains(&kind) => {
                self.shared += u64::from(kind == LABEL_SHARED);
                (half(0), half(2))
            }
            _ => return,
        };
        self.rows = self.rows.max(row.map_or(0, |it| it + 1));
        self.columns = self.columns.max(column.map_or(0, |it| it + 1));
    }
}

/// The record at the beginning: its kind, its data, and what stands behind it.
fn record(stream: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (kind, length) = (half(stream, 0)?, usize::from(half(stream, 2)?));
    let data = stream.get(4..)?;
    let (data, behind) = data.split_at_checked(length).unwrap_or((data, &[]));
    Some((kind, data, behind))
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let [low, high] = *bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes([low, high]))
}

/// The bytes that the longest text of the table takes at most. A text that goes on in another part
/// says there anew how wide its letters are ([MS-XLS] 2.5.293).
fn longest(parts: &[&[u8]]) -> u64 {
    let mut parts = parts.iter().copied();
    let mut rest = parts.next().unwrap_or_default();
    let mut longest = 0;
    loop {
        while rest.is_empty() {
            let Some(next) = parts.next() else { return longest };
            rest = next;
        }
        let (Some(letters), Some(flags)) = (half(rest, 0), rest.get(2)) else { return longest };
        longest = longest.max(3 * u64::from(letters));
        let (rich, more) = (flags & 8 != 0, flags & 4 != 0);
        let mut head = 3;
        let mut behind = 0;
        if rich {
            behind += 4 * half(rest, head).map_or(0, usize::from);
            head += 2;
        }
        if more {
            let size = [half(rest, head), half(rest, head + 2)].map(|it| it.map_or(0, usize::from));
            behind += size[0] | size[1] << 16;
            head += 4;
        }
        let mut width = usize::from(flags & 1) + 1;
        rest = rest.get(head..).unwrap_or_default();
        let mut left = usize::from(letters);
        while left > 0 {
            let here = left.min(rest.len() / width);
            left -= here;
            rest = rest.get(here * width..).unwrap_or_default();
            if left > 0 {
                let Some((flags, next)) = parts.next().and_then(|it| it.split_first()) else {
                    return longest;
                };
                width = usize::from(flags & 1) + 1;
                rest = next;
            }
        }
        while behind > rest.len() {
            behind -= rest.len();
            let Some(next) = parts.next() else { return longest };
            rest = next;
        }
        rest = rest.get(behind..).unwrap_or_default();
    }
}

#[cfg(test)]
pub(crate) mod given {
    /// An old workbook of these records.
    pub fn workbook(records: &[u8]) -> Vec<u8> {
        super::wrapped("/Workbook", records).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sane(stream: &[u8]) -> bool {
        super::is_sane(stream, Reach::ANY)
    }

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn halves(all: &[u16]) -> Vec<u8> {
        all.iter().flat_map(|it| it.to_le_bytes()).collect()
    }

    /// A sheet that begins at a place.
    fn sheet(place: u16) -> Vec<u8> {
        record(SHEET, &[&halves(&[place, 0, 0])[..], &[2, 0], b"nb"].concat())
    }

    #[test]
    fn a_sheet_may_be_long_or_wide_but_not_both() {
        for (row, column, expected) in
            [(65_535, 20, true), (100, 255, true), (65_535, 255, false), (0, 65_535, true)]
        {
            let number = |row, column| record(0x0203, &halves(&[row, column, 0, 0, 0, 0, 0]));
            // The two corners may be in different cells.
            let stream = [number(row, 0), number(0, column)].concat();
            assert_eq!(is_sane(&stream), expected, "{row} {column}");
        }
        let dimensions = |all: &[u16]| is_sane(&record(DIMENSIONS, &halves(all)));
        assert!(dimensions(&[0, 0, 40, 0, 0, 9, 0]));
        assert!(!dimensions(&[0, 0, 0, 1, 0, 200, 0]), "65,536 rows");
        assert!(!dimensions(&[0, 1, 0, 0, 0, 200, 0]), "its end before its beginning");
        assert!(!dimensions(&[0, 65_535, 0, 255, 0]), "an older version");
        let far = Reach { rows: 5_000, columns: 300 };
        let number = |row, column| record(0x0203, &halves(&[row, column, 0, 0, 0, 0, 0]));
        for (row, column, expected) in
            [(4_999, 299, true), (5_000, 0, false), (0, 300, false), (65_535, 0, false)]
        {
            assert_eq!(super::is_sane(&number(row, column), far), expected, "{row} {column}");
        }
        let many = |last| is_sane(&record(MANY_NUMBERS, &halves(&[65_535, 0, 0, 0, 0, last])));
        assert!(many(9) && !many(255));
    }

    #[test]
    fn sheets_that_are_one_count_each_and_hide_nothing() {
        let cells = record(0x0203, &halves(&[65_535, 20, 0, 0, 0, 0, 0]));
        let stream = |sheets: usize| [sheet(0).repeat(sheets), cells.clone()].concat();
        assert!(is_sane(&stream(2)) && !is_sane(&stream(3)) && !is_sane(&stream(60)));
        let hidden = record(0x0203, &halves(&[65_535, 255, 0, 0, 0, 0, 0]));
        let inside = record(0x0FFF, &hidden);
        assert!(is_sane(&inside));
        let place = u16::try_from(sheet(0).len() + 4).unwrap();
        assert!(!is_sane(&[sheet(place), inside].concat()));
    }

    #[test]
    fn a_shared_text_counts_in_every_cell() {
        let text =
            |letters: u16| [&letters.to_le_bytes()[..], &[0], &vec![b'a'; letters.into()]].concat();
        let table = [&[0; 8][..], &text(3), &text(60_000)].concat();
        let label = record(LABEL_SHARED, &halves(&[1, 1, 0, 1, 0]));
        let workbook = |labels| [record(SHARED, &table), label.repeat(labels)].concat();
        assert!(is_sane(&workbook(1_000)) && !is_sane(&workbook(2_000)));
        // Its second half stands in another record, in wide letters.
        let table = [&[0; 8][..], &4_u16.to_le_bytes(), &[0], b"aa"].concat();
        let second = [&[1][..], &halves(&[0x4E00, 0x4E00]), &text(60_000)].concat();
        let workbook = |labels| {
            [record(SHARED, &table), record(CONTINUED, &second), label.repeat(labels)].concat()
        };
        assert!(is_sane(&workbook(1_000)) && !is_sane(&workbook(2_000)));
    }
}
