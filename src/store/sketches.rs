//! Sketches of reports, region by region, and which regions are to be compared anew.
//!
//! A sketch is made from a report on record and can be made again, so it is no part of a settlement.
//! Whatever changes one marks its region and year in the same transaction; the mark is taken away only
//! when the comparison is done, so a kill in between costs a comparison and loses nothing.

use sled::Transactional;
use sled::transaction::ConflictableTransactionError;

use super::Store;
use super::StoreError;
use super::keys;
use crate::domain::AgencyId;
use crate::domain::ReportYear;
use crate::domain::Sketch;

impl Store {
    /// The sketch of one report.
    pub fn sketch(
        &self,
        year: ReportYear,
        region: &str,
        agency: &AgencyId,
    ) -> Result<Option<Sketch>, StoreError> {
        self.get(&self.sketches, &keys::sketch(year, region, agency))
    }

    /// The sketches of a region's reports on a year.
    pub fn sketches(&self, year: ReportYear, region: &str) -> Result<Vec<Sketch>, StoreError> {
        self.scan(&self.sketches, &keys::cohort(year, region))
    }

    /// Keeps a sketch, and marks its region to be compared.
    pub fn save_sketch(&self, sketch: &Sketch) -> Result<(), StoreError> {
        let key = keys::sketch(sketch.year, &sketch.region, &sketch.agency);
        let value = self.encoded(sketch)?;
        self.change_sketch(sketch.year, &sketch.region, |tree| {
            tree.insert(key.as_slice(), value.as_slice()).map(|_| ())
        })
    }

    /// Forgets the sketch of a report that is gone, and marks its region to be compared.
    pub fn remove_sketch(
        &self,
        year: ReportYear,
        region: &str,
        agency: &AgencyId,
    ) -> Result<(), StoreError> {
        let key = keys::sketch(year, region, agency);
        if self.sketch(year, region, agency)?.is_none() {
            return Ok(());
        }
        self.change_sketch(year, region, |tree| tree.remove(key.as_slice()).map(|_| ()))
    }

    fn change_sketch(
        &self,
        year: ReportYear,
        region: &str,
        change: impl Fn(
            &sled::transaction::TransactionalTree,
        ) -> Result<(), sled::transaction::UnabortableTransactionError>,
    ) -> Result<(), StoreError> {
        let mark = keys::cohort(year, region);
        let marked = self.encoded(&(year, region))?;
        (&self.sketches, &self.cohorts)
            .transaction(|(sketches, cohorts)| {
                change(sketches)?;
                cohorts.insert(mark.as_slice(), marked.as_slice())?;
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))
    }

    /// The regions and years in which a report changed since they were compared.
    pub fn changed_cohorts(&self) -> Result<Vec<(ReportYear, String)>, StoreError> {
        self.scan(&self.cohorts, &[])
    }

    /// Takes the mark away, after the comparison.
    pub fn cohort_compared(&self, year: ReportYear, region: &str) -> Result<(), StoreError> {
        let removed = self.cohorts.remove(keys::cohort(year, region));
        removed.map(|_| ()).map_err(|error| self.failed(error))?;
        self.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;

    fn sketch(agency: &str, region: &str, year: i32) -> Sketch {
        Sketch {
            agency: AgencyId(agency.into()),
            year: ReportYear(year),
            region: region.into(),
            content: Digest::of(agency.as_bytes()),
            scheme: 1,
            shingles: 3,
            signature: vec![1, 2, 3],
        }
    }

    #[test]
    fn sketches_stand_together_by_region_and_year() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let kept = [sketch("甲局", "620302", 2025), sketch("乙局", "620302", 2025)];
        let others = [
            sketch("丙局", "6203", 2025),
            sketch("丁局", "62030", 2025),
            sketch("甲局", "620302", 2024),
        ];
        for it in kept.iter().chain(&others) {
            store.save_sketch(it).unwrap();
        }
        let found = store.sketches(ReportYear(2025), "620302").unwrap();
        assert_eq!(found.len(), 2);
        assert!(kept.iter().all(|it| found.contains(it)));
        assert_eq!(
            store.sketch(ReportYear(2025), "620302", &kept[0].agency).unwrap().as_ref(),
            Some(&kept[0])
        );
    }

    #[test]
    fn a_region_is_marked_by_every_change_until_it_was_compared() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let it = sketch("甲局", "620302", 2025);
        let marked = || store.changed_cohorts().unwrap();
        let cohort = (it.year, it.region.clone());
        store.save_sketch(&it).unwrap();
        assert_eq!(marked(), std::slice::from_ref(&cohort));
        store.cohort_compared(it.year, &it.region).unwrap();
        assert_eq!(marked(), []);
        store.remove_sketch(it.year, &it.region, &it.agency).unwrap();
        assert_eq!(marked(), [cohort]);
        store.cohort_compared(it.year, &it.region).unwrap();
        store.remove_sketch(it.year, &it.region, &it.agency).unwrap();
        assert_eq!(marked(), []);
    }
}
