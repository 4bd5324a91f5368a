//! Asks for what a report links, and keeps what came back.
//!
//! The bytes are not kept; only whether there were any. A link that answers is asked for once a week,
//! one that does not with every look, so that a dead one is proven within days and a healthy site is
//! left in peace.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;
use url::Url;

use super::Deps;
use crate::domain::Attachment;
use crate::domain::LinkAnswer;
use crate::domain::LinkCheck;
use crate::domain::LinkKind;
use crate::domain::Listed;
use crate::domain::Record;
use crate::domain::Unseen;
use crate::extract::decode;
use crate::fetch::Failure;
use crate::fetch::Page;
use crate::fetch::Request;
use crate::fetch::patience::fetch_patiently;
use crate::html;
use crate::portal::blockpage;

/// A link that answered is not asked for again before.
const OLD: TimeDelta = TimeDelta::days(7);
/// Files of one report that are asked for.
const MOST: usize = 10;

/// Asks for the report's files that are due.
pub(super) async fn check(deps: Deps<'_>, record: &mut Record, now: DateTime<Utc>) {
    let Some(page) = record.publication.as_ref().and_then(|it| Url::parse(&it.url).ok()) else {
        return;
    };
    let attachments = record.report.as_ref().map_or(&[][..], |it| &it.attachments);
    let wanted = own(&page, attachments);
    record.links.retain(|link| {
        link.kind == LinkKind::Page || wanted.iter().any(|(url, _)| url.as_str() == link.url)
    });
    for (url, title) in wanted {
        if !is_due(&record.links, url.as_str(), now) {
            continue;
        }
        let request = Request::new(url.clone());
        let outcome = fetch_patiently(deps.fetch, &request, deps.patience, deps.clock).await;
        let answer = judge(outcome);
        note(record, url.as_str(), &title, LinkKind::Attachment, answer, now);
    }
}

/// The files on the report's own host: others are not the agency's to repair, and the site's menus
/// link them too.
fn own(page: &Url, attachments: &[Attachment]) -> Vec<(Url, String)> {
    let mut wanted: Vec<(Url, String)> = Vec::new();
    for file in attachments {
        let Ok(url) = Url::parse(&file.url) else { continue };
        if url.host_str() == page.host_str() && wanted.iter().all(|(known, _)| *known != url) {
            wanted.push((url, file.title.clone()));
        }
    }
    wanted.truncate(MOST);
    wanted
}

fn is_due(links: &[LinkCheck], url: &str, now: DateTime<Utc>) -> bool {
    let known = links.iter().find(|link| link.url == url);
    known.is_none_or(|link| link.answer != LinkAnswer::Alive || now - link.at >= OLD)
}

/// What an answer to a request for a file says of the link.
fn judge(outcome: Result<Page, Failure>) -> LinkAnswer {
    let page = match outcome {
        Ok(page) => page,
        // There is plenty of it.
        Err(Failure::TooLarge { .. }) => return LinkAnswer::Alive,
        Err(failure) => return LinkAnswer::Unclear(failure.unseen().seen().to_owned()),
    };
    let status = page.capture.status;
    match status {
        200..=299 if page.body.is_empty() => LinkAnswer::Dead("0 bytes".into()),
        200..=299 => stands_in(&page).unwrap_or(LinkAnswer::Alive),
        404 | 410 | 500 => LinkAnswer::Dead(format!("HTTP {status}")),
        // A gateway's refusal, or a server that is away for now.
        _ => LinkAnswer::Unclear(format!("HTTP {status}")),
    }
}

/// A page in place of a file: "not found" and a login are dead ends, all else is unclear.
fn stands_in(page: &Page) -> Option<LinkAnswer> {
    let kind = page.capture.header("content-type").unwrap_or_default();
    if !kind.starts_with("text/html") {
        return None;
    }
    let decoded = decode::decode(&page.body, Some(kind), None);
    let parsed = html::Page::parse(&decoded.text).ok()?;
    let unseen = blockpage::judge(&page.capture, &parsed)?;
    let seen = unseen.seen().to_owned();
    Some(match unseen {
        Unseen::SoftNotFound(_) | Unseen::Login(_) => LinkAnswer::Dead(seen),
        _ => LinkAnswer::Unclear(seen),
    })
}

/// The address on the listing gave the report.
pub(super) fn page_answers(record: &mut Record, listed: &Listed, now: DateTime<Utc>) {
    note(record, &listed.url, &listed.title, LinkKind::Page, LinkAnswer::Alive, now);
}

/// The server says that there is nothing at the address on the listing.
pub(super) fn page_is_gone(record: &mut Record, listed: &Listed, status: u16, now: DateTime<Utc>) {
    let answer = LinkAnswer::Dead(format!("HTTP {status}"));
    note(record, &listed.url, &listed.title, LinkKind::Page, answer, now);
}

/// Takes a look into the record. There is one page; another address of it begins anew.
fn note(
    record: &mut Record,
    url: &str,
    title: &str,
    kind: LinkKind,
    answer: LinkAnswer,
    now: DateTime<Utc>,
) {
    if kind == LinkKind::Page {
        record.links.retain(|link| link.kind != LinkKind::Page || link.url == url);
    }
    if let Some(known) = record.links.iter_mut().find(|link| link.url == url) {
        known.note(answer, now);
        return;
    }
    let mut link = LinkCheck::new(url.to_owned(), title.to_owned(), kind, now);
    link.note(answer, now);
    record.links.push(link);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Capture;
    use crate::domain::Digest;
    use crate::rules::given;

    fn page(status: u16, content_type: &str, body: &str) -> Page {
        let capture = Capture {
            url: "http://gov.test/a.pdf".into(),
            final_url: "http://gov.test/a.pdf".into(),
            redirects: vec![],
            status,
            headers: vec![("Content-Type".into(), content_type.into())],
            taken_at: given::noon("2026-02-01"),
            digest: Digest::of(body.as_bytes()),
            size_bytes: 0,
        };
        Page { capture, body: body.as_bytes().to_vec(), not_modified: false }
    }

    fn key(answer: &LinkAnswer) -> &'static str {
        match answer {
            LinkAnswer::Alive => "alive",
            LinkAnswer::Dead(_) => "dead",
            LinkAnswer::Unclear(_) => "unclear",
        }
    }

    #[test]
    fn only_a_server_that_says_so_makes_a_link_dead() {
        for (status, kind, body, expected) in [
            (200, "application/pdf", "%PDF", "alive"),
            (200, "application/pdf", "", "dead"),
            (200, "text/html", "<title>404</title><p>页面不存在</p>", "dead"),
            (200, "text/html", "<form><p>用户登录</p></form>", "dead"),
            (200, "text/html", "<p>网站升级改造中，敬请谅解</p>", "unclear"),
            (200, "text/html", "<p>您的请求被拦截</p>", "unclear"),
            (404, "text/html", "", "dead"),
            (410, "text/html", "", "dead"),
            (500, "text/html", "", "dead"),
            (403, "text/html", "", "unclear"),
            (412, "text/html", "", "unclear"),
            (503, "text/html", "", "unclear"),
            (521, "text/html", "", "unclear"),
        ] {
            assert_eq!(key(&judge(Ok(page(status, kind, body)))), expected, "{status} {body}");
        }
        let url = String::new;
        let silent = Failure::Unreachable { url: url(), why: "connection refused".into() };
        assert_eq!(key(&judge(Err(silent))), "unclear");
        assert_eq!(key(&judge(Err(Failure::TooLarge { url: url(), limit: 5 }))), "alive");
    }

    #[test]
    fn files_of_other_hosts_and_repetitions_are_not_asked_for() {
        let page: Url = "http://gov.test/1.html".parse().unwrap();
        let file = |url: &str| Attachment { url: url.into(), title: "附件".into() };
        let files = [
            file("http://gov.test/a.pdf"),
            file("http://gov.test/a.pdf"),
            file("http://x.test/b.doc"),
        ];
        assert_eq!(own(&page, &files).len(), 1);
    }

    #[test]
    fn what_answers_is_asked_for_weekly_and_what_does_not_with_every_look() {
        let url = "http://gov.test/a.pdf";
        let first = given::noon("2026-02-01");
        let mut link = LinkCheck::new(url.into(), String::new(), LinkKind::Attachment, first);
        link.note(LinkAnswer::Alive, first);
        let due = |link: &LinkCheck, on| is_due(std::slice::from_ref(link), url, given::noon(on));
        assert!(!due(&link, "2026-02-07"));
        assert!(due(&link, "2026-02-08"));
        link.note(LinkAnswer::Dead("HTTP 404".into()), first);
        assert!(due(&link, "2026-02-02"));
    }

    #[test]
    fn another_address_of_the_page_begins_anew() {
        let given = given::clean();
        let at = given::noon("2026-02-01");
        let mut record = Record::new(given.agency.id.clone(), given.year, at);
        let listed = |url: &str| Listed { url: url.into(), title: String::new(), date: None };
        page_is_gone(&mut record, &listed("http://gov.test/1"), 404, at);
        page_is_gone(&mut record, &listed("http://gov.test/1"), 404, at);
        assert_eq!(record.links[0].dead_looks, 2);
        page_is_gone(&mut record, &listed("http://gov.test/2"), 404, at);
        assert_eq!((record.links.len(), record.links[0].dead_looks), (1, 1));
        page_answers(&mut record, &listed("http://gov.test/2"), at);
        assert_eq!(record.links[0].answer, LinkAnswer::Alive);
    }
}
