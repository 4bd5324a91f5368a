//! `site suggest` and `site test`: from an address to a watched site, before anything is watched.
//!
//! Both read portals as the watch does, robots.txt and pauses included, and keep nothing.

mod suggest;
mod test;

use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;
use indicatif::ProgressBar;

use super::Context;
use super::Ended;
use super::Failed;
use super::out;
use crate::clock::SystemClock;
use crate::fetch::http::HttpFetch;
use crate::fetch::http::Settings;
use crate::fetch::patience::Patience;
use crate::survey::Eyes;

#[derive(Debug, Subcommand)]
pub(super) enum SiteCommand {
    /// Find a portal's column of annual reports, and propose a [[site]] block to paste
    Suggest(suggest::SuggestArgs),
    /// Show what a configured site gives now; nothing is kept and nobody is told
    Test(test::TestArgs),
}

pub(super) fn site(what: &SiteCommand, context: &Context) -> Result<Ended, Failed> {
    match what {
        SiteCommand::Suggest(args) => suggest::suggest(args, context),
        SiteCommand::Test(args) => test::test(args, context),
    }
}

/// What pages are read with; politeness is kept for the whole command.
struct Reader {
    fetch: HttpFetch,
    patience: Patience,
    tell: Box<dyn Fn(&str) + Send + Sync>,
}

impl Reader {
    fn new(settings: Settings, bar: &ProgressBar) -> Result<Self, Failed> {
        // As the daemon: a second try tells a hiccup from an outage.
        let first_pause = settings.interval_per_host.max(Duration::from_millis(200));
        let fetch = HttpFetch::new(settings, Arc::new(SystemClock))
            .map_err(|error| Failed::Usage(error.to_string()))?;
        let bar = bar.clone();
        let tell = Box::new(move |address: &str| bar.set_message(out::printable(address)));
        Ok(Self { fetch, patience: Patience { tries: 2, first_pause }, tell })
    }

    fn eyes(&self) -> Eyes<'_> {
        Eyes { fetch: &self.fetch, clock: &SystemClock, patience: self.patience, tell: &self.tell }
    }
}
