//! Alerts in the store → letters → delivered. The one loop that sends.
//!
//! Composing and sending are two commits: a letter is on disk, with its `Message-ID`, before it is
//! sent for the first time, and its delivery is recorded after. Killed in between, it is sent again
//! and can be recognised.

use chrono::DateTime;
use chrono::Utc;

use crate::domain::Alert;
use crate::domain::Lang;
use crate::domain::Letter;
use crate::domain::LetterState;
use crate::notify::Composed;
use crate::notify::Directory;
use crate::notify::Failure;
use crate::notify::Mailer;
use crate::notify::Occasion;
use crate::notify::compose;
use crate::notify::next_state;
use crate::notify::render;
use crate::store::Store;
use crate::store::StoreError;

/// Failures in a row after which the server is left alone until the next round.
const PATIENCE: u32 = 3;

/// What became of the letters of one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dispatched {
    /// Accepted.
    pub delivered: u32,
    /// To be tried again.
    pub deferred: u32,
    /// Given up.
    pub set_aside: u32,
}

/// Turns the alerts that wait into letters.
pub fn post_waiting(
    store: &Store,
    directory: &Directory<'_>,
    occasion: Occasion,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let waiting = store.waiting_alerts()?;
    if waiting.is_empty() {
        return Ok(());
    }
    let (told, alerts): (Vec<u64>, Vec<Alert>) = waiting.into_iter().unzip();
    let letters = composed(store, directory, occasion, now, alerts)?;
    store.post(&told, &letters)
}

/// Composes the letters of a periodical task, of alerts that do not wait in the store.
pub fn post_periodical(
    store: &Store,
    directory: &Directory<'_>,
    (occasion, task): (Occasion, &str),
    now: DateTime<Utc>,
    alerts: Vec<Alert>,
) -> Result<(), StoreError> {
    let letters = composed(store, directory, occasion, now, alerts)?;
    store.post_periodical(task, &letters, now)
}

fn composed(
    store: &Store,
    directory: &Directory<'_>,
    occasion: Occasion,
    now: DateTime<Utc>,
    alerts: Vec<Alert>,
) -> Result<Vec<Letter>, StoreError> {
    let mut id = store.next_letter_id(now)?;
    let next_id = || {
        id += 1;
        id
    };
    let Composed { letters, unrouted } = compose(alerts, directory, occasion, now, next_id);
    for alert in &unrouted {
        tracing::warn!(rule = %alert.rule, agency = %alert.agency, "no route takes this alert");
    }
    Ok(letters)
}

/// Sends every letter that is due, one after the other.
pub async fn send_due(
    store: &Store,
    mailer: &Mailer,
    directory: &Directory<'_>,
    now: DateTime<Utc>,
) -> Result<Dispatched, StoreError> {
    let mut out = Dispatched::default();
    let mut in_a_row = 0;
    for mut letter in store.due_letters(now)? {
        if in_a_row >= PATIENCE {
            tracing::warn!("the mail server does not answer; the rest waits for the next round");
            break;
        }
        let reader = directory.receivers.iter().find(|it| it.name == letter.receiver);
        let lang = reader.map_or(Lang::Zh, |receiver| receiver.language);
        let result = match render(&letter, lang) {
            Ok(rendered) => mailer.send(&letter, &rendered).await,
            Err(error) => Err(Failure::Permanent(error.to_string())),
        };
        let failed = matches!(result, Err(Failure::Transient(_)));
        letter.state = next_state(&letter, now, result);
        store.record_delivery(&letter)?;
        in_a_row = if failed { in_a_row + 1 } else { 0 };
        match &letter.state {
            LetterState::Delivered { .. } => out.delivered += 1,
            LetterState::Due { tries, .. } => {
                tracing::warn!(letter = letter.id, tries, "a letter is to be tried again");
                out.deferred += 1;
            }
            LetterState::SetAside { .. } => {
                tracing::error!(letter = letter.id, receiver = %letter.receiver,
                    "a letter was set aside; see the outbox for the server's words");
                out.set_aside += 1;
            }
        }
    }
    Ok(out)
}
