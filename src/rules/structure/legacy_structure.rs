//! # legacy-structure
//!
//! ## What it checks
//! Whether a report on 2021 or later still follows an older layout: the form of 2019, or
//! the sections of the old Regulation (概述, 收费及减免情况).
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号 prescribes the form for reports on 2021 and later.
//!
//! ## When it stays silent
//! - Words in quotation marks or titles of documents.
//! - The words inside running text: only headings and the preamble's list count.
//! - Headings on 信息处理费, which reports of today tell of in section 六.
//! - The wording is that of 2019, but neither table 2 nor table 3 was read: not assessable.
//! - No heading was recognised and there is no preamble: not assessable.
//!
//! ## How to resolve
//! Write the report in the form of 2021.

use std::sync::LazyLock;

use regex::Regex;

use super::narrative::start;
use super::narrative::unquoted;
use crate::domain::AnnualReport;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::reading::Passage;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "legacy-structure",
    label: ("套用旧格式", "old layout"),
    severity: Severity::Warning,
    basis: ("国办公开办函〔2021〕30号", "Circular 30 (2021)"),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请按国办公开办函〔2021〕30号的统一格式重新编制。",
        "Write the report in the form of Circular 30 (2021).",
    ),
    lasting: false,
    params: &[],
    source: include_str!("legacy_structure.rs"),
    check: Check::Text(check),
};

/// A first-level heading of the old layout, alone on its line.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[一二三四五六七八九十]、(?P<title>[^,;。]{0,16}(?:概述|收费(?:及|和|、)减免|收费情况)[^,;。]{0,10})$").ok()
});
/// The preamble's list of the old sections.
static LIST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:包括|分为|由|包含)[^。]{0,12}(?P<list>概述[^。]{0,200}(?:部分|组成|收费|减免|诉讼))",
    )
    .ok()
});

fn check(reading: &Reading<'_>) -> Verdict {
    let report = report_or_return!(reading);
    if report.headings.is_empty() && report.preamble.trim().is_empty() {
        return unassessable("没有识别出标题和引言", "neither headings nor a preamble were found");
    }
    // The form of 2019 is told by words anywhere; that its tables were used shows where one was read.
    let is_trial = report.edition.as_deref() == Some("2019");
    let told = [TableKind::ActiveDisclosure, TableKind::Applications];
    let has_its_tables = told.into_iter().any(|kind| report.table(kind).is_some());
    let mut violations = Vec::new();
    let mut add = |event: &str, section: Option<u8>, zh: String, en: String, quote: String| {
        let place = Place { section, event: Some(event.into()), ..Place::default() };
        violations.push(Violation::new(Text::new(zh, en), place.quoting(quote)));
    };
    if is_trial && has_its_tables {
        let zh = "套用旧格式：使用2019年试行格式（国办公开办函〔2019〕60号）的表格栏目".to_owned();
        let en = "old layout: it has the labels of the trial form of 2019 (Circular 60)".to_owned();
        add("edition", None, zh, en, String::new());
    }
    for (section, title) in old_headings(report, reading) {
        let zh = format!("套用旧格式：标题“{title}”");
        let en = format!("old layout: heading “{title}”");
        add(&title, Some(section), zh, en, title.clone());
    }
    let preamble = reading.passage(0).map_or("", Passage::unquoted);
    if let Some(found) = LIST.as_ref().and_then(|re| re.captures(preamble)) {
        let zh = "套用旧格式：引言列出的是旧格式的各部分".to_owned();
        let en = "old layout: the preamble lists the sections of the old form".to_owned();
        add("preamble", None, zh, en, start(&found["list"], 60));
    }
    let unread = (is_trial && !has_its_tables).then(|| {
        Text::new(
            "没有读出能够区分新旧格式的表格",
            "no table was read that tells the two forms apart",
        )
    });
    Verdict::of(violations, unread)
}

/// Headings of the old layout: in place of one of the form, or besides them.
fn old_headings(report: &AnnualReport, reading: &Reading<'_>) -> Vec<(u8, String)> {
    let replaced = report.sections.iter().filter(|section| section.present).filter_map(|section| {
        let title = unquoted(&section.title);
        title.contains("概述").then_some((section.number, title))
    });
    let besides = reading.sections().flat_map(|passage| {
        passage.unquoted_lines().lines().filter_map(|line| {
            let found = HEADING.as_ref()?.captures(line)?;
            // 信息处理费 is what today's form is to tell of.
            if found["title"].contains("处理费") {
                return None;
            }
            Some((passage.number, found["title"].to_owned()))
        })
    });
    replaced.chain(besides).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn messages(given: &Given) -> Vec<String> {
        match check(&given.dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn headings_of_the_old_layout_are_a_warning() {
        let mut given = given::clean();
        given.report_mut().sections[0].title = "概述".into();
        assert_eq!(messages(&given), ["套用旧格式：标题“概述”"]);
        let given = given::clean().section(4, "无。\n五、政府信息公开收费及减免情况\n无收费。");
        assert_eq!(messages(&given), ["套用旧格式：标题“政府信息公开收费及减免情况”"]);
    }

    #[test]
    fn the_form_of_2019_and_the_old_list_are_a_warning() {
        let mut given = given::clean();
        given.report_mut().edition = Some("2019".into());
        given.report_mut().preamble =
            "本报告由概述、主动公开情况、依申请公开情况、收费及减免情况等部分组成。".into();
        assert_eq!(messages(&given).len(), 2);
    }

    #[test]
    fn the_form_of_2021_and_quotations_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
        let mut given = given::clean().section(1, "概述如下：收费及减免情况见附件。");
        given.report_mut().preamble = "依据《年报格式（概述）》，本报告包括“概述”等部分。".into();
        assert_eq!(messages(&given), Vec::<String>::new());
    }

    #[test]
    fn the_processing_fee_of_today_is_no_heading_of_the_old_layout() {
        for title in ["七、信息处理费收费情况", "一、收取信息处理费收费情况"]
        {
            let given = given::clean().section(6, &format!("{title}\n本年度未收取。"));
            assert_eq!(check(&given.dossier()), Verdict::Pass, "{title}");
        }
    }

    #[test]
    fn words_without_a_table_do_not_tell_the_form() {
        let mut given = given::clean();
        let report = given.report_mut();
        report.edition = Some("2019".into());
        report.tables.retain(|kind, _| *kind == TableKind::Reviews);
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }

    #[test]
    fn without_headings_and_preamble_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().headings.clear();
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
