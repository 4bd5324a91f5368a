//! TLS as the machine's OpenSSL speaks it, for servers that know nothing newer than old ciphers.
//!
//! The `openssl` command does the handshake and carries the bytes; so nothing is linked, a build needs
//! no headers, and a machine without the command only lacks this. The protocols and ciphers are weaker
//! than rustls would accept, the certificate is checked no less: name, time and chain, or no answer.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use http::HeaderMap;
use http::Request;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::header::TRANSFER_ENCODING;
use http_body_util::BodyExt;
use hyper::body::Bytes;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::process::Child;
use tokio::process::Command;
use url::Host;
use url::Url;

/// Everything that authenticates the server and is not known to be readable by others at once.
const CIPHERS: &str = "ALL:!aNULL:!eNULL:!EXPORT:!LOW:!RC4:@SECLEVEL=0";

/// How much is read of what the command says about a failure.
const MAX_WORDS: u64 = 16 * 1024;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// No connection.
    Connect(String),
    /// No secure connection, or none at all without the command.
    Tls(String),
    /// The answer is none.
    Answer(String),
}

/// An answer, with the connection that it comes over.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    body: Incoming,
    /// Ends with the answer.
    command: Child,
}

impl Reply {
    /// The next part of the body.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, String> {
        while let Some(frame) = self.body.frame().await {
            // What is no data is a trailer.
            if let Ok(data) = frame.map_err(|error| error.to_string())?.into_data() {
                return Ok(Some(data));
            }
        }
        let announced = |name| self.headers.contains_key(name);
        if announced(CONTENT_LENGTH) || announced(TRANSFER_ENCODING) {
            return Ok(None);
        }
        // Such a body ends with the connection, and only the command knows whether that was ended by
        // the server or cut off by somebody else.
        match self.command.wait().await {
            Ok(status) if status.success() => Ok(None),
            _ => Err("the connection was not closed properly".into()),
        }
    }
}

/// Asks `address`, which was permitted, as the server of that URL; `ca_file` is trusted beside what the
/// machine trusts.
pub(super) async fn ask(
    url: &Url,
    address: SocketAddr,
    ca_file: Option<&Path>,
    request: Request<String>,
) -> Result<Reply, Broken> {
    let mut command = command(url, address, ca_file)
        .await
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Broken::Tls(not_started(&error)))?;
    let (Some(from), Some(to)) = (command.stdout.take(), command.stdin.take()) else {
        return Err(Broken::Tls("`openssl` gives no connection".into()));
    };
    let sent = async {
        let stream = TokioIo::new(tokio::io::join(from, to));
        let (mut sender, connection) = http1::Builder::new()
            .ignore_invalid_headers_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .handshake(stream)
            .await?;
        // Ends when the command does, which ends with the answer.
        tokio::spawn(connection);
        sender.send_request(request).await
    };
    match sent.await {
        Ok(response) => {
            let (head, body) = response.into_parts();
            Ok(Reply { status: head.status, headers: head.headers, body, command })
        }
        Err(error) => Err(failed(command, &error).await),
    }
}

async fn command(url: &Url, address: SocketAddr, ca_file: Option<&Path>) -> Command {
    let mut command = Command::new("openssl");
    command.args(["s_client", "-quiet", "-connect", &address.to_string()]);
    match url.host() {
        Some(Host::Domain(name)) => {
            command.args(["-servername", name, "-verify_hostname", name]);
        }
        other => {
            let ip = other.map(|it| it.to_string()).unwrap_or_default();
            command.args(["-noservername", "-verify_ip", ip.trim_matches(['[', ']'])]);
        }
    }
    // Without the first the second reports, and goes on.
    command.args(["-verify", "20", "-verify_return_error"]);
    command.args(["-min_protocol", "TLSv1", "-legacy_server_connect", "-cipher", CIPHERS]);
    if let Some(file) = ca_file {
        // A file takes the place of what the machine trusts, unless that is named as well.
        command.arg("-partial_chain").arg("-CAfile").arg(file);
        if let Some(directory) = directory().await {
            command.arg("-CApath").arg(format!("{directory}/certs"));
        }
    }
    command
}

/// Where the machine's OpenSSL keeps what it trusts.
async fn directory() -> Option<String> {
    let said = Command::new("openssl").args(["version", "-d"]).output().await.ok()?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    Some(said.split('"').nth(1)?.to_owned())
}

fn not_started(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        "`tls = \"openssl\"` needs the command `openssl`; install it".into()
    } else {
        format!("`openssl` cannot be started: {error}")
    }
}

/// What the command says of its own end.
async fn failed(mut command: Child, error: &hyper::Error) -> Broken {
    let mut said = Vec::new();
    if let Some(words) = command.stderr.take() {
        // A command that is still at it has nothing to say; it is ended first.
        let _ = command.start_kill();
        let _ = words.take(MAX_WORDS).read_to_end(&mut said).await;
    }
    reason(&String::from_utf8_lossy(&said)).unwrap_or_else(|| Broken::Answer(error.to_string()))
}

/// The reason in what the command has said: `verify error:num=10:certificate has expired`,
/// `connect:errno=111`, or a line of its error stack, `thread:error:code:library:function:reason:…`.
fn reason(said: &str) -> Option<Broken> {
    let after = |mark: &str| said.lines().find_map(|line| Some(line.split_once(mark)?.1));
    let stack = || after(":error:").and_then(|rest| rest.split(':').nth(3)).map(str::to_owned);
    if let Some(why) = after("verify error:") {
        let why = why.split_once(':').map_or(why, |(_, why)| why);
        return Some(Broken::Tls(why.to_owned()));
    }
    if after("connect:errno").is_some() {
        return Some(Broken::Connect(stack().unwrap_or_default()));
    }
    // A server that hangs up without a word, behind a handshake in order, is no fault of its TLS.
    let why = stack().filter(|why| {
        !(why.contains("unexpected eof") && said.lines().any(|line| line == "verify return:1"))
    });
    why.map(Broken::Tls)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(said: &str) -> String {
        format!("{:?}", reason(said))
    }

    #[test]
    fn the_reason_is_found_in_what_the_command_says() {
        let verify = "depth=0 CN = a\nverify error:num=62:hostname mismatch\n40:error:0A000086:SSL \
                      routines:f:certificate verify failed:f.c:1889:\n";
        assert_eq!(shown(verify), r#"Some(Tls("hostname mismatch"))"#);
        let connect = "40:error:8000006F:system library:BIO_connect:Connection refused:b.c:117:x()\n\
                       connect:errno=111\n";
        assert_eq!(shown(connect), r#"Some(Connect("Connection refused"))"#);
        let alert = "40:error:0A000410:SSL routines:f:sslv3 alert handshake failure:r.c:1584:SSL \
                     alert number 40\n";
        assert_eq!(shown(alert), r#"Some(Tls("sslv3 alert handshake failure"))"#);
        assert_eq!(shown("depth=0 CN = a\nverify return:1\n"), "None");
        let eof =
            "40:error:0A000126:SSL routines:ssl3_read_n:unexpected eof while reading:r.c:1:\n";
        assert_eq!(shown(eof), r#"Some(Tls("unexpected eof while reading"))"#);
        assert_eq!(shown(&format!("depth=0 CN = a\nverify return:1\n{eof}")), "None");
    }
}
