//! Makes a message of a letter and hands it over; the only file that knows the mail library.
//!
//! A refusal counts against a letter only from the recipient's address on. Whatever happens before
//! that (connection, encryption, signing in, the sender's address) is a matter of the server or
//! of the configuration, however final its code sounds; else one wrong password would discard a
//! whole outbox.

use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;
use chrono::Utc;
use lettre::Address;
use lettre::Message;
use lettre::message::MultiPart;
use lettre::message::SinglePart;
use lettre::message::header::HeaderName;
use lettre::message::header::HeaderValue;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::commands::Data;
use lettre::transport::smtp::commands::Mail;
use lettre::transport::smtp::commands::Rcpt;
use lettre::transport::smtp::extension::ClientId;
use thiserror::Error;

use crate::domain::Lang;
use crate::domain::Letter;
use crate::notify::Failure;
use crate::notify::InvalidMailbox;
use crate::notify::Login;
use crate::notify::MailSettings;
use crate::notify::Mailbox;
use crate::notify::Rendered;
use crate::notify::SmtpSettings;
use crate::notify::Tls;
use crate::notify::Transport;
use crate::notify::compose::test_letter;
use crate::notify::handover;
use crate::notify::render;

/// How long one step of the conversation with a server may take.
const STEP_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a server may think about a message (RFC 5321, 4.5.3.2.6): whoever gives up on this
/// answer early sends the mail twice.
const CONTENT_TIMEOUT: Duration = Duration::from_secs(180);

/// How long a server may take to say goodbye.
const GOODBYE_TIMEOUT: Duration = Duration::from_secs(2);

/// Cases a message refers to; more would make the header longer than some programs read.
const MAX_REFERENCES: usize = 20;

/// Mail settings that cannot be used.
#[derive(Debug, Error)]
pub enum SetupError {
    /// The file of authorities cannot be read.
    #[error("cannot read {}, name a readable PEM file of certificates: {source}", path.display())]
    Authorities {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Encryption cannot be set up.
    #[error(
        "encryption for {host} cannot be set up, check its name and the file of authorities: {why}"
    )]
    Encryption {
        /// The mail server.
        host: String,
        /// What the library says.
        why: String,
    },
}

/// Hands mail over in the configured way.
#[derive(Debug)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Smtp(Box<Server>),
    File { dir: PathBuf },
    Sendmail { command: PathBuf },
}

impl Mailer {
    /// Checks the settings; nothing is connected yet.
    pub fn new(settings: &MailSettings) -> Result<Self, SetupError> {
        let way = match &settings.transport {
            Transport::Smtp(smtp) => Way::Smtp(Box::new(Server::new(smtp)?)),
            Transport::File { dir } => Way::File { dir: dir.clone() },
            Transport::Sendmail { command } => Way::Sendmail { command: command.clone() },
        };
        Ok(Self { from: settings.from.clone(), way })
    }

    /// Domain of the sender, for [`compose()`](crate::notify::compose()).
    pub fn domain(&self) -> &str {
        self.from.domain()
    }

    /// Hands one letter over. `Ok` means that somebody else is now responsible for it.
    pub async fn send(&self, letter: &Letter, rendered: &Rendered) -> Result<(), Failure> {
        let to: Mailbox = letter
            .address
            .parse()
            .map_err(|it: InvalidMailbox| Failure::Permanent(it.to_string()))?;
        let message = message(&self.from, &to, letter, rendered)
            .map_err(|error| Failure::Permanent(format!("cannot build the message: {error}")))?
            .formatted();
        let (from, to) = (address(&self.from), address(&to));
        match &self.way {
            Way::Smtp(server) => server.send(&from, &to, &message).await,
            Way::File { dir } => {
                handover::into_file(dir, &handover::file_name(letter), &message).await
            }
            Way::Sendmail { command } => {
                handover::to_program(command, from.as_ref(), to.as_ref(), &message).await
            }
        }
    }

    /// Sends one real message that says that it is a test.
    pub async fn send_test(
        &self,
        address: &Mailbox,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let letter = test_letter(address, self.domain(), now);
        let rendered = render(&letter, lang).map_err(|it| Failure::Permanent(it.to_string()))?;
        self.send(&letter, &rendered).await
    }
}

/// The address as the library has it, which accepts all that a [`Mailbox`] does.
fn address(mailbox: &Mailbox) -> Address {
    Address::new_dangerous(mailbox.user(), mailbox.domain())
}

fn named(mailbox: &Mailbox) -> lettre::message::Mailbox {
    lettre::message::Mailbox::new(mailbox.name().map(str::to_owned), address(mailbox))
}

fn message(
    from: &Mailbox,
    to: &Mailbox,
    letter: &Letter,
    rendered: &Rendered,
) -> Result<Message, lettre::error::Error> {
    let domain = from.domain();
    let mut cases: Vec<String> =
        letter.alerts.iter().filter_map(|it| it.case.as_ref()).map(|it| token(&it.0)).collect();
    let mut seen = std::collections::BTreeSet::new();
    cases.retain(|it| !it.is_empty() && seen.insert(it.clone()));
    let threads: Vec<_> =
        cases.iter().take(MAX_REFERENCES).map(|it| format!("<case-{it}@{domain}>")).collect();

    let mut builder = Message::builder()
        .from(named(from))
        .to(named(to))
        .date(letter.created_at.into())
        .subject(rendered.subject.clone())
        .message_id(Some(format!("<{}>", letter.message_id)));
    if let Some(first) = threads.first() {
        builder = builder.in_reply_to(first.clone()).references(threads.join(" "));
    }
    // A boundary of its own, so that a message built twice is the same to the byte.
    let id = token(letter.message_id.split('@').next().unwrap_or_default());
    let body = MultiPart::alternative()
        .boundary(format!("gongkai-watch-{id}"))
        .singlepart(SinglePart::plain(rendered.text.clone()))
        .singlepart(SinglePart::html(rendered.html.clone()));
    let mut message = builder.multipart(body)?;

    let list = format!("gongkai-watch alerts <alerts.gongkai-watch.{domain}>");
    let headers = message.headers_mut();
    let mut set = |name, value| headers.insert_raw(HeaderValue::new(name, value));
    set(HeaderName::new_from_ascii_str("List-Id"), list);
    // RFC 3834: no out-of-office reply is wanted.
    set(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    set(HeaderName::new_from_ascii_str("X-Gongkai-Watch-Kind"), letter.kind.key().to_owned());
    if !cases.is_empty() {
        set(HeaderName::new_from_ascii_str("X-Gongkai-Watch-Cases"), cases.join(", "));
    }
    Ok(message)
}

/// What may stand in a header without quotes.
fn token(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

/// A step of the conversation with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Connect,
    Encrypt,
    SignIn,
    Sender,
    Recipient,
    Content,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connecting to the mail server",
            Self::Encrypt => "starting encryption",
            Self::SignIn => "signing in to the mail server",
            Self::Sender => "naming the sender",
            Self::Recipient => "naming the recipient",
            Self::Content => "handing over the message",
        }
    }

    fn failure(self, is_refusal: bool, why: &str) -> Failure {
        let why = format!("{}: {why}", self.name());
        match self {
            Self::Recipient | Self::Content if is_refusal => Failure::Permanent(why),
            _ => Failure::Transient(why),
        }
    }

    /// Takes the step, for a limited time.
    async fn take<T>(
        self,
        action: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, Failure> {
        let limit = match self {
            Self::Content => CONTENT_TIMEOUT,
            _ => STEP_TIMEOUT,
        };
        match tokio::time::timeout(limit, action).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(self.failure(error.is_permanent(), &error.to_string())),
            Err(_) => Err(self.failure(false, "no answer in time")),
        }
    }
}

/// A mail server. Each letter has a connection of its own: a kept one is found dead only when it
/// is used (lettre#743).
#[derive(Debug)]
struct Server {
    host: String,
    port: u16,
    protection: Protection,
    credentials: Option<Credentials>,
}

enum Protection {
    Starttls(TlsParameters),
    Implicit(TlsParameters),
    None,
}

impl std::fmt::Debug for Protection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Starttls(_) => "Starttls",
            Self::Implicit(_) => "Implicit",
            Self::None => "None",
        })
    }
}

impl Server {
    fn new(settings: &SmtpSettings) -> Result<Self, SetupError> {
        let protection = match settings.tls {
            Tls::Starttls => Protection::Starttls(parameters(settings)?),
            Tls::Implicit => Protection::Implicit(parameters(settings)?),
            Tls::None => Protection::None,
        };
        let credentials = settings.login.as_ref().map(|Login { username, password }| {
            Credentials::new(username.clone(), password.reveal().to_owned())
        });
        Ok(Self { host: settings.host.clone(), port: settings.port, protection, credentials })
    }

    async fn send(&self, from: &Address, to: &Address, message: &[u8]) -> Result<(), Failure> {
        let mut connection = self.connect().await?;
        let result = converse(&mut connection, from, to, message).await;
        // The letter is already accepted or refused; goodbye is a courtesy.
        let _ = tokio::time::timeout(GOODBYE_TIMEOUT, connection.abort()).await;
        result
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let me = ClientId::default();
        let at_once = match &self.protection {
            Protection::Implicit(parameters) => Some(parameters.clone()),
            Protection::Starttls(_) | Protection::None => None,
        };
        let server = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(STEP_TIMEOUT), &me, at_once, None);
        let mut connection = Step::Connect.take(connecting).await?;
        if let Protection::Starttls(parameters) = &self.protection {
            Step::Encrypt.take(connection.starttls(parameters.clone(), &me)).await?;
        }
        if let Some(credentials) = &self.credentials {
            Step::SignIn.take(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }
}

/// The transaction of RFC 5321, 3.3. The message is pure ASCII, so no extension is needed.
async fn converse(
    connection: &mut AsyncSmtpConnection,
    from: &Address,
    to: &Address,
    message: &[u8],
) -> Result<(), Failure> {
    Step::Sender.take(connection.command(Mail::new(Some(from.clone()), vec![]))).await?;
    Step::Recipient.take(connection.command(Rcpt::new(to.clone(), vec![]))).await?;
    Step::Content.take(connection.command(Data)).await?;
    Step::Content.take(connection.message(message)).await?;
    Ok(())
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, SetupError> {
    let wrong = |error: lettre::transport::smtp::Error| SetupError::Encryption {
        host: settings.host.clone(),
        why: error.to_string(),
    };
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca_file {
        let pem = std::fs::read(path)
            .map_err(|source| SetupError::Authorities { path: path.clone(), source })?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(wrong)?);
    }
    builder.build().map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::compose::given;
    use crate::notify::mailbox;
    use mailparse::MailHeaderMap;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_mailbox_can_be_written_to(mailbox in mailbox::given::mailbox()) {
            prop_assert_eq!(Address::new(mailbox.user(), mailbox.domain()), Ok(address(&mailbox)));
            let letter = given::letter(vec![]);
            let rendered =
                Rendered { subject: String::new(), text: String::new(), html: String::new() };
            let message = message(&mailbox, &mailbox, &letter, &rendered).unwrap().formatted();
            let parsed = mailparse::parse_mail(&message).unwrap();
            let headers = parsed.get_headers();
            for header in ["From", "To"] {
                let header = headers.get_first_header(header).unwrap();
                let found = mailparse::addrparse_header(header).unwrap();
                let found = found.extract_single_info().unwrap();
                prop_assert_eq!(found.addr, address(&mailbox).to_string());
                prop_assert_eq!(found.display_name.as_deref(), mailbox.name());
            }
        }
    }

    #[test]
    fn only_the_recipient_and_the_content_can_discard_a_letter() {
        for step in [Step::Connect, Step::Encrypt, Step::SignIn, Step::Sender] {
            assert!(matches!(step.failure(true, "535"), Failure::Transient(_)), "{step:?}");
        }
        for step in [Step::Recipient, Step::Content] {
            assert!(matches!(step.failure(true, "550"), Failure::Permanent(_)), "{step:?}");
            assert!(matches!(step.failure(false, "450"), Failure::Transient(_)), "{step:?}");
        }
    }

    #[test]
    fn a_missing_file_of_authorities_is_named() {
        let settings = MailSettings {
            from: "watch@example.org".parse().unwrap(),
            transport: Transport::Smtp(SmtpSettings {
                host: "smtp.example.org".into(),
                port: 465,
                tls: Tls::Implicit,
                login: None,
                ca_file: Some("/no/such/ca.pem".into()),
            }),
        };
        let error = Mailer::new(&settings).unwrap_err();
        assert!(error.to_string().contains("/no/such/ca.pem"), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_server_is_not_waited_for_for_ever() {
        let silence = std::future::pending::<Result<(), lettre::transport::smtp::Error>>();
        let failure = Step::Content.take(silence).await.unwrap_err();
        assert_eq!(
            failure,
            Failure::Transient("handing over the message: no answer in time".into())
        );
    }
}
