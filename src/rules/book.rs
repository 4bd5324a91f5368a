//! The book that an office judges by: the built-in rules, its packs, and what it sets of them.
//!
//! A severity that is set replaces the rule's own; where a rule is milder about one breach it stays
//! as mild, and nothing that is set makes a rule worse than an `error` it could prove.

use std::collections::BTreeMap;

use super::Check;
use super::Judgement;
use super::Reading;
use super::Rule;
use super::all;
use super::pack::PackRule;
use super::structure;
use super::tables;
use crate::domain::AgencyId;
use crate::domain::Cohort;
use crate::domain::Dossier;
use crate::domain::Finding;
use crate::domain::Fingerprint;
use crate::domain::ReportYear;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Unassessed;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::domain::Words;

/// Built-in rules and packs, with what a configuration sets of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Names of rules that are not applied.
    pub disabled: Vec<String>,
    /// Severities in place of the built-in ones, by rule.
    pub severities: BTreeMap<String, Severity>,
    /// Rules of packs, in the order of their files; no name stands twice.
    pub packs: Vec<PackRule>,
}

impl Book {
    /// Judges a dossier by every rule that is not switched off. A rule that does not apply to the
    /// report year or the kind of body, or whose threshold is not set, says nothing at all.
    pub fn judge(&self, dossier: &Dossier<'_>) -> Judgement {
        let mut judgement = Judgement::default();
        let (agency, year) = (&dossier.agency.id, dossier.year);
        let reading = Reading::of(*dossier);
        for rule in self.in_force(year).filter(|rule| !rule.is_off(dossier)) {
            let verdict = match rule.check {
                Check::Report(check) => check(dossier),
                Check::Text(check) => check(&reading),
                Check::Cohort(_) => continue,
            };
            judgement.take(rule.id, verdict, |it| self.stamp(rule, agency, year, it));
        }
        for rule in &self.packs {
            if !self.is_off(&rule.id) && rule.is_for(dossier) {
                judgement.take(&rule.id, rule.check(dossier), |it| stamp_pack(rule, dossier, it));
            }
        }
        judgement
    }

    /// Judges one body of a cohort by every rule over several bodies that is not switched off.
    pub fn judge_cohort(&self, cohort: &Cohort<'_>) -> Judgement {
        let mut judgement = Judgement::default();
        let (agency, year) = (&cohort.own.agency.id, cohort.year);
        for rule in self.in_force(year) {
            if let Check::Cohort(check) = rule.check {
                judgement.take(rule.id, check(cohort), |it| self.stamp(rule, agency, year, it));
            }
        }
        judgement
    }

    fn in_force(&self, year: ReportYear) -> impl Iterator<Item = &'static Rule> {
        all().filter(move |rule| year.0 >= rule.first_year && !self.is_off(rule.id))
    }

    /// The rule of a pack with that name.
    pub fn pack_rule(&self, id: &str) -> Option<&PackRule> {
        self.packs.iter().find(|rule| rule.id == id)
    }

    /// The severity of a rule as it is set, else its own.
    pub fn severity(&self, rule: &Rule) -> Severity {
        self.severities.get(rule.id).copied().unwrap_or(rule.severity)
    }

    /// True for a rule that is switched off by name.
    pub fn is_off(&self, id: &str) -> bool {
        self.disabled.iter().any(|it| it == id)
    }

    /// Adds what the engine knows. The severity is a finding's own affair only within the rule's:
    /// the first year of a format was a trial, so every rule about the form is one level milder for
    /// 2019.
    fn stamp(
        &self,
        rule: &Rule,
        agency: &AgencyId,
        year: ReportYear,
        violation: Violation,
    ) -> Finding {
        let severity = violation.severity.unwrap_or(rule.severity);
        let severity = match self.severities.get(rule.id) {
            Some(set) if severity == rule.severity => *set,
            Some(set) => severity.min(*set),
            None => severity,
        };
        let trial = year.0 == 2019 && (structure::owns(rule.id) || tables::owns(rule.id));
        let severity = match (trial, severity) {
            (true, Severity::Error) => Severity::Warning,
            (true, _) => Severity::Info,
            (false, severity) => severity,
        };
        let identity = Fingerprint::of(rule.id, agency, year, &violation.place);
        finding(rule.id, identity, violation, severity, rule.basis(), rule.since.to_owned())
    }
}

fn stamp_pack(rule: &PackRule, dossier: &Dossier<'_>, violation: Violation) -> Finding {
    let severity = violation.severity.map_or(rule.severity, |it| it.min(rule.severity));
    let basis = Text::new(rule.basis.clone(), rule.basis.clone());
    let (agency, year) = (&dossier.agency.id, dossier.year);
    let identity = Fingerprint::of(&rule.id, agency, year, &violation.place);
    let mut found = finding(&rule.id, identity, violation, severity, basis, String::new());
    found.words = Some(Words { label: rule.label.clone(), remedy: rule.remedy() });
    found
}

fn finding(
    rule: &str,
    fingerprint: Fingerprint,
    violation: Violation,
    severity: Severity,
    basis: Text,
    since: String,
) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        confidence: violation.confidence,
        message: violation.message,
        basis,
        since,
        fingerprint,
        place: violation.place,
        expected: violation.expected,
        actual: violation.actual,
        words: None,
    }
}

impl Judgement {
    /// Files the verdict of one rule.
    fn take(&mut self, rule: &str, verdict: Verdict, stamp: impl Fn(Violation) -> Finding) {
        let mut set_aside = |why: Text| {
            self.not_assessable.push(Unassessed { rule: rule.to_owned(), why });
        };
        match verdict {
            Verdict::Pass => self.passed.push(rule.to_owned()),
            Verdict::NotAssessable(why) => set_aside(why),
            Verdict::Fail(failure) => {
                if let Some(why) = failure.unassessed {
                    set_aside(why);
                }
                self.findings.extend(failure.violations.into_iter().map(stamp));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn severities(given: &Given, rule: &str, set: Severity) -> Vec<Severity> {
        let severities = BTreeMap::from([(rule.to_owned(), set)]);
        let judgement = Book { severities, ..Book::default() }.judge(&given.dossier());
        judgement.findings.iter().filter(|it| it.rule == rule).map(|it| it.severity).collect()
    }

    #[test]
    fn a_severity_that_is_set_replaces_the_rules_own() {
        let given = given::absent("2026-02-01");
        let rule = "report-missing-after-deadline";
        assert_eq!(severities(&given, rule, Severity::Error), [Severity::Error]);
        assert_eq!(severities(&given, rule, Severity::Warning), [Severity::Warning]);
        assert_eq!(severities(&given, rule, Severity::Info), [Severity::Info]);
    }

    #[test]
    fn what_a_rule_says_more_mildly_stays_as_mild() {
        let given = given::clean().application(Line::Granted, Column::ResearchInstitution, "1");
        let rule = "row-sum-wrong";
        assert_eq!(severities(&given, rule, Severity::Error), [Severity::Warning]);
        assert_eq!(severities(&given, rule, Severity::Info), [Severity::Info]);
    }
}
