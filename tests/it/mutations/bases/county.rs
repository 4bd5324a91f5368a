//! A county's government beside its own office and a bureau: the region in which bodies are compared.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::world::World;

const NAME: &str = "双桥县人民政府";

const PREAMBLE: &str = "
本报告由双桥县人民政府办公室根据全县各乡镇人民政府（街道办事处）和县政府各部门的年度报告汇总而成，包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项6个部分。统计数据时限：2025年1月1日—2025年12月31日。";

const OVERVIEW: &str = "
2025年，双桥县认真落实中央和省、市关于政务公开工作的部署要求，各项工作有序推进。
（一）主动公开。县政府门户网站发布信息11,284条，同比增加734条；全县制定并公开行政规范性文件9件，其中县政府及县政府办公室名义7件，部门2件。县政府领导带头解读重大政策6次。
（二）依申请公开。全县共受理政府信息公开申请61件，其中县政府（含县政府办公室）受理22件，各部门受理31件，乡镇（街道）受理8件。按照《条例》规定全部依法办理，已答复58件，其余3件按规定结转下年度。无上年结转件。
（三）政府信息管理。开展历史信息“回头看”，对涉及个人身份证号、联系方式的286条信息作去标识化处理。废止和宣布失效的行政规范性文件共5件，及时标注并移出现行有效库。
（四）平台建设。新版网站8月上线，栏目由420个精简为265个；乡镇政务公开专区覆盖率100%。
（五）监督保障。印发年度要点，分解任务38项。开展工作考核，将结果计入高质量发展综合绩效；组织社会评议，发放问卷1200份、收回1153份，回收率96.1%，满意率97.3%；年度内没有单位或个人因政府信息公开工作被追究责任。
全县因政府信息公开申请引发的行政复议案件4件、行政诉讼案件0件。";

const PROBLEMS: &str = "
对照上级要求和群众期盼，还存在以下问题：一是部分乡镇公开内容更新不够及时；二是少数部门对申请的研判能力不足，个别答复引用条款不准确；三是政务新媒体与网站协同不够。
下一步工作：一是实行“红黄绿”三色预警，对超过30天未更新的栏目亮黄灯；二是组织县直部门旁听行政复议听证，每年不少于2次；三是重要信息做到网站、新媒体同步发布，同步率达到100%。";

const OTHER: &str = "
1.2025年，全县没有产生政府信息公开信息处理费。
2.其他需要说明的事项：本报告所称“以上”包括本数。";

const OFFICE: &str = "
（一）主动公开。2025年，县政府办公室公开政府信息412条，其中会议信息48条。办理公文公开属性认定1300余件。（二）依申请公开。我办收到政府信息公开申请22件，全部由县政府办公室代表县政府答复；没有结转件。（三）政府信息管理。对照目录逐项核查，订正错链36个。（四）平台建设。牵头完成新版网站内容迁移，组织三轮测试，收集意见71条并逐条采纳说明。（五）监督保障。对全县开展四次抽查，下发整改通知书19份，约谈负责人一名。";

const BUREAU: &str = "
（一）主动公开。县农业农村局公开强农惠农信息267条，发放明白纸一万余份。（二）依申请公开。受理申请5件，按时答复。（三）政府信息管理。补贴名单公示前一律去除银行账号。（四）平台建设。在产业园设置公开驿站，接受农户查询。（五）监督保障。局班子会研究公开工作两次，组织乡镇农技站长培训，现场测试合格率九成以上。";

const BEFORE: &str = "
2024年，双桥县以基层试点验收为契机。（一）主动公开：网站发布信息10,550条，重点推进乡村振兴项目信息到村到户。（二）依申请公开：全县受理申请47件，全部办结。（三）政府信息管理：建立信息资产台账。（四）平台建设：十二个乡镇专区挂牌。（五）监督保障：考核、评议同步开展，群众评价总体较好，无责任追究情况。";

const BEFORE_PROBLEMS: &str = "
问题：部门协同不足，答复口径把握不一，基层力量薄弱。改进：组建疑难问题会商小组，编写常见情形答复指引，年内实现轮训一遍，并将旁听庭审作为固定动作。";

pub fn world() -> World {
    use Column::CommercialEnterprise as Firm;
    use Column::NaturalPerson as Person;
    let now = Doc::new(NAME, 2025, "2026-02-25", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[
            (
                Person,
                57,
                0,
                &[
                    (Line::Granted, 30),
                    (Line::PartlyGranted, 6),
                    (Line::RefusedProcess, 4),
                    (Line::UnavailableNotHeld, 12),
                    (Line::UnprocessedRepeat, 2),
                ],
                3,
            ),
            (Firm, 4, 0, &[(Line::Granted, 4)], 0),
        ])
        .reviews(&[(Line::Reconsideration, [3, 0, 1, 0])])
        .disclosure([9, 5, 103], [18_236, 1204, 77], "2316.08");
    let before = |year: i32, outcomes: &'static [(Line, i64)], force| {
        let date = format!("{}-02-20", year + 1);
        let texts = ["", BEFORE, BEFORE_PROBLEMS, "未收取信息处理费。"];
        Doc::new(NAME, year, &date, texts)
            .applications(&[(Person, outcomes[0].1, 0, outcomes, 0)])
            .reviews(&[(Line::Reconsideration, [2, 0, 1, 0])])
            .disclosure([6, 4, force], [17_004, 1311, 64], "2540.6")
    };
    let earlier = vec![
        before(2024, &[(Line::Granted, 47)], 99),
        before(2023, &[(Line::Granted, 52)], 97),
        before(2022, &[(Line::Granted, 39)], 95),
    ];
    let mut world = World::new(
        AgencyKind::Government,
        "990125",
        &["双桥县"],
        std::iter::once(now).chain(earlier).collect(),
    );
    let problems = "问题是解读材料专业术语偏多，群众不易理解。将改进写作方式，多用实例说明，并请基层代表试读。";
    let peer = |name: &str, text: &str, n: i64, outcomes: &'static [(Line, i64)]| {
        let doc = Doc::new(name, 2025, "2026-01-21", ["", text, problems, "未收取信息处理费。"])
            .applications(&[(Person, n, 0, outcomes, 0)])
            .disclosure([1, 0, 20], [12, 3, 0], "0");
        World::new(AgencyKind::Department, "990125", &[], vec![doc])
    };
    world.peers = vec![
        peer("双桥县人民政府办公室", OFFICE, 22, &[(Line::Granted, 22)]),
        peer("双桥县农业农村局", BUREAU, 5, &[(Line::Granted, 5)]),
    ];
    world
}
