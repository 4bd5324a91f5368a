//! ZIP archives that are office files: which one, and their parts, unpacked within bounds.
//!
//! What an archive says of its own sizes is a claim. Parts are counted as they come out, so a file
//! of a few kilobytes cannot fill the memory.

use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use crate::extract::sniff::NotAReport;

/// Parts of one file at most; a report has some thirty.
const MAX_PARTS: usize = 2_000;
/// Bytes of one part at most; the form is 250 KB of XML.
const MAX_PART: u64 = 32 << 20;
/// Bytes of all parts together.
const MAX_ALL: u64 = 128 << 20;

/// What sort of office file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Office {
    /// A text document.
    Word,
    /// A workbook.
    Excel,
}

/// An archive that was opened.
pub(super) struct Archive<'a> {
    kind: &'static str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens an archive; `kind` is the name of the format, for messages.
    pub fn open(kind: &'static str, bytes: &'a [u8]) -> Result<Self, NotAReport> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| NotAReport::Damaged { kind, why: error.to_string() })?;
        if zip.len() > MAX_PARTS {
            return Err(NotAReport::TooLarge { kind, limit: "2000 parts" });
        }
        Ok(Self { kind, zip })
    }

    /// True if there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of a part; `None` where there is none.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, NotAReport> {
        match self.zip.index_for_name(name) {
            Some(index) => self.unpack(index).map(Some),
            None => Ok(None),
        }
    }

    /// Unpacks everything once, because the library that reads the file bounds nothing, and gives
    /// the size of it all.
    pub fn measure(&mut self) -> Result<u64, NotAReport> {
        let mut all = 0;
        for index in 0..self.zip.len() {
            all += self.unpack(index)?.len() as u64;
            if all > MAX_ALL {
                return Err(NotAReport::TooLarge { kind: self.kind, limit: "128 MiB of content" });
            }
        }
        Ok(all)
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, NotAReport> {
        let damaged = |why: String| NotAReport::Damaged { kind: self.kind, why };
        let part = self.zip.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        part.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > MAX_PART {
            return Err(NotAReport::TooLarge { kind: self.kind, limit: "32 MiB in one part" });
        }
        Ok(bytes)
    }
}

/// Tells a DOCX from an XLSX file and both from any other archive.
pub(super) fn office(bytes: &[u8]) -> Result<Office, NotAReport> {
    let archive = Archive::open("ZIP", bytes)?;
    if archive.has("word/document.xml") {
        Ok(Office::Word)
    } else if archive.has("xl/workbook.xml") {
        Ok(Office::Excel)
    } else {
        Err(NotAReport::Format("a ZIP archive"))
    }
}

#[cfg(test)]
pub(super) mod given {
    use std::io::Cursor;
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// An archive of the given parts.
    pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_files_are_known_by_their_parts() {
        let office_of = |name| office(&given::archive(&[(name, b"<x/>")]));
        assert_eq!(office_of("word/document.xml"), Ok(Office::Word));
        assert_eq!(office_of("xl/workbook.xml"), Ok(Office::Excel));
        assert_eq!(office_of("a.txt"), Err(NotAReport::Format("a ZIP archive")));
        assert!(matches!(office(b"PK\x03\x04junk"), Err(NotAReport::Damaged { .. })));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![0; 40 << 20];
        let bomb = given::archive(&[("word/document.xml", &zeros)]);
        assert!(bomb.len() < 1 << 20);
        let part = Archive::open("DOCX", &bomb).unwrap().part("word/document.xml");
        assert!(matches!(part, Err(NotAReport::TooLarge { .. })));
        let many: Vec<_> = (0..2_001).map(|i| i.to_string()).collect();
        let many: Vec<_> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        let many = given::archive(&many);
        let opened = Archive::open("DOCX", &many);
        assert!(matches!(opened.err(), Some(NotAReport::TooLarge { .. })));
    }

    #[test]
    fn all_parts_together_are_bounded_too() {
        let zeros = vec![0; 30 << 20];
        let names = ["a", "b", "c", "d", "e"];
        let bomb = given::archive(&names.map(|name| (name, zeros.as_slice())));
        let measured = Archive::open("XLSX", &bomb).unwrap().measure();
        assert!(matches!(measured, Err(NotAReport::TooLarge { .. })));
    }
}
