//! `CMap`s: which codes a font has, and which characters they show (ISO 32000-1, 9.7.5 and 9.10.3).
//!
//! Only the listings are read, not the PostScript around them. A range of a few bytes can stand for
//! four thousand million codes, so ranges are kept as ranges.

use std::collections::BTreeMap;

/// Entries of one map at most; a font has 65,536 glyphs.
const MAX_ENTRIES: usize = 200_000;

/// UTF-16 units that one code shows at most; a ligature has three.
const MAX_UNITS: usize = 32;

/// A map from codes to characters or glyph numbers.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// First and last code with their length in bytes.
    spaces: Vec<(u32, u32, usize)>,
    /// First code → last code and the characters of the first.
    texts: BTreeMap<u32, (u32, Vec<u16>)>,
    /// First code → last code and the glyph of the first.
    glyphs: BTreeMap<u32, (u32, u32)>,
}

#[derive(Debug, PartialEq)]
enum Token {
    /// `<…>`: its bytes.
    Hex(Vec<u8>),
    Number(u32),
    Open,
    Close,
    Word(String),
}

fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        match byte {
            b'%' => at += rest.iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count(),
            b'[' => tokens.push(Token::Open),
            b']' => tokens.push(Token::Close),
            b'<' if rest.first() != Some(&b'<') => {
                let inside = rest.iter().take_while(|b| **b != b'>').count();
                // One cut short would show another character.
                if let (Some(digits), Some(_)) = (rest.get(..inside), rest.get(inside)) {
                    tokens.push(Token::Hex(hex(digits)));
                }
                at += inside + 1;
            }
            b if b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'(' | b')' | b'/') => {}
            first => {
                let more = rest
                    .iter()
                    .take_while(|b| !b.is_ascii_whitespace() && !b"[]<>()/%".contains(b))
                    .count();
                let word: String = std::iter::once(first)
                    .chain(rest.iter().take(more))
                    .map(|b| char::from(*b))
                    .collect();
                tokens.push(word.parse().map_or(Token::Word(word), Token::Number));
                at += more;
            }
        }
        at += 1;
    }
    tokens
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let nibbles: Vec<u8> = digits
        .iter()
        .filter_map(|b| char::from(*b).to_digit(16))
        .filter_map(|n| u8::try_from(n).ok())
        .collect();
    // A missing last digit counts as 0.
    nibbles
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |all, n| all << 4 | n) << (4 * (2 - pair.len())))
        .collect()
}

fn code(bytes: &[u8]) -> Option<u32> {
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, |all, b| all << 8 | u32::from(*b)))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        many => many
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |all, b| all << 8 | u16::from(*b)))
            .collect(),
    }
}

impl CMap {
    /// Reads a map; what is not understood is left out.
    pub fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let tokens = tokens(bytes);
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            let Token::Word(word) = token else { continue };
            if !word.starts_with("begin") {
                continue;
            }
            let end = after
                .iter()
                .position(|it| matches!(it, Token::Word(word) if word.starts_with("end")))
                .unwrap_or(after.len());
            let (inside, behind) = after.split_at(end);
            match word.as_str() {
                "begincodespacerange" => map.spaces(inside),
                "beginbfchar" => map.characters(inside),
                "beginbfrange" => map.ranges(inside),
                "begincidchar" | "begincidrange" => map.cids(inside, word == "begincidchar"),
                _ => continue,
            }
            rest = behind;
        }
        map
    }

    fn spaces(&mut self, tokens: &[Token]) {
        for pair in tokens.chunks_exact(2) {
            if let [Token::Hex(low), Token::Hex(high)] = pair
                && let (Some(first), Some(last)) = (code(low), code(high))
            {
                self.spaces.push((first, last, low.len()));
            }
        }
    }

    fn characters(&mut self, tokens: &[Token]) {
        for pair in tokens.chunks_exact(2) {
            if let [Token::Hex(from), Token::Hex(to)] = pair
                && let Some(from) = code(from)
            {
                self.put(from, from, units(to));
            }
        }
    }

    fn ranges(&mut self, mut tokens: &[Token]) {
        while let [Token::Hex(low), Token::Hex(high), rest @ ..] = tokens {
            let (Some(first), Some(last)) = (code(low), code(high)) else { return };
            match rest {
                [Token::Hex(to), rest @ ..] => {
                    self.put(first, last, units(to));
                    tokens = rest;
                }
                [Token::Open, rest @ ..] => {
                    let end = rest.iter().position(|it| *it == Token::Close).unwrap_or(rest.len());
                    let (targets, behind) = rest.split_at(end);
                    for (from, to) in (first..=last).zip(targets) {
                        if let Token::Hex(to) = to {
                            self.put(from, from, units(to));
                        }
                    }
                    tokens = behind.split_first().map_or(&[], |(_, behind)| behind);
                }
                _ => return,
            }
        }
    }

    fn cids(&mut self, mut tokens: &[Token], single: bool) {
        loop {
            let (first, last, glyph, rest) = match tokens {
                [Token::Hex(from), Token::Number(glyph), rest @ ..] if single => {
                    (code(from), code(from), *glyph, rest)
                }
                [Token::Hex(low), Token::Hex(high), Token::Number(glyph), rest @ ..] => {
                    (code(low), code(high), *glyph, rest)
                }
                _ => return,
            };
            if let (Some(first), Some(last)) = (first, last)
                && self.glyphs.len() < MAX_ENTRIES
            {
                self.glyphs.insert(first, (last, glyph));
            }
            tokens = rest;
        }
    }

    fn put(&mut self, first: u32, last: u32, text: Vec<u16>) {
        if last >= first && (1..=MAX_UNITS).contains(&text.len()) && self.texts.len() < MAX_ENTRIES
        {
            self.texts.insert(first, (last, text));
        }
    }

    /// True if it says which characters the codes show.
    pub fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    /// True if it says how strings are cut into codes.
    pub fn has_spaces(&self) -> bool {
        !self.spaces.is_empty()
    }

    /// The characters that a code shows.
    pub fn text(&self, code: u32) -> Option<String> {
        let (first, (last, units)) = self.texts.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        // Only the last unit counts up.
        let end = units.last_mut()?;
        *end = end.checked_add(u16::try_from(code - first).ok()?)?;
        String::from_utf16(&units).ok()
    }

    /// The glyph number of a code.
    pub fn glyph(&self, code: u32) -> Option<u32> {
        let (first, (last, glyph)) = self.glyphs.range(..=code).next_back()?;
        (code <= *last).then(|| glyph.saturating_add(code - first))
    }

    /// The next code of a string and its length in bytes.
    pub fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        for length in 1..=4 {
            let candidate = code(bytes.get(..length)?)?;
            let fits = |(first, last, size): &(u32, u32, usize)| {
                *size == length && (*first..=*last).contains(&candidate)
            };
            if self.spaces.iter().any(fits) {
                return Some((candidate, length));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists() {
        let map = CMap::read(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0003><4E00> \
              <0004> <D840DC00> endbfchar 2 beginbfrange <0010> <0019> <0030> <0020> <0021> \
              [<4E8C> <4E09>] endbfrange",
        );
        let text = |code| map.text(code);
        assert_eq!(text(3).as_deref(), Some("一"));
        assert_eq!(text(4).as_deref(), Some("\u{20000}"));
        assert_eq!(text(0x17).as_deref(), Some("7"));
        assert_eq!(text(0x21).as_deref(), Some("三"));
        assert_eq!([5, 0x1A, 0x22].map(text), [None, None, None]);
        assert_eq!(map.next(&[0, 3, 9]), Some((3, 2)));
    }

    #[test]
    fn a_range_over_all_codes_costs_nothing() {
        let map = CMap::read(b"1 beginbfrange <00000000> <FFFFFFFF> <0030> endbfrange");
        assert_eq!(map.text(5).as_deref(), Some("5"));
        assert_eq!(map.text(0xFFFF_FFFF), None);
    }

    #[test]
    fn glyph_numbers_of_codes() {
        let map = CMap::read(
            b"1 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange 1 begincidrange \
              <20> <7e> 814 endcidrange 1 begincidchar <8140> 7 endcidchar",
        );
        assert_eq!([0x21, 0x8140, 0x8141].map(|code| map.glyph(code)), [Some(815), Some(7), None]);
        assert_eq!(map.next(&[0x81, 0x40]), Some((0x8140, 2)));
    }

    #[test]
    fn rubbish_is_left_out() {
        for bytes in [
            &b"beginbfchar <0"[..],
            b"beginbfrange <01> <02> [",
            b"beginbfchar <01> <003",
            b"<<>>",
            b"%",
        ] {
            assert!(!CMap::read(bytes).has_texts());
        }
    }
}
