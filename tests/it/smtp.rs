//! Letters through real SMTP conversations; `tests/smtp/run.sh` starts the servers.
//!
//! Without their ports in the environment these tests say so and pass: they need Python.

use gongkai_watch::domain::Lang;
use gongkai_watch::notify::Failure;
use gongkai_watch::notify::Login;
use gongkai_watch::notify::MailSettings;
use gongkai_watch::notify::Mailer;
use gongkai_watch::notify::Occasion;
use gongkai_watch::notify::SmtpSettings;
use gongkai_watch::notify::Tls;
use gongkai_watch::notify::Transport;
use gongkai_watch::notify::render;
use gongkai_watch::secret::Secret;

use crate::given;

const ADDRESS: &str = "值班室 <office@example.org>";

/// A variable that `run.sh` sets.
#[expect(clippy::disallowed_methods, reason = "the ports are known only when the servers are up")]
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    if value.is_none() {
        println!("skipped: {name} is not set, run tests/smtp/run.sh");
    }
    value
}

fn server(port_variable: &str, tls: Tls) -> Option<SmtpSettings> {
    let port = variable(port_variable)?.parse().unwrap();
    let host = "localhost".into();
    Some(SmtpSettings { host, port, tls, login: None, ca_file: None })
}

fn signed_in(settings: SmtpSettings, password: &str) -> SmtpSettings {
    SmtpSettings {
        login: Some(Login { username: "watch".into(), password: Secret::new(password) }),
        ca_file: variable("GONGKAI_SMTP_CA").map(Into::into),
        ..settings
    }
}

async fn send(smtp: SmtpSettings, agency: &str) -> Result<(), Failure> {
    let from = "公开监测 <watch@example.org>".parse().unwrap();
    let mailer = Mailer::new(&MailSettings { from, transport: Transport::Smtp(smtp) }).unwrap();
    let alerts = vec![given::overdue(agency), given::unbalanced(agency)];
    let letter = given::letter(alerts, Occasion::Round, ADDRESS, given::morning());
    mailer.send(&letter, &render(&letter, Lang::Zh).unwrap()).await
}

fn assert_transient(result: &Result<(), Failure>, hint: &str) {
    assert!(matches!(result, Err(Failure::Transient(why)) if why.contains(hint)), "{result:?}");
}

#[tokio::test]
async fn mail_goes_to_a_local_server_in_clear() {
    let Some(smtp) = server("GONGKAI_SMTP_PLAIN", Tls::None) else { return };
    assert_eq!(send(smtp, "某市教育局").await, Ok(()));
}

#[tokio::test]
async fn a_hostile_name_stays_inside_the_mail() {
    let Some(smtp) = server("GONGKAI_SMTP_PLAIN", Tls::None) else { return };
    let name = "某局\r\nBcc: all@example.org\r\n.\r\nQUIT\r\n<script>alert(1)</script>\u{202e}";
    assert_eq!(send(smtp, name).await, Ok(()));
}

#[tokio::test]
async fn mail_goes_over_starttls_after_signing_in() {
    let Some(smtp) = server("GONGKAI_SMTP_STARTTLS", Tls::Starttls) else { return };
    assert_eq!(send(signed_in(smtp, "correct horse"), "某市财政局").await, Ok(()));
}

#[tokio::test]
async fn mail_goes_over_implicit_tls() {
    let Some(smtp) = server("GONGKAI_SMTP_IMPLICIT", Tls::Implicit) else { return };
    assert_eq!(send(signed_in(smtp, "correct horse"), "某市水务局").await, Ok(()));
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    for (port, tls) in
        [("GONGKAI_SMTP_STARTTLS", Tls::Starttls), ("GONGKAI_SMTP_IMPLICIT", Tls::Implicit)]
    {
        let Some(smtp) = server(port, tls) else { return };
        assert_transient(&send(smtp, "某局").await, "certificate");
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing_in_clear() {
    let Some(smtp) = server("GONGKAI_SMTP_PLAIN", Tls::Starttls) else { return };
    assert_transient(&send(smtp, "某局").await, "STARTTLS");
}

#[tokio::test]
async fn a_wrong_password_does_not_discard_the_letter() {
    let Some(smtp) = server("GONGKAI_SMTP_STARTTLS", Tls::Starttls) else { return };
    assert_transient(&send(signed_in(smtp, "wrong"), "某局").await, "signing in");
}

#[tokio::test]
async fn a_refused_sender_does_not_discard_the_letter() {
    let Some(smtp) = server("GONGKAI_SMTP_553_SENDER", Tls::None) else { return };
    assert_transient(&send(smtp, "某局").await, "553");
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_later() {
    let Some(smtp) = server("GONGKAI_SMTP_421_CONNECT", Tls::None) else { return };
    assert_transient(&send(smtp, "某局").await, "421");
}

#[tokio::test]
async fn a_greylisted_recipient_is_tried_later() {
    let Some(smtp) = server("GONGKAI_SMTP_451_RECIPIENT", Tls::None) else { return };
    assert_transient(&send(smtp, "某局").await, "451");
}

#[tokio::test]
async fn an_unknown_recipient_is_final() {
    let Some(smtp) = server("GONGKAI_SMTP_550_RECIPIENT", Tls::None) else { return };
    let result = send(smtp, "某局").await;
    assert!(matches!(&result, Err(Failure::Permanent(why)) if why.contains("550")), "{result:?}");
}

#[tokio::test]
async fn a_connection_lost_before_the_answer_is_tried_later() {
    let Some(smtp) = server("GONGKAI_SMTP_DROP_CONTENT", Tls::None) else { return };
    assert_transient(&send(smtp, "某局").await, "handing over the message");
}

#[tokio::test]
async fn nobody_at_home_is_tried_later() {
    // A port that was free a moment ago; no variable is needed for this one.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let host = "127.0.0.1".into();
    let smtp = SmtpSettings { host, port, tls: Tls::None, login: None, ca_file: None };
    assert_transient(&send(smtp, "某局").await, "connecting");
}
