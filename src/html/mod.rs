//! Markup → text blocks, tables, links and tags. The only module that names `scraper` and
//! `html5ever`.
//!
//! Both listings and reports are read from a [`Page`]. Every walk is iterative, and a page that
//! costs more than any real one is refused while it is parsed.

pub mod grid;
mod guard;
pub mod select;
mod table;
mod text;
mod tokens;

use ego_tree::NodeId;
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use html5ever::local_name;
use scraper::Html;
use scraper::Node;
use scraper::node::Element;

use crate::wording::Tidy;
use crate::wording::tidy;
pub use grid::Grid;
pub use guard::TooDeep;
use text::attr;
use text::breaks_line;
use text::is_hidden;
use text::stands_apart;
use text::text_of;
use tokens::Keep;

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
    /// Of a link without a text, what its first picture says in its place.
    pub picture: String,
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
    /// The addresses of the frames in it.
    pub frames: Vec<String>,
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
        let document = guard::parse(html, Keep::Read)?;
        let mut page = Self::default();
        Walk::default().run(&document, &mut page)?;
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

    /// Notes what an element says of the page, wherever it stands.
    fn note(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        match element.name.local {
            local_name!("meta") => {
                let content = attr(element, &local_name!("content")).unwrap_or_default();
                if let Some(name) = attr(element, &local_name!("name")) {
                    self.metas.push((name.to_owned(), content.to_owned()));
                } else if attr(element, &local_name!("http-equiv"))
                    .is_some_and(|it| it.eq_ignore_ascii_case("refresh"))
                {
                    self.refresh = refresh_target(content);
                }
            }
            local_name!("title") if self.title.is_empty() => self.title = text_of(node),
            local_name!("script") => {
                for child in node.children() {
                    self.scripts.push_str(child.value().as_text().map_or("", |text| text));
                }
                self.scripts.push('\n');
            }
            local_name!("iframe") | local_name!("frame") => {
                let source = attr(element, &local_name!("src")).map(str::trim).unwrap_or_default();
                if !source.is_empty() && self.frames.len() < MAX_FRAMES {
                    self.frames.push(source.to_owned());
                }
            }
            ref name if *name == local_name!("h1") || &**name == "ucaptitle" => {
                let text = text_of(node);
                if !text.is_empty() && self.headlines.len() < MAX_HEADLINES {
                    self.headlines.push(text);
                }
            }
            _ => {}
        }
    }
}

/// Headlines of a page at most. Those inside each other repeat the text of the inner ones.
const MAX_HEADLINES: usize = 20;
/// Addresses of frames of a page at most.
const MAX_FRAMES: usize = 20;
/// Lengths of the paths of all blocks together.
const MAX_PATHS: usize = 20_000_000;

/// The address in `0;URL=…`.
fn refresh_target(content: &str) -> Option<String> {
    let at = content.to_ascii_lowercase().find("url=")?;
    let target = content.get(at + 4..)?.trim().trim_matches(['"', '\'']);
    (!target.is_empty()).then(|| target.to_owned())
}

/// The state of the one walk over the page.
#[derive(Default)]
struct Walk {
    /// The line being collected.
    line: Tidy,
    /// Elements around the present place.
    path: Vec<usize>,
    /// How many elements were entered; an element is known by its number.
    entered: usize,
    /// Lengths of the paths so far.
    paths: usize,
}

impl Walk {
    fn run(mut self, document: &Html, page: &mut Page) -> Result<(), TooDeep> {
        let mut skip_until: Option<NodeId> = None;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    if let Some(element) = node.value().as_element() {
                        page.note(node, element);
                    }
                    if skip_until.is_none() && !self.open(node, page) {
                        skip_until = Some(node.id());
                    }
                }
                Edge::Close(node) if skip_until == Some(node.id()) => skip_until = None,
                Edge::Close(node) if skip_until.is_none() => self.close(node, page),
                Edge::Close(_) => {}
            }
            if self.path.len() > guard::MAX_DEPTH {
                return Err(TooDeep::Elements);
            }
            if self.paths > MAX_PATHS {
                return Err(TooDeep::Pieces);
            }
        }
        self.end_line(page);
        Ok(())
    }

    /// Enters a node; false if its inside is not to be walked.
    fn open(&mut self, node: NodeRef<'_, Node>, page: &mut Page) -> bool {
        let element = match node.value() {
            Node::Text(text) => {
                self.line.push(text);
                return true;
            }
            Node::Element(element) => element,
            _ => return true,
        };
        if is_hidden(element) {
            return false;
        }
        if breaks_line(element) {
            self.end_line(page);
        }
        if is_mark(node, element) {
            self.line.push("〔");
        }
        match element.name.local {
            local_name!("img") => self.push(Block::Image, page),
            local_name!("iframe") | local_name!("embed") => self.push(Block::Frame, page),
            local_name!("a") => page.links.extend(link(node, element)),
            local_name!("table") => {
                if let Some(grid) = table::data_grid(node) {
                    page.links.extend(node.descendants().filter_map(|inner| {
                        let anchor = inner.value().as_element()?;
                        (anchor.name.local == local_name!("a")).then(|| link(inner, anchor))?
                    }));
                    self.push(Block::Table(grid), page);
                    return false;
                }
            }
            _ => {}
        }
        self.path.push(self.entered);
        self.entered += 1;
        true
    }

    fn close(&mut self, node: NodeRef<'_, Node>, page: &mut Page) {
        let Some(element) = node.value().as_element() else { return };
        if is_mark(node, element) {
            self.line.push("〕");
        }
        if breaks_line(element) {
            self.end_line(page);
        }
        self.path.pop();
    }

    fn end_line(&mut self, page: &mut Page) {
        let text = self.line.take();
        if !text.is_empty() {
            self.push(Block::Text(text), page);
        }
    }

    fn push(&mut self, block: Block, page: &mut Page) {
        self.paths += self.path.len();
        page.blocks.push(Placed { block, path: self.path.clone() });
    }
}

/// Nodes of a mark that are looked at.
const MAX_MARK: usize = 50;

/// True for a raised or lowered number, which in running text would become one with the figure beside
/// it: 9 and the mark 1 of a note are not 91.
fn is_mark(node: NodeRef<'_, Node>, element: &Element) -> bool {
    if !stands_apart(element) {
        return false;
    }
    let pieces = node.descendants().take(MAX_MARK).filter_map(|it| it.value().as_text());
    let text: String = pieces.map(|piece| &**piece).collect();
    text.trim().starts_with(char::is_numeric) || text.trim().ends_with(char::is_numeric)
}

/// Bytes of the text of a link or of the entry around it at most. Links inside each other repeat the
/// text of the inner ones, and every link of an entry the text of all.
const MAX_LINK: usize = 10_000;

/// True for elements that hold one entry of a list.
fn is_entry(element: &Element) -> bool {
    matches!(
        element.name.local,
        local_name!("li")
            | local_name!("tr")
            | local_name!("dd")
            | local_name!("p")
            | local_name!("dt")
            | local_name!("div")
            | local_name!("td")
    )
}

fn link(node: NodeRef<'_, Node>, element: &Element) -> Option<Link> {
    let href = attr(element, &local_name!("href"))?.trim().to_owned();
    let shown = if is_short(node) { text_of(node) } else { String::new() };
    let text = match attr(element, &local_name!("title")).map(tidy) {
        // Listings cut long titles with an ellipsis and keep the whole one in `title`.
        Some(title) if title.chars().count() > shown.chars().count() => title,
        _ => shown,
    };
    let around = node
        .ancestors()
        .take(4)
        .find(|it| it.value().as_element().is_some_and(is_entry))
        .filter(|it| it.descendants().take(200).count() < 200 && is_short(*it))
        .map_or_else(String::new, text_of);
    let picture = if text.is_empty() { picture(node) } else { String::new() };
    Some(Link { href, text, around, picture })
}

/// What the first picture in a link says in its place.
fn picture(node: NodeRef<'_, Node>) -> String {
    let said = node.descendants().take(20).find_map(|it| {
        let element = it.value().as_element()?;
        let words = attr(element, &local_name!("alt")).map(tidy)?;
        (element.name.local == local_name!("img") && !words.is_empty()).then_some(words)
    });
    said.filter(|it| it.len() <= MAX_LINK).unwrap_or_default()
}

/// True for a node with no more text than a link has.
fn is_short(node: NodeRef<'_, Node>) -> bool {
    let texts = node.descendants().filter_map(|it| it.value().as_text().map(|text| text.len()));
    texts
        .scan(0, |sum, length| {
            *sum += length;
            Some(*sum)
        })
        .all(|sum| sum <= MAX_LINK)
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
    fn a_raised_number_makes_no_figure_in_running_text() {
        for (html, expected) in [
            ("<p>申请9<sup>1</sup>件</p>", "申请9〔1〕件"),
            ("<p><sub> ２ </sub>9件</p>", "〔 ２ 〕9件"),
            ("<p>申请9<sup>[1]</sup>件</p>", "申请9[1]件"),
            ("<p>9<sup></sup>1件</p>", "91件"),
            ("<sup>一、总体情况</sup>", "一、总体情况"),
        ] {
            assert_eq!(texts(html), [expected], "{html}");
        }
    }

    #[test]
    fn a_single_column_is_walked_through() {
        let html = "<table><caption>年报</caption><tr><td>一、总体情况</td></tr><tr><td>公开12条。</td>\
                    </tr></table>";
        assert_eq!(texts(html), ["年报", "一、总体情况", "公开12条。"]);
        let beside = "<table><tr><td rowspan=2>收到</td></tr><tr><td>12</td></tr></table>";
        assert_eq!(texts(beside), ["[2x2]"]);
    }

    #[test]
    fn pictures_and_frames_say_where_they_lead() {
        let html = "<a href=/nb/><span><img src=1.png alt='政府信息公开年报'></span></a>\
                    <a href=/2><img alt=图>字</a><iframe src=' /list/ '></iframe><iframe></iframe>";
        let page = Page::parse(html).unwrap();
        let pictures: Vec<&str> = page.links.iter().map(|it| it.picture.as_str()).collect();
        assert_eq!(pictures, ["政府信息公开年报", ""]);
        assert_eq!(page.frames, ["/list/"]);
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
    fn what_is_struck_out_is_no_digit_and_a_mark_of_a_note_stands_apart() {
        let html = "<p><del>9</del>41<s>2</s></p><table><tr><td>41<sup>1</sup></td><td>2</td></tr>\
                    <tr><td>3</td><td>4</td></tr></table>";
        let page = Page::parse(html).unwrap();
        assert_eq!(page.blocks[0].block, Block::Text("41".into()));
        let Block::Table(grid) = &page.blocks[1].block else { panic!() };
        assert_eq!(grid.cells[0].text, "41 1");
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
    fn too_many_pieces_inside_too_many_elements_are_refused_as_such() {
        let document = guard::parse("<p>x</p>", Keep::Read).unwrap();
        let walk = Walk { paths: MAX_PATHS, ..Walk::default() };
        assert_eq!(walk.run(&document, &mut Page::default()), Err(TooDeep::Pieces));
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(Page::parse(&"<div>".repeat(6_000)).is_err());
        assert!(Page::parse(&"<p>text<br>".repeat(20_000)).is_ok());
    }
}
