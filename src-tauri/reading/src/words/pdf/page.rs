//! The words on a page: what its content shows, and where (ISO 32000-1, 9.4).

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::fonts::Fonts;
use super::place::{End, Matrix};
use crate::words::WordsError;
use crate::words::gathered::{Gathered, Halt};

/// The most that a page's content, or a form's, may inflate to; a drawing with more has its words elsewhere too.
const CONTENT_BYTES: usize = 4 << 20;

/// How deep forms may lie in one another, and states in one another.
const MAX_FORMS: usize = 8;
const MAX_STATES: usize = 256;

/// A file being read.
pub(super) struct Reading<'a> {
    document: &'a Document,
    fonts: Fonts<'a>,
    limit: u64,
    /// How many bytes of content may still be read, of the limit.
    left: usize,
    end: Option<End>,
}

/// What a content has set so far.
#[derive(Clone, Copy)]
struct State<'a> {
    /// What all is set by.
    page: Matrix,
    font: Option<&'a Dictionary>,
    size: f32,
    /// Between characters, and after a space.
    character: f32,
    word: f32,
    /// Across, as a part of one.
    stretch: f32,
    leading: f32,
    text: Matrix,
    line: Matrix,
}

impl<'a> Reading<'a> {
    pub(super) fn new(document: &'a Document, limit: u64) -> Self {
        let left = usize::try_from(limit).unwrap_or(usize::MAX);
        Self { document, fonts: Fonts::new(document), limit, left, end: None }
    }

    /// Gathers the words of a page. A content that cannot be read has none.
    pub(super) fn page(&mut self, page: ObjectId, gathered: &mut Gathered) -> Result<(), Halt> {
        gathered.look()?;
        self.end = None;
        let Ok(content) = self.document.get_page_content_with_limit(page, CONTENT_BYTES) else {
            return Ok(());
        };
        let Ok((own, others)) = self.document.get_page_resources(page) else { return Ok(()) };
        let others = others.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(others).collect();
        self.content(&content, &resources, Matrix::SAME, 0, gathered)
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        page: Matrix,
        depth: usize,
        gathered: &mut Gathered,
    ) -> Result<(), Halt> {
        let left = self.left.checked_sub(content.len());
        self.left = left.ok_or(WordsError::TooMuch { limit: self.limit })?;
        let Ok(content) = Content::decode(content) else { return Ok(()) };
        let mut state = State::new(page);
        let mut kept = Vec::new();
        for operation in &content.operations {
            gathered.look()?;
            match operation.operator.as_str() {
                "q" if kept.len() < MAX_STATES => kept.push(state),
                "Q" => state = kept.pop().unwrap_or(state),
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    state.font =
                        name.and_then(|name| self.resource(resources, b"Font", name)?.as_dict().ok());
                    state.size = number(operation, 1).unwrap_or(state.size);
                }
                "Do" => self.form(operation, resources, state.page, depth, gathered)?,
                "Tj" | "'" | "\"" | "TJ" => self.show(operation, &mut state, gathered)?,
                _ => state.set(operation),
            }
        }
        Ok(())
    }

    /// Gathers the words of a form (8.10), which is a content within the content.
    fn form(
        &mut self,
        operation: &Operation,
        resources: &[&'a Dictionary],
        page: Matrix,
        depth: usize,
        gathered: &mut Gathered,
    ) -> Result<(), Halt> {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let form = name.and_then(|name| self.resource(resources, b"XObject", name)?.as_stream().ok());
        let Some(form) = form.filter(|form| is_form(form) && depth < MAX_FORMS) else { return Ok(()) };
        let Ok(content) = form.get_plain_content_with_limit(CONTENT_BYTES) else { return Ok(()) };
        let matrix = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array);
        let matrix = matrix.ok().and_then(|numbers| Matrix::read(numbers)).unwrap_or(Matrix::SAME);
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let own: Vec<&Dictionary> = own.into_iter().collect();
        let resources = if own.is_empty() { resources } else { &own };
        self.content(&content, resources, matrix.then(page), depth + 1, gathered)
    }

    fn resource(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            let named = resources.get_deref(kind, self.document).and_then(Object::as_dict).ok()?;
            named.get_deref(name, self.document).ok()
        })
    }

    fn show(
        &mut self,
        operation: &Operation,
        state: &mut State<'a>,
        gathered: &mut Gathered,
    ) -> Result<(), Halt> {
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("'", [_]) => state.next_line(0.0, -state.leading),
            ("\"", [_, _, _]) => {
                (state.word, state.character) =
                    (number(operation, 0).unwrap_or(0.0), number(operation, 1).unwrap_or(0.0));
                state.next_line(0.0, -state.leading);
            }
            _ => {}
        }
        match operation.operands.last() {
            Some(Object::Array(parts)) => {
                for part in parts {
                    match part {
                        Object::String(string, _) => self.string(string, state, gathered)?,
                        part => {
                            let back = part.as_float().unwrap_or(0.0) / 1000.0;
                            state.go_on(-back * state.size * state.stretch);
                        }
                    }
                }
                Ok(())
            }
            Some(Object::String(string, _)) => self.string(string, state, gathered),
            _ => Ok(()),
        }
    }

    fn string(&mut self, string: &[u8], state: &mut State<'a>, gathered: &mut Gathered) -> Result<(), Halt> {
        let Some(font) = state.font.and_then(|font| self.fonts.font(font)) else {
            // Words of a font that is not understood still part the others.
            gathered.part();
            return Ok(());
        };
        if self.end.is_some_and(|end| end.is_apart(state.text.then(state.page), state.size)) {
            gathered.part();
        }
        let is_wide = font.is_wide;
        for code in font.codes(string) {
            let glyph = font.glyph(code);
            gathered.push(&glyph.text)?;
            let space = if code == 32 && !is_wide { state.word } else { 0.0 };
            state.go_on((glyph.width / 1000.0 * state.size + state.character + space) * state.stretch);
        }
        self.end = Some(End { at: state.text.then(state.page).origin });
        Ok(())
    }
}

impl State<'_> {
    fn new(page: Matrix) -> Self {
        Self {
            page,
            font: None,
            size: 1.0,
            character: 0.0,
            word: 0.0,
            stretch: 1.0,
            leading: 0.0,
            text: Matrix::SAME,
            line: Matrix::SAME,
        }
    }

    fn set(&mut self, operation: &Operation) {
        let first = number(operation, 0);
        match (operation.operator.as_str(), first, number(operation, 1)) {
            ("cm", ..) => {
                self.page =
                    Matrix::read(&operation.operands).map_or(self.page, |matrix| matrix.then(self.page));
            }
            ("BT", ..) => (self.text, self.line) = (Matrix::SAME, Matrix::SAME),
            ("Tm", ..) => {
                self.line = Matrix::read(&operation.operands).unwrap_or(self.line);
                self.text = self.line;
            }
            ("Td", Some(x), Some(y)) => self.next_line(x, y),
            ("TD", Some(x), Some(y)) => {
                self.leading = -y;
                self.next_line(x, y);
            }
            ("T*", ..) => self.next_line(0.0, -self.leading),
            ("TL", Some(leading), _) => self.leading = leading,
            ("Tc", Some(character), _) => self.character = character,
            ("Tw", Some(word), _) => self.word = word,
            ("Tz", Some(percent), _) => self.stretch = percent / 100.0,
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = self.line.moved(x, y);
        self.text = self.line;
    }

    fn go_on(&mut self, x: f32) {
        self.text = self.text.moved(x, 0.0);
    }
}

fn is_form(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|subtype| subtype == b"Form")
}

fn number(operation: &Operation, index: usize) -> Option<f32> {
    operation.operands.get(index)?.as_float().ok()
}
