//! What kind of file the bytes are, by their first bytes and never by their name.

use thiserror::Error;

/// Why bytes cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotAReport {
    /// Nothing at all.
    #[error("the file is empty")]
    Empty,
    /// A format that is not read.
    #[error("this is {0}; give the report as a web page, DOCX, PDF or text")]
    Format(&'static str),
    /// Images of pages without any text; nothing is guessed from them.
    #[error(
        "this {0} file holds only images of pages (a scan); give the report as a web page, or as a \
         DOCX or PDF file that was not scanned"
    )]
    Scan(&'static str),
    /// A file of a known format that cannot be taken apart.
    #[error("this {kind} file cannot be read: {why}; save it again and try once more")]
    Damaged {
        /// The format.
        kind: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A file that unpacks to more than any report has.
    #[error("this {kind} file has more than {limit}; a report does not")]
    TooLarge {
        /// The format.
        kind: &'static str,
        /// What it exceeds.
        limit: &'static str,
    },
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

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A PDF file.
    Pdf,
    /// A ZIP archive; DOCX and XLSX are.
    Zip,
    /// An OLE compound file; DOC and XLS are, and what WPS writes under names of its own.
    Ole,
    /// Text of some sort.
    Text,
}

const READ: [(&[u8], Kind); 3] =
    [(b"%PDF", Kind::Pdf), (b"PK\x03\x04", Kind::Zip), (b"\xD0\xCF\x11\xE0", Kind::Ole)];

const REFUSED: [(&[u8], &str); 9] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7FELF", "a program"),
];

/// Tells the kind of file, or refuses it.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, NotAReport> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotAReport::Empty);
    }
    if let Some((_, kind)) = READ.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Ok(*kind);
    }
    match REFUSED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // BM begins many an English word; an image has a NUL soon after.
        Some((b"BM", _)) if !bytes.iter().take(16).any(|b| *b == 0) => Ok(Kind::Text),
        Some((_, name)) => Err(NotAReport::Format(name)),
        None => Ok(Kind::Text),
    }
}

/// True for text with the marks of Markdown: the rule under a table's head, or several headings.
pub(super) fn is_markdown(text: &str) -> bool {
    let is_rule = |line: &str| {
        let line = line.trim();
        line.contains('|')
            && line.contains("---")
            && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
    };
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    text.lines().any(is_rule) || text.lines().filter(|line| is_heading(line)).take(2).count() == 2
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
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n"[..], Err(NotAReport::Format("a PNG image"))),
            (b"%PDF-1.7", Ok(Kind::Pdf)),
            (b"PK\x03\x04rest", Ok(Kind::Zip)),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Ok(Kind::Ole)),
            (b" \r\n", Err(NotAReport::Empty)),
            ("BMW 公司".as_bytes(), Ok(Kind::Text)),
            ("一、总体情况".as_bytes(), Ok(Kind::Text)),
        ] {
            assert_eq!(kind(bytes), expected);
        }
    }

    #[test]
    fn a_number_sign_or_a_dash_does_not_make_text_markdown() {
        assert!(!is_markdown("#1 一、总体情况\n--- 完 ---\na | b"));
        assert!(is_markdown("# 年报\n\n## 一、总体情况\n"));
        assert!(is_markdown("|项目|数量|\n|:--|---:|\n|规章|0|\n"));
    }

    #[test]
    fn a_stray_comment_does_not_make_text_markup() {
        assert!(!is_html("概述 <!--[if !supportLists]-->7、<!--[endif]-->公共监管"));
        assert!(is_html("<p>一</p>"));
        assert!(is_html("标题 <table><tr><td>1</td></tr></table>"));
    }
}
