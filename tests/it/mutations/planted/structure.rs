//! Mistakes of form: title, period, headings, and what must be said.

use gongkai_watch::domain::Params;

use super::Mutation;
use super::On::Outside;
use super::On::Prose;
use super::plant;
use crate::mutations::world::World;

const EMPTY_WORDS: &str = "
我局高度重视政府信息公开工作，坚持以公开为常态，切实加强组织领导，不断拓宽公开渠道。主动公开更加全面，依申请公开更加规范，政府信息管理更加严格，公开平台更加便捷，监督保障更加有力，得到了人民群众的广泛好评。";

const PRAISE: &str = "
我局政府信息公开工作扎实推进，公开内容丰富多样，各科室密切配合，栏目更新及时，答复规范准确，社会各界反响良好，圆满完成了全年各项任务，受到上级部门的充分肯定。";

fn title(world: &mut World, title: &str) {
    world.doc().title = title.into();
}

pub fn all() -> Vec<Mutation> {
    let mut all = of_the_page();
    all.extend(of_the_text());
    all
}

fn of_the_page() -> Vec<Mutation> {
    vec![
        plant("title-nonstandard", Outside, "finance", "a summary by its title", |world| {
            title(world, "临江市财政局2025年政府信息公开工作总结");
        }),
        plant("title-nonstandard", Outside, "city", "工作报告 for 年度报告", |world| {
            title(world, "云海市人民政府2025年政府信息公开工作报告");
        }),
        plant("title-nonstandard", Outside, "county", "the year twice", |world| {
            title(world, "2025年双桥县人民政府2025年政府信息公开工作年度报告");
        }),
        plant("title-year-mismatch", Outside, "finance", "last year in the title", |world| {
            title(world, "临江市财政局2024年政府信息公开工作年度报告");
        }),
        plant("title-year-mismatch", Outside, "word", "next year in the title", |world| {
            title(world, "河东区卫生健康局2025年政府信息公开工作年度报告");
        }),
        plant(
            "title-agency-mismatch",
            Outside,
            "finance",
            "another bureau in the title",
            |world| {
                title(world, "临江市审计局2025年政府信息公开工作年度报告");
            },
        ),
        plant("stat-period-mismatch", Outside, "finance", "eleven months", |world| {
            world.doc().swap("起至2025年12月31日", "起至2025年11月30日");
        }),
        plant("stat-period-mismatch", Outside, "legacy", "a year that ends in November", |world| {
            world.doc().swap("起，至12月31日止", "起，至11月30日止");
        }),
        plant("section-missing", Outside, "finance", "no problems", |world| {
            world.doc().parts.remove(4);
        }),
        plant("section-missing", Outside, "city", "no other matters", |world| {
            world.doc().parts.remove(5);
        }),
        plant("section-order", Outside, "finance", "problems before reviews", |world| {
            world.doc().parts.swap(3, 4);
        }),
        plant("section-empty", Prose, "finance", "nothing under 五", |world| {
            world.doc().rewrite(5, "");
        }),
        plant("section-empty", Prose, "county", "无 under 五", |world| {
            world.doc().rewrite(5, "无。");
        }),
        plant("legacy-structure", Prose, "finance", "fees as a section of its own", |world| {
            world.doc().add(6, "七、政府信息公开收费及减免情况");
        }),
        plant(
            "legacy-structure",
            Outside,
            "office",
            "the preamble lists the old sections",
            |world| {
                let old = "本报告由概述、主动公开情况、依申请公开情况、收费及减免情况、复议诉讼情况等组成。";
                world.doc().preamble.push(old.into());
            },
        ),
        plant("preamble-count-mismatch", Outside, "finance", "five that are six", |world| {
            world.doc().swap("等六个部分组成", "等五个部分组成");
        }),
        plant("preamble-count-mismatch", Outside, "city", "one is not listed", |world| {
            world.doc().swap("存在的主要问题及改进情况；其他", "其他");
        }),
        plant("official-letter-form", Outside, "finance", "the letter of transmittal", |world| {
            let head = ["临财函〔2026〕3号".to_owned(), "市政府办公室：".to_owned()];
            world.doc().preamble.splice(0..0, head);
        }),
        plant("meta-tags-missing", Outside, "finance", "no source is tagged", |world| {
            let tag = "<meta name=\"ContentSource\" content=\"临江市财政局\">\n";
            world.doc().patch(tag, "");
        }),
    ]
}

fn of_the_text() -> Vec<Mutation> {
    vec![
        plant("stale-year", Prose, "township", "last year's sentences", |world| {
            let first = &mut world.doc().parts[0].lines[0];
            *first = first.replace("2025年", "2024年");
            world.doc().add(1, "2024年，全镇组织政策宣讲二十场，发放宣传资料三千份。");
        }),
        plant("overview-aspect-missing", Prose, "finance", "nothing on management", |world| {
            let line = "（三）队伍建设。现有专兼职人员12名，平均年龄35岁，多数具备财会专业背景。";
            world.doc().retell(1, "政府信息管理", line);
        }),
        plant("overview-aspect-missing", Prose, "trial", "nothing on platforms", |world| {
            let line = "（四）人员情况。局机关和基层所共配备信息员14名。";
            world.doc().retell(1, "平台建设", line);
        }),
        plant("government-supervision-results-missing", Prose, "city", "no evaluation", |world| {
            let told = "；开展社会评议，公众总体满意度为92.4%，较上年提升1.3个百分点";
            world.doc().swap(told, "");
        }),
        plant(
            "government-supervision-results-missing",
            Prose,
            "county",
            "nobody to blame",
            |world| {
                world.doc().swap("；年度内没有单位或个人因政府信息公开工作被追究责任", "");
            },
        ),
        plant("overview-too-long", Prose, "finance", "a limit of 300 characters", |world| {
            world.params = Params::none().with("overview-too-long", "max-characters", 300);
        }),
        plant("overview-no-numbers", Prose, "finance", "nothing but words", |world| {
            world.doc().rewrite(1, EMPTY_WORDS);
        }),
        plant("overview-no-numbers", Prose, "county", "some places, some bodies", |world| {
            let vague = "一些地区主动作为，部分地区创新方式，多数部门积极配合。";
            world.doc().add(1, vague);
        }),
        plant("problems-section-hollow", Prose, "finance", "nothing but praise", |world| {
            world.doc().rewrite(5, PRAISE);
        }),
        plant("processing-fee-not-reported", Prose, "finance", "not a word of it", |world| {
            world.doc().cut(6, "信息处理费");
        }),
        plant("processing-fee-not-reported", Prose, "word", "无", |world| {
            world.doc().rewrite(6, "无。");
        }),
        plant("numbering-broken", Prose, "township", "一是 and then 三是", |world| {
            world.doc().swap("二是公开的内容", "三是公开的内容");
        }),
        plant("numbering-broken", Prose, "county", "（二） twice", |world| {
            world.doc().swap("（三）政府信息管理", "（二）政府信息管理");
        }),
        plant("personal-data-exposed", Prose, "finance", "a mobile number", |world| {
            world.doc().add(6, "联系人：王某，手机：13900000000。");
        }),
        plant("personal-data-exposed", Prose, "word", "an identity number", |world| {
            world.doc().add(1, "申请人李某（身份证号11010519491231002X）多次来电咨询。");
        }),
        plant("other-agency-named", Prose, "finance", "我委 in a bureau's report", |world| {
            world.doc().swap("下一步，我局将", "下一步，我委将");
        }),
        plant("other-agency-named", Prose, "flat", "another bureau's guide", |world| {
            world.doc().add(1, "年内修订《金山区民政局政府信息公开指南》。");
        }),
    ]
}
