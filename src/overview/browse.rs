//! The read side of store and configuration, for whoever only shows.
//!
//! [`Live`] outlives a reload: the configuration in it is exchanged, the store stays the same handle.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use chrono::DateTime;
use chrono::Utc;
use chrono_tz::Tz;

use super::Found;
use super::Obligation;
use crate::config::Config;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::Case;
use crate::domain::Lang;
use crate::domain::Record;
use crate::domain::ReportYear;
use crate::rules::Book;
use crate::store::Store;
use crate::store::StoreError;

/// What can be asked, and nothing that changes anything.
pub trait Browse: Send + Sync {
    /// The configured language.
    fn language(&self) -> Lang;
    /// The configured zone.
    fn zone(&self) -> Tz;
    /// The moment of the last round; `None` before the first.
    fn as_of(&self) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// Every obligation as of the last round; empty before the first.
    fn obligations(
        &self,
        year: Option<ReportYear>,
        lang: Lang,
    ) -> Result<Vec<Obligation>, StoreError>;
    /// All findings, report by report.
    fn findings(&self, year: Option<ReportYear>) -> Result<Vec<Found>, StoreError>;
    /// The rules in force, those of packs among them.
    fn book(&self) -> Book;
    /// An agency that is watched.
    fn agency(&self, id: &AgencyId) -> Option<Agency>;
    /// All that is known of one obligation.
    fn record(&self, agency: &AgencyId, year: ReportYear) -> Result<Option<Record>, StoreError>;
    /// All cases, open ones first.
    fn cases(&self) -> Result<Vec<Case>, StoreError>;
}

/// A store and the configuration in force.
#[derive(Debug)]
pub struct Live {
    config: RwLock<Arc<Config>>,
    store: Store,
}

impl Live {
    /// Shows that store under that configuration.
    pub fn new(config: impl Into<Arc<Config>>, store: Store) -> Self {
        Self { config: RwLock::new(config.into()), store }
    }

    /// Takes another configuration into force.
    pub fn reload(&self, config: Arc<Config>) {
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
    }

    fn config(&self) -> Arc<Config> {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Browse for Live {
    fn language(&self) -> Lang {
        self.config().language
    }

    fn zone(&self) -> Tz {
        self.config().zone
    }

    fn as_of(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        super::as_of(&self.store)
    }

    fn obligations(
        &self,
        year: Option<ReportYear>,
        lang: Lang,
    ) -> Result<Vec<Obligation>, StoreError> {
        let Some(at) = self.as_of()? else { return Ok(Vec::new()) };
        super::obligations(&self.config(), &self.store, at, year, lang)
    }

    fn findings(&self, year: Option<ReportYear>) -> Result<Vec<Found>, StoreError> {
        super::findings(&self.config(), &self.store, year)
    }

    fn book(&self) -> Book {
        self.config().book.clone()
    }

    fn agency(&self, id: &AgencyId) -> Option<Agency> {
        super::agencies(&self.config()).find(|agency| agency.id == *id).cloned()
    }

    fn record(&self, agency: &AgencyId, year: ReportYear) -> Result<Option<Record>, StoreError> {
        self.store.record(agency, year)
    }

    fn cases(&self) -> Result<Vec<Case>, StoreError> {
        super::cases(&self.store)
    }
}
