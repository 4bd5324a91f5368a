//! From a list to the block that would watch it, and to what it would find.
//!
//! The findings come from the block itself: the bodies in it are handed to the code that chooses for
//! the watch, so a proposal cannot promise more than the watch will keep. A body whose kind is only
//! guessed is a comment in the block, because a wrong kind accuses; its findings are those that it
//! would have once a person has confirmed it.

use std::collections::HashSet;

use chrono::NaiveDate;
use url::Url;

use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::Lang;
use crate::domain::ReportYear;
use crate::domain::SiteId;
use crate::domain::Text;
use crate::portal::Candidates;
use crate::portal::Choice;
use crate::portal::Entry;

use super::block;
use super::block::AgencyBlock;
use super::block::Ids;
use super::block::SiteBlock;
use super::bodies;
use super::bodies::Body;
use super::explore::Found;
use super::kind;
use super::kind::Guess;
use super::kind::Trust;
use super::links;
use super::links::Aside;

/// What is proposed.
#[derive(Debug)]
pub struct Proposal {
    /// The block.
    pub site: SiteBlock,
    /// The bodies in it.
    pub bodies: Vec<Proposed>,
    /// What it would find.
    pub rows: Vec<Row>,
    /// Links that would not be taken.
    pub aside: Vec<Aside>,
}

/// A body that is proposed.
#[derive(Debug)]
pub struct Proposed {
    /// What the list says of it.
    pub body: Body,
    /// Its kind, or why it has none.
    pub guess: Result<Guess, Text>,
}

/// What would be found for a body and a year.
#[derive(Debug, Clone)]
pub struct Row {
    /// The body.
    pub agency: String,
    /// The year reported on.
    pub report_year: ReportYear,
    /// The title of the link; empty where none is certain.
    pub title: String,
    /// The date beside it.
    pub date: Option<NaiveDate>,
    /// Its address; `None` where none is certain.
    pub url: Option<String>,
    /// Why this one, or why none.
    pub why: Text,
}

/// Makes a proposal of a list. `only` is whose it is, if the person knows.
pub fn propose(found: &Found, only: Option<&str>, lang: Lang) -> Proposal {
    let none = Vec::new();
    let entries = found.look.walked.entries.as_ref().unwrap_or(&none);
    let only = only.or(found.look.site_name.as_deref());
    let bodies: Vec<Proposed> = bodies::bodies(entries, only)
        .into_iter()
        .map(|body| Proposed { guess: kind::of_publisher(&body.name), body })
        .collect();
    let (rows, taken) = rows(entries, &bodies);
    let aside = aside(found, entries, &taken);
    Proposal { site: site(found, &bodies, lang), bodies, rows, aside }
}

impl Proposed {
    /// Its kind, if its name alone says it.
    fn said(&self) -> Option<AgencyKind> {
        let guess = self.guess.as_ref().ok()?;
        (guess.trust == Trust::Said).then_some(guess.kind)
    }
}

/// As the configuration would have it; what owes no report is not in it.
fn agency(it: &Proposed) -> Option<Agency> {
    let kind = it.guess.as_ref().ok()?.kind;
    Some(Agency {
        id: AgencyId(it.body.name.clone()),
        name: it.body.name.clone(),
        aliases: it.body.aliases.iter().chain(&it.body.likely).cloned().collect(),
        kind,
        region: String::new(),
        since: None,
        site: SiteId(String::new()),
    })
}

/// What the watch would choose, newest year first, and the entries that it takes.
fn rows(entries: &[Entry], bodies: &[Proposed]) -> (Vec<Row>, HashSet<(String, Option<Url>)>) {
    let said = |it: &&Proposed| it.said().is_some();
    let watched: Vec<Agency> = bodies.iter().filter(said).filter_map(agency).collect();
    let confirmed: Vec<Agency> = bodies.iter().filter_map(agency).collect();
    let (now, then) = (Candidates::new(entries, &watched), Candidates::new(entries, &confirmed));
    let mut rows = Vec::new();
    let mut taken = HashSet::new();
    for it in bodies {
        let Some(agency) = &agency(it) else { continue };
        let candidates = if it.said().is_some() { &now } else { &then };
        for year in it.body.years.iter().rev().copied() {
            let row = |title: &str, date, url: Option<Url>, why| Row {
                agency: agency.name.clone(),
                report_year: year,
                title: title.to_owned(),
                date,
                url: url.map(String::from),
                why,
            };
            rows.push(match candidates.choose(agency, year) {
                Choice::One(one) => {
                    let why = links::taken(one.over);
                    taken.insert((one.entry.title.clone(), one.entry.url.clone()));
                    row(&one.entry.title, one.entry.date, one.entry.url, why)
                }
                Choice::Ambiguous(why) => row("", None, None, uncertain(&why)),
                Choice::None => row("", None, None, Text::new("没有可用的链接", "no usable link")),
            });
        }
    }
    (rows, taken)
}

fn uncertain(why: &str) -> Text {
    Text::new(format!("无法确定：{why}"), format!("not certain: {why}"))
}

/// Why each of the other links would not be taken.
fn aside(found: &Found, entries: &[Entry], taken: &HashSet<(String, Option<Url>)>) -> Vec<Aside> {
    let left = entries.iter().filter(|it| !taken.contains(&(it.title.clone(), it.url.clone())));
    let own = left.map(|it| Aside { title: it.title.clone(), why: why_not(it) });
    own.chain(links::others(&found.look)).collect()
}

fn why_not(entry: &Entry) -> Text {
    let why_no_agency = |name: &str| {
        let another =
            || Text::new("同一单位同一年度取了另一份", "another was taken for this body and year");
        kind::no_agency(name).unwrap_or_else(another)
    };
    links::name(entry).map_or_else(|why| why, |name| why_no_agency(&name))
}

fn site(found: &Found, bodies: &[Proposed], lang: Lang) -> SiteBlock {
    let look = &found.look;
    let mut notes = Vec::new();
    if let Some(page) = look.pages.first() {
        let (family, evidence) = (page.family.unwrap_or("?"), page.evidence.unwrap_or("?"));
        notes.push(match lang {
            Lang::Zh => format!("按 {family} 读取（{evidence}）"),
            Lang::En => format!("read as {family} ({evidence})"),
        });
    }
    if !found.named {
        notes.push(
            lang.pick(
                "网页没有写明是年报栏目，请核对：要闻列表中的年报会被挤掉",
                "the page does not call itself the column; please check: news push reports out",
            )
            .to_owned(),
        );
    }
    if let Some(why) = &look.walked.incomplete {
        let why = why.text();
        notes.push(match lang {
            Lang::Zh => format!("列表没有读到末页：{}", why.zh),
            Lang::En => format!("the list was not read to its end: {}", why.en),
        });
    }
    let entries = look.walked.entries.as_deref().unwrap_or_default();
    if entries.iter().all(|it| it.url.is_none()) {
        notes.push(
            lang.pick(
                "所有链接都由脚本打开，读不到地址；须用 [site.json] 描述数据地址",
                "every link is opened by a script, and none has an address; describe the data with [site.json]",
            )
            .to_owned(),
        );
    }
    if look.region.is_none() {
        notes.push(
            lang.pick(
                "网页没有写区划代码，请补上 region",
                "the pages give no division code; add `region`",
            )
            .to_owned(),
        );
    }
    let mut ids = Ids::default();
    let mut agencies: Vec<AgencyBlock> =
        bodies.iter().map(|it| agency_block(it, &mut ids, lang)).collect();
    if agencies.is_empty() {
        agencies.push(nobody(lang));
    }
    SiteBlock {
        id: block::site_id(&found.ask.url),
        name: look.site_name.clone(),
        url: found.ask.url.to_string(),
        region: look.region.clone(),
        notes,
        agencies,
    }
}

/// Titles that name nobody, on a site that does not say whose it is.
fn nobody(lang: Lang) -> AgencyBlock {
    let note = lang.pick(
        "标题都没有写单位，请写明单位，或加 --agency 再试",
        "no title names a body; write it, or try again with --agency",
    );
    AgencyBlock { notes: vec![note.to_owned()], ..AgencyBlock::default() }
}

fn agency_block(it: &Proposed, ids: &mut Ids, lang: Lang) -> AgencyBlock {
    let mut notes = Vec::new();
    let years: Vec<String> = it.body.years.iter().map(ToString::to_string).collect();
    let years = years.join(lang.pick("、", ", "));
    notes.push(match lang {
        Lang::Zh => format!("已见年报的年度：{years}"),
        Lang::En => format!("reports seen on {years}"),
    });
    for name in &it.body.likely {
        notes.push(match lang {
            Lang::Zh => format!("推测：“{name}”是本单位的简称，请核对"),
            Lang::En => format!("a guess: {name} is short for it; please check"),
        });
    }
    let id = ids.take(&block::agency_id(&it.body.name));
    let kind_note = match (&it.guess, lang) {
        (Ok(guess), Lang::Zh) if guess.trust == Trust::Said => {
            format!("按名称推定：{}", guess.why.zh)
        }
        (Ok(guess), Lang::En) if guess.trust == Trust::Said => {
            format!("guessed from its name: {}", guess.why.en)
        }
        (Ok(guess), Lang::Zh) => {
            format!("推测：{}；请核对，写明后去掉行首的 #", guess.why.zh)
        }
        (Ok(guess), Lang::En) => {
            format!("a guess: {}; correct or confirm it, and take the # away", guess.why.en)
        }
        (Err(why), _) => why.pick(lang).to_owned(),
    };
    AgencyBlock {
        id: Some(id),
        name: it.body.name.clone(),
        kind: it.said(),
        likely: it.guess.as_ref().ok().map(|it| it.kind),
        kind_note: Some(kind_note),
        aliases: it.body.aliases.iter().chain(&it.body.likely).cloned().collect(),
        region: None,
        since: None,
        notes,
    }
}

/// The name of a kind for people.
pub const fn kind_name(kind: AgencyKind, lang: Lang) -> &'static str {
    match kind {
        AgencyKind::Government => lang.pick("政府", "government"),
        AgencyKind::Department => lang.pick("部门", "department"),
        AgencyKind::Township => lang.pick("乡镇街道", "township"),
        AgencyKind::Vertical => lang.pick("垂直管理机构", "vertical"),
        AgencyKind::Enterprise => lang.pick("企事业单位", "enterprise"),
    }
}
