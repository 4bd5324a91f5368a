//! One page to read, print or send: verdict on top, the tables as printed, every finding.
//!
//! The page asks for nothing from outside and every byte of the report is escaped: it may come from
//! anywhere.

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Value;
use minijinja::value::Serde;
use serde_json::Value as Json;
use serde_json::json;

use super::Checked;
use super::block;
use super::form;
use super::text;
use crate::cli::Failed;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Severity;
use crate::rules::catalogue;

const TEMPLATE: &str = include_str!("page.html");

/// The whole page.
pub(super) fn page(checked: &Checked, lang: Lang) -> Result<String, Failed> {
    let broken =
        |error: minijinja::Error| Failed::Machine(format!("the page cannot be set: {error}"));
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page.html", TEMPLATE).map_err(broken)?;
    let template = environment.get_template("page.html").map_err(broken)?;
    let judgement = &checked.judgement;
    let mut findings: Vec<&Finding> = judgement.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    let words: Json = json!({
        "findings": lang.pick("问题", "Findings"),
        "tables": lang.pick("表格", "Tables"),
        "open": lang.pick("无法判断", "Not assessable"),
        "unread": lang.pick("未读出", "Unread"),
        "not_compared": lang.pick("未比较", "Not compared"),
        "basis": lang.pick("依据：", "Basis: "),
        "remedy": lang.pick("处理：", "What to do: "),
        "comma": lang.pick("，", ", "),
        "expected": lang.pick("应为", "expected"),
        "actual": lang.pick("实为", "found"),
        "confidence": lang.pick("把握：", "Confidence: "),
        "none": lang.pick("没有发现问题。", "Nothing was found."),
    });
    let form = text::form_in_words(checked.report.edition.as_deref(), lang);
    let values = json!({
        "lang": lang.pick("zh-CN", "en"),
        "words": words,
        "title": checked.report.title,
        "agency": checked.agency.name,
        "year": checked.year,
        "form": form,
        "verdict": verdict(checked, lang),
        "class": class(checked),
        "sum": text::sum(checked, lang),
        "findings": findings.iter().map(|it| finding(it, lang)).collect::<Vec<_>>(),
        "forms": form::forms(checked, lang),
        "open": judgement.not_assessable.iter()
            .map(|it| json!({ "rule": it.rule, "why": it.why.pick(lang) }))
            .collect::<Vec<_>>(),
        "unread": checked.report.unread,
        "not_compared": super::not_compared(checked, lang),
        "program": format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
    });
    let page = template.render(Value::from(Serde(values)));
    page.map(|page| format!("{page}\n")).map_err(broken)
}

fn worst(checked: &Checked) -> Option<Severity> {
    checked.judgement.findings.iter().map(|it| it.severity).max()
}

/// Green is only what was read to its end.
fn class(checked: &Checked) -> &'static str {
    match worst(checked) {
        None if checked.report.unread.is_empty() => "clean",
        None => Severity::Info.key(),
        Some(severity) => severity.key(),
    }
}

fn verdict(checked: &Checked, lang: Lang) -> &'static str {
    match worst(checked) {
        Some(Severity::Error) => lang.pick("有错误，需要更正", "There are errors to correct"),
        Some(Severity::Warning) => lang.pick("有疑点，需要核对", "There are doubts to check"),
        Some(Severity::Info) | None if !checked.report.unread.is_empty() => lang.pick(
            "读出的部分未发现需要更正之处，另有内容未读出",
            "Nothing was found in what could be read; parts are unread",
        ),
        Some(Severity::Info) | None => {
            lang.pick("未发现需要更正之处", "Nothing was found that needs correcting")
        }
    }
}

fn finding(finding: &Finding, lang: Lang) -> Json {
    let severity: Severity = finding.severity;
    json!({
        "rule": finding.rule,
        "class": severity.key(),
        "severity": lang.pick(severity.zh(), severity.key()),
        "message": finding.message.pick(lang),
        "place": block::place_in_words(&finding.place, lang),
        "quote": finding.place.quote,
        "expected": finding.expected,
        "actual": finding.actual,
        "basis": finding.basis.pick(lang),
        "remedy": catalogue::remedy(finding).pick(lang),
        "confidence": text::confidence_in_words(finding, lang),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::given;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::html::Block;
    use crate::html::Page;
    use crate::rules::given as reports;

    #[test]
    fn the_page_stands_alone_and_shows_the_tables() {
        let broken = reports::clean().application(Line::CarriedOut, Column::NaturalPerson, "2");
        let html = page(&given::checked(&broken), Lang::Zh).unwrap();
        for outside in ["src=", "href=", "url(", "@import", "<script", "<link"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.contains("default-src 'none'"));
        assert!(html.contains("class=\"wrong\""));
        assert!(html.contains("<div>依据：") && !html.contains("依据:"));
        let read = Page::parse(&html).unwrap();
        let tables: Vec<usize> = read
            .blocks
            .iter()
            .filter_map(|it| match &it.block {
                Block::Table(grid) => Some(grid.width),
                _ => None,
            })
            .collect();
        assert_eq!(tables, [4, 10, 15]);
        let text = read.text();
        let verdict = text.find("有错误，需要更正").unwrap();
        assert!(verdict < text.find("勾稽关系不符").unwrap());
    }

    #[test]
    fn every_byte_of_a_report_is_escaped() {
        let mut hostile = reports::clean().section(1, "办结率达<b>&101%\"'。");
        let evil = "<script>alert('x')</script>\"&";
        hostile.report_mut().title = Some(evil.into());
        hostile.agency.name = evil.into();
        let hostile = hostile.application(Line::Received, Column::Total, evil);
        let html = page(&given::checked(&hostile), Lang::En).unwrap();
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn a_clean_report_says_so() {
        let html = page(&given::checked(&reports::clean()), Lang::En).unwrap();
        assert!(html.contains("Nothing was found that needs correcting"));
    }
}
