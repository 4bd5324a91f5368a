//! A checked configuration: plain values that need no further checking.
//!
//! Every default stands here, in a `Default`, and nowhere else: the sample file is held against
//! these by a test. Names in a [`Route`] are known to be receivers, rules and agencies that exist.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use ipnet::IpNet;

use crate::domain::AgencyKind;
use crate::domain::Alert;
use crate::domain::Lang;
use crate::domain::LocalDeadline;
use crate::domain::Severity;
use crate::domain::Site;
use crate::schedule::Schedule;

use super::Mailbox;
use super::Secret;

/// A checked configuration. Holding one proves that every reference in it resolves.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Language of output, unless a receiver or a command asks for another.
    pub language: Lang,
    /// Zone of every schedule. Statutory days are always those of Asia/Shanghai.
    pub zone: Tz,
    /// Where the store is.
    pub data_dir: PathBuf,
    /// When things are done.
    pub schedule: Schedules,
    /// How portals are read.
    pub fetch: FetchConfig,
    /// How mail goes out; `None` sends nothing, and then there are no receivers.
    pub mail: Option<MailConfig>,
    /// Who is written to; names are unique.
    pub receivers: Vec<Receiver>,
    /// Who gets what; the first that matches wins.
    pub routes: Vec<Route>,
    /// Days of tolerance after a statutory date.
    pub grace_days: u16,
    /// Stricter local dates.
    pub local_deadlines: Vec<LocalDeadline>,
    /// The dashboard.
    pub web: Web,
    /// What is watched; ids of sites and of agencies are unique.
    pub sites: Vec<WatchedSite>,
    /// Names of rules that are not applied.
    pub disabled_rules: Vec<String>,
}

impl Config {
    /// Who is told of `alert`: the receivers of the first route that matches, in its order. Empty
    /// if none does.
    pub fn receivers_for(&self, alert: &Alert) -> Vec<&Receiver> {
        let Some(route) = self.routes.iter().find(|route| route.matcher.matches(alert)) else {
            return Vec::new();
        };
        let named = |name: &String| self.receivers.iter().find(|it| it.name == *name);
        route.to.iter().filter_map(named).collect()
    }
}

/// When things are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedules {
    /// 日读网: sites are read, unless they have a schedule of their own or it is the season.
    pub poll: Schedule,
    /// 月督促: what is open is brought to mind.
    pub remind: Schedule,
    /// 季通报: the bulletin is drawn up.
    pub bulletin: Schedule,
    /// The months in which reports are due, with a closer look.
    pub season: Option<Season>,
}

/// Months with a schedule of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// 1 to 12, in the configured zone; never empty.
    pub months: Vec<u32>,
    /// In force in these months instead of the general one.
    pub poll: Schedule,
}

/// How portals are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchConfig {
    /// The `User-Agent` header: who is reading, and whom to write to.
    pub user_agent: String,
    /// Requests at a time, over all hosts.
    pub concurrency: usize,
    /// Requests at a time to one host.
    pub concurrency_per_host: usize,
    /// Pause between two requests to one host.
    pub interval_per_host: Duration,
    /// For one request, from connecting to the last byte.
    pub timeout: Duration,
    /// Bytes of a body, after decompression, that are read at most.
    pub max_body: u64,
    /// Whether `robots.txt` (RFC 9309) is obeyed.
    pub robots: bool,
    /// Loopback and private networks that may be read all the same.
    pub allow_networks: Vec<IpNet>,
}

impl Default for FetchConfig {
    fn default() -> Self {
        Self {
            user_agent: "gongkai-watch/0.1 (+mailto:office@example.org)".into(),
            concurrency: 64,
            concurrency_per_host: 1,
            interval_per_host: Duration::from_secs(1),
            timeout: Duration::from_secs(30),
            max_body: 20 << 20,
            robots: true,
            allow_networks: Vec::new(),
        }
    }
}

/// How mail goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// The sender.
    pub from: Mailbox,
    /// The way out.
    pub transport: Transport,
}

/// The way mail goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// A mail server.
    Smtp(Smtp),
    /// One `.eml` file per message.
    File {
        /// Where they are put.
        dir: PathBuf,
    },
    /// A program that takes a message like `sendmail` does.
    Sendmail {
        /// The program.
        command: PathBuf,
    },
}

/// A mail server and how to log in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Who logs in, and the password; `None` sends without login.
    pub login: Option<(String, Secret)>,
    /// A certificate authority (PEM) to trust beside the system's.
    pub ca_file: Option<PathBuf>,
}

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Upgraded before anything is said (RFC 3207); refused if the server cannot.
    Starttls,
    /// From the first byte (RFC 8314).
    Implicit,
    /// Not at all.
    None,
}

impl Tls {
    /// The port that goes with it.
    pub const fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Implicit => 465,
            Self::None => 25,
        }
    }
}

/// Who is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Its permanent name.
    pub name: String,
    /// Addresses, at least one.
    pub addresses: Vec<Mailbox>,
    /// How much goes into one message.
    pub mode: Mode,
    /// Language of its mail.
    pub language: Lang,
}

/// How much goes into one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Everything of one round.
    #[default]
    Digest,
    /// One case.
    Each,
}

/// Who gets what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What.
    pub matcher: Matcher,
    /// Who: names of receivers, at least one.
    pub to: Vec<String>,
}

/// What an alert must be like; what is `None` is not asked. The default matches everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matcher {
    /// Exactly this severity.
    pub severity: Option<Severity>,
    /// First digits of the region.
    pub region: Option<String>,
    /// Kind of agency.
    pub kind: Option<AgencyKind>,
    /// Name of the rule.
    pub rule: Option<String>,
    /// Official name of the agency.
    pub agency: Option<String>,
}

impl Matcher {
    /// True if `alert` is all that is asked.
    pub fn matches(&self, alert: &Alert) -> bool {
        self.severity.is_none_or(|it| it == alert.severity)
            && self.region.as_ref().is_none_or(|it| alert.region.starts_with(it))
            && self.kind.is_none_or(|it| it == alert.agency_kind)
            && self.rule.as_ref().is_none_or(|it| *it == alert.rule)
            && self.agency.as_ref().is_none_or(|it| *it == alert.agency)
    }
}

/// The dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Web {
    /// Where it listens; `None` if it is switched off.
    pub listen: Option<SocketAddr>,
}

impl Default for Web {
    fn default() -> Self {
        Self { listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 8787))) }
    }
}

/// A site and when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedSite {
    /// The site.
    pub site: Site,
    /// Its own schedule, in force all year; `None` follows the general one and the season.
    pub poll: Option<Schedule>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Given;
    use crate::config::parse;
    use crate::domain::AlertKind;
    use crate::domain::ReportYear;
    use crate::domain::SiteId;
    use crate::domain::Text;
    use chrono::DateTime;

    fn alert(severity: Severity, region: &str) -> Alert {
        Alert {
            case: None,
            kind: AlertKind::Opened,
            at: DateTime::UNIX_EPOCH,
            site: SiteId("a".into()),
            agency: "某局".into(),
            agency_kind: AgencyKind::Department,
            region: region.into(),
            year: ReportYear(2025),
            rule: "late-publication".into(),
            label: Text::default(),
            severity,
            message: Text::default(),
            basis: Text::default(),
            remedy: Text::default(),
            since: DateTime::UNIX_EPOCH,
            due: None,
            url: None,
            details: Vec::new(),
        }
    }

    fn told(routes: &str, alert: &Alert) -> Vec<String> {
        let people = "[mail]\nfrom = 'w@a.example'\n[mail.file]\ndir = 'mail'\n\
                      [[receiver]]\nname = 'office'\nemail = 'o@a.example'\n\
                      [[receiver]]\nname = 'city'\nemail = 'c@a.example'\n";
        let config = parse("test.toml", &format!("{people}{routes}"), &Given::default()).unwrap();
        config.receivers_for(alert).iter().map(|it| it.name.clone()).collect()
    }

    #[test]
    fn without_routes_everybody_is_told() {
        assert_eq!(told("", &alert(Severity::Info, "")), ["office", "city"]);
    }

    #[test]
    fn the_first_route_that_matches_wins() {
        let routes = "[[route]]\nmatch = { severity = 'error', region = '6203*' }\nto = ['city']\n\
                      [[route]]\nmatch = { kind = 'department' }\nto = ['office', 'office']\n";
        assert_eq!(told(routes, &alert(Severity::Error, "620302")), ["city"]);
        assert_eq!(told(routes, &alert(Severity::Warning, "620302")), ["office"]);
        assert_eq!(told(routes, &alert(Severity::Error, "431202")), ["office"]);
    }

    #[test]
    fn what_no_route_matches_reaches_nobody() {
        let routes = "[[route]]\nmatch = { severity = 'error' }\nto = ['city']\n";
        assert!(told(routes, &alert(Severity::Info, "620302")).is_empty());
    }
}
