//! Finding copies among 200,000 reports beside a bare loop over their shingles, in one run:
//! `cargo bench --bench similarity [REPORTS]`. Prints seconds, memory, and whether the planted copies
//! were found.
//!
//! Nothing here fails: figures are read by a person, because a busy machine makes any limit a lie. The
//! texts are made up as they are needed, so that memory is that of the signatures and the search.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Section;
use gongkai_watch::domain::SiteId;
use gongkai_watch::similarity;
use gongkai_watch::similarity::Shingles;
use gongkai_watch::similarity::minhash;

/// Sentences of a report; with their lengths about 600 shingles, as reports have.
const SENTENCES: u64 = 20;
/// Every so many reports are a near copy of the one before.
const COPY_EVERY: u64 = 1000;

/// A number that looks random and is the same in every run.
fn scatter(n: u64) -> u64 {
    let n = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n ^ (n >> 29)
}

fn sentence(seed: u64) -> String {
    // Words of two letters out of two thousand, so that honest reports share some runs.
    (0..16)
        .flat_map(|i| {
            let word = u32::try_from(scatter(seed * 64 + i) % 2000).unwrap();
            [0x4e00 + word, 0x6e00 + word * 7 % 2000]
        })
        .filter_map(char::from_u32)
        .collect()
}

/// The shingles of a report; a copy changes one sentence of the report before it.
fn shingles(report: u64) -> Shingles {
    let copy = report % COPY_EVERY == 1;
    let original = if copy { report - 1 } else { report };
    Shingles::of((0..SENTENCES).map(|i| {
        let changed = u64::from(copy && i == 0) * 1_000_000_007;
        sentence(original * SENTENCES + i + changed)
    }))
}

/// What it takes to find a report's own words, in microseconds: a look at one with a predecessor takes
/// it twice.
fn masking() -> f64 {
    let agency = Agency {
        id: AgencyId("示例市东区财政局".into()),
        name: "示例市东区财政局".into(),
        aliases: vec!["东区财政和国资局".into()],
        kind: AgencyKind::Department,
        region: "990101".into(),
        since: None,
        site: SiteId("s".into()),
    };
    let text: String =
        (0..40).map(|i| format!("{i}.我局公开信息{i}条，{}，答复率100%。", sentence(i))).collect();
    let section = |number| Section {
        number,
        title: String::new(),
        present: true,
        text: text.clone(),
        has_table: false,
        has_image: false,
    };
    let report = AnnualReport { sections: vec![section(1), section(5)], ..AnnualReport::default() };
    let rounds = 500;
    let start = Instant::now();
    for _ in 0..rounds {
        black_box(similarity::own_words(&agency, &report));
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds)
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() {
    // `cargo test --all-targets` also starts this file, and asks for no figures.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let asked = std::env::args().find_map(|arg| arg.parse().ok());
    let reports: u64 = asked.unwrap_or(200_000);
    println!("{reports} reports of about {} shingles", shingles(0).len());
    println!("masking one report:    {:8.2} µs", masking());

    let start = Instant::now();
    for report in 0..reports {
        black_box(shingles(report));
    }
    println!("making the texts:      {:8.2} s", start.elapsed().as_secs_f64());

    let start = Instant::now();
    let mut bare = 0_u64;
    for report in 0..reports {
        bare = shingles(report).iter().fold(bare, |sum, run| sum ^ scatter(run));
    }
    println!("+ bare loop:           {:8.2} s  ({bare:x})", start.elapsed().as_secs_f64());

    let before = peak_mib();
    let start = Instant::now();
    let signatures: Vec<Vec<u32>> =
        (0..reports).map(|report| minhash::signature(&shingles(report))).collect();
    println!("+ signatures:          {:8.2} s", start.elapsed().as_secs_f64());

    let places: Vec<&[u32]> = signatures.iter().map(Vec::as_slice).collect();
    let start = Instant::now();
    let pairs = minhash::pairs(&places);
    println!("search for pairs:      {:8.2} s", start.elapsed().as_secs_f64());

    let found: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    let planted: Vec<(usize, usize)> = (0..reports)
        .filter(|report| report % COPY_EVERY == 1)
        .filter_map(|report| usize::try_from(report).ok())
        .map(|report| (report - 1, report))
        .collect();
    let hits = planted.iter().filter(|pair| found.contains(pair)).count();
    println!("copies found:          {hits} of {}, {} others", planted.len(), found.len() - hits);
    println!("peak memory:           {} MiB (before the signatures {before} MiB)", peak_mib());
}
