//! Two offices on one listing, and what is known of them.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::domain::Agency;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Reading;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Site;
use gongkai_watch::domain::SiteId;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use gongkai_watch::fetch::patience::Patience;
use gongkai_watch::lifecycle::obligation;
use gongkai_watch::lifecycle::obligation::State;
use gongkai_watch::pipeline;
use gongkai_watch::pipeline::Deps;
use gongkai_watch::pipeline::Policy;
use gongkai_watch::store::Store;

use crate::season::page;
use crate::season::page::Report;
use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;

/// Who has published.
pub const PUBLISHED: &str = "某市财政局";
/// Who has not.
pub const SILENT: &str = "某市教育局";
/// Where the reports are listed.
pub const LISTING: &str = "/nb/";
const REPORT: &str = "/nb/202601/t20260115_1.html";
const YEAR: ReportYear = ReportYear(2025);

/// The listing as it is when all is well.
pub fn listing() -> String {
    let item = |title: String, url: &str, date: &str| (title, url.to_owned(), date.to_owned());
    let report = Report::of(PUBLISHED, 2025, "2026-01-15");
    let mut items = vec![item(report.title(), REPORT, "2026-01-15")];
    for year in (2008..=2024).rev() {
        let title = format!("某市水务局{year}年政府信息公开工作年度报告");
        items.push(item(title, &format!("/nb/w{year}.html"), "2024-01-20"));
    }
    page::listing(&items, None)
}

/// The report as it is when all is well.
pub fn report() -> String {
    Report::of(PUBLISHED, 2025, "2026-01-15").html()
}

/// A page of HTML.
pub fn html(text: &str) -> Script {
    answer("200 OK", &[("Content-Type", "text/html; charset=utf-8")], text.as_bytes())
}

/// A portal without a fault.
pub fn healthy(path: &str) -> Script {
    match path {
        LISTING => html(&listing()),
        REPORT => html(&report()),
        "/" => html("<html><title>某市人民政府</title><body><p>首页要闻</p></body></html>"),
        _ => answer("404 Not Found", &[], b"<h1>404</h1>"),
    }
}

/// A client that gives up soon.
pub fn hasty() -> HttpFetch {
    client(Settings { timeout: Duration::from_millis(300), ..patient() })
}

/// A client; it costs more to make than a look.
pub fn client(settings: Settings) -> HttpFetch {
    HttpFetch::new(settings, Arc::new(ManualClock::at(DateTime::UNIX_EPOCH))).unwrap()
}

/// Settings of a client that waits for a slow machine.
pub fn patient() -> Settings {
    Settings {
        timeout: Duration::from_secs(20),
        max_body: 1_000_000,
        allow_networks: vec!["127.0.0.0/8".parse().unwrap()],
        interval_per_host: Duration::ZERO,
        robots: false,
        ..Settings::default()
    }
}

/// A watch over the two offices, with its store.
pub struct Office {
    _dir: Arc<tempfile::TempDir>,
    store: Store,
    site: Site,
}

impl Office {
    /// Of which nothing is known yet.
    pub fn new(url: &str) -> Self {
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let store = Store::open(dir.path()).unwrap();
        let agency = |name: &str| Agency {
            id: AgencyId(name.into()),
            name: name.into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: "620302".into(),
            since: None,
            site: SiteId("s".into()),
        };
        let site = Site {
            id: SiteId("s".into()),
            name: "某市".into(),
            url: url.parse().unwrap(),
            reading: Reading::default(),
            region: "620302".into(),
            agencies: vec![agency(PUBLISHED), agency(SILENT)],
        };
        Self { _dir: dir, store, site }
    }

    /// That was read before the last day, when all was well.
    pub async fn that_was_read(fetch: &HttpFetch) -> Self {
        let wire = Wire::serve(healthy).await;
        let office = Self::new(&wire.at(LISTING));
        let day = "2026-01-20T04:00:00Z";
        office.look(day, fetch).await;
        assert_eq!(office.standing(PUBLISHED, day).0, State::Published);
        office
    }

    /// The same, looked for at another address.
    pub fn moved_to(self, url: &str) -> Self {
        let site = Site { url: url.parse().unwrap(), ..self.site };
        Self { site, ..self }
    }

    /// Looks once.
    pub async fn look(&self, at: &str, fetch: &HttpFetch) {
        let clock = ManualClock::at(at.parse().unwrap());
        let deps = Deps {
            fetch,
            store: &self.store,
            clock: &clock,
            patience: Patience { tries: 1, first_pause: Duration::ZERO },
            policy: &Policy::default(),
        };
        pipeline::poll_site(deps, &self.site, |now| now).await.unwrap();
    }

    /// Where an office stands, and the reason for which the last look established nothing.
    pub fn standing(&self, agency: &str, at: &str) -> (State, String) {
        let agency = self.site.agencies.iter().find(|it| it.name == agency).unwrap();
        let record = self.store.record(&agency.id, YEAR).unwrap();
        let deadlines = Policy::default().deadlines(agency, YEAR);
        let (state, _) = obligation::state(record.as_ref(), &deadlines, at.parse().unwrap());
        let reason = match record.and_then(|it| it.last_look).map(|it| it.observation) {
            Some(Observation::Unknown(unseen)) => {
                assert!(!unseen.seen().is_empty(), "{unseen:?}");
                unseen.key().to_owned()
            }
            other => format!("{other:?}"),
        };
        (state, reason)
    }

    /// How many versions of its report are on record.
    pub fn versions(&self, agency: &str) -> usize {
        let record = self.store.record(&AgencyId(agency.into()), YEAR).unwrap();
        record.map_or(0, |it| it.versions.len())
    }

    /// The rules of all cases.
    pub fn accusations(&self) -> Vec<String> {
        let cases = self.store.all_cases().unwrap();
        cases.into_iter().map(|case| case.finding.rule).collect()
    }

    /// The rules of the cases of one office. That its link is dead is no accusation without ground.
    pub fn accusations_of(&self, agency: &str) -> Vec<String> {
        let cases = self.store.all_cases().unwrap().into_iter();
        let own = cases.filter(|case| case.agency.0 == agency).map(|case| case.finding.rule);
        own.filter(|rule| rule != "dead-link").collect()
    }
}
