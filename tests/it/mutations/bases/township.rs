//! A township without a single application; numbers in words, 我镇, headings as old forms word them.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::world::World;

const NAME: &str = "清河县柳泉镇人民政府";

const PREAMBLE: &str = "
现将柳泉镇2025年度政府信息公开工作情况报告如下，统计期限为2025年1月1日至2025年12月31日。";

const OVERVIEW: &str = "
2025年，柳泉镇在县委、县政府的正确领导下，以便民利民为出发点，推动基层政务公开标准化规范化。
（一）主动公开情况。我镇通过县政府网站公开各类信息二百一十六条，其中工作动态一百三十条、惠民惠农补贴四十二条、其他类四十四条；在镇、村（社区）公示栏张贴公示三百余份，利用“村村响”广播宣讲政策五十多次。
（二）依申请公开情况。全年未收到公民、法人和其他组织提出的政府信息公开申请，上年也没有结转的申请。同时，未发生因政府信息公开引发的行政复议和行政诉讼。
（三）政府信息管理情况。由党政办公室统一管理，实行一事一审、先审后发，专人负责台账登记。
（四）平台建设情况。镇便民服务中心设置政务公开专区一处，配备查询机两台；微信公众号“清风柳泉”由县融媒体中心统一管理。
（五）监督保障情况。镇长任组长，召开专题会议三次，组织十八个村（社区）信息员集中学习两次；开展社会评议一次，群众反映良好，没有发生责任追究的情况。";

const PROBLEMS: &str = "
（一）存在的问题。一是村级信息员多为兼职，业务不熟；二是公开的内容以动态类为主，群众关心的资金、项目信息偏少。
（二）改进措施。一是每季度开展一次业务辅导，由镇党政办上门指导；二是把产业奖补、低保评定、耕地地力保护补贴等事项纳入必公开清单，逐项明确时限。";

const OTHER: &str = "2025年度，我镇没有收取信息处理费，无其他需要报告的事项。";

const BEFORE: &str = "
去年以来，柳泉镇聚焦和美乡村建设抓公开。（一）主动公开：在网站刊发政务信息一百九十条，公开镇村两级权责事项。（二）依申请公开：没有收到申请。（三）信息管理：制定发布流程图，张贴于各办所。（四）平台建设：更换破损宣传橱窗六块，开通民情热线。（五）监督保障：邀请县信息中心老师授课，结果与村干部报酬挂钩，群众评议满意，无人被问责。";

const BEFORE_PROBLEMS: &str = "
不足主要是橱窗更新慢，老年人不会用手机查阅。今后将指定专人每周巡查橱窗，组织志愿者入户讲解，方便群众就近了解办事流程和补贴标准。";

pub fn world() -> World {
    let mut now = Doc::new(NAME, 2025, "2026-01-15", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .disclosure([0, 0, 0], [37, 5, 0], "0");
    now.title = "柳泉镇2025年度政府信息公开工作年度报告".into();
    now.parts[4].heading = "五、政府信息公开工作存在的主要问题及改进情况".into();
    now.parts[3].heading = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况".into();
    now.signature = vec![NAME.into(), "2026年1月15日".into()];
    let before = |year: i32| {
        let date = format!("{}-01-16", year + 1);
        let texts = ["", BEFORE, BEFORE_PROBLEMS, "未收取信息处理费。"];
        Doc::new(NAME, year, &date, texts).disclosure([0, 0, 0], [41, 2, 0], "0")
    };
    let earlier = vec![before(2024), before(2023), before(2022)];
    let mut world = World::new(
        AgencyKind::Township,
        "990123",
        &["柳泉镇"],
        std::iter::once(now).chain(earlier).collect(),
    );
    // The row of a body that makes no rules.
    for column in [Column::Made, Column::Repealed, Column::InForce] {
        world.doc().cell(Line::Regulations, column, "/");
    }
    world
}
