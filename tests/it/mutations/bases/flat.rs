//! A district's statistics bureau as flattened text, one cell a line, as copied out of a browser.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::doc::Dress;
use crate::mutations::world::World;

const NAME: &str = "金山区统计局";

const PREAMBLE: &str = "
本报告根据《中华人民共和国政府信息公开条例》规定编制。所列数据统计期限从2023年1月1日起到2023年12月31日止。";

const OVERVIEW: &str = "
2023年,金山区统计局坚持“阳光统计”,做好数据发布和解读。(一)主动公开。按月发布主要经济指标12期,发布统计公报1期、普查公告2期,共公开政府信息88条,更新统计知识问答15条。(二)依申请公开。2023年共收到政府信息公开申请3件,其中网上2件、邮寄1件,内容为分镇街人口和工业增加值数据,均在20个工作日内答复;2022年结转0件,结转2024年0件。全年无因政府信息公开被提起的行政复议、行政诉讼。(三)政府信息管理。实行数据发布前科长、分管局长、局长三级审签,全年审签142份。(四)平台建设。依托区政府网站设置“统计数据”专栏,访问量4.3万人次。(五)监督保障。主要领导带队督查2次,将公开情况列入考核,邀请企业代表8名评议统计服务。";

const PROBLEMS: &str = "
五经普任务重,公开人员力量不足,部分数据发布偏晚,解读停留在数据罗列。2024年计划增加1名专职人员,编制发布日历并提前公告,每季度推出1篇“数据里的金山”图文解读。";

const OTHER: &str = "按照信息处理费管理办法,2023年未收取费用,也没有向申请人发出收费通知。其他事项无。政府信息公开处理费收取0元。";

const BEFORE: &str = "
2022年,我局克服疫情影响。(一)主动公开。公开信息71条,制作“一图看懂”七张。(二)依申请公开。接收申请2件。(三)政府信息管理。重新核定公开属性,清退重复栏目。(四)平台建设。统计微讲堂上线。(五)监督保障。签订责任书,纪检组全程监督,考核优秀。";

pub fn world() -> World {
    let mut now = Doc::new(NAME, 2023, "2024-01-18", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Column::NaturalPerson,
                2,
                0,
                &[(Line::Granted, 1), (Line::UnavailableNeedsCreation, 1)],
                0,
            ),
            (Column::ResearchInstitution, 1, 0, &[(Line::Granted, 1)], 0),
        ])
        .disclosure([0, 0, 2], [0, 26, 0], "0");
    now.dress = Dress::Text;
    now.signature = vec![NAME.into(), "2024年1月18日".into()];
    let before = |year: i32, new| {
        let date = format!("{}-01-17", year + 1);
        let problems =
            "人员更替频繁,公开不够及时,今后将固定岗位并加强学习,完善考核办法,提高数据质量。";
        let mut doc = Doc::new(NAME, year, &date, ["", BEFORE, problems, "未收取信息处理费。"])
            .applications(&[(Column::NaturalPerson, new, 0, &[(Line::Granted, 2)], new - 2)])
            .disclosure([0, 0, 2], [0, 31, 0], "0");
        doc.dress = Dress::Text;
        doc
    };
    World::new(
        AgencyKind::Department,
        "990103",
        &["区统计局"],
        vec![now, before(2022, 2), before(2021, 2)],
    )
}
