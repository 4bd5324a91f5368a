//! Pages of every kind, and healthy ones that look like them.

use super::*;
use crate::domain::Digest;
use chrono::DateTime;

const SAME: &str = "http://www.a.gov.cn/zfxxgk/nb/";

fn capture(status: u16, to: &str, headers: &[(&str, &str)]) -> Capture {
    Capture {
        url: SAME.into(),
        final_url: to.into(),
        redirects: vec![],
        status,
        headers: headers.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
        taken_at: DateTime::UNIX_EPOCH,
        digest: Digest::default(),
        size_bytes: 0,
    }
}

fn kind(status: u16, to: &str, html: &str) -> Option<&'static str> {
    judge(&capture(status, to, &[]), &Page::parse(html).unwrap()).map(|unseen| unseen.key())
}

#[test]
fn pages_that_stand_in_for_the_listing() {
    let home = "http://www.a.gov.cn/";
    let refresh = |to: &str| format!("<meta http-equiv=refresh content='0;URL={to}'>");
    let script = |text: &str| format!("<html><script>{text}</script></html>");
    for (status, to, html, expected) in [
        (500, SAME, "<h1>Internal Server Error</h1>".to_owned(), "failed"),
        (404, SAME, "<p>x</p>".into(), "failed"),
        (304, SAME, String::new(), "failed"),
        (403, SAME, "<p>Forbidden</p>".into(), "blocked"),
        (429, SAME, "<p>Too Many Requests</p>".into(), "blocked"),
        (521, SAME, script("document.cookie='__jsl_clearance=1'"), "blocked"),
        (412, SAME, script("$_ts=window['$_ts'];"), "blocked"),
        (202, SAME, script("var a = 1;"), "blocked"),
        (200, SAME, script("document.cookie='k=1';location.reload()"), "blocked"),
        (200, SAME, script("var arg1='9';acw_sc__v2"), "blocked"),
        (200, SAME, "<p>您的请求被拦截，请联系管理员</p>".into(), "blocked"),
        (200, SAME, "<title>网站安全狗提示</title><p>如有误报请联系</p>".into(), "blocked"),
        (200, SAME, "<p>WAF 已记录本次访问</p>".into(), "blocked"),
        (200, SAME, "<title>404</title><p>x</p>".into(), "soft-404"),
        (200, SAME, "<p>您访问的页面不存在</p>".into(), "soft-404"),
        (200, SAME, "<h1>404</h1><p>对不起</p>".into(), "soft-404"),
        (200, SAME, "<p>404 Not Found</p>".into(), "soft-404"),
        (200, SAME, "<p>网站升级改造中，敬请谅解</p>".into(), "maintenance"),
        (503, SAME, "<p>系统维护，请稍后访问</p>".into(), "maintenance"),
        (200, SAME, "<form><p>用户登录</p><input type=password></form>".into(), "login"),
        (200, "http://www.a.gov.cn/cas/login", "<p>账号 密码</p>".into(), "login"),
        (200, SAME, "<title>上网认证</title><p>账号</p>".into(), "captive-portal"),
        (511, SAME, "<p>x</p>".into(), "captive-portal"),
        (200, "http://10.1.1.1/a", "<p>账号</p>".into(), "captive-portal"),
        (200, SAME, script("top.location.href='http://10.0.0.1/eportal/'"), "captive-portal"),
        (200, SAME, String::new(), "empty"),
        (204, SAME, String::new(), "empty"),
        (200, SAME, "<iframe src=/list.html></iframe>".into(), "empty"),
        (200, SAME, "<html><frameset><frame src=/a></frameset></html>".into(), "empty"),
        (200, SAME, "<img src=/a.png>".into(), "empty"),
        (200, SAME, "<div id=app></div><script src=/app.js></script>".into(), "empty"),
        (200, SAME, refresh("/zwgk/x.html"), "elsewhere"),
        (200, SAME, refresh("/"), "home-page"),
        (200, SAME, refresh("/") + "<p>正在跳转，请稍候</p>", "home-page"),
        (200, SAME, script("window.location.href = '/index.html'"), "home-page"),
        (200, SAME, script("location.replace('http://b.example/')"), "elsewhere"),
        (
            200,
            SAME,
            script("document.write('<meta http-equiv=Refresh content=0;url=/>')"),
            "home-page",
        ),
        (200, home, "<p>首页要闻</p>".into(), "home-page"),
        (200, "http://casino.example/", "<p>要闻</p>".into(), "elsewhere"),
        (200, "http://casino.example/", "<title>澳门新葡京</title>".into(), "hijacked"),
        (200, SAME, "<title>真人娱乐城-官方网站</title><p>x</p>".into(), "hijacked"),
        (200, SAME, "<p>六合彩开奖 百家乐游戏 老虎机游戏 下载</p>".into(), "hijacked"),
    ] {
        assert_eq!(kind(status, to, &html), Some(expected), "{status} {to} {html:.80}");
    }
}

#[test]
fn healthy_pages_that_look_like_another_kind() {
    let long = format!("<p>{}</p><p>错误代码404见附录，系统维护</p>", "公开".repeat(500));
    let list = "<li><a href=1>某局2025年政府信息公开工作年度报告</a></li>";
    let hidden = "<div><a href=x>新葡京</a><a href=y>六合彩开奖</a><a href=z>老虎机游戏</a></div>";
    for (to, html) in [
        (SAME, "<ul><li><a href=1>年报</a></li></ul>".to_owned()),
        (SAME, long),
        (SAME, format!("<p>用户登录</p>{list}")),
        (SAME, format!("<p>404</p><p>网站维护：某公司</p>{list}")),
        (SAME, "<a href=/l>用户登录</a><li><a href=1>关于系统升级的公告</a></li>".into()),
        (SAME, "<p>某政办〔2024〕404号</p><li><a href=1>目录</a></li>".into()),
        (SAME, "<p>联系邮箱 wafangdian@a.gov.cn</p><li><a href=1>目录</a></li>".into()),
        (SAME, format!("<title>政府信息公开年报</title>{list}{hidden}")),
        (SAME, format!("<title>政府信息公开年报</title><p>政府信息公开</p>{hidden}")),
        (SAME, "<title>我市查处一个网上赌场</title><p>警方打击赌博平台</p><a href=1>a</a>".into()),
        (SAME, "<p>x</p><table><tr><td><a href=1>目录</a></td></tr></table>".into()),
        ("https://a.gov.cn/zfxxgk/nb/", "<p>年报</p>".into()),
        (SAME, format!("<script>$.get('x');location.href='/m'</script>{list}")),
        (SAME, format!("<title>某市设施维护中心_政府信息公开年报</title>{list}")),
        (SAME, "<p>技术支持：某市网站建设中心</p><li><a href=1>目录</a></li>".into()),
        (
            SAME,
            "<h1>年报</h1><p>加载中</p><script>function so(){location.href='/s?q='}</script>"
                .into(),
        ),
        ("http://www.a.gov.cn/eportal/ui?pageId=1", "<h1>年报</h1><p>暂无内容</p>".into()),
    ] {
        assert_eq!(kind(200, to, &html), None, "{to} {html:.80}");
    }
}

#[test]
fn a_guards_cookie_counts_only_where_there_is_nothing_to_read() {
    let guarded = capture(200, SAME, &[("Set-Cookie", "__jsl_clearance_s=1; path=/")]);
    let judged = |html: &str| judge(&guarded, &Page::parse(html).unwrap()).map(|it| it.key());
    assert_eq!(judged("<p>暂无内容</p>"), None);
    assert_eq!(judged("<script>var a=1</script>"), Some("blocked"));
}

#[test]
fn a_reason_says_what_was_seen() {
    let seen = |status, to: &str, html: &str| {
        let page = Page::parse(html).unwrap();
        judge(&capture(status, to, &[]), &page).unwrap().seen().to_owned()
    };
    assert_eq!(seen(503, SAME, "<p>系统维护</p>"), "HTTP 503，页面写着“系统维护”");
    assert_eq!(
        seen(200, "http://www.a.gov.cn/404.html", "<p>页面不存在</p>"),
        "页面写着“页面不存在”，跳转到 http://www.a.gov.cn/404.html"
    );
    assert_eq!(
        seen(200, "http://casino.example/", "<title>澳门新葡京</title>"),
        "标题中有“新葡京”，跳转到 http://casino.example/"
    );
    assert_eq!(seen(521, SAME, "<script>$_ts.x</script>"), "HTTP 521，瑞数");
}

#[test]
fn a_page_that_begins_and_does_not_end_is_broken_off() {
    for (html, whole) in [
        ("<html><body><li>a</li></body></html>", true),
        ("<HTML><BODY><li>a</BODY>", true),
        ("<html><body><li>a", false),
        ("<!DOCTYPE html><html lang=zh><head><title>a</title>", false),
        ("<li>a piece of a page", true),
        ("<html><frameset></frameset>", true),
    ] {
        assert_eq!(truncated(html.as_bytes()).is_none(), whole, "{html}");
    }
}

#[test]
fn lost_and_misread_characters_are_garbled() {
    let few = format!("{}\u{FFFD}", "政府信息公开".repeat(40));
    let many = format!("{}{}", "政府".repeat(40), "\u{FFFD}".repeat(12));
    for (text, expected) in [
        (few.as_str(), false),
        (many.as_str(), true),
        ("鏀垮簻淇℃伅鍏紑骞村害鎶ュ憡", true),
        ("æ”¿åºœä¿¡æ¯å…¬å¼€", true),
        ("Õþ¸®ÐÅÏ¢¹«¿ªÄê¶È±¨¸æ", true),
        ("政府信息公开年报 锟斤拷", false),
        ("Annual reports", false),
    ] {
        assert_eq!(garbled(text).is_some(), expected, "{text:.40}");
    }
}

#[test]
fn a_copy_of_days_is_old() {
    let judged = |age| stale(&capture(200, SAME, &[("Age", age)])).map(|it| it.key());
    assert_eq!(judged("600"), None);
    assert_eq!(judged("172800"), None);
    assert_eq!(judged("31536000"), Some("stale"));
    assert_eq!(judged("x"), None);
}

#[test]
fn data_that_refuses_is_no_list() {
    let judged = |text: &str| refused_data(&capture(200, SAME, &[]), text).map(|it| it.key());
    for (text, expected) in [
        (r#"{"code":500,"msg":"系统异常"}"#, Some("failed")),
        (r#"{"code":"403","msg":"您的请求已被拦截"}"#, Some("blocked")),
        (r#"{"status":200,"message":"访问过于频繁"}"#, Some("blocked")),
        (r#"{"code":401,"msg":"请登录"}"#, Some("login")),
        (r#"{"code":500,"msg":"系统维护中","data":null}"#, Some("maintenance")),
        (r#"{"code":200,"data":[]}"#, None),
        (r#"{"code":500,"data":{"list":[]}}"#, None),
        (r#"[{"title":"a"}]"#, None),
        (r#"{"code":20"#, None),
    ] {
        assert_eq!(judged(text), expected, "{text}");
    }
}
