//! 月督促 and 季通报: what is open is brought to mind, and summed up.
//!
//! A tick missed while the daemon was down is caught up once, because what is asked is whether a run
//! was due since the last one. The first round of a store starts the count and reminds of nothing.

use chrono::DateTime;
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

/// Puts a reminder of every open case into the outbox, if the day has come.
pub(super) fn reminders(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !is_due(app, REMIND, &app.config.schedule.remind, now)? {
        return Ok(());
    }
    let mut alerts = open_cases(app, now)?;
    // What was opened in this very round is told as news.
    alerts.retain(|alert| alert.since != now);
    app.store.add_alerts(&alerts, now)?;
    app.store.record_tick(REMIND, now)
}

/// Composes the bulletin, if the day has come.
pub(super) fn bulletin(app: &App, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !is_due(app, BULLETIN, &app.config.schedule.bulletin, now)? {
        return Ok(());
    }
    let alerts = open_cases(app, now)?;
    outbox::post_now(&app.store, &app.directory(), Occasion::Bulletin, now, alerts)?;
    app.store.record_tick(BULLETIN, now)
}

fn is_due(
    app: &App,
    task: &str,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let Some(last) = app.store.tick(task)? else {
        app.store.record_tick(task, now)?;
        return Ok(false);
    };
    Ok(schedule.next_after(last).is_some_and(|next| next <= now))
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
