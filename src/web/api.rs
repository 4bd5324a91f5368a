//! The JSON of the commands, and two questions of a supervisor: alive, ready.
//!
//! `/healthz` asks nothing of the store, so that a slow disk does not get the process killed;
//! `/readyz` says whether there is a picture to show.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;

use super::answer::Asked;
use super::answer::Fault;
use super::answer::answer;
use crate::overview;
use crate::overview::Browse;

type Shared = State<Arc<dyn Browse>>;

pub(super) async fn status(State(browse): Shared, asked: Asked) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        Ok(Json(browse.obligations(asked.year, asked.lang)?).into_response())
    })
    .await
}

pub(super) async fn findings(State(browse): Shared, asked: Asked) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let found = browse.findings(asked.year)?;
        Ok(Json(overview::json::findings(&found, asked.lang)).into_response())
    })
    .await
}

pub(super) async fn cases(State(browse): Shared, asked: Asked) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let mut cases = browse.cases()?;
        cases.retain(|case| asked.all || case.is_open());
        cases.retain(|case| asked.year.is_none_or(|year| year == case.year));
        Ok(Json(cases).into_response())
    })
    .await
}

pub(super) async fn rules(State(browse): Shared, asked: Asked) -> Response {
    Json(overview::json::rules(&browse.book(), asked.lang)).into_response()
}

pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

pub(super) async fn readyz(State(browse): Shared) -> Result<Response, Fault> {
    answer(browse, |browse| {
        Ok(match browse.as_of()? {
            Some(at) => format!("last round {}\n", at.format("%Y-%m-%dT%H:%M:%SZ")).into_response(),
            None => {
                (StatusCode::SERVICE_UNAVAILABLE, "no round has been run yet\n").into_response()
            }
        })
    })
    .await
}
