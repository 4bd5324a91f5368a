//! The client library's errors, in our words.
//!
//! What was wrong may stand several causes down: a refused address comes wrapped as an error of the
//! name resolver.

use std::error::Error;
use std::io;

use url::Url;

use crate::fetch::Failure;
use crate::fetch::address::Forbidden;
use crate::fetch::shown;

/// Says in our words what the client library says in its own.
pub(super) fn translated(url: &Url, error: &reqwest::Error) -> Failure {
    let mut why = String::new();
    for cause in causes(error) {
        if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
            return Failure::Refused { url: shown(url), why: forbidden.to_string() };
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return Failure::Tls { url: shown(url), why: error.to_string() };
        }
        why = cause.to_string();
    }
    if error.is_body() || error.is_decode() {
        return Failure::BrokenOff { url: shown(url), why };
    }
    let stage = if error.is_dns() {
        "name not resolved"
    } else if error.is_connect() {
        "no connection"
    } else {
        "no answer"
    };
    Failure::unreachable(url, format!("{stage}: {why}"))
}

/// An error and its causes, outermost first.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error = *error;
        // An I/O error that wraps another passes over it in `source`.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}
