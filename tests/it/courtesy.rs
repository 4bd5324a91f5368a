//! What a portal asks of us, and what we spare it unasked, over the wire.
#![allow(
    clippy::unwrap_used,
    reason = "the exemptions of clippy.toml do not reach helper functions of integration tests"
)]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::TimeZone;
use chrono::Utc;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::config;
use gongkai_watch::config::Given;
use gongkai_watch::daemon;
use gongkai_watch::daemon::App;
use gongkai_watch::daemon::Which;
use gongkai_watch::domain::HostRecord;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::TroubleKind;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::Urgently;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use gongkai_watch::fetch::standing::Ledger;
use gongkai_watch::store::Store;
use tokio::net::TcpListener;
use url::Url;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use crate::wire::moved;

#[derive(Default)]
struct Notebook(Mutex<HashMap<String, HostRecord>>);

impl Ledger for Notebook {
    fn read(&self, host: &str) -> HostRecord {
        self.0.lock().unwrap().get(host).cloned().unwrap_or_default()
    }

    fn write(&self, host: &str, record: &HostRecord) {
        self.0.lock().unwrap().insert(host.to_owned(), record.clone());
    }
}

/// A watcher that may be stopped and started again, with a clock of its own.
struct Watcher {
    clock: Arc<ManualClock>,
    notebook: Arc<Notebook>,
    settings: Settings,
    fetch: HttpFetch,
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 31, 4, 0, 0).unwrap()
}

impl Watcher {
    fn new(daily_per_host: u32) -> Self {
        let settings = Settings {
            allow_networks: vec!["127.0.0.0/8".parse().unwrap()],
            interval_per_host: Duration::ZERO,
            robots: false,
            daily_per_host,
            ..Settings::default()
        };
        let (clock, notebook) = (Arc::new(ManualClock::at(noon())), Arc::<Notebook>::default());
        let fetch =
            HttpFetch::remembering(settings.clone(), clock.clone(), notebook.clone()).unwrap();
        Self { clock, notebook, settings, fetch }
    }

    fn restarted(self) -> Self {
        let (settings, clock, notebook) = (self.settings, self.clock, self.notebook);
        let fetch =
            HttpFetch::remembering(settings.clone(), clock.clone(), notebook.clone()).unwrap();
        Self { clock, notebook, settings, fetch }
    }

    async fn get(&self, url: &str) -> Result<Page, Failure> {
        self.fetch.get(Request::new(Url::parse(url).unwrap())).await
    }

    /// Why the address is not asked for now, and for how much longer.
    fn put_off(&self, url: &str, now: DateTime<Utc>) -> Option<(&'static str, TimeDelta)> {
        match self.fetch.postponed(&Request::new(Url::parse(url).unwrap())) {
            Some(Failure::Postponed { seen, until, .. }) => Some((seen.key(), until - now)),
            _ => None,
        }
    }
}

#[tokio::test]
async fn a_portal_that_says_when_to_come_back_is_left_alone_until_then() {
    for (value, minutes) in [("3600", 60), ("Sat, 31 Jan 2026 04:30:00 GMT", 30)] {
        let busy = answer("503 Busy", &[("Retry-After", value)], b"");
        let wire = Wire::serve(move |_| busy.clone()).await;
        let watcher = Watcher::new(0);
        assert_eq!(watcher.get(&wire.at("/a")).await.unwrap().capture.status, 503);
        let failure = watcher.get(&wire.at("/b")).await.unwrap_err();
        assert!(matches!(failure, Failure::Postponed { .. }), "{failure}");
        // A deadline of ours is not the portal's business.
        let request = Request::new(Url::parse(&wire.at("/b")).unwrap());
        assert!(Urgently(&watcher.fetch).get(request).await.is_err());

        let watcher = watcher.restarted();
        let wait = TimeDelta::minutes(minutes);
        assert_eq!(watcher.put_off(&wire.at("/"), noon()), Some(("postponed", wait)));
        assert_eq!(wire.paths(), ["/a"]);
        watcher.clock.set(noon() + wait);
        assert_eq!(watcher.put_off(&wire.at("/"), noon() + wait), None);
        assert!(watcher.get(&wire.at("/c")).await.is_ok());
    }
}

#[tokio::test]
async fn a_short_wait_holds_back_every_page_of_the_host() {
    let wire = Wire::serve(|path| match path {
        "/busy" => answer("429 Slow down", &[("Retry-After", "1")], b""),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let watcher = Watcher::new(0);
    let begin = tokio::time::Instant::now();
    assert_eq!(watcher.get(&wire.at("/busy")).await.unwrap().capture.status, 429);
    assert!(watcher.get(&wire.at("/other")).await.is_ok());
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_retry_after_beside_a_page_means_nothing() {
    let wire = Wire::serve(|_| answer("200 OK", &[("Retry-After", "3600")], b"page")).await;
    let watcher = Watcher::new(0);
    assert!(watcher.get(&wire.at("/")).await.is_ok());
    assert!(watcher.get(&wire.at("/")).await.is_ok());
}

#[tokio::test]
async fn the_budget_of_a_day_is_counted_with_redirects_and_kept_over_a_restart() {
    let wire = Wire::serve(|path| match path {
        "/old" => moved("301 Moved", "/new"),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let watcher = Watcher::new(3);
    assert!(watcher.get(&wire.at("/old")).await.is_ok());
    let watcher = watcher.restarted();
    assert!(watcher.get(&wire.at("/a")).await.is_ok());
    let failure = watcher.get(&wire.at("/b")).await.unwrap_err();
    assert_eq!(failure.unseen().key(), "postponed", "{failure}");
    assert_eq!(watcher.put_off(&wire.at("/"), noon()), Some(("postponed", TimeDelta::hours(12))));
    assert_eq!(wire.paths(), ["/old", "/new", "/a"]);

    let request = Request::new(Url::parse(&wire.at("/deadline")).unwrap());
    assert!(Urgently(&watcher.fetch).get(request).await.is_ok());
    watcher.clock.set(noon() + TimeDelta::hours(12));
    assert!(watcher.get(&wire.at("/b")).await.is_ok());
}

#[tokio::test]
async fn a_host_that_is_away_is_asked_less_and_less_and_keeps_its_reason() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let watcher = Watcher::new(0);
    for _ in 0..2 {
        let failure = watcher.get(&url).await.unwrap_err();
        assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");
    }
    let failure = watcher.get(&url).await.unwrap_err();
    assert!(matches!(failure, Failure::Postponed { .. }), "{failure}");
    let seen = failure.unseen();
    assert_eq!(seen.key(), "unreachable");
    assert!(seen.seen().contains("Connection refused"), "{}", seen.seen());
    assert_eq!(watcher.put_off(&url, noon()), Some(("unreachable", TimeDelta::minutes(5))));
}

#[tokio::test]
async fn a_gateway_that_turns_page_after_page_away_is_left_alone() {
    let wire = Wire::serve(|_| answer("403 Forbidden", &[], b"blocked")).await;
    let watcher = Watcher::new(0);
    for n in 0..12 {
        assert!(watcher.get(&wire.at(&format!("/{n}"))).await.is_ok());
    }
    assert_eq!(watcher.put_off(&wire.at("/"), noon()), Some(("failed", TimeDelta::minutes(30))));
}

#[tokio::test]
async fn a_server_that_hangs_up_without_a_word_has_a_fault() {
    let wire = Wire::serve(|_| Script::Say(Vec::new())).await;
    let watcher = Watcher::new(0);
    assert!(watcher.get(&wire.at("/")).await.is_err());
    let host = format!("127.0.0.1:{}", wire.port());
    let trouble = watcher.notebook.read(&host).trouble.unwrap();
    assert_eq!((trouble.kind, trouble.times), (TroubleKind::Server, 1));
}

#[tokio::test]
async fn one_page_with_a_fault_keeps_nobody_from_the_next() {
    let wire = Wire::serve(|path| match path {
        "/broken" => answer("500 Oops", &[], b""),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let watcher = Watcher::new(0);
    for path in ["/broken", "/broken", "/whole"] {
        assert!(watcher.get(&wire.at(path)).await.is_ok(), "{path}");
    }
}

/// The daemon with one site of one department, which owes its report by 31 January.
fn daemon(wire: &Wire, dir: &std::path::Path, fetch: &str, clock: &Arc<ManualClock>) -> Arc<App> {
    let text = format!(
        "data-dir = '{}'\n[fetch]\nallow-networks = ['127.0.0.0/8']\nrobots = false\n\
         interval-per-host = '0s'\nspread = '0s'\n{fetch}\n[[site]]\nid = 'a'\nurl = '{}'\n\
         poll = '0 * * * *'\n[[site.agency]]\nname = '某市财政局'\nkind = 'department'\n",
        dir.display(),
        wire.at("/nb/")
    );
    let config = config::parse("test.toml", &text, &Given::default()).unwrap();
    let store = Store::open(dir).unwrap();
    App::with_store(config, store, clock.clone()).unwrap()
}

fn in_january(day: u32, hour: u32) -> DateTime<Utc> {
    // Beijing is eight hours ahead.
    Utc.with_ymd_and_hms(2026, 1, day, hour, 0, 0).unwrap() - TimeDelta::hours(8)
}

#[tokio::test]
async fn quiet_hours_hold_until_a_deadline_hangs_on_a_look() {
    let wire = Wire::serve(|_| answer("200 OK", &[("Content-Type", "text/html")], b"<p>")).await;
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(ManualClock::at(noon())));
    let app = daemon(&wire, dir.path(), "quiet-hours = '08:30-17:30'", &clock);
    for (day, hour, looks) in
        [(20, 12, 0), (20, 18, 1), (21, 9, 0), (31, 12, 1), (32, 12, 1), (33, 12, 0)]
    {
        // The day after the last is urgent as well.
        let at = in_january(1, hour) + TimeDelta::days(day - 1);
        clock.set(at);
        let round = daemon::round(&app, &Which::Due, |_, _| {}).await.unwrap();
        assert_eq!(round.polled.len(), looks, "{at}");
    }
    clock.set(in_january(20, 12));
    let asked_for = Which::Only(vec![SiteId("a".into())]);
    assert_eq!(daemon::round(&app, &asked_for, |_, _| {}).await.unwrap().polled.len(), 1);
}

#[tokio::test]
async fn a_look_beyond_the_budget_is_put_off_and_says_so_over_a_restart() {
    let wire = Wire::serve(|_| answer("200 OK", &[("Content-Type", "text/html")], b"<p>")).await;
    let (dir, clock) =
        (tempfile::tempdir().unwrap(), Arc::new(ManualClock::at(in_january(20, 12))));
    let mut app = daemon(&wire, dir.path(), "daily-requests-per-host = 1", &clock);
    let first = daemon::round(&app, &Which::All, |_, _| {}).await.unwrap();
    assert_ne!(first.polled[0].unseen.as_ref().unwrap().key(), "postponed");
    let failures = |app: &App| app.store.site(&SiteId("a".into())).unwrap().unwrap().failures;
    let before = failures(&app);
    for _ in 0..2 {
        let round = daemon::round(&app, &Which::All, |_, _| {}).await.unwrap();
        assert_eq!(round.polled[0].unseen.as_ref().unwrap().key(), "postponed");
        let site = app.store.site(&SiteId("a".into())).unwrap().unwrap();
        assert_eq!(site.next_poll_at, in_january(21, 0));
        assert_eq!(failures(&app), before, "it is no failure of the site's");
        app = App::with_store(app.config.clone(), app.store.clone(), clock.clone()).unwrap();
    }
    assert_eq!(wire.paths(), ["/nb/"]);
    clock.set(in_january(31, 12));
    daemon::round(&app, &Which::All, |_, _| {}).await.unwrap();
    daemon::round(&app, &Which::All, |_, _| {}).await.unwrap();
    assert!(wire.paths().len() >= 3, "deadlines go before the budget");
}
