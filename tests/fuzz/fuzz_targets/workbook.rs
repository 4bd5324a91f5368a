//! A workbook around any XML is a report or is not one.
//!
//! The first byte says which part is hostile: the cells, the whole sheet, the texts, the styles or
//! the list of sheets.
#![no_main]

use gongkai_watch_fuzz::archive;
use gongkai_watch_fuzz::read;
use libfuzzer_sys::fuzz_target;

const BOOK: &str = "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheets><sheet name='a' \
    sheetId='1' r:id='rId1'/></sheets></workbook>";
const LINKS: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
    <Relationship Id='rId1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' \
    Target='worksheets/sheet1.xml'/></Relationships>";
const TEXTS: &str = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>\
    <si><t>行政许可</t></si><si><t>第二十条第（五）项</t></si></sst>";
const STYLES: &str = "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>\
    <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
const SHEET: (&str, &str) = (
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>",
    "</worksheet>",
);
const CELLS: &str = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1'><v>12</v></c></row>\
    </sheetData><mergeCells><mergeCell ref='B1:D1'/></mergeCells>";

fuzz_target!(|bytes: &[u8]| {
    let Some((which, part)) = bytes.split_first() else { return };
    let sheet = |cells: &[u8]| [SHEET.0.as_bytes(), cells, SHEET.1.as_bytes()].concat();
    let (mut book, mut links, mut texts, mut styles, mut cells) = (
        BOOK.as_bytes(),
        LINKS.as_bytes(),
        TEXTS.as_bytes(),
        STYLES.as_bytes(),
        sheet(CELLS.as_bytes()),
    );
    match which % 6 {
        0 => cells = sheet(part),
        1 => cells = part.to_vec(),
        2 => texts = part,
        3 => styles = part,
        4 => book = part,
        _ => links = part,
    }
    let file = archive(&[
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/sharedStrings.xml", texts),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &cells),
    ]);
    read(&file);
});
