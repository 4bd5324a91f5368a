//! A page's content stream → where its glyphs, rules and images stand (ISO 32000-1, 8 and 9).
//!
//! Coordinates come out as a reader sees the page: points, x to the right, y *down* from the top,
//! the page's own rotation applied. Text that is not painted (the hidden layer of a recognised scan)
//! is left out: its figures are a machine's guess. What a page names and the file does not hold makes
//! the page unreadable: a figure of which one glyph is lost is another figure.

use std::rc::Rc;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::Stream;
use lopdf::content::Content;
use lopdf::content::Operation;

use super::annotations;
use super::attributes::inherited;
use super::attributes::named;
use super::attributes::streams;
use super::budget::Budget;
use super::budget::Trouble;
use super::budget::spend;
use super::budget::unpacked;
use super::font::Font;
use super::font::number;
use super::geometry::IDENTITY;
use super::geometry::Matrix;
use super::geometry::Path;
use super::geometry::apply;
use super::geometry::ends;
use super::geometry::then;

/// Forms inside each other at most.
const MAX_DEPTH: usize = 12;
const MAX_STATES: usize = 256;
/// An operator that no page has, put behind the content of each.
const END: &[u8] = b"\ngwend\n";
/// A filled area no thicker than this is a rule.
const THIN: f64 = 3.0;

/// A painted glyph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub text: String,
    /// Left and right end.
    pub x0: f64,
    pub x1: f64,
    /// The middle of its height.
    pub y: f64,
    /// Its height.
    pub size: f64,
}

impl Glyph {
    pub fn x(&self) -> f64 {
        f64::midpoint(self.x0, self.x1)
    }
}

/// A straight line along one of the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// True for one from left to right.
    pub level: bool,
    /// Its y where it is level, else its x.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Top and area of each image.
    pub images: Vec<(f64, f64)>,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    mode: i64,
}

/// Reads one page.
pub(super) fn page(
    document: &Document,
    page: &Dictionary,
    budget: &mut Budget,
) -> Result<Shown, Trouble> {
    let area = match inherited(document, page, b"CropBox")? {
        Some(area) => Some(area),
        None => inherited(document, page, b"MediaBox")?,
    };
    let area: Vec<f64> = area
        .and_then(|it| it.as_array().ok())
        .map(|list| list.iter().filter_map(number).collect())
        .unwrap_or_default();
    let (x0, y0, x1, y1) = match area.as_slice() {
        [a, b, c, d] => (a.min(*c), b.min(*d), a.max(*c), b.max(*d)),
        _ => (0.0, 0.0, 595.0, 842.0),
    };
    let (width, height) = (x1 - x0, y1 - y0);
    let turn = inherited(document, page, b"Rotate")?.and_then(|it| it.as_i64().ok()).unwrap_or(0);
    // From the page's space to y downwards, turned clockwise.
    let (view, width, height) = match turn.rem_euclid(360) {
        90 => ([0.0, 1.0, 1.0, 0.0, -y0, -x0], height, width),
        180 => ([-1.0, 0.0, 0.0, 1.0, x1, -y0], width, height),
        270 => ([0.0, -1.0, -1.0, 0.0, y1, x1], height, width),
        _ => ([1.0, 0.0, 0.0, -1.0, -x0, y1], width, height),
    };
    let resources = inherited(document, page, b"Resources")?.and_then(|it| it.as_dict().ok());
    let empty = Dictionary::new();
    let mut reader = Reader {
        document,
        budget,
        shown: Shown { width, height, ..Shown::default() },
        forms: Vec::new(),
    };
    let mut content = Vec::new();
    for stream in streams(document, page)? {
        let bytes = unpacked(stream, reader.budget)?;
        content.extend(bytes);
        content.push(b'\n');
    }
    reader.run(&content, resources.unwrap_or(&empty), view)?;
    for (x, y, height) in annotations::filled(document, page) {
        let ((x, y), size) = (apply(view, x, y), height.clamp(1.0, 12.0));
        let (x0, x1) = (x - size / 2.0, x + size / 2.0);
        spend(&mut reader.budget.glyphs, 1)?;
        reader.shown.glyphs.push(Glyph { text: "\u{FFFD}".to_owned(), x0, x1, y, size });
    }
    Ok(reader.shown)
}

struct Reader<'a, 'b> {
    document: &'a Document,
    budget: &'b mut Budget,
    shown: Shown,
    /// The forms being painted, outermost first. One that paints itself would never end.
    forms: Vec<*const Stream>,
}

/// The text matrices, which do not survive a text object.
struct Line {
    start: Matrix,
    now: Matrix,
}

impl<'a> Reader<'a, '_> {
    fn run(
        &mut self,
        content: &[u8],
        resources: &'a Dictionary,
        ctm: Matrix,
    ) -> Result<(), Trouble> {
        let mut state = State {
            ctm,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let mut stack: Vec<State> = Vec::new();
        let mut line = Line { start: IDENTITY, now: IDENTITY };
        let mut path = Path::default();
        // The library stops without a word where it cannot go on; what stands last shows that it did
        // not.
        let content = [content, END].concat();
        let (mut ended, mut in_text) = (false, false);
        for operation in Content::decode_iter(&content) {
            let Operation { operator, operands } = operation.map_err(|_| Trouble::Broken)?;
            ended = operator.as_bytes() == END.trim_ascii() && operands.is_empty();
            spend(&mut self.budget.operations, 1)?;
            let numbers: Vec<f64> = operands.iter().filter_map(number).collect();
            match (operator.as_str(), numbers.as_slice()) {
                ("q", _) if stack.len() == MAX_STATES => return Err(Trouble::TooMuch),
                ("q", _) => stack.push(state.clone()),
                ("Q", _) => state = stack.pop().unwrap_or(state),
                ("cm", _) => {
                    if let Ok(matrix) = Matrix::try_from(numbers.as_slice()) {
                        state.ctm = then(matrix, state.ctm);
                    }
                }
                ("Do", _) => self.form(&operands, resources, &state)?,
                ("BI", _) => self.image(state.ctm),
                ("BT", _) => {
                    line = Line { start: IDENTITY, now: IDENTITY };
                    in_text = true;
                }
                ("ET", _) => in_text = false,
                ("Tf", _) => {
                    state.font = self.font(&operands, resources)?;
                    match numbers.last() {
                        Some(size) => state.size = *size,
                        None => state.font = None,
                    }
                }
                ("Tc", [n]) => state.character_spacing = *n,
                ("Tw", [n]) => state.word_spacing = *n,
                ("Tz", [n]) => state.scale = n / 100.0,
                ("TL", [n]) => state.leading = *n,
                ("Ts", [n]) => state.rise = *n,
                ("Tr", _) => {
                    state.mode = operands.first().and_then(|it| it.as_i64().ok()).unwrap_or(0);
                }
                ("Tm", _) => {
                    if let Ok(matrix) = Matrix::try_from(numbers.as_slice()) {
                        line = Line { start: matrix, now: matrix };
                    }
                }
                ("Td", [x, y]) => line.advance(*x, *y),
                ("TD", [x, y]) => {
                    state.leading = -y;
                    line.advance(*x, *y);
                }
                ("T*", _) => line.advance(0.0, -state.leading),
                ("Tj", _) => self.show(&operands, &state, &mut line)?,
                ("'" | "\"", _) => {
                    if let ("\"", [word, character]) = (operator.as_str(), numbers.as_slice()) {
                        (state.word_spacing, state.character_spacing) = (*word, *character);
                    }
                    line.advance(0.0, -state.leading);
                    self.show(&operands, &state, &mut line)?;
                }
                ("TJ", _) => {
                    if let Some(Object::Array(list)) = operands.first() {
                        self.show(list, &state, &mut line)?;
                    }
                }
                ("m", [x, y]) => path.start(*x, *y),
                ("l", [x, y]) => path.line(*x, *y),
                ("re", [x, y, w, h]) => path.rectangle(*x, *y, *w, *h),
                ("h", _) => path.close(),
                ("c" | "v" | "y", _) => path.curve(),
                ("S", _) => self.paint(&mut path, &state, true, false)?,
                ("s", _) => {
                    path.close();
                    self.paint(&mut path, &state, true, false)?;
                }
                ("f" | "F" | "f*", _) => self.paint(&mut path, &state, false, true)?,
                ("B" | "B*" | "b" | "b*", _) => self.paint(&mut path, &state, true, true)?,
                ("n", _) => path = Path::default(),
                _ => {}
            }
        }
        // Of a broken stream the library unpacks what it can, and the rest of the page is missing.
        if ended && !in_text && stack.is_empty() { Ok(()) } else { Err(Trouble::Broken) }
    }

    fn font(
        &mut self,
        operands: &[Object],
        resources: &'a Dictionary,
    ) -> Result<Option<Rc<Font>>, Trouble> {
        let document = self.document;
        let dictionary = || {
            let name = operands.first()?.as_name().ok()?;
            let fonts = resources.get_deref(b"Font", document).ok()?.as_dict().ok()?;
            fonts.get_deref(name, document).ok()?.as_dict().ok()
        };
        let Some(dictionary) = dictionary() else { return Ok(None) };
        if let Some(known) = self.budget.fonts.get(&std::ptr::from_ref(dictionary)) {
            return Ok(Some(Rc::clone(known)));
        }
        let font = Rc::new(Font::read(document, dictionary));
        spend(&mut self.budget.content, font.cost)?;
        self.budget.fonts.insert(std::ptr::from_ref(dictionary), Rc::clone(&font));
        Ok(Some(font))
    }

    /// Paints a form or an image.
    fn form(
        &mut self,
        operands: &[Object],
        resources: &'a Dictionary,
        state: &State,
    ) -> Result<(), Trouble> {
        let document = self.document;
        let stream = || {
            let name = operands.first()?.as_name().ok()?;
            let all = resources.get_deref(b"XObject", document).ok()?.as_dict().ok()?;
            all.get_deref(name, document).ok()?.as_stream().ok()
        };
        let stream = stream().ok_or(Trouble::Broken)?;
        match stream.dict.get_deref(b"Subtype", document).and_then(Object::as_name) {
            Ok(b"Image") => self.image(state.ctm),
            // One that paints itself has painted already what it paints.
            Ok(b"Form") if self.forms.contains(&std::ptr::from_ref(stream)) => {}
            Ok(b"Form") if self.forms.len() == MAX_DEPTH => return Err(Trouble::TooMuch),
            Ok(b"Form") => {
                let matrix = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array);
                let matrix: Vec<f64> =
                    matrix.map(|list| list.iter().filter_map(number).collect()).unwrap_or_default();
                let matrix = matrix.try_into().unwrap_or(IDENTITY);
                // Under the names of the page other fonts may stand.
                let own = match named(document, &stream.dict, b"Resources")? {
                    Some(own) => own.as_dict().map_err(|_| Trouble::Broken)?,
                    None => resources,
                };
                let bytes = unpacked(stream, self.budget)?;
                self.forms.push(std::ptr::from_ref(stream));
                self.run(&bytes, own, then(matrix, state.ctm))?;
                self.forms.pop();
            }
            // Instructions for a printer.
            Ok(b"PS") => {}
            _ => return Err(Trouble::Broken),
        }
        Ok(())
    }

    /// An image fills the unit square.
    fn image(&mut self, ctm: Matrix) {
        let corners =
            [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(x, y)| apply(ctm, x, y));
        let (x0, x1) = ends(corners.iter().map(|it| it.0));
        let (y0, y1) = ends(corners.iter().map(|it| it.1));
        if self.shown.images.len() < 10_000 {
            self.shown.images.push((y0, (x1 - x0) * (y1 - y0)));
        }
    }

    /// Shows the strings among the operands; numbers among them move the place.
    fn show(&mut self, operands: &[Object], state: &State, line: &mut Line) -> Result<(), Trouble> {
        let holds_text = |it: &Object| matches!(it, Object::String(bytes, _) if !bytes.is_empty());
        let Some(font) = &state.font else {
            // Nobody knows what it says, nor how far it moves what follows.
            let lost = operands.iter().any(holds_text);
            return if lost { Err(Trouble::Broken) } else { Ok(()) };
        };
        let visible = !matches!(state.mode, 3 | 7);
        for operand in operands {
            if let Some(back) = number(operand) {
                let move_on = -back / 1000.0 * state.size;
                line.go_on(
                    font.vertical,
                    if font.vertical { move_on } else { move_on * state.scale },
                );
            }
            let Object::String(bytes, _) = operand else { continue };
            for shown in font.decode(bytes) {
                let space =
                    state.character_spacing + if shown.is_space { state.word_spacing } else { 0.0 };
                // Vertical glyphs are one em high, and hang below their place.
                let advance = if font.vertical {
                    -state.size - space
                } else {
                    (shown.width / 1000.0 * state.size + space) * state.scale
                };
                if visible && !shown.text.trim().is_empty() {
                    spend(&mut self.budget.glyphs, 1)?;
                    let width = shown.width / 1000.0 * state.size * state.scale;
                    self.glyph(shown.text, width, state, font.vertical, line.now);
                }
                line.go_on(font.vertical, advance);
            }
        }
        Ok(())
    }

    fn glyph(&mut self, text: String, width: f64, state: &State, vertical: bool, place: Matrix) {
        let all = then(place, state.ctm);
        let at = |x: f64, y: f64| apply(all, x, y + state.rise);
        let (left, middle) = if vertical {
            (at(-width / 2.0, -state.size / 2.0), at(0.0, -state.size / 2.0))
        } else {
            (at(0.0, 0.35 * state.size), at(width / 2.0, 0.35 * state.size))
        };
        let (foot, head) = (at(0.0, 0.0), at(0.0, state.size));
        let size = f64::hypot(head.0 - foot.0, head.1 - foot.1);
        // A glyph lying on its side is as wide as it is high.
        let half = (middle.0 - left.0).abs().max(0.1 * size);
        if [middle.0, middle.1, half, size].iter().all(|n| n.is_finite() && n.abs() < 1e6) {
            self.shown.glyphs.push(Glyph {
                text,
                x0: middle.0 - half,
                x1: middle.0 + half,
                y: middle.1,
                size,
            });
        }
    }

    fn paint(
        &mut self,
        path: &mut Path,
        state: &State,
        stroke: bool,
        fill: bool,
    ) -> Result<(), Trouble> {
        for piece in std::mem::take(path).pieces {
            let points: Vec<(f64, f64)> =
                piece.points.iter().map(|(x, y)| apply(state.ctm, *x, *y)).collect();
            if piece.curved || points.iter().any(|(x, y)| !(x.abs() < 1e6 && y.abs() < 1e6)) {
                continue;
            }
            if stroke {
                for pair in points.windows(2) {
                    if let [from, to] = pair {
                        self.rule(*from, *to)?;
                    }
                }
            }
            if fill && points.len() >= 2 {
                let (x0, x1) = ends(points.iter().map(|it| it.0));
                let (y0, y1) = ends(points.iter().map(|it| it.1));
                let (x, y) = (f64::midpoint(x0, x1), f64::midpoint(y0, y1));
                if y1 - y0 <= THIN && x1 - x0 > y1 - y0 {
                    self.rule((x0, y), (x1, y))?;
                } else if x1 - x0 <= THIN {
                    self.rule((x, y0), (x, y1))?;
                }
            }
        }
        Ok(())
    }

    fn rule(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<(), Trouble> {
        let (width, height) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        let level = height <= 0.5;
        if !(level || width <= 0.5) || width.max(height) < 0.2 {
            return Ok(());
        }
        spend(&mut self.budget.rules, 1)?;
        let (a, b) = if level { (from.0, to.0) } else { (from.1, to.1) };
        let at = if level { f64::midpoint(from.1, to.1) } else { f64::midpoint(from.0, to.0) };
        self.shown.rules.push(Rule { level, at, from: a.min(b), to: a.max(b) });
        Ok(())
    }
}

impl Line {
    fn advance(&mut self, x: f64, y: f64) {
        self.start = then([1.0, 0.0, 0.0, 1.0, x, y], self.start);
        self.now = self.start;
    }

    fn go_on(&mut self, vertical: bool, by: f64) {
        let (x, y) = if vertical { (0.0, by) } else { (by, 0.0) };
        self.now = then([1.0, 0.0, 0.0, 1.0, x, y], self.now);
    }
}
