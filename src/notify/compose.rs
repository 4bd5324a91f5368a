//! Groups alerts into letters.
//!
//! The same alerts at the same instant give the same letters with the same `Message-ID`, in
//! whatever order the alerts come; a round that is composed again after a crash repeats itself.

use chrono::DateTime;
use chrono::Utc;

use crate::domain::Alert;
use crate::domain::AlertKind;
use crate::domain::Digest;
use crate::domain::Letter;
use crate::domain::LetterKind;
use crate::domain::LetterState;
use crate::domain::Severity;
use crate::domain::Text;
use crate::notify::Mailbox;
use crate::notify::Mode;
use crate::notify::Receiver;
use crate::notify::Route;
use crate::notify::Routed;
use crate::notify::route;

/// A report that appears late opens the first of these while the report that was missing is
/// resolved, and a figure that is put right opens the second while the wrong sum is; the pair is one
/// piece of news, and a good one.
const COMPANIONS: [&str; 2] = ["late-publication", "changed-after-publication"];

/// Who reads what, and in whose name letters are written.
#[derive(Debug, Clone, Copy)]
pub struct Directory<'a> {
    /// The routes, in order.
    pub routes: &'a [Route],
    /// The receivers that routes name.
    pub receivers: &'a [Receiver],
    /// Domain of the sender; the right side of every `Message-ID`.
    pub from_domain: &'a str,
}

/// Why letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// An ordinary round.
    Round,
    /// The first look of a new configuration: one letter an address, whatever the mode.
    Baseline,
    /// The periodical summary: one letter an address, whatever the mode.
    Bulletin,
}

/// Letters, and what nobody will read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Composed {
    /// What to send, in the order of the receivers.
    pub letters: Vec<Letter>,
    /// Alerts that no route takes, or whose route names no address.
    pub unrouted: Vec<Alert>,
}

/// Groups alerts by receiver and address into letters that are due at once.
pub fn compose(
    mut alerts: Vec<Alert>,
    directory: &Directory<'_>,
    occasion: Occasion,
    now: DateTime<Utc>,
    mut next_id: impl FnMut() -> u64,
) -> Composed {
    alerts.sort_by_cached_key(|it| {
        let place = (it.agency.clone(), it.year, it.rule.clone(), it.case.clone());
        (std::cmp::Reverse(it.severity), place, it.site.clone(), it.message.zh.clone())
    });
    // Nobody gets an alert twice because two receivers share an address.
    let mut told: Vec<Vec<&Mailbox>> = vec![Vec::new(); alerts.len()];
    let mut letters = Vec::new();
    for receiver in directory.receivers {
        for address in &receiver.addresses {
            let mut own = Vec::new();
            for (alert, told) in alerts.iter().zip(&mut told) {
                let wanted = match route(alert, directory.routes) {
                    Routed::To { receivers, .. } => receivers.contains(&receiver.name),
                    Routed::Nobody => false,
                };
                if wanted && !told.iter().any(|it| it.is_address_of(address)) {
                    told.push(address);
                    own.push(alert.clone());
                }
            }
            let name = address.to_string();
            for group in groups(own, receiver.mode, occasion) {
                let kind = kind_of(&group, occasion);
                letters.push(Letter {
                    id: next_id(),
                    message_id: message_id(&name, now, kind, &group, directory.from_domain),
                    receiver: receiver.name.clone(),
                    address: name.clone(),
                    kind,
                    created_at: now,
                    alerts: group,
                    state: LetterState::Due { tries: 0, not_before: now, last_error: None },
                });
            }
        }
    }
    let unheard: Vec<bool> = told.iter().map(Vec::is_empty).collect();
    let unrouted =
        alerts.into_iter().zip(unheard).filter_map(|(it, nobody)| nobody.then_some(it)).collect();
    Composed { letters, unrouted }
}

/// A letter that proves that mail arrives, for `mail test`.
pub fn test_letter(address: &Mailbox, from_domain: &str, now: DateTime<Utc>) -> Letter {
    let alerts = vec![Alert {
        label: Text::new("测试", "Test"),
        message: Text::new(
            "这是一封测试邮件，收到即说明发信设置可用",
            "this is a test; that it arrived shows that the mail settings work",
        ),
        ..Alert::of_the_monitor("mail-test", Severity::Info, now)
    }];
    let address = address.to_string();
    Letter {
        id: 0,
        message_id: message_id(&address, now, LetterKind::System, &alerts, from_domain),
        receiver: "mail-test".into(),
        address,
        kind: LetterKind::System,
        created_at: now,
        alerts,
        state: LetterState::Due { tries: 0, not_before: now, last_error: None },
    }
}

/// Splits what one address gets. What concerns the monitor never stands beside what concerns an
/// agency, lest somebody take one for the other.
fn groups(alerts: Vec<Alert>, mode: Mode, occasion: Occasion) -> Vec<Vec<Alert>> {
    let (system, cases): (Vec<_>, Vec<_>) =
        alerts.into_iter().partition(|it| it.kind == AlertKind::System);
    let mode = match occasion {
        Occasion::Round => mode,
        Occasion::Baseline | Occasion::Bulletin => Mode::Digest,
    };
    match mode {
        Mode::Digest => [system, cases].into_iter().filter(|it| !it.is_empty()).collect(),
        Mode::Each => system.into_iter().chain(cases).map(|it| vec![it]).collect(),
    }
}

fn kind_of(alerts: &[Alert], occasion: Occasion) -> LetterKind {
    let any = |kind| alerts.iter().any(|it| it.kind == kind);
    if any(AlertKind::System) {
        return LetterKind::System;
    }
    match occasion {
        Occasion::Baseline => LetterKind::Baseline,
        Occasion::Bulletin => LetterKind::Bulletin,
        Occasion::Round if alerts.iter().any(|it| is_news(it, alerts)) => LetterKind::Alert,
        Occasion::Round if any(AlertKind::Resolved) => LetterKind::Resolved,
        Occasion::Round => LetterKind::Reminder,
    }
}

fn is_news(alert: &Alert, beside: &[Alert]) -> bool {
    let companion = COMPANIONS.contains(&alert.rule.as_str())
        && beside.iter().any(|it| {
            it.kind == AlertKind::Resolved && it.agency == alert.agency && it.year == alert.year
        });
    alert.kind == AlertKind::Opened && alert.severity >= Severity::Warning && !companion
}

fn message_id(
    address: &str,
    now: DateTime<Utc>,
    kind: LetterKind,
    alerts: &[Alert],
    domain: &str,
) -> String {
    let mut lines: Vec<String> = alerts.iter().map(identity).collect();
    lines.sort_unstable();
    let text = format!("{address}\n{}\n{}\n{}", now.to_rfc3339(), kind.key(), lines.join("\n"));
    let hex: String = Digest::of(text.as_bytes()).to_string().chars().take(24).collect();
    format!("{hex}@{domain}")
}

fn identity(alert: &Alert) -> String {
    let kind = match alert.kind {
        AlertKind::Opened => "opened",
        AlertKind::Resolved => "resolved",
        AlertKind::Reminder => "reminder",
        AlertKind::System => "system",
    };
    match &alert.case {
        Some(case) => format!("{kind} {case}"),
        // A notice about the monitor has no case; two of one round differ in place or words.
        None => format!("{kind} {} {} {}", alert.site, alert.rule, alert.message.zh),
    }
}

#[cfg(test)]
pub(crate) mod given {
    //! Alerts and letters to test with.

    use super::*;
    use crate::domain::AgencyKind;
    use crate::domain::ReportYear;
    use crate::domain::SiteId;
    use chrono::TimeZone;

    pub fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 1, 4, 0, 0).unwrap()
    }

    pub fn alert(kind: AlertKind, rule: &str, agency: &str) -> Alert {
        let case = format!("{rule}/{agency}");
        Alert {
            case: (kind != AlertKind::System)
                .then(|| crate::domain::CaseId(Digest::of(case.as_bytes()).short())),
            kind,
            at: now(),
            site: SiteId("mou".into()),
            agency: agency.into(),
            agency_kind: AgencyKind::Department,
            region: "620302".into(),
            year: ReportYear(2025),
            rule: rule.into(),
            label: Text::new("逾期", "Overdue"),
            severity: Severity::Error,
            message: Text::new("已逾期1天", "1 day overdue"),
            basis: Text::new("政府信息公开条例第四十九条", "Regulation, Art. 49"),
            remedy: Text::new("请尽快发布", "publish it"),
            since: now(),
            due: chrono::NaiveDate::from_ymd_opt(2026, 1, 31),
            url: Some("https://www.example.gov.cn/nb/".into()),
            details: Vec::new(),
        }
    }

    pub fn letter(alerts: Vec<Alert>) -> Letter {
        let kind = kind_of(&alerts, Occasion::Round);
        Letter {
            id: 1,
            message_id: message_id("a@example.org", now(), kind, &alerts, "example.org"),
            receiver: "office".into(),
            address: "a@example.org".into(),
            kind,
            created_at: now(),
            alerts,
            state: LetterState::Due { tries: 0, not_before: now(), last_error: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::given::alert;
    use super::given::now;
    use super::*;
    use crate::domain::Lang;
    use crate::notify::Matcher;
    use proptest::prelude::*;

    fn receiver(name: &str, addresses: &[&str], mode: Mode) -> Receiver {
        let addresses = addresses.iter().map(|it| it.parse().unwrap()).collect();
        Receiver { name: name.into(), addresses, mode, language: Lang::Zh }
    }

    fn all_to(names: &[&str]) -> Vec<Route> {
        let to = names.iter().map(|&it| it.to_owned()).collect();
        vec![Route { matcher: Matcher::default(), to }]
    }

    fn composed(alerts: Vec<Alert>, mode: Mode, occasion: Occasion) -> Vec<Letter> {
        let receivers = [receiver("office", &["a@example.org", "b@example.org"], mode)];
        let routes = all_to(&["office"]);
        let directory =
            Directory { routes: &routes, receivers: &receivers, from_domain: "example.org" };
        let mut last = 0;
        let next_id = || {
            last += 1;
            last
        };
        compose(alerts, &directory, occasion, now(), next_id).letters
    }

    fn kind(alerts: Vec<Alert>, occasion: Occasion) -> LetterKind {
        composed(alerts, Mode::Digest, occasion).first().unwrap().kind
    }

    use AlertKind::Opened;
    use AlertKind::Reminder;
    use AlertKind::Resolved;
    use AlertKind::System;

    #[test]
    fn a_digest_is_one_letter_an_address() {
        let alerts = vec![alert(Opened, "r", "甲局"), alert(Opened, "r", "乙局")];
        let letters = composed(alerts, Mode::Digest, Occasion::Round);
        let shown: Vec<_> =
            letters.iter().map(|it| (it.id, it.address.as_str(), it.alerts.len())).collect();
        assert_eq!(shown, [(1, "a@example.org", 2), (2, "b@example.org", 2)]);
    }

    #[test]
    fn each_is_one_letter_an_alert_and_address() {
        let alerts = vec![alert(Opened, "r", "甲局"), alert(Opened, "r", "乙局")];
        assert_eq!(composed(alerts, Mode::Each, Occasion::Round).len(), 4);
    }

    #[test]
    fn a_first_look_never_floods() {
        let alerts = vec![alert(Opened, "r", "甲局"), alert(Opened, "r", "乙局")];
        assert_eq!(composed(alerts, Mode::Each, Occasion::Baseline).len(), 2);
    }

    #[test]
    fn nothing_to_tell_is_no_letter() {
        assert_eq!(composed(vec![], Mode::Digest, Occasion::Round), []);
        assert_eq!(composed(vec![], Mode::Each, Occasion::Baseline), []);
    }

    #[test]
    fn notices_about_the_monitor_have_their_own_letter() {
        let alerts = vec![alert(Opened, "r", "甲局"), alert(System, "site-unread", "")];
        let letters = composed(alerts, Mode::Digest, Occasion::Baseline);
        let kinds: Vec<_> = letters.iter().map(|it| it.kind).collect();
        let (system, baseline) = (LetterKind::System, LetterKind::Baseline);
        assert_eq!(kinds, [system, baseline, system, baseline]);
    }

    #[test]
    fn the_most_urgent_news_names_the_letter() {
        let mut style = alert(Opened, "r", "甲局");
        style.severity = Severity::Info;
        let table = [
            (vec![alert(Opened, "r", "甲"), alert(Resolved, "r", "乙")], LetterKind::Alert),
            (vec![alert(Resolved, "r", "甲"), alert(Reminder, "r", "乙")], LetterKind::Resolved),
            (vec![alert(Reminder, "r", "甲")], LetterKind::Reminder),
            (vec![style], LetterKind::Reminder),
        ];
        for (alerts, expected) in table {
            assert_eq!(kind(alerts, Occasion::Round), expected);
        }
    }

    #[test]
    fn a_report_that_appears_late_is_good_news() {
        let pair = |agency| {
            vec![
                alert(Resolved, "report-missing-after-deadline", "甲局"),
                alert(Opened, COMPANIONS[0], agency),
            ]
        };
        assert_eq!(kind(pair("甲局"), Occasion::Round), LetterKind::Resolved);
        assert_eq!(kind(pair("乙局"), Occasion::Round), LetterKind::Alert);
        assert_eq!(
            kind(vec![alert(Opened, COMPANIONS[0], "甲局")], Occasion::Round),
            LetterKind::Alert
        );
    }

    #[test]
    fn an_occasion_names_its_letters() {
        let alerts = || vec![alert(Opened, "r", "甲局")];
        assert_eq!(kind(alerts(), Occasion::Baseline), LetterKind::Baseline);
        assert_eq!(kind(alerts(), Occasion::Bulletin), LetterKind::Bulletin);
    }

    #[test]
    fn a_message_id_is_a_hash_and_the_domain() {
        let letters = composed(vec![alert(Opened, "r", "甲局")], Mode::Digest, Occasion::Round);
        let [first, second] = letters.as_slice() else { panic!("two letters") };
        let (hex, domain) = first.message_id.split_once('@').unwrap();
        assert_eq!((hex.len(), domain), (24, "example.org"));
        assert!(hex.bytes().all(|it| it.is_ascii_hexdigit()));
        assert_ne!(first.message_id, second.message_id);
    }

    #[test]
    fn what_no_route_takes_is_handed_back() {
        let receivers = [receiver("office", &["a@example.org"], Mode::Digest)];
        let routes = all_to(&["nobody-of-that-name"]);
        let directory =
            Directory { routes: &routes, receivers: &receivers, from_domain: "example.org" };
        let lost = vec![alert(Opened, "r", "甲局")];
        let found = compose(lost.clone(), &directory, Occasion::Round, now(), || 1);
        assert_eq!(found, Composed { letters: vec![], unrouted: lost });
    }

    #[test]
    fn a_shared_address_is_told_once() {
        let receivers = [
            receiver("office", &["a@example.org"], Mode::Digest),
            receiver("chief", &["a@example.org", "c@example.org"], Mode::Digest),
        ];
        let routes = all_to(&["office", "chief"]);
        let directory =
            Directory { routes: &routes, receivers: &receivers, from_domain: "example.org" };
        let letters =
            compose(vec![alert(Opened, "r", "甲局")], &directory, Occasion::Round, now(), || 1)
                .letters;
        let shown: Vec<_> =
            letters.iter().map(|it| (it.receiver.as_str(), it.address.as_str())).collect();
        assert_eq!(shown, [("office", "a@example.org"), ("chief", "c@example.org")]);
    }

    proptest! {
        #[test]
        fn the_order_of_alerts_changes_nothing(
            alerts in Just(
                (0..6)
                    .map(|i| alert([Opened, Resolved, System][i % 3], "r", &format!("{i}局")))
                    .collect::<Vec<_>>()
            ).prop_shuffle()
        ) {
            let mut sorted = alerts.clone();
            sorted.sort_by(|a, b| a.agency.cmp(&b.agency));
            for mode in [Mode::Digest, Mode::Each] {
                prop_assert_eq!(
                    composed(alerts.clone(), mode, Occasion::Round),
                    composed(sorted.clone(), mode, Occasion::Round)
                );
            }
        }
    }
}
