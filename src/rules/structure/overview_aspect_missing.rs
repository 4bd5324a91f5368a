//! # overview-aspect-missing
//!
//! ## What it checks
//! Whether section 一 speaks of the five aspects: 主动公开, 依申请公开, 政府信息管理,
//! 政府信息公开平台建设 and 监督保障.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号一（一）: the overview covers mainly these five.
//!
//! ## When it stays silent
//! - The aspect is spoken of in other words, numbered or inside a paragraph; more than the
//!   five is fine.
//! - Section 一 is missing or empty, or an image or a table may hold the text: not assessable.
//! - It is only information for reports on 2019 and 2020.
//!
//! ## How to resolve
//! Add a paragraph on each aspect; where nothing happened, say so.

use std::sync::LazyLock;

use regex::Regex;

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

pub(super) static RULE: Rule = Rule {
    id: "overview-aspect-missing",
    label: ("总体情况缺项", "overview incomplete"),
    severity: Severity::Warning,
    basis: ("国办公开办函〔2021〕30号一（一）", "Circular 30 (2021), item 1 (1)"),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请在“总体情况”中补充所缺方面；没有相关情况的也应写明。",
        "Add the missing aspects to the overview; where nothing happened, say so.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("overview_aspect_missing.rs"),
    check: Check::Text(check),
};

/// An overview with less text is none: `section-empty` speaks of that.
const LEAST: usize = 10;

/// An aspect, its English name and the words that speak of it.
struct Aspect {
    zh: &'static str,
    en: &'static str,
    words: Regex,
}

static ASPECTS: LazyLock<Vec<Aspect>> = LazyLock::new(|| {
    [
        ("主动公开", "active disclosure", "主动公开|公开(?:各类)?(?:政府)?信息|发布(?:各类)?信息|应公开尽公开"),
        ("依申请公开", "applications", "依申请|公开申请|申请公开|收到[^。]{0,12}申请|受理[^。]{0,12}申请"),
        (
            "政府信息管理",
            "management of information",
            "信息(?:资源)?(?:的)?(?:规范化?)?管理|管理(?:政府)?信息|信息[^,;。]{0,10}管理|管理[^,;。]{0,10}信息|信息[^,;。]{0,8}(?:审核|审查)|保密审查|三审|公开属性|规范性文件(?:的)?(?:清理|管理)|动态(?:调整|更新)|公开目录",
        ),
        ("政府信息公开平台建设", "platforms", "平台|网站|专栏|栏目|新媒体|公众号|专区|公开栏|公示栏"),
        (
            "监督保障",
            "supervision",
            "监督|保障|考核|培训|评议|督查|督导|督促|问责|追责|检查|领导小组|组织领导",
        ),
    ]
    .into_iter()
    .filter_map(|(zh, en, words)| Some(Aspect { zh, en, words: Regex::new(words).ok()? }))
    .collect()
});

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let text = reading.plain(1);
    if text.chars().count() < LEAST {
        return unassessable("没有读到第一部分的正文", "section 1 has no text");
    }
    let missing: Vec<&Aspect> = ASPECTS.iter().filter(|it| !it.words.is_match(text)).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    if reading.may_hide_text(&[1]) {
        return unassessable(
            "第一部分有图片或表格，可能含有正文",
            "an image or a table in section 1 may hold the text",
        );
    }
    let zh: Vec<&str> = missing.iter().map(|it| it.zh).collect();
    let en: Vec<&str> = missing.iter().map(|it| it.en).collect();
    let (zh, en, n) = (zh.join("、"), en.join(", "), missing.len());
    let message = Text::new(
        format!("总体情况五个方面不全：缺{n}个方面（{zh}）"),
        format!("the overview lacks {n} of its five aspects ({en})"),
    );
    let violation = Violation::new(message, Place::section(1)).figures(5, 5 - n.min(5));
    Verdict::fail(if reading.year.0 < 2021 {
        violation.severity(Severity::Info)
    } else {
        violation
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::rules::given;

    const FIVE: &str =
        "主动公开12条。依申请公开0件。政府信息管理规范。平台建设有序。监督保障到位。";

    #[test]
    fn the_five_aspects_pass_in_any_words() {
        for text in
            [FIVE, "发布信息12条，未收到公开申请，严格保密审查，维护门户网站，开展培训1次。"]
        {
            assert_eq!(check(&given::clean().section(1, text).dossier()), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn four_are_a_warning_that_names_the_fifth() {
        let text = FIVE.replace("监督保障到位。", "");
        let Verdict::Fail(failure) = check(&given::clean().section(1, &text).dossier()) else {
            panic!()
        };
        let violation = &failure.violations[0];
        assert_eq!(violation.message.zh, "总体情况五个方面不全：缺1个方面（监督保障）");
        assert_eq!(violation.severity, None);
    }

    #[test]
    fn it_is_information_under_the_trial_form() {
        let mut given = given::clean().section(1, "一年来各项工作有序推进。");
        given.year = ReportYear(2020);
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Info));
    }

    #[test]
    fn what_an_image_or_a_table_may_hold_is_not_missing() {
        let given = || given::clean().section(1, "一年来各项工作有序推进。");
        let (mut image, mut table) = (given(), given());
        image.report_mut().sections[0].has_image = true;
        table.report_mut().sections[0].has_table = true;
        for given in [image, table, given::clean().section(1, "见附件"), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
