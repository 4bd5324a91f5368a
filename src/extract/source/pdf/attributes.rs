//! What a page names: its attributes, its own or those of the nodes above it (ISO 32000-1, 7.7.3).
//!
//! To leave an attribute out means something; to name an object that the file does not hold means
//! that the file is damaged, whatever the standard says of such references.

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::Stream;

use super::budget::Trouble;

/// The content streams of a page, which are one stream cut anywhere. Only a page that names none is
/// blank; one whose stream is lost would be missing from the middle of a report.
pub(super) fn streams<'a>(
    document: &'a Document,
    page: &'a Dictionary,
) -> Result<Vec<&'a Stream>, Trouble> {
    let Some(contents) = named(document, page, b"Contents")? else { return Ok(Vec::new()) };
    match contents {
        Object::Stream(stream) => Ok(vec![stream]),
        Object::Array(list) => list
            .iter()
            .map(|it| {
                let (_, it) = document.dereference(it).map_err(|_| Trouble::Broken)?;
                it.as_stream().map_err(|_| Trouble::Broken)
            })
            .collect(),
        _ => Err(Trouble::Broken),
    }
}

/// A value that a dictionary may leave out, but not name and then not have.
pub(super) fn named<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Result<Option<&'a Object>, Trouble> {
    match dictionary.get(key) {
        Err(_) | Ok(Object::Null) => Ok(None),
        Ok(value) => {
            document.dereference(value).map(|(_, it)| Some(it)).map_err(|_| Trouble::Broken)
        }
    }
}

/// An attribute of a page, or of the nodes above it.
pub(super) fn inherited<'a>(
    document: &'a Document,
    page: &'a Dictionary,
    key: &[u8],
) -> Result<Option<&'a Object>, Trouble> {
    let mut node = page;
    for _ in 0..32 {
        if let Some(value) = named(document, node, key)? {
            return Ok(Some(value));
        }
        let parent = node.get_deref(b"Parent", document).and_then(Object::as_dict);
        let Ok(parent) = parent else { return Ok(None) };
        node = parent;
    }
    Ok(None)
}
