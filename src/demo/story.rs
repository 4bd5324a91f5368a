//! What a round meant: the difference between what was known before it and after it, in words.
//!
//! Nothing here knows the script, so the account cannot claim what the watch did not conclude.

use std::collections::HashMap;

use crate::config::Config;
use crate::daemon::round::Round;
use crate::domain::AgencyId;
use crate::domain::Case;
use crate::domain::Lang;
use crate::domain::Letter;
use crate::domain::Text;
use crate::lifecycle::obligation::State;
use crate::notify::RenderError;
use crate::notify::render;
use crate::overview;
use crate::overview::Obligation;
use crate::rules;
use crate::store::Store;
use crate::store::StoreError;

/// What is known at one moment.
#[derive(Debug, Default)]
pub(super) struct Known {
    states: HashMap<AgencyId, State>,
    /// Cases by id; true while open.
    cases: HashMap<String, bool>,
    letters: usize,
}

impl Known {
    /// Takes stock, and tells what is new since `self`.
    pub(super) fn advance(
        &mut self,
        config: &Config,
        store: &Store,
        round: &Round,
        lang: Lang,
    ) -> Result<(Vec<Text>, Vec<String>), super::DemoError> {
        let rows = overview::obligations(config, store, round.at, None, lang)?;
        let mut concluded = unread(config, round);
        concluded.extend(self.states(&rows));
        concluded.extend(self.cases(overview::cases(store)?, &rows));
        Ok((concluded, self.subjects(store, lang)?))
    }

    fn states(&mut self, rows: &[Obligation]) -> Vec<Text> {
        let first = self.states.is_empty();
        let mut out = Vec::new();
        for row in rows {
            let before = self.states.insert(row.agency_id.clone(), row.state);
            let Some(before) = before.filter(|it| *it != row.state) else { continue };
            let ((zh, en), (was_zh, was_en)) = (row.state.label(), before.label());
            let (agency, reason) = (&row.agency, &row.reason);
            out.push(Text::new(
                format!("{agency}：{was_zh} → {zh}（{reason}）"),
                format!("{agency}: {was_en} → {en} ({reason})"),
            ));
        }
        if first {
            let n = rows.len();
            out.push(Text::new(
                format!("登记{n}项年报义务，均未到期"),
                format!("{n} reports are owed, none is due yet"),
            ));
        }
        out
    }

    fn cases(&mut self, cases: Vec<Case>, rows: &[Obligation]) -> Vec<Text> {
        let mut out = Vec::new();
        for case in cases {
            let open = case.is_open();
            if self.cases.insert(case.id.0, open) == Some(open) {
                continue;
            }
            let agency = rows.iter().find(|row| row.agency_id == case.agency);
            let agency = agency.map_or(case.agency.0.as_str(), |row| row.agency.as_str());
            let label = rules::find(&case.finding.rule).map(rules::Rule::label).unwrap_or_default();
            let (zh, en) = if open { ("新问题", "new") } else { ("已解决", "resolved") };
            let what = case.events.last().map(|event| event.what.clone()).unwrap_or_default();
            out.push(Text::new(
                format!("{zh}[{}] {agency}：{}", label.zh, what.zh),
                format!("{en} [{}] {agency}: {}", label.en, what.en),
            ));
        }
        out
    }

    fn subjects(&mut self, store: &Store, lang: Lang) -> Result<Vec<String>, super::DemoError> {
        let letters = store.letters()?;
        let new = letters.get(self.letters..).unwrap_or_default();
        let subjects: Result<Vec<String>, RenderError> =
            new.iter().map(|letter| Ok(render(letter, lang)?.subject)).collect();
        self.letters = letters.len();
        Ok(subjects?)
    }
}

/// Sites that could not be read.
fn unread(config: &Config, round: &Round) -> Vec<Text> {
    let unread = round.polled.iter().filter_map(|polled| Some((polled, polled.unseen.as_ref()?)));
    unread
        .map(|(polled, unseen)| {
            let watched = config.sites.iter().find(|it| it.site.id == polled.site);
            let name = watched.map_or(polled.site.0.as_str(), |it| it.site.name.as_str());
            let why = unseen.text();
            Text::new(
                format!("{name}：{}；不作任何认定", why.zh),
                format!("{name}: {}; nothing is concluded", why.en),
            )
        })
        .collect()
}

/// The first letter that tells of a breach of that rule.
pub(super) fn letter_about(store: &Store, rule: &str) -> Result<Option<Letter>, StoreError> {
    let letters = store.letters()?;
    Ok(letters.into_iter().find(|letter| letter.alerts.iter().any(|alert| alert.rule == rule)))
}
