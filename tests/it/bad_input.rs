//! What a person sees after a mistake: one sentence that names it, the right exit code, and nothing
//! left behind.

use std::fs;
use std::path::Path;
use std::process::Output;

use gongkai_watch::extract;
use gongkai_watch::store::Store;

use crate::season::page::Report;
use crate::season::run;

const CONFIG: &str = "data-dir = \"data\"\n[mail]\nfrom = \"a@example.org\"\n[mail.file]\ndir = \"mail\"\n\
                      [[receiver]]\nname = \"office\"\nemail = [\"office@example.org\"]\n\
                      [[site]]\nid = \"mou-shi\"\nname = \"某市\"\nurl = \"http://gov.test/nb/\"\nregion = \"620302\"\n\
                      [[site.agency]]\nname = \"某市财政局\"\nkind = \"department\"\n";

/// The files of a directory, hidden ones too.
fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs a command that must fail in that way, say all of that, and leave nothing behind.
fn refused(dir: &Path, args: &[&str], code: i32, says: &[&str]) {
    let before = files(dir);
    let output = run(dir, args);
    let told = words(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
    for it in says {
        assert!(told.contains(it), "{args:?} does not say {it:?}: {told}");
    }
    assert!(output.stdout.is_empty(), "{args:?} prints data beside its complaint");
    assert_eq!(files(dir), before, "{args:?} left something behind");
}

/// What was said on standard error; never the words of a panic.
fn words(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!told.contains("panicked") && !told.contains("RUST_BACKTRACE"), "{told}");
    told
}

#[test]
fn a_file_that_is_no_report_is_refused_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    file("empty", b"");
    file("blank", b" \n\t\n ");
    file("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    file("archive", b"PK\x03\x04\x14\0\x06\0");
    file(
        "junk",
        &(0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
    );
    file("zeros", &[0; 10_000]);
    file(
        "deep",
        ["<div>".repeat(5_000), "2024年政府信息公开工作年度报告".into()].concat().as_bytes(),
    );
    file("large", "<div>".repeat(50 * 1024 * 1024 / 5).as_bytes());
    file("shopping", "买两斤苹果，一瓶酱油。".as_bytes());
    fs::create_dir(dir.path().join("folder")).unwrap();
    for (name, says) in [
        ("empty", "is empty"),
        ("blank", "is empty"),
        ("picture.html", "a PNG image"),
        ("archive", "ZIP"),
        ("junk", "cannot be decoded"),
        ("zeros", "not a disclosure report"),
        ("deep", "nests elements"),
        ("large", "is larger than 20 MiB"),
        ("shopping", "not a disclosure report"),
        ("missing", "No such file"),
    ] {
        for command in ["check", "extract"] {
            refused(dir.path(), &[command, name], 3, &[name, says]);
        }
    }
    refused(dir.path(), &["check", "folder"], 3, &["folder", "directory"]);
}

#[test]
fn letters_that_are_broken_spoil_only_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = Report::of("某市财政局", 2025, "2026-01-20").html().into_bytes();
    let at = bytes.windows(6).position(|it| it == "平稳".as_bytes()).unwrap();
    bytes[at] = 0xFF;
    fs::write(dir.path().join("report.html"), bytes).unwrap();
    let output = run(dir.path(), &["extract", "report.html", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(data["applications"]["received"]["total"], 7);
    words(&output);
}

#[test]
fn a_page_cut_off_anywhere_yields_no_wrong_figure() {
    let html =
        Report::of("某市财政局", 2025, "2026-01-20").set("carried_out", "other", 12_345).html();
    let read = |text: &str| {
        let input = extract::Input { bytes: text.as_bytes(), ..extract::Input::default() };
        extract::extract(input)
    };
    let whole = read(&html).unwrap();
    let mut read_in_part = 0;
    for (end, _) in html.char_indices().skip(200).step_by(97) {
        let Ok(report) = read(&html[..end]) else { continue };
        for (kind, table) in &report.tables {
            for (line, column, cell) in table.iter() {
                let Some(n) = cell.integer() else { continue };
                let truth = whole.table(*kind).and_then(|it| it.integer(line, column));
                assert_eq!(Some(n), truth, "cut at {end}: {line:?} {column:?}");
                read_in_part += 1;
            }
        }
    }
    assert!(read_in_part > 0);
}

#[test]
fn every_mistake_of_a_configuration_is_shown_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let text = include_str!("../fixtures/config/five-mistakes.toml");
    fs::write(dir.path().join("gongkai-watch.toml"), text).unwrap();
    let five = ["Asia/Shangai", "0 25 * * *", "timout", "concurrency", "ftp://"];
    refused(dir.path(), &["config", "check"], 1, &five);
    for args in [&["once", "--all"][..], &["status"], &["run"]] {
        refused(dir.path(), args, 2, &five);
    }
}

#[test]
fn wrong_usage_is_named_with_what_is_possible() {
    let dir = tempfile::tempdir().unwrap();
    refused(dir.path(), &["once"], 2, &["no configuration was found", "config example"]);
    refused(dir.path(), &["once", "--config", "no.toml"], 2, &["no.toml"]);
    fs::write(dir.path().join("gongkai-watch.toml"), CONFIG).unwrap();
    for (args, says) in [
        (&["frobnicate"][..], &["frobnicate"][..]),
        (&["check"], &["SOURCE"]),
        (&["once", "--at", "yesterday"], &["yesterday", "2026-02-01T08:00:00+08:00"]),
        (&["once", "--at", "2026-02-01 08:00"], &["2026-02-01T08:00:00+08:00"]),
        (&["once", "--at", "2026-02-30T08:00:00+08:00"], &["2026-02-30T08:00:00+08:00"]),
        (&["once", "--site", "nowhere"], &["no site `nowhere`", "mou-shi"]),
        (&["status", "--at", "soon"], &["soon"]),
        (&["status", "--year", "latest"], &["latest"]),
        (&["rules", "late-publicaton"], &["no rule `late-publicaton`", "late-publication"]),
        (&["mail", "test", "boss"], &["no receiver `boss`", "office"]),
        (&["check", "x.html", "--kind", "city"], &["government, department"]),
        (&["check", "x.html", "--published", "1/2/26"], &["1/2/26"]),
        (&["status", "--format", "yaml"], &["yaml", "json"]),
    ] {
        refused(dir.path(), args, 2, says);
    }
}

#[test]
fn a_store_in_use_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("gongkai-watch.toml"), CONFIG).unwrap();
    let _open = Store::open(&dir.path().join("data")).unwrap();
    for args in [&["status"][..], &["once", "--all"], &["cases"], &["run"]] {
        refused(dir.path(), args, 4, &["in use by another gongkai-watch", "data"]);
    }
}

#[test]
fn a_data_directory_that_is_none_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("gongkai-watch.toml"), CONFIG).unwrap();
    fs::write(dir.path().join("data"), "a file").unwrap();
    for args in [&["status"][..], &["once", "--all"]] {
        refused(dir.path(), args, 4, &["data/store", "cannot be opened"]);
    }
}

#[test]
fn a_damaged_store_is_refused_by_name_and_never_begun_anew() {
    for (file, junk) in
        [("db", "junk".repeat(2_000)), ("db", String::new()), ("conf", "?".repeat(80))]
    {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("gongkai-watch.toml"), CONFIG).unwrap();
        drop(Store::open(&dir.path().join("data")).unwrap());
        let path = dir.path().join("data/store").join(file);
        fs::write(&path, &junk).unwrap();
        for args in [&["status"][..], &["once", "--all"], &["status"]] {
            refused(dir.path(), args, 4, &["data/store", "damaged"]);
        }
    }
}
