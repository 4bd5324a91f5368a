//! Small sheets of the shapes that real ones have.

use super::*;

type Place = (u32, u32);

fn sheet(cells: &[(u32, u32, &str)], merged: &[(Place, Place)]) -> Vec<Block> {
    let mut sheet = Sheet {
        merged: merged.iter().map(|(start, end)| Dimensions::new(*start, *end)).collect(),
        ..Sheet::default()
    };
    let mut left = MAX_CELLS;
    for (row, column, text) in cells {
        sheet.take((*row, *column), &Data::String((*text).into()), &mut left).unwrap();
    }
    let mut blocks = Vec::new();
    sheet.blocks(&mut blocks).unwrap();
    blocks
}

fn shown(blocks: &[Block]) -> Vec<String> {
    let show = |block: &Block| match block {
        Block::Text(text) => text.clone(),
        Block::Table(grid) => (0..grid.height)
            .map(|row| {
                let cells =
                    (0..grid.width).map(|col| grid.at(row, col).map_or("·", |it| &it.text));
                cells.collect::<Vec<_>>().join("|")
            })
            .collect::<Vec<_>>()
            .join("/"),
        Block::Image | Block::Frame => String::new(),
    };
    blocks.iter().map(show).collect()
}

#[test]
fn merged_titles_are_lines_and_rows_between_them_tables() {
    let blocks = sheet(
        &[
            (0, 0, "某市财政局2024年政府信息公开工作年度报告"),
            (1, 0, "二、主动公开政府信息情况"),
            (2, 0, "a"),
            (2, 1, "b"),
            (3, 1, "c"),
            (5, 0, "d"),
            (5, 2, "e"),
        ],
        &[((0, 0), (0, 2)), ((2, 0), (3, 0))],
    );
    assert_eq!(
        shown(&blocks),
        ["某市财政局2024年政府信息公开工作年度报告", "二、主动公开政府信息情况", "a|b/a|c", "d||e"]
    );
}

#[test]
fn a_table_is_as_wide_as_it_began_until_the_next_heading() {
    let blocks = sheet(
        &[
            (0, 0, "a"),
            (0, 4, "b"),
            (2, 0, "c"),
            (2, 1, "d"),
            (3, 0, "四、政府信息公开行政复议、行政诉讼情况"),
            (4, 0, "e"),
            (4, 1, "f"),
            (5, 1, "g"),
        ],
        &[((4, 1), (4, 2))],
    );
    assert_eq!(
        shown(&blocks),
        ["a||||b", "c|d|||", "四、政府信息公开行政复议、行政诉讼情况", "e|f|f/|g|"]
    );
}

#[test]
fn a_blank_heading_over_merged_cells_keeps_the_columns_under_it() {
    let blocks = sheet(
        &[(0, 0, "三、收到和处理政府信息公开申请情况"), (3, 0, "（一）予以公开"), (3, 1, "5")],
        &[((1, 0), (2, 0)), ((1, 1), (1, 3))],
    );
    assert_eq!(shown(&blocks)[1..], ["|||/|||/（一）予以公开|5||"]);
}

#[test]
fn the_label_of_a_blank_row_does_not_end_its_table() {
    let blocks = sheet(
        &[
            (0, 0, "一、本年新收政府信息公开申请数量"),
            (0, 3, "2"),
            (1, 0, "二、上年结转政府信息公开申请数量"),
        ],
        &[((0, 0), (0, 2)), ((1, 0), (1, 2))],
    );
    assert_eq!(blocks.len(), 1);
}

#[test]
fn a_row_that_is_blank_but_for_its_label_stays_in_the_table() {
    let blocks = sheet(&[(0, 0, "行政许可"), (0, 1, "3"), (1, 0, "行政处罚")], &[]);
    assert_eq!(shown(&blocks), ["行政许可|3/行政处罚|"]);
}

#[test]
fn values_are_printed_as_a_reader_sees_them() {
    for (value, expected) in [
        (Data::Float(3119.0), "3119"),
        (Data::Float(0.1 + 0.2), "0.3"),
        (Data::Float(18651.06), "18651.06"),
        (Data::Int(0), "0"),
        (Data::String(" 12 ".into()), "12"),
        (Data::Empty, ""),
        (Data::Bool(true), "\u{FFFD}"),
    ] {
        assert_eq!(printed(&value), expected);
    }
}

#[test]
fn a_formula_without_its_result_is_not_blank() {
    let space = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rows = "<row r=\"1\"><c r=\"A1\"><f>B1</f><v>7</v></c><c r=\"B1\"><f>C1</f><v></v></c>\
        <c r=\"C1\"><f t=\"shared\" si=\"0\"/></c><c r=\"D1\"/>\
        <c r=\"E1\" t=\"str\"><f>IF(A1=0,1,\"\")</f><v></v></c><c r=\"F1\"><v>8</v></c></row>";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{of}/{kind}\" Target=\"{target}\"/>\
             </Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {space}><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let blocks = xlsx(&crate::extract::source::archive::given::archive(&parts)).unwrap();
    assert_eq!(shown(&blocks), ["7|\u{FFFD}|\u{FFFD}|||8"]);
}

#[test]
fn sizes_far_out_are_refused() {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let refused = |records: &[u8]| {
        matches!(xls(&biff::given::workbook(records)), Err(NotAReport::TooLarge { .. }))
    };
    assert!(!refused(&record(0x0203, &[1, 0, 2, 0, 0, 0])));
    assert!(refused(&record(0x0203, &[0xFF, 0xFF, 0, 0])));
    let dimensions = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0];
    assert!(refused(&record(0x0200, &dimensions)));
    // One long text that thousands of cells show is copied for each of them.
    let text = [&[0; 8][..], &60_000_u16.to_le_bytes(), &[0], &vec![b'a'; 60_000]].concat();
    let shown = record(0x00FD, &[0; 10]).repeat(5_000);
    assert!(refused(&[record(0x00FC, &text), shown].concat()));
    let mut left = MAX_CELLS;
    let far = Sheet::default().take((0, 16_383), &Data::Int(1), &mut left);
    assert!(matches!(far, Err(NotAReport::TooLarge { .. })));
}
