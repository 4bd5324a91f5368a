//! `rules`: the catalogue, or the page of one rule; those of packs stand beside the built-in ones.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value as Json;
use serde_json::json;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::out;
use crate::config;
use crate::domain::Lang;
use crate::domain::Params;
use crate::rules;
use crate::rules::Book;
use crate::rules::Rule;
use crate::rules::pack::PackRule;

/// Packs that are named on the command line.
#[derive(Debug, Args)]
pub(super) struct PackArgs {
    /// A rule pack to use besides those of the configuration; may be given several times
    #[arg(long = "rules", value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Name of one rule
    name: Option<String>,
    #[command(flatten)]
    packs: PackArgs,
}

/// The book and thresholds of the configuration, where there is one, with the packs that are named.
pub(super) fn book(packs: &PackArgs, context: &Context) -> Result<(Book, Params), Failed> {
    let (mut book, params) = match (context.load(), &context.config) {
        (Ok(config), _) => (config.book, config.params),
        // A file that was named and cannot be used is a mistake; that there is none is not.
        (Err(failed), Some(_)) => return Err(failed),
        (Err(failed), None) => {
            if matches!(failed, Failed::Config(_)) {
                tracing::warn!(
                    "the configuration that was found cannot be used, and what it says of rules \
                     does not count; see `config check`"
                );
            }
            (Book::default(), Params::none())
        }
    };
    for file in &packs.files {
        let taken: Vec<String> = rules::all()
            .map(|rule| rule.id.to_owned())
            .chain(book.packs.iter().filter(|it| !is_from(it, file)).map(|it| it.id.clone()))
            .collect();
        let names: Vec<&str> = taken.iter().map(String::as_str).collect();
        let found = config::load_pack(file, &names)?;
        // A pack that the configuration names already is tried in place of itself.
        book.packs.retain(|rule| found.iter().all(|it| it.id != rule.id));
        book.packs.extend(found);
    }
    Ok((book, params))
}

fn is_from(rule: &PackRule, file: &std::path::Path) -> bool {
    file.ends_with(&rule.file)
}

pub(super) fn rules(args: &RulesArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    let (book, _) = book(&args.packs, context)?;
    let Some(name) = &args.name else {
        catalogue(&book, context, lang);
        return Ok(Ended::Clean);
    };
    let (page, entry) = match (rules::find(name), book.pack_rule(name)) {
        (Some(rule), _) => (built_in_page(rule, lang), built_in(rule, &book, lang)),
        (None, Some(rule)) => (rule.page(), of_pack(rule, lang)),
        (None, None) => return Err(unknown(name, &book)),
    };
    match context.format {
        Format::Json => out::json(&entry),
        Format::Text => out::line(&out::printable(&page)),
    }
    Ok(Ended::Clean)
}

fn unknown(name: &str, book: &Book) -> Failed {
    let near = rules::all()
        .map(|rule| rule.id)
        .chain(book.packs.iter().map(|rule| rule.id.as_str()))
        .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    Failed::Usage(format!(
        "there is no rule `{name}`; did you mean `{}`? `gongkai-watch rules` lists them all",
        near.unwrap_or_default()
    ))
}

/// The header of the rule's file, with its thresholds below.
fn built_in_page(rule: &Rule, lang: Lang) -> String {
    let mut page = rule.page();
    for param in rule.params {
        let default = param.default.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let doc = lang.pick(param.doc.0, param.doc.1);
        page.push_str(&format!(
            "\n\n[rules.set.{}]\n{} = {default}    # {doc}",
            rule.id, param.name
        ));
    }
    page
}

fn built_in(rule: &Rule, book: &Book, lang: Lang) -> Json {
    json!({
        "name": rule.id,
        "severity": book.severity(rule),
        "label": rule.label_in(lang),
        "basis": rule.basis().pick(lang),
        "first_report_year": rule.first_year,
        "since": rule.since,
        "disabled": book.is_off(rule.id),
        "summary": rule.summary(),
        "page": rule.page(),
    })
}

fn of_pack(rule: &PackRule, lang: Lang) -> Json {
    json!({
        "name": rule.id,
        "severity": rule.severity,
        "label": rule.label.pick(lang),
        "basis": rule.basis,
        "first_report_year": rule.years.first,
        "last_report_year": rule.years.last,
        "pack": rule.file,
        "summary": rule.summary(),
        "page": rule.page(),
    })
}

fn catalogue(book: &Book, context: &Context, lang: Lang) {
    let packs = book.packs.iter();
    if context.format == Format::Json {
        let all: Vec<Json> = rules::all()
            .map(|rule| built_in(rule, book, lang))
            .chain(packs.map(|rule| of_pack(rule, lang)))
            .collect();
        out::json(&all);
        return;
    }
    let rows = rules::all()
        .map(|rule| {
            let severity = book.severity(rule);
            let word = if book.is_off(rule.id) {
                lang.pick("停用", "off")
            } else {
                lang.pick(severity.zh(), severity.key())
            };
            vec![
                rule.id.to_owned(),
                word.to_owned(),
                rule.label_in(lang).to_owned(),
                rule.basis().pick(lang).to_owned(),
            ]
        })
        .chain(packs.map(|rule| {
            vec![
                rule.id.clone(),
                lang.pick(rule.severity.zh(), rule.severity.key()).to_owned(),
                rule.label.pick(lang).to_owned(),
                rule.basis.clone(),
            ]
        }))
        .collect();
    let head = [("规则", "rule"), ("级别", "severity"), ("名称", "label"), ("依据", "basis")]
        .map(|(zh, en)| lang.pick(zh, en));
    out::table(&head, rows);
}
