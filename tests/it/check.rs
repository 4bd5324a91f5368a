//! `check` and `rules` through the real binary: formats, several reports, packs and exit codes.

use std::process::Command;
use std::process::Output;

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use serde_json::Value as Json;

use crate::form;

const IN_ORDER: &str = "tests/fixtures/check/in-order.html";
const UNBALANCED: &str = "tests/fixtures/check/unbalanced.html";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai-watch"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("GONGKAI_WATCH_CONFIG");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_exit_code_tells_a_broken_report_from_one_in_order() {
    assert_eq!(code(&run(&["check", IN_ORDER])), 0);
    let broken = run(&["check", UNBALANCED]);
    assert_eq!(code(&broken), 1);
    assert!(text(&broken).contains("合计应为 12，实为 13"));
    assert!(!text(&broken).contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn what_cannot_be_printed_is_told_and_a_closed_pipe_is_not() {
    let commands: [&[&str]; 8] = [
        &["check", UNBALANCED],
        &["check", IN_ORDER, "--format", "json"],
        &["check", IN_ORDER, "--format", "sarif"],
        &["check", IN_ORDER, "--format", "html"],
        &["extract", IN_ORDER],
        &["rules"],
        &["config", "example"],
        &["--help"],
    ];
    for arguments in commands {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(arguments).stdout(full).output().unwrap();
        assert_eq!(code(&output), 4, "{arguments:?}");
        assert!(complaint(&output).contains("standard output cannot be written"), "{arguments:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(arguments).stdout(writer).output().unwrap();
        assert_eq!(code(&output), i32::from(arguments.contains(&UNBALANCED)), "{arguments:?}");
        assert_eq!(complaint(&output), "", "{arguments:?}");
    }
}

#[test]
fn one_report_is_an_object_and_several_are_lines() {
    let one = run(&["check", IN_ORDER, "--format", "json"]);
    let data: Json = serde_json::from_str(&text(&one)).unwrap();
    assert_eq!(data["report"]["report_year"], 2024);
    let several = run(&["check", IN_ORDER, UNBALANCED, "--format", "json"]);
    assert_eq!(code(&several), 1);
    let lines: Vec<Json> =
        text(&several).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["file"], IN_ORDER);
    assert_eq!(lines[0]["findings"], Json::Array(vec![]));
    assert_eq!(lines[1]["findings"][0]["rule"], "applications-unbalanced");
    let folder = run(&["check", "tests/fixtures/check", "--format", "json"]);
    assert_eq!(text(&folder).lines().count(), 2);
}

#[test]
fn one_that_cannot_be_read_does_not_stop_the_others() {
    let output = run(&["check", "nowhere.html", IN_ORDER, "--format", "json"]);
    assert_eq!(code(&output), 3);
    let shown = text(&output);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("cannot be read"), "{}", lines[0]);
    assert_eq!(code(&run(&["check", "nowhere.html", UNBALANCED])), 1);
    assert_eq!(code(&run(&["check", "nowhere.html"])), 3);
    assert_eq!(code(&run(&["check"])), 2);
}

#[test]
fn sarif_and_html_are_for_check() {
    for format in ["sarif", "html"] {
        let output = run(&["rules", "--format", format]);
        assert_eq!(code(&output), 2);
        assert!(complaint(&output).contains("only `check` can print"), "{}", complaint(&output));
    }
    let output = run(&["check", IN_ORDER, UNBALANCED, "--format", "html"]);
    assert_eq!(code(&output), 2);
    assert!(complaint(&output).contains("name a single file"), "{}", complaint(&output));
    let page = run(&["check", UNBALANCED, "--format", "html"]);
    assert_eq!(code(&page), 1);
    assert!(text(&page).starts_with("<!doctype html>"));
    let log = run(&["check", "tests/fixtures/check", "--format", "sarif"]);
    let log: Json = serde_json::from_str(&text(&log)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let uri = |it: &Json| {
        it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(!results.is_empty() && results.iter().all(|it| uri(it) == UNBALANCED));
}

#[test]
fn a_pack_is_tried_without_a_configuration() {
    let dir = tempfile::tempdir().unwrap();
    let pack = dir.path().join("local.toml");
    let write = |cell: &str| {
        let text = format!(
            "[[threshold]]\nid = 'local-few-licences'\ncell = '{cell}'\nop = '<'\nvalue = 100\n\
             years = '2021..'\nbasis = '某办〔2025〕1号'\n"
        );
        std::fs::write(&pack, text).unwrap();
    };
    let name = pack.to_str().unwrap();
    write("active_disclosure.licences");
    let output = run(&["check", IN_ORDER, "--rules", name]);
    assert_eq!(code(&output), 0, "a warning is no error");
    let shown = text(&output);
    assert!(
        shown.contains("警告[local-few-licences]：“行政许可”行“处理决定数量”列为128，应小于100"),
        "{shown}"
    );
    assert!(shown.contains("某办〔2025〕1号"));
    let page = text(&run(&["rules", "local-few-licences", "--rules", name]));
    assert!(page.starts_with("# local-few-licences\n\n## What it checks\n"), "{page}");
    assert!(text(&run(&["rules", "--rules", name])).contains("local-few-licences"));
    write("active_disclosure.licenses");
    let broken = run(&["check", IN_ORDER, "--rules", name]);
    assert_eq!(code(&broken), 2);
    assert!(complaint(&broken).contains("did you mean `licences`?"), "{}", complaint(&broken));
}

#[test]
fn what_a_configuration_sets_counts_for_check_too() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    std::fs::write(&config, "[rules.set.applications-unbalanced]\nseverity = 'info'\n").unwrap();
    let name = config.to_str().unwrap();
    let output = run(&["--config", name, "check", UNBALANCED, "--format", "json"]);
    assert_eq!(code(&output), 0);
    let data: Json = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!(data["findings"][0]["severity"], "info");
}

/// A folder with the blank form and a report that is in order.
fn folder() -> tempfile::TempDir {
    let blank = |_: Line, _: Column| String::new();
    let mut page = String::from("<html><body><h1>政府信息公开工作年度报告格式模板</h1>");
    for piece in form::report(&blank) {
        match piece {
            form::Piece::Line(text) if text.contains("20") => {}
            form::Piece::Line(text) => page.push_str(&format!("<p>{text}</p>")),
            form::Piece::Table(rows, _) => page.push_str(&form::html(&rows, "", str::to_owned)),
        }
    }
    page.push_str("</body></html>");
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("blank.html"), page).unwrap();
    std::fs::copy(IN_ORDER, dir.path().join("report.html")).unwrap();
    dir
}

#[test]
fn the_blank_form_is_no_report_to_check_or_to_compare_with() {
    let dir = folder();
    let blank = dir.path().join("blank.html");
    let blank = blank.to_str().unwrap();
    for arguments in [&["check", blank][..], &["check", IN_ORDER, "--previous", blank]] {
        let output = run(arguments);
        assert_eq!(code(&output), 3, "{}", text(&output));
        assert!(complaint(&output).contains("this is the blank form"), "{}", complaint(&output));
    }
    let shown = run(&["extract", blank, "--lang", "en"]);
    assert!(text(&shown).contains("blank form"), "{}", text(&shown));
    let all = run(&["extract", dir.path().to_str().unwrap()]);
    assert_eq!(code(&all), 0);
    assert!(text(&all).lines().next().unwrap().starts_with('□'), "{}", text(&all));
    assert!(text(&all).contains("空白格式"), "{}", text(&all));
}

#[test]
fn a_year_without_reports_is_refused() {
    for year in ["1999", "2007", "2999"] {
        let output = run(&["check", IN_ORDER, "--year", year]);
        assert_eq!(code(&output), 2);
        assert!(complaint(&output).contains("no report is owed"), "{}", complaint(&output));
    }
    assert_ne!(code(&run(&["check", IN_ORDER, "--year", "2008"])), 2);
}

#[test]
fn a_report_on_a_year_without_rules_does_not_look_like_one_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("old.html");
    let page = std::fs::read_to_string(IN_ORDER).unwrap();
    std::fs::write(&file, page.replace("2024年", "2005年")).unwrap();
    let output = run(&["check", file.to_str().unwrap()]);
    assert_eq!(code(&output), 3, "{}", text(&output));
    assert!(complaint(&output).contains("no rules; if that is misread"), "{}", complaint(&output));
}

#[cfg(unix)]
#[test]
fn a_linked_file_of_a_folder_is_a_file_and_an_empty_folder_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().to_str().unwrap();
    for command in ["check", "extract"] {
        let output = run(&[command, name]);
        assert_eq!(code(&output), 3);
        assert!(complaint(&output).contains("without any file"), "{}", complaint(&output));
    }
    let report = std::fs::canonicalize(UNBALANCED).unwrap();
    std::os::unix::fs::symlink(report, dir.path().join("linked.html")).unwrap();
    // A folder that leads to itself is not entered.
    std::os::unix::fs::symlink(dir.path(), dir.path().join("circle")).unwrap();
    assert_eq!(code(&run(&["check", name])), 1);
}

#[test]
fn a_page_is_green_only_where_all_was_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("partly.html");
    let page = std::fs::read_to_string(IN_ORDER).unwrap();
    let (head, rest) = page.split_once("四、政府信息公开行政复议").unwrap();
    let (_, tail) = rest.split_once("</table>").unwrap();
    std::fs::write(&file, format!("{head}四、政府信息公开行政复议<p><img src=4.png></p>{tail}"))
        .unwrap();
    let output = run(&["check", file.to_str().unwrap(), "--format", "html"]);
    let page = text(&output);
    assert!(!page.contains("class=\"verdict clean\""), "{page}");
    let whole = text(&run(&["check", IN_ORDER, "--format", "html"]));
    assert!(whole.contains("class=\"verdict clean\""), "{whole}");
}

#[test]
fn a_file_that_cannot_be_read_shows_in_the_outcome() {
    let dir = folder();
    std::fs::write(dir.path().join("empty.html"), "").unwrap();
    let name = dir.path().to_str().unwrap();
    let data = run(&["extract", name, "--format", "json"]);
    assert_eq!(code(&data), 3);
    assert_eq!(text(&data).lines().count(), 3);
    let log = run(&["check", name, "--format", "sarif"]);
    assert_eq!(code(&log), 3);
    let log: Json = serde_json::from_str(&text(&log)).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
    let errors: Vec<&Json> = notes.iter().filter(|it| it["level"] == "error").collect();
    assert_eq!(errors.len(), 2, "the blank form and the empty file");
    assert!(errors[1]["message"]["text"].as_str().unwrap().contains("is empty"), "{errors:?}");
    let place = &errors[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(place.as_str().unwrap().ends_with("empty.html"));
    let one = run(&["check", "nowhere.html", "--format", "sarif"]);
    assert_eq!(code(&one), 3);
    assert!(text(&one).contains("\"executionSuccessful\": false"));
}

#[test]
fn what_only_the_watch_sees_is_not_spoken_of() {
    let dir = tempfile::tempdir().unwrap();
    let page = std::fs::read_to_string(IN_ORDER).unwrap();
    let undated = page.replace("name=\"PubDate\"", "name=\"Other\"");
    let file = dir.path().join("undated.html");
    std::fs::write(&file, undated).unwrap();
    let shown = text(&run(&["check", file.to_str().unwrap()]));
    assert!(shown.contains("late-publication：没有发布日期；可用 --published 指定"), "{shown}");
    assert!(!shown.contains("没有见到"), "{shown}");
    for rule in ["report-withdrawn", "dead-link", "history-gap", "duplicate-report"] {
        assert!(!shown.contains(rule), "{rule}: {shown}");
    }
}

#[test]
fn an_earlier_report_that_is_not_compared_is_named() {
    let arguments = ["check", IN_ORDER, "--previous", UNBALANCED];
    let zh = text(&run(&arguments));
    assert!(zh.contains(&format!("未比较：{UNBALANCED} — 是2024年度的报告，应为2023年度")), "{zh}");
    let en = run(&[&arguments[..], &["--lang", "en", "--format", "json"]].concat());
    let data: Json = serde_json::from_str(&text(&en)).unwrap();
    assert_eq!(data["not_compared"][0]["file"], UNBALANCED);
    let why = "it is the report on 2024, and that on 2023 is wanted";
    assert_eq!(data["not_compared"][0]["why"], why);
    for format in ["html", "sarif"] {
        let output = run(&[&arguments[..], &["--lang", "en", "--format", format]].concat());
        assert!(text(&output).contains(why), "{format}");
    }
}

#[test]
fn a_report_on_an_older_year_is_said_to_be_one() {
    let shown = text(&run(&["check", IN_ORDER]));
    assert!(shown.contains("  报告年度2024；目前应发布20"), "{shown}");
    for (option, value) in [("--year", "2024"), ("--published", "2025-01-20")] {
        let shown = text(&run(&["check", IN_ORDER, option, value]));
        assert!(!shown.contains("目前应发布"), "{shown}");
    }
}

#[test]
fn a_rule_is_found_by_name_or_label_and_only_a_near_one_is_proposed() {
    for name in ["table-row-missing", "Table-Row-Missing", "表格缺行"] {
        let page = run(&["rules", name]);
        assert!(text(&page).starts_with("# table-row-missing\n"), "{}", complaint(&page));
    }
    let near = run(&["rules", "table-row-mising"]);
    assert_eq!(code(&near), 2);
    assert!(complaint(&near).contains("did you mean `table-row-missing`?"));
    let far = run(&["rules", "nosuch"]);
    assert_eq!(code(&far), 2);
    assert!(!complaint(&far).contains("did you mean"), "{}", complaint(&far));
    let pack = run(&["rules", "--rules", "nosuch.toml"]);
    assert_eq!(code(&pack), 2);
    assert!(complaint(&pack).contains("the rule pack cannot be used"), "{}", complaint(&pack));
    assert!(complaint(&pack).contains("config/rules/sample.toml"), "{}", complaint(&pack));
}

#[test]
fn a_section_that_a_pack_names_twice_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let pack = dir.path().join("local.toml");
    let text = "[[required-phrase]]\nid = 'local-phrase'\nsections = [1, 1]\nany-of = ['没有的词']\n\
                years = '2021..'\nbasis = '某办〔2025〕1号'\n";
    std::fs::write(&pack, text).unwrap();
    let shown = self::text(&run(&["check", IN_ORDER, "--rules", pack.to_str().unwrap()]));
    assert!(shown.contains("第1部分"), "{shown}");
    assert!(!shown.contains("第1、1部分"), "{shown}");
}
