//! A body, its reports over the years, and what a look at its portal established: all that a judgement
//! rests on, from the bytes on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;

use chrono::DateTime;
use chrono::Days;
use chrono::NaiveDate;
use chrono::TimeZone;
use chrono::Utc;
use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Annex;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Cohort;
use gongkai_watch::domain::Deadlines;
use gongkai_watch::domain::Digest;
use gongkai_watch::domain::Dossier;
use gongkai_watch::domain::Finding;
use gongkai_watch::domain::LinkAnswer;
use gongkai_watch::domain::LinkCheck;
use gongkai_watch::domain::LinkKind;
use gongkai_watch::domain::Listed;
use gongkai_watch::domain::LocalDeadline;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Params;
use gongkai_watch::domain::Peer;
use gongkai_watch::domain::Publication;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Revision;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::Twins;
use gongkai_watch::extract;
use gongkai_watch::extract::annex;
use gongkai_watch::extract::edition;
use gongkai_watch::rules;
use gongkai_watch::rules::Book;

use super::doc::Doc;

/// All that a judgement rests on.
#[derive(Debug, Clone)]
pub struct World {
    pub agency: Agency,
    /// This year's report; `None` where there is none to read.
    pub now: Option<Doc>,
    /// Reports of the years before, newest first.
    pub before: Vec<Doc>,
    /// A file that the page links, and the report in it.
    pub annex: Option<(String, Doc)>,
    pub year: ReportYear,
    pub observation: Observation,
    pub observed_at: DateTime<Utc>,
    pub publication: Option<Publication>,
    pub withdrawn: Option<DateTime<Utc>>,
    pub revisions: Vec<Revision>,
    pub links: Vec<LinkCheck>,
    pub listed_years: Option<Vec<ReportYear>>,
    pub twins: Option<Twins>,
    pub locals: Vec<LocalDeadline>,
    pub params: Params,
    pub scanned: bool,
    /// Other bodies of the region.
    pub peers: Vec<World>,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in Shanghai.
pub fn noon(text: &str) -> DateTime<Utc> {
    Utc.from_utc_datetime(&day(text).and_hms_opt(4, 0, 0).unwrap())
}

impl World {
    /// A body whose reports were all published on time and seen on the day.
    pub fn new(kind: AgencyKind, region: &str, aliases: &[&str], reports: Vec<Doc>) -> Self {
        let mut reports = reports.into_iter();
        let now = reports.next().unwrap();
        let before: Vec<Doc> = reports.collect();
        let (year, date) = (ReportYear(now.year), now.pub_date.clone());
        let url = now.url.clone();
        let published = day(&date);
        let at = noon(&date);
        let first = before.last().map_or(year, |doc| ReportYear(doc.year));
        let mut alive = LinkCheck::new(url.clone(), now.title.clone(), LinkKind::Page, at);
        alive.note(LinkAnswer::Alive, at);
        Self {
            agency: Agency {
                id: AgencyId(now.agency.clone()),
                name: now.agency.clone(),
                aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
                kind,
                region: region.into(),
                since: Some(first),
                site: SiteId("site".into()),
            },
            year,
            observation: Observation::Published(Listed {
                url: url.clone(),
                title: now.title.clone(),
                date: Some(published),
            }),
            observed_at: at,
            publication: Some(Publication {
                first_seen: at,
                claimed: Some(published),
                url,
                absent_until: published
                    .checked_sub_days(Days::new(1))
                    .map(|it| Utc.from_utc_datetime(&it.and_hms_opt(4, 0, 0).unwrap())),
            }),
            withdrawn: None,
            revisions: vec![],
            links: vec![alive],
            listed_years: Some((first.0..=year.0).map(ReportYear).collect()),
            twins: None,
            locals: vec![],
            params: Params::none(),
            scanned: false,
            peers: vec![],
            now: Some(now),
            before,
            annex: None,
        }
    }

    /// This year's report, to be edited.
    pub fn doc(&mut self) -> &mut Doc {
        self.now.as_mut().unwrap()
    }

    /// The report as it is read, with the file that it links.
    pub fn report(&self) -> Option<AnnualReport> {
        let mut report = read(self.now.as_ref()?);
        if let Some((url, doc)) = &self.annex {
            let found = extract::extract(extract::Input {
                bytes: &doc.bytes(),
                content_type: Some("text/plain"),
                url: Some(url),
            });
            let content = annex::judged(&report, found.unwrap());
            let digest = Some(Digest::of(&doc.bytes()));
            let title = doc.title.clone();
            annex::combine(&mut report, vec![Annex { url: url.clone(), title, digest, content }]);
        }
        Some(report)
    }

    /// Everything that is found: by the rules on one report, and by those on several bodies.
    pub fn findings(&self) -> Vec<Finding> {
        let report = self.report();
        let earlier: Vec<AnnualReport> = self.before.iter().map(read).collect();
        let deadlines =
            Deadlines::of(self.agency.kind, &self.agency.region, self.year, &self.locals, 0);
        let edition = report.as_ref().and_then(|it| edition::find(it.edition.as_deref()?));
        let dossier = Dossier {
            agency: &self.agency,
            year: self.year,
            deadlines: &deadlines,
            observation: &self.observation,
            observed_at: self.observed_at,
            publication: self.publication.as_ref(),
            withdrawn: self.withdrawn,
            revisions: &self.revisions,
            report: report.as_ref(),
            scanned: self.scanned,
            edition,
            previous: earlier.first(),
            earlier: &earlier,
            links: &self.links,
            listed_years: self.listed_years.as_deref(),
            twins: self.twins.as_ref(),
            params: &self.params,
        };
        let mut findings = rules::judge(&dossier, &[]).findings;
        if let Some(report) = &report {
            findings.extend(self.compared(report));
        }
        findings
    }

    fn compared(&self, report: &AnnualReport) -> Vec<Finding> {
        let others: Vec<(&World, AnnualReport)> =
            self.peers.iter().filter_map(|it| Some((it, it.report()?))).collect();
        let peers: Vec<Peer<'_>> = others.iter().map(|(world, it)| world.peer(it)).collect();
        let cohort = Cohort { year: self.year, own: self.peer(report), peers: &peers };
        Book::default().judge_cohort(&cohort).findings
    }

    fn peer<'a>(&'a self, report: &'a AnnualReport) -> Peer<'a> {
        Peer {
            agency: &self.agency,
            report,
            published: self.publication.as_ref().map(Publication::day),
            url: self.publication.as_ref().map(|it| it.url.as_str()),
        }
    }

    /// The rules that find anything.
    pub fn raised(&self) -> BTreeSet<String> {
        self.findings().into_iter().map(|it| it.rule).collect()
    }
}

/// A report as it is read. Those of other years and bodies are the same in nearly every case.
pub fn read(doc: &Doc) -> AnnualReport {
    static KNOWN: Mutex<BTreeMap<Digest, AnnualReport>> = Mutex::new(BTreeMap::new());
    let bytes = doc.bytes();
    let key = Digest::of(&[&bytes, doc.url.as_bytes()].concat());
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return known.clone();
    }
    let plain = doc.dress == super::doc::Dress::Text;
    let content_type = Some(if plain { "text/plain; charset=utf-8" } else { "text/html" });
    let input = extract::Input { bytes: &bytes, content_type, url: Some(&doc.url) };
    let report = extract::extract(input).unwrap();
    KNOWN.lock().unwrap().insert(key, report.clone());
    report
}
