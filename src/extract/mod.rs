//! From the bytes of a page to the report in it.
//!
//! Everything here is pure. What cannot be read is said to be unread; it is never guessed to be
//! zero or absent.

pub mod decode;
