//! What a page really is, before anything on it is believed.
//!
//! Gateways answer 200 with a challenge, sites answer 200 with a maintenance notice, and a missing
//! page redirects to the home page. Words are looked for in titles and on short pages only: a long
//! page that mentions 404 is a page. Protection is reported, never evaded.

use url::Url;

use crate::domain::Capture;
use crate::domain::Unseen;
use crate::html::Page;
use crate::wording::letters;

/// A page with more text than this speaks for itself.
const SHORT: usize = 600;

/// Signs of a gateway, in scripts, cookies or text of short pages.
const GATEWAYS: [(&str, &str); 14] = [
    ("__jsl_clearance", "加速乐"),
    ("jsl_clearance", "加速乐"),
    ("$_ts.", "瑞数"),
    ("safedog", "安全狗"),
    ("安全狗", "安全狗"),
    ("wzws", "网站卫士"),
    ("创宇盾", "创宇盾"),
    ("云锁", "云锁"),
    ("waf", "WAF"),
    ("访问被拦截", "拦截页"),
    ("请求被拦截", "拦截页"),
    ("访问过于频繁", "频率限制"),
    ("网站防火墙", "防火墙"),
    ("安全验证", "验证页"),
];

const MAINTENANCE: [&str; 8] = [
    "系统维护",
    "网站维护",
    "正在维护",
    "系统升级",
    "网站升级",
    "升级改造",
    "暂停服务",
    "暂停访问",
];
const NOT_FOUND: [&str; 8] = [
    "页面不存在",
    "页面找不到",
    "找不到页面",
    "无法找到",
    "页面已删除",
    "您访问的页面",
    "您要查看的页",
    "404",
];
const LOGIN: [&str; 3] = ["用户登录", "请登录", "统一身份认证"];

/// Why the page is not what was asked for; `None` if nothing speaks against it.
pub fn judge(capture: &Capture, page: &Page) -> Option<Unseen> {
    let text = page.text();
    let all = letters(&text);
    let short = all.chars().count() < SHORT && page.blocks.len() < 60;
    if short && let Some(gateway) = gateway(capture, page, &text) {
        return Some(Unseen::Blocked(format!("HTTP {}，{gateway}", capture.status)));
    }
    if let Some(refused) = refused(capture) {
        return Some(refused);
    }
    let title = letters(&page.title);
    let says = |words: &[&str]| {
        words
            .iter()
            .find(|word| title.contains(**word) || (short && all.contains(**word)))
            .map(|word| (*word).to_owned())
    };
    if let Some(word) = says(&NOT_FOUND) {
        return Some(Unseen::NotTheListing(format!("页面写着“{word}”")));
    }
    if let Some(word) = says(&MAINTENANCE) {
        return Some(Unseen::NotTheListing(format!("页面写着“{word}”")));
    }
    if let Some(word) = says(&LOGIN)
        && short
    {
        return Some(Unseen::NotTheListing(format!("页面写着“{word}”")));
    }
    if let Some(target) = &page.refresh
        && all.is_empty()
    {
        return Some(Unseen::NotTheListing(format!("空页面，跳转到 {target}")));
    }
    if all.is_empty() {
        let scripted = !page.scripts.trim().is_empty();
        let why = if scripted { "空页面，只有脚本" } else { "空页面" };
        return Some(Unseen::NotTheListing(why.into()));
    }
    None
}

/// What the status and the redirects alone say against an answer; data has no words to be judged by.
pub(super) fn refused(capture: &Capture) -> Option<Unseen> {
    match capture.status {
        200..=299 => moved(capture),
        401 | 403 | 405 | 412 | 418 | 429 | 521 => {
            Some(Unseen::Blocked(format!("HTTP {}", capture.status)))
        }
        status => Some(Unseen::Failed(format!("HTTP {status}"))),
    }
}

/// True for a page that holds nothing but scripts, and no gateway's.
pub(super) fn is_empty_shell(capture: &Capture, page: &Page) -> bool {
    refused(capture).is_none()
        && page.refresh.is_none()
        && !page.scripts.trim().is_empty()
        && letters(&page.text()).is_empty()
        && gateway(capture, page, "").is_none()
}

fn gateway(capture: &Capture, page: &Page, text: &str) -> Option<&'static str> {
    let cookies = capture.headers.iter().filter(|(name, _)| {
        name.eq_ignore_ascii_case("set-cookie") || name.eq_ignore_ascii_case("server")
    });
    let cookies: String = cookies.map(|(_, value)| value.to_ascii_lowercase() + "\n").collect();
    let scripts = page.scripts.to_ascii_lowercase();
    let text = text.to_ascii_lowercase();
    GATEWAYS
        .iter()
        .find(|(sign, _)| {
            // A script library may be named anything; a short sign counts in text only.
            let in_scripts = sign.len() > 4 && scripts.contains(sign);
            // Some healthy sites sit behind a gateway and carry its cookie; only a page without
            // any link is its challenge.
            let in_cookies = page.links.is_empty() && cookies.contains(sign);
            in_scripts && page.links.len() < 3 || in_cookies || text.contains(sign)
        })
        .map(|(_, name)| *name)
}

/// A redirect that leads elsewhere: to the home page, or to another site.
fn moved(capture: &Capture) -> Option<Unseen> {
    if capture.url == capture.final_url {
        return None;
    }
    let from = Url::parse(&capture.url).ok()?;
    let to = Url::parse(&capture.final_url).ok()?;
    let home = |url: &Url| {
        matches!(url.path(), "/" | "/index.html" | "/index.htm" | "/index.shtml")
            && url.query().is_none()
    };
    if home(&to) && !home(&from) {
        return Some(Unseen::NotTheListing(format!("跳转到首页 {to}")));
    }
    if !related(from.host_str()?, to.host_str()?) {
        return Some(Unseen::NotTheListing(format!("跳转到其他网站 {to}")));
    }
    None
}

/// True for the same host, or a host and a part of it: `gov.cn` names carry a `www.` at will.
fn related(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_start_matches("www."), b.trim_start_matches("www."));
    a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use chrono::DateTime;

    fn capture(status: u16, to: &str) -> Capture {
        Capture {
            url: "http://www.a.gov.cn/zfxxgk/nb/".into(),
            final_url: to.into(),
            redirects: vec![],
            status,
            headers: vec![],
            taken_at: DateTime::UNIX_EPOCH,
            digest: Digest::default(),
            size_bytes: 0,
        }
    }

    fn kind(status: u16, to: &str, html: &str) -> Option<&'static str> {
        judge(&capture(status, to), &Page::parse(html).unwrap()).map(|unseen| unseen.key())
    }

    const SAME: &str = "http://www.a.gov.cn/zfxxgk/nb/";

    #[test]
    fn pages_that_stand_in_for_the_listing() {
        let long = format!("<p>{}</p><p>错误代码404见附录</p>", "公开".repeat(500));
        for (status, to, html, expected) in [
            (200, SAME, "<ul><li><a href=1>年报</a></li></ul>", None),
            (200, SAME, long.as_str(), None),
            (500, SAME, "<h1>Internal Server Error</h1>", Some("failed")),
            (404, SAME, "<p>x</p>", Some("failed")),
            (403, SAME, "<p>Forbidden</p>", Some("blocked")),
            (521, SAME, "<script>document.cookie='__jsl_clearance=1'</script>", Some("blocked")),
            (200, SAME, "<p>您的请求被拦截，请联系管理员</p>", Some("blocked")),
            (200, SAME, "<title>404</title><p>x</p>", Some("not-the-listing")),
            (200, SAME, "<p>您访问的页面不存在</p>", Some("not-the-listing")),
            (200, SAME, "<p>网站升级改造中，敬请谅解</p>", Some("not-the-listing")),
            (
                200,
                SAME,
                "<form><p>用户登录</p><input type=password></form>",
                Some("not-the-listing"),
            ),
            (200, SAME, "", Some("not-the-listing")),
            (200, SAME, "<meta http-equiv=refresh content='0;URL=/x'>", Some("not-the-listing")),
            (200, "http://www.a.gov.cn/", "<p>首页要闻</p>", Some("not-the-listing")),
            (200, "http://casino.example/", "<p>要闻</p>", Some("not-the-listing")),
            (200, "https://a.gov.cn/zfxxgk/nb/", "<p>年报</p>", None),
        ] {
            assert_eq!(kind(status, to, html), expected, "{status} {to} {html:.60}");
        }
    }
}
