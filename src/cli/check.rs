//! `check`: one report against the rule book, without a daemon or a store.

use chrono::NaiveDate;
use chrono::TimeZone;
use chrono::Utc;
use clap::Args;
use serde_json::Value as Json;
use serde_json::json;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::extract;
use super::out;
use crate::clock::Clock;
use crate::clock::SystemClock;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::AnnualReport;
use crate::domain::Deadlines;
use crate::domain::Dossier;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Listed;
use crate::domain::Observation;
use crate::domain::Publication;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::SiteId;
use crate::extract::edition;
use crate::overview;
use crate::rules;
use crate::rules::Judgement;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// File or address of the report; - reads standard input
    source: String,
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
    /// Last year's report, to compare with
    #[arg(long, value_name = "FILE")]
    previous: Option<String>,
    /// The day it was or will be published [default: as the page says]
    #[arg(long, value_name = "DATE")]
    published: Option<NaiveDate>,
}

fn kind(text: &str) -> Result<AgencyKind, String> {
    AgencyKind::from_key(text).ok_or_else(|| {
        let known: Vec<&str> = AgencyKind::ALL.iter().map(|kind| kind.key()).collect();
        format!("write one of {}", known.join(", "))
    })
}

pub(super) fn check(args: &CheckArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    let report = extract::source(&args.source, context)?.report(&args.source)?;
    if report.is_blank_form() {
        return Err(Failed::Input(format!(
            "{}: this is the blank form, not a report; fill it in first",
            args.source
        )));
    }
    let previous = match &args.previous {
        Some(name) => Some(extract::source(name, context)?.report(name)?),
        None => None,
    };
    let Some(year) = args.year.map(ReportYear).or(report.year) else {
        return Err(Failed::Input(format!(
            "{}: the report year cannot be told from the report; give it with --year",
            args.source
        )));
    };
    let agency = agency(args, &report);
    let judgement = judge(args, &report, previous.as_ref(), &agency, year);
    match context.format {
        Format::Json => out::json(&as_json(&report, &judgement, lang)),
        Format::Text => print(&report, &judgement, &agency, year, lang),
    }
    let wrong = judgement.findings.iter().any(|it| it.severity == Severity::Error);
    Ok(if wrong { Ended::Findings } else { Ended::Clean })
}

fn agency(args: &CheckArgs, report: &AnnualReport) -> Agency {
    let name = args.agency.clone().or_else(|| report.agency.clone()).unwrap_or_default();
    Agency {
        id: AgencyId(name.clone()),
        kind: args.kind.unwrap_or_else(|| kind_of(&name)),
        name,
        aliases: Vec::new(),
        region: String::new(),
        since: None,
        site: SiteId(String::new()),
    }
}

/// The kind that a name suggests. A department is the common case, and has the earlier date.
fn kind_of(name: &str) -> AgencyKind {
    let bare = name.trim_end_matches("人民政府");
    let township = ["乡", "镇", "街道", "办事处"].iter().any(|end| bare.ends_with(end));
    match (township, bare.len() < name.len()) {
        (true, _) => AgencyKind::Township,
        (false, true) => AgencyKind::Government,
        (false, false) => AgencyKind::Department,
    }
}

fn judge(
    args: &CheckArgs,
    report: &AnnualReport,
    previous: Option<&AnnualReport>,
    agency: &Agency,
    year: ReportYear,
) -> Judgement {
    let noon = |day: NaiveDate| day.and_hms_opt(4, 0, 0).map(|at| Utc.from_utc_datetime(&at));
    let day = args.published.or_else(|| report.claimed_date().map(|it| it.date));
    let publication = day.and_then(|day| {
        let at = noon(day)?;
        Some(Publication {
            first_seen: at,
            claimed: Some(day),
            url: args.source.clone(),
            // Whoever names the day vouches for it; a day that only the page claims may be that of
            // a move to a new site.
            absent_until: args.published.map(|_| at),
        })
    });
    let observation = Observation::Published(Listed {
        url: args.source.clone(),
        title: report.title.clone().unwrap_or_default(),
        date: None,
    });
    let dossier = Dossier {
        agency,
        year,
        deadlines: &Deadlines::of(agency.kind, "", year, &[], 0),
        observation: &observation,
        observed_at: SystemClock.now(),
        publication: publication.as_ref(),
        withdrawn: None,
        revisions: &[],
        report: Some(report),
        scanned: false,
        edition: report.edition.as_deref().and_then(edition::find),
        previous,
    };
    rules::judge(&dossier, &[])
}

fn as_json(report: &AnnualReport, judgement: &Judgement, lang: Lang) -> Json {
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
    })
}

fn print(
    report: &AnnualReport,
    judgement: &Judgement,
    agency: &Agency,
    year: ReportYear,
    lang: Lang,
) {
    let say = |text: String| out::line(&out::printable(&text));
    say(report.title.clone().unwrap_or_else(|| lang.pick("（无标题）", "(no title)").into()));
    let edition = report.edition.as_deref().unwrap_or("?");
    say(match lang {
        Lang::Zh => format!("{}　{year}年度　{edition}版格式", agency.name),
        Lang::En => format!("{}, report on {year}, form of {edition}", agency.name),
    });
    for unread in &report.unread {
        say(format!("  {}{} — {}", lang.pick("未读出：", "unread: "), unread.what, unread.why));
    }
    let mut findings: Vec<&Finding> = judgement.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    for found in findings {
        let word = lang.pick(found.severity.zh(), found.severity.key());
        out::line("");
        out::line(&format!(
            "{}[{}] {}",
            out::coloured(word, found.severity),
            found.rule,
            out::printable(found.message.pick(lang))
        ));
        if let Some(quote) = found.place.quote.as_deref().filter(|it| !it.is_empty()) {
            say(format!("  {}{quote}", lang.pick("原文：", "quote: ")));
        }
        say(format!("  {}{}", lang.pick("依据：", "basis: "), found.basis.pick(lang)));
        if let Some(rule) = rules::find(&found.rule) {
            say(format!("  {}{}", lang.pick("处理：", "to do: "), rule.remedy().pick(lang)));
        }
    }
    if !judgement.not_assessable.is_empty() {
        out::line("");
        out::line(lang.pick("无法判断：", "not assessable:"));
        for it in &judgement.not_assessable {
            say(format!("  {}{}{}", it.rule, lang.pick("：", ": "), it.why.pick(lang)));
        }
    }
    out::line("");
    let count = |severity| judgement.findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (passed, open) = (judgement.passed.len(), judgement.not_assessable.len());
    out::line(&match lang {
        Lang::Zh => format!("错误{errors}，警告{warnings}；{passed}条规则通过，{open}条无法判断。"),
        Lang::En => format!(
            "{errors} errors, {warnings} warnings; {passed} rules passed, {open} not assessable."
        ),
    });
}
