//! Static pages: the many ways of marking up a list, and of linking its pages.

use super::walk::Answer;
use super::walk::Layout;
use super::walk::Site;
use super::world::Item;
use super::world::World;

/// Lines on a page.
const SIZE: usize = 15;

/// Where the list stands.
const DIR: &str = "/zfxxgk/nb/";

/// How an item is written.
type Markup = fn(&Item, &str) -> String;
/// What stands below the list: of `pages` pages the one counted from 0.
type Pager = fn(usize, usize) -> String;
/// The name of a page counted from 0, of so many.
type Name = fn(usize, usize) -> String;

/// A page around a list.
pub fn page(list: &str, below: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head>{{META}}<title>政府信息公开年报_金川区人民政府</title>\
         <meta name=\"ColumnName\" content=\"政府信息公开年报\"></head><body>\
         <div class=\"nav\"><a href=\"/\">首页</a> &gt; <a href=\"/zfxxgk/\">政府信息公开</a></div>\
         <ul class=\"menu\"><li><a href=\"/zfxxgk/zn/\">政府信息公开指南</a></li>\
         <li><a href=\"/zfxxgk/nb/\">政府信息公开年报</a></li></ul>\
         <div class=\"list\">{list}</div><div class=\"page\">{below}</div>\
         <div class=\"foot\">主办：金川区人民政府办公室 &copy; 2025</div></body></html>"
    )
}

fn site(
    world: &World,
    base: &str,
    article: &str,
    markup: Markup,
    name: Name,
    pager: Pager,
) -> Site {
    let chunks = world.pages(SIZE);
    let count = chunks.len();
    let article = article.to_owned();
    Site::new(format!("{base}{DIR}"), move |ask| {
        let path = match ask.url.query() {
            Some(query) => format!("{}?{query}", ask.url.path()),
            None => ask.url.path().to_owned(),
        };
        let file = path.strip_prefix(DIR)?;
        let n = (0..count).find(|n| name(*n, count) == file).or(file.is_empty().then_some(0))?;
        let items: String = chunks[n]
            .iter()
            .map(|it| {
                let (year, month) = (&it.date[..4], &it.date[5..7]);
                let day = it.date.replace('-', "");
                let href = article
                    .replace("{ID}", &it.id)
                    .replace("{Y}", year)
                    .replace("{M}", month)
                    .replace("{D}", &day);
                markup(it, &href)
            })
            .collect();
        Some(Answer::page(page(&format!("<ul>{items}</ul>"), &pager(n, count))))
    })
}

/// Nothing tells anything about the report; the folder is of another year.
const ARTICLE: &str = "/xxgknb/2019n/content/post_{ID}.html";

fn plain(it: &Item, href: &str) -> String {
    format!("<li><a href=\"{href}\">{}</a><span>{}</span></li>", it.title, it.date)
}
fn date_first(it: &Item, href: &str) -> String {
    format!("<li><span>[{}]</span><a href=\"{href}\">{}</a></li>", it.date, it.title)
}
fn date_inside(it: &Item, href: &str) -> String {
    format!("<li><a href='{href}'>{}<em>{}</em></a></li>", it.title, it.date)
}
fn date_inside_first(it: &Item, href: &str) -> String {
    format!("<li><a href='{href}'><i>{}</i> {}</a></li>", it.date, it.title)
}
fn no_date(it: &Item, href: &str) -> String {
    format!("<div><a target=_blank href={href}>· {}</a></div>", it.title)
}
fn rows(it: &Item, href: &str) -> String {
    let Item { title, date, .. } = it;
    format!(
        "<table><tr><td>·</td><td><a href='{href}'>{title}</a></td><td>{date}</td></tr></table>"
    )
}
fn terms(it: &Item, href: &str) -> String {
    format!("<dl><dt><a href='{href}'>{}</a></dt><dd>{}</dd></dl>", it.title, it.date)
}
fn cut(it: &Item, href: &str) -> String {
    let short: String = it.title.chars().take(14).collect();
    let Item { title, date, .. } = it;
    format!("<li><a href='{href}' title='{title}'>{short}…</a><b>{date}</b></li>")
}
fn nested(it: &Item, href: &str) -> String {
    let Item { title, date, .. } = it;
    format!("<li><span>[{date}]</span><a href='{href}'><a href='{href}'>{title}</a></a></li>")
}
fn twice(it: &Item, href: &str) -> String {
    let Item { title, date, .. } = it;
    format!("<li><a href='{href}'><img src=/d.png></a><a href='{href}'>{title}</a> {date}</li>")
}
fn split(it: &Item, href: &str) -> String {
    let title: Vec<String> = it.title.split("政府").map(str::to_owned).collect();
    let title = title.join("<font>政</font>府");
    format!("<p><A HREF=\"{href}\" >\n\t{title}\n</A>&nbsp;&nbsp;{}</p>", it.date.replace('-', "/"))
}
fn file(it: &Item, href: &str) -> String {
    let kind = ["zip", "docx", "pdf"][it.id.parse::<usize>().unwrap() % 3];
    let href = href.replace("{EXT}", kind);
    format!("<li><a href='{href}'>{}.{kind}</a><span>{}</span></li>", it.title, it.date)
}

fn index(n: usize, _: usize) -> String {
    if n == 0 { "index.html".into() } else { format!("index_{n}.html") }
}
fn index_from_2(n: usize, _: usize) -> String {
    if n == 0 { "index.html".into() } else { format!("index_{}.html", n + 1) }
}
fn query(n: usize, _: usize) -> String {
    format!("?page={}", n + 1)
}
fn backwards(n: usize, pages: usize) -> String {
    if n == 0 { "index.htm".into() } else { format!("index/{}.htm", pages - n) }
}
fn shtml(n: usize, _: usize) -> String {
    if n == 0 { "common_list.shtml".into() } else { format!("common_list_{}.shtml", n + 1) }
}

fn words(n: usize, pages: usize) -> String {
    let next = index(n + 1, pages);
    let link =
        if n + 1 < pages { format!("<a href='{next}'>下一页</a>") } else { "下一页".into() };
    format!("{link} 第{}页/共{pages}页", n + 1)
}
fn bare_words(n: usize, pages: usize) -> String {
    if n + 1 < pages { format!("<a href='?page={}'>下页</a>", n + 2) } else { String::new() }
}
fn numbers(n: usize, pages: usize) -> String {
    (0..pages)
        .map(|it| {
            if it == n {
                format!("<b>{}</b> ", it + 1)
            } else {
                format!("<a href='{}'>[{}]</a> ", index_from_2(it, pages), it + 1)
            }
        })
        .collect()
}
fn click(n: usize, pages: usize) -> String {
    let next = (n + 1).min(pages - 1);
    let go = format!("location.href=encodeURI('{}');", index_from_2(next, pages));
    format!("共60条记录 {}/{pages}页 <a href=\"#\" onclick=\"{go}\">下一页</a>", n + 1)
}
fn trs(n: usize, pages: usize) -> String {
    format!("<script>createPageHTML({pages}, {n}, \"index\", \"html\");</script>")
}
fn trs_variables(n: usize, pages: usize) -> String {
    format!(
        "<script>var currentPage = {n};//所在页从0开始\nvar countPage = {pages}//共多少页\n\
         document.write('<a href=\"index_' + nextPage + '.html\">下一页</a>');\
         var nextPage = currentPage+1;</script>"
    )
}
fn empire(n: usize, pages: usize) -> String {
    let next = index_from_2(n + 1, pages);
    let last = index_from_2(pages - 1, pages);
    let links = format!("&nbsp;<a href='{next}'>下一页</a>&nbsp;<a href='{last}'>尾页</a>");
    let links = if n + 1 < pages { links } else { String::new() };
    format!("<a title=\"Total record\">&nbsp;<b>60</b> </a>&nbsp;<b>{}</b>{links}", n + 1)
}
fn vsb(n: usize, pages: usize) -> String {
    let prefix = if n == 0 { "index/" } else { "" };
    let next = format!("<a href=\"{prefix}{}.htm\">下页</a>", pages - n - 1);
    let next = if n + 1 < pages { next } else { "<span>下页</span>".into() };
    format!("<!-- _vsb_ --><span>共60条&nbsp;&nbsp;{}/{pages}&nbsp;</span>{next}", n + 1)
}
fn ucap(n: usize, pages: usize) -> String {
    format!(
        "<script>createPageHTML('page_div',{pages}, {},'common_list','shtml',60);</script>",
        n + 1
    )
}
fn object_pages(n: usize, pages: usize) -> String {
    let next = format!("<a href='{DIR}?page={}'>下一页</a>", n + 2);
    if n + 1 < pages { next } else { String::new() }
}

macro_rules! layout {
    ($name:literal, $article:expr, $markup:expr, $names:expr, $pager:expr) => {
        Layout {
            name: $name,
            world: World::of_all,
            make: |world, base| site(world, base, $article, $markup, $names, $pager),
        }
    };
}

/// All of them.
pub fn layouts() -> Vec<Layout> {
    vec![
        layout!("plain, date behind", ARTICLE, plain, index, words),
        layout!("plain, date before", ARTICLE, date_first, index, words),
        layout!("plain, date inside", ARTICLE, date_inside, query, bare_words),
        layout!("plain, date inside first", ARTICLE, date_inside_first, query, bare_words),
        layout!("plain, no date", ARTICLE, no_date, index, words),
        layout!("plain, rows", ARTICLE, rows, index_from_2, numbers),
        layout!("plain, terms", ARTICLE, terms, index_from_2, numbers),
        layout!("plain, cut titles", ARTICLE, cut, index_from_2, click),
        layout!("plain, nested anchors", ARTICLE, nested, index_from_2, click),
        layout!("plain, picture and title", ARTICLE, twice, index, words),
        layout!("plain, split words", ARTICLE, split, query, bare_words),
        layout!("trs, script", "./{Y}{M}/t{D}_{ID}.html", plain, index, trs),
        layout!("trs, variables", "./{Y}{M}/t{D}_{ID}.htm", date_first, index, trs_variables),
        layout!("trs, files", "./{Y}{M}/P02{D}{ID}0123456.{EXT}", file, index, trs),
        layout!("trs, cut titles", "../nb/{Y}{M}/t{D}_{ID}.shtml", cut, index, trs),
        layout!("vsb, list", "/info/1021/{ID}.htm", plain, backwards, vsb),
        layout!("vsb, rows", "/info/1021/{ID}.htm", rows, backwards, vsb),
        layout!("empire, list", "bmnb/{Y}-{M}-11/{ID}.html", plain, index_from_2, empire),
        layout!("empire, no date", "/html/{ID}.html", no_date, index_from_2, empire),
        layout!("ucap, static", "/c100028/{Y}{M}/{ID}abcdef.shtml", plain, shtml, ucap),
        layout!("ucap, static, cut", "/c100028/{Y}{M}/c{ID}/content.shtml", cut, shtml, ucap),
        layout!(
            "anhui, objects",
            "/OpennessAnnualReport/show/{ID}.html",
            plain,
            query,
            object_pages
        ),
        layout!("anhui, xxgknb", "/Xxgknb/show/{ID}.html", cut, query, object_pages),
    ]
}
