//! gongkai-watch watches government portals for annual disclosure reports.

pub mod clock;
pub mod config;
pub mod domain;
pub mod extract;
pub mod fetch;
pub mod html;
pub mod notify;
pub mod rules;
pub mod schedule;
pub mod secret;
pub mod wording;
