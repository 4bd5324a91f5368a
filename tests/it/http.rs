//! The HTTP adapter against a server that misbehaves.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use flate2::Compression;
use flate2::write::GzEncoder;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::domain::Digest;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use gongkai_watch::fetch::http::Unusable;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use url::Url;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use crate::wire::head;
use crate::wire::moved;

fn settings() -> Settings {
    Settings {
        // Far longer than any of these exchanges takes.
        timeout: Duration::from_secs(20),
        max_body: 100_000,
        allow_networks: vec!["127.0.0.0/8".parse().unwrap()],
        concurrency: 8,
        concurrency_per_host: 8,
        interval_per_host: Duration::ZERO,
        robots: false,
        ..Settings::default()
    }
}

fn client(settings: Settings) -> HttpFetch {
    HttpFetch::new(settings, Arc::new(ManualClock::at(DateTime::UNIX_EPOCH))).unwrap()
}

fn request(url: &str) -> Request {
    Request::new(Url::parse(url).unwrap())
}

async fn get(url: &str) -> Result<Page, Failure> {
    client(settings()).get(request(url)).await
}

async fn got_from(script: Script) -> Result<Page, Failure> {
    let wire = Wire::serve(move |_| script.clone()).await;
    get(&wire.at("/")).await
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn assert_broken_off(outcome: Result<Page, Failure>) {
    let failure = outcome.unwrap_err();
    assert!(failure.is_transient(), "{failure}");
    assert!(failure.to_string().contains("breaks off"), "{failure}");
}

#[tokio::test]
async fn a_page_is_recorded_with_all_that_came_with_it() {
    let wire = Wire::serve(|_| {
        answer("200 OK", &[("Content-Type", "text/html"), ("ETag", "\"1\"")], b"hello")
    })
    .await;
    let url = wire.at("/nb/2021.html?a=1#top");
    let page = get(&url).await.unwrap();
    assert_eq!(page.body, b"hello");
    assert!(!page.not_modified);
    assert_eq!(page.capture.url, url);
    assert_eq!(page.capture.final_url, wire.at("/nb/2021.html?a=1"));
    assert_eq!(page.capture.redirects, Vec::<String>::new());
    assert_eq!(page.capture.status, 200);
    assert_eq!(page.capture.header("etag"), Some("\"1\""));
    assert_eq!(page.capture.taken_at, DateTime::UNIX_EPOCH);
    assert_eq!(page.capture.digest, Digest::of(b"hello"));
    assert_eq!(page.capture.size_bytes, 5);

    let sent = wire.requests().remove(0);
    assert!(sent.contains("user-agent: gongkai-watch/0.1 (+mailto:office@example.org)"), "{sent}");
    assert!(sent.contains("accept-language: zh-cn"), "{sent}");
}

#[tokio::test]
async fn every_status_is_a_page() {
    for status in ["404 Not Found", "500 Oops", "503 Busy", "403 No", "302 Found"] {
        let page = got_from(answer(status, &[("Retry-After", "7")], b"why")).await.unwrap();
        assert!(status.starts_with(&page.capture.status.to_string()), "{status}");
        assert_eq!(page.body, b"why");
        assert_eq!(page.capture.header("retry-after"), Some("7"));
    }
}

#[tokio::test]
async fn an_unchanged_page_is_said_to_be_unchanged() {
    let wire = Wire::serve(|_| Script::Say(head("304 Not Modified", &[("ETag", "\"1\"")]))).await;
    let mut asked = request(&wire.at("/"));
    asked.etag = Some("\"1\"".into());
    asked.last_modified = Some("Sun, 01 Feb 2026 12:00:00 GMT".into());
    let page = client(settings()).get(asked).await.unwrap();
    assert!(page.not_modified && page.body.is_empty());
    assert_eq!(page.capture.status, 304);
    let sent = wire.requests().remove(0);
    assert!(sent.contains("if-none-match: \"1\""), "{sent}");
    assert!(sent.contains("if-modified-since: sun, 01 feb 2026 12:00:00 gmt"), "{sent}");
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_is_not_an_unchanged_page() {
    let page = got_from(Script::Say(head("304 Not Modified", &[]))).await.unwrap();
    assert!(!page.not_modified);
    assert_eq!(page.capture.status, 304);
}

#[tokio::test]
async fn compressed_pages_are_unfolded() {
    let body = gzipped("年报".as_bytes());
    let page = got_from(answer("200 OK", &[("Content-Encoding", "gzip")], &body)).await.unwrap();
    assert_eq!(page.body, "年报".as_bytes());
    assert_eq!(page.capture.digest, Digest::of("年报".as_bytes()));
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_read() {
    let body = vec![b'a'; 100_000];
    let page = got_from(answer("200 OK", &[], &body)).await.unwrap();
    assert_eq!(page.body.len(), 100_000);
}

#[tokio::test]
async fn a_page_that_announces_too_much_is_not_read() {
    let script = Script::Stall(head("200 OK", &[("Content-Length", "100001")]));
    let failure = got_from(script).await.unwrap_err();
    assert!(matches!(failure, Failure::TooLarge { limit: 100_000, .. }), "{failure}");
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    let script = Script::Repeat(head("200 OK", &[]), vec![b'a'; 8192]);
    let failure = got_from(script).await.unwrap_err();
    assert!(matches!(failure, Failure::TooLarge { .. }), "{failure}");
}

#[tokio::test]
async fn a_decompression_bomb_ends_at_the_limit() {
    let bomb = gzipped(&vec![0; 20_000_000]);
    assert!(bomb.len() < 50_000, "the bomb is small enough to be let in");
    let outcome = got_from(answer("200 OK", &[("Content-Encoding", "gzip")], &bomb)).await;
    assert!(matches!(outcome, Err(Failure::TooLarge { .. })));
}

#[tokio::test]
async fn truncated_bodies_are_no_pages() {
    let short = [head("200 OK", &[("Content-Length", "50")]), b"only this".to_vec()].concat();
    let chunk = b"5\r\nhello\r\n".to_vec();
    let chunked = [head("200 OK", &[("Transfer-Encoding", "chunked")]), chunk].concat();
    let mut gzip = gzipped(&[7; 5000]);
    gzip.truncate(gzip.len() - 10);
    let unfolded = [head("200 OK", &[("Content-Encoding", "gzip")]), gzip].concat();
    for bytes in [short, chunked, unfolded] {
        assert_broken_off(got_from(Script::Say(bytes)).await);
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_its_encoding_says_is_no_page() {
    assert_broken_off(
        got_from(answer("200 OK", &[("Content-Encoding", "gzip")], b"plain text")).await,
    );
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_is_silence() {
    for bytes in
        [b"".to_vec(), b"HTTP/1.1 200 OK\r\nContent-".to_vec(), b"no http\r\n\r\n".to_vec()]
    {
        let failure = got_from(Script::Say(bytes)).await.unwrap_err();
        assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");
    }
}

#[tokio::test]
async fn a_closed_port_is_silence() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let failure = get(&url).await.unwrap_err();
    assert!(failure.to_string().contains("no connection: Connection refused"), "{failure}");
}

#[tokio::test]
async fn plain_http_on_a_secure_port_is_a_tls_failure() {
    // A `Wire` waits for the end of a request, which a TLS greeting does not have.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 No\r\n\r\n").await.unwrap();
        stream
    };
    let (outcome, _stream) = tokio::join!(get(&url), server);
    assert!(matches!(outcome, Err(Failure::Tls { .. })), "{outcome:?}");
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let hasty = Settings { timeout: Duration::from_millis(150), ..settings() };
    let client = client(hasty);
    let promise = head("200 OK", &[("Content-Length", "90000")]);
    let drip = Script::Drip(promise.clone(), b"a".to_vec(), Duration::from_millis(10));
    for script in [Script::Stall(vec![]), Script::Stall(promise), drip] {
        let wire = Wire::serve(move |_| script.clone()).await;
        let failure = client.get(request(&wire.at("/"))).await.unwrap_err();
        assert!(failure.is_transient(), "{failure}");
        assert!(failure.to_string().contains("within 150ms"), "{failure}");
    }
}

#[tokio::test]
async fn a_flood_of_headers_is_no_page_and_large_ones_are_left_out() {
    let names: Vec<String> = (0..2000).map(|n| format!("X-{n}")).collect();
    let flood: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let failure = got_from(answer("200 OK", &flood, b"")).await.unwrap_err();
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");

    let huge = "x".repeat(40_000);
    let headers = [("X-Huge", huge.as_str()), ("ETag", "\"1\"")];
    let page = got_from(answer("200 OK", &headers, b"")).await.unwrap();
    assert_eq!(page.capture.header("x-huge"), None);
    assert_eq!(page.capture.header("etag"), Some("\"1\""));
}

#[tokio::test]
async fn headers_that_break_the_rules_do_not_cost_the_page() {
    let head = "HTTP/1.1 200 OK\r\nX Bad: 1\r\nX-Old: a\r\n b\r\nETag : \"1\"\r\nX-Name: 年报\r\n\r\nhello";
    let page = got_from(Script::Say(head.as_bytes().to_vec())).await.unwrap();
    assert_eq!(page.body, b"hello");
    assert_eq!(page.capture.header("etag"), Some("\"1\""));
    assert_eq!(page.capture.header("x-name"), Some("年报"));
}

#[tokio::test]
async fn redirects_are_followed_and_recorded() {
    let wire = Wire::serve(|path| match path {
        "/" => moved("301 Moved", "a"),
        "/a" => moved("302 Found", "/b?x=1#frag"),
        "/b?x=1" => moved("308 Moved", "./年报"),
        _ => answer("200 OK", &[], b"there"),
    })
    .await;
    let page = get(&wire.at("/")).await.unwrap();
    assert_eq!(page.body, b"there");
    assert_eq!(page.capture.url, wire.at("/"));
    assert_eq!(page.capture.redirects, [wire.at("/a"), wire.at("/b?x=1")]);
    assert_eq!(page.capture.final_url, wire.at("/%E5%B9%B4%E6%8A%A5"));
}

#[tokio::test]
async fn a_redirect_loop_is_noticed() {
    let wire = Wire::serve(|path| moved("302 Found", if path == "/a" { "/b" } else { "/a" })).await;
    let failure = get(&wire.at("/")).await.unwrap_err();
    assert_eq!(failure, Failure::TooManyRedirects { url: wire.at("/"), followed: 2 });
    assert_eq!(wire.paths(), ["/", "/a", "/b"]);
}

#[tokio::test]
async fn an_endless_chain_of_redirects_ends() {
    let wire = Wire::serve(|path| moved("302 Found", &format!("{path}x"))).await;
    let failure = get(&wire.at("/")).await.unwrap_err();
    assert_eq!(failure, Failure::TooManyRedirects { url: wire.at("/"), followed: 10 });
    assert_eq!(wire.paths().len(), 11);
}

#[tokio::test]
async fn a_redirect_on_the_same_host_waits_for_no_one_but_itself() {
    let wire = Wire::serve(|path| match path {
        "/" => moved("302 Found", "/a"),
        _ => answer("200 OK", &[], b""),
    })
    .await;
    let one = Settings { concurrency: 1, concurrency_per_host: 1, ..settings() };
    assert!(client(one).get(request(&wire.at("/"))).await.is_ok());
}

#[tokio::test]
async fn loopback_is_refused_unless_it_is_allowed() {
    let wire = Wire::serve(|_| answer("200 OK", &[], b"")).await;
    let strict = client(Settings { allow_networks: vec![], ..settings() });
    let port = wire.port();
    for host in ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"] {
        let url = format!("http://{host}:{port}/");
        let failure = strict.get(request(&url)).await.unwrap_err();
        assert!(matches!(failure, Failure::Refused { .. }), "{host}: {failure}");
        assert!(failure.to_string().contains("allow-networks"), "{failure}");
    }
    assert!(wire.requests().is_empty(), "nobody was asked");

    for host in ["127.0.0.1", "localhost"] {
        assert!(get(&format!("http://{host}:{port}/")).await.is_ok(), "{host}");
    }
}

#[tokio::test]
async fn a_redirect_cannot_lead_where_a_request_may_not_go() {
    for target in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:1/",
        "//192.168.1.1/",
        "http://[64:ff9b::a00:1]/",
        "file:///etc/passwd",
        "http://user:secret@127.0.0.1/",
    ] {
        let failure = got_from(moved("302 Found", target)).await.unwrap_err();
        assert!(matches!(failure, Failure::Refused { .. }), "{target}: {failure}");
        assert!(!failure.to_string().contains("secret"), "{failure}");
    }
}

#[tokio::test]
async fn robots_txt_is_heeded_and_read_once() {
    let wire = Wire::serve(|path| match path {
        "/robots.txt" => answer("200 OK", &[], b"User-agent: *\nDisallow: /secret\n"),
        "/hop" => moved("302 Found", "/secret/b"),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let client = client(Settings { robots: true, ..settings() });
    assert!(client.get(request(&wire.at("/open"))).await.is_ok());
    for path in ["/secret/a", "/hop"] {
        let failure = client.get(request(&wire.at(path))).await.unwrap_err();
        assert!(matches!(failure, Failure::Disallowed { .. }), "{path}: {failure}");
    }
    assert_eq!(wire.paths(), ["/robots.txt", "/open", "/hop"]);
}

#[tokio::test]
async fn robots_txt_of_another_site_is_heeded_when_a_redirect_leads_there() {
    let other = Wire::serve(|path| match path {
        "/robots.txt" => answer("200 OK", &[], b"User-agent: gongkai-watch\nDisallow: /\n"),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let target = other.at("/x");
    let wire = Wire::serve(move |path| match path {
        "/robots.txt" => answer("404 Not Found", &[], b""),
        _ => moved("302 Found", &target),
    })
    .await;
    let client = client(Settings { robots: true, ..settings() });
    let failure = client.get(request(&wire.at("/"))).await.unwrap_err();
    assert_eq!(failure, Failure::Disallowed { url: other.at("/x") });
    assert_eq!(other.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_robots_txt_that_cannot_be_read_is_a_site_that_cannot_be_reached() {
    let wire = Wire::serve(|path| match path {
        "/robots.txt" => answer("503 Busy", &[], b""),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let client = client(Settings { robots: true, ..settings() });
    let failure = client.get(request(&wire.at("/"))).await.unwrap_err();
    assert!(failure.is_transient() && failure.to_string().contains("HTTP 503"), "{failure}");
}

#[tokio::test]
async fn a_huge_robots_txt_counts_as_far_as_it_is_read() {
    let rules = b"User-agent: *\nDisallow: /secret\n".to_vec();
    let start = [head("200 OK", &[]), rules].concat();
    let wire = Wire::serve(move |path| match path {
        "/robots.txt" => Script::Repeat(start.clone(), b"# nothing to see here\n".repeat(400)),
        _ => answer("200 OK", &[], b"page"),
    })
    .await;
    let client = client(Settings { robots: true, ..settings() });
    assert!(client.get(request(&wire.at("/open"))).await.is_ok());
    let failure = client.get(request(&wire.at("/secret"))).await.unwrap_err();
    assert!(matches!(failure, Failure::Disallowed { .. }), "{failure}");
}

#[test]
fn a_user_agent_that_cannot_be_sent_is_refused_at_the_start() {
    let settings = Settings { user_agent: "a\nb".into(), ..settings() };
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    assert!(matches!(HttpFetch::new(settings, clock), Err(Unusable::UserAgent)));
}
