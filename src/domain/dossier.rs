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
use crate::domain::LinkCheck;
use crate::domain::Observation;
use crate::domain::Params;
use crate::domain::Publication;
use crate::domain::ReportYear;
use crate::domain::Revision;
use crate::domain::Twins;

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
    /// What is known of the report's own address and of the files it links.
    pub links: &'a [LinkCheck],
    /// The years for which the listing has, or may have, a report of the agency; `None` where the
    /// listing was not read to its end.
    pub listed_years: Option<&'a [ReportYear]>,
    /// The candidates for this report, where the listing has several.
    pub twins: Option<&'a Twins>,
    /// Thresholds that the configuration sets.
    pub params: &'a Params,
    /// The newest versions of the reports before this one, newest first and without a gap: the first
    /// is last year's. No more than [`Dossier::EARLIER`].
    pub earlier: &'a [AnnualReport],
}

impl Dossier<'_> {
    /// How many earlier years are handed over.
    pub const EARLIER: usize = 3;
}
