//! A server that can misbehave: it writes bytes, not HTTP.
//!
//! Every connection carries one exchange. What is written is what the script says, also where that
//! is not what the headers promise.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// What is done with one connection once the request has been read.
#[derive(Debug, Clone)]
pub enum Script {
    /// Write, then close.
    Say(Vec<u8>),
    /// Write, then keep the connection open in silence.
    Stall(Vec<u8>),
    /// Write, then write the second part again and again.
    Repeat(Vec<u8>, Vec<u8>),
    /// Write, then write the second part once in each interval.
    Drip(Vec<u8>, Vec<u8>, Duration),
}

/// An answer with a body of the right length.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Script {
    let length = body.len().to_string();
    let mut bytes = head(status, &[headers, &[("Content-Length", &length)]].concat());
    bytes.extend_from_slice(body);
    Script::Say(bytes)
}

/// Status line and headers.
pub fn head(status: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// A redirect.
pub fn moved(status: &str, to: &str) -> Script {
    answer(status, &[("Location", to)], b"")
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Wire {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Serves what `script` says for the path and query of each request.
    pub async fn serve(script: impl Fn(&str) -> Script + Send + Sync + 'static) -> Self {
        Self::serve_at("127.0.0.1", script).await
    }

    /// The same, at another address of this machine.
    pub async fn serve_at(
        address: &str,
        script: impl Fn(&str) -> Script + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, script) = (Arc::clone(&requests), Arc::new(script));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, script) = (Arc::clone(&log), Arc::clone(&script));
                tokio::spawn(async move {
                    // The client may leave whenever it has seen enough.
                    let _ = converse(stream, &log, &*script).await;
                });
            }
        });
        Self { address, requests, task }
    }

    /// The address of a path on this server.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far, lower-cased: their heads, and what was posted behind them.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The paths asked for so far.
    pub fn paths(&self) -> Vec<String> {
        self.requests().iter().map(|head| path_of(head).to_owned()).collect()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn path_of(head: &str) -> &str {
    head.split_whitespace().nth(1).unwrap_or("/")
}

async fn converse(
    mut stream: TcpStream,
    log: &Mutex<Vec<String>>,
    script: &(dyn Fn(&str) -> Script + Send + Sync),
) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let byte = stream.read_u8().await?;
        request.push(byte);
        if request.len() > 64 * 1024 {
            return Err(ErrorKind::InvalidData.into());
        }
    }
    let head = String::from_utf8_lossy(&request).to_lowercase();
    let length =
        head.lines().find_map(|it| it.strip_prefix("content-length:")?.trim().parse().ok());
    for _ in 0..length.unwrap_or(0_usize) {
        request.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&request).into_owned();
    log.lock().unwrap().push(head.to_lowercase());
    match script(path_of(&head)) {
        Script::Say(bytes) => stream.write_all(&bytes).await?,
        Script::Stall(bytes) => {
            stream.write_all(&bytes).await?;
            // Ends when the client closes its side.
            stream.read_u8().await?;
        }
        Script::Repeat(bytes, part) => {
            stream.write_all(&bytes).await?;
            loop {
                stream.write_all(&part).await?;
            }
        }
        Script::Drip(bytes, part, interval) => {
            stream.write_all(&bytes).await?;
            let mut beat = tokio::time::interval(interval);
            loop {
                beat.tick().await;
                stream.write_all(&part).await?;
            }
        }
    }
    stream.shutdown().await
}
