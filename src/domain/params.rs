//! Settings of single rules: thresholds that differ from place to place.
//!
//! A setting that is absent is not zero: the rule's own default counts, and a rule without one is
//! off.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// Numbers by rule and name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(BTreeMap<String, BTreeMap<String, u32>>);

impl Params {
    /// Nothing is set.
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The same settings with one more.
    #[must_use]
    pub fn with(mut self, rule: &str, name: &str, value: u32) -> Self {
        self.0.entry(rule.to_owned()).or_default().insert(name.to_owned(), value);
        self
    }

    /// What is set for a rule, if anything is.
    pub fn get(&self, rule: &str, name: &str) -> Option<u32> {
        self.0.get(rule)?.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_belongs_to_its_rule() {
        let params = Params::none().with("overview-too-long", "max-characters", 1000);
        assert_eq!(params.get("overview-too-long", "max-characters"), Some(1000));
        assert_eq!(params.get("overview-too-long", "min-characters"), None);
        assert_eq!(params.get("section-empty", "max-characters"), None);
    }
}
