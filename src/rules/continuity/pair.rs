//! This year's report and last year's, where they may be compared at all.
//!
//! Bodies are merged, renamed and split, and a portal may list one document for two years; a series
//! that breaks there is nobody's mistake. Everything doubtful comes back as the reason why not.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::Agency;
use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Cell;
use crate::domain::Column;
use crate::domain::Digest;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Value;
use crate::domain::Verdict;
use crate::rules::unassessable;
use crate::wording::letters;
use crate::wording::squash;

/// Two reports of one body on two years that follow each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// This year's.
    pub report: &'a AnnualReport,
    /// Last year's, in its newest version.
    pub previous: &'a AnnualReport,
    /// A report speaks of a reform of bodies or duties; figures may have moved with them.
    pub reform: bool,
}

// Said of oneself or of one's duties; 深化机构改革 as a topic also matches, and only makes us milder.
static REFORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"机构改革|更名为|新组建|组建成立|合并(?:组建|成立|而成|为)|(?:职能|职责|业务)[^，。]{0,6}(?:整合|调整|划转|划入|划出|移交)|划转至|行政区划调整",
    )
    .ok()
});

/// The pair, or the verdict that there is none to compare.
pub(super) fn pair<'a>(dossier: &Dossier<'a>) -> Result<Pair<'a>, Verdict> {
    let Some(report) = dossier.report else {
        return Err(unassessable("没有可读的年报", "there is no report to read"));
    };
    let Some(previous) = dossier.previous else {
        return Err(unassessable("没有上年度报告可比", "last year's report is not on record"));
    };
    comparable(dossier.agency, report, previous)?;
    Ok(Pair { report, previous, reform: tells_of_reform(report) || tells_of_reform(previous) })
}

/// Whether a report may be compared with an earlier one of the same agency.
pub(super) fn comparable(
    agency: &Agency,
    report: &AnnualReport,
    earlier: &AnnualReport,
) -> Result<(), Verdict> {
    if !same_body(agency, report, earlier) {
        return Err(unassessable(
            "上年度报告的单位名称不同，可能经过机构改革",
            "the earlier report names another body",
        ));
    }
    if report.content == earlier.content && report.content != Digest::default() {
        return Err(unassessable(
            "两个年度登记的是同一份文件",
            "the same document is on record for both years",
        ));
    }
    Ok(())
}

/// True where both reports name one body: the same name, one in a longer form, or two names that the
/// configuration knows as the agency's. A title without a name is this body's own page.
fn same_body(agency: &Agency, report: &AnnualReport, earlier: &AnnualReport) -> bool {
    let (Some(now), Some(then)) = (&report.agency, &earlier.agency) else { return true };
    let (now, then) = (letters(now), letters(then));
    let one = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    let known = |name: &str| {
        std::iter::once(&agency.name).chain(&agency.aliases).any(|it| one(&letters(it), name))
    };
    one(&now, &then) || (known(&now) && known(&then))
}

/// True where the running text speaks of a reform of bodies or duties.
pub(super) fn tells_of_reform(report: &AnnualReport) -> bool {
    let Some(pattern) = REFORM.as_ref() else { return false };
    let texts = report.sections.iter().map(|section| section.text.as_str());
    std::iter::once(report.preamble.as_str()).chain(texts).any(|it| pattern.is_match(&squash(it)))
}

/// True where the running text has one of these words, however the page breaks them.
pub(super) fn speaks_of(report: &AnnualReport, words: &[&str]) -> bool {
    let texts = report.sections.iter().map(|section| section.text.as_str());
    std::iter::once(report.preamble.as_str()).chain(texts).any(|text| {
        let text = squash(text);
        words.iter().any(|word| text.contains(word))
    })
}

impl Pair<'_> {
    /// True where both reports are of that edition.
    pub fn both_of(&self, edition: &str) -> bool {
        [self.report, self.previous].iter().all(|it| it.edition.as_deref() == Some(edition))
    }

    /// True where both follow a national form with tables.
    pub fn both_have_the_form(&self) -> bool {
        [self.report, self.previous]
            .iter()
            .all(|it| it.edition.as_deref().is_some_and(|id| matches!(id, "2019" | "2021")))
    }

    /// True where neither the text nor table 3 was taken from flattened text.
    pub fn is_machine_read(&self) -> bool {
        [self.report, self.previous].iter().all(|it| {
            let carriers = [it.text_carrier(), it.table_carrier(TableKind::Applications)];
            !carriers.into_iter().any(Carrier::is_flat)
        })
    }
}

/// The whole number in a cell; `None` where it is blank, unread or no number.
pub(super) fn figure(
    report: &AnnualReport,
    kind: TableKind,
    line: Line,
    column: Column,
) -> Option<i64> {
    report.table(kind)?.integer(line, column)
}

/// The rows of which a figure is missing, as the reason why they were not judged.
pub(super) fn unread(lines: &[Line], why: (&str, &str)) -> Option<Text> {
    let names = |name: fn(Line) -> &'static str| lines.iter().map(|line| name(*line)).collect();
    let (zh, en): (Vec<&str>, Vec<&str>) = (names(Line::zh), names(Line::key));
    let text = || {
        Text::new(format!("{}：{}", why.0, zh.join("、")), format!("{}: {}", why.1, en.join(", ")))
    };
    (!lines.is_empty()).then(text)
}

/// The whole number in a cell; a blank or a mark for none counts as 0 and is said to be one.
pub(super) fn or_blank(cell: &Cell) -> Option<(i64, bool)> {
    match cell.value {
        Value::Integer(n) => Some((n, false)),
        Value::Blank | Value::Dash => Some((0, true)),
        Value::Decimal(_) | Value::NotNumber => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn named(now: Option<&str>, then: Option<&str>) -> (AnnualReport, AnnualReport) {
        let report = |name: Option<&str>| AnnualReport {
            agency: name.map(ToOwned::to_owned),
            ..AnnualReport::default()
        };
        (report(now), report(then))
    }

    #[test]
    fn a_body_is_known_by_its_names() {
        let mut agency = given::clean().agency;
        agency.aliases = vec!["某市财政和国资局".into()];
        for (now, then, same) in [
            (Some("某市财政局"), Some("某市财政局"), true),
            (Some("某市财政局"), Some("财政局"), true),
            (Some("某市财政局"), Some("某市财政和国资局"), true),
            (Some("某市财政局"), Some("某市工信局"), false),
            (Some("某市财政局"), None, true),
            (None, None, true),
        ] {
            let (report, earlier) = named(now, then);
            assert_eq!(same_body(&agency, &report, &earlier), same, "{now:?} {then:?}");
        }
    }

    #[test]
    fn one_document_for_two_years_is_no_pair() {
        let agency = given::clean().agency;
        let (mut report, mut earlier) = named(None, None);
        assert!(comparable(&agency, &report, &earlier).is_ok());
        report.content = Digest::of(b"one");
        earlier.content = report.content;
        assert!(comparable(&agency, &report, &earlier).is_err());
    }

    #[test]
    fn a_word_broken_over_lines_is_spoken() {
        let mut given = given::clean().section(6, "本报告数据为县本\n 级数据。");
        assert!(speaks_of(given.report_mut(), &["失效", "本级"]));
        assert!(!speaks_of(given.report_mut(), &["失效"]));
    }

    #[test]
    fn a_reform_is_told_in_the_text() {
        for (text, told) in [
            ("根据机构改革方案，我局由两局合并组建。", true),
            ("部分职责划转至市数据局。", true),
            ("加强重点领域信息公开。", false),
        ] {
            let given = given::clean().section(6, text);
            assert_eq!(tells_of_reform(given.report.as_ref().unwrap()), told, "{text}");
        }
    }
}
