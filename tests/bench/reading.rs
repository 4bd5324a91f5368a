//! Reading and judging one report page beside what the HTML parser alone takes, in one run:
//! `cargo bench --bench reading`. Prints for each page the times as multiples of the parser's own,
//! then the rules that take longest, and peak memory over many pages.
//!
//! There are two measures of the parser: html5ever building `scraper`'s tree, and html5ever building
//! nothing. How many ideographs a page has tells what there is to read and judge in it: the "plain" look,
//! which fills its length with words in hardly any markup, has more than twice those of the longest
//! report that was collected. Nothing here fails: a ratio is read by a person, because a busy machine
//! makes any limit a lie.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark prints its figures")]

mod bare;
mod pages;

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Deadlines;
use gongkai_watch::domain::Dossier;
use gongkai_watch::domain::Listed;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Params;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::SiteId;
use gongkai_watch::extract;
use gongkai_watch::extract::edition;
use gongkai_watch::rules;
use gongkai_watch::rules::Check;
use gongkai_watch::rules::Reading;
use gongkai_watch::rules::Rule;

use pages::LOOKS;

/// Calls of each work on each kind of page.
const ROUNDS: usize = 200;

fn read(html: &str) -> Option<AnnualReport> {
    extract::extract(extract::Input { bytes: html.as_bytes(), ..extract::Input::default() }).ok()
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
    let Some(report) = read(html) else { return 0 };
    look(&report, |dossier| rules::judge(dossier, &[]).findings.len())
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

/// The fastest of many single calls of each work. A call is shorter than the turn that a busy machine
/// gives a program, so that some are not interrupted; and the works alternate, so that a slow spell
/// hits all of them.
fn time<const N: usize>(pages: &[String], works: [&dyn Fn(&str) -> usize; N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for page in pages.iter().cycle().take(ROUNDS) {
        for (work, best) in works.iter().zip(&mut best) {
            let start = Instant::now();
            black_box(work(black_box(page)));
            *best = start.elapsed().min(*best);
        }
    }
    best
}

fn compare(name: &str, pages: &[String]) {
    let [tree, bare, reading, judging] = time(
        pages,
        [
            &|page| scraper::Html::parse_document(page).tree.values().count(),
            &bare::parse,
            &|page| read(page).map_or(0, |report| report.sections.len()),
            &judged,
        ],
    );
    let [of_tree, of_bare] = [tree, bare].map(|parser| {
        let ratio = |it: Duration| it.as_secs_f64() / parser.as_secs_f64();
        format!("{:>8.2} {:>8.2}", ratio(reading), ratio(judging))
    });
    let bytes = pages[0].len();
    let letters = pages[0].chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).count();
    println!("{name:<28} {bytes:>7} {letters:>10} {tree:>9.1?} {of_tree} {bare:>12.1?} {of_bare}");
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn main() {
    println!(
        "{:<28} {:>7} {:>10} {:>9} {:>8} {:>8} {:>12} {:>8} {:>8}",
        "page", "bytes", "ideographs", "with tree", "read", "judged", "without", "read", "judged"
    );
    for look in &LOOKS {
        let pages: Vec<String> = (0..20).map(|seed| look.page(seed)).collect();
        assert!(read(&pages[0]).is_some_and(|it| it.tables.len() == 3 && it.unread.is_empty()));
        compare(look.name, &pages);
    }
    for (name, page) in pages::collected() {
        compare(&name.chars().take(28).collect::<String>(), &[page]);
    }
    by_rule(&read(&LOOKS[0].page(8)).unwrap());
    let before = peak_kib();
    for seed in 0..10_000 {
        judged(&LOOKS[seed % 3].page(seed));
    }
    println!("peak memory: {before} KiB, after 10,000 reports {} KiB", peak_kib());
}
