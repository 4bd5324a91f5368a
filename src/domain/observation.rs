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
/// about; the text in each is what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason", content = "seen")]
pub enum Unseen {
    /// No answer: DNS, connection or time-out.
    Unreachable(String),
    /// An answer that is an error, e.g. `HTTP 500`.
    Failed(String),
    /// A gateway's challenge or block page.
    Blocked(String),
    /// A maintenance notice, a login page or another page in place of the listing.
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
    /// Several candidates, and no way to tell which is the agency's.
    Ambiguous(String),
    /// The monitor itself was not running or not online.
    MonitorOffline(String),
}

impl Unseen {
    /// A short name for JSON, metrics and tests.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Failed(_) => "failed",
            Self::Blocked(_) => "blocked",
            Self::NotTheListing(_) => "not-the-listing",
            Self::ListNeedsScript(_) => "list-needs-script",
            Self::ListNotUnderstood(_) => "list-not-understood",
            Self::ReportNotReadable(_) => "report-not-readable",
            Self::Disallowed(_) => "disallowed",
            Self::Refused(_) => "refused",
            Self::Ambiguous(_) => "ambiguous",
            Self::MonitorOffline(_) => "monitor-offline",
        }
    }

    /// What was seen.
    pub fn seen(&self) -> &str {
        match self {
            Self::Unreachable(seen)
            | Self::Failed(seen)
            | Self::Blocked(seen)
            | Self::NotTheListing(seen)
            | Self::ListNeedsScript(seen)
            | Self::ListNotUnderstood(seen)
            | Self::ReportNotReadable(seen)
            | Self::Disallowed(seen)
            | Self::Refused(seen)
            | Self::Ambiguous(seen)
            | Self::MonitorOffline(seen) => seen,
        }
    }

    /// The sentence for people.
    pub fn text(&self) -> Text {
        let (zh, en) = match self {
            Self::Unreachable(_) => ("网站无法访问", "the site cannot be reached"),
            Self::Failed(_) => ("网站返回错误", "the site answered with an error"),
            Self::Blocked(_) => ("被网站防护拦截", "blocked by the site's protection"),
            Self::NotTheListing(_) => {
                ("返回的不是年报列表页", "another page stands in place of the list")
            }
            Self::ListNeedsScript(_) => {
                ("列表由脚本生成，页面中没有链接", "the list is filled by a script")
            }
            Self::ListNotUnderstood(_) => ("列表页无法识别", "the list is not understood"),
            Self::ReportNotReadable(_) => {
                ("年报页面无法读取", "the page of the report cannot be read")
            }
            Self::Disallowed(_) => ("robots.txt 不允许访问", "robots.txt does not allow it"),
            Self::Refused(_) => ("地址不在允许范围内", "the address is not allowed"),
            Self::Ambiguous(_) => ("有多份候选，无法确定", "several candidates, none certain"),
            Self::MonitorOffline(_) => ("监测程序未运行", "the monitor was not running"),
        };
        let seen = self.seen();
        if seen.is_empty() {
            Text::new(zh, en)
        } else {
            Text::new(format!("{zh}（{seen}）"), format!("{en} ({seen})"))
        }
    }
}
