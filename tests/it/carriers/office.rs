//! Writers of DOCX, XLSX, XLS and DOC files, by hand, with the marks that the real programs leave.

use std::io::Cursor;
use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::form::Piece;
use crate::form::Rows;
use crate::form::placed;

/// A ZIP archive of the given parts.
pub fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A Word file; figures are split over runs and one was corrected with changes tracked.
pub fn docx(pieces: &[Piece]) -> Vec<u8> {
    let mut body = String::new();
    for piece in pieces {
        match piece {
            Piece::Line(text) => body.push_str(&paragraph(text)),
            Piece::Table(rows, columns) => body.push_str(&word_table(rows, *columns)),
        }
    }
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    archive(&[("[Content_Types].xml", "<Types/>".into()), ("word/document.xml", document)])
}

fn paragraph(text: &str) -> String {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (a, b) = text.split_at(middle);
    format!(
        "<w:p><w:r><w:t>{}</w:t></w:r><w:del><w:r><w:t>9</w:t></w:r></w:del>\
         <w:ins><w:r><w:t>{}</w:t></w:r></w:ins></w:p>",
        escaped(a),
        escaped(b)
    )
}

fn word_table(rows: &Rows, columns: usize) -> String {
    let all = placed(rows);
    let mut xml = String::from("<w:tbl><w:tblPr/>");
    for row in 0..rows.len() {
        xml.push_str("<w:tr>");
        let mut col = 0;
        while col < columns {
            let covering = all.iter().find(|it| {
                (it.row..it.row + it.cell.height).contains(&row)
                    && (it.col..it.col + it.cell.width).contains(&col)
            });
            let it = covering.unwrap();
            let merge = match (it.cell.height, it.row == row) {
                (1, _) => "",
                (_, true) => "<w:vMerge w:val=\"restart\"/>",
                (_, false) => "<w:vMerge/>",
            };
            let text = if it.row == row { it.cell.text.as_str() } else { "" };
            xml.push_str(&format!(
                "<w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/>{merge}</w:tcPr>{}</w:tc>",
                it.cell.width,
                paragraph(text)
            ));
            col += it.cell.width;
        }
        xml.push_str("</w:tr>");
    }
    xml + "</w:tbl>"
}

/// The sheet that a report makes: rows of cells, and merged areas (row, column, height, width).
struct Sheet {
    cells: Vec<(usize, usize, String)>,
    merged: Vec<(usize, usize, usize, usize)>,
}

fn sheet(pieces: &[Piece]) -> Sheet {
    let mut sheet = Sheet { cells: Vec::new(), merged: Vec::new() };
    let mut row = 0;
    for piece in pieces {
        match piece {
            Piece::Line(text) => {
                sheet.cells.push((row, 0, (*text).to_owned()));
                sheet.merged.push((row, 0, 1, 10));
                row += 1;
            }
            Piece::Table(rows, _) => {
                for it in placed(rows) {
                    sheet.cells.push((row + it.row, it.col, it.cell.text.clone()));
                    if it.cell.width * it.cell.height > 1 {
                        sheet.merged.push((row + it.row, it.col, it.cell.height, it.cell.width));
                    }
                }
                row += rows.len();
            }
        }
    }
    sheet.cells.sort_by_key(|(row, col, _)| (*row, *col));
    sheet
}

fn name(row: usize, col: usize) -> String {
    format!("{}{}", char::from(b'A' + u8::try_from(col).unwrap()), row + 1)
}

/// A workbook of one sheet, and a hidden one that must not be read.
pub fn xlsx(pieces: &[Piece]) -> Vec<u8> {
    let sheet = sheet(pieces);
    let mut data = String::new();
    let mut last = None;
    for (row, col, text) in &sheet.cells {
        if last != Some(*row) {
            data.push_str(if last.is_some() { "</row>" } else { "" });
            data.push_str(&format!("<row r=\"{}\">", row + 1));
            last = Some(*row);
        }
        let at = name(*row, *col);
        data.push_str(&match text.parse::<f64>() {
            Ok(_) => format!("<c r=\"{at}\"><v>{text}</v></c>"),
            Err(_) => {
                format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
            }
        });
    }
    let merged: String = sheet
        .merged
        .iter()
        .map(|(row, col, height, width)| {
            let end = name(row + height - 1, col + width - 1);
            format!("<mergeCell ref=\"{}:{end}\"/>", name(*row, *col))
        })
        .collect();
    workbook(&format!("{data}</row>"), &format!("<mergeCells>{merged}</mergeCells>"))
}

/// A workbook around the rows and merged areas of its first sheet; the second one is hidden.
pub fn workbook(rows: &str, merged: &str) -> Vec<u8> {
    let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let worksheet = |data: &str, merged: &str| {
        format!("<worksheet {space}><sheetData>{data}</sheetData>{merged}</worksheet>")
    };
    let relation = |id: u8| {
        format!(
            "<Relationship Id=\"r{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
             relationships/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        )
    };
    archive(&[
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
             relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {space}><sheets><sheet name=\"年报\" sheetId=\"1\" r:id=\"r1\"/>\
                 <sheet name=\"底稿\" sheetId=\"2\" state=\"hidden\" r:id=\"r2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 {}{}</Relationships>",
                relation(1),
                relation(2)
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            worksheet(rows, merged),
        ),
        (
            "xl/worksheets/sheet2.xml",
            worksheet(
                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>五、不公开</t></is></c></row>",
                "",
            ),
        ),
    ])
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    // What office programs write: sectors of 512 bytes.
    let bytes = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, bytes).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn short(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap().to_le_bytes()
}

fn long(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap().to_le_bytes()
}

/// A workbook of the old kind (BIFF8).
pub fn xls(pieces: &[Piece]) -> Vec<u8> {
    old_workbook(&sheet(pieces))
}

/// The same of lines whose cells are separated by commas.
pub fn xls_of_lines(lines: &str) -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, line) in lines.lines().enumerate() {
        let filled = line.split(',').enumerate().filter(|(_, text)| !text.is_empty());
        cells.extend(filled.map(|(col, text)| (row, col, text.to_owned())));
    }
    old_workbook(&Sheet { cells, merged: Vec::new() })
}

fn old_workbook(sheet: &Sheet) -> Vec<u8> {
    let record = |kind: usize, data: &[u8]| [&short(kind)[..], &short(data.len()), data].concat();
    let bof = |of: usize| record(0x0809, &[&short(0x0600)[..], &short(of), &[0; 12]].concat());
    let end = record(0x000A, &[]);
    let mut globals = bof(5);
    let place = globals.len() + 4 + 8 + 2 + end.len();
    globals.extend(record(0x0085, &[&long(place)[..], &[0, 0, 2, 0], b"nb"].concat()));
    globals.extend(&end);
    let mut out = globals;
    out.extend(bof(0x10));
    for (row, col, text) in &sheet.cells {
        let at = [short(*row), short(*col), short(0)].concat();
        out.extend(if let Ok(n) = text.parse::<f64>() {
            record(0x0203, &[&at[..], &n.to_le_bytes()].concat())
        } else {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            record(0x0204, &[&at[..], &short(units.len() / 2), &[1], &units].concat())
        });
    }
    let mut areas = short(sheet.merged.len()).to_vec();
    for (row, col, height, width) in &sheet.merged {
        areas.extend(
            [short(*row), short(row + height - 1), short(*col), short(col + width - 1)].concat(),
        );
    }
    out.extend(record(0x00E5, &areas));
    out.extend(&end);
    compound(&[("/Workbook", &out)])
}

/// A Word file of the old kind, in one piece: cells end with a bell, rows with one more.
pub fn doc(pieces: &[Piece]) -> Vec<u8> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) => text.push_str(&format!("{line}\r")),
            Piece::Table(rows, _) => {
                for row in rows {
                    for cell in row {
                        text.push_str(&format!("{}\u{7}", cell.text));
                    }
                    text.push('\u{7}');
                }
            }
        }
    }
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut document = vec![0; 0x400];
    let mut put = |at: usize, value: &[u8]| document[at..at + value.len()].copy_from_slice(value);
    put(0, &short(0xA5EC));
    put(2, &short(0x00C1));
    put(0x0A, &short(0x0200));
    put(0x4C, &long(bytes.len() / 2));
    let pieces =
        [&[2][..], &long(16), &long(0), &long(bytes.len() / 2), &[0, 0], &long(0x400), &[0, 0]]
            .concat();
    put(0x01A6, &long(pieces.len()));
    document.extend(bytes);
    compound(&[("/WordDocument", &document), ("/1Table", &pieces)])
}
