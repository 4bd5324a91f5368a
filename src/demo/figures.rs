//! The figures of a made-up report: consistent by construction, and off where the story wants it.
//!
//! Columns are derived from what came in, so every sum of the form holds; what one year carries out
//! the next carries in.

use super::script::Office;
use super::script::Version;
use crate::domain::AgencyKind;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::ReportYear;

/// Figures of one report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    seed: i64,
    year: i64,
    government: bool,
    version: Version,
}

impl Figures {
    pub(super) fn of(office: &Office, year: ReportYear, version: Version) -> Self {
        let government = office.kind == AgencyKind::Government;
        Self { seed: office.seed, year: i64::from(year.0), government, version }
    }

    /// Applications received by each kind of applicant.
    fn received(self) -> [i64; 6] {
        [80 + 9 * self.seed + self.year % 7, 6 + self.seed, self.seed % 2, 0, self.seed % 3, 0]
    }

    /// What a year carries in; only natural persons wait.
    fn carried(self, year: i64) -> [i64; 6] {
        [2 + (self.seed + year) % 5, 0, 0, 0, 0, 0]
    }

    fn carried_in(self) -> [i64; 6] {
        let mut all = self.carried(self.year);
        if self.version == Version::Miscarried {
            all = all.map(|n| (n - 1).max(0));
        }
        all
    }

    fn handled(self) -> [i64; 6] {
        let (received, came) = (self.received().into_iter(), self.carried_in());
        let out = self.carried(self.year + 1);
        let mut handled = received.zip(came).zip(out).map(|((new, old), out)| new + old - out);
        std::array::from_fn(|_| handled.next().unwrap_or_default())
    }

    /// All applications received, for the running text.
    pub(super) fn applications(self) -> i64 {
        self.received().iter().sum()
    }

    /// A row of table 3 as printed, with its total.
    pub(super) fn applications_row(self, line: Line) -> [i64; 7] {
        let partly = self.handled().map(|n| n / 5);
        let missing = self.handled().map(|n| n / 6);
        let internal = self.handled().map(|n| n / 10);
        let mut row = with_total(match line {
            Line::Received => self.received(),
            Line::CarriedIn => self.carried_in(),
            Line::PartlyGranted => partly,
            Line::RefusedInternal => internal,
            Line::UnavailableNotHeld => missing,
            Line::Granted => {
                let mut rest = self
                    .handled()
                    .into_iter()
                    .zip(partly)
                    .zip(missing)
                    .zip(internal)
                    .map(|(((all, a), b), c)| all - a - b - c);
                std::array::from_fn(|_| rest.next().unwrap_or_default())
            }
            Line::HandledTotal => self.handled(),
            Line::CarriedOut => self.carried(self.year + 1),
            _ => [0; 6],
        });
        if let (Line::Received, Version::Mistyped, [persons, ..]) = (line, self.version, &mut row) {
            *persons += 9;
        }
        row
    }

    /// A cell of table 2.
    pub(super) fn disclosure(self, line: Line, column: Column) -> i64 {
        let edited = i64::from(self.version == Version::Edited);
        match (line, column) {
            (Line::Regulations, Column::Made) if self.government => 1,
            (Line::Regulations, Column::InForce) if self.government => 12,
            (Line::NormativeDocuments, Column::Made) => self.seed % 4,
            (Line::NormativeDocuments, Column::InForce) => 10 + self.seed,
            (Line::Licences, Column::Decisions) => 45 + 10 * self.seed + 9 * edited,
            (Line::Penalties, Column::Decisions) => 3 * self.seed,
            _ => 0,
        }
    }

    /// A group of table 4, with its total.
    pub(super) fn reviews(self, line: Line) -> [i64; 5] {
        match line {
            Line::Reconsideration => [self.seed % 3, 0, 0, 0, self.seed % 3],
            _ => [0; 5],
        }
    }
}

fn with_total(parts: [i64; 6]) -> [i64; 7] {
    let mut all = parts.into_iter().chain([parts.iter().sum()]);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::script::OFFICES;
    use crate::demo::script::YEAR;

    #[test]
    fn what_one_year_carries_out_the_next_carries_in() {
        for office in OFFICES {
            let last = Figures::of(office, YEAR.previous(), Version::Clean);
            let this = Figures::of(office, YEAR, Version::Clean);
            let off = Figures::of(office, YEAR, Version::Miscarried);
            let out = last.applications_row(Line::CarriedOut);
            assert_eq!(out, this.applications_row(Line::CarriedIn));
            assert_ne!(out, off.applications_row(Line::CarriedIn));
        }
    }
}
