//! How hosts stand with us, kept in the store, so that a restart forgives and forgets nothing.
//!
//! What cannot be read or written is a matter of manners and stops no look; a store that is damaged
//! is noticed by the looks themselves.

use crate::domain::HostRecord;
use crate::fetch::standing::Ledger;
use crate::store::Store;

pub(super) struct Kept(pub(super) Store);

impl Ledger for Kept {
    fn read(&self, host: &str) -> HostRecord {
        self.0.host(host).unwrap_or_else(|error| {
            tracing::error!(%error, host, "how a host stands cannot be read");
            HostRecord::default()
        })
    }

    fn write(&self, host: &str, record: &HostRecord) {
        if let Err(error) = self.0.record_host(host, record) {
            tracing::error!(%error, host, "how a host stands cannot be kept");
        }
    }
}
