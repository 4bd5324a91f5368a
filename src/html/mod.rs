//! Markup → text blocks, tables, links and tags. The only module that names `scraper`.
//!
//! Both listings and reports are read from a [`Page`]. Every walk is iterative, and a page that
//! nests deeper than any real one is refused before it is parsed, because the parser's cost grows
//! with the square of the depth.

pub mod grid;
mod guard;
pub mod select;
mod table;

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Html;
use scraper::Node;
use scraper::node::Element;

use crate::wording::tidy;
pub use grid::Grid;
pub use guard::TooDeep;

/// A piece of a page, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line of running text.
    Text(String),
    /// A table that holds data; a table that only lays out the page is walked through.
    Table(Grid),
    /// An image.
    Image,
    /// An embedded document.
    Frame,
}

/// A link with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `href` as written.
    pub href: String,
    /// Its text, or its `title` where that is longer.
    pub text: String,
    /// The text of the list item, table row or paragraph around it.
    pub around: String,
}

/// A page taken apart.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// `<meta name content>` pairs.
    pub metas: Vec<(String, String)>,
    /// `<title>`.
    pub title: String,
    /// `<h1>` and `<ucaptitle>` texts.
    pub headlines: Vec<String>,
    /// All blocks of the body, each with the path of its parents.
    pub blocks: Vec<Placed>,
    /// All links.
    pub links: Vec<Link>,
    /// Text of the scripts, for signs of lists that a script fills.
    pub scripts: String,
    /// The address of a `<meta http-equiv="refresh">`.
    pub refresh: Option<String>,
}

/// A block and where in the tree it stands.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The block.
    pub block: Block,
    /// Ids of the elements around it, outermost first.
    pub path: Vec<usize>,
}

impl Page {
    /// Takes a page apart.
    pub fn parse(html: &str) -> Result<Self, TooDeep> {
        guard::check_depth(html)?;
        let document = Html::parse_document(html);
        let mut page = Self::default();
        page.read_head(&document);
        Walk::default().run(&document, &mut page);
        Ok(page)
    }

    /// The content of a `<meta>` by case-insensitive name; blank ones count as absent.
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.metas
            .iter()
            .filter(|(key, value)| key.eq_ignore_ascii_case(name) && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
            .next()
    }

    /// All running text, a line a block; tables are left out.
    pub fn text(&self) -> String {
        let lines = self.blocks.iter().filter_map(|placed| match &placed.block {
            Block::Text(text) => Some(text.as_str()),
            _ => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn read_head(&mut self, document: &Html) {
        for node in document.tree.root().descendants() {
            let Some(element) = node.value().as_element() else { continue };
            match element.name() {
                "meta" => {
                    let content = element.attr("content").unwrap_or_default().to_owned();
                    if let Some(name) = element.attr("name") {
                        self.metas.push((name.to_owned(), content));
                    } else if element
                        .attr("http-equiv")
                        .is_some_and(|it| it.eq_ignore_ascii_case("refresh"))
                    {
                        self.refresh = refresh_target(&content);
                    }
                }
                "title" if self.title.is_empty() => self.title = tidy(&text_of(node)),
                "h1" | "ucaptitle" => {
                    let text = tidy(&text_of(node));
                    if !text.is_empty() {
                        self.headlines.push(text);
                    }
                }
                "script" => {
                    self.scripts.push_str(&text_of(node));
                    self.scripts.push('\n');
                }
                _ => {}
            }
        }
    }
}

/// The address in `0;URL=…`.
fn refresh_target(content: &str) -> Option<String> {
    let at = content.to_ascii_lowercase().find("url=")?;
    let target = content.get(at + 4..)?.trim().trim_matches(['"', '\'']);
    (!target.is_empty()).then(|| target.to_owned())
}

/// The text of a node and everything under it that a reader sees.
fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut out = String::new();
    let mut skip_until: Option<NodeId> = None;
    for edge in node.traverse() {
        match edge {
            Edge::Open(inner) if skip_until.is_none() => match inner.value() {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if is_hidden(element) && inner != node => {
                    skip_until = Some(inner.id());
                }
                Node::Element(element) if breaks_line(element.name()) => out.push(' '),
                _ => {}
            },
            Edge::Close(inner) if skip_until == Some(inner.id()) => skip_until = None,
            Edge::Close(inner) if skip_until.is_none() => {
                if inner.value().as_element().is_some_and(|it| breaks_line(it.name())) {
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
    out
}

fn breaks_line(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "ucapcontent"
            | "ucaptitle"
    )
}

/// Elements whose text no reader sees.
fn is_hidden(element: &Element) -> bool {
    matches!(
        element.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "select"
            | "datalist"
            | "textarea"
            | "button"
            | "svg"
            | "object"
    ) || element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

/// The state of the one walk over the body.
#[derive(Default)]
struct Walk {
    /// Text of the line being collected.
    line: String,
    /// Elements around the present place.
    path: Vec<usize>,
    /// Small numbers for elements, in the order of first sight.
    numbers: HashMap<NodeId, usize>,
}

impl Walk {
    fn run(mut self, document: &Html, page: &mut Page) {
        let mut skip_until: Option<NodeId> = None;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) if skip_until.is_none() => {
                    if !self.open(node, page) {
                        skip_until = Some(node.id());
                    }
                }
                Edge::Close(node) if skip_until == Some(node.id()) => skip_until = None,
                Edge::Close(node) if skip_until.is_none() => self.close(node, page),
                _ => {}
            }
        }
        self.end_line(page);
    }

    /// Enters a node; false if its inside is not to be walked.
    fn open(&mut self, node: NodeRef<'_, Node>, page: &mut Page) -> bool {
        let element = match node.value() {
            Node::Text(text) => {
                self.line.push_str(text);
                return true;
            }
            Node::Element(element) => element,
            _ => return true,
        };
        if is_hidden(element) {
            return false;
        }
        if breaks_line(element.name()) {
            self.end_line(page);
        }
        match element.name() {
            "img" => self.push(Block::Image, page),
            "iframe" | "embed" => self.push(Block::Frame, page),
            "a" => {
                if let Some(link) = link(node, element) {
                    page.links.push(link);
                }
            }
            "table" => {
                if let Some(grid) = table::data_grid(node) {
                    for inner in node.descendants() {
                        let Some(anchor) = inner.value().as_element() else { continue };
                        if anchor.name() == "a"
                            && let Some(link) = link(inner, anchor)
                        {
                            page.links.push(link);
                        }
                    }
                    self.push(Block::Table(grid), page);
                    return false;
                }
            }
            _ => {}
        }
        let number = self.numbers.len();
        self.path.push(*self.numbers.entry(node.id()).or_insert(number));
        true
    }

    fn close(&mut self, node: NodeRef<'_, Node>, page: &mut Page) {
        let Some(element) = node.value().as_element() else { return };
        if breaks_line(element.name()) {
            self.end_line(page);
        }
        self.path.pop();
    }

    fn end_line(&mut self, page: &mut Page) {
        let text = tidy(&std::mem::take(&mut self.line));
        if !text.is_empty() {
            self.push(Block::Text(text), page);
        }
    }

    fn push(&self, block: Block, page: &mut Page) {
        page.blocks.push(Placed { block, path: self.path.clone() });
    }
}

/// Elements that hold one entry of a list.
const ENTRY: [&str; 7] = ["li", "tr", "dd", "p", "dt", "div", "td"];

fn link(node: NodeRef<'_, Node>, element: &Element) -> Option<Link> {
    let href = element.attr("href")?.trim().to_owned();
    let shown = tidy(&text_of(node));
    let text = match element.attr("title").map(tidy) {
        // Listings cut long titles with an ellipsis and keep the whole one in `title`.
        Some(title) if title.chars().count() > shown.chars().count() => title,
        _ => shown,
    };
    let around = node
        .ancestors()
        .take(4)
        .find(|it| it.value().as_element().is_some_and(|e| ENTRY.contains(&e.name())))
        .filter(|it| it.descendants().take(200).count() < 200)
        .map_or_else(String::new, |it| tidy(&text_of(it)));
    Some(Link { href, text, around })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        let page = Page::parse(html).unwrap();
        page.blocks
            .into_iter()
            .map(|placed| match placed.block {
                Block::Text(text) => text,
                Block::Table(grid) => format!("[{}x{}]", grid.height, grid.width),
                Block::Image => "[image]".into(),
                Block::Frame => "[frame]".into(),
            })
            .collect()
    }

    #[test]
    fn spans_do_not_split_a_word_and_paragraphs_do() {
        assert_eq!(
            texts(
                "<p>201<span>8</span>年<b>报</b></p><p>一</p><style>p{}</style><script>x</script>"
            ),
            ["2018年报", "一"]
        );
    }

    #[test]
    fn a_layout_table_is_walked_through() {
        let html = "<table><tr><td><p>一、总体情况</p><table><tr><td>1</td><td>2</td></tr></table>\
                    </td></tr></table>";
        assert_eq!(texts(html), ["一、总体情况", "[1x2]"]);
    }

    #[test]
    fn what_is_hidden_is_not_read() {
        assert_eq!(texts("<div style='display: none'>x</div><div hidden>y</div>z"), ["z"]);
    }

    #[test]
    fn a_link_knows_its_entry() {
        let page = Page::parse(
            "<ul><li><a href='1.html' title='某局2024年年度报告'>某局2024年…</a><span>2025-01-20\
             </span></li></ul>",
        )
        .unwrap();
        let link = &page.links[0];
        assert_eq!((link.href.as_str(), link.text.as_str()), ("1.html", "某局2024年年度报告"));
        assert!(link.around.contains("2025-01-20"));
    }

    #[test]
    fn a_refresh_is_seen() {
        let page =
            Page::parse("<meta http-equiv='Refresh' content='0;URL=http://gov.test/'>").unwrap();
        assert_eq!(page.refresh.as_deref(), Some("http://gov.test/"));
    }

    #[test]
    fn deep_nesting_is_refused_before_it_is_parsed() {
        assert!(Page::parse(&"<div>".repeat(100_000)).is_err());
        assert!(Page::parse(&"<p>text<br>".repeat(100_000)).is_ok());
    }
}
