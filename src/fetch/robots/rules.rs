//! The text of a robots.txt, and what it says of an address (RFC 9309 §2.2).
//!
//! Bytes are compared, not characters: a portal that writes its paths in GBK means the bytes that a
//! browser would send. Beyond the RFC are only what large crawlers take for granted: misspelt words,
//! a colon left out, and `Crawl-delay`, which like a rule ends the list of names above it.

use std::time::Duration;

use url::Position;
use url::Url;

/// The rules of one robots.txt that concern us.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::fetch) struct Written {
    rules: Vec<Rule>,
    /// The interval between requests that is wished, in seconds.
    delay: Option<f32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
    allows: bool,
}

/// A path that may hold `*` and may end in `$`; normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// What stands between the asterisks.
    parts: Vec<Vec<u8>>,
    to_the_end: bool,
    /// The octets that it was written with; the most specific rule has the most.
    octets: usize,
}

/// One line that means something.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Line<'a> {
    Agent(&'a [u8]),
    Rule(&'a [u8], bool),
    Delay(f32),
}

impl Written {
    /// Reads what concerns the crawler of that name. Groups of one name are taken together
    /// (RFC 9309 §2.2.1), and only where none has our name do those of everyone count.
    pub(super) fn read(agent: &str, text: &[u8]) -> Self {
        let agent = name(agent.as_bytes());
        let (mut ours, mut everyones) = (None::<Self>, Self::default());
        // Which of the two the present group is for, and whether its names are complete.
        let (mut for_us, mut for_all, mut named) = (false, false, true);
        for line in lines(text) {
            if let Line::Agent(value) = line {
                if named {
                    (for_us, for_all, named) = (false, false, false);
                }
                for_all |= is_everyone(value);
                if !agent.is_empty() && name(value).eq_ignore_ascii_case(agent) {
                    for_us = true;
                    // A group without a rule still says that the others are not meant for us.
                    ours.get_or_insert_default();
                }
                continue;
            }
            named = true;
            let groups =
                [ours.as_mut().filter(|_| for_us), Some(&mut everyones).filter(|_| for_all)];
            for group in groups.into_iter().flatten() {
                group.add(line);
            }
        }
        ours.unwrap_or(everyones)
    }

    fn add(&mut self, line: Line<'_>) {
        match line {
            Line::Agent(_) => {}
            // An empty path is no rule: it forbids nothing, and allows nothing that is forbidden.
            Line::Rule([], _) => {}
            Line::Rule(path, allows) => {
                self.rules.push(Rule { pattern: Pattern::new(path), allows });
            }
            Line::Delay(delay) => self.delay = Some(self.delay.map_or(delay, |it| it.max(delay))),
        }
    }

    /// True if the address may be asked for: the most specific rule decides, and of two that are
    /// equally specific the one that allows (RFC 9309 §2.2.2).
    pub(super) fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        let path = normal(url[Position::BeforePath..Position::AfterQuery].as_bytes());
        let matching = self.rules.iter().filter(|rule| rule.pattern.matches(&path));
        matching.max_by_key(|rule| (rule.pattern.octets, rule.allows)).is_none_or(|it| it.allows)
    }

    /// The interval between requests that is wished.
    pub(super) fn delay(&self) -> Option<Duration> {
        Duration::try_from_secs_f32(self.delay?).ok()
    }
}

impl Pattern {
    fn new(path: &[u8]) -> Self {
        let path = normal(path);
        let (body, to_the_end) = match path.strip_suffix(b"$") {
            Some(body) => (body, true),
            None => (path.as_slice(), false),
        };
        let parts = body.split(|byte| *byte == b'*').map(<[u8]>::to_vec).collect();
        Self { parts, to_the_end, octets: path.len() }
    }

    /// Each part is looked for where the one before it ended. The first that is found will do, except
    /// for the last of a pattern that goes to the end; so the work is linear in the path.
    fn matches(&self, path: &[u8]) -> bool {
        let Some((first, others)) = self.parts.split_first() else { return false };
        let Some(mut rest) = path.strip_prefix(first.as_slice()) else { return false };
        let (middle, last) = match others.split_last() {
            None => return !self.to_the_end || rest.is_empty(),
            Some((last, middle)) => (middle, last),
        };
        for part in middle {
            match after(rest, part) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        if self.to_the_end { rest.ends_with(last) } else { after(rest, last).is_some() }
    }
}

/// What stands behind the first `part` of `text`.
fn after<'a>(text: &'a [u8], part: &[u8]) -> Option<&'a [u8]> {
    text.get(memchr::memmem::find(text, part)? + part.len()..)
}

/// The lines that mean something; a comment begins at a `#` wherever it stands.
fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    text.split(|byte| matches!(byte, b'\n' | b'\r' | 0)).filter_map(|line| {
        let line = line.split(|byte| *byte == b'#').next()?.trim_ascii();
        let colon = line.iter().position(|byte| *byte == b':');
        // Without a colon only two words can be a rule; more of them are prose.
        let (key, value) = if let Some(at) = colon {
            (line.get(..at)?, line.get(at + 1..)?)
        } else {
            let at = line.iter().position(u8::is_ascii_whitespace)?;
            (line.get(..at)?, line.get(at..)?)
        };
        // Spaces that only a person takes for spaces, such as those of full width.
        let value =
            std::str::from_utf8(value).map_or(value.trim_ascii(), |it| it.trim().as_bytes());
        if colon.is_none() && value.iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        Some(match key.trim_ascii().to_ascii_lowercase().as_slice() {
            b"user-agent" | b"useragent" | b"user agent" => Line::Agent(value),
            b"allow" => Line::Rule(value, true),
            b"disallow" | b"dissallow" | b"dissalow" | b"disalow" | b"diasllow" | b"disallaw" => {
                Line::Rule(value, false)
            }
            b"crawl-delay" | b"crawl delay" | b"crawldelay" => {
                let delay = std::str::from_utf8(value).ok()?.parse().ok()?;
                (delay >= 0.0).then_some(Line::Delay(delay))?
            }
            _ => return None,
        })
    })
}

/// The product token with which a value begins (RFC 9309 §2.2.1); a version behind it is no part of
/// the name.
fn name(value: &[u8]) -> &[u8] {
    let is_part = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
    let end = value.iter().position(|byte| !is_part(byte)).unwrap_or(value.len());
    value.get(..end).unwrap_or_default()
}

fn is_everyone(value: &[u8]) -> bool {
    matches!(value, [b'*'] | [b'*', b' ' | b'\t', ..])
}

/// The one spelling of a path in which two that mean the same are the same (RFC 9309 §2.2.2): what
/// is not plain ASCII is escaped, what needs no escape is not, and escapes are in upper case.
fn normal(path: &[u8]) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let [byte, behind @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(h, l)| h << 4 | l),
            _ => None,
        };
        let (byte, plain) = match escaped {
            Some(byte) => (byte, byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
            None => (*byte, byte.is_ascii_graphic() && !b"\"<>`\\^{|}".contains(byte)),
        };
        if plain {
            out.push(byte);
        } else {
            out.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        }
        rest = if escaped.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok())
}
