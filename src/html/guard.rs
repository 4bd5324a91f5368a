//! Parsing within bounds: what a page may cost, however it is written.
//!
//! The parser looks through the open elements at many a tag and through all attributes of a tag at
//! each of them, and repeats open `<b>` and `<font>` in every paragraph. What it makes of a page
//! cannot be told from the bytes, so it is fed piece by piece, and what came of them is looked at.

use std::cell::Cell;

use ego_tree::NodeId;
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::BufferQueue;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;
use scraper::Html;
use scraper::HtmlTreeSink;
use thiserror::Error;

use super::tag::OpenTag;

/// Twice as deep as browsers go (Blink's `kMaximumHTMLParserDOMTreeDepth`); Word exports reach 60.
pub(super) const MAX_DEPTH: usize = 1_000;
/// Elements and texts of a page at most; a report has some 3,000.
const MAX_NODES: usize = 200_000;
/// Below this no page is expensive, whatever its shape.
const FEW_NODES: usize = 4_000;
/// Attributes of one tag at most.
const MAX_ATTRIBUTES: usize = 1_000;
/// Bytes fed at a time, which bound what is done before anyone looks.
const PIECE: usize = 1_024;

/// A page that costs more than any report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TooDeep {
    /// Elements inside each other.
    #[error("the page nests elements more than {MAX_DEPTH} deep; this is not a report page")]
    Elements,
    /// Elements beside each other.
    #[error("the page has more than {MAX_NODES} elements; this is not a report page")]
    Many,
    /// Text, tables and images, each inside many elements.
    #[error("the page has too many pieces inside too many elements; this is not a report page")]
    Pieces,
    /// Attributes of one element.
    #[error("an element has more than {MAX_ATTRIBUTES} attributes; this is not a report page")]
    Attributes,
}

/// Parses a page, or refuses it as soon as it grows out of bounds.
pub(super) fn parse(html: &str) -> Result<Html, TooDeep> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let counted = Counted { builder, tokens: Cell::new(0) };
    let tokenizer = Tokenizer::new(counted, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let (mut looked_at, mut last) = (0, "");
    let mut tag: Option<OpenTag> = None;
    for piece in pieces(html) {
        queue.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        if tokenizer.sink.tokens.take() > 0 {
            (tag, last) = (None, piece);
        } else {
            // No token ended: this is the inside of a tag that began in the last piece, or of a
            // comment.
            let tag = tag.get_or_insert_with(|| OpenTag::begun_in(last));
            tag.go_on(piece);
            if tag.attributes() > MAX_ATTRIBUTES {
                return Err(TooDeep::Attributes);
            }
        }
        looked_at = look(&tokenizer.sink.builder.sink, looked_at)?;
    }
    tokenizer.end();
    Ok(tokenizer.sink.builder.sink.finish())
}

fn pieces(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let end = (PIECE..PIECE + 4).find(|at| rest.is_char_boundary(*at));
        let (piece, left) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Looks at the nodes that came since the last look, and says how many there are now.
fn look(sink: &HtmlTreeSink, before: usize) -> Result<usize, TooDeep> {
    let page = sink.0.borrow();
    let nodes = page.tree.nodes();
    let now = nodes.len();
    if now < FEW_NODES {
        return Ok(0);
    }
    if now > MAX_NODES {
        return Err(TooDeep::Many);
    }
    let is_deep = |it: ego_tree::NodeRef<'_, _>| it.ancestors().nth(MAX_DEPTH).is_some();
    if nodes.rev().take(now.saturating_sub(before)).any(is_deep) {
        return Err(TooDeep::Elements);
    }
    Ok(now)
}

/// A tree builder whose tokens are counted; a complaint is none.
struct Counted {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    tokens: Cell<usize>,
}

impl TokenSink for Counted {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(html: &str) -> Option<TooDeep> {
        parse(html).err()
    }

    #[test]
    fn nesting_is_seen_however_it_is_disguised() {
        for html in [
            "<div>".repeat(6_000),
            // End tags that the parser ignores.
            "<div></b>".repeat(6_000),
            "<b><table><td></b></table>".repeat(6_000),
            // Cells do nest inside a drawing.
            format!("<svg>{}", "<td>".repeat(6_000)),
        ] {
            assert_eq!(refused(&html), Some(TooDeep::Elements));
        }
        for html in ["<p>text<br>".repeat(6_000), format!("<!--{}", "<div>".repeat(6_000))] {
            assert_eq!(refused(&html), None);
        }
    }

    #[test]
    fn open_formatting_is_not_repeated_without_end() {
        let open: String = (0..900).map(|i| format!("<b a={i}>")).collect();
        let html = format!("<p>{open}{}", "<p>x".repeat(250));
        assert_eq!(refused(&html), Some(TooDeep::Many));
    }

    #[test]
    fn attributes_are_counted_and_long_values_are_not() {
        let many: String = (0..2_000).map(|i| format!("a{i}/")).collect();
        assert_eq!(refused(&format!("<p>x</p><p {many}>")), Some(TooDeep::Attributes));
        let image = "iVBORw0KGgo/AAA+".repeat(20_000);
        for html in [
            format!("<p>x</p><img alt=\"\" src=\"data:image/png;base64,{image}\">"),
            format!("<p>x</p><img src='{}'>", "a b=\"c\" ".repeat(20_000)),
            format!("<!-- <b> {image} -->"),
            format!("<script>if (a<b) c = '{image}'</script>"),
        ] {
            assert_eq!(refused(&html), None);
        }
    }

    #[test]
    fn a_page_in_pieces_is_the_same_page() {
        let html = "<p>一<b>二&nbsp;三</b>\r\n<table><tr><td a='&lt;'>四</td></table>".repeat(100);
        for start in 0..40 {
            let html = format!("{}{html}", "x".repeat(start));
            assert_eq!(parse(&html).unwrap().html(), Html::parse_document(&html).html());
        }
    }
}
