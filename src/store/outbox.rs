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
            values.push((keys::id(letter.id), self.encoded(letter)?));
        }
        (&self.alerts, &self.letters, &self.meta)
            .transaction(|(alert_tree, letter_tree, meta)| {
                for id in told {
                    alert_tree.remove(keys::id(*id).as_slice())?;
                }
                for (key, value) in &values {
                    letter_tree.insert(key.as_slice(), value.clone())?;
                }
                if let Some((key, value)) = tick {
                    meta.insert(key.as_slice(), value.clone())?;
                }
                Ok::<_, ConflictableTransactionError<()>>(())
            })
            .map_err(|error| self.aborted(error))?;
        self.flush()
    }

    /// Letters that are to be sent now, oldest first.
    pub fn due_letters(&self, now: DateTime<Utc>) -> Result<Vec<Letter>, StoreError> {
        let mut letters: Vec<Letter> = self.scan(&self.letters, &[])?;
        letters.retain(
            |it| matches!(it.state, LetterState::Due { not_before, .. } if not_before <= now),
        );
        Ok(letters)
    }

    /// Every letter there is, oldest first.
    pub fn letters(&self) -> Result<Vec<Letter>, StoreError> {
        self.scan(&self.letters, &[])
    }

    /// Remembers what became of a letter.
    pub fn record_delivery(&self, letter: &Letter) -> Result<(), StoreError> {
        self.put(&self.letters, &keys::id(letter.id), letter)?;
        self.flush()
    }
}
