//! Portals of every family in many looks and charsets, made up and read.
//!
//! The world is one: agencies with names inside each other's names, several years, some reports that
//! were never published, and documents that are none. Every layout shows the same world in its own
//! way, so what is found must be the same for all of them.

pub mod charset;
mod fixtures;
pub mod live;
mod looks;
mod systems;
pub mod walk;
pub mod world;

use gongkai_watch::domain::Reading;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::portal::Candidates;
use gongkai_watch::portal::Choice;

use charset::Charset;
use walk::Layout;
use world::World;

/// All of them.
pub fn layouts() -> Vec<Layout> {
    [looks::layouts(), systems::layouts()].concat()
}

/// What became of the reports of a world.
#[derive(Debug, Default)]
struct Tally {
    owed: usize,
    found: usize,
    wrong: Vec<String>,
    denied: Vec<String>,
    missed: Vec<String>,
}

fn read(layout: &Layout, charset: &Charset, tally: &mut Tally) {
    let world = (layout.world)();
    let site = (layout.make)(&world, "http://www.jinchuan.gov.cn");
    let (entries, incomplete) = walk::walk(&site, charset);
    let name = format!("{} in {charset}", layout.name);
    let entries = entries.unwrap_or_else(|why| {
        tally.missed.push(format!("{name}: {why:?}"));
        Vec::new()
    });
    let candidates = Candidates::new(&entries, &world.agencies);
    for agency in &world.agencies {
        for year in world::YEARS {
            let truth = world.report(&agency.name, year);
            tally.owed += usize::from(truth.is_some());
            let what = format!("{name}: {} {year}", agency.name);
            match (candidates.choose(agency, ReportYear(year)), truth) {
                (Choice::One(it), Some(id))
                    if it.entry.url.as_ref().unwrap().as_str().contains(id) =>
                {
                    tally.found += 1;
                }
                (Choice::One(it), _) => tally.wrong.push(format!("{what}: {:?}", it.entry)),
                (Choice::None, Some(_)) if incomplete.is_none() && !entries.is_empty() => {
                    tally.denied.push(what);
                }
                (Choice::None | Choice::Ambiguous(_), Some(_)) => {
                    tally.missed.push(format!("{what}, {incomplete:?}"));
                }
                (Choice::None | Choice::Ambiguous(_), None) => {}
            }
        }
    }
}

fn tallied(layouts: &[Layout]) -> Tally {
    let mut tally = Tally::default();
    for layout in layouts {
        for charset in charset::all() {
            read(layout, &charset, &mut tally);
        }
    }
    tally
}

#[test]
fn the_reports_of_all_layouts_are_found_in_all_charsets() {
    let layouts = layouts();
    assert!(layouts.len() >= 30, "{}", layouts.len());
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let parts = layouts.chunks(layouts.len().div_ceil(4));
        let parts: Vec<_> = parts.map(|part| scope.spawn(|| tallied(part))).collect();
        for part in parts {
            let Tally { owed, found, wrong, denied, missed } = part.join().unwrap();
            tally.owed += owed;
            tally.found += found;
            tally.wrong.extend(wrong);
            tally.denied.extend(denied);
            tally.missed.extend(missed);
        }
    });
    let share = tally.found * 10_000 / tally.owed;
    println!(
        "{} layouts, {} charsets: {} of {} reports found ({share} of ten thousand)",
        layouts.len(),
        charset::all().len(),
        tally.found,
        tally.owed
    );
    tally.missed.dedup_by_key(|it| it.split(": ").next().unwrap().to_owned());
    println!("missed in: {:#?}", tally.missed);
    assert_eq!(tally.wrong, Vec::<String>::new(), "of a wrong year or agency");
    assert_eq!(tally.denied, Vec::<String>::new(), "there, and called absent");
    assert!(share >= 9_800, "{share} of ten thousand");
}

#[test]
fn a_list_that_was_read_whole_says_who_is_missing() {
    let charset = charset::all().swap_remove(0);
    for layout in layouts() {
        let world = (layout.world)();
        let site = (layout.make)(&world, "http://www.jinchuan.gov.cn");
        let (entries, incomplete) = walk::walk(&site, &charset);
        assert_eq!(incomplete, None, "{}", layout.name);
        let entries = entries.unwrap();
        let candidates = Candidates::new(&entries, &world.agencies);
        for agency in &world.agencies {
            for year in world::YEARS {
                let absent = candidates.choose(agency, ReportYear(year)) == Choice::None;
                let expected = world.report(&agency.name, year).is_none();
                assert_eq!(absent, expected, "{}: {} {year}", layout.name, agency.name);
            }
        }
    }
}

#[test]
fn a_page_that_fails_denies_nobody() {
    let charset = charset::all().swap_remove(0);
    for layout in layouts() {
        let world = (layout.world)();
        let pages = walk::count(&(layout.make)(&world, "http://www.jinchuan.gov.cn"), &charset);
        for broken in 1..pages {
            let mut site = (layout.make)(&world, "http://www.jinchuan.gov.cn");
            site.breaks_at = Some(broken);
            let (entries, incomplete) = walk::walk(&site, &charset);
            assert!(
                entries.is_err() || incomplete.is_some(),
                "{}: page {broken} of {pages} failed unnoticed",
                layout.name
            );
        }
    }
}

#[test]
fn every_family_has_a_layout_that_it_recognises() {
    let charset = charset::all().swap_remove(0);
    let mut seen: Vec<String> = Vec::new();
    for layout in layouts() {
        let site = (layout.make)(&(layout.world)(), "http://www.jinchuan.gov.cn");
        if site.reading == Reading::Recognised {
            let family = walk::family(&site, &charset);
            println!("{}: {family}", layout.name);
            assert!(layout.name.starts_with(&family), "{} is taken for {family}", layout.name);
            seen.push(family);
        }
    }
    for family in gongkai_watch::portal::FAMILIES {
        assert!(seen.iter().any(|it| it == family.id), "{} has no layout", family.id);
    }
}

#[test]
fn two_hundred_agencies_of_one_list_are_told_apart() {
    let world = World::large(200);
    let entries: Vec<_> = world.items.iter().map(|it| it.entry("http://a.gov.cn/")).collect();
    let candidates = Candidates::new(&entries, &world.agencies);
    for agency in &world.agencies {
        for year in world::YEARS {
            let found = match candidates.choose(agency, ReportYear(year)) {
                Choice::One(it) => it.entry.url.map(String::from),
                Choice::None => None,
                Choice::Ambiguous(why) => panic!("{}: {why}", agency.name),
            };
            let truth = world.report(&agency.name, year);
            assert_eq!(found.is_some(), truth.is_some(), "{} {year}", agency.name);
            assert!(found.is_none_or(|it| it.contains(truth.unwrap())));
        }
    }
}
