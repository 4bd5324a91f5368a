//! How many attributes a tag has that has not ended yet.
//!
//! Where the tag began is not known, only that it did somewhere in a piece of markup: every `<` there
//! that may be it is followed, and the one with most attributes counts. The states are those of the
//! HTML standard (13.2.5.6 to 13.2.5.40).

/// Where in a tag a character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
    AfterValue,
}

/// A tag being read, from all places where it may have begun.
#[derive(Debug, Default)]
pub(super) struct OpenTag {
    /// For every state that a beginning led to, the most attributes that came on the way.
    states: Vec<(At, usize)>,
}

impl OpenTag {
    /// A tag that begins somewhere in this piece and does not end in it.
    pub fn begun_in(piece: &str) -> Self {
        let mut tag = Self::default();
        tag.read(piece, true);
        tag
    }

    /// More of the tag.
    pub fn go_on(&mut self, piece: &str) {
        self.read(piece, false);
    }

    /// The most attributes that it can have so far.
    pub fn attributes(&self) -> usize {
        self.states.iter().map(|(_, count)| *count).max().unwrap_or(0)
    }

    fn read(&mut self, piece: &str, may_begin: bool) {
        let mut follows_angle = false;
        for byte in piece.bytes() {
            let mut next: Vec<(At, usize)> = Vec::with_capacity(self.states.len() + 1);
            let moved = self.states.iter().filter_map(|(at, count)| step(*at, *count, byte));
            let begun = (follows_angle && byte.is_ascii_alphabetic()).then_some((At::TagName, 0));
            for (at, count) in moved.chain(begun) {
                match next.iter_mut().find(|(it, _)| *it == at) {
                    Some((_, most)) => *most = count.max(*most),
                    None => next.push((at, count)),
                }
            }
            self.states = next;
            follows_angle = may_begin && byte == b'<';
        }
    }
}

/// Where the next character leads; `None` where it ends the tag.
fn step(at: At, count: usize, byte: u8) -> Option<(At, usize)> {
    let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C);
    let next = match (at, byte) {
        (At::DoubleQuoted, b'"') | (At::SingleQuoted, b'\'') => At::AfterValue,
        (At::DoubleQuoted | At::SingleQuoted, _) => at,
        (_, b'>') => return None,
        (At::BeforeValue, b'"') => At::DoubleQuoted,
        (At::BeforeValue, b'\'') => At::SingleQuoted,
        (At::BeforeValue, _) if is_space => at,
        (At::Unquoted, _) if is_space => At::BeforeName,
        (At::BeforeValue | At::Unquoted, _) => At::Unquoted,
        (At::Name | At::AfterName, _) if is_space => At::AfterName,
        (_, b'/') => At::BeforeName,
        (_, _) if is_space => At::BeforeName,
        (At::Name | At::AfterName, b'=') => At::BeforeValue,
        (At::TagName | At::Name, _) => at,
        (At::BeforeName | At::AfterName | At::AfterValue, _) => return Some((At::Name, count + 1)),
    };
    Some((next, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_open_tags_are_counted() {
        for (markup, expected) in [
            ("text", 0),
            ("a < b c d", 0),
            ("<p", 0),
            ("<p a b", 2),
            ("<p a=1 b = '2' c=\"3\"d e/f", 6),
            ("<p a=\"b c d e", 1),
            ("<p a=b/c/d e", 2),
            ("<p =a =b", 1),
            ("<p a b c>", 0),
            ("<p a b c><i d", 1),
            // Either may be the tag.
            ("<p a b <i c d", 5),
            ("<p a='<i b c d", 3),
        ] {
            assert_eq!(OpenTag::begun_in(markup).attributes(), expected, "{markup}");
        }
    }

    #[test]
    fn a_tag_goes_on_in_the_next_piece() {
        let mut tag = OpenTag::begun_in("<p a='1' b");
        tag.go_on("c d<i e=\"");
        assert_eq!(tag.attributes(), 4);
    }
}
