//! A county bureau's report on 2020, in the trial form of 2019, after one in the same form.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::world::World;

const NAME: &str = "青阳县自然资源局";

const PREAMBLE: &str = "
按照《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式（试行）〉的通知》（国办公开办函〔2019〕60号）要求，编制本报告。报告所列数据统计期限为2020年1月1日至2020年12月31日。";

const OVERVIEW: &str = "
2020年，县自然资源局紧密结合耕地保护、征地补偿、不动产登记等职能，扎实做好政府信息公开工作。
（一）主动公开情况。全年主动公开政府信息483条，其中征地信息96条、土地出让公告55条、规划公示41条。受理不动产登记申请8617件，全部在承诺时限内办结。
（二）依申请公开情况。收到政府信息公开申请共16件，涉及征地批文、勘测定界图等，其中以自然人身份提出14件、以企业名义提出2件。已答复15件，1件结转至2021年。
（三）信息管理情况。对征地信息实行“县级公开、省级汇聚”，按月报送；对拟公开的规划图件先作脱密处理。
（四）平台建设情况。县政府网站“自然资源”专栏全年更新312次，门户网站互动栏目答复网民留言64条。
（五）监督保障情况。受县政府办公室考核，得分在县直部门中列第4位；局机关和6个基层所全部配齐信息员，培训两次。";

const PROBLEMS: &str = "
一是征地信息公开的历史数据补录不全，二是所一级的工作人员流动较大，业务衔接不畅。
改进措施：对2015年以来的征地报件逐宗补录，2021年6月底前完成；制定岗位交接清单，新任信息员先培训后上岗。";

const OTHER: &str = "无。";

const BEFORE: &str = "
2019年是新修订条例施行的第一年。（一）主动公开情况：公布信息402条，把“一书四方案”整理成便于检索的表格。（二）依申请公开情况：收到申请11件，答复10件，1件转入下一年。（三）信息管理情况：机构改革后整合原国土、林业、测绘等资料室，统一编号。（四）平台建设情况：停用独立域名，内容迁移到县政府网站。（五）监督保障情况：安排经费两万元用于档案数字化，聘请法律顾问审查答复意见。";

pub fn world() -> World {
    use Column::CommercialEnterprise as Firm;
    use Column::NaturalPerson as Person;
    const ITEMS: [Line; 5] =
        [Line::Licences, Line::OtherServices, Line::Penalties, Line::CoerciveMeasures, Line::Fees];
    let table = |mut doc: Doc, items: [(i64, &str); 5], decisions: [i64; 4]| {
        for ((line, (last, change)), i) in ITEMS.into_iter().zip(items).zip(0..) {
            doc.cell(line, Column::ItemsLastYear, last);
            doc.cell(line, Column::ItemsChange, change);
            if let Some(n) = decisions.get(i) {
                doc.cell(line, Column::Decisions, n);
            }
        }
        doc.cell(Line::Procurement, Column::PurchaseItems, 7);
        doc.cell(Line::Procurement, Column::PurchaseAmount, "251.35万元");
        doc
    };
    let mut now = Doc::new(NAME, 2020, "2021-01-26", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Person,
                14,
                1,
                &[
                    (Line::Granted, 8),
                    (Line::PartlyGranted, 1),
                    (Line::UnavailableNotHeld, 3),
                    (Line::UnprocessedRepeat, 1),
                    (Line::Other, 1),
                ],
                1,
            ),
            (Firm, 2, 0, &[(Line::Granted, 1), (Line::RefusedThirdParty, 1)], 0),
        ])
        .with(&[
            (Line::NormativeDocuments, Column::Made, "1"),
            (Line::NormativeDocuments, Column::NewDisclosed, "1"),
            (Line::NormativeDocuments, Column::TotalDisclosed, "9"),
        ]);
    now = table(now, [(38, "-3"), (112, "0"), (87, "+5"), (2, "0"), (4, "0")], [2406, 8617, 23, 0]);
    now.column = "年度报告".into();
    // The answered ones include what was carried in.
    now.swap("已答复15件，1件结转至2021年", "连同上年结转的1件，共办结16件，另有1件结转至2021年");
    let before = Doc::new(
        NAME,
        2019,
        "2020-01-19",
        [
            "",
            BEFORE,
            "不足：资料分散，查找费时，将加快整合进度并完善检索工具，缩短答复时间。",
            "无。",
        ],
    )
    .applications(&[(Person, 11, 0, &[(Line::Granted, 10)], 1)])
    .with(&[
        (Line::NormativeDocuments, Column::Made, "2"),
        (Line::NormativeDocuments, Column::NewDisclosed, "2"),
        (Line::NormativeDocuments, Column::TotalDisclosed, "8"),
    ]);
    let before = table(
        before,
        [(45, "-7"), (112, "0"), (87, "0"), (2, "0"), (5, "-1")],
        [2388, 7904, 31, 0],
    );
    World::new(AgencyKind::Department, "990124", &["县自然资源局"], vec![now, before])
}
