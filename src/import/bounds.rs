//! What a new workbook (XLSX) may claim before the library that reads it believes it: it is unpacked once
//! and counted.
//!
//! The old format is looked through by `extract::biff`.

use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use super::NotAList;

/// Parts of a workbook, at most.
const PARTS: usize = 2_000;
/// Bytes of a workbook once unpacked, and of all sheets to be read, which may name one part.
const UNPACKED: u64 = 128 << 20;
/// Sheets of a workbook, at most.
const SHEETS: usize = 50;

/// How many bytes a workbook has once unpacked.
pub(super) fn unpacked(bytes: &[u8]) -> Result<u64, NotAList> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if zip.len() > PARTS {
        return Err(NotAList::TooLarge);
    }
    let mut all = 0;
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| damaged(&error))?;
        // What an archive says of its own sizes is a claim.
        let mut part = part.take(UNPACKED + 1 - all);
        all += std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| damaged(&error))?;
        if all > UNPACKED {
            return Err(NotAList::TooLarge);
        }
    }
    Ok(all)
}

/// Refuses more sheets of that many bytes than can be read in a while.
pub(super) fn sheets(count: usize, bytes: u64) -> Result<(), NotAList> {
    let all = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(bytes);
    if count > SHEETS || all > UNPACKED.max(bytes) { Err(NotAList::TooLarge) } else { Ok(()) }
}

fn damaged(error: &dyn std::fmt::Display) -> NotAList {
    NotAList::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn an_archive_is_as_large_as_it_unfolds() {
        let archive = |bytes: usize| {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            zip.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; bytes]).unwrap();
            zip.finish().unwrap().into_inner()
        };
        assert_eq!(unpacked(&archive(5_000)), Ok(5_000));
        assert_eq!(unpacked(&archive((128 << 20) + 1)), Err(NotAList::TooLarge));
        assert!(sheets(50, 1 << 20).is_ok() && sheets(1, 128 << 20).is_ok());
        assert!(sheets(51, 1).is_err() && sheets(5, 100 << 20).is_err());
    }
}
