//! The parts against the real things: sockets, files, formats. One binary, so that there is one
//! link.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and its helpers are not seen as tests by the linter"
)]

mod http;
mod wire;
