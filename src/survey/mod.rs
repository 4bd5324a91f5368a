//! From an address to a watched site: what a portal would give, before anything watches it.
//!
//! Pages are asked for as the watch asks for them and read by the same code, but nothing is kept and
//! nobody is told. What is only guessed is called a guess: the person who pastes a proposal answers
//! for it.

pub mod block;
pub mod bodies;
pub mod examine;
pub mod explore;
pub mod kind;
pub mod leads;
pub mod links;
pub mod look;
pub mod propose;
pub mod remedy;

pub use look::Eyes;
pub use look::Look;
