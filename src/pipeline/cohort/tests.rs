//! Two townships with one text, from the sketch to the case.

use super::*;
use crate::domain::Case;
use crate::domain::Look;
use crate::rules::given;
use crate::rules::given::Given;
use crate::store::Settlement;

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
    given.report_mut().content = crate::domain::Digest::of(format!("{name}{text}").as_bytes());
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
        judge_cohorts(&self.store, &Policy::default(), &[&self.site], given::noon("2026-01-21"))
            .unwrap();
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
fn a_shared_text_opens_a_case_for_each_and_is_told_once() {
    let (here, there) = (township("柳河镇", TEXT), township("石桥镇", TEXT));
    let other = township("沙岭镇", OTHER);
    let watched = Watched::new(&[&here, &there, &other]);
    watched.judge();
    assert!(watched.case(&here).unwrap().is_open());
    assert!(watched.case(&there).unwrap().is_open());
    assert!(watched.case(&other).is_none());
    assert_eq!(watched.found(&here), [RULE]);
    assert_eq!(watched.store.waiting_alerts().unwrap().len(), 2);
    assert_eq!(watched.store.changed_cohorts().unwrap(), []);
    watched.read(&here);
    watched.judge();
    assert_eq!(watched.store.waiting_alerts().unwrap().len(), 2);
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
