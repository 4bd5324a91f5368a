//! Which entry of a listing is the report of an agency and a year.
//!
//! Names decide, never folders of the address. Where a listing shows something that names the agency
//! and the year but is not certainly the report, the answer is "ambiguous" and nobody is accused.
//! Titles are taken apart once for all agencies: a consolidated list has hundreds of both.

mod compare;
mod names;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Entry;
use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::ReportYear;
use crate::domain::Text;
use crate::extract::meta;
use crate::wording::letters;
use names::Names;
use names::Whose;
pub use names::abbreviates;
pub use names::short;

/// Other yearly documents, and documents about reports.
const OTHERS: [&str; 27] = [
    "解读",
    "图解",
    "一图",
    "图读",
    "视频",
    "网站工作",
    "工作年度报表",
    "年度报表",
    "网站年度",
    "法治政府",
    "通知",
    "指南",
    "制度",
    "办法",
    "目录",
    "规定",
    "方案",
    "要点",
    "预算",
    "决算",
    "部署",
    "培训",
    "通报",
    "征求意见",
    "汇编",
    "模板",
    "格式",
];

/// How the names of offices end that may be called after their work.
const OFFICES: [&str; 9] =
    ["局", "办公室", "中心", "委员会", "学校", "学院", "研究院", "事务所", "公司"];

/// The last words of a title.
const LAST: [&str; 5] = ["年度", "工作", "报告", "年报", "总结"];

/// True for an entry that is about annual reports at all, certain or not.
pub(super) fn may_be_report(title: &str) -> bool {
    let plain = letters(title);
    let about = ["报告", "年报", "总结"].iter().any(|word| plain.contains(word));
    about && other_word(title).is_none()
}

/// True for a title that is certainly that of a disclosure report of some year.
pub fn is_report(title: &str) -> bool {
    meta::is_report_title(title) && other_word(title).is_none() && meta::title_year(title).is_some()
}

/// The word by which a title is that of another document, if it has one. A word in the midst of the
/// name of an office says nothing of its report.
pub fn other_word(title: &str) -> Option<&'static str> {
    let plain = letters(title);
    let first = OTHERS.into_iter().find(|word| plain.contains(word))?;
    let Some(name) = meta::title_agency(title).map(|it| letters(&it)) else { return Some(first) };
    // A title that does not say what it is about keeps its last words in the name.
    let mut name = name.as_str();
    while let Some(rest) = LAST.iter().find_map(|it| name.strip_suffix(it)) {
        name = rest;
    }
    let rest = plain.replacen(name, "", 1);
    OTHERS.into_iter().find(|word| rest.contains(word) || !is_part_of_office(word, name))
}

/// True unless a name has the word where the name of an office has none: at its beginning, as in
/// 图解某局, or without an office behind it, as in 某局举办培训.
fn is_part_of_office(word: &str, name: &str) -> bool {
    name.match_indices(word).all(|(at, _)| {
        let behind = name.get(at + word.len()..).unwrap_or_default();
        at > 0 && OFFICES.iter().any(|it| behind.ends_with(it))
    })
}

/// The answer for one agency and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one.
    One(Chosen),
    /// None of them.
    None,
    /// Perhaps one of them; the text says why it is not certain.
    Ambiguous(String),
}

/// The entry that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The entry.
    pub entry: Entry,
    /// Why it was taken over others; `None` if there were none.
    pub over: Option<Over>,
    /// The earliest date beside any of them, where it is before that of the entry: the day on which
    /// a report was there, though not in this form.
    pub first: Option<NaiveDate>,
}

impl Chosen {
    /// An entry without rivals.
    pub const fn only(entry: Entry) -> Self {
        Self { entry, over: None, first: None }
    }
}

/// Why an entry was taken over others of the same agency and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// They all lead to one address.
    SameAddress,
    /// It says that it corrects the others.
    Revised,
    /// It is a page, and the others are files of the same title.
    Page,
    /// It is the newest of the same title.
    Newer,
    /// It stands first of the same title.
    First,
}

impl Over {
    /// The sentence for people.
    pub fn text(self) -> Text {
        match self {
            Self::SameAddress => Text::new("多条链接指向同一地址", "all links lead to one address"),
            Self::Revised => Text::new("取更正（修订）后的一份", "it corrects the others"),
            Self::Page => Text::new("取网页，不取同名文件", "a page, over files of its title"),
            Self::Newer => Text::new("同名多份，取日期最新的", "the newest of one title"),
            Self::First => Text::new("同名多份，取排在最前的", "the first of one title"),
        }
    }
}

/// An entry taken apart.
#[derive(Debug)]
struct Known<'a> {
    entry: &'a Entry,
    /// The letters of its title.
    plain: String,
    /// The agency that the title names, in the form of [`names::short`].
    name: Option<String>,
    year: Option<ReportYear>,
    /// It is certainly a report.
    report: bool,
    whose: Whose,
}

/// All entries of a listing, sorted by what their titles say.
#[derive(Debug)]
pub struct Candidates<'a> {
    known: Vec<Known<'a>>,
    all: &'a [Agency],
    places: HashMap<&'a AgencyId, usize>,
    names: Names,
    /// The places in `known` of what is certainly a report, by the place of its agency and the year.
    certain: HashMap<(usize, ReportYear), Vec<usize>>,
}

impl<'a> Candidates<'a> {
    /// Takes the entries of a whole listing apart. `all` are the agencies expected on the site.
    pub fn new(entries: &'a [Entry], all: &'a [Agency]) -> Self {
        let names = Names::of(all);
        let known: Vec<Known<'a>> = entries.iter().map(|it| Known::new(it, &names)).collect();
        let mut certain: HashMap<(usize, ReportYear), Vec<usize>> = HashMap::new();
        for (place, it) in known.iter().enumerate() {
            if let (true, Some(year), Whose::One(agency)) = (it.report, it.year, it.whose) {
                certain.entry((agency, year)).or_default().push(place);
            }
        }
        let places = all.iter().enumerate().map(|(place, it)| (&it.id, place)).collect();
        Self { known, all, places, names, certain }
    }

    /// Chooses the report of an agency on a year.
    pub fn choose(&self, agency: &Agency, year: ReportYear) -> Choice {
        let Some(place) = self.places.get(&agency.id).copied() else {
            return Choice::Ambiguous(format!("{}不在这一网站的单位之列", agency.name));
        };
        let of_year = self.of(place, year);
        let linked: Vec<&Entry> =
            of_year.iter().map(|it| it.entry).filter(|it| it.url.is_some()).collect();
        match linked.as_slice() {
            [] => self.doubtful(&of_year, place, year),
            [only] => Choice::One(Chosen::only((*only).clone())),
            several => compare::choose(several),
        }
    }

    /// Every entry that is certainly the report of an agency and a year, one for each address, in the
    /// order of the listing.
    pub fn certain(&self, agency: &Agency, year: ReportYear) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        let Some(place) = self.places.get(&agency.id).copied() else { return found };
        for it in self.of(place, year) {
            if it.entry.url.is_some() && found.iter().all(|known| known.url != it.entry.url) {
                found.push(it.entry.clone());
            }
        }
        found
    }

    /// Every entry in the order of the listing, and whether it is certainly the report of one of the
    /// agencies.
    pub fn sorted(&self) -> impl Iterator<Item = (&'a Entry, bool)> {
        self.known.iter().map(|it| {
            let whose = it.report && it.year.is_some() && matches!(it.whose, Whose::One(_));
            (it.entry, whose && it.entry.url.is_some())
        })
    }

    /// The years for which the listing has, or may have, a report of each agency. What may be one is
    /// counted, because a year in doubt is not missing.
    pub fn years(&self) -> HashMap<AgencyId, Vec<ReportYear>> {
        let mut found: HashMap<AgencyId, Vec<ReportYear>> = HashMap::new();
        for (place, agency) in self.all.iter().enumerate() {
            let of = self.certain.keys().filter(|(it, _)| *it == place).map(|(_, year)| *year);
            let mut years: Vec<ReportYear> = of.collect();
            years.sort_unstable();
            let (Some(first), Some(last)) = (years.first().copied(), years.last().copied()) else {
                continue;
            };
            for year in (first.0..=last.0).map(ReportYear) {
                if !years.contains(&year) && self.choose(agency, year) != Choice::None {
                    years.push(year);
                }
            }
            years.sort_unstable();
            found.insert(agency.id.clone(), years);
        }
        found
    }

    fn of(&self, agency: usize, year: ReportYear) -> Vec<&Known<'a>> {
        let places = self.certain.get(&(agency, year)).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.known.get(*place)).collect()
    }

    /// No usable entry; but is there something that might be it?
    fn doubtful(&self, of_year: &[&Known<'_>], agency: usize, year: ReportYear) -> Choice {
        if let Some(dead) = of_year.first() {
            return Choice::Ambiguous(format!("“{}”没有可用的链接", dead.entry.title));
        }
        let wanted = year.to_string();
        let near = self.known.iter().find(|it| {
            let dated = || it.entry.date.is_some_and(|date| ReportYear::in_season(date) == year);
            let of_year = match it.year {
                Some(found) => found == year,
                None => it.plain.contains(&wanted) || dated(),
            };
            // Another agency whose name contains this one's is told apart by `whose`.
            let anothers = matches!(it.whose, Whose::One(other) if other != agency);
            of_year && !anothers && self.names.may_be(agency, &it.plain, it.name.as_deref())
        });
        match near {
            Some(it) => Choice::Ambiguous(format!("“{}”可能是年报", it.entry.title)),
            None => Choice::None,
        }
    }
}

impl<'a> Known<'a> {
    fn new(entry: &'a Entry, names: &Names) -> Self {
        let title = &entry.title;
        let name = meta::title_agency(title).map(|name| names::short(&letters(&name)));
        Self {
            plain: letters(title),
            year: meta::title_year(title),
            report: is_report(title),
            whose: names.whose(name.as_deref()),
            name,
            entry,
        }
    }
}

#[cfg(test)]
mod tests;
