//! SARIF 2.1.0 (OASIS), for tools that collect findings from many checkers.
//!
//! Written by hand rather than through types generated from the schema: a dozen properties of a
//! format that is frozen. A report has no lines of code, so a result points at the file, and its
//! logical location names section, table, row and column.

use std::collections::BTreeSet;

use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::utf8_percent_encode;
use serde_json::Value as Json;
use serde_json::json;

use super::Checked;
use super::block;
use crate::domain::Confidence;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Place;
use crate::domain::Severity;

use crate::rules::Book;

use crate::rules::catalogue::Entry;

/// Characters that may stand in a path of a URI (RFC 3986, pchar and `/`).
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// One run over all reports; `unreadable` are the names of those that were none, with the reasons.
pub(super) fn log(
    checked: &[&Checked],
    unreadable: &[(&str, String)],
    book: &Book,
    lang: Lang,
) -> Json {
    let mentioned: BTreeSet<&str> = checked
        .iter()
        .flat_map(|it| {
            let open = it.judgement.not_assessable.iter().map(|it| it.rule.as_str());
            it.judgement.findings.iter().map(|it| it.rule.as_str()).chain(open)
        })
        .collect();
    let names: Vec<&str> = mentioned.into_iter().collect();
    let rules: Vec<Json> = names
        .iter()
        .filter_map(|name| book.entry(name))
        .map(|rule| descriptor(&rule, lang))
        .collect();
    let results: Vec<Json> = checked
        .iter()
        .flat_map(|it| {
            it.judgement.findings.iter().map(|finding| result(it, finding, &names, lang))
        })
        .collect();
    // Nothing judged is not nothing wrong.
    let unread = unreadable.iter().map(|(name, why)| aside("error", name, why));
    let rejected = checked.iter().flat_map(|it| &it.rejected);
    let not_compared = rejected.map(|it| aside("warning", &it.file, it.why.pick(lang)));
    let open = checked.iter().flat_map(|it| notifications(it, &names, lang));
    let notes: Vec<Json> = unread.chain(not_compared).chain(open).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": unreadable.is_empty(),
                "toolExecutionNotifications": notes,
            }],
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(rule: &Entry, lang: Lang) -> Json {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.remedy.pick(lang), "markdown": rule.page(lang) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "basis": rule.basis.pick(lang) },
    })
}

fn result(checked: &Checked, finding: &Finding, names: &[&str], lang: Lang) -> Json {
    let confidence = match finding.confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    json!({
        "ruleId": finding.rule,
        "ruleIndex": names.iter().position(|it| *it == finding.rule),
        "level": level(finding.severity),
        "message": { "text": finding.message.pick(lang) },
        "locations": [location(checked, &finding.place, lang)],
        "partialFingerprints": { "gongkaiWatch/v1": finding.fingerprint },
        "properties": {
            "confidence": confidence,
            "basis": finding.basis.pick(lang),
            "expected": finding.expected,
            "actual": finding.actual,
        },
    })
}

fn location(checked: &Checked, place: &Place, lang: Lang) -> Json {
    let mut location = json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(&checked.name) } },
    });
    let words = block::place_in_words(place, lang);
    if !words.is_empty() {
        let path = [
            place.section.map(|it| format!("section-{it}")),
            place.table.map(|it| it.key().to_owned()),
            place.row.map(|it| it.key().to_owned()),
            place.column.map(|it| it.json_key().to_owned()),
        ];
        let path: Vec<String> = path.into_iter().flatten().collect();
        if let Some(map) = location.as_object_mut() {
            let logical = json!([{
                "name": words,
                "fullyQualifiedName": path.join("/"),
                "kind": "element",
            }]);
            map.insert("logicalLocations".into(), logical);
        }
    }
    location
}

/// A file name as a URI reference; an address as it is.
fn uri(name: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    if name == "-" {
        return "stdin".to_owned();
    }
    let path = utf8_percent_encode(name, PATH).to_string();
    if name.starts_with('/') { format!("file://{path}") } else { path }
}

/// A file that was not judged, or not compared with.
fn aside(level: &str, name: &str, why: &str) -> Json {
    json!({
        "level": level,
        "message": { "text": why },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(name) } } }],
    })
}

/// What could not be judged is no result; it is told of the run.
fn notifications(checked: &Checked, names: &[&str], lang: Lang) -> Vec<Json> {
    checked
        .judgement
        .not_assessable
        .iter()
        .map(|it| {
            json!({
                "level": "note",
                "message": { "text": it.why.pick(lang) },
                "associatedRule": {
                    "id": it.rule,
                    "index": names.iter().position(|name| *name == it.rule),
                },
                "locations": [location(checked, &Place::default(), lang)],
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::given;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::rules::given as reports;

    /// The properties that the schema requires, and those that a collector needs.
    #[test]
    fn the_log_has_what_the_schema_requires() {
        let broken = reports::clean()
            .application(Line::CarriedOut, Column::NaturalPerson, "2")
            .application(Line::Granted, Column::Total, "六①");
        let checked = given::checked(&broken);
        let log = log(&[&checked], &[], &Book::default(), Lang::En);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "gongkai-watch");
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            for property in ["id", "shortDescription", "help", "defaultConfiguration"] {
                assert!(!rule[property].is_null(), "{rule}");
            }
            assert!(rule["help"]["text"].as_str().is_some_and(|it| !it.is_empty()));
        }
        let results = run["results"].as_array().unwrap();
        assert!(results.len() >= 2, "{results:?}");
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let prints = &result["partialFingerprints"]["gongkaiWatch/v1"];
            assert!(prints.as_str().is_some_and(|it| it.len() >= 8));
            let physical = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(physical["uri"], "reports/%E6%9F%90%E5%B1%80.html");
            let logical = &result["locations"][0]["logicalLocations"][0];
            assert!(logical["fullyQualifiedName"].as_str().unwrap().starts_with("section-3/"));
        }
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], true);
        let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
        assert!(notes.iter().any(|it| it["associatedRule"]["id"] == "results-sum-wrong"));
    }

    #[test]
    fn names_become_references() {
        for (name, expected) in [
            ("a b/某.html", "a%20b/%E6%9F%90.html"),
            ("/tmp/x.html", "file:///tmp/x.html"),
            ("https://www.gov.test/a?b=1", "https://www.gov.test/a?b=1"),
            ("-", "stdin"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
