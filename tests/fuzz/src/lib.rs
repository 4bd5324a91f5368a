//! What the targets share: files built around hostile parts, and what must hold of any report.
//!
//! A mutated archive is refused at its checksums, and a mutated PDF at its object table, so the
//! targets mutate what is inside and wrap it anew.

use std::io::Cursor;
use std::io::Write;

use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Value;
use gongkai_watch::extract::Input;
use gongkai_watch::extract::extract;
use gongkai_watch::extract::json;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Cells of all tables of a report at most: the form has 200 of each edition.
const MOST_CELLS: usize = 600;

/// Reads bytes and holds the answer to what is true of every answer.
pub fn read(bytes: &[u8]) -> Option<AnnualReport> {
    match extract(Input { bytes, ..Input::default() }) {
        Ok(report) => {
            drop(json::report(&report));
            let cells: Vec<_> = report.tables.values().flat_map(|table| table.iter()).collect();
            assert!(cells.len() <= MOST_CELLS);
            for (_, _, cell) in cells {
                if let Value::Integer(n) = cell.value {
                    let digits: String = cell.raw.chars().filter_map(digit).collect();
                    assert_eq!(digits.parse(), Ok(n.unsigned_abs()), "{:?}", cell.raw);
                }
            }
            Some(report)
        }
        Err(why) => {
            assert!(!why.to_string().is_empty());
            None
        }
    }
}

/// Every figure of the report stands in the text as it is.
pub fn figures_are_printed(report: &AnnualReport, text: &str) {
    let printed: String = text.chars().filter_map(digit).collect();
    for (_, _, cell) in report.tables.values().flat_map(|table| table.iter()) {
        if let (Value::Integer(_), false) = (&cell.value, cell.derived) {
            let digits: String = cell.raw.chars().filter_map(digit).collect();
            assert!(printed.contains(&digits), "{:?} is not in the file", cell.raw);
        }
    }
}

fn digit(c: char) -> Option<char> {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        c => c.is_ascii_digit().then_some(c),
    }
}

/// An archive of the given parts, not compressed.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, plain).expect("a new name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A PDF file of numbered objects, the catalogue first.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend(table.bytes());
    out.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// A stream object.
pub fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dictionary}/Length {}>>stream\n", content.len()).into_bytes();
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

/// A form of 2021 as a Word file's body, small.
pub const BODY: &str = include_str!("body.xml");
