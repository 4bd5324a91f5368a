//! The rule book: [`Dossier`] → [`Verdict`]. Pure.
//!
//! A rule is one file: its page of documentation first, one `static RULE`, one function, its tests.
//! To add one, write the file and name it in its family's `mod.rs` (a `mod` line and a list entry);
//! everything else — the catalogue, `rules NAME`, the README table, names in the configuration — is
//! derived from the list, and tests walk it.
//!
//! Most rules judge one report; a few judge it beside those of other bodies ([`Check`]). The two kinds
//! never speak of each other's findings.
//!
//! A rule may be of severity `error` only where its basis was seen in the legal text, or where the
//! sum is stated by a total's own name.

mod arithmetic;
mod book;
pub mod catalogue;
mod continuity;
pub mod pack;
mod reading;
mod structure;
mod tables;
mod text;
mod timeliness;

#[cfg(test)]
pub(crate) mod given;

use crate::domain::Cohort;
use crate::domain::Dossier;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Unassessed;
use crate::domain::Verdict;
pub use book::Book;
pub use reading::Reading;

/// One rule of the book.
#[derive(Debug)]
pub struct Rule {
    /// Its permanent name; it names what is wrong.
    pub id: &'static str,
    /// One or two words for the subject of a mail.
    pub label: (&'static str, &'static str),
    /// How bad a breach is, unless the rule says otherwise of one.
    pub severity: Severity,
    /// The provision cited, in Chinese and English.
    pub basis: (&'static str, &'static str),
    /// First report year it is for.
    pub first_year: i32,
    /// Version of this program that first had it.
    pub since: &'static str,
    /// What to do about a breach, in Chinese and English.
    pub remedy: (&'static str, &'static str),
    /// True if a breach is an event that cannot be undone, so that its case is closed by a person.
    pub lasting: bool,
    /// Thresholds that a configuration may set.
    pub params: &'static [Param],
    /// The file of the rule; its header is the rule's page.
    pub source: &'static str,
    /// The judgement.
    pub check: Check,
}

/// What a rule looks at. The engine owns both loops; a rule judges one body's report.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One obligation, at every look.
    Report(fn(&Dossier<'_>) -> Verdict),
    /// The same, by what the text of the report says; the text is read once for all such rules.
    Text(fn(&Reading<'_>) -> Verdict),
    /// One body beside those of its region and year, after a round in which one of their reports
    /// changed.
    Cohort(fn(&Cohort<'_>) -> Verdict),
}

/// A threshold of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Its permanent name.
    pub name: &'static str,
    /// What counts where nothing is set; without it the rule is off until something is.
    pub default: Option<u32>,
    /// What it means, with its unit, in Chinese and English.
    pub doc: (&'static str, &'static str),
}

impl Param {
    /// What counts for a dossier.
    fn value(&self, rule: &str, dossier: &Dossier<'_>) -> Option<u32> {
        dossier.params.get(rule, self.name).or(self.default)
    }
}

impl Rule {
    /// True where a threshold has neither a setting nor a default.
    fn is_off(&self, dossier: &Dossier<'_>) -> bool {
        self.params.iter().any(|param| param.value(self.id, dossier).is_none())
    }

    /// The provision in both languages.
    pub fn basis(&self) -> Text {
        Text::new(self.basis.0, self.basis.1)
    }

    /// The rule's page: the header of its file, without the comment signs.
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// The first sentence of what it checks, for the catalogue.
    pub fn summary(&self) -> String {
        let page = self.page();
        let body = page.lines().skip_while(|line| *line != "## What it checks").skip(1);
        let words: Vec<&str> = body.take_while(|line| !line.is_empty()).collect();
        words.join(" ")
    }

    /// The subject word.
    pub fn label(&self) -> Text {
        Text::new(self.label.0, self.label.1)
    }

    /// What to do.
    pub fn remedy(&self) -> Text {
        Text::new(self.remedy.0, self.remedy.1)
    }

    /// The subject word in one language.
    pub const fn label_in(&self, lang: Lang) -> &'static str {
        lang.pick(self.label.0, self.label.1)
    }
}

/// Every rule, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        timeliness::RULES,
        structure::RULES,
        tables::RULES,
        arithmetic::RULES,
        text::RULES,
        continuity::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule with that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// What the whole book says of one dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Breaches, in the order of the book.
    pub findings: Vec<Finding>,
    /// Rules that could not be judged, or not wholly.
    pub not_assessable: Vec<Unassessed>,
    /// Rules that were judged and are in order.
    pub passed: Vec<String>,
}

/// True for a rule whose breach is an event: it is news whatever its severity.
pub fn is_event(id: &str) -> bool {
    timeliness::EVENTS.iter().any(|rule| rule.id == id)
}

/// True for a rule that judges what only the watch sees: looks, listings and links.
pub fn needs_the_watch(id: &str) -> bool {
    timeliness::OF_THE_WATCH.iter().any(|rule| rule.id == id)
}

/// True for a rule that judges the day of publication.
pub fn needs_a_day(id: &str) -> bool {
    timeliness::OF_A_DAY.iter().any(|rule| rule.id == id)
}

/// True for a rule over several bodies: what it found is not for the judgement of one report to
/// confirm or to drop.
pub fn is_cohort(id: &str) -> bool {
    find(id).is_some_and(|rule| matches!(rule.check, Check::Cohort(_)))
}

/// Judges a dossier by every built-in rule that is not switched off. A rule that does not apply to
/// the report year, or whose threshold is not set, says nothing at all. [`Book`] does the same with
/// what a configuration adds.
pub fn judge(dossier: &Dossier<'_>, disabled: &[String]) -> Judgement {
    Book { disabled: disabled.to_vec(), ..Book::default() }.judge(dossier)
}

/// Shorthand for a reason in both languages.
fn unassessable(zh: impl Into<String>, en: impl Into<String>) -> Verdict {
    Verdict::NotAssessable(Text::new(zh, en))
}

/// The report, or the verdict that there is none to judge.
macro_rules! report_or_return {
    ($dossier:expr) => {
        match $dossier.report {
            Some(report) => report,
            None => return $crate::rules::unassessable("没有可读的年报", "there is no report to read"),
        }
    };
}
use report_or_return;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut seen = HashSet::new();
        for rule in all() {
            assert!(seen.insert(rule.id), "{} stands twice", rule.id);
            assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
        }
        assert!(seen.len() >= 16);
    }

    #[test]
    fn every_rule_has_its_page() {
        for rule in all() {
            let page = rule.page();
            assert!(page.starts_with(&format!("# {}\n", rule.id)), "{} lacks its title", rule.id);
            for heading in [
                "## What it checks",
                "## Legal basis",
                "## When it stays silent",
                "## How to resolve",
            ] {
                assert!(page.contains(heading), "{} lacks “{heading}”", rule.id);
            }
            assert!(!rule.summary().is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn every_rule_speaks_both_languages() {
        for rule in all() {
            let params = rule.params.iter().map(|param| param.doc);
            for (zh, en) in [rule.label, rule.basis, rule.remedy].into_iter().chain(params) {
                assert!(
                    !zh.is_ascii() && en.is_ascii() && !en.is_empty(),
                    "{}: {zh} {en}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn an_outage_never_yields_a_finding() {
        let case = given::unreachable();
        let judgement = judge(&case.dossier(), &[]);
        assert_eq!(judgement.findings, []);
        assert!(judgement.passed.is_empty(), "{:?}", judgement.passed);
    }

    #[test]
    fn a_clean_report_has_no_finding() {
        let judgement = judge(&given::clean().dossier(), &[]);
        assert_eq!(judgement.findings, []);
    }

    #[test]
    fn a_rule_over_several_bodies_is_left_to_its_own_loop() {
        let given = given::clean();
        let own = crate::domain::Peer {
            agency: &given.agency,
            report: given.report.as_ref().unwrap(),
            published: None,
            url: None,
        };
        let one = judge(&given.dossier(), &[]);
        let all = Book::default().judge_cohort(&Cohort { year: given.year, own, peers: &[] });
        assert_eq!(all.findings, []);
        let heard = |judgement: &Judgement| -> Vec<String> {
            let open = judgement.not_assessable.iter().map(|it| it.rule.clone());
            judgement.passed.iter().cloned().chain(open).collect()
        };
        assert!(heard(&all).iter().all(|id| is_cohort(id)), "{all:?}");
        assert!(!heard(&one).iter().any(|id| is_cohort(id)), "{one:?}");
        assert!(!heard(&all).is_empty());
    }

    #[test]
    fn a_rule_that_is_switched_off_is_silent() {
        let case = given::absent("2026-02-01");
        let off = vec!["report-missing-after-deadline".to_owned()];
        assert_eq!(judge(&case.dossier(), &[]).findings.len(), 1);
        assert_eq!(judge(&case.dossier(), &off).findings, []);
    }
}
