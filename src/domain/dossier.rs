//! Everything a rule may look at, complete before any rule runs.
//!
//! Rules compare with [`Dossier::observed_at`], never with a clock, so an old snapshot judged again
//! gives the old answer.

use chrono::DateTime;
use chrono::Utc;

use crate::domain::Agency;
use crate::domain::AnnualReport;
use crate::domain::Deadlines;
use crate::domain::Edition;
use crate::domain::Observation;
use crate::domain::Publication;
use crate::domain::ReportYear;
use crate::domain::Revision;

/// One obligation at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Dossier<'a> {
    /// Who owes the report.
    pub agency: &'a Agency,
    /// For which year.
    pub year: ReportYear,
    /// Until when.
    pub deadlines: &'a Deadlines,
    /// What this look established.
    pub observation: &'a Observation,
    /// When this look was.
    pub observed_at: DateTime<Utc>,
    /// The publication on record, kept after a withdrawal.
    pub publication: Option<&'a Publication>,
    /// Since when a published report is gone.
    pub withdrawn: Option<DateTime<Utc>>,
    /// Edits on record since the first sight.
    pub revisions: &'a [Revision],
    /// The report as read now; `None` where there is none to read.
    pub report: Option<&'a AnnualReport>,
    /// A file of page images stands at the report's address: published, and nothing to read.
    pub scanned: bool,
    /// The edition that the report follows.
    pub edition: Option<&'static Edition>,
    /// The newest version of last year's report, if it is on record.
    pub previous: Option<&'a AnnualReport>,
}
