//! Reads one TOML table key by key, noting every mistake and carrying on.
//!
//! Deserialising with serde would stop at the first mistake; an operator should fix the file once.
//! So a [`Reader`] is asked for each key it may have, answers `None` for what is absent or wrong
//! (the latter is noted), and in [`Reader::finish`] complains about keys nobody asked for.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use super::problem::Mark;
use super::problem::Problem;
use super::problem::Problems;
use super::problem::Source;
use super::problem::did_you_mean;
use super::problem::nearest;
use super::units;

/// Keys that stand above the first `[table]`; written below one, they silently belong to it.
const TOP_KEYS: [&str; 4] = ["language", "timezone", "data-dir", "include"];

/// A value and the place it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) mark: Mark,
}

/// One table of the file, asked key by key.
#[derive(Debug)]
pub(super) struct Reader<'d> {
    table: &'d DeTable<'d>,
    /// How it is headed in the file, e.g. `[fetch]`; empty at the top.
    heading: &'static str,
    /// Where it starts.
    pub(super) mark: Mark,
    pub(super) problems: &'d Problems,
    /// Where the text that was parsed starts in the file.
    start: usize,
    asked: Vec<&'static str>,
}

impl<'d> Reader<'d> {
    /// Starts at the top of a file.
    pub(super) fn top(
        table: &'d DeTable<'d>,
        source: &Arc<Source>,
        problems: &'d Problems,
    ) -> Self {
        Self::piece(table, source, 0, problems)
    }

    /// Starts at the top of a piece of a file, which stands at `start` in it.
    pub(super) fn piece(
        table: &'d DeTable<'d>,
        source: &Arc<Source>,
        start: usize,
        problems: &'d Problems,
    ) -> Self {
        let mark = Mark { source: Arc::clone(source), span: start..start };
        Self { table, heading: "", mark, problems, start, asked: Vec::new() }
    }

    fn inner(&self, table: &'d DeTable<'d>, heading: &'static str, mark: Mark) -> Self {
        Self { table, heading, mark, start: self.start, problems: self.problems, asked: Vec::new() }
    }

    fn value(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn mark_of<T>(&self, value: &Spanned<T>) -> Mark {
        let span = value.span();
        let span = self.start + span.start..self.start + span.end;
        Mark { source: Arc::clone(&self.mark.source), span }
    }

    /// True if the key is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value under `key` is.
    pub(super) fn place(&self, key: &str) -> Option<Mark> {
        self.table.get(key).map(|value| self.mark_of(value))
    }

    /// `key` and the table it is in, for messages.
    fn named(&self, key: &str) -> String {
        if self.heading.is_empty() {
            format!("`{key}`")
        } else {
            format!("`{key}` in `{}`", self.heading)
        }
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, help: String) {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        let problem = Problem::new(format!("{} must be {wanted}", self.named(key)))
            .at(&self.mark_of(value), format!("this is {article} {found}"))
            .help(help);
        self.problems.add(problem);
    }

    /// Text in quotes.
    pub(super) fn string(&mut self, key: &'static str) -> Option<At<&'d str>> {
        let value = self.value(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "text", format!("write {key} = \"…\", with the quotes"));
            return None;
        };
        Some(At { value: text, mark: self.mark_of(value) })
    }

    /// Text that must be there and not be blank.
    pub(super) fn required(&mut self, key: &'static str, example: &str) -> Option<At<&'d str>> {
        let help = format!("write {key} = \"{example}\"");
        if !self.has(key) {
            self.asked.push(key);
            self.missing(key, help);
            return None;
        }
        let text = self.string(key)?;
        if text.value.trim().is_empty() {
            let problem = Problem::new(format!("{} is empty", self.named(key)))
                .at(&text.mark, "nothing here")
                .help(help);
            self.problems.add(problem);
            return None;
        }
        Some(text)
    }

    /// Notes that a key should be there.
    pub(super) fn missing(&self, key: &str, help: impl Into<String>) {
        let message = format!("`{}` has no `{key}`", self.heading);
        self.problems.add(Problem::new(message).at(&self.mark, "in this table").help(help));
    }

    /// Text turned into something; `parse` answers with what is wrong and what to write.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&'d str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        let text = self.string(key)?;
        self.taken(&text, parse(text.value))
    }

    /// The value, or its fault noted at the text it came from.
    pub(super) fn taken<T>(
        &self,
        text: &At<&str>,
        found: Result<T, (String, String)>,
    ) -> Option<T> {
        found
            .map_err(|(message, help)| {
                self.problems.add(Problem::new(message).at(&text.mark, "here").help(help));
            })
            .ok()
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let name = self.named(key);
        self.parsed(key, |text| {
            let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
            found.ok_or_else(|| {
                let words = choices.iter().map(|(word, _)| *word);
                let help = match nearest(text, words.clone()) {
                    Some(meant) => format!("did you mean \"{meant}\"?"),
                    None => format!("write one of {}", words.collect::<Vec<_>>().join(", ")),
                };
                (format!("{name} cannot be `{text}`"), help)
            })
        })
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            let help = format!("write {key} = true or {key} = false, without quotes");
            self.wrong_type(key, value, "true or false", help);
        }
        found
    }

    /// A whole number within bounds.
    pub(super) fn number<T: TryFrom<i64>>(
        &mut self,
        key: &'static str,
        allowed: RangeInclusive<i64>,
    ) -> Option<T> {
        let value = self.value(key)?;
        self.number_in(key, value, allowed)
    }

    fn number_in<T: TryFrom<i64>>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        allowed: RangeInclusive<i64>,
    ) -> Option<T> {
        let (low, high) = (allowed.start(), allowed.end());
        let Some(integer) = value.get_ref().as_integer() else {
            let help = format!("write a number from {low} to {high}, without quotes");
            self.wrong_type(key, value, "a whole number", help);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let found = number.filter(|it| allowed.contains(it)).and_then(|it| T::try_from(it).ok());
        if found.is_none() {
            let problem = Problem::new(format!("{} is out of bounds", self.named(key)))
                .at(&self.mark_of(value), "this number")
                .help(format!("write a number from {low} to {high}"));
            self.problems.add(problem);
        }
        found
    }

    /// A list of whole numbers within bounds.
    pub(super) fn numbers(
        &mut self,
        key: &'static str,
        allowed: RangeInclusive<i64>,
    ) -> Option<Vec<u32>> {
        let value = self.value(key)?;
        let Some(array) = value.get_ref().as_array() else {
            let help = format!("write {key} = [{}]", allowed.start());
            self.wrong_type(key, value, "a list of numbers", help);
            return None;
        };
        Some(array.iter().filter_map(|it| self.number_in(key, it, allowed.clone())).collect())
    }

    /// A duration within bounds, e.g. `"30s"`.
    pub(super) fn duration(
        &mut self,
        key: &'static str,
        allowed: RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let unit = |n: &str| format!("write a number with its unit: \"{n}s\", \"5m\" or \"500ms\"");
        self.measure(key, "a duration", unit, units::duration, units::show_duration, &allowed)
    }

    /// A size within bounds in bytes, e.g. `"20 MiB"`.
    pub(super) fn size(&mut self, key: &'static str, allowed: RangeInclusive<u64>) -> Option<u64> {
        let unit = |n: &str| format!("write a number with its unit: \"{n} MiB\" or \"{n} KiB\"");
        self.measure(key, "a size", unit, units::size, units::show_size, &allowed)
    }

    fn measure<T: PartialOrd + Copy>(
        &mut self,
        key: &'static str,
        what: &str,
        unit: impl Fn(&str) -> String,
        read: impl Fn(&str) -> Option<T>,
        show: impl Fn(T) -> String,
        allowed: &RangeInclusive<T>,
    ) -> Option<T> {
        if let Some(value) = self.table.get(key)
            && let Some(number) = value.get_ref().as_integer()
        {
            self.asked.push(key);
            self.wrong_type(key, value, &format!("{what} in quotes"), unit(number.as_str()));
            return None;
        }
        let name = self.named(key);
        self.parsed(key, |text| {
            let Some(found) = read(text) else {
                return Err((format!("{name} is not {what}: `{text}`"), unit("30")));
            };
            if allowed.contains(&found) {
                return Ok(found);
            }
            let (low, high) = (show(*allowed.start()), show(*allowed.end()));
            Err((format!("{name} cannot be {text}"), format!("allowed is \"{low}\" to \"{high}\"")))
        })
    }

    /// A day, as a TOML date or in quotes.
    pub(super) fn date(&mut self, key: &'static str) -> Option<At<NaiveDate>> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let Ok(day) = text.parse() else {
            let problem = Problem::new(format!("{} is not a day", self.named(key)))
                .at(&self.mark_of(value), "here")
                .help("write it as year-month-day, e.g. \"2026-01-28\"");
            self.problems.add(problem);
            return None;
        };
        Some(At { value: day, mark: self.mark_of(value) })
    }

    /// A list of texts; a single text counts as a list of one.
    pub(super) fn strings(&mut self, key: &'static str) -> Option<At<Vec<At<&'d str>>>> {
        let value = self.value(key)?;
        let mark = self.mark_of(value);
        let items = match value.get_ref() {
            DeValue::String(text) => vec![At { value: &**text, mark: mark.clone() }],
            DeValue::Array(array) => array.iter().filter_map(|it| self.item(key, it)).collect(),
            _ => {
                self.wrong_type(key, value, "a list of texts", format!("write {key} = [\"…\"]"));
                return None;
            }
        };
        Some(At { value: items, mark })
    }

    fn item(&self, key: &str, value: &'d Spanned<DeValue<'d>>) -> Option<At<&'d str>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a list of texts", format!("write {key} = [\"…\"]"));
            return None;
        };
        Some(At { value: text, mark: self.mark_of(value) })
    }

    /// A table below this one, headed as `heading` says.
    pub(super) fn table(&mut self, key: &'static str, heading: &'static str) -> Option<Self> {
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table", format!("begin it with a line `{heading}`"));
            return None;
        };
        Some(self.inner(table, heading, self.mark_of(value)))
    }

    /// True if a table stands under the key.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().as_table().is_some())
    }

    /// The tables below `key`, each by a name of the operator's choice.
    pub(super) fn named_tables(
        &mut self,
        key: &'static str,
        heading: &'static str,
    ) -> Vec<(At<&'d str>, Self)> {
        let Some(outer) = self.table(key, heading) else { return Vec::new() };
        let mut found = Vec::with_capacity(outer.table.len());
        for (name, value) in outer.table {
            let mark = self.mark_of(name);
            let name: &str = name.get_ref();
            match value.get_ref().as_table() {
                Some(table) => {
                    let inner = self.inner(table, heading, mark.clone());
                    found.push((At { value: name, mark }, inner));
                }
                None => {
                    outer.wrong_type(name, value, "a table", format!("head it with `{heading}`"));
                }
            }
        }
        found
    }

    /// A number, whole or with decimals.
    pub(super) fn decimal(&mut self, key: &'static str) -> Option<f64> {
        let value = self.value(key)?;
        let found = match value.get_ref() {
            DeValue::Integer(it) => it.as_str().replace('_', "").parse().ok(),
            DeValue::Float(it) => it.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        let found = found.filter(|it: &f64| it.is_finite());
        if found.is_none() {
            let help = format!("write {key} = 10 or {key} = 2.5, without quotes");
            self.wrong_type(key, value, "a number", help);
        }
        found
    }

    /// The tables of a list of tables.
    pub(super) fn tables(&mut self, key: &'static str, heading: &'static str) -> Vec<Self> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let help = format!("head each of them with `{heading}`, in double brackets");
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of tables", help);
            return Vec::new();
        };
        let mut found = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => found.push(self.inner(table, heading, self.mark_of(item))),
                None => self.wrong_type(key, item, "a list of tables", help.clone()),
            }
        }
        found
    }

    /// Complains about every key that nobody asked for.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let place = if self.heading.is_empty() { "the top" } else { self.heading };
            let help = if self.asked.len() == 1 && self.heading.is_empty() {
                "an included file holds `[[site]]` tables only".into()
            } else if TOP_KEYS.contains(&name) {
                format!("`{name}` belongs at the top of the file, above the first `[table]`")
            } else {
                did_you_mean(name, &format!("the keys of {place}"), self.asked.iter().copied())
            };
            let problem = Problem::new(format!("there is no key {}", self.named(name)))
                .at(&self.mark_of(key), "unknown key")
                .help(help);
            self.problems.add(problem);
        }
    }
}
