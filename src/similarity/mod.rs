//! How much of one report's own words stand in another. Pure.
//!
//! Reports share most of their letters by law: the form prescribes headings, tables and whole
//! sentences, and every body names itself and its figures. So a text is compared only after that is
//! taken out ([`mask`]), by its runs of four letters ([`Shingles`]); what is left of two honest reports
//! has little in common. Two reports are compared exactly. Among many, a [`minhash`] signature of each
//! points at the few pairs worth comparing, so that nobody loads 200,000 reports to find a copy.

pub mod mask;
pub mod minhash;
mod shingle;

pub use shingle::Likeness;
pub use shingle::Shingles;

use crate::domain::Agency;
use crate::domain::AnnualReport;
use crate::domain::ReportYear;
use crate::domain::Sketch;

/// Fewer shingles than this say nothing of who wrote them: a tiny body has little to report.
pub const TELLING: usize = 80;

/// How sketches are made now; a change of masks, shingles or hashes takes the next number, because
/// sketches are stored.
pub const SCHEME: u32 = 1;

/// The words of a report that are its own: sections 一 and 五 without names, figures and what the form
/// prescribes.
pub fn own_words(agency: &Agency, report: &AnnualReport) -> Shingles {
    let names = mask::Names::of(agency, report);
    let sentences = [1, 5].into_iter().flat_map(|n| names.sentences(report.section_text(n)));
    Shingles::of(sentences)
}

/// What is kept of a report to find its copies.
pub fn sketch(agency: &Agency, year: ReportYear, report: &AnnualReport) -> Sketch {
    let words = own_words(agency, report);
    Sketch {
        agency: agency.id.clone(),
        year,
        region: agency.region.clone(),
        content: report.content,
        scheme: SCHEME,
        shingles: words.len(),
        signature: minhash::signature(&words),
    }
}

#[cfg(test)]
mod tests;
