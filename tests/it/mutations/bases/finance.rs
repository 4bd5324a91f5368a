//! A city's finance bureau: some applications, reviews, documents made and repealed; 我局 and 市财政局.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::world::World;

const NAME: &str = "临江市财政局";

const PREAMBLE: &str = "
根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，特向社会公布2025年度临江市财政局政府信息公开工作年度报告。
本报告由总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项等六个部分组成。所列数据的统计期限自2025年1月1日起至2025年12月31日止。如对本报告有疑问，请与市财政局办公室联系（电话：0999－6213355，邮编：999000）。";

const OVERVIEW: &str = "
2025年，市财政局认真贯彻落实《条例》，围绕预决算、政府采购、惠企资金等群众关心的事项持续加大公开力度，保障人民群众知情权、参与权和监督权。
（一）主动公开。全年通过市政府门户网站、局门户网站主动公开政府信息1268条，比上年的1204条增长5.32%。其中财政预决算类信息316条，政府采购类信息587条，其他信息365条。组织78家市直部门在统一平台集中公开2024年度部门决算和2025年度部门预算，公开率100%。制发行政规范性文件3件，废止1件，现行有效18件，均已在局网站“政策文件”栏目公布并配发解读材料3篇。
（二）依申请公开。2025年，我局共收到政府信息公开申请34件，较2024年的29件增加5件，同比增长17.24%；上年结转2件。从申请方式看，网上申请25件，信函申请8件，当面申请1件。全年办结34件，其中予以公开19件，部分公开3件，不予公开3件，无法提供7件，不予处理2件；结转下年度继续办理2件。答复按时率100%。因政府信息公开被申请行政复议2件，其中维持1件、纠正1件；被提起行政诉讼1件（复议后起诉），法院判决维持。
（三）政府信息管理。严格执行“三审三校”，发布前逐条开展保密审查，全年下线过期信息46条，校正错敏表述12处。
（四）平台建设。局门户网站年度访问量38.6万次，新开设“惠企资金直达”专栏。政务微信公众号推送信息204期，关注人数1.2万人。
（五）监督保障。局党组两次专题研究政务公开工作，由一名副局长分管，办公室三人具体承办。组织业务培训2场次、参训160余人次；委托第三方开展满意度测评1次，满意度达98.5%。全年未发生因政府信息公开被追责问责的情形。";

const PROBLEMS: &str = "
2025年，我局政府信息公开工作取得了一定成效，但仍存在一些不足：一是资金类信息专业性较强，部分解读材料通俗化程度不够；二是个别业务科室对申请的答复文书说理不充分，其中1件被复议机关纠正。针对2024年年报中提出的公开目录更新不及时问题，已于2025年6月完成目录修订。
下一步，我局将重点抓好两方面工作：一是推广图解、短视频等解读方式，力争解读材料图文占比达到80%以上；二是建立答复文书法制审核机制，答复前一律由法规科会审，2026年开展专题培训不少于3次。";

const OTHER: &str = "
（一）收取信息处理费情况。依据《政府信息公开信息处理费管理办法》，本年度我局未向申请人收取信息处理费，金额为0元。
（二）人大代表建议和政协提案办理结果公开情况。全年承办市人大代表建议21件、政协提案33件，全部按时办结，办理结果应公开尽公开。
（三）落实年度政务公开工作要点情况。对照2025年要点任务逐项落实，无其他需要报告的事项。";

const BEFORE: &str = "
2024年，市财政局把公开透明贯穿于管好用好财政资金的全过程。（一）主动公开方面：发布各类信息1204条，公布专项债券、减税降费、会计监督等信息，召开新闻发布会两场，局长走进直播间回答网友提问。（二）依申请公开方面：收到申请29件，年内办结28件。（三）信息管理方面：修订信息发布办法，明确科室、办公室、分管领导三级责任。（四）平台建设方面：完成局网站适老化改造，合并访问量低的子栏目五个。（五）监督保障方面：将政务公开列入科室年度考核，赴先进地区考察学习一次。";

const BEFORE_PROBLEMS: &str = "
主要问题：公开目录多年未更新，与机构职责不完全对应；新媒体发布形式比较单一。改进情况：明年上半年完成目录修订，并增设动漫、长图等形式，请专业团队指导选题策划。";

pub fn world() -> World {
    use Column::CommercialEnterprise as Firm;
    use Column::LegalServiceOrg as Lawyers;
    use Column::NaturalPerson as Person;
    let mut now = Doc::new(NAME, 2025, "2026-01-22", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Person,
                27,
                2,
                &[
                    (Line::Granted, 15),
                    (Line::PartlyGranted, 3),
                    (Line::RefusedInternal, 2),
                    (Line::UnavailableNotHeld, 5),
                    (Line::UnprocessedPetition, 1),
                    (Line::UnprocessedRepeat, 1),
                ],
                2,
            ),
            (
                Firm,
                6,
                0,
                &[(Line::Granted, 4), (Line::RefusedProcess, 1), (Line::UnavailableNotHeld, 1)],
                0,
            ),
            (Lawyers, 1, 0, &[(Line::UnavailableNotHeld, 1)], 0),
        ])
        .reviews(&[
            (Line::Reconsideration, [1, 1, 0, 0]),
            (Line::LitigationAfterReconsideration, [1, 0, 0, 0]),
        ])
        .disclosure([3, 1, 18], [212, 9, 0], "18.6");
    now.signature = vec![NAME.into(), "2026年1月22日".into()];
    let before = |year, new, carried_in: i64, out, force| {
        let date = format!("{}-01-20", year + 1);
        let texts = ["", BEFORE, BEFORE_PROBLEMS, "本年度未收取信息处理费。"];
        let outcomes: &'static [(Line, i64)] = match year {
            2024 => &[(Line::Granted, 20), (Line::UnavailableNotHeld, 8)],
            2023 => &[(Line::Granted, 16), (Line::UnavailableNotHeld, 9)],
            _ => &[(Line::Granted, 17), (Line::UnavailableNotHeld, 5)],
        };
        Doc::new(NAME, year, &date, texts)
            .applications(&[(Person, new, carried_in, outcomes, out)])
            .reviews(&[(Line::Reconsideration, [1, 0, 0, 0])])
            .disclosure([2, 0, force], [198, 11, 0], "20.15")
    };
    let earlier =
        vec![before(2024, 29, 1, 2, 16), before(2023, 25, 1, 1, 14), before(2022, 22, 1, 1, 12)];
    World::new(
        AgencyKind::Department,
        "990100",
        &["市财政局"],
        std::iter::once(now).chain(earlier).collect(),
    )
}
