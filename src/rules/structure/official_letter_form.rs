//! # official-letter-form
//!
//! ## What it checks
//! Whether the letter that handed the report in was published in its place: a document
//! number (某发〔2026〕2号) and an addressee before the first heading.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: the report is published to the public. A bulletin of 2010
//! (莆田市) named letters published in place of reports.
//!
//! ## When it stays silent
//! - A number or an addressee alone: both are needed.
//! - The number of a cited document: it does not stand on a line of its own.
//! - There is no preamble, so nothing speaks for a letter.
//!
//! ## How to resolve
//! Publish the report without number, addressee and closing words.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::squash;

pub(super) static RULE: Rule = Rule {
    id: "official-letter-form",
    label: ("以函代报", "letter form"),
    severity: Severity::Info,
    basis: (
        "政府信息公开条例第四十九条（向社会公布）",
        "Regulation on Government Information Disclosure, Art. 49 (published to the public)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请删去文号、主送机关等公函格式后发布。",
        "Publish the report without the form of a letter.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("official_letter_form.rs"),
    check: Check::Report(check),
};

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[^\s:]{1,8}[〔\[(【]20\d{2}[〕\])】]\d{1,4}号$").ok());
static ADDRESSEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[^。,;]{2,30}(?:政府|办公室|办|局|委|委员会|中心|厅|单位|领导小组):$").ok()
});

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    if report.headings.is_empty() {
        return unassessable("没有识别出标题", "no heading was recognised");
    }
    let lines: Vec<String> = report.preamble.lines().map(squash).collect();
    let find = |form: &LazyLock<Option<Regex>>| {
        lines.iter().find(|line| form.as_ref().is_some_and(|re| re.is_match(line)))
    };
    let (Some(number), Some(addressee)) = (find(&NUMBER), find(&ADDRESSEE)) else {
        return Verdict::Pass;
    };
    let message = Text::new(
        format!("疑似将报送函直接发布：文号“{number}”，主送“{addressee}”"),
        format!("a letter in place of the report: number “{number}”, to “{addressee}”"),
    );
    Verdict::fail(Violation::new(message, Place::section(0).quoting(number.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn verdict(preamble: &str) -> Verdict {
        let mut given = given::clean();
        given.report_mut().preamble = preamble.into();
        check(&given.dossier())
    }

    #[test]
    fn a_number_and_an_addressee_make_a_letter() {
        let letter = "某统发〔2026〕2号\n某市统计局2025年政府信息公开工作年度报告\n市政府办公室：\n现报告如下。";
        assert!(matches!(verdict(letter), Verdict::Fail(_)));
    }

    #[test]
    fn one_of_both_is_no_letter() {
        for preamble in [
            "",
            "某统发〔2026〕2号\n根据条例编制。",
            "市政府办公室：\n现报告如下。",
            "根据国办公开办函〔2021〕30号编制。\n市政府办公室：",
            "文号：某统发〔2026〕2号\n发布机构：",
        ] {
            assert_eq!(verdict(preamble), Verdict::Pass, "{preamble}");
        }
    }

    #[test]
    fn without_a_heading_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().headings.clear();
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
