//! `site suggest` and `site test` through the real binary, against portals on loopback.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
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

#[test]
fn what_stands_in_the_way_is_said_with_the_remedy() {
    let dir = place("");
    let column = "<title>政府信息公开年报</title><ul id=list></ul><p>年报</p>\
                  <script>$.ajax({url: api()})</script>";
    let home = "<title>某区</title><p>某区人民政府</p><a href=/nb/>政府信息公开年报</a>";
    for (pages, expected) in [
        (vec![("/", home), ("/nb/", column)], "the list is filled by a script ($.ajax)"),
        (
            vec![("/", "<p>某区人民政府</p><a href=/a>要闻</a>")],
            "no column of annual reports was found (1",
        ),
        (
            vec![("/", "<p>要闻</p><a href=/1>某区2024年政府信息公开工作年度报告</a>2025-01-20")],
            "no column of annual reports was found (1",
        ),
        (vec![("/", "<p>您的请求被拦截，请联系管理员</p>")], "blocked by the site's protection"),
        (vec![], "the site answered with an error (HTTP 404)"),
    ] {
        let pages: &'static [_] = Box::leak(pages.into_boxed_slice());
        let base = fixed(pages);
        let output = run(dir.path(), &["site", "suggest", &base, "--lang", "en"]);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output));
        assert!(complaint(&output).contains(expected), "{}", complaint(&output));
        assert!(text(&output).contains(&base), "{}", text(&output));
        let told = json(dir.path(), &["site", "suggest", &base, "--lang", "en"]);
        assert!(told["why_none"].as_str().unwrap().contains(expected), "{told:#}");
    }
    for wrong in ["www.jinchuan.gov.cn", "list.html"] {
        assert_eq!(run(dir.path(), &["site", "suggest", wrong]).status.code(), Some(2));
    }
}

#[test]
fn a_stub_is_followed_and_another_site_is_only_named() {
    let base = fixed(&[
        ("/", "<script>window.location.href = '/open/';</script>"),
        (
            "/open/",
            "<p>政府信息公开</p><a href=http://nb.example.gov.cn/>政府信息公开年报</a>\
             <a href=/gone/>政务公开</a>",
        ),
    ]);
    let dir = place("");
    let output = run(dir.path(), &["site", "suggest", &base]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        complaint(&output).contains("没有找到年报栏目（看过3个网页）"),
        "{}",
        complaint(&output)
    );
    assert!(
        text(&output).contains("政府信息公开年报 http://nb.example.gov.cn/"),
        "{}",
        text(&output)
    );
    let told = json(dir.path(), &["site", "suggest", &base]);
    assert_eq!(told["elsewhere"][0]["url"], "http://nb.example.gov.cn/");
}

#[test]
fn a_home_page_without_a_link_to_the_column_is_searched_by_its_overview() {
    const LIST: &str = "<title>政府信息公开年报</title><ul>\
                <li><a href=/1.html>某区审计局2024年政府信息公开工作年度报告</a>2025-01-20</li></ul>";
    let base = fixed(&[
        ("/", "<p>某区人民政府</p><a href=/ld/>领导之窗</a><a href=/map.html>网站地图</a>"),
        (
            "/map.html",
            "<title>网站地图</title><a href=/news/>要闻</a><a href=/nb/>政府信息公开年报</a>",
        ),
        ("/nb/", LIST),
    ]);
    let told = json(place("").path(), &["site", "suggest", &base]);
    assert_eq!(told["site"]["url"], format!("{base}/nb/"), "{told:#}");
    // Where no link leads on, a greater depth would find nothing either.
    let base = fixed(&[("/", "<p>某区人民政府</p><a href=/ld/>领导之窗</a>")]);
    for (depth, helps) in [("4", false), ("0", true)] {
        let output = run(place("").path(), &["site", "suggest", &base, "--depth", depth]);
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(complaint(&output).contains("--depth"), helps, "{}", complaint(&output));
    }
}

#[test]
fn a_list_of_a_whole_district_is_proposed_in_any_charset() {
    const NAMES: [&str; 20] = [
        "临江区人民政府",
        "临江区发展和改革局",
        "临江区教育局",
        "临江区教育培训管理办公室",
        "临江区财政局",
        "临江区人力资源和社会保障局",
        "临江区自然资源局",
        "临江区卫生健康委员会",
        "临江区审计局",
        "临江区市场监督管理局",
        "临江区统计局",
        "临江区信访局",
        "临江区税务局",
        "临江街道办事处",
        "江南街道办事处",
        "大桥镇人民政府",
        "沙洲乡人民政府",
        "临江区人民政府办公室",
        "临江区政务服务中心",
        "临江经济开发区管理委员会",
    ];
    for place_of_charset in 0..charset::all().len() {
        let serve = |_: &str| -> Serve {
            Arc::new(|ask| {
                let year = match ask.url.path() {
                    "/nb/" => 2024,
                    "/nb/index_1.html" => 2023,
                    _ => return None,
                };
                let line = |(n, name): (usize, &&str)| {
                    format!(
                        "<li><a href='{year}_{n}.html'>{name}{year}年政府信息公开工作年度报告</a>\
                         <span>{}-01-20</span></li>",
                        year + 1
                    )
                };
                let lines: String = NAMES.iter().enumerate().map(line).collect();
                Some(Answer::page(format!(
                    "<html><head>{{META}}<title>政府信息公开年报</title></head><body><ul>{lines}</ul>\
                     <a href='/nb/'>1</a><a href='/nb/index_1.html'>2</a>\
                     <a href='/nb/index_1.html'>下一页</a></body></html>"
                )))
            })
        };
        let charset = charset::all()[place_of_charset];
        let base = live::start(serve, charset);
        let told = json(place("").path(), &["site", "suggest", &format!("{base}/nb/")]);
        let reports = told["site"]["reports"].as_array().unwrap();
        assert_eq!(reports.len(), 40, "{charset}: {told:#}");
        for (n, name) in NAMES.iter().enumerate() {
            for year in [2023, 2024] {
                let url = format!("{base}/nb/{year}_{n}.html");
                let own = reports.iter().find(|it| it["url"] == url).unwrap();
                assert_eq!(own["agency"], *name, "{charset}: {own}");
                assert_eq!(own["report_year"], year, "{charset}: {own}");
            }
        }
        let toml = told["site"]["toml"].as_str().unwrap();
        let pasted = place(toml);
        let tested =
            json(pasted.path(), &["site", "test", told["site"]["id"].as_str().unwrap_or("")]);
        let watched = NAMES.len() - 3;
        assert_eq!(tested["reports"].as_array().map(Vec::len), Some(watched), "{charset}");
        assert_eq!(tested["not_taken"].as_array().map(Vec::len), Some(6), "{tested:#}");
    }
}

/// A site whose every page but the home page is redirected to an address.
fn redirecting(home: &'static str, to: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = [0; 4096];
            let n = stream.read(&mut asked).unwrap_or(0);
            let answer = if asked[..n].starts_with(b"GET / ") && !home.is_empty() {
                let length = home.len();
                format!(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{home}"
                )
            } else {
                format!(
                    "HTTP/1.1 302 Found\r\nLocation: {to}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                )
            };
            // The client may leave whenever it has seen enough.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    base
}

#[test]
fn a_page_that_is_redirected_to_another_site_is_not_its_own() {
    let list = format!("{}/open/nb/", small());
    let home = "<meta charset=utf-8><title>某区</title><p>某区人民政府</p>\
                <a href=/nb/>政府信息公开年报</a>";
    for home in [home, ""] {
        let base = redirecting(home, list.clone());
        let told = json(place("").path(), &["site", "suggest", &base, "--lang", "en"]);
        assert!(told["site"].is_null(), "{told:#}");
        assert_eq!(told["elsewhere"][0]["url"], list, "{told:#}");
        let why = told["why_none"].as_str().unwrap();
        assert!(why.contains(&list), "{why}");
    }
}

#[test]
fn a_list_in_a_frame_is_watched_where_it_stands() {
    let base = fixed(&[
        ("/", "<p>某区人民政府</p><a href=/nb/><img src=1.png alt=政府信息公开年报></a>"),
        ("/nb/", "<title>政府信息公开年报</title><p>年报</p><iframe src=/list/1.html></iframe>"),
        (
            "/list/1.html",
            "<ul><li><a href=/1.html>某区审计局2024年政府信息公开工作年度报告</a>2025-01-20</li>\
             <li><a href=/2.html>某区审计局2023年政府信息公开工作年度报告</a>2024-01-20</li></ul>",
        ),
    ]);
    let told = json(place("").path(), &["site", "suggest", &base]);
    assert_eq!(told["site"]["url"], format!("{base}/list/1.html"), "{told:#}");
    assert_eq!(told["site"]["reports"].as_array().unwrap().len(), 2);
}

#[test]
fn a_page_that_nobody_calls_the_column_is_proposed_with_a_warning() {
    let base = fixed(&[(
        "/",
        "<p>要闻</p><ul><li><a href=/1.html>某区审计局2024年政府信息公开工作年度报告</a>2025-01-20</li>\
         <li><a href=/2.html>某区教育局2024年政府信息公开工作年度报告</a>2025-01-20</li></ul>",
    )]);
    let told = json(place("").path(), &["site", "suggest", &base]);
    let toml = told["site"]["toml"].as_str().unwrap();
    assert!(toml.contains("# 网页没有写明是年报栏目"), "{toml}");
}

#[test]
fn a_court_is_left_to_the_person() {
    let base = fixed(&[(
        "/nb/",
        "<title>政府信息公开年报</title><ul>\
         <li><a href=/1.html>某县人民法院2024年政府信息公开工作年度报告</a>2025-01-20</li>\
         <li><a href=/2.html>某县审计局2024年政府信息公开工作年度报告</a>2025-01-20</li></ul>",
    )]);
    let told = json(place("").path(), &["site", "suggest", &format!("{base}/nb/")]);
    let toml = told["site"]["toml"].as_str().unwrap();
    assert!(toml.contains("# name = \"某县人民法院\"\n# kind = \"\" # 法院不是行政机关"), "{toml}");
    let check = run(place(toml).path(), &["config", "check"]);
    assert!(check.status.success(), "{}", complaint(&check));
}

#[test]
fn a_kind_that_is_only_guessed_accuses_nobody() {
    let base = fixed(&[(
        "/nb/",
        "<title>政府信息公开年报</title><ul>\
         <li><a href=/1.html>某县审计局2024年政府信息公开工作年度报告</a>2025-01-20</li>\
         <li><a href=/2.html>某县政务服务中心2024年政府信息公开工作年度报告</a>2025-03-20</li>\
         <li><a href=/3.html>某县经济开发区管理委员会2024年政府信息公开工作年度报告</a>2025-03-20</li>\
         <li><a href=/4.html>某县人民政府办公室2024年政府信息公开工作年度报告</a>2025-03-20</li></ul>",
    )]);
    let told = json(place("").path(), &["site", "suggest", &format!("{base}/nb/")]);
    let toml = told["site"]["toml"].as_str().unwrap();
    assert!(
        toml.contains("kind = \"department\" # 按名称推定：名称以“局”结尾\n")
            && toml.matches("# kind = \"department\" # 推测：").count() == 3,
        "{toml}"
    );
    // What they would have once confirmed is shown all the same.
    assert_eq!(told["site"]["reports"].as_array().unwrap().len(), 4, "{told:#}");
    let names = |toml: &str| {
        let config = config::parse("site.toml", toml, &Given::default()).unwrap();
        let agencies = config.sites.iter().flat_map(|it| &it.site.agencies);
        agencies.map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(toml), ["某县审计局"]);
    // Taking the # away is all that there is to do.
    let lines = toml.lines().map(|it| match it.strip_prefix("# ") {
        Some(rest) if rest.contains(" = ") || rest.starts_with('[') => rest,
        _ => it,
    });
    assert_eq!(names(&lines.collect::<Vec<_>>().join("\n")).len(), 4, "{toml}");
}

#[test]
fn robots_are_heeded_and_no_more_than_twelve_pages_are_asked_for() {
    let dir = place("");
    let path = dir.path().join("gongkai-watch.toml");
    fs::write(&path, HOW.replace("robots = false", "robots = true")).unwrap();
    let base = fixed(&[("/robots.txt", "User-agent: *\nDisallow: /\n"), ("/", "<p>x</p>")]);
    let output = run(dir.path(), &["site", "suggest", &base, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(complaint(&output).contains("robots.txt does not allow it"), "{}", complaint(&output));

    let maze = |_: &str| -> Serve {
        Arc::new(|ask| {
            let links: String = (0..9)
                .map(|n| format!("<a href='{}{n}/'>政府信息公开年报</a>", ask.url.path()))
                .collect();
            Some(Answer::page(format!("<p>迷宫里没有列表</p>{links}")))
        })
    };
    let base = live::start(maze, charset::all()[0]);
    let dir = place("");
    let told = json(dir.path(), &["site", "suggest", &base]);
    assert_eq!(told["looked_at"].as_array().unwrap().len(), 12);
}

#[test]
fn reports_that_name_nobody_are_those_of_the_one_who_is_named() {
    let base = fixed(&[(
        "/nb/",
        "<title>政府信息公开年报</title><ul><li><a href=/1.html>2024年政府信息公开工作年度报告</a>2025-01-20</li>\
         <li><a href=/2.html>2023年政府信息公开工作年度报告</a>2024-01-20</li></ul>",
    )]);
    let list = format!("{base}/nb/");
    let dir = place("");
    let told = json(dir.path(), &["site", "suggest", &list]);
    let toml = told["site"]["toml"].as_str().unwrap();
    assert!(toml.contains("--agency") && !toml.contains("\n[[site"), "{toml}");
    let check = run(place(toml).path(), &["config", "check"]);
    assert!(check.status.success(), "{}", complaint(&check));
    let told = json(dir.path(), &["site", "suggest", &list, "--agency", "金川区教育局"]);
    assert_eq!(told["site"]["reports"].as_array().unwrap().len(), 2, "{told:#}");
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
