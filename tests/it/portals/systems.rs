//! Systems whose lists are data: each answers as the real one does, pages and data alike.

use gongkai_watch::domain::Ask;
use gongkai_watch::domain::JsonReading;
use gongkai_watch::domain::Reading;
use gongkai_watch::domain::SelectReading;
use serde_json::json;

use super::looks::page;
use super::walk::Answer;
use super::walk::Layout;
use super::walk::Site;
use super::world::Item;
use super::world::World;
use super::world::YEARS;

/// A column of 大汉.
const COLUMN: &str = "/col/col61490/index.html";
/// The channel of a list of UCAP.
const CHANNEL: &str = "db9694580ad74929979e1981b8c534f9";

fn number(ask: &Ask, name: &str) -> Option<usize> {
    ask.value(name)?.parse().ok()
}

/// The items of a page counted from 1; none behind the last.
fn slice(items: &[Item], page: usize, size: usize) -> Vec<Item> {
    items.chunks(size).nth(page.wrapping_sub(1)).unwrap_or_default().to_vec()
}

fn dahan(it: &Item) -> String {
    let (y, m) = (&it.date[..4], it.date[5..7].trim_start_matches('0'));
    format!("/art/{y}/{m}/11/art_61490_{}.html", it.id)
}

fn li(it: &Item) -> String {
    let (href, Item { title, date, .. }) = (dahan(it), it);
    format!(
        "<li><a href='{href}' title='{title}' target=\"_blank\">{title}</a><span>{date}</span></li>"
    )
}

fn tr(it: &Item) -> String {
    let (href, Item { title, date, .. }) = (dahan(it), it);
    format!(
        "<tr><td width=15><img src=/d.gif></td><td><a href='{href}'>{title}</a></td><td>[{date}]</td></tr>"
    )
}

fn store(items: &[Item], record: fn(&Item) -> String, inside: &str) -> String {
    let records: String =
        items.iter().map(|it| format!("<record><![CDATA[\n{}]]></record>\n", record(it))).collect();
    format!("<datastore>\n{inside}\n<recordset>\n{records}</recordset></datastore>")
}

/// The first group stands on the page; the link to the next one in each.
fn jpage_groups(world: &World, base: &str, record: fn(&Item) -> String) -> Site {
    let items = world.items.clone();
    let next = |group: usize| {
        format!(
            "<nextgroup><![CDATA[<a href=\"/module/web/jpage/dataproxy.jsp?page={group}&appid=1&webid=39\
             &path=/&columnid=61490&unitid=247686&webname=%E9%87%91%E5%B7%9D&permissiontype=0\"></a>]]>\
             </nextgroup>"
        )
    };
    Site::new(format!("{base}{COLUMN}"), move |ask| {
        let group = |n: usize| slice(&items, n + 1, 12);
        let more = |n: usize| if group(n + 1).is_empty() { String::new() } else { next(n + 1) };
        if ask.url.path() == COLUMN {
            let list = format!(
                "<div id=\"247686\"><script type=\"text/xml\">{}</script></div><script>\
                 $('#247686').jpage({{totalRecord:{},perPage:4,groupSize:3}});</script>",
                store(&group(0), record, &more(0)),
                items.len()
            );
            return Some(Answer::page(page(&list, "")));
        }
        let n = number(ask, "page").filter(|_| ask.url.path().ends_with("/dataproxy.jsp"))?;
        Some(Answer::xml(format!("<?xml version='1.0'?>{}", store(&group(n), record, &more(n)))))
    })
}

/// Records are posted for by number, from the first or from where the page ends.
fn jpage_posted(world: &World, base: &str, inlined: usize) -> Site {
    let items = world.items.clone();
    Site::new(format!("{base}{COLUMN}"), move |ask| {
        let total = items.len();
        if ask.url.path() == COLUMN {
            let first = store(&items[..inlined], li, "");
            let first = if inlined == 0 { String::new() } else { first };
            let list = format!(
                "<div id=\"247686\"><script type=\"text/xml\">{first}</script></div><script>$(function(){{\
                 $('#247686').jpage({{themeName:'default',totalRecord:{total},dataStore:null,\
                 proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:5,ajaxParam:{{col:1,appid:'1',webid:39,\
                 path:'/',columnid:61490,sourceContentType:1,unitid:'247686',webname:'金川区人民政府',\
                 permissiontype:0}}}});}});</script>"
            );
            return Some(Answer::page(page(&list, "")));
        }
        ask.form.as_ref().filter(|_| ask.value("columnid").as_deref() == Some("61490"))?;
        let (first, last) = (number(ask, "startrecord")?, number(ask, "endrecord")?);
        let records = &items[first - 1..last.min(total)];
        let head = format!("<totalrecord>{total}</totalrecord><totalpage>9</totalpage>");
        Some(Answer::xml(store(records, li, &head)))
    })
}

fn unit(tag: &str) -> String {
    format!(
        "<script id=\"u\" src=\"/cms_files/unitbuild.js\" parseType=\"buildstatic\" \
         url=\"/api-gateway/jpaas-publish-server/front/page/build/unit\" \
         queryData=\"{{'parseType':'buildstatic','webId':'3096','tplSetId':'quSyqDUrFfjv','pageType':'column',\
         'tagId':'{tag}','editType':'null','pageId':'1229847292'}}\"></script>"
    )
}

fn jpaas(world: &World, base: &str, shell: String) -> Site {
    let items = world.items.clone();
    Site::new(format!("{base}/col/col1229847292/index.html"), move |ask| {
        if !ask.url.path().ends_with("/build/unit") {
            return Some(Answer::page(shell.clone()));
        }
        ask.value("tagId").filter(|it| it.contains("列表") || it.contains("内容"))?;
        let given = ask.value("paramJson").unwrap_or("{\"pageNo\":1}".into());
        let given: serde_json::Value = serde_json::from_str(&given).ok()?;
        let n = usize::try_from(given["pageNo"].as_u64()?).ok()?;
        let lines: String = slice(&items, n, 15).iter().map(li).collect();
        let html = format!(
            "<div class=\"page-content\"><ul>{lines}</ul></div><div class=\"pagination\" rows=\"15\" \
             count=\"{}\" pageNo=\"{n}\"></div>",
            items.len()
        );
        Some(Answer::json(&json!({"code": "200", "success": true, "data": {"html": html}})))
    })
}

fn gkmlpt(world: &World, base: &str, start: &str, body: &str) -> Site {
    let items = world.items.clone();
    let shell = format!(
        "<!DOCTYPE html><html><head>{{META}}<title></title></head><body>{body}<script>window._CONFIG = {{ \
         SID: '758019', APP_URL: '/zqhjj', TREE: [{{\"id\":21022,\"name\":\"\\u653f\\u52a1\",\"children\":\
         [{{\"id\":21023,\"name\":\"信息公开年报\",\"post_count\":99,\"children\":[]}}]}},{{\"id\":5,\
         \"name\":\"政策文件\"}}] }};</script><script src=/gkmlpt/chunk-common.js></script></body></html>"
    );
    Site::new(format!("{base}{start}"), move |ask| {
        if !ask.url.path().contains("/api/") {
            return Some(Answer::page(shell.clone()));
        }
        let fits = ask.url.path() == "/zqhjj/gkmlpt/api/all/21023";
        ask.value("sid").filter(|it| fits && it == "758019")?;
        let articles: Vec<_> = slice(&items, number(ask, "page")?, 20)
            .iter()
            .map(|it| {
                let seconds = it.date.parse::<chrono::NaiveDate>().unwrap();
                let seconds = seconds.and_hms_opt(2, 0, 0).unwrap().and_utc().timestamp();
                let url = format!("https://www.zhaoqing.gov.cn/zqhjj/gkmlpt/content/3/1/post_{}.html", it.id);
                json!({"id": 1, "title": it.title, "date": seconds, "url": url, "publisher": "金川区"})
            })
            .collect();
        let classify = json!({"id": 21023, "name": "信息公开年报", "post_count": 999});
        Some(Answer::json(&json!({"classify": classify, "articles": articles})))
    })
}

fn ucap(world: &World, base: &str, script: &str) -> Site {
    let items = world.items.clone();
    let shell = page(&format!("<div id=list></div><script>{script}</script>"), "");
    Site::new(format!("{base}/c100028/common_list.shtml"), move |ask| {
        if !ask.url.path().contains(CHANNEL) {
            return Some(Answer::page(shell.clone()));
        }
        ask.value("_isJson").filter(|it| it == "true")?;
        let (n, size) = (number(ask, "page")?, number(ask, "_pageSize")?);
        let results: Vec<_> = slice(&items, n, size)
            .iter()
            .map(|it| {
                let url = format!("//www.jinchuan.gov.cn/c100028/202601/{}abcdef.shtml", it.id);
                let time = format!("{} 17:18:49", it.date);
                json!({"title": format!("<em>{}</em>", it.title), "url": url, "publishedTimeStr": time})
            })
            .collect();
        Some(Answer::json(
            &json!({"data": {"page": n, "rows": size, "total": items.len(), "results": results}}),
        ))
    })
}

fn label(world: &World, base: &str) -> Site {
    let items = world.items.clone();
    let script = "Ls.ajax({url: \"/site/label/8888?IsAjax=1&dataType=html\", data: {labelName: \
                  \"publicInfoList\", siteId: \"6781961\", pageSize: 15, pageIndex: 1, action: 'list', \
                  isDate: true, organId: 29641, type: 4, catId: 6718758, file: \"/c2/list\"}});";
    let shell = page(&format!("<div id=x></div><script>{script}</script>"), "");
    Site::new(format!("{base}/public/column/29641?type=4&action=list"), move |ask| {
        if ask.url.path() != "/site/label/8888" {
            return Some(Answer::page(shell.clone()));
        }
        ask.value("labelName").filter(|it| it == "publicInfoList")?;
        let n = number(ask, "pageIndex")?;
        let lines: String = slice(&items, n, 15)
            .iter()
            .map(|it| {
                let Item { title, date, id } = it;
                format!(
                    "<li><a href='/public/29641/{id}.html' title='{title}'>{title}</a><i>{date}</i></li>"
                )
            })
            .collect();
        let pages = items.len().div_ceil(15);
        let paging =
            format!("<script>Ls.pagination('#p', {{pageCount:{pages},pageIndex:{n}}});</script>");
        Some(Answer::page(format!(
            "{{META}}<ul class=\"clearfix xxgk_nav_list\">{lines}</ul>{paging}"
        )))
    })
}

fn years(world: &World, base: &str) -> Site {
    let items = world.items.clone();
    let path = "/module/xxgk/xxgkAnnualReport.jsp";
    let known: Vec<(i32, Option<String>)> = YEARS
        .map(|year| {
            let id = world.report("金川区教育局", year);
            (year, items.iter().find(|it| Some(&*it.id) == id).map(|it| it.title.clone()))
        })
        .collect();
    let numbers: Vec<Option<String>> =
        YEARS.map(|year| world.report("金川区教育局", year).map(str::to_owned)).collect();
    // `fbtime` is the year of publication here; nothing may depend on it.
    Site::new(format!("{base}{path}?area=116203020139"), move |ask| {
        let newest = *YEARS.end() + 1;
        let shown = ask.value("fbtime").map_or(Some(newest), |it| it.parse().ok())?;
        let links: String = YEARS
            .zip(&numbers)
            .map(|(year, id)| {
                let id = id.as_deref().unwrap_or("0");
                format!(
                    "<li><a href='{path}?fbtime={}&area=116203020139&n={id}'>{0}</a></li>",
                    year + 1
                )
            })
            .collect();
        let (_, title) = known.iter().find(|(year, _)| *year + 1 == shown)?;
        let body = match title {
            Some(title) => {
                format!("<h1>{title}</h1><p>一、总体情况</p><p>{}</p>", "主动信息".repeat(200))
            }
            None => "<p>暂无数据</p>".into(),
        };
        Some(Answer::page(page(&format!("<ul>{links}</ul>{body}"), "")))
    })
}

fn selected(world: &World, base: &str) -> Site {
    let pages = world.pages(15);
    let site = Site::new(format!("{base}/list"), move |ask| {
        let n = number(ask, "p").unwrap_or(0);
        let cards: String = pages
            .get(n)?
            .iter()
            .map(|it| {
                let Item { title, date, id } = it;
                let open = format!("<section data-to='/d/{id}'><h4>{title}</h4>");
                format!("{open}<a href='/hot'>热</a><time datetime='{date}'></time></section>")
            })
            .collect();
        let next = format!("<a class='turn' href='?p={}'>→</a>", n + 1);
        let next = if n + 1 < pages.len() { next } else { String::new() };
        Some(Answer::page(page(&cards, &next)))
    });
    let reading = Reading::Select(Box::new(SelectReading {
        item: "section[data-to]".into(),
        link: Some("@data-to".into()),
        title: Some("h4".into()),
        date: Some("time@datetime".into()),
        next: Some("a.turn".into()),
    }));
    Site { reading, ..site }
}

fn described(world: &World, base: &str, form: Option<&str>) -> Site {
    let items = world.items.clone();
    let start = if form.is_some() { "/api/list" } else { "/api/list?pageNo=1&size=15" };
    let site = Site::new(format!("{base}{start}"), move |ask| {
        let lines: Vec<_> = slice(&items, number(ask, "pageNo")?, 15)
            .iter()
            .map(|it| json!({"name": it.title, "doc": {"id": it.id}, "time": it.date}))
            .collect();
        Some(Answer::json(&json!({"data": {"rows": lines, "count": items.len().to_string()}})))
    });
    let reading = Reading::Json(Box::new(JsonReading {
        form: form.map(str::to_owned),
        items: "data.rows".into(),
        title: "name".into(),
        url: "/content/post_{doc.id}.html".into(),
        date: Some("time".into()),
        total: Some("/data/count".into()),
        page: Some("pageNo".into()),
    }));
    Site { reading, ..site }
}

macro_rules! layout {
    ($name:literal, $make:expr) => {
        Layout { name: $name, world: World::of_all, make: $make }
    };
}

/// All of them.
pub fn layouts() -> Vec<Layout> {
    vec![
        layout!("jpage, groups", |world, base| jpage_groups(world, base, li)),
        layout!("jpage, groups of rows", |world, base| jpage_groups(world, base, tr)),
        layout!("jpage, posted", |world, base| jpage_posted(world, base, 0)),
        layout!("jpage, inlined and posted", |world, base| jpage_posted(world, base, 15)),
        layout!("jpaas, one unit", |world, base| jpaas(world, base, page(&unit("内容1"), ""))),
        layout!("jpaas, several units", |world, base| {
            let units = ["头部导航", "当前位置", "右侧内容", "信息列表"].map(unit).concat();
            jpaas(world, base, page(&units, ""))
        }),
        layout!("jpaas, first page shown", |world, base| {
            let shown: String = world.items[..15].iter().map(li).collect();
            jpaas(world, base, page(&format!("<ul>{shown}</ul>{}", unit("当前栏目_列表")), ""))
        }),
        layout!("gkmlpt, column in the address", |world, base| {
            gkmlpt(world, base, "/zqhjj/gkmlpt/index#21023", "<div id=app>政府信息公开目录</div>")
        }),
        layout!("gkmlpt, column by its name", |world, base| {
            gkmlpt(world, base, "/zqhjj/gkmlpt/index", "<div id=app></div>")
        }),
        layout!("ucap, query", |world, base| {
            let query = format!(
                "$.get('/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=')"
            );
            ucap(world, base, &query)
        }),
        layout!("ucap, query of a variable", |world, base| {
            let query = format!(
                "var channelId = '{CHANNEL}';\nvar url = \"/searchList/\" + channelId + \"?_isAgg=true\";"
            );
            ucap(world, base, &query)
        }),
        layout!("anhui, label", label),
        Layout { name: "xxgk-annual-report, years", world: World::of_one, make: years },
        layout!("selectors", selected),
        layout!("paths", |world, base| described(world, base, None)),
        layout!("paths, posted", |world, base| described(world, base, Some("pageNo=1&size=15"))),
    ]
}
