//! Pages as bytes, with headers that are right, wrong or missing.

use std::fmt;

use encoding_rs::BIG5;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;

/// What the `Content-Type` says of the charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// The truth; the page itself says nothing.
    Right,
    /// Something else; the page itself tells the truth.
    Wrong,
    /// Nothing, nor does the page.
    Missing,
}

#[derive(Debug, Clone, Copy)]
enum Bytes {
    Of(&'static Encoding),
    /// UTF-16, little end first, with a byte order mark.
    Utf16Le,
    /// UTF-16, big end first, without one.
    Utf16Be,
}

/// A way of sending text.
#[derive(Debug, Clone, Copy)]
pub struct Charset {
    bytes: Bytes,
    header: Header,
}

/// All of them.
pub fn all() -> Vec<Charset> {
    let of = [Bytes::Of(UTF_8), Bytes::Of(GBK), Bytes::Of(GB18030), Bytes::Of(BIG5)];
    let mut all = Vec::new();
    for bytes in of.into_iter().chain([Bytes::Utf16Le, Bytes::Utf16Be]) {
        for header in [Header::Right, Header::Wrong, Header::Missing] {
            all.push(Charset { bytes, header });
        }
    }
    all
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with the header {:?}", self.name(), self.header)
    }
}

impl Charset {
    fn name(&self) -> &'static str {
        match self.bytes {
            Bytes::Of(encoding) => encoding.name(),
            Bytes::Utf16Le => "UTF-16LE",
            Bytes::Utf16Be => "UTF-16BE",
        }
    }

    /// The `Content-Type` of an answer of a media type.
    pub fn content_type(&self, media: &str) -> String {
        let wrong =
            if matches!(self.bytes, Bytes::Of(it) if it == UTF_8) { "gbk" } else { "utf-8" };
        match self.header {
            Header::Right => format!("{media}; charset={}", self.name()),
            Header::Wrong => format!("{media}; charset={wrong}"),
            Header::Missing => media.to_owned(),
        }
    }

    /// What the page says of itself.
    pub fn meta(&self) -> String {
        match self.header {
            Header::Wrong => format!("<meta charset=\"{}\">", self.name()),
            Header::Right | Header::Missing => String::new(),
        }
    }

    /// Text as bytes. What the charset lacks is written as HTML or JSON writes it.
    pub fn encode(&self, text: &str, is_json: bool) -> Vec<u8> {
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        match self.bytes {
            Bytes::Utf16Le => [vec![0xFF, 0xFE], units(u16::to_le_bytes)].concat(),
            Bytes::Utf16Be => units(u16::to_be_bytes),
            Bytes::Of(encoding) if !is_json => encoding.encode(text).0.into_owned(),
            Bytes::Of(encoding) => {
                let mut bytes = Vec::new();
                for c in text.chars() {
                    let one = c.to_string();
                    let (piece, _, lost) = encoding.encode(&one);
                    if lost {
                        bytes.extend(format!("\\u{:04x}", c as u32).bytes());
                    } else {
                        bytes.extend_from_slice(&piece);
                    }
                }
                bytes
            }
        }
    }
}
