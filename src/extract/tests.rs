//! Reading whole reports from small pages of the shapes that real ones have.

use super::*;
use crate::domain::Column;
use crate::domain::DateSource;
use crate::domain::Line;

fn read_text(text: &str) -> AnnualReport {
    extract(Input { bytes: text.as_bytes(), ..Input::default() }).unwrap()
}

const TABLE_FOUR: &str = "<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
    <tr><td rowspan=2>结果<br>维持</td><td rowspan=2>结果纠正</td><td rowspan=2>其他结果</td>\
    <td rowspan=2>尚未审结</td><td rowspan=2>总计</td><td colspan=5>未经复议直接起诉</td>\
    <td colspan=5>复议后起诉</td></tr>\
    <tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>\
    <td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>\
    <tr><td>1</td><td>2</td><td>3</td><td>4</td><td>10</td><td>0</td><td>0</td><td>0</td><td>0</td>\
    <td>0</td><td>5</td><td>0</td><td>0</td><td>&nbsp;</td><td>5</td></tr></table>";

fn page(middle: &str) -> String {
    format!(
        "<html><head><meta name=ArticleTitle content='某市财政局2024年政府信息公开工作年度报告'>\
         <meta name=PubDate content='2025-01-20 09:30'></head><body><div class=nav><p>一、要闻</p>\
         </div><div id=zoom><p>数据统计期限为2024年1月1日至2024年12月31日。</p><p>一、总体情况</p>\
         <p>2024年，我局公开信息12条。</p><p>二、主动公开政府信息情况</p>{middle}\
         <p>五、存在的主要问题及改进情况</p><p>问题一，改进。</p><p>六、其他需要报告的事项</p>\
         <p>无</p></div><div class=foot><p>浏览次数：123</p></div></body></html>"
    )
}

#[test]
fn a_page_is_told_from_the_site_around_it() {
    let report = read_text(&page(
        "<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>",
    ));
    assert_eq!(report.title.as_deref(), Some("某市财政局2024年政府信息公开工作年度报告"));
    assert_eq!(report.agency.as_deref(), Some("某市财政局"));
    assert_eq!(report.year.map(|year| year.0), Some(2024));
    assert_eq!(report.edition.as_deref(), Some("2021"));
    assert!(report.sections.iter().all(|section| section.present));
    assert_eq!(report.section_text(6), "无");
    assert_eq!(report.claimed_date().unwrap().source, DateSource::Meta);
    assert_eq!(report.unread.len(), 3);
}

#[test]
fn headings_keep_their_order_and_numerals() {
    let contents = "<p>三、收到和处理政府信息公开申请情况</p><p>三、行政复议、行政诉讼情况</p>";
    let report = read_text(&page(contents));
    let seen: Vec<_> =
        report.headings.iter().map(|it| (it.section, it.numeral, it.has_content)).collect();
    assert_eq!(
        seen,
        [
            (1, Some(1), true),
            (2, Some(2), false),
            (3, Some(3), false),
            (4, Some(3), false),
            (5, Some(5), true),
            (6, Some(6), true),
        ]
    );
}

#[test]
fn a_page_tells_its_tags_and_its_way() {
    let html = page("").replace("一、要闻", "当前位置：首页 > 公开年报");
    let tags = read_text(&html).tags.unwrap();
    assert!(tags.any && tags.article_title.is_some() && tags.content_source.is_none());
    assert_eq!(tags.breadcrumb.as_deref(), Some("当前位置：首页 > 公开年报"));
    let plain = "某局2024年政府信息公开工作年度报告\n一、总体情况\n公开12条。";
    assert_eq!(read_text(plain).tags, None);
}

#[test]
fn a_view_counter_is_not_part_of_the_content() {
    let one = page("");
    let other = one.replace("123", "124").replace("要闻", "新闻");
    assert_eq!(read_text(&one).content, read_text(&other).content);
    assert_ne!(read_text(&one).content, read_text(&one.replace("12条", "13条")).content);
}

#[test]
fn table_four_is_read_by_its_headings() {
    let report = read_text(&page(&format!("<p>四、行政复议、行政诉讼情况</p>{TABLE_FOUR}")));
    let table = report.table(TableKind::Reviews).unwrap();
    assert_eq!(table.integer(Line::Reconsideration, Column::Pending), Some(4));
    assert_eq!(table.integer(Line::LitigationAfterReconsideration, Column::Upheld), Some(5));
    let blank = table.cell(Line::LitigationAfterReconsideration, Column::Pending).unwrap();
    assert_eq!(blank.value, crate::domain::Value::Blank);
}

#[test]
fn a_table_four_on_its_side_is_read_too() {
    let mut rows = String::from(
        "<tr><td></td><td>行政复议</td><td>未经复议直接起诉</td><td>复议后起诉</td></tr>",
    );
    for (name, figures) in [
        ("结果维持", [1, 6, 0]),
        ("结果纠正", [2, 0, 0]),
        ("其他结果", [0, 0, 0]),
        ("尚未审结", [0, 0, 7]),
        ("总计", [3, 6, 7]),
    ] {
        let [a, b, c] = figures;
        rows.push_str(&format!("<tr><td>{name}</td><td>{a}</td><td>{b}</td><td>{c}</td></tr>"));
    }
    let report =
        read_text(&page(&format!("<p>四、行政复议、行政诉讼情况</p><table>{rows}</table>")));
    let table = report.table(TableKind::Reviews).unwrap();
    assert_eq!(table.integer(Line::DirectLitigation, Column::ReviewTotal), Some(6));
    assert_eq!(table.integer(Line::LitigationAfterReconsideration, Column::Pending), Some(7));
}

#[test]
fn a_missing_table_is_absent_and_named() {
    let report = read_text(&page("<p>三、收到和处理政府信息公开申请情况</p><img src=a.png>"));
    assert!(report.table(TableKind::ActiveDisclosure).is_none());
    let why = |what: &str| report.unread.iter().find(|it| it.what == what).unwrap().why.clone();
    assert_eq!(why("active_disclosure"), "heading present, no table under it");
    assert_eq!(why("applications"), "heading present, only an image under it");
    assert_eq!(why("reviews"), "neither its heading nor its table was found");
    let json = json::report(&report);
    assert!(json["applications"].is_null());
}

#[test]
fn a_picture_in_place_of_a_table_is_told_from_an_embedded_page() {
    let report = read_text(&page(
        "<p>三、收到和处理政府信息公开申请情况</p><img src=a.png>\
         <p>四、政府信息公开行政复议、行政诉讼情况</p><iframe src=b.html></iframe>",
    ));
    assert_eq!(report.pictured.into_iter().collect::<Vec<_>>(), [TableKind::Applications]);
    let reviews = report.unread.iter().find(|it| it.what == "reviews").unwrap();
    assert_eq!(reviews.why, "heading present, only an embedded page under it");
}

#[test]
fn what_is_not_a_report_is_refused_with_its_reason() {
    for (bytes, expected) in [
        (&b""[..], "the file is empty"),
        (b"\x89PNG\r\n\x1a\n....", "this is a PNG image"),
        ("<html><body><p>首页</p></body></html>".as_bytes(), "no title of a disclosure report"),
        (&[0xFF, 0xFE, 0xFF].repeat(100), "this is not a disclosure report"),
    ] {
        let error = extract(Input { bytes, ..Input::default() }).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn nothing_panics_on_a_page_cut_anywhere() {
    let whole = page(TABLE_FOUR);
    for (at, _) in whole.char_indices().step_by(7) {
        let _ = extract(Input { bytes: &whole.as_bytes()[..at], ..Input::default() });
    }
}

/// The page with table 4 under no heading but that of the table itself.
fn titled(table: &str) -> AnnualReport {
    read_text(&page(&format!("<p>三、收到和处理政府信息公开申请情况</p><p>无</p>{table}")))
}

#[test]
fn a_heading_may_be_the_first_row_or_the_caption_of_its_table() {
    let heading = "四、政府信息公开行政复议、行政诉讼情况";
    let row = format!("<table><tr><td colspan=15>{heading}</td></tr>");
    let caption = format!("<table><caption>{heading}</caption>");
    for start in [row, caption] {
        let report = titled(&TABLE_FOUR.replacen("<table>", &start, 1));
        assert!(report.sections.iter().all(|section| section.present), "{start}");
        assert!(report.sections[3].has_table && report.table(TableKind::Reviews).is_some());
        let order: Vec<u8> = report.headings.iter().map(|it| it.section).collect();
        assert_eq!(order, [1, 2, 3, 4, 5, 6]);
    }
}

#[test]
fn headings_may_be_rows_between_the_tables_in_one_grid() {
    let row = |text: &str| format!("<tr><td colspan=15>{text}</td></tr>");
    let three = [
        row("三、收到和处理政府信息公开申请情况"),
        "<tr><td>一、本年新收政府信息公开申请数量</td><td>0</td></tr>".into(),
        row("四、政府信息公开行政复议、行政诉讼情况"),
    ];
    let tail = [row("六、其他需要报告的事项"), row("本年度未收取信息处理费。")].concat();
    let table = TABLE_FOUR.replacen("<table>", &format!("<table>{}", three.concat()), 1);
    let table = table.replacen("</table>", &format!("{tail}</table>"), 1);
    let report = read_text(&page(&table));
    let order: Vec<u8> = report.headings.iter().map(|it| it.section).collect();
    assert_eq!(order, [1, 2, 3, 4, 6, 5, 6]);
    assert!(report.sections.iter().all(|section| section.present));
    assert!(report.sections[2].has_table && report.sections[3].has_table);
    assert_eq!(report.section_text(6), "本年度未收取信息处理费。");
    assert_eq!(report.extra_rows, []);
}

#[test]
fn a_heading_above_its_table_and_in_it_counts_once() {
    let start = "<p>四、政府信息公开行政复议、行政诉讼情况</p><table><caption>政府信息公开行政复议、\
                 行政诉讼情况</caption>";
    let report = titled(&TABLE_FOUR.replacen("<table>", start, 1));
    assert_eq!(report.headings.iter().filter(|it| it.section == 4).count(), 1);
    assert!(report.table(TableKind::Reviews).is_some());
}

#[test]
fn a_row_whose_label_is_there_is_not_missing() {
    let figures = "<td>0</td>".repeat(7);
    let row = |label: &str, figures: &str| format!("<tr><td>{label}</td>{figures}</tr>");
    let table = [
        row("一、本年新收政府信息公开申请数量", &figures),
        row("二、上年结转政府信息公开申请数量", &figures),
        // Its own label stands behind a figure, where no label is looked for.
        row("0", &format!("<td>2.重复申请</td>{figures}")),
    ];
    let head = "<tr><td></td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td>\
                <td>法律服务机构</td><td>其他</td><td>总计</td></tr>";
    let table = format!("<table>{head}{}</table>", table.concat());
    let report = read_text(&page(&format!("<p>三、收到和处理政府信息公开申请情况</p>{table}")));
    let why = |line: Line| {
        let what = format!("applications.{}", line.key());
        report.unread.iter().find(|it| it.what == what).map(|it| it.why.as_str())
    };
    assert_eq!(why(Line::UnprocessedRepeat), Some(Unread::NOT_ALIGNED));
    assert_eq!(why(Line::UnprocessedPetition), Some(Unread::NO_ROW));
    assert_eq!(why(Line::OtherOther), Some(Unread::NO_ROW));
}
