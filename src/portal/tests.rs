//! Reading listings of the shapes that real ones have.

use super::*;
use crate::domain::Digest;
use chrono::DateTime;

fn listing(html: &str) -> Result<Listing, Unseen> {
    let url = "http://www.a.gov.cn/zfxxgk/nb/";
    let capture = Capture {
        url: url.into(),
        final_url: url.into(),
        redirects: vec![],
        status: 200,
        headers: vec![],
        taken_at: DateTime::UNIX_EPOCH,
        digest: Digest::default(),
        size_bytes: 0,
    };
    let page = Page::parse(html).unwrap();
    let seen = Seen { capture: &capture, text: html, page: &page, url: &Url::parse(url).unwrap() };
    read(&seen, &Reading::Recognised)
}

fn titles(html: &str) -> Vec<String> {
    listing(html).unwrap().entries.into_iter().map(|entry| entry.title).collect()
}

#[test]
fn an_ordinary_list_gives_titles_addresses_and_dates() {
    let html = "<ul><li><a href='202501/t20250120_1.html'>某局2024年政府信息公开工作年度报告</a>\
                <span>2025-01-20</span></li><li><a href='zn.html'>政府信息公开指南</a></li></ul>";
    let listing = listing(html).unwrap();
    assert_eq!(listing.entries.len(), 1);
    let entry = &listing.entries[0];
    assert_eq!(
        entry.url.as_ref().unwrap().as_str(),
        "http://www.a.gov.cn/zfxxgk/nb/202501/t20250120_1.html"
    );
    assert_eq!(entry.date.unwrap().to_string(), "2025-01-20");
    assert_eq!(listing.next, Next::End);
}

#[test]
fn a_nested_link_is_one_entry() {
    let html = "<ul><li><span>[2019-03-07]</span><a href='a.html'><a href='a.html'>市林业局2018年政务\
                公开年度报告</a></a></li></ul>";
    assert_eq!(titles(html), ["市林业局2018年政务公开年度报告"]);
}

#[test]
fn a_list_that_a_script_fills_is_not_empty() {
    let html =
        "<title>政府信息公开年报</title><p>导航</p><script>require(['list2.trsapi'],f)</script>";
    assert_eq!(listing(html).unwrap_err().key(), "list-needs-script");
}

#[test]
fn an_empty_list_is_not_understood() {
    let html = "<title>政府信息公开年报</title><div>当前位置：首页</div><ul></ul>";
    assert_eq!(listing(html).unwrap_err().key(), "list-not-understood");
}

#[test]
fn a_page_of_news_is_not_the_column() {
    let html = "<title>某市人民政府</title><ul><li><a href=1.html>市长调研</a>2025-02-01</li></ul>";
    assert_eq!(listing(html).unwrap_err().key(), "list-not-understood");
}

#[test]
fn a_column_that_holds_no_report_yet_is_understood() {
    let html = "<title>政府信息公开年报</title><ul><li><a href=1.html>政府信息公开指南</a>2025-02-01\
                </li></ul>";
    assert_eq!(listing(html).unwrap().entries, []);
}

const ITEM: &str = "<li><a href=1.html>某局2024年政府信息公开工作年度报告</a>2025-01-20</li>";

/// What comes after a page of one report that ends so.
fn next(tail: &str) -> Next {
    listing(&format!("<ul>{ITEM}</ul>{tail}")).unwrap().next
}

fn page(name: &str) -> Next {
    Next::get(format!("http://www.a.gov.cn/zfxxgk/nb/{name}").parse().unwrap())
}

#[test]
fn the_next_page_is_followed_and_a_script_is_not_the_end() {
    assert_eq!(next("<a href=index_2.html>下一页</a>"), page("index_2.html"));
    assert_eq!(next("<a href=''>下一页</a>共1页"), Next::End);
    assert!(matches!(next("<a href='javascript:go(2)'>下一页</a>"), Next::Unreachable(_)));
    assert_eq!(
        next("<script>createPageHTML(3, 0, \"index\", \"html\")</script>"),
        page("index_1.html")
    );
    assert_eq!(next("<script>createPageHTML(3, 2, \"index\", \"html\")</script>"), Next::End);
    assert_eq!(next(""), Next::End);
}

#[test]
fn literal_addresses_in_scripts_of_links_are_followed_and_others_are_not() {
    let click = "<a href='#' onclick=\"location.href=encodeURI('index_2.jhtml');\">下一页</a>";
    assert_eq!(next(click), page("index_2.jhtml"));
    assert_eq!(next("<a href=\"javascript:location='p2.html'\">下一页</a>"), page("p2.html"));
    assert!(matches!(next("<a href='#' onclick='go(2)'>下一页</a>"), Next::Unreachable(_)));
    assert_eq!(next("<a href='#' onclick='go(8)'>下一页</a>第8页/共8页"), Next::End);
}

#[test]
fn page_numbers_are_followed_where_no_word_is() {
    let link = |n: u8| format!("<a href='index_{n}.html'>{n}</a>");
    assert_eq!(next(&format!("<b>1</b>{}{}", link(2), link(3))), page("index_2.html"));
    assert_eq!(next(&format!("{}<b>2</b>{}", link(1), link(3))), page("index_3.html"));
    assert_eq!(next(&format!("{}{}{}", link(1), link(2), link(3))), page("index_2.html"));
    assert_eq!(next("<a href='/rl/5'>5</a><a href='/rl/x6'>6</a>"), Next::End);
}

#[test]
fn page_numbers_that_a_script_turns_are_not_the_end() {
    let link = |n: u8| format!("<a href='javascript:go({n})'>{n}</a>");
    let numbers = |upto: u8| (2..=upto).map(link).collect::<String>();
    assert!(matches!(next(&format!("<b>1</b>{}", numbers(3))), Next::Unreachable(_)));
    assert_eq!(next(&format!("<b>1</b>{}第3页/共3页", numbers(3))), Next::End);
    assert_eq!(next(&format!("<b>1</b>{}", numbers(31))), Next::End);
}

#[test]
fn news_beside_a_list_that_a_script_fills_are_not_the_list() {
    let html = "<title>政府信息公开年报</title><ul id=list></ul><ul><li><a href=1.html>市长调研</a>\
                2025-02-01</li></ul><script>$.get('/list', show)</script>";
    assert_eq!(listing(html).unwrap_err().key(), "list-needs-script");
}

#[test]
fn announced_pages_are_known() {
    for (text, pages) in [
        ("共7页", Some(7)),
        ("第2页 共7页", Some(7)),
        ("共170条记录 1/8页", Some(8)),
        ("共99条 3/7", Some(7)),
        ("总页数：4", Some(4)),
        ("2025/1/8", None),
        ("", None),
    ] {
        let found = listing(&format!("<ul>{ITEM}</ul><p>{text}</p>")).unwrap().pages;
        assert_eq!(found, pages, "{text}");
    }
}

#[test]
fn a_family_may_be_forced() {
    let html = "<ul><li><a href=1.html>某局2024年政府信息公开工作年度报告</a></li></ul>";
    for family in FAMILIES {
        assert_eq!(super::family(family.id).map(|it| it.id), Some(family.id));
    }
    let url = Url::parse("http://www.a.gov.cn/zfxxgk/nb/").unwrap();
    let capture = Capture {
        url: url.to_string(),
        final_url: url.to_string(),
        redirects: vec![],
        status: 200,
        headers: vec![],
        taken_at: DateTime::UNIX_EPOCH,
        digest: Digest::default(),
        size_bytes: 0,
    };
    let page = Page::parse(html).unwrap();
    let seen = Seen { capture: &capture, text: html, page: &page, url: &url };
    for id in ["trs", "vsb", "empire", "plain", "anhui", "ucap"] {
        assert_eq!(read(&seen, &Reading::Family(id)).unwrap().entries.len(), 1, "{id}");
    }
    assert_eq!(recognise(&seen).map(|(family, _)| family.id), Some("plain"));
}
