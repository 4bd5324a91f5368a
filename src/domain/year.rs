//! The report year, and the last day an agency has for its report.
//!
//! `ReportYear(2025)` is the year reported *on*; it is due in 2026. "前" in Art. 49 includes the
//! day itself: 31 January is on time.

use std::fmt;

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Utc;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::AgencyKind;
use crate::domain::Text;

/// The year reported on (上一年度); publication is the year after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportYear(pub i32);

impl fmt::Display for ReportYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl ReportYear {
    /// First year of the old Regulation (Decree 492), in force 2008-05-01.
    pub const FIRST: Self = Self(2008);

    /// The year whose reports are due in the year of `day`.
    pub fn in_season(day: NaiveDate) -> Self {
        Self(day.year() - 1)
    }

    /// The year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The last day under national law or, for townships, under common local practice; `None` for
    /// bodies that owe no report by law.
    pub fn statutory(self, kind: AgencyKind) -> Option<Due> {
        let (month, day, basis) = match kind {
            // The revised Regulation took effect on 2019-05-15: the report on 2018 was still due
            // under the old one.
            _ if kind != AgencyKind::Enterprise && self.0 <= 2018 => (
                3,
                31,
                Text::new(
                    "政府信息公开条例（2008年）第三十一条",
                    "Regulation on Government Information Disclosure (2008), Art. 31",
                ),
            ),
            AgencyKind::Government => (3, 31, art_49()),
            AgencyKind::Department | AgencyKind::Vertical => (1, 31, art_49()),
            AgencyKind::Township => (
                1,
                31,
                Text::new(
                    "本地要求（条例第四条、第五十条；第四十九条未列乡镇）",
                    "local requirement (Regulation Art. 4 and 50; Art. 49 does not name townships)",
                ),
            ),
            AgencyKind::Enterprise => return None,
        };
        let date = NaiveDate::from_ymd_opt(self.0 + 1, month, day)?;
        Some(Due { date, basis, local: kind == AgencyKind::Township })
    }
}

fn art_49() -> Text {
    Text::new(
        "政府信息公开条例第四十九条",
        "Regulation on Government Information Disclosure, Art. 49",
    )
}

/// A last day, and the provision that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day that is on time, in Asia/Shanghai.
    pub date: NaiveDate,
    /// The provision.
    pub basis: Text,
    /// True where the provision is not the national Regulation, so that missing it is never called
    /// a breach of the Regulation.
    pub local: bool,
}

/// A stricter local date from the configuration, with its own basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalDeadline {
    /// Region code or prefix; a trailing `*` is implied.
    pub region: String,
    /// Whom it binds; `None` binds every kind.
    pub kind: Option<AgencyKind>,
    /// The report year it is for.
    pub report_year: ReportYear,
    /// The last day.
    pub publish_by: NaiveDate,
    /// The notice that sets it.
    pub basis: String,
}

/// The dates that bind one agency for one report year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// The date of the Regulation; `None` for bodies that owe no report by law.
    pub statutory: Option<Due>,
    /// A stricter local date.
    pub local: Option<Due>,
    /// Days of tolerance after the statutory date before a report counts as missing.
    pub grace_days: u16,
}

impl Deadlines {
    /// Gathers the dates for an agency of that kind and region.
    pub fn of(
        kind: AgencyKind,
        region: &str,
        year: ReportYear,
        locals: &[LocalDeadline],
        grace_days: u16,
    ) -> Self {
        let statutory = year.statutory(kind);
        let local = locals
            .iter()
            .filter(|it| it.report_year == year && it.kind.is_none_or(|k| k == kind))
            .filter(|it| region.starts_with(it.region.trim_end_matches('*')))
            .min_by_key(|it| it.publish_by)
            .map(|it| Due {
                date: it.publish_by,
                basis: Text::new(it.basis.clone(), it.basis.clone()),
                local: true,
            });
        Self { statutory, local, grace_days }
    }

    /// The last statutory day with its grace: after it a report is missing.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let due = self.statutory.as_ref()?;
        due.date.checked_add_days(chrono::Days::new(u64::from(self.grace_days)))
    }
}

/// The calendar day of an instant where the law applies.
pub fn statutory_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Asia::Shanghai).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn due(year: i32, kind: AgencyKind) -> Option<String> {
        ReportYear(year).statutory(kind).map(|due| due.date.to_string())
    }

    #[test]
    fn departments_have_until_january_and_governments_until_march() {
        assert_eq!(due(2025, AgencyKind::Department).as_deref(), Some("2026-01-31"));
        assert_eq!(due(2025, AgencyKind::Vertical).as_deref(), Some("2026-01-31"));
        assert_eq!(due(2025, AgencyKind::Government).as_deref(), Some("2026-03-31"));
        assert_eq!(due(2019, AgencyKind::Department).as_deref(), Some("2020-01-31"));
    }

    #[test]
    fn reports_up_to_2018_were_due_under_the_old_regulation() {
        assert_eq!(due(2018, AgencyKind::Department).as_deref(), Some("2019-03-31"));
        assert_eq!(due(2018, AgencyKind::Township).as_deref(), Some("2019-03-31"));
    }

    #[test]
    fn an_enterprise_owes_nothing_by_law() {
        assert_eq!(due(2025, AgencyKind::Enterprise), None);
        assert_eq!(due(2010, AgencyKind::Enterprise), None);
    }

    #[test]
    fn a_township_is_late_by_local_requirement_only() {
        assert!(ReportYear(2025).statutory(AgencyKind::Township).is_some_and(|due| due.local));
    }

    #[test]
    fn midnight_in_shanghai_turns_the_day() {
        let last_second = Utc.with_ymd_and_hms(2026, 1, 31, 15, 59, 59).unwrap();
        let next = Utc.with_ymd_and_hms(2026, 1, 31, 16, 0, 0).unwrap();
        assert_eq!(statutory_day(last_second).to_string(), "2026-01-31");
        assert_eq!(statutory_day(next).to_string(), "2026-02-01");
    }

    #[test]
    fn the_strictest_local_date_of_the_region_counts() {
        let local = |region: &str, day| LocalDeadline {
            region: region.into(),
            kind: Some(AgencyKind::Department),
            report_year: ReportYear(2021),
            publish_by: NaiveDate::from_ymd_opt(2022, 1, day).unwrap(),
            basis: "本地通知".into(),
        };
        let locals = [local("4312*", 28), local("4312", 26), local("4313", 1)];
        let of = |kind, region| Deadlines::of(kind, region, ReportYear(2021), &locals, 0).local;
        let found = of(AgencyKind::Department, "431202").unwrap();
        assert_eq!(found.date.to_string(), "2022-01-26");
        assert_eq!(of(AgencyKind::Government, "431202"), None);
        assert_eq!(of(AgencyKind::Department, "440000"), None);
    }
}
