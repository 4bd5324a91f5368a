//! Which sites are due: what the index of the store says of the configuration in force.
//!
//! A round reads the front of the index and nothing of the sites behind it. The whole is walked through
//! when a configuration comes into force, because sites and schedules may have come and gone, and when
//! the clock was set back, because then a site may wait for a time that a wrong clock told.

use chrono::DateTime;
use chrono::Utc;

use super::App;
use super::health;
use crate::config::Config;
use crate::config::WatchedSite;
use crate::domain::SiteId;
use crate::pipeline;
use crate::store::Amendment;
use crate::store::Appointment;
use crate::store::SiteRecord;
use crate::store::StoreError;
use crate::store::due_at;

/// The places of the sites in the configuration, in the order of their ids.
pub(super) struct Agenda(Vec<usize>);

impl Agenda {
    fn of(config: &Config) -> Self {
        let mut places: Vec<usize> = (0..config.sites.len()).collect();
        places.sort_by_key(|place| config.sites.get(*place).map(|it| &it.site.id));
        Self(places)
    }

    fn place(&self, config: &Config, site: &SiteId) -> Option<usize> {
        let id = |place: &usize| config.sites.get(*place).map(|it| &it.site.id);
        let found = self.0.binary_search_by(|place| id(place).cmp(&Some(site))).ok()?;
        self.0.get(found).copied()
    }
}

/// The sites that are due, by their place in the configuration.
pub(super) fn due(app: &App, now: DateTime<Utc>) -> Result<Vec<usize>, StoreError> {
    let agenda = in_force(app, now)?;
    if app.store.newest_poll()?.is_some_and(|newest| now < newest) {
        set_back(app, now)?;
    }
    let (mut due, mut mended) = (Vec::new(), Vec::new());
    for appointment in app.store.due(now) {
        let appointment = appointment?;
        let Some(place) = agenda.place(&app.config, &appointment.site) else { continue };
        let Some(watched) = app.config.sites.get(place) else { continue };
        if is_quiet(app, watched, now) {
            continue;
        }
        let at = due_at(app.store.site(&appointment.site)?.as_ref());
        if at != appointment.at {
            mended.push(Amendment::Confirm(appointment.site.clone(), app.config.plan(watched)));
            mended.push(Amendment::Strike(appointment));
        }
        if at <= now {
            due.push(place);
        }
    }
    app.store.amend(&mended)?;
    due.sort_unstable();
    due.dedup();
    Ok(due)
}

/// The agenda of the configuration, which the index follows from the first time it is asked for.
fn in_force(app: &App, now: DateTime<Utc>) -> Result<&Agenda, StoreError> {
    if let Some(known) = app.agenda.get() {
        return Ok(known);
    }
    let agenda = Agenda::of(&app.config);
    follow(app, &agenda, now)?;
    Ok(app.agenda.get_or_init(|| agenda))
}

/// True while a site is left in peace; what is due then is due still when its quiet hours end.
fn is_quiet(app: &App, watched: &WatchedSite, now: DateTime<Utc>) -> bool {
    watched.quiet.is_some_and(|quiet| quiet.contain(now))
        && !pipeline::is_urgent(&app.policy, &watched.site, now)
}

/// Brings the index in line with the configuration: sites that are new or back come in, those that are
/// gone go out, and those that have another schedule than before are due by that.
fn follow(app: &App, agenda: &Agenda, now: DateTime<Utc>) -> Result<(), StoreError> {
    let blind = health::spell(app)?.is_some();
    // Of each site, whether it is in the index, and the mark of its schedule if that is clear.
    let mut found: Vec<Option<Option<u64>>> = vec![None; app.config.sites.len()];
    let mut struck = Vec::new();
    for appointment in app.store.appointments() {
        let appointment = appointment?;
        let place = agenda.place(&app.config, &appointment.site);
        match place.and_then(|it| found.get_mut(it)) {
            Some(first) if first.is_none() => *first = Some(appointment.plan),
            Some(first) => {
                *first = Some(None);
                struck.push(Amendment::Strike(appointment));
            }
            None => struck.push(Amendment::Strike(appointment)),
        }
    }
    app.store.amend(&struck)?;
    let mut amended = Vec::new();
    for (watched, found) in app.config.sites.iter().zip(found) {
        let (id, plan) = (&watched.site.id, app.config.plan(watched));
        if found.flatten() == Some(plan) {
            continue;
        }
        let record = app.store.site(id)?;
        let at = record.as_ref().map(|it| by_schedule(&app.config, watched, it, blind, now));
        amended.push(amendment(id, record.as_ref(), at, plan));
    }
    app.store.amend(&amended)
}

fn amendment(
    site: &SiteId,
    record: Option<&SiteRecord>,
    at: Option<DateTime<Utc>>,
    plan: u64,
) -> Amendment {
    match at.filter(|at| record.is_some_and(|it| it.next_poll_at != *at)) {
        Some(at) => Amendment::Move(Appointment { site: site.clone(), at, plan: Some(plan) }),
        None => Amendment::Confirm(site.clone(), plan),
    }
}

/// When a site is due by the schedule that is now in force. One that is looked at again sooner, because
/// the last look saw nothing or the round was blind, stays so.
fn by_schedule(
    config: &Config,
    watched: &WatchedSite,
    record: &SiteRecord,
    blind: bool,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let scheduled = if record.last.at <= now {
        config.next_poll(watched, record.last.at)
    } else {
        after_the_future(config, watched, record.last.at, now)
    };
    if blind || record.last.unseen.is_some() {
        scheduled.min(record.next_poll_at)
    } else {
        scheduled
    }
}

/// The clock was set back: nobody waits for a time that a wrong clock told.
fn set_back(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    tracing::warn!(%now, "the clock was set back; the times of the sites are set anew");
    let blind = health::spell(app)?.is_some();
    let mut amended = Vec::new();
    for watched in &app.config.sites {
        let Some(record) = app.store.site(&watched.site.id)?.filter(|it| it.last.at > now) else {
            continue;
        };
        let at = by_schedule(&app.config, watched, &record, blind, now);
        let plan = app.config.plan(watched);
        amended.push(amendment(&watched.site.id, Some(&record), Some(at), plan));
    }
    app.store.amend(&amended)?;
    app.store.set_back(now)
}

/// When a site is due whose last look lies in the future. The time that this look answered does not
/// count for a second time when it comes again.
fn after_the_future(
    config: &Config,
    watched: &WatchedSite,
    last: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let next = config.next_poll(watched, now);
    let following = config.next_poll(watched, next);
    if (next..following).contains(&last) { following } else { next }
}

#[cfg(test)]
mod tests;
