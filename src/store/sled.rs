//! The database itself; only this module names sled.
//!
//! sled 0.34 flushes twice a second by itself; a promise is kept by `flush()` before it is made. Its
//! default cache is 1 GB, so the capacity is always set.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use chrono::DateTime;
use chrono::Utc;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sled::Transactional;
use sled::transaction::ConflictableTransactionError;
use sled::transaction::TransactionError;

use super::Settlement;
use super::SiteLook;
use super::SiteRecord;
use super::StoreError;
use super::codec;
use super::keys;
use crate::domain::AgencyId;
use crate::domain::Alert;
use crate::domain::Capture;
use crate::domain::Case;
use crate::domain::Digest;
use crate::domain::HostRecord;
use crate::domain::Record;
use crate::domain::ReportYear;
use crate::domain::SiteId;
use crate::domain::SnapshotId;

/// The schema that this program writes.
const SCHEMA: u32 = 1;
/// Bytes of page cache.
const CACHE: u64 = 64 << 20;
/// Milliseconds are shifted by this to leave room for several ids in one.
const ID_SHIFT: u32 = 16;

/// Written beside the database once it has its schema. A database without one beside this file has
/// lost its contents, which sled takes for a new one.
const MADE: &str = "store.made";

/// The store. Cheap to clone; clones are the same store.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
    db: sled::Db,
    pub(super) meta: sled::Tree,
    pub(super) sites: sled::Tree,
    pub(super) looks: sled::Tree,
    pub(super) agenda: sled::Tree,
    records: sled::Tree,
    cases: sled::Tree,
    captures: sled::Tree,
    bodies: sled::Tree,
    digests: sled::Tree,
    newest: sled::Tree,
    hosts: sled::Tree,
    pub(super) sketches: sled::Tree,
    pub(super) cohorts: sled::Tree,
    pub(super) alerts: sled::Tree,
    pub(super) letters: sled::Tree,
    /// The keys of those letters that are not sent yet.
    pub(super) unsent: sled::Tree,
    /// The greatest id handed out by this process.
    ids: Arc<Mutex<u64>>,
}

impl Store {
    /// Opens the store in a directory, which is made when missing.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("store");
        std::fs::create_dir_all(&path)
            .map_err(|source| StoreError::Unavailable { path: path.clone(), source })?;
        let config = sled::Config::new().path(&path).cache_capacity(CACHE);
        let db = config.open().map_err(|error| refused(&path, error))?;
        let tree = |name: &str| db.open_tree(name).map_err(|error| refused(&path, error));
        let store = Self {
            meta: tree("meta")?,
            sites: tree("sites")?,
            looks: tree("looks")?,
            agenda: tree("agenda")?,
            records: tree("records")?,
            cases: tree("cases")?,
            captures: tree("captures")?,
            bodies: tree("bodies")?,
            digests: tree("digests")?,
            newest: tree("newest")?,
            hosts: tree("hosts")?,
            sketches: tree("sketches")?,
            cohorts: tree("cohorts")?,
            alerts: tree("alerts")?,
            letters: tree("letters")?,
            unsent: tree("unsent")?,
            ids: Arc::default(),
            path,
            db,
        };
        store.check_schema(&dir.join(MADE))?;
        store.list_unsent()?;
        Ok(store)
    }

    fn check_schema(&self, made: &Path) -> Result<(), StoreError> {
        match self.get::<u32>(&self.meta, b"schema")? {
            None if made.exists() => Err(self.damaged(format!(
                "its contents are lost; put a copy back, or remove {} to begin anew",
                made.display()
            ))),
            None => {
                self.write_schema(SCHEMA)?;
                self.note_made(made)
            }
            Some(found) if found > SCHEMA => {
                Err(StoreError::Newer { path: self.path.clone(), found, known: SCHEMA })
            }
            Some(_) if made.exists() => Ok(()),
            Some(_) => self.note_made(made),
        }
    }

    fn note_made(&self, made: &Path) -> Result<(), StoreError> {
        std::fs::write(made, "")
            .map_err(|source| StoreError::Unavailable { path: self.path.clone(), source })
    }

    pub(super) fn write_schema(&self, schema: u32) -> Result<(), StoreError> {
        self.put(&self.meta, b"schema", &schema)?;
        self.flush()
    }

    /// The directory of the database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True if no site was ever polled.
    pub fn is_new(&self) -> bool {
        self.sites.is_empty()
    }

    /// What is known of a site.
    pub fn site(&self, site: &SiteId) -> Result<Option<SiteRecord>, StoreError> {
        self.get(&self.sites, site.0.as_bytes())
    }

    /// The log of looks at a site, oldest first.
    pub fn looks(&self, site: &SiteId) -> Result<Vec<SiteLook>, StoreError> {
        self.scan(&self.looks, &keys::agency(&AgencyId(site.0.clone())))
    }

    /// What is known of one obligation.
    pub fn record(
        &self,
        agency: &AgencyId,
        year: ReportYear,
    ) -> Result<Option<Record>, StoreError> {
        self.get(&self.records, &keys::record(agency, year))
    }

    /// All records of an agency, oldest year first.
    pub fn records(&self, agency: &AgencyId) -> Result<Vec<Record>, StoreError> {
        self.scan(&self.records, &keys::agency(agency))
    }

    /// All cases of one obligation.
    pub fn cases(&self, agency: &AgencyId, year: ReportYear) -> Result<Vec<Case>, StoreError> {
        self.scan(&self.cases, &keys::record(agency, year))
    }

    /// Every case there is.
    pub fn all_cases(&self) -> Result<Vec<Case>, StoreError> {
        self.scan(&self.cases, &[])
    }

    /// Commits one look at one obligation: record, cases and alerts together, and on disk before
    /// this returns.
    pub fn settle(&self, settlement: &Settlement) -> Result<(), StoreError> {
        let record = &settlement.record;
        let record_key = keys::record(&record.agency, record.year);
        let record_value = self.encoded(record)?;
        let mut cases = Vec::new();
        for case in &settlement.cases {
            let key = keys::case(&case.agency, case.year, &case.id);
            cases.push((key, self.encoded(case)?));
        }
        let at = record.last_look.as_ref().map_or(record.since, |look| look.at);
        let first = self.next_ids(&self.alerts, at, settlement.alerts.len())?;
        let mut alerts = Vec::new();
        for (id, alert) in (first..).zip(&settlement.alerts) {
            alerts.push((keys::id(id), self.encoded(alert)?));
        }
        (&self.records, &self.cases, &self.alerts)
            .transaction(|(records, case_tree, alert_tree)| {
                records.insert(record_key.clone(), record_value.clone())?;
                for (key, value) in &cases {
                    case_tree.insert(key.clone(), value.clone())?;
                }
                for (key, value) in &alerts {
                    alert_tree.insert(key.as_slice(), value.clone())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// Commits what becomes of cases after a round: cases and alerts together, and on disk before
    /// this returns.
    pub fn change_cases(
        &self,
        changed: &[Case],
        alerts: &[Alert],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if changed.is_empty() && alerts.is_empty() {
            return Ok(());
        }
        let mut cases = Vec::new();
        for case in changed {
            cases.push((keys::case(&case.agency, case.year, &case.id), self.encoded(case)?));
        }
        let first = self.next_ids(&self.alerts, at, alerts.len())?;
        let mut told = Vec::new();
        for (id, alert) in (first..).zip(alerts) {
            told.push((keys::id(id), self.encoded(alert)?));
        }
        (&self.cases, &self.alerts)
            .transaction(|(case_tree, alert_tree)| {
                for (key, value) in &cases {
                    case_tree.insert(key.clone(), value.clone())?;
                }
                for (key, value) in &told {
                    alert_tree.insert(key.as_slice(), value.clone())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// Saves a page and how it was fetched, and remembers it as the newest of its address. The same
    /// bytes are stored once, and their first capture is kept.
    pub fn save_snapshot(&self, capture: &Capture, body: &[u8]) -> Result<SnapshotId, StoreError> {
        let id = match self.get::<SnapshotId>(&self.digests, &capture.digest.0)? {
            Some(known) => known,
            None => self.save_new(capture, body)?,
        };
        self.put(&self.newest, capture.url.as_bytes(), &(id, capture))?;
        Ok(id)
    }

    /// The newest snapshot of an address, and how it was fetched then.
    pub fn newest(&self, url: &str) -> Result<Option<(SnapshotId, Capture)>, StoreError> {
        self.get(&self.newest, url.as_bytes())
    }

    fn save_new(&self, capture: &Capture, body: &[u8]) -> Result<SnapshotId, StoreError> {
        let id = SnapshotId(self.next_ids(&self.captures, capture.taken_at, 1)?);
        let key = keys::id(id.0);
        let body = codec::encode_body(body).map_err(|why| self.damaged(why))?;
        let (capture_value, id_value) = (self.encoded(capture)?, self.encoded(&id)?);
        (&self.captures, &self.bodies, &self.digests)
            .transaction(|(captures, bodies, digests)| {
                captures.insert(key.as_slice(), capture_value.clone())?;
                bodies.insert(key.as_slice(), body.clone())?;
                digests.insert(capture.digest.0.as_slice(), id_value.clone())?;
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        Ok(id)
    }

    /// How a snapshot was fetched.
    pub fn capture(&self, id: SnapshotId) -> Result<Option<Capture>, StoreError> {
        self.get(&self.captures, &keys::id(id.0))
    }

    /// The bytes of a snapshot; a body whose digest is not that of its capture is damage.
    pub fn body(&self, id: SnapshotId) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(bytes) = self.read(&self.bodies, &keys::id(id.0))? else { return Ok(None) };
        let body = codec::decode_body(&bytes).map_err(|why| self.damaged(why))?;
        let capture = self.capture(id)?;
        if capture.is_some_and(|capture| capture.digest != Digest::of(&body)) {
            return Err(self.damaged(format!("snapshot {} does not match its digest", id.0)));
        }
        Ok(Some(body))
    }

    /// Number of stored snapshots.
    pub fn snapshots(&self) -> usize {
        self.captures.len()
    }

    /// When a periodical task last ran.
    pub fn tick(&self, task: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.get(&self.meta, &keys::tick(task))
    }

    /// Remembers that a periodical task ran.
    pub fn record_tick(&self, task: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.put(&self.meta, &keys::tick(task), &at)?;
        self.flush()
    }

    /// How a host stands with us; one that is not known has the standing of a stranger.
    pub fn host(&self, host: &str) -> Result<HostRecord, StoreError> {
        Ok(self.get(&self.hosts, host.as_bytes())?.unwrap_or_default())
    }

    /// Remembers how a host stands. Safe from a power cut within a second, not at once: it is written
    /// with every request.
    pub fn record_host(&self, host: &str, record: &HostRecord) -> Result<(), StoreError> {
        self.put(&self.hosts, host.as_bytes(), record)
    }

    /// Makes everything written so far safe from a power cut.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.db.flush().map(|_| ()).map_err(|error| self.failed(error))
    }

    /// The first of `count` ids that are greater than every other in the tree, and order by time.
    /// Sites are polled side by side, so an id is taken once it was handed out, not once it is
    /// written.
    pub(super) fn next_ids(
        &self,
        tree: &sled::Tree,
        at: DateTime<Utc>,
        count: usize,
    ) -> Result<u64, StoreError> {
        let mut taken = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let last = tree.last().map_err(|error| self.failed(error))?;
        let last = last.and_then(|(key, _)| keys::id_of(&key)).unwrap_or(0).max(*taken);
        let by_time = u64::try_from(at.timestamp_millis()).unwrap_or(0) << ID_SHIFT;
        let first = by_time.max(last + 1);
        *taken = first + u64::try_from(count).unwrap_or(0);
        Ok(first)
    }

    pub(super) fn get<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        key: &[u8],
    ) -> Result<Option<T>, StoreError> {
        let Some(bytes) = self.read(tree, key)? else { return Ok(None) };
        codec::decode(&bytes).map(Some).map_err(|why| self.damaged(why))
    }

    fn read(&self, tree: &sled::Tree, key: &[u8]) -> Result<Option<sled::IVec>, StoreError> {
        tree.get(key).map_err(|error| self.failed(error))
    }

    pub(super) fn put<T: Serialize>(
        &self,
        tree: &sled::Tree,
        key: &[u8],
        value: &T,
    ) -> Result<(), StoreError> {
        let value = self.encoded(value)?;
        tree.insert(key, value).map(|_| ()).map_err(|error| self.failed(error))
    }

    pub(super) fn scan<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        prefix: &[u8],
    ) -> Result<Vec<T>, StoreError> {
        tree.scan_prefix(prefix)
            .map(|item| {
                let (_, bytes) = item.map_err(|error| self.failed(error))?;
                codec::decode(&bytes).map_err(|why| self.damaged(why))
            })
            .collect()
    }

    pub(super) fn encoded<T: Serialize>(&self, value: &T) -> Result<Vec<u8>, StoreError> {
        codec::encode(value).map_err(|why| self.damaged(why))
    }

    pub(super) fn aborted(&self, error: TransactionError<()>) -> StoreError {
        match error {
            TransactionError::Storage(error) => self.failed(error),
            TransactionError::Abort(()) => self.damaged("a transaction was aborted"),
        }
    }

    pub(super) fn failed(&self, error: sled::Error) -> StoreError {
        refused(&self.path, error)
    }

    fn damaged(&self, why: impl std::fmt::Display) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), why: format!("{why}") }
    }
}

/// What a failure of the database means for the caller.
fn refused(path: &Path, error: sled::Error) -> StoreError {
    match error {
        // sled wraps the refused lock in an error of kind Other; only its text tells.
        sled::Error::Io(source) if source.to_string().contains("could not acquire lock") => {
            StoreError::Locked(path.to_owned())
        }
        sled::Error::Io(source) => StoreError::Unavailable { path: path.to_owned(), source },
        other => StoreError::Damaged { path: path.to_owned(), why: other.to_string() },
    }
}
