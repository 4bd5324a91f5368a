//! What is known so far about one obligation: an agency and a report year.
//!
//! The record only grows. A withdrawal does not erase that the report was published, and a
//! publication does not erase that it was late.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::AgencyId;
use crate::domain::AnnualReport;
use crate::domain::Digest;
use crate::domain::Finding;
use crate::domain::LinkCheck;
use crate::domain::Observation;
use crate::domain::ReportYear;
use crate::domain::Revision;
use crate::domain::SnapshotId;
use crate::domain::Twins;
use crate::domain::Unassessed;
use crate::domain::year;

/// One look, and what it established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub observation: Observation,
}

/// A version of the report, in the order in which they were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its bytes.
    pub snapshot: SnapshotId,
    /// Digest of the report's own content.
    pub content: Digest,
    /// First seen.
    pub seen_at: DateTime<Utc>,
}

/// The publication: when we first saw it, and what day the page claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Our first sight of it.
    pub first_seen: DateTime<Utc>,
    /// The day the page claimed then; a later re-dating does not change it.
    pub claimed: Option<NaiveDate>,
    /// Where it stands now.
    pub url: String,
    /// The last clean look before it that did not find it, if there was one.
    pub absent_until: Option<DateTime<Utc>>,
}

impl Publication {
    /// The day that counts as the day of publication: what the page claims, unless a clean look
    /// after that day did not find it; then the day after that look at the earliest, so our first
    /// sight.
    pub fn day(&self) -> NaiveDate {
        let seen = year::statutory_day(self.first_seen);
        match (self.claimed, self.absent_until.map(year::statutory_day)) {
            (Some(claimed), Some(absent)) if claimed < absent => seen,
            (Some(claimed), _) => claimed.min(seen),
            (None, _) => seen,
        }
    }
}

/// All that is known about one obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who owes the report.
    pub agency: AgencyId,
    /// For which year.
    pub year: ReportYear,
    /// When the obligation was first watched.
    pub since: DateTime<Utc>,
    /// The newest look, whatever it established.
    pub last_look: Option<Look>,
    /// The newest look that established something.
    pub last_clean: Option<Look>,
    /// The publication, once seen; kept even if it is withdrawn.
    pub publication: Option<Publication>,
    /// Since when it is gone, after it had been published.
    pub withdrawn: Option<DateTime<Utc>>,
    /// Versions seen, oldest first.
    pub versions: Vec<Version>,
    /// Edits noticed, oldest first.
    pub revisions: Vec<Revision>,
    /// The newest version as read.
    pub report: Option<AnnualReport>,
    /// What the rules found at the newest look that was judged.
    pub findings: Vec<Finding>,
    /// What they could not judge then.
    pub not_assessable: Vec<Unassessed>,
    /// A file of page images stands at the report's address now.
    #[serde(default)]
    pub scanned: bool,
    /// Kept only to compare next year's report with; nobody is held to it.
    pub context: bool,
    /// What is known of its address and of the files it links.
    #[serde(default)]
    pub links: Vec<LinkCheck>,
    /// The candidates, where the listing has several for this report.
    #[serde(default)]
    pub twins: Option<Twins>,
}

impl Record {
    /// A record of which nothing is known yet.
    pub const fn new(agency: AgencyId, year: ReportYear, since: DateTime<Utc>) -> Self {
        Self {
            agency,
            year,
            since,
            last_look: None,
            last_clean: None,
            publication: None,
            withdrawn: None,
            versions: Vec::new(),
            revisions: Vec::new(),
            report: None,
            findings: Vec::new(),
            not_assessable: Vec::new(),
            scanned: false,
            context: false,
            links: Vec::new(),
            twins: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn noon(month: u32, day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, month, day, 4, 0, 0).unwrap()
    }

    fn publication(claimed: Option<(u32, u32)>, absent: Option<(u32, u32)>) -> Publication {
        Publication {
            first_seen: noon(2, 5),
            claimed: claimed.map(|(m, d)| NaiveDate::from_ymd_opt(2026, m, d).unwrap()),
            url: "http://gov.test/1".into(),
            absent_until: absent.map(|(m, d)| noon(m, d)),
        }
    }

    #[test]
    fn a_claimed_day_counts_where_no_look_contradicts_it() {
        assert_eq!(publication(Some((1, 30)), None).day().to_string(), "2026-01-30");
        assert_eq!(publication(Some((1, 30)), Some((1, 29))).day().to_string(), "2026-01-30");
        assert_eq!(publication(Some((1, 30)), Some((1, 30))).day().to_string(), "2026-01-30");
    }

    #[test]
    fn a_look_after_the_claimed_day_that_found_nothing_outweighs_the_claim() {
        assert_eq!(publication(Some((1, 30)), Some((2, 3))).day().to_string(), "2026-02-05");
    }

    #[test]
    fn without_a_claim_our_first_sight_counts() {
        assert_eq!(publication(None, None).day().to_string(), "2026-02-05");
    }

    #[test]
    fn a_claim_of_the_future_is_not_believed() {
        assert_eq!(publication(Some((3, 1)), None).day().to_string(), "2026-02-05");
    }
}
