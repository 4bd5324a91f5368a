//! The forms of 2019 and 2021 as rows of cells; every writer of pages and files prints the same.
//!
//! Wordings of the rows come from the editions themselves, so a page is the promulgated form.

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Edition;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::TableKind;
use gongkai_watch::extract::edition;

/// A cell with the columns and rows it covers.
#[derive(Debug, Clone)]
pub struct Cell {
    pub text: String,
    pub width: usize,
    pub height: usize,
}

fn cell(text: &str, width: usize, height: usize) -> Cell {
    Cell { text: text.into(), width, height }
}

/// Rows of cells; a cell covered from above is not there.
pub type Rows = Vec<Vec<Cell>>;

/// A piece of the report.
#[derive(Debug, Clone)]
pub enum Piece {
    Line(&'static str),
    /// The table and its number of columns.
    Table(Rows, usize),
}

/// What is printed in a cell.
pub type Figures<'a> = &'a dyn Fn(Line, Column) -> String;

/// A figure of its own for every cell; `wide` gives them up to five digits.
pub fn distinct(wide: bool) -> impl Fn(Line, Column) -> String {
    move |line, column| {
        let edition = edition::find("2021").unwrap();
        let all: Vec<(Line, Column)> = TableKind::ALL
            .into_iter()
            .flat_map(|kind| edition.lines_of(kind))
            .flat_map(|spec| spec.columns.iter().map(|column| (spec.line, *column)))
            .collect();
        let at = all.iter().position(|it| *it == (line, column)).unwrap();
        match line {
            Line::Fees => format!("{at}.5"),
            _ if wide && at % 3 == 0 => (10_000 + at * 137).to_string(),
            _ => at.to_string(),
        }
    }
}

/// The three tables of a form, in its order.
pub fn tables(form: &'static Edition, figures: Figures<'_>) -> [Rows; 3] {
    let first = match form.id {
        "2019" => disclosure_of_2019(figures),
        _ => disclosure(figures),
    };
    [first, applications(form, figures), reviews(figures)]
}

/// A table as HTML; each cell with these attributes, its text dressed by `cell`.
pub fn html(rows: &Rows, attributes: &str, dress: impl Fn(&str) -> String) -> String {
    let mut html = String::from("<table border=\"1\" cellspacing=\"0\">\n");
    for row in rows {
        html.push_str("<tr>");
        for it in row {
            let span = |name: &str, n: usize| match n {
                1 => String::new(),
                n => format!(" {name}=\"{n}\""),
            };
            let spans = span("colspan", it.width) + &span("rowspan", it.height);
            html.push_str(&format!("<td{spans}{attributes}>{}</td>", dress(&it.text)));
        }
        html.push_str("</tr>\n");
    }
    html + "</table>\n"
}

/// The whole report.
pub fn report(figures: Figures<'_>) -> Vec<Piece> {
    vec![
        Piece::Line("某市财政局"),
        Piece::Line("2024年政府信息公开工作年度报告"),
        Piece::Line("一、总体情况"),
        Piece::Line("2024年，本局主动公开政府信息120条，坚持以公开为常态、不公开为例外。"),
        Piece::Line("二、主动公开政府信息情况"),
        Piece::Table(disclosure(figures), 4),
        Piece::Line("三、收到和处理政府信息公开申请情况"),
        Piece::Table(applications(edition::find("2021").unwrap(), figures), 10),
        Piece::Line("四、政府信息公开行政复议、行政诉讼情况"),
        Piece::Table(reviews(figures), 15),
        Piece::Line("五、存在的主要问题及改进情况"),
        Piece::Line("公开的深度不够，下一步将加强培训，改进工作。"),
        Piece::Line("六、其他需要报告的事项"),
        Piece::Line("本年度未收取信息处理费。"),
    ]
}

fn disclosure(figures: Figures<'_>) -> Rows {
    let documents = [Column::Made, Column::Repealed, Column::InForce];
    let mut rows = vec![
        vec![cell("第二十条第（一）项", 4, 1)],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
            .map(|it| cell(it, 1, 1))
            .into(),
    ];
    for (label, line) in [("规章", Line::Regulations), ("行政规范性文件", Line::NormativeDocuments)]
    {
        let mut row = vec![cell(label, 1, 1)];
        row.extend(documents.map(|column| cell(&figures(line, column), 1, 1)));
        rows.push(row);
    }
    let single =
        |label: &str, line, column| vec![cell(label, 1, 1), cell(&figures(line, column), 3, 1)];
    let head = |caption: &str, column: &str| {
        [vec![cell(caption, 4, 1)], vec![cell("信息内容", 1, 1), cell(column, 3, 1)]]
    };
    rows.extend(head("第二十条第（五）项", "本年处理决定数量"));
    rows.push(single("行政许可", Line::Licences, Column::Decisions));
    rows.extend(head("第二十条第（六）项", "本年处理决定数量"));
    rows.push(single("行政处罚", Line::Penalties, Column::Decisions));
    rows.push(single("行政强制", Line::CoerciveMeasures, Column::Decisions));
    rows.extend(head("第二十条第（八）项", "本年收费金额（单位：万元）"));
    rows.push(single("行政事业性收费", Line::Fees, Column::FeesWan));
    rows
}

/// Table 2 of the form of 2019: items and their change, and procurement.
fn disclosure_of_2019(figures: Figures<'_>) -> Rows {
    let heads = [
        ("第二十条第（一）项", &["本年新制作数量", "本年新公开数量", "对外公开总数量"][..]),
        ("第二十条第（五）项", &["上一年项目数量", "本年增/减", "处理决定数量"]),
        ("第二十条第（六）项", &["上一年项目数量", "本年增/减", "处理决定数量"]),
        ("第二十条第（八）项", &["上一年项目数量", "本年增/减"]),
        ("第二十条第（九）项", &["采购项目数量", "采购总金额"]),
    ];
    let groups = [
        &[Line::Regulations, Line::NormativeDocuments][..],
        &[Line::Licences, Line::OtherServices],
        &[Line::Penalties, Line::CoerciveMeasures],
        &[Line::Fees],
        &[Line::Procurement],
    ];
    let form = edition::find("2019").unwrap();
    let mut rows = Vec::new();
    for ((caption, columns), lines) in heads.iter().zip(groups) {
        // Two columns share the width of three.
        let width = |i: usize| if columns.len() == 2 && i == 1 { 2 } else { 1 };
        rows.push(vec![cell(caption, 4, 1)]);
        let mut head = vec![cell("信息内容", 1, 1)];
        head.extend(columns.iter().enumerate().map(|(i, it)| cell(it, width(i), 1)));
        rows.push(head);
        for line in lines {
            let spec = form.spec(*line).unwrap();
            let mut row = vec![cell(spec.label, 1, 1)];
            let of = |column: &Column| figures(*line, *column);
            row.extend(spec.columns.iter().enumerate().map(|(i, it)| cell(&of(it), width(i), 1)));
            rows.push(row);
        }
    }
    rows
}

fn applications(form: &'static Edition, figures: Figures<'_>) -> Rows {
    let note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let mut rows = vec![
        vec![cell(note, 3, 3), cell("申请人情况", 7, 1)],
        vec![cell("自然人", 1, 2), cell("法人或其他组织", 5, 1), cell("总计", 1, 2)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
            .map(|it| cell(it, 1, 1))
            .into(),
    ];
    let groups = [
        (Line::RefusedStateSecret, "（三）不予公开", 8),
        (Line::UnavailableNotHeld, "（四）无法提供", 3),
        (Line::UnprocessedPetition, "（五）不予处理", 5),
        (Line::OtherNotCorrected, "（六）其他处理", 3),
    ];
    let mut left_in_group = 0;
    let results = form.lines_of(TableKind::Applications).count() - 3;
    for spec in form.lines_of(TableKind::Applications) {
        let mut row = Vec::new();
        if spec.line == Line::Granted {
            row.push(cell("三、本年度办理结果", 1, results));
        }
        if let Some((_, name, rows)) = groups.iter().find(|(line, _, _)| *line == spec.line) {
            row.push(cell(name, 1, *rows));
            left_in_group = *rows;
        }
        let width = match spec.line {
            Line::Received | Line::CarriedIn | Line::CarriedOut => 3,
            _ if left_in_group > 0 => 1,
            _ => 2,
        };
        left_in_group = left_in_group.saturating_sub(1);
        row.push(cell(spec.label, width, 1));
        row.extend(spec.columns.iter().map(|column| cell(&figures(spec.line, *column), 1, 1)));
        rows.push(row);
    }
    rows
}

fn reviews(figures: Figures<'_>) -> Rows {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut second: Vec<Cell> = results.map(|it| cell(it, 1, 2)).into();
    second.extend([cell("未经复议直接起诉", 5, 1), cell("复议后起诉", 5, 1)]);
    let figures =
        [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration]
            .iter()
            .flat_map(|line| Column::REVIEWS.map(|column| cell(&figures(*line, column), 1, 1)));
    vec![
        vec![cell("行政复议", 5, 1), cell("行政诉讼", 10, 1)],
        second,
        results.iter().chain(&results).map(|it| cell(it, 1, 1)).collect(),
        figures.collect(),
    ]
}

/// A cell in its place.
#[derive(Debug, Clone)]
pub struct Placed {
    pub row: usize,
    pub col: usize,
    pub cell: Cell,
}

/// Every cell with its row and first column.
pub fn placed(rows: &Rows) -> Vec<Placed> {
    let mut taken = std::collections::HashSet::new();
    let mut all = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let mut col = 0;
        for cell in cells {
            while taken.contains(&(row, col)) {
                col += 1;
            }
            for r in row..row + cell.height {
                for c in col..col + cell.width {
                    taken.insert((r, c));
                }
            }
            all.push(Placed { row, col, cell: cell.clone() });
            col += cell.width;
        }
    }
    all
}
