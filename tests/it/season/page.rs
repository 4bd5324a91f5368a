//! Pages as portals show them: a report in the form of 2021 with its three tables, and a listing.
//!
//! Every figure can be set. A figure that is set stands alone: the sums around it are not adjusted,
//! because that is how reports go wrong.

use std::collections::BTreeMap;

/// Rows of table 3: key, group and label, as the form prints them.
const ROWS: [(&str, &str, &str); 25] = [
    ("received", "", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "", "二、上年结转政府信息公开申请数量"),
    ("granted", "", "（一）予以公开"),
    ("partly_granted", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused_state_secret", "（三）不予公开", "1.属于国家秘密"),
    ("refused_other_law", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("refused_safety_stability", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("refused_third_party", "（三）不予公开", "4.保护第三方合法权益"),
    ("refused_internal", "（三）不予公开", "5.属于三类内部事务信息"),
    ("refused_process", "（三）不予公开", "6.属于四类过程性信息"),
    ("refused_enforcement_file", "（三）不予公开", "7.属于行政执法案卷"),
    ("refused_administrative_query", "（三）不予公开", "8.属于行政查询事项"),
    ("unavailable_not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("unavailable_needs_creation", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("unavailable_unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("unprocessed_petition", "（五）不予处理", "1.信访举报投诉类申请"),
    ("unprocessed_repeat", "（五）不予处理", "2.重复申请"),
    ("unprocessed_publication", "（五）不予处理", "3.要求提供公开出版物"),
    ("unprocessed_excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("unprocessed_reconfirmation", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    (
        "other_not_corrected",
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "other_fee_unpaid",
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("other_other", "（六）其他处理", "3.其他"),
    ("handled_total", "", "（七）总计"),
    ("carried_out", "", "四、结转下年度继续办理"),
];

/// Columns of table 3.
const COLUMNS: [&str; 7] = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other",
    "total",
];

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
        assert!(ROWS.iter().any(|it| it.0 == row) && COLUMNS.contains(&column), "{row} {column}");
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
        let parts = [
            heading("一、总体情况"),
            format!(
                "<p>{year}年，{agency}深入贯彻落实《中华人民共和国政府信息公开条例》，围绕第{}项重点\
                 工作推进决策、执行、管理、服务和结果公开，门户网站栏目运行平稳。</p>",
                year % 7 + 1
            ),
            heading("二、主动公开政府信息情况"),
            disclosure(),
            heading("三、收到和处理政府信息公开申请情况"),
            self.applications(),
            heading("四、政府信息公开行政复议、行政诉讼情况"),
            reviews(),
            heading("五、存在的主要问题及改进情况"),
            format!(
                "<p>公开内容的时效性还需加强，业务培训还不够经常。{year}年已组织培训两次，完善了\
                 审核流程，下一步将继续充实栏目内容。</p>"
            ),
            heading("六、其他需要报告的事项"),
            "<p>本年度未收取政府信息公开信息处理费，无其他需要报告的事项。</p>".into(),
        ]
        .concat();
        format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
             <meta name=\"ArticleTitle\" content=\"{title}\">\
             <meta name=\"PubDate\" content=\"{date} 10:00\">\
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

    fn figure(&self, row: &str, column: &str) -> i64 {
        self.figures.get(&(row.into(), column.into())).copied().unwrap_or(0)
    }

    fn applications(&self) -> String {
        let mut html = String::from(
            "<table border=\"1\"><tr><td colspan=\"3\" rowspan=\"3\">（本列数据的勾稽关系为：第一项加\
             第二项之和，等于第三项加第四项之和）</td><td colspan=\"7\">申请人情况</td></tr>\
             <tr><td rowspan=\"2\">自然人</td><td colspan=\"5\">法人或其他组织</td>\
             <td rowspan=\"2\">总计</td></tr><tr><td>商业企业</td><td>科研机构</td>\
             <td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>",
        );
        let mut group = "";
        for (key, of, label) in ROWS {
            html += "<tr>";
            let inside = !matches!(key, "received" | "carried_in" | "carried_out");
            if key == "granted" {
                html += "<td rowspan=\"22\">三、本年度办理结果</td>";
            }
            if !of.is_empty() && of != group {
                let rows = ROWS.iter().filter(|it| it.1 == of).count();
                html += &format!("<td rowspan=\"{rows}\">{of}</td>");
            }
            group = of;
            let span = match (inside, of.is_empty()) {
                (false, _) => 3,
                (true, true) => 2,
                (true, false) => 1,
            };
            html += &format!("<td colspan=\"{span}\">{label}</td>");
            for column in COLUMNS {
                html += &format!("<td>{}</td>", self.figure(key, column));
            }
            html += "</tr>";
        }
        html + "</table>"
    }
}

fn disclosure() -> String {
    let caption = |text: &str| format!("<tr><td colspan=\"4\">{text}</td></tr>");
    let wide =
        |label: &str, n: &str| format!("<tr><td>{label}</td><td colspan=\"3\">{n}</td></tr>");
    let documents =
        |label: &str| format!("<tr><td>{label}</td><td>0</td><td>0</td><td>0</td></tr>");
    [
        "<table border=\"1\">".into(),
        caption("第二十条第（一）项"),
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
            .into(),
        documents("规章"),
        documents("行政规范性文件"),
        caption("第二十条第（五）项"),
        wide("信息内容", "本年处理决定数量"),
        wide("行政许可", "31"),
        caption("第二十条第（六）项"),
        wide("信息内容", "本年处理决定数量"),
        wide("行政处罚", "4"),
        wide("行政强制", "0"),
        caption("第二十条第（八）项"),
        wide("信息内容", "本年收费金额（单位：万元）"),
        wide("行政事业性收费", "0.5"),
        "</table>".into(),
    ]
    .concat()
}

fn reviews() -> String {
    let results =
        "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    format!(
        "<table border=\"1\"><tr><td colspan=\"5\">行政复议</td><td colspan=\"10\">行政诉讼</td></tr>\
         <tr>{0}<td colspan=\"5\">未经复议直接起诉</td><td colspan=\"5\">复议后起诉</td></tr>\
         <tr>{1}{1}</tr><tr>{2}</tr></table>",
        results.replace("<td>", "<td rowspan=\"2\">"),
        results,
        "<td>0</td>".repeat(15)
    )
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
