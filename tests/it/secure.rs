//! The HTTP adapter against servers that speak TLS: whom it believes, and what it speaks with them.
#![allow(
    clippy::unwrap_used,
    reason = "the exemptions of clippy.toml do not reach helper functions of integration tests"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;
use gongkai_watch::fetch::http::Unusable;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyPair;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::PrivateKeyDer;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use url::Url;

/// An authority that nobody knows, but who is given its file.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    dir: TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let own = params.self_signed(&key).unwrap();
        std::fs::write(dir.path().join("ca.pem"), own.pem()).unwrap();
        Self { issuer: Issuer::new(params, key), dir }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// A server's certificate and key.
    fn signed(
        &self,
        params: &CertificateParams,
    ) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.into(), PrivateKeyDer::try_from(key.serialize_der()).unwrap())
    }

    /// What a server of this authority needs, offering these protocols.
    fn server(&self, params: &CertificateParams, protocols: &[&str]) -> ServerConfig {
        let (certificate, key) = self.signed(params);
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
        config
    }
}

fn named(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

fn settings(ca_file: Option<PathBuf>) -> Settings {
    Settings {
        timeout: Duration::from_secs(20),
        allow_networks: vec!["127.0.0.0/8".parse().unwrap()],
        interval_per_host: Duration::ZERO,
        robots: false,
        ca_file,
        ..Settings::default()
    }
}

/// Asks a server of that kind for one page, which `answer` gives.
async fn got<Answer, Answering>(
    server: ServerConfig,
    ca_file: Option<PathBuf>,
    answer: Answer,
) -> Result<Page, Failure>
where
    Answer: FnOnce(TlsStream<TcpStream>) -> Answering + Send + 'static,
    Answering: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/nb/", listener.local_addr().unwrap().port());
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    let client = HttpFetch::new(settings(ca_file), clock).unwrap();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        // A client that does not believe us hangs up.
        if let Ok(stream) = TlsAcceptor::from(Arc::new(server)).accept(stream).await {
            answer(stream).await;
        }
    });
    let page = client.get(Request::new(Url::parse(&url).unwrap())).await;
    // A server of HTTP/2 goes on as long as the client may come back.
    server.abort();
    page
}

async fn answer_as_http_1(mut stream: TlsStream<TcpStream>) {
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.unwrap());
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n";
    stream.write_all(&[head.as_bytes(), "年报".as_bytes()].concat()).await.unwrap();
    stream.shutdown().await.unwrap();
}

async fn answer_as_http_2(stream: TlsStream<TcpStream>) {
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        assert_eq!(request.uri().path(), "/nb/");
        assert!(request.headers().contains_key("user-agent"));
        let head = http::Response::builder().header("etag", "\"2\"").body(()).unwrap();
        let mut body = respond.send_response(head, false).unwrap();
        body.send_data("年报".into(), true).unwrap();
    }
}

fn assert_not_believed(outcome: Result<Page, Failure>, why: &str) {
    let failure = outcome.unwrap_err();
    assert!(matches!(failure, Failure::Tls { .. }), "{failure}");
    assert!(failure.to_string().contains(why), "{failure}");
    assert!(!failure.is_transient());
}

#[tokio::test]
async fn a_page_is_read_over_tls() {
    let ca = Authority::new();
    let server = ca.server(&named("localhost"), &["http/1.1"]);
    let page = got(server, Some(ca.file()), answer_as_http_1).await.unwrap();
    assert_eq!(page.body, "年报".as_bytes());
    assert!(page.capture.final_url.starts_with("https://localhost:"));
}

#[tokio::test]
async fn a_page_is_read_over_http_2_where_the_server_offers_it() {
    let ca = Authority::new();
    let server = ca.server(&named("localhost"), &["h2", "http/1.1"]);
    let page = got(server, Some(ca.file()), answer_as_http_2).await.unwrap();
    assert_eq!(page.body, "年报".as_bytes());
    assert_eq!(page.capture.header("etag"), Some("\"2\""));
}

#[tokio::test]
async fn an_authority_that_nobody_knows_is_not_believed() {
    let ca = Authority::new();
    let server = ca.server(&named("localhost"), &["http/1.1"]);
    assert_not_believed(got(server, None, answer_as_http_1).await, "UnknownIssuer");
    let (server, other) = (ca.server(&named("localhost"), &[]), Authority::new());
    assert_not_believed(got(server, Some(other.file()), answer_as_http_1).await, "");
}

#[tokio::test]
async fn a_certificate_of_another_name_or_time_is_not_believed() {
    let ca = Authority::new();
    let server = ca.server(&named("www.gov.test"), &["http/1.1"]);
    assert_not_believed(got(server, Some(ca.file()), answer_as_http_1).await, "not valid for name");
    let mut old = named("localhost");
    old.not_before = rcgen::date_time_ymd(2019, 1, 1);
    old.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let server = ca.server(&old, &["http/1.1"]);
    assert_not_believed(got(server, Some(ca.file()), answer_as_http_1).await, "expired");
}

#[test]
fn a_file_of_authorities_that_holds_none_is_refused_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    for file in [empty, dir.path().join("missing.pem")] {
        let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
        let error = HttpFetch::new(settings(Some(file.clone())), clock).err().unwrap();
        assert!(matches!(error, Unusable::Authorities { .. }), "{error}");
        assert!(error.to_string().contains(&file.display().to_string()), "{error}");
    }
}
