//! `import` through the real binary: tables as offices keep them.

use std::fs;
use std::process::Output;

use gongkai_watch::config;
use gongkai_watch::config::Given;
use gongkai_watch::domain::Lang;
use gongkai_watch::import;
use proptest::prelude::*;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::carriers::office;
use crate::season::run;

/// The codes have the right check digits.
const LIST: &str = "\
全区政府信息公开单位清单
序号,单位名称,统一社会信用代码,类型,年报栏目网址,简称
1,金川区人民政府,11620302013900000L,,https://www.jinchuan.gov.cn/nb/,金川区政府
2,金川区人力资源和社会保障局,11620302013900001P,部门,https://www.jinchuan.gov.cn/nb/,金川区人社局；区人社局
3,宁远堡镇人民政府,,乡镇,https://www.jinchuan.gov.cn/nb/,
4,金川区政务服务中心,11620302013900002T,,https://zwfw.jinchuan.gov.cn/nb/,
5,金川区审计局,11620302013900003K,,https://www.jinchuan.gov.cn/nb/,
6,金川区教育局,11620302013900001P,,https://www.jinchuan.gov.cn/nb/,
7,宁远堡镇人民政府,,,https://www.jinchuan.gov.cn/nb/,
8,金川区水务局,,,www.jinchuan.gov.cn/sw/,
9,金川区林业局,1.16203E+17,,https://www.jinchuan.gov.cn/nb/,
10,,,,https://www.jinchuan.gov.cn/nb/,
11,金川区统计局,,,,
";

/// The rows of the list that can stand.
fn good() -> String {
    LIST.lines().take(6).map(|it| format!("{it}\n")).collect()
}

fn place(name: &str, bytes: &[u8]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), bytes).unwrap();
    dir
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn accepted(toml: &str) {
    let dir = place("gongkai-watch.toml", toml.as_bytes());
    let check = run(dir.path(), &["config", "check"]);
    assert!(check.status.success(), "{toml}\n{}", complaint(&check));
}

#[test]
fn a_list_becomes_blocks_and_every_bad_row_is_named() {
    let dir = place("list.csv", LIST.as_bytes());
    for lang in ["zh", "en"] {
        let output = run(dir.path(), &["import", "list.csv", "--lang", lang]);
        assert_eq!(output.status.code(), Some(1), "rows were left out");
        accepted(&text(&output));
        let shown = format!("{}---\n{}", text(&output), complaint(&output));
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("import_{lang}"), shown);
        });
    }
}

#[test]
fn a_list_in_order_ends_well_in_every_form() {
    let plain = {
        let dir = place("list.csv", good().as_bytes());
        let output = run(dir.path(), &["import", "list.csv"]);
        assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
        text(&output)
    };
    accepted(&plain);
    let tabs = good().replace(',', "\t");
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(&good().replace(',', ";")).0.into_owned();
    let marked = format!("\u{FEFF}{}", good()).into_bytes();
    for (name, bytes) in [
        ("marked.csv", marked),
        ("gbk.csv", gbk),
        ("unicode.txt", utf16),
        ("list.xlsx", workbook(&good())),
        ("list.xls", office::xls_of_lines(&good())),
    ] {
        let dir = place(name, &bytes);
        let output = run(dir.path(), &["import", name]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", complaint(&output));
        assert_eq!(text(&output), plain, "{name}");
    }
}

#[test]
fn a_long_list_is_read_in_every_form() {
    let mut list = String::from("单位名称,网址\n");
    for n in 1..=600 {
        list.push_str(&format!("某市第{n}局,http://www.d{n}.gov.cn/zfxxgk/nb/\n"));
    }
    let read = |name: &str, bytes: &[u8]| {
        let dir = place(name, bytes);
        let output = run(dir.path(), &["import", name]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", complaint(&output));
        text(&output)
    };
    let plain = read("list.csv", list.as_bytes());
    assert_eq!(plain.matches("[[site]]").count(), 600);
    assert_eq!(read("list.xls", &office::xls_of_lines(&list)), plain);
    assert_eq!(read("list.xlsx", &workbook(&list)), plain);
}

#[test]
fn a_file_is_never_replaced_unasked() {
    let dir = place("list.csv", good().as_bytes());
    let sites = dir.path().join("sites.toml");
    let args = ["import", "list.csv", "--out", "sites.toml"];
    assert_eq!(run(dir.path(), &args).status.code(), Some(0));
    let written = fs::read_to_string(&sites).unwrap();
    accepted(&written);
    fs::write(&sites, "mine").unwrap();
    let again = run(dir.path(), &args);
    assert_eq!(again.status.code(), Some(2));
    assert!(complaint(&again).contains("--force"), "{}", complaint(&again));
    assert_eq!(fs::read_to_string(&sites).unwrap(), "mine");
    assert_eq!(run(dir.path(), &[&args[..], &["--force"]].concat()).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&sites).unwrap(), written);
}

/// An old workbook whose first cell says that it is the last of all.
fn far_out() -> Vec<u8> {
    let mut bytes = office::xls_of_lines(&good());
    let first = [0, 0, 0, 0, 0, 0];
    let label = bytes.windows(2).position(|it| it == [0x04, 0x02]).unwrap() + 4;
    assert_eq!(bytes[label..label + 6], first);
    bytes[label..label + 4].fill(0xFF);
    bytes
}

/// An old workbook of which every sector leads to itself.
fn in_a_circle() -> Vec<u8> {
    let mut bytes = office::xls_of_lines(&good());
    let fat = u32::from_le_bytes(bytes[76..80].try_into().unwrap());
    let size = 1 << u16::from_le_bytes([bytes[30], bytes[31]]);
    let at = (usize::try_from(fat).unwrap() + 1) * size;
    for (sector, place) in (0_u32..).zip(bytes[at..at + size].chunks_exact_mut(4)) {
        place.copy_from_slice(&sector.to_le_bytes());
    }
    bytes
}

#[test]
fn what_is_no_list_is_refused_with_the_remedy() {
    for (bytes, expected) in [
        (&b"a,b\n1,2\n"[..], "no heading row was found"),
        (b"PK\x03\x04 broken", "save it again"),
        (b"", "no heading row was found"),
        (&far_out(), "larger than a list of agencies can be"),
        (&in_a_circle(), "save it again"),
    ] {
        let dir = place("list.csv", bytes);
        let output = run(dir.path(), &["import", "list.csv"]);
        assert_eq!(output.status.code(), Some(3));
        assert!(complaint(&output).contains(expected), "{}", complaint(&output));
    }
    let dir = place("list.csv", b"");
    assert_eq!(run(dir.path(), &["import", "none.csv"]).status.code(), Some(3));
}

#[test]
fn a_row_that_is_left_out_takes_no_code_and_tells_no_secret() {
    let list = "单位名称,统一社会信用代码,网址\n\
                金川区审计局,11620302013900003X,https://www.jinchuan.gov.cn/nb/\n\
                金川区审计局,11620302013900002T,https://www.jinchuan.gov.cn/nb/\n\
                金川区教育局,11620302013900002T,https://www.jinchuan.gov.cn/nb/\n\
                金川区水务局,,https://user:secret@www.jinchuan.gov.cn/nb/\n";
    let dir = place("list.csv", list.as_bytes());
    let output = run(dir.path(), &["import", "list.csv"]);
    assert!(text(&output).contains("金川区教育局"), "{}", complaint(&output));
    let said = text(&output) + &complaint(&output);
    assert!(said.contains("第5行") && !said.contains("secret"), "{said}");
}

#[test]
fn the_same_is_given_as_data() {
    let dir = place("list.csv", LIST.as_bytes());
    let output = run(dir.path(), &["import", "list.csv", "--format", "json"]);
    let told: Json = serde_json::from_slice(&output.stdout).unwrap();
    accepted(told["toml"].as_str().unwrap());
    assert_eq!(told["counts"]["rows"], 11);
    assert_eq!(told["counts"]["agencies"], 4);
    assert_eq!(told["counts"]["bad"], 5);
    assert_eq!(told["counts"]["repeated"], 2);
    assert_eq!(complaint(&output), "");
}

/// What may stand in a cell, likely things first.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "(金川区|某县)(教育局|人民政府|法院|中心|镇)",
        "https?://[a-z.]{0,12}(:[0-9]{1,4})?/[a-z\"'#]{0,3}",
        "1162030201390000(0L|1P|2T|3X)",
        "[0-9]{0,14}",
        "(部门|政府|甲类|20[0-9]{2}年)",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn whatever_stands_in_the_cells_the_blocks_are_accepted(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 8), 0..12),
    ) {
        let quoted = |it: &String| format!("\"{}\"", it.replace('"', "\"\""));
        let mut text = "单位名称,信用代码,区划,类型,网址,简称,网站名称,起始年度\n".to_owned();
        for row in &rows {
            text += &(row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n");
        }
        let imported = import::import(text.as_bytes(), Lang::En).unwrap();
        let toml = imported.toml(Lang::En);
        let config = config::parse("import.toml", &toml, &Given::default());
        let config = config.map_err(|it| TestCaseError::fail(format!("{:?}\n{toml}", it.problems())))?;
        let counts = imported.counts;
        let written: usize = config.sites.iter().map(|it| it.site.agencies.len()).sum();
        prop_assert_eq!(written + counts.kinds_left, counts.agencies);
        prop_assert_eq!(counts.agencies + counts.bad + counts.repeated, counts.rows);
    }
}

/// The lines of a text as a workbook.
fn workbook(lines: &str) -> Vec<u8> {
    let cell = |it: &str| format!("<c t=\"inlineStr\"><is><t>{it}</t></is></c>");
    let row = |it: &str| format!("<row>{}</row>", it.split(',').map(cell).collect::<String>());
    office::workbook(&lines.lines().map(row).collect::<String>(), "")
}
