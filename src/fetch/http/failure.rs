//! The client library's errors, in our words.
//!
//! What was wrong may stand several causes down: a refused address comes wrapped as an error of the
//! name resolver.

use std::error::Error;
use std::io;

use rustls::AlertDescription;
use rustls::CertificateError;
use url::Url;

use crate::domain::TroubleKind;
use crate::fetch::Failure;
use crate::fetch::address::Forbidden;
use crate::fetch::shown;

/// A failure, and what it says of the host that was asked.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) failure: Failure,
    kind: Option<TroubleKind>,
}

impl Fault {
    pub(super) fn of(kind: TroubleKind, failure: Failure) -> Self {
        Self { failure, kind: Some(kind) }
    }

    /// What is remembered of it.
    pub(super) fn trouble(&self) -> Option<(TroubleKind, String)> {
        Some((self.kind?, self.failure.unseen().seen().to_owned()))
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self { failure, kind: None }
    }
}

/// Says in our words what the client library says in its own.
pub(super) fn translated(url: &Url, error: &reqwest::Error) -> Fault {
    let mut why = String::new();
    for cause in causes(error) {
        if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
            return Failure::Refused { url: shown(url), why: forbidden.to_string() }.into();
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            let why = match remedy(error) {
                Some(remedy) => format!("{error}; {remedy}"),
                None => error.to_string(),
            };
            let failure = Failure::Tls { url: shown(url), why };
            return Fault::of(TroubleKind::Tls, failure);
        }
        why = cause.to_string();
    }
    if error.is_body() || error.is_decode() {
        // One page that breaks off says nothing of the others.
        return Failure::BrokenOff { url: shown(url), why }.into();
    }
    let (kind, stage) = if error.is_dns() {
        (Some(TroubleKind::Dns), "name not resolved")
    } else if error.is_connect() {
        (Some(TroubleKind::Connect), "no connection")
    } else {
        // A server that hangs up without a word has a fault, which may be that of one page.
        (Some(TroubleKind::Server), "no answer")
    };
    Fault { failure: Failure::unreachable(url, format!("{stage}: {why}")), kind }
}

/// What the operator can do about a server that cannot be agreed with.
fn remedy(error: &rustls::Error) -> Option<&'static str> {
    match error {
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity,
        ) => Some("if it knows nothing newer, set `tls = \"openssl\"` in its `[[site]]`"),
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            Some("if it forgets a certificate in between, put that into `fetch.ca-file`")
        }
        _ => None,
    }
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
