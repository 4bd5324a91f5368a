//! `check` and `rules` through the real binary: formats, several reports, packs and exit codes.

use std::process::Command;
use std::process::Output;

use serde_json::Value as Json;

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
        shown.contains("警告[local-few-licences]：“行政许可”行“处理决定数量”列为128，应<100"),
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
