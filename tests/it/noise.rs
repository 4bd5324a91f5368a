//! What changes on a page from look to look and is none of its report: never an edit, wherever it
//! stands.

use gongkai_watch::diff;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::extract;
use gongkai_watch::extract::Input;

use crate::season::page::Report;

/// What stands on the page at one look and at the next.
const NOISE: [(&str, &str); 24] = [
    ("浏览次数：12", "浏览次数：345"),
    ("浏览量：12 次", "浏览量：1,345 次"),
    ("阅读：12", "阅读：13"),
    ("点击数：<span id=hits></span>", "点击数：<span id=hits>99</span>"),
    ("访问量 12", "访问量 9876"),
    ("【字体：大 中 小】 浏览：5次 打印 关闭", "【字体：大 中 小】 浏览：6次 打印 关闭"),
    ("总访问量：1000 当前在线：3人", "总访问量：1001 当前在线：17人"),
    ("今天是2026年1月23日 星期五", "今天是2026年1月24日 星期六"),
    ("2026-01-23 08:00:01", "2026-01-24 08:00:02"),
    ("最后更新时间：2026-01-23", "最后更新时间：2026-01-24"),
    ("当前位置：首页 &gt; 政务公开 &gt; 年报", "您的位置：首页 &gt; 信息公开 &gt; 年报"),
    ("<a href=/>首页</a> > <a href=/a>年报</a>", "<a href=/>首页</a> > <a href=/b>政务</a> > 年报"),
    ("上一篇：<a href=/1>关于放假的通知</a>", "上一篇：<a href=/2>关于值班的通知</a>"),
    ("下一篇：没有了", "下一篇：<a href=/2>关于值班的通知</a>"),
    ("相关链接：<a href=/1>某局预算</a>", "相关链接：<a href=/2>某局决算</a>"),
    ("<a href=\"/x;jsessionid=AAA\">返回</a>", "<a href=\"/x;jsessionid=BBB\">返回</a>"),
    (
        "<input type=hidden name=__VIEWSTATE value=a>",
        "<input type=hidden name=__VIEWSTATE value=b>",
    ),
    ("<script nonce=a>var t=1;</script>", "<script nonce=b>var t=2;</script>"),
    ("<!-- 生成于 08:00 -->", "<!-- 生成于 09:00 -->"),
    ("<style>.a1{color:red}</style>", "<style>.b2{color:red}</style>"),
    ("<img src=/logo.png?v=1>", "<img src=/logo.png?v=2>"),
    ("分享到：微信 微博", "分享到：微信 微博 QQ空间"),
    ("天气：晴 3℃", "天气：阴 -1℃"),
    ("<p></p>", "<p>&nbsp;</p><br>\n\n"),
];

/// Where it stands: before and behind the article, and around the text of the report inside of it.
const PLACES: [(&str, &str); 6] = [
    ("<body>", "<body>{}"),
    ("<div class=\"TRS_Editor\">", "<div class=\"info\">{}</div><div class=\"TRS_Editor\">"),
    ("<div class=\"TRS_Editor\">", "<div class=\"TRS_Editor\"><p>{}</p>"),
    ("</div></div><div class=\"foot\">", "<p>{}</p></div></div><div class=\"foot\">"),
    ("<div class=\"foot\">", "<div class=\"tools\">{}</div><div class=\"foot\">"),
    ("</body>", "<div class=\"side\">{}</div></body>"),
];

fn read(html: &str) -> AnnualReport {
    let input =
        Input { bytes: html.as_bytes(), content_type: None, url: Some("http://a.gov.cn/1") };
    extract::extract(input).unwrap()
}

fn assert_same(what: &str, before: &AnnualReport, after: &AnnualReport, wrong: &mut Vec<String>) {
    let changes = diff::compare(before, after);
    if before.content != after.content || !changes.is_empty() {
        wrong.push(format!("{what}: {changes:?}"));
    }
}

#[test]
fn what_stands_around_a_report_is_no_part_of_it() {
    let page = Report::of("某市财政局", 2025, "2026-01-20").html();
    let mut wrong = Vec::new();
    for (place, with) in PLACES {
        for (first, second) in NOISE {
            let page = |noise| page.replacen(place, &with.replace("{}", noise), 1);
            let (before, after) = (read(&page(first)), read(&page(second)));
            assert_same(&format!("{first} in {with}"), &before, &after, &mut wrong);
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn what_a_server_writes_anew_into_its_mark_up_is_no_edit() {
    let page = Report::of("某市财政局", 2025, "2026-01-20").html();
    let before = read(&page);
    let mut wrong = Vec::new();
    for (from, to) in [
        ("<td>", "<td class=\"s17\" data-id=\"88\">"),
        ("<p>", "<p id=\"p-5f2\" style=\"text-indent:2em\">"),
        ("<strong>", "<strong><span>"),
        ("<table", "<table cellpadding=\"0\" id=\"t99\""),
        ("，", "，<!-- 3f -->"),
        ("公开", "公<font>开</font>"),
        ("</p>", "&nbsp;</p>\r\n\r\n"),
        ("href=\"/a/\"", "href=\"/a/?PHPSESSID=77\""),
    ] {
        assert!(page.contains(from), "{from}");
        assert_same(to, &before, &read(&page.replace(from, to)), &mut wrong);
    }
    assert_eq!(wrong, [""; 0]);
}
