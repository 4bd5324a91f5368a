//! Bytes to text: finds out in which charset a page is written.
//!
//! A declared charset is a claim, not a fact: portals send `charset=utf-8` over GBK pages and copy
//! `<meta charset="gb2312">` into UTF-8 templates. Every claim is tried on the bytes, and one that
//! does not fit is passed over. The order is that of the HTML standard: byte order mark, header,
//! `<meta>`, statistics (<https://encoding.spec.whatwg.org/>,
//! <https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>).

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::BIG5;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;
use memchr::memchr;
use memchr::memmem;
use regex::bytes::Regex;

/// How far into the page a `<meta>` is looked for. The standard says 1024 bytes; portals put
/// scripts and comments first.
const PRESCAN: usize = 8 * 1024;

/// How much of the text that is not ASCII the statistics look at.
const SAMPLE: usize = 256 * 1024;

/// A page as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The charset, under its name in the Encoding Standard; GBK and GB 2312 are read as their
    /// superset `gb18030`.
    pub charset: &'static str,
    /// What the choice rests on.
    pub source: CharsetSource,
    /// How many characters of the text are U+FFFD: bytes that could not be read, or that the page
    /// itself had lost.
    pub replacements: usize,
}

/// What the choice of a charset rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CharsetSource {
    /// The operator said so.
    Forced,
    /// A byte order mark.
    Bom,
    /// The `Content-Type` header.
    Header,
    /// `<meta>` or the XML declaration.
    Meta,
    /// The bytes themselves.
    Statistics,
}

/// True if `label` names a charset that can be forced.
pub fn is_charset(label: &str) -> bool {
    named(label.as_bytes()).is_some()
}

/// Decodes a page. `content_type` is the header as received; `forced` is the operator's own word,
/// which nothing overrules unless it names no charset (see [`is_charset`]).
///
/// Never fails: what cannot be read becomes U+FFFD and is counted.
pub fn decode(bytes: &[u8], content_type: Option<&str>, forced: Option<&str>) -> Decoded {
    if let Some(encoding) = forced.and_then(|label| named(label.as_bytes())) {
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return decoded(text.into_owned(), encoding, CharsetSource::Forced);
    }
    let (body, bom) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (bytes.get(length..).unwrap_or_default(), Some(encoding)),
        None => (bytes, None),
    };
    let claims = claims(body, bom, content_type);
    if let Some((encoding, source)) = wide(body, &claims) {
        return read(body, encoding, source);
    }
    if is_utf8_prose(body) {
        let claimed = claims.iter().find(|(encoding, _)| *encoding == UTF_8);
        return read(body, UTF_8, claimed.map_or(CharsetSource::Statistics, |claim| claim.1));
    }
    best(body, &claims)
}

type Claim = (&'static Encoding, CharsetSource);

/// What the page says about itself, most trusted first.
fn claims(body: &[u8], bom: Option<&'static Encoding>, content_type: Option<&str>) -> Vec<Claim> {
    let header = content_type.and_then(|value| first(&PARAMETER, value.as_bytes()));
    [(bom, CharsetSource::Bom), (header, CharsetSource::Header), (meta(body), CharsetSource::Meta)]
        .into_iter()
        .filter_map(|(encoding, source)| Some((encoding?, source)))
        .collect()
}

/// UTF-16, recognised by its byte order mark or by the NULs that it puts into every mark-up.
/// Nothing else is needed, and nothing less will do: any bytes at all can be read as UTF-16.
fn wide(body: &[u8], claims: &[Claim]) -> Option<Claim> {
    let is_wide = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let claim = claims.iter().find(|(encoding, _)| is_wide(*encoding));
    if let Some((encoding, CharsetSource::Bom)) = claim {
        return Some((encoding, CharsetSource::Bom));
    }
    let encoding = byte_order(body)?;
    Some((encoding, claim.map_or(CharsetSource::Statistics, |claim| claim.1)))
}

/// The byte order that the NULs at the beginning show. Chinese text has a few on either side
/// (一 is U+4E00), mark-up has one in every pair, always on the same side.
fn byte_order(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..PRESCAN).unwrap_or(body);
    let (mut even, mut odd) = (0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        if let [first, second] = pair {
            even += usize::from(*first == 0);
            odd += usize::from(*second == 0);
        }
    }
    let enough = (head.len() / 2).div_ceil(10).max(1);
    if odd >= enough && odd > 4 * even {
        Some(UTF_16LE)
    } else if even >= enough && even > 4 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// True where the bytes make sense as UTF-8 far beyond chance, a few broken ones notwithstanding.
///
/// Only sequences of three bytes or more count, which all Chinese is: two bytes of GBK are
/// sometimes a valid pair of UTF-8, three bytes in a row hardly ever, and a whole page never.
fn is_utf8_prose(body: &[u8]) -> bool {
    // Every such sequence, and nothing else, begins with a byte from E0 on.
    let is_start = |byte: &u8| *byte >= 0xE0;
    if Encoding::utf8_valid_up_to(body) == body.len() {
        return body.iter().any(is_start);
    }
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in body.utf8_chunks() {
        sound += chunk.valid().as_bytes().iter().filter(|byte| is_start(byte)).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > 10 * broken
}

/// The first claim that reads without a loss, or the statistics if they do; else the first that
/// fits; else whatever loses least.
fn best(body: &[u8], claims: &[Claim]) -> Decoded {
    let claims = claims
        .iter()
        .copied()
        // Latin-1 fits any bytes and is what servers send when nobody chose: no claim at all.
        .filter(|(it, _)| *it != WINDOWS_1252 || guess(body) == WINDOWS_1252)
        // Any bytes can be read as UTF-16, and these have been found not to be.
        .filter(|(it, _)| *it != UTF_16LE && *it != UTF_16BE);
    let chinese = [GB18030, BIG5, UTF_8];
    let statistics = std::iter::once_with(|| guess(body))
        // The pages watched are Chinese: another language is a guess gone astray.
        .filter(|it| chinese.contains(it))
        .map(|it| (it, CharsetSource::Statistics));

    let mut tried = Vec::new();
    for claim in claims.chain(statistics) {
        let reading = Reading::new(body, claim);
        if reading.losses == 0 {
            return reading.page;
        }
        tried.push(reading);
    }
    tried.extend(chinese.map(|it| Reading::new(body, (it, CharsetSource::Statistics))));
    let fitting = tried.iter().position(Reading::fits);
    let least = || (0..tried.len()).min_by_key(|i| tried.get(*i).map(|it| it.losses));
    let chosen = fitting.or_else(least).unwrap_or_default();
    tried.swap_remove(chosen).page
}

/// A page read on trial.
struct Reading {
    page: Decoded,
    /// Characters lost, and private ones: no page is written in those, but Big5 read as GBK is
    /// full of them.
    losses: usize,
    /// Characters beyond ASCII.
    characters: usize,
}

impl Reading {
    fn new(body: &[u8], (encoding, source): Claim) -> Self {
        let page = read(body, encoding, source);
        let private = page.text.chars().filter(|c| ('\u{E000}'..='\u{F8FF}').contains(c)).count();
        let characters = page.text.chars().filter(|c| !c.is_ascii()).count();
        Self { losses: page.replacements + private, characters, page }
    }

    /// True if hardly anything was lost. A summary cut in the middle of a character is common, and
    /// no reason to doubt the charset; one loss in twenty characters is.
    fn fits(&self) -> bool {
        self.losses * 20 < self.characters
    }
}

/// What the bytes look like. The top-level domain tips the balance between charsets that fit
/// equally well.
fn guess(body: &[u8]) -> &'static Encoding {
    let start = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(body.len());
    let rest = body.get(start..).unwrap_or_default();
    let sample = rest.get(..SAMPLE).unwrap_or(rest);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == rest.len());
    superset(detector.guess(Some(b"cn"), Utf8Detection::Allow))
}

fn read(body: &[u8], encoding: &'static Encoding, source: CharsetSource) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(body);
    decoded(text.into_owned(), encoding, source)
}

fn decoded(text: String, encoding: &'static Encoding, source: CharsetSource) -> Decoded {
    let replacements = memmem::find_iter(text.as_bytes(), "\u{FFFD}").count();
    Decoded { text, charset: encoding.name(), source, replacements }
}

/// The charset that the page's own mark-up names.
fn meta(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..PRESCAN).unwrap_or(body);
    // In UTF-16 the mark-up is there too, a NUL beside each letter.
    let head: Cow<'_, [u8]> = match memchr(0, head) {
        Some(_) => head.iter().copied().filter(|byte| *byte != 0).collect(),
        None => Cow::Borrowed(head),
    };
    let head = COMMENT.replace_all(&head, b"".as_slice());
    first(&META, &head).or_else(|| first(&XML, &head))
}

/// The first label that names a charset: pages carry `charset=` empty or misspelt.
fn first(pattern: &Regex, text: &[u8]) -> Option<&'static Encoding> {
    pattern.captures_iter(text).find_map(|found| named(found.get(1)?.as_bytes()))
}

fn named(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label).map(superset)
}

fn superset(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

static PARAMETER: LazyLock<Regex> =
    LazyLock::new(|| literal(r#"(?i-u)charset\s*=\s*["']?\s*([a-z0-9_.:-]+)"#));
static META: LazyLock<Regex> =
    LazyLock::new(|| literal(r#"(?i-u)<meta\s[^>]*?charset\s*=\s*["']?\s*([a-z0-9_.:-]+)"#));
static XML: LazyLock<Regex> =
    LazyLock::new(|| literal(r#"(?i-u)^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([a-z0-9_.:-]+)"#));
static COMMENT: LazyLock<Regex> = LazyLock::new(|| literal(r"(?s-u)<!--.*?-->"));

#[expect(clippy::expect_used, reason = "the patterns are literals, and the tests build each")]
fn literal(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a literal pattern is valid")
}

#[cfg(test)]
mod tests;
