//! How mail goes out.
//!
//! Exactly one way is configured, and a password is never sent over an unprotected line, except to
//! this machine itself.

use std::net::IpAddr;
use std::path::Path;

use crate::notify::InvalidMailbox;
use crate::notify::Login;
use crate::notify::MailSettings;
use crate::notify::Mailbox;
use crate::notify::SmtpSettings;
use crate::notify::Tls;
use crate::notify::Transport;
use crate::secret;
use crate::secret::Secret;

use super::Given;
use super::files::why;
use super::problem::Problem;
use super::read::At;
use super::read::Reader;

/// The ways, by the name of their table.
const WAYS: [&str; 3] = ["smtp", "file", "sendmail"];

pub(super) fn read(mut table: Reader<'_>, given: &Given<'_>) -> Option<MailSettings> {
    let from = table
        .required("from", "公开监测 <watch@example.org>")
        .and_then(|text| table.taken(&text, mailbox(text.value)));
    let smtp =
        table.table("smtp", "[mail.smtp]").map(|it| (it.mark.clone(), self::smtp(it, given)));
    let file = table.table("file", "[mail.file]").map(|it| (it.mark.clone(), self::file(it)));
    let sendmail =
        table.table("sendmail", "[mail.sendmail]").map(|it| (it.mark.clone(), sendmail(it)));
    let mut ways: Vec<_> = [smtp, file, sendmail].into_iter().flatten().collect();
    if ways.len() > 1 {
        let problem = Problem::new("mail can go out one way only");
        let problem = ways.iter().fold(problem, |it, (mark, _)| it.at(mark, "one way"));
        table.problems.add(problem.help("keep one of these tables"));
    } else if !WAYS.iter().any(|way| table.has(way)) {
        let problem = Problem::new("`[mail]` does not say how mail goes out")
            .at(&table.mark, "in this table")
            .help("add a table `[mail.smtp]`, `[mail.file]` or `[mail.sendmail]`");
        table.problems.add(problem);
    }
    table.finish();
    let (_, transport) = ways.pop()?;
    Some(MailSettings { from: from?, transport: transport? })
}

/// A mailbox, or what is wrong with it.
pub(super) fn mailbox(text: &str) -> Result<Mailbox, (String, String)> {
    text.parse().map_err(|error: InvalidMailbox| {
        let help = "write \"office@example.org\" or \"办公室 <office@example.org>\"".to_owned();
        (error.to_string(), help)
    })
}

fn smtp(mut table: Reader<'_>, given: &Given<'_>) -> Option<Transport> {
    let host = table.required("host", "smtp.example.org");
    let tls_mark = table.place("tls");
    let tls = table
        .choice(
            "tls",
            &[("starttls", Tls::Starttls), ("implicit", Tls::Implicit), ("none", Tls::None)],
        )
        .unwrap_or(Tls::Starttls);
    let port = table.number("port", 1..=65_535).unwrap_or(tls.port());
    let username = table.string("username");
    let password = password(&mut table, username.as_ref(), given);
    let ca_file = table.string("ca-file").map(|file| beside(&table, file.value));
    if let (Some(host), Some(user), Tls::None) = (&host, &username, tls)
        && !is_this_machine(host.value)
    {
        let mut problem = Problem::new("the password would cross the network unprotected")
            .at(&user.mark, "a login")
            .help("write tls = \"starttls\" or tls = \"implicit\", or leave out the login");
        if let Some(mark) = tls_mark {
            problem = problem.at(&mark, "no protection");
        }
        table.problems.add(problem);
    }
    table.finish();
    let login = username
        .zip(password)
        .map(|(user, password)| Login { username: user.value.to_owned(), password });
    Some(Transport::Smtp(SmtpSettings { host: host?.value.to_owned(), port, tls, login, ca_file }))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn beside(table: &Reader<'_>, file: &str) -> std::path::PathBuf {
    table.mark.source.dir.join(file)
}

/// From the file, a file beside it, a systemd credential, or the environment.
fn password(
    table: &mut Reader<'_>,
    username: Option<&At<&str>>,
    given: &Given<'_>,
) -> Option<Secret> {
    let value = table.string("password");
    let file = table.string("password-file");
    if let (Some(value), Some(file)) = (&value, &file) {
        let problem = Problem::new("the password is given twice")
            .at(&value.mark, "here")
            .at(&file.mark, "and in this file")
            .help("keep `password-file`, so that this file holds no secret");
        table.problems.add(problem);
        return None;
    }
    let written = value.as_ref().or(file.as_ref());
    match (username, written) {
        (None, Some(it)) => {
            let problem = Problem::new("there is a password but no `username`")
                .at(&it.mark, "whose password?")
                .help("write username = \"…\", or leave out the password");
            table.problems.add(problem);
        }
        (Some(user), None)
            if given.smtp_password.is_none()
                && !table.has("password")
                && !table.has("password-file") =>
        {
            let problem = Problem::new("there is a `username` but no password")
                .at(&user.mark, "whose password is not given")
                .help(
                    "write password-file = \"…\" (a path, or the name of a systemd credential), \
                     or set GONGKAI_WATCH_SMTP_PASSWORD",
                );
            table.problems.add(problem);
        }
        _ => {}
    }
    match (value, file) {
        (Some(value), _) => Some(Secret::new(value.value)),
        (None, Some(file)) => from_file(table, &file, given.credentials),
        (None, None) => given.smtp_password.clone(),
    }
}

fn from_file(table: &Reader<'_>, file: &At<&str>, credentials: Option<&Path>) -> Option<Secret> {
    let path = secret::locate(file.value, credentials, &table.mark.source.dir);
    Secret::read(&path)
        .map_err(|error| {
            let why = why(&error);
            let problem = Problem::new(format!("cannot read the password: {why}"))
                .at(&file.mark, "from this file")
                .help("put the password alone into that file, readable by gongkai-watch only");
            table.problems.add(problem);
        })
        .ok()
}

fn file(mut table: Reader<'_>) -> Option<Transport> {
    let dir = table.required("dir", "mail").map(|dir| beside(&table, dir.value));
    table.finish();
    Some(Transport::File { dir: dir? })
}

fn sendmail(mut table: Reader<'_>) -> Option<Transport> {
    let command = if table.has("command") {
        table.required("command", "/usr/sbin/sendmail").map(|it| it.value)
    } else {
        table.string("command");
        Some("/usr/sbin/sendmail")
    };
    table.finish();
    Some(Transport::Sendmail { command: command?.into() })
}
