//! Parsing within bounds: what a page may cost, however it is written.
//!
//! The tree builder looks through the open elements at many a tag, and repeats open `<b>` and `<font>`
//! in every paragraph. What it makes of a page cannot be told from the bytes, so it is given token by
//! token, and what came of each is looked at.

use ego_tree::NodeId;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;
use html5gum::Tokenizer;
use scraper::Html;
use scraper::HtmlTreeSink;
use thiserror::Error;

use super::tokens::Keep;
use super::tokens::Tokens;

/// Twice as deep as browsers go (Blink's `kMaximumHTMLParserDOMTreeDepth`); Word exports reach 60.
pub(super) const MAX_DEPTH: usize = 1_000;
/// Elements and texts of a page at most; a report has some 3,000.
const MAX_NODES: usize = 200_000;
/// Below this no page is expensive, whatever its shape.
const FEW_NODES: usize = 4_000;
/// Attributes of one tag at most.
pub(super) const MAX_ATTRIBUTES: usize = 1_000;

/// A page that costs more than any report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TooDeep {
    /// Elements inside each other.
    #[error("the page nests elements more than {MAX_DEPTH} deep; this is not a report page")]
    Elements,
    /// Elements beside each other.
    #[error("the page has more than {MAX_NODES} elements; this is not a report page")]
    Many,
    /// Pieces of the page, each inside many elements.
    #[error("the page has too many pieces inside too many elements; this is not a report page")]
    Pieces,
    /// Attributes of one element.
    #[error("an element has more than {MAX_ATTRIBUTES} attributes; this is not a report page")]
    Attributes,
}

/// Parses a page, or refuses it as soon as it grows out of bounds.
pub(super) fn parse(html: &str, keep: Keep) -> Result<Html, TooDeep> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let tree = TreeBuilder::new(sink, TreeBuilderOpts::default());
    // A mark of byte order is no text.
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let mut tokenizer = Tokenizer::new_with_emitter(html, Tokens::new(&tree, keep));
    if let Some(Ok(refused)) = tokenizer.next() {
        return Err(refused);
    }
    drop(tokenizer);
    Ok(tree.sink.finish())
}

/// A tree being built, and how much of it was looked at.
pub(super) struct Watched<'a> {
    pub tree: &'a TreeBuilder<NodeId, HtmlTreeSink>,
    looked_at: usize,
}

impl<'a> Watched<'a> {
    pub fn new(tree: &'a TreeBuilder<NodeId, HtmlTreeSink>) -> Self {
        Self { tree, looked_at: 0 }
    }

    /// Looks at the nodes that came since the last look.
    pub fn look(&mut self) -> Result<(), TooDeep> {
        let page = self.tree.sink.0.borrow();
        let nodes = page.tree.nodes();
        let now = nodes.len();
        if now < FEW_NODES {
            return Ok(());
        }
        if now > MAX_NODES {
            return Err(TooDeep::Many);
        }
        let is_deep = |it: ego_tree::NodeRef<'_, _>| it.ancestors().nth(MAX_DEPTH).is_some();
        if nodes.rev().take(now.saturating_sub(self.looked_at)).any(is_deep) {
            return Err(TooDeep::Elements);
        }
        self.looked_at = now;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(html: &str) -> Option<TooDeep> {
        parse(html, Keep::All).err()
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
}
