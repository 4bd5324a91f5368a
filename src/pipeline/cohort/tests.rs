//! Two townships with one text, from the sketch to the case.

use std::sync::Mutex;

use super::*;
use crate::domain::Capture;
use crate::domain::Case;
use crate::domain::Digest;
use crate::domain::Look;
use crate::domain::Reading;
use crate::fetch::Failure;
use crate::fetch::Fetch;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::patience::Patience;
use crate::rules::given;
use crate::rules::given::Given;

const RULE: &str = "copied-from-other-body";
const TEXT: &str = "2025年，我镇把惠农补贴名单张贴到各村村务栏，由包村干部逐户讲解领取办法。\
    便民窗口设专人接待来访群众，帮助老人查询养老金发放记录。党政办每旬检查网站栏目，更新不及时的当日补齐。";
const OTHER: &str = "2025年，本镇在集市设立宣传点，发放医保缴费指南。驻村工作队收集道路硬化意见，\
    答复情况写入村民会议记录。网站管理员参加县里培训后重新整理了栏目目录，补齐缺失的办事指南。";

struct Watched {
    _dir: tempfile::TempDir,
    store: Store,
    site: Site,
}

fn township(name: &str, text: &str) -> Given {
    let mut given = given::clean().kind(AgencyKind::Township).section(1, text);
    given.agency.id = AgencyId(name.into());
    name.clone_into(&mut given.agency.name);
    given.report_mut().agency = Some(name.to_owned());
    given.report_mut().content = Digest::of(format!("{name}{text}").as_bytes());
    given.publication.as_mut().unwrap().url = format!("http://gov.test/{name}");
    given
}

impl Watched {
    fn new(bodies: &[&Given]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let site = Site {
            id: bodies[0].agency.site.clone(),
            name: "示例县".into(),
            url: "http://gov.test/nb/".parse().unwrap(),
            reading: Reading::default(),
            region: bodies[0].agency.region.clone(),
            agencies: bodies.iter().map(|it| it.agency.clone()).collect(),
        };
        let watched = Self { _dir: dir, store, site };
        for body in bodies {
            watched.read(body);
        }
        watched
    }

    /// A look that found this.
    fn read(&self, given: &Given) {
        let id = &given.agency.id;
        let known = self.store.record(id, given.year).unwrap();
        let mut record =
            known.unwrap_or_else(|| Record::new(id.clone(), given.year, given.observed_at));
        let look = Look { at: given.observed_at, observation: given.observation.clone() };
        record.last_clean = Some(look.clone());
        record.last_look = Some(look);
        record.publication.clone_from(&given.publication);
        record.report.clone_from(&given.report);
        let sketch =
            given.report.as_ref().map(|it| similarity::sketch(&given.agency, given.year, it));
        self.store.settle(&Settlement { record, cases: vec![], alerts: vec![] }).unwrap();
        match sketch {
            Some(sketch) => self.store.save_sketch(&sketch).unwrap(),
            None => {
                self.store.remove_sketch(given.year, &given.agency.region, id).unwrap();
            }
        }
    }

    fn judge(&self) {
        let (sites, now) = (std::iter::once(&self.site), given::noon("2026-01-21"));
        judge_cohorts(&self.store, &Policy::default(), sites, now).unwrap();
    }

    fn case(&self, given: &Given) -> Option<Case> {
        let cases = self.store.cases(&given.agency.id, given.year).unwrap();
        cases.into_iter().find(|it| it.finding.rule == RULE)
    }

    fn found(&self, given: &Given) -> Vec<String> {
        let record = self.store.record(&given.agency.id, given.year).unwrap().unwrap();
        record.findings.into_iter().map(|it| it.rule).collect()
    }
}

#[test]
fn a_shared_text_opens_a_case_for_each_and_waits_for_the_monthly_reminder() {
    let (here, there) = (township("柳河镇", TEXT), township("石桥镇", TEXT));
    let other = township("沙岭镇", OTHER);
    let watched = Watched::new(&[&here, &there, &other]);
    watched.judge();
    assert!(watched.case(&here).unwrap().is_open());
    assert!(watched.case(&there).unwrap().is_open());
    assert!(watched.case(&other).is_none());
    assert_eq!(watched.found(&here), [RULE]);
    assert_eq!(watched.store.waiting_alerts().unwrap(), []);
    assert_eq!(watched.store.changed_cohorts().unwrap(), []);
    watched.read(&here);
    watched.judge();
    assert_eq!(watched.store.waiting_alerts().unwrap(), []);
}

#[test]
fn a_text_that_was_written_anew_closes_both() {
    let (here, there) = (township("柳河镇", TEXT), township("石桥镇", TEXT));
    let watched = Watched::new(&[&here, &there]);
    watched.judge();
    watched.read(&township("石桥镇", OTHER));
    watched.judge();
    assert!(!watched.case(&here).unwrap().is_open());
    assert!(!watched.case(&there).unwrap().is_open());
    assert_eq!(watched.found(&here), Vec::<String>::new());
}

#[test]
fn neither_judgement_touches_the_cases_of_the_other() {
    let broken = |text| {
        township("柳河镇", text).application(
            crate::domain::Line::CarriedOut,
            crate::domain::Column::Total,
            "7",
        )
    };
    let (here, there) = (broken(TEXT), township("石桥镇", TEXT));
    let watched = Watched::new(&[&here, &there]);
    let own = rules::judge(&here.dossier(), &[]);
    assert!(own.findings.len() > 1);
    let record = watched.store.record(&here.agency.id, here.year).unwrap().unwrap();
    let subject = lifecycle::Subject {
        agency: &here.agency,
        year: here.year,
        deadlines: &here.deadlines,
        record: &record,
        column: None,
    };
    let out = lifecycle::reconcile(subject, &[], &own, here.observed_at);
    let own_cases = out.cases.len();
    let mut record = record.clone();
    record.findings.clone_from(&own.findings);
    watched.store.settle(&Settlement { record, cases: out.cases, alerts: vec![] }).unwrap();

    watched.judge();
    let cases = watched.store.cases(&here.agency.id, here.year).unwrap();
    assert_eq!(cases.len(), own_cases + 1);
    assert!(cases.iter().all(Case::is_open));
    assert_eq!(watched.found(&here).len(), own.findings.len() + 1);

    let again = lifecycle::reconcile(subject, &cases, &own, here.observed_at);
    assert!(again.cases.is_empty(), "{:?}", again.cases);
}

#[test]
fn a_report_that_is_gone_takes_no_part_and_closes_nothing() {
    let (here, there) = (township("柳河镇", TEXT), township("石桥镇", TEXT));
    let watched = Watched::new(&[&here, &there]);
    watched.judge();
    let mut gone = township("石桥镇", TEXT);
    gone.observation = Observation::Absent;
    gone.report = None;
    watched.read(&gone);
    watched.judge();
    // Whoever is gone cannot be judged; who stays has nobody beside it any more.
    assert!(watched.case(&there).unwrap().is_open());
    assert!(!watched.case(&here).unwrap().is_open());
}

#[test]
fn bodies_of_different_regions_are_not_compared() {
    let here = township("柳河镇", TEXT);
    let mut there = township("石桥镇", TEXT);
    there.agency.region = "620321".into();
    let watched = Watched::new(&[&here, &there]);
    watched.judge();
    assert!(watched.case(&here).is_none() && watched.case(&there).is_none());
}

/// A portal of two townships; what stands under the second's address can be exchanged.
struct Portal(Mutex<BTreeMap<String, String>>);

#[async_trait::async_trait]
impl Fetch for Portal {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let url = request.url.to_string();
        let body = self.0.lock().unwrap().get(&url).cloned();
        let status = if body.is_some() { 200 } else { 404 };
        let body = body.unwrap_or_default().into_bytes();
        let capture = Capture {
            url: url.clone(),
            final_url: url,
            redirects: vec![],
            status,
            headers: vec![("content-type".into(), "text/html; charset=utf-8".into())],
            taken_at: given::noon("2026-01-21"),
            digest: Digest::of(&body),
            size_bytes: u64::try_from(body.len()).unwrap(),
        };
        Ok(Page { capture, body, not_modified: false })
    }
}

fn page(name: &str, text: &str) -> String {
    let paragraphs = text.split('。').map(|it| format!("<p>{it}。</p>")).collect::<String>();
    format!(
        "<html><head><title>{name}2025年政府信息公开工作年度报告</title></head><body><div>\
         <h1>{name}2025年政府信息公开工作年度报告</h1><p>一、总体情况</p>{paragraphs}\
         <p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>\
         <p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p>\
         <p>村级信息员更换频繁，上报材料格式不一。下一步组织轮训，安排专人复核。</p><p>六、其他需要报告的事项</p>\
         <p>未收取信息处理费。</p></div></body></html>"
    )
}

#[tokio::test]
async fn from_two_pages_of_a_portal_to_two_cases_and_back() {
    const NAMES: [&str; 2] = ["示例县柳河镇人民政府", "示例县石桥镇人民政府"];
    let mut pages = BTreeMap::new();
    let mut listing = String::from("<html><body><ul>");
    for (n, name) in NAMES.iter().enumerate() {
        pages.insert(format!("http://gov.test/nb/{n}.html"), page(name, TEXT));
        listing.push_str(&format!(
            "<li><a href='{n}.html'>{name}2025年政府信息公开工作年度报告</a> 2026-01-10</li>"
        ));
    }
    pages.insert("http://gov.test/nb/".into(), listing + "</ul></body></html>");
    let portal = Portal(Mutex::new(pages));
    let bodies = NAMES.map(|name| township(name, TEXT));
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut site = Site {
        id: bodies[0].agency.site.clone(),
        name: "示例县".into(),
        url: "http://gov.test/nb/".parse().unwrap(),
        reading: Reading::default(),
        region: bodies[0].agency.region.clone(),
        agencies: bodies.iter().map(|it| it.agency.clone()).collect(),
    };
    site.agencies.iter_mut().for_each(|it| it.since = Some(ReportYear(2025)));
    let policy = Policy::default();
    let clock = crate::clock::ManualClock::at(given::noon("2026-01-21"));
    let deps = super::super::Deps {
        fetch: &portal,
        store: &store,
        clock: &clock,
        patience: Patience { tries: 1, first_pause: std::time::Duration::ZERO },
        policy: &policy,
    };
    let open = || -> Vec<bool> {
        let cases = store.all_cases().unwrap();
        cases.iter().filter(|it| it.finding.rule == RULE).map(Case::is_open).collect()
    };
    let later = |at: DateTime<Utc>| at + chrono::TimeDelta::hours(1);
    let round = async || {
        super::super::poll_site(deps, &site, later).await.unwrap();
        judge_cohorts(&store, &policy, std::iter::once(&site), given::noon("2026-01-21")).unwrap();
    };
    round().await;
    assert_eq!(open(), [true, true]);
    round().await;
    assert_eq!(open(), [true, true]);
    let anew = page(NAMES[1], OTHER);
    portal.0.lock().unwrap().insert("http://gov.test/nb/1.html".into(), anew);
    round().await;
    assert_eq!(open(), [false, false]);
}
