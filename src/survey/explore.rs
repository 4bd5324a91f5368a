//! From an address of a portal to the list of its annual reports.
//!
//! The nearest lead is followed first, and a page counts as the column only if it says so or if its
//! list was read and holds reports. A report has the word 年度报告 in its title too, and links to its
//! neighbours; it is an article and not a list.

use serde::Serialize;
use url::Url;

use crate::domain::Ask;
use crate::domain::Reading;
use crate::domain::Unseen;
use crate::html::Page;
use crate::pipeline::parse::off_reactor;
use crate::portal;
use crate::portal::Listing;
use crate::portal::Next;
use crate::portal::blockpage;
use crate::portal::candidate;
use crate::portal::onward;

use super::leads;
use super::leads::Lead;
use super::look;
use super::look::Eyes;
use super::look::Look;
use super::look::Sight;

/// Pages that are asked for to find the column, at most; those of the list itself do not count.
pub const MAX_PAGES: usize = 12;

/// The family whose pages are reports and list at once.
const REPORT_PAGES: &str = "xxgk-annual-report";

/// A page that was looked at on the way.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its address.
    pub url: String,
    /// The text of the link that led to it; `None` for the address given.
    pub through: Option<String>,
    /// Links from the address given.
    pub depth: u32,
    /// How near its link is to the column; see [`Lead`].
    pub rank: u8,
    /// What it turned out to be.
    pub was: Was,
}

/// What a page turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "was")]
pub enum Was {
    /// The list, with so many reports.
    List {
        /// Reports on all of its pages.
        reports: usize,
    },
    /// A page with some reports on it that does not say that it is their column.
    Mentions {
        /// Reports on it.
        reports: usize,
    },
    /// A page on the way.
    OnTheWay,
    /// A report itself.
    Article,
    /// Nothing that could be read.
    Unseen(Unseen),
}

/// What came of a search.
#[derive(Debug)]
pub struct Explored {
    /// Every page that was asked for, in order.
    pub steps: Vec<Step>,
    /// Links from the start that were followed at most.
    pub depth: u32,
    /// The list, if there is one.
    pub found: Option<Found>,
    /// Leads that were not followed.
    pub left: Vec<Lead>,
    /// Leads to other sites, which are never followed.
    pub elsewhere: Vec<Lead>,
}

/// A list that was found.
#[derive(Debug)]
pub struct Found {
    /// Its first page.
    pub ask: Ask,
    /// What it holds.
    pub look: Look,
    /// The page, its link or the page around it names the column, or its list is data of its own.
    pub named: bool,
}

/// A page that may be followed.
#[derive(Debug)]
struct Waiting {
    lead: Lead,
    through: Option<String>,
    depth: u32,
}

/// Looks for the list of annual reports, following at most `depth` links from `start`.
pub async fn explore(eyes: Eyes<'_>, start: &Url, depth: u32) -> Explored {
    let mut search = Search::new(start, depth);
    while let Some(waiting) = search.next() {
        let ask = Ask::get(waiting.lead.url.clone());
        let called = waiting.through.is_some() && waiting.lead.rank <= 1;
        let judged = match eyes.see(&ask).await {
            // Whatever stands there, it is not what this site publishes.
            Ok(sight) if !onward::is_same_site(&sight.url, &search.home) => {
                search.leave(&waiting, sight.url.clone());
                Err(Unseen::Elsewhere(format!("跳转到其他网站 {}", sight.url)))
            }
            Ok(sight) => {
                search.glean(&sight.page);
                judge_off_reactor(sight, called).await
            }
            Err(unseen) => Err(unseen),
        };
        let (was, leads) = match judged {
            Err(unseen) => (Was::Unseen(unseen), Vec::new()),
            Ok((sight, Judged { kind, leads })) => match kind {
                Kind::Column => {
                    let ask = canonical(&ask, &sight);
                    let look = eyes.follow(&ask, Ok(sight), &Reading::Recognised).await;
                    let was = match &look.walked.entries {
                        Ok(entries) => Was::List { reports: reports(entries) },
                        Err(unseen) => Was::Unseen(unseen.clone()),
                    };
                    search.offer(Found { ask, look, named: true });
                    (was, leads)
                }
                Kind::Mentions(reports) => {
                    search.keep(&ask, reports);
                    (Was::Mentions { reports }, leads)
                }
                Kind::Other(was) => (was, leads),
            },
        };
        search.add(&waiting, leads);
        search.steps.push(Step {
            url: waiting.lead.url.to_string(),
            through: waiting.through,
            depth: waiting.depth,
            rank: waiting.lead.rank,
            was,
        });
        if search.found.is_some() {
            break;
        }
    }
    // A page that does not call itself the column is the list where nothing else is.
    if search.found.is_none()
        && let Some((ask, _)) = search.second_best.take()
    {
        let look = eyes.look(&ask, &Reading::Recognised).await;
        search.offer(Found { ask, look, named: false });
    }
    search.finish()
}

/// The same list under the address that answered, so that the watch is not redirected each time.
fn canonical(ask: &Ask, sight: &Sight) -> Ask {
    let mut url = sight.url.clone();
    url.set_fragment(ask.url.fragment());
    Ask::get(url)
}

fn reports(entries: &[portal::Entry]) -> usize {
    entries.iter().filter(|it| candidate::is_report(&it.title)).count()
}

/// A page and where it leads.
struct Judged {
    kind: Kind,
    leads: Vec<Lead>,
}

enum Kind {
    /// It may well be the list.
    Column,
    /// It has reports on it.
    Mentions(usize),
    Other(Was),
}

/// The same as [`judge`], within the time that the watch has for a page.
async fn judge_off_reactor(sight: Sight, called: bool) -> Result<(Sight, Judged), Unseen> {
    let judged = off_reactor(move || judge(&sight, called).map(|it| (sight, it)));
    judged.await.unwrap_or_else(|why| Err(Unseen::ListNotUnderstood(why)))
}

/// What a page is. `called` says that the link to it, or the page around it, names the column.
fn judge(sight: &Sight, called: bool) -> Result<Judged, Unseen> {
    let seen = sight.seen();
    let listing = portal::read(&seen, &Reading::Recognised);
    let family = portal::recognise(&seen).map(|(family, _)| family.id);
    if let Err(why) = &listing
        && let Some(unseen) = blockpage::judge(&sight.capture, &sight.page)
    {
        // An empty page that sends its reader on is a page on the way; a gateway is not.
        let onward = leads::forward(&sight.page, &sight.url).filter(|_| {
            matches!(unseen, Unseen::Elsewhere(_) | Unseen::HomePage(_) | Unseen::Empty(_))
        });
        return match onward {
            Some(url) => {
                let rank = if called { 0 } else { 2 };
                let leads = vec![Lead { url, text: "→".into(), rank }];
                Ok(Judged { kind: Kind::Other(Was::OnTheWay), leads })
            }
            None if matches!(why, Unseen::ListNeedsScript(_)) => Err(why.clone()),
            None => Err(unseen),
        };
    }
    let named = portal::names_column(&seen);
    let column = |listing: &Listing| named || (called && reports(&listing.entries) > 0);
    let article = family != Some(REPORT_PAGES) && is_article(&sight.page);
    let kind = match &listing {
        _ if article => Kind::Other(Was::Article),
        Ok(listing) if column(listing) || goes_on(listing) => Kind::Column,
        Ok(listing) => match reports(&listing.entries) {
            0 => Kind::Other(Was::OnTheWay),
            several => Kind::Mentions(several),
        },
        Err(why) if named || called => Kind::Other(Was::Unseen(why.clone())),
        Err(_) => Kind::Other(Was::OnTheWay),
    };
    Ok(Judged { kind, leads: leads::leads(&sight.page, &sight.url) })
}

/// A page whose list is data says nothing of itself; its data will.
fn goes_on(listing: &Listing) -> bool {
    listing.entries.is_empty() && matches!(listing.next, Next::Page(_))
}

/// True for the page of one report.
fn is_article(page: &Page) -> bool {
    let titles = [page.meta("ArticleTitle"), page.headlines.first().map(String::as_str)];
    titles.into_iter().flatten().any(candidate::is_report)
}

/// The state of a search.
struct Search {
    home: Url,
    depth: u32,
    waiting: Vec<Waiting>,
    known: Vec<Url>,
    steps: Vec<Step>,
    found: Option<Found>,
    second_best: Option<(Ask, usize)>,
    site_name: Option<String>,
    region: Option<String>,
    elsewhere: Vec<Lead>,
}

impl Search {
    fn new(start: &Url, depth: u32) -> Self {
        let lead = Lead { url: start.clone(), text: String::new(), rank: 0 };
        Self {
            home: start.clone(),
            depth,
            waiting: vec![Waiting { lead, through: None, depth: 0 }],
            known: vec![start.clone()],
            steps: Vec::new(),
            found: None,
            second_best: None,
            site_name: None,
            region: None,
            elsewhere: Vec::new(),
        }
    }

    /// The nearest lead, of several the one nearest to the start.
    fn next(&mut self) -> Option<Waiting> {
        if self.steps.len() >= MAX_PAGES {
            return None;
        }
        let nearest = (0..)
            .zip(&self.waiting)
            .min_by_key(|(place, it)| (it.lead.rank, it.depth, *place))
            .map(|(place, _): (usize, _)| place)?;
        Some(self.waiting.remove(nearest))
    }

    fn add(&mut self, from: &Waiting, leads: Vec<Lead>) {
        if from.depth >= self.depth {
            return;
        }
        for lead in leads {
            if self.known.contains(&lead.url) {
                continue;
            }
            self.known.push(lead.url.clone());
            if onward::is_same_site(&lead.url, &self.home) {
                let through = Some(lead.text.clone());
                self.waiting.push(Waiting { lead, through, depth: from.depth + 1 });
            } else if lead.rank <= 2 {
                self.elsewhere.push(lead);
            }
        }
    }

    /// Names where a page of the site was redirected away from it.
    fn leave(&mut self, from: &Waiting, url: Url) {
        if !self.known.contains(&url) {
            self.known.push(url.clone());
            let text = from.lead.text.clone();
            self.elsewhere.push(Lead { url, text, rank: from.lead.rank });
        }
    }

    /// What the page says of the whole site.
    fn glean(&mut self, page: &Page) {
        self.site_name = self.site_name.take().or_else(|| look::site_name(page));
        self.region = self.region.take().or_else(|| look::region(page));
    }

    /// Remembers a page for want of a better one. A single report may be in the news, and gone
    /// tomorrow.
    fn keep(&mut self, ask: &Ask, reports: usize) {
        if reports > 1 && self.second_best.as_ref().is_none_or(|(_, most)| reports > *most) {
            self.second_best = Some((ask.clone(), reports));
        }
    }

    fn offer(&mut self, mut found: Found) {
        let look = &mut found.look;
        look.site_name = look.site_name.take().or_else(|| self.site_name.clone());
        look.region = look.region.take().or_else(|| self.region.clone());
        let some = found.look.walked.entries.as_ref().is_ok_and(|it| reports(it) > 0);
        if some && self.found.is_none() {
            self.found = Some(found);
        }
    }

    fn finish(self) -> Explored {
        let Self { steps, depth, waiting, found, elsewhere, .. } = self;
        let left = waiting.into_iter().map(|it| it.lead).collect();
        Explored { steps, depth, found, left, elsewhere }
    }
}
