//! What was asked, how it is answered, and what is said where it cannot be.
//!
//! The store is read on a thread for blocking work: a page about two hundred agencies must not hold
//! up the polls that share the runtime.

use std::sync::Arc;
use std::sync::LazyLock;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use minijinja::Environment;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use thiserror::Error;
use url::form_urlencoded;

use crate::domain::Lang;
use crate::domain::ReportYear;
use crate::overview::Browse;
use crate::store::StoreError;

/// The part of a request that every page reads.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The language to answer in.
    pub lang: Lang,
    /// `?lang=…` to carry into links where the language was chosen so, else empty.
    pub carry: &'static str,
    /// Only this report year.
    pub year: Option<ReportYear>,
    /// What is over, too.
    pub all: bool,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(super) enum Fault {
    /// Nothing of that name is known.
    #[error("not found · 没有这个页面")]
    NotFound,
    /// The query cannot be understood.
    #[error("`{0}` cannot be used in the query; write e.g. ?year=2025&lang=en")]
    Query(String),
    /// The store.
    #[error("the store cannot be read; the log says why")]
    Store(#[from] StoreError),
    /// A template.
    #[error("the page cannot be composed; report this with the version of the program")]
    Template(String),
    /// The work ended abnormally.
    #[error("the page cannot be composed; the log says why")]
    Broken,
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::Store(_) | Self::Template(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        };
        match &self {
            Self::NotFound | Self::Query(_) => {}
            Self::Store(error) => tracing::error!(%error, "the dashboard cannot read the store"),
            Self::Template(why) => tracing::error!(why, "a page cannot be composed"),
            Self::Broken => tracing::error!("a page ended abnormally"),
        }
        (status, format!("{self}\n")).into_response()
    }
}

impl FromRequestParts<Arc<dyn Browse>> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(
        parts: &mut Parts,
        browse: &Arc<dyn Browse>,
    ) -> Result<Self, Self::Rejection> {
        let mut asked = Self {
            lang: preferred(&parts.headers).unwrap_or_else(|| browse.language()),
            carry: "",
            year: None,
            all: false,
        };
        let query = parts.uri.query().unwrap_or_default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match (key.as_ref(), value.as_ref()) {
                ("lang", "zh") => (asked.lang, asked.carry) = (Lang::Zh, "?lang=zh"),
                ("lang", "en") => (asked.lang, asked.carry) = (Lang::En, "?lang=en"),
                ("year", year) => match year.parse() {
                    Ok(year) => asked.year = Some(ReportYear(year)),
                    Err(_) => return Err(Fault::Query(format!("year={year}"))),
                },
                ("all", value) => asked.all = value != "false",
                (key, value) => return Err(Fault::Query(format!("{key}={value}"))),
            }
        }
        Ok(asked)
    }
}

/// The first of our languages that a browser names; browsers name the preferred one first.
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    wanted.split(',').find_map(|tag| match tag.trim().get(..2)? {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    })
}

/// Composes an answer away from the reactor.
pub(super) async fn answer(
    browse: Arc<dyn Browse>,
    compose: impl FnOnce(&dyn Browse) -> Result<Response, Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let work = tokio::task::spawn_blocking(move || compose(browse.as_ref()));
    work.await.unwrap_or(Err(Fault::Broken))
}

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    // Names in `.html` are escaped.
    for (name, source) in [
        ("layout.html", include_str!("templates/layout.html")),
        ("board.html", include_str!("templates/board.html")),
        ("obligations.html", include_str!("templates/obligations.html")),
        ("agency.html", include_str!("templates/agency.html")),
        ("report.html", include_str!("templates/report.html")),
        ("findings.html", include_str!("templates/findings.html")),
        ("cases.html", include_str!("templates/cases.html")),
        ("case.html", include_str!("templates/case.html")),
        ("rules.html", include_str!("templates/rules.html")),
        ("rule.html", include_str!("templates/rule.html")),
    ] {
        templates.add_template(name, source)?;
    }
    Ok(templates)
});

#[derive(Serialize)]
struct Page<'a, T> {
    lang: &'static str,
    zh: bool,
    carry: &'static str,
    #[serde(flatten)]
    view: &'a T,
}

/// Fills a template.
pub(super) fn page(name: &str, asked: &Asked, view: &impl Serialize) -> Result<Response, Fault> {
    let page = Page {
        lang: asked.lang.pick("zh-CN", "en"),
        zh: asked.lang == Lang::Zh,
        carry: asked.carry,
        view,
    };
    let templates = TEMPLATES.as_ref().map_err(|error| Fault::Template(error.to_string()))?;
    let filled = templates
        .get_template(name)
        .and_then(|template| template.render(Value::from(Serde(&page))))
        .map_err(|error| Fault::Template(error.to_string()))?;
    Ok(Html(filled).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_first_language_that_is_spoken_here_is_taken() {
        for (wanted, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Lang::Zh)),
            ("en-GB, zh", Some(Lang::En)),
            ("fr, en;q=0.5", Some(Lang::En)),
            ("fr", None),
            ("é", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_str(wanted) {
                headers.insert(header::ACCEPT_LANGUAGE, value);
            }
            assert_eq!(preferred(&headers), expected, "{wanted}");
        }
    }

    #[test]
    fn every_template_is_well_formed() {
        assert!(TEMPLATES.is_ok(), "{:?}", TEMPLATES.as_ref().err());
    }
}
