//! `check`: reports against the rule book, without a daemon or a store.
//!
//! One report that cannot be read is an error; of several, each says so on its own line and the
//! others are still judged.

mod block;
mod body;
mod earlier;
mod form;
#[cfg(test)]
mod given;
mod html;
mod sarif;
mod sight;
mod table;
mod text;

use std::path::Path;

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::TimeZone;
use chrono::Utc;
use clap::Args;
use serde_json::Value as Json;
use serde_json::json;

use self::earlier::Rejected;
use super::Context;
use super::Ended;
use super::Failed;
use super::Output;
use super::extract;
use super::out;
use super::rules::PackArgs;
use super::source;
use crate::clock::Clock;
use crate::clock::SystemClock;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::AnnualReport;
use crate::domain::Deadlines;
use crate::domain::Dossier;
use crate::domain::Edition;
use crate::domain::Lang;
use crate::domain::Listed;
use crate::domain::Observation;
use crate::domain::Params;
use crate::domain::Publication;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::SiteId;
use crate::domain::year;
use crate::extract::edition;
use crate::fetch::http::Settings;
use crate::overview;
use crate::rules::Book;
use crate::rules::Judgement;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files, folders or addresses of reports; - reads standard input. Of several, --format json
    /// prints one line each
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// The agency that owes it [default: as the report says]
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// What kind of body: government, department, township, vertical or enterprise
    /// [default: told from the name]
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<AgencyKind>,
    /// The report year [default: as the report says]
    #[arg(long, value_name = "Y")]
    year: Option<i32>,
    /// Last year's report, to compare with; may be given several times, for up to three years
    #[arg(long, value_name = "FILE")]
    previous: Vec<String>,
    /// The day it was or will be published [default: as the page says]
    #[arg(long, value_name = "DATE")]
    published: Option<NaiveDate>,
    #[command(flatten)]
    packs: PackArgs,
}

fn kind(text: &str) -> Result<AgencyKind, String> {
    AgencyKind::from_key(text).ok_or_else(|| {
        let known: Vec<&str> = AgencyKind::ALL.iter().map(|kind| kind.key()).collect();
        format!("write one of {}", known.join(", "))
    })
}

/// One report with all that is said of it.
struct Checked {
    /// What it was called on the command line.
    name: String,
    report: AnnualReport,
    edition: Option<&'static Edition>,
    agency: Agency,
    year: ReportYear,
    judgement: Judgement,
    /// Earlier reports that were not compared.
    rejected: Vec<Rejected>,
    /// The year whose reports are due now, where the report is on an older one and nobody asked for
    /// that.
    season: Option<ReportYear>,
}

/// What every report is judged with.
struct Bench<'a> {
    args: &'a CheckArgs,
    settings: Settings,
    book: Book,
    params: Params,
    /// Earlier reports by the names they were given under; which of them count depends on the year.
    previous: Vec<(String, AnnualReport)>,
}

pub(super) fn check(args: &CheckArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    args.year.map_or(Ok(()), owed)?;
    let config = context.found()?;
    let settings = source::settings(config.as_ref());
    let (book, params) = super::rules::book(&args.packs, config)?;
    let mut previous = Vec::new();
    for name in &args.previous {
        let report = source::report(name, &settings)?;
        if report.is_blank_form() {
            return Err(Failed::Input(format!(
                "{name}: this is the blank form, not the report on an earlier year"
            )));
        }
        previous.push((name.clone(), report));
    }
    let bench = Bench { args, settings, book, params, previous };
    let names = names(args)?;
    match (names.as_slice(), context.output) {
        // A log tells of what cannot be read too, so that one file is no case of its own.
        (several, Output::Sarif) => bench.all(several, Output::Sarif, lang),
        ([only], output) if args.sources.contains(only) => {
            let checked = bench.judge(only)?;
            match output {
                Output::Html => out::whole(&html::page(&checked, lang)?),
                Output::Json => out::json(&as_json(&checked, lang)),
                _ => out::whole(&text::render(&checked, &bench.book, lang, out::ink())),
            }
            Ok(ended(&checked))
        }
        (_, Output::Html) => Err(Failed::Usage(
            "one report makes one page; name a single file for --format html".into(),
        )),
        (several, output) => bench.all(several, output, lang),
    }
}

/// Refuses a year on which no report is owed: no rule is for it, and that would look like a report in
/// order.
fn owed(year: i32) -> Result<(), Failed> {
    let (first, next) = (ReportYear::FIRST.0, year::statutory_day(SystemClock.now()).year() + 1);
    if (first..=next).contains(&year) {
        return Ok(());
    }
    Err(Failed::Usage(format!(
        "--year {year}: no report is owed on that year; write a year from {first} to {next}"
    )))
}

/// The sources that are named, with the files of each folder in its place.
fn names(args: &CheckArgs) -> Result<Vec<String>, Failed> {
    let mut names = Vec::new();
    for source in &args.sources {
        if Path::new(source).is_dir() {
            let files = source::files_in(Path::new(source))?;
            names.extend(files.iter().map(|file| file.display().to_string()));
        } else {
            names.push(source.clone());
        }
    }
    Ok(names)
}

fn ended(checked: &Checked) -> Ended {
    let wrong = checked.judgement.findings.iter().any(|it| it.severity == Severity::Error);
    if wrong { Ended::Findings } else { Ended::Clean }
}

impl Bench<'_> {
    /// Judges report after report. The worst outcome is that of the command.
    fn all(&self, names: &[String], output: Output, lang: Lang) -> Result<Ended, Failed> {
        let bar = out::progress(names.len());
        let mut worst = Ended::Clean;
        let mut unreadable = Vec::new();
        let mut logged = Vec::new();
        for name in names {
            let checked = self.judge(name);
            let shown = match (&checked, output) {
                (_, Output::Sarif | Output::Html) => None,
                (Ok(checked), Output::Json) => {
                    Some(extract::one_line(name, as_json(checked, lang)))
                }
                (Ok(checked), Output::Text) => {
                    let text = text::render(checked, &self.book, lang, out::ink());
                    Some(format!("{}\n{}", out::printable(name), text.trim_end()))
                }
                (Err(failed), Output::Json) => {
                    let why = failed.reason();
                    Some(extract::one_line(name, json!({ "error": why })))
                }
                (Err(failed), _) => Some(format!("—  {}", out::printable(&failed.reason()))),
            };
            match checked {
                Ok(checked) => {
                    if ended(&checked) == Ended::Findings {
                        worst = Ended::Findings;
                    }
                    if output == Output::Sarif {
                        logged.push(checked);
                    }
                }
                Err(failed) => unreadable.push((name.as_str(), failed.reason())),
            }
            if let Some(shown) = shown {
                bar.suspend(|| out::line(&shown));
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        if output == Output::Sarif {
            let all: Vec<&Checked> = logged.iter().collect();
            out::json(&sarif::log(&all, &unreadable, &self.book, lang));
        }
        let reasons: Vec<String> = unreadable.into_iter().map(|(_, why)| why).collect();
        match source::unreadable(&reasons) {
            Some(failed) if worst == Ended::Clean => Err(failed),
            _ => Ok(worst),
        }
    }

    fn judge(&self, name: &str) -> Result<Checked, Failed> {
        let report = source::report(name, &self.settings)?;
        if report.is_blank_form() {
            return Err(Failed::Input(format!(
                "{name}: this is the blank form, not a report; fill it in first"
            )));
        }
        let Some(year) = self.args.year.map(ReportYear).or(report.year) else {
            return Err(Failed::Input(format!(
                "{name}: the report year cannot be told from the report; give it with --year"
            )));
        };
        if year < ReportYear::FIRST {
            return Err(Failed::Input(format!(
                "{name}: the report is on {}, for which there are no rules; if that is misread, give \
                 the year with --year",
                year.0
            )));
        }
        let today = year::statutory_day(SystemClock.now());
        let season = Some(ReportYear::in_season(today)).filter(|season| {
            year < *season && self.args.year.is_none() && self.args.published.is_none()
        });
        let agency = agency(self.args, &report);
        let (earlier, rejected) = earlier::in_a_row(&self.previous, year);
        let judgement = judge(self, name, &report, &agency, year, &earlier);
        let edition = report.edition.as_deref().and_then(edition::find);
        let name = name.to_owned();
        Ok(Checked { name, report, edition, agency, year, judgement, rejected, season })
    }
}

fn agency(args: &CheckArgs, report: &AnnualReport) -> Agency {
    let name = args.agency.clone().or_else(|| report.agency.clone()).unwrap_or_default();
    Agency {
        id: AgencyId(name.clone()),
        kind: args.kind.or_else(|| body::kind_of(&name)).unwrap_or(AgencyKind::Department),
        name,
        aliases: Vec::new(),
        region: String::new(),
        since: None,
        site: SiteId(String::new()),
    }
}

fn judge(
    bench: &Bench<'_>,
    source: &str,
    report: &AnnualReport,
    agency: &Agency,
    year: ReportYear,
    earlier: &[AnnualReport],
) -> Judgement {
    let published = bench.args.published;
    let noon = |day: NaiveDate| day.and_hms_opt(4, 0, 0).map(|at| Utc.from_utc_datetime(&at));
    let day = published.or_else(|| report.claimed_date().map(|it| it.date));
    let publication = day.and_then(|day| {
        let at = noon(day)?;
        Some(Publication {
            // A day that only the page claims is no sight of ours.
            first_seen: published.map_or_else(|| SystemClock.now(), |_| at),
            claimed: Some(day),
            url: source.to_owned(),
            // Whoever names the day vouches for it; a day that only the page claims may be that of
            // a move to a new site.
            absent_until: published.map(|_| at),
        })
    });
    let observation = Observation::Published(Listed {
        url: source.to_owned(),
        title: report.title.clone().unwrap_or_default(),
        date: None,
    });
    let dated_as = body::dated_as(bench.args.kind, agency);
    let dossier = Dossier {
        agency,
        year,
        deadlines: &Deadlines::of(dated_as, "", year, &[], 0),
        observation: &observation,
        observed_at: SystemClock.now(),
        publication: publication.as_ref(),
        withdrawn: None,
        revisions: &[],
        report: Some(report),
        scanned: false,
        edition: report.edition.as_deref().and_then(edition::find),
        links: &[],
        listed_years: None,
        twins: None,
        params: &bench.params,
        previous: earlier.first(),
        earlier,
    };
    sight::narrowed(bench.book.judge(&dossier), publication.is_some())
}

fn as_json(checked: &Checked, lang: Lang) -> Json {
    let Checked { report, judgement, .. } = checked;
    json!({
        "report": {
            "title": report.title,
            "agency": report.agency,
            "report_year": report.year,
            "edition": report.edition,
        },
        "findings": judgement.findings.iter()
            .map(|it| overview::json::finding(it, lang)).collect::<Vec<_>>(),
        "not_assessable": judgement.not_assessable.iter()
            .map(|it| json!({ "rule": it.rule, "why": it.why.pick(lang) }))
            .collect::<Vec<_>>(),
        "passed": judgement.passed,
        "unread": report.unread,
        "not_compared": not_compared(checked, lang),
    })
}

/// The earlier reports that were given and not compared, with the reasons.
fn not_compared(checked: &Checked, lang: Lang) -> Vec<Json> {
    let rejected = checked.rejected.iter();
    rejected.map(|it| json!({ "file": it.file, "why": it.why.pick(lang) })).collect()
}
