//! Reads a made-up site as a poll would, without a network.

use std::sync::Arc;

use gongkai_watch::domain::Ask;
use gongkai_watch::domain::Capture;
use gongkai_watch::domain::Digest;
use gongkai_watch::domain::Reading;
use gongkai_watch::domain::Unseen;
use gongkai_watch::extract::decode::decode;
use gongkai_watch::portal;
use gongkai_watch::portal::Entry;
use gongkai_watch::portal::Gathered;
use gongkai_watch::portal::Listing;
use gongkai_watch::portal::Next;
use gongkai_watch::portal::Seen;

use super::charset::Charset;
use super::world::World;

/// A way in which a site shows its list. Its name begins with that of the family.
#[derive(Clone, Copy)]
pub struct Layout {
    /// What tests call it.
    pub name: &'static str,
    /// The world that it shows.
    pub world: fn() -> World,
    /// Shows it, at a base such as `http://gov.test`.
    pub make: fn(&World, &str) -> Site,
}

/// An answer of a site.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its media type.
    pub media: &'static str,
    /// Its text; `{META}` stands where a page names its charset.
    pub text: String,
}

impl Answer {
    /// A page.
    pub fn page(text: impl Into<String>) -> Self {
        Self { media: "text/html", text: text.into() }
    }

    /// JSON.
    pub fn json(value: &serde_json::Value) -> Self {
        Self { media: "application/json", text: value.to_string() }
    }

    /// XML.
    pub fn xml(text: String) -> Self {
        Self { media: "text/xml", text }
    }
}

/// What answers an ask.
pub type Serve = Arc<dyn Fn(&Ask) -> Option<Answer> + Send + Sync>;

/// A made-up site.
#[derive(Clone)]
pub struct Site {
    /// The address of its listing.
    pub start: String,
    /// How it is read.
    pub reading: Reading,
    /// Its answers.
    pub serve: Serve,
    /// The request, from 0, that fails.
    pub breaks_at: Option<usize>,
}

impl Site {
    /// A site that is read as it shows itself to be.
    pub fn new(
        start: String,
        serve: impl Fn(&Ask) -> Option<Answer> + Send + Sync + 'static,
    ) -> Self {
        let reading = Reading::Recognised;
        Self { start, reading, serve: Arc::new(serve), breaks_at: None }
    }
}

fn ask(site: &Site) -> Ask {
    let first = Ask::of(&site.start).unwrap();
    Ask { form: site.reading.form().map(str::to_owned), ..first }
}

/// Reads one answer.
fn look<T>(
    site: &Site,
    ask: &Ask,
    number: usize,
    charset: &Charset,
    judge: impl FnOnce(&Seen<'_>) -> T,
) -> T {
    let answer = (site.serve)(ask).filter(|_| site.breaks_at != Some(number));
    let status = if answer.is_some() { 200 } else { 404 };
    let answer = answer.unwrap_or(Answer { media: "text/html", text: "<h1>404</h1>".into() });
    let text = answer.text.replace("{META}", &charset.meta());
    let body = charset.encode(&text, answer.media == "application/json");
    let content_type = charset.content_type(answer.media);
    let mut url = ask.url.clone();
    url.set_fragment(None);
    let capture = Capture {
        url: ask.address(),
        final_url: url.to_string(),
        redirects: vec![],
        status,
        headers: vec![("Content-Type".into(), content_type.clone())],
        taken_at: chrono::DateTime::UNIX_EPOCH,
        digest: Digest::of(&body),
        size_bytes: body.len() as u64,
    };
    let text = decode(&body, Some(&content_type), None).text;
    let page = portal::page(&text).unwrap();
    judge(&Seen { capture: &capture, text: &text, page: &page, url: &url })
}

fn read(site: &Site, ask: &Ask, n: usize, charset: &Charset) -> Result<Listing, Unseen> {
    look(site, ask, n, charset, |seen| portal::read(seen, &site.reading))
}

/// Reads the whole list, as far as it goes.
pub fn walk(site: &Site, charset: &Charset) -> (Result<Vec<Entry>, Unseen>, Option<Unseen>) {
    let (gathered, broken_off, _) = follow(site, charset);
    gathered.finish(broken_off)
}

/// How many requests it takes.
pub fn count(site: &Site, charset: &Charset) -> usize {
    follow(site, charset).2
}

fn follow(site: &Site, charset: &Charset) -> (Gathered, Option<Unseen>, usize) {
    let mut gathered = Gathered::default();
    let mut ask = ask(site);
    let mut asked = vec![ask.address()];
    loop {
        let next = read(site, &ask, asked.len() - 1, charset).and_then(|it| gathered.add(it));
        match next {
            Err(why) => return (gathered, Some(why), asked.len()),
            Ok(Next::Unreachable(why)) => {
                return (gathered, Some(Unseen::ListNeedsScript(why)), asked.len());
            }
            Ok(Next::Page(next)) if !asked.contains(&next.address()) => {
                assert!(asked.len() < 40, "no end: {asked:#?}");
                asked.push(next.address());
                ask = next;
            }
            Ok(Next::End | Next::Page(_)) => return (gathered, None, asked.len()),
        }
    }
}

/// The family that the first page shows itself to be of.
pub fn family(site: &Site, charset: &Charset) -> String {
    look(site, &ask(site), 0, charset, |seen| portal::recognise(seen).unwrap().0.id.to_owned())
}
