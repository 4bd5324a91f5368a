//! The command line: arguments in, a report and an exit code out. The only reader of the environment.
//!
//! Text is for people; JSON goes to standard output alone, so logs and progress bars go to standard
//! error. Exit codes: 0 done; 1 findings of severity error, mistakes found by `config check`, a site
//! that `site test` could not read, rows that `import` left out, or the machine refused something;
//! 2 wrong usage or configuration; 3 the input could not be read; 4 the store is locked or damaged, or
//! the output cannot be written; 130 interrupted.

mod check;
mod demo;
mod extract;
mod import;
mod inspect;
mod out;
mod rules;
mod settings;
mod site;
mod source;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::DateTime;
use chrono::FixedOffset;
use clap::ArgAction;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::config::Config;
use crate::config::InvalidConfig;
use crate::daemon::StartError;
use crate::domain::Lang;
use crate::store::StoreError;

/// Watches government portals for annual disclosure reports (政府信息公开工作年度报告).
#[derive(Debug, Parser)]
#[command(name = "gongkai-watch", version, max_term_width = 100)]
struct Args {
    /// Configuration file [default: ./gongkai-watch.toml, else /etc/gongkai-watch/gongkai-watch.toml]
    #[arg(long, global = true, env = "GONGKAI_WATCH_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// How data is printed
    #[arg(long, global = true, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// Language of the output [default: that of the configuration, else zh]
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,
    /// Say more on standard error (-vv for all)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Say only errors on standard error
    #[arg(short, long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Text,
    Json,
    /// SARIF 2.1.0, for `check`
    Sarif,
    /// One page to read or print, for `check`
    Html,
}

/// What every command can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the whole job on simulated portals, with nothing to set up
    Demo(demo::DemoArgs),
    /// Run as a daemon: poll, judge and notify on schedule
    Run,
    /// Run one whole round of what is due, and exit
    Once(watch::OnceArgs),
    /// Check reports, without a daemon or a store
    Check(check::CheckArgs),
    /// Print a report as data; given a folder, one line a file
    Extract(extract::ExtractArgs),
    /// Show where every obligation stands
    Status(inspect::StatusArgs),
    /// Show what is wrong with the reports on record
    Findings(inspect::YearArgs),
    /// Show cases: what is wrong since when, and what became of it
    Cases(inspect::CasesArgs),
    /// Show the catalogue of rules, or the page of one
    Rules(rules::RulesArgs),
    /// Propose a site for a portal, or show what a configured one gives
    Site {
        #[command(subcommand)]
        what: site::SiteCommand,
    },
    /// Turn a list of agencies (CSV, XLSX, XLS) into [[site]] blocks to review
    Import(import::ImportArgs),
    /// Check or show a configuration
    Config {
        #[command(subcommand)]
        what: settings::ConfigCommand,
    },
    /// Test the mail settings
    Mail {
        #[command(subcommand)]
        what: settings::MailCommand,
    },
}

/// How a command ended, where it did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Nothing of severity error.
    Clean,
    /// There are findings of severity error, or what was asked for is not all there.
    Findings,
}

/// Why a command did not do its work.
#[derive(Debug)]
enum Failed {
    /// Wrong arguments, or a setting that cannot be used.
    Usage(String),
    /// The configuration; its report has been composed.
    Config(Box<InvalidConfig>),
    /// The input could not be read.
    Input(String),
    /// The store.
    Store(StoreError),
    /// Standard output takes no more.
    Output(String),
    /// Anything else that the machine refused.
    Machine(String),
}

impl Failed {
    /// What went wrong, for a line that says it beside other things.
    fn reason(&self) -> String {
        match self {
            Self::Usage(text) | Self::Input(text) | Self::Output(text) | Self::Machine(text) => {
                text.clone()
            }
            Self::Config(report) => report.to_string(),
            Self::Store(error) => error.to_string(),
        }
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<StartError> for Failed {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Store(error) => Self::Store(error),
            other => Self::Usage(other.to_string()),
        }
    }
}

impl From<InvalidConfig> for Failed {
    fn from(error: InvalidConfig) -> Self {
        Self::Config(Box::new(error))
    }
}

/// What every command is handed.
struct Context {
    config: Option<PathBuf>,
    /// As it was asked for; only `check` has more than [`Format`].
    output: Output,
    format: Format,
    lang: Option<Lang>,
}

impl Context {
    /// Reads the configuration.
    fn load(&self) -> Result<Config, Failed> {
        settings::load(self.config.as_deref())
    }

    /// The configuration, where there is one. A file that was named and cannot be used is a mistake;
    /// one that was only found does not count, and that there is none is nothing to tell.
    fn found(&self) -> Result<Option<Config>, Failed> {
        match (self.load(), &self.config) {
            (Ok(config), _) => Ok(Some(config)),
            (Err(failed), Some(_)) => Err(failed),
            (Err(failed), None) => {
                if matches!(failed, Failed::Config(_)) {
                    tracing::warn!(
                        "the configuration that was found cannot be used, and what it says does not \
                         count; see `config check`"
                    );
                }
                Ok(None)
            }
        }
    }

    /// The language of the output, given that of the configuration.
    fn lang(&self, configured: Lang) -> Lang {
        self.lang.unwrap_or(configured)
    }
}

/// Makes a log line of the panic of a library that a file brought down; the file is reported as
/// unreadable where it was asked for.
fn quieten_readers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some(crate::extract::READER_THREAD) {
            tracing::debug!(%panic, "a file brought its reader down");
        } else {
            usual(panic);
        }
    }));
}

/// Runs the command line and returns its exit code.
pub fn main() -> ExitCode {
    quieten_readers();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; clap knows where each goes.
            let code = if error.use_stderr() { 2 } else { 0 };
            out::wrote(error.print());
            return ExitCode::from(out::fault().map_or(code, |failed| out::explain(&failed)));
        }
    };
    // The demonstration tells of a blocked portal itself.
    let told_anyway = matches!(args.command, Command::Demo(_)) && args.verbose == 0;
    out::init_logs(args.verbose, args.quiet || told_anyway);
    if matches!(args.format, Output::Sarif | Output::Html)
        && !matches!(args.command, Command::Check(_))
    {
        let text = "only `check` can print sarif or html; write --format text or --format json";
        return ExitCode::from(out::explain(&Failed::Usage(text.into())));
    }
    let context = Context {
        config: args.config,
        output: args.format,
        format: if args.format == Output::Json { Format::Json } else { Format::Text },
        lang: args.lang.map(|lang| match lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }),
    };
    let code = match dispatch(args.command, &context) {
        Ok(Ended::Clean) => 0,
        Ok(Ended::Findings) => 1,
        Err(failed) => out::explain(&failed),
    };
    // What was found and could not be told counts for nothing.
    ExitCode::from(out::fault().map_or(code, |failed| out::explain(&failed)))
}

fn dispatch(command: Command, context: &Context) -> Result<Ended, Failed> {
    match command {
        Command::Demo(args) => demo::demo(&args, context),
        Command::Run => watch::run(context),
        Command::Once(args) => watch::once(&args, context),
        Command::Check(args) => check::check(&args, context),
        Command::Extract(args) => extract::extract(&args, context),
        Command::Status(args) => inspect::status(&args, context),
        Command::Findings(args) => inspect::findings(&args, context),
        Command::Cases(args) => inspect::cases(&args, context),
        Command::Rules(args) => rules::rules(&args, context),
        Command::Site { what } => site::site(&what, context),
        Command::Import(args) => import::import(&args, context),
        Command::Config { what } => settings::config(&what, context),
        Command::Mail { what } => settings::mail(&what, context),
    }
}

/// Runs asynchronous work.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failed::Machine(format!("the runtime cannot start: {error}")))?;
    let done = runtime.block_on(work);
    // A parser that was given up may still be at work; the end does not wait for it.
    runtime.shutdown_background();
    Ok(done)
}

/// Reads a moment as RFC 3339, e.g. `2026-02-01T08:00:00+08:00`.
fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|error| format!("{error}; write e.g. 2026-02-01T08:00:00+08:00"))
}
