//! What is remembered, in sled.
//!
//! The verbs are those of the domain, not of a key-value store, so that nothing above this module
//! knows a key. There is no second implementation: tests open a store in a temporary directory, which
//! is the real thing.
//!
//! - Bodies are keyed by a time-ordered id, never by hash; a small tree maps digest → id (DESIGN §12).
//! - Whatever a commit promises (record, cases, alerts) is one transaction *and* a flush.
//! - When a site is due stands in its record and in an index by time, which change together.
//! - Values carry a version byte; the schema has a number, and a newer store is refused by name.

mod agenda;
mod codec;
mod keys;
mod outbox;
mod sketches;
mod sled;

use std::path::PathBuf;

use chrono::DateTime;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::domain::Alert;
use crate::domain::Case;
use crate::domain::Record;
use crate::domain::SiteId;
use crate::domain::Unseen;

pub use self::agenda::Amendment;
pub use self::agenda::Appointment;
pub use self::agenda::due_at;
pub use self::sled::Store;

/// Why the store cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process has it open.
    #[error("the store in {} is in use by another gongkai-watch; stop it, or use another data-dir", .0.display())]
    Locked(PathBuf),
    /// It was written by a newer version.
    #[error("the store in {} has schema {found}, this program knows up to {known}; use a newer gongkai-watch", path.display())]
    Newer {
        /// Where.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// It cannot be opened or read.
    #[error("the store in {} is damaged: {why}", path.display())]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What the database says.
        why: String,
    },
    /// The directory cannot be used.
    #[error("the store in {} cannot be opened: {source}", path.display())]
    Unavailable {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// One look at a site's listing, kept as the log of looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLook {
    /// When.
    pub at: DateTime<Utc>,
    /// Why it established nothing, if so.
    pub unseen: Option<Unseen>,
    /// Pages that were read.
    pub pages: u32,
    /// Entries that could be reports.
    pub entries: u32,
    /// Digest of the entries, the same for the same list.
    pub digest: crate::domain::Digest,
}

impl SiteLook {
    /// A look that read nothing and met nothing.
    pub fn nothing(at: DateTime<Utc>) -> Self {
        Self { at, unseen: None, pages: 0, entries: 0, digest: crate::domain::Digest::default() }
    }
}

/// What is known of a watched site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRecord {
    /// Whose.
    pub site: SiteId,
    /// First polled.
    pub since: DateTime<Utc>,
    /// Not polled again before.
    pub next_poll_at: DateTime<Utc>,
    /// The newest look.
    pub last: SiteLook,
    /// The newest look that established something.
    pub last_clean_at: Option<DateTime<Utc>>,
    /// Looks in a row that established nothing.
    pub failures: u32,
}

/// Everything one look changes, computed before the transaction: sled runs the closure again when
/// validation fails, so it may only copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The obligation after the look.
    pub record: Record,
    /// Cases that are new or changed.
    pub cases: Vec<Case>,
    /// What is to be told.
    pub alerts: Vec<Alert>,
}

#[cfg(test)]
mod tests;
