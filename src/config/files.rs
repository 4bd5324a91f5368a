//! Reads configuration files, and finds the ones that another includes.
//!
//! A pattern with wildcards may match nothing (an empty `sites.d`); a plain name that is not there
//! is a mistake. Files come in the order of their patterns, then of their names.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::pieces;
use super::pieces::Pieces;
use super::problem::Mark;
use super::problem::Problem;
use super::problem::Problems;
use super::problem::Source;
use super::read::At;

/// A configuration file in memory.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) source: Arc<Source>,
}

impl Document {
    pub(super) fn new(order: usize, name: &str, text: String, dir: PathBuf) -> Self {
        Self { source: Arc::new(Source::new(order, name, text, dir)) }
    }

    /// Reads `path`, which the operator knows as `name`.
    pub(super) fn read(order: usize, path: &Path, name: &Path) -> Result<Self, Problem> {
        let name = name.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => {
                let dir = path.parent().map(Path::to_path_buf).unwrap_or_default();
                Ok(Self::new(order, &name, text, dir))
            }
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    /// The file as TOML; what is not TOML is noted.
    pub(super) fn table(&self, problems: &Problems) -> Option<Spanned<DeTable<'_>>> {
        self.parsed(self.source.text(), 0, problems)
    }

    /// The file but for its sites, and where those stand.
    pub(super) fn pieces(&self) -> Pieces<'_> {
        pieces::cut(self.source.text())
    }

    /// Some text of the file, which stands at `start` in it, as TOML; what is not TOML is noted.
    pub(super) fn parsed<'t>(
        &self,
        text: &'t str,
        start: usize,
        problems: &Problems,
    ) -> Option<Spanned<DeTable<'t>>> {
        DeTable::parse(text)
            .map_err(|error| {
                let span = error.span().unwrap_or_default();
                let span = start + span.start..start + span.end;
                let mark = Mark { source: Arc::clone(&self.source), span };
                let problem = Problem::new(format!("{} is not TOML", self.source.name()))
                    .at(&mark, error.message().replace('\n', ", "))
                    .help("mend this first: what follows in the file was not checked");
                problems.add(problem);
            })
            .ok()
    }
}

fn unreadable(name: &str, error: &io::Error) -> Problem {
    let help = match error.kind() {
        io::ErrorKind::NotFound => {
            "create it, starting from what `gongkai-watch config example` prints"
        }
        io::ErrorKind::PermissionDenied => "let the user that runs gongkai-watch read it",
        io::ErrorKind::InvalidData => "save it as UTF-8",
        _ => "see that it is a file that can be read",
    };
    Problem::new(format!("cannot read {name}: {}", why(error))).help(help)
}

/// The reason in words of an operator.
pub(super) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::InvalidData => error.to_string(),
        kind => kind.to_string(),
    }
}

/// The files that `include` or `packs` names, relative to the file it stands in. `first` is the
/// place of the first of them in the order of reading.
pub(super) fn included(include: &[At<&str>], first: usize, problems: &Problems) -> Vec<Document> {
    let mut found = Vec::new();
    for pattern in include {
        match matching(pattern) {
            Ok(paths) => found.extend(paths),
            Err(problem) => problems.add(problem),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|(path, _)| seen.insert(path.clone()));
    found
        .iter()
        .zip(first..)
        .filter_map(|((path, name), order)| {
            Document::read(order, path, name).map_err(|problem| problems.add(problem)).ok()
        })
        .collect()
}

/// Paths and what the operator knows them by.
fn matching(pattern: &At<&str>) -> Result<Vec<(PathBuf, PathBuf)>, Problem> {
    let dir = &pattern.mark.source.dir;
    let bad = |why: String| {
        Problem::new(format!("cannot include `{}`", pattern.value)).at(&pattern.mark, why)
    };
    // The directory itself may hold characters that mean something in a pattern.
    let prefix = glob::Pattern::escape(&dir.to_string_lossy());
    let whole = Path::new(&prefix).join(pattern.value);
    let paths = glob::glob(&whole.to_string_lossy()).map_err(|error| {
        bad(error.msg.to_owned()).help("write a pattern such as \"sites.d/*.toml\"")
    })?;
    let found: Vec<_> = paths
        .filter_map(Result::ok)
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.strip_prefix(dir).unwrap_or(&path).to_path_buf();
            (path, name)
        })
        .collect();
    if found.is_empty() && !pattern.value.contains(['*', '?', '[']) {
        return Err(bad("no such file".into()).help(
            "create it, take it off the list, or write a pattern such as \"sites.d/*.toml\"",
        ));
    }
    Ok(found)
}
