//! Faults by content: the answer is whole, and is not the page.

use super::Fault;
use super::office;
use super::office::html;
use crate::wire::Script;
use crate::wire::answer;
use crate::wire::moved;

/// A fault that answers every path alike.
pub fn everywhere(name: &'static str, key: &'static str, script: Script) -> Fault {
    let answer = Box::new(move |_: &str| script.clone());
    Fault { name, key, at_report: Some(key), partial: false, answer }
}

fn page(name: &'static str, key: &'static str, body: &str) -> Fault {
    everywhere(name, key, html(&format!("<html><head><meta charset=utf-8></head>{body}</html>")))
}

fn status(name: &'static str, key: &'static str, status: &str, body: &str) -> Fault {
    everywhere(name, key, answer(status, &[("Content-Type", "text/html")], body.as_bytes()))
}

fn at_report(key: &'static str, fault: Fault) -> Fault {
    Fault { at_report: Some(key), ..fault }
}

/// A fault of the listing alone; the reports are well.
fn of_listing(name: &'static str, key: &'static str, script: Script) -> Fault {
    let answer = Box::new(move |path: &str| match path {
        office::LISTING => script.clone(),
        _ => office::healthy(path),
    });
    Fault { name, key, at_report: None, partial: false, answer }
}

/// A redirect to another path, where a page stands.
fn led(name: &'static str, key: &'static str, to: &'static str, body: &'static str) -> Fault {
    let answer = Box::new(move |path: &str| {
        let there = to.split_once("//").map_or(to, |(_, rest)| rest.get(9..).unwrap_or("/"));
        if path == there || path == to { html(body) } else { moved("302 Found", to) }
    });
    Fault { name, key, at_report: Some(key), partial: false, answer }
}

pub fn faults() -> Vec<Fault> {
    let mut all = statuses();
    all.extend(gateways());
    all.extend(notices());
    all.extend(elsewhere());
    all.extend(shells());
    all.extend(data());
    all.extend(half());
    all
}

fn statuses() -> Vec<Fault> {
    vec![
        status("internal error", "failed", "500 Oops", "<h1>500</h1>"),
        status("bad gateway", "failed", "502 Bad", "<h1>502</h1>"),
        status("unavailable", "failed", "503 Busy", "<h1>503</h1>"),
        status("unavailable for maintenance", "maintenance", "503 Busy", "<p>系统维护中</p>"),
        at_report("report-not-readable", status("not found", "failed", "404 No", "<h1>404</h1>")),
        at_report("report-not-readable", status("gone", "failed", "410 Gone", "<h1>410</h1>")),
        status("forbidden", "blocked", "403 No", "<h1>403 Forbidden</h1>"),
        status("unauthorised", "blocked", "401 No", "<h1>401</h1>"),
        status("too many requests", "blocked", "429 Slow", "<h1>429</h1>"),
        status("network login required", "captive-portal", "511 Login", "<p>login</p>"),
        everywhere("204 without reason", "empty", Script::Say(b"HTTP/1.1 204 No\r\n\r\n".to_vec())),
        everywhere("304 unasked", "failed", Script::Say(b"HTTP/1.1 304 No\r\n\r\n".to_vec())),
        status("redirect to nowhere", "failed", "302 Found", "<p>moved</p>"),
    ]
}

fn gateways() -> Vec<Fault> {
    let script = "<html><script>var _0x=['a'];document.cookie='__jsl_clearance=1';\
                  location.href=location.pathname;</script></html>";
    let cookie = [("Content-Type", "text/html"), ("Set-Cookie", "__jsluid_s=1; path=/")];
    vec![
        everywhere("521 with script", "blocked", answer("521 X", &cookie, script.as_bytes())),
        status("412 with script", "blocked", "412 X", "<script>$_ts=window['$_ts'];</script>"),
        status("202 with script", "blocked", "202 X", "<script>var a = b();</script>"),
        page("200 with script", "blocked", script),
        page(
            "cookie and reload",
            "blocked",
            "<script>document.cookie='k=1';location.reload()</script>",
        ),
        page("安全狗", "blocked", "<title>网站安全狗</title><p>您的请求带有不合法参数</p>"),
        page("block page", "blocked", "<title>访问被拦截</title><p>事件编号 12345</p>"),
        page("firewall", "blocked", "<p>您的请求疑似攻击行为，已被网站防火墙记录</p>"),
        page("slide to verify", "blocked", "<p>请完成安全验证后继续访问</p>"),
        page("too often", "blocked", "<p>访问过于频繁，请稍后再试</p>"),
    ]
}

fn notices() -> Vec<Fault> {
    let styled = "<title>某市人民政府</title><body><div><a href=/>首页</a><a href=/zw/>政务</a>\
                  </div><h1>404</h1><p>很抱歉，您访问的页面不存在</p></body>";
    vec![
        page("404 in the site's style", "soft-404", styled),
        page("bare 404", "soft-404", "<title>404 Not Found</title><center>nginx</center>"),
        page("article deleted", "soft-404", "<p>文章不存在或已被删除</p>"),
        page("maintenance", "maintenance", "<title>网站维护</title><p>请稍后访问</p>"),
        page("rebuilding", "maintenance", "<p>网站升级改造中，暂停访问</p>"),
        page("login form", "login", "<form><p>用户登录</p><input type=password></form>"),
        page("session over", "login", "<p>登录超时，请重新进入</p>"),
        page("captive portal", "captive-portal", "<title>上网认证</title><p>手机号 验证码</p>"),
        page("gambling", "hijacked", "<title>澳门新葡京官网</title><p>注册送彩金</p>"),
        page("pornography", "hijacked", "<title>成人视频在线观看</title><p>x</p>"),
    ]
}

fn elsewhere() -> Vec<Fault> {
    let home = "<html><title>某市人民政府</title><body><p>要闻</p></body></html>";
    let login = "<html><body><p>账号 密码</p></body></html>";
    vec![
        led("redirect to the home page", "home-page", "/", home),
        led("redirect to a 404 page", "soft-404", "/404.html", "<p>找不到页面</p>"),
        led("redirect to a login", "login", "/cas/login", login),
        led("redirect to a captive portal", "captive-portal", "/eportal/index.jsp", login),
        everywhere(
            "redirect into a private net",
            "refused",
            moved("302 Found", "http://10.0.0.1/"),
        ),
        page(
            "refresh to the home page",
            "home-page",
            "<meta http-equiv=refresh content='0;url=/'>",
        ),
        page(
            "script to the home page",
            "home-page",
            "<script>location.href='/index.html'</script>",
        ),
        page("script to another page", "elsewhere", "<script>location='/zwgk/x/'</script>"),
        page("script to another site", "elsewhere", "<script>location='http://b.test/'</script>"),
        Fault {
            name: "redirect loop",
            key: "failed",
            at_report: Some("failed"),
            partial: false,
            answer: Box::new(|path| moved("302 Found", if path == "/a" { "/b" } else { "/a" })),
        },
    ]
}

fn shells() -> Vec<Fault> {
    let news = "<title>工作动态</title><li><a href=1.html>某市召开会议</a>2026-01-02</li>";
    let ajax = "<title>政府信息公开年报</title><div id=list></div><p>政府信息公开年报</p>\
                <script>$.ajax({url:'/api/list'})</script>";
    let deep = format!("<title>政府信息公开年报</title>{}", "<div>".repeat(5_000));
    let not_readable = |fault| at_report("report-not-readable", fault);
    vec![
        everywhere("no bytes at all", "empty", html("")),
        page("shell of an application", "empty", "<div id=app></div><script src=/app.js></script>"),
        page("frameset", "empty", "<frameset cols=*><frame src=/a.html></frameset>"),
        page("iframe only", "empty", "<body><iframe src=/list.html></iframe></body>"),
        page("a picture only", "empty", "<body><img src=/notice.png></body>"),
        not_readable(page("list by script", "list-needs-script", ajax)),
        not_readable(page("another column", "list-not-understood", news)),
        not_readable(page("empty column", "list-not-understood", "<p>政府信息公开年报</p>")),
        report_shell(),
        not_readable(page("too deep", "list-not-understood", &deep)),
    ]
}

/// The right title over a body that a script would fetch.
fn report_shell() -> Fault {
    let shell = format!(
        "<html><head><title>{title}</title><meta name=ArticleTitle content='{title}'></head>\
         <body><h1>{title}</h1><div id=content></div><script>$.get('/doc/1')</script></body></html>",
        title = "某市财政局2025年政府信息公开工作年度报告",
    );
    let fault = everywhere("a report by script", "list-needs-script", html(&shell));
    at_report("report-not-readable", fault)
}

fn data() -> Vec<Fault> {
    let json = |name, key, body: &str| {
        let script = answer("200 OK", &[("Content-Type", "application/json")], body.as_bytes());
        let fault = everywhere(name, key, script);
        if key == "list-not-understood" { at_report("report-not-readable", fault) } else { fault }
    };
    vec![
        json("data that says 500", "failed", r#"{"code":500,"msg":"系统异常"}"#),
        json("data that blocks", "blocked", r#"{"code":403,"msg":"您的请求已被拦截"}"#),
        json("data that wants a login", "login", r#"{"code":401,"msg":"请登录"}"#),
        json("data of something else", "list-not-understood", r#"{"code":200,"data":[]}"#),
        json(
            "access denied in XML",
            "list-not-understood",
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        ),
    ]
}

fn half() -> Vec<Fault> {
    let listing = office::listing();
    let cut = |text: &str, share: usize| {
        let end = text.len() * share / 4;
        let end = (0..=end).rev().find(|it| text.is_char_boundary(*it)).unwrap();
        text[..end].to_owned()
    };
    let misread = encoding_rs::GBK.decode(listing.as_bytes()).0.into_owned();
    let lost = String::from_utf8(listing.bytes().map(|b| if b < 128 { b } else { b'?' }).collect());
    let broken: String =
        listing.chars().map(|c| if c.is_ascii() { c } else { '\u{FFFD}' }).collect();
    let old = [("Content-Type", "text/html; charset=utf-8"), ("Age", "31536000")];
    let next =
        listing.replace("<div class=\"page\">", "<div class=\"page\"><a href=\"/nb/2\">下一页</a>");
    let counted = listing.replace(
        "<div class=\"page\">",
        "<script>createPageHTML(3, 0, \"index\", \"html\")</script><div>",
    );
    let partial = |fault| Fault { partial: true, ..fault };
    let half_report = cut(&office::report(), 2);
    vec![
        partial(of_listing("half a list", "truncated", html(&cut(&listing, 2)))),
        partial(of_listing(
            "last year's copy",
            "stale",
            answer("200 OK", &old, listing.as_bytes()),
        )),
        partial(of_listing("a second page that fails", "failed", html(&next))),
        partial(of_listing("the first of three pages", "failed", html(&counted))),
        of_listing("UTF-8 taken for GBK", "garbled", html(&misread)),
        of_listing("characters lost", "garbled", html(&broken)),
        of_listing("question marks", "list-not-understood", html(&lost.unwrap())),
        Fault {
            name: "half a report",
            at_report: Some("truncated"),
            ..everywhere("", "truncated", html(&half_report))
        },
    ]
}
