//! Portals that no family knows, read as the operator describes them.
//!
//! Whoever describes a list vouches that it is the column of annual reports; but a description that
//! finds nothing has gone stale, and proves nothing.

pub mod json;
pub mod select;
