//! The demonstration as a person runs it: the program, a folder, and what is in it afterwards.

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::time::Duration;
use std::time::Instant;

use gongkai_watch::domain::CaseId;
use gongkai_watch::store::Store;

fn demo(dir: &Path, lang: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai-watch"));
    program.args(["--lang", lang, "demo", "--dir"]).arg(dir).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Kinds of the mails in a folder, by their headers.
fn kinds(dir: &Path) -> Vec<String> {
    let mut kinds = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let mail = mailparse::parse_mail(&bytes).unwrap();
        let kind = mail.headers.iter().find(|it| it.get_key() == "X-Gongkai-Watch-Kind").unwrap();
        kinds.push(kind.get_value());
    }
    kinds.sort();
    kinds
}

#[test]
fn a_whole_season_is_shown_in_under_a_minute_and_can_be_shown_again() {
    let dir = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let first = said(&demo(dir.path(), "zh"));
    assert!(begun.elapsed() < Duration::from_secs(60));

    for sentence in [
        "示例市教育局：即将到期 → 逾期",
        "示例市卫生健康委员会：即将到期 → 无法判断",
        "示例市卫生健康委员会：无法判断 → 按期发布（2026-01-29发布）",
        "示例市水务局：按期发布 → 撤回",
        "示例市水务局：撤回 → 按期发布",
        "新问题[勾稽不符] 示例市民政局",
        "已解决[勾稽不符] 示例市民政局",
        "新问题[发布后变动] 示例市交通运输局",
        "新问题[结转不符] 示例县统计局",
    ] {
        assert!(first.contains(sentence), "“{sentence}” is not in\n{first}");
    }
    assert!(!first.contains("新问题[逾期] 示例市卫生健康委员会"), "{first}");
    assert!(!first.contains("新问题[逾期] 示例市财政局"), "{first}");

    let mails = kinds(&dir.path().join("mail"));
    for kind in ["alert", "resolved", "reminder", "bulletin"] {
        assert!(mails.iter().any(|it| it == kind), "no {kind} in {mails:?}");
    }
    let cases = |dir: &Path| -> Vec<(CaseId, bool)> {
        let store = Store::open(&dir.join("data")).unwrap();
        let cases = store.all_cases().unwrap();
        cases.into_iter().map(|case| (case.id.clone(), case.is_open())).collect()
    };
    let before = cases(dir.path());
    assert_eq!(before.iter().filter(|(_, open)| *open).count(), 4);

    let second = said(&demo(dir.path(), "en"));
    assert!(second.contains("示例市教育局: due soon → overdue"), "{second}");
    assert_eq!(kinds(&dir.path().join("mail")), mails);
    assert_eq!(cases(dir.path()), before);
}

#[test]
fn the_saved_pages_are_judged_as_the_story_says() {
    let dir = tempfile::tempdir().unwrap();
    said(&demo(dir.path(), "zh"));
    let check = |page: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai-watch"));
        program.arg("check").arg(dir.path().join("pages").join(page)).output().unwrap()
    };
    assert_eq!(check("consistent.html").status.code(), Some(0));
    let wrong = check("wrong-sum.html");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("applications-unbalanced"));

    let mut config = Command::new(env!("CARGO_BIN_EXE_gongkai-watch"));
    let config = config.arg("--config").arg(dir.path().join("gongkai-watch.toml"));
    assert_eq!(config.args(["config", "check"]).output().unwrap().status.code(), Some(0));
}

#[test]
fn a_folder_of_somebody_else_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
    let refused = demo(dir.path(), "zh");
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8_lossy(&refused.stderr);
    assert!(why.contains("--dir") && why.contains(dir.path().to_str().unwrap()), "{why}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}
