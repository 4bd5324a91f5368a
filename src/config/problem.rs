//! What is wrong with a configuration, where, and what to write instead.
//!
//! A [`Problem`] carries its own source text, because one report may speak of several files. That
//! text is for showing only: passwords in it are masked, so an error on the next line of the file
//! does not print one to a terminal or a log.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;

use miette::Diagnostic;
use miette::LabeledSpan;
use miette::NamedSource;
use miette::SourceCode;
use thiserror::Error;

/// The report on a configuration, or a rule pack, that cannot be used: every problem in it, in the order of the
/// files and their lines.
#[derive(Debug, Error, Diagnostic)]
#[error("the {what} cannot be used")]
pub struct InvalidConfig {
    what: &'static str,
    #[related]
    problems: Vec<Problem>,
}

impl InvalidConfig {
    /// The same of a rule pack that was named by itself.
    #[must_use]
    pub(super) fn of_a_pack(self) -> Self {
        Self { what: "rule pack", ..self }
    }

    /// Every problem, never none.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// One mistake: what is wrong, where, and what to write instead.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Problem {
    message: String,
    place: Option<Arc<Source>>,
    labels: Vec<(Range<usize>, String)>,
    help: Option<String>,
    /// The other half of a problem that spans two files.
    elsewhere: Vec<Self>,
}

impl Problem {
    /// A problem of no particular place.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            labels: Vec::new(),
            help: None,
            elsewhere: Vec::new(),
        }
    }

    /// Points at a place. A second place in another file becomes a diagnostic of its own.
    #[must_use]
    pub(super) fn at(mut self, mark: &Mark, label: impl Into<String>) -> Self {
        let label = label.into();
        match &self.place {
            Some(place) if !Arc::ptr_eq(place, &mark.source) => {
                self.elsewhere.push(Self::new(label.clone()).at(mark, label));
            }
            _ => {
                self.place = Some(Arc::clone(&mark.source));
                self.labels.push((mark.span.clone(), label));
            }
        }
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The file it is in, if it is in one, and the byte where it starts.
    fn order(&self) -> (Option<usize>, Option<usize>) {
        let start = self.labels.iter().map(|(span, _)| span.start).min();
        (self.place.as_ref().map(|place| place.order), start)
    }
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.as_ref().map(|place| place.shown() as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(
            self.labels
                .iter()
                .map(|(span, label)| LabeledSpan::new_with_span(Some(label.clone()), span.clone())),
        ))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(self.elsewhere.iter().map(|problem| problem as &dyn Diagnostic)))
    }
}

/// The problems found so far. Many readers of one configuration write on it.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    /// Notes one more.
    pub(super) fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    /// `value` if there is one and nothing was noted, else the report.
    pub(super) fn or_report<T>(self, value: Option<T>) -> Result<T, InvalidConfig> {
        let mut problems = self.0.into_inner();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => {
                problems.sort_by_key(Problem::order);
                Err(InvalidConfig { what: "configuration", problems })
            }
        }
    }
}

/// One configuration file.
pub(super) struct Source {
    /// Its place in the order of reading; the report follows it.
    order: usize,
    name: String,
    text: String,
    /// The text as it may be shown, made when there is something to show.
    shown: OnceLock<NamedSource<String>>,
    /// Where relative paths in it start.
    pub(super) dir: PathBuf,
}

impl Source {
    /// `name` is what the operator knows the file by.
    pub(super) fn new(order: usize, name: &str, text: String, dir: PathBuf) -> Self {
        Self { order, name: name.to_owned(), text, shown: OnceLock::new(), dir }
    }

    /// What the operator knows the file by.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// All that stands in it, passwords among it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn shown(&self) -> &NamedSource<String> {
        self.shown.get_or_init(|| NamedSource::new(&self.name, masked(&self.text)))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its text may hold a password.
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A stretch of a configuration file, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) source: Arc<Source>,
    pub(super) span: Range<usize>,
}

/// Hides what stands behind `password =`, keeping every byte position.
fn masked(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| masked_line(line).unwrap_or_else(|| line.into()))
        .collect()
}

fn masked_line(line: &str) -> Option<String> {
    let (_, rest) = line.split_at_checked(line.find("password")? + "password".len())?;
    let value = rest.trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix('=')?.trim_start();
    let head = line.strip_suffix(value)?;
    let content = value.trim_end();
    let tail = value.strip_prefix(content)?;
    Some(format!("{head}{}{tail}", "*".repeat(content.len())))
}

/// The candidate that was probably meant, if one is near enough.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near_enough = word.chars().count() / 3;
    candidates
        .into_iter()
        .map(|it| (strsim::damerau_levenshtein(&word, &it.to_lowercase()), it))
        .filter(|(distance, _)| *distance <= near_enough)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// `did you mean …`, or what there is to choose from.
pub(super) fn did_you_mean<'a>(
    word: &str,
    what: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(meant) = nearest(word, candidates.clone()) {
        return format!("did you mean `{meant}`?");
    }
    let all: Vec<_> = candidates.into_iter().collect();
    if all.is_empty() {
        format!("there are no {what}")
    } else {
        format!("{what}: {}", all.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_masked_and_nothing_moves() {
        let table = [
            ("password = \"geheim\"\nport = 1\n", "password = ********\nport = 1\n"),
            (
                "smtp = { host = \"h\", password = \"密\" }",
                "smtp = { host = \"h\", password = *******",
            ),
            ("\"password\"='x'\r\n", "\"password\"=***\r\n"),
            ("password-file = \"p\"\n", "password-file = \"p\"\n"),
            ("# the password\n", "# the password\n"),
        ];
        for (text, expected) in table {
            assert_eq!(masked(text), expected);
            assert_eq!(masked(text).len(), text.len());
        }
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        let keys = ["timeout", "max-body", "user-agent"];
        assert_eq!(nearest("timout", keys), Some("timeout"));
        assert_eq!(nearest("max_body", keys), Some("max-body"));
        assert_eq!(nearest("Timeout", keys), Some("timeout"));
        assert_eq!(nearest("speed", keys), None);
        assert_eq!(nearest("cn", ["zh", "en"]), None);
    }
}
