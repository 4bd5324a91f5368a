//! The characters of simple fonts (ISO 32000-1, 9.6.6 and annex D).
//!
//! An encoding that is left out has a meaning, and one that is named and lost has none: the two may
//! never be taken for each other, or the codes of a font with glyphs of its own are read as ASCII.

use encoding_rs::WINDOWS_1252;
use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;

/// What stands in a dictionary where it may be left out, but must be kept if it is named.
pub(super) enum Entry<'a> {
    Absent,
    Found(&'a Object),
    Lost,
}

pub(super) fn entry<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Entry<'a> {
    match dictionary.get(key) {
        Err(_) | Ok(Object::Null) => Entry::Absent,
        Ok(value) => document.dereference(value).map_or(Entry::Lost, |(_, it)| Entry::Found(it)),
    }
}

/// The characters of the 256 codes of a simple font; `None` if the file does not hold what names them.
pub(super) fn characters(
    document: &Document,
    encoding: &Entry<'_>,
    symbolic: bool,
    cost: &mut usize,
) -> Option<Vec<Option<String>>> {
    let base = |name: Option<&[u8]>| -> Vec<Option<String>> {
        (0..=255_u8)
            .map(|code| match (name, code) {
                (Some(b"WinAnsiEncoding"), 0x20..) => {
                    Some(WINDOWS_1252.decode_without_bom_handling(&[code]).0.into_owned())
                }
                // The other encodings agree in their letters and digits.
                (Some(_), b' '..=b'~') => Some(char::from(code).to_string()),
                // A font of symbols without an encoding numbers its glyphs as it likes.
                (None, b' '..=b'~') if !symbolic => Some(char::from(code).to_string()),
                _ => None,
            })
            .collect()
    };
    let dictionary = match encoding {
        Entry::Absent => return Some(base(None)),
        Entry::Found(Object::Name(name)) => return Some(base(Some(name))),
        Entry::Found(Object::Dictionary(dictionary)) => dictionary,
        Entry::Found(_) | Entry::Lost => return None,
    };
    let mut names = base(match entry(document, dictionary, b"BaseEncoding") {
        Entry::Absent => None,
        Entry::Found(it) => Some(it.as_name().ok()?),
        Entry::Lost => return None,
    });
    let differences = match entry(document, dictionary, b"Differences") {
        Entry::Absent => return Some(names),
        Entry::Found(it) => it.as_array().ok()?,
        Entry::Lost => return None,
    };
    *cost += differences.len();
    let mut code = 0_usize;
    for object in differences {
        match document.dereference(object).ok()?.1 {
            Object::Integer(n) => code = usize::try_from(*n).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(slot) = names.get_mut(code) {
                    *slot = glyph_name(name);
                }
                code = code.saturating_add(1);
            }
            _ => return None,
        }
    }
    Some(names)
}

/// The character of a glyph name: the letters, digits and signs that reports use.
fn glyph_name(name: &[u8]) -> Option<String> {
    const NAMES: [(&str, &str); 26] = [
        ("zero", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("space", " "),
        ("period", "."),
        ("comma", ","),
        ("hyphen", "-"),
        ("minus", "-"),
        ("plus", "+"),
        ("slash", "/"),
        ("percent", "%"),
        ("colon", ":"),
        ("semicolon", ";"),
        ("parenleft", "("),
        ("parenright", ")"),
        ("quotedblleft", "“"),
        ("quotedblright", "”"),
        ("endash", "–"),
        ("emdash", "—"),
    ];
    let name = std::str::from_utf8(name).ok()?;
    if let Some((_, text)) = NAMES.iter().find(|(it, _)| *it == name) {
        return Some((*text).to_owned());
    }
    if name.len() == 1 && name.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(name.to_owned());
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let hex = (4..=6).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| hex)?;
    char::from_u32(code).map(String::from)
}
