//! What is to be told ([`Alert`]), and the message that tells it ([`Letter`]).
//!
//! An alert exists if and only if its case changed: both are in one commit. Letters are composed
//! from alerts in a second commit, so a message keeps its identity over every retry.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::AgencyKind;
use crate::domain::CaseId;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::SiteId;
use crate::domain::Text;
use crate::domain::year::statutory_day;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AlertKind {
    /// A case was opened.
    Opened,
    /// An announced case was resolved.
    Resolved,
    /// A case is still open.
    Reminder,
    /// Something about the monitor itself.
    System,
}

/// One thing to be told; everything a mail needs, so that rendering asks nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its case; `None` for system notices.
    pub case: Option<CaseId>,
    /// What happened.
    pub kind: AlertKind,
    /// When.
    pub at: DateTime<Utc>,
    /// On which site.
    pub site: SiteId,
    /// Official name of the agency.
    pub agency: String,
    /// Its kind.
    pub agency_kind: AgencyKind,
    /// Its region.
    pub region: String,
    /// The report year.
    pub year: ReportYear,
    /// Id of the rule.
    pub rule: String,
    /// One or two words for the subject, e.g. 逾期.
    pub label: Text,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, or what became of it, in one sentence with its figures.
    pub message: Text,
    /// The provision.
    pub basis: Text,
    /// What to do.
    pub remedy: Text,
    /// Since when the case stands.
    pub since: DateTime<Utc>,
    /// The last day the agency had.
    pub due: Option<NaiveDate>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Lines of detail, e.g. the cells before and after.
    pub details: Vec<Text>,
}

impl Alert {
    /// A notice about the monitor itself; its words are still to be filled in.
    pub fn of_the_monitor(rule: &str, severity: Severity, now: DateTime<Utc>) -> Self {
        Self {
            case: None,
            kind: AlertKind::System,
            at: now,
            site: SiteId("gongkai-watch".into()),
            agency: String::new(),
            agency_kind: AgencyKind::Government,
            region: String::new(),
            year: ReportYear::in_season(statutory_day(now)),
            rule: rule.into(),
            label: Text::default(),
            severity,
            message: Text::default(),
            basis: Text::default(),
            remedy: Text::default(),
            since: now,
            due: None,
            url: None,
            details: Vec::new(),
        }
    }
}

/// The kind of a message, as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LetterKind {
    /// New cases.
    Alert,
    /// Cases that still stand.
    Reminder,
    /// Cases that are over.
    Resolved,
    /// The periodical summary.
    Bulletin,
    /// What the first look of a new configuration found.
    Baseline,
    /// About the monitor itself.
    System,
}

impl LetterKind {
    /// The value of `X-Gongkai-Watch-Kind`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Reminder => "reminder",
            Self::Resolved => "resolved",
            Self::Bulletin => "bulletin",
            Self::Baseline => "baseline",
            Self::System => "system",
        }
    }
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum LetterState {
    /// To be sent, not before an instant.
    Due {
        /// Tries so far.
        tries: u32,
        /// Not before.
        not_before: DateTime<Utc>,
        /// What the last try met.
        last_error: Option<String>,
    },
    /// Accepted by the mail server.
    Delivered {
        /// When.
        at: DateTime<Utc>,
    },
    /// Refused for good, or tried for too long.
    SetAside {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
}

/// One message to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its place in the outbox.
    pub id: u64,
    /// `Message-ID` without angle brackets; the same on every try.
    pub message_id: String,
    /// Name of the receiver it is for.
    pub receiver: String,
    /// The address.
    pub address: String,
    /// Its kind.
    pub kind: LetterKind,
    /// When it was composed.
    pub created_at: DateTime<Utc>,
    /// What it tells.
    pub alerts: Vec<Alert>,
    /// Where it stands.
    pub state: LetterState,
}
