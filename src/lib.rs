//! gongkai-watch watches government portals for annual disclosure reports.

pub mod clock;
pub mod domain;
pub mod schedule;
