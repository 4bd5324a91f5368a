//! A checked configuration: plain values that need no further checking.
//!
//! Every default stands in the `Default` of its type and nowhere else, and the sample file is held
//! against them by a test. Names in a [`Route`] are known to be receivers, rules and agencies that
//! exist; who gets an alert is decided by [`notify::route`](crate::notify::route()), not here.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use url::Url;

use crate::domain::Lang;
use crate::domain::LocalDeadline;
use crate::domain::Params;
use crate::domain::Site;
use crate::fetch::http::Settings;
use crate::notify::MailSettings;
use crate::notify::Receiver;
use crate::notify::Route;
use crate::rules::Book;
use crate::schedule::Schedule;

use super::QuietHours;

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
    pub fetch: Settings,
    /// Sites that are due at the same time are begun within this time.
    pub spread: Duration,
    /// How mail goes out; `None` sends nothing, and then there are no receivers.
    pub mail: Option<MailSettings>,
    /// Who is written to; names are unique.
    pub receivers: Vec<Receiver>,
    /// Who gets what; the first that matches wins.
    pub routes: Vec<Route>,
    /// Days of tolerance after a statutory date.
    pub grace_days: u16,
    /// Stricter local dates.
    pub local_deadlines: Vec<LocalDeadline>,
    /// When the monitor takes itself for blind.
    pub health: Health,
    /// The dashboard.
    pub web: Web,
    /// What is watched; ids of sites and of agencies are unique.
    pub sites: Vec<WatchedSite>,
    /// What reports are judged by.
    pub book: Book,
    /// Thresholds of rules.
    pub params: Params,
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

/// When the monitor takes itself for blind, and judges nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Percent of the hosts that should answer, which fail in one round; 1 to 100.
    pub blind_share: u8,
    /// So many hosts that should answer at least; fewer tell nothing.
    pub blind_at_least: usize,
    /// Addresses that always answer; if none of them does, the fault is ours.
    pub sentinels: Vec<Url>,
}

impl Default for Health {
    fn default() -> Self {
        Self { blind_share: 40, blind_at_least: 5, sentinels: Vec::new() }
    }
}

/// A site and when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedSite {
    /// The site.
    pub site: Site,
    /// Its own schedule, in force all year; `None` follows the general one and the season.
    pub poll: Option<Schedule>,
    /// When it is left in peace, unless a deadline hangs on it.
    pub quiet: Option<QuietHours>,
}
