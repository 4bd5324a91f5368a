//! The dashboard over a socket, on a store that holds what a hostile portal could have put there.

use std::io::BufRead;
use std::io::BufReader;
use std::net::SocketAddr;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;

use chrono::DateTime;
use chrono::TimeZone;
use chrono::Utc;
use gongkai_watch::clock::SystemClock;
use gongkai_watch::config;
use gongkai_watch::config::Config;
use gongkai_watch::config::Given;
use gongkai_watch::daemon;
use gongkai_watch::daemon::App;
use gongkai_watch::daemon::RunError;
use gongkai_watch::daemon::StartError;
use gongkai_watch::domain::AgencyId;
use gongkai_watch::domain::AnnualReport;
use gongkai_watch::domain::Case;
use gongkai_watch::domain::CaseEvent;
use gongkai_watch::domain::CaseId;
use gongkai_watch::domain::CaseState;
use gongkai_watch::domain::Cell;
use gongkai_watch::domain::Change;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Confidence;
use gongkai_watch::domain::Digest;
use gongkai_watch::domain::Finding;
use gongkai_watch::domain::Fingerprint;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::Listed;
use gongkai_watch::domain::Look;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Place;
use gongkai_watch::domain::Publication;
use gongkai_watch::domain::Record;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Revision;
use gongkai_watch::domain::Severity;
use gongkai_watch::domain::SiteId;
use gongkai_watch::domain::SnapshotId;
use gongkai_watch::domain::Table;
use gongkai_watch::domain::TableKind;
use gongkai_watch::domain::Text;
use gongkai_watch::domain::Value;
use gongkai_watch::domain::Version;
use gongkai_watch::overview;
use gongkai_watch::overview::Live;
use gongkai_watch::rules;
use gongkai_watch::store::Settlement;
use gongkai_watch::store::Store;
use gongkai_watch::web;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

/// What a portal would write if it could.
const HOSTILE: &str = "<script>alert('x')</script><img src=x onerror=\"alert(1)\">";
const CASE: &str = "0123456789abcdef";

/// The agency's name, and so its id; it holds slashes.
fn name() -> String {
    format!("某局{HOSTILE}")
}

/// The id as a segment of an address.
fn segment() -> String {
    utf8_percent_encode(&name(), NON_ALPHANUMERIC).to_string()
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 1, 4, 0, 0).unwrap()
}

fn configuration(listen: &str) -> Config {
    let text = format!(
        "data-dir = 'unused'\n[web]\nlisten = '{listen}'\n[rules]\ndisabled = ['cell-blank']\n[[site]]\nid = 's'\nname = '网站'\n\
         url = 'http://127.0.0.1:9/'\n[[site.agency]]\nname = '''{}'''\n\
         kind = 'department'\n",
        name()
    );
    let names: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    config::parse("web.toml", &text, &Given { rule_names: &names, ..Given::default() }).unwrap()
}

/// A store after one round, with hostile text wherever a portal's text is kept.
fn filled(dir: &std::path::Path) -> Store {
    let store = Store::open(dir).unwrap();
    let (agency, year, at) = (AgencyId(name()), ReportYear(2025), noon());
    let place = Place::section(3).quoting(HOSTILE);
    let finding = Finding {
        rule: "applications-unbalanced".into(),
        severity: Severity::Error,
        confidence: Confidence::High,
        message: Text::new(format!("不平 {HOSTILE}"), format!("unbalanced {HOSTILE}")),
        basis: Text::new("依据", "basis"),
        since: "0.1.0".into(),
        fingerprint: Fingerprint::of("applications-unbalanced", &agency, year, &place),
        place,
        expected: None,
        actual: None,
        words: None,
    };
    let mut table = Table::default();
    let cell = Cell { raw: HOSTILE.into(), value: Value::NotNumber, derived: false };
    table.set(Line::Received, Column::Total, cell);
    let mut report = AnnualReport { title: Some(HOSTILE.into()), ..AnnualReport::default() };
    report.tables.insert(TableKind::Applications, table);
    let url = "javascript:alert(1)".to_owned();
    let listed = Listed { url: url.clone(), title: HOSTILE.into(), date: None };
    let look = Look { at, observation: Observation::Published(listed) };
    let mut record = Record::new(agency.clone(), year, at);
    record.last_look = Some(look.clone());
    record.last_clean = Some(look);
    record.publication =
        Some(Publication { first_seen: at, claimed: None, url, absent_until: None });
    record.versions =
        vec![Version { snapshot: SnapshotId(1), content: Digest::default(), seen_at: at }];
    record.revisions = vec![Revision {
        at,
        from: SnapshotId(1),
        to: SnapshotId(2),
        declared: false,
        changes: vec![Change::Title { before: HOSTILE.into(), after: HOSTILE.into() }],
    }];
    record.report = Some(report);
    record.findings = vec![finding.clone()];
    let case = Case {
        id: CaseId(CASE.into()),
        agency,
        site: SiteId("s".into()),
        year,
        finding,
        state: CaseState::Open { since: at },
        announced: true,
        events: vec![CaseEvent { at, what: Text::new(HOSTILE, HOSTILE) }],
    };
    store.settle(&Settlement { record, cases: vec![case], alerts: vec![] }).unwrap();
    store.record_tick(overview::ROUND, at).unwrap();
    store
}

struct Board {
    address: SocketAddr,
    _dir: tempfile::TempDir,
}

impl Board {
    async fn open(fill: impl FnOnce(&std::path::Path) -> Store) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let live = Arc::new(Live::new(configuration("127.0.0.1:0"), fill(dir.path())));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(web::serve(listener, live, std::future::pending()));
        Self { address, _dir: dir }
    }

    /// Status, head and body.
    async fn ask(&self, method: &str, path: &str, headers: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: board\r\n{headers}Connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_ascii_lowercase(), body.to_owned())
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.ask("GET", path, "").await;
        (status, body)
    }
}

fn paths() -> Vec<String> {
    [
        "/",
        "/?year=2025",
        &format!("/agencies/{}", segment()),
        &format!("/reports/{}/2025", segment()),
        &format!("/cases/{CASE}"),
        "/rules",
        "/rules/late-publication",
        "/api/v1/status",
        "/api/v1/findings",
        "/api/v1/cases",
        "/api/v1/rules",
        "/healthz",
        "/readyz",
        "/style.css",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[tokio::test]
async fn every_address_answers_get_and_nothing_else() {
    let board = Board::open(filled).await;
    for path in paths() {
        let (status, head, body) = board.ask("GET", &path, "").await;
        assert_eq!(status, 200, "{path}: {body}");
        for guard in [
            "content-security-policy: default-src 'none'; style-src 'self'",
            "x-content-type-options: nosniff",
        ] {
            assert!(head.contains(guard), "{path}: {head}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let (status, ..) = board.ask(method, &path, "Content-Length: 0\r\n").await;
            assert_eq!(status, 405, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_a_portal_wrote_is_text_and_never_markup() {
    let board = Board::open(filled).await;
    let pages = paths();
    for path in pages.iter().filter(|path| !path.starts_with("/api")) {
        let (_, body) = board.get(path).await;
        for sign in ["<script", "<img", "href=\"javascript", "onerror=\""] {
            assert!(!body.contains(sign), "{path} holds {sign}:\n{body}");
        }
    }
    let (_, report) = board.get(&format!("/reports/{}/2025", segment())).await;
    // Title, quote, cell and edit: the text itself is shown.
    assert!(report.matches("&lt;script&gt;").count() >= 5, "{report}");
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_not_found() {
    let board = Board::open(filled).await;
    for path in [
        "/agencies/nobody",
        "/reports/nobody/2025",
        &format!("/reports/{}/1999", segment()),
        &format!("/reports/{}/last", segment()),
        "/cases/ffff",
        "/rules/no-such-rule",
        "/nowhere",
        "/agencies/",
    ] {
        assert_eq!(board.get(path).await.0, 404, "{path}");
    }
    assert_eq!(board.get("/?year=soon").await.0, 400);
    assert_eq!(board.get("/?page=2").await.0, 400);
}

#[tokio::test]
async fn the_reader_chooses_the_language() {
    let board = Board::open(filled).await;
    for (path, header, expected) in [
        ("/", "", "总览"),
        ("/", "Accept-Language: en-GB,en;q=0.9\r\n", "Board"),
        ("/?lang=en", "Accept-Language: zh-CN\r\n", "Board"),
        ("/?lang=zh", "Accept-Language: en\r\n", "总览"),
    ] {
        let (_, _, body) = board.ask("GET", path, header).await;
        assert!(body.contains(&format!("<h1>{expected}</h1>")), "{path} {header}: {body}");
    }
    let (_, body) = board.get("/?lang=en").await;
    assert!(body.contains(&format!("href=\"/agencies/{}?lang=en\"", segment())), "{body}");
}

#[tokio::test]
async fn a_state_is_a_word_and_not_only_a_colour() {
    let board = Board::open(filled).await;
    let (_, body) = board.get("/").await;
    assert!(body.contains("class=\"mark published-late\">逾期发布</span>"), "{body}");
}

#[tokio::test]
async fn scripts_get_what_the_commands_print() {
    let board = Board::open(filled).await;
    let json = async |path: &str| -> serde_json::Value {
        serde_json::from_str(&board.get(path).await.1).unwrap()
    };
    let status = json("/api/v1/status?lang=en").await;
    assert_eq!(status[0]["agency_id"], name());
    assert_eq!(status[0]["state"], "published-late");
    assert_eq!(json("/api/v1/status?year=2024").await, serde_json::json!([]));
    let findings = json("/api/v1/findings").await;
    assert_eq!(findings[0]["findings"][0]["rule"], "applications-unbalanced");
    assert_eq!(json("/api/v1/cases").await[0]["id"], CASE);
    let book = json("/api/v1/rules").await;
    assert_eq!(book.as_array().unwrap().len(), rules::all().count());
    for rule in book.as_array().unwrap() {
        assert_eq!(rule["disabled"], rule["name"] == "cell-blank", "{}", rule["name"]);
    }
}

#[tokio::test]
async fn before_the_first_round_it_is_alive_but_not_ready() {
    let board = Board::open(|dir| Store::open(dir).unwrap()).await;
    assert_eq!(board.get("/healthz").await.0, 200);
    assert_eq!(board.get("/readyz").await.0, 503);
    let (status, body) = board.get("/").await;
    assert_eq!(status, 200);
    assert!(body.contains("还没有读过任何站点"), "{body}");
}

#[tokio::test]
async fn a_daemon_does_not_start_where_its_address_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let config = configuration(&address.to_string());
    let app = App::with_store(config, store, Arc::new(SystemClock)).unwrap();
    let refused = daemon::run(app, || None).await;
    let Err(RunError::Start(StartError::Listen { address: named, .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(named, address);
}

#[test]
fn a_daemon_shows_its_store_and_stops_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("gongkai-watch.toml");
    std::fs::write(&file, "data-dir = 'data'\n[web]\nlisten = '127.0.0.1:0'\n").unwrap();
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_gongkai-watch"))
        .args(["-v", "run", "--config"])
        .arg(&file)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = BufReader::new(daemon.stderr.take().unwrap());
    let mut lines = log.lines().map(Result::unwrap);
    let open = lines.find(|line| line.contains("the dashboard is open")).unwrap();
    let address = open.split("address=").nth(1).unwrap().trim().to_owned();
    // The log comes before the first round; that it answers at all is what counts here.
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n";
    std::io::Write::write_all(&mut stream, request).unwrap();
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let told = Command::new("kill").arg(daemon.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(lines.any(|line| line.contains("stopped")));
    assert_eq!(daemon.wait().unwrap().code(), Some(0));
}
