//! Whole looks at a small portal that stands in memory.

use super::*;
use crate::clock::ManualClock;
use crate::domain::Agency;
use crate::domain::Digest;
use crate::domain::Likeness;
use crate::domain::Observation;
use crate::domain::Reading;
use crate::domain::Record;
use crate::domain::Site;
use crate::domain::SiteId;
use crate::fetch::Failure;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::given::answer;
use crate::rules::given;
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

const LISTING: &str = "http://gov.test/nb/";
const TITLE: &str = "某市财政局2025年政府信息公开工作年度报告";

/// A portal: what stands at each address, and how often each was asked for.
#[derive(Default)]
struct Portal {
    pages: HashMap<String, String>,
    asked: Mutex<HashMap<String, u32>>,
}

impl Portal {
    fn with(mut self, url: &str, body: impl Into<String>) -> Self {
        self.pages.insert(url.to_owned(), body.into());
        self
    }

    fn asked(&self, url: &str) -> u32 {
        self.asked.lock().unwrap().get(url).copied().unwrap_or_default()
    }
}

#[async_trait]
impl Fetch for Portal {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let url = request.url.to_string();
        *self.asked.lock().unwrap().entry(url.clone()).or_default() += 1;
        let body = self.pages.get(&url).cloned();
        let status = if body.is_some() { 200 } else { 404 };
        Ok(answer(&request.url, status, body.unwrap_or_default()))
    }
}

fn listing(links: &[(&str, &str)]) -> String {
    let items: String = links
        .iter()
        .map(|(href, title)| {
            format!("<li><a href='{href}'>{title}</a><span>2026-01-20</span></li>")
        })
        .collect();
    format!("<title>政府信息公开年报</title><ul>{items}</ul>")
}

fn report(received: u32, rest: &str) -> String {
    format!(
        "<head><meta name=ArticleTitle content='{TITLE}'><meta name=PubDate content=2026-01-20>\
         </head><div id=zoom><p>一、总体情况</p><p>2025年，我局收到申请{received}件，按期答复。</p>\
         <p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>\
         <p>五、存在的主要问题及改进情况</p><p>问题一，改进。</p><p>六、其他需要报告的事项</p><p>无</p>\
         {rest}</div>"
    )
}

/// A site with one agency, its store, and its record after each of some looks.
async fn looks(portal: &Portal, at: &[&str]) -> Record {
    let dir = tempfile::tempdir().unwrap();
    looks_into(&Store::open(dir.path()).unwrap(), portal, at).await
}

async fn looks_into(store: &Store, portal: &Portal, at: &[&str]) -> Record {
    let agency = Agency { site: SiteId("s".into()), ..given::clean().agency };
    let site = Site {
        id: SiteId("s".into()),
        name: "某市".into(),
        url: LISTING.parse().unwrap(),
        reading: Reading::default(),
        region: String::new(),
        agencies: vec![agency.clone()],
    };
    let policy = Policy::default();
    let patience = Patience { tries: 1, first_pause: Duration::ZERO };
    for at in at {
        let clock = ManualClock::at(at.parse().unwrap());
        let deps = Deps { fetch: portal, store, clock: &clock, patience, policy: &policy };
        poll_site(deps, &site, |now| now).await.unwrap();
    }
    store.record(&agency.id, ReportYear(2025)).unwrap().unwrap()
}

fn said(record: &Record, rule: &str) -> Vec<String> {
    let found = record.findings.iter().filter(|it| it.rule == rule);
    found.map(|it| it.message.zh.clone()).collect()
}

const THREE: [&str; 3] = ["2026-02-01T04:00:00Z", "2026-02-01T16:00:00Z", "2026-02-02T04:00:00Z"];

#[tokio::test]
async fn a_dead_file_is_said_after_three_looks_and_a_day() {
    let files = "<p><a href='/a.pdf'>附件</a><a href='/b.pdf'>附表</a></p>";
    let portal = Portal::default()
        .with(LISTING, listing(&[("/1.html", TITLE)]))
        .with("http://gov.test/1.html", report(9, files))
        .with("http://gov.test/b.pdf", "%PDF");
    let two = looks(&portal, &THREE[..2]).await;
    assert_eq!(said(&two, "dead-link"), Vec::<String>::new());
    assert!(two.not_assessable.iter().any(|it| it.rule == "dead-link"));

    let asked = portal.asked("http://gov.test/b.pdf");
    let three = looks(&portal, &THREE).await;
    assert_eq!(said(&three, "dead-link").len(), 1);
    assert!(said(&three, "dead-link")[0].contains("http://gov.test/a.pdf"));
    assert_eq!(portal.asked("http://gov.test/b.pdf") - asked, 1, "a healthy file is left in peace");
}

#[tokio::test]
async fn what_another_version_of_the_program_read_is_no_edit() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let page = |received, rest| {
        Portal::default()
            .with(LISTING, listing(&[("/1.html", TITLE)]))
            .with("http://gov.test/1.html", report(received, rest))
    };
    let mut record = looks_into(&store, &page(9, "<!-- 1 -->"), &THREE[..1]).await;
    // Another reader left a sentence out.
    record.report.as_mut().unwrap().sections[0].text.clear();
    record.report.as_mut().unwrap().content = Digest::of(b"another reading");
    record.versions[0].content = Digest::of(b"another reading");
    store.settle(&crate::store::Settlement { record, cases: vec![], alerts: vec![] }).unwrap();

    let same = looks_into(&store, &page(9, "<!-- 2 -->"), &THREE[1..2]).await;
    assert_eq!((same.versions.len(), same.revisions.as_slice()), (1, [].as_slice()));
    assert!(same.report.as_ref().unwrap().section_text(1).contains("收到申请9件"));

    let edited = looks_into(&store, &page(8, "<!-- 3 -->"), &THREE[2..]).await;
    assert_eq!((edited.versions.len(), edited.revisions.len()), (2, 1));
}

#[tokio::test]
async fn a_listed_report_that_is_gone_is_a_dead_link_and_not_absent() {
    let portal = Portal::default().with(LISTING, listing(&[("/1.html", TITLE)]));
    let record = looks(&portal, &THREE).await;
    assert!(matches!(record.last_look.unwrap().observation, Observation::Unknown(_)));
    assert_eq!(record.findings.iter().filter(|it| it.rule == "dead-link").count(), 1);
    assert_eq!(record.findings.len(), 1);
}

#[tokio::test]
async fn two_texts_for_one_year_are_a_duplicate_and_accuse_of_nothing_else() {
    let links = [("/1.html", TITLE), ("/2.html", "某市财政局2025年度政府信息公开年报（修订）")];
    let portal = Portal::default()
        .with(LISTING, listing(&links))
        .with("http://gov.test/1.html", report(9, ""))
        .with("http://gov.test/2.html", report(8, ""));
    let record = looks(&portal, &THREE[..1]).await;
    assert_eq!(said(&record, "duplicate-report").len(), 1);
    assert_eq!(record.findings.len(), 1);
    let look = record.last_look.unwrap();
    assert!(matches!(look.observation, Observation::Unknown(Unseen::Ambiguous(_))));
}

#[tokio::test]
async fn one_text_under_two_titles_is_published() {
    let links = [("/1.html", TITLE), ("/2.html", "某市财政局2025年度政府信息公开年报")];
    let portal = Portal::default()
        .with(LISTING, listing(&links))
        .with("http://gov.test/1.html", report(9, ""))
        .with("http://gov.test/2.html", report(9, ""));
    let record = looks(&portal, &THREE[..2]).await;
    assert_eq!(record.twins.as_ref().map(|it| &it.likeness), Some(&Likeness::Same));
    assert!(matches!(record.last_look.as_ref().unwrap().observation, Observation::Published(_)));
    assert_eq!(said(&record, "duplicate-report"), Vec::<String>::new());
    assert_eq!(portal.asked("http://gov.test/2.html"), 1, "compared once a week");
}

#[tokio::test]
async fn a_year_that_the_listing_lacks_is_noticed() {
    let links = [
        ("/1.html", TITLE),
        ("/2.html", "某市财政局2022年政府信息公开工作年度报告"),
        ("/3.html", "某市财政局2023年政府信息公开工作年度报告"),
    ];
    let portal = Portal::default()
        .with(LISTING, listing(&links))
        .with("http://gov.test/1.html", report(9, ""));
    let record = looks(&portal, &THREE[..1]).await;
    assert_eq!(said(&record, "history-gap"), ["历年年报不全：2022至2025年度之间缺2024年度"]);
}
