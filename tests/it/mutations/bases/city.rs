//! The government of a large city: thousands of applications, rules of its own, many lawsuits, the
//! results of appraisal and evaluation; figures with separators.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::doc::with_separators;
use crate::mutations::world::World;

const NAME: &str = "云海市人民政府";

const PREAMBLE: &str = "
本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条规定和国务院办公厅有关格式要求，由云海市人民政府办公厅综合各区县（市）人民政府、市政府各部门政府信息公开年度报告编制。全文包括六个部分：总体情况；主动公开政府信息情况；收到和处理政府信息公开申请情况；政府信息公开行政复议、行政诉讼情况；存在的主要问题及改进情况；其他需要报告的事项。报告中所列数据的统计时限为2025年1月1日至12月31日。";

const OVERVIEW: &str = "
2025年，全市各级行政机关坚持以习近平新时代中国特色社会主义思想为指导，聚焦市委、市政府中心工作，以公开促落实、强监管、优服务，政务公开工作质效稳步提升。
一是主动公开力度加大。全市各级行政机关主动公开政府信息86.3万条。市政府全年制定规章4件，修改2件；全市行政机关新制发行政规范性文件126件。编发市政府公报12期，赠阅48万余册。围绕民营经济促进、城市更新、“一老一小”等主题发布政策解读材料3215篇，举办新闻发布会142场，开展在线访谈86期。
二是依申请公开规范高效。全市各级行政机关共收到政府信息公开申请13,612件，同比下降6.8%，加上年结转535件，需办理14147件。已办结13364件，其中，予以公开5230件，占39.1%；部分公开1006件，占7.5%；不予公开1519件，占11.4%；无法提供3927件，占29.4%；不予处理1095件，占8.2%；其他处理587件，占4.4%。结转下年度办理783件。从申请主体看，自然人12810件，占新收申请总量的94.1%；法人或其他组织802件。市政府本级收到申请946件，市政府办公厅作为承办机构答复931件。
三是政府信息管理更加有序。开展规章、规范性文件集中清理，动态更新政府信息库，历史公文转化主动公开3100余件。
四是公开平台不断优化。市政府门户网站总访问量2.1亿次，同比提高11.6个百分点；“云海发布”政务新媒体粉丝数超过860万。各区县政务公开专区实现全覆盖，共建成专区（点）211个。
五是监督保障落实有力。政务公开纳入市政府绩效考核，分值权重不低于4%；开展社会评议，公众总体满意度为92.4%，较上年提升1.3个百分点；举办业务培训37期，培训1.1万人次。全年对3家单位进行约谈，责任追究1人次。
全年因政府信息公开被申请行政复议790件，其中维持376件，占47.6%；被提起行政诉讼212件，其中未经复议直接起诉56件、复议后起诉156件。";

const PROBLEMS: &str = "
一年来，全市政府信息公开工作虽有进步，但与人民群众期待相比还有差距。主要表现在：一些部门政策解读针对性不强，部分地区基层公开队伍不稳定；依申请公开答复质量参差不齐，被纠正案件占审结案件的比例为14.5%，仍然偏高。
2026年，将着力从以下三个方面改进：第一，完善“谁起草谁解读”机制；第二，推行答复文书示范文本，将复议纠错率控制在12%以内；第三，分级分类开展轮训，三年内覆盖所有乡镇（街道）公开人员。";

const OTHER: &str = "
1.依据《政府信息公开信息处理费管理办法》，2025年全市共向23名申请人发出收费通知，实际收取信息处理费共计14600元。
2.本年度全市办理人大代表建议1180件、政协提案965件，公开办理结果1873件。";

const BEFORE: &str = "
2024年，全市政务公开工作紧扣高质量发展首要任务。（一）主动公开。发布政府信息79.8万条，出台一揽子稳增长政策并同步上线“政策计算器”，企业对照条件即可知道能享受哪些支持。（二）依申请公开。收到申请14605件，比上年增长9.2%。（三）政府信息管理。建成全市统一的公文属性源头认定系统，拟稿时即确定公开方式。（四）平台建设。完成政府网站第三轮集约化，关停僵尸账号190个。（五）监督保障。按季度通报抽查结果，开展社会评议和绩效考核，未发生责任追究情形。";

const BEFORE_PROBLEMS: &str = "
不足之处在于区县之间工作进展不平衡，个别单位网站信息更新滞后，答复口径不统一。对此，市政府办公厅建立了疑难申请会商制度，选派骨干驻点指导后进单位，并把整改结果与次年评分挂钩。";

/// The report on an earlier year; nearly everybody who applied was a person.
fn before(year: i32, new: i64, out: i64, outcome: &'static [(Line, i64)]) -> Doc {
    let date = format!("{}-03-18", year + 1);
    let texts = ["", BEFORE, BEFORE_PROBLEMS, "2024年收取信息处理费3200元。"];
    let carried_in: i64 = outcome.iter().map(|it| it.1).sum::<i64>() + out - new;
    Doc::new(NAME, year, &date, texts)
        .applications(&[
            (Column::NaturalPerson, new - 35, carried_in, outcome, out - 35),
            (Column::CommercialEnterprise, 35, 0, &[], 35),
        ])
        .reviews(&[
            (Line::Reconsideration, [350, 90, 160, 110]),
            (Line::DirectLitigation, [40, 2, 21, 33]),
            (Line::LitigationAfterReconsideration, [70, 1, 30, 48]),
        ])
        .disclosure([140, 66, 1977], [1_790_220, 398_711, 8120], "201773.04")
        .with(&[(Line::Regulations, Column::InForce, "117")])
}

/// The report on 2025.
fn now() -> Doc {
    use Column::CommercialEnterprise as Firm;
    use Column::LegalServiceOrg as Lawyers;
    use Column::NaturalPerson as Person;
    use Column::Other;
    let mut now = Doc::new(NAME, 2025, "2026-03-20", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Person,
                12810,
                500,
                &[
                    (Line::Granted, 4900),
                    (Line::PartlyGranted, 950),
                    (Line::RefusedStateSecret, 6),
                    (Line::RefusedOtherLaw, 43),
                    (Line::RefusedThirdParty, 120),
                    (Line::RefusedInternal, 350),
                    (Line::RefusedProcess, 280),
                    (Line::RefusedEnforcementFile, 400),
                    (Line::RefusedAdministrativeQuery, 251),
                    (Line::UnavailableNotHeld, 3300),
                    (Line::UnavailableNeedsCreation, 280),
                    (Line::UnavailableUnclear, 120),
                    (Line::UnprocessedPetition, 610),
                    (Line::UnprocessedRepeat, 240),
                    (Line::UnprocessedPublication, 15),
                    (Line::UnprocessedExcessive, 130),
                    (Line::UnprocessedReconfirmation, 60),
                    (Line::OtherNotCorrected, 310),
                    (Line::OtherFeeUnpaid, 8),
                    (Line::OtherOther, 202),
                ],
                735,
            ),
            (
                Firm,
                640,
                30,
                &[
                    (Line::Granted, 270),
                    (Line::PartlyGranted, 46),
                    (Line::RefusedThirdParty, 60),
                    (Line::UnavailableNotHeld, 180),
                    (Line::UnprocessedPetition, 30),
                    (Line::OtherNotCorrected, 50),
                ],
                34,
            ),
            (
                Lawyers,
                112,
                5,
                &[
                    (Line::Granted, 44),
                    (Line::PartlyGranted, 10),
                    (Line::RefusedProcess, 9),
                    (Line::UnavailableNotHeld, 31),
                    (Line::UnprocessedPetition, 6),
                    (Line::OtherOther, 7),
                ],
                10,
            ),
            (
                Other,
                50,
                0,
                &[
                    (Line::Granted, 16),
                    (Line::UnavailableNotHeld, 16),
                    (Line::UnprocessedPetition, 4),
                    (Line::OtherOther, 10),
                ],
                4,
            ),
        ])
        .reviews(&[
            (Line::Reconsideration, [376, 97, 196, 121]),
            (Line::DirectLitigation, [16, 1, 12, 27]),
            (Line::LitigationAfterReconsideration, [74, 1, 30, 51]),
        ])
        .disclosure([126, 210, 1893], [1_862_554, 403_218, 9046], "184326.512")
        .with(&[
            (Line::Regulations, Column::Made, "4"),
            (Line::Regulations, Column::Repealed, "3"),
            (Line::Regulations, Column::InForce, "118"),
        ]);
    now.print = with_separators;
    now
}

pub fn world() -> World {
    let mut earlier = vec![
        before(2024, 14605, 535, &[(Line::Granted, 5600), (Line::UnavailableNotHeld, 8900)]),
        before(2023, 13371, 430, &[(Line::Granted, 5000), (Line::UnavailableNotHeld, 8300)]),
        before(2022, 12904, 359, &[(Line::Granted, 4800), (Line::UnavailableNotHeld, 8000)]),
    ];
    // What was carried out, by kind of applicant, as the next report carries it in.
    let last = &mut earlier[0];
    last.cell(Line::CarriedOut, Column::CommercialEnterprise, 30);
    last.cell(Line::CarriedOut, Column::LegalServiceOrg, 5);
    World::new(
        AgencyKind::Government,
        "990000",
        &["云海市"],
        std::iter::once(now()).chain(earlier).collect(),
    )
}
