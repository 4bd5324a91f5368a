//! Small PDF files, written by hand.

use super::*;

/// A file of pages with the given content; the font shows code 0x4E00 as 一 and so on.
fn file(pages: &[&str]) -> Vec<u8> {
    assembled(&objects(pages))
}

fn objects(pages: &[&str]) -> Vec<String> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
            .into(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/F/DW 1000>>".into(),
    ];
    let mut kids = String::new();
    for content in pages {
        let page = objects.len() + 1;
        kids.push_str(&format!("{page} 0 R "));
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R\
             /Resources<</Font<</F 3 0 R>>/XObject<</I 99 0 R>>>>>>",
            page + 1
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
    objects
}

fn assembled(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj{object}endobj\n", i + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF",
        objects.len() + 1
    ));
    out.into_bytes()
}

/// Shows a text at a place, `y` from the bottom.
fn text(x: i32, y: i32, words: &str) -> String {
    let hex: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F 10 Tf {x} {y} Td <{hex}> Tj ET\n")
}

fn shown(pages: &[&str]) -> Vec<String> {
    let show = |block| match block {
        Block::Text(text) => text,
        Block::Table(grid) => (0..grid.height)
            .map(|row| grid.begin_in(row).map(|it| it.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect::<Vec<_>>()
            .join("/"),
        Block::Image | Block::Frame => "[image]".into(),
    };
    blocks(&file(pages)).unwrap().into_iter().map(show).collect()
}

#[test]
fn text_comes_in_reading_order_and_the_page_number_is_left_out() {
    let page = [text(50, 700, "一、总体情况"), text(50, 740, "年度报告"), text(290, 30, "— 3 —")];
    assert_eq!(shown(&[&page.concat()]), ["年度报告", "一、总体情况"]);
}

#[test]
fn a_table_is_what_stands_between_rules() {
    let rules = "0.5 w 50 600 100 20 re S 100 600 m 100 620 l S\n";
    let page = [rules, &text(55, 606, "规章"), &text(105, 606, "12")].concat();
    assert_eq!(shown(&[&page]), ["规章|12"]);
    let turned = page.replace("0.5 w", "q 1 0 0 1 20 -40 cm 0.5 w") + "Q";
    assert_eq!(shown(&[&turned]), ["规章|12"]);
}

#[test]
fn a_number_that_runs_over_its_cell_is_not_read() {
    let rules = "50 600 100 20 re S 100 600 m 100 620 l S\n";
    let page = [rules, &text(85, 606, "12345678")].concat();
    let texts = shown(&[&page]);
    assert!(texts[0].split('|').all(|cell| cell.starts_with('\u{FFFD}')), "{texts:?}");
    for figure in ["１２３４５６", "1．2．3．"] {
        let texts = shown(&[&[rules, &text(65, 606, figure)].concat()]);
        assert!(texts[0].split('|').all(|cell| cell.starts_with('\u{FFFD}')), "{texts:?}");
    }
}

#[test]
fn text_that_is_not_painted_is_not_read() {
    let page = format!("BT 3 Tr ET {} BT 0 Tr ET {}", text(50, 700, "一二"), text(50, 650, "三四"));
    assert_eq!(shown(&[&page]), ["三四"]);
}

#[test]
fn a_scan_is_called_one() {
    let page =
        format!("q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID X EI Q {}", text(9, 9, "扫描"));
    assert_eq!(blocks(&file(&[&page])), Err(NotAReport::Scan("PDF")));
}

fn refused(bytes: &[u8], says: &str) {
    let why = blocks(bytes).expect_err("it is read").to_string();
    assert!(why.contains(says), "{why}");
}

/// The file with other objects where its pages and their resources are.
fn with(page: &str, from: &str, to: &str) -> Vec<u8> {
    let objects = objects(&[page]);
    assert!(objects.iter().any(|it| it.contains(from)), "{from}");
    assembled(&objects.iter().map(|it| it.replace(from, to)).collect::<Vec<_>>())
}

#[test]
fn a_figure_of_which_a_part_is_lost_is_not_read() {
    let whole = text(50, 700, "收到34");
    let five = "BT /G 10 Tf 90 700 Td <0035> Tj ET\n";
    for lost in [five, "/Z Do\n", "/I Do\n", "BT /F Tf 90 700 Td <0035> Tj ET\n"] {
        refused(&file(&[&format!("{whole}{lost}")]), "one of its pages shows is broken");
    }
    // What shows nothing loses nothing.
    assert_eq!(shown(&[&format!("{whole}BT /G 10 Tf () Tj ET\n")]), ["收到34"]);
    assert_eq!(shown(&[&format!("{whole}BT /G 10 Tf ET\n")]), ["收到34"]);
}

#[test]
fn a_page_whose_content_is_lost_is_not_a_blank_one() {
    let page = text(50, 700, "一、总体情况");
    for contents in ["/Contents 77 0 R", "/Contents [6 0 R 77 0 R]", "/Contents 3 0 R"] {
        refused(&with(&page, "/Contents 6 0 R", contents), "one of its pages shows is broken");
    }
    let blank = with(&page, "/Contents 6 0 R", "");
    assert_eq!(blocks(&blank), Ok(Vec::new()));
    let parts = with(&page, "/Contents 6 0 R", "/Contents [6 0 R 6 0 R]");
    assert_eq!(blocks(&parts), Ok(vec![Block::Text("一、总体情况".into())]));
    refused(&with(&page, "/Resources<<", "/Resources 77 0 R/Was<<"), "shows is broken");
}

#[test]
fn a_page_that_the_file_promises_is_not_left_out() {
    let page = text(50, 700, "一、总体情况");
    refused(&with(&page, "/Count 1", "/Count 2"), "a page of it is missing");
    refused(&with(&page, "Kids[5 0 R ]", "Kids[5 0 R 77 0 R]"), "a page of it is missing");
}

#[test]
fn a_page_that_cannot_be_read_to_its_end_is_not_read() {
    let page = text(50, 700, "一、总体情况");
    for end in [")", "(三", "<4E", "[(a)", "12", "BT /F 10 Tf", "q", "BI /W 1 /H 1 ID x"] {
        refused(&file(&[&format!("{page}{end}")]), "one of its pages shows is broken");
    }
    for end in ["% the end", "Q", "BX xyz EX", "\0"] {
        assert_eq!(shown(&[&format!("{page}{end}")]), ["一、总体情况"], "{end}");
    }
    refused(&file(&[&format!("{}{page}{}", "q ".repeat(300), "Q ".repeat(300))]), "12 MiB");
}

#[test]
fn a_filled_field_is_not_blank() {
    let rules = "50 600 100 20 re S 100 600 m 100 620 l S\n";
    let page = [rules, &text(55, 606, "规章")].concat();
    let rect = "/Rect[102 602 148 618]";
    for (annotation, expected) in [
        (format!("/Subtype/Widget/FT/Tx/V(12){rect}"), "规章|\u{FFFD}"),
        (format!("/Subtype/Widget/Parent<</FT/Tx/V(12)>>{rect}"), "规章|\u{FFFD}"),
        (format!("/Subtype/FreeText/Contents(12){rect}"), "规章|\u{FFFD}"),
        (format!("/Subtype/Widget/FT/Tx/V(){rect}"), "规章|"),
        (format!("/Subtype/Widget/FT/Tx/V(12)/F 2{rect}"), "规章|"),
        (format!("/Subtype/Link{rect}"), "规章|"),
    ] {
        let to = format!("/Annots[<<{annotation}>>]/Resources<<");
        let read = blocks(&with(&page, "/Resources<<", &to)).unwrap();
        let Some(Block::Table(grid)) = read.first() else { panic!("{annotation}: {read:?}") };
        let cells: Vec<&str> = grid.begin_in(0).map(|it| it.text.as_str()).collect();
        assert_eq!(cells.join("|"), expected, "{annotation}");
    }
}

#[test]
fn hostile_files_end_with_a_reason_or_nothing() {
    let whole = file(&[&text(50, 700, "一、总体情况")]);
    for at in (0..whole.len()).step_by(13) {
        let _ = blocks(&whole[..at]);
        let mut broken = whole.clone();
        broken[at] = b'<';
        let _ = blocks(&broken);
    }
    let many = b"%PDF-1.5\n".iter().copied().chain(b"/ObjStm ".repeat(101)).collect::<Vec<u8>>();
    assert!(matches!(blocks(&many), Err(NotAReport::TooLarge { .. })));
    let deep = format!("%PDF-1.4\n1 0 obj{}endobj", "[".repeat(200_000));
    assert!(blocks(deep.as_bytes()).is_err());
}

#[test]
fn a_form_that_paints_itself_comes_to_an_end() {
    let mut bytes = file(&["/X Do"]);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let form = "99 0 obj<</Subtype/Form/Resources<</XObject<</X 99 0 R>>>>/Length 12>>stream\n/X Do /X Do \nendstream endobj\n";
    bytes = text
        .replace("/I 99 0 R", "/X 99 0 R")
        .replace("xref\n0", &format!("{form}xref\n0"))
        .into_bytes();
    let _ = blocks(&bytes);
}
