//! From a name to those of its addresses that may be connected to.
//!
//! What is judged here is what is connected to: no other part of the program looks a name up for a
//! connection, so an answer that changes is judged anew.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;

use crate::fetch::address::Guard;

/// The permitted addresses of a name; a `Forbidden` in the error if it has none but others.
pub(super) async fn permitted(
    guard: &Guard,
    name: &str,
    port: u16,
) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
    let found = tokio::net::lookup_host((name, port)).await?;
    let selected = guard.select(found.map(|address| address.ip()).collect())?;
    Ok(selected.into_iter().map(|address| SocketAddr::new(address, port)).collect())
}

/// The same, for the client library.
pub(super) struct GuardedDns(pub(super) Arc<Guard>);

impl Resolve for GuardedDns {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.0);
        Box::pin(async move {
            let addresses = permitted(&guard, name.as_str(), 0).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
