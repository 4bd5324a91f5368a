//! What a configured site gives now, agency by agency, and what its configuration could change.

use std::collections::HashMap;
use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::Agency;
use crate::domain::Reading;
use crate::domain::ReportYear;
use crate::domain::Site;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::extract::meta;
use crate::portal;
use crate::portal::Candidates;
use crate::portal::Choice;
use crate::portal::Entry;
use crate::portal::candidate;
use crate::wording::letters;

use super::bodies;
use super::links;
use super::links::Aside;
use super::look::Look;
use super::remedy::remedy;

/// What a look says of one agency and year.
#[derive(Debug, Clone)]
pub struct Row {
    /// The agency.
    pub agency: String,
    /// The year reported on.
    pub report_year: ReportYear,
    /// What was seen.
    pub state: State,
    /// The title of the report, where it is there.
    pub title: Option<String>,
    /// The date beside it.
    pub date: Option<NaiveDate>,
    /// Its address.
    pub url: Option<String>,
    /// Why.
    pub why: Text,
}

/// The three answers of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there.
    Found,
    /// The list was read to its end, and it is not in it.
    Absent,
    /// It cannot be told.
    Unknown,
}

/// A site examined.
#[derive(Debug)]
pub struct Examined {
    /// Agencies × years.
    pub rows: Vec<Row>,
    /// Links that name reports and are taken for none of them.
    pub aside: Vec<Aside>,
    /// What the configuration could change.
    pub advice: Vec<Text>,
}

/// Judges a look at a site. The years are those from the first one owed, else the present season's.
pub fn examine(site: &Site, look: &Look, season: ReportYear) -> Examined {
    let none = Vec::new();
    let entries = look.walked.entries.as_ref().unwrap_or(&none);
    let candidates = Candidates::new(entries, &site.agencies);
    let mut rows = Vec::new();
    for agency in &site.agencies {
        let first = agency.since.unwrap_or(season).min(season);
        for year in (first.0..=season.0).rev().map(ReportYear) {
            let choice = match &look.walked.entries {
                Ok(_) => {
                    portal::honest(candidates.choose(agency, year), look.walked.incomplete.as_ref())
                }
                Err(why) => Err(why.clone()),
            };
            rows.push(row(agency, year, choice));
        }
    }
    let taken: HashSet<&str> = rows.iter().filter_map(|it| it.title.as_deref()).collect();
    let left = candidates.sorted().filter(|(it, certain)| !certain && !taken.contains(&*it.title));
    let own = left.map(|(it, _)| Aside { title: it.title.clone(), why: why_not(it) });
    let aside = own.chain(links::others(look)).collect();
    let advice = advice(site, look, entries, &candidates);
    Examined { rows, aside, advice }
}

fn row(agency: &Agency, year: ReportYear, choice: Result<Choice, Unseen>) -> Row {
    let (state, entry, why) = match choice {
        Ok(Choice::One(it)) => {
            let why = links::taken(it.over);
            (State::Found, Some(it.entry), why)
        }
        Ok(Choice::None) => {
            let why =
                Text::new("列表读到末页，没有这份年报", "the whole list was read; it is not there");
            (State::Absent, None, why)
        }
        Ok(Choice::Ambiguous(why)) => (State::Unknown, None, Unseen::Ambiguous(why).text()),
        Err(unseen) => (State::Unknown, None, unseen.text()),
    };
    Row {
        agency: agency.name.clone(),
        report_year: year,
        state,
        title: entry.as_ref().map(|it| it.title.clone()),
        date: entry.as_ref().and_then(|it| it.date),
        url: entry.and_then(|it| it.url).map(String::from),
        why,
    }
}

fn why_not(entry: &Entry) -> Text {
    let unknown = |name: String| {
        Text::new(
            format!("“{name}”不是这一站点配置的单位"),
            format!("{name} is no agency of this site"),
        )
    };
    links::name(entry).map_or_else(|why| why, unknown)
}

fn advice(site: &Site, look: &Look, entries: &[Entry], candidates: &Candidates<'_>) -> Vec<Text> {
    let mut advice = Vec::new();
    if let Err(why) = &look.walked.entries {
        advice.push(remedy(why));
    } else if let Some(why) = &look.walked.incomplete {
        advice.push(remedy(why));
    }
    if let Some(page) = look.pages.first() {
        if let (Reading::Family(named), Some(family)) = (&site.reading, page.family)
            && *named != family
        {
            advice.push(Text::new(
                format!("网页像是 {family}，配置写的是 portal = \"{named}\""),
                format!(
                    "the page looks like {family}, and the configuration says portal = \"{named}\""
                ),
            ));
        }
        let asked = site.ask().address();
        if let Some(answered) = page.answered.as_ref().filter(|it| !same(it, &asked)) {
            advice.push(Text::new(
                format!("网址跳转到 {answered}，可改写 url"),
                format!("the address leads on to {answered}; write that as `url`"),
            ));
        }
    }
    let mut served: HashMap<String, bool> = HashMap::new();
    for (entry, certain) in candidates.sorted() {
        if let Some(name) = meta::title_agency(&entry.title) {
            *served.entry(short(&name)).or_default() |= certain;
        }
    }
    let agencies: Vec<(&Agency, String)> =
        site.agencies.iter().map(|it| (it, short(&it.name))).collect();
    for body in bodies::bodies(entries, None) {
        let others = body.aliases.iter().chain(&body.likely);
        for name in std::iter::once(&body.name).chain(others) {
            if !served.get(&short(name)).copied().unwrap_or_default() {
                advice.extend(unserved(&agencies, name, *name == body.name));
            }
        }
    }
    advice
}

fn short(name: &str) -> String {
    candidate::short(&letters(name))
}

/// What to do about a name under which reports are listed and taken for nobody's.
fn unserved(agencies: &[(&Agency, String)], name: &str, whole: bool) -> Option<Text> {
    let short = short(name);
    let near = agencies
        .iter()
        .find(|(_, long)| candidate::abbreviates(&short, long) || long.ends_with(&short));
    match near {
        Some((agency, _)) => Some(Text::new(
            format!("“{name}”可能是{}，可在其 aliases 中写明", agency.name),
            format!("{name} may be {}; if so, write it under its `aliases`", agency.name),
        )),
        None => whole.then(|| {
            Text::new(
                format!("列表上还有“{name}”，可加 [[site.agency]]"),
                format!("the list also names {name}; add a [[site.agency]] to watch it"),
            )
        }),
    }
}

/// The same address but for its fragment, which is never sent.
fn same(a: &str, b: &str) -> bool {
    let bare = |it: &str| it.split('#').next().unwrap_or_default().to_owned();
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyId;
    use crate::domain::AgencyKind;
    use crate::domain::SiteId;
    use crate::portal::Walked;

    fn agency(name: &str) -> Agency {
        Agency {
            id: AgencyId(name.into()),
            name: name.into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: String::new(),
            since: Some(ReportYear(2023)),
            site: SiteId("s".into()),
        }
    }

    fn entry(number: usize, title: &str) -> Entry {
        let url = format!("http://a.gov.cn/{number}.html").parse().ok();
        Entry { url, title: title.into(), date: None }
    }

    fn examined(names: &[&str], titles: &[String]) -> Examined {
        let entries = titles.iter().enumerate().map(|(n, it)| entry(n, it)).collect();
        let walked = Walked { entries: Ok(entries), incomplete: None, pages: 1 };
        let look = Look { walked, ..Look::unread(Unseen::Empty(String::new())) };
        let site = Site {
            id: SiteId("s".into()),
            name: "s".into(),
            url: "http://a.gov.cn/".parse().unwrap(),
            region: String::new(),
            reading: Reading::Recognised,
            agencies: names.iter().map(|it| agency(it)).collect(),
        };
        examine(&site, &look, ReportYear(2024))
    }

    #[test]
    fn a_name_is_advised_where_none_of_its_reports_is_taken() {
        let titles = ["某区教育局", "某区审计局", "某区人社局"]
            .map(|it| format!("{it}2024年政府信息公开工作年度报告"));
        let found = examined(&["某区教育局", "某区人力资源和社会保障局"], &titles);
        let advice: Vec<&str> = found.advice.iter().map(|it| it.en.as_str()).collect();
        assert_eq!(
            advice,
            [
                "the list also names 某区审计局; add a [[site.agency]] to watch it",
                "某区人社局 may be 某区人力资源和社会保障局; if so, write it under its `aliases`"
            ]
        );
        let aside: Vec<&str> = found.aside.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(aside, titles[1..].iter().collect::<Vec<_>>());
    }
}
