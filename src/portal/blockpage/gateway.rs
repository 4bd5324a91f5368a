//! Gateways: challenges that a script must answer, and pages that say that a request was blocked.
//!
//! Many healthy sites sit behind a gateway and carry its cookie or script, so a sign in these counts
//! only where the page has nothing else.

use crate::domain::Unseen;

use super::Look;

/// Signs in scripts, and in the cookies and the server's name of a page without links.
const SIGNS: [(&str, &str); 11] = [
    ("jsl_clearance", "加速乐"),
    ("$_ts.", "瑞数"),
    ("$_ts=", "瑞数"),
    ("safedog", "安全狗"),
    ("wzws", "网站卫士"),
    ("acw_sc__v2", "阿里云盾"),
    ("cf-chl", "Cloudflare"),
    ("_cf_chl", "Cloudflare"),
    ("yunsuo", "云锁"),
    ("yundun", "云盾"),
    ("incapsula", "Incapsula"),
];

/// Words of block pages, as they stand in titles and on short pages.
const WORDS: [(&str, &str); 24] = [
    ("安全狗", "安全狗"),
    ("safedog", "安全狗"),
    ("创宇盾", "创宇盾"),
    ("云锁", "云锁"),
    ("云盾", "云盾"),
    ("网站卫士", "网站卫士"),
    ("加速乐", "加速乐"),
    ("访问被拦截", "拦截页"),
    ("请求被拦截", "拦截页"),
    ("访问被阻断", "拦截页"),
    ("访问被拒绝", "拦截页"),
    ("已被拦截", "拦截页"),
    ("可能对网站造成安全威胁", "拦截页"),
    ("疑似攻击", "拦截页"),
    ("访问行为存在异常", "拦截页"),
    ("访问过于频繁", "频率限制"),
    ("请求过于频繁", "频率限制"),
    ("网站防火墙", "防火墙"),
    ("应用防火墙", "防火墙"),
    ("安全验证", "验证页"),
    ("人机验证", "验证页"),
    ("滑块验证", "验证页"),
    ("正在检查您的浏览器", "验证页"),
    ("requestblocked", "拦截页"),
];

pub(super) fn judge(look: &Look<'_>) -> Option<Unseen> {
    let name = by_signs(look).or_else(|| by_words(look)).or_else(|| by_behaviour(look))?;
    Some(Unseen::Blocked(format!("HTTP {}，{name}", look.capture.status)))
}

fn by_signs(look: &Look<'_>) -> Option<&'static str> {
    if !look.short || look.page.links.len() >= 3 {
        return None;
    }
    let scripts = look.page.scripts.to_ascii_lowercase();
    let headers = look.capture.headers.iter().filter(|(name, _)| {
        look.page.links.is_empty()
            && (name.eq_ignore_ascii_case("set-cookie") || name.eq_ignore_ascii_case("server"))
    });
    let headers: String = headers.map(|(_, value)| value.to_ascii_lowercase() + "\n").collect();
    // A cookie says who guards the site; only a page with nothing to read is the guard's own.
    let alone = look.is_wordless() || look.capture.status != 200;
    let found =
        SIGNS.iter().find(|(sign, _)| scripts.contains(sign) || alone && headers.contains(sign));
    found.map(|(_, name)| *name)
}

fn by_words(look: &Look<'_>) -> Option<&'static str> {
    let found = WORDS.iter().find(|(word, _)| look.says(&[word]).is_some());
    found.map(|(_, name)| *name).or_else(|| names_waf(look).then_some("WAF"))
}

/// `WAF` as a word of its own, and no part of an address such as `wafangdian`.
fn names_waf(look: &Look<'_>) -> bool {
    look.short
        && look.page.text().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
            word.eq_ignore_ascii_case("waf") || word.eq_ignore_ascii_case("modsecurity")
        })
}

/// A page without a word that sets a cookie and loads again, or one with a status of gateways.
fn by_behaviour(look: &Look<'_>) -> Option<&'static str> {
    if !look.is_wordless() {
        return None;
    }
    let scripts = &look.page.scripts;
    let challenges = scripts.contains("document.cookie") && scripts.contains("location");
    if challenges {
        return Some("脚本写入 cookie 后重新载入");
    }
    (look.capture.status == 202).then_some("没有内容，等待脚本")
}
