//! 月督促 and 季通报: what is open is brought to mind, and summed up.
//!
//! A tick missed while the daemon was down is caught up once, because what is asked is whether a run
//! was due since the last one. The first round of a store starts the count and reminds of nothing.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;

use super::App;
use crate::domain::Alert;
use crate::lifecycle;
use crate::notify::Occasion;
use crate::notify::outbox;
use crate::schedule::Schedule;
use crate::store::StoreError;

const REMIND: &str = "remind";
const BULLETIN: &str = "bulletin";
/// A case that was told within the week needs no reminder: the first of February comes hours after
/// the last day of January.
const SETTLED: TimeDelta = TimeDelta::days(7);

/// Puts a reminder of every case that has stood open for a while into the outbox, if the day has
/// come.
pub(super) fn reminders(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Some(day) = due(app, REMIND, &app.config.schedule.remind, now)? else { return Ok(()) };
    let mut alerts = open_cases(app, now)?;
    alerts.retain(|alert| day - alert.since >= SETTLED);
    app.store.add_alerts(REMIND, &alerts, now)
}

/// Composes the bulletin, if the day has come.
pub(super) fn bulletin(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    if due(app, BULLETIN, &app.config.schedule.bulletin, now)?.is_none() {
        return Ok(());
    }
    let alerts = open_cases(app, now)?;
    let why = (Occasion::Bulletin, BULLETIN);
    outbox::post_periodical(&app.store, &app.directory(), why, now, alerts)
}

/// The newest moment since the last run at which the task was due; `None` if there was none.
fn due(
    app: &App,
    task: &str,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Some(last) = app.store.tick(task)? else {
        app.store.record_tick(task, now)?;
        return Ok(None);
    };
    let mut newest = None;
    let mut next = schedule.next_after(last);
    while let Some(moment) = next.filter(|it| *it <= now) {
        newest = Some(moment);
        next = schedule.next_after(moment);
    }
    Ok(newest)
}

fn open_cases(app: &App, now: DateTime<Utc>) -> Result<Vec<Alert>, StoreError> {
    let mut alerts = Vec::new();
    let sites = app.config.sites.iter().map(|watched| &watched.site);
    let watched = sites.flat_map(|site| site.agencies.iter().map(move |it| (&site.url, it)));
    for (column, agency) in watched {
        for record in app.store.records(&agency.id)? {
            let year = record.year;
            let deadlines = app.policy.deadlines(agency, year);
            let subject = lifecycle::Subject {
                agency,
                year,
                deadlines: &deadlines,
                record: &record,
                column: Some(column.as_str()),
            };
            for case in app.store.cases(&agency.id, year)? {
                if case.is_open() {
                    alerts.push(lifecycle::reminder(subject, &case, now));
                }
            }
        }
    }
    Ok(alerts)
}
