//! What a server may do to us, and what it costs: one page, and nobody else's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the exemptions of clippy.toml do not reach helper functions of integration tests"
)]

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use flate2::Compression;
use flate2::write::GzEncoder;
use flate2::write::ZlibEncoder;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use url::Url;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use crate::wire::head;
use crate::wire::moved;

fn client(timeout: Duration) -> HttpFetch {
    let settings = Settings {
        timeout,
        max_body: 100_000,
        allow_networks: vec!["127.0.0.1/32".parse().unwrap()],
        interval_per_host: Duration::ZERO,
        robots: false,
        ..Settings::default()
    };
    HttpFetch::new(settings, Arc::new(ManualClock::at(DateTime::UNIX_EPOCH))).unwrap()
}

async fn get(client: &HttpFetch, url: &str) -> Result<Page, Failure> {
    client.get(Request::new(Url::parse(url).unwrap())).await
}

async fn got_from(timeout: Duration, script: Script) -> Failure {
    let wire = Wire::serve(move |_| script.clone()).await;
    get(&client(timeout), &wire.at("/")).await.unwrap_err()
}

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_bomb_of_any_kind_ends_at_the_limit() {
    let zeros = vec![0_u8; 20_000_000];
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(&zeros).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&zeros).unwrap();
    // A second member goes on where the first ends.
    let gzip = gzip.finish().unwrap().repeat(4);
    for (encoding, bomb) in [("deflate", zlib.finish().unwrap()), ("gzip", gzip)] {
        assert!(bomb.len() < 100_000, "the bomb is small enough to be let in");
        let script = answer("200 OK", &[("Content-Encoding", encoding)], &bomb);
        let failure = got_from(LONG, script).await;
        assert!(matches!(failure, Failure::TooLarge { .. }), "{encoding}: {failure}");
    }
}

#[tokio::test]
async fn a_bomb_within_a_bomb_is_never_unfolded_into_a_page() {
    let mut inner = GzEncoder::new(Vec::new(), Compression::best());
    inner.write_all(&vec![0; 20_000_000]).unwrap();
    let mut outer = GzEncoder::new(Vec::new(), Compression::best());
    outer.write_all(&inner.finish().unwrap()).unwrap();
    let bomb = outer.finish().unwrap();
    let wire =
        Wire::serve(move |_| answer("200 OK", &[("Content-Encoding", "gzip, gzip")], &bomb)).await;
    match get(&client(LONG), &wire.at("/")).await {
        Ok(page) => assert!(page.body.len() <= 100_000),
        Err(failure) => assert!(!matches!(failure, Failure::Refused { .. }), "{failure}"),
    }
}

#[tokio::test]
async fn headers_without_end_are_no_answer() {
    let start = b"HTTP/1.1 200 OK\r\n".to_vec();
    let failure = got_from(LONG, Script::Repeat(start.clone(), b"X-A: b\r\n".repeat(500))).await;
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");
    let one_line = Script::Repeat([start, b"X-A: ".to_vec()].concat(), vec![b'x'; 8192]);
    let failure = got_from(LONG, one_line).await;
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");
}

#[tokio::test]
async fn slow_drips_end_at_the_deadline_wherever_they_fall() {
    let beat = Duration::from_millis(10);
    let chunked = head("200 OK", &[("Transfer-Encoding", "chunked")]);
    for (start, drop) in [
        (b"".to_vec(), b"H".to_vec()),
        (b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-A: b\r\n".to_vec()),
        (b"".to_vec(), b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        (chunked, b"1\r\na\r\n".to_vec()),
    ] {
        let failure = got_from(SHORT, Script::Drip(start, drop, beat)).await;
        assert!(matches!(failure, Failure::Unreachable { .. }), "{failure}");
    }
}

#[tokio::test]
async fn a_chunk_that_promises_too_much_is_believed_as_far_as_it_goes() {
    let lies =
        [head("200 OK", &[("Transfer-Encoding", "chunked")]), b"ffffffffffffffff\r\n".to_vec()];
    let failure = got_from(LONG, Script::Repeat(lies.concat(), vec![b'a'; 8192])).await;
    let ended = matches!(failure, Failure::TooLarge { .. } | Failure::Unreachable { .. });
    assert!(ended, "{failure}");
}

#[tokio::test]
async fn redirects_that_drip_add_up_to_no_more_than_their_number() {
    let wire = Wire::serve(|path| match path.len() {
        0..5 => moved("302 Found", &format!("{path}x")),
        _ => Script::Stall(vec![]),
    })
    .await;
    let failure = get(&client(SHORT), &wire.at("/")).await.unwrap_err();
    assert!(failure.to_string().contains("within 200ms"), "{failure}");
}

#[tokio::test]
async fn a_name_that_leads_home_is_refused_behind_a_redirect() {
    let home = Wire::serve(|_| answer("200 OK", &[], b"secret")).await;
    let port = home.port();
    let to_home = move |_: &str| moved("302 Found", &format!("http://localhost:{port}/"));
    let outside = Wire::serve_at("127.0.0.2", to_home).await;
    let settings = Settings {
        allow_networks: vec!["127.0.0.2/32".parse().unwrap()],
        robots: false,
        ..Settings::default()
    };
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    let client = HttpFetch::new(settings, clock).unwrap();
    // The name itself says nothing; it is judged by what it leads to when it is connected to.
    let failure = get(&client, &outside.at("/")).await.unwrap_err();
    assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
    assert_eq!(outside.paths(), ["/"]);
    assert!(home.requests().is_empty(), "nobody was asked");
}

#[tokio::test]
async fn a_host_that_hangs_delays_no_other() {
    let hanging = Wire::serve(|_| Script::Stall(vec![])).await;
    let quick = Wire::serve(|_| answer("200 OK", &[], b"page")).await;
    // Another name is another host; both lead to loopback.
    let (slow, fast) = (hanging.at("/"), format!("http://localhost:{}/", quick.port()));
    let client = client(LONG);
    let stuck = async {
        let _ = tokio::join!(get(&client, &slow), get(&client, &slow));
    };
    let others = async {
        for _ in 0..50 {
            assert!(get(&client, &fast).await.is_ok());
        }
    };
    tokio::select! {
        () = others => {}
        () = stuck => panic!("the quick host waited for the one that hangs"),
    }
}
