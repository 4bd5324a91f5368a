//! Who owes a report, and where it is looked for.
//!
//! A [`Site`] is a place to look; an [`Agency`] owes the report. One site may carry two hundred
//! agencies, so nothing may be concluded about one from the other's name.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;
use url::Url;

use crate::domain::Ask;
use crate::domain::Reading;
use crate::domain::ReportYear;

/// What kind of body it is; this decides which statutory date applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgencyKind {
    /// 县级以上地方人民政府: published by its office, by 31 March.
    Government,
    /// 县级以上人民政府部门: by 31 January.
    Department,
    /// 乡镇人民政府、街道办事处: not named in Art. 49; by local requirement.
    Township,
    /// 垂直管理机构: a department whose superior is not the local government.
    Vertical,
    /// 公共企事业单位: owes no report under Art. 49; watched only if asked for.
    Enterprise,
}

impl AgencyKind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [Self; 5] =
        [Self::Government, Self::Department, Self::Township, Self::Vertical, Self::Enterprise];

    /// The name used in configuration and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::Township => "township",
            Self::Vertical => "vertical",
            Self::Enterprise => "enterprise",
        }
    }

    /// The kind with that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The permanent name of an agency in the store; its configured `id`, else its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgencyId(pub String);

impl fmt::Display for AgencyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The permanent name of a watched site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SiteId(pub String);

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An administrative agency (行政机关) that owes a report each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its permanent name in the store.
    pub id: AgencyId,
    /// Its full official name.
    pub name: String,
    /// Other names that its reports carry.
    pub aliases: Vec<String>,
    /// Which statutory date applies.
    pub kind: AgencyKind,
    /// Six-digit administrative division code (行政区划代码), or a prefix of one.
    pub region: String,
    /// First report year owed; `None` means the season in which it is first watched.
    pub since: Option<ReportYear>,
    /// The site that should carry its reports.
    pub site: SiteId,
}

/// A configured place to look: one listing page and the agencies expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its permanent name.
    pub id: SiteId,
    /// What people call it.
    pub name: String,
    /// The listing page.
    pub url: Url,
    /// How its list is read.
    pub reading: Reading,
    /// Region of its agencies, unless an agency says otherwise.
    pub region: String,
    /// Who should publish there.
    pub agencies: Vec<Agency>,
}

impl Site {
    /// What the first request for its list asks.
    pub fn ask(&self) -> Ask {
        Ask { url: self.url.clone(), form: self.reading.form().map(str::to_owned) }
    }
}
