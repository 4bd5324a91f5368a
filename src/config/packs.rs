//! Rule packs: `[[identity]]`, `[[threshold]]`, `[[required-phrase]]`, `[[pattern]]`.
//!
//! A pack is read like any other file of the configuration, so its mistakes are explained in the same
//! report. A rule with a mistake in it still claims its name, so that one slip is reported once.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::AgencyKind;
use crate::domain::Severity;
use crate::domain::Text;
use crate::rules::pack;
use crate::rules::pack::Must;
use crate::rules::pack::Op;
use crate::rules::pack::PackRule;
use crate::rules::pack::Pattern;
use crate::rules::pack::Test;
use crate::rules::pack::Years;

use super::cells;
use super::files::Document;
use super::problem::Mark;
use super::problem::Problem;
use super::problem::Problems;
use super::read::Reader;
use super::rules::SEVERITIES;

/// The rules of all packs, and the names that were claimed.
#[derive(Debug)]
pub(super) struct Register<'a> {
    built_in: &'a [&'a str],
    taken: Vec<(String, Mark)>,
    pub(super) rules: Vec<PackRule>,
}

/// What every entry has.
struct Head {
    id: String,
    label: Text,
    severity: Severity,
    basis: String,
    years: Years,
    kinds: Vec<AgencyKind>,
    message: Option<Text>,
    to_do: Option<Text>,
    file: String,
}

impl<'a> Register<'a> {
    pub(super) const fn new(built_in: &'a [&'a str]) -> Self {
        Self { built_in, taken: Vec::new(), rules: Vec::new() }
    }

    /// Every name claimed in a pack.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.taken.iter().map(|(id, _)| id.clone())
    }

    /// Reads one file.
    pub(super) fn read(&mut self, document: &Document, problems: &Problems) {
        let Some(table) = document.table(problems) else { return };
        let mut top = Reader::top(table.get_ref(), &document.source, problems);
        for table in top.tables("identity", "[[identity]]") {
            self.entry(table, "local-outcomes-sum-wrong", identity);
        }
        for table in top.tables("threshold", "[[threshold]]") {
            self.entry(table, "local-too-many-licences", threshold);
        }
        for table in top.tables("required-phrase", "[[required-phrase]]") {
            self.entry(table, "local-phrase-missing", phrase);
        }
        for table in top.tables("pattern", "[[pattern]]") {
            self.entry(table, "local-wording-wrong", pattern);
        }
        top.finish();
    }

    fn entry(
        &mut self,
        mut table: Reader<'_>,
        example: &str,
        read: fn(&mut Reader<'_>) -> Option<Test>,
    ) {
        let head = self.head(&mut table, example);
        let test = read(&mut table);
        if let (Some(head), Some(test)) = (&head, &test) {
            cap(&table, head.severity, test);
        }
        table.finish();
        if let (Some(head), Some(test)) = (head, test) {
            self.rules.push(PackRule {
                id: head.id,
                label: head.label,
                severity: head.severity,
                basis: head.basis,
                years: head.years,
                kinds: head.kinds,
                message: head.message,
                to_do: head.to_do,
                file: head.file,
                test,
            });
        }
    }

    fn head(&mut self, table: &mut Reader<'_>, example: &str) -> Option<Head> {
        let id = self.id(table, example);
        let label = text(table, "label").unwrap_or_else(|| Text::new("本地规则", "local rule"));
        let severity = table.choice("severity", &SEVERITIES).unwrap_or(Severity::Warning);
        let basis = table.required("basis", "某办〔2025〕1号第三条");
        let years = table.required("years", "2021..").and_then(|years| {
            let help = "write \"2021..\", \"2021..2023\" or \"2021\"";
            let found = Years::parse(years.value).ok_or_else(|| {
                (format!("`{}` is no range of report years", years.value), help.into())
            });
            table.taken(&years, found)
        });
        let kinds = table.strings("kinds").map_or_else(Vec::new, |list| {
            list.value.iter().filter_map(|it| table.taken(it, kind(it.value))).collect()
        });
        let (message, to_do) = (text(table, "message"), text(table, "to-do"));
        Some(Head {
            id: id?,
            label,
            severity,
            basis: basis?.value.to_owned(),
            years: years?,
            kinds,
            message,
            to_do,
            file: table.mark.source.name().to_owned(),
        })
    }

    /// A name that nobody else has.
    fn id(&mut self, table: &mut Reader<'_>, example: &str) -> Option<String> {
        let id = table.required("id", example)?;
        let name = id.value;
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.chars().all(kebab) || name.starts_with('-') || name.ends_with('-') {
            let problem = Problem::new(format!("`{name}` cannot be the name of a rule"))
                .at(&id.mark, "here")
                .help(format!("use small letters, digits and `-`, e.g. \"{example}\""));
            table.problems.add(problem);
            return None;
        }
        if self.built_in.contains(&name) {
            let problem = Problem::new(format!("`{name}` is the name of another rule"))
                .at(&id.mark, "this name is taken")
                .help("give the rule of the pack another name, e.g. with `local-` before it");
            table.problems.add(problem);
            return None;
        }
        if let Some((_, first)) = self.taken.iter().find(|(known, _)| known == name) {
            let problem = Problem::new(format!("two rules have the name `{name}`"));
            // Packs that share a name share many; each clash is shown once, in the later file.
            let problem = if Arc::ptr_eq(&first.source, &id.mark.source) {
                problem.at(first, "first used here").at(&id.mark, "used again here")
            } else {
                let label = format!("used again here, after {}", first.source.name());
                problem.at(&id.mark, label)
            };
            let problem = problem.help("give one of them another name");
            table.problems.add(problem);
            return None;
        }
        self.taken.push((name.to_owned(), id.mark.clone()));
        Some(name.to_owned())
    }
}

/// A pack proves an error only by a sum that a printed total states.
fn cap(table: &Reader<'_>, severity: Severity, test: &Test) {
    let proves = matches!(test, Test::Identity { left, right, .. }
        if pack::is_printed_total(left, right));
    if severity != Severity::Error || proves {
        return;
    }
    let place = table.place("severity").unwrap_or_else(|| table.mark.clone());
    let problem =
        Problem::new("this rule cannot be an error").at(&place, "no printed total states it").help(
            "write \"warning\": an error must be proved by the report itself, which only \
             received + carried_in = handled_total + carried_out, or all outcome rows = \
             handled_total, do",
        );
    table.problems.add(problem);
}

fn kind(text: &str) -> Result<AgencyKind, (String, String)> {
    AgencyKind::from_key(text).ok_or_else(|| {
        let known: Vec<&str> = AgencyKind::ALL.iter().map(|kind| kind.key()).collect();
        (format!("there is no kind `{text}`"), format!("write one of {}", known.join(", ")))
    })
}

/// A sentence: one text for both languages, or `{ zh = "…", en = "…" }`.
fn text(table: &mut Reader<'_>, key: &'static str) -> Option<Text> {
    if !table.is_table(key) {
        return table.string(key).map(|it| Text::new(it.value, it.value));
    }
    let mut both = table.table(key, "{ zh, en }")?;
    let (zh, en) = (both.required("zh", "…"), both.string("en"));
    both.finish();
    let zh = zh?.value;
    Some(Text::new(zh, en.map_or(zh, |it| it.value)))
}

fn identity(table: &mut Reader<'_>) -> Option<Test> {
    let kind = cells::table(table);
    let left = cells::lines(table, "left", kind);
    let right = cells::lines(table, "right", kind);
    let all: Vec<_> = left.iter().chain(&right).flatten().copied().collect();
    let columns = cells::columns(table, &all);
    Some(Test::Identity { table: kind?, left: left?, right: right?, columns: columns? })
}

fn threshold(table: &mut Reader<'_>) -> Option<Test> {
    let cell = table
        .required("cell", "applications.received.total")
        .and_then(|at| table.taken(&at, cells::path(at.value)));
    let op = table.choice("op", &Op::ALL);
    let value = table.decimal("value");
    for (key, help) in [("op", "write op = \"<=\""), ("value", "write value = 1000")] {
        if !table.has(key) {
            table.missing(key, help);
        }
    }
    Some(Test::Threshold { cell: cell?, op: op?, value: value? })
}

fn sections(table: &mut Reader<'_>) -> Vec<u8> {
    let found = table.numbers("sections", 0..=6).unwrap_or_default();
    // Once is enough: the message names them.
    let once: BTreeSet<u8> = found.into_iter().filter_map(|it| u8::try_from(it).ok()).collect();
    once.into_iter().collect()
}

fn phrase(table: &mut Reader<'_>) -> Option<Test> {
    let sections = sections(table);
    let mut words = |key| {
        let list = table.strings(key).map_or_else(Vec::new, |list| list.value);
        let texts = list.iter().map(|it| it.value.to_owned());
        texts.filter(|it| !it.trim().is_empty()).collect::<Vec<_>>()
    };
    let (any_of, all_of) = (words("any-of"), words("all-of"));
    if any_of.is_empty() && all_of.is_empty() {
        table.missing("any-of", "write any-of = [\"…\"], or all-of = [\"…\"]");
        return None;
    }
    Some(Test::Phrase { sections, any_of, all_of })
}

fn pattern(table: &mut Reader<'_>) -> Option<Test> {
    let sections = sections(table);
    let regex = table.required("regex", "办结率").and_then(|at| {
        let found = Pattern::new(at.value).map_err(|why| {
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
            (format!("`regex` is not a pattern: {why}"), "see https://docs.rs/regex#syntax".into())
        });
        table.taken(&at, found)
    });
    let must = table.choice("must", &[("match", Must::Match), ("not-match", Must::NotMatch)]);
    if !table.has("must") {
        table.missing("must", "write must = \"match\" or must = \"not-match\"");
    }
    Some(Test::Pattern { sections, regex: regex?, must: must? })
}
