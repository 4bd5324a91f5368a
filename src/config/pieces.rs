//! A long file in pieces: the tree of a TOML document takes twenty times the room of its text, and a file
//! of a hundred thousand sites need not stand in memory as one.
//!
//! Only whole `[[site]]` tables are cut out, and only from a text in which a line that looks like a
//! heading is one: a text of several lines might hold such a line, so a file with one is left whole.

use std::borrow::Cow;
use std::ops::Range;

/// Files below this are read as they are.
const LONG: usize = 256 << 10;
/// A piece is ended at the first site behind this.
const PIECE: usize = 64 << 10;

/// A file, cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pieces<'t> {
    /// The text without the sites that were cut out, every byte in its place.
    pub(super) rest: Cow<'t, str>,
    /// Stretches of whole `[[site]]` tables and nothing else, in their order.
    pub(super) sites: Vec<Range<usize>>,
}

/// Cuts a text.
pub(super) fn cut(text: &str) -> Pieces<'_> {
    if text.len() < LONG {
        return Pieces { rest: text.into(), sites: Vec::new() };
    }
    at(text, PIECE)
}

fn at(text: &str, long: usize) -> Pieces<'_> {
    let whole = || Pieces { rest: text.into(), sites: Vec::new() };
    if text.contains("\"\"\"") || text.contains("'''") {
        return whole();
    }
    let mut sites: Vec<Range<usize>> = Vec::new();
    let (mut open, mut place) = (None, 0);
    for line in text.split_inclusive('\n') {
        let start = place;
        place += line.len();
        let Some(heading) = line.trim_start().strip_prefix('[') else { continue };
        let Some(name) = name(heading) else { return whole() };
        open = match (open, name) {
            (Some(from), "site") if start - from < long => Some(from),
            (Some(from), _) if name.starts_with("site.") => Some(from),
            (from, _) => {
                sites.extend(from.map(|from| from..start));
                (name == "site").then_some(start)
            }
        };
    }
    sites.extend(open.map(|from| from..place));
    Pieces { rest: without(text, &sites).into(), sites }
}

/// The name in a heading behind its first bracket, if it is written plainly.
fn name(heading: &str) -> Option<&str> {
    let (name, behind) = match heading.strip_prefix('[') {
        Some(list) => list.split_once("]]")?,
        None => heading.split_once(']')?,
    };
    let behind = behind.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_heading = name.chars().all(plain) && (behind.is_empty() || behind.starts_with('#'));
    is_heading.then_some(name)
}

/// Blanks, but for the end of the last line, where the sites stood.
fn without(text: &str, sites: &[Range<usize>]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut place = 0;
    for it in sites {
        rest.push_str(text.get(place..it.start).unwrap_or_default());
        let blank = it.len().saturating_sub(1);
        rest.extend(std::iter::repeat_n(' ', blank));
        rest.push('\n');
        place = it.end;
    }
    rest.push_str(text.get(place..).unwrap_or_default());
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml::Table;

    const SITE: &str = "[[site]] # one\nid = 'a'\n[[site.agency]]\nname = '某局'\n";

    #[test]
    fn sites_are_cut_out_and_the_rest_keeps_its_place() {
        let text = format!("a = 1\n{SITE}\n{SITE}[web]\nb = 2\n{SITE}");
        let cut = at(&text, 1);
        let stretches: Vec<&str> = cut.sites.iter().map(|it| &text[it.clone()]).collect();
        assert_eq!(stretches, [&format!("{SITE}\n"), SITE, SITE]);
        assert_eq!(cut.rest.len(), text.len());
        assert_eq!(cut.rest.find("b = 2"), text.find("b = 2"));
        assert_eq!(at(&text, 1000).sites.len(), 2);
    }

    #[test]
    fn what_only_looks_like_a_heading_is_not_cut() {
        for odd in
            ["x = \"\"\"\n[[site]]\n\"\"\"", "x = [\n[1, 2],\n]", "x = [\n['a']\n]", "[ site ]"]
        {
            let text = format!("{odd}\n{SITE}");
            assert_eq!(at(&text, 1), Pieces { rest: text.as_str().into(), sites: vec![] }, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_say_together_what_the_whole_says(
            parts in prop::collection::vec(0_usize..5, 0..12),
            long in 1_usize..200,
        ) {
            let mut text = String::new();
            for (n, part) in parts.iter().enumerate() {
                text += &match part {
                    0 => format!("[t{n}]\nx = {n}\n"),
                    1 => format!("[[site]]\nid = '{n}'\n\n"),
                    2 => format!("  [[site]]\nid = '{n}'\n[[site.agency]]\n[[site.agency]]\nx = [\n1,\n]\n"),
                    3 => format!("[[site]]\n[site.json]\nx = {n}"),
                    _ => format!("\n# {n}\n[[other]]\nx = {n}\n[other.y]\n"),
                };
                text.push('\n');
            }
            let whole: Table = text.parse().unwrap();
            let cut = at(&text, long);
            let mut joined: Table = cut.rest.parse().unwrap();
            let mut sites = Vec::new();
            for it in cut.sites {
                let mut piece: Table = text[it].parse().unwrap();
                let Some(toml::Value::Array(found)) = piece.remove("site") else { panic!() };
                prop_assert!(piece.is_empty());
                sites.extend(found);
            }
            if !sites.is_empty() {
                prop_assert!(joined.insert("site".into(), sites.into()).is_none());
            }
            prop_assert_eq!(joined, whole);
        }
    }
}
