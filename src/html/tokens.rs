//! The tags and texts of a page, as the tree builder takes them.
//!
//! `html5gum` finds them and `html5ever` builds the tree: the one reads attributes several times faster
//! than the other. Both follow the HTML standard, whose two halves meet here: the tree says how the
//! text behind a tag is read (13.2.5.1 to 13.2.5.5).

use std::borrow::Cow;

use ego_tree::NodeId;
use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::local_name;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::states::RawKind;
use html5ever::tree_builder::TreeBuilder;
use html5gum::Emitter;
use html5gum::ForwardingEmitter;
use html5gum::Span;
use html5gum::State;
use html5gum::emitters::callback::Callback;
use html5gum::emitters::callback::CallbackEmitter;
use html5gum::emitters::callback::CallbackEvent;
use memchr::memchr;
use scraper::HtmlTreeSink;

use super::guard::MAX_ATTRIBUTES;
use super::guard::TooDeep;
use super::guard::Watched;
use super::text::hides;

/// Which attributes the tree is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// All of them, for selectors that an operator wrote.
    All,
    /// Those that are read; most of the markup of an editor is style.
    Read,
}

/// The attributes that are read here, and those that the tree builder asks for.
pub(super) const READ: [&str; 16] = [
    "href",
    "src",
    "alt",
    "title",
    "style",
    "colspan",
    "rowspan",
    "name",
    "content",
    "http-equiv",
    "hidden",
    "type",
    "color",
    "face",
    "size",
    "encoding",
];

/// Gives tags and texts to the tree builder; what it emits is why it gives up.
pub(super) struct Tokens<'a>(CallbackEmitter<Builder<'a>, TooDeep>);

impl<'a> Tokens<'a> {
    pub fn new(tree: &'a TreeBuilder<NodeId, HtmlTreeSink>, keep: Keep) -> Self {
        let page = Watched::new(tree);
        let builder = Builder {
            page,
            keep,
            tag: None,
            attributes: 0,
            is_styled: false,
            name: None,
            next: None,
        };
        Self(CallbackEmitter::new(builder))
    }
}

impl ForwardingEmitter for Tokens<'_> {
    type Token = TooDeep;

    fn inner(&mut self) -> &mut impl Emitter<Token = TooDeep> {
        &mut self.0
    }

    fn emit_eof(&mut self) {
        self.0.emit_eof();
        let tree = self.0.callback_mut().page.tree;
        let _ = tree.process_token(Token::EOFToken, LINE);
        tree.end();
    }

    /// Nobody is told where a page is odd, and to find out takes as long as all the rest.
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.0.emit_current_tag();
        self.0.callback_mut().next.take()
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().page.tree.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Lines are not counted.
const LINE: u64 = 1;

struct Builder<'a> {
    page: Watched<'a>,
    keep: Keep,
    /// The tag that is being read.
    tag: Option<Tag>,
    /// How many attributes it has, kept or not.
    attributes: usize,
    /// True if it had a style, kept or not.
    is_styled: bool,
    /// The name of its last attribute, if that is kept; its value is still to come.
    name: Option<LocalName>,
    /// How what stands behind the last tag is read.
    next: Option<State>,
}

impl Callback<TooDeep, ()> for Builder<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<TooDeep> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(tag(TagKind::StartTag, name));
                self.attributes = 0;
                self.is_styled = false;
                Ok(())
            }
            CallbackEvent::AttributeName { name } => self.begin_attribute(name),
            CallbackEvent::AttributeValue { value } => {
                self.end_attribute(value);
                Ok(())
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.end_attribute(b"");
                match self.tag.take() {
                    Some(tag) => self.take(Token::TagToken(Tag { self_closing, ..tag })),
                    None => Ok(()),
                }
            }
            CallbackEvent::EndTag { name } => {
                // It may have attributes as well, which come first and belong to nothing.
                self.attributes = 0;
                self.take(Token::TagToken(tag(TagKind::EndTag, name)))
            }
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { value } => self.take(Token::CommentToken(tendril(value))),
            CallbackEvent::Doctype { name, public_identifier, system_identifier, force_quirks } => {
                self.take(Token::DoctypeToken(Doctype {
                    name: (!name.is_empty()).then(|| tendril(name)),
                    public_id: public_identifier.map(tendril),
                    system_id: system_identifier.map(tendril),
                    force_quirks,
                }))
            }
            CallbackEvent::Error(_) => Ok(()),
        }
        .err()
    }
}

impl Builder<'_> {
    fn begin_attribute(&mut self, name: &[u8]) -> Result<(), TooDeep> {
        self.end_attribute(b"");
        self.attributes += 1;
        if self.attributes > MAX_ATTRIBUTES {
            return Err(TooDeep::Attributes);
        }
        let is_kept = self.keep == Keep::All || READ.iter().any(|it| it.as_bytes() == name);
        let Some(tag) = self.tag.as_ref().filter(|_| is_kept) else { return Ok(()) };
        let name = interned(name);
        // Where an attribute stands twice, the first counts.
        let is_first = tag.attrs.iter().all(|it| it.name.local != name)
            && !(self.is_styled && name == local_name!("style"));
        self.name = is_first.then_some(name);
        Ok(())
    }

    /// Puts the attribute whose name came last on its tag.
    fn end_attribute(&mut self, value: &[u8]) {
        let (Some(name), Some(tag)) = (self.name.take(), &mut self.tag) else { return };
        if name == local_name!("style") {
            self.is_styled = true;
            // A second `<body>` adds what the first lacks, so those two keep theirs.
            let is_root = matches!(tag.name, local_name!("body") | local_name!("html"));
            if self.keep == Keep::Read && !is_root && !hides(value) {
                return;
            }
        }
        tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value: tendril(value) });
    }

    /// Text; the builder takes each NUL in it by itself.
    fn text(&mut self, mut value: &[u8]) -> Result<(), TooDeep> {
        while let Some(at) = memchr(0, value) {
            let (before, rest) = value.split_at(at);
            self.characters(before)?;
            self.take(Token::NullCharacterToken)?;
            value = rest.get(1..).unwrap_or_default();
        }
        self.characters(value)
    }

    fn characters(&mut self, text: &[u8]) -> Result<(), TooDeep> {
        if text.is_empty() {
            return Ok(());
        }
        self.take(Token::CharacterTokens(tendril(text)))
    }

    /// Gives a token to the tree builder, and looks at what came of it.
    fn take(&mut self, token: Token) -> Result<(), TooDeep> {
        self.next = match self.page.tree.process_token(token, LINE) {
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(State::ScriptData)
            }
            // No script is run, and the bytes were decoded before.
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => None,
        };
        self.page.look()
    }
}

fn tag(kind: TagKind, name: &[u8]) -> Tag {
    Tag {
        kind,
        name: interned(name),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

fn interned(name: &[u8]) -> LocalName {
    LocalName::from(&*utf8(name))
}

fn tendril(text: &[u8]) -> StrTendril {
    StrTendril::from_slice(&utf8(text))
}

/// The bytes came from a text, but for those of character references.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::guard::parse;
    use proptest::prelude::*;
    use scraper::Html;

    /// Pieces that tag soup is made of, and that change how what follows is read.
    const PIECES: [&str; 60] = [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<table>",
        "</table>",
        "<tr>",
        "<td colspan=2>",
        "</td>",
        "<tbody>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<svg>",
        "</svg>",
        "<math>",
        "<![CDATA[x]]>",
        "<!--",
        "-->",
        "--!>",
        "<!DOCTYPE html>",
        "<?xml version='1.0'?>",
        "<a href=\"x&amp;y\" HREF=z class='c d'>",
        "</a>",
        "<font color=red>",
        "<select>",
        "<option>",
        "</select>",
        "<input type=hidden>",
        "<br/>",
        "</br>",
        "<template>",
        "</template>",
        "<frameset>",
        "<body class=x>",
        "<html lang=zh>",
        "<head>",
        "</head>",
        "<plaintext>",
        "<noscript>",
        "<iframe>",
        "<pre>\n",
        "&nbsp;",
        "&lt",
        "&#20013;",
        "&notit;",
        "&#0;",
        "中文",
        "a < b",
        "\r\n",
        "\0",
        "<",
        "'",
        "\u{c}",
        " ",
    ];

    proptest! {
        #[test]
        fn the_tree_is_that_of_the_other_tokenizer(soup in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
            let html = soup.concat();
            let ours = parse(&html, Keep::All).unwrap();
            prop_assert_eq!(ours.html(), Html::parse_document(&html).html());
        }
    }

    #[test]
    fn the_trees_of_real_pages_are_the_same_too() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus");
        let folders = ["reports", "listings"].map(|it| std::fs::read_dir(format!("{root}/{it}")));
        let files = folders.into_iter().flatten().flatten().flatten().map(|it| it.path());
        let mut seen = 0;
        for path in files.filter(|it| it.extension().is_some_and(|it| it == "html")) {
            let html = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let ours = parse(&html, Keep::All).unwrap().html();
            assert_eq!(ours, Html::parse_document(&html).html(), "{}", path.display());
            seen += 1;
        }
        println!("{seen} collected pages were there");
    }

    #[test]
    fn the_style_of_a_second_body_is_none() {
        let html = "<body style='margin:0'><p>x</p><body style='display:none'>";
        let kept = parse(html, Keep::Read).unwrap().html();
        assert!(kept.contains("margin:0") && !kept.contains("display"), "{kept}");
    }

    #[test]
    fn attributes_of_end_tags_are_of_no_element() {
        let html = format!("<p>x{}", "</p a b c>".repeat(1_000));
        assert!(parse(&html, Keep::Read).is_ok());
    }

    #[test]
    fn what_is_not_read_of_a_tag_is_not_kept() {
        let html = "<td style='color:red' class=a rowspan=2 style='display:none'>x</td><p style='Display : none' hidden>";
        let kept = parse(&format!("<table>{html}"), Keep::Read).unwrap().html();
        assert_eq!(
            kept,
            "<html><head></head><body><p hidden=\"\" style=\"Display : none\"></p><table><tbody><tr>\
             <td rowspan=\"2\">x</td></tr></tbody></table></body></html>"
        );
    }
}
