//! A daemon that is told to stop while every portal keeps it waiting: gone in time, and nothing that it
//! had begun is on record.
#![allow(
    clippy::unwrap_used,
    reason = "the exemptions of clippy.toml do not reach helper functions of integration tests"
)]

use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use crate::wire::head;

const SITES: usize = 200;
/// The first sites answer at once.
const QUICK: usize = 20;
/// As many are looked at side by side unless it is configured.
const PLACES: u32 = 64;

/// A list in which nobody of those who are watched has a report.
const LIST: &str = "<title>政府信息公开年报</title><ul><li><a href=/0.html>\
    某县水务局2020年政府信息公开工作年度报告</a>2021-01-20</li></ul>";

fn list() -> Script {
    answer("200 OK", &[("Content-Type", "text/html; charset=utf-8")], LIST.as_bytes())
}

/// Portals, each with a host of its own; the slow ones drip from the `patience`th request on.
struct Portals {
    wire: Wire,
    slow: Arc<AtomicBool>,
    /// One permit for each request that is kept waiting.
    waiting: Arc<Semaphore>,
}

impl Portals {
    async fn that_drip_from(patience: u32) -> Self {
        let (slow, waiting) = (Arc::new(AtomicBool::new(true)), Arc::new(Semaphore::new(0)));
        let asked = Mutex::new(HashMap::<String, u32>::new());
        let (is_slow, kept) = (Arc::clone(&slow), Arc::clone(&waiting));
        let script = move |path: &str| {
            let mut asked = asked.lock().unwrap();
            let times = asked.entry(path.to_owned()).or_default();
            *times += 1;
            if path.starts_with("/quick") || !is_slow.load(Ordering::Relaxed) || *times < patience {
                return list();
            }
            kept.add_permits(1);
            let head = head("200 OK", &[("Content-Type", "text/html")]);
            Script::Drip(head, b"<p>".to_vec(), Duration::from_millis(200))
        };
        let wire = Wire::serve_at("0.0.0.0", script).await;
        Self { wire, slow, waiting }
    }

    fn configure(&self, dir: &Path) -> PathBuf {
        let mut text = "data-dir = \"data\"\n[schedule]\npoll = \"0 6 1 1 *\"\n\
            [fetch]\nrobots = false\ninterval-per-host = \"0s\"\n\
            allow-networks = [\"127.0.0.0/8\"]\n[web]\nlisten = \"127.0.0.1:0\"\n"
            .to_owned();
        for n in 0..SITES {
            let (word, kind) =
                if n < QUICK { ("quick", "enterprise") } else { ("slow", "department") };
            text += &format!(
                "[[site]]\nid = \"{word}-{n}\"\nurl = \"http://127.0.1.{n}:{}/{word}/{n}/\"\n\
                 [[site.agency]]\nname = \"第{n}局\"\nkind = \"{kind}\"\nsince = 2023\n",
                self.wire.port()
            );
        }
        let path = dir.join("stop.toml");
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn program(config: &Path, words: &[&str]) -> Command {
    let mut program = Command::new(crate::season::PROGRAM);
    program.arg("--config").arg(config).args(words).stdin(Stdio::null()).kill_on_drop(true);
    program
}

async fn told(config: &Path, words: &[&str]) -> Value {
    let Output { status, stdout, stderr } =
        program(config, words).args(["--format", "json"]).output().await.unwrap();
    assert!(status.success(), "{words:?}: {}", String::from_utf8_lossy(&stderr));
    serde_json::from_slice(&stdout).unwrap()
}

/// Starts a daemon, stops it once as many looks as there may be are kept waiting, and starts anew.
async fn stopped_in_the_middle_of(look: u32) {
    let portals = Portals::that_drip_from(look).await;
    let dir = tempfile::tempdir().unwrap();
    let config = portals.configure(dir.path());
    let mut daemon = program(&config, &["run"]);
    let mut daemon = daemon.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    portals.waiting.acquire_many(PLACES).await.unwrap().forget();

    let pid = daemon.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    let end = tokio::time::timeout(Duration::from_secs(5), daemon.wait()).await;
    assert!(end.expect("it stops within five seconds").unwrap().success());
    assert_eq!(told(&config, &["cases"]).await, Value::Array(vec![]), "nobody is accused");

    portals.slow.store(false, Ordering::Relaxed);
    let before = portals.wire.paths().len();
    let polled = told(&config, &["once"]).await["polled"].clone();
    let polled: Vec<&str> =
        polled.as_array().unwrap().iter().map(|it| it["site"].as_str().unwrap()).collect();
    let expected: Vec<String> = (QUICK..SITES).map(|n| format!("slow-{n}")).collect();
    assert_eq!(polled, expected, "those that were not done, once");
    let mut asked = portals.wire.paths().split_off(before);
    asked.sort_unstable();
    let mut twice: Vec<String> =
        (QUICK..SITES).flat_map(|n| [format!("/slow/{n}/"), format!("/slow/{n}/")]).collect();
    twice.sort_unstable();
    assert_eq!(asked, twice, "before anybody is accused, he is looked at twice");
    assert!(!told(&config, &["cases"]).await.as_array().unwrap().is_empty());
    let again = told(&config, &["once"]).await;
    assert_eq!(again["polled"], Value::Array(vec![]), "nobody is polled twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_look_that_is_cut_off_leaves_no_trace_and_is_done_after_the_next_start() {
    stopped_in_the_middle_of(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_look_that_is_cut_off_accuses_nobody() {
    stopped_in_the_middle_of(2).await;
}
