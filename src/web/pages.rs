//! The pages: each asks [`Browse`], makes a view of the answer, and fills a template.
//!
//! A name in an address that nobody knows is 404, also where it could not be a name at all.

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::answer::Asked;
use super::answer::Fault;
use super::answer::answer;
use super::answer::page;
use super::view;
use crate::domain::AgencyId;
use crate::domain::ReportYear;
use crate::overview::Browse;
use crate::store::StoreError;

type Shared = State<Arc<dyn Browse>>;

#[derive(Serialize)]
struct Board {
    as_of: Option<String>,
    tally: Vec<view::Count>,
    rows: Vec<view::Row>,
}

pub(super) async fn board(State(browse): Shared, asked: Asked) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let rows = browse.obligations(asked.year, asked.lang)?;
        let board = Board {
            as_of: as_of(browse)?,
            tally: view::tally(&rows, asked.lang),
            rows: rows.into_iter().map(|row| view::Row::of(row, asked.lang)).collect(),
        };
        page("board.html", &asked, &board)
    })
    .await
}

fn as_of(browse: &dyn Browse) -> Result<Option<String>, StoreError> {
    Ok(browse.as_of()?.map(|at| view::moment(at, browse.zone())))
}

#[derive(Serialize)]
struct AgencyPage {
    name: String,
    kind: &'static str,
    region: String,
    site: String,
    as_of: Option<String>,
    rows: Vec<view::Row>,
    cases: Vec<view::CaseLine>,
}

pub(super) async fn agency(
    State(browse): Shared,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let agency = browse.agency(&AgencyId(id)).ok_or(Fault::NotFound)?;
        let rows = browse.obligations(asked.year, asked.lang)?;
        let cases = browse.cases()?;
        let view = AgencyPage {
            as_of: as_of(browse)?,
            rows: rows
                .into_iter()
                .filter(|row| row.agency_id == agency.id)
                .map(|row| view::Row::of(row, asked.lang))
                .collect(),
            cases: cases
                .iter()
                .filter(|case| case.agency == agency.id)
                .map(|case| view::CaseLine::of(case, asked.lang, browse.zone()))
                .collect(),
            kind: agency.kind.key(),
            name: agency.name,
            region: agency.region,
            site: agency.site.0,
        };
        page("agency.html", &asked, &view)
    })
    .await
}

#[derive(Serialize)]
struct ReportPage {
    #[serde(flatten)]
    report: view::Report,
    row: Option<view::Row>,
    agency: String,
    agency_path: String,
    year: ReportYear,
    cases: Vec<view::CaseLine>,
}

pub(super) async fn report(
    State(browse): Shared,
    Path((id, year)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let year = ReportYear(year.parse().map_err(|_| Fault::NotFound)?);
        let agency = browse.agency(&AgencyId(id)).ok_or(Fault::NotFound)?;
        let record = browse.record(&agency.id, year)?.ok_or(Fault::NotFound)?;
        let rows = browse.obligations(Some(year), asked.lang)?;
        let row = rows.into_iter().find(|row| row.agency_id == agency.id);
        let cases = browse.cases()?;
        let view = ReportPage {
            report: view::Report::of(&record, asked.lang, browse.zone()),
            row: row.map(|row| view::Row::of(row, asked.lang)),
            agency_path: view::path_segment(&agency.id.0),
            cases: cases
                .iter()
                .filter(|case| case.agency == agency.id && case.year == year)
                .map(|case| view::CaseLine::of(case, asked.lang, browse.zone()))
                .collect(),
            agency: agency.name,
            year,
        };
        page("report.html", &asked, &view)
    })
    .await
}

#[derive(Serialize)]
struct CasePage {
    line: view::CaseLine,
    agency: String,
    agency_path: String,
    findings: [view::Finding; 1],
    events: Vec<view::Event>,
}

pub(super) async fn case(
    State(browse): Shared,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Fault> {
    answer(browse, move |browse| {
        let case = browse.cases()?.into_iter().find(|case| case.id.0 == id);
        let case = case.ok_or(Fault::NotFound)?;
        let agency = browse.agency(&case.agency);
        let view = CasePage {
            line: view::CaseLine::of(&case, asked.lang, browse.zone()),
            // The agency of an old case may no longer be watched.
            agency: agency.map_or_else(|| case.agency.0.clone(), |agency| agency.name),
            agency_path: view::path_segment(&case.agency.0),
            findings: [view::Finding::of(&case.finding, asked.lang)],
            events: view::events(&case, asked.lang, browse.zone()),
        };
        page("case.html", &asked, &view)
    })
    .await
}

#[derive(Serialize)]
struct Rules {
    rules: Vec<view::Rule>,
}

pub(super) async fn rules(State(browse): Shared, asked: Asked) -> Result<Response, Fault> {
    let rules = browse.book().catalogue();
    let rules = rules.into_iter().map(|rule| view::Rule::of(rule, asked.lang)).collect();
    page("rules.html", &asked, &Rules { rules })
}

#[derive(Serialize)]
struct RulePage {
    page: String,
    rule: view::Rule,
}

pub(super) async fn rule(
    State(browse): Shared,
    Path(name): Path<String>,
    asked: Asked,
) -> Result<Response, Fault> {
    let rule = browse.book().entry(&name).ok_or(Fault::NotFound)?;
    let view = RulePage { page: rule.page(asked.lang), rule: view::Rule::of(rule, asked.lang) };
    page("rule.html", &asked, &view)
}

pub(super) async fn nowhere() -> Fault {
    Fault::NotFound
}
