//! Pages as portals show them: a report in the form of 2021 with its three tables, and a listing.
//!
//! Every figure can be set. A figure that is set stands alone: the sums around it are not adjusted,
//! because that is how reports go wrong.

use std::collections::BTreeMap;

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::extract::edition;

use crate::form;

/// A report of one agency on one year.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whose.
    pub agency: String,
    /// On which year.
    pub year: i32,
    /// The day that the page claims.
    pub date: String,
    figures: BTreeMap<(String, String), i64>,
    views: u32,
    menu: String,
    note: String,
}

/// Sentences of which every report has five of its own, so that no two reports are copies.
const SENTENCES: [&str; 11] = [
    "推动预算决算信息集中公开，配发图表说明。",
    "把惠企政策按行业整理成册，方便企业查阅。",
    "在办事大厅设置查阅点，安排专人引导。",
    "对群众来信反映的热点问题逐一登记回应。",
    "修订公开指南，补充了联系方式和受理时限。",
    "清理失效链接和过期栏目，整合重复内容。",
    "邀请人大代表和居民代表参加开放日活动。",
    "建立信息发布台账，落实先审后发。",
    "围绕义务教育入学政策开展在线访谈。",
    "把行政处罚结果信息与信用平台对接。",
    "组织业务骨干到先进单位学习交流。",
];

/// Five sentences that go with an agency and a year.
fn own_words(agency: &str, year: usize) -> String {
    let seed = agency.chars().map(|c| c as usize).sum::<usize>() + 5 * year;
    SENTENCES.iter().cycle().skip(seed % SENTENCES.len()).take(5).copied().collect()
}

impl Report {
    /// A report without a fault: seven applications and one carried in, seven answered.
    pub fn of(agency: &str, year: i32, date: &str) -> Self {
        let mut report = Self {
            agency: agency.into(),
            year,
            date: date.into(),
            figures: BTreeMap::new(),
            views: 12,
            menu: "政务公开".into(),
            note: String::new(),
        };
        for column in ["natural_person", "total"] {
            for (row, n) in
                [("received", 7), ("carried_in", 1), ("granted", 7), ("handled_total", 7)]
            {
                report = report.set(row, column, n);
            }
            report = report.set("carried_out", column, 1);
        }
        report
    }

    /// Sets one figure of table 3.
    pub fn set(mut self, row: &str, column: &str, n: i64) -> Self {
        let known = Line::ALL.iter().any(|it| it.key() == row)
            && Column::APPLICATIONS.iter().any(|it| it.key() == column);
        assert!(known, "{row} {column}");
        self.figures.insert((row.into(), column.into()), n);
        self
    }

    /// Sets what is carried in, in both columns and in all sums that hang on it.
    pub fn carrying_in(self, n: i64) -> Self {
        ["natural_person", "total"].into_iter().fold(self, |report, column| {
            report.set("carried_in", column, n).set("granted", column, 6 + n).set(
                "handled_total",
                column,
                6 + n,
            )
        })
    }

    /// Sets what stands around the report and is none of it.
    pub fn around(mut self, views: u32, menu: &str) -> Self {
        self.views = views;
        self.menu = menu.into();
        self
    }

    /// Adds a sentence at the head of the report.
    pub fn noting(mut self, note: &str) -> Self {
        self.note = format!("<p>{note}</p>");
        self
    }

    /// The title.
    pub fn title(&self) -> String {
        format!("{}{}年政府信息公开工作年度报告", self.agency, self.year)
    }

    /// The page.
    pub fn html(&self) -> String {
        let Self { agency, year, date, views, menu, note, .. } = self;
        let title = self.title();
        let heading = |text: &str| format!("<p><strong>{text}</strong></p>");
        let [disclosure, applications, reviews] = self.tables();
        let parts = [
            heading("一、总体情况"),
            format!(
                "<p>{year}年，{agency}深入贯彻落实《中华人民共和国政府信息公开条例》，围绕第{}项重点\
                 工作推进主动公开，全年公开信息{}条。依申请公开答复及时，政府信息管理逐条审核，\
                 信息公开平台运行平稳，监督保障有力，开展工作考核和社会评议，未发生责任追究情形。{}</p>",
                year % 7 + 1,
                year % 100 + 40,
                own_words(agency, usize::try_from(*year).unwrap())
            ),
            heading("二、主动公开政府信息情况"),
            disclosure,
            heading("三、收到和处理政府信息公开申请情况"),
            applications,
            heading("四、政府信息公开行政复议、行政诉讼情况"),
            reviews,
            heading("五、存在的主要问题及改进情况"),
            format!(
                "<p>存在的主要问题是公开内容的时效性还不够，业务培训还不经常。{year}年已组织培训两次，\
                 完善了审核流程，下一步将继续改进工作，逐月检查栏目，及时补充群众关心的办理结果。</p>"
            ),
            heading("六、其他需要报告的事项"),
            "<p>本年度未收取政府信息公开信息处理费，无其他需要报告的事项。</p>".into(),
        ]
        .concat();
        format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
             <meta name=\"ArticleTitle\" content=\"{title}\">\
             <meta name=\"PubDate\" content=\"{date} 10:00\">\
             <meta name=\"ContentSource\" content=\"{agency}\">\
             <title>{title}</title></head><body>\
             <div class=\"menu\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/a/\">{menu}</a></li>\
             </ul><p>今天的访问量：{views}</p></div>\
             <div class=\"article\"><h1>{title}</h1>\
             <div class=\"info\">发布日期：{date} 来源：{agency} 浏览次数：<span>{views}</span></div>\
             <div class=\"TRS_Editor\">{note}{parts}</div></div>\
             <div class=\"foot\"><p>主办单位：某市人民政府办公室 总访问量 {views}</p></div>\
             </body></html>"
        )
    }

    /// The three tables; the second says what was set.
    fn tables(&self) -> [String; 3] {
        let figures = |line: Line, column: Column| {
            let set = self.figures.get(&(line.key().into(), column.key().into()));
            match (set, line) {
                (Some(n), _) => n.to_string(),
                (None, Line::Licences) => "31".into(),
                (None, Line::Penalties) => "4".into(),
                (None, Line::Fees) => "0.5".into(),
                (None, _) => "0".into(),
            }
        };
        let tables = form::tables(edition::find("2021").unwrap(), &figures);
        tables.map(|rows| form::html(&rows, "", ToOwned::to_owned))
    }
}

/// A page of a listing: title, address and date of each item, and the address of the next page.
pub fn listing(items: &[(String, String, String)], next: Option<&str>) -> String {
    let items: String = items
        .iter()
        .map(|(title, url, date)| {
            format!("<li><a href=\"{url}\">{title}</a><span>{date}</span></li>")
        })
        .collect();
    let next = next.map_or_else(String::new, |url| format!("<a href=\"{url}\">下一页</a>"));
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
         <meta name=\"ColumnName\" content=\"政府信息公开年报\">\
         <title>政府信息公开年报_某市人民政府</title></head><body>\
         <div class=\"menu\"><a href=\"/\">首页</a><a href=\"/zn/\">政府信息公开指南</a></div>\
         <ul class=\"list\">{items}</ul><div class=\"page\">{next}</div></body></html>"
    )
}
