//! Pages that say in words what they are: not found, maintenance, login, and the login of our own
//! network.
//!
//! The words are those of notices. Portals also write them in lists (关于系统升级的公告), but there
//! they stand in links, which are left out.

use crate::domain::Unseen;

use super::Look;

const MAINTENANCE: [&str; 12] = [
    "系统维护",
    "网站维护",
    "正在维护",
    "维护中",
    "系统升级",
    "网站升级",
    "正在升级",
    "升级改造",
    "暂停服务",
    "暂停访问",
    "停止访问",
    "网站建设中",
];

const NOT_FOUND: [&str; 20] = [
    "页面不存在",
    "网页不存在",
    "页面找不到",
    "页面未找到",
    "页面没有找到",
    "找不到页面",
    "找不到该页",
    "找不到您",
    "无法找到",
    "页面已删除",
    "页面已被删除",
    "您访问的页面",
    "您访问的内容不存在",
    "您要查看的页",
    "您要找的页面",
    "文章不存在",
    "信息不存在或",
    "内容不存在或",
    "页面丢失",
    "notfound",
];

/// `404` as notices write it; in a short text it may also be the number of a document.
const NUMBER: [&str; 7] =
    ["404错误", "错误404", "错误代码404", "错误码404", "error404", "http404", "404页"];

const LOGIN: [&str; 7] =
    ["用户登录", "请登录", "请先登录", "统一身份认证", "统一认证平台", "登录超时", "会话已过期"];

/// Words and names of programs that hold up a whole network until somebody logs in.
const CAPTIVE: [&str; 15] = [
    "上网认证",
    "认证上网",
    "网络认证",
    "入网认证",
    "准入认证",
    "网络准入",
    "上网登录",
    "无线认证",
    "wlan认证",
    "captiveportal",
    "eportal/index.jsp",
    "eportal/?wlan",
    "srun_portal",
    "ac_portal",
    "wifidog",
];

pub(super) fn judge(look: &Look<'_>) -> Option<Unseen> {
    if let Some(word) = look.says(&NOT_FOUND).or_else(|| number(look)) {
        return Some(Unseen::SoftNotFound(seen(look, word)));
    }
    if let Some(word) = look.says(&MAINTENANCE) {
        return Some(Unseen::Maintenance(seen(look, word)));
    }
    if !look.short {
        return None;
    }
    look.says(&LOGIN).or_else(|| path_of_login(look)).map(|word| Unseen::Login(seen(look, word)))
}

/// A server's error whose page says that it is for maintenance.
pub(super) fn under_an_error(look: &Look<'_>) -> Option<Unseen> {
    if look.capture.status < 500 {
        return None;
    }
    look.says(&MAINTENANCE).map(|word| Unseen::Maintenance(seen(look, word)))
}

pub(super) fn captive(look: &Look<'_>) -> Option<Unseen> {
    if !look.short {
        return None;
    }
    let address = look.capture.final_url.to_ascii_lowercase();
    let scripts = look.page.scripts.to_ascii_lowercase();
    let refresh = look.page.refresh.as_deref().unwrap_or_default().to_ascii_lowercase();
    let redirected = look.capture.url != look.capture.final_url;
    // A program's name counts where the answer leads, whatever the page shows.
    let leads = CAPTIVE.iter().copied().filter(|word| word.is_ascii()).find(|word| {
        redirected && address.contains(word) || scripts.contains(word) || refresh.contains(word)
    });
    look.says(&CAPTIVE).or(leads).map(|word| Unseen::CaptivePortal(seen(look, word)))
}

fn number(look: &Look<'_>) -> Option<&'static str> {
    let alone = look.title.starts_with("404")
        || look.title.ends_with("404")
        || look.lines.iter().any(|line| line == "404" || line == "404!");
    if alone { Some("404") } else { look.says(&NUMBER) }
}

/// A redirect to an address whose last step is a login, where the page has no words for it.
fn path_of_login(look: &Look<'_>) -> Option<&'static str> {
    let path = look.capture.final_url.split(['?', '#']).next()?.to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let name = last.split('.').next()?;
    let redirected = look.capture.url != look.capture.final_url;
    (redirected && matches!(name, "login" | "signin" | "cas" | "sso")).then_some("login")
}

fn seen(look: &Look<'_>, word: &str) -> String {
    let mut seen = String::new();
    if look.capture.status != 200 {
        seen = format!("HTTP {}，", look.capture.status);
    }
    seen += &format!("页面写着“{word}”");
    if look.capture.url != look.capture.final_url {
        seen += &format!("，跳转到 {}", look.capture.final_url);
    }
    seen
}
