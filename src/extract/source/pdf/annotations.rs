//! What is typed onto a page and stands in none of its content: filled fields and notes without a
//! frame (ISO 32000-1, 12.5.6.6 and 12.7.4).
//!
//! How they look is a drawing of its own, which is not followed. So nobody knows what they say, but a
//! cell with one of them in it is not blank.

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;

use super::font::number;

/// Annotations of one page at most that are looked at; the form has some 200 fields.
const MAX_ANNOTATIONS: usize = 10_000;
/// Fields above each other at most.
const MAX_PARENTS: usize = 8;
/// The flags for hidden and for printed only (table 165).
const NOT_SHOWN: i64 = 0b10_0010;

/// The middle and the height of each one with something in it, in the page's own space.
pub(super) fn filled(document: &Document, page: &Dictionary) -> Vec<(f64, f64, f64)> {
    let all = page.get_deref(b"Annots", document).and_then(Object::as_array);
    let dictionary = |it| document.dereference(it).ok()?.1.as_dict().ok();
    all.map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .take(MAX_ANNOTATIONS)
        .filter_map(dictionary)
        .filter(|it| is_filled(document, it))
        .filter_map(|it| place(document, it))
        .collect()
}

fn is_filled(document: &Document, annotation: &Dictionary) -> bool {
    let name = |key: &[u8]| of_field(document, annotation, key)?.as_name().ok();
    let says = |key: &[u8]| match of_field(document, annotation, key) {
        Some(Object::String(bytes, _)) => !bytes.is_empty(),
        Some(Object::Stream(_) | Object::Array(_)) => true,
        _ => false,
    };
    let flags = annotation.get_deref(b"F", document).and_then(Object::as_i64).unwrap_or(0);
    flags & NOT_SHOWN == 0
        && match name(b"Subtype") {
            Some(b"FreeText") => says(b"Contents"),
            Some(b"Widget") => matches!(name(b"FT"), Some(b"Tx" | b"Ch")) && says(b"V"),
            _ => false,
        }
}

/// A value of a field, or of the fields that it is a part of.
fn of_field<'a>(
    document: &'a Document,
    mut field: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    for _ in 0..MAX_PARENTS {
        if let Ok(value) = field.get_deref(key, document) {
            return Some(value);
        }
        field = field.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

fn place(document: &Document, annotation: &Dictionary) -> Option<(f64, f64, f64)> {
    let area = annotation.get_deref(b"Rect", document).ok()?.as_array().ok()?;
    let area: Vec<f64> = area.iter().filter_map(number).collect();
    let [x0, y0, x1, y1] = area.try_into().ok()?;
    let place = (f64::midpoint(x0, x1), f64::midpoint(y0, y1), (y1 - y0).abs());
    [place.0, place.1].iter().all(|n| n.abs() < 1e6).then_some(place)
}
