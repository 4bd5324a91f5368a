//! Every `fixtures/portal/<family>/*` is an answer of a portal; its snapshot is what is read in it.
//! A new case is a new file. Addresses stand in `addresses.tsv` beside it: file, what was asked for.

use std::fs;
use std::path::Path;

use gongkai_watch::domain::Ask;
use gongkai_watch::domain::Capture;
use gongkai_watch::domain::Digest;
use gongkai_watch::domain::Reading;
use gongkai_watch::extract::decode::decode;
use gongkai_watch::portal;
use gongkai_watch::portal::Listing;
use gongkai_watch::portal::Next;
use gongkai_watch::portal::Seen;

fn asked(path: &Path) -> Ask {
    let list = path.with_file_name("addresses.tsv");
    let list = fs::read_to_string(list).unwrap_or_default();
    let file = path.file_name().unwrap().to_string_lossy();
    let known = list.lines().filter_map(|line| line.split_once('\t')).find(|it| it.0 == file);
    Ask::of(known.map_or("http://www.a.gov.cn/zfxxgk/nb/", |it| it.1)).unwrap()
}

fn shown(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let ask = asked(path);
    let mut url = ask.url.clone();
    url.set_fragment(None);
    let capture = Capture {
        url: ask.address(),
        final_url: url.to_string(),
        redirects: vec![],
        status: 200,
        headers: vec![],
        taken_at: chrono::DateTime::UNIX_EPOCH,
        digest: Digest::of(&bytes),
        size_bytes: bytes.len() as u64,
    };
    let text = decode(&bytes, None, None).text;
    let page = portal::page(&text).unwrap();
    let seen = Seen { capture: &capture, text: &text, page: &page, url: &url };
    let (family, evidence) = portal::recognise(&seen).unwrap();
    let head = format!("{}: {evidence}\n", family.id);
    head + &match portal::read(&seen, &Reading::Recognised) {
        Ok(listing) => told(&listing),
        Err(unseen) => format!("{}: {}\n", unseen.key(), unseen.seen()),
    }
}

fn told(listing: &Listing) -> String {
    let mut out = String::new();
    for entry in &listing.entries {
        let date = entry.date.map_or("-".into(), |it| it.to_string());
        let url = entry.url.as_ref().map_or("-", url::Url::as_str);
        out += &format!("  {date} {} {url}\n", entry.title);
    }
    let records = listing.records.as_ref().map(Vec::len);
    let Listing { named, total, pages, .. } = listing;
    out += &format!("named {named}, records {records:?} of {total:?}, pages {pages:?}\n");
    out + &match &listing.next {
        Next::End => "the end\n".into(),
        Next::Page(ask) => format!("next: {}\n", ask.address()),
        Next::Unreachable(why) => format!("unreachable: {why}\n"),
    }
}

#[test]
fn answers_of_portals_are_read() {
    insta::glob!("../../fixtures/portal", "*/*.{html,json,xml}", |path| {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(shown(path));
        });
    });
}
