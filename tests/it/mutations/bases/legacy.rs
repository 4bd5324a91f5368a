//! A city bureau's report on 2017, under the old Regulation: free prose, six matters, no national form.

use gongkai_watch::domain::AgencyKind;

use crate::mutations::doc::Doc;
use crate::mutations::doc::Part;
use crate::mutations::world::World;

const NAME: &str = "平江市教育局";

const PREAMBLE: &str = "
本报告根据《中华人民共和国政府信息公开条例》要求编制，由概述、主动公开政府信息情况、依申请公开政府信息情况、政府信息公开收费及减免情况、因政府信息公开申请行政复议和提起行政诉讼情况、存在的主要问题及改进措施六个部分组成。数据统计期限从2017年1月1日起，至12月31日止。";

const PARTS: [(&str, &str); 6] = [
    (
        "一、概述",
        "2017年，市教育局以办好人民满意的教育为宗旨，重点公开招生考试、学校收费、教师招聘等信息，调整了局政府信息公开工作领导小组，将责任分解到14个科室。",
    ),
    (
        "二、主动公开政府信息情况",
        "全年主动公开政府信息956条，其中政策法规类58条，业务动态类612条，财政资金类74条，其他212条。召开新闻发布会3次。办理市长信箱来信1345件，办结率99.9%，满意率达97%。",
    ),
    (
        "三、依申请公开政府信息情况",
        "全年共受理政府信息公开申请18件，均为网络申请。按期答复18件，其中同意公开12件，不属于本机关公开范围4件，信息不存在2件。",
    ),
    ("四、政府信息公开的收费及减免情况", "2017年，未收取任何费用，无减免情况。"),
    (
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "2017年，未发生因政府信息公开引起的行政复议案件和行政诉讼案件。",
    ),
    (
        "六、存在的主要问题及改进措施",
        "一是公开内容与家长需求还有差距；二是对直属学校信息公开的检查频次不足。2018年将编制学校信息公开事项清单，并把信息公开列入督导评估。",
    ),
];

pub fn world() -> World {
    let write = |year: i32, parts: &[(&str, &str)]| {
        let date = format!("{}-03-12", year + 1);
        let mut doc = Doc::new(NAME, year, &date, [PREAMBLE, "", "", ""]);
        doc.title = format!("平江市教育局{year}年度政府信息公开工作年度报告");
        doc.parts = parts
            .iter()
            .map(|(heading, text)| Part {
                heading: (*heading).into(),
                lines: vec![(*text).into()],
                table: None,
                pictured: false,
            })
            .collect();
        doc
    };
    let now = write(2017, &PARTS);
    let mut before = write(2016, &PARTS);
    before.swap("2017", "2016");
    before.swap("956条", "871条");
    World::new(AgencyKind::Department, "990300", &["市教育局"], vec![now, before])
}
