//! Rules that an office adds without compiling: sums, limits, phrases and patterns from a pack.
//!
//! They run through the same engine as the built-in ones and know the same three verdicts: what was
//! not read is never a breach. There is no language of conditions; what needs judgement is a rule of
//! its own beside the built-in ones.

mod check;
mod form;
mod page;
mod phrase;

use regex::Regex;
use regex::RegexBuilder;

use crate::domain::AgencyKind;
use crate::domain::Column;
use crate::domain::Dossier;
use crate::domain::Line;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::wording::half_width;
pub use form::CellPath;
pub use form::columns_of;
pub use form::is_printed_total;
pub use form::lines_of;
pub use form::table_of;

/// One rule of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRule {
    /// Its permanent name; none of the built-in ones.
    pub id: String,
    /// One or two words for the subject of a mail.
    pub label: Text,
    /// How bad a breach is; `error` only for a sum that a printed total states.
    pub severity: Severity,
    /// The provision, as the pack cites it.
    pub basis: String,
    /// The report years it is for.
    pub years: Years,
    /// The kinds of body it is for; empty means all.
    pub kinds: Vec<AgencyKind>,
    /// What is wrong, in the pack's own words.
    pub message: Option<Text>,
    /// What to do, in the pack's own words.
    pub to_do: Option<Text>,
    /// The file it stands in.
    pub file: String,
    /// What is looked at.
    pub test: Test,
}

/// A range of report years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub first: i32,
    /// The last; `None` for no end.
    pub last: Option<i32>,
}

impl Years {
    /// Reads `2021..`, `2021..2023` (the last included) or `2021`.
    pub fn parse(text: &str) -> Option<Self> {
        let year = |text: &str| {
            let year: i32 = text.trim().parse().ok()?;
            (2008..=2100).contains(&year).then_some(year)
        };
        let Some((first, last)) = text.split_once("..") else {
            let first = year(text)?;
            return Some(Self { first, last: Some(first) });
        };
        let first = year(first)?;
        let last = match last.trim().trim_start_matches('=') {
            "" => None,
            last => Some(year(last)?),
        };
        last.is_none_or(|last| last >= first).then_some(Self { first, last })
    }

    /// True if the year is in the range.
    pub fn contains(self, year: i32) -> bool {
        year >= self.first && self.last.is_none_or(|last| year <= last)
    }

    /// As it is written in a pack.
    pub fn text(self) -> String {
        match self.last {
            Some(last) if last == self.first => last.to_string(),
            Some(last) => format!("{}..{last}", self.first),
            None => format!("{}..", self.first),
        }
    }
}

/// What a rule of a pack looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// In each column the left rows add up to the right rows.
    Identity {
        /// Which table.
        table: TableKind,
        /// Rows on the left of the equals sign.
        left: Vec<Line>,
        /// Rows on the right of the equals sign.
        right: Vec<Line>,
        /// The columns in which it must hold.
        columns: Vec<Column>,
    },
    /// A figure stands in a relation to a number.
    Threshold {
        /// The figure.
        cell: CellPath,
        /// The relation.
        op: Op,
        /// The number.
        value: f64,
    },
    /// Words that must stand in the text.
    Phrase {
        /// Where: section numbers, 0 for the text before the first; empty means anywhere.
        sections: Vec<u8>,
        /// One of these is enough; empty asks for none.
        any_of: Vec<String>,
        /// All of these are needed.
        all_of: Vec<String>,
    },
    /// A pattern that must or must not be met in the text.
    Pattern {
        /// Where: section numbers, 0 for the text before the first; empty means anywhere.
        sections: Vec<u8>,
        /// The pattern.
        regex: Pattern,
        /// What is asked.
        must: Must,
    },
}

/// A relation between a figure and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Op {
    /// Every relation and its sign.
    pub const ALL: [(&'static str, Self); 6] = [
        ("<", Self::Less),
        ("<=", Self::AtMost),
        ("==", Self::Equal),
        ("!=", Self::Different),
        (">=", Self::AtLeast),
        (">", Self::More),
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, op)| *op == self).map_or("", |(sign, _)| sign)
    }

    /// The relation in words, before a figure.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Less => "小于",
            Self::AtMost => "不大于",
            Self::Equal => "等于",
            Self::Different => "不等于",
            Self::AtLeast => "不小于",
            Self::More => "大于",
        }
    }

    /// Its sign as people write it; none for the figure itself.
    pub const fn printed(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Equal => "",
            Self::Different => "≠",
            Self::AtLeast => "≥",
            Self::More => ">",
        }
    }

    /// True if the relation holds. Figures are counts or printed decimals, so two that are the same
    /// on paper are the same here.
    #[expect(clippy::float_cmp, reason = "both sides were read from decimal text")]
    pub fn holds(self, figure: f64, value: f64) -> bool {
        match self {
            Self::Less => figure < value,
            Self::AtMost => figure <= value,
            Self::Equal => figure == value,
            Self::Different => figure != value,
            Self::AtLeast => figure >= value,
            Self::More => figure > value,
        }
    }
}

/// What is asked of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// It must be met somewhere.
    Match,
    /// It must not be met anywhere.
    NotMatch,
}

/// A regular expression that can be compared by its text.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    /// Largest compiled size, in bytes: a pattern that needs more is a mistake.
    const LIMIT: usize = 1 << 20;

    /// Compiles it; the error is the sentence of the library.
    pub fn new(text: &str) -> Result<Self, String> {
        RegexBuilder::new(&in_half_width(text))
            .size_limit(Self::LIMIT)
            .build()
            .map(|regex| Self { written: text.to_owned(), regex })
            .map_err(|error| error.to_string())
    }

    /// As it is written in the pack.
    pub fn text(&self) -> &str {
        &self.written
    }

    /// The first words that meet it.
    fn find<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.regex.find(text).map(|found| found.as_str())
    }
}

/// A pattern with its full-width signs as they stand in the text that is searched. What is a sign of
/// patterns there stays the sign that was written.
fn in_half_width(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut escaped = false;
    for c in pattern.chars() {
        let plain = half_width(c);
        // `\<` and `\d` mean something, and `\＜` and `\ｄ` are mistakes.
        let means = plain.is_alphanumeric() || ['<', '>'].contains(&plain);
        if plain == c || (escaped && means) {
            out.push(c);
        } else if escaped {
            out.push(plain);
        } else {
            out.push_str(&regex::escape(plain.encode_utf8(&mut [0; 4])));
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl PackRule {
    /// True if it speaks of the dossier's year and kind of body.
    pub fn is_for(&self, dossier: &Dossier<'_>) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.contains(&dossier.agency.kind);
        self.years.contains(dossier.year.0) && kind
    }

    /// The judgement.
    pub fn check(&self, dossier: &Dossier<'_>) -> Verdict {
        check::check(self, dossier)
    }

    /// What to do about a breach.
    pub fn remedy(&self) -> Text {
        self.to_do.clone().unwrap_or_else(|| {
            Text::new("请按所引依据核对并更正。", "Check it against the provision, and correct it.")
        })
    }

    /// The page of the rule, with the headings of the built-in ones.
    pub fn page(&self) -> String {
        page::page(self)
    }

    /// One sentence about what it checks.
    pub fn summary(&self) -> String {
        page::summary(self)
    }
}

/// A rule for tests of what it looks at.
#[cfg(test)]
fn rule(test: Test) -> PackRule {
    PackRule {
        id: "local-rule".into(),
        label: Text::new("本地规则", "local rule"),
        severity: Severity::Warning,
        basis: "本地通知".into(),
        years: Years { first: 2021, last: None },
        kinds: vec![],
        message: None,
        to_do: None,
        file: "test.toml".into(),
        test,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_ranges_with_both_ends() {
        let table = [
            ("2021..", Some((2021, None))),
            ("2021..2023", Some((2021, Some(2023)))),
            ("2021..=2023", Some((2021, Some(2023)))),
            (" 2021 ", Some((2021, Some(2021)))),
            ("2023..2021", None),
            ("..2021", None),
            ("1999..", None),
            ("2021-2023", None),
            ("", None),
        ];
        for (text, expected) in table {
            let found = Years::parse(text).map(|it| (it.first, it.last));
            assert_eq!(found, expected, "{text}");
        }
        let years = Years::parse("2021..2023").unwrap();
        assert_eq!(
            [2020, 2021, 2023, 2024].map(|it| years.contains(it)),
            [false, true, true, false]
        );
        assert_eq!(years.text(), "2021..2023");
        assert_eq!(Years::parse("2021").unwrap().text(), "2021");
    }

    #[test]
    fn relations_hold_at_their_bounds() {
        let holds = |sign: &str, figure| {
            Op::ALL.into_iter().find(|(it, _)| *it == sign).unwrap().1.holds(figure, 10.0)
        };
        for (sign, expected) in [
            ("<", [true, false, false]),
            ("<=", [true, true, false]),
            ("==", [false, true, false]),
            ("!=", [true, false, true]),
            (">=", [false, true, true]),
            (">", [false, false, true]),
        ] {
            assert_eq!([9.0, 10.0, 11.0].map(|it| holds(sign, it)), expected, "{sign}");
        }
    }

    #[test]
    fn a_pattern_that_explodes_is_refused() {
        assert!(Pattern::new("(").is_err());
        assert!(Pattern::new(r"\d{1000}{1000}").is_err());
        assert!(Pattern::new("办结率").is_ok());
    }

    #[test]
    fn a_full_width_sign_is_met_by_either_form_and_is_no_sign_of_patterns() {
        for (pattern, text) in [
            ("咨询电话：[0-9]+", "咨询电话:12345"),
            ("（试行）", "办法(试行)"),
            ("[（(]试行[）)]", "办法(试行)"),
            (r"\（试行\）", "办法(试行)"),
            ("[０-９]+件？", "12件?"),
            ("＜[^＞]+＞", "<办法>"),
        ] {
            let compiled = Pattern::new(pattern).unwrap();
            assert!(compiled.find(text).is_some(), "{pattern}");
            assert_eq!(compiled.text(), pattern);
        }
        assert_eq!(Pattern::new("办结？").unwrap().find("办结"), None);
        assert!(Pattern::new(r"\＜").is_err());
    }
}
