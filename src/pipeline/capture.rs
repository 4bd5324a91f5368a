//! Fetches one page, patiently; keeps its bytes; says in words why it could not.

use url::Url;

use super::Deps;
use crate::domain::Ask;
use crate::domain::Capture;
use crate::domain::SnapshotId;
use crate::domain::Unseen;
use crate::fetch::Request;
use crate::fetch::patience::fetch_patiently;
use crate::store::StoreError;

/// A page that answered, whatever its status.
#[derive(Debug)]
pub(super) struct Fetched {
    /// Its bytes in the store.
    pub snapshot: SnapshotId,
    /// How it was fetched.
    pub capture: Capture,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Whether the server may answer "not changed".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// Ask only for what is new.
    Conditional,
    /// Ask for the bytes, because a second opinion is wanted.
    Whole,
}

/// Fetches a page.
pub(super) async fn fetch(
    deps: Deps<'_>,
    url: &Url,
    freshness: Freshness,
) -> Result<Result<Fetched, Unseen>, StoreError> {
    ask(deps, &Ask::get(url.clone()), freshness).await
}

/// Asks for a page, perhaps with a form. An answer of "not changed" gives the bytes that are on record.
pub(super) async fn ask(
    deps: Deps<'_>,
    ask: &Ask,
    freshness: Freshness,
) -> Result<Result<Fetched, Unseen>, StoreError> {
    let known = match freshness {
        Freshness::Conditional => deps.store.newest(&ask.address())?,
        Freshness::Whole => None,
    };
    let known = known.filter(|(_, capture)| capture.status == 200);
    let request = Request::asking(ask);
    let request = match &known {
        Some((_, capture)) => request.unless_still(capture),
        None => request,
    };
    let page = match fetch_patiently(deps.fetch, &request, deps.patience, deps.clock).await {
        Ok(page) => page,
        Err(failure) => return Ok(Err(failure.unseen())),
    };
    if page.not_modified
        && let Some((snapshot, capture)) = known
        && let Some(body) = deps.store.body(snapshot)?
    {
        return Ok(Ok(Fetched { snapshot, capture, body }));
    }
    let snapshot = deps.store.save_snapshot(&page.capture, &page.body)?;
    Ok(Ok(Fetched { snapshot, capture: page.capture, body: page.body }))
}
