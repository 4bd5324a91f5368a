//! The configuration file: read, checked in one go, and resolved into a [`Config`].
//!
//! Nothing here stops at the first mistake: each topic (`check`, `mail`, `people`, `rules`, `sites`) asks a
//! `read::Reader` for its keys, notes every [`Problem`], falls back to the default and carries on,
//! so one report holds all there is to fix. A new key is one line in its topic, one field with its
//! default in `model` (or in the type of the part it configures, which [`Config`] holds as it is),
//! and one line in the sample, which a test compares with that default.

mod cells;
mod check;
mod files;
mod health;
mod mail;
mod model;
mod packs;
mod people;
mod pieces;
mod poll;
mod problem;
mod quiet;
mod read;
mod reading;
mod rules;
mod sites;
mod summary;
mod units;
mod warnings;

use std::path::Path;

use crate::rules::pack::PackRule;
use crate::secret::Secret;

pub use self::model::Config;
pub use self::model::Health;
pub use self::model::Schedules;
pub use self::model::Season;
pub use self::model::WatchedSite;
pub use self::model::Web;
pub use self::problem::InvalidConfig;
pub use self::problem::Problem;
pub use self::quiet::QuietHours;
pub use self::summary::summary;
pub use self::warnings::warnings;

use self::files::Document;
use self::problem::Problems;
use self::read::At;

/// A commented configuration with every key, for `config example`.
pub const SAMPLE: &str = include_str!("../../config/gongkai-watch.toml");

/// A commented rule pack with an entry of each kind.
pub const SAMPLE_PACK: &str = include_str!("../../config/rules/sample.toml");

/// What a configuration is checked against, and what comes from outside the file.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// Names of all rules.
    pub rule_names: &'a [&'a str],
    /// systemd's `$CREDENTIALS_DIRECTORY`, where a relative `password-file` is looked for first.
    pub credentials: Option<&'a Path>,
    /// The SMTP password from the environment, used if the file names none.
    pub smtp_password: Option<Secret>,
}

/// Checks one text. `name` is what the operator knows it by. Relative paths are left relative,
/// and `include` is not followed.
pub fn parse(name: &str, text: &str, given: &Given<'_>) -> Result<Config, InvalidConfig> {
    let problems = Problems::default();
    let main = Document::new(0, name, text.to_owned(), "".into());
    let config = check::assemble(&main, |_, _| Vec::new(), given, &problems);
    problems.or_report(config)
}

/// Reads a file and the files it includes, and checks them together. Relative paths in a file
/// start from its directory.
pub fn load(path: &Path, given: &Given<'_>) -> Result<Config, InvalidConfig> {
    let problems = Problems::default();
    let config = match Document::read(0, path, path) {
        Ok(main) => {
            let follow = |names: &[At<&str>], first| files::included(names, first, &problems);
            check::assemble(&main, follow, given, &problems)
        }
        Err(problem) => {
            problems.add(problem);
            None
        }
    };
    problems.or_report(config)
}

/// Reads one rule pack on its own. `built_in` holds the names that its rules may not take.
pub fn load_pack(path: &Path, built_in: &[&str]) -> Result<Vec<PackRule>, InvalidConfig> {
    let problems = Problems::default();
    let mut register = packs::Register::new(built_in);
    match Document::read(0, path, path) {
        Ok(document) => register.read(&document, &problems),
        Err(problem) if path.exists() => problems.add(problem),
        Err(problem) => problems.add(problem.help(
            "name the file of a rule pack; config/rules/sample.toml shows every kind of rule",
        )),
    }
    problems.or_report(Some(register.rules)).map_err(InvalidConfig::of_a_pack)
}
