//! A portal on loopback whose pages a test sets, and which can be ill in every way that portals are.
//!
//! The listing stands at `/nb/`, so that a redirect to the home page leads elsewhere.

use std::collections::HashMap;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::Duration;

use super::page;
use super::page::Report;

/// The first page of the listing.
pub const LISTING: &str = "/nb/";

/// How the portal answers instead of showing its page.
#[derive(Debug, Clone)]
pub enum Answer {
    /// With a status and a short page.
    Status(u16),
    /// With this page, as if nothing were wrong.
    Page(String),
    /// With each page in turn, again and again.
    Turns(Vec<String>),
    /// With a redirect.
    Moved(&'static str),
    /// With half of the page that its headers promise.
    Truncated,
}

/// One request and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The path.
    pub path: String,
    /// Whether it came with `If-None-Match`.
    pub conditional: bool,
    /// The status of the answer.
    pub status: u16,
}

#[derive(Debug, Default)]
struct State {
    posted: Vec<Posted>,
    answers: HashMap<String, Answer>,
    everywhere: Option<Answer>,
    page_size: Option<usize>,
    validators: bool,
    turn: usize,
    served: Vec<Served>,
    closing: bool,
}

#[derive(Debug)]
struct Posted {
    path: String,
    report: Report,
    listed: bool,
    there: bool,
}

/// A running portal; it ends when this is dropped.
#[derive(Debug)]
pub struct Portal {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

impl Portal {
    /// Starts an empty portal.
    pub fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = Some(serve(listener, Arc::clone(&state)));
        Self { address, state, thread }
    }

    /// The address of the listing.
    pub fn url(&self) -> String {
        format!("http://{}{LISTING}", self.address)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Puts a report up, or replaces the one of that agency and year at its address.
    pub fn publish(&self, report: &Report) {
        let mut state = self.state();
        let known = state
            .posted
            .iter_mut()
            .find(|it| it.report.agency == report.agency && it.report.year == report.year);
        if let Some(known) = known {
            known.report = report.clone();
            (known.listed, known.there) = (true, true);
            return;
        }
        let day = report.date.replace('-', "");
        let path = format!("{LISTING}{}/t{day}_{}.html", &day[..6], state.posted.len() + 1);
        let report = report.clone();
        state.posted.push(Posted { path, report, listed: true, there: true });
    }

    fn change(&self, agency: &str, year: i32, change: impl Fn(&mut Posted)) {
        let mut state = self.state();
        let posted = state.posted.iter_mut();
        for it in posted.filter(|it| it.report.agency == agency && it.report.year == year) {
            change(it);
        }
    }

    /// Takes a report off the listing, and away.
    pub fn withdraw(&self, agency: &str, year: i32) {
        self.change(agency, year, |it| (it.listed, it.there) = (false, false));
    }

    /// Takes a report off the listing; its page stays.
    pub fn unlist(&self, agency: &str, year: i32) {
        self.change(agency, year, |it| it.listed = false);
    }

    /// The path of a report.
    pub fn path_of(&self, agency: &str, year: i32) -> String {
        let state = self.state();
        let mut posted = state.posted.iter();
        let found = posted.find(|it| it.report.agency == agency && it.report.year == year);
        found.unwrap().path.clone()
    }

    /// Answers one path in another way.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.state().answers.insert(path.into(), answer);
    }

    /// Answers every path in another way.
    pub fn everywhere(&self, answer: Answer) {
        self.state().everywhere = Some(answer);
    }

    /// Shows so many items on a page.
    pub fn page_size(&self, items: usize) {
        self.state().page_size = Some(items);
    }

    /// Sends an `ETag` with every page, and heeds it.
    pub fn with_validators(&self) {
        self.state().validators = true;
    }

    /// Is well again.
    pub fn heal(&mut self) {
        {
            let mut state = self.state();
            state.answers.clear();
            state.everywhere = None;
            state.closing = false;
        }
        if self.thread.is_none() {
            let listener = TcpListener::bind(self.address).unwrap();
            self.thread = Some(serve(listener, Arc::clone(&self.state)));
        }
    }

    /// Refuses connections.
    pub fn refuse(&mut self) {
        self.state().closing = true;
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    /// What was asked for since the last call.
    pub fn served(&self) -> Vec<Served> {
        std::mem::take(&mut self.state().served)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.refuse();
    }
}

fn serve(listener: TcpListener, state: Arc<Mutex<State>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            if state.lock().unwrap().closing {
                return;
            }
            if let Ok(stream) = stream {
                // The client may leave whenever it has seen enough.
                let _ = converse(stream, &state);
            }
        }
    })
}

fn converse(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.windows(4).any(|it| it == b"\r\n\r\n") {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..n]);
    }
    let head = String::from_utf8_lossy(&request).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or("/");
    let path = path.split('?').next().unwrap_or(path).to_owned();
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let wanted = header("if-none-match");
    let reply = {
        let mut state = state.lock().unwrap();
        let reply = state.reply(&path, wanted.as_deref());
        let status = reply.status;
        state.served.push(Served { path, conditional: wanted.is_some(), status });
        reply
    };
    let Reply { status, headers, body, cut } = reply;
    let mut bytes = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\
         Content-Length: {}\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(&body.as_bytes()[..if cut { body.len() / 2 } else { body.len() }]);
    stream.write_all(&bytes)
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: String,
    body: String,
    cut: bool,
}

impl State {
    fn reply(&mut self, path: &str, wanted: Option<&str>) -> Reply {
        let plain =
            |status: u16, body: String| Reply { status, headers: String::new(), body, cut: false };
        let answer = self.answers.get(path).or(self.everywhere.as_ref()).cloned();
        let body = match answer {
            Some(Answer::Status(status)) => return plain(status, format!("<h1>{status}</h1>")),
            Some(Answer::Page(html)) => return plain(200, html),
            Some(Answer::Turns(pages)) => {
                self.turn += 1;
                return plain(200, pages[self.turn % pages.len()].clone());
            }
            Some(Answer::Moved(to)) if path != to => {
                let headers = format!("Location: {to}\r\n");
                return Reply { headers, ..plain(302, String::new()) };
            }
            Some(Answer::Truncated) => {
                let body = self.page(path).unwrap_or_else(|| "<p>x</p>".repeat(100));
                return Reply { cut: true, ..plain(200, body) };
            }
            Some(Answer::Moved(_)) | None => self.page(path),
        };
        let Some(body) = body else { return plain(404, "<h1>Not Found</h1>".into()) };
        if !self.validators {
            return plain(200, body);
        }
        let tag = format!("\"{:x}\"", fingerprint(&body));
        let headers = format!("ETag: {tag}\r\n");
        if wanted == Some(&tag) {
            return Reply { headers, ..plain(304, String::new()) };
        }
        Reply { headers, ..plain(200, body) }
    }

    fn page(&self, path: &str) -> Option<String> {
        if path == "/" {
            return Some("<title>某市人民政府</title><p>首页要闻</p>".into());
        }
        if let Some(number) = number_of(path) {
            return self.listing(number);
        }
        let posted = self.posted.iter().find(|it| it.there && it.path == path)?;
        Some(posted.report.html())
    }

    fn listing(&self, number: usize) -> Option<String> {
        let mut items: Vec<_> = self
            .posted
            .iter()
            .filter(|it| it.listed)
            .map(|it| (it.report.title(), it.path.clone(), it.report.date.clone()))
            .collect();
        items.sort_by(|a, b| b.2.cmp(&a.2));
        // A column of reports is never wholly empty, and this is no report.
        items.push(("某市政府信息公开指南".into(), "/zn/1.html".into(), "2021-06-01".into()));
        let size = self.page_size.unwrap_or(items.len());
        let pages = items.len().div_ceil(size);
        let shown = items.chunks(size).nth(number)?;
        let next = format!("{LISTING}index_{}.html", number + 1);
        Some(page::listing(shown, (number + 1 < pages).then_some(next.as_str())))
    }
}

/// The number of a page of the listing, from 0.
fn number_of(path: &str) -> Option<usize> {
    let file = path.strip_prefix(LISTING)?;
    if file.is_empty() {
        return Some(0);
    }
    file.strip_prefix("index_")?.strip_suffix(".html")?.parse().ok()
}

fn fingerprint(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
