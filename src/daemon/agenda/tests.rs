//! Sites that come, go and change their schedules, under a clock that jumps: none is lost, and none is
//! polled twice for one time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::clock::Clock;
use crate::clock::ManualClock;
use crate::config;
use crate::config::Given;
use crate::daemon::Which;
use crate::daemon::round;
use crate::fetch::Failure;
use crate::fetch::Fetch;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::given::answer;
use crate::fetch::patience::Patience;
use crate::overview;
use crate::rules::given;
use crate::store::SiteLook;
use crate::store::Store;

/// Portals that show a list with nothing new in it.
struct Quiet;

#[async_trait]
impl Fetch for Quiet {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let body = "<title>政府信息公开年报</title><ul>\
            <li><a href=/0.html>某县水务局2020年政府信息公开工作年度报告</a>2021-01-20</li></ul>";
        Ok(answer(&request.url, 200, body))
    }
}

/// Schedules of different kinds, all denser than the longest jump of the clock.
const PLANS: [&str; 4] = ["0 6 * * *", "0 6,14 * * *", "30 7 * * 1-5", "*/20 * * * *"];

const SITES: [&str; 3] = ["a", "b", "c"];

type Sites = BTreeMap<&'static str, usize>;

/// A daemon that can be stopped, started and told another configuration.
struct Daemon {
    dir: tempfile::TempDir,
    clock: Arc<ManualClock>,
    sites: Sites,
    /// To when the clock was set back since a site was polled.
    back: BTreeMap<&'static str, DateTime<Utc>>,
    app: Option<Arc<App>>,
}

impl Daemon {
    fn watching(sites: &[(&'static str, usize)], now: DateTime<Utc>) -> Self {
        let mut daemon = Self {
            dir: tempfile::tempdir().unwrap(),
            clock: Arc::new(ManualClock::at(now)),
            sites: sites.iter().copied().collect(),
            back: BTreeMap::new(),
            app: None,
        };
        daemon.restart();
        daemon
    }

    fn start(&mut self, store: Store) {
        // Enterprises owe nothing, so nobody is looked at twice before he is accused.
        let mut text = String::new();
        for (id, plan) in &self.sites {
            text += &format!(
                "[[site]]\nid = \"{id}\"\nurl = \"http://{id}.test/\"\npoll = \"{}\"\n\
                 [[site.agency]]\nname = \"{id}局\"\nkind = \"enterprise\"\n",
                PLANS[*plan]
            );
        }
        let config = config::parse("test.toml", &text, &Given::default()).unwrap();
        self.app = Some(Arc::new(App {
            policy: overview::policy(&config),
            config: Arc::new(config),
            store,
            fetch: Box::new(Quiet),
            mailer: None,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            patience: Patience { tries: 1, first_pause: Duration::ZERO },
            agenda: std::sync::OnceLock::new(),
        }));
    }

    fn restart(&mut self) {
        self.app = None;
        let store = loop {
            match Store::open(self.dir.path()) {
                // A thread of the database lets go of the file a moment after its last handle is gone.
                Err(StoreError::Locked(_)) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        };
        self.start(store);
    }

    fn reload(&mut self) {
        let store = self.app().store.clone();
        self.start(store);
    }

    fn app(&self) -> &Arc<App> {
        self.app.as_ref().unwrap()
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn pass(&self, time: TimeDelta) {
        self.clock.set(self.now() + time);
    }

    fn record(&self, site: &str) -> Option<SiteRecord> {
        self.app().store.site(&SiteId(site.into())).unwrap()
    }

    /// The sites of one round, in their order.
    async fn round(&self) -> Vec<String> {
        let done = round(self.app(), &Which::Due, |_, _| {}).await.unwrap();
        done.polled.into_iter().map(|it| it.site.0).collect()
    }

    fn next(&self, site: &str, after: DateTime<Utc>) -> DateTime<Utc> {
        let config = &self.app().config;
        let watched = config.sites.iter().find(|it| it.site.id.0 == site).unwrap();
        config.next_poll(watched, after)
    }

    /// The newest of the times of a site that is not after `now`.
    fn time_before(&self, site: &str, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut at = now - TimeDelta::days(5);
        loop {
            let next = self.next(site, at);
            if next > now {
                return at;
            }
            at = next;
        }
    }
}

fn morning() -> DateTime<Utc> {
    given::noon("2026-05-12")
}

#[tokio::test]
async fn a_round_polls_what_is_due_and_nothing_else() {
    let daemon = Daemon::watching(&[("a", 0), ("b", 3)], morning());
    assert_eq!(daemon.round().await, ["a", "b"]);
    assert_eq!(daemon.round().await, [""; 0]);
    daemon.pass(TimeDelta::minutes(31));
    assert_eq!(daemon.round().await, ["b"]);
    daemon.pass(TimeDelta::days(1));
    assert_eq!(daemon.round().await, ["a", "b"]);
}

#[tokio::test]
async fn a_site_that_comes_back_is_due_by_the_schedule_it_has_now() {
    let mut daemon = Daemon::watching(&[("a", 0), ("b", 0)], morning());
    daemon.round().await;
    daemon.sites.remove("a");
    daemon.reload();
    daemon.pass(TimeDelta::days(2));
    assert_eq!(daemon.round().await, ["b"]);
    daemon.sites.insert("a", 1);
    daemon.restart();
    assert_eq!(daemon.round().await, ["a"]);
    assert_eq!(daemon.round().await, [""; 0]);
}

#[tokio::test]
async fn another_schedule_counts_from_the_reload_on() {
    let mut daemon = Daemon::watching(&[("a", 0)], morning());
    daemon.round().await;
    daemon.sites.insert("a", 3);
    daemon.reload();
    daemon.pass(TimeDelta::minutes(31));
    assert_eq!(daemon.round().await, ["a"]);
    daemon.sites.insert("a", 0);
    daemon.reload();
    daemon.pass(TimeDelta::minutes(31));
    assert_eq!(daemon.round().await, [""; 0]);
}

#[tokio::test]
async fn nobody_waits_for_a_time_that_a_wrong_clock_told() {
    let mut daemon = Daemon::watching(&[("a", 0)], morning());
    daemon.pass(TimeDelta::days(3650));
    assert_eq!(daemon.round().await, ["a"]);
    daemon.pass(TimeDelta::days(-3650));
    assert_eq!(daemon.round().await, [""; 0]);
    daemon.restart();
    daemon.pass(TimeDelta::days(1));
    assert_eq!(daemon.round().await, ["a"]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_a_little_repeats_no_look() {
    let daemon = Daemon::watching(&[("a", 0)], morning());
    daemon.round().await;
    daemon.clock.set(daemon.next("a", morning()));
    assert_eq!(daemon.round().await, ["a"]);
    daemon.pass(TimeDelta::minutes(-5));
    assert_eq!(daemon.round().await, [""; 0]);
    daemon.pass(TimeDelta::minutes(10));
    assert_eq!(daemon.round().await, [""; 0]);
    daemon.pass(TimeDelta::days(1));
    assert_eq!(daemon.round().await, ["a"]);
}

#[tokio::test]
async fn a_store_without_an_index_gets_one_and_keeps_its_times() {
    let mut daemon = Daemon::watching(&[("a", 0), ("b", 0), ("new", 0)], morning());
    for site in ["a", "b"] {
        let last = daemon.time_before(site, morning());
        let record = SiteRecord {
            site: SiteId(site.into()),
            since: last,
            next_poll_at: daemon.next(site, last),
            last: SiteLook::nothing(last),
            last_clean_at: Some(last),
            failures: 0,
        };
        daemon.app().store.record_poll(&record).unwrap();
    }
    let all = |daemon: &Daemon| -> Vec<Appointment> {
        daemon.app().store.appointments().map(Result::unwrap).collect()
    };
    let strike: Vec<Amendment> = all(&daemon).into_iter().map(Amendment::Strike).collect();
    daemon.app().store.amend(&strike).unwrap();
    daemon.restart();
    assert_eq!(daemon.round().await, ["new"]);
    assert_eq!(all(&daemon).len(), 3);
    // A program without an index polls, and leaves the index behind.
    let stale = all(&daemon).into_iter().next().unwrap();
    daemon.pass(TimeDelta::days(1));
    assert_eq!(daemon.round().await, ["a", "b", "new"]);
    let plan = stale.plan;
    daemon.app().store.amend(&[Amendment::Strike(all(&daemon)[0].clone())]).unwrap();
    daemon.app().store.place(&Appointment { plan, ..stale }).unwrap();
    assert_eq!(daemon.round().await, [""; 0]);
    assert_eq!(all(&daemon).len(), 3);
    daemon.pass(TimeDelta::days(1));
    assert_eq!(daemon.round().await, ["a", "b", "new"]);
}

/// What happens to a daemon.
#[derive(Debug, Clone)]
enum Event {
    Pass(i64),
    SetBack(i64),
    Restart,
    Add(&'static str, usize),
    Remove(&'static str),
    Poll(&'static str),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let site = || prop::sample::select(SITES.to_vec());
    let event = prop_oneof![
        6 => (1_i64..3 * 24 * 60).prop_map(Event::Pass),
        2 => (1_i64..60).prop_map(Event::Pass),
        1 => (1_i64..60).prop_map(Event::SetBack),
        1 => (1_i64..3 * 24 * 60).prop_map(Event::SetBack),
        2 => Just(Event::Restart),
        3 => (site(), 0..PLANS.len()).prop_map(|(site, plan)| Event::Add(site, plan)),
        2 => site().prop_map(Event::Remove),
        1 => site().prop_map(Event::Poll),
    ];
    prop::collection::vec(event, 1..25)
}

/// Lets it happen, and holds a round to what a round promises.
async fn happens(daemon: &mut Daemon, event: Event) {
    match event {
        Event::Pass(minutes) => daemon.pass(TimeDelta::minutes(minutes)),
        Event::SetBack(minutes) => {
            daemon.pass(TimeDelta::minutes(-minutes));
            let now = daemon.now();
            for site in SITES {
                let back = daemon.back.entry(site).or_insert(now);
                *back = now.min(*back);
            }
        }
        Event::Restart => daemon.restart(),
        Event::Add(site, plan) => {
            daemon.sites.insert(site, plan);
            daemon.reload();
        }
        Event::Remove(site) => {
            daemon.sites.remove(site);
            daemon.reload();
        }
        Event::Poll(site) => {
            let which = Which::Only(vec![SiteId(site.into())]);
            round(daemon.app(), &which, |_, _| {}).await.unwrap();
            if daemon.sites.contains_key(site) {
                daemon.back.remove(site);
            }
        }
    }
    let now = daemon.now();
    let before: BTreeMap<_, _> =
        daemon.sites.keys().map(|site| (*site, daemon.record(site))).collect();
    let polled = daemon.round().await;
    for (site, before) in before {
        let was_polled = polled.iter().any(|it| it == site);
        match before {
            None => assert!(was_polled, "{site} is new"),
            Some(before) if was_polled => {
                let last = before.last.at;
                let from = daemon.back.remove(site).map_or(last, |it| it.min(last));
                let mut time = daemon.next(site, from);
                if time == daemon.time_before(site, last) {
                    time = daemon.next(site, time);
                }
                assert!(
                    time <= now,
                    "{site} is polled twice for {}",
                    daemon.time_before(site, now)
                );
            }
            Some(_) => {}
        }
        let due = daemon.record(site).unwrap().next_poll_at;
        let latest = daemon.next(site, daemon.next(site, now));
        assert!(now < due && due <= latest, "{site} is due at {due}, now {now}");
    }
    let index: Vec<_> = daemon.app().store.appointments().map(Result::unwrap).collect();
    assert_eq!(index.len(), daemon.sites.len());
    for it in index {
        assert_eq!(it.at, due_at(daemon.record(&it.site.0).as_ref()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_site_is_lost_and_none_is_polled_twice_for_one_time(events in events()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut daemon = Daemon::watching(&[("a", 0), ("b", 3)], morning());
            for event in events {
                happens(&mut daemon, event).await;
            }
        });
    }
}
