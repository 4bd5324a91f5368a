//! Faults on the way: the answer does not come, does not end, or is none.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::Fault;
use super::office;
use super::pages::everywhere;
use crate::wire::Script;
use crate::wire::answer;
use crate::wire::head;

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn faults() -> Vec<Fault> {
    let listing = office::listing();
    let promise = head("200 OK", &[("Content-Length", "90000")]);
    let begun = [head("200 OK", &[("Transfer-Encoding", "chunked")]), b"5\r\n<html\r\n".to_vec()];
    let mut cut = gzipped(listing.as_bytes());
    cut.truncate(cut.len() / 2);
    let gzip = [("Content-Encoding", "gzip")];
    let not_gzip = answer("200 OK", &gzip, listing.as_bytes());
    let bomb = answer("200 OK", &gzip, &gzipped(&vec![b' '; 20_000_000]));
    let names: Vec<String> = (0..2000).map(|n| format!("X-{n}")).collect();
    let flood: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let huge = head("200 OK", &[("Content-Length", "100000000")]);
    let short = [promise.clone(), listing.clone().into_bytes()].concat();
    let slow = Script::Drip(promise.clone(), b"a".to_vec(), Duration::from_millis(50));
    let stalled = Script::Stall([promise.clone(), b"<html>".to_vec()].concat());
    let say = |bytes: &[u8]| Script::Say(bytes.to_vec());
    vec![
        everywhere("fewer bytes than promised", "truncated", Script::Say(short)),
        everywhere("a chunk missing", "truncated", Script::Say(begun.concat())),
        everywhere("compressed and cut", "truncated", answer("200 OK", &gzip, &cut)),
        everywhere("not compressed at all", "truncated", not_gzip),
        everywhere("decompression bomb", "failed", bomb),
        everywhere("100 MB announced", "failed", Script::Stall(huge)),
        everywhere("endless body", "failed", Script::Repeat(head("200 OK", &[]), vec![b' '; 8192])),
        everywhere("silence", "unreachable", Script::Stall(vec![])),
        everywhere("silence after the head", "unreachable", stalled),
        everywhere("a byte now and then", "unreachable", slow),
        everywhere("flood of headers", "unreachable", answer("200 OK", &flood, b"")),
        everywhere("closed without a word", "unreachable", say(b"")),
        everywhere("garbage instead of HTTP", "unreachable", say(b"\x15\x03\x01\x00\x02\x02\x28")),
        everywhere("half a head", "unreachable", say(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    ]
}

/// An address at which nothing useful answers.
pub struct Place {
    /// The address.
    pub url: String,
    server: Option<JoinHandle<()>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}

/// A server that writes what it has at once, whatever is said to it.
async fn rude(scheme: &str, words: &'static [u8], reset: bool) -> Place {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("{scheme}://{}/nb/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The client may be gone already.
            let _ = stream.write_all(words).await;
            if reset {
                let _ = stream.set_zero_linger();
            }
        }
    });
    Place { url, server: Some(server) }
}

async fn closed() -> Place {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/nb/", listener.local_addr().unwrap());
    Place { url, server: None }
}

pub async fn places() -> Vec<(&'static str, &'static str, Place)> {
    let nowhere = Place { url: "http://portal.invalid/nb/".into(), server: None };
    vec![
        ("a name that is not known", "unreachable", nowhere),
        ("a closed port", "unreachable", closed().await),
        ("a connection reset", "unreachable", rude("http", b"", true).await),
        ("garbage for TLS", "unreachable", rude("https", b"\x16\x03\x01garbage", false).await),
        ("HTTP for TLS", "unreachable", rude("https", b"HTTP/1.1 400 No\r\n\r\n", false).await),
    ]
}
