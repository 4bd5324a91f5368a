//! # problems-section-hollow
//!
//! ## What it checks
//! Whether section 五 names a problem and a remedy, in 60 characters at least.
//!
//! ## Legal basis
//! 政府信息公开条例第五十条（四）: main problems and how they are improved.
//!
//! ## When it stays silent
//! - Nothing or 无 stands under the heading: `section-empty` speaks of that.
//! - The problem or the remedy is told in other words (不够, 有待, 继续, 加强 and the like).
//! - An image or a table may hold the text: not assessable.
//!
//! ## How to resolve
//! Name the problems of the year one by one, each with what is done about it.

use super::narrative::start;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::letters;

pub(super) static RULE: Rule = Rule {
    id: "problems-section-hollow",
    label: ("问题部分敷衍", "problems hollow"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第五十条（四）",
        "Regulation on Government Information Disclosure, Art. 50 (4)",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请逐条写明存在的主要问题及对应的改进措施。",
        "Name the main problems one by one, each with what is done about it.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("problems_section_hollow.rs"),
    check: Check::Text(check),
};

/// Fewer characters name no problem and no remedy.
const LEAST: usize = 60;
/// Fewer letters are an empty section.
const EMPTY: usize = 10;

const PROBLEM: [&str; 43] = [
    "问题",
    "不足",
    "薄弱",
    "短板",
    "差距",
    "困难",
    "不够",
    "不高",
    "不强",
    "不到位",
    "不及时",
    "不规范",
    "不全",
    "不畅",
    "不深",
    "不细",
    "不熟",
    "不齐",
    "不实",
    "不准",
    "不平衡",
    "不便",
    "不多",
    "欠缺",
    "缺乏",
    "缺少",
    "有待",
    "有限",
    "滞后",
    "单一",
    "偏少",
    "偏低",
    "偏慢",
    "偏晚",
    "偏弱",
    "较少",
    "较低",
    "较慢",
    "较弱",
    "需要提高",
    "仍需",
    "还需",
    "尚需",
];
const REMEDY: [&str; 31] = [
    "改进",
    "下一步",
    "下步",
    "措施",
    "将",
    "继续",
    "加强",
    "进一步",
    "今后",
    "完善",
    "整改",
    "计划",
    "力争",
    "着力",
    "强化",
    "提升",
    "提高",
    "优化",
    "健全",
    "推进",
    "推动",
    "加大",
    "加快",
    "建立",
    "明年",
    "新的一年",
    "确保",
    "完成",
    "制定",
    "编制",
    "落实",
];

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    let Some(section) = report.section(5).filter(|section| section.present) else {
        return unassessable("没有找到第五部分", "section 5 was not found");
    };
    let text = reading.plain(5);
    if letters(text).chars().count() < EMPTY {
        return unassessable("第五部分没有内容", "section 5 has no text");
    }
    let length = text.chars().count();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (zh, en) = match (says(&PROBLEM), says(&REMEDY)) {
        (false, _) => ("没有写明存在的问题".to_owned(), "it names no problem".to_owned()),
        (true, false) => ("没有写明改进措施".to_owned(), "it names no remedy".to_owned()),
        (true, true) if length < LEAST => {
            (format!("只有{length}字"), format!("it has {length} characters only"))
        }
        (true, true) => return Verdict::Pass,
    };
    if reading.may_hide_text(&[5]) {
        return unassessable("第五部分的内容可能在图表中", "the text may be in a table or image");
    }
    let message =
        Text::new(format!("问题部分敷衍：{zh}"), format!("section 5 on problems is hollow: {en}"));
    let quote = start(&section.text, 60);
    Verdict::fail(Violation::new(message, Place::section(5).quoting(quote)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn message(text: &str) -> Option<String> {
        match check(&given::clean().section(5, text).dossier()) {
            Verdict::Fail(failure) => Some(failure.violations[0].message.zh.clone()),
            _ => None,
        }
    }

    #[test]
    fn a_problem_and_a_remedy_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }

    #[test]
    fn plain_words_for_a_problem_and_a_plan_are_enough() {
        for text in [
            "一是征地信息公开的历史数据补录不全，二是人员流动，业务衔接不畅。2021年6月底前完成补录，制定交接清单，\
             新任信息员先培训后上岗，请专家上门辅导。",
            "公开人员力量不足，部分数据发布偏晚，解读停留在数据罗列。2024年计划增加1名专职人员，编制发布日历并\
             提前公告，每季度推出1篇图文解读供查阅。",
        ] {
            assert_eq!(message(text), None, "{text}");
        }
    }

    #[test]
    fn one_without_the_other_is_a_warning() {
        let praise =
            "政府信息公开工作得到群众好评，各项任务全面完成，栏目更新及时，内容准确。".repeat(2);
        assert_eq!(message(&praise).as_deref(), Some("问题部分敷衍：没有写明存在的问题"));
        let complaint =
            "存在的主要问题是公开的深度不够、人员不足、培训偏少、栏目更新偏慢。".repeat(2);
        assert_eq!(message(&complaint).as_deref(), Some("问题部分敷衍：没有写明改进措施"));
    }

    #[test]
    fn sixty_characters_are_enough() {
        let text = |n: usize| format!("问题：{}，将改。", "甲".repeat(n - 7));
        assert_eq!(message(&text(59)).as_deref(), Some("问题部分敷衍：只有59字"));
        assert_eq!(message(&text(60)), None);
    }

    #[test]
    fn an_empty_or_missing_section_is_left_to_other_rules() {
        let mut missing = given::clean();
        missing.report_mut().sections[4].present = false;
        let mut image = given::clean().section(5, "详细内容见下面的图片和表格。");
        image.report_mut().sections[4].has_image = true;
        for given in [missing, image, given::clean().section(5, "无"), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
