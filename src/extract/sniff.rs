//! What kind of file the bytes are, by their first bytes and never by their name.

use thiserror::Error;

/// Why bytes cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotAReport {
    /// Nothing at all.
    #[error("the file is empty")]
    Empty,
    /// A format that is not read.
    #[error("this is {0}; give the web page of the report, or its text")]
    Format(&'static str),
    /// The charset could not be told.
    #[error(
        "the text cannot be decoded: {replacements} of {characters} characters are broken; \
         save the page again in its own charset"
    )]
    Undecodable {
        /// Characters that came out as U+FFFD.
        replacements: usize,
        /// All characters.
        characters: usize,
    },
    /// Markup that no page has.
    #[error("{0}")]
    TooDeep(#[from] crate::html::TooDeep),
    /// Readable, but not a disclosure report.
    #[error("{0}; this is not a disclosure report")]
    Other(String),
}

const MAGIC: [(&[u8], &str); 12] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, DOCX or XLSX file"),
    (b"\xD0\xCF\x11\xE0", "an old DOC or XLS file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7FELF", "a program"),
];

/// Refuses what cannot be text.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), NotAReport> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotAReport::Empty);
    }
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // BM begins many an English word; an image has a NUL soon after.
        Some((b"BM", _)) if !bytes.iter().take(16).any(|b| *b == 0) => Ok(()),
        Some((_, name)) => Err(NotAReport::Format(name)),
        None => Ok(()),
    }
}

/// True for text that is markup rather than a plain text that quotes a tag.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    if start.starts_with('<') {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let tags = ["<html", "<body", "<div", "<p>", "<p ", "<table", "<td", "<span", "<br"];
    tags.iter().map(|tag| lower.matches(tag).take(3).count()).sum::<usize>() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(refuse_binary(b"\x89PNG\r\n\x1a\n"), Err(NotAReport::Format("a PNG image")));
        assert_eq!(refuse_binary(b"%PDF-1.7"), Err(NotAReport::Format("a PDF file")));
        assert_eq!(refuse_binary(b" \r\n"), Err(NotAReport::Empty));
        assert_eq!(refuse_binary("BMW 公司".as_bytes()), Ok(()));
        assert_eq!(refuse_binary("一、总体情况".as_bytes()), Ok(()));
    }

    #[test]
    fn a_stray_comment_does_not_make_text_markup() {
        assert!(!is_html("概述 <!--[if !supportLists]-->7、<!--[endif]-->公共监管"));
        assert!(is_html("<p>一</p>"));
        assert!(is_html("标题 <table><tr><td>1</td></tr></table>"));
    }
}
