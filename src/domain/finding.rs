//! What a rule concludes, and what the engine makes of it.
//!
//! A rule returns a [`Verdict`]; the engine stamps it into [`Finding`]s. `NotAssessable` is not a
//! kind of pass: it may never close a case.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::domain::AgencyId;
use crate::domain::Column;
use crate::domain::Digest;
use crate::domain::Line;
use crate::domain::ReportYear;
use crate::domain::TableKind;
use crate::domain::Text;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Style; listed, never mailed.
    Info,
    /// A likely defect that needs a person.
    Warning,
    /// A supervisor would score it, and a machine can prove it.
    Error,
}

impl Severity {
    /// The name in configuration and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// What the office calls it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Info => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }

    /// The severity with that name.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|it| it.key() == key)
    }
}

/// How sure we are; low confidence never mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// It may be our reading.
    Low,
    /// It rests on an assumption, e.g. that a blank stands for zero.
    Medium,
    /// It follows from what is printed.
    High,
}

/// Where in the report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Section number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<u8>,
    /// Table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub table: Option<TableKind>,
    /// Row.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<Line>,
    /// Column.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<Column>,
    /// Which of several events, e.g. the number of a revision.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub event: Option<String>,
    /// The words concerned; not part of the identity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quote: Option<String>,
}

impl Place {
    /// A section.
    pub const fn section(number: u8) -> Self {
        Self {
            section: Some(number),
            table: None,
            row: None,
            column: None,
            event: None,
            quote: None,
        }
    }

    /// A table, and the section it stands in.
    pub const fn table(kind: TableKind) -> Self {
        Self {
            section: Some(kind.section()),
            table: Some(kind),
            row: None,
            column: None,
            event: None,
            quote: None,
        }
    }

    /// The same place, with the words concerned.
    #[must_use]
    pub fn quoting(mut self, words: impl Into<String>) -> Self {
        self.quote = Some(words.into());
        self
    }

    /// The part of the identity that a place contributes.
    fn key(&self) -> String {
        format!(
            "{}/{}/{}/{}/{}",
            self.section.map_or_else(String::new, |it| it.to_string()),
            self.table.map_or("", TableKind::key),
            self.row.map_or("", Line::key),
            self.column.map_or("", Column::key),
            self.event.as_deref().unwrap_or("")
        )
    }
}

/// Identity of a finding over re-runs: rule, agency, year and place; never its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// Derives the identity.
    pub fn of(rule: &str, agency: &AgencyId, year: ReportYear, place: &Place) -> Self {
        let text = format!("{rule}\n{agency}\n{year}\n{}", place.key());
        Self(Digest::of(text.as_bytes()).short())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One breach, as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong, with the formula and its figures.
    pub message: Text,
    /// Where.
    pub place: Place,
    /// The figure or word that should stand there.
    pub expected: Option<String>,
    /// The figure or word that does.
    pub actual: Option<String>,
    /// Where this breach is milder or worse than the rule's own severity.
    pub severity: Option<Severity>,
    /// How sure the rule is.
    pub confidence: Confidence,
}

impl Violation {
    /// A breach at a place, of the rule's own severity, that follows from what is printed.
    pub const fn new(message: Text, place: Place) -> Self {
        Self {
            message,
            place,
            expected: None,
            actual: None,
            severity: None,
            confidence: Confidence::High,
        }
    }

    /// Adds the two values that disagree.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers and dates")]
    pub fn figures(mut self, expected: impl ToString, actual: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self.actual = Some(actual.to_string());
        self
    }

    /// Sets another severity.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Sets another confidence.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }
}

/// Breaches, and whether other parts of the same rule could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// At least one breach.
    pub violations: Vec<Violation>,
    /// Why the rest could not be judged, where that is so; it keeps other cases of the rule open.
    pub unassessed: Option<Text>,
}

/// What a rule concludes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Judged, and in order.
    Pass,
    /// Judged, and not in order.
    Fail(Failure),
    /// Could not be judged.
    NotAssessable(Text),
}

impl Verdict {
    /// One breach.
    pub fn fail(violation: Violation) -> Self {
        Self::Fail(Failure { violations: vec![violation], unassessed: None })
    }

    /// From what was found over several places: any breach fails, else anything unjudged keeps the
    /// rule from passing.
    pub fn of(violations: Vec<Violation>, unassessed: Option<Text>) -> Self {
        match (violations.is_empty(), unassessed) {
            (false, unassessed) => Self::Fail(Failure { violations, unassessed }),
            (true, Some(why)) => Self::NotAssessable(why),
            (true, None) => Self::Pass,
        }
    }
}

/// A breach with everything that the engine knows about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What is wrong.
    pub message: Text,
    /// The provision.
    pub basis: Text,
    /// Version of this program that first had the rule.
    pub since: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: Place,
    /// What should stand there.
    pub expected: Option<String>,
    /// What does.
    pub actual: Option<String>,
    /// Identity over re-runs.
    pub fingerprint: Fingerprint,
    /// What a rule of a pack calls it. The pack may be gone when the case is next spoken of, so the
    /// finding keeps the words; those of the built-in rules are looked up by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// The words of a rule that stand in a mail beside the finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// One or two words for the subject.
    pub label: Text,
    /// What to do.
    pub remedy: Text,
}

/// A rule that could not be judged, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unassessed {
    /// Id of the rule.
    pub rule: String,
    /// Why.
    pub why: Text,
}
