//! Reading and judging one report page beside what the HTML parser alone takes, in one run:
//! `cargo bench --bench reading`. Prints both times, their ratio, the rules that take longest, and peak
//! memory over many pages.
//!
//! Nothing here fails: a ratio is read by a person, because a busy machine makes any limit a lie.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark prints its figures")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Deadlines;
use gongkai_watch::domain::Dossier;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::Listed;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Params;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::TableKind;
use gongkai_watch::extract;
use gongkai_watch::extract::edition;
use gongkai_watch::rules;
use gongkai_watch::rules::Check;
use gongkai_watch::rules::Reading;
use gongkai_watch::rules::Rule;

const STYLE: &str = "style=\"border:1px solid #000;padding:0 5pt;font-family:仿宋;font-size:12pt\"";

/// A report of the 2021 form of about 45 KB, with the markup that editors leave.
fn page(seed: usize) -> String {
    let edition = edition::find("2021").unwrap();
    let mut html = format!(
        "<html><head><meta charset=utf-8><title>年报</title><meta name=PubDate content='2026-01-20'>\
         </head><body><div class=nav><ul>{}</ul></div><div id=zoom>\
         <h1>示例市第{seed}局2025年政府信息公开工作年度报告</h1><p>一、总体情况</p>",
        "<li><a href='/a/b.html'>栏目导航</a></li>".repeat(60)
    );
    for i in 0..40 {
        write!(
            html,
            "<p {STYLE}><span {STYLE}>（{i}）主动公开方面。全年公开政府信息{}条，办结率100%，\
             持续提升公开的质量和时效，做好解读回应，加强平台建设和监督保障。</span></p>",
            seed + i
        )
        .unwrap();
    }
    html.push_str(
        "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><table>",
    );
    for spec in edition.lines_of(TableKind::Applications) {
        write!(html, "<tr><td {STYLE}><p>{}</p></td>", spec.label).unwrap();
        for column in 0..7 {
            // All of one kind of applicant, and all granted: the sums are in order, as in most reports.
            let counted = matches!(spec.line, Line::Received | Line::Granted | Line::HandledTotal);
            let figure = if counted && matches!(column, 0 | 6) { seed % 7 } else { 0 };
            write!(html, "<td {STYLE}><p align=center><span>{figure}</span></p></td>").unwrap();
        }
        html.push_str("</tr>");
    }
    html.push_str(
        "</table><p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p>\
         <p>问题是深度不够，改进措施是加强培训。</p><p>六、其他需要报告的事项</p><p>未收取信息处理费。\
         </p></div></body></html>",
    );
    html
}

fn read(html: &str) -> AnnualReport {
    let input = extract::Input { bytes: html.as_bytes(), ..extract::Input::default() };
    extract::extract(input).unwrap()
}

/// Looks at a report as a round that has nothing else on record would.
fn look<T>(report: &AnnualReport, judge: impl Fn(&Dossier<'_>) -> T) -> T {
    let agency = Agency {
        id: AgencyId("示例市财政局".into()),
        name: "示例市财政局".into(),
        aliases: vec![],
        kind: AgencyKind::Department,
        region: "000000".into(),
        since: None,
        site: SiteId("s".into()),
    };
    let observation =
        Observation::Published(Listed { url: String::new(), title: String::new(), date: None });
    judge(&Dossier {
        agency: &agency,
        year: ReportYear(2025),
        deadlines: &Deadlines::of(agency.kind, "", ReportYear(2025), &[], 0),
        observation: &observation,
        observed_at: chrono::DateTime::UNIX_EPOCH,
        publication: None,
        withdrawn: None,
        revisions: &[],
        report: Some(report),
        scanned: false,
        edition: edition::find("2021"),
        previous: None,
        earlier: &[],
        links: &[],
        listed_years: None,
        twins: None,
        params: &Params::none(),
    })
}

fn judged(html: &str) -> usize {
    look(&read(html), |dossier| rules::judge(dossier, &[]).findings.len())
}

/// What it takes to make the text ready and to judge it by all rules, and the rules that take longest
/// once the text is ready.
fn by_rule(report: &AnnualReport) {
    look(report, |dossier| {
        let whole = fastest(100, || rules::judge(dossier, &[]));
        let reading = Reading::of(*dossier);
        let check = |rule: &Rule| match rule.check {
            Check::Report(check) => Some(fastest(100, || check(dossier))),
            Check::Text(check) => {
                drop(check(&reading));
                Some(fastest(100, || check(&reading)))
            }
            Check::Cohort(_) => None,
        };
        let mut times: Vec<(Duration, &str)> =
            rules::all().filter_map(|rule| Some((check(rule)?, rule.id))).collect();
        times.sort_unstable();
        let alone: Duration = times.iter().map(|(time, _)| *time).sum();
        println!(
            "judging:             {whole:>10.1?}   of which the rules themselves {alone:.1?}:"
        );
        for (time, rule) in times.iter().rev().take(12) {
            println!("  {rule:<32} {time:>10.1?}");
        }
    });
}

/// The fastest of several rounds: one that nothing else on the machine came between.
fn fastest<T>(rounds: u32, work: impl Fn() -> T) -> Duration {
    let round = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..rounds).map(round).min().unwrap_or_default()
}

/// What it takes for a page, on average.
fn time(pages: &[String], work: impl Fn(&str) -> usize) -> Duration {
    let page = |page: &String| fastest(9, || work(black_box(page)));
    pages.iter().map(page).sum::<Duration>() / u32::try_from(pages.len()).unwrap()
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn main() {
    let pages: Vec<String> = (0..40).map(page).collect();
    println!("page: {} bytes", pages[0].len());
    judged(&pages[0]);
    let parser = time(&pages, |page| scraper::Html::parse_document(page).tree.values().count());
    let reading = time(&pages, |page| read(page).sections.len());
    let all = time(&pages, judged);
    let ratio = |it: Duration| it.as_secs_f64() / parser.as_secs_f64();
    println!("html5ever alone:     {parser:>10.1?}");
    println!("read:                {reading:>10.1?}   {:.2} x", ratio(reading));
    println!("read and judged:     {all:>10.1?}   {:.2} x  (limit 1.50 x)", ratio(all));
    by_rule(&read(&pages[8]));
    let before = peak_kib();
    for seed in 0..10_000 {
        judged(&page(seed));
    }
    println!("peak memory: {before} KiB, after 10,000 reports {} KiB", peak_kib());
}
