//! The process: adapters are built once, and rounds are run until somebody says stop.
//!
//! A round reads what to do from the store, so a restart, `once` and the schedule take one path.

mod agenda;
mod dashboard;
mod health;
mod hosts;
mod periodical;
mod poll;
pub mod round;
mod run;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use thiserror::Error;

use crate::clock::Clock;
use crate::config::Config;
use crate::fetch::Fetch;
use crate::fetch::http::HttpFetch;
use crate::fetch::patience::Patience;
use crate::notify::Directory;
use crate::notify::Mailer;
use crate::overview;
use crate::pipeline::Policy;
use crate::store::Store;
use crate::store::StoreError;
use agenda::Agenda;

pub use round::Which;
pub use round::round;
pub use run::RunError;
pub use run::run;

/// Why the process cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The HTTP client.
    #[error("pages cannot be fetched: {0}")]
    Fetch(#[from] crate::fetch::http::Unusable),
    /// The mail settings.
    #[error("mail cannot be sent: {0}")]
    Mail(#[from] crate::notify::SetupError),
    /// The dashboard's address.
    #[error("the dashboard cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Everything a round needs.
pub struct App {
    /// The checked configuration.
    pub config: Arc<Config>,
    /// What it says of dates and rules.
    pub policy: Policy,
    /// Remembers.
    pub store: Store,
    /// Reads pages.
    pub fetch: Box<dyn Fetch>,
    /// Sends mail, if any is configured.
    pub mailer: Option<Mailer>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// How often a page is tried.
    pub patience: Patience,
    /// When the sites of this configuration are due, once it was asked for.
    agenda: OnceLock<Agenda>,
}

impl App {
    /// Builds the adapters; opens the store.
    pub fn new(
        config: impl Into<Arc<Config>>,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, StartError> {
        let config = config.into();
        let store = Store::open(&config.data_dir)?;
        Self::with_store(config, store, clock)
    }

    /// Builds the adapters around a store that is open, as a reload needs it.
    pub fn with_store(
        config: impl Into<Arc<Config>>,
        store: Store,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, StartError> {
        let config = config.into();
        let ledger = Arc::new(hosts::Kept(store.clone()));
        let settings = config.fetch.clone();
        let fetch = Box::new(HttpFetch::remembering(settings, Arc::clone(&clock), ledger)?);
        let mailer = config.mail.as_ref().map(Mailer::new).transpose()?;
        let policy = overview::policy(&config);
        // A second try tells a hiccup from an outage; its pause is the politeness of the host.
        let first_pause = config.fetch.interval_per_host.max(Duration::from_millis(200));
        let patience = Patience { tries: 2, first_pause };
        let agenda = OnceLock::new();
        Ok(Arc::new(Self { config, policy, store, fetch, mailer, clock, patience, agenda }))
    }

    /// Does what may take long with the store, and lets a word to stop be heard meanwhile.
    async fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let app = Arc::clone(self);
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(done) => done,
            Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
        }
    }

    /// Who reads what.
    pub fn directory(&self) -> Directory<'_> {
        Directory {
            routes: &self.config.routes,
            receivers: &self.config.receivers,
            from_domain: self.mailer.as_ref().map_or("localhost", Mailer::domain),
        }
    }
}
