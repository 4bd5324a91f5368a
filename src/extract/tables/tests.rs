//! Reading the tables from the layouts that real pages have.

use super::*;
use crate::domain::Value;
use crate::extract::edition;
use crate::html::Block;
use crate::html::Page;

fn grids(html: &str) -> Vec<Grid> {
    let page = Page::parse(html).unwrap();
    page.blocks
        .into_iter()
        .filter_map(|placed| match placed.block {
            Block::Table(grid) => Some(grid),
            _ => None,
        })
        .collect()
}

fn read_as(kind: TableKind, id: &str, html: &str) -> Option<(Table, Vec<Unread>)> {
    let grids = grids(html);
    let refs: Vec<&Grid> = grids.iter().collect();
    read(kind, edition::find(id).unwrap(), &refs)
}

fn figures(row: usize) -> String {
    (0..7).map(|col| format!("<td>{}</td>", row * 10 + col)).collect()
}

/// The rows of table 3 as the form prints them, with its group cells.
fn rows(id: &str) -> Vec<String> {
    let specs: Vec<_> = edition::find(id).unwrap().lines_of(TableKind::Applications).collect();
    let groups: &[(usize, usize, &str)] = match id {
        "2019" => &[(4, 8, "（三）不予公开"), (12, 3, "（四）无法提供"), (15, 5, "（五）不予处理")],
        _ => &[
            (4, 8, "（三）不予公开"),
            (12, 3, "（四）无法提供"),
            (15, 5, "（五）不予处理"),
            (20, 3, "（六）其他处理"),
        ],
    };
    let last = specs.len() - 1;
    specs
        .iter()
        .enumerate()
        .map(|(i, spec)| {
            let mut row = String::from("<tr>");
            if i == 2 {
                row.push_str(&format!("<td rowspan={}>三、本年度办理结果</td>", last - 2));
            }
            let group = groups.iter().find(|(start, len, _)| (*start..start + len).contains(&i));
            match group {
                Some((start, len, name)) => {
                    if *start == i {
                        row.push_str(&format!("<td rowspan={len}>{name}</td>"));
                    }
                    row.push_str(&format!("<td>{}</td>", spec.label));
                }
                None if i < 2 || i == last => {
                    row.push_str(&format!("<td colspan=3>{}</td>", spec.label));
                }
                None => row.push_str(&format!("<td colspan=2>{}</td>", spec.label)),
            }
            row.push_str(&figures(i));
            row.push_str("</tr>");
            row
        })
        .collect()
}

const HEADER: &str = "<tr><td colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\
    </td><td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>\
    <td rowspan=2>总计</td></tr><tr><td>商业<br>企业</td><td>科研机构</td><td>社会公益组织</td>\
    <td>法律服务机构</td><td>其他</td></tr>";

fn assert_whole(table: &Table, id: &str) {
    let specs: Vec<_> = edition::find(id).unwrap().lines_of(TableKind::Applications).collect();
    for (i, spec) in specs.iter().enumerate() {
        for (j, column) in Column::APPLICATIONS.iter().enumerate() {
            let expected = i64::try_from(i * 10 + j).unwrap();
            assert_eq!(table.integer(spec.line, *column), Some(expected), "{:?}", spec.line);
        }
    }
}

#[test]
fn the_printed_form_is_read_whole_in_both_editions() {
    for id in ["2021", "2019"] {
        let html = format!("<table>{HEADER}{}</table>", rows(id).concat());
        let (table, unread) = read_as(TableKind::Applications, id, &html).unwrap();
        assert_whole(&table, id);
        assert_eq!(unread, []);
    }
}

#[test]
fn a_figure_belongs_to_the_heading_above_it_wherever_that_stands() {
    // 其他 before 法律服务机构, and in each row their figures likewise.
    let header =
        HEADER.replace("<td>法律服务机构</td><td>其他</td>", "<td>其他</td><td>法律服务机构</td>");
    let swapped: String = rows("2021")
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let (four, five) =
                (format!("<td>{}</td>", i * 10 + 4), format!("<td>{}</td>", i * 10 + 5));
            row.replace(&format!("{four}{five}"), &format!("{five}{four}"))
        })
        .collect();
    let html = format!("<table>{header}{swapped}</table>");
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert_whole(&table, "2021");
    assert_eq!(unread, []);
}

#[test]
fn headings_in_another_order_of_which_one_is_unknown_give_no_figure() {
    let header = HEADER
        .replace("<td>法律服务机构</td><td>其他</td>", "<td>其他</td><td>法律服务机构</td>")
        .replace("科研机构", "研究单位");
    let html = format!("<table>{header}{}</table>", rows("2021").concat());
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert!(table.is_empty());
    assert!(unread.iter().all(|it| it.why.contains("order")), "{unread:?}");
}

#[test]
fn two_headings_in_another_order_give_no_figure() {
    let read = |header: &str| {
        let html = format!("<table>{header}{}</table>", rows("2021").concat());
        read_as(TableKind::Applications, "2021", &html).unwrap().0
    };
    let unknown = "<td>个人</td><td>企业</td><td>研究单位</td><td>公益组织</td>";
    let last = "<td>其他</td><td>法律服务机构</td><td>全部</td>";
    assert!(read(&format!("<tr><td colspan=3></td>{unknown}{last}</tr>")).is_empty());
    let mixed = "<td colspan=3></td><td>商业企业</td><td>自然人</td><td>研究单位</td>";
    assert!(read(&format!("<tr>{mixed}</tr>")).is_empty());
}

#[test]
fn rows_named_like_headings_at_the_top_of_a_page_say_nothing_of_an_order() {
    let all = rows("2021");
    // The second page begins with 3.其他 in its own column and ends with 总计 to the left of it.
    let (head, tail) = all.split_at(20);
    let (head, tail) = (head.concat(), tail.concat());
    let html = format!("<table>{HEADER}{head}</table><table>{tail}</table>");
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert_whole(&table, "2021");
    assert_eq!(unread, []);
}

#[test]
fn a_table_broken_in_two_is_one_table() {
    let all = rows("2021");
    let (head, tail) = all.split_at(9);
    let html = format!(
        "<table>{HEADER}{}</table><p>- 3 -</p><table>{}</table>",
        head.concat(),
        tail.concat()
    );
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert_whole(&table, "2021");
    assert_eq!(unread, []);
}

#[test]
fn a_header_left_empty_does_not_matter() {
    let html = format!("<table><tr><td></td></tr>{}</table>", rows("2021").concat());
    let (table, _) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert_whole(&table, "2021");
}

#[test]
fn a_row_with_a_cell_too_few_is_unread() {
    let mut all = rows("2021");
    all[5] = all[5].replacen("<td>50</td>", "", 1);
    let html = format!("<table>{HEADER}{}</table>", all.concat());
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert!(!table.has_line(Line::RefusedOtherLaw));
    assert_eq!(unread.len(), 1);
    assert_eq!(unread[0].what, "applications.refused_other_law");
    assert!(unread[0].why.contains("6 cells"), "{}", unread[0].why);
}

#[test]
fn a_row_printed_twice_with_other_figures_is_unread() {
    let all = rows("2021");
    let again = all[0].replace("<td>0</td>", "<td>9</td>");
    let html = format!("<table>{HEADER}{}{again}</table>", all.concat());
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert!(!table.has_line(Line::Received));
    assert!(unread[0].why.contains("twice"));
}

#[test]
fn a_truncated_table_names_the_rows_it_lost() {
    let html = format!("<table>{HEADER}{}", rows("2021")[..10].concat());
    let (table, unread) = read_as(TableKind::Applications, "2021", &html).unwrap();
    assert_eq!(table.iter().count(), 70);
    assert_eq!(unread.len(), 15);
}

#[test]
fn table_two_counts_cells_and_ignores_spans() {
    let html = "<table><tr><td colspan=5>第二十条第（一）项</td></tr><tr><td>信息内容</td>\
        <td>本年制<br>发件数</td><td colspan=2>本年废止件数</td><td>现行有效件</td></tr><tr><td>规 章</td>\
        <td>/</td><td></td><td>0</td></tr><tr><td>行政规范性文件</td><td colspan=2>3</td><td>1</td>\
        <td>12</td></tr><tr><td colspan=5>第二十条第（五）项</td></tr><tr><td>信息内容</td>\
        <td colspan=4>本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan=4>45</td></tr><tr>\
        <td>信息内容</td><td colspan=4>本年收费金额（单位：万元）</td></tr><tr><td>行政事业性收费</td>\
        <td colspan=4>18651.06</td></tr></table>";
    let (table, unread) = read_as(TableKind::ActiveDisclosure, "2021", html).unwrap();
    let cell = |line, column| table.cell(line, column).unwrap().value.clone();
    assert_eq!(cell(Line::Regulations, Column::Made), Value::Dash);
    assert_eq!(cell(Line::Regulations, Column::Repealed), Value::Blank);
    assert_eq!(cell(Line::NormativeDocuments, Column::InForce), Value::Integer(12));
    assert_eq!(cell(Line::Licences, Column::Decisions), Value::Integer(45));
    assert_eq!(cell(Line::Fees, Column::FeesWan), Value::Decimal("18651.06".into()));
    assert_eq!(unread.len(), 2);
}

#[test]
fn a_hidden_column_changes_nothing() {
    let html = "<table><tr><td>信息内容</td><td></td><td>本年处理决定数量</td></tr><tr><td>行政许可</td>\
        <td></td><td>45</td></tr><tr><td>行政处罚</td><td>4</td><td>5</td></tr></table>";
    let (table, unread) = read_as(TableKind::ActiveDisclosure, "2021", html).unwrap();
    assert_eq!(table.integer(Line::Licences, Column::Decisions), Some(45));
    assert!(!table.has_line(Line::Penalties));
    assert_eq!(unread.len(), 5);

    let names = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    let first = names.replacen("</td>", "</td><td></td>", 1);
    let html = format!(
        "<table><tr><td colspan=6>行政复议</td><td colspan=5>未经复议直接起诉</td>\
         <td colspan=5>复议后起诉</td></tr><tr>{}{names}{names}</tr><tr><td></td></tr><tr>{}{}</tr>\
         </table>",
        first.replace("<td>结果", "<td rowspan=2>结果"),
        "<td>1</td><td></td>",
        "<td>2</td>".repeat(14)
    );
    let (table, _) = read_as(TableKind::Reviews, "2021", &html).unwrap();
    assert_eq!(table.integer(Line::Reconsideration, Column::Upheld), Some(1));
    assert_eq!(table.integer(Line::LitigationAfterReconsideration, Column::ReviewTotal), Some(2));
}

#[test]
fn another_table_is_not_table_three() {
    let html = "<table><tr><td>其他</td><td>总计</td></tr><tr><td>1</td><td>2</td></tr></table>";
    assert!(read_as(TableKind::Applications, "2021", html).is_none());
    assert!(read_as(TableKind::Reviews, "2021", html).is_none());
}
