//! One report in every carrier: what is printed is what is read, all 200 cells of it.

pub mod office;
pub mod pdf;

use std::path::Path;

use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Carrier;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::Table;
use gongkai_watch::domain::TableKind;
use gongkai_watch::domain::Value;
use gongkai_watch::extract;
use gongkai_watch::extract::Input;
use gongkai_watch::extract::NotAReport;
use gongkai_watch::extract::edition;

use crate::form;
use crate::form::Piece;
use pdf::Style;

pub fn read(bytes: &[u8]) -> AnnualReport {
    extract::extract(Input { bytes, ..Input::default() }).unwrap()
}

/// Every cell of the form that was read, and how many came out wrong.
fn compared(report: &AnnualReport, figures: form::Figures<'_>) -> (usize, Vec<String>) {
    let edition = edition::find("2021").unwrap();
    let mut right = 0;
    let mut wrong = Vec::new();
    for kind in TableKind::ALL {
        for spec in edition.lines_of(kind) {
            for column in spec.columns {
                let found = report.table(kind).and_then(|table| table.cell(spec.line, *column));
                let printed = figures(spec.line, *column);
                match found {
                    Some(cell) if cell.raw == printed => right += 1,
                    Some(cell) => wrong.push(format!(
                        "{}/{}: {printed} came out as {}",
                        spec.line.key(),
                        column.key(),
                        cell.raw
                    )),
                    None => {}
                }
            }
        }
    }
    (right, wrong)
}

fn is_whole(bytes: &[u8], carrier: Carrier, figures: form::Figures<'_>) {
    let report = read(bytes);
    assert_eq!(report.carrier, carrier);
    assert_eq!(report.title.as_deref(), Some("某市财政局2024年政府信息公开工作年度报告"));
    assert_eq!(report.agency.as_deref(), Some("某市财政局"));
    assert_eq!(report.year.map(|year| year.0), Some(2024));
    assert!(report.sections.iter().all(|section| section.present), "{:?}", report.sections);
    assert_eq!(report.section_text(6), "本年度未收取信息处理费。");
    let (right, wrong) = compared(&report, figures);
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(right, 200, "{:?}", report.unread);
    assert_eq!(report.unread, []);
}

#[test]
fn a_word_file_is_read_whole() {
    for wide in [false, true] {
        let figures = form::distinct(wide);
        is_whole(&office::docx(&form::report(&figures)), Carrier::Docx, &figures);
    }
}

#[test]
fn an_old_word_file_is_read_whole() {
    let figures = form::distinct(true);
    is_whole(&office::doc(&form::report(&figures)), Carrier::Doc, &figures);
}

#[test]
fn an_old_word_file_with_a_blank_cell_leaves_that_row_unread() {
    let figures = |line: Line, column: Column| match (line, column) {
        (Line::Granted, Column::Other) => String::new(),
        _ => form::distinct(false)(line, column),
    };
    let report = read(&office::doc(&form::report(&figures)));
    let (_, wrong) = compared(&report, &figures);
    assert_eq!(wrong, Vec::<String>::new());
    assert!(!report.table(TableKind::Applications).is_some_and(|it| it.has_line(Line::Granted)));
}

#[test]
fn workbooks_are_read_whole() {
    let figures = form::distinct(true);
    is_whole(&office::xlsx(&form::report(&figures)), Carrier::Workbook, &figures);
    is_whole(&office::xls(&form::report(&figures)), Carrier::Workbook, &figures);
}

#[test]
fn a_pdf_is_read_whole_over_its_page_breaks() {
    for style in [Style::Strokes, Style::Fills] {
        for torn in [false, true] {
            for wide in [false, true] {
                let figures = form::distinct(wide);
                let bytes = pdf::pdf(&form::report(&figures), style, torn);
                is_whole(&bytes, Carrier::Pdf, &figures);
            }
        }
    }
}

#[test]
fn a_break_at_every_height_of_the_page_is_survived() {
    let figures = form::distinct(true);
    for filler in 0..40 {
        let mut pieces = form::report(&figures);
        for _ in 0..filler {
            pieces.insert(4, Piece::Line("本局认真落实条例规定。"));
        }
        is_whole(&pdf::pdf(&pieces, Style::Strokes, true), Carrier::Pdf, &figures);
    }
}

#[test]
fn a_pdf_without_rules_gives_no_wrong_figure() {
    let figures = form::distinct(true);
    let report = read(&pdf::pdf(&form::report(&figures), Style::Bare, false));
    let (_, wrong) = compared(&report, &figures);
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn markdown_is_read_whole() {
    let figures = form::distinct(true);
    is_whole(markdown(&form::report(&figures)).as_bytes(), Carrier::Markdown, &figures);
}

fn markdown(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Line(text) if text.starts_with(['一', '二', '三', '四', '五', '六']) => {
                out.push_str(&format!("## {text}\n\n"));
            }
            Piece::Line(text) => out.push_str(&format!("{text}\n\n")),
            Piece::Table(rows, columns) => {
                let mut grid = vec![vec![String::new(); *columns]; rows.len()];
                for it in form::placed(rows) {
                    grid[it.row][it.col].clone_from(&it.cell.text);
                }
                for (i, row) in grid.iter().enumerate() {
                    out.push_str(&format!("| {} |\n", row.join(" | ")));
                    if i == 0 {
                        out.push_str(&format!("|{}\n", " --- |".repeat(*columns)));
                    }
                }
                out.push('\n');
            }
        }
    }
    out
}

#[test]
fn a_blank_form_is_blank_in_every_carrier() {
    let figures = |_: Line, _: Column| String::new();
    let mut pieces = form::report(&figures);
    pieces[0] = Piece::Line("（单位名称）");
    pieces[1] = Piece::Line("政府信息公开工作年度报告格式模板");
    pieces[3] = Piece::Line("（文字描述）");
    for bytes in [
        office::docx(&pieces),
        office::xlsx(&pieces),
        office::xls(&pieces),
        pdf::pdf(&pieces, Style::Fills, true),
        markdown(&pieces).into_bytes(),
        office::doc(&pieces),
    ] {
        let report = read(&bytes);
        let cells = report.tables.values().flat_map(Table::iter);
        let filled: Vec<_> = cells.filter(|(_, _, cell)| cell.value != Value::Blank).collect();
        assert!(filled.is_empty(), "{:?}: {filled:?}", report.carrier);
        assert!(report.is_blank_form() || report.tables.is_empty(), "{:?}", report.carrier);
    }
}

#[test]
fn a_scan_is_never_read() {
    let scanned = |bytes: &[u8]| extract::extract(Input { bytes, ..Input::default() }).unwrap_err();
    assert_eq!(scanned(&pdf::scan()), NotAReport::Scan("PDF"));
    let picture = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r>\
                   </w:p></w:body></w:document>";
    let docx = office::archive(&[("word/document.xml", picture.to_owned())]);
    assert_eq!(scanned(&docx), NotAReport::Scan("DOCX"));
}

/// A figure that nobody printed, or a part that is called absent: the file lost it, not the agency.
fn is_honest(name: &str, report: &AnnualReport, figures: form::Figures<'_>) {
    let (_, wrong) = compared(report, figures);
    assert_eq!(wrong, Vec::<String>::new(), "{name}");
    let absent: Vec<_> = report.sections.iter().filter(|section| !section.present).collect();
    assert!(absent.is_empty(), "{name}: {absent:?}");
}

#[test]
fn files_cut_or_damaged_anywhere_end_with_a_reason() {
    let figures = form::distinct(false);
    let pieces = form::report(&figures);
    for (carrier, whole) in [
        ("docx", office::docx(&pieces)),
        ("xlsx", office::xlsx(&pieces)),
        ("xls", office::xls(&pieces)),
        ("doc", office::doc(&pieces)),
        ("pdf", pdf::pdf(&pieces, Style::Strokes, true)),
    ] {
        let fallen = |name: &str, bytes: &[u8]| {
            let read = extract::extract(Input { bytes, ..Input::default() });
            if let Err(why) = &read {
                assert!(!why.to_string().contains("brings its reader down"), "{name}: {why}");
            }
            read
        };
        for n in 1..24 {
            let at = whole.len() * n / 24;
            let name = format!("{carrier} cut at {at} of {}", whole.len());
            if let Ok(report) = fallen(&name, &whole[..at]) {
                is_honest(&name, &report, &figures);
            }
            let mut broken = whole.clone();
            broken[at] ^= 0x5A;
            let name = format!("{carrier} damaged at {at}");
            let read = fallen(&name, &broken);
            // The parts of an archive have sums; elsewhere the byte may be the figure itself.
            if let (Ok(report), "docx" | "xlsx") = (read, carrier) {
                is_honest(&name, &report, &figures);
            }
        }
    }
}

/// The reports that lie beside the project, where they do.
fn corpus(file: &str) -> Option<Vec<u8>> {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/reports");
    let bytes = std::fs::read(reports.join(file)).ok();
    if bytes.is_none() {
        println!("the corpus is not here; {file} is not read");
    }
    bytes
}

#[test]
fn the_printed_report_of_a_city_is_read_whole() {
    let Some(bytes) = corpus("001-huaian-2024.pdf") else { return };
    let report = read(&bytes);
    assert_eq!(report.unread, []);
    let total = |line, column, kind| report.table(kind).unwrap().integer(line, column);
    let three = |line| total(line, Column::Total, TableKind::Applications);
    let lines = [Line::Received, Line::CarriedIn, Line::Granted, Line::PartlyGranted];
    assert_eq!(lines.map(three), [3119, 34, 1362, 454].map(Some));
    assert_eq!([Line::HandledTotal, Line::CarriedOut].map(three), [Some(3050), Some(103)]);
    let four = |line| total(line, Column::ReviewTotal, TableKind::Reviews);
    let groups =
        [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration];
    assert_eq!(groups.map(four), [351, 26, 20].map(Some));
    assert_eq!(report.tables.values().map(|table| table.iter().count()).sum::<usize>(), 200);
}

#[test]
fn the_official_blank_form_holds_no_figure() {
    let Some(bytes) = corpus("057-blank-template.docx") else { return };
    let report = read(&bytes);
    assert!(report.is_blank_form());
    assert_eq!(report.tables.len(), 3);
    let cells: Vec<_> = report.tables.values().flat_map(Table::iter).collect();
    assert!(cells.iter().all(|(_, _, cell)| cell.is_empty_mark()));
    assert_eq!(cells.len(), 200);
}
