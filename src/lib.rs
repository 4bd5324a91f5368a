//! gongkai-watch watches government portals for annual disclosure reports.

pub mod clock;
pub mod config;
pub mod domain;
pub mod schedule;
