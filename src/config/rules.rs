//! `[rules]`: what is switched off, what is set of a rule, and which packs are read.
//!
//! Packs come first, because their rules may be named like the built-in ones. A severity may be
//! lowered at will, but `error` stays with the rules that can prove one.

use crate::domain::Params;
use crate::domain::Severity;
use crate::rules;
use crate::rules::Book;
use crate::rules::catalogue;

use super::files::Document;
use super::packs;
use super::problem::Mark;
use super::problem::Problem;
use super::problem::Problems;
use super::read::At;
use super::read::Reader;

/// Where packs are looked for unless `packs` says otherwise.
const PLACES: &str = "rules.d/*.toml";

/// The severities, by the name they have in the file.
pub(super) const SEVERITIES: [(&str, Severity); 3] =
    [("info", Severity::Info), ("warning", Severity::Warning), ("error", Severity::Error)];

/// What is judged by, and every name that a route may use.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) book: Book,
    pub(super) params: Params,
    pub(super) names: Vec<String>,
}

/// Reads the table, if there is one, and the packs. `mark` is a place in the file for the default.
pub(super) fn read(
    table: Option<Reader<'_>>,
    mark: &Mark,
    follow: impl FnOnce(&[At<&str>]) -> Vec<Document>,
    built_in: &[&str],
    problems: &Problems,
) -> Reading {
    let Some(mut table) = table else {
        let documents = follow(&[At { value: PLACES, mark: mark.clone() }]);
        return with_packs(&documents, built_in, problems);
    };
    let patterns = if table.has("packs") {
        table.strings("packs").map(|list| list.value).unwrap_or_default()
    } else {
        table.strings("packs");
        vec![At { value: PLACES, mark: mark.clone() }]
    };
    let mut reading = with_packs(&follow(&patterns), built_in, problems);
    let names: Vec<&str> = reading.names.iter().map(String::as_str).collect();
    let off = table.strings("disabled").map_or_else(Vec::new, |list| list.value);
    reading.book.disabled =
        off.iter().filter_map(|it| table.taken(it, rule(it.value, &names))).collect();
    for (name, set) in table.named_tables("set", "[rules.set.…]") {
        let (book, params) = (&mut reading.book, &mut reading.params);
        settings(&name, set, &reading.names, book, params);
    }
    table.finish();
    reading
}

fn with_packs(documents: &[Document], built_in: &[&str], problems: &Problems) -> Reading {
    let mut register = packs::Register::new(built_in);
    for document in documents {
        register.read(document, problems);
    }
    let names = built_in.iter().map(ToString::to_string).chain(register.names()).collect();
    Reading { book: Book { packs: register.rules, ..Book::default() }, names, ..Reading::default() }
}

/// `[rules.set.<rule>]`: its severity and its thresholds.
fn settings(
    name: &At<&str>,
    mut table: Reader<'_>,
    names: &[String],
    book: &mut Book,
    params: &mut Params,
) {
    let Some(rule) = rules::find(name.value) else {
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let problem = if known.contains(&name.value) {
            Problem::new(format!("`{}` is a rule of a pack", name.value))
                .at(&name.mark, "cannot be set here")
                .help("change its entry in the pack")
        } else {
            Problem::new(format!("there is no rule `{}`", name.value))
                .at(&name.mark, "unknown rule")
                .help(meant(name.value, &known))
        };
        return table.problems.add(problem);
    };
    if let Some(severity) = table.choice("severity", &SEVERITIES) {
        if severity == Severity::Error && rule.severity != Severity::Error {
            let message = format!("`{}` cannot be an error", rule.id);
            let place = table.place("severity").unwrap_or_else(|| table.mark.clone());
            let problem = Problem::new(message)
                .at(&place, "a finding of this rule needs a person's judgement")
                .help(format!(
                    "write \"warning\": the rule's own severity is {}, because its breach is not \
                     proved by a printed figure or a date",
                    rule.severity.key()
                ));
            table.problems.add(problem);
        }
        book.severities.insert(rule.id.to_owned(), severity);
    }
    for param in rule.params {
        if let Some(value) = table.number(param.name, 0..=i64::from(u32::MAX)) {
            *params = std::mem::take(params).with(rule.id, param.name, value);
        }
    }
    table.finish();
}

/// What to write in place of a rule that is not there; a hundred names are no help.
fn meant(name: &str, known: &[&str]) -> String {
    match catalogue::near(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`gongkai-watch rules` lists them all".to_owned(),
    }
}

/// The name of a rule that exists.
pub(super) fn rule(name: &str, known: &[&str]) -> Result<String, (String, String)> {
    if known.contains(&name) {
        return Ok(name.to_owned());
    }
    Err((format!("there is no rule `{name}`"), meant(name, known)))
}
