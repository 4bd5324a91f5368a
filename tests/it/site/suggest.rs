//! `site suggest` on small portals, each with one thing on it that may lead astray.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;

use gongkai_watch::config;
use gongkai_watch::config::Given;

use super::HOW;
use super::complaint;
use super::fixed;
use super::json;
use super::place;
use super::small;
use super::text;
use crate::portals::charset;
use crate::portals::live;
use crate::portals::walk::Answer;
use crate::portals::walk::Serve;
use crate::season::run;

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
