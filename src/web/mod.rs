//! The dashboard: what is known, for a browser and for scripts. It answers GET and nothing else.
//!
//! Its state is a [`Browse`], so a handler that writes does not type-check. Pages are composed on the
//! server, without a script; whatever came from a portal is escaped by the template engine, and the
//! headers forbid a browser to run or load anything but our style sheet. It asks for no password:
//! beyond loopback, a proxy stands before it.
//!
//! A page is a handler in `pages`, a template, and a line in [`router`].

mod answer;
mod api;
mod pages;
mod view;

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::overview::Browse;

const STYLE: &str = include_str!("style.css");

/// Every address of the dashboard.
pub fn router(browse: Arc<dyn Browse>) -> Router {
    Router::new()
        .route("/", get(pages::board))
        .route("/agencies/{id}", get(pages::agency))
        .route("/reports/{agency}/{year}", get(pages::report))
        .route("/cases/{id}", get(pages::case))
        .route("/rules", get(pages::rules))
        .route("/rules/{name}", get(pages::rule))
        .route("/api/v1/status", get(api::status))
        .route("/api/v1/findings", get(api::findings))
        .route("/api/v1/cases", get(api::cases))
        .route("/api/v1/rules", get(api::rules))
        .route("/healthz", get(api::healthz))
        .route("/readyz", get(api::readyz))
        .route("/style.css", get(style))
        .fallback(pages::nowhere)
        .layer(middleware::map_response(guarded))
        .with_state(browse)
}

/// Serves the dashboard until `stop` completes; requests that are under way are finished.
pub async fn serve(
    listener: TcpListener,
    browse: Arc<dyn Browse>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(browse)).with_graceful_shutdown(stop).await
}

/// Adds the headers that every answer carries.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                  frame-ancestors 'none'";
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}
