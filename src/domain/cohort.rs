//! Bodies of one region and year beside each other, as seen from one of them.
//!
//! The engine goes round the bodies; a rule only ever judges [`Cohort::own`], so that what it says of
//! one body never depends on which other was looked at first.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::AnnualReport;
use crate::domain::Digest;
use crate::domain::ReportYear;

/// A body and its report.
#[derive(Debug, Clone, Copy)]
pub struct Peer<'a> {
    /// Whose.
    pub agency: &'a Agency,
    /// The newest version of its report.
    pub report: &'a AnnualReport,
    /// The day that counts as the day of publication.
    pub published: Option<NaiveDate>,
    /// Where it stands.
    pub url: Option<&'a str>,
}

/// One body among those of its region that report on the same year.
#[derive(Debug, Clone, Copy)]
pub struct Cohort<'a> {
    /// For which year.
    pub year: ReportYear,
    /// The body that is judged.
    pub own: Peer<'a>,
    /// The bodies worth comparing it with: whose text may be the same, and its own office.
    pub peers: &'a [Peer<'a>],
}

/// What is kept of a report's text to find its copies without loading it. It only points at reports
/// that are worth comparing; nothing is concluded from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// Whose report.
    pub agency: AgencyId,
    /// For which year.
    pub year: ReportYear,
    /// Region of the agency; only reports of one region are compared.
    pub region: String,
    /// Digest of the content that was sketched.
    pub content: Digest,
    /// How it was made; sketches of two schemes say nothing about each other.
    pub scheme: u32,
    /// Number of different shingles of the body's own words.
    pub shingles: usize,
    /// The `MinHash` signature of those shingles.
    pub signature: Vec<u32>,
}

impl Agency {
    /// True if it is the office (办公室, 办公厅) of that government, whose report stands beside the
    /// government's own.
    pub fn is_office_of(&self, government: &Self) -> bool {
        if government.kind != AgencyKind::Government || self.region != government.region {
            return false;
        }
        let governments = || std::iter::once(&government.name).chain(&government.aliases);
        std::iter::once(&self.name).chain(&self.aliases).filter_map(|it| seat(it)).any(|office| {
            governments().any(|name| {
                let place = without(name, &["人民政府", "政府"]).unwrap_or(name);
                !office.is_empty() && (place.ends_with(office) || office.ends_with(place))
            })
        })
    }
}

/// The place whose government's office it is: 某市人民政府办公室 → 某市.
fn seat(office: &str) -> Option<&str> {
    let government = without(office, &["办公厅", "办公室", "办"])?;
    without(government, &["人民政府", "政府"])
}

fn without<'a>(name: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SiteId;

    fn agency(name: &str, kind: AgencyKind) -> Agency {
        Agency {
            id: AgencyId(name.into()),
            name: name.into(),
            aliases: vec![],
            kind,
            region: "990101".into(),
            since: None,
            site: SiteId("s".into()),
        }
    }

    #[test]
    fn an_office_is_known_by_its_government() {
        let government = agency("示例市东区人民政府", AgencyKind::Government);
        for (name, expected) in [
            ("示例市东区人民政府办公室", true),
            ("东区人民政府办公室", true),
            ("东区政府办", true),
            ("示例市西区人民政府办公室", false),
            ("示例市东区机关事务办公室", false),
            ("示例市东区财政局", false),
        ] {
            let office = agency(name, AgencyKind::Department);
            assert_eq!(office.is_office_of(&government), expected, "{name}");
        }
    }

    #[test]
    fn a_department_has_no_office_of_its_own() {
        let department = agency("示例市政府", AgencyKind::Department);
        assert!(!agency("示例市政府办公室", AgencyKind::Department).is_office_of(&department));
    }
}
