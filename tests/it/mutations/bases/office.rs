//! The office of a county government: no application this year, one carried in; 我办, full-width digits.

use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use crate::mutations::doc::Doc;
use crate::mutations::doc::full_width;
use crate::mutations::world::World;

const NAME: &str = "南屏县人民政府办公室";

const PREAMBLE: &str = "
为贯彻落实《中华人民共和国政府信息公开条例》，现向社会公布南屏县人民政府办公室２０２４年政府信息公开年度报告。本报告电子版可在南屏县人民政府网站下载。联系地址：南屏县城关镇府前街１号，联系电话：0999－7721200。";

const OVERVIEW: &str = "
２０２４年，县政府办公室坚持以公开为常态、不公开为例外，统筹推进本机关和全县政务公开工作。
１．主动公开。全年以县政府办公室名义印发行政规范性文件２件，宣布失效１件，全部按时公开。通过门户网站公开本办信息１４２条，其中政府常务会议信息２４条、政策解读３６条、其他８２条。
２．依申请公开。办公室本年度没有新收到政府信息公开申请，上年结转的１件已于２月依法答复，结转下年度０件。指导县直单位和乡镇办理申请４６件，未出现超期答复。
３．政府信息管理。会同县司法局、县档案馆开展行政规范性文件清理，公布继续有效文件目录，对公开属性不明确的公文一律退回补正。
４．政府信息公开平台建设。全县政务新媒体账号由３１个整合至１９个，政府网站通过四个季度的抽查，合格率为１００％。
５．监督保障。对２３个乡镇和县直单位开展“面对面”督导，发现问题５２个，整改到位５２个，整改率１００％；办公室全体人员参加测试，平均分９１．５分。";

const PROBLEMS: &str = "
存在的主要问题：（１）解读形式仍以文字为主，图表解读占比不足三成；（２）对乡镇的指导多在年底集中进行，平时跟进不够。
改进情况：针对上年度指出的“栏目更新慢”问题，已建立周巡查制度。下一步将在每份规范性文件出台后５个工作日内发布图表解读，并实行乡镇分片联系，每季度至少到点指导一次。";

const OTHER: &str = "
除上述情况外，按照《政府信息公开信息处理费管理办法》，我办２０２４年度收取信息处理费０元。无其他需要报告的事项。";

const BEFORE: &str = "
2023年，办公室履行全县政务公开主管部门职责。（一）主动公开：更新机构概况、公布县领导分工，刊登政府公报四期。（二）依申请公开：收到申请5件，答复4件，1件跨年办理。（三）信息管理：梳理历年文件，形成电子目录，供公众下载。（四）平台建设：网站首页改版，把搜索框移到显著位置，增加无障碍浏览。（五）监督保障：开展两轮交叉检查，评选优秀栏目并给予表扬，年度测评列全市第六。";

const BEFORE_PROBLEMS: &str = "
问题是栏目更新慢，有的信息公开时已过时效。改进办法为设立首席信息员，逐月晾晒各单位发布情况，对连续两月排名末位的单位进行提醒谈话。";

pub fn world() -> World {
    let mut now = Doc::new(NAME, 2024, "2025-01-24", [PREAMBLE, OVERVIEW, PROBLEMS, OTHER])
        .applications(&[(Column::NaturalPerson, 0, 1, &[(Line::Granted, 1)], 0)])
        .disclosure([2, 0, 41], [0, 0, 0], "0.00");
    let before = |year: i32, new| {
        let date = format!("{}-01-22", year + 1);
        let texts = ["", BEFORE, BEFORE_PROBLEMS, "无收取信息处理费情况。"];
        Doc::new(NAME, year, &date, texts)
            .applications(&[(Column::NaturalPerson, new, 0, &[(Line::Granted, 4)], new - 4)])
            .disclosure([1, 0, 40], [0, 0, 0], "0")
    };
    now.print = full_width;
    World::new(
        AgencyKind::Department,
        "990122",
        &["南屏县政府办公室", "县政府办"],
        vec![now, before(2023, 5), before(2022, 4)],
    )
}
