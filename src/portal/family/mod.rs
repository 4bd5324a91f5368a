//! The families of portals, each in a file of its own.
//!
//! A family reads all of its own answers, pages and data alike; the order of the list is that of
//! recognition.

mod anhui;
mod empire;
mod gkmlpt;
mod jpaas;
mod jpage;
mod plain;
mod trs;
mod ucap;
mod vsb;
mod xxgk;

use super::Portal;

/// The name of the general family.
pub(super) const PLAIN: &str = plain::PORTAL.id;

/// Every family; the first that recognises an answer reads it.
pub static FAMILIES: &[&Portal] = &[
    &xxgk::PORTAL,
    &jpage::PORTAL,
    &jpaas::PORTAL,
    &gkmlpt::PORTAL,
    &ucap::PORTAL,
    &anhui::PORTAL,
    &trs::PORTAL,
    &vsb::PORTAL,
    &empire::PORTAL,
    &plain::PORTAL,
];
