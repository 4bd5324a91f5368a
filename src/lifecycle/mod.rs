//! Sightings → states. Pure.
//!
//! [`obligation`] says where an agency's duty stands; [`reconcile`] says what becomes of its cases.
//! What could not be seen changes nothing: a case is opened only by a breach that was judged, and
//! closed only by a rule that was judged and is in order.

pub mod obligation;
mod reconcile;
mod step;

pub use reconcile::Reconciled;
pub use reconcile::Subject;
pub use reconcile::reconcile;
pub use reconcile::reminder;
