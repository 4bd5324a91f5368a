//! gongkai-watch watches government portals for annual disclosure reports.

pub mod clock;
pub mod config;
pub mod diff;
pub mod domain;
pub mod extract;
pub mod fetch;
pub mod html;
pub mod lifecycle;
pub mod notify;
pub mod pipeline;
pub mod portal;
pub mod rules;
pub mod schedule;
pub mod store;
pub mod wording;
