//! Rounds over many portals that stand in memory, with and without our own network.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;

use super::App;
use super::Which;
use super::round;
use super::round::Round;
use crate::clock::Clock;
use crate::clock::ManualClock;
use crate::config;
use crate::config::Given;
use crate::domain::AgencyId;
use crate::domain::AlertKind;
use crate::domain::Observation;
use crate::domain::ReportYear;
use crate::domain::Unseen;
use crate::fetch::Failure;
use crate::fetch::Fetch;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::given::answer;
use crate::fetch::patience::Patience;
use crate::overview;
use crate::store::Store;

/// Portals, by host: who has published there, and which of them are out of reach.
#[derive(Debug, Default)]
struct Net {
    published: Mutex<HashSet<String>>,
    away: Mutex<HashSet<String>>,
    /// What the fetcher would say of hosts that it leaves alone.
    spared: Mutex<HashMap<String, Unseen>>,
    asked: Mutex<HashMap<String, u32>>,
}

#[async_trait]
impl Fetch for Arc<Net> {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let url = request.url.to_string();
        let host = request.url.host_str().unwrap().to_owned();
        *self.asked.lock().unwrap().entry(host.clone()).or_default() += 1;
        if self.away.lock().unwrap().contains(&host) {
            return Err(Failure::Unreachable { url, why: "connection refused".into() });
        }
        if let Some(seen) = self.spared.lock().unwrap().get(&host).cloned() {
            return Err(Failure::Postponed { url, seen, until: DateTime::UNIX_EPOCH });
        }
        let body = if request.url.path() == "/nb/" {
            listing(self.published.lock().unwrap().contains(&host).then_some(host.as_str()))
        } else {
            report(&host)
        };
        Ok(answer(&request.url, 200, body))
    }
}

fn title(host: &str) -> String {
    format!("{host}局2025年政府信息公开工作年度报告")
}

fn listing(published: Option<&str>) -> String {
    let of =
        published.map(|host| format!("<li><a href=/1.html>{}</a>2026-01-20</li>", title(host)));
    format!(
        "<title>政府信息公开年报</title>{}\
         <li><a href=/0.html>某县水务局2020年政府信息公开工作年度报告</a>2021-01-20</li>",
        of.unwrap_or_default()
    )
}

fn report(host: &str) -> String {
    let parts = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"];
    let parts: String = parts.iter().map(|it| format!("<p>{it}</p><p>见附表。</p>")).collect();
    let title = title(host);
    format!("<meta name=ArticleTitle content='{title}'><h1>{title}</h1>{parts}")
}

/// A watch over some portals of one agency each, `a` to `h`.
struct Watch {
    net: Arc<Net>,
    clock: Arc<ManualClock>,
    app: Arc<App>,
    _dir: tempfile::TempDir,
}

impl Watch {
    fn over(sites: &str, more: &str) -> Self {
        let mut text = more.to_owned();
        for host in sites.chars() {
            text += &format!(
                "[[site]]\nid = \"{host}\"\nurl = \"http://{host}/nb/\"\n\
                 [[site.agency]]\nname = \"{host}局\"\nkind = \"department\"\n"
            );
        }
        let config = config::parse("test.toml", &text, &Given::default()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let net = Arc::new(Net::default());
        let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
        let app = App {
            policy: overview::policy(&config),
            config: Arc::new(config),
            store: Store::open(dir.path()).unwrap(),
            fetch: Box::new(Arc::clone(&net)),
            mailer: None,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            patience: Patience { tries: 1, first_pause: Duration::ZERO },
            agenda: std::sync::OnceLock::new(),
        };
        Self { net, clock, app: Arc::new(app), _dir: dir }
    }

    fn publish(&self, hosts: &str) {
        self.net.published.lock().unwrap().extend(hosts.chars().map(String::from));
    }

    /// Takes these out of reach, and no others.
    fn away(&self, hosts: &str) {
        *self.net.away.lock().unwrap() = hosts.chars().map(String::from).collect();
    }

    async fn round(&self, day: &str) -> Round {
        self.clock.set(format!("{day}T04:00:00Z").parse().unwrap());
        round(&self.app, &Which::All, |_, _| {}).await.unwrap()
    }

    /// Takes the alerts that wait: of cases, and about the monitor.
    fn told(&self) -> (Vec<String>, Vec<String>) {
        let waiting = self.app.store.waiting_alerts().unwrap();
        let keys: Vec<u64> = waiting.iter().map(|(key, _)| *key).collect();
        self.app.store.post(&keys, &[]).unwrap();
        let (system, cases): (Vec<_>, Vec<_>) =
            waiting.into_iter().map(|it| it.1).partition(|it| it.kind == AlertKind::System);
        let of_case = |it: crate::domain::Alert| format!("{} {:?}", it.agency, it.kind);
        (cases.into_iter().map(of_case).collect(), system.into_iter().map(|it| it.rule).collect())
    }

    fn reason(&self, host: &str) -> String {
        let agency = AgencyId(format!("{host}局"));
        let record = self.app.store.record(&agency, ReportYear(2025)).unwrap().unwrap();
        match record.last_look.unwrap().observation {
            Observation::Unknown(unseen) => unseen.key().to_owned(),
            Observation::Absent => "absent".into(),
            Observation::Published(_) => "published".into(),
        }
    }

    fn open_cases(&self) -> usize {
        self.app.store.all_cases().unwrap().iter().filter(|case| case.is_open()).count()
    }
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (vec![], vec![])
}

fn only_of_the_monitor(rule: &str) -> (Vec<String>, Vec<String>) {
    (vec![], vec![rule.into()])
}

#[tokio::test]
async fn a_blind_round_accuses_nobody_and_says_once_that_it_is_blind() {
    let watch = Watch::over("abcdefgh", "");
    watch.publish("bcdefgh");
    assert_eq!(watch.round("2026-01-25").await.blind, None);
    let open = watch.open_cases();
    let _ = watch.told();

    watch.away("cdefgh");
    for day in ["2026-02-01", "2026-02-02", "2026-02-12"] {
        let blind = watch.round(day).await.blind.unwrap();
        assert!(blind.zh.contains("8个网站主机中有6个"), "{}", blind.zh);
        assert_eq!(watch.reason("a"), "monitor-offline");
        assert_eq!(watch.reason("b"), "published");
        assert_eq!(watch.reason("c"), "unreachable");
        assert_eq!(watch.open_cases(), open);
        let expected =
            if day == "2026-02-01" { only_of_the_monitor("monitor-blind") } else { nothing() };
        assert_eq!(watch.told(), expected, "{day}");
    }

    watch.away("");
    assert_eq!(watch.round("2026-02-13").await.blind, None);
    let (cases, system) = watch.told();
    assert_eq!((cases, system), (vec!["a局 Opened".into()], vec!["monitor-sees-again".into()]));
    assert_eq!(watch.reason("a"), "absent");
    watch.round("2026-02-14").await;
    assert_eq!(watch.told(), nothing());
}

#[tokio::test]
async fn a_case_is_not_closed_by_a_blind_round_but_by_the_next_that_sees() {
    let watch = Watch::over("abcdefgh", "");
    watch.publish("bcdefgh");
    watch.round("2026-02-01").await;
    let open = watch.open_cases();
    assert!(watch.told().0.contains(&"a局 Opened".to_owned()));

    watch.publish("a");
    watch.away("bcdefgh");
    watch.round("2026-02-02").await;
    assert_eq!((watch.reason("a").as_str(), watch.open_cases()), ("monitor-offline", open));
    assert_eq!(watch.told(), only_of_the_monitor("monitor-blind"));

    watch.away("");
    watch.round("2026-02-03").await;
    assert!(watch.told().0.contains(&"a局 Resolved".to_owned()));
}

#[tokio::test]
async fn a_few_portals_that_fail_are_their_own_fault() {
    for (sites, away) in [("abcdefgh", "gh"), ("abc", "bc")] {
        let watch = Watch::over(sites, "");
        watch.publish(&sites[1..]);
        watch.round("2026-01-25").await;
        let _ = watch.told();
        watch.away(away);
        assert_eq!(watch.round("2026-02-01").await.blind, None);
        assert_eq!(watch.told(), (vec!["a局 Opened".into()], vec![]));
        assert_eq!(watch.reason(&away[..1]), "unreachable");
    }
}

#[tokio::test]
async fn portals_that_have_been_dead_for_long_do_not_blind_the_watch() {
    let watch = Watch::over("abcdefgh", "");
    watch.publish("abcdefgh");
    watch.round("2026-01-01").await;
    for (day, away) in [("2026-01-02", "h"), ("2026-01-05", "gh"), ("2026-01-08", "fgh")] {
        watch.away(away);
        assert_eq!(watch.round(day).await.blind, None, "{day}");
    }
    watch.away("efgh");
    assert_eq!(watch.round("2026-01-17").await.blind, None);
}

#[tokio::test]
async fn a_silent_sentinel_freezes_the_round() {
    let watch = Watch::over("a", "[health]\nsentinels = [\"http://s/\", \"http://t/\"]\n");
    watch.round("2026-01-25").await;
    watch.away("st");
    let blind = watch.round("2026-02-01").await.blind.unwrap();
    assert_eq!(blind.zh, "哨兵地址没有应答：http://s/、http://t/");
    assert_eq!(watch.told(), only_of_the_monitor("monitor-blind"));
    assert_eq!(watch.reason("a"), "monitor-offline");
    watch.away("s");
    assert_eq!(watch.round("2026-02-02").await.blind, None, "one of them answers");
    let expected = (vec!["a局 Opened".into()], vec!["monitor-sees-again".into()]);
    assert_eq!(watch.told(), expected);
}

#[tokio::test]
async fn a_sentinel_that_asks_to_be_left_alone_has_answered() {
    let watch = Watch::over("a", "[health]\nsentinels = [\"http://s/\"]\n");
    let spare = |seen| watch.net.spared.lock().unwrap().insert("s".into(), seen);
    spare(Unseen::Failed("HTTP 429".into()));
    assert_eq!(watch.round("2026-01-25").await.blind, None);
    spare(Unseen::Postponed("Retry-After".into()));
    assert_eq!(watch.round("2026-01-26").await.blind, None);
    spare(Unseen::Unreachable("no connection".into()));
    assert!(watch.round("2026-01-27").await.blind.is_some());
}

#[tokio::test]
async fn who_would_be_accused_is_looked_at_again_at_the_end_of_the_round() {
    let watch = Watch::over("ab", "");
    watch.publish("b");
    watch.round("2026-01-25").await;
    let asked = |host: &str| watch.net.asked.lock().unwrap()[host];
    let before = (asked("a"), asked("b"));
    watch.round("2026-02-01").await;
    assert_eq!(asked("a") - before.0, 2, "the listing, twice");
    assert_eq!(asked("b") - before.1, 2, "the listing and the report");
    assert!(watch.told().0.contains(&"a局 Opened".to_owned()));
}
