//! What the codes of a font mean, and how far each moves on (ISO 32000-1, 9.6 and 9.7).

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::table::Table;

/// How many fonts of a file are read.
const MAX_FONTS: usize = 500;

/// The most that a font's table of characters may inflate to.
const TABLE_BYTES: usize = 1 << 20;

/// Where a font has its own table, and where it is put aside.
const TABLE: &[u8] = b"ToUnicode";
const TABLE_ASIDE: &[u8] = b"StudioloToUnicode";

/// How many codes the ranges of a font's widths may spread out to.
const MAX_SPREAD: usize = 1 << 18;

/// The width of a glyph that nothing is known of, in thousandths of the font's size.
const USUAL_WIDTH: f32 = 500.0;

/// The fonts of a file, each read once.
pub(super) struct Fonts<'a> {
    document: &'a Document,
    known: HashMap<*const Dictionary, Option<Font<'a>>>,
}

/// One font.
pub(super) struct Font<'a> {
    table: Option<Table>,
    encoding: Option<Encoding<'a>>,
    widths: Widths,
    /// The codes that were met.
    met: HashMap<u16, Glyph>,
    /// Two bytes, not one, make a code.
    pub is_wide: bool,
}

/// What a code means.
pub(super) struct Glyph {
    pub text: Box<str>,
    /// In thousandths of the font's size.
    pub width: f32,
}

impl<'a> Fonts<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, known: HashMap::new() }
    }

    /// The font of this dictionary; None when it is not understood.
    pub(super) fn font(&mut self, font: &'a Dictionary) -> Option<&mut Font<'a>> {
        let key = std::ptr::from_ref(font);
        if !self.known.contains_key(&key) && self.known.len() >= MAX_FONTS {
            return None;
        }
        let document = self.document;
        self.known.entry(key).or_insert_with(|| read(font, document)).as_mut()
    }
}

impl Font<'_> {
    /// The codes of a string.
    pub(super) fn codes<'b>(&self, string: &'b [u8]) -> impl Iterator<Item = u16> + use<'b> {
        let codes = string.chunks(if self.is_wide { 2 } else { 1 });
        codes.map(|code| code.iter().fold(0, |code, byte| code << 8 | u16::from(*byte)))
    }

    /// What a code means.
    pub(super) fn glyph(&mut self, code: u16) -> &Glyph {
        let Self { table, encoding, widths, met, .. } = self;
        met.entry(code).or_insert_with(|| {
            let text = table.as_ref().and_then(|table| table.text(code));
            let text = text.or_else(|| encoded(encoding.as_ref()?, code)).unwrap_or_default();
            Glyph { text: text.into(), width: widths.of.get(&code).copied().unwrap_or(widths.usual) }
        })
    }
}

/// Hides every font's own table from lopdf, which spreads it out when it is asked for the font's encoding.
pub(super) fn set_tables_aside(document: &mut Document) {
    let fonts = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    for font in fonts.filter(|font| font.has_type(b"Font")) {
        if let Some(table) = font.remove(TABLE) {
            font.set(TABLE_ASIDE, table);
        }
    }
}

fn read<'a>(font: &'a Dictionary, document: &'a Document) -> Option<Font<'a>> {
    let table = font.get_deref(TABLE_ASIDE, document).or_else(|_| font.get_deref(TABLE, document));
    let table =
        table.and_then(Object::as_stream).and_then(|table| table.get_plain_content_with_limit(TABLE_BYTES));
    let table = table.ok().map(|cmap| Table::read(&cmap));
    let is_wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|subtype| subtype == b"Type0");
    // Of wide codes lopdf knows none without a table; a font within the page still has its table on it.
    let encoding = if is_wide || font.has(TABLE) { None } else { font.get_font_encoding(document).ok() };
    if table.is_none() && encoding.is_none() {
        return None;
    }
    let widths = if is_wide { wide_widths(font, document) } else { simple_widths(font, document) };
    Some(Font { table, encoding, widths, met: HashMap::new(), is_wide })
}

/// What a code of one byte means by the font's encoding.
fn encoded(encoding: &Encoding<'_>, code: u16) -> Option<String> {
    let code = u8::try_from(code).ok()?;
    Document::decode_text(encoding, &[code]).ok().filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
}

struct Widths {
    of: HashMap<u16, f32>,
    usual: f32,
}

/// `FirstChar` and `Widths` (9.6.2.1).
fn simple_widths(font: &Dictionary, document: &Document) -> Widths {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array);
    let codes = (0_i64..256).filter_map(|code| u16::try_from(first.checked_add(code)?).ok());
    let widths = widths.map(Vec::as_slice).unwrap_or_default();
    let of = codes.zip(widths).filter_map(|(code, width)| Some((code, width.as_float().ok()?))).collect();
    Widths { of, usual: USUAL_WIDTH }
}

/// `DW` and `W` of the descendant (9.7.4.3): `c [w1 … wn]` and `first last w`.
fn wide_widths(font: &Dictionary, document: &Document) -> Widths {
    let mut widths = Widths { of: HashMap::new(), usual: 1000.0 };
    let descendant = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let descendant = descendant.and_then(|fonts| document.dereference(fonts.first()?).ok());
    let Some(descendant) = descendant.and_then(|(_, font)| font.as_dict().ok()) else { return widths };
    if let Ok(usual) = descendant.get_deref(b"DW", document).and_then(Object::as_float) {
        widths.usual = usual;
    }
    let Ok(rows) = descendant.get_deref(b"W", document).and_then(Object::as_array) else { return widths };
    let mut rows = rows.iter().filter_map(|row| document.dereference(row).ok().map(|(_, row)| row));
    let mut spread = MAX_SPREAD;
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u16::try_from(code).ok());
    while let (Some(first), Some(second)) = (rows.next().map(code), rows.next()) {
        let Some(first) = first else { break };
        if let Ok(list) = second.as_array() {
            let list = (first..).zip(list).filter_map(|(code, width)| Some((code, width.as_float().ok()?)));
            widths.of.extend(list);
        } else {
            let (Some(last), Some(Ok(width))) = (code(second), rows.next().map(Object::as_float)) else {
                break;
            };
            let codes = (first..=last).take(spread);
            spread -= codes.len();
            widths.of.extend(codes.map(|code| (code, width)));
        }
    }
    widths
}
