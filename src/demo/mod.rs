//! The demonstration: a whole season on simulated portals, with the real program.
//!
//! Nothing of the watch is replaced but the clock: portals answer over HTTP on loopback, the
//! configuration is a file that is checked like any other, `daemon::round` does the work, sled keeps
//! it, and mails are written as files. So what it shows is what the program does.
//!
//! `script` is the season as data, `portal` shows it, `story` tells what the watch made of it.

mod figures;
mod folder;
mod form;
mod portal;
mod script;
mod story;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::DateTime;
use chrono::Utc;
use thiserror::Error;

use crate::clock::ManualClock;
use crate::config;
use crate::config::Config;
use crate::config::Given;
use crate::config::InvalidConfig;
use crate::daemon;
use crate::daemon::App;
use crate::daemon::StartError;
use crate::daemon::Which;
use crate::domain::Lang;
use crate::domain::Text;
use crate::notify::RenderError;
use crate::notify::render;
use crate::overview;
use crate::overview::Obligation;
use crate::rules;
use crate::store::Store;
use crate::store::StoreError;
use folder::Folder;
use portal::Portals;
use portal::World;
use script::Act;
use script::SEASON;
use story::Known;

/// Why the demonstration cannot be given.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The folder holds something else.
    #[error("{} is not empty and was not made by a demonstration; name another folder with --dir", .0.display())]
    Foreign(PathBuf),
    /// The folder cannot be used.
    #[error("{} cannot be used: {source}; name another folder with --dir", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No port on loopback.
    #[error("the simulated portals cannot listen on 127.0.0.1: {0}")]
    Portals(#[source] io::Error),
    /// Our own configuration.
    #[error(transparent)]
    Config(#[from] Box<InvalidConfig>),
    /// The watch cannot start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A mail cannot be shown.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// One day, as it is told.
#[derive(Debug)]
pub struct Told {
    /// The date, as `2026-02-01`.
    pub date: &'static str,
    /// What the day is about.
    pub headline: Text,
    /// What the portals did.
    pub portals: Vec<Text>,
    /// What the watch concluded; empty where nothing changed.
    pub concluded: Vec<Text>,
    /// Subjects of the mails that went out.
    pub mails: Vec<String>,
}

/// What is there after the last day.
#[derive(Debug)]
pub struct Season {
    /// The configuration that was written.
    pub config: Arc<Config>,
    /// The store that was filled.
    pub store: Store,
    /// Where every report stands.
    pub rows: Vec<Obligation>,
    /// Looks at listings.
    pub looks: usize,
    /// Pages kept.
    pub snapshots: usize,
    /// Cases that are open, and all there were.
    pub cases: (usize, usize),
    /// Mails by kind.
    pub mails: BTreeMap<&'static str, usize>,
    /// A mail as its reader sees it: subject and text.
    pub example: Option<(String, String)>,
}

/// Number of days that are told.
pub fn days() -> usize {
    SEASON.len()
}

/// Gives the demonstration in `dir`; `tell` hears of each day when it is over.
pub async fn run(dir: &Path, lang: Lang, mut tell: impl FnMut(Told)) -> Result<Season, DemoError> {
    let folder = Folder::prepare(dir)?;
    let portals = Portals::open().await.map_err(DemoError::Portals)?;
    let config = load(&folder.configure(&portals, lang)?)?;
    folder.save_pages()?;
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    let app = App::new(config, clock.clone())?;
    let mut known = Known::default();
    for day in SEASON {
        portals.change(World::dawn);
        for act in day.acts {
            portals.change(|world| world.act(*act));
        }
        if let Some(ten) = ten_in_the_morning(day.date) {
            clock.set(ten);
        }
        let round = daemon::round(&app, &Which::All, |_, _| {}).await?;
        let (concluded, mails) = known.advance(&app.config, &app.store, &round, lang)?;
        tell(Told {
            date: day.date,
            headline: Text::new(day.zh, day.en),
            portals: day.acts.iter().copied().map(Act::text).collect(),
            concluded,
            mails,
        });
    }
    season(&app, lang)
}

/// After the hour at which reminders and bulletins are due, so that one round shows both.
fn ten_in_the_morning(date: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(&format!("{date}T10:00:00+08:00"));
    at.ok().map(|at| at.with_timezone(&Utc))
}

fn load(path: &Path) -> Result<Config, DemoError> {
    let rule_names: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let given = Given { rule_names: &rule_names, ..Given::default() };
    Ok(config::load(path, &given).map_err(Box::new)?)
}

fn season(app: &App, lang: Lang) -> Result<Season, DemoError> {
    let (config, store) = (&app.config, &app.store);
    let mut looks = 0;
    for watched in &config.sites {
        looks += store.looks(&watched.site.id)?.len();
    }
    let cases = overview::cases(store)?;
    let mut mails = BTreeMap::new();
    for letter in store.letters()? {
        *mails.entry(letter.kind.key()).or_default() += 1;
    }
    let example = match story::letter_about(store, "report-missing-after-deadline")? {
        Some(letter) => {
            let rendered = render(&letter, lang)?;
            Some((rendered.subject, rendered.text))
        }
        None => None,
    };
    store.flush()?;
    Ok(Season {
        rows: overview::obligations(config, store, app.clock.now(), None, lang)?,
        looks,
        snapshots: store.snapshots(),
        cases: (cases.iter().filter(|case| case.is_open()).count(), cases.len()),
        mails,
        example,
        config: Arc::clone(config),
        store: store.clone(),
    })
}
