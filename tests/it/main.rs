//! Tests of whole parts against the real things: sockets, files, formats. One binary, so that it is
//! linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy spares test functions only, not the functions they share"
)]

mod attachments;
mod bad_input;
mod carriers;
mod check;
mod config;
mod corpus;
mod courtesy;
mod demo;
mod faults;
mod form;
mod given;
mod hostile;
mod http;
mod import;
mod mail;
mod mutations;
mod noise;
mod packs;
mod portals;
mod posted;
mod safety;
mod season;
mod secure;
mod site;
mod smtp;
mod stop;
mod web;
mod wire;
mod year;
