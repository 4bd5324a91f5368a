//! A dossier with the text of its report made ready for searching, once for all rules.
//!
//! Nothing is made before a rule asks for it, and then it is kept: a dozen rules search the same
//! section in the same form, and making a text ready takes longer than searching it. A [`Reading`] is
//! its dossier too, so a rule that comes to need the text changes its signature and nothing else.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Deref;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::Dossier;
use crate::prose::Breakdown;
use crate::prose::Claim;
use crate::prose::Count;
use crate::prose::Prose;
use crate::prose::breakdown;
use crate::prose::count;
use crate::wording::push_squashed;

/// A dossier, and what its report says in its passages.
#[derive(Debug)]
pub struct Reading<'a> {
    dossier: Dossier<'a>,
    /// The preamble first, then the sections as the report has them; none where there is no report.
    passages: Vec<Passage<'a>>,
}

/// The running text of one place of a report, in the forms in which rules search it.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// The section, or 0 for the preamble.
    pub number: u8,
    /// The text as printed.
    pub printed: &'a str,
    /// The year reported on.
    year: i32,
    /// Names of the body that reports.
    speakers: Vec<&'a str>,
    lines: OnceCell<String>,
    plain: OnceCell<String>,
    /// `None` where nothing is quoted.
    unquoted: OnceCell<Option<String>>,
    /// `None` where nothing is quoted.
    unquoted_lines: OnceCell<Option<String>>,
    prose: OnceCell<Prose<'a>>,
    counts: OnceCell<Vec<Count>>,
    denials: OnceCell<Vec<Claim>>,
    breakdowns: OnceCell<Vec<Breakdown>>,
}

impl<'a> Deref for Reading<'a> {
    type Target = Dossier<'a>;

    fn deref(&self) -> &Dossier<'a> {
        &self.dossier
    }
}

impl<'a> Reading<'a> {
    /// Opens the report of a dossier; nothing is read yet.
    pub fn of(dossier: Dossier<'a>) -> Self {
        let agency = dossier.agency;
        let speakers = std::iter::once(&agency.name).chain(&agency.aliases).map(String::as_str);
        let named = dossier.report.and_then(|report| report.agency.as_deref());
        let mut speakers: Vec<&str> = speakers.chain(named).collect();
        speakers.retain(|name| !name.is_empty());
        let passage = |number, printed| Passage {
            speakers: speakers.clone(),
            ..Passage::new(number, printed, dossier.year.0)
        };
        let passages = dossier.report.map_or_else(Vec::new, |report| {
            let sections = report.sections.iter().map(|it| passage(it.number, it.text.as_str()));
            std::iter::once(passage(0, report.preamble.as_str())).chain(sections).collect()
        });
        Self { dossier, passages }
    }

    /// The preamble and all sections.
    pub(super) fn passages(&self) -> &[Passage<'a>] {
        &self.passages
    }

    /// The sections, without the preamble.
    pub(super) fn sections(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|it| it.number > 0)
    }

    /// The passage of a section; 0 is the preamble.
    pub(super) fn passage(&self, number: u8) -> Option<&Passage<'a>> {
        self.passages.iter().find(|it| it.number == number)
    }

    /// The text of a section without spaces and line breaks, in half-width form.
    pub(super) fn plain(&self, number: u8) -> &str {
        self.passage(number).map_or("", Passage::plain)
    }

    /// The passages of running text between the tables. In flattened text the words of the tables
    /// stand under 二 to 四, so there only section 一 is running text.
    pub(super) fn running(&self) -> impl Iterator<Item = &Passage<'a>> {
        let flat = self.report.is_some_and(|report| report.text_carrier().is_flat());
        let numbers: &[u8] = if flat { &[1] } else { &[1, 2, 3, 4] };
        numbers.iter().filter_map(|number| self.passage(*number))
    }

    /// The passages that are written, not filled in: the preamble, 一, 五 and 六, without blank ones.
    /// Flattened pages have the rows of their tables as text under 二 to 四.
    pub(super) fn written(&self) -> impl Iterator<Item = &Passage<'a>> {
        let passages = [0, 1, 5, 6].into_iter().filter_map(|number| self.passage(number));
        passages.filter(|it| !it.is_blank())
    }

    /// True where an image or a table in one of the sections may hold words that are looked for: the
    /// text of a section is without them. The statutory tables stand in 二 to 四.
    pub(super) fn may_hide_text(&self, sections: &[u8]) -> bool {
        self.report.is_some_and(|report| {
            report
                .sections
                .iter()
                .filter(|it| it.present && sections.contains(&it.number))
                .any(|it| it.has_image || it.has_table)
        })
    }

    /// The whole text without spaces, tables left out.
    pub(super) fn whole(&self) -> String {
        self.passages.iter().map(Passage::plain).collect::<Vec<_>>().join("\n")
    }
}

impl<'a> Passage<'a> {
    fn new(number: u8, printed: &'a str, year: i32) -> Self {
        Self {
            number,
            printed,
            year,
            speakers: Vec::new(),
            lines: OnceCell::new(),
            plain: OnceCell::new(),
            unquoted: OnceCell::new(),
            unquoted_lines: OnceCell::new(),
            prose: OnceCell::new(),
            counts: OnceCell::new(),
            denials: OnceCell::new(),
            breakdowns: OnceCell::new(),
        }
    }

    /// True where nothing is printed.
    pub fn is_blank(&self) -> bool {
        self.printed.trim().is_empty()
    }

    /// Its lines without spaces, in half-width form.
    fn lines(&self) -> &str {
        self.lines.get_or_init(|| join(self.printed.lines(), push_squashed))
    }

    /// Without spaces and line breaks, in half-width form.
    pub fn plain(&self) -> &str {
        self.plain.get_or_init(|| self.lines().replace('\n', ""))
    }

    /// Without spaces, line breaks and what it quotes, in half-width form.
    pub fn unquoted(&self) -> &str {
        let changed = || match without_quotations(self.plain()) {
            Cow::Borrowed(_) => None,
            Cow::Owned(unquoted) => Some(unquoted),
        };
        self.unquoted.get_or_init(changed).as_deref().unwrap_or(self.plain())
    }

    /// Like [`Self::unquoted`], its lines kept apart.
    pub fn unquoted_lines(&self) -> &str {
        let changed = || {
            let quotes = self.lines().contains(QUOTATION_MARKS);
            quotes.then(|| {
                join(self.lines().split('\n'), |text, line| {
                    text.push_str(&without_quotations(line));
                })
            })
        };
        self.unquoted_lines.get_or_init(changed).as_deref().unwrap_or(self.lines())
    }

    /// The text made ready for counts and rates.
    pub fn prose(&self) -> &Prose<'a> {
        self.prose.get_or_init(|| Prose::new(self.printed).spoken_by(self.speakers.clone()))
    }

    /// Everything it counts.
    pub fn counts(&self) -> &[Count] {
        self.counts.get_or_init(|| count::counts(self.prose(), self.year))
    }

    /// Everything it says there was none of.
    pub fn denials(&self) -> &[Claim] {
        self.denials.get_or_init(|| count::denials(self.prose(), self.year, self.counts()))
    }

    /// Its totals with a list behind 其中.
    pub fn breakdowns(&self) -> &[Breakdown] {
        self.breakdowns.get_or_init(|| breakdown::breakdowns(self.prose()))
    }

    /// The words as printed, in one line.
    pub fn quote(&self, range: &Range<usize>) -> String {
        self.prose().quote(range).replace(['\r', '\n'], "")
    }
}

/// Puts lines together again.
fn join<'a>(lines: impl Iterator<Item = &'a str>, push: impl Fn(&mut String, &str)) -> String {
    let mut text = String::new();
    for (i, line) in lines.enumerate() {
        if i > 0 {
            text.push('\n');
        }
        push(&mut text, line);
    }
    text
}

/// What every quotation begins with.
const QUOTATION_MARKS: [char; 4] = ['《', '“', '「', '"'];

static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"《[^《》]{0,80}》|“[^“”]{0,80}”|「[^「」]{0,80}」|"[^"]{0,80}""#).ok()
});

/// A plain text without what it quotes. What stands in 《》 is the title of another document and what
/// stands in “” is somebody else's word; neither says anything about the body that reports.
pub(super) fn without_quotations(plain: &str) -> Cow<'_, str> {
    QUOTED.as_ref().map_or(Cow::Borrowed(plain), |quoted| quoted.replace_all(plain, ""))
}

#[cfg(test)]
mod tests {
    use crate::domain::Carrier;
    use crate::domain::TableKind;
    use crate::rules::given;

    #[test]
    fn every_form_of_a_passage_is_of_its_own_section() {
        let given = given::clean()
            .section(1, "一是印发《2024年 要点》。\n落实“一网通办”，收到申请１２件。")
            .section(5, "问 题");
        let reading = given.dossier();
        let first = reading.passage(1).unwrap();
        assert_eq!(first.plain(), "一是印发《2024年要点》。落实“一网通办”,收到申请12件。");
        assert_eq!(first.unquoted(), "一是印发。落实,收到申请12件。");
        assert_eq!(first.unquoted_lines(), "一是印发。\n落实,收到申请12件。");
        assert_eq!(first.prose().text(), "一是印发《2024年要点》。\n落实“一网通办”,收到申请12件。");
        assert_eq!(reading.plain(5), "问题");
        assert_eq!(reading.plain(9), "");
    }

    #[test]
    fn only_what_was_written_is_running_text() {
        let mut given = given::clean();
        let numbers = |given: &given::Given| -> Vec<u8> {
            given.dossier().running().map(|it| it.number).collect()
        };
        assert_eq!(numbers(&given), [1, 2, 3, 4]);
        for carrier in [Carrier::Text, Carrier::Doc] {
            given.report_mut().carrier = carrier;
            assert_eq!(numbers(&given), [1], "{carrier:?}");
        }
        let table = given::clean().taken_from(TableKind::Applications, Carrier::Doc);
        assert_eq!(numbers(&table), [1, 2, 3, 4]);
        assert_eq!(numbers(&given::clean().told_by(Carrier::Doc)), [1]);
    }

    #[test]
    fn without_a_report_nothing_is_said() {
        let given = given::unreachable();
        assert_eq!(given.dossier().passages().len(), 0);
        assert_eq!(given.dossier().whole(), "");
    }
}
