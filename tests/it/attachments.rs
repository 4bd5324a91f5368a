//! A site whose report pages link files: what one poll after another makes of them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use chrono::TimeDelta;
use chrono::TimeZone;
use chrono::Utc;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::AnnexContent;
use gongkai_watch::domain::Capture;
use gongkai_watch::domain::Carrier;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Digest;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Reading;
use gongkai_watch::domain::Record;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Site;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::TableKind;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::patience::Patience;
use gongkai_watch::pipeline;
use gongkai_watch::pipeline::Deps;
use gongkai_watch::pipeline::Policy;
use gongkai_watch::store::Store;

use crate::carriers::office;
use crate::carriers::pdf;
use crate::form;
use crate::season;
use crate::wire;
use crate::wire::Wire;

const REPORT: &str = "http://gov.test/zfxxgknb/t20250120_1.html";
const FILE: &str = "http://gov.test/zfxxgknb/P020250120.docx";

/// A portal in memory.
#[derive(Default)]
struct Portal {
    pages: Mutex<BTreeMap<String, (u16, Vec<u8>)>>,
    asked: Mutex<Vec<String>>,
}

impl Portal {
    fn put(&self, url: &str, status: u16, body: impl Into<Vec<u8>>) {
        self.pages.lock().unwrap().insert(url.to_owned(), (status, body.into()));
    }

    fn asked_for(&self, url: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|it| *it == url).count()
    }
}

#[async_trait]
impl Fetch for Portal {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let url = request.url.to_string();
        self.asked.lock().unwrap().push(url.clone());
        let missing = (404, b"<html><body>404</body></html>".to_vec());
        let (status, body) = self.pages.lock().unwrap().get(&url).cloned().unwrap_or(missing);
        let capture = Capture {
            final_url: url.clone(),
            url,
            redirects: vec![],
            status,
            headers: vec![],
            taken_at: start(),
            digest: Digest::of(&body),
            size_bytes: body.len() as u64,
        };
        Ok(Page { capture, body, not_modified: false })
    }
}

/// Noon in Shanghai, in the season of the reports on 2024.
fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 1, 21, 4, 0, 0).unwrap()
}

struct Watch {
    portal: Portal,
    store: Store,
    clock: ManualClock,
    day: i64,
    _dir: tempfile::TempDir,
}

impl Watch {
    fn new(link: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let portal = Portal::default();
        let title = "某市财政局2024年政府信息公开工作年度报告";
        let older: String = (2019..2024)
            .map(|year| {
                format!(
                    "<li><a href='t{year}.html'>某市财政局{year}年政府信息公开工作年度报告</a>\
                     <span>{}-01-20</span></li>",
                    year + 1
                )
            })
            .collect();
        let listing = format!(
            "<html><head><title>政府信息公开年报</title></head><body><h3>政府信息公开年报</h3><ul>\
             <li><a href='{link}'>{title}</a><span>2025-01-20</span></li>{older}</ul></body></html>"
        );
        portal.put("http://gov.test/zfxxgknb/", 200, listing);
        Self {
            portal,
            store: Store::open(dir.path()).unwrap(),
            clock: ManualClock::at(start()),
            day: 0,
            _dir: dir,
        }
    }

    /// Polls on the next day and gives the record.
    async fn poll(&mut self) -> Record {
        self.clock.set(start() + TimeDelta::days(self.day));
        self.day += 1;
        let agency = Agency {
            id: AgencyId("某市财政局".into()),
            name: "某市财政局".into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: "620302".into(),
            since: Some(ReportYear(2024)),
            site: SiteId("site".into()),
        };
        let site = Site {
            id: SiteId("site".into()),
            name: "某市".into(),
            url: "http://gov.test/zfxxgknb/".parse().unwrap(),
            reading: Reading::default(),
            region: "620302".into(),
            agencies: vec![agency.clone()],
        };
        let deps = Deps {
            fetch: &self.portal,
            store: &self.store,
            clock: &self.clock,
            patience: Patience { tries: 1, first_pause: Duration::ZERO },
            policy: &Policy::default(),
        };
        let look = pipeline::poll_site(deps, &site, |now| now + TimeDelta::days(1)).await.unwrap();
        assert_eq!(look.unseen, None);
        self.store.record(&agency.id, ReportYear(2024)).unwrap().unwrap()
    }
}

/// A page of prose that links a file; `tables` stands where the tables belong.
fn page(tables: &str, file: &str) -> String {
    format!(
        "<html><head><meta name=ArticleTitle content='某市财政局2024年政府信息公开工作年度报告'>\
         <meta name=PubDate content='2025-01-20 09:30'></head><body><div id=zoom>\
         <p>一、总体情况</p><p>2024年，我局主动公开政府信息120条。</p><p>二、主动公开政府信息情况</p>\
         <p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>{tables}\
         <p>五、存在的主要问题及改进情况</p><p>公开的深度不够，下一步将改进工作。</p>\
         <p>六、其他需要报告的事项</p><p>本年度未收取信息处理费。</p>\
         <p><a href='{file}'>附件：2024年度报告</a></p></div></body></html>"
    )
}

fn figures(granted: &'static str) -> impl Fn(Line, Column) -> String {
    move |line, column| match (line, column) {
        (Line::Granted, Column::NaturalPerson) => granted.to_owned(),
        _ => "0".to_owned(),
    }
}

fn docx(granted: &'static str) -> Vec<u8> {
    office::docx(&form::report(&figures(granted)))
}

fn granted(record: &Record) -> Option<i64> {
    let table = record.report.as_ref()?.table(TableKind::Applications)?;
    table.integer(Line::Granted, Column::NaturalPerson)
}

fn rules(record: &Record) -> Vec<&str> {
    record.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[tokio::test]
async fn tables_that_the_page_lacks_come_from_its_file() {
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page("", "P020250120.docx"));
    watch.portal.put(FILE, 200, docx("5"));
    let record = watch.poll().await;
    assert_eq!(granted(&record), Some(5));
    let report = record.report.as_ref().unwrap();
    assert_eq!(report.table_sources.len(), 3);
    assert_eq!(report.table_sources[&TableKind::Reviews], FILE);
    assert_eq!(report.unread, []);
    assert!(!rules(&record).contains(&"table-missing"), "{:?}", rules(&record));
    assert!(rules(&record).contains(&"row-sum-wrong"), "{:?}", rules(&record));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_checked_by_its_address_has_its_files_too() {
    let server = Wire::serve(|path| match path {
        "/t1.html" => wire::answer(
            "200 OK",
            &[("Content-Type", "text/html; charset=utf-8")],
            page("", "P020250120.docx").as_bytes(),
        ),
        "/P020250120.docx" => wire::answer("200 OK", &[], &docx("5")),
        _ => wire::answer("404 Not Found", &[], b""),
    })
    .await;
    let dir = tempfile::tempdir().unwrap();
    let config = "data-dir = 'unused'\n[fetch]\nallow-networks = ['127.0.0.0/8']\n[[site]]\n\
                  id = 's'\nname = '某市'\nurl = 'http://127.0.0.1:9/'\n[[site.agency]]\n\
                  name = '某市财政局'\nkind = 'department'\n";
    std::fs::write(dir.path().join("watch.toml"), config).unwrap();
    let url = server.at("/t1.html");
    let read = tokio::task::spawn_blocking(move || {
        let args = ["--config", "watch.toml", "extract", "--format", "json", &url];
        season::run(dir.path(), &args)
    });
    let read = read.await.unwrap();
    let report: serde_json::Value = serde_json::from_slice(&read.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&read.stderr)));
    assert_eq!(report["applications"]["granted"]["natural_person"], 5);
    assert_eq!(report["unread"], serde_json::json!([]));
}

#[tokio::test]
async fn a_file_that_cannot_be_had_for_a_day_changes_nothing() {
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page("", "P020250120.docx"));
    watch.portal.put(FILE, 200, docx("5"));
    watch.poll().await;
    watch.portal.put(FILE, 503, "");
    let record = watch.poll().await;
    assert_eq!(granted(&record), Some(5));
    assert_eq!(record.revisions, []);
}

#[tokio::test]
async fn a_file_that_is_there_only_later_is_no_edit() {
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page("", "P020250120.docx"));
    watch.portal.put(FILE, 503, "");
    let before = watch.poll().await;
    assert_eq!(granted(&before), None);
    assert!(!rules(&before).contains(&"table-missing"));
    watch.portal.put(FILE, 200, docx("5"));
    let after = watch.poll().await;
    assert_eq!(granted(&after), Some(5));
    assert_eq!(after.revisions, []);
}

#[tokio::test]
async fn an_edit_of_the_file_alone_is_seen() {
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page("", "P020250120.docx"));
    watch.portal.put(FILE, 200, docx("5"));
    watch.poll().await;
    watch.portal.put(FILE, 200, docx("6"));
    let record = watch.poll().await;
    assert_eq!(granted(&record), Some(6));
    assert_eq!(record.revisions.len(), 1);
    assert_eq!(record.revisions[0].changes.len(), 1);
    let quiet = watch.poll().await;
    assert_eq!(quiet.revisions.len(), 1);
}

#[tokio::test]
async fn page_and_file_are_compared() {
    let rows: String = (0..4).map(|_| "<td>0</td>".to_owned()).collect();
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let heads: String = results.iter().map(|it| format!("<td>{it}</td>")).collect();
    let table = format!(
        "<table><tr><td></td>{heads}</tr><tr><td>行政复议</td><td>1</td>{rows}</tr>\
         <tr><td>未经复议直接起诉</td><td>0</td>{rows}</tr>\
         <tr><td>复议后起诉</td><td>0</td>{rows}</tr></table>"
    );
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page(&table, "P020250120.docx"));
    watch.portal.put(FILE, 200, docx("0"));
    let record = watch.poll().await;
    let finding = record.findings.iter().find(|it| it.rule == "html-attachment-differ").unwrap();
    assert!(
        finding.message.zh.contains("行政复议·结果维持：网页1，附件0"),
        "{}",
        finding.message.zh
    );
    assert_eq!(record.report.as_ref().unwrap().table_sources.len(), 2);
}

#[tokio::test]
async fn a_scanned_file_is_named_and_nothing_is_called_missing() {
    let mut watch = Watch::new("t20250120_1.html");
    watch.portal.put(REPORT, 200, page("", "P020250120.docx"));
    watch.portal.put(FILE, 200, pdf::scan());
    let record = watch.poll().await;
    assert_eq!(record.report.as_ref().unwrap().annexes[0].content, AnnexContent::Scan);
    assert!(rules(&record).contains(&"table-not-machine-readable"));
    assert!(!rules(&record).contains(&"table-missing"));
}

#[tokio::test]
async fn a_listing_may_link_the_file_itself() {
    let mut watch = Watch::new("P020250120.docx");
    let file = pdf::pdf(&form::report(&figures("5")), pdf::Style::Fills, true);
    watch.portal.put(FILE, 200, file);
    let record = watch.poll().await;
    assert_eq!(granted(&record), Some(5));
    assert_eq!(record.report.as_ref().unwrap().carrier, Carrier::Pdf);
    assert_eq!(watch.portal.asked_for(FILE), 1);
}

#[tokio::test]
async fn a_scan_in_place_of_the_report_is_published_and_at_fault() {
    let mut watch = Watch::new("P020250120.docx");
    watch.portal.put(FILE, 200, pdf::scan());
    let record = watch.poll().await;
    assert!(matches!(record.last_look.as_ref().unwrap().observation, Observation::Published(_)));
    assert_eq!(record.report, None);
    assert_eq!(rules(&record), ["table-not-machine-readable"]);
}

#[tokio::test]
async fn the_blank_form_in_place_of_the_report_says_nothing() {
    let blank = |_: Line, _: Column| String::new();
    let mut pieces = form::report(&blank);
    pieces[1] = form::Piece::Line("政府信息公开工作年度报告格式模板");
    pieces[3] = form::Piece::Line("（文字描述）");
    let mut watch = Watch::new("P020250120.docx");
    watch.portal.put(FILE, 200, office::docx(&pieces));
    let record = watch.poll().await;
    assert!(matches!(record.last_look.as_ref().unwrap().observation, Observation::Unknown(_)));
    assert_eq!(record.findings, []);
}
