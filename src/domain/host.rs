//! What is remembered of a host from one request to the next, and across restarts.
//!
//! It is about manners and not about evidence: nothing here says whether a report was published.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

/// How a host stands with us.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HostRecord {
    /// The day whose requests are counted, in Asia/Shanghai.
    pub day: NaiveDate,
    /// Requests sent on that day.
    pub asked: u32,
    /// The host itself asked not to come back before (`Retry-After`).
    pub closed_until: Option<DateTime<Utc>>,
    /// What has gone wrong since it last answered as it should.
    pub trouble: Option<Trouble>,
}

/// Requests in a row that went wrong in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// In which way.
    pub kind: TroubleKind,
    /// How many.
    pub times: u32,
    /// What was seen the last time.
    pub why: String,
    /// When that was.
    pub at: DateTime<Utc>,
    /// Not asked again before.
    pub until: DateTime<Utc>,
}

/// The ways in which a request goes wrong that say something about the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TroubleKind {
    /// Its name has no address.
    Dns,
    /// No connection.
    Connect,
    /// No secure connection.
    Tls,
    /// Nothing in time.
    Timeout,
    /// It says that it has a fault (5xx), or hangs up without a word.
    Server,
    /// It says that it is asked too much (429).
    TooMany,
    /// It, or a gateway before it, turns us away (403, 412, 521).
    TurnedAway,
}
