//! # personal-data-exposed
//!
//! ## What it checks
//! Whether the text shows a mobile number or an identity number of a person.
//!
//! ## Legal basis
//! 政府信息公开条例第十五条: what would harm a third party, personal privacy included, is
//! not disclosed without consent or need.
//!
//! ## When it stays silent
//! - Landlines and hotlines of offices.
//! - Eighteen digits whose check digit or birthday does not fit an identity number
//!   (GB 11643—1999).
//! - Quantities: digits before a unit (元, 次).
//! - Digits that are part of a longer number, and the rows of tables under 二 to 四, where
//!   glued figures look like anything.
//! - There is no text: not assessable.
//!
//! The number is masked in the message, so that the alert does not spread it.
//!
//! ## How to resolve
//! Remove the number; give the landline of the office.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::domain::Confidence;
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
use crate::wording::half_width;

pub(super) static RULE: Rule = Rule {
    id: "personal-data-exposed",
    label: ("泄露个人信息", "personal data"),
    severity: Severity::Warning,
    basis: (
        "政府信息公开条例第十五条（个人隐私）",
        "Regulation on Government Information Disclosure, Art. 15 (personal privacy)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请删除个人号码，改为办公电话。",
        "Remove the number; give the landline of the office.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("personal_data_exposed.rs"),
    check: Check::Text(check),
};

/// A run of digits and what may belong to it, so that a part of a longer number is not taken.
static RUN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[0-9A-Za-z][0-9A-Za-z.\-]{9,}[0-9A-Za-z]").ok());
static MOBILE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\+?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})$").ok());
static IDENTITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[1-9]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx]$").ok());

/// Signs of the shortest run, as [`RUN`] counts them.
const SHORTEST: usize = 11;

/// Signs behind a quantity.
const UNITS: &str = "元条件次人万亿份个篇期户吨米%";

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    let mut violations: Vec<Violation> = Vec::new();
    let mut seen = false;
    for passage in reading.written() {
        seen = true;
        if !has_run(passage.plain()) {
            continue;
        }
        let text: String = passage.printed.chars().map(half_width).collect();
        for run in RUN.as_ref().into_iter().flat_map(|re| re.find_iter(&text)) {
            let after = text.get(run.end()..).and_then(|it| it.chars().next());
            if after.is_some_and(|c| UNITS.contains(c)) {
                continue;
            }
            let Some((zh, en, confidence)) = kind(run.as_str()) else { continue };
            let masked = masked(run.as_str());
            let message = Text::new(
                format!("正文含有疑似个人{zh}：{masked}"),
                format!("the text shows what looks like a person's {en}: {masked}"),
            );
            let mut place = Place::section(passage.number);
            place.event = Some(masked);
            if violations.iter().all(|known| known.place != place) {
                violations.push(Violation::new(message, place).confidence(confidence));
            }
        }
    }
    if !seen {
        return unassessable("没有读到正文", "there is no running text");
    }
    Verdict::of(violations, None)
}

/// True if the text has a run of digits and letters as long as a telephone number, which few have. Such
/// a run covers one of every so many signs, so no others are looked at.
fn has_run(plain: &str) -> bool {
    let belongs = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let signs = plain.as_bytes();
    (SHORTEST - 1..signs.len()).step_by(SHORTEST).any(|at| {
        let (before, behind) = signs.split_at_checked(at).unwrap_or_default();
        let behind = behind.iter().take_while(belongs).take(SHORTEST).count();
        behind > 0 && before.iter().rev().take_while(belongs).count() + behind >= SHORTEST
    })
}

/// What a run of digits is, if it is a person's. A mobile number may also be an office's.
fn kind(run: &str) -> Option<(&'static str, &'static str, Confidence)> {
    if MOBILE.as_ref()?.is_match(run) {
        return Some(("手机号码", "mobile number", Confidence::Medium));
    }
    is_identity(run).then_some(("身份证号码", "identity number", Confidence::High))
}

/// Checks birthday and check digit (GB 11643—1999, ISO 7064 MOD 11-2).
fn is_identity(run: &str) -> bool {
    let Some(found) = IDENTITY.as_ref().and_then(|re| re.captures(run)) else { return false };
    let part = |i: usize| found.get(i).and_then(|it| it.as_str().parse::<u32>().ok());
    let born = part(1).and_then(|y| i32::try_from(y).ok()).zip(part(2)).zip(part(3));
    if born.and_then(|((y, m), d)| NaiveDate::from_ymd_opt(y, m, d)).is_none() {
        return false;
    }
    let sum = run.chars().enumerate().try_fold(0, |sum, (i, c)| {
        let digit = if c.eq_ignore_ascii_case(&'x') { 10 } else { c.to_digit(10)? };
        let weight = (0..17 - i.min(17)).fold(1, |weight, _| weight * 2 % 11);
        Some(sum + digit * weight)
    });
    sum.is_some_and(|sum| sum % 11 == 1)
}

/// The first three and last two signs, the rest starred.
fn masked(run: &str) -> String {
    let length = run.chars().count();
    let keep = |(i, c): (usize, char)| if i < 3 || i + 2 >= length { c } else { '*' };
    run.chars().enumerate().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn messages(text: &str) -> Vec<String> {
        match check(&given::clean().section(6, text).dossier()) {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| it.message.zh).collect()
            }
            _ => vec![],
        }
    }

    /// An identity number of nobody: its region does not exist.
    const NOBODY: &str = "999999199001011231";

    fn identity() -> String {
        let body: String = NOBODY.chars().take(17).collect();
        let last = ('0'..='9').chain(['X']).find(|c| is_identity(&format!("{body}{c}")));
        format!("{body}{}", last.unwrap())
    }

    #[test]
    fn numbers_of_persons_are_a_warning_and_masked() {
        assert_eq!(
            messages("联系人：张三，手机：１３８００１３８０００。"),
            ["正文含有疑似个人手机号码：138******00"]
        );
        assert_eq!(messages("手机138-0013-8000").len(), 1);
        let found = messages(&format!("申请人身份证号{}。", identity()));
        assert_eq!(found.len(), 1);
        assert!(!found[0].contains(&identity()));
    }

    #[test]
    fn a_published_example_has_a_right_check_digit() {
        // The example of GB 11643—1999.
        assert!(is_identity("11010519491231002X"));
        assert!(!is_identity("110105194912310021"));
        assert!(!is_identity("11010519491331002X"));
    }

    #[test]
    fn office_numbers_and_other_digits_pass() {
        for text in [
            "电话：0591-23163551，传真010-66000000，热线12345、400-800-1234。",
            "公开信息138001380001条，网站点击量13800138000次，收入13800138000元。",
            "统一社会信用代码91350100M000100Y43，索引号13800138000-2025-001。",
            "http://www.gov.test/t20260113_13800138000.html",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_rows_of_a_flattened_table_are_not_read() {
        let given = given::clean().section(3, "本年新收数量13800138000");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
        assert!(matches!(check(&given::unreachable().dossier()), Verdict::NotAssessable(_)));
    }
}
