//! Ordered binary keys, one function per tree.
//!
//! Parts of a key are separated by a zero byte, which no name contains; numbers are big-endian, so
//! that the order of bytes is the order of numbers.

use crate::domain::AgencyId;
use crate::domain::CaseId;
use crate::domain::ReportYear;

fn name(text: &str, key: &mut Vec<u8>) {
    key.extend(text.bytes().filter(|byte| *byte != 0));
    key.push(0);
}

/// Everything of an agency.
pub(super) fn agency(agency: &AgencyId) -> Vec<u8> {
    let mut key = Vec::new();
    name(&agency.0, &mut key);
    key
}

/// A record.
pub(super) fn record(agency_id: &AgencyId, year: ReportYear) -> Vec<u8> {
    let mut key = agency(agency_id);
    key.extend(year.0.to_be_bytes());
    key
}

/// A case; those of one obligation stand together.
pub(super) fn case(agency: &AgencyId, year: ReportYear, case: &CaseId) -> Vec<u8> {
    let mut key = record(agency, year);
    key.extend(case.0.bytes());
    key
}

/// A number that orders by time.
pub(super) const fn id(id: u64) -> [u8; 8] {
    id.to_be_bytes()
}

/// The number in such a key.
pub(super) fn id_of(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.try_into().ok()?))
}

/// A look: site, then time.
pub(super) fn look(site: &str, millis: i64) -> Vec<u8> {
    let mut key = Vec::new();
    name(site, &mut key);
    key.extend(millis.to_be_bytes());
    key
}

/// When a periodical task last ran.
pub(super) fn tick(task: &str) -> Vec<u8> {
    format!("tick/{task}").into_bytes()
}
