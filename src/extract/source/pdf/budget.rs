//! What the pages of one document may cost together, and the two ways in which reading one fails.
//!
//! A page that could not be read whole is not read at all: what would be left of it accuses whoever
//! printed the rest.

use std::collections::HashMap;
use std::rc::Rc;

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
