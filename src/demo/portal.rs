//! The simulated portals: one small server each, on loopback, on ports that the system chooses.
//!
//! They are not stubs of our reader but pages as portals print them; the watch reads them with the
//! same code as any other. What a portal shows is a value ([`World`]) that the script changes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use chrono::Datelike;
use chrono::NaiveDate;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::form::Form;
use super::script::Act;
use super::script::Look;
use super::script::OFFICES;
use super::script::OLDEST;
use super::script::Office;
use super::script::PORTALS;
use super::script::Portal;
use super::script::Version;
use super::script::YEAR;
use crate::domain::AgencyKind;
use crate::domain::Digest;
use crate::domain::ReportYear;

/// Entries on one page of a listing that has several.
const PAGE: usize = 4;

/// What can be seen now.
#[derive(Debug, Default)]
pub(super) struct World {
    /// Reports of the season by office: the text, its date, and whether it is gone.
    shown: BTreeMap<&'static str, (Version, NaiveDate, bool)>,
    blocked: BTreeSet<&'static str>,
    /// Days so far; counters on pages grow with it.
    day: usize,
}

impl World {
    /// Another day begins.
    pub(super) fn dawn(&mut self) {
        self.day += 1;
    }

    /// Does what the script says.
    pub(super) fn act(&mut self, act: Act) {
        match act {
            Act::Publish(id, version, on) => {
                if let Ok(on) = on.parse() {
                    self.shown.insert(id, (version, on, false));
                }
            }
            Act::Replace(id, version) => self.change(id, |shown| shown.0 = version),
            Act::Withdraw(id) => self.change(id, |shown| shown.2 = true),
            Act::Restore(id) => self.change(id, |shown| shown.2 = false),
            Act::Block(id) => {
                self.blocked.insert(id);
            }
            Act::Unblock(id) => {
                self.blocked.remove(id);
            }
        }
    }

    fn change(&mut self, id: &str, how: impl FnOnce(&mut (Version, NaiveDate, bool))) {
        if let Some(shown) = self.shown.get_mut(id) {
            how(shown);
        }
    }

    /// The reports on a portal, newest first.
    fn reports(&self, portal: &Portal) -> Vec<Form> {
        let offices = || OFFICES.iter().filter(|office| office.portal == portal.id);
        let new = offices().filter_map(|office| match self.shown.get(office.id) {
            Some((version, on, false)) => {
                Some(Form { office, year: YEAR, version: *version, on: *on })
            }
            _ => None,
        });
        let old = offices().flat_map(|office| (OLDEST.0..YEAR.0).filter_map(|y| old(office, y)));
        let mut all: Vec<Form> = new.chain(old).collect();
        all.sort_by_key(|form| std::cmp::Reverse(form.on));
        all
    }

    /// What a portal says to a request for this path and query.
    fn answer(&self, portal: &Portal, asked: &str) -> Option<String> {
        if asked == "/robots.txt" {
            return Some("User-agent: *\nDisallow: /admin/\n".into());
        }
        if self.blocked.contains(portal.id) {
            return Some(BLOCK_PAGE.into());
        }
        let reports = self.reports(portal);
        if let Some(form) = reports.iter().find(|form| address(portal.look, **form) == asked) {
            return Some(form.page(charset(portal.look), self.day));
        }
        let pages = match portal.look {
            Look::List | Look::Gbk => 1,
            Look::Table | Look::Trs => reports.len().div_ceil(PAGE),
        };
        let page = (0..pages).find(|page| page_address(portal.look, *page) == asked)?;
        let on_page = if pages == 1 { reports.len() } else { PAGE };
        let shown: Vec<Form> = reports.into_iter().skip(page * PAGE).take(on_page).collect();
        Some(listing(portal, &shown, page, pages))
    }
}

const BLOCK_PAGE: &str = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>访问被拦截</title></head>\
    <body><h1>您的请求被拦截</h1><p>如有疑问，请联系网站管理员。</p></body></html>\n";

/// A report of an earlier year: consistent, and published in time.
fn old(office: &'static Office, year: i32) -> Option<Form> {
    let month = if office.kind == AgencyKind::Government { 3 } else { 1 };
    let day = u32::try_from(10 + office.seed).ok()?;
    let on = NaiveDate::from_ymd_opt(year + 1, month, day)?;
    Some(Form { office, year: ReportYear(year), version: Version::Clean, on })
}

/// Where the listing of a portal begins.
pub(super) fn front(look: Look) -> String {
    page_address(look, 0)
}

fn page_address(look: Look, page: usize) -> String {
    match (look, page) {
        (Look::List, _) => "/zfxxgk/nb/".into(),
        (Look::Table, 0) => "/xxgk/list?column=nb".into(),
        (Look::Table, n) => format!("/xxgk/list?column=nb&page={}", n + 1),
        (Look::Gbk, _) => "/html/nb.htm".into(),
        (Look::Trs, 0) => "/zfxxgk/zfxxgknb/".into(),
        (Look::Trs, n) => format!("/zfxxgk/zfxxgknb/index_{n}.html"),
    }
}

fn address(look: Look, form: Form) -> String {
    let (office, year, on) = (form.office.id, form.year, form.on);
    match look {
        Look::List => format!("/zfxxgk/nb/{year}/{office}.html"),
        Look::Table => format!("/xxgk/show?id={office}-{year}"),
        Look::Gbk => format!("/html/{office}{year}.htm"),
        Look::Trs => {
            let day = on.format("%Y%m%d");
            let month = on.format("%Y%m");
            format!("/zfxxgk/zfxxgknb/{month}/t{day}_{}.html", 100_200 + on.ordinal())
        }
    }
}

const fn charset(look: Look) -> &'static str {
    match look {
        Look::Gbk => "gbk",
        Look::List | Look::Table | Look::Trs => "utf-8",
    }
}

fn listing(portal: &Portal, shown: &[Form], page: usize, pages: usize) -> String {
    let table = portal.look == Look::Table;
    let mut html = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"{}\">\n<meta name=\"ColumnName\" \
         content=\"政府信息公开年报\">\n<title>政府信息公开年报_{}</title>\n</head>\n<body>\n<div class=\"nav\">\
         <a href=\"/\">首页</a> <a href=\"/zfxxgk/zn/\">政府信息公开指南</a> <a href=\"/zfxxgk/zd/\">政府信息公开制度\
         </a></div>\n<h2>政府信息公开年报</h2>\n{}\n",
        charset(portal.look),
        portal.name,
        if table {
            "<table>\n<tr><th>标题</th><th>发布日期</th></tr>"
        } else {
            "<ul class=\"list\">"
        },
    );
    for form in shown {
        let (title, link, on) = (form.title(), address(portal.look, *form), form.on);
        html.push_str(&if table {
            format!("<tr><td><a href=\"{link}\">{title}</a></td><td>{on}</td></tr>\n")
        } else {
            format!("<li><a href=\"{link}\" title=\"{title}\">{title}</a><span>{on}</span></li>\n")
        });
    }
    html.push_str(if table { "</table>\n" } else { "</ul>\n" });
    match portal.look {
        Look::Table if page + 1 < pages => {
            let next = page_address(portal.look, page + 1);
            html.push_str(&format!(
                "<p>第{}页 共{pages}页 <a href=\"{next}\">下一页</a></p>\n",
                page + 1
            ));
        }
        Look::Trs => html.push_str(&format!(
            "<script>createPageHTML({pages}, {page}, \"index\", \"html\");</script>\n"
        )),
        Look::List | Look::Table | Look::Gbk => {}
    }
    html.push_str("</body>\n</html>\n");
    html
}

type Shared = (Arc<Mutex<World>>, &'static Portal);

async fn reply(State((world, portal)): State<Shared>, uri: Uri, headers: HeaderMap) -> Response {
    let asked = uri.path_and_query().map_or("/", |it| it.as_str());
    let said = world.lock().unwrap_or_else(PoisonError::into_inner).answer(portal, asked);
    let Some(said) = said else {
        let page = "<html><head><title>404</title></head><body>页面不存在</body></html>";
        let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        return (StatusCode::NOT_FOUND, html, page).into_response();
    };
    let (body, _, _) = match charset(portal.look) {
        "gbk" => encoding_rs::GBK.encode(&said),
        _ => encoding_rs::UTF_8.encode(&said),
    };
    let tag = format!("\"{}\"", Digest::of(&body).short());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    // Without a charset, as many servers send it: the page has to say.
    let kind = if asked == "/robots.txt" { "text/plain" } else { "text/html" };
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::ETAG, tag)];
    (headers, body.into_owned()).into_response()
}

/// The portals, answering; they stop when this is dropped.
#[derive(Debug)]
pub(super) struct Portals {
    pub world: Arc<Mutex<World>>,
    /// Where each of [`PORTALS`] is, in that order.
    pub addresses: Vec<SocketAddr>,
    tasks: Vec<JoinHandle<()>>,
}

impl Portals {
    /// Opens them all.
    pub(super) async fn open() -> io::Result<Self> {
        let world = Arc::new(Mutex::new(World::default()));
        let (mut addresses, mut tasks) = (Vec::new(), Vec::new());
        for portal in PORTALS {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            addresses.push(listener.local_addr()?);
            let router = Router::new().fallback(reply).with_state((Arc::clone(&world), portal));
            tasks.push(tokio::spawn(async move {
                if let Err(error) = axum::serve(listener, router).await {
                    tracing::error!(%error, portal = portal.id, "a simulated portal stopped");
                }
            }));
        }
        Ok(Self { world, addresses, tasks })
    }

    /// Changes what can be seen.
    pub(super) fn change(&self, how: impl FnOnce(&mut World)) {
        how(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Portals {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portal(look: Look) -> &'static Portal {
        PORTALS.iter().find(|portal| portal.look == look).unwrap()
    }

    #[test]
    fn a_report_that_is_withdrawn_is_on_neither_page() {
        let mut world = World::default();
        world.act(Act::Publish("shi-sw", Version::Clean, "2026-01-26"));
        let trs = portal(Look::Trs);
        let at = "/zfxxgk/zfxxgknb/202601/t20260126_100226.html";
        assert!(world.answer(trs, at).is_some());
        assert!(world.answer(trs, &front(Look::Trs)).unwrap().contains(at));
        world.act(Act::Withdraw("shi-sw"));
        assert!(world.answer(trs, at).is_none());
        assert!(!world.answer(trs, &front(Look::Trs)).unwrap().contains(at));
    }

    #[test]
    fn every_entry_of_a_listing_leads_to_a_page() {
        let world = World::default();
        for portal in PORTALS {
            for form in world.reports(portal) {
                assert!(world.answer(portal, &address(portal.look, form)).is_some());
            }
        }
    }

    #[test]
    fn a_gateway_hides_everything_but_the_rules_for_robots() {
        let mut world = World::default();
        world.act(Act::Block("weijian"));
        let portal = PORTALS.iter().find(|it| it.id == "weijian").unwrap();
        assert_eq!(world.answer(portal, "/nowhere").as_deref(), Some(BLOCK_PAGE));
        assert!(world.answer(portal, "/robots.txt").unwrap().starts_with("User-agent"));
    }
}
