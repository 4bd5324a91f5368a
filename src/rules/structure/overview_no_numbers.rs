//! # overview-no-numbers
//!
//! ## What it checks
//! Whether section 一 has any figure besides years, and does not speak of 一些地区、
//! 部分地区、多数部门 in place of facts.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号: 不能遗漏，也不宜泛化; its item 4 blames 敷衍塞责.
//!
//! ## When it stays silent
//! - Figures in words (三次), and nothing told as nothing (未收到申请).
//! - Hardly any text, or an image or a table may hold the figures: not assessable.
//! - It is only information for townships, which have little to count.
//!
//! ## How to resolve
//! Give the figures of the year: what was disclosed, received, held.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::AgencyKind;
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
    id: "overview-no-numbers",
    label: ("内容空泛", "no figures"),
    severity: Severity::Warning,
    basis: (
        "国办公开办函〔2021〕30号（不宜泛化；敷衍塞责）",
        "Circular 30 (2021) (not in general terms; perfunctory)",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请在“总体情况”中写明主动公开、依申请公开等方面的具体数据。",
        "Give the figures of the year in the overview.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("overview_no_numbers.rs"),
    check: Check::Text(check),
};

/// Years, days, document numbers and articles of law: digits that count nothing.
static DATES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"《[^《》]*》|[〔\[(]20\d{2}[〕\])]\d*号?|第\d+[号条款项]|(?:19|20)\d{2}(?:[-~至—/]\d{4})?年|\d{1,2}月(?:\d{1,2}日)?",
    )
    .ok()
});
/// Figures in words, and nothing told as nothing.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"[零一二两三四五六七八九十百千万][余多]?(?:件|条|次|个|篇|期|场|份|起|项|名|人次|批|宗)|(?:未|没有|无)(?:收到|受理|发生|出现|接到|产生)",
    )
    .ok()
});
const VAGUE: [&str; 6] = ["一些地区", "部分地区", "多数部门", "一些部门", "部分部门", "多数地区"];

/// Characters under which an overview is too short to be called vague.
const LEAST: usize = 60;

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let text = reading.plain(1);
    if text.chars().count() < LEAST {
        return unassessable("第一部分正文过少", "section 1 has hardly any text");
    }
    let vague: usize = VAGUE.iter().map(|words| text.matches(words).count()).sum();
    let counted = has_figures(text);
    if !counted && reading.may_hide_text(&[1]) {
        return unassessable(
            "第一部分的数据可能在图表中",
            "the figures may be in a table or image",
        );
    }
    let (zh, en) = if !counted {
        ("除年份外没有任何数据".to_owned(), "it has no figure besides years".to_owned())
    } else if vague >= 2 {
        (format!("“一些地区”“部分地区”等笼统表述{vague}处"), format!("{vague} vague phrases"))
    } else {
        return Verdict::Pass;
    };
    let message = Text::new(
        format!("“总体情况”内容空泛：{zh}"),
        format!("section 1 is in general terms: {en}"),
    );
    let violation = Violation::new(message, Place::section(1));
    Verdict::fail(if reading.agency.kind == AgencyKind::Township {
        violation.severity(Severity::Info)
    } else {
        violation
    })
}

/// True if a figure of the text counts something.
fn has_figures(text: &str) -> bool {
    // Most texts have one near their beginning; only titles run over the end of a sentence.
    let untitled = text.split('《').next().unwrap_or_default();
    if untitled.split('。').any(|sentence| has_digits(&without_dates(sentence))) {
        return true;
    }
    let facts = without_dates(text);
    has_digits(&facts) || WORDS.as_ref().is_some_and(|re| re.is_match(&facts))
}

fn without_dates(text: &str) -> Cow<'_, str> {
    DATES.as_ref().map_or(text.into(), |re| re.replace_all(text, ""))
}

fn has_digits(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    const EMPTY: &str = "2025年，我局认真贯彻落实条例（国办公开办函〔2021〕30号），扎实推进政府信息公开，\
                         不断提高公开质量，切实保障群众知情权、参与权、监督权，取得了明显成效，12月31日前全部完成。";

    fn with(text: &str) -> Given {
        given::clean().section(1, text)
    }

    #[test]
    fn years_are_no_figures() {
        let Verdict::Fail(failure) = check(&with(EMPTY).dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("除年份外没有任何数据"));
    }

    #[test]
    fn one_figure_or_a_clear_none_is_enough() {
        for fact in [
            "公开信息12条。",
            "公开政府信息2013条。",
            "公开政府信息2013-2014条。",
            "培训三次。",
            "未收到申请。",
        ] {
            assert_eq!(check(&with(&format!("{EMPTY}{fact}")).dossier()), Verdict::Pass, "{fact}");
        }
    }

    #[test]
    fn two_vague_phrases_are_a_warning_and_one_is_not() {
        let one = format!("{EMPTY}公开12条，一些地区进展较慢。");
        assert_eq!(check(&with(&one).dossier()), Verdict::Pass);
        assert!(matches!(
            check(&with(&format!("{one}部分地区滞后。")).dossier()),
            Verdict::Fail(_)
        ));
    }

    #[test]
    fn a_township_has_little_to_count() {
        let given = with(EMPTY).kind(AgencyKind::Township);
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Info));
    }

    #[test]
    fn what_a_table_may_hold_is_not_missing() {
        let mut table = with(EMPTY);
        table.report_mut().sections[0].has_table = true;
        for given in [table, with("见附件。"), given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
