//! `status`, `findings`, `cases` and `rules`: what is known, as tables or JSON.

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::Utc;
use clap::Args;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::moment;
use super::out;
use crate::clock::Clock;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::domain::Lang;
use crate::domain::ReportYear;
use crate::overview;
use crate::rules as book;
use crate::store::Store;

/// Days without a round after which `status` says that its picture is old.
const STALE: i64 = 2;

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    year: YearArgs,
    /// Show the state at another moment than that of the last round
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    at: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Args)]
pub(super) struct YearArgs {
    /// Only this report year
    #[arg(long, value_name = "Y")]
    year: Option<i32>,
}

#[derive(Debug, Args)]
pub(super) struct CasesArgs {
    /// Resolved ones too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Name of one rule
    name: Option<String>,
}

fn open(context: &Context) -> Result<(Config, Store, Lang), Failed> {
    let config = context.load()?;
    let store = Store::open(&config.data_dir)?;
    let lang = context.lang(config.language);
    Ok((config, store, lang))
}

pub(super) fn status(args: &StatusArgs, context: &Context) -> Result<Ended, Failed> {
    let (config, store, lang) = open(context)?;
    let last = overview::as_of(&store)?;
    let at = args.at.map(|at| at.with_timezone(&Utc)).or(last);
    let at = at.unwrap_or_else(|| SystemClock.now());
    let year = args.year.year.map(ReportYear);
    let rows = overview::obligations(&config, &store, at, year, lang)?;
    if context.format == Format::Json {
        out::json(&rows);
        return Ok(Ended::Clean);
    }
    let shown = at.with_timezone(&config.zone).format("%Y-%m-%d %H:%M");
    out::line(&match lang {
        Lang::Zh => format!("截至 {shown}"),
        Lang::En => format!("As of {shown}"),
    });
    board(&rows, lang);
    let stale = last.map(|last| (SystemClock.now() - last).num_days()).filter(|it| *it > STALE);
    match (last, stale) {
        (None, _) => out::line(lang.pick(
            "还没有读过任何站点；请先运行 once 或 run。",
            "No site has been read yet; run `once` or `run` first.",
        )),
        (_, Some(days)) => out::line(&match lang {
            Lang::Zh => format!("注意：最近一轮在{days}天前。"),
            Lang::En => format!("Note: the last round was {days} days ago."),
        }),
        _ => {}
    }
    Ok(Ended::Clean)
}

/// Prints obligations, one a row.
pub(super) fn board(rows: &[overview::Obligation], lang: Lang) {
    let head = [
        ("单位", "agency"),
        ("年度", "year"),
        ("期限", "due"),
        ("状态", "state"),
        ("说明", "reason"),
        ("错误", "errors"),
        ("警告", "warnings"),
    ]
    .map(|(zh, en)| lang.pick(zh, en));
    let rows = rows
        .iter()
        .map(|row| {
            vec![
                row.agency.clone(),
                row.report_year.to_string(),
                row.due.map_or_else(String::new, |due| due.to_string()),
                lang.pick(row.state.label().0, row.state.label().1).to_owned(),
                row.reason.clone(),
                row.errors.to_string(),
                row.warnings.to_string(),
            ]
        })
        .collect();
    out::table(&head, rows);
}

pub(super) fn findings(args: &YearArgs, context: &Context) -> Result<Ended, Failed> {
    let (config, store, lang) = open(context)?;
    let found = overview::findings(&config, &store, args.year.map(ReportYear))?;
    if context.format == Format::Json {
        out::json(&overview::json::findings(&found, lang));
        return Ok(Ended::Clean);
    }
    let mut rows = Vec::new();
    for it in &found {
        for finding in &it.findings {
            rows.push(vec![
                it.agency.name.clone(),
                it.year.to_string(),
                lang.pick(finding.severity.zh(), finding.severity.key()).to_owned(),
                finding.rule.clone(),
                finding.message.pick(lang).to_owned(),
            ]);
        }
    }
    if rows.is_empty() {
        out::line(lang.pick("没有发现问题。", "Nothing was found."));
    } else {
        let head = [
            ("单位", "agency"),
            ("年度", "year"),
            ("级别", "severity"),
            ("规则", "rule"),
            ("问题", "finding"),
        ]
        .map(|(zh, en)| lang.pick(zh, en));
        out::table(&head, rows);
    }
    Ok(Ended::Clean)
}

pub(super) fn cases(args: &CasesArgs, context: &Context) -> Result<Ended, Failed> {
    let (config, store, lang) = open(context)?;
    let mut cases = overview::cases(&store)?;
    cases.retain(|case| args.all || case.is_open());
    if context.format == Format::Json {
        out::json(&cases);
        return Ok(Ended::Clean);
    }
    let rows = cases
        .iter()
        .map(|case| {
            let since = case.events.first().map(|event| event.at.with_timezone(&config.zone));
            vec![
                case.id.to_string(),
                case.agency.to_string(),
                case.year.to_string(),
                case.state.key().to_owned(),
                since.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string()),
                case.finding.rule.clone(),
                case.events
                    .last()
                    .map_or_else(String::new, |event| event.what.pick(lang).to_owned()),
            ]
        })
        .collect::<Vec<_>>();
    if rows.is_empty() {
        out::line(lang.pick("没有案件。", "There are no cases."));
    } else {
        let head = [
            ("案号", "case"),
            ("单位", "agency"),
            ("年度", "year"),
            ("状态", "state"),
            ("始于", "since"),
            ("规则", "rule"),
            ("经过", "last event"),
        ]
        .map(|(zh, en)| lang.pick(zh, en));
        out::table(&head, rows);
    }
    Ok(Ended::Clean)
}

pub(super) fn rules(args: &RulesArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    let Some(name) = &args.name else {
        catalogue(context, lang);
        return Ok(Ended::Clean);
    };
    let Some(rule) = book::find(name) else {
        let near = book::all()
            .map(|rule| rule.id)
            .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        return Err(Failed::Usage(format!(
            "there is no rule `{name}`; did you mean `{}`? `gongkai-watch rules` lists them all",
            near.unwrap_or_default()
        )));
    };
    match context.format {
        Format::Text => out::line(&rule.page()),
        Format::Json => out::json(&overview::json::rule(rule, lang)),
    }
    Ok(Ended::Clean)
}

fn catalogue(context: &Context, lang: Lang) {
    if context.format == Format::Json {
        out::json(&overview::json::rules(lang));
        return;
    }
    let rows = book::all()
        .map(|rule| {
            vec![
                rule.id.to_owned(),
                lang.pick(rule.severity.zh(), rule.severity.key()).to_owned(),
                rule.label_in(lang).to_owned(),
                rule.basis().pick(lang).to_owned(),
            ]
        })
        .collect();
    let head = [("规则", "rule"), ("级别", "severity"), ("名称", "label"), ("依据", "basis")]
        .map(|(zh, en)| lang.pick(zh, en));
    out::table(&head, rows);
}
