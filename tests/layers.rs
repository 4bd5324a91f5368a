//! Imports point downwards: every file keeps to the tables in the header of `src/lib.rs`.
//!
//! Paths are found by reading lines, so they must be written in one: no `crate::{…}` groups, and
//! no way out of a module by `super`. Comments do not count, and in code for tests (`tests.rs`,
//! `given.rs`, `#[cfg(test)] mod`) only the second table does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy spares test functions only, not the functions they share"
)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A row of a table: a name, and what belongs to it; `None` if anything does.
#[derive(Debug)]
struct Row {
    name: String,
    names: Option<Vec<String>>,
}

/// The tables of the architecture.
#[derive(Debug)]
struct Tables {
    /// Modules and what they may use, from the bottom up.
    modules: Vec<Row>,
    /// Libraries and the modules that may name them.
    libraries: Vec<Row>,
}

/// What is not allowed in a line.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    line: usize,
    what: String,
}

impl Tables {
    fn read(crate_docs: &str) -> Self {
        let table = |head: &str| {
            let lines = crate_docs.lines().skip_while(|line| !line.starts_with(head)).skip(2);
            lines.map_while(row).collect()
        };
        Self { modules: table("//! | Module |"), libraries: table("//! | Library |") }
    }

    /// All that is wrong in one file.
    fn faults(&self, module: &str, text: &str) -> Vec<Fault> {
        let Some(row) = self.modules.iter().find(|row| is_within(module, &row.name)) else {
            let what = format!("the module `{module}` has no row in the table of src/lib.rs");
            return vec![Fault { line: 1, what }];
        };
        let file_for_tests = module.ends_with("::tests") || module.ends_with("::given");
        let mut for_tests = file_for_tests;
        let mut faults = Vec::new();
        let mut before = "";
        for (number, line) in (1..).zip(text.lines()) {
            if before == "#[cfg(test)]" && line.ends_with('{') {
                for_tests = true;
            } else if line == "}" {
                for_tests = file_for_tests;
            }
            before = line;
            if line.trim_start().starts_with("//") {
                continue;
            }
            let found = imports(row, line, for_tests)
                .chain(way_out(module, line))
                .chain(self.libraries.iter().filter_map(|it| library(module, it, line)));
            faults.extend(found.map(|what| Fault { line: number, what }));
        }
        faults
    }
}

/// Reads `//! | name | name, name |`.
fn row(line: &str) -> Option<Row> {
    let mut cells = line.strip_prefix("//! | ")?.strip_suffix(" |")?.split(" | ");
    let name = cells.next()?.trim_matches('`').to_owned();
    let names = match cells.next()? {
        "anything" => None,
        "nothing" => Some(Vec::new()),
        list => Some(list.split(", ").map(|it| it.trim_matches('`').to_owned()).collect()),
    };
    Some(Row { name, names })
}

/// True if the path is that module or something in it.
fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What comes behind each `word`, where it stands at the beginning of a path.
fn behind<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(word).filter_map(|(at, _)| {
        let before = line.get(..at)?.chars().next_back();
        let goes_on = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
        if goes_on { None } else { line.get(at + word.len()..) }
    })
}

fn imports(row: &Row, line: &str, for_tests: bool) -> impl Iterator<Item = String> {
    behind(line, "crate::").filter_map(move |rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':'));
        let (path, next) = rest.split_at(end.unwrap_or(rest.len()));
        if (path.is_empty() || path.ends_with("::")) && next.starts_with(['{', '*']) {
            return Some(format!("write one path a line instead of `crate::{rest}`"));
        }
        let names = row.names.as_ref()?;
        if for_tests || is_within(path, &row.name) || names.iter().any(|name| is_within(path, name))
        {
            return None;
        }
        let list = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        Some(format!("`{}` may use {list}, but not `crate::{path}`", row.name))
    })
}

/// A `super` that leads to the crate's root, where no table would see what it takes.
fn way_out(module: &str, line: &str) -> Option<String> {
    let path = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("use ")?;
    let steps = path.split("::").take_while(|step| *step == "super").count();
    let depth = module.split("::").count();
    (steps >= depth).then(|| format!("write `crate::` instead of `super::` in `{line}`"))
}

fn library(module: &str, library: &Row, line: &str) -> Option<String> {
    let homes = library.names.as_ref()?;
    if homes.iter().any(|home| is_within(module, home)) {
        return None;
    }
    let named = behind(line, &library.name).any(|rest| rest.starts_with("::"));
    let imported = [format!("use {}", library.name), format!("extern crate {}", library.name)]
        .iter()
        .any(|it| {
            line.trim_start().strip_prefix(it).is_some_and(|rest| rest.starts_with([';', ' ']))
        });
    (named || imported)
        .then(|| format!("`{}` may be named in {} only", library.name, homes.join(", ")))
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// `src/rules/mod.rs` is `rules`, `src/rules/given.rs` is `rules::given`.
fn module_of(file: &Path) -> String {
    let path = file.with_extension("");
    let steps: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
    steps.join("::").trim_end_matches("::mod").to_owned()
}

fn tables() -> Tables {
    Tables::read(include_str!("../src/lib.rs"))
}

#[test]
fn every_file_keeps_to_the_tables() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    assert!(files.len() > 50, "{files:?}");
    let tables = tables();
    let mut report = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&src).unwrap();
        // The root only lists the modules.
        if name == Path::new("lib.rs") {
            continue;
        }
        let text = fs::read_to_string(file).unwrap();
        for Fault { line, what } in tables.faults(&module_of(name), &text) {
            report.push(format!("src/{}:{line}: {what}", name.display()));
        }
    }
    assert!(report.is_empty(), "\n{}\n", report.join("\n"));
}

#[test]
fn the_table_points_downwards() {
    let modules = tables().modules;
    assert!(modules.len() > 15, "{modules:?}");
    for (place, row) in modules.iter().enumerate() {
        for used in row.names.iter().flatten() {
            let below = modules.iter().take(place).any(|lower| is_within(used, &lower.name));
            assert!(below, "`{}` may use `{used}`, which does not stand above it", row.name);
        }
    }
    assert!(tables().libraries.len() > 5);
}

#[test]
fn a_made_up_offence_is_found() {
    let table = [
        (
            "rules",
            "use crate::store::Store;",
            "`rules` may use domain, wording, prose, similarity, but not `crate::store::Store`",
        ),
        (
            "rules::text",
            "    use crate::store::Store;",
            "`rules` may use domain, wording, prose, similarity, but not `crate::store::Store`",
        ),
        (
            "domain::case",
            "fn at() -> crate::clock::At {",
            "`domain` may use nothing, but not `crate::clock::At`",
        ),
        (
            "diff",
            "#[cfg(test)]\nmod tests {\n}\nuse crate::rules::given;",
            "`diff` may use domain, wording, but not `crate::rules::given`",
        ),
        (
            "diff",
            "#[cfg(test)]\nuse crate::rules::given;",
            "`diff` may use domain, wording, but not `crate::rules::given`",
        ),
        ("clock::tests", "use sled::Db;", "`sled` may be named in store only"),
        (
            "rules",
            "pub use crate::extract::edition;",
            "`rules` may use domain, wording, prose, similarity, but not `crate::extract::edition`",
        ),
        (
            "portal",
            "use crate::extract::edition;",
            "`portal` may use domain, html, wording, extract::meta, but not `crate::extract::edition`",
        ),
        (
            "config",
            "use crate::{domain, rules};",
            "write one path a line instead of `crate::{domain, rules};`",
        ),
        (
            "cli",
            "use crate::domain::{Lang, Text};",
            "write one path a line instead of `crate::domain::{Lang, Text};`",
        ),
        (
            "wording",
            "use super::domain;",
            "write `crate::` instead of `super::` in `use super::domain;`",
        ),
        (
            "store::keys",
            "use super::super::notify;",
            "write `crate::` instead of `super::` in `use super::super::notify;`",
        ),
        ("notify", "use lettre::Message;", "`lettre` may be named in notify::email only"),
        ("overview", "    let db = sled::open(dir);", "`sled` may be named in store only"),
        ("fetch", "use reqwest;", "`reqwest` may be named in fetch::http, fetch::tls only"),
        ("misc", "", "the module `misc` has no row in the table of src/lib.rs"),
    ];
    for (module, line, what) in table {
        let text = format!("//! A file.\n\n{line}\n");
        let place = if line.is_empty() { 1 } else { 2 + line.lines().count() };
        let expected = Fault { line: place, what: what.to_owned() };
        assert_eq!(tables().faults(module, &text), [expected], "{module}: {line}");
    }
}

#[test]
fn what_is_allowed_is_left_alone() {
    let table = [
        ("rules", "use crate::rules::Rule;"),
        ("rules::given", "use crate::extract::number;"),
        ("store::tests", "use crate::lifecycle::Subject;"),
        ("diff", "#[cfg(test)]\nmod tests {\n    use crate::rules::given;\n}"),
        ("portal", "use crate::extract::meta::Dates;"),
        ("domain", "// use crate::store::Store;"),
        ("domain", "/// See [`Store`](crate::store::Store)."),
        ("notify::email", "use lettre::Message;"),
        ("store", "use self::sled::SledStore;"),
        ("store::sled::tree", "use sled::Tree;"),
        ("schedule::field", "use cron::Schedule;"),
        ("notify::route", "use super::Route;"),
        ("clock", "    use super::*;"),
        ("main", "use crate::cli;"),
        ("fetch", "        use my_reqwest::Client;"),
    ];
    for (module, line) in table {
        assert_eq!(tables().faults(module, line), [], "{module}: {line}");
    }
}
