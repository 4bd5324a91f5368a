//! The season as data: who is watched, and what the portals do on which day.
//!
//! Every name is made up. The days are those on which something happens or on which a watch could go
//! wrong: the day after the deadline with a portal that cannot be read is the point of the story.

use crate::domain::AgencyKind;
use crate::domain::ReportYear;
use crate::domain::Text;

/// The report year of the season.
pub(super) const YEAR: ReportYear = ReportYear(2025);

/// The oldest report that the portals still list.
pub(super) const OLDEST: ReportYear = ReportYear(2021);

/// What a portal's listing looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// A list of links on one page.
    List,
    /// A table over several pages, with a link to the next.
    Table,
    /// A list in GBK that only the page itself declares.
    Gbk,
    /// Pages that are counted by a script (`createPageHTML`).
    Trs,
}

/// A portal.
#[derive(Debug)]
pub(super) struct Portal {
    pub id: &'static str,
    pub name: &'static str,
    pub look: Look,
}

/// Who owes a report.
#[derive(Debug)]
pub(super) struct Office {
    pub id: &'static str,
    pub name: &'static str,
    pub english: &'static str,
    pub kind: AgencyKind,
    /// The portal that carries its reports.
    pub portal: &'static str,
    /// Makes its figures its own.
    pub seed: i64,
}

/// Which text of a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Consistent.
    Clean,
    /// One figure of table 3 is mistyped, so two sums are wrong.
    Mistyped,
    /// The mistyped figure put right, and said so.
    Corrected,
    /// A figure replaced after publication, and not said so.
    Edited,
    /// Carried in what last year's report did not carry out.
    Miscarried,
}

/// What a portal does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// A report appears; the last field is the date that it prints.
    Publish(&'static str, Version, &'static str),
    /// Another text appears in its place.
    Replace(&'static str, Version),
    /// It is gone from the listing and from its address.
    Withdraw(&'static str),
    /// It is back.
    Restore(&'static str),
    /// A gateway answers in place of the portal.
    Block(&'static str),
    /// The portal answers again.
    Unblock(&'static str),
}

/// One day of the season.
#[derive(Debug)]
pub(super) struct Day {
    pub date: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub acts: &'static [Act],
}

const fn portal(id: &'static str, name: &'static str, look: Look) -> Portal {
    Portal { id, name, look }
}

pub(super) static PORTALS: &[Portal] = &[
    portal("shi", "示例市人民政府门户网站", Look::List),
    portal("bumen", "示例市部门信息公开平台", Look::Table),
    portal("xian", "示例县人民政府网站", Look::Gbk),
    portal("shuiwu", "示例市水务局网站", Look::Trs),
    portal("weijian", "示例市卫生健康委员会网站", Look::List),
];

const fn office(
    id: &'static str,
    name: &'static str,
    english: &'static str,
    kind: AgencyKind,
    portal: &'static str,
    seed: i64,
) -> Office {
    Office { id, name, english, kind, portal, seed }
}

pub(super) static OFFICES: &[Office] = &[
    office("shi-zf", "示例市人民政府", "the city government", AgencyKind::Government, "shi", 9),
    office("shi-cz", "示例市财政局", "the finance bureau", AgencyKind::Department, "shi", 3),
    office("shi-jy", "示例市教育局", "the education bureau", AgencyKind::Department, "shi", 5),
    office(
        "shi-mz",
        "示例市民政局",
        "the civil affairs bureau",
        AgencyKind::Department,
        "bumen",
        2,
    ),
    office(
        "shi-jt",
        "示例市交通运输局",
        "the transport bureau",
        AgencyKind::Department,
        "bumen",
        4,
    ),
    office("xian-zf", "示例县人民政府", "the county government", AgencyKind::Government, "xian", 7),
    office(
        "xian-tj",
        "示例县统计局",
        "the county statistics bureau",
        AgencyKind::Department,
        "xian",
        1,
    ),
    office("shi-sw", "示例市水务局", "the water bureau", AgencyKind::Department, "shuiwu", 6),
    office(
        "shi-wj",
        "示例市卫生健康委员会",
        "the health commission",
        AgencyKind::Department,
        "weijian",
        8,
    ),
];

const fn day(date: &'static str, zh: &'static str, en: &'static str, acts: &'static [Act]) -> Day {
    Day { date, zh, en, acts }
}

pub(super) static SEASON: &[Day] = &[
    day(
        "2026-01-05",
        "第一次查看：读入上年度报告，作为比对依据",
        "the first look; last year's reports are read, to compare with",
        &[],
    ),
    day(
        "2026-01-20",
        "两个部门发布年报，其中一份合计有误",
        "two departments publish; one report does not add up",
        &[
            Act::Publish("shi-cz", Version::Clean, "2026-01-16"),
            Act::Publish("shi-mz", Version::Mistyped, "2026-01-20"),
        ],
    ),
    day(
        "2026-01-23",
        "又有两份，其中一份的结转数与上年度报告对不上",
        "two more; one carries over another figure than last year's report",
        &[
            Act::Publish("shi-jt", Version::Clean, "2026-01-23"),
            Act::Publish("xian-tj", Version::Miscarried, "2026-01-22"),
        ],
    ),
    day(
        "2026-01-26",
        "水务局发布年报",
        "the water bureau publishes",
        &[Act::Publish("shi-sw", Version::Clean, "2026-01-26")],
    ),
    day(
        "2026-01-28",
        "合计有误的报告已更正，并作了说明",
        "the report that did not add up is corrected, and says so",
        &[Act::Replace("shi-mz", Version::Corrected)],
    ),
    day(
        "2026-01-30",
        "一个网站被防护系统挡住，年报却已在其后发布",
        "a gateway stands before one portal; the report behind it cannot be seen",
        &[Act::Publish("shi-wj", Version::Clean, "2026-01-29"), Act::Block("weijian")],
    ),
    day(
        "2026-01-31",
        "部门的最后一天，当天仍算按期",
        "the last day for departments is on time",
        &[],
    ),
    day(
        "2026-02-01",
        "期限次日：缺一份报告，另有一个网站读不到",
        "the day after: one report is missing, one portal cannot be read",
        &[],
    ),
    day(
        "2026-02-05",
        "网站恢复：年报在期限前就已发布",
        "the portal is back; its report had been published in time",
        &[Act::Unblock("weijian")],
    ),
    day(
        "2026-02-06",
        "缺的那份补发了",
        "the missing report is published after all",
        &[Act::Publish("shi-jy", Version::Clean, "2026-02-06")],
    ),
    day(
        "2026-02-12",
        "一份已发布的报告悄悄改了一个数字",
        "a published report is edited without a word",
        &[Act::Replace("shi-jt", Version::Edited)],
    ),
    day(
        "2026-02-20",
        "一份已发布的报告不见了",
        "a published report is gone",
        &[Act::Withdraw("shi-sw")],
    ),
    day("2026-02-24", "它又回来了", "it is back", &[Act::Restore("shi-sw")]),
    day("2026-03-01", "月督促：提醒尚未解决的问题", "monthly reminder of what is open", &[]),
    day(
        "2026-03-20",
        "市政府发布年报，政府的期限是3月31日",
        "the city government publishes; governments have until 31 March",
        &[Act::Publish("shi-zf", Version::Clean, "2026-03-19")],
    ),
    day("2026-03-31", "政府的最后一天", "the last day for governments", &[]),
    day(
        "2026-04-01",
        "期限次日：县政府没有发布；季通报",
        "the day after: the county government has not published; quarterly bulletin",
        &[],
    ),
];

/// The office with that id.
pub(super) fn find(id: &str) -> Option<&'static Office> {
    OFFICES.iter().find(|office| office.id == id)
}

impl Act {
    /// What it does, in words.
    pub(super) fn text(self) -> Text {
        let office = |id| match find(id) {
            Some(it) => (it.name, format!("{} ({})", it.english, it.name)),
            None => (id, id.to_owned()),
        };
        let portal = |id| PORTALS.iter().find(|it| it.id == id).map_or(id, |it| it.name);
        match self {
            Self::Publish(id, version, on) => {
                let (name, english) = office(id);
                let (zh, en) = match version {
                    Version::Mistyped => {
                        ("，表三一个数字录错", "; a figure of table 3 is mistyped")
                    }
                    Version::Miscarried => (
                        "，上年结转数与上年度报告不符",
                        "; carried in is not what last year's report carried out",
                    ),
                    Version::Clean | Version::Corrected | Version::Edited => ("", ""),
                };
                Text::new(
                    format!("{name}发布{YEAR}年度报告（页面日期{on}）{zh}"),
                    format!("{english} publishes its report on {YEAR}, dated {on}{en}"),
                )
            }
            Self::Replace(id, Version::Corrected) => {
                let (name, english) = office(id);
                Text::new(
                    format!("{name}更正报告，并在文首说明"),
                    format!("{english} corrects its report, and says so at its top"),
                )
            }
            Self::Replace(id, _) => {
                let (name, english) = office(id);
                Text::new(
                    format!("{name}改动报告中的一个数字，未作说明"),
                    format!("{english} changes a figure of its report without a word"),
                )
            }
            Self::Withdraw(id) => {
                let (name, english) = office(id);
                Text::new(
                    format!("{name}的报告从栏目和原网址消失"),
                    format!("the report of {english} is gone from list and address"),
                )
            }
            Self::Restore(id) => {
                let (name, english) = office(id);
                Text::new(format!("{name}恢复报告"), format!("the report of {english} is back"))
            }
            Self::Block(id) => Text::new(
                format!("{}只返回拦截页", portal(id)),
                format!("{} answers with a block page only", portal(id)),
            ),
            Self::Unblock(id) => Text::new(
                format!("{}恢复访问", portal(id)),
                format!("{} can be read again", portal(id)),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn every_act_speaks_of_somebody_who_exists() {
        for act in SEASON.iter().flat_map(|day| day.acts) {
            match act {
                Act::Publish(id, _, on) => {
                    assert!(find(id).is_some(), "{id}");
                    assert!(on.parse::<NaiveDate>().is_ok(), "{on}");
                }
                Act::Replace(id, _) | Act::Withdraw(id) | Act::Restore(id) => {
                    assert!(find(id).is_some(), "{id}");
                }
                Act::Block(id) | Act::Unblock(id) => {
                    assert!(PORTALS.iter().any(|portal| portal.id == *id), "{id}");
                }
            }
        }
        assert!(OFFICES.iter().all(|it| PORTALS.iter().any(|portal| portal.id == it.portal)));
    }

    #[test]
    fn the_days_follow_each_other() {
        let days: Vec<NaiveDate> = SEASON.iter().map(|day| day.date.parse().unwrap()).collect();
        assert!(days.is_sorted_by(|a, b| a < b));
    }
}
