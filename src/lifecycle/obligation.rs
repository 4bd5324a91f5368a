//! Where an agency's duty for one year stands, and why.
//!
//! `overdue` needs a clean look after the last day that did not find the report. Without one the
//! answer is `unknown`, with the reason; an outage never becomes an accusation by waiting.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Serialize;

use crate::domain::Deadlines;
use crate::domain::Observation;
use crate::domain::Record;
use crate::domain::Text;
use crate::domain::year;

/// Days before the last day from which a report is due soon.
const SOON: i64 = 30;

/// Where a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There is time.
    NotDue,
    /// The last day is near.
    DueSoon,
    /// The last day is over, the configured grace is not.
    InGrace,
    /// A clean look after the last day did not find it.
    Overdue,
    /// Published on time.
    Published,
    /// Published after the last day.
    PublishedLate,
    /// Published, and gone again.
    Withdrawn,
    /// It cannot be told.
    Unknown,
}

impl State {
    /// The name in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotDue => "not-due",
            Self::DueSoon => "due-soon",
            Self::InGrace => "in-grace",
            Self::Overdue => "overdue",
            Self::Published => "published",
            Self::PublishedLate => "published-late",
            Self::Withdrawn => "withdrawn",
            Self::Unknown => "unknown",
        }
    }

    /// What people call it.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::NotDue => ("未到期", "not due"),
            Self::DueSoon => ("即将到期", "due soon"),
            Self::InGrace => ("宽限期内", "in grace"),
            Self::Overdue => ("逾期", "overdue"),
            Self::Published => ("按期发布", "published"),
            Self::PublishedLate => ("逾期发布", "published late"),
            Self::Withdrawn => ("撤回", "withdrawn"),
            Self::Unknown => ("无法判断", "unknown"),
        }
    }
}

/// The state of a duty, with the reason in words.
pub fn state(record: Option<&Record>, deadlines: &Deadlines, now: DateTime<Utc>) -> (State, Text) {
    let publication = record.and_then(|record| record.publication.as_ref());
    if let (Some(record), Some(publication)) = (record, publication) {
        if let Some(since) = record.withdrawn {
            let day = year::statutory_day(since);
            return (
                State::Withdrawn,
                Text::new(format!("{day}起不见"), format!("gone since {day}")),
            );
        }
        let day = publication.day();
        return match deadlines.last_day() {
            Some(last) if day > last => {
                let due = deadlines.statutory.as_ref().map_or(last, |due| due.date);
                let days = (day - due).num_days();
                (
                    State::PublishedLate,
                    Text::new(
                        format!("{day}发布，逾期{days}天"),
                        format!("published {day}, {days} day(s) late"),
                    ),
                )
            }
            _ => (State::Published, Text::new(format!("{day}发布"), format!("published {day}"))),
        };
    }
    unpublished(record, deadlines, year::statutory_day(now))
}

fn unpublished(record: Option<&Record>, deadlines: &Deadlines, today: NaiveDate) -> (State, Text) {
    let (Some(due), Some(last)) = (deadlines.statutory.as_ref(), deadlines.last_day()) else {
        return (State::NotDue, Text::new("没有法定的年报义务", "no report is owed by law"));
    };
    let unseen = record.and_then(|record| match &record.last_look.as_ref()?.observation {
        Observation::Unknown(why) => Some(why.text()),
        _ => None,
    });
    if today <= due.date {
        let days = (due.date - today).num_days();
        let state = if days <= SOON { State::DueSoon } else { State::NotDue };
        let mut text = Text::new(format!("还有{days}天"), format!("{days} day(s) left"));
        if let Some(why) = unseen {
            text.zh.push_str(&format!("；{}", why.zh));
            text.en.push_str(&format!("; {}", why.en));
        }
        return (state, text);
    }
    if let Some(why) = unseen {
        return (State::Unknown, why);
    }
    if today <= last {
        let days = (last - today).num_days();
        return (
            State::InGrace,
            Text::new(format!("宽限还有{days}天"), format!("{days} day(s) of grace left")),
        );
    }
    // The state is that of the last look: what happened since is not known.
    let looked = record.and_then(|record| record.last_clean.as_ref()).map(|look| look.at);
    match looked.map(year::statutory_day).filter(|day| *day > last) {
        Some(day) => {
            let days = (today - due.date).num_days();
            (
                State::Overdue,
                Text::new(
                    format!("逾期{days}天，{day}查看时没有"),
                    format!("{days} day(s) overdue, not there on {day}"),
                ),
            )
        }
        None => (
            State::Unknown,
            Text::new(
                "监测程序未运行：期限过后还没有看过",
                "monitor offline: not looked at since the last day",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyId;
    use crate::domain::AgencyKind;
    use crate::domain::Look;
    use crate::domain::Publication;
    use crate::domain::ReportYear;
    use crate::domain::Unseen;
    use crate::rules::given::day;
    use crate::rules::given::noon;

    fn deadlines(kind: AgencyKind, grace: u16) -> Deadlines {
        Deadlines::of(kind, "", ReportYear(2025), &[], grace)
    }

    fn record(looked: &str, observation: Observation) -> Record {
        let mut record = Record::new(AgencyId("a".into()), ReportYear(2025), noon(looked));
        let look = Look { at: noon(looked), observation };
        if look.observation.is_clean() {
            record.last_clean = Some(look.clone());
        }
        record.last_look = Some(look);
        record
    }

    fn of(record: Option<&Record>, kind: AgencyKind, grace: u16, now: &str) -> State {
        state(record, &deadlines(kind, grace), noon(now)).0
    }

    #[test]
    fn a_department_through_the_season() {
        let department = AgencyKind::Department;
        for (looked, now, expected) in [
            ("2025-12-01", "2025-12-01", State::NotDue),
            ("2026-01-01", "2026-01-01", State::DueSoon),
            ("2026-01-31", "2026-01-31", State::DueSoon),
            // The last look was before the deadline: nothing is known of the day after.
            ("2026-01-31", "2026-02-01", State::Unknown),
            ("2026-02-01", "2026-02-01", State::Overdue),
            ("2026-02-01", "2026-02-20", State::Overdue),
        ] {
            let record = record(looked, Observation::Absent);
            assert_eq!(of(Some(&record), department, 0, now), expected, "{looked} {now}");
        }
    }

    #[test]
    fn grace_is_a_state_of_its_own() {
        let record = record("2026-02-01", Observation::Absent);
        assert_eq!(of(Some(&record), AgencyKind::Department, 3, "2026-02-03"), State::InGrace);
        assert_eq!(of(Some(&record), AgencyKind::Department, 3, "2026-02-04"), State::Unknown);
    }

    #[test]
    fn an_outage_is_unknown_and_says_why() {
        let record = record("2026-02-01", Observation::Unknown(Unseen::Failed("HTTP 500".into())));
        let (state, why) =
            state(Some(&record), &deadlines(AgencyKind::Department, 0), noon("2026-02-01"));
        assert_eq!(state, State::Unknown);
        assert!(why.zh.contains("HTTP 500"));
        assert_eq!(of(None, AgencyKind::Department, 0, "2026-02-01"), State::Unknown);
    }

    #[test]
    fn early_and_late_publication() {
        for (first, claimed, expected) in [
            ("2025-12-31", "2025-12-31", State::Published),
            ("2026-01-31", "2026-01-31", State::Published),
            ("2026-02-05", "2026-02-01", State::PublishedLate),
        ] {
            let mut record = record(first, Observation::Absent);
            record.publication = Some(Publication {
                first_seen: noon(first),
                claimed: Some(day(claimed)),
                url: String::new(),
                absent_until: None,
            });
            assert_eq!(of(Some(&record), AgencyKind::Department, 0, "2026-02-10"), expected);
            record.withdrawn = Some(noon("2026-02-10"));
            assert_eq!(
                of(Some(&record), AgencyKind::Department, 0, "2026-02-10"),
                State::Withdrawn
            );
        }
    }

    #[test]
    fn an_enterprise_is_never_overdue() {
        let record = record("2026-06-01", Observation::Absent);
        assert_eq!(of(Some(&record), AgencyKind::Enterprise, 0, "2026-06-01"), State::NotDue);
    }
}
