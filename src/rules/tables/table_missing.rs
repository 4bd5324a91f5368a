//! # table-missing
//!
//! ## What it checks
//! Whether the three statutory tables are there: 表二, 表三 and 表四.
//!
//! ## Legal basis
//! 政府信息公开条例第五十条; 国办公开办函〔2021〕30号 annex (2019–2020: 60号).
//!
//! ## When it stays silent
//! - Reports up to 2018, which had no national tables.
//! - An image, an embedded page or an attached file may hold the table: not
//!   assessable, because it was not read.
//! - A table stands there but could not be read: not assessable.
//! - In flattened text a table may have been lost before we saw it; then it is a
//!   warning of low confidence, and never mailed.
//!
//! ## How to resolve
//! Put the table into the page as text.

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
    id: "table-missing",
    label: ("缺少表格", "table missing"),
    severity: Severity::Error,
    basis: (
        "政府信息公开条例第五十条；国办公开办函〔2021〕30号附件",
        "Regulation on Government Information Disclosure, Art. 50; Circular 30 (2021), annex",
    ),
    first_year: 2019,
    since: "0.1.0",
    remedy: ("请在页面中以文字形式补上该表。", "Put the table into the page as text."),
    lasting: false,
    params: &[],
    source: include_str!("table_missing.rs"),
    check: Check::Report(check),
};

/// What stands where a table should be.
enum Standing {
    /// Nothing at all.
    Nothing,
    /// Something that was not read.
    Unread(&'static str, &'static str),
}

fn check(dossier: &Dossier<'_>) -> Verdict {
    let report = report_or_return!(dossier);
    let mut violations = Vec::new();
    let mut unread = Vec::new();
    for kind in TableKind::ALL {
        if report.table(kind).is_some() {
            continue;
        }
        match what_is_there(dossier, kind) {
            Standing::Unread(zh, en) => unread.push((kind, zh, en)),
            Standing::Nothing => {
                let lossy = report.carrier.may_lose_tables();
                let hint = if lossy {
                    ("（文本中没有，可能在转换时丢失，请核对原页面）", " (or lost in conversion)")
                } else {
                    ("", "")
                };
                let message = Text::new(
                    format!("缺少{}：标题下没有表格{}", kind.zh(), hint.0),
                    format!("table {} is missing{}", kind.key(), hint.1),
                );
                let violation = Violation::new(message, Place::table(kind));
                violations.push(if lossy {
                    violation.severity(Severity::Warning).confidence(Confidence::Low)
                } else {
                    violation
                });
            }
        }
    }
    let why = (!unread.is_empty()).then(|| {
        let zh: Vec<_> = unread.iter().map(|(k, zh, _)| format!("{}：{zh}", k.zh())).collect();
        let en: Vec<_> = unread.iter().map(|(k, _, en)| format!("{}: {en}", k.key())).collect();
        Text::new(zh.join("；"), en.join("; "))
    });
    Verdict::of(violations, why)
}

fn what_is_there(dossier: &Dossier<'_>, kind: TableKind) -> Standing {
    let Some(report) = dossier.report else { return Standing::Nothing };
    let section = report.section(kind.section());
    if section.is_some_and(|it| it.has_image) {
        return Standing::Unread("标题下只有图片", "there is only an image under the heading");
    }
    if !report.attachments.is_empty() {
        return Standing::Unread("可能在附件中", "it may be in an attachment");
    }
    if section.is_some_and(|it| it.has_table) {
        return Standing::Unread("有表格但未能读出", "there is a table that could not be read");
    }
    let reason = report.unread.iter().find(|it| it.what == kind.key());
    if reason.is_some_and(|it| !it.is_absent()) {
        return Standing::Unread("有数据但未能读出", "there are figures that could not be read");
    }
    Standing::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Attachment;
    use crate::domain::Carrier;
    use crate::domain::Unread;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn without_table_two() -> Given {
        let mut given = given::clean();
        let report = given.report_mut();
        report.tables.remove(&TableKind::ActiveDisclosure);
        report.sections[1].has_table = false;
        given
    }

    #[test]
    fn a_page_without_the_table_is_at_fault() {
        let Verdict::Fail(failure) = check(&without_table_two().dossier()) else { panic!() };
        assert_eq!(failure.violations[0].place.table, Some(TableKind::ActiveDisclosure));
        assert_eq!(failure.violations[0].confidence, Confidence::High);
    }

    #[test]
    fn flattened_text_may_have_lost_it() {
        let mut given = without_table_two();
        given.report_mut().carrier = Carrier::Text;
        let Verdict::Fail(failure) = check(&given.dossier()) else { panic!() };
        assert_eq!(failure.violations[0].severity, Some(Severity::Warning));
        assert_eq!(failure.violations[0].confidence, Confidence::Low);
    }

    #[test]
    fn what_was_not_read_is_not_missing() {
        let mut image = without_table_two();
        image.report_mut().sections[1].has_image = true;
        let mut file = without_table_two();
        file.report_mut()
            .attachments
            .push(Attachment { url: "http://gov.test/a.pdf".into(), title: "附件".into() });
        let mut odd = without_table_two();
        odd.report_mut().sections[1].has_table = true;
        let mut glued = without_table_two();
        let why = "the figures are glued together".into();
        glued.report_mut().unread.push(Unread { what: "active_disclosure".into(), why });
        for given in [image, file, odd, glued, given::unreachable()] {
            assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }

    #[test]
    fn only_a_reason_of_absence_is_a_fault() {
        for (why, absent) in [
            (Unread::NO_HEADING, true),
            (Unread::NO_TABLE, true),
            ("the columns stand in an order that is not the form's", false),
            ("other rows lost cells, and this one does not sum", false),
        ] {
            let mut given = without_table_two();
            let unread = Unread { what: "active_disclosure".into(), why: why.into() };
            given.report_mut().unread.push(unread);
            let fails = matches!(check(&given.dossier()), Verdict::Fail(_));
            assert_eq!(fails, absent, "{why}");
        }
    }

    #[test]
    fn three_tables_pass() {
        assert_eq!(check(&given::clean().dossier()), Verdict::Pass);
    }
}
