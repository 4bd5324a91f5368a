//! Report pages of about 45 KB in the looks that portals have: the same report, in the markup that
//! different editors leave behind.

use std::fmt::Write;
use std::path::Path;

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::TableKind;
use gongkai_watch::extract::edition;

/// What an editor puts around each paragraph and each cell.
pub struct Look {
    pub name: &'static str,
    paragraph: [&'static str; 2],
    cell: &'static str,
    inside: [&'static str; 2],
}

pub const LOOKS: [Look; 3] = [
    Look {
        name: "plain",
        paragraph: ["<p>", "</p>\n"],
        cell: "",
        inside: ["<p align=\"center\">", "</p>"],
    },
    Look {
        name: "ueditor",
        paragraph: [
            "<p style=\"text-indent:2em;line-height:1.75em;margin-bottom:15px\"><span style=\"\
             font-family:仿宋_GB2312;font-size:21px;color:#333333\">",
            "</span></p>",
        ],
        cell: " style=\"border:1px solid #000;padding:0 7px\" width=\"64\"",
        inside: ["<p style=\"text-align:center\"><span>", "</span></p>"],
    },
    Look {
        name: "word",
        paragraph: [
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span \
             style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体'>",
            "<span lang=EN-US><o:p></o:p></span></span></p>\n",
        ],
        cell: " width=57 valign=top style='border:solid 1.0pt'",
        inside: ["<p class=MsoNormal align=center><span lang=EN-US>", "<o:p></o:p></span></p>"],
    },
];

/// About as long as the page of a real report.
const LENGTH: usize = 45_000;

impl Look {
    /// A whole page; pages of different seeds differ in their figures.
    pub fn page(&self, seed: usize) -> String {
        let tables: [String; 3] = TableKind::ALL.map(|kind| self.table(kind, seed));
        let [active, applications, reviews] = &tables;
        let mut html = format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>年报</title>\
             <meta name=\"PubDate\" content=\"2026-01-20 10:12\"><script>var id={seed};</script>\
             </head><body><div class=\"nav\"><ul>{}</ul></div><div id=\"zoom\">\
             <h1>示例市第{seed}局2025年政府信息公开工作年度报告</h1>",
            "<li><a href=\"/a/b.html\">栏目导航</a></li>\n".repeat(60)
        );
        self.add(&mut html, "本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止。");
        self.add(&mut html, "一、总体情况");
        let rest: usize = tables.iter().map(String::len).sum::<usize>() + 3_000;
        for i in 1..200 {
            if html.len() + rest > LENGTH {
                break;
            }
            let text = format!(
                "（{i}）主动公开方面。全年公开政府信息{}条，办结率100%，持续提升公开的质量和时效，\
                 做好解读回应，加强平台建设和监督保障，主动接受社会各界的监督。",
                seed + i
            );
            self.add(&mut html, &text);
        }
        self.add(&mut html, "二、主动公开政府信息情况");
        html.push_str(active);
        self.add(&mut html, "三、收到和处理政府信息公开申请情况");
        html.push_str(applications);
        self.add(&mut html, "四、政府信息公开行政复议、行政诉讼情况");
        html.push_str(reviews);
        self.add(&mut html, "五、存在的主要问题及改进情况");
        self.add(&mut html, "问题是公开的深度不够，解读形式单一；改进措施是加强培训，丰富解读。");
        self.add(&mut html, "六、其他需要报告的事项");
        self.add(&mut html, "本年度未收取信息处理费。");
        html.push_str("</div></body></html>");
        html
    }

    fn add(&self, html: &mut String, text: &str) {
        let [open, close] = self.paragraph;
        write!(html, "{open}{text}{close}").unwrap();
    }

    fn table(&self, kind: TableKind, seed: usize) -> String {
        let rows = match kind {
            TableKind::ActiveDisclosure => disclosure(seed),
            TableKind::Applications => applications(seed),
            TableKind::Reviews => reviews(),
        };
        let [open, close] = self.inside;
        let mut html = String::from("<table border=1><tbody>");
        for row in rows {
            html.push_str("<tr>");
            for (span, text) in row {
                write!(html, "<td{}{span}>{open}{text}{close}</td>", self.cell).unwrap();
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table>");
        html
    }
}

/// A row of a table: each cell with its spans.
type Row = Vec<(&'static str, String)>;

fn row(texts: &[&str]) -> Row {
    texts.iter().map(|text| ("", (*text).to_owned())).collect()
}

fn disclosure(seed: usize) -> Vec<Row> {
    let group = |text: &str| vec![(" colspan=4", text.to_owned())];
    let figure = (seed % 90).to_string();
    vec![
        group("第二十条第（一）项"),
        row(&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        row(&["规章", "0", "0", "0"]),
        row(&["行政规范性文件", "0", "0", "0"]),
        group("第二十条第（五）项"),
        row(&["信息内容", "本年处理决定数量"]),
        row(&["行政许可", &figure]),
        group("第二十条第（六）项"),
        row(&["信息内容", "本年处理决定数量"]),
        row(&["行政处罚", &figure]),
        row(&["行政强制", "0"]),
        group("第二十条第（八）项"),
        row(&["信息内容", "本年收费金额（单位：万元）"]),
        row(&["行政事业性收费", "0"]),
    ]
}

fn applications(seed: usize) -> Vec<Row> {
    let head = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let mut rows = vec![
        vec![(" rowspan=3", head.into()), (" colspan=7", "申请人情况".into())],
        vec![
            (" rowspan=2", "自然人".into()),
            (" colspan=5", "法人或其他组织".into()),
            (" rowspan=2", "总计".into()),
        ],
        row(&["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
    ];
    for spec in edition::find("2021").unwrap().lines_of(TableKind::Applications) {
        let count = match spec.line {
            Line::Received | Line::Granted | Line::HandledTotal => seed % 90,
            _ => 0,
        };
        let figure = |column: &Column| match column {
            Column::NaturalPerson | Column::Total => count.to_string(),
            _ => "0".to_owned(),
        };
        let figures = spec.columns.iter().map(|column| ("", figure(column)));
        rows.push(std::iter::once(("", spec.label.to_owned())).chain(figures).collect());
    }
    rows
}

fn reviews() -> Vec<Row> {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    vec![
        vec![(" rowspan=2 colspan=5", "行政复议".into()), (" colspan=10", "行政诉讼".into())],
        vec![(" colspan=5", "未经复议直接起诉".into()), (" colspan=5", "复议后起诉".into())],
        row(&results.repeat(3)),
        row(&["0"; 15]),
    ]
}

/// The web pages of the collection beside the repository, each by its name; none where it is absent.
pub fn collected() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/reports");
    let mut pages: Vec<(String, String)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            if path.extension()? != "html" {
                return None;
            }
            Some((name, std::fs::read_to_string(path).ok()?))
        })
        .collect();
    pages.sort();
    pages
}
