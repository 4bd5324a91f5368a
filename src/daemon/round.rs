//! One whole round: sites that are due, periodical tasks that are due, letters that are due.

use std::sync::Arc;

use chrono::DateTime;
use chrono::Utc;
use serde::Serialize;

use super::App;
use super::agenda;
use super::health;
use super::health::Sight;
use super::periodical;
use super::poll;
use super::poll::Seen;
use crate::domain::SiteId;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::notify::Occasion;
use crate::notify::outbox;
use crate::overview;
use crate::pipeline;
use crate::store::StoreError;

/// A first look that finds more than this is an inventory, not news.
const NEWS: usize = 10;
/// The tick of a first round that was blind: the first that sees is the first look.
const FIRST: &str = "first-round-blind";

/// Which sites a round polls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that are due.
    Due,
    /// All of them.
    All,
    /// These, due or not.
    Only(Vec<SiteId>),
}

/// What one site gave.
#[derive(Debug, Clone, Serialize)]
pub struct Polled {
    /// Which site.
    pub site: SiteId,
    /// Entries of its listing that could be reports.
    pub entries: u32,
    /// Why nothing was established, if so.
    pub unseen: Option<Unseen>,
}

/// What a round did.
#[derive(Debug, Clone, Serialize)]
pub struct Round {
    /// When.
    pub at: DateTime<Utc>,
    /// The sites that were polled, in the order of the configuration.
    pub polled: Vec<Polled>,
    /// What shows that the monitor itself saw nothing; then no case changed.
    pub blind: Option<Text>,
    /// Letters accepted by the mail server.
    pub letters_delivered: u32,
    /// Letters to be tried again.
    pub letters_deferred: u32,
    /// Letters given up.
    pub letters_set_aside: u32,
    /// Alerts that wait because no mail is configured.
    pub alerts_waiting: usize,
}

/// Runs one round. `tell` hears of every site that is done, for a progress bar or a watchdog.
///
/// Every site is looked at once; then it is asked whether the round saw anything. Only then are sites
/// that would be accused looked at again, and cases changed. A blind round changes none, and tells
/// nobody anything but that.
pub async fn round(
    app: &Arc<App>,
    which: &Which,
    tell: impl Fn(usize, usize) + Send,
) -> Result<Round, StoreError> {
    let now = app.clock.now();
    let spell = health::spell(app)?;
    let first_round = app.store.is_new() || app.store.tick(FIRST)? == spell && spell.is_some();
    let due = due_sites(app, which, now).await?;
    let Seen { polled, sight } = poll::all(app, &due, spell, tell).await?;
    let mut round = Round {
        at: now,
        polled,
        blind: None,
        letters_delivered: 0,
        letters_deferred: 0,
        letters_set_aside: 0,
        alerts_waiting: 0,
    };
    match sight {
        Sight::Clear => {
            app.aside(move |app| {
                let sites = app.config.sites.iter().map(|it| &it.site);
                pipeline::judge_cohorts(&app.store, &app.policy, sites, now)?;
                periodical::reminders(app, now)
            })
            .await?;
        }
        Sight::Blind(why) => {
            if first_round && spell.is_none() {
                app.store.record_tick(FIRST, now)?;
            }
            round.blind = Some(why);
        }
    }
    let waiting = app.store.alerts_waiting();
    let occasion = if first_round && waiting > NEWS { Occasion::Baseline } else { Occasion::Round };
    app.store.record_tick(overview::ROUND, now)?;
    round.alerts_waiting = waiting;
    if let Some(mailer) = &app.mailer {
        let directory = app.directory();
        outbox::post_waiting(&app.store, &directory, occasion, now)?;
        if round.blind.is_none() {
            app.aside(move |app| periodical::bulletin(app, now)).await?;
        }
        let sent = outbox::send_due(&app.store, mailer, &directory, now).await?;
        round.letters_delivered = sent.delivered;
        round.letters_deferred = sent.deferred;
        round.letters_set_aside = sent.set_aside;
        round.alerts_waiting = 0;
    }
    Ok(round)
}

/// The sites to poll, by their place in the configuration.
async fn due_sites(
    app: &Arc<App>,
    which: &Which,
    now: DateTime<Utc>,
) -> Result<Vec<usize>, StoreError> {
    let sites = app.config.sites.iter().enumerate();
    match which {
        Which::Due => app.aside(move |app| agenda::due(app, now)).await,
        Which::All => Ok(sites.map(|(index, _)| index).collect()),
        Which::Only(ids) => {
            let wanted = sites.filter(|(_, it)| ids.contains(&it.site.id));
            Ok(wanted.map(|(index, _)| index).collect())
        }
    }
}
