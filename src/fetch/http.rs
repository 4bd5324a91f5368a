//! [`Fetch`] over the network; only this module names the client library.
//!
//! Redirects are followed here and not by the library, so that every hop is checked, taken in turn
//! and recorded. The size limit holds for the decoded body: a page of a few kilobytes may unfold
//! into gigabytes.

mod by_openssl;
mod dns;
mod failure;
mod reply;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use chrono::Utc;
use ipnet::IpNet;
use percent_encoding::CONTROLS;
use percent_encoding::percent_encode;
use reqwest::Client;
use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use reqwest::header::IF_MODIFIED_SINCE;
use reqwest::header::IF_NONE_MATCH;
use reqwest::header::LOCATION;
use reqwest::header::USER_AGENT;
use reqwest::redirect;
use thiserror::Error;
use url::Url;

use crate::clock::Clock;
use crate::domain::Capture;
use crate::domain::Digest;
use crate::domain::TroubleKind;

use super::Failure;
use super::Fetch;
use super::Page;
use super::Request;
use super::address::Guard;
use super::patience;
use super::politeness::Politeness;
use super::robots;
use super::shown;
use super::standing;
use super::standing::Ledger;
use super::standing::NotNow;
use super::standing::Outcome;
use super::standing::Standing;
use super::tls;
use by_openssl::ByOpenSsl;
use dns::GuardedDns;
use failure::Fault;
use failure::translated;
use reply::Body;
use reply::Reply;
use reply::recorded;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// The media type of a posted form.
const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

/// How pages are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The `User-Agent` sent; its part before the first `/` is our name in robots.txt.
    pub user_agent: String,
    /// The time one exchange may take, from the connection to the last byte; waiting for a turn
    /// does not count, and each redirect is an exchange of its own.
    pub timeout: Duration,
    /// The largest body in bytes, after content decoding.
    pub max_body: u64,
    /// Networks that may be asked although they are not public.
    pub allow_networks: Vec<IpNet>,
    /// Requests in flight over all hosts.
    pub concurrency: usize,
    /// Requests in flight at one host.
    pub concurrency_per_host: usize,
    /// Time between the starts of two requests to one host.
    pub interval_per_host: Duration,
    /// Added to that time, a random part of this, but no more than it is itself.
    pub jitter: Duration,
    /// Requests to one host in a day of Asia/Shanghai, except where a deadline is at stake; 0 sets
    /// no limit.
    pub daily_per_host: u32,
    /// Whether robots.txt (RFC 9309) is heeded.
    pub robots: bool,
    /// Certificates in PEM that are trusted beside the known authorities.
    pub ca_file: Option<PathBuf>,
    /// Hosts whose TLS is left to the machine's OpenSSL, because it is too old for ours.
    pub openssl_hosts: BTreeSet<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: "gongkai-watch/0.1 (+mailto:office@example.org)".into(),
            timeout: Duration::from_secs(30),
            max_body: 20 << 20,
            allow_networks: Vec::new(),
            concurrency: 64,
            concurrency_per_host: 1,
            interval_per_host: Duration::from_secs(1),
            jitter: Duration::from_millis(500),
            daily_per_host: 5000,
            robots: true,
            ca_file: None,
            openssl_hosts: BTreeSet::new(),
        }
    }
}

/// Why there can be no client.
#[derive(Debug, Error)]
pub enum Unusable {
    /// The user agent is no header value.
    #[error("`fetch.user-agent` cannot be sent in a header; use visible ASCII characters")]
    UserAgent,
    /// The file of certificates is none.
    #[error("`fetch.ca-file` {} cannot be used: {why}", path.display())]
    Authorities {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The TLS library refuses its own defaults.
    #[error("the TLS library cannot be used")]
    Tls(#[from] rustls::Error),
    /// The client library refuses to start.
    #[error("the HTTP client cannot be built")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}

/// Fetches pages over HTTP/1.1 and HTTP/2.
pub struct HttpFetch {
    client: Client,
    by_openssl: ByOpenSsl,
    guard: Arc<Guard>,
    politeness: Politeness,
    standing: Standing,
    robots: Option<robots::Cache>,
    timeout: Duration,
    max_body: u64,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn get(&self, request: Request) -> Result<Page, Failure> {
        let page = self.follow(&request, Errand::Page).await?;
        let Capture { final_url, status, size_bytes, .. } = &page.capture;
        tracing::debug!(%final_url, status, size_bytes, "the page was fetched");
        Ok(page)
    }

    fn postponed(&self, request: &Request) -> Option<Failure> {
        let url = &request.url;
        let admitted = self.standing.admits(&standing::host(url), self.clock.now(), request.urgent);
        admitted.err().map(|it| not_now(url, it))
    }

    fn forgive_silence(&self) {
        self.standing.forgive_silence(self.clock.now());
    }
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// A page; robots.txt is heeded, and a page that is too large is none.
    Page,
    /// A robots.txt, of which only the beginning counts.
    Robots,
}

/// What one exchange brought.
enum Answer {
    /// Elsewhere; the form goes along where `keeps_form`.
    Moved {
        to: Url,
        keeps_form: bool,
    },
    Stays {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
}

impl HttpFetch {
    /// Builds the client. Proxies from the environment are not used: what is checked must be what
    /// is connected to.
    /// How hosts stand is forgotten with the client.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, Unusable> {
        Self::remembering(settings, clock, Arc::new(standing::Memory::default()))
    }

    /// The same, with how hosts stand in a ledger that may outlive the client.
    pub fn remembering(
        settings: Settings,
        clock: Arc<dyn Clock>,
        ledger: Arc<dyn Ledger>,
    ) -> Result<Self, Unusable> {
        let user_agent =
            HeaderValue::from_str(&settings.user_agent).map_err(|_| Unusable::UserAgent)?;
        let authorities = match &settings.ca_file {
            None => Vec::new(),
            Some(path) => tls::authorities(path).map_err(|error| Unusable::Authorities {
                path: path.clone(),
                why: error.to_string(),
            })?,
        };
        let guard = Arc::new(Guard::new(settings.allow_networks));
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent);
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
        );
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN,zh;q=0.9,en;q=0.5"));
        let client = Client::builder()
            .default_headers(headers.clone())
            .redirect(redirect::Policy::none())
            .no_proxy()
            // Old portals break these rules, and browsers have taught them that they may.
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .dns_resolver(GuardedDns(Arc::clone(&guard)))
            .tls_backend_preconfigured(tls::client(authorities)?)
            .build()
            .map_err(|error| Unusable::Client(Box::new(error)))?;
        Ok(Self {
            client,
            by_openssl: ByOpenSsl {
                hosts: settings.openssl_hosts,
                ca_file: settings.ca_file,
                headers,
                guard: Arc::clone(&guard),
            },
            guard,
            politeness: Politeness::new(
                settings.concurrency,
                settings.concurrency_per_host,
                settings.interval_per_host,
                settings.jitter,
            ),
            standing: Standing::new(ledger, settings.daily_per_host),
            robots: settings.robots.then(|| robots::Cache::new(&settings.user_agent)),
            timeout: settings.timeout,
            max_body: settings.max_body,
            clock,
        })
    }

    async fn follow(&self, request: &Request, errand: Errand) -> Result<Page, Failure> {
        let mut hops: Vec<Url> = Vec::new();
        let mut url = request.url.clone();
        url.set_fragment(None);
        let mut request = request.clone();
        let address = request.address();
        loop {
            self.guard.check(&url)?;
            let delay = match errand {
                Errand::Page => self.heed_robots(&url, request.urgent).await?,
                Errand::Robots => None,
            };
            match self.exchange(&url, &request, errand, delay).await? {
                Answer::Moved { to: next, keeps_form } => {
                    hops.push(url);
                    if hops.len() > MAX_REDIRECTS || hops.contains(&next) {
                        let followed = hops.len() - 1;
                        return Err(Failure::TooManyRedirects {
                            url: shown(&request.url),
                            followed,
                        });
                    }
                    if !keeps_form {
                        request.form = None;
                    }
                    url = next;
                }
                Answer::Stays { status, headers, body } => {
                    let capture = Capture {
                        url: address,
                        final_url: url.into(),
                        redirects: hops.into_iter().skip(1).map(String::from).collect(),
                        status,
                        headers,
                        taken_at: self.clock.now(),
                        digest: Digest::of(&body),
                        size_bytes: u64::try_from(body.len()).unwrap_or(u64::MAX),
                    };
                    let not_modified = is_not_modified(status) && request.is_conditional();
                    return Ok(Page { capture, body, not_modified });
                }
            }
        }
    }

    /// Makes sure that robots.txt allows the address; the interval that it wishes.
    async fn heed_robots(&self, url: &Url, urgent: bool) -> Result<Option<Duration>, Failure> {
        let Some(robots) = &self.robots else {
            return Ok(None);
        };
        let rules = robots.rules(url, self.clock.now(), |it| self.load_robots(it, urgent)).await?;
        if rules.allow(url) {
            Ok(rules.delay())
        } else {
            Err(Failure::Disallowed { url: shown(url) })
        }
    }

    /// Boxed, because a fetch may contain this one.
    fn load_robots(
        &self,
        address: Url,
        urgent: bool,
    ) -> BoxFuture<'_, Result<(u16, Vec<u8>), Failure>> {
        Box::pin(async move {
            let request = Request { urgent, ..Request::new(address) };
            let page = self.follow(&request, Errand::Robots).await?;
            Ok((page.capture.status, page.body))
        })
    }

    /// One request and its answer, in turn and in time, if the host may be asked at all.
    async fn exchange(
        &self,
        url: &Url,
        request: &Request,
        errand: Errand,
        delay: Option<Duration>,
    ) -> Result<Answer, Failure> {
        let (host, urgent) = (standing::host(url), request.urgent);
        let refused = |it| not_now(url, it);
        // Asked before the wait, which may be long, and again after it, when more may be known.
        self.standing.admits(&host, self.clock.now(), urgent).map_err(refused)?;
        let turn = self.politeness.turn(url.host_str().unwrap_or_default(), delay).await;
        self.standing.count(&host, self.clock.now(), urgent).map_err(refused)?;
        let conversed = tokio::time::timeout(self.timeout, self.converse(url, request, errand));
        let conversed = conversed.await.unwrap_or_else(|_| {
            Err(Fault::of(TroubleKind::Timeout, Failure::timed_out(url, self.timeout)))
        });
        let now = self.clock.now();
        let robots = errand == Errand::Robots;
        let outcome = match &conversed {
            Ok(Answer::Moved { .. }) => Outcome { robots, trouble: None, retry_after: None },
            Ok(Answer::Stays { status, headers, .. }) => {
                Outcome { robots, ..outcome_of(*status, headers, now) }
            }
            Err(fault) => Outcome { robots, trouble: fault.trouble(), retry_after: None },
        };
        let pause = self.standing.note(&host, outcome, now);
        if !pause.is_zero() {
            turn.rest(pause);
        }
        conversed.map_err(|fault| fault.failure)
    }

    async fn send(&self, url: &Url, request: &Request) -> Result<Reply, Fault> {
        if self.by_openssl.takes(url) {
            let reply = self.by_openssl.send(url, request, told(request)).await?;
            return Ok(Reply::OpenSsl(Box::new(reply)));
        }
        let ask = match &request.form {
            None => self.client.get(url.clone()),
            Some(form) => self.client.post(url.clone()).body(form.clone()),
        };
        let sent = ask.headers(told(request)).send().await;
        sent.map(Reply::Usual).map_err(|error| translated(url, &error))
    }

    async fn converse(
        &self,
        url: &Url,
        request: &Request,
        errand: Errand,
    ) -> Result<Answer, Fault> {
        let mut response = self.send(url, request).await?;
        let status = response.status();
        if let Some(next) = moved_to(url, status, response.headers()) {
            // A browser turns a redirected form into an ordinary request, except for these two.
            let keeps_form = matches!(status.as_u16(), 307 | 308);
            return Ok(Answer::Moved { to: next, keeps_form });
        }
        let headers = recorded(response.headers());
        let body = match errand {
            _ if is_not_modified(status.as_u16()) => Vec::new(),
            Errand::Page => {
                let too_large = || Failure::TooLarge { url: shown(url), limit: self.max_body };
                if response.content_length().is_some_and(|length| length > self.max_body) {
                    return Err(too_large().into());
                }
                match response.read(url, self.max_body).await? {
                    Body::Whole(body) => body,
                    Body::Larger(_) => return Err(too_large().into()),
                }
            }
            Errand::Robots => match response.read(url, robots::MAX_SIZE).await? {
                Body::Whole(body) => body,
                Body::Larger(body) => robots::whole_lines(body),
            },
        };
        Ok(Answer::Stays { status: status.as_u16(), headers, body })
    }
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

fn not_now(url: &Url, NotNow { seen, until }: NotNow) -> Failure {
    Failure::Postponed { url: shown(url), seen, until }
}

/// What an answer says of its host. `Retry-After` means something only where the answer is no page
/// (RFC 9110 §10.2.3).
fn outcome_of(status: u16, headers: &[(String, String)], now: DateTime<Utc>) -> Outcome {
    let trouble = standing::of_status(status).map(|kind| (kind, format!("HTTP {status}")));
    let asked = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    let retry_after = match (&trouble, asked) {
        (Some(_), Some((_, value))) => patience::wait(value, now),
        _ => None,
    };
    Outcome { robots: false, trouble, retry_after }
}

fn is_not_modified(status: u16) -> bool {
    status == StatusCode::NOT_MODIFIED.as_u16()
}

/// The headers of this request beside those of every one.
fn told(request: &Request) -> HeaderMap {
    let mut headers = conditions(request);
    if request.form.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    }
    headers
}

/// The headers that make a request conditional. A validator that is no header value cannot have
/// come from a server, and is not sent.
fn conditions(request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut add = |name: HeaderName, value: &Option<String>| {
        if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
            headers.insert(name, value);
        }
    };
    add(IF_NONE_MATCH, &request.etag);
    add(IF_MODIFIED_SINCE, &request.last_modified);
    headers
}

/// Where a redirect leads (RFC 9110 §15.4); `None` for an answer that stands for itself, also if
/// it lacks a usable `Location`.
fn moved_to(from: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Url> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    // Old portals send the bytes of their own charset here; they are to get them back unchanged.
    let location = percent_encode(headers.get(LOCATION)?.as_bytes(), CONTROLS).to_string();
    let mut next = from.join(&location).ok()?;
    next.set_fragment(None);
    Some(next)
}
