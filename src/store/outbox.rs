//! The outbox: alerts wait until they are composed into letters, letters until they are delivered.
//!
//! Composing is one transaction that takes the alerts out and puts the letters in, so an alert is in
//! exactly one place at any moment. A letter keeps its identity over every try; killed between sending
//! and recording, it is sent again with the same `Message-ID`.

use chrono::DateTime;
use chrono::Utc;
use sled::Transactional;
use sled::transaction::ConflictableTransactionError;

use super::Store;
use super::StoreError;
use super::keys;
use crate::domain::Alert;
use crate::domain::Letter;
use crate::domain::LetterState;

/// The newest letter of which it was asked whether it is sent.
const LISTED: &[u8] = b"unsent-listed";

impl Store {
    /// Alerts that are not yet in a letter, oldest first, with their keys.
    pub fn waiting_alerts(&self) -> Result<Vec<(u64, Alert)>, StoreError> {
        let mut waiting = Vec::new();
        for item in &self.alerts {
            let (key, _) = item.map_err(|error| self.failed(error))?;
            if let (Some(id), Some(alert)) = (keys::id_of(&key), self.get(&self.alerts, &key)?) {
                waiting.push((id, alert));
            }
        }
        Ok(waiting)
    }

    /// The number of alerts that are not yet in a letter.
    pub fn alerts_waiting(&self) -> usize {
        self.alerts.len()
    }

    /// Puts alerts of a periodical task into the outbox, and remembers that the task ran: killed in
    /// between, it would tell them twice.
    pub fn add_alerts(
        &self,
        task: &str,
        alerts: &[Alert],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let first = self.next_ids(&self.alerts, at, alerts.len())?;
        let mut values = Vec::new();
        for (id, alert) in (first..).zip(alerts) {
            values.push((keys::id(id), self.encoded(alert)?));
        }
        let (key, tick) = (keys::tick(task), self.encoded(&at)?);
        (&self.alerts, &self.meta)
            .transaction(|(alert_tree, meta)| {
                for (key, value) in &values {
                    alert_tree.insert(key.as_slice(), value.clone())?;
                }
                meta.insert(key.as_slice(), tick.clone())?;
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// The first number that letters composed now may have.
    pub fn next_letter_id(&self, at: DateTime<Utc>) -> Result<u64, StoreError> {
        self.next_ids(&self.letters, at, 1)
    }

    /// Replaces alerts by the letters that tell them.
    pub fn post(&self, told: &[u64], letters: &[Letter]) -> Result<(), StoreError> {
        self.post_and(None, told, letters)
    }

    /// Puts the letters of a periodical task into the outbox, and remembers that the task ran.
    pub fn post_periodical(
        &self,
        task: &str,
        letters: &[Letter],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.post_and(Some(&(keys::tick(task), self.encoded(&at)?)), &[], letters)
    }

    fn post_and(
        &self,
        tick: Option<&(Vec<u8>, Vec<u8>)>,
        told: &[u64],
        letters: &[Letter],
    ) -> Result<(), StoreError> {
        let mut values = Vec::new();
        for letter in letters {
            values.push((keys::id(letter.id), is_due(letter), self.encoded(letter)?));
        }
        (&self.alerts, &self.letters, &self.unsent, &self.meta)
            .transaction(|(alert_tree, letter_tree, unsent, meta)| {
                for id in told {
                    alert_tree.remove(keys::id(*id).as_slice())?;
                }
                for (key, due, value) in &values {
                    letter_tree.insert(key.as_slice(), value.clone())?;
                    if *due {
                        unsent.insert(key.as_slice(), [].as_slice())?;
                    }
                }
                if let Some((key, value)) = tick {
                    meta.insert(key.as_slice(), value.clone())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// Letters that are to be sent now, oldest first. Those that were sent are not looked at.
    pub fn due_letters(&self, now: DateTime<Utc>) -> Result<Vec<Letter>, StoreError> {
        let mut letters = Vec::new();
        for item in &self.unsent {
            let (key, _) = item.map_err(|error| self.failed(error))?;
            letters.extend(self.get::<Letter>(&self.letters, &key)?);
        }
        letters.retain(
            |it| matches!(it.state, LetterState::Due { not_before, .. } if not_before <= now),
        );
        Ok(letters)
    }

    /// Lists the letters that are not sent yet among those that came since this was done last: a
    /// program that knows no list may have written them.
    pub(super) fn list_unsent(&self) -> Result<(), StoreError> {
        let from: u64 = self.get(&self.meta, LISTED)?.unwrap_or(0);
        let mut newest = from;
        for item in self.letters.range(keys::id(from)..) {
            let (key, _) = item.map_err(|error| self.failed(error))?;
            newest = keys::id_of(&key).unwrap_or(newest);
            if self.get::<Letter>(&self.letters, &key)?.is_some_and(|it| is_due(&it)) {
                self.unsent.insert(&key, &[]).map_err(|error| self.failed(error))?;
            }
        }
        if newest == from {
            return Ok(());
        }
        self.put(&self.meta, LISTED, &newest)?;
        self.flush()
    }

    /// Every letter there is, oldest first.
    pub fn letters(&self) -> Result<Vec<Letter>, StoreError> {
        self.scan(&self.letters, &[])
    }

    /// Remembers what became of a letter.
    pub fn record_delivery(&self, letter: &Letter) -> Result<(), StoreError> {
        let (key, value) = (keys::id(letter.id), self.encoded(letter)?);
        (&self.letters, &self.unsent)
            .transaction(|(letter_tree, unsent)| {
                letter_tree.insert(key.as_slice(), value.as_slice())?;
                if is_due(letter) {
                    unsent.insert(key.as_slice(), [].as_slice())?;
                } else {
                    unsent.remove(key.as_slice())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }
}

const fn is_due(letter: &Letter) -> bool {
    matches!(letter.state, LetterState::Due { .. })
}
