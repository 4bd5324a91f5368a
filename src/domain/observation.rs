//! What one look at a site established about one report.
//!
//! Three answers, never two: a site that could not be read says nothing about its agencies.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::Text;

/// A report found on a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The address of the report.
    pub url: String,
    /// The text of the link.
    pub title: String,
    /// The date beside the link.
    pub date: Option<NaiveDate>,
}

/// What a look established about the report of one agency and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Observation {
    /// The report is there.
    Published(Listed),
    /// The listing was understood to its end, and the report is not in it.
    Absent,
    /// We cannot tell.
    Unknown(Unseen),
}

impl Observation {
    /// True where the look was clean: the portal answered and was understood.
    pub const fn is_clean(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

/// Why a look established nothing. The variants are what a reader would do something different
/// about; the text in each is what was seen: the status, the words on the page, where it led.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason", content = "seen")]
pub enum Unseen {
    /// No answer: DNS, connection or time-out.
    Unreachable(String),
    /// An answer that is an error, e.g. `HTTP 500`.
    Failed(String),
    /// A gateway's challenge or block page.
    Blocked(String),
    /// A page that says, with a status of success, that there is no such page.
    #[serde(rename = "soft-404")]
    SoftNotFound(String),
    /// The home page stands in place of the page.
    HomePage(String),
    /// The address leads on to another site, or to a page that only a script would follow.
    Elsewhere(String),
    /// A notice of maintenance.
    Maintenance(String),
    /// A login page.
    Login(String),
    /// The login page of our own network.
    CaptivePortal(String),
    /// A page without a word on it.
    Empty(String),
    /// A page of gambling or pornography at the office's address.
    Hijacked(String),
    /// A page or answer that breaks off.
    Truncated(String),
    /// A page whose characters are lost.
    Garbled(String),
    /// A copy that a cache has kept for days.
    Stale(String),
    /// Another page in place of the listing. Written by earlier versions, which told fewer kinds
    /// apart; read from their stores.
    NotTheListing(String),
    /// The list is filled by a script; its HTML holds no links.
    ListNeedsScript(String),
    /// The page answered, but no list of reports was recognised on it.
    ListNotUnderstood(String),
    /// The report is linked, but its page could not be read as a report.
    ReportNotReadable(String),
    /// robots.txt asks us not to look.
    Disallowed(String),
    /// An address that the configuration does not allow.
    Refused(String),
    /// Not asked now, for the sake of the site: it said when to come back, or was asked enough today.
    Postponed(String),
    /// Several candidates, and no way to tell which is the agency's.
    Ambiguous(String),
    /// The monitor itself was not running or not online.
    MonitorOffline(String),
}

impl Unseen {
    /// A short name for JSON, metrics and tests.
    pub const fn key(&self) -> &'static str {
        self.told().0
    }

    /// What was seen.
    pub fn seen(&self) -> &str {
        match self {
            Self::Unreachable(seen)
            | Self::Failed(seen)
            | Self::Blocked(seen)
            | Self::SoftNotFound(seen)
            | Self::HomePage(seen)
            | Self::Elsewhere(seen)
            | Self::Maintenance(seen)
            | Self::Login(seen)
            | Self::CaptivePortal(seen)
            | Self::Empty(seen)
            | Self::Hijacked(seen)
            | Self::Truncated(seen)
            | Self::Garbled(seen)
            | Self::Stale(seen)
            | Self::NotTheListing(seen)
            | Self::ListNeedsScript(seen)
            | Self::ListNotUnderstood(seen)
            | Self::ReportNotReadable(seen)
            | Self::Disallowed(seen)
            | Self::Refused(seen)
            | Self::Postponed(seen)
            | Self::Ambiguous(seen)
            | Self::MonitorOffline(seen) => seen,
        }
    }

    /// The sentence for people.
    pub fn text(&self) -> Text {
        let (_, zh, en) = self.told();
        let seen = self.seen();
        if seen.is_empty() {
            Text::new(zh, en)
        } else {
            Text::new(format!("{zh}（{seen}）"), format!("{en} ({seen})"))
        }
    }

    /// The short name, and the sentence in Chinese and English.
    const fn told(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Unreachable(_) => ("unreachable", "网站无法访问", "the site cannot be reached"),
            Self::Failed(_) => ("failed", "网站返回错误", "the site answered with an error"),
            Self::Blocked(_) => ("blocked", "被网站防护拦截", "blocked by the site's protection"),
            Self::SoftNotFound(_) => (
                "soft-404",
                "返回的是“页面不存在”的提示页",
                "a page says that there is no such page",
            ),
            Self::HomePage(_) => {
                ("home-page", "返回的是网站首页", "the home page stands in place of the page")
            }
            Self::Elsewhere(_) => ("elsewhere", "地址转到别处", "the address leads elsewhere"),
            Self::Maintenance(_) => {
                ("maintenance", "网站维护中", "the site is closed for maintenance")
            }
            Self::Login(_) => {
                ("login", "返回的是登录页", "a login page stands in place of the page")
            }
            Self::CaptivePortal(_) => (
                "captive-portal",
                "监测端网络要求上网认证",
                "our own network asks for a login before it lets anything through",
            ),
            Self::Empty(_) => ("empty", "返回的是空页面", "the page is empty"),
            Self::Hijacked(_) => {
                ("hijacked", "页面疑似被篡改或劫持", "the page looks defaced or hijacked")
            }
            Self::Truncated(_) => ("truncated", "页面内容不完整", "the page breaks off"),
            Self::Garbled(_) => ("garbled", "页面是乱码", "the characters of the page are lost"),
            Self::Stale(_) => {
                ("stale", "返回的是缓存的旧页面", "a cache answered with an old copy of the page")
            }
            Self::NotTheListing(_) => (
                "not-the-listing",
                "返回的不是年报列表页",
                "another page stands in place of the list",
            ),
            Self::ListNeedsScript(_) => (
                "list-needs-script",
                "列表由脚本生成，页面中没有链接",
                "the list is filled by a script",
            ),
            Self::ListNotUnderstood(_) => {
                ("list-not-understood", "列表页无法识别", "the list is not understood")
            }
            Self::ReportNotReadable(_) => {
                ("report-not-readable", "年报页面无法读取", "the page of the report cannot be read")
            }
            Self::Disallowed(_) => {
                ("disallowed", "robots.txt 不允许访问", "robots.txt does not allow it")
            }
            Self::Postponed(_) => {
                ("postponed", "为不加重网站负担，暂缓访问", "put off to spare the site")
            }
            Self::Refused(_) => ("refused", "地址不在允许范围内", "the address is not allowed"),
            Self::Ambiguous(_) => {
                ("ambiguous", "有多份候选，无法确定", "several candidates, none certain")
            }
            Self::MonitorOffline(_) => (
                "monitor-offline",
                "监测程序未运行或断网",
                "the monitor was not running or not online",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAKERS: [fn(String) -> Unseen; 23] = [
        Unseen::Unreachable,
        Unseen::Failed,
        Unseen::Blocked,
        Unseen::SoftNotFound,
        Unseen::HomePage,
        Unseen::Elsewhere,
        Unseen::Maintenance,
        Unseen::Login,
        Unseen::CaptivePortal,
        Unseen::Empty,
        Unseen::Hijacked,
        Unseen::Truncated,
        Unseen::Garbled,
        Unseen::Stale,
        Unseen::NotTheListing,
        Unseen::ListNeedsScript,
        Unseen::ListNotUnderstood,
        Unseen::ReportNotReadable,
        Unseen::Disallowed,
        Unseen::Refused,
        Unseen::Postponed,
        Unseen::Ambiguous,
        Unseen::MonitorOffline,
    ];

    #[test]
    fn a_reason_is_stored_under_its_own_key_with_what_was_seen() {
        let mut keys = std::collections::HashSet::new();
        for unseen in MAKERS.map(|make| make("HTTP 200".into())) {
            let json = serde_json::to_value(&unseen).unwrap();
            let expected = serde_json::json!({"reason": unseen.key(), "seen": "HTTP 200"});
            assert_eq!(json, expected);
            assert_eq!(serde_json::from_value::<Unseen>(json).unwrap(), unseen);
            assert!(keys.insert(unseen.key()), "{}", unseen.key());
            let text = unseen.text();
            assert!(text.zh.contains("HTTP 200") && text.en.contains("HTTP 200"));
        }
    }

    #[test]
    fn what_earlier_versions_stored_is_still_read() {
        for key in [
            "unreachable",
            "failed",
            "blocked",
            "not-the-listing",
            "list-needs-script",
            "list-not-understood",
            "report-not-readable",
            "disallowed",
            "refused",
            "ambiguous",
            "monitor-offline",
        ] {
            let stored = format!(r#"{{"unknown":{{"reason":"{key}","seen":"x"}}}}"#);
            let read: Observation = serde_json::from_str(&stored).unwrap();
            let Observation::Unknown(unseen) = read else { panic!("{read:?}") };
            assert_eq!((unseen.key(), unseen.seen()), (key, "x"));
        }
    }
}
