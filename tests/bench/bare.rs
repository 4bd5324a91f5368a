//! html5ever with next to nothing behind it: the elements have names and no tree is built.
//!
//! A parser alone still keeps its stack of open elements, for which it asks their names back.

use std::borrow::Cow;
use std::cell::Ref;
use std::cell::RefCell;

use html5ever::Attribute;
use html5ever::QualName;
use html5ever::interface::ElementFlags;
use html5ever::interface::NodeOrText;
use html5ever::interface::QuirksMode;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tendril::TendrilSink;

/// Parses a page into nothing; how many nodes it would have.
pub fn parse(html: &str) -> usize {
    html5ever::parse_document(Names::default(), html5ever::ParseOpts::default()).one(html)
}

/// Names by handle; handle 0 is the document.
#[derive(Default)]
struct Names(RefCell<Vec<Option<QualName>>>);

impl Names {
    fn add(&self, name: Option<QualName>) -> usize {
        let mut names = self.0.borrow_mut();
        names.push(name);
        names.len()
    }
}

impl TreeSink for Names {
    type Handle = usize;
    type Output = usize;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> usize {
        self.0.into_inner().len()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |names| names[*target - 1].as_ref().unwrap())
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(None)
    }

    fn append(&self, _: &usize, _: NodeOrText<usize>) {}

    fn append_based_on_parent_node(&self, _: &usize, _: &usize, _: NodeOrText<usize>) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, _: &usize, _: NodeOrText<usize>) {}

    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, _: &usize) {}

    fn reparent_children(&self, _: &usize, _: &usize) {}
}
