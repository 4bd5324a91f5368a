//! Files linked from a report page: which of them may be the report, and what they add to it.
//!
//! Pages link all sorts of files: the report as a Word file, last year's, the application form, the
//! guide. Only a file that is a report of the same body or year, and of no other as far as both say,
//! lends the page its tables; where both print a table, the page's is the report's and the file's is
//! for comparison.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::meta;
use crate::domain::Annex;
use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
use crate::domain::Attachment;
use crate::domain::Carrier;
use crate::domain::TableKind;
use crate::wording::letters;
use crate::wording::squash;

/// Files of one page that are looked into at most.
const MOST: usize = 3;

const READABLE: [&str; 7] = [".docx", ".pdf", ".doc", ".xlsx", ".xls", ".wps", ".et"];

/// Words in the name of a report.
const REPORT: [&str; 4] = ["年报", "年度报告", "公开工作报告", "信息公开报告"];

/// Words in the name of another document of the same column.
const OTHER: [&str; 17] = [
    "解读",
    "图解",
    "读懂",
    "网站",
    "报表",
    "预算",
    "决算",
    "指南",
    "申请表",
    "申请书",
    "目录",
    "制度",
    "通知",
    "模板",
    "格式",
    "流程",
    "法治",
];

/// The attachments worth a look, in the order of the page: those named like the report, and where the
/// page lacks something, the only file there is.
pub fn wanted(report: &AnnualReport) -> Vec<&Attachment> {
    let mut seen = BTreeSet::new();
    let candidates: Vec<&Attachment> = report
        .attachments
        .iter()
        .filter(|it| it.url.starts_with("http") && is_readable(&it.url))
        .filter(|it| seen.insert(it.url.as_str()))
        .filter(|it| !OTHER.iter().any(|word| names(it).iter().any(|name| name.contains(word))))
        .filter(|it| {
            let years = names(it).map(|name| meta::title_year(&name));
            let stated = years.into_iter().flatten().next();
            stated.zip(report.year).is_none_or(|(stated, year)| stated == year)
        })
        .collect();
    let is_named = |it: &&Attachment| {
        REPORT.iter().any(|word| names(it).iter().any(|name| name.contains(word)))
    };
    let named: Vec<&Attachment> = candidates.iter().copied().filter(is_named).take(MOST).collect();
    match candidates.as_slice() {
        [only] if named.is_empty() && is_incomplete(report) => vec![only],
        _ => named,
    }
}

fn is_readable(url: &str) -> bool {
    super::has_ending(url, &READABLE)
}

/// The text of the link and the name of the file.
fn names(attachment: &Attachment) -> [String; 2] {
    let file = attachment.url.rsplit('/').next().unwrap_or_default();
    let file = percent_decode_str(file).decode_utf8_lossy().into_owned();
    [squash(&attachment.title), squash(&file)]
}

/// True where the page itself lacks a table of its edition, or all of its text.
fn is_incomplete(report: &AnnualReport) -> bool {
    let edition = report.edition.as_deref().and_then(super::edition::find);
    let has_tables = edition.is_none_or(|edition| !edition.lines.is_empty());
    !has_text(report)
        || has_tables && TableKind::ALL.iter().any(|kind| report.own_table(*kind).is_none())
}

fn has_text(report: &AnnualReport) -> bool {
    report.text_source.is_none() && report.sections.iter().any(|section| section.present)
}

/// What a file turned out to be, for the report that links it.
pub fn judged(report: &AnnualReport, found: AnnualReport) -> AnnexContent {
    let no = |why: String| AnnexContent::Unread(why);
    if found.carrier == Carrier::Html {
        return no("a web page stands at its address".into());
    }
    if found.is_blank_form() {
        return no("it is the blank form".into());
    }
    if let (Some(own), Some(other)) = (report.year, found.year)
        && own != other
    {
        return no(format!("it is the report on {other}"));
    }
    let mut known = report.year.is_some() && found.year.is_some();
    if let (Some(own), Some(other)) = (&report.agency, &found.agency) {
        let (a, b) = (letters(own), letters(other));
        if !a.ends_with(&b) && !b.ends_with(&a) {
            return no(format!("it is the report of {other}"));
        }
        known = true;
    }
    if !known {
        return no("nothing says that it is the report of this body or year".into());
    }
    AnnexContent::Report(Box::new(found))
}

/// Adds what the files say: tables that the page lacks, and the text of a page that has none.
pub fn combine(report: &mut AnnualReport, annexes: Vec<Annex>) {
    for annex in &annexes {
        let Some(found) = annex.report() else { continue };
        let own_tables = report.tables.keys().any(|kind| report.own_table(*kind).is_some());
        if !has_text(report) && report.text_source.is_none() && sections(found) >= 3 {
            report.text_source = Some(annex.url.clone());
            report.preamble.clone_from(&found.preamble);
            report.sections.clone_from(&found.sections);
            report.period = report.period.or(found.period);
        }
        let mut lent = false;
        for kind in TableKind::ALL {
            if report.tables.contains_key(&kind) {
                continue;
            }
            let Some(table) = found.table(kind) else { continue };
            report.tables.insert(kind, table.clone());
            report.table_sources.insert(kind, annex.url.clone());
            lent = true;
            let of_kind = |what: &str| what.split('.').next() == Some(kind.key());
            report.unread.retain(|unread| !of_kind(&unread.what));
            report.unread.extend(found.unread.iter().filter(|it| of_kind(&it.what)).cloned());
        }
        if !own_tables && lent {
            // The form is told by the tables, and these are the file's.
            report.edition.clone_from(&found.edition);
        }
        report.year = report.year.or(found.year);
        report.agency = report.agency.take().or_else(|| found.agency.clone());
    }
    report.annexes = annexes;
}

fn sections(report: &AnnualReport) -> usize {
    report.sections.iter().filter(|section| section.present).count()
}

/// True where a file that was read both times says something else now.
pub fn differ(before: &AnnualReport, after: &AnnualReport) -> bool {
    after.annexes.iter().any(|annex| {
        let was = before.annexes.iter().find(|it| it.url == annex.url);
        match (was.and_then(Annex::report), annex.report()) {
            (Some(was), Some(now)) => was.content != now.content,
            _ => false,
        }
    })
}

/// True where two readings of a page found the same in its files.
pub fn same(a: &AnnualReport, b: &AnnualReport) -> bool {
    let contents = |report: &AnnualReport| {
        let found =
            report.annexes.iter().map(|it| (it.url.clone(), it.report().map(|it| it.content)));
        found.collect::<Vec<_>>()
    };
    contents(a) == contents(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportYear;
    use crate::domain::Unread;
    use crate::rules::given;

    fn page(files: &[(&str, &str)]) -> AnnualReport {
        let mut report = given::clean().report.unwrap();
        report.attachments = files
            .iter()
            .map(|(title, file)| Attachment {
                url: format!("http://gov.test/{file}"),
                title: (*title).into(),
            })
            .collect();
        report
    }

    fn without_tables(mut report: AnnualReport) -> AnnualReport {
        report.tables.clear();
        report.unread = vec![Unread { what: "reviews".into(), why: "no table".into() }];
        report
    }

    fn urls(report: &AnnualReport) -> Vec<&str> {
        wanted(report).into_iter().map(|it| it.url.rsplit('/').next().unwrap()).collect()
    }

    fn annex(found: AnnualReport, report: &AnnualReport) -> Annex {
        let url = "http://gov.test/a.docx".to_owned();
        Annex { url, title: "附件".into(), digest: None, content: judged(report, found) }
    }

    #[test]
    fn files_named_like_the_report_are_wanted() {
        let report = page(&[
            ("2025年度报告", "a.docx"),
            ("附件", "%E5%B9%B4%E6%8A%A5.pdf"),
            ("2024年度报告", "old.docx"),
            ("2025年度报告解读", "c.docx"),
            ("2025年度报告", "d.zip"),
            ("依申请公开申请表", "e.doc"),
            ("2025年度报告", "a.docx"),
        ]);
        assert_eq!(urls(&report), ["a.docx", "%E5%B9%B4%E6%8A%A5.pdf"]);
    }

    #[test]
    fn an_only_file_is_wanted_where_the_page_lacks_something() {
        let files = [("附件下载", "P0202.doc")];
        assert!(urls(&page(&files)).is_empty());
        assert_eq!(urls(&without_tables(page(&files))), ["P0202.doc"]);
        let two = [("附件1", "1.doc"), ("附件2", "2.doc")];
        assert!(urls(&without_tables(page(&two))).is_empty());
    }

    #[test]
    fn tables_that_the_page_lacks_come_from_the_file() {
        let mut report = without_tables(page(&[]));
        let found = AnnualReport { carrier: Carrier::Docx, ..given::clean().report.unwrap() };
        let annexes = vec![annex(found, &report)];
        combine(&mut report, annexes);
        assert_eq!(report.tables.len(), 3);
        assert_eq!(report.table_sources.len(), 3);
        assert_eq!(report.unread, []);
        assert!(report.own_table(TableKind::Reviews).is_none());
    }

    #[test]
    fn a_page_without_text_takes_that_of_the_file() {
        let mut report = without_tables(page(&[]));
        report.sections.iter_mut().for_each(|section| section.present = false);
        let found = AnnualReport { carrier: Carrier::Docx, ..given::clean().report.unwrap() };
        let annexes = vec![annex(found, &report)];
        combine(&mut report, annexes);
        assert_eq!(report.text_source.as_deref(), Some("http://gov.test/a.docx"));
        assert!(report.sections.iter().all(|section| section.present));
        assert!(is_incomplete(&report));
    }

    #[test]
    fn another_report_lends_nothing() {
        let report = page(&[]);
        let of = |change: fn(&mut AnnualReport)| {
            let mut found =
                AnnualReport { carrier: Carrier::Docx, ..given::clean().report.unwrap() };
            change(&mut found);
            matches!(judged(&report, found), AnnexContent::Report(_))
        };
        assert!(of(|_| {}));
        assert!(of(|it| it.agency = Some("财政局".into())));
        assert!(!of(|it| it.agency = Some("某市教育局".into())));
        assert!(!of(|it| it.year = Some(ReportYear(2024))));
        assert!(!of(|it| it.carrier = Carrier::Html));
        assert!(of(|it| it.year = None));
        assert!(of(|it| it.agency = None));
        assert!(!of(|it| (it.year, it.agency) = (None, None)));
    }

    #[test]
    fn a_file_that_lends_no_table_lends_no_edition() {
        let mut report = without_tables(page(&[]));
        let lends = AnnualReport { carrier: Carrier::Docx, ..given::clean().report.unwrap() };
        let other = AnnualReport { edition: Some("2019".into()), ..lends.clone() };
        let edition = lends.edition.clone();
        let annexes = vec![annex(lends, &report), annex(other, &report)];
        combine(&mut report, annexes);
        assert_eq!(report.edition, edition);
    }

    #[test]
    fn a_file_that_could_not_be_read_before_is_no_edit() {
        let mut before = page(&[]);
        let mut after = page(&[]);
        let found = AnnualReport { carrier: Carrier::Docx, ..given::clean().report.unwrap() };
        after.annexes = vec![annex(found.clone(), &after)];
        assert!(!differ(&before, &after));
        before.annexes.clone_from(&after.annexes);
        assert!(!differ(&before, &after));
        let edited = AnnualReport { content: crate::domain::Digest([1; 32]), ..found };
        after.annexes = vec![annex(edited, &page(&[]))];
        assert!(differ(&before, &after));
    }
}
