//! When each site is due: an ordered index beside the records of sites.
//!
//! A key is a time and a site, so what is due stands at the front and nothing else is read to find it.
//! The time is that of the site's record, or the beginning of all time for one that was never polled;
//! both change in one transaction. Where they disagree, as after a program without this index wrote
//! the store, the record is right.

use chrono::DateTime;
use chrono::Utc;
use sled::Transactional;
use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionalTree;

use super::SiteRecord;
use super::Store;
use super::StoreError;
use super::codec;
use super::keys;
use crate::domain::SiteId;

/// The tick that holds the time of the newest poll.
const NEWEST: &str = "newest-poll";
/// Changes in one transaction; what a reload changes may be every site there is.
const AT_ONCE: usize = 512;

/// A place in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Which site.
    pub site: SiteId,
    /// Not polled before; the beginning of time for a site that was never polled.
    pub at: DateTime<Utc>,
    /// A mark of the schedule that `at` comes from, the same for the same schedule; `None` if it is
    /// not known.
    pub plan: Option<u64>,
}

/// A change of the index that is no poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amendment {
    /// The site is due when its record says, by a schedule of this mark.
    Confirm(SiteId, u64),
    /// The site is due at another time, which goes into its record as well.
    Move(Appointment),
    /// This place is taken out. The record of the site stays.
    Strike(Appointment),
}

/// When a site is due, as far as its record says.
pub fn due_at(record: Option<&SiteRecord>) -> DateTime<Utc> {
    record.map_or(DateTime::<Utc>::MIN_UTC, |it| it.next_poll_at)
}

impl Store {
    /// Records the outcome of a poll, its place in the log of looks, and when to look again.
    pub fn record_poll(&self, site: &SiteRecord) -> Result<(), StoreError> {
        let look_key = keys::look(&site.site.0, site.last.at.timestamp_millis());
        let look = self.encoded(&site.last)?;
        let (newest_key, at) = (keys::tick(NEWEST), self.encoded(&site.last.at)?);
        (&self.sites, &self.looks, &self.agenda, &self.meta)
            .transaction(|(sites, looks, agenda, meta)| {
                let plan = leave(sites, agenda, &site.site)?.1;
                enter(sites, agenda, site, plan)?;
                looks.insert(look_key.as_slice(), look.as_slice())?;
                let newest = meta.get(&newest_key)?;
                let newest = newest.map(|it| codec::decode::<DateTime<Utc>>(&it)).transpose();
                if newest.map_err(abort)?.is_none_or(|newest| newest < site.last.at) {
                    meta.insert(newest_key.as_slice(), at.as_slice())?;
                }
                Ok(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// The time of the newest poll. If it lies ahead, the clock was set back since.
    pub fn newest_poll(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.tick(NEWEST)
    }

    /// Takes `now` for the time of the newest poll, once the clock was found to be set back.
    pub fn set_back(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.record_tick(NEWEST, now)
    }

    /// What is due, the longest due first.
    pub fn due(&self, now: DateTime<Utc>) -> impl Iterator<Item = Result<Appointment, StoreError>> {
        self.appointments_in(self.agenda.range(..=keys::due_until(now)))
    }

    /// The whole index, in the order of time.
    pub fn appointments(&self) -> impl Iterator<Item = Result<Appointment, StoreError>> {
        self.appointments_in(self.agenda.iter())
    }

    fn appointments_in(
        &self,
        items: sled::Iter,
    ) -> impl Iterator<Item = Result<Appointment, StoreError>> {
        items.filter_map(|item| {
            let (key, plan) = match item {
                Ok(found) => found,
                Err(error) => return Some(Err(self.failed(error))),
            };
            let Some((at, site)) = keys::due_of(&key) else {
                // The site is put in anew with the next start; the others need not wait for that.
                tracing::warn!(
                    "a place in the index of what is due is unreadable, and passed over"
                );
                return None;
            };
            Some(Ok(Appointment { site, at, plan: keys::id_of(&plan) }))
        })
    }

    /// Puts a key into the index and nothing anywhere else, as no program does.
    #[cfg(test)]
    pub(crate) fn place(&self, it: &Appointment) -> Result<(), StoreError> {
        let plan = it.plan.map(|it| keys::id(it).to_vec()).unwrap_or_default();
        let placed = self.agenda.insert(keys::due(it.at, &it.site), plan);
        placed.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Changes the index, and the records with it.
    pub fn amend(&self, amendments: &[Amendment]) -> Result<(), StoreError> {
        if amendments.is_empty() {
            return Ok(());
        }
        for some in amendments.chunks(AT_ONCE) {
            (&self.sites, &self.agenda)
                .transaction(|(sites, agenda)| {
                    some.iter().try_for_each(|it| amend(sites, agenda, it))
                })
                .map_err(|error| self.aborted(error))?;
        }
        self.flush()
    }
}

type Change<T> = Result<T, ConflictableTransactionError<()>>;

fn amend(
    sites: &TransactionalTree,
    agenda: &TransactionalTree,
    amendment: &Amendment,
) -> Change<()> {
    match amendment {
        Amendment::Confirm(site, plan) => {
            let (record, _) = leave(sites, agenda, site)?;
            let key = keys::due(due_at(record.as_ref()), site);
            agenda.insert(key, &keys::id(*plan))?;
        }
        Amendment::Move(to) => {
            let (record, _) = leave(sites, agenda, &to.site)?;
            let plan = to.plan.map(|it| sled::IVec::from(&keys::id(it)));
            match record {
                Some(record) => {
                    let moved = SiteRecord { next_poll_at: to.at, ..record };
                    enter(sites, agenda, &moved, plan.unwrap_or_default())?;
                }
                None => {
                    agenda.insert(keys::due(due_at(None), &to.site), plan.unwrap_or_default())?;
                }
            }
        }
        Amendment::Strike(it) => {
            agenda.remove(keys::due(it.at, &it.site))?;
        }
    }
    Ok(())
}

/// Takes a site out of the index; gives its record, and the mark of its schedule.
fn leave(
    sites: &TransactionalTree,
    agenda: &TransactionalTree,
    site: &SiteId,
) -> Change<(Option<SiteRecord>, sled::IVec)> {
    let known = sites.get(site.0.as_bytes())?;
    let known: Option<SiteRecord> =
        known.map(|it| codec::decode(&it)).transpose().map_err(abort)?;
    let plan = agenda.remove(keys::due(due_at(known.as_ref()), site))?;
    Ok((known, plan.unwrap_or_default()))
}

/// Puts a record and its place in the index.
fn enter(
    sites: &TransactionalTree,
    agenda: &TransactionalTree,
    record: &SiteRecord,
    plan: sled::IVec,
) -> Change<()> {
    let value = codec::encode(record).map_err(abort)?;
    sites.insert(record.site.0.as_bytes(), value)?;
    agenda.insert(keys::due(record.next_poll_at, &record.site), plan)?;
    Ok(())
}

fn abort(_: codec::Unreadable) -> ConflictableTransactionError<()> {
    ConflictableTransactionError::Abort(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::store::SiteLook;
    use chrono::TimeDelta;

    fn record(site: &str, day: &str, next: &str) -> SiteRecord {
        SiteRecord {
            site: SiteId(site.into()),
            since: given::noon(day),
            next_poll_at: given::noon(next),
            last: SiteLook::nothing(given::noon(day)),
            last_clean_at: None,
            failures: 0,
        }
    }

    fn due(store: &Store, day: &str) -> Vec<String> {
        store.due(given::noon(day)).map(|it| it.unwrap().site.0).collect()
    }

    #[test]
    fn what_is_due_comes_in_the_order_of_time_and_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.amend(&[Amendment::Confirm(SiteId("new".into()), 7)]).unwrap();
        for (site, next) in [("b", "2026-02-02"), ("a", "2026-02-03"), ("c", "2026-02-02")] {
            store.record_poll(&record(site, "2026-02-01", next)).unwrap();
        }
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(due(&store, "2026-02-01"), ["new"]);
        assert_eq!(due(&store, "2026-02-02"), ["new", "b", "c"]);
        assert_eq!(due(&store, "2026-02-03"), ["new", "b", "c", "a"]);
        let just_before = given::noon("2026-02-02") - TimeDelta::nanoseconds(1);
        assert_eq!(store.due(just_before).count(), 1);
        assert_eq!(store.newest_poll().unwrap(), Some(given::noon("2026-02-01")));
    }

    #[test]
    fn an_unreadable_place_keeps_no_other_site_waiting() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.record_poll(&record("a", "2026-02-01", "2026-02-02")).unwrap();
        store.agenda.insert([0], &[]).unwrap();
        assert_eq!(due(&store, "2026-02-02"), ["a"]);
    }

    #[test]
    fn a_poll_moves_a_site_and_keeps_the_mark_of_its_schedule() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.amend(&[Amendment::Confirm(SiteId("a".into()), 7)]).unwrap();
        for (day, next) in [("2026-02-01", "2026-02-05"), ("2026-02-05", "2026-02-04")] {
            store.record_poll(&record("a", day, next)).unwrap();
            let all: Vec<Appointment> = store.appointments().map(Result::unwrap).collect();
            let expected =
                Appointment { site: SiteId("a".into()), at: given::noon(next), plan: Some(7) };
            assert_eq!(all, [expected]);
        }
    }

    #[test]
    fn a_site_that_is_moved_has_its_new_time_on_record() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.record_poll(&record("a", "2026-02-01", "2026-03-01")).unwrap();
        let at = given::noon("2026-02-02");
        let to = Appointment { site: SiteId("a".into()), at, plan: Some(1) };
        store.amend(&[Amendment::Move(to.clone())]).unwrap();
        assert_eq!(store.site(&to.site).unwrap().unwrap().next_poll_at, at);
        assert_eq!(due(&store, "2026-02-02"), ["a"]);
        store.amend(&[Amendment::Strike(to.clone())]).unwrap();
        assert_eq!(store.appointments().count(), 0);
        assert!(store.site(&to.site).unwrap().is_some());
    }
}
