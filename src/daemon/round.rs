//! One whole round: sites that are due, periodical tasks that are due, letters that are due.

use std::sync::Arc;

use chrono::DateTime;
use chrono::Utc;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::App;
use super::periodical;
use crate::config::WatchedSite;
use crate::domain::Site;
use crate::domain::SiteId;
use crate::domain::Unseen;
use crate::notify::Occasion;
use crate::notify::outbox;
use crate::overview;
use crate::pipeline;
use crate::pipeline::Deps;
use crate::store::SiteLook;
use crate::store::StoreError;

/// A first look that finds more than this is an inventory, not news.
const NEWS: usize = 10;

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
pub async fn round(
    app: &Arc<App>,
    which: &Which,
    tell: impl Fn(usize, usize) + Send,
) -> Result<Round, StoreError> {
    let now = app.clock.now();
    let first_round = app.store.is_new();
    let due = due_sites(app, which, now)?;
    let polled = poll_all(app, &due, tell).await?;
    let sites: Vec<&Site> = app.config.sites.iter().map(|it| &it.site).collect();
    pipeline::judge_cohorts(&app.store, &app.policy, &sites, now)?;
    periodical::reminders(app, now)?;
    let waiting = app.store.waiting_alerts()?.len();
    let occasion = if first_round && waiting > NEWS { Occasion::Baseline } else { Occasion::Round };
    app.store.record_tick(overview::ROUND, now)?;
    let mut round = Round {
        at: now,
        polled,
        letters_delivered: 0,
        letters_deferred: 0,
        letters_set_aside: 0,
        alerts_waiting: waiting,
    };
    if let Some(mailer) = &app.mailer {
        let directory = app.directory();
        outbox::post_waiting(&app.store, &directory, occasion, now)?;
        periodical::bulletin(app, now)?;
        let sent = outbox::send_due(&app.store, mailer, &directory, now).await?;
        round.letters_delivered = sent.delivered;
        round.letters_deferred = sent.deferred;
        round.letters_set_aside = sent.set_aside;
        round.alerts_waiting = 0;
    }
    Ok(round)
}

/// The sites to poll, by their place in the configuration.
fn due_sites(app: &App, which: &Which, now: DateTime<Utc>) -> Result<Vec<usize>, StoreError> {
    let mut due = Vec::new();
    for (index, watched) in app.config.sites.iter().enumerate() {
        let site = &watched.site;
        let wanted = match which {
            Which::All => true,
            Which::Only(ids) => ids.contains(&site.id),
            Which::Due => app.store.site(&site.id)?.is_none_or(|record| record.next_poll_at <= now),
        };
        if wanted {
            due.push(index);
        }
    }
    Ok(due)
}

async fn poll_all(
    app: &Arc<App>,
    due: &[usize],
    tell: impl Fn(usize, usize) + Send,
) -> Result<Vec<Polled>, StoreError> {
    let places = Arc::new(Semaphore::new(app.config.fetch.concurrency.max(1)));
    let mut tasks: JoinSet<(usize, Result<SiteLook, StoreError>)> = JoinSet::new();
    for index in due.iter().copied() {
        let app = Arc::clone(app);
        let places = Arc::clone(&places);
        tasks.spawn(async move {
            // The semaphore is never closed; without a permit the site only has company.
            let _place = places.acquire_owned().await;
            (index, poll_one(&app, index).await)
        });
    }
    let mut done: Vec<(usize, Polled)> = Vec::new();
    while let Some(joined) = tasks.join_next().await {
        match joined {
            Ok((index, look)) => {
                if let Some(watched) = app.config.sites.get(index) {
                    done.push((index, outcome(watched, look?)));
                }
            }
            // One site that brings its task down must not stop the others.
            Err(error) => tracing::error!(%error, "a poll ended abnormally"),
        }
        tell(done.len(), due.len());
    }
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, polled)| polled).collect())
}

async fn poll_one(app: &App, index: usize) -> Result<SiteLook, StoreError> {
    let Some(watched) = app.config.sites.get(index) else {
        return Ok(SiteLook::nothing(app.clock.now()));
    };
    let deps = Deps {
        fetch: app.fetch.as_ref(),
        store: &app.store,
        clock: app.clock.as_ref(),
        patience: app.patience,
        policy: &app.policy,
    };
    pipeline::poll_site(deps, &watched.site, |now| app.config.next_poll(watched, now)).await
}

fn outcome(watched: &WatchedSite, look: SiteLook) -> Polled {
    Polled { site: watched.site.id.clone(), entries: look.entries, unseen: look.unseen }
}
