//! Small PDF files, written by hand.

use super::*;

/// A file of pages with the given content; the font shows code 0x4E00 as 一 and so on.
fn file(pages: &[&str]) -> Vec<u8> {
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
