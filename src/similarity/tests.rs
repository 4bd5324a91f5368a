//! Whole reports beside each other.

use super::*;
use crate::domain::AgencyKind;
use crate::rules::given;
use crate::rules::given::Given;

/// What is left of two honest reports after the form is taken out, and what a template leaves.
fn report(name: &str, overview: &str, problems: &str) -> Given {
    let mut given = given::clean().section(1, overview).section(5, problems);
    name.clone_into(&mut given.agency.name);
    given.report_mut().agency = Some(name.to_owned());
    given
}

fn likeness(a: &Given, b: &Given) -> Likeness {
    let words = |given: &Given| own_words(&given.agency, given.report.as_ref().unwrap());
    words(a).likeness(&words(b))
}

const FORM: &str = "根据《中华人民共和国政府信息公开条例》规定，编制本年度报告。\
    本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止。本报告电子版可在网站下载。\
    （一）主动公开情况。（二）依申请公开情况。全年未收到政府信息公开申请。\
    未发生因政府信息公开引起的行政复议、行政诉讼。（三）政府信息管理。（四）平台建设。（五）监督保障。";

#[test]
fn the_same_form_and_different_words_have_little_in_common() {
    let forestry = report(
        "示例市林业局",
        &format!("{FORM}在护林站设立公告牌，公示林木采伐许可结果。公布退耕还林补助到户清单。"),
        "采伐公示更新偏慢，乡镇林业站缺少扫描设备。将为林业站配备设备，按旬更新。",
    );
    let transport = report(
        "示例市交通局",
        &format!("{FORM}随公交线路调整发布绕行示意图，并答复热线来电。按周公布道路养护封闭时段。"),
        "线路图标注不清，老年乘客看不懂。拟制作大字版站牌，在终点站派发。",
    );
    assert!(likeness(&forestry, &transport).shared < 0.1, "{:?}", likeness(&forestry, &transport));
}

#[test]
fn a_template_with_other_names_and_figures_is_the_same_text() {
    let filled = |name: &str, short: &str, n: u32| {
        report(
            name,
            &format!(
                "{FORM}2025年，{short}在村务公开栏张贴惠农补贴名单{n}次，更新网站栏目{}条，\
                 由{short}党政办逐月核对。",
                n * 7
            ),
            "公开内容不够丰富，村级信息员更换频繁。下一步对信息员开展轮训，安排专人复核。",
        )
        .kind(AgencyKind::Township)
    };
    let here = filled("示例县柳河镇人民政府", "柳河镇", 4);
    let there = filled("示例县石桥镇人民政府", "我镇", 12);
    assert!(likeness(&here, &there).shared > 0.97, "{:?}", likeness(&here, &there));
}

#[test]
fn a_body_that_only_says_there_was_nothing_has_no_words_of_its_own() {
    let silent = report("示例县柳河镇人民政府", FORM, "无");
    assert!(own_words(&silent.agency, silent.report.as_ref().unwrap()).len() < TELLING);
}

#[test]
fn a_sketch_says_whose_it_is_and_of_which_content() {
    let given = given::clean();
    let report = given.report.as_ref().unwrap();
    let sketch = sketch(&given.agency, given.year, report);
    assert_eq!((sketch.content, sketch.scheme), (report.content, SCHEME));
    assert_eq!(sketch.signature.len(), minhash::REGISTERS);
    assert_eq!(sketch.shingles, own_words(&given.agency, report).len());
}
