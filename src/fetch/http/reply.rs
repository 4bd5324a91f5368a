//! An answer as it comes in, whichever library carries it, read no further than is allowed.

use reqwest::Response;
use reqwest::StatusCode;
use reqwest::header::CONTENT_ENCODING;
use reqwest::header::CONTENT_LENGTH;
use reqwest::header::HeaderMap;
use url::Url;

use super::failure::Fault;
use super::failure::translated;
use crate::fetch::Failure;
use crate::fetch::openssl;
use crate::fetch::shown;

/// How many bytes of response headers are recorded; those that do not fit are left out.
const MAX_HEADERS: usize = 32 * 1024;

/// An answer whose body is still to come.
pub(super) enum Reply {
    Usual(Response),
    OpenSsl(Box<openssl::Reply>),
}

/// A body, as far as it was read.
pub(super) enum Body {
    Whole(Vec<u8>),
    /// The beginning of a body that is larger than the limit.
    Larger(Vec<u8>),
}

impl Reply {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Usual(response) => response.status(),
            Self::OpenSsl(reply) => reply.status,
        }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        match self {
            Self::Usual(response) => response.headers(),
            Self::OpenSsl(reply) => &reply.headers,
        }
    }

    /// The length that is promised.
    pub(super) fn content_length(&self) -> Option<u64> {
        match self {
            Self::Usual(response) => response.content_length(),
            Self::OpenSsl(reply) => {
                reply.headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
            }
        }
    }

    /// Reads the body, decoded, up to a limit in bytes.
    pub(super) async fn read(&mut self, url: &Url, limit: u64) -> Result<Body, Fault> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut body = Vec::new();
        loop {
            let chunk = match self {
                Self::Usual(response) => {
                    response.chunk().await.map_err(|error| translated(url, &error))?
                }
                Self::OpenSsl(reply) if is_encoded(&reply.headers) => {
                    let why = "the answer is compressed, which was not asked for";
                    return Err(Failure::unreachable(url, why).into());
                }
                Self::OpenSsl(reply) => reply
                    .chunk()
                    .await
                    .map_err(|why| Failure::BrokenOff { url: shown(url), why })?,
            };
            let Some(chunk) = chunk else { return Ok(Body::Whole(body)) };
            let room = limit - body.len();
            if chunk.len() > room {
                body.extend(chunk.iter().take(room));
                return Ok(Body::Larger(body));
            }
            body.extend_from_slice(&chunk);
        }
    }
}

/// True for a body that is not sent as it is.
fn is_encoded(headers: &HeaderMap) -> bool {
    let plain = |value: &str| value.is_empty() || value.eq_ignore_ascii_case("identity");
    headers.get(CONTENT_ENCODING).is_some_and(|it| !it.to_str().is_ok_and(|it| plain(it.trim())))
}

/// The headers as text, as far as they fit.
pub(super) fn recorded(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut room = MAX_HEADERS;
    let mut kept = Vec::with_capacity(headers.len());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        if let Some(rest) = room.checked_sub(name.as_str().len() + value.len()) {
            room = rest;
            kept.push((name.to_string(), value.into_owned()));
        }
    }
    kept
}
