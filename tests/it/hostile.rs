//! Files and pages made to bring a reader down: each ends soon, with a reason, and never with a
//! figure that nobody printed.
//!
//! Time is not measured here, but without the bounds these cases take hours or all memory.

use std::fmt::Write;

use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::TableKind;
use gongkai_watch::extract::Input;
use gongkai_watch::extract::extract;

use crate::carriers::office;
use crate::carriers::pdf;

fn read(bytes: &[u8]) -> Result<AnnualReport, String> {
    extract(Input { bytes, ..Input::default() }).map_err(|why| why.to_string())
}

fn refused(name: &str, bytes: &[u8], says: &str) {
    let why = read(bytes).err().unwrap_or_else(|| panic!("{name} is read"));
    assert!(why.contains(says), "{name}: {why}");
}

/// A page with the headings of a report and something under the second.
fn page(inside: &str) -> String {
    format!(
        "<h1>某市财政局2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>好</p>\
         <p>二、主动公开政府信息情况</p>{inside}<p>三、收到和处理政府信息公开申请情况</p>\
         <p>四、政府信息公开行政复议、行政诉讼情况</p>"
    )
}

/// Table 2 with one row of figures.
fn licences(attributes: &str, figure: &str) -> String {
    page(&format!(
        "<table><tr><td>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
         <tr><td {attributes}>行政许可</td><td {attributes}>{figure}</td></tr></table>"
    ))
}

#[test]
fn pages_out_of_bounds_are_refused_with_their_reason() {
    let attributes: String = (0..5_000).map(|i| format!(" a{i}")).collect();
    for (name, inside, says) in [
        ("divs", "<div>".repeat(100_000), "nests elements"),
        ("tables", "<table><tr><td>".repeat(100_000), "nests elements"),
        ("ignored end tags", "<div></b>".repeat(10_000), "nests elements"),
        ("attributes", format!("<p{attributes}>"), "attributes"),
    ] {
        refused(name, page(&inside).as_bytes(), says);
    }
    let text = format!("<p>{}</p>", "好".repeat(400_000));
    refused("text", page(&text).as_bytes(), "more than 1 MiB of text");
    let lines = format!("2024年政府信息公开工作年度报告\n{}", "1\n".repeat(300_000));
    refused("lines", lines.as_bytes(), "more than 200000 lines");
}

#[test]
fn a_table_out_of_bounds_is_unread_with_its_reason() {
    let spans = "<table><tr><td colspan=1000000>第二十条第（五）项</td><td>1</td></tr></table>";
    let wide = format!("<table><tr>{}</tr></table>", "<td>行政许可</td><td>1</td>".repeat(10_000));
    for inside in [spans, &wide] {
        let report = read(page(inside).as_bytes()).unwrap();
        assert!(report.tables.is_empty());
        let unread = report.unread.iter().find(|it| it.what == "active_disclosure").unwrap();
        assert!(unread.why.contains("table"), "{}", unread.why);
    }
}

#[test]
fn absurd_spans_move_no_figure() {
    for attributes in
        ["colspan=-1", "rowspan=-1", "colspan=0", "colspan=1e9", "rowspan=99999999999"]
    {
        let report = read(licences(attributes, "345").as_bytes()).unwrap();
        let table = report.table(TableKind::ActiveDisclosure).unwrap();
        assert_eq!(table.integer(Line::Licences, Column::Decisions), Some(345), "{attributes}");
    }
}

#[test]
fn a_number_of_four_hundred_digits_is_no_figure() {
    let report = read(licences("", &"9".repeat(400)).as_bytes()).unwrap();
    let table = report.table(TableKind::ActiveDisclosure);
    assert_eq!(table.and_then(|it| it.integer(Line::Licences, Column::Decisions)), None);
}

#[test]
fn entities_of_a_word_file_are_not_unfolded() {
    let mut entities = String::from("<!ENTITY a \"ha\">");
    for (name, of) in ('b'..='z').zip('a'..) {
        write!(entities, "<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10)).unwrap();
    }
    let lines = ["某市财政局2024年政府信息公开工作年度报告", "一、总体情况", "收到&z;件"];
    let body: String =
        lines.iter().map(|it| format!("<w:p><w:r><w:t>{it}</w:t></w:r></w:p>")).collect();
    let document = format!("<!DOCTYPE x [{entities}]><w:document xmlns:w='w'>{body}</w:document>");
    let report = read(&office::archive(&[("word/document.xml", document)])).unwrap();
    assert_eq!(report.section_text(1), "收到\u{FFFD}件");
}

#[test]
fn tables_of_a_word_file_are_bounded() {
    let word = |inside: String| {
        let document = format!("<w:document xmlns:w='w'><w:body>{inside}</w:body></w:document>");
        office::archive(&[("word/document.xml", document)])
    };
    refused("tables", &word("<w:tbl><w:tr><w:tc>".repeat(100_000)), "8 nested tables");
    refused("paragraphs", &word("<w:p/>".repeat(100_001)), "100000 paragraphs");
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"1000000\"/></w:tcPr></w:tc>";
    refused(
        "spans",
        &word(format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(10_000))),
        "empty",
    );
}

#[test]
fn loops_in_a_pdf_file_come_to_an_end() {
    let with = |objects: &[&str]| {
        let mut all = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
        all.extend(objects.iter().map(|it| (*it).to_owned()));
        pdf::assembled(&all)
    };
    for (name, objects) in [
        ("a node that is its own child", &["<</Type/Pages/Count 1/Kids[2 0 R]>>"][..]),
        (
            "nodes that are each other's children",
            &["<</Type/Pages/Count 9/Kids[3 0 R 3 0 R]>>", "<</Type/Pages/Kids[2 0 R 2 0 R]>>"],
        ),
        ("a page whose parent is itself", &["<</Type/Page/Parent 2 0 R/Contents 2 0 R>>"]),
        ("a reference to itself", &["2 0 R"]),
        (
            "a container of objects inside itself",
            &[
                "3 0 R",
                "<</Type/ObjStm/N 1/First 4/Extends 3 0 R/Length 7>>stream\n3 0 3 0 R\nendstream",
            ],
        ),
    ] {
        refused(name, &with(objects), "PDF file cannot be read");
    }
    let table = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\n\
                  startxref\n9\n%%EOF";
    refused("a cross-reference table before itself", table, "PDF");
}

#[test]
fn sheets_out_of_bounds_are_refused() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    refused("a far cell", &office::workbook(far, ""), "5000 rows or 300 columns");
    let near = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let merged = "<mergeCell ref=\"A1:B2\"/>".repeat(3_000);
    let merged = format!("<mergeCells>{merged}</mergeCells>");
    refused("merged areas", &office::workbook(near, &merged), "2000 merged areas");
    let sparse = "<row r=\"5000\"><c r=\"KA5000\"><v>1</v></c></row>";
    refused("a corner", &office::workbook(sparse, ""), "200000 places");
}
