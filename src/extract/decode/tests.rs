//! What `decode` promises, charset by charset.
//!
//! The crate that decodes cannot encode UTF-16, so those bytes are made by hand.

use super::*;
use proptest::prelude::*;

const PROSE: &str = "根据《中华人民共和国政府信息公开条例》的规定，现公布本机关2021年度政府信息公开\
                     工作年度报告。全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、\
                     因政府信息公开工作被申请行政复议、提起行政诉讼情况。本年新收政府信息公开申请一件。";
const TRADITIONAL: &str = "根據政府資訊公開法的規定，現公布本機關年度工作報告。全文包括總體情況、主動公開政府\
                           資訊情況、收到和處理申請情況，以及存在的主要問題和改進情況。本年受理申請一件。";
/// Characters that GBK lacks: two of Extension B and one of Extension A, four bytes each.
const RARE: &str = "镇名含生僻字：\u{20021}\u{2A6D6}\u{3DAD}。";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Right,
    Wrong,
    Nothing,
}

const SAID: [Said; 3] = [Said::Right, Said::Wrong, Said::Nothing];

struct Charset {
    label: &'static str,
    name: &'static str,
    wrong: &'static str,
    text: String,
    encode: fn(&str) -> Vec<u8>,
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "the sample has characters that {} lacks", encoding.name());
    bytes.into_owned()
}

fn charsets() -> Vec<Charset> {
    vec![
        Charset {
            label: "UTF-8",
            name: "UTF-8",
            wrong: "gb2312",
            text: PROSE.into(),
            encode: |text| text.as_bytes().to_vec(),
        },
        Charset {
            label: "GB2312",
            name: "gb18030",
            wrong: "utf-8",
            text: PROSE.into(),
            encode: |text| encoded(GBK, text),
        },
        Charset {
            label: "x-gbk",
            name: "gb18030",
            wrong: "ISO-8859-1",
            text: PROSE.into(),
            encode: |text| encoded(GBK, text),
        },
        Charset {
            label: "gbk",
            name: "gb18030",
            wrong: "big5",
            text: PROSE.into(),
            encode: |text| encoded(GBK, text),
        },
        Charset {
            label: "gb18030",
            name: "gb18030",
            wrong: "utf-8",
            text: format!("{PROSE}{RARE}"),
            encode: |text| encoded(GB18030, text),
        },
        Charset {
            label: "big5",
            name: "Big5",
            wrong: "utf-8",
            text: TRADITIONAL.into(),
            encode: |text| encoded(BIG5, text),
        },
        Charset {
            label: "big5-hkscs",
            name: "Big5",
            wrong: "gb2312",
            text: TRADITIONAL.into(),
            encode: |text| encoded(BIG5, text),
        },
        Charset {
            label: "utf-16le",
            name: "UTF-16LE",
            wrong: "gbk",
            text: PROSE.into(),
            encode: |text| utf16(text, u16::to_le_bytes),
        },
        Charset {
            label: "utf-16be",
            name: "UTF-16BE",
            wrong: "utf-8",
            text: PROSE.into(),
            encode: |text| utf16(text, u16::to_be_bytes),
        },
    ]
}

#[test]
fn every_charset_is_read_whatever_header_and_meta_say() {
    for charset in charsets() {
        let label = |said| match said {
            Said::Right => Some(charset.label),
            Said::Wrong => Some(charset.wrong),
            Said::Nothing => None,
        };
        for header in SAID {
            for meta in SAID {
                let case = format!("{} header {header:?} meta {meta:?}", charset.label);
                let meta_tag = label(meta).map_or(String::new(), |label| {
                    format!(
                        r#"<META http-equiv="Content-Type" content="text/html; Charset={label}">"#
                    )
                });
                let page = format!(
                    "<html><head>{meta_tag}<title>年度报告</title></head><body><p>{}</p></body>",
                    charset.text
                )
                .replace("年度报告", if charset.name == "Big5" { "年度報告" } else { "年度报告" });
                let content_type = label(header).map(|label| format!("text/html;charset={label}"));

                let decoded = decode(&(charset.encode)(&page), content_type.as_deref(), None);

                assert_eq!(decoded.text, page, "{case}");
                assert_eq!(decoded.charset, charset.name, "{case}");
                assert_eq!(decoded.replacements, 0, "{case}");
                let source = match (header, meta) {
                    (Said::Right, _) => CharsetSource::Header,
                    (_, Said::Right) => CharsetSource::Meta,
                    _ => CharsetSource::Statistics,
                };
                assert_eq!(decoded.source, source, "{case}");
            }
        }
    }
}

#[test]
fn a_byte_order_mark_beats_the_header() {
    let header = Some("text/html; charset=gbk");
    let mut pages = vec![("UTF-8", format!("\u{FEFF}{PROSE}").into_bytes())];
    pages.push(("UTF-16LE", utf16(&format!("\u{FEFF}{PROSE}"), u16::to_le_bytes)));
    pages.push(("UTF-16BE", utf16(&format!("\u{FEFF}{PROSE}"), u16::to_be_bytes)));
    for (charset, page) in pages {
        let decoded = decode(&page, header, None);
        assert_eq!(decoded.text, PROSE);
        assert_eq!((decoded.charset, decoded.source), (charset, CharsetSource::Bom));
    }
}

#[test]
fn a_utf_8_mark_before_gbk_text_is_not_believed() {
    let page = [b"\xEF\xBB\xBF".as_slice(), &encoded(GBK, PROSE)].concat();
    let decoded = decode(&page, Some("text/html; charset=gb2312"), None);
    assert_eq!(decoded.text, PROSE);
    assert_eq!(decoded.source, CharsetSource::Header);
}

#[test]
fn the_operators_word_is_final() {
    let decoded = decode(PROSE.as_bytes(), Some("text/html; charset=utf-8"), Some("GBK"));
    assert_eq!((decoded.charset, decoded.source), ("gb18030", CharsetSource::Forced));
    assert_ne!(decoded.text, PROSE);
}

#[test]
fn a_word_that_names_no_charset_is_ignored() {
    assert!(is_charset(" GB2312 ") && !is_charset("chinese-simplified-9"));
    let decoded = decode(PROSE.as_bytes(), None, Some("chinese-simplified-9"));
    assert_eq!((decoded.charset, decoded.source), ("UTF-8", CharsetSource::Statistics));
}

#[test]
fn declarations_are_read_however_they_are_written() {
    let table = [
        r#"<meta charset="GBK">"#,
        "<META CHARSET=gb2312 />",
        r#"<meta name="a" Charset = 'gb_2312-80'>"#,
        r#"<meta content="text/html; charset=GBK" http-equiv=Content-Type>"#,
        "<meta\n http-equiv='Content-Type'\n content='text/html;charset=gb18030'>",
        r#"<?xml version="1.0" encoding="GB2312"?><html>"#,
        r#"<!-- <meta charset="utf-8"> --><meta charset="gbk">"#,
        r#"<meta charset=""><meta charset="gbk">"#,
        r#"<meta charset="none-such"><meta charset="gbk">"#,
    ];
    for declaration in table {
        let page = encoded(GBK, &format!("{declaration}{PROSE}"));
        let decoded = decode(&page, None, None);
        assert_eq!(
            (decoded.charset, decoded.source),
            ("gb18030", CharsetSource::Meta),
            "{declaration}"
        );
        assert!(decoded.text.ends_with(PROSE), "{declaration}");
    }
}

#[test]
fn header_parameters_are_read_however_they_are_written() {
    for header in
        ["text/html; Charset=\"GBK\"", "text/html;charset = gbk", "text/html; a=b; charset='gbk'"]
    {
        let decoded = decode(&encoded(GBK, PROSE), Some(header), None);
        assert_eq!(decoded.source, CharsetSource::Header, "{header}");
    }
}

#[test]
fn a_declaration_far_down_is_not_looked_for() {
    let page = format!("{}<meta charset=gbk>", " ".repeat(PRESCAN));
    assert_eq!(decode(page.as_bytes(), None, None).source, CharsetSource::Statistics);
}

#[test]
fn a_cut_character_does_not_unseat_the_declared_charset() {
    let mut page = encoded(GBK, PROSE);
    page.pop();
    let decoded = decode(&page, Some("text/html; charset=gbk"), None);
    assert_eq!((decoded.charset, decoded.source), ("gb18030", CharsetSource::Header));
    assert_eq!(decoded.replacements, 1);
}

#[test]
fn a_cut_character_does_not_turn_utf_8_into_gbk() {
    let mut page = PROSE.as_bytes().to_vec();
    page.remove(30);
    let decoded = decode(&page, Some("text/html; charset=gb2312"), None);
    assert_eq!((decoded.charset, decoded.source), ("UTF-8", CharsetSource::Statistics));
    assert!(decoded.replacements >= 1);
}

#[test]
fn short_texts_without_a_declaration_are_read() {
    for text in ["年度报告", "信息公开", "联通", "政府信息公开工作年度报告（2021年）"]
    {
        assert_eq!(decode(text.as_bytes(), None, None).text, text);
        assert_eq!(decode(&encoded(GBK, text), None, None).text, text, "GBK {text}");
    }
}

#[test]
fn gbk_pairs_that_are_also_utf_8_stay_with_the_declaration() {
    let page = encoded(GBK, "陋陋");
    assert!(std::str::from_utf8(&page).is_ok());
    assert_eq!(decode(&page, Some("text/html; charset=gbk"), None).text, "陋陋");
}

#[test]
fn plain_ascii_keeps_what_was_declared() {
    let decoded = decode(b"hello", Some("text/plain; charset=gbk"), None);
    assert_eq!((decoded.charset, decoded.source), ("gb18030", CharsetSource::Header));
    let decoded = decode(b"", None, None);
    assert_eq!((decoded.charset, decoded.text.as_str()), ("UTF-8", ""));
}

#[test]
fn utf_16_claimed_over_single_bytes_is_not_believed() {
    let page = encoded(GBK, &format!("<meta charset=utf-16>{PROSE}"));
    let decoded = decode(&page, Some("text/html; charset=utf-16"), None);
    assert_eq!((decoded.charset, decoded.source), ("gb18030", CharsetSource::Statistics));
}

proptest! {
    #[test]
    fn any_bytes_become_text_with_its_losses_counted(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        header in proptest::option::of("text/html; ?charset=(utf-8|gbk|big5|utf-16|latin1|[a-z]{0,5})"),
        forced in proptest::option::of("(utf-8|gbk|utf-16be|[ -~]{0,6})"),
    ) {
        let decoded = decode(&bytes, header.as_deref(), forced.as_deref());
        prop_assert_eq!(decoded.replacements, decoded.text.matches('\u{FFFD}').count());
    }

    #[test]
    fn utf_8_chinese_survives_any_header(
        text in "[一-龥，。0-9]{0,40}[一-龥]",
        header in proptest::option::of("text/html; charset=(utf-8|gbk|gb2312|big5|latin1)"),
    ) {
        prop_assert_eq!(decode(text.as_bytes(), header.as_deref(), None).text, text);
    }

    #[test]
    fn gbk_text_that_says_so_is_read(text in "[一-龥，。a-z0-9 ]{0,60}") {
        let bytes = encoded(GBK, &text);
        prop_assume!(!is_utf8_prose(&bytes));
        prop_assert_eq!(decode(&bytes, Some("text/html; charset=gbk"), None).text, text);
    }
}
