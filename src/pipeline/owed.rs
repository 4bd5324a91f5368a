//! Which years an agency owes now, and which are worth a look in this poll.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;

use super::season;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::Look;
use crate::domain::Observation;
use crate::domain::ReportYear;
use crate::domain::Unseen;
use crate::store::Store;
use crate::store::StoreError;

/// Why a year is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The agency is held to it.
    Owed,
    /// Only to compare the next year with.
    Context,
}

/// Reports of past seasons rarely change; one look a week is enough to notice.
const OLD_REPORT: TimeDelta = TimeDelta::days(7);

/// The years an agency is held to: from its first owed year, or the season in which it was first
/// watched, to the present season.
pub fn years(
    store: &Store,
    agency: &Agency,
    now: DateTime<Utc>,
) -> Result<Vec<ReportYear>, StoreError> {
    let present = season(now);
    let first = match agency.since {
        Some(since) => since,
        None => first_watched(store, &agency.id)?.unwrap_or(present).min(present),
    };
    Ok((first.0..=present.0).map(ReportYear).collect())
}

fn first_watched(store: &Store, agency: &AgencyId) -> Result<Option<ReportYear>, StoreError> {
    let records = store.records(agency)?;
    Ok(records.into_iter().filter(|record| !record.context).map(|record| record.year).min())
}

/// The years for which the column has a report, so far as is known: what is listed, and what is on
/// record as published elsewhere.
pub(super) fn known_years(
    store: &Store,
    agency: &Agency,
    listed: Option<&Vec<ReportYear>>,
) -> Result<Vec<ReportYear>, StoreError> {
    let mut years = listed.cloned().unwrap_or_default();
    let records = store.records(&agency.id)?;
    let published = records.into_iter().filter(|record| {
        record.publication.is_some() && record.withdrawn.is_none() && !record.context
    });
    years.extend(published.map(|record| record.year));
    years.sort_unstable();
    years.dedup();
    Ok(years)
}

/// The years worth a look now, oldest first, so that last year's report is on record when this
/// year's is judged.
pub(super) fn due(
    store: &Store,
    agency: &Agency,
    now: DateTime<Utc>,
) -> Result<Vec<(ReportYear, Purpose)>, StoreError> {
    let owed = years(store, agency, now)?;
    let mut due = Vec::new();
    if let Some(first) = owed.first() {
        let before = first.previous();
        let known = store.record(&agency.id, before)?;
        if before >= ReportYear::FIRST && known.is_none_or(|record| record.report.is_none()) {
            due.push((before, Purpose::Context));
        }
    }
    let present = season(now);
    for year in owed {
        let looked = match store.record(&agency.id, year)? {
            Some(record) if year < present => {
                record.last_look.filter(|it| !was_blind(it)).map(|look| look.at)
            }
            _ => None,
        };
        if looked.is_none_or(|at| now - at >= OLD_REPORT) {
            due.push((year, Purpose::Owed));
        }
    }
    Ok(due)
}

/// A look of a round that saw nothing is none.
const fn was_blind(look: &Look) -> bool {
    matches!(look.observation, Observation::Unknown(Unseen::MonitorOffline(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;
    use crate::rules::given;
    use crate::store::Settlement;

    fn remember(store: &Store, year: i32, looked: &str, context: bool) {
        let mut record =
            Record::new(AgencyId("某市财政局".into()), ReportYear(year), given::noon(looked));
        record.context = context;
        record.last_look = Some(crate::domain::Look {
            at: given::noon(looked),
            observation: crate::domain::Observation::Absent,
        });
        store.settle(&Settlement { record, cases: vec![], alerts: vec![] }).unwrap();
    }

    #[test]
    fn a_blind_look_at_an_old_report_is_repeated_with_the_next_poll() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let agency = given::clean().agency;
        remember(&store, 2025, "2027-01-02", false);
        let on = given::noon("2027-01-03");
        assert!(!due(&store, &agency, on).unwrap().contains(&(ReportYear(2025), Purpose::Owed)));
        let mut record = store.record(&agency.id, ReportYear(2025)).unwrap().unwrap();
        let observation = Observation::Unknown(Unseen::MonitorOffline(String::new()));
        record.last_look = Some(Look { at: given::noon("2027-01-02"), observation });
        store.settle(&Settlement { record, cases: vec![], alerts: vec![] }).unwrap();
        assert!(due(&store, &agency, on).unwrap().contains(&(ReportYear(2025), Purpose::Owed)));
    }

    fn numbers(list: &[(ReportYear, Purpose)]) -> Vec<(i32, bool)> {
        list.iter().map(|(year, purpose)| (year.0, *purpose == Purpose::Owed)).collect()
    }

    #[test]
    fn a_new_agency_owes_the_present_season_and_last_year_is_context() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let agency = given::clean().agency;
        let due = due(&store, &agency, given::noon("2026-02-01")).unwrap();
        assert_eq!(numbers(&due), [(2024, false), (2025, true)]);
    }

    #[test]
    fn a_configured_first_year_is_owed_from_then_on() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let mut agency = given::clean().agency;
        agency.since = Some(ReportYear(2023));
        let owed = years(&store, &agency, given::noon("2026-02-01")).unwrap();
        assert_eq!(owed, [2023, 2024, 2025].map(ReportYear));
    }

    #[test]
    fn the_next_season_adds_a_year_and_old_ones_are_looked_at_weekly() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let agency = given::clean().agency;
        remember(&store, 2024, "2026-12-30", true);
        remember(&store, 2025, "2026-12-30", false);
        let on = |day: &str| numbers(&due(&store, &agency, given::noon(day)).unwrap());
        assert_eq!(on("2027-01-03"), [(2024, false), (2026, true)]);
        assert_eq!(on("2027-01-06"), [(2024, false), (2025, true), (2026, true)]);
    }
}
