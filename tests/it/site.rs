//! `site suggest` and `site test` through the real binary, against portals on loopback.

mod suggest;

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use gongkai_watch::config;
use gongkai_watch::config::Given;
use gongkai_watch::domain::Ask;
use gongkai_watch::domain::Lang;
use gongkai_watch::domain::Reading;
use gongkai_watch::portal::Candidates;
use gongkai_watch::portal::Choice;
use gongkai_watch::portal::Entry;
use gongkai_watch::portal::Walked;
use gongkai_watch::survey::Look;
use gongkai_watch::survey::explore::Found;
use gongkai_watch::survey::propose;
use proptest::prelude::*;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::portals;
use crate::portals::charset;
use crate::portals::live;
use crate::portals::walk::Answer;
use crate::portals::walk::Serve;
use crate::portals::world::World;
use crate::season::run;

const HOW: &str = "data-dir = \"data\"\n[fetch]\ninterval-per-host = \"0s\"\nrobots = false\n\
                   allow-networks = [\"127.0.0.0/8\"]\n";

/// A directory with a configuration in which loopback may be read, and some sites.
fn place(sites: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("gongkai-watch.toml"), format!("{HOW}{sites}")).unwrap();
    dir
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(dir: &Path, args: &[&str]) -> Json {
    let output = run(dir, &[args, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", complaint(&output)))
}

/// A home page and a disclosure column before the list of a layout. Gives the address of the list.
fn with_home(layout: &str, base: &str) -> (String, Serve) {
    let (list, behind) = live::with_reports(layout, base);
    let told = list.clone();
    let serve: Serve = Arc::new(move |ask| match (ask.url.path(), ask.url.query()) {
        ("/", None) => Some(Answer::page(
            "<html><head>{META}<title>金川区人民政府</title><meta name=SiteName content=金川区人民政府>\
             <meta name=SiteIDCode content=6203020001></head><body><p>欢迎访问金川区人民政府门户网站</p>\
             <a href='http://www.jinchang.gov.cn/nb/'>市政府信息公开年报</a>\
             <a href='/news/1.html'>我区召开政府信息公开工作会议</a><a href='/open/'>政府信息公开</a>\
             <a href='javascript:;'>政务公开</a></body></html>",
        )),
        ("/open/", None) => Some(Answer::page(format!(
            "<html><head>{{META}}<title>政府信息公开</title></head><body><p>政府信息公开</p>\
             <a href='/open/guide.html'>政府信息公开指南</a><a href='/open/rules.html'>政府信息公开制度</a>\
             <a href='{told}'>政府信息公开年报</a><a href='/open/law.html'>法治政府建设年度报告</a></body></html>"
        ))),
        _ => behind(ask),
    });
    (list, serve)
}

/// Serves a layout behind a home page; gives the home page and the list.
fn portal(layout: &str, place: usize) -> (String, String) {
    let mut listing = String::new();
    let base = live::start(
        |base| {
            let (list, serve) = with_home(layout, base);
            listing = list;
            serve
        },
        charset::all()[place],
    );
    (base, listing)
}

#[test]
fn the_column_of_every_family_is_found_from_the_home_page() {
    let dir = place("");
    let layouts: Vec<_> = portals::layouts();
    let mut missed = Vec::new();
    let mut all = 0;
    for (number, layout) in layouts.iter().enumerate() {
        let world = (layout.world)();
        let site = (layout.make)(&world, "http://www.jinchuan.gov.cn");
        if site.reading != Reading::Recognised || layout.name.starts_with("xxgk") {
            continue;
        }
        all += 1;
        let (home, list) = portal(layout.name, number % 3 * 3);
        let told = json(dir.path(), &["site", "suggest", &format!("{home}/")]);
        let site = &told["site"];
        let reports = site["reports"].as_array().cloned().unwrap_or_default();
        let right = site["url"].as_str() == Some(list.as_str())
            && reports.len() > world.agencies.len()
            && reports.iter().all(|it| !it["url"].is_null());
        if !right {
            missed.push(format!("{}: {:?} {}", layout.name, site["url"], told["why_none"]));
            continue;
        }
        let pasted = place(site["toml"].as_str().unwrap());
        let check = run(pasted.path(), &["config", "check"]);
        assert!(check.status.success(), "{}: {}", layout.name, complaint(&check));
        // Never a report of a wrong body or year.
        for row in &reports {
            let agency = row["agency"].as_str().unwrap();
            let year = i32::try_from(row["report_year"].as_i64().unwrap()).unwrap();
            if let Some(id) = world.report(agency, year) {
                assert!(row["url"].as_str().unwrap().contains(id), "{}: {row}", layout.name);
            }
        }
    }
    println!("{} of {all} portals are proposed right; missed: {missed:#?}", all - missed.len());
    assert!(missed.len() * 10 <= all, "{missed:#?}");
}

#[test]
fn a_proposal_that_is_pasted_finds_the_reports() {
    for (layout, number) in [("trs, script", 3), ("jpage, posted", 0), ("plain, date behind", 6)] {
        let (home, _) = portal(layout, number);
        let dir = place("");
        let told = json(dir.path(), &["site", "suggest", &format!("{home}/")]);
        let toml = told["site"]["toml"].as_str().unwrap();
        let pasted = place(toml);
        let once = run(pasted.path(), &["once", "--all", "--at", "2025-04-20T08:00:00+08:00"]);
        assert!(once.status.success(), "{}", complaint(&once));
        let rows =
            json(pasted.path(), &["status", "--year", "2024", "--at", "2025-04-20T09:00:00+08:00"]);
        let world = World::of_all();
        let rows = rows.as_array().unwrap();
        let published = |name: &str| {
            rows.iter().any(|row| row["agency"] == name && row["state"] == "published")
        };
        for agency in &world.agencies {
            let names = [std::slice::from_ref(&agency.name), &agency.aliases].concat();
            let expected = world.report(&agency.name, 2024).is_some();
            let found = names.iter().any(|it| published(it));
            let left = names.iter().any(|it| toml.contains(&format!("\n# name = \"{it}\"")));
            assert_eq!(found, expected && !left, "{layout}: {} in {rows:#?}", agency.name);
        }
    }
}

/// A small portal: a home page, a disclosure column, and a list with a guide and a picture in it.
fn small() -> String {
    fixed(&[
        (
            "/",
            "<title>某区人民政府</title><meta name=SiteIDCode content=6203020001>\
             <meta name=SiteName content=某区人民政府><p>某区人民政府门户网站</p>\
             <a href=/news/1.html>我区召开政府信息公开工作会议</a><a href=/open/>政府信息公开</a>",
        ),
        (
            "/open/",
            "<title>政府信息公开</title><p>政府信息公开</p><a href=/open/guide/>政府信息公开指南</a>\
             <a href=/open/nb/>政府信息公开年报</a><a href=/open/town/>乡镇政府信息公开年报</a>",
        ),
        (
            "/open/nb/",
            "<title>政府信息公开年报</title><ul>\
             <li><a href=1.html>某区人民政府2024年政府信息公开工作年度报告</a>2025-03-20</li>\
             <li><a href=2.html>图解：某区人民政府2024年政府信息公开工作年度报告</a>2025-03-20</li>\
             <li><a href=3.html>某区人力资源和社会保障局2024年政府信息公开工作年度报告</a>2025-01-20</li>\
             <li><a href='javascript:;'>某区人社局2023年政府信息公开工作年度报告</a>2024-01-20</li>\
             <li><a href=5.html>某区政务服务中心2023年政府信息公开工作年度报告</a>2024-01-19</li>\
             <li><a href=6.html>2022年度政府工作报告</a>2023-01-19</li></ul>",
        ),
    ])
}

fn shown(output: &Output, base: &str) -> String {
    let host = base.trim_start_matches("http://");
    // Cells are as wide as the port is long.
    let text = text(output).replace(&host.replace(':', "-"), "portal").replace(host, "portal");
    let lines = text.lines().filter(|it| !it.starts_with(['─', '═']));
    let words = lines.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_person_sees_the_way_the_reports_and_the_block() {
    let base = small();
    let dir = place("");
    for lang in ["zh", "en"] {
        let output = run(dir.path(), &["site", "suggest", &format!("{base}/"), "--lang", lang]);
        assert!(output.status.success(), "{}", complaint(&output));
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("suggest_{lang}"), shown(&output, &base));
        });
    }
}

#[test]
fn a_person_sees_what_a_configured_site_gives() {
    let base = small();
    let agencies = agencies(&["某区人民政府", "某区人力资源和社会保障局"]);
    let site = format!("[[site]]\nid = \"s\"\nurl = \"{base}/open/nb/\"\n{agencies}");
    let dir = place(&site.replace("since = 2023", "since = 2024"));
    let output = run(dir.path(), &["site", "test", "s"]);
    assert!(output.status.success(), "{}", complaint(&output));
    // The last season owed depends on the day.
    let shown = shown(&output, &base);
    let lines = shown.lines().filter(|it| !it.contains("未见") && !it.contains("无法确定"));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    });
}

/// A site of fixed pages.
fn fixed(pages: &'static [(&'static str, &'static str)]) -> String {
    let serve = move |_: &str| -> Serve {
        Arc::new(move |ask| {
            let page = pages.iter().find(|(path, _)| *path == ask.url.path());
            page.map(|(_, text)| Answer::page(*text))
        })
    };
    live::start(serve, charset::all()[0])
}

/// Titles as lists have them, and worse.
fn title() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        "(金昌市)?金川区(人民)?政府(办公室)?",
        "(金川区)?(教育|审计|人力资源和社会保障)局(机关服务中心)?",
        "金川区(人社局|发改委|发展和改革委员会|法院|城关镇)",
        Just(String::new()),
        "\\PC{0,8}",
    ];
    (name, 2020..2025_i32, 0..5_u8).prop_map(|(name, year, form)| match form {
        0 => format!("{name}{year}年政府信息公开工作年度报告"),
        1 => format!("{year}年{name}政府信息公开工作年度报告"),
        2 => format!("{name}政府信息公开年报（{year}年）"),
        3 => format!("图解：{name}{year}年政府信息公开年报"),
        _ => format!("{name}{year}年年报"),
    })
}

proptest! {
    #[test]
    fn a_proposal_is_accepted_and_keeps_what_it_promises(
        titles in proptest::collection::vec((title(), proptest::bool::weighted(0.9)), 0..25),
        name in proptest::option::of(Just("金川区教育局")),
    ) {
        let entries: Vec<Entry> = (0..)
            .zip(titles)
            .map(|(n, (title, linked)): (u32, _)| {
                let url = linked.then(|| format!("http://a.gov.cn/{n}.html").parse().unwrap());
                Entry { url, title, date: None }
            })
            .collect();
        let walked = Walked { entries: Ok(entries.clone()), incomplete: None, pages: 1 };
        let look = Look { walked, pages: vec![], others: vec![], site_name: None, region: None };
        let ask = Ask::get("http://a.gov.cn/nb/".parse().unwrap());
        let proposal = propose::propose(&Found { ask, look, named: true }, name, Lang::En);
        let toml = proposal.site.toml();
        let config = config::parse("site.toml", &toml, &Given::default());
        let config = config.map_err(|it| TestCaseError::fail(format!("{:?}\n{toml}", it.problems())))?;
        let Some(watched) = config.sites.first() else { return Ok(()) };
        let agencies = &watched.site.agencies;
        let candidates = Candidates::new(&entries, agencies);
        for row in &proposal.rows {
            let Some(agency) = agencies.iter().find(|it| it.name == row.agency) else {
                // Left to a person.
                prop_assert!(toml.contains("# name = "), "{}\n{toml}", row.agency);
                continue;
            };
            let chosen = match candidates.choose(agency, row.report_year) {
                Choice::One(it) => it.entry.url.map(String::from),
                Choice::None | Choice::Ambiguous(_) => None,
            };
            prop_assert_eq!(&chosen, &row.url, "{} {}\n{}", row.agency, row.report_year, toml);
        }
    }
}

fn agencies(names: &[&str]) -> String {
    let block = |name: &&str| {
        format!("[[site.agency]]\nname = \"{name}\"\nkind = \"department\"\nsince = 2023\n")
    };
    names.iter().map(block).collect()
}

#[test]
fn a_configured_site_is_tested_and_nothing_is_kept() {
    let (_, list) = portal("trs, script", 0);
    let site = |id: &str, url: &str| format!("[[site]]\nid = \"{id}\"\nurl = \"{url}\"\n");
    let names = ["金川区教育局", "金川区人力资源和社会保障局"];
    let dir = place(&(site("jinchuan", &list) + &agencies(&names)));
    let told = json(dir.path(), &["site", "test", "jinchuan", "--lang", "en"]);
    assert_eq!(told["read"], true, "{told:#}");
    assert_eq!(told["family"], "trs");
    let world = World::of_all();
    for row in told["reports"].as_array().unwrap() {
        let year = i32::try_from(row["report_year"].as_i64().unwrap()).unwrap();
        let agency = row["agency"].as_str().unwrap();
        match world.report(agency, year) {
            None => assert_eq!(row["state"], "absent", "{row}"),
            Some(_) if row["state"] == "unknown" => {
                assert!(agency.contains("人力资源"), "{row}");
            }
            Some(id) => assert!(row["url"].as_str().unwrap().contains(id), "{row}"),
        }
    }
    let advice = told["advice"].to_string();
    assert!(advice.contains("金川区人社局 may be 金川区人力资源和社会保障局"), "{advice}");
    assert!(advice.contains("the list also names 金川区审计局"), "{advice}");
    let output = run(dir.path(), &["site", "test", "jinchuan"]);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert!(text(&output).contains("已读到末页"), "{}", text(&output));
    assert!(!dir.path().join("data").exists());
    assert_eq!(run(dir.path(), &["site", "test", "none"]).status.code(), Some(2));
    assert_eq!(run(dir.path(), &["site", "test"]).status.code(), Some(2));
}

#[test]
fn all_sites_are_tested_a_line_each() {
    let (_, list) = portal("plain, date behind", 0);
    let gone = fixed(&[]);
    let site = |id: &str, url: &str, name: &str| {
        format!("[[site]]\nid = \"{id}\"\nurl = \"{url}\"\n{}", agencies(&[name]))
    };
    let good = site("good", &list, "金川区教育局");
    let dir = place(&good);
    assert_eq!(run(dir.path(), &["site", "test", "--all"]).status.code(), Some(0));
    let dir = place(&(good + &site("gone", &gone, "金川区审计局")));
    let output = run(dir.path(), &["site", "test", "--all"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = text(&output);
    assert!(shown.contains("good") && shown.contains("网站返回错误（HTTP 404）"), "{shown}");
}
