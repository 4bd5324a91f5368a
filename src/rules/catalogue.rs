//! The book as a list to print: built-in rules and those of packs, each with what is set of it.
//!
//! An [`Entry`] is what the catalogue, the page of a rule, SARIF and the dashboard all show, so that
//! none of them knows that there are two kinds of rule.

use super::Book;
use super::Param;
use super::Rule;
use super::all;
use super::find;
use super::pack::PackRule;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Severity;
use crate::domain::Text;

/// A rule of the book as it is shown.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its permanent name.
    pub name: String,
    /// The subject word.
    pub label: Text,
    /// The severity in force.
    pub severity: Severity,
    /// True if it is switched off by name.
    pub off: bool,
    /// The provision.
    pub basis: Text,
    /// First report year it is for.
    pub first_year: i32,
    /// Last report year it is for; `None` for no end.
    pub last_year: Option<i32>,
    /// Version of this program that first had it; `None` for a rule of a pack.
    pub since: Option<&'static str>,
    /// The file of the pack it stands in; `None` for a built-in rule.
    pub pack: Option<String>,
    /// Thresholds that a configuration may set.
    pub params: &'static [Param],
    /// What it checks, in one sentence.
    pub summary: String,
    /// What to do about a breach.
    pub remedy: Text,
    page: String,
}

impl Entry {
    /// The page of the rule, with its thresholds below as a configuration would set them.
    pub fn page(&self, lang: Lang) -> String {
        let mut page = self.page.clone();
        for (index, param) in self.params.iter().enumerate() {
            if index == 0 {
                page.push_str(&format!("\n\n[rules.set.{}]", self.name));
            }
            // A threshold without a default is shown as the line that would switch the rule on.
            let (sign, default) = match param.default {
                Some(default) => ("", default.to_string()),
                None => ("# ", "…".to_owned()),
            };
            let doc = lang.pick(param.doc.0, param.doc.1);
            page.push_str(&format!("\n{sign}{} = {default}    # {doc}", param.name));
        }
        page
    }
}

/// How near a name must be to be taken for a slip of the pen (Jaro-Winkler, 1 is the same).
const NEAR: f64 = 0.8;

/// The name that was probably meant, if one is near enough.
pub fn near<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    names
        .into_iter()
        .map(|it| (strsim::jaro_winkler(&name, it), it))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, it)| it)
}

impl Book {
    /// The rules that are called so: by name, or by label in either language. Case does not count.
    pub fn called(&self, name: &str) -> Vec<Entry> {
        let name = name.trim().to_lowercase();
        if let Some(entry) = self.entry(&name) {
            return vec![entry];
        }
        let is = |label: &str| label.to_lowercase() == name;
        let mut all = self.catalogue();
        all.retain(|it| is(&it.label.zh) || is(&it.label.en));
        all
    }

    /// Every rule, the built-in ones family by family, then those of the packs.
    pub fn catalogue(&self) -> Vec<Entry> {
        let built_in = all().map(|rule| self.built_in(rule));
        built_in.chain(self.packs.iter().map(|rule| self.of_pack(rule))).collect()
    }

    /// The rule with that name.
    pub fn entry(&self, name: &str) -> Option<Entry> {
        let built_in = find(name).map(|rule| self.built_in(rule));
        built_in.or_else(|| self.pack_rule(name).map(|rule| self.of_pack(rule)))
    }

    fn built_in(&self, rule: &Rule) -> Entry {
        Entry {
            name: rule.id.to_owned(),
            label: rule.label(),
            severity: self.severity(rule),
            off: self.is_off(rule.id),
            basis: rule.basis(),
            first_year: rule.first_year,
            last_year: None,
            since: Some(rule.since),
            pack: None,
            params: rule.params,
            summary: rule.summary(),
            remedy: rule.remedy(),
            page: rule.page(),
        }
    }

    fn of_pack(&self, rule: &PackRule) -> Entry {
        Entry {
            name: rule.id.clone(),
            label: rule.label.clone(),
            severity: rule.severity,
            off: self.is_off(&rule.id),
            basis: Text::new(rule.basis.clone(), rule.basis.clone()),
            first_year: rule.years.first,
            last_year: rule.years.last,
            since: None,
            pack: Some(rule.file.clone()),
            params: &[],
            summary: rule.summary(),
            remedy: rule.remedy(),
            page: rule.page(),
        }
    }
}

/// What to do about a finding: in the words that it carries, else in its rule's.
pub fn remedy(finding: &Finding) -> Text {
    let own = finding.words.as_ref().map(|words| words.remedy.clone());
    own.or_else(|| find(&finding.rule).map(Rule::remedy)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_of_a_rule_stands_in_its_entry() {
        let book = Book {
            disabled: vec!["cell-blank".into()],
            severities: [("section-order".to_owned(), Severity::Info)].into(),
            packs: vec![],
        };
        let entry = |name: &str| book.entry(name).unwrap();
        assert!(entry("cell-blank").off);
        assert_eq!(entry("section-order").severity, Severity::Info);
        assert_eq!(book.catalogue().len(), all().count());
        assert!(book.entry("no-such-rule").is_none());
    }

    #[test]
    fn thresholds_stand_below_the_page_under_one_heading() {
        let book = Book::default();
        for rule in all().filter(|rule| !rule.params.is_empty()) {
            let page = book.entry(rule.id).unwrap().page(Lang::En);
            let heading = format!("[rules.set.{}]", rule.id);
            assert_eq!(page.matches(&heading).count(), 1, "{}", rule.id);
            for param in rule.params {
                assert!(page.contains(&format!("{} = ", param.name)), "{}", param.name);
            }
        }
    }
}
