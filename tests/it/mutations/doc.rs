//! A report that a test writes and edits, and the bytes that a portal would serve of it.
//!
//! An edit names words that must be there: a mutation that no longer touches anything fails by itself
//! instead of proving nothing.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::TableKind;
use gongkai_watch::extract::edition;
use regex::Regex;

use crate::form;
use crate::form::Rows;

/// How the page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// Paragraphs and plain tables.
    Plain,
    /// What a word processor leaves behind: spans around every number, styles, empty paragraphs.
    Word,
    /// Flattened text, one cell a line.
    Text,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub heading: String,
    pub lines: Vec<String>,
    pub table: Option<TableKind>,
    /// An image stands in place of what is under the heading.
    pub pictured: bool,
}

/// A change of the three tables' shape.
pub type Reshape = fn(&mut [Rows; 3]);

/// A report as it is written.
#[derive(Debug, Clone)]
pub struct Doc {
    pub agency: String,
    pub year: i32,
    pub title: String,
    pub url: String,
    pub pub_date: String,
    pub column: String,
    pub preamble: Vec<String>,
    pub parts: Vec<Part>,
    pub signature: Vec<String>,
    pub figures: BTreeMap<(Line, Column), String>,
    pub form: Option<&'static str>,
    pub dress: Dress,
    /// How a figure is printed.
    pub print: fn(&str) -> String,
    pub reshape: Vec<Reshape>,
    /// Replacements in the cells of the tables.
    pub labels: Vec<(&'static str, &'static str)>,
    /// Replacements in the finished page.
    pub patches: Vec<(String, String)>,
}

/// One kind of applicant: new, carried in, outcomes, carried out.
pub type Applicants = (Column, i64, i64, &'static [(Line, i64)], i64);

const HEADINGS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}

impl Doc {
    /// A report in the form of its year: what stands before 一, and under 一, 五 and 六; a line a
    /// paragraph. It is dated on `date`.
    pub fn new(agency: &str, year: i32, date: &str, texts: [&str; 4]) -> Self {
        let [preamble, overview, problems, other] = texts;
        let part = |i: usize, text: &str| Part {
            heading: HEADINGS[i].into(),
            lines: lines(text),
            table: i.checked_sub(1).and_then(|i| TableKind::ALL.get(i).copied()),
            pictured: false,
        };
        let bodies = [overview, "", "", "", problems, other];
        let compact = date.replace('-', "");
        Self {
            agency: agency.into(),
            year,
            title: format!("{agency}{year}年政府信息公开工作年度报告"),
            url: format!("http://gov.test/zfxxgk/nb/{}/t{compact}_{year}.html", &compact[..6]),
            pub_date: date.into(),
            column: "政府信息公开年报".into(),
            preamble: lines(preamble),
            parts: bodies.iter().enumerate().map(|(i, text)| part(i, text)).collect(),
            signature: Vec::new(),
            figures: BTreeMap::new(),
            form: match year {
                ..=2018 => None,
                2019 | 2020 => Some("2019"),
                _ => Some("2021"),
            },
            dress: Dress::Plain,
            print: ToOwned::to_owned,
            reshape: Vec::new(),
            labels: Vec::new(),
            patches: Vec::new(),
        }
    }

    /// Prints a figure or anything else in a cell.
    pub fn cell(&mut self, line: Line, column: Column, printed: impl Display) {
        self.figures.insert((line, column), printed.to_string());
    }

    /// The figure in a cell; 0 where none was set.
    pub fn figure(&self, line: Line, column: Column) -> i64 {
        self.figures.get(&(line, column)).map_or(0, |it| it.parse().unwrap())
    }

    /// Adds to the figure in a cell.
    pub fn more(&mut self, line: Line, column: Column, n: i64) {
        let sum = self.figure(line, column) + n;
        self.cell(line, column, sum);
    }

    /// Fills in table 3, with its totals.
    pub fn applications(mut self, applicants: &[Applicants]) -> Self {
        for (column, new, carried_in, outcomes, carried_out) in applicants {
            let handled: i64 = outcomes.iter().map(|(_, n)| n).sum();
            let frame = [
                (Line::Received, *new),
                (Line::CarriedIn, *carried_in),
                (Line::HandledTotal, handled),
                (Line::CarriedOut, *carried_out),
            ];
            for (line, n) in outcomes.iter().copied().chain(frame) {
                self.more(line, *column, n);
                self.more(line, Column::Total, n);
            }
            assert_eq!(new + carried_in, handled + carried_out, "{} {column:?}", self.title);
        }
        self
    }

    /// Fills in groups of table 4 with their totals: upheld, corrected, other, pending.
    pub fn reviews(mut self, groups: &[(Line, [i64; 4])]) -> Self {
        for (line, results) in groups {
            for (column, n) in Column::REVIEWS.iter().zip(results) {
                self.cell(*line, *column, n);
            }
            self.cell(*line, Column::ReviewTotal, results.iter().sum::<i64>());
        }
        self
    }

    /// Fills in 规范性文件: made, repealed, in force; and licences, penalties, coercion, fees.
    pub fn disclosure(mut self, documents: [i64; 3], decisions: [i64; 3], fees: &str) -> Self {
        for (column, n) in [Column::Made, Column::Repealed, Column::InForce].iter().zip(documents) {
            self.cell(Line::NormativeDocuments, *column, n);
        }
        let lines = [Line::Licences, Line::Penalties, Line::CoerciveMeasures];
        for (line, n) in lines.into_iter().zip(decisions) {
            self.cell(line, Column::Decisions, n);
        }
        self.cell(Line::Fees, Column::FeesWan, fees);
        self
    }

    /// Fills in cells of any table.
    pub fn with(mut self, cells: &[(Line, Column, &str)]) -> Self {
        for (line, column, printed) in cells {
            self.cell(*line, *column, printed);
        }
        self
    }

    /// Adds a paragraph under a heading.
    pub fn add(&mut self, section: usize, line: impl Into<String>) {
        self.parts[section - 1].lines.push(line.into());
    }

    /// Replaces all that stands under a heading.
    pub fn rewrite(&mut self, section: usize, text: &str) {
        self.parts[section - 1].lines = lines(text);
    }

    /// Takes away the first paragraph under a heading that has these words.
    pub fn cut(&mut self, section: usize, words: &str) {
        let lines = &mut self.parts[section - 1].lines;
        let at = lines.iter().position(|line| line.contains(words));
        lines.remove(at.unwrap_or_else(|| panic!("{words} does not stand in section {section}")));
    }

    /// Replaces the first paragraph under a heading that has these words.
    pub fn retell(&mut self, section: usize, words: &str, line: &str) {
        let lines = &mut self.parts[section - 1].lines;
        let old = lines.iter_mut().find(|line| line.contains(words));
        line.clone_into(old.unwrap_or_else(|| panic!("{words} does not stand in {section}")));
    }

    /// Exchanges words wherever they stand in title, preamble, headings, text and signature.
    pub fn swap(&mut self, old: &str, new: &str) {
        let mut times = 0;
        let texts = self.preamble.iter_mut().chain(&mut self.signature);
        let parts = self
            .parts
            .iter_mut()
            .flat_map(|part| std::iter::once(&mut part.heading).chain(part.lines.iter_mut()));
        for text in texts.chain(parts).chain(std::iter::once(&mut self.title)) {
            times += text.matches(old).count();
            *text = text.replace(old, new);
        }
        assert!(times > 0, "“{old}” does not stand in {}", self.title);
    }

    /// Exchanges markup in the finished page.
    pub fn patch(&mut self, old: &str, new: &str) {
        self.patches.push((old.into(), new.into()));
    }

    fn tables(&self) -> Option<[Rows; 3]> {
        let form = edition::find(self.form?).unwrap();
        let printed = |line: Line, column: Column| {
            (self.print)(self.figures.get(&(line, column)).map_or("0", String::as_str))
        };
        let mut tables = form::tables(form, &printed);
        self.reshape.iter().for_each(|reshape| reshape(&mut tables));
        let figure = |text: &str| text.trim().parse::<f64>().is_ok();
        for cell in tables.iter_mut().flatten().flatten().filter(|cell| !figure(&cell.text)) {
            for (old, new) in &self.labels {
                cell.text = cell.text.replace(old, new);
            }
        }
        Some(tables)
    }

    /// What the portal serves.
    pub fn bytes(&self) -> Vec<u8> {
        let mut page = match self.dress {
            Dress::Text => self.text(),
            Dress::Plain | Dress::Word => self.html(),
        };
        for (old, new) in &self.patches {
            assert!(page.contains(old.as_str()), "“{old}” is not on the page {}", self.title);
            page = page.replace(old.as_str(), new);
        }
        page.into_bytes()
    }

    fn text(&self) -> String {
        let mut all = vec![self.title.clone(), format!("发布日期：{}", self.pub_date)];
        all.extend(self.preamble.iter().cloned());
        let tables = self.tables();
        for part in &self.parts {
            all.push(part.heading.clone());
            if part.pictured {
                continue;
            }
            all.extend(part.lines.iter().cloned());
            if let (Some(kind), Some(tables)) = (part.table, &tables) {
                let cells = tables[usize::from(kind.section()) - 2].iter().flatten();
                all.extend(cells.map(|cell| cell.text.clone()));
            }
        }
        all.extend(self.signature.iter().cloned());
        all.join("\n")
    }

    fn html(&self) -> String {
        let Self { title, agency, pub_date, column, .. } = self;
        let tables = self.tables();
        let mut body: String = self.preamble.iter().map(|line| self.paragraph(line)).collect();
        for part in &self.parts {
            body += &self.paragraph(&part.heading);
            if part.pictured {
                body += "<p><img src=\"P020260120.png\" width=\"600\" height=\"800\"></p>\n";
                continue;
            }
            body.extend(part.lines.iter().map(|line| self.paragraph(line)));
            if let (Some(kind), Some(tables)) = (part.table, &tables) {
                body += &self.table(&tables[usize::from(kind.section()) - 2]);
            }
        }
        body.extend(self.signature.iter().map(|line| self.paragraph(line)));
        format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\n\
             <meta name=\"ColumnName\" content=\"{column}\">\n\
             <meta name=\"ArticleTitle\" content=\"{title}\">\n\
             <meta name=\"PubDate\" content=\"{pub_date} 09:30\">\n\
             <meta name=\"ContentSource\" content=\"{agency}\">\n<title>{title}</title></head><body>\n\
             <div class=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/z/\">政务公开</a></li></ul>\
             </div>\n<div class=\"article\"><h1>{title}</h1>\n\
             <div class=\"info\">发布时间：{pub_date}　来源：{agency}　浏览次数：<span>318</span></div>\n\
             <div class=\"TRS_Editor\">\n{body}</div></div>\n\
             <div class=\"foot\"><p>主办单位：{agency}　联系电话：0999-6213355</p></div></body></html>"
        )
    }

    fn paragraph(&self, line: &str) -> String {
        match self.dress {
            Dress::Word => format!(
                "<p class=\"MsoNormal\" style=\"text-indent:32.0pt;line-height:28.0pt\">\
                 <span style=\"font-family:仿宋_GB2312;mso-bidi-font-family:宋体\">{}</span>\
                 <span lang=\"EN-US\"><o:p></o:p></span></p>\n<p class=\"MsoNormal\">&nbsp;</p>\n",
                word_spans(line)
            ),
            Dress::Plain | Dress::Text => format!("<p>　　{line}</p>\n"),
        }
    }

    fn table(&self, rows: &Rows) -> String {
        match self.dress {
            Dress::Word => form::html(
                rows,
                " style=\"border:solid windowtext 1.0pt;padding:0cm 5.4pt\" valign=\"center\"",
                |text| {
                    format!(
                        "<p class=\"MsoNormal\" align=\"center\"><span style=\"font-size:10.5pt\">{}\
                         <o:p></o:p></span></p>",
                        word_spans(text)
                    )
                },
            ),
            Dress::Plain | Dress::Text => form::html(rows, "", ToOwned::to_owned),
        }
    }
}

/// A word processor gives every run of western signs a span of its own.
fn word_spans(text: &str) -> String {
    static WESTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new("[0-9.%]+").unwrap());
    WESTERN.replace_all(text, "</span><span lang=\"EN-US\">$0</span><span>").into_owned()
}

/// `1,862,554`, as a spreadsheet prints it.
pub fn with_separators(figure: &str) -> String {
    if figure.len() < 4 || !figure.bytes().all(|b| b.is_ascii_digit()) {
        return figure.into();
    }
    let separate = |(i, c): (usize, char)| {
        let comma = i > 0 && (figure.len() - i).is_multiple_of(3);
        comma.then_some(',').into_iter().chain([c]).collect::<String>()
    };
    figure.chars().enumerate().map(separate).collect()
}

/// Full-width digits between spaces.
pub fn full_width(figure: &str) -> String {
    let wide = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_u32('０' as u32 + digit).unwrap(),
        None => c,
    };
    format!(" {} ", figure.chars().map(wide).collect::<String>())
}
