//! The polls of a round: all sites side by side, the health of the whole, and then the second looks.

use std::future::Future;
use std::sync::Arc;

use chrono::DateTime;
use chrono::Utc;
use tokio::task::JoinSet;

use super::App;
use super::health;
use super::health::Answered;
use super::health::Sight;
use super::round::Polled;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::pipeline;
use crate::pipeline::Deps;
use crate::pipeline::First;
use crate::pipeline::Outcome;
use crate::pipeline::Suspicion;
use crate::store::SiteLook;
use crate::store::StoreError;

/// What the polls of a round brought.
pub(super) struct Seen {
    /// The sites that were polled, in the order of the configuration.
    pub polled: Vec<Polled>,
    /// Whether they say anything.
    pub sight: Sight,
}

/// What becomes of a site after the first looks.
enum Pending {
    /// Nothing more: no case changes.
    Done(SiteLook),
    /// Its cases wait for the health of the round.
    Waiting(Outcome),
    /// It is looked at again, if the round saw anything.
    Aside(Suspicion),
}

/// Polls sites, by their place in the configuration. `spell` says since when the rounds before were
/// blind; `tell` hears of every site that is done.
pub(super) async fn all(
    app: &Arc<App>,
    due: &[usize],
    spell: Option<DateTime<Utc>>,
    tell: impl Fn(usize, usize) + Send,
) -> Result<Seen, StoreError> {
    let since = spell.unwrap_or_else(|| app.clock.now());
    let mut finished = 0;
    let mut ended = || {
        finished += 1;
        tell(finished, due.len());
    };
    let first = due.iter().map(|index| (*index, ())).collect();
    let look = move |app: Arc<App>, index, ()| async move { look(&app, index, since).await };
    let looked = side_by_side(app, first, look, |(_, pending)| {
        if matches!(pending, Pending::Done(_)) {
            ended();
        }
    });
    let (mut answered, mut done) = (Vec::new(), Vec::new());
    let (mut waiting, mut aside) = (Vec::new(), Vec::new());
    for (index, (answer, pending)) in looked.await? {
        answered.push(answer);
        match pending {
            Pending::Done(look) => done.push((index, look)),
            Pending::Waiting(outcome) => waiting.push((index, outcome)),
            Pending::Aside(suspicion) => aside.push((index, suspicion)),
        }
    }
    let sight = sight(app, &answered, spell).await?;
    for (index, outcome) in waiting {
        let look = match &sight {
            Sight::Clear => outcome.commit(&app.store)?,
            Sight::Blind(why) => outcome.freeze(&app.store, &why.zh)?,
        };
        done.push((index, look));
        ended();
        // Thousands of commits in a row must not keep the word to stop waiting.
        tokio::task::yield_now().await;
    }
    let why = match &sight {
        Sight::Clear => None,
        Sight::Blind(why) => Some(Arc::<str>::from(why.zh.as_str())),
    };
    let again = move |app: Arc<App>, index, suspicion: Suspicion| {
        let why = why.clone();
        async move { look_again(&app, index, &suspicion, why.as_deref()).await }
    };
    done.extend(side_by_side(app, aside, again, |_| ended()).await?);
    done.sort_by_key(|(index, _)| *index);
    let polled = done.into_iter().filter_map(|(index, look)| {
        let site = app.config.sites.get(index)?.site.id.clone();
        Some(Polled { site, entries: look.entries, unseen: look.unseen })
    });
    Ok(Seen { polled: polled.collect(), sight })
}

/// Whether the first looks say anything. Where nothing was looked at, a blind spell goes on.
async fn sight(
    app: &App,
    answered: &[Answered],
    spell: Option<DateTime<Utc>>,
) -> Result<Sight, StoreError> {
    if answered.is_empty() {
        return Ok(match spell {
            None => Sight::Clear,
            Some(_) => Sight::Blind(Text::new("尚未恢复", "not over yet")),
        });
    }
    let silent = health::silent_sentinels(app).await;
    let sight = health::judge(&app.config.health, answered, &silent, spell.is_some());
    health::note(app, &sight, spell, app.clock.now())?;
    Ok(sight)
}

/// Does one thing for many sites, as many at a time as the configuration allows.
async fn side_by_side<T, R, F>(
    app: &Arc<App>,
    items: Vec<(usize, T)>,
    work: impl Fn(Arc<App>, usize, T) -> F,
    mut tell: impl FnMut(&R),
) -> Result<Vec<(usize, R)>, StoreError>
where
    R: Send + 'static,
    F: Future<Output = Result<R, StoreError>> + Send + 'static,
{
    let places = app.config.fetch.concurrency.max(1);
    let mut items = items.into_iter();
    let mut tasks: JoinSet<(usize, Result<R, StoreError>)> = JoinSet::new();
    let mut done = Vec::new();
    loop {
        // A task that only waits for its turn would take as much memory as one that works.
        while tasks.len() < places
            && let Some((index, item)) = items.next()
        {
            let work = work(Arc::clone(app), index, item);
            tasks.spawn(async move { (index, work.await) });
        }
        let Some(joined) = tasks.join_next().await else { return Ok(done) };
        match joined {
            Ok((index, result)) => {
                let result = result?;
                tell(&result);
                done.push((index, result));
            }
            // One site that brings its task down must not stop the others.
            Err(error) => tracing::error!(%error, "a poll ended abnormally"),
        }
    }
}

async fn look(
    app: &App,
    index: usize,
    since: DateTime<Utc>,
) -> Result<(Answered, Pending), StoreError> {
    let Some(watched) = app.config.sites.get(index) else { return Ok(nothing(app)) };
    let site = &watched.site;
    let mut expected = health::is_expected(app.store.site(&site.id)?.as_ref(), since);
    let next = |now| app.config.next_poll(watched, now);
    let (read, pending) = match pipeline::first_look(deps(app), site, next).await? {
        First::Accusing(suspicion) => (true, Pending::Aside(suspicion)),
        First::Sure(outcome) => {
            let read = outcome.unseen().is_none();
            // A host that was not asked did not fail to answer.
            expected &= !matches!(outcome.unseen(), Some(Unseen::Postponed(_)));
            let pending = if outcome.is_quiet() {
                Pending::Done(outcome.commit(&app.store)?)
            } else {
                Pending::Waiting(outcome)
            };
            (read, pending)
        }
    };
    let host = site.url.host_str().unwrap_or_default().to_owned();
    Ok((Answered { host, read, expected }, pending))
}

/// A site that is not configured any more.
fn nothing(app: &App) -> (Answered, Pending) {
    let answered = Answered { host: String::new(), read: true, expected: false };
    (answered, Pending::Done(SiteLook::nothing(app.clock.now())))
}

async fn look_again(
    app: &App,
    index: usize,
    suspicion: &Suspicion,
    blind: Option<&str>,
) -> Result<SiteLook, StoreError> {
    let Some(watched) = app.config.sites.get(index) else {
        return Ok(SiteLook::nothing(app.clock.now()));
    };
    let next = |now| app.config.next_poll(watched, now);
    let (deps, site) = (deps(app), &watched.site);
    match blind {
        None => pipeline::second_look(deps, site, suspicion, next).await?.commit(&app.store),
        Some(why) => pipeline::blind_look(deps, site, why, next).await?.freeze(&app.store, why),
    }
}

fn deps(app: &App) -> Deps<'_> {
    Deps {
        fetch: app.fetch.as_ref(),
        store: &app.store,
        clock: app.clock.as_ref(),
        patience: app.patience,
        policy: &app.policy,
    }
}
