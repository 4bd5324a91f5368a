//! What a workbook may claim before the library that reads it believes it.
//!
//! The library reserves the places that a sheet says it has, copies a shared text into every cell that
//! names it, and follows the parts of a file wherever they lead. So the new format is unpacked once
//! and counted; of the old one only the stream of the workbook is kept, looked through record by
//! record ([MS-XLS] 2.3), and handed on in a file of our own.

use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use cfb::CompoundFile;
use zip::ZipArchive;

use super::NotAList;

/// Parts of a new workbook, at most.
const PARTS: usize = 2_000;
/// Bytes of a workbook once unpacked, and of all sheets to be read, which may name one part.
const UNPACKED: u64 = 128 << 20;
/// Sheets of a workbook, at most.
const SHEETS: usize = 50;
/// Places of all sheets of an old workbook, filled or not: 65,536 rows of 30 columns, twice over.
const PLACES: u64 = 4_000_000;
/// Bytes of the shared texts of an old workbook in all of their cells.
const TEXTS: u64 = 256 << 20;

/// How many bytes a new workbook has once unpacked.
pub(super) fn unpacked(bytes: &[u8]) -> Result<u64, NotAList> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if zip.len() > PARTS {
        return Err(NotAList::TooLarge);
    }
    let mut all = 0;
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| damaged(&error))?;
        // What an archive says of its own sizes is a claim.
        let mut part = part.take(UNPACKED + 1 - all);
        all += std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| damaged(&error))?;
        if all > UNPACKED {
            return Err(NotAList::TooLarge);
        }
    }
    Ok(all)
}

/// Refuses more sheets of that many bytes than can be read in a while.
pub(super) fn sheets(count: usize, bytes: u64) -> Result<(), NotAList> {
    let all = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(bytes);
    if count > SHEETS || all > UNPACKED.max(bytes) { Err(NotAList::TooLarge) } else { Ok(()) }
}

/// An old workbook with nothing in its file but the workbook.
pub(super) fn bare(bytes: &[u8]) -> Result<Vec<u8>, NotAList> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|it| file.is_stream(it));
    let name = name.ok_or_else(|| {
        NotAList::Damaged("it holds no workbook, or is locked by a password".into())
    })?;
    let mut stream = Vec::new();
    let source = file.open_stream(name).map_err(|error| damaged(&error))?;
    // No stream is larger than its file, unless its parts are taken more than once.
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    source.take(most).read_to_end(&mut stream).map_err(|error| damaged(&error))?;
    if !is_sane(&stream) {
        return Err(NotAList::TooLarge);
    }
    let written = || {
        let mut bare = CompoundFile::create(Cursor::new(Vec::new()))?;
        bare.create_stream(name)?.write_all(&stream)?;
        bare.flush()?;
        Ok(bare.into_inner().into_inner())
    };
    written().map_err(|error: std::io::Error| damaged(&error))
}

fn damaged(error: &dyn std::fmt::Display) -> NotAList {
    NotAList::Damaged(error.to_string())
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
fn is_sane(stream: &[u8]) -> bool {
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
    places <= PLACES && claims.shared.saturating_mul(claims.longest) <= TEXTS
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
mod tests {
    use super::*;

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

    #[test]
    fn an_archive_is_as_large_as_it_unfolds() {
        let archive = |bytes: usize| {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; bytes]).unwrap();
            zip.finish().unwrap().into_inner()
        };
        assert_eq!(unpacked(&archive(5_000)), Ok(5_000));
        assert_eq!(unpacked(&archive((128 << 20) + 1)), Err(NotAList::TooLarge));
        assert!(sheets(50, 1 << 20).is_ok() && sheets(1, 128 << 20).is_ok());
        assert!(sheets(51, 1).is_err() && sheets(5, 100 << 20).is_err());
    }
}
