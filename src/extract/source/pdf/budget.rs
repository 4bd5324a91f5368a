//! What the pages of one document may cost together, and the two ways in which reading one fails.
//!
//! A page that could not be read whole is not read at all: what would be left of it accuses whoever
//! printed the rest.

use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;

use flate2::read::DeflateDecoder;
use lopdf::Dictionary;
use lopdf::Stream;

use super::font::Font;

/// Operators of one document at most; a page of tables has some 10,000.
const MAX_OPERATIONS: usize = 1_000_000;
/// Bytes of content of one document at most. Two bytes can be an operand, which takes a hundred.
const MAX_CONTENT: usize = 12 << 20;
/// Glyphs of one document at most.
const MAX_GLYPHS: usize = 200_000;
/// Rules of one document at most.
const MAX_RULES: usize = 100_000;

/// What is left of the bounds of a document, and what was paid for already.
pub(super) struct Budget {
    pub operations: usize,
    pub content: usize,
    pub glyphs: usize,
    pub rules: usize,
    /// Fonts by the place of their dictionary, as a name means another font in another form.
    pub fonts: HashMap<*const Dictionary, Rc<Font>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            operations: MAX_OPERATIONS,
            content: MAX_CONTENT,
            glyphs: MAX_GLYPHS,
            rules: MAX_RULES,
            fonts: HashMap::new(),
        }
    }
}

/// Why a page could not be read whole. What is on it besides is not worth having: a heading that
/// got lost would be called missing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The document asks for more than its share.
    TooMuch,
    /// What the page paints cannot be unpacked or understood.
    Broken,
}

/// Takes `n` from what is left.
pub(super) fn spend(left: &mut usize, n: usize) -> Result<(), Trouble> {
    *left = left.checked_sub(n).ok_or(Trouble::TooMuch)?;
    Ok(())
}

/// The bytes of a stream, taken from what is left.
pub(super) fn unpacked(stream: &Stream, budget: &mut Budget) -> Result<Vec<u8>, Trouble> {
    match stream.get_plain_content_with_limit(budget.content) {
        Ok(_) if !is_whole(stream, budget.content) => Err(Trouble::Broken),
        Ok(bytes) => {
            spend(&mut budget.content, bytes.len())?;
            Ok(bytes)
        }
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            Err(Trouble::TooMuch)
        }
        Err(_) => Err(Trouble::Broken),
    }
}

/// False for a deflated stream that breaks off or cannot be followed to its end, of which the library
/// gives the part before. Its checksum is not asked for, as some programs write a wrong one.
pub(super) fn is_whole(stream: &Stream, limit: usize) -> bool {
    let is_deflated =
        stream.filters().is_ok_and(|filters| filters.first() == Some(&&b"FlateDecode"[..]));
    if !is_deflated || stream.content.is_empty() {
        return true;
    }
    // Two bytes of header stand before what is deflated (RFC 1950).
    let deflated = stream.content.get(2..).unwrap_or_default();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut inflated = DeflateDecoder::new(deflated).take(limit);
    std::io::copy(&mut inflated, &mut std::io::sink()).is_ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use lopdf::dictionary;

    #[test]
    fn of_a_stream_that_breaks_off_nothing_is_taken() {
        let text: Vec<u8> =
            (0..2_000_u32).flat_map(|n| format!("{} ", n * n).into_bytes()).collect();
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(&text).unwrap();
        let whole = writer.finish().unwrap();
        let unpack = |bytes: &[u8]| {
            let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, bytes.to_vec());
            unpacked(&stream, &mut Budget::default())
        };
        assert_eq!(unpack(&whole), Ok(text.clone()));
        assert_eq!(unpack(&[]), Ok(Vec::new()));
        // Without its checksum of four bytes.
        let end = whole.len() - 4;
        assert_eq!(unpack(&whole[..end]), Ok(text));
        for at in [1, 2, 3, end / 3, end / 2, end - 2] {
            assert_eq!(unpack(&whole[..at]), Err(Trouble::Broken), "{at} of {}", whole.len());
        }
    }
}
