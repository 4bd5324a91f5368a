//! Fonts: the codes of a string → characters and their widths (ISO 32000-1, 9.6 to 9.10).
//!
//! A code whose character is not certain is shown as U+FFFD and never left out: a figure without one
//! of its digits would be another figure.

use encoding_rs::GB18030;
use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::Stream;

use super::budget::is_whole;
use super::cmap::CMap;
use super::encoding::Entry;
use super::encoding::characters;
use super::encoding::entry;

/// Bytes of one `CMap` at most.
const MAX_CMAP: usize = 4 << 20;
/// Widths of one font at most.
const MAX_WIDTHS: usize = 200_000;
const UNKNOWN: &str = "\u{FFFD}";

/// One code of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Its characters.
    pub text: String,
    /// How far it moves on, in thousandths of the font size.
    pub width: f64,
    /// True for the code 32 of one byte, which word spacing widens.
    pub is_space: bool,
}

/// How the bytes of a string are cut into codes.
#[derive(Debug)]
enum Codes {
    /// One byte each, with the character of each where it is known.
    Bytes(Vec<Option<String>>),
    /// Two bytes each, which are glyph numbers.
    Identity,
    /// UTF-16, as the predefined maps of Adobe-GB1 for Unicode take it.
    Utf16,
    /// GBK, as the predefined maps of Adobe-GB1 for it take it.
    Gbk,
    /// As a map in the file says.
    Mapped(CMap),
    /// The file names a map of codes or characters and does not hold it.
    Lost,
}

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    to_unicode: CMap,
    /// First glyph → last glyph and their width.
    widths: std::collections::BTreeMap<u32, (u32, f64)>,
    default_width: f64,
    /// Written from top to bottom.
    pub vertical: bool,
    /// Bytes and entries that were gone through to read it.
    pub cost: usize,
}

/// A value of a dictionary, wherever it is kept.
fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

impl Font {
    /// Reads a font dictionary.
    pub fn read(document: &Document, font: &Dictionary) -> Self {
        let mut cost = 1_000;
        let to_unicode = match entry(document, font, b"ToUnicode") {
            // A name says that the codes are characters already, which the encoding shows as well.
            Entry::Absent | Entry::Found(Object::Name(_)) => Some(CMap::default()),
            Entry::Found(Object::Stream(stream)) => map(stream, &mut cost, CMap::has_texts),
            Entry::Found(_) | Entry::Lost => None,
        };
        let composite =
            font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it == b"Type0");
        let mut read = Self {
            codes: Codes::Identity,
            to_unicode: CMap::default(),
            widths: std::collections::BTreeMap::new(),
            default_width: 1000.0,
            vertical: false,
            cost,
        };
        if composite {
            read.composite(document, font);
        } else {
            read.simple(document, font);
        }
        match to_unicode {
            Some(map) => read.to_unicode = map,
            // The codes may be anything: a font with such a map seldom keeps to its encoding.
            None if composite => read.codes = Codes::Lost,
            None => read.codes = Codes::Bytes(Vec::new()),
        }
        read
    }

    /// A font of many glyphs (Type 0), which Chinese needs.
    fn composite(&mut self, document: &Document, font: &Dictionary) {
        match entry(document, font, b"Encoding") {
            Entry::Absent => {}
            Entry::Found(Object::Name(name)) => {
                self.vertical = name.ends_with(b"-V");
                self.codes = predefined(name);
            }
            Entry::Found(Object::Stream(stream)) => {
                let map = map(stream, &mut self.cost, CMap::has_spaces);
                self.codes = map.map_or(Codes::Lost, Codes::Mapped);
            }
            Entry::Found(_) | Entry::Lost => self.codes = Codes::Lost,
        }
        let Some(Object::Array(fonts)) = get(document, font, b"DescendantFonts") else { return };
        let descendant = fonts.first().and_then(|it| document.dereference(it).ok());
        let Some(descendant) = descendant.and_then(|(_, it)| it.as_dict().ok()) else { return };
        self.default_width = get(document, descendant, b"DW").and_then(number).unwrap_or(1000.0);
        if let Some(Object::Array(widths)) = get(document, descendant, b"W") {
            self.composite_widths(document, widths);
        }
    }

    /// A font of at most 256 glyphs.
    fn simple(&mut self, document: &Document, font: &Dictionary) {
        let descriptor = get(document, font, b"FontDescriptor").and_then(|it| it.as_dict().ok());
        let of_descriptor = |key: &[u8]| get(document, descriptor?, key);
        let flags = of_descriptor(b"Flags").and_then(|it| it.as_i64().ok()).unwrap_or(0);
        let encoding = entry(document, font, b"Encoding");
        let names = characters(document, &encoding, flags & 4 != 0, &mut self.cost);
        // Without the names, only a map to characters can say what the codes show.
        self.codes = Codes::Bytes(names.unwrap_or_default());
        self.default_width = of_descriptor(b"MissingWidth").and_then(number).unwrap_or(500.0);
        // A font of drawings (Type 3) measures in units of its own.
        let unit = match get(document, font, b"FontMatrix") {
            Some(Object::Array(matrix)) => {
                matrix.first().and_then(number).map_or(1.0, |scale| scale * 1000.0)
            }
            _ => 1.0,
        };
        let first = get(document, font, b"FirstChar").and_then(|it| it.as_i64().ok()).unwrap_or(0);
        let (Some(Object::Array(widths)), Ok(first)) =
            (get(document, font, b"Widths"), u32::try_from(first))
        else {
            return;
        };
        for (code, width) in (first..=u32::MAX).zip(widths).take(256) {
            let width = document.dereference(width).ok().and_then(|(_, it)| number(it));
            if let Some(width) = width {
                self.widths.insert(code, (code, width * unit));
            }
        }
    }

    /// The list `W`: `c [w …]` and `first last w`.
    fn composite_widths<'a>(&mut self, document: &'a Document, entries: &'a [Object]) {
        let plain = |object: &'a Object| document.dereference(object).ok().map(|(_, it)| it);
        let glyph = |object: Option<&Object>| u32::try_from(object?.as_i64().ok()?).ok();
        let mut rest = entries.iter();
        let mut left = MAX_WIDTHS;
        while let Some(first) = rest.next() {
            self.cost += 1;
            let Some(first) = glyph(plain(first)) else { return };
            match rest.next().and_then(plain) {
                Some(Object::Array(widths)) => {
                    // The same list may be named again and again.
                    let Some(now) = left.checked_sub(widths.len()) else { return };
                    self.cost += widths.len();
                    left = now;
                    for (glyph, width) in (first..=u32::MAX).zip(widths) {
                        if let Some(width) = plain(width).and_then(number) {
                            self.put(glyph, glyph, width);
                        }
                    }
                }
                end => {
                    let width = rest.next().and_then(plain).and_then(number);
                    let (Some(end), Some(width)) = (glyph(end), width) else { return };
                    self.put(first, end, width);
                }
            }
        }
    }

    fn put(&mut self, first: u32, last: u32, width: f64) {
        if self.widths.len() < MAX_WIDTHS {
            self.widths.insert(first, (last, width));
        }
    }

    fn width(&self, glyph: u32) -> f64 {
        self.stated_width(glyph).unwrap_or(self.default_width)
    }

    fn stated_width(&self, glyph: u32) -> Option<f64> {
        let (_, (last, width)) = self.widths.range(..=glyph).next_back()?;
        (glyph <= *last).then_some(*width)
    }

    /// The codes of a string.
    pub fn decode(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, length) = self.next(rest);
            let own = rest.get(..length).unwrap_or(rest);
            rest = rest.get(length..).unwrap_or_default();
            shown.push(Shown {
                text: self.text(code, own),
                width: self.width_of(code, own),
                is_space: length == 1 && code == 32,
            });
        }
        shown
    }

    fn next(&self, bytes: &[u8]) -> (u32, usize) {
        let pair = || match bytes {
            [high, low, ..] => (u32::from(*high) << 8 | u32::from(*low), 2),
            [one] => (u32::from(*one), 1),
            [] => (0, 1),
        };
        match &self.codes {
            Codes::Bytes(_) => (bytes.first().map_or(0, |b| u32::from(*b)), 1),
            Codes::Identity | Codes::Lost => pair(),
            Codes::Utf16 => match bytes {
                [0xD8..=0xDB, _, third, fourth, ..] => {
                    let (high, _) = pair();
                    (high << 16 | u32::from(*third) << 8 | u32::from(*fourth), 4)
                }
                _ => pair(),
            },
            Codes::Gbk => match bytes {
                [one @ ..=0x80, ..] => (u32::from(*one), 1),
                _ => pair(),
            },
            Codes::Mapped(map) => map.next(bytes).unwrap_or_else(pair),
        }
    }

    fn text(&self, code: u32, bytes: &[u8]) -> String {
        if matches!(self.codes, Codes::Lost) {
            return UNKNOWN.to_owned();
        }
        if let Some(text) = self.to_unicode.text(code) {
            return text;
        }
        let text = match &self.codes {
            // Where the file names the characters of some codes, the others are not the usual ones.
            Codes::Bytes(names) if !self.to_unicode.has_texts() => {
                usize::try_from(code).ok().and_then(|code| names.get(code)).cloned().flatten()
            }
            Codes::Bytes(_) | Codes::Identity | Codes::Mapped(_) | Codes::Lost => None,
            Codes::Utf16 => {
                let units: Vec<u16> = bytes
                    .chunks_exact(2)
                    .map(|pair| pair.iter().fold(0, |all, b| all << 8 | u16::from(*b)))
                    .collect();
                String::from_utf16(&units).ok()
            }
            Codes::Gbk => {
                GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
            }
        };
        text.unwrap_or_else(|| UNKNOWN.to_owned())
    }

    fn width_of(&self, code: u32, bytes: &[u8]) -> f64 {
        match &self.codes {
            Codes::Bytes(_) | Codes::Identity | Codes::Lost => self.width(code),
            Codes::Mapped(map) => map.glyph(code).map_or(self.default_width, |it| self.width(it)),
            // Of the glyph numbers of Adobe-GB1 only those of ASCII are at hand, which begin at 1
            // (Adobe Technical Note 5079); where no width is stated they are half as wide.
            Codes::Utf16 | Codes::Gbk => match bytes {
                [0, ascii @ 0x20..=0x7E] => {
                    self.stated_width(u32::from(*ascii) - 0x1F).unwrap_or(self.default_width / 2.0)
                }
                [0x20..=0x7E] => self.default_width / 2.0,
                _ => self.default_width,
            },
        }
    }
}

/// A map that the file holds; `None` for one of which so little is left that `has_use` says no.
fn map(stream: &Stream, cost: &mut usize, has_use: fn(&CMap) -> bool) -> Option<CMap> {
    const LAST_WORD: &[u8] = b"endcmap";
    let bytes = stream.get_plain_content_with_limit(MAX_CMAP).ok()?;
    *cost += bytes.len();
    let map = CMap::read(&bytes);
    let has_end = || bytes.windows(LAST_WORD.len()).any(|it| it == LAST_WORD);
    (is_whole(stream, MAX_CMAP) && (has_use(&map) || has_end())).then_some(map)
}

/// The predefined maps for simplified Chinese; of others the codes are taken as glyph numbers.
fn predefined(name: &[u8]) -> Codes {
    let starts = |with: &[u8]| name.starts_with(with);
    if starts(b"UniGB-") {
        Codes::Utf16
    } else if [&b"GBK-EUC-"[..], b"GBKp-EUC-", b"GBK2K-", b"GB-EUC-", b"GBpc-EUC-"]
        .iter()
        .any(|it| starts(it))
    {
        Codes::Gbk
    } else {
        Codes::Identity
    }
}

/// A number of either kind.
pub(super) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|n| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn texts(font: &Dictionary, bytes: &[u8]) -> Vec<(String, f64)> {
        let font = Font::read(&Document::new(), font);
        font.decode(bytes).into_iter().map(|shown| (shown.text, shown.width)).collect()
    }

    #[test]
    fn a_simple_font_has_its_own_widths() {
        let font = dictionary! {
            "Subtype" => "TrueType", "Encoding" => "WinAnsiEncoding", "FirstChar" => 0x30,
            "Widths" => vec![500.into(), 510.into()],
        };
        assert_eq!(texts(&font, b"01"), [("0".to_owned(), 500.0), ("1".to_owned(), 510.0)]);
    }

    #[test]
    fn what_a_code_shows_is_never_guessed() {
        let symbolic = dictionary! {
            "Subtype" => "TrueType", "FontDescriptor" => dictionary! { "Flags" => 4 },
        };
        assert_eq!(texts(&symbolic, b"1"), [(UNKNOWN.to_owned(), 500.0)]);
        let renamed = dictionary! {
            "Subtype" => "Type1",
            "Encoding" => dictionary! {
                "Differences" => vec![0x31.into(), "g17".into(), "seven".into(), "uni4E00".into()],
            },
        };
        let shown: Vec<String> =
            texts(&renamed, b"0123").into_iter().map(|(text, _)| text).collect();
        assert_eq!(shown, ["0", UNKNOWN, "7", "一"]);
        let nameless = dictionary! { "Subtype" => "Type0", "Encoding" => "Identity-H" };
        assert_eq!(texts(&nameless, &[0, 1]), [(UNKNOWN.to_owned(), 1000.0)]);
    }

    #[test]
    fn a_map_that_is_named_and_lost_leaves_every_code_unknown() {
        let mut document = Document::new();
        let broken = Stream::new(dictionary! { "Filter" => "FlateDecode" }, b"\x78\x9Cxx".to_vec());
        let broken = document.add_object(broken);
        let shown = |font: &Dictionary| -> Vec<String> {
            let font = Font::read(&document, font);
            font.decode(b"56").into_iter().map(|shown| shown.text).collect()
        };
        for lost in [Object::Reference((99, 0)), broken.into(), Object::Integer(1)] {
            for key in ["ToUnicode", "Encoding"] {
                let mut font = dictionary! { "Subtype" => "TrueType" };
                font.set(key, lost.clone());
                assert_eq!(shown(&font), [UNKNOWN, UNKNOWN], "{key} {lost:?}");
                font.set("Subtype", "Type0");
                assert_eq!(shown(&font), [UNKNOWN], "{key} {lost:?}");
            }
            let differences = dictionary! { "Differences" => lost.clone() };
            let font = dictionary! { "Subtype" => "Type1", "Encoding" => differences };
            assert_eq!(shown(&font), [UNKNOWN, UNKNOWN], "{lost:?}");
        }
        let named = dictionary! { "Subtype" => "TrueType", "ToUnicode" => "Identity-H" };
        assert_eq!(shown(&named), ["5", "6"]);
    }

    #[test]
    fn predefined_chinese_maps_are_known() {
        let font = |name: &str| dictionary! { "Subtype" => "Type0", "Encoding" => name };
        let expected = [("一".to_owned(), 1000.0), ("1".to_owned(), 500.0)];
        assert_eq!(texts(&font("UniGB-UCS2-H"), &[0x4E, 0x00, 0x00, 0x31]), expected);
        assert_eq!(texts(&font("GBK-EUC-H"), &[0xD2, 0xBB, 0x31]), expected);
    }

    #[test]
    fn latin_letters_of_a_built_in_chinese_font_have_their_stated_widths() {
        let mut document = Document::new();
        let widths = vec![0x11.into(), vec![462.into(), 463.into()].into()];
        let descendant = document.add_object(dictionary! { "DW" => 1000, "W" => widths });
        let font = dictionary! {
            "Subtype" => "Type0", "Encoding" => "UniGB-UCS2-H",
            "DescendantFonts" => vec![descendant.into()],
        };
        let shown = Font::read(&document, &font).decode(&[0, 0x30, 0, 0x31, 0, 0x41]);
        let widths: Vec<f64> = shown.into_iter().map(|it| it.width).collect();
        assert_eq!(widths, [462.0, 463.0, 500.0]);
    }

    #[test]
    fn widths_of_composite_fonts_come_as_lists_and_ranges() {
        let mut document = Document::new();
        let descendant = document.add_object(dictionary! {
            "DW" => 1000,
            "W" => vec![1.into(), vec![300.into(), 400.into()].into(), 5.into(), 9.into(), 600.into()],
        });
        let font = dictionary! {
            "Subtype" => "Type0", "Encoding" => "Identity-H", "DescendantFonts" => vec![descendant.into()],
        };
        let font = Font::read(&document, &font);
        let widths: Vec<f64> =
            font.decode(&[0, 1, 0, 2, 0, 3, 0, 7]).into_iter().map(|shown| shown.width).collect();
        assert_eq!(widths, [300.0, 400.0, 1000.0, 600.0]);
    }
}
