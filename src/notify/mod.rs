//! Tells people: alerts become letters, letters become mails, mails are handed to a server.
//!
//! Everything up to [`Mailer::send`] is pure, so what a person will read can be tested without a
//! server. A letter is composed once and keeps its `Message-ID` over every retry; only its state
//! changes, and only [`next_state`] decides how.
//!
//! The way of an alert: [`route()`] names its receivers, [`compose()`] groups alerts into letters,
//! [`render()`] writes subject, text and HTML, [`Mailer::send`] hands the mail over, and
//! [`next_state`] says what became of it. To add a way of delivery, add a variant to [`Transport`]
//! and to [`Mailer`].

mod backoff;
mod compose;
mod email;
mod handover;
mod mailbox;
pub mod outbox;
mod plain;
mod render;
mod route;
mod subject;
mod words;

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::AgencyKind;
use crate::domain::Lang;
use crate::domain::Severity;
use crate::secret::Secret;

pub use backoff::GIVE_UP_AFTER;
pub use backoff::next_state;
pub use compose::Composed;
pub use compose::Directory;
pub use compose::Occasion;
pub use compose::compose;
pub use compose::test_letter;
pub use email::Mailer;
pub use email::SetupError;
pub use mailbox::InvalidMailbox;
pub use mailbox::Mailbox;
pub use render::RenderError;
pub use render::Rendered;
pub use render::render;
pub use route::Routed;
pub use route::route;

#[cfg(test)]
pub(crate) use compose::given;

/// Why a mail was not handed over. The texts quote the server and may hold addresses: store them,
/// do not log them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// Worth another try: the network, the server or the configuration was at fault.
    #[error("{0}")]
    Transient(String),
    /// This letter will never be accepted.
    #[error("{0}")]
    Permanent(String),
}

/// How a receiver wants mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// One letter a round.
    #[default]
    Digest,
    /// One letter an alert.
    Each,
}

/// Somebody who reads mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// The name that routes use.
    pub name: String,
    /// Where the letters go; a configured receiver has at least one.
    pub addresses: Vec<Mailbox>,
    /// One letter a round, or one an alert.
    pub mode: Mode,
    /// The language of the letters.
    pub language: Lang,
}

/// Which alerts a route takes. An absent part matches everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matcher {
    /// This severity, or worse.
    pub severity: Option<Severity>,
    /// Division code or prefix of one; a trailing `*` is implied.
    pub region: Option<String>,
    /// Kind of agency.
    pub kind: Option<AgencyKind>,
    /// Id of a rule, or the beginning of one followed by `*`.
    pub rule: Option<String>,
    /// Full official name of an agency.
    pub agency: Option<String>,
}

/// Who gets which alerts; of several routes the first that matches is taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Which alerts.
    pub matcher: Matcher,
    /// Names of receivers; if there are none, the route silences what it takes.
    pub to: Vec<String>,
}

/// How mail leaves the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The sender, e.g. `公开监测 <watch@example.org>`.
    pub from: Mailbox,
    /// The way it is handed over.
    pub transport: Transport,
}

/// The way mail is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// To a mail server.
    Smtp(SmtpSettings),
    /// As `.eml` files into a directory.
    File {
        /// The directory; it is made when missing.
        dir: PathBuf,
    },
    /// To a program that speaks the command line of sendmail.
    Sendmail {
        /// The program.
        command: PathBuf,
    },
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Its name, as its certificate says.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// How to sign in; `None` sends without signing in.
    pub login: Option<Login>,
    /// PEM file of authorities to trust beside the public ones.
    pub ca_file: Option<PathBuf>,
}

/// Who signs in to a mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub username: String,
    /// The password, which `Debug` does not show.
    pub password: Secret,
}

/// How a connection to a mail server is protected. None of these falls back to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// In clear until STARTTLS (RFC 3207), which the server must offer.
    Starttls,
    /// From the first byte (RFC 8314).
    Implicit,
    /// Not at all; for a server on this machine.
    None,
}

impl Tls {
    /// The port that goes with it (RFC 6409, RFC 8314, RFC 5321).
    pub const fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Implicit => 465,
            Self::None => 25,
        }
    }
}
