//! Which links of a page lead to the column of annual reports.
//!
//! The words of a link decide, not its address: folders are called `zfxxgknb` and hold anything.

use url::Url;

use crate::html::Page;
use crate::portal::candidate;
use crate::portal::onward;
use crate::wording::letters;
use crate::wording::tidy;

/// A link worth following.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Where it leads.
    pub url: Url,
    /// Its text.
    pub text: String,
    /// How near to the column it is; 0 is nearest.
    pub rank: u8,
}

/// The rank of what only may lead on.
const LAST: u8 = 5;

/// Links to pages on which a home page without a better one may have it.
const OVERVIEWS: [&str; 5] = ["公开", "网站地图", "站点地图", "网站导航", "全站导航"];

/// Longer texts are titles of articles.
const LONGEST: usize = 24;

/// The leads of a page, each address once.
pub fn leads(page: &Page, base: &Url) -> Vec<Lead> {
    let mut found: Vec<Lead> = Vec::new();
    // A frame holds what the page around it is about.
    let about = [Some(page.title.as_str()), page.meta("ColumnName")];
    let named = about.into_iter().flatten().filter_map(rank).min();
    let frames = page.frames.iter().filter_map(|it| {
        let rank = named.map_or(LAST, |it| it + 1);
        Some(Lead { url: target(base, it)?, text: "iframe".into(), rank })
    });
    for link in &page.links {
        let text = if link.text.is_empty() { &link.picture } else { &link.text };
        let Some(rank) = rank(text) else { continue };
        let Some(url) = target(base, &link.href) else { continue };
        match found.iter_mut().find(|it| it.url == url) {
            Some(known) if known.rank <= rank => {}
            Some(known) => *known = Lead { url, text: tidy(text), rank },
            None => found.push(Lead { url, text: tidy(text), rank }),
        }
    }
    let known: Vec<Url> = found.iter().map(|it| it.url.clone()).collect();
    found.extend(frames.filter(|it| !known.contains(&it.url)));
    found
}

/// Where an empty page sends its reader, if it says so in so many letters; a gateway that wants a
/// cookie first is no such page.
pub fn forward(page: &Page, base: &Url) -> Option<Url> {
    if let Some(target) = &page.refresh {
        return self::target(base, target);
    }
    let scripts = &page.scripts;
    if scripts.contains("document.cookie") {
        return None;
    }
    let mut found = onward::by_script(scripts);
    let (Some(only), None) = (found.next(), found.next()) else { return None };
    target(base, only)
}

/// How near a link with that text leads; `None` if nowhere near.
pub fn rank(text: &str) -> Option<u8> {
    let plain = letters(text);
    if plain.chars().count() > LONGEST || candidate::is_report(text) {
        return None;
    }
    if OVERVIEWS.contains(&plain.as_str()) {
        return Some(LAST);
    }
    let has = |word: &str| plain.contains(word);
    if has("公开目录") {
        return Some(4);
    }
    if candidate::other_word(text).is_some() {
        return None;
    }
    let reports = has("年报") || has("年度报告");
    match () {
        () if reports && has("公开") => Some(0),
        () if reports => Some(1),
        () if has("申请") || !names_column(&plain) => None,
        () if has("政府信息公开") => Some(2),
        () => Some(3),
    }
}

/// True for the name of a column or platform of disclosure; the news speak of disclosure too.
fn names_column(plain: &str) -> bool {
    let behind = ["平台", "专栏", "专区", "栏目", "专题", "网", "栏"];
    let name = behind.iter().find_map(|it| plain.strip_suffix(it)).unwrap_or(plain);
    name.ends_with("信息公开") || name.ends_with("政务公开")
}

/// Where a link leads; scripts lead nowhere. The fragment counts where it is an application's own way
/// of naming a page (`index#21023`).
fn target(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = base.join(href).ok()?;
    let login = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || login {
        return None;
    }
    let numbered = url.fragment().is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    if !numbered {
        url.set_fragment(None);
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_the_column() {
        for (text, expected) in [
            ("政府信息公开年报", Some(0)),
            ("政府信息公开工作年度报告", Some(0)),
            ("信息公开 年报", Some(0)),
            ("年度报告", Some(1)),
            ("政府信息公开", Some(2)),
            ("政务公开", Some(3)),
            ("政府信息公开目录", Some(4)),
            ("政府信息公开指南", None),
            ("政府信息公开制度", None),
            ("依申请公开政府信息", None),
            ("政府网站工作年度报表", None),
            ("法治政府建设年度报告", None),
            ("金川区教育局2024年政府信息公开工作年度报告", None),
            ("政府信息公开专栏", Some(2)),
            ("我区召开政府信息公开工作会议", None),
            ("公开", Some(5)),
            ("网站地图", Some(5)),
            ("网站地图制作说明", None),
            ("首页", None),
        ] {
            assert_eq!(rank(text), expected, "{text}");
        }
    }

    #[test]
    fn pictures_and_frames_lead_like_words() {
        let html = "<title>政府信息公开年报-某区</title><iframe src=list.html></iframe>\
                    <a href=/nb/><img alt=政府信息公开年报></a>";
        let base: Url = "http://a.gov.cn/open/".parse().unwrap();
        let found = leads(&Page::parse(html).unwrap(), &base);
        let shown: Vec<String> = found.iter().map(|it| format!("{} {}", it.rank, it.url)).collect();
        assert_eq!(shown, ["0 http://a.gov.cn/nb/", "1 http://a.gov.cn/open/list.html"]);
    }

    #[test]
    fn an_empty_page_says_where_its_reader_goes() {
        let base: Url = "http://a.gov.cn/zwgk/".parse().unwrap();
        for (html, expected) in [
            ("<meta http-equiv=refresh content='0;URL=nb/'>", Some("http://a.gov.cn/zwgk/nb/")),
            ("<script>window.location.href = './nb/'</script>", Some("http://a.gov.cn/zwgk/nb/")),
            ("<script>location.replace(\"/nb/\")</script>", Some("http://a.gov.cn/nb/")),
            (
                "<script>document.write('<meta http-equiv=\"Refresh\" content=\"0;URL=/nb/\" />')</script>",
                Some("http://a.gov.cn/nb/"),
            ),
            ("<script>document.cookie='a=1';location.href='/nb/'</script>", None),
            ("<script>if (m) location='/m/'; else location='/nb/'</script>", None),
            ("<script>location.href = base + '/nb/'</script>", None),
        ] {
            let found = forward(&Page::parse(html).unwrap(), &base).map(String::from);
            assert_eq!(found.as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn scripts_and_logins_are_no_leads() {
        let html = "<a href='javascript:;'>政府信息公开年报</a><a href='#'>政府信息公开年报</a>\
                    <a href='http://u:p@a.gov.cn/'>政府信息公开年报</a>\
                    <a href='/x#top'>年报</a><a href='/x'>政府信息公开年报</a>\
                    <a href='/gkmlpt/index#21023'>政府信息公开</a>";
        let home: Url = "http://a.gov.cn/".parse().unwrap();
        let found = leads(&Page::parse(html).unwrap(), &home);
        let shown: Vec<String> = found.iter().map(|it| format!("{} {}", it.rank, it.url)).collect();
        assert_eq!(shown, ["0 http://a.gov.cn/x", "2 http://a.gov.cn/gkmlpt/index#21023"]);
    }
}
