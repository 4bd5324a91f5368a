//! Ordered binary keys, one function per tree.
//!
//! Parts of a key are separated by a zero byte, which no name contains; numbers are big-endian, so
//! that the order of bytes is the order of numbers.

use chrono::DateTime;
use chrono::Utc;

use crate::domain::AgencyId;
use crate::domain::CaseId;
use crate::domain::ReportYear;
use crate::domain::SiteId;

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

/// Everything of a region's bodies for a year.
pub(super) fn cohort(year: ReportYear, region: &str) -> Vec<u8> {
    let mut key = year.0.to_be_bytes().to_vec();
    name(region, &mut key);
    key
}

/// A sketch; those of one region and year stand together.
pub(super) fn sketch(year: ReportYear, region: &str, agency: &AgencyId) -> Vec<u8> {
    let mut key = cohort(year, region);
    key.extend(agency.0.bytes());
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

/// Length of a time in a key: seconds and nanoseconds.
const INSTANT: usize = 12;

/// A time that orders as it should before 1970 as well, because the sign bit is turned round.
fn instant(at: DateTime<Utc>) -> [u8; INSTANT] {
    let seconds = (at.timestamp().cast_unsigned() ^ SIGN).to_be_bytes();
    let nanos = at.timestamp_subsec_nanos().to_be_bytes();
    let mut key = [0; INSTANT];
    for (to, from) in key.iter_mut().zip(seconds.into_iter().chain(nanos)) {
        *to = from;
    }
    key
}

const SIGN: u64 = 1 << 63;

/// When a site is due: time, then site.
pub(super) fn due(at: DateTime<Utc>, site: &SiteId) -> Vec<u8> {
    let mut key = instant(at).to_vec();
    key.extend(site.0.bytes());
    key
}

/// After every key of that time, and before those of a later one.
pub(super) fn due_until(at: DateTime<Utc>) -> Vec<u8> {
    let mut key = instant(at).to_vec();
    // No text of UTF-8 has this byte.
    key.push(0xff);
    key
}

/// The time and the site of such a key.
pub(super) fn due_of(key: &[u8]) -> Option<(DateTime<Utc>, SiteId)> {
    let (seconds, rest) = key.split_first_chunk::<8>()?;
    let (nanos, site) = rest.split_first_chunk::<4>()?;
    let seconds = (u64::from_be_bytes(*seconds) ^ SIGN).cast_signed();
    let at = DateTime::from_timestamp(seconds, u32::from_be_bytes(*nanos))?;
    Some((at, SiteId(String::from_utf8(site.to_vec()).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn keys_of_time_order_as_time_does_and_are_read_back() {
        let epoch = DateTime::UNIX_EPOCH;
        let times = [
            DateTime::<Utc>::MIN_UTC,
            epoch - TimeDelta::seconds(1),
            epoch - TimeDelta::nanoseconds(1),
            epoch,
            epoch + TimeDelta::nanoseconds(1),
            epoch + TimeDelta::days(20_000),
            DateTime::<Utc>::MAX_UTC,
        ];
        let site = SiteId("金川".into());
        for at in times {
            assert_eq!(due_of(&due(at, &site)), Some((at, site.clone())));
            assert!(due(at, &site) < due_until(at));
        }
        for pair in times.windows(2) {
            assert!(due_until(pair[0]) < due(pair[1], &SiteId(String::new())));
        }
    }
}
