//! What asking for a link established, look by look.
//!
//! A link is not dead because one answer was bad: gateways and outages answer badly too. So a check
//! counts the looks in a row that failed, and since when, and the rule asks for enough of both.

use chrono::DateTime;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// The page of the report, as the listing links it.
    Page,
    /// A file that the report links.
    Attachment,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "answer", content = "seen")]
pub enum LinkAnswer {
    /// The thing itself.
    Alive,
    /// The server says that there is nothing, e.g. `HTTP 404` or `0 bytes`.
    Dead(String),
    /// It cannot be told: a gateway, an outage, robots.txt.
    Unclear(String),
}

/// The checks of one link so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCheck {
    /// Its address.
    pub url: String,
    /// Its text.
    pub title: String,
    /// What it leads to.
    pub kind: LinkKind,
    /// The newest look.
    pub at: DateTime<Utc>,
    /// What that look established.
    pub answer: LinkAnswer,
    /// The first of the looks in a row that found it dead.
    pub dead_since: Option<DateTime<Utc>>,
    /// How many there are in that row.
    pub dead_looks: u32,
}

impl LinkCheck {
    /// A link that was never looked at, as if it were unclear.
    pub fn new(url: String, title: String, kind: LinkKind, at: DateTime<Utc>) -> Self {
        let answer = LinkAnswer::Unclear(String::new());
        Self { url, title, kind, at, answer, dead_since: None, dead_looks: 0 }
    }

    /// Takes another look into account. An unclear one neither adds to the row nor breaks it.
    pub fn note(&mut self, answer: LinkAnswer, at: DateTime<Utc>) {
        match answer {
            LinkAnswer::Alive => {
                self.dead_since = None;
                self.dead_looks = 0;
            }
            LinkAnswer::Dead(_) => {
                self.dead_since.get_or_insert(at);
                self.dead_looks += 1;
            }
            LinkAnswer::Unclear(_) => {}
        }
        self.answer = answer;
        self.at = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn only_an_answer_breaks_the_row_of_dead_looks() {
        let at = |hour| Utc.with_ymd_and_hms(2026, 2, 1, hour, 0, 0).unwrap();
        let mut check = LinkCheck::new(String::new(), String::new(), LinkKind::Page, at(0));
        check.note(LinkAnswer::Dead("HTTP 404".into()), at(1));
        check.note(LinkAnswer::Unclear("HTTP 503".into()), at(2));
        check.note(LinkAnswer::Dead("HTTP 404".into()), at(3));
        assert_eq!((check.dead_looks, check.dead_since), (2, Some(at(1))));
        check.note(LinkAnswer::Alive, at(4));
        assert_eq!((check.dead_looks, check.dead_since, check.at), (0, None, at(4)));
    }
}
