//! Small Word files of the shapes that real ones have.

use super::*;
use crate::extract::source::archive::given;

fn read(body: &str) -> Vec<Block> {
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    blocks(&given::archive(&[("word/document.xml", xml.as_bytes())])).unwrap()
}

fn shown(body: &str) -> Vec<String> {
    let show = |block| match block {
        Block::Text(text) => text,
        Block::Table(grid) => (0..grid.height)
            .map(|row| {
                let cells =
                    (0..grid.width).map(|col| grid.at(row, col).map_or("·", |it| &it.text));
                cells.collect::<Vec<_>>().join("|")
            })
            .collect::<Vec<_>>()
            .join("/"),
        Block::Image | Block::Frame => "[image]".into(),
    };
    read(body).into_iter().map(show).collect()
}

fn cell(text: &str, properties: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn runs_do_not_split_a_word_and_breaks_do() {
    let body =
        "<w:p><w:r><w:t>201</w:t></w:r><w:r><w:t>8年&amp;</w:t><w:br/><w:t>二</w:t></w:r></w:p>";
    assert_eq!(shown(body), ["2018年&", "二"]);
}

#[test]
fn what_no_reader_sees_is_not_read() {
    let body = "<w:p><w:del><w:r><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>\
        <w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>现</w:t></w:r>\
        <w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:r>\
        <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
    assert_eq!(shown(body), ["新现"]);
}

#[test]
fn merged_cells_keep_their_columns() {
    let starts = "<w:vMerge w:val=\"restart\"/>";
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("三", starts),
        cell("b", "<w:gridSpan w:val=\"2\"/>"),
        cell("不显示", "<w:vMerge/>"),
        cell("c", ""),
        cell("d", ""),
        cell("", "<w:vMerge w:val=\"continue\"/>"),
        cell("e", "<w:gridSpan w:val=\"2\"/>"),
    );
    assert_eq!(shown(&body), ["三|b|b/三|c|d/三|e|e"]);
}

#[test]
fn a_deleted_row_is_gone_and_skipped_columns_are_blank() {
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}{}</w:tr>\
         <w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr></w:tbl>",
        cell("a", ""),
        cell("b", ""),
        cell("x", ""),
        cell("y", ""),
        cell("c", ""),
    );
    assert_eq!(shown(&body), ["a|b/|c"]);
}

#[test]
fn a_table_that_lays_out_the_page_is_walked_through() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("1", ""), cell("2", ""));
    let body = format!("<w:tbl><w:tr><w:tc><w:p/>{inner}</w:tc>{}</w:tr></w:tbl>", cell("x", ""));
    assert_eq!(shown(&body), ["1|2", "x"]);
    let one = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("7", ""));
    let body = format!("<w:tbl><w:tr><w:tc>{one}</w:tc>{}</w:tr></w:tbl>", cell("x", ""));
    assert_eq!(shown(&body), ["7|x"]);
}

#[test]
fn a_picture_is_seen_once() {
    let body = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:blip/></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><v:imagedata/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    assert_eq!(shown(body), ["[image]"]);
}

#[test]
fn a_file_inside_the_file_is_not_a_blank() {
    let body = "<w:p><w:r><w:t>一</w:t></w:r></w:p><w:altChunk r:id=\"a\"/>\
        <w:p><w:subDoc r:id=\"b\"/></w:p>";
    assert_eq!(shown(body), ["一", "\u{FFFD}", "[image]", "\u{FFFD}", "[image]"]);
    let filled = "<w:tc><w:altChunk r:id=\"a\"/><w:p/></w:tc>";
    let body = format!("<w:tbl><w:tr>{}{filled}</w:tr></w:tbl>", cell("a", ""));
    assert_eq!(shown(&body), ["a|\u{FFFD}", "[image]"]);
}

#[test]
fn hostile_files_are_refused() {
    let deep = format!("{}x", "<w:tbl><w:tr><w:tc>".repeat(40));
    for body in [deep.as_str(), "<w:tbl><w:tr><w:tc>", "<w:p"] {
        let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}");
        assert!(
            blocks(&given::archive(&[("word/document.xml", xml.as_bytes())])).is_err(),
            "{body}"
        );
    }
    let entity = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document><w:body><w:p>\
        <w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let file = given::archive(&[("word/document.xml", entity.as_bytes())]);
    assert_eq!(blocks(&file).unwrap(), [Block::Text("\u{FFFD}".into())]);
}
