//! Any bytes as a PDF file, and any drawing, font map or object inside a sound one, are a report or
//! are not one.
//!
//! The first byte says what is hostile: the file, what a page draws, the map of its font, the font
//! itself, a form that draws itself, or the page.
#![no_main]

use gongkai_watch_fuzz::pdf;
use gongkai_watch_fuzz::read;
use gongkai_watch_fuzz::stream;
use libfuzzer_sys::fuzz_target;

const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 6 0 R\
    /Resources<</Font<</F 3 0 R/G 8 0 R>>/XObject<</X 7 0 R>>>>>>";
const FONT: &str = "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts\
    [<</Type/Font/Subtype/CIDFontType0/BaseFont/F/DW 1000/W[1[500 500]3 9 700]>>]/ToUnicode 5 0 R>>";
const MAP: &str = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfrange\n\
    <0001> <000A> <0030>\n<4E00> <9FFF> <4E00>\nendbfrange\n";
const DRAWING: &str = "BT /F 10 Tf 50 700 Td <4E000002> Tj ET /X Do 50 600 100 20 re S";

fuzz_target!(|bytes: &[u8]| {
    let Some((which, part)) = bytes.split_first() else { return };
    if which % 6 == 0 {
        read(part);
        if !part.starts_with(b"%PDF") {
            read(&[b"%PDF-1.7\n", part].concat());
        }
        return;
    }
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>".to_vec(),
        FONT.as_bytes().to_vec(),
        PAGE.as_bytes().to_vec(),
        stream("", MAP.as_bytes()),
        stream("", DRAWING.as_bytes()),
        stream("/Subtype/Form/BBox[0 0 600 800]", b"0 0 m 100 0 l S"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let (at, object) = match which % 6 {
        1 => (5, stream("", part)),
        2 => (4, stream("", part)),
        3 => (2, part.to_vec()),
        4 => (6, stream("/Subtype/Form/Resources<</XObject<</X 7 0 R>>/Font<</F 3 0 R>>>>", part)),
        _ => (3, part.to_vec()),
    };
    objects[at] = object;
    read(&pdf(&objects));
});
