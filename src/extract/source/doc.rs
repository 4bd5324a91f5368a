//! Word files of the old kind ([MS-DOC]): their text, without its table marks.
//!
//! The text is kept in pieces, and what was deleted with changes tracked still stands among them; it
//! is told apart by the properties of its characters alone. Cells come out one a line, which the
//! reader of flattened text takes only where no cell was blank.

use std::io::Cursor;
use std::io::Read;
use std::ops::Range;

use cfb::CompoundFile;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

use super::archive::Office;
use super::guarded;
use crate::extract::sniff::NotAReport;
use crate::html::Block;
use crate::wording::tidy;

const KIND: &str = "DOC";
/// What old Word files and old workbooks are kept in.
const CONTAINER: &str = "OLE";
/// Bytes of one stream at most.
const MAX_STREAM: u64 = 64 << 20;
/// Characters of the main text at most; a report has 10,000. Its pieces may all point at one place.
const MAX_CHARACTERS: usize = 2_000_000;
/// The first version of the format that is read: Word 97.
const WORD_97: u16 = 0x00C1;

/// Tells a DOC from an XLS file.
pub(super) fn office(bytes: &[u8]) -> Result<Office, NotAReport> {
    let names = guarded(CONTAINER, || {
        let file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| torn(&error))?;
        let root = file.read_root_storage();
        Ok(root.map(|entry| entry.name().to_owned()).collect::<Vec<_>>())
    })?;
    let has = |name: &str| names.iter().any(|it| it == name);
    if has("WordDocument") {
        Ok(Office::Word)
    } else if has("Workbook") || has("Book") {
        Ok(Office::Excel)
    } else {
        // An office file that is locked by a password is wrapped into one of these.
        Err(NotAReport::Format("an OLE file that is neither DOC nor XLS, or is locked"))
    }
}

/// The first of the named streams that is there.
fn stream(bytes: &[u8], names: &[&str]) -> Result<Option<Vec<u8>>, NotAReport> {
    guarded(CONTAINER, || {
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| torn(&error))?;
        let Some(name) = names.iter().find(|name| file.is_stream(name)) else { return Ok(None) };
        let mut content = Vec::new();
        let stream = file.open_stream(name).map_err(|error| torn(&error))?;
        stream.take(MAX_STREAM).read_to_end(&mut content).map_err(|error| torn(&error))?;
        Ok(Some(content))
    })
}

/// What holds the file is damaged, be it a document or a workbook.
pub(super) fn torn(why: &dyn std::fmt::Display) -> NotAReport {
    NotAReport::Damaged { kind: CONTAINER, why: why.to_string() }
}

fn damaged(why: &dyn std::fmt::Display) -> NotAReport {
    NotAReport::Damaged { kind: KIND, why: why.to_string() }
}

/// The lines of the document.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, NotAReport> {
    let document = stream(bytes, &["/WordDocument"])?.unwrap_or_default();
    let header = Header::read(&document)?;
    if header.characters > MAX_CHARACTERS {
        return Err(NotAReport::TooLarge { kind: KIND, limit: "2000000 characters" });
    }
    let table = stream(bytes, &[if header.second_table { "/1Table" } else { "/0Table" }])?;
    let table = table.ok_or_else(|| damaged(&"its table stream is missing"))?;
    let text = text(&document, &table, &header).ok_or_else(|| damaged(&"its text is cut short"))?;
    lines(&text).ok_or_else(|| damaged(&"a field of it does not end"))
}

/// What is needed of the file information block ([MS-DOC] 2.5).
struct Header {
    second_table: bool,
    /// Characters of the main text; notes and page headers follow it.
    characters: usize,
    /// Where the table stream holds the pieces of the text.
    pieces: Range<usize>,
    /// Where it holds the pages of character properties.
    properties: Range<usize>,
}

impl Header {
    fn read(document: &[u8]) -> Result<Self, NotAReport> {
        let cut = || damaged(&"its header is cut short");
        if half(document, 0) != Some(0xA5EC) {
            return Err(damaged(&"it is not a Word document"));
        }
        if half(document, 2).ok_or_else(cut)? < WORD_97 {
            return Err(NotAReport::Format("a DOC file older than Word 97"));
        }
        let flags = half(document, 0x0A).ok_or_else(cut)?;
        if flags & 0x0100 != 0 {
            return Err(NotAReport::Format("a DOC file that is locked by a password"));
        }
        let range = |at: usize| {
            let (from, length) = (word(document, at)?, word(document, at + 4)?);
            Some(from..from.checked_add(length)?)
        };
        Ok(Self {
            second_table: flags & 0x0200 != 0,
            characters: word(document, 0x4C).ok_or_else(cut)?,
            pieces: range(0x01A2).ok_or_else(cut)?,
            properties: range(0x00FA).ok_or_else(cut)?,
        })
    }
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let word = u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    usize::try_from(word).ok()
}

/// The main text, with the control characters of the format.
fn text(document: &[u8], table: &[u8], header: &Header) -> Option<String> {
    let unseen = unseen(document, table.get(header.properties.clone())?)?;
    let mut clx = table.get(header.pieces.clone())?;
    // Properties stand before the pieces, each with its length.
    while clx.first() == Some(&1) {
        clx = clx.get(3 + usize::from(half(clx, 1)?)..)?;
    }
    if clx.first() != Some(&2) {
        return None;
    }
    let pieces = clx.get(5..5_usize.checked_add(word(clx, 1)?)?)?;
    let count = pieces.len().checked_sub(4)? / 12;
    let mut out = String::new();
    let mut before = 0;
    for i in 0..count {
        let (start, end) = (word(pieces, 4 * i)?, word(pieces, 4 * i + 4)?);
        // Pieces follow each other; ones that do not would repeat the text without end.
        if start != before || end < start {
            return None;
        }
        before = end;
        let end = end.min(header.characters);
        let length = end.saturating_sub(start);
        let place = word(pieces, 4 * (count + 1) + 8 * i + 2)?;
        let narrow = place & 0x4000_0000 != 0;
        let place = place & 0x3FFF_FFFF;
        let (from, width, encoding) =
            if narrow { (place / 2, 1, WINDOWS_1252) } else { (place, 2, UTF_16LE) };
        let bytes = document.get(from..from.checked_add(length.checked_mul(width)?)?)?;
        let mut seen = Vec::with_capacity(bytes.len());
        for (n, character) in bytes.chunks(width).enumerate() {
            let at = from + n * width;
            let after = unseen.partition_point(|range| range.start <= at);
            let inside = after.checked_sub(1).and_then(|i| unseen.get(i));
            if !inside.is_some_and(|range| range.contains(&at)) {
                seen.extend_from_slice(character);
            }
        }
        out.push_str(&encoding.decode_without_bom_handling(&seen).0);
    }
    (before >= header.characters).then_some(out)
}

/// The places of characters that are deleted or hidden.
fn unseen(document: &[u8], bins: &[u8]) -> Option<Vec<Range<usize>>> {
    const PAGE: usize = 512;
    let mut unseen = Vec::new();
    if bins.is_empty() {
        return Some(unseen);
    }
    let count = bins.len().checked_sub(4)? / 8;
    // More pages than the document has would be the same ones over and over.
    if count > document.len() / PAGE {
        return None;
    }
    for i in 0..count {
        let number = word(bins, 4 * (count + 1) + 4 * i)? & 0x003F_FFFF;
        let from = number.checked_mul(PAGE)?;
        let page = document.get(from..from.checked_add(PAGE)?)?;
        let runs = usize::from(*page.last()?);
        for run in 0..runs {
            let place = 2 * usize::from(*page.get(4 * (runs + 1) + run)?);
            if place == 0 {
                continue;
            }
            let length = usize::from(*page.get(place)?);
            let properties = page.get(place + 1..place + 1 + length)?;
            if is_unseen(properties) {
                unseen.push(word(page, 4 * run)?..word(page, 4 * run + 4)?);
            }
        }
    }
    unseen.sort_by_key(|range| range.start);
    Some(unseen)
}

/// True for properties that delete (sprmCFRMarkDel) or hide (sprmCFVanish) a run.
fn is_unseen(mut properties: &[u8]) -> bool {
    const DELETED: u16 = 0x0800;
    const HIDDEN: u16 = 0x083C;
    while let Some(code) = half(properties, 0) {
        let rest = properties.get(2..).unwrap_or_default();
        if matches!(code, DELETED | HIDDEN) && rest.first() == Some(&1) {
            return true;
        }
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => 1 + rest.first().copied().map_or(0, usize::from),
        };
        properties = rest.get(length..).unwrap_or_default();
    }
    false
}

/// Paragraphs, cells and lines are lines; what stands in a field's instruction is not printed, nor is
/// the result of a field inside it. `None` if the text ends in an instruction.
fn lines(text: &str) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut line = String::new();
    // For every field around the present place, whether that is in its instruction.
    let mut fields: Vec<bool> = Vec::new();
    let mut instructions = 0_usize;
    for c in text.chars() {
        match c {
            '\u{13}' => {
                fields.push(true);
                instructions += 1;
            }
            '\u{14}' => {
                if let Some(in_instruction) = fields.last_mut() {
                    instructions -= usize::from(std::mem::take(in_instruction));
                }
            }
            // A field without a result ends its instruction here.
            '\u{15}' => instructions -= usize::from(fields.pop().unwrap_or_default()),
            _ if instructions > 0 => {}
            '\u{01}' | '\u{08}' => {
                end(&mut line, &mut blocks);
                blocks.push(Block::Image);
            }
            '\r' | '\u{07}' | '\u{0B}' | '\u{0C}' => end(&mut line, &mut blocks),
            '\u{1E}' => line.push('-'),
            c if c.is_control() && c != '\t' => {}
            c => line.push(c),
        }
    }
    end(&mut line, &mut blocks);
    (instructions == 0).then_some(blocks)
}

fn end(line: &mut String, blocks: &mut Vec<Block>) {
    let text = tidy(&std::mem::take(line));
    if !text.is_empty() {
        blocks.push(Block::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A Word file of one piece; `deleted` characters of it are marked so.
    fn file(text: &str, deleted: Range<usize>, flags: u16) -> Vec<u8> {
        const TEXT: usize = 0x400;
        let units: Vec<u16> = text.encode_utf16().collect();
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let page = (TEXT + bytes.len()).div_ceil(512);
        let mut document = vec![0_u8; (page + 1) * 512];
        let mut put =
            |at: usize, value: &[u8]| document[at..at + value.len()].copy_from_slice(value);
        let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        put(0, &0xA5EC_u16.to_le_bytes());
        put(2, &WORD_97.to_le_bytes());
        put(0x0A, &(0x0200 | flags).to_le_bytes());
        put(0x4C, &long(units.len()));
        put(TEXT, &bytes);
        // One page of properties: before, inside and after the deleted characters.
        let base = page * 512;
        let places = [0, deleted.start, deleted.end, units.len()].map(|n| TEXT + 2 * n);
        for (i, place) in places.into_iter().enumerate() {
            put(base + 4 * i, &long(place));
        }
        put(base + 16 + 1, &[200]);
        put(base + 400, &[3, 0x00, 0x08, 1]);
        put(base + 511, &[3]);

        let mut table = [&[2_u8][..], &long(16), &long(0), &long(units.len())].concat();
        table.extend([&[0_u8, 0][..], &long(TEXT), &[0, 0]].concat());
        let pieces = table.len();
        table.extend([long(TEXT), long(base), long(page)].concat());
        put(0x01A6, &long(pieces));
        put(0x00FA, &long(pieces));
        put(0x00FE, &long(12));

        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/WordDocument").unwrap().write_all(&document).unwrap();
        file.create_stream("/1Table").unwrap().write_all(&table).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn shown(bytes: &[u8]) -> Vec<String> {
        let show = |block| match block {
            Block::Text(text) => text,
            _ => "[image]".into(),
        };
        blocks(bytes).unwrap().into_iter().map(show).collect()
    }

    #[test]
    fn cells_and_paragraphs_are_lines() {
        let text = "一、总体情况\r规章\u{7}0\u{7}12\u{7}\u{7}\u{1}\u{13} PAGE \u{14}5\u{15}页\r";
        let bytes = file(text, 0..0, 0);
        assert_eq!(office(&bytes), Ok(Office::Word));
        assert_eq!(shown(&bytes), ["一、总体情况", "规章", "0", "12", "[image]", "5页"]);
    }

    #[test]
    fn what_a_field_asks_for_is_not_printed_and_its_result_is() {
        let nested = "a\u{13}IF \u{13}X\u{14}7\u{15} = 1 \u{14}b\u{13}Y\u{14}c\u{15}\u{15}d";
        for (text, expected) in
            [(nested, "abcd"), ("a\u{13}X\u{15}b", "ab"), ("a\u{15}b\u{14}c", "abc")]
        {
            assert_eq!(lines(text), Some(vec![Block::Text(expected.into())]), "{text:?}");
        }
        assert_eq!(lines("a\u{13}X b"), None);
    }

    #[test]
    fn pieces_that_end_before_the_text_does_are_refused() {
        let whole = file("一、总体情况\r", 0..0, 0);
        let header = whole.windows(2).position(|it| it == 0xA5EC_u16.to_le_bytes()).unwrap();
        let mut long = whole;
        long[header + 0x4C] += 1;
        let refused = blocks(&long).unwrap_err().to_string();
        assert!(refused.contains("its text is cut short"), "{refused}");
    }

    #[test]
    fn what_is_in_a_torn_container_is_not_guessed() {
        let whole = file("一、总体情况\r", 0..0, 0);
        let refused = office(&whole[..600]).unwrap_err().to_string();
        assert!(refused.contains("OLE"), "{refused}");
    }

    #[test]
    fn a_text_that_repeats_one_place_is_refused() {
        let whole = file("一、总体情况\r", 0..0, 0);
        // The header begins the first sector after that of the container.
        let header = whole.windows(2).position(|it| it == 0xA5EC_u16.to_le_bytes()).unwrap();
        let mut long = whole;
        long[header + 0x4C..header + 0x50].copy_from_slice(&u32::MAX.to_le_bytes());
        let refused = blocks(&long).unwrap_err().to_string();
        assert!(refused.contains("more than 2000000 characters"), "{refused}");
    }

    #[test]
    fn deleted_text_is_not_read() {
        assert_eq!(shown(&file("收到1213件\r", 2..4, 0)), ["收到13件"]);
    }

    #[test]
    fn a_locked_or_cut_file_is_refused_with_its_reason() {
        let locked = blocks(&file("一", 0..0, 0x0100)).unwrap_err().to_string();
        assert!(locked.contains("locked by a password"), "{locked}");
        let whole = file("一、总体情况\r", 0..0, 0);
        for at in (0..whole.len()).step_by(97) {
            let _ = blocks(&whole[..at]);
        }
        let mut broken = whole;
        for at in (0..broken.len()).step_by(31) {
            broken[at] ^= 0xFF;
            let _ = blocks(&broken);
        }
    }
}
