//! # table-not-machine-readable
//!
//! ## What it checks
//! Whether the figures of the report are there as text, and not only as a picture or a scan.
//!
//! ## Legal basis
//! 政府信息公开条例第二十四条 (search, consultation and download) and 第八条; that a picture
//! does not meet them is read from their wording, so this is a warning.
//!
//! ## When it stays silent
//! - Reports up to 2018, which had no national tables.
//! - The table is there as text, on the page or in a file that the page links.
//! - The page links a file that was not read, or embeds another page: the table may be
//!   there. Not assessable.
//! - A picture under one heading alone may be an ornament: low confidence, never mailed.
//!
//! ## How to resolve
//! Put the figures into the page as a table; keep the scan as an attachment.

use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::report_or_return;

pub(super) static RULE: Rule = Rule {
    id: "table-not-machine-readable",
    label: ("图片表格", "pictured table"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第二十四条、第八条",
        "Regulation on Government Information Disclosure, Art. 24 and 8",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: (
        "请在页面中以表格文字形式公布数据，扫描件可作为附件保留。",
        "Put the figures into the page as a table; keep the scan as an attachment.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("table_not_machine_readable.rs"),
    check: Check::Report(check),
};

fn check(dossier: &Dossier<'_>) -> Verdict {
    if dossier.scanned {
        let message = Text::new(
            "年报为扫描件或图片，没有可检索、可复制的文字和数据",
            "the report is a scan: there is no text and no figure that can be searched or copied",
        );
        return Verdict::fail(Violation::new(message, Place::default()));
    }
    let report = report_or_return!(dossier);
    let missing: Vec<TableKind> =
        TableKind::ALL.into_iter().filter(|kind| report.table(*kind).is_none()).collect();
    let mut violations = Vec::new();
    let mut unknown = Vec::new();
    for kind in missing {
        match shown_as(report, kind) {
            Some((zh, en)) => violations.push(violation(report, kind, zh, en)),
            None => unknown.push(kind),
        }
    }
    Verdict::of(violations, super::not_read(&unknown))
}

/// What stands in place of the table; `None` where that is not known.
fn shown_as(report: &AnnualReport, kind: TableKind) -> Option<(&'static str, &'static str)> {
    let is_scan = |url: &str| {
        report.annexes.iter().any(|it| it.url == url && it.content == AnnexContent::Scan)
    };
    // A file that was not looked into may hold the table as text.
    if report.attachments.iter().any(|file| !is_scan(&file.url)) {
        return None;
    }
    if !report.attachments.is_empty() {
        Some(("数据只在扫描件附件中", "its figures stand in a scanned attachment only"))
    } else if report.pictured.contains(&kind) {
        Some(("标题下只有图片", "there is only a picture under its heading"))
    } else {
        None
    }
}

fn violation(report: &AnnualReport, kind: TableKind, zh: &str, en: &str) -> Violation {
    let message = Text::new(
        format!("{}不是文字表格：{zh}", kind.zh()),
        format!("table {} is not text: {en}", kind.key()),
    );
    let violation = Violation::new(message, Place::table(kind));
    let alone = report.attachments.is_empty() && report.pictured.len() < 2;
    violation.confidence(if alone { Confidence::Low } else { Confidence::Medium })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Annex;
    use crate::domain::Attachment;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn pictured(kinds: &[TableKind]) -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        for kind in kinds {
            report.tables.remove(kind);
            report.pictured.insert(*kind);
        }
        given
    }

    fn with_file(mut given: Given, content: Option<AnnexContent>) -> Given {
        let (url, title) = ("http://gov.test/a.pdf".to_owned(), "附件".to_owned());
        let report = given.report_mut();
        report.attachments.push(Attachment { url: url.clone(), title: title.clone() });
        report.annexes.extend(content.map(|content| Annex { url, title, digest: None, content }));
        given
    }

    const TWO: [TableKind; 2] = [TableKind::Applications, TableKind::Reviews];

    #[test]
    fn a_scan_is_at_fault_as_a_whole() {
        let mut given = given::clean();
        given.report = None;
        given.scanned = true;
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 1);
        assert!(failure.violations[0].message.zh.contains("扫描件"));
    }

    #[test]
    fn pictures_under_two_headings_are_tables() {
        let Verdict::Fail(failure) = check(&pictured(&TWO).dossier()) else { panic!() };
        assert_eq!(failure.violations.len(), 2);
        assert_eq!(failure.violations[0].confidence, Confidence::Medium);
    }

    #[test]
    fn one_picture_may_be_an_ornament() {
        let Verdict::Fail(failure) = check(&pictured(&TWO[..1]).dossier()) else { panic!() };
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
    }

    #[test]
    fn a_scanned_attachment_is_no_table() {
        let mut given = pictured(&TWO[..1]);
        given.report_mut().pictured.clear();
        let given = with_file(given, Some(AnnexContent::Scan));
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert!(failure.violations[0].message.zh.contains("扫描件附件"));
    }

    #[test]
    fn tables_as_text_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
        // An ornament beside a table that is there.
        let mut given = given::clean();
        given.report_mut().sections[2].has_image = true;
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn what_was_not_read_is_not_assessable() {
        let unread = AnnexContent::Unread("HTTP 500".into());
        let mut gone = given::clean();
        gone.report_mut().tables.remove(&TableKind::Reviews);
        for given in [
            with_file(pictured(&TWO), None),
            with_file(pictured(&TWO), Some(unread)),
            gone,
            given::unreachable(),
        ] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
