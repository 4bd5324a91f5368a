//! Whether the monitor itself can see.
//!
//! Portals fail one by one; when many that answered this week fail at once, the fault is most likely
//! ours. A portal that has been silent for longer says nothing about us, or a few dead sites would
//! blind the watch for ever. A blind spell begins on strong evidence and ends when most answer again.

use std::collections::BTreeMap;

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;

use super::App;
use crate::config::Health;
use crate::domain::Alert;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::domain::year::statutory_day;
use crate::extract::decode;
use crate::fetch::Failure;
use crate::fetch::Request;
use crate::portal::blockpage;
use crate::store::SiteRecord;
use crate::store::StoreError;

/// The tick that says since when nothing is seen, and the one that says since when it is again.
const BLIND: &str = "blind";
const SIGHTED: &str = "sighted";
/// A host that was read within this time is expected to answer.
const LATELY: TimeDelta = TimeDelta::days(7);

/// How a host did in this round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    /// Which.
    pub host: String,
    /// Its listing was read.
    pub read: bool,
    /// It was read lately, or never looked at before.
    pub expected: bool,
}

/// What a round says of the monitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sight {
    /// It sees.
    Clear,
    /// It does not; the text says what shows it.
    Blind(Text),
}

/// True for a site that should answer: it was read in the week before `since`, or never looked at.
pub(super) fn is_expected(known: Option<&SiteRecord>, since: DateTime<Utc>) -> bool {
    known.is_none_or(|it| it.last_clean_at.is_some_and(|at| at >= since - LATELY))
}

/// Judges a round by what its hosts did. `silent` names the sentinels if none of them answers; `spell`
/// says that the rounds before were blind.
pub(super) fn judge(health: &Health, answered: &[Answered], silent: &[&str], spell: bool) -> Sight {
    if !silent.is_empty() {
        let names = silent.join("、");
        return Sight::Blind(Text::new(
            format!("哨兵地址没有应答：{names}"),
            format!("no sentinel answers: {}", silent.join(", ")),
        ));
    }
    // A host of several sites answers if one of them does.
    let mut hosts: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for it in answered {
        let host = hosts.entry(&it.host).or_default();
        host.0 |= it.read;
        host.1 |= it.expected;
    }
    let any_answers = hosts.values().any(|(read, _)| *read);
    let expected = hosts.values().filter(|(_, expected)| *expected).count();
    let failing = hosts.values().filter(|(read, expected)| *expected && !read).count();
    let many = failing * 100 >= usize::from(health.blind_share) * expected && failing > 0;
    let blind =
        if spell { many || !any_answers } else { many && expected >= health.blind_at_least };
    if !blind {
        return Sight::Clear;
    }
    Sight::Blind(Text::new(
        format!("应能访问的{expected}个网站主机中有{failing}个同时无法读取"),
        format!("{failing} of {expected} hosts that should answer fail at once"),
    ))
}

/// Since when the monitor has been blind, if it is.
pub(super) fn spell(app: &App) -> Result<Option<DateTime<Utc>>, StoreError> {
    let (blind, sighted) = (app.store.tick(BLIND)?, app.store.tick(SIGHTED)?);
    Ok(blind.filter(|since| sighted.is_none_or(|sighted| sighted < *since)))
}

/// The sentinels, if there are any and none answers.
pub(super) async fn silent_sentinels(app: &App) -> Vec<&str> {
    let mut silent = Vec::new();
    for sentinel in &app.config.health.sentinels {
        // The whole watch hangs on it, so no budget of ours holds it back.
        let request = Request { urgent: true, ..Request::new(sentinel.clone()) };
        let outcome = app.fetch.get(request).await;
        let answers = match outcome {
            Ok(page) => {
                let kind = page.capture.header("content-type");
                let text = decode::decode(&page.body, kind, None).text;
                let away = matches!(
                    blockpage::judge_text(&page.capture, &text),
                    Some(Unseen::CaptivePortal(_) | Unseen::Elsewhere(_))
                );
                // What a proxy says for a network that is down is no answer either.
                !away && !matches!(page.capture.status, 502 | 504)
            }
            Err(Failure::Disallowed { .. } | Failure::TooLarge { .. }) => true,
            // It is left alone for what it said itself, so it did answer; or for its silence.
            Err(Failure::Postponed { seen, .. }) => !matches!(seen, Unseen::Unreachable(_)),
            Err(_) => false,
        };
        if answers {
            return Vec::new();
        }
        silent.push(sentinel.as_str());
    }
    silent
}

/// Remembers what the round says of the monitor, and tells the operator once when a blind spell
/// begins, and once when it ends.
pub(super) fn note(
    app: &App,
    sight: &Sight,
    spell: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if matches!(sight, Sight::Blind(_)) {
        app.fetch.forgive_silence();
    }
    match (sight, spell) {
        (Sight::Blind(why), None) => {
            tracing::error!(why = %why.en, "the monitor is blind; no case changes");
            app.store.add_alerts(BLIND, &[begun(why, now)], now)
        }
        (Sight::Clear, Some(since)) => {
            tracing::info!(%since, "the monitor sees again");
            app.store.add_alerts(SIGHTED, &[over(since, now)], now)
        }
        (Sight::Blind(_), Some(_)) | (Sight::Clear, None) => Ok(()),
    }
}

fn begun(why: &Text, now: DateTime<Utc>) -> Alert {
    Alert {
        label: Text::new("监测失明", "Monitor blind"),
        message: Text::new(
            format!("{}，故障多半在监测端；本轮不作任何结论", why.zh),
            format!("{}; the fault is most likely ours, and nobody is judged", why.en),
        ),
        remedy: Text::new(
            "请检查监测服务器的网络、DNS 和代理；恢复后自动继续，并另行通知",
            "check the network, the DNS and the proxy of the monitor; it goes on by itself and says so",
        ),
        ..notice("monitor-blind", now)
    }
}

fn over(since: DateTime<Utc>, now: DateTime<Utc>) -> Alert {
    let from = statutory_day(since);
    Alert {
        since,
        label: Text::new("监测恢复", "Monitor sees again"),
        message: Text::new(
            format!("监测已恢复（{from}起失明），其间未作任何结论"),
            format!("the monitor sees again; since {from} it had judged nobody"),
        ),
        ..notice("monitor-sees-again", now)
    }
}

/// Both notices have one severity, so that one route takes both.
fn notice(rule: &str, now: DateTime<Utc>) -> Alert {
    Alert::of_the_monitor(rule, Severity::Error, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(read: usize, failing: usize, dead: usize) -> Vec<Answered> {
        let host = |n: usize, read, expected| Answered { host: format!("h{n}"), read, expected };
        let all = (0..read).map(|n| host(n, true, true));
        let all = all.chain((0..failing).map(|n| host(100 + n, false, true)));
        all.chain((0..dead).map(|n| host(200 + n, false, false))).collect()
    }

    fn is_blind(hosts: &[Answered], silent: &[&str], spell: bool) -> bool {
        judge(&Health::default(), hosts, silent, spell) != Sight::Clear
    }

    #[test]
    fn many_hosts_that_fail_at_once_are_our_fault() {
        for (read, failing, dead, expected) in [
            (10, 0, 0, false),
            (6, 4, 0, true),
            (7, 3, 0, false),
            // Too few to tell.
            (0, 4, 0, false),
            (0, 5, 0, true),
            // Long dead.
            (5, 0, 20, false),
            (3, 2, 20, true),
            (0, 0, 9, false),
        ] {
            let case = hosts(read, failing, dead);
            assert_eq!(is_blind(&case, &[], false), expected, "{read} {failing} {dead}");
        }
    }

    #[test]
    fn a_spell_lasts_until_most_answer_again() {
        for (read, failing, dead, expected) in
            [(0, 3, 0, true), (1, 3, 0, true), (3, 1, 0, false), (0, 0, 5, true), (1, 0, 5, false)]
        {
            let case = hosts(read, failing, dead);
            assert_eq!(is_blind(&case, &[], true), expected, "{read} {failing} {dead}");
        }
    }

    #[test]
    fn a_silent_sentinel_is_enough() {
        assert!(is_blind(&hosts(10, 0, 0), &["https://www.gov.cn/"], false));
        assert!(is_blind(&[], &["https://www.gov.cn/"], true));
    }

    #[test]
    fn a_host_of_several_sites_answers_if_one_does() {
        let mut case = hosts(6, 4, 0);
        case.push(Answered { host: "h100".into(), read: true, expected: true });
        assert!(!is_blind(&case, &[], false));
    }
}
