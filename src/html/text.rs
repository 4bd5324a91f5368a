//! What of a node a reader sees, as one line.
//!
//! Elements are told apart by their interned names, which costs a comparison of integers; the same
//! questions are asked of every element of every page, and attributes are looked for by hand because
//! a look-up by text would intern the text each time.

use ego_tree::NodeId;
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use html5ever::LocalName;
use html5ever::local_name;
use html5ever::ns;
use memchr::memchr2;
use memchr::memchr2_iter;
use scraper::Node;
use scraper::node::Element;

use super::tokens::READ;
use crate::wording::Tidy;

/// The text of a node and everything under it that a reader sees, tidied.
pub(super) fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut out = Tidy::default();
    let mut skip_until: Option<NodeId> = None;
    for edge in node.traverse() {
        match edge {
            Edge::Open(inner) if skip_until.is_none() => match inner.value() {
                Node::Text(text) => out.push(text),
                Node::Element(element) if is_hidden(element) && inner != node => {
                    skip_until = Some(inner.id());
                }
                Node::Element(element) if breaks_line(element) || stands_apart(element) => {
                    out.gap();
                }
                _ => {}
            },
            Edge::Close(inner) if skip_until == Some(inner.id()) => skip_until = None,
            Edge::Close(inner) if skip_until.is_none() => {
                let element = inner.value().as_element();
                if element.is_some_and(|it| breaks_line(it) || stands_apart(it)) {
                    out.gap();
                }
            }
            _ => {}
        }
    }
    out.take()
}

/// True for elements that begin and end a line.
pub(super) fn breaks_line(element: &Element) -> bool {
    match element.name.local {
        local_name!("address")
        | local_name!("article")
        | local_name!("aside")
        | local_name!("blockquote")
        | local_name!("body")
        | local_name!("br")
        | local_name!("center")
        | local_name!("dd")
        | local_name!("div")
        | local_name!("dl")
        | local_name!("dt")
        | local_name!("fieldset")
        | local_name!("footer")
        | local_name!("form")
        | local_name!("h1")
        | local_name!("h2")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5")
        | local_name!("h6")
        | local_name!("header")
        | local_name!("hr")
        | local_name!("li")
        | local_name!("main")
        | local_name!("nav")
        | local_name!("ol")
        | local_name!("p")
        | local_name!("pre")
        | local_name!("section")
        | local_name!("table")
        | local_name!("tbody")
        | local_name!("td")
        | local_name!("tfoot")
        | local_name!("th")
        | local_name!("thead")
        | local_name!("tr")
        | local_name!("ul") => true,
        // The names of one content system, which the standard does not know.
        ref name => matches!(&**name, "ucapcontent" | "ucaptitle"),
    }
}

/// True for elements whose text stands apart from what is beside it: the mark of a note is no digit of
/// the figure before it.
pub(super) fn stands_apart(element: &Element) -> bool {
    matches!(element.name.local, local_name!("sup") | local_name!("sub"))
}

/// True for elements whose text no reader sees, or sees struck out.
pub(super) fn is_hidden(element: &Element) -> bool {
    matches!(
        element.name.local,
        local_name!("script")
            | local_name!("style")
            | local_name!("noscript")
            | local_name!("template")
            | local_name!("head")
            | local_name!("title")
            | local_name!("select")
            | local_name!("datalist")
            | local_name!("textarea")
            | local_name!("button")
            | local_name!("svg")
            | local_name!("object")
            | local_name!("del")
            | local_name!("s")
            | local_name!("strike")
    ) || attr(element, &local_name!("hidden")).is_some()
        || attr(element, &local_name!("style")).is_some_and(|style| hides(style.as_bytes()))
}

/// The value of an attribute, which is one of those that are kept.
pub(super) fn attr<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    debug_assert!(READ.contains(&&**name), "no page keeps the attribute {name}");
    let own = element.attrs.iter().find(|(it, _)| it.local == *name && it.ns == ns!());
    own.map(|(_, value)| &**value)
}

/// True for a style that says `display:none`, in whatever case and spacing.
pub(super) fn hides(style: &[u8]) -> bool {
    // Most styles lack this letter and are told by one look.
    memchr2(b'y', b'Y', style).is_some()
        && memchr2_iter(b'd', b'D', style).any(|at| says_so(style.get(at..).unwrap_or_default()))
}

fn says_so(style: &[u8]) -> bool {
    let mut rest = style.iter().filter(|byte| !byte.is_ascii_whitespace());
    b"display:none".iter().all(|it| rest.next().is_some_and(|byte| byte.eq_ignore_ascii_case(it)))
}
