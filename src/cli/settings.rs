//! `config check`, `config example`, `mail test`, and finding the configuration.

use std::path::Path;
use std::path::PathBuf;

use clap::Subcommand;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::block_on;
use super::out;
use crate::clock::Clock;
use crate::clock::SystemClock;
use crate::config;
use crate::config::Config;
use crate::config::Given;
use crate::notify::Mailer;
use crate::rules;
use crate::secret::Secret;

/// Where a configuration is looked for, in order.
const PLACES: [&str; 2] = ["gongkai-watch.toml", "/etc/gongkai-watch/gongkai-watch.toml"];

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Check a configuration; every mistake at once
    Check,
    /// Print a commented sample with every key
    Example,
}

#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Send one real message to every address of a receiver
    Test {
        /// Name of the receiver
        receiver: String,
    },
}

/// Reads the configuration that was named, or the first that is found.
pub(super) fn load(named: Option<&Path>) -> Result<Config, Failed> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => found().ok_or_else(|| {
            Failed::Usage(format!(
                "no configuration was found ({}); name one with --config, or write one with \
                 `gongkai-watch config example > gongkai-watch.toml`",
                PLACES.join(", ")
            ))
        })?,
    };
    let rule_names: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let credentials = env("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let beside = Given {
        rule_names: &rule_names,
        credentials: credentials.as_deref(),
        smtp_password: env("GONGKAI_WATCH_SMTP_PASSWORD").map(Secret::new),
    };
    Ok(config::load(&path, &beside)?)
}

fn found() -> Option<PathBuf> {
    PLACES.iter().map(PathBuf::from).find(|path| path.exists())
}

#[expect(clippy::disallowed_methods, reason = "the command line is what reads the environment")]
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

pub(super) fn config(what: &ConfigCommand, context: &Context) -> Result<Ended, Failed> {
    match what {
        ConfigCommand::Example => out::line(config::SAMPLE.trim_end()),
        ConfigCommand::Check => {
            let config = match context.load() {
                Ok(config) => config,
                // Mistakes are what this command looks for: a finding, not a failure to run.
                Err(failed @ Failed::Config(_)) => {
                    out::explain(&failed);
                    return Ok(Ended::Findings);
                }
                Err(failed) => return Err(failed),
            };
            let lang = context.lang(config.language);
            match context.format {
                Format::Text => {
                    out::line(config::summary(&config, SystemClock.now(), lang).trim_end());
                    for warning in config::warnings(&config, lang) {
                        out::line(&format!("{}{warning}", lang.pick("注意：", "note: ")));
                    }
                }
                Format::Json => out::json(&serde_json::json!({
                    "valid": true,
                    "sites": config.sites.len(),
                    "agencies": config.sites.iter().map(|it| it.site.agencies.len()).sum::<usize>(),
                    "receivers": config.receivers.len(),
                    "warnings": config::warnings(&config, lang),
                })),
            }
        }
    }
    Ok(Ended::Clean)
}

pub(super) fn mail(what: &MailCommand, context: &Context) -> Result<Ended, Failed> {
    let MailCommand::Test { receiver: name } = what;
    let config = context.load()?;
    let Some(settings) = &config.mail else {
        return Err(Failed::Usage("no mail is configured; add a [mail] section".into()));
    };
    let Some(receiver) = config.receivers.iter().find(|it| it.name == *name) else {
        let known: Vec<&str> = config.receivers.iter().map(|it| it.name.as_str()).collect();
        return Err(Failed::Usage(format!(
            "there is no receiver `{name}`; the receivers are {}",
            known.join(", ")
        )));
    };
    let mailer = Mailer::new(settings)
        .map_err(|error| Failed::Usage(format!("mail cannot be sent: {error}")))?;
    let lang = context.lang(receiver.language);
    for address in &receiver.addresses {
        block_on(mailer.send_test(address, lang, SystemClock.now()))?
            .map_err(|error| Failed::Machine(format!("{address}: {error}")))?;
        out::line(&format!("{}{address}", lang.pick("已发送：", "sent: ")));
    }
    Ok(Ended::Clean)
}
