//! A district's health bureau, pasted from a word processor; the sum of the bureau and two bodies that
//! it absorbed, with direct lawsuits and rates.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::doc::Dress;
use crate::mutations::world::World;

const NAME: &str = "河东区卫生健康局";

const PREAMBLE: &str = "
本报告由河东区卫生健康局汇总局机关及区疾病预防控制局、区卫生健康综合执法大队2024年度政府信息公开工作情况编制而成。全文由六部分组成，分别是总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。
数据统计期限：2024年1月1日至2024年12月31日。";

const OVERVIEW: &str = "
（一）主动公开方面
2024年，我局通过区政府门户网站公开政府信息693条，区疾控局网页公开58条。主动公开行政处罚结果信息147条、“双随机、一公开”抽查结果11批次。
（二）依申请公开方面
全年新收到信息公开申请20件（其中区疾控局4件、区综合执法大队3件），较上年减少5件，下降20%。上年度结转3件。全年共答复22件，其中自然人申请20件、企业申请2件。截至12月31日，尚有1件未到答复期限，结转下一年度办理。
因信息公开引发行政复议3件（维持2件、尚未审结1件），较去年增加1件，增长50%；行政诉讼1件，为未经复议直接起诉，尚在审理中。
（三）政府信息管理方面
规范性文件管理更加严格，全年新制发规范性文件1件、废止2件，截至年底现行有效12件。
（四）政府信息公开平台建设方面
“健康河东”公众号发布科普作品412篇，阅读量突破130万次，位列全市卫健系统前三。
（五）监督保障方面
将公开工作纳入5家直属单位绩效考核，占3分。全年接受区政府办公室季度评估四次，平均得分率96.25%，公立医疗机构院务公开栏目更新完成率达108%。";

const PROBLEMS: &str = "
存在的主要问题：1.部分科室对“应公开尽公开”认识有偏差，信息报送不及时；2.政策解读的互动性不强，群众参与度不高；3.答复说理性有待加强。
改进情况：1.建立“月提醒、季通报”制度，2024年下半年报送及时率由82%提高到95%；2.邀请临床专家参与解读，开设“健康问答”专栏；3.继续加强与司法局、法律顾问的会商，提升答复质量。";

const OTHER: &str = "
本年度发出收费通知0件，收取信息处理费总金额0元。";

const BEFORE: &str = "
（一）主动公开方面。公开信息588条，及时发布流感、手足口病等防病提示，公布托育机构备案名录。（二）依申请公开方面。收到申请25件。（三）政府信息管理方面。核对网站历史稿件，删除含有居民隐私的名单。（四）平台建设方面。对接市级平台，上线预约挂号入口和医保定点查询。（五）监督保障方面。局长办公会听取汇报，明确一名干部专职负责，并建立AB岗。";

const BEFORE_PROBLEMS: &str = "
问题：网站稿件偏重会议活动，服务性内容偏少，检索困难。措施：压缩一般动态稿件，增加办事指引、就医地图等实用内容，优化关键词，定期回访使用者。";

pub fn world() -> World {
    use Column::CommercialEnterprise as Firm;
    use Column::NaturalPerson as Person;
    let mut now = Doc::new(NAME, 2024, "2025-01-23", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Person,
                18,
                3,
                &[
                    (Line::Granted, 9),
                    (Line::RefusedEnforcementFile, 4),
                    (Line::UnavailableNotHeld, 5),
                    (Line::UnprocessedPetition, 1),
                    (Line::OtherNotCorrected, 1),
                ],
                1,
            ),
            (Firm, 2, 0, &[(Line::Granted, 1), (Line::UnavailableNeedsCreation, 1)], 0),
        ])
        .reviews(&[(Line::Reconsideration, [2, 0, 0, 1]), (Line::DirectLitigation, [0, 0, 0, 1])])
        .disclosure([1, 2, 12], [1043, 147, 6], "102.75");
    now.dress = Dress::Word;
    let before = |year: i32, new, out, outcomes: &'static [(Line, i64)], reviews| {
        let date = format!("{}-01-25", year + 1);
        let texts = ["", BEFORE, BEFORE_PROBLEMS, "未收取信息处理费。"];
        let carried_in = outcomes[0].1 + out - new;
        let mut doc = Doc::new(NAME, year, &date, texts)
            .applications(&[(Person, new, carried_in, outcomes, out)])
            .reviews(&[(Line::Reconsideration, reviews)])
            .disclosure([0, 1, 13], [987, 162, 3], "96.4");
        doc.dress = Dress::Word;
        doc
    };
    let earlier = vec![
        before(2023, 25, 3, &[(Line::Granted, 23)], [2, 0, 0, 0]),
        before(2022, 19, 1, &[(Line::Granted, 18)], [0, 0, 0, 0]),
    ];
    World::new(
        AgencyKind::Department,
        "990102",
        &["区卫生健康局", "区卫健局", "河东区卫健局"],
        std::iter::once(now).chain(earlier).collect(),
    )
}
