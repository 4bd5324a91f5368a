//! A case: one finding over time.

use std::fmt;

use chrono::DateTime;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::AgencyId;
use crate::domain::Finding;
use crate::domain::ReportYear;
use crate::domain::SiteId;
use crate::domain::Text;

/// Identity of a case: the fingerprint of its finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub String);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state")]
pub enum CaseState {
    /// It stands. A look that would accuse is repeated within its round, so there is no state for
    /// "seen once".
    Open {
        /// First seen.
        since: DateTime<Utc>,
    },
    /// No longer so.
    Resolved {
        /// Since when.
        at: DateTime<Utc>,
    },
}

impl CaseState {
    /// The name in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Resolved { .. } => "resolved",
        }
    }
}

/// Something that happened to a case, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Text,
}

/// One finding over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// Whose.
    pub agency: AgencyId,
    /// Found on which site.
    pub site: SiteId,
    /// For which year.
    pub year: ReportYear,
    /// The finding as last seen.
    pub finding: Finding,
    /// Where it stands.
    pub state: CaseState,
    /// True once an alert about its opening was put into the outbox, so that a resolution is only
    /// announced to those who heard of the problem.
    pub announced: bool,
    /// What happened, oldest first.
    pub events: Vec<CaseEvent>,
}

impl Case {
    /// True while it stands open.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, CaseState::Open { .. })
    }
}
