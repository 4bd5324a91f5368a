//! Tests of whole parts, in one binary so that it is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy spares test functions only, not the functions they share"
)]

mod given;
mod mail;
mod smtp;
