//! What a person reads on a terminal: what is wrong, the figures or words it is about, why, and what
//! to do, as a compiler would print it.

use super::Checked;
use super::block;
use super::out::Ink;
use super::out::printable;
use super::table::Excerpt;
use crate::domain::Confidence;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Severity;

use crate::rules::Book;
use crate::rules::catalogue;

/// The whole report on a report, ending in a line end.
pub(super) fn render(checked: &Checked, book: &Book, lang: Lang, ink: Ink) -> String {
    let mut lines = head(checked, lang);
    let mut findings: Vec<&Finding> = checked.judgement.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    for finding in findings {
        lines.push(String::new());
        lines.extend(one(checked, book, finding, lang, ink));
    }
    let open = &checked.judgement.not_assessable;
    if !open.is_empty() {
        lines.push(String::new());
        lines.push(lang.pick("无法判断：", "not assessable:").to_owned());
        let colon = lang.pick("：", ": ");
        lines.extend(
            open.iter().map(|it| {
                format!("  {}{colon}{}", printable(&it.rule), printable(it.why.pick(lang)))
            }),
        );
    }
    lines.push(String::new());
    lines.push(sum(checked, lang));
    lines.push(String::new());
    lines.join("\n")
}

fn head(checked: &Checked, lang: Lang) -> Vec<String> {
    let report = &checked.report;
    let title = report.title.as_deref().unwrap_or(lang.pick("（无标题）", "(no title)"));
    let form = form_in_words(report.edition.as_deref(), lang);
    let (agency, year) = (&checked.agency.name, checked.year);
    let about = match lang {
        Lang::Zh => format!("{agency}　{year}年度　{form}"),
        Lang::En => format!("{agency}, report on {year}, {form}"),
    };
    let mut lines = vec![printable(title), printable(&about)];
    if let Some(season) = checked.season {
        lines.push(match lang {
            Lang::Zh => format!("  报告年度{year}；目前应发布{season}年度"),
            Lang::En => format!("  the report is on {year}; those on {season} are due now"),
        });
    }
    let not_compared = lang.pick("未比较：", "not compared: ");
    lines.extend(
        checked
            .rejected
            .iter()
            .map(|it| printable(&format!("  {not_compared}{} — {}", it.file, it.why.pick(lang)))),
    );
    let unread = lang.pick("未读出：", "unread: ");
    lines.extend(
        report.unread.iter().map(|it| printable(&format!("  {unread}{} — {}", it.what, it.why))),
    );
    lines
}

/// The form that a report follows.
pub(super) fn form_in_words(edition: Option<&str>, lang: Lang) -> String {
    match (edition, lang) {
        (Some("legacy"), Lang::Zh) => "旧版格式".to_owned(),
        (Some("legacy"), Lang::En) => "form used before 2019".to_owned(),
        (Some(form), Lang::Zh) => format!("{form}版格式"),
        (Some(form), Lang::En) => format!("form of {form}"),
        (None, Lang::Zh) => "格式未识别".to_owned(),
        (None, Lang::En) => "form not recognised".to_owned(),
    }
}

fn one(checked: &Checked, book: &Book, finding: &Finding, lang: Lang, ink: Ink) -> Vec<String> {
    let severity = finding.severity;
    let word = lang.pick(severity.zh(), severity.key());
    let name = format!("{word}[{}]", printable(&finding.rule));
    let mut lines = vec![format!(
        "{}{}{}",
        ink.word(&name, severity),
        lang.pick("：", ": "),
        printable(finding.message.pick(lang))
    )];
    let place = block::place_in_words(&finding.place, lang);
    if !place.is_empty() {
        lines.push(format!("  --> {}", printable(&place)));
    }
    if let Some(excerpt) = block::quoted(checked, book, finding) {
        lines.extend(underlined(&excerpt, finding, lang, ink));
    }
    let mut note = |name: &str, text: &str| {
        if !text.is_empty() {
            lines.push(format!("   = {name}{}", printable(text)));
        }
    };
    note(lang.pick("依据：", "basis: "), finding.basis.pick(lang));
    note(lang.pick("处理：", "to do: "), catalogue::remedy(finding).pick(lang));
    note(
        lang.pick("把握：", "confidence: "),
        confidence_in_words(finding, lang).unwrap_or_default(),
    );
    lines
}

/// How sure a finding is; `None` where there is no doubt to tell of.
pub(super) fn confidence_in_words(finding: &Finding, lang: Lang) -> Option<&'static str> {
    match finding.confidence {
        Confidence::High => None,
        Confidence::Medium => Some(lang.pick("中", "medium")),
        Confidence::Low => Some(lang.pick("低，可能是读取所致", "low, it may be our reading")),
    }
}

fn underlined(excerpt: &Excerpt, finding: &Finding, lang: Lang, ink: Ink) -> Vec<String> {
    let mut lines = vec!["   |".to_owned()];
    for (index, line) in excerpt.lines.iter().enumerate() {
        lines.push(format!("   | {line}"));
        let Some(mark) = excerpt.marks.iter().find(|it| it.line == index) else { continue };
        // Several cells are wrong together: the figures are those of their sum.
        let several = excerpt.marks.len() > 1;
        let beside = match (&finding.expected, &finding.actual) {
            _ if excerpt.marks.last() != Some(mark) => String::new(),
            (Some(expected), Some(actual)) => match lang {
                Lang::Zh if several => format!(" 合计应为 {expected}，实为 {actual}"),
                Lang::Zh => format!(" 应为 {expected}，实为 {actual}"),
                Lang::En if several => format!(" together expected {expected}, found {actual}"),
                Lang::En => format!(" expected {expected}, found {actual}"),
            },
            _ => String::new(),
        };
        let carets = ink.word(&"^".repeat(mark.width), finding.severity);
        let gap = " ".repeat(mark.start);
        lines.push(format!("   | {gap}{carets}{}", printable(&beside)));
    }
    lines.push("   |".to_owned());
    lines
}

/// The last line: how many of what.
pub(super) fn sum(checked: &Checked, lang: Lang) -> String {
    let findings = &checked.judgement.findings;
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let infos = count(Severity::Info);
    let (passed, open) = (checked.judgement.passed.len(), checked.judgement.not_assessable.len());
    match lang {
        Lang::Zh => format!(
            "错误{errors}，警告{warnings}，提示{infos}；{passed}条规则通过，{open}条无法判断。"
        ),
        Lang::En => {
            let many = |n: usize, what: &str| {
                if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
            };
            format!(
                "{}, {}, {}; {} passed, {open} not assessable.",
                many(errors, "error"),
                many(warnings, "warning"),
                many(infos, "note"),
                many(passed, "rule")
            )
        }
    }
}

#[cfg(test)]
mod tests;
