//! `rules`: the catalogue, or the page of one rule; those of packs stand beside the built-in ones.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::out;
use crate::config;
use crate::config::Config;
use crate::domain::Lang;
use crate::domain::Params;
use crate::overview;
use crate::rules;
use crate::rules::Book;
use crate::rules::catalogue;
use crate::rules::catalogue::Entry;
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
    /// Name or label of one rule
    name: Option<String>,
    #[command(flatten)]
    packs: PackArgs,
}

/// The book and thresholds of the configuration, where there is one, with the packs that are named.
pub(super) fn book(packs: &PackArgs, config: Option<Config>) -> Result<(Book, Params), Failed> {
    let known = config.map(|config| (config.book, config.params));
    let (mut book, params) = known.unwrap_or_else(|| (Book::default(), Params::none()));
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
    // Either may be written from another folder than the other.
    file.ends_with(&rule.file) || std::path::Path::new(&rule.file).ends_with(file)
}

pub(super) fn rules(args: &RulesArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    let (book, _) = book(&args.packs, context.found()?)?;
    match &args.name {
        None => list(&book, context.format, lang),
        Some(name) => {
            let entry = one(name, &book)?;
            match context.format {
                Format::Json => out::json(&overview::json::rule(&entry, lang)),
                Format::Text => out::line(&out::printable(&entry.page(lang))),
            }
        }
    }
    Ok(Ended::Clean)
}

/// The rule of that name or label.
fn one(name: &str, book: &Book) -> Result<Entry, Failed> {
    let mut found = book.called(name).into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(first), Some(second)) => {
            let names = [first, second].into_iter().chain(found).map(|it| it.name);
            let names: Vec<String> = names.collect();
            Err(Failed::Usage(format!(
                "several rules are labelled `{name}`; name one of {}",
                names.join(", ")
            )))
        }
        (None, _) => {
            let all = book.catalogue();
            let near = catalogue::near(name, all.iter().map(|it| it.name.as_str()));
            let meant = near.map_or_else(String::new, |it| format!(" did you mean `{it}`?"));
            Err(Failed::Usage(format!(
                "there is no rule `{name}`;{meant} `gongkai-watch rules` lists them all"
            )))
        }
    }
}

fn list(book: &Book, format: Format, lang: Lang) {
    if format == Format::Json {
        out::json(&overview::json::rules(book, lang));
        return;
    }
    let rows = book.catalogue().into_iter().map(|entry| {
        let severity = if entry.off {
            lang.pick("停用", "off")
        } else {
            lang.pick(entry.severity.zh(), entry.severity.key())
        };
        vec![
            entry.name,
            severity.to_owned(),
            entry.label.pick(lang).to_owned(),
            entry.basis.pick(lang).to_owned(),
        ]
    });
    let head = [("规则", "rule"), ("级别", "severity"), ("名称", "label"), ("依据", "basis")]
        .map(|(zh, en)| lang.pick(zh, en));
    out::table(&head, rows.collect());
}
