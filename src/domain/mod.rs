//! The nouns of the field, and nothing that acts.
//!
//! Everything here is a plain value: no clock, no disk, no network, no log line. Instants are
//! `DateTime<Utc>`; statutory days are `NaiveDate` in Asia/Shanghai, converted in [`year`] only.

mod agency;
mod alert;
mod ask;
mod case;
mod cell;
mod change;
mod cohort;
mod dossier;
mod edition;
mod finding;
mod host;
mod lang;
mod link;
mod observation;
mod params;
mod reading;
mod record;
mod report;
mod snapshot;
mod table;
mod twins;
pub mod year;

pub use agency::{Agency, AgencyId, AgencyKind, Site, SiteId};
pub use alert::{Alert, AlertKind, Letter, LetterKind, LetterState};
pub use ask::Ask;
pub use case::{Case, CaseEvent, CaseId, CaseState};
pub use cell::{Cell, Value};
pub use change::{Change, Revision};
pub use cohort::{Cohort, Peer, Sketch};
pub use dossier::Dossier;
pub use edition::{ColumnSpec, Edition, Identity, LineSpec, RowSum, SectionSpec};
pub use finding::{
    Confidence, Failure, Finding, Fingerprint, Place, Severity, Unassessed, Verdict, Violation,
    Words,
};
pub use host::{HostRecord, Trouble, TroubleKind};
pub use lang::{Lang, Text};
pub use link::{LinkAnswer, LinkCheck, LinkKind};
pub use observation::{Listed, Observation, Unseen};
pub use params::Params;
pub use reading::{JsonReading, Reading, SelectReading};
pub use record::{Look, Publication, Record, Version};
pub use report::{
    Annex, AnnexContent, AnnualReport, Attachment, Carrier, DateEvidence, DateSource, Heading,
    PageTags, Section, Unread,
};
pub use snapshot::{Capture, Digest, SnapshotId};
pub use table::{Column, Line, Table, TableKind};
pub use twins::{Likeness, Twin, Twins};
pub use year::{Deadlines, Due, LocalDeadline, ReportYear};
