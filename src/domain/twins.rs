//! Several reports of one agency and year on one listing, compared.
//!
//! The same report often stands in several columns; only texts that were both read and differ are
//! two reports.

use chrono::DateTime;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    /// Its address.
    pub url: String,
    /// The text of its link.
    pub title: String,
}

/// What comparing them established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "verdict", content = "seen")]
pub enum Likeness {
    /// One text under several addresses.
    Same,
    /// Two texts; where they differ, in words.
    Different(String),
    /// One of them could not be read, or they cannot be compared; why.
    Unclear(String),
}

/// Candidates for one report, and whether they are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twins {
    /// When they were compared.
    pub at: DateTime<Utc>,
    /// The candidates, in the order of the listing.
    pub candidates: Vec<Twin>,
    /// What was established.
    pub likeness: Likeness,
}
