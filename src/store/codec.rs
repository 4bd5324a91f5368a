//! Values as bytes: one byte says how the rest is written, so that old values stay readable.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON as it is.
const JSON: u8 = 1;
/// JSON, compressed by zstd without a dictionary.
const ZSTD_JSON: u8 = 2;
/// Bytes of a page, compressed by zstd without a dictionary.
const ZSTD_BYTES: u8 = 3;

/// Values shorter than this are not worth compressing.
const SMALL: usize = 512;
const LEVEL: i32 = 3;
/// No page is larger, see `fetch.max-body`.
const MAX_BODY: usize = 1 << 30;

/// A value that could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unreadable(String);

/// Writes a value.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Unreadable> {
    let json = serde_json::to_vec(value).map_err(|error| Unreadable(error.to_string()))?;
    if json.len() < SMALL {
        return Ok(tagged(JSON, &json));
    }
    Ok(tagged(ZSTD_JSON, &compress(&json)?))
}

/// Reads a value.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let json = match bytes.split_first() {
        Some((&JSON, rest)) => rest.to_vec(),
        Some((&ZSTD_JSON, rest)) => decompress(rest)?,
        Some((tag, _)) => return Err(Unreadable(format!("unknown value format {tag}"))),
        None => return Err(Unreadable("empty value".into())),
    };
    serde_json::from_slice(&json).map_err(|error| Unreadable(error.to_string()))
}

/// Writes the bytes of a page.
pub(super) fn encode_body(body: &[u8]) -> Result<Vec<u8>, Unreadable> {
    Ok(tagged(ZSTD_BYTES, &compress(body)?))
}

/// Reads the bytes of a page.
pub(super) fn decode_body(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    match bytes.split_first() {
        Some((&ZSTD_BYTES, rest)) => decompress(rest),
        Some((tag, _)) => Err(Unreadable(format!("unknown body format {tag}"))),
        None => Err(Unreadable("empty body".into())),
    }
}

fn tagged(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 1);
    out.push(tag);
    out.extend(bytes);
    out
}

fn compress(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    zstd::bulk::compress(bytes, LEVEL).map_err(|error| Unreadable(error.to_string()))
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
    let size = size.and_then(|size| usize::try_from(size).ok()).filter(|size| *size <= MAX_BODY);
    let size = size.ok_or_else(|| Unreadable("a compressed value states no size".into()))?;
    zstd::bulk::decompress(bytes, size).map_err(|error| Unreadable(error.to_string()))
}
