//! A report page of the 2021 form, as a content system prints one: tables with merged cells, tags
//! with dates, and a page around it that changes on every visit.
//!
//! Wordings of the rows come from the edition itself, so the page is the promulgated form.

use chrono::NaiveDate;

use super::figures::Figures;
use super::script::Office;
use super::script::Version;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::ReportYear;
use crate::domain::TableKind;
use crate::extract::edition;

/// One report to be printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub office: &'static Office,
    pub year: ReportYear,
    pub version: Version,
    /// The date that the page prints.
    pub on: NaiveDate,
}

impl Form {
    pub(super) fn title(self) -> String {
        format!("{}{}年政府信息公开工作年度报告", self.office.name, self.year)
    }

    /// The page, as it is on the `visit`th visit.
    pub(super) fn page(self, charset: &str, visit: usize) -> String {
        let (title, on, name) = (self.title(), self.on, self.office.name);
        let views = 17 * visit + 40;
        format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"{charset}\">\n\
             <meta name=\"SiteName\" content=\"{name}\">\n\
             <meta name=\"ColumnName\" content=\"政府信息公开年报\">\n\
             <meta name=\"ArticleTitle\" content=\"{title}\">\n\
             <meta name=\"PubDate\" content=\"{on} 09:30\">\n<title>{title}</title>\n</head>\n<body>\n\
             <div class=\"nav\"><a href=\"/\">首页</a> &gt; 政府信息公开 &gt; 政府信息公开年报</div>\n\
             <h1>{title}</h1>\n<p class=\"info\">发布时间：{on}　来源：{name}　浏览次数：{views}</p>\n\
             <div id=\"zoom\">\n{}</div>\n<div class=\"foot\">主办：{name}</div>\n</body>\n</html>\n",
            self.body()
        )
    }

    fn body(self) -> String {
        let figures = Figures::of(self.office, self.year, self.version);
        let Self { year, on, .. } = self;
        let name = self.office.name;
        let mut html = String::new();
        if self.version == Version::Corrected {
            html.push_str("<p>更正说明：原报告表三“本年新收”自然人一栏录入有误，现予更正。</p>\n");
        }
        html.push_str(&format!(
            "<p>根据《中华人民共和国政府信息公开条例》编制本报告。本报告所列数据的统计期限为{year}年1月1日至\
             {year}年12月31日。</p>\n<p>一、总体情况</p>\n<p>{year}年，{name}全年新收政府信息公开申请{}件，\
             均按期办理。</p>\n<p>二、主动公开政府信息情况</p>\n{}<p>三、收到和处理政府信息公开申请情况</p>\n{}\
             <p>四、政府信息公开行政复议、行政诉讼情况</p>\n{}<p>五、存在的主要问题及改进情况</p>\n\
             <p>主动公开的内容还不够细。下一步将细化公开目录，加强业务培训。</p>\n\
             <p>六、其他需要报告的事项</p>\n<p>本年度未收取政府信息公开信息处理费。</p>\n<p>{name}</p>\n\
             <p>{}</p>\n",
            figures.applications(),
            table_two(figures),
            table_three(figures, year),
            table_four(figures),
            on.format("%Y年%-m月%-d日"),
        ));
        html
    }
}

fn cells(figures: &[i64]) -> String {
    figures.iter().map(|figure| format!("<td>{figure}</td>")).collect()
}

fn table_two(figures: Figures) -> String {
    let documents = |line, label: &str| {
        let row = [Column::Made, Column::Repealed, Column::InForce];
        let row = row.map(|column| figures.disclosure(line, column));
        format!("<tr><td>{label}</td>{}</tr>\n", cells(&row))
    };
    let decisions = |line, label: &str| {
        let n = figures.disclosure(line, Column::Decisions);
        format!("<tr><td>{label}</td><td colspan=\"3\">{n}</td></tr>\n")
    };
    let item = |number: &str, what: &str| {
        format!(
            "<tr><td colspan=\"4\">第二十条第（{number}）项</td></tr>\n<tr><td>信息内容</td>\
             <td colspan=\"3\">{what}</td></tr>\n"
        )
    };
    [
        "<table border=\"1\">\n<tr><td colspan=\"4\">第二十条第（一）项</td></tr>\n<tr><td>信息内容</td>\
         <td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>\n"
            .to_owned(),
        documents(Line::Regulations, "规章"),
        documents(Line::NormativeDocuments, "行政规范性文件"),
        item("五", "本年处理决定数量"),
        decisions(Line::Licences, "行政许可"),
        item("六", "本年处理决定数量"),
        decisions(Line::Penalties, "行政处罚"),
        decisions(Line::CoerciveMeasures, "行政强制"),
        item("八", "本年收费金额（单位：万元）"),
        "<tr><td>行政事业性收费</td><td colspan=\"3\">0</td></tr>\n</table>\n".to_owned(),
    ]
    .concat()
}

const HEAD: &str = "<tr><td colspan=\"3\" rowspan=\"3\">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\
    </td><td colspan=\"7\">申请人情况</td></tr>\n<tr><td rowspan=\"2\">自然人</td>\
    <td colspan=\"5\">法人或其他组织</td><td rowspan=\"2\">总计</td></tr>\n<tr><td>商业<br>企业</td>\
    <td>科研<br>机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>\n";

fn table_three(figures: Figures, year: ReportYear) -> String {
    let mut html = format!("<table border=\"1\">\n{HEAD}");
    let form = edition::for_year(year.0).into_iter();
    for spec in form.flat_map(|edition| edition.lines_of(TableKind::Applications)) {
        let label = spec.label;
        let group = |rows, name| format!("<td rowspan=\"{rows}\">{name}</td><td>{label}</td>");
        let lead = match spec.line {
            Line::Received | Line::CarriedIn | Line::CarriedOut => {
                format!("<td colspan=\"3\">{label}</td>")
            }
            Line::Granted => {
                format!("<td rowspan=\"22\">三、本年度办理结果</td><td colspan=\"2\">{label}</td>")
            }
            Line::PartlyGranted | Line::HandledTotal => format!("<td colspan=\"2\">{label}</td>"),
            Line::RefusedStateSecret => group(8, "（三）不予公开"),
            Line::UnavailableNotHeld => group(3, "（四）无法提供"),
            Line::UnprocessedPetition => group(5, "（五）不予处理"),
            Line::OtherNotCorrected => group(3, "（六）其他处理"),
            _ => format!("<td>{label}</td>"),
        };
        let row = cells(&figures.applications_row(spec.line));
        html.push_str(&format!("<tr>{lead}{row}</tr>\n"));
    }
    html.push_str("</table>\n");
    html
}

fn table_four(figures: Figures) -> String {
    let results =
        "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    let tall = results.replace("<td>", "<td rowspan=\"2\">");
    let groups =
        [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration];
    let row: String = groups.iter().map(|line| cells(&figures.reviews(*line))).collect();
    format!(
        "<table border=\"1\">\n<tr><td colspan=\"5\">行政复议</td><td colspan=\"10\">行政诉讼</td></tr>\n\
         <tr>{tall}<td colspan=\"5\">未经复议直接起诉</td><td colspan=\"5\">复议后起诉</td></tr>\n\
         <tr>{results}{results}</tr>\n<tr>{row}</tr>\n</table>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::script::OFFICES;
    use crate::demo::script::YEAR;
    use crate::extract;
    use crate::extract::Input;

    fn read(version: Version, visit: usize) -> crate::domain::AnnualReport {
        let on = NaiveDate::from_ymd_opt(2026, 1, 20).unwrap();
        let page = Form { office: &OFFICES[3], year: YEAR, version, on }.page("utf-8", visit);
        extract::extract(Input { bytes: page.as_bytes(), ..Input::default() }).unwrap()
    }

    #[test]
    fn the_page_is_read_whole() {
        let report = read(Version::Clean, 0);
        assert_eq!(report.unread, []);
        assert_eq!(report.agency.as_deref(), Some(OFFICES[3].name));
        assert_eq!(report.claimed_date().unwrap().date.to_string(), "2026-01-20");
        let cells: usize = report.tables.values().map(|table| table.iter().count()).sum();
        assert_eq!(cells, 200);
    }

    #[test]
    fn another_visit_is_no_edit() {
        assert_eq!(read(Version::Clean, 1).content, read(Version::Clean, 2).content);
        assert_ne!(read(Version::Clean, 1).content, read(Version::Edited, 1).content);
    }
}
