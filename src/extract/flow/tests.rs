//! Reading the tables from text that lost its table marks.

use super::*;
use crate::extract::edition;

fn e2021() -> &'static Edition {
    edition::find("2021").unwrap()
}

/// All rows of table 3, each with the given figures.
fn table_three(row: impl Fn(usize) -> String) -> String {
    let specs = e2021().lines_of(TableKind::Applications);
    specs.enumerate().map(|(i, spec)| format!("{}\n{}\n", spec.label, row(i))).collect()
}

fn read_three(text: &str) -> (Table, Vec<Unread>) {
    read(TableKind::Applications, e2021(), text).unwrap()
}

#[test]
fn one_figure_a_line_is_read_whole() {
    let text = table_three(|i| format!("{i}\n 0\n0 \n\n0\n0\n0\n{i}"));
    let (table, unread) = read_three(&text);
    assert_eq!(unread, []);
    assert_eq!(table.iter().count(), 175);
    assert_eq!(table.integer(Line::CarriedOut, Column::Total), Some(24));
    assert_eq!(table.integer(Line::UnprocessedRepeat, Column::NaturalPerson), Some(16));
}

#[test]
fn headings_in_another_order_than_the_forms_give_no_figure() {
    let rows = table_three(|i| format!("{i} 0 0 0 0 0 {i}"));
    let form = "自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他";
    for (header, cells) in [
        ("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计 ", 175),
        ("自然人 商业企业 科研机构 社会公益组织 其他 法律服务机构 总计 ", 0),
        ("自然人 商业企业 科研机构 社会公益组织 其它 法律服务机构 总计 ", 0),
        ("商业企业 自然人 科研机构 社会公益组织 法律服务机构 其他 总计 ", 0),
        ("自然人 商业企业 研究单位 社会公益组织 其他 法律服务机构 总计 ", 0),
        ("总计 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 ", 0),
        // Flattened row by row, as the form has its headings.
        (form, 175),
    ] {
        let (table, unread) = read_three(&format!("{header}{rows}"));
        assert_eq!(table.iter().count(), cells, "{header} {unread:?}");
    }
}

#[test]
fn the_unit_of_a_count_belongs_to_its_figure() {
    let text = table_three(|i| format!("{i}件 0 2 件 0 0 0 9件"));
    let (table, unread) = read_three(&text);
    assert_eq!((table.iter().count(), unread.len()), (175, 0));
    assert_eq!(table.integer(Line::CarriedIn, Column::NaturalPerson), Some(1));
    assert_eq!(table.integer(Line::CarriedIn, Column::ResearchInstitution), Some(2));
}

#[test]
fn a_page_number_behind_a_full_row_is_no_figure() {
    let text = table_three(|i| format!("{i} 0 0 0 0 0 9{}", if i == 7 { "\n- 3 -" } else { "" }));
    let (table, unread) = read_three(&text);
    assert_eq!((table.iter().count(), unread.len()), (175, 0));
}

#[test]
fn a_lost_cell_leaves_its_row_unread() {
    let text = table_three(|i| if i == 3 { "1 0 0 0 1".into() } else { "1 0 0 0 0 0 1".into() });
    let (table, unread) = read_three(&text);
    assert_eq!(table.iter().count(), 168);
    assert_eq!(unread.len(), 1);
    assert_eq!(unread[0].what, "applications.partly_granted");
}

#[test]
fn where_cells_were_lost_a_row_must_prove_itself() {
    let text = table_three(|i| match i {
        3 => "1 0 0 0 1".into(),
        // A blank lost, a page number gained.
        4 => "5 0 0 0 0 5 3".into(),
        _ => "1 0 0 0 0 0 1".into(),
    });
    let (table, unread) = read_three(&text);
    assert!(!table.has_line(Line::RefusedStateSecret));
    assert_eq!(unread.len(), 2);
}

#[test]
fn where_blanks_were_lost_glued_figures_are_unread_not_guessed() {
    let text = "一、本年新收政府信息公开申请数量21710000218二、上年结转政府信息公开申请数量0000000\
                三、本年度办理结果（一）予以公开1818（二）部分公开1 0 0 0 0 0 1";
    let (table, unread) = read_three(text);
    assert!(!table.has_line(Line::Received) && !table.has_line(Line::Granted));
    assert!(table.has_line(Line::CarriedIn) && table.has_line(Line::PartlyGranted));
    assert!(unread.iter().any(|it| it.why.contains("glued")));
}

/// A table 3 with one kind of applicant, its rows glued.
fn glued_table(received: i64, granted: i64) -> String {
    let specs = e2021().lines_of(TableKind::Applications);
    let row = |line| match line {
        Line::Received | Line::HandledTotal => format!("{received}00000{received}"),
        Line::Granted => format!("{granted}00000{granted}"),
        Line::RefusedProcess => {
            let n = received - granted;
            format!("{n} 0 0 0 0 0{n}")
        }
        _ => "0000000".into(),
    };
    specs.map(|spec| format!("{}{}", spec.label, row(spec.line))).collect()
}

#[test]
fn glued_figures_are_told_apart_by_the_sums_of_the_form() {
    let (table, unread) = read_three(&glued_table(217, 32));
    assert_eq!(unread, []);
    assert_eq!(table.iter().count(), 175);
    assert_eq!(table.integer(Line::Received, Column::Total), Some(217));
    assert_eq!(table.integer(Line::RefusedProcess, Column::NaturalPerson), Some(185));
    assert!(table.is_derived(Line::Received) && !table.is_derived(Line::CarriedOut));
}

#[test]
fn a_cell_on_which_the_readings_differ_is_unread() {
    // 11 00000 11 could be 1, 10, 0, 0, 0, 0, 11 in all rows alike.
    let (table, unread) = read_three(&glued_table(11, 11));
    assert_eq!(table.integer(Line::Received, Column::Total), Some(11));
    assert_eq!(table.cell(Line::Received, Column::NaturalPerson), None);
    assert!(unread.iter().any(|it| it.why.contains("several ways")));
}

#[test]
fn single_figures_of_table_two_need_no_guess() {
    let text = "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000\
                行政规范性文件6233440第二十条第（五）项信息内容本年处理决定数量行政许可4529\
                第二十条第（六）项信息内容本年处理决定数量行政处罚1100行政强制65第二十条第（八）项\
                信息内容本年收费金额（单位：万元）行政事业性收费18651.06";
    let (table, unread) = read(TableKind::ActiveDisclosure, e2021(), text).unwrap();
    assert_eq!(table.integer(Line::Licences, Column::Decisions), Some(4529));
    assert_eq!(table.integer(Line::CoerciveMeasures, Column::Decisions), Some(65));
    let fee = table.cell(Line::Fees, Column::FeesWan).unwrap();
    assert_eq!(fee.value, Value::Decimal("18651.06".into()));
    assert_eq!(table.integer(Line::Regulations, Column::InForce), Some(0));
    assert_eq!(unread.len(), 1, "6233440 can be cut in many ways");
}

#[test]
fn prose_about_licences_is_no_table() {
    assert!(read(TableKind::ActiveDisclosure, e2021(), "行政许可12件，行政处罚3件").is_none());
}

#[test]
fn table_four_needs_exactly_fifteen() {
    let header = "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉\
                  结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计";
    let of = |tail: &str| read(TableKind::Reviews, e2021(), &format!("{header} {tail}")).unwrap().0;
    let table = of("0 1 1 0 2 1 0 0 0 1 0 0 0 0 0 ");
    assert_eq!(table.integer(Line::Reconsideration, Column::ReviewTotal), Some(2));
    assert_eq!(table.integer(Line::DirectLitigation, Column::Upheld), Some(1));
    for zeros in ["00 0 00 0 0 0 00 0 0 0 00", "000000000000000"] {
        let table = of(zeros);
        assert_eq!(table.integer(Line::Reconsideration, Column::Upheld), Some(0));
        assert!(!table.is_derived(Line::Reconsideration));
    }
    // It can be cut so that all three sums hold; but a sum may be wrong, and nothing else tells.
    assert!(of("21418000001235020").is_empty());
    assert!(of("527819").is_empty());
    assert!(of("0 1 1 0 2 1 0 0 0 1 0 0 0 0").is_empty());
}

#[test]
fn an_amount_keeps_its_unit() {
    let of = |amount: &str| {
        let text = format!("信息内容\n采购项目数量\n采购总金额\n政府集中采购\n3\n{amount}\n");
        let edition = edition::find("2019").unwrap();
        let (table, _) = read(TableKind::ActiveDisclosure, edition, &text).unwrap();
        table.cell(Line::Procurement, Column::PurchaseAmount).unwrap().raw.clone()
    };
    for amount in ["0.5万元", "251000元", "12.25", "0"] {
        assert_eq!(of(amount), amount);
    }
    assert_eq!(of("25.1 万元"), "25.1万元");
}
