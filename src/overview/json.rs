//! Findings and rules as scripts read them, from the command line and from the dashboard alike.
//!
//! What serialises as it is (obligations, cases) needs nothing here; this is for what exists in two
//! languages and is read in one.

use serde_json::Value as Json;
use serde_json::json;

use super::Found;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::rules::Book;
use crate::rules::catalogue::Entry;

/// A finding.
pub fn finding(finding: &Finding, lang: Lang) -> Json {
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message.pick(lang),
        "basis": finding.basis.pick(lang),
        "since": finding.since,
        "where": finding.place,
        "expected": finding.expected,
        "actual": finding.actual,
        "fingerprint": finding.fingerprint,
    })
}

/// Everything that was found, one object a report.
pub fn findings(found: &[Found], lang: Lang) -> Json {
    let reports = found.iter().map(|it| {
        let findings: Vec<Json> = it.findings.iter().map(|found| finding(found, lang)).collect();
        let open = it.not_assessable.iter();
        let open: Vec<Json> =
            open.map(|it| json!({"rule": it.rule, "why": it.why.pick(lang)})).collect();
        json!({
            "site": it.agency.site,
            "agency_id": it.agency.id,
            "agency": it.agency.name,
            "report_year": it.year,
            "findings": findings,
            "not_assessable": open,
        })
    });
    Json::Array(reports.collect())
}

/// A rule, with its page.
pub fn rule(rule: &Entry, lang: Lang) -> Json {
    let params: Vec<Json> = rule
        .params
        .iter()
        .map(|it| {
            json!({"name": it.name, "default": it.default, "doc": lang.pick(it.doc.0, it.doc.1)})
        })
        .collect();
    json!({
        "name": rule.name,
        "severity": rule.severity,
        "label": rule.label.pick(lang),
        "basis": rule.basis.pick(lang),
        "first_report_year": rule.first_year,
        "last_report_year": rule.last_year,
        "since": rule.since,
        "pack": rule.pack,
        "disabled": rule.off,
        "params": params,
        "summary": rule.summary,
        "page": rule.page(lang),
    })
}

/// The catalogue.
pub fn rules(book: &Book, lang: Lang) -> Json {
    Json::Array(book.catalogue().iter().map(|it| rule(it, lang)).collect())
}
