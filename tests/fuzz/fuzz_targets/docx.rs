//! A Word file around any XML is a report or is not one; its figures stand in its text.
//!
//! The first byte says which part is hostile: the whole document, its body, the body after a form,
//! the lists or the styles.
#![no_main]

use gongkai_watch_fuzz::BODY;
use gongkai_watch_fuzz::archive;
use gongkai_watch_fuzz::figures_are_printed;
use gongkai_watch_fuzz::read;
use libfuzzer_sys::fuzz_target;

const LISTS: &str = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'>\
    <w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
    </w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>";
const STYLES: &str = "<w:styles xmlns:w='w'><w:style w:styleId='1'><w:pPr><w:numPr><w:numId \
    w:val='3'/></w:numPr></w:pPr></w:style></w:styles>";

fuzz_target!(|bytes: &[u8]| {
    let Some((which, part)) = bytes.split_first() else { return };
    let wrapped = |parts: &[&[u8]]| {
        let (start, end) = ("<w:document xmlns:w='w'><w:body>", "</w:body></w:document>");
        [&[start.as_bytes()], parts, &[end.as_bytes()]].concat().concat()
    };
    let (mut document, mut lists, mut styles) =
        (wrapped(&[BODY.as_bytes()]), LISTS.as_bytes(), STYLES.as_bytes());
    match which % 5 {
        0 => document = part.to_vec(),
        1 => document = wrapped(&[part]),
        2 => document = wrapped(&[BODY.as_bytes(), part]),
        3 => lists = part,
        _ => styles = part,
    }
    let file = archive(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", lists),
        ("word/styles.xml", styles),
    ]);
    let report = read(&file);
    let text = String::from_utf8_lossy(&document);
    // Numbers of lists and named characters are not printed as they are.
    if let Some(report) = report
        && !["&", "<!", "<?", "numId", "pStyle"].iter().any(|it| text.contains(it))
    {
        figures_are_printed(&report, &without_tags(&text));
    }
});

/// The text between tags, deleted and hidden text too.
fn without_tags(xml: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    let mut inside = false;
    for c in xml.chars() {
        match (inside, quote, c) {
            (false, _, '<') => inside = true,
            (false, _, c) => out.push(c),
            (true, None, '>') => inside = false,
            (true, None, '"' | '\'') => quote = Some(c),
            (true, Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    out
}
