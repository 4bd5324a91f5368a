//! What a person sees: tables, errors, logs. Colour on a terminal only.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::sync::OnceLock;

use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use super::Failed;
use crate::domain::Severity;

/// Logs to standard error; under systemd the journal stamps the time.
pub(super) fn init_logs(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (false, 0) => "warn",
        (false, 1) => "info",
        (false, _) => "debug",
    };
    // html5ever reports every oddity of every page, sled every segment, lopdf each flaw of a file that
    // is then read or refused with a reason.
    let filter =
        format!("{level},html5ever=error,selectors=error,sled=error,hyper=error,lopdf=off");
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .try_init();
}

/// What first went wrong with standard output. Commands print all over the place and end by what they
/// found; a full disk is told once, at the end.
static FAULT: OnceLock<String> = OnceLock::new();

/// Notes that printing went wrong; a reader that went away is no fault of ours.
pub(super) fn wrote(result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        // Only the first is told.
        let _ = FAULT.set(error.to_string());
    }
}

/// Why not all that was printed arrived, if so.
pub(super) fn fault() -> Option<Failed> {
    wrote(io::stdout().flush());
    let why = FAULT.get()?;
    Some(Failed::Output(format!("standard output cannot be written: {why}")))
}

/// Prints a line.
pub(super) fn line(text: &str) {
    wrote(writeln!(io::stdout(), "{text}"));
}

/// Says something beside the output, on standard error.
pub(super) fn note(text: &str) {
    // Whoever closed standard error does not want to hear it.
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// Prints data as JSON, alone on standard output.
pub(super) fn json(value: &impl Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => line(&text),
        Err(error) => wrote(Err(error.into())),
    }
}

/// A table; Chinese characters count as two columns.
pub(super) fn table(head: &[&str], rows: Vec<Vec<String>>) {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    if io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.set_header(head.to_vec());
    for row in rows {
        table.add_row(row.iter().map(|cell| printable(cell)).collect::<Vec<_>>());
    }
    line(&table.to_string());
}

/// Text from a portal, without the characters that move a terminal's cursor or turn its text.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c })
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}'))
        .collect()
}

/// Prints text that ends in a line end of its own.
pub(super) fn whole(text: &str) {
    wrote(io::stdout().write_all(text.as_bytes()));
}

/// Whether words are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// For files, pipes and whoever set `NO_COLOR`.
    Plain,
    /// For a terminal.
    Coloured,
}

impl Ink {
    /// A word in the colour of a severity.
    pub(super) fn word(self, word: &str, severity: Severity) -> String {
        let code = match severity {
            Severity::Error => 31,
            Severity::Warning => 33,
            Severity::Info => 36,
        };
        match self {
            Self::Plain => word.to_owned(),
            Self::Coloured => format!("\u{1b}[1;{code}m{word}\u{1b}[0m"),
        }
    }
}

/// What standard output is written with.
pub(super) fn ink() -> Ink {
    if io::stdout().is_terminal() && !no_colour() { Ink::Coloured } else { Ink::Plain }
}

/// <https://no-color.org>: any value that is not empty.
fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// A progress bar on standard error; nothing where that is not a terminal.
pub(super) fn progress(length: usize) -> ProgressBar {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A sign of life on standard error for work of unknown length; nothing where that is not a terminal.
pub(super) fn spinner() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Prints why a command did not do its work; returns the exit code.
pub(super) fn explain(failed: &Failed) -> u8 {
    let (code, text) = match failed {
        Failed::Usage(text) => (2, text.clone()),
        Failed::Config(report) => {
            let mut shown = String::new();
            let handler = miette::GraphicalReportHandler::new_themed(theme());
            // A report that cannot be drawn is still a sentence.
            if handler.render_report(&mut shown, report.as_ref()).is_err() {
                shown = report.to_string();
            }
            let _ = writeln!(io::stderr(), "{shown}");
            return 2;
        }
        Failed::Input(text) => (3, text.clone()),
        Failed::Store(error) => (4, error.to_string()),
        Failed::Output(text) => (4, text.clone()),
        Failed::Machine(text) => (1, text.clone()),
    };
    let _ = writeln!(io::stderr(), "error: {}", printable(&text));
    code
}

fn theme() -> miette::GraphicalTheme {
    if io::stderr().is_terminal() && !no_colour() {
        miette::GraphicalTheme::unicode()
    } else {
        miette::GraphicalTheme::unicode_nocolor()
    }
}
