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

    /// Puts alerts into the outbox that belong to no settlement, e.g. reminders.
    pub fn add_alerts(&self, alerts: &[Alert], at: DateTime<Utc>) -> Result<(), StoreError> {
        let first = self.next_ids(&self.alerts, at, alerts.len())?;
        for (id, alert) in (first..).zip(alerts) {
            self.put(&self.alerts, &keys::id(id), alert)?;
        }
        self.flush()
    }

    /// The first number that letters composed now may have.
    pub fn next_letter_id(&self, at: DateTime<Utc>) -> Result<u64, StoreError> {
        self.next_ids(&self.letters, at, 1)
    }

    /// Replaces alerts by the letters that tell them.
    pub fn post(&self, told: &[u64], letters: &[Letter]) -> Result<(), StoreError> {
        let mut values = Vec::new();
        for letter in letters {
            values.push((keys::id(letter.id), self.encoded(letter)?));
        }
        (&self.alerts, &self.letters)
            .transaction(|(alert_tree, letter_tree)| {
                for id in told {
                    alert_tree.remove(keys::id(*id).as_slice())?;
                }
                for (key, value) in &values {
                    letter_tree.insert(key.as_slice(), value.clone())?;
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
