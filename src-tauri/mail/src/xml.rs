//! A small XML document as a tree, within limits. A DTD is refused, so that there are no entities but the five of XML itself.

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::intake::text_of;

/// The largest document that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 2 << 20;

/// How deep elements may lie in one another, how many there may be, and how many attributes each.
const MAX: (usize, usize, usize) = (16, 50_000, 16);

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XmlError {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Not well formed, cut off, or nested as none would be.
    NotXml,
    /// It brings a DTD.
    Dtd,
}

/// An element: its name without the prefix, its attributes, the text right in it, the elements in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Reads the root element.
pub(crate) fn read(bytes: &[u8]) -> Result<Element, XmlError> {
    if bytes.len() > MAX_BYTES {
        return Err(XmlError::TooLarge);
    }
    let text = text_of(bytes, declared(bytes).as_deref());
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    loop {
        match reader.read_event().map_err(|_| XmlError::NotXml)? {
            Event::Start(start) => {
                elements += 1;
                open.push(element(&start, open.len(), elements)?);
            }
            Event::Empty(start) => {
                elements += 1;
                close(element(&start, open.len(), elements)?, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or(XmlError::NotXml)?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => add(&mut open, &text.xml10_content()),
            Event::CData(text) => add(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                add(&mut open, referred(&reference, &mut buffer)?);
            }
            Event::DocType(_) => return Err(XmlError::Dtd),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() { root.ok_or(XmlError::NotXml) } else { Err(XmlError::NotXml) }
}

/// The charset that the declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..200).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let declaration = start.split_once("?>").map(|(declaration, _)| declaration)?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(label, _)| label.to_owned())
}

fn element(start: &BytesStart<'_>, depth: usize, count: usize) -> Result<Element, XmlError> {
    if depth >= MAX.0 || count > MAX.1 {
        return Err(XmlError::NotXml);
    }
    let mut attributes = Vec::new();
    // Looking for repeated names takes time squared in how many there are.
    for attribute in start.attributes().with_checks(false).take(MAX.2) {
        let attribute = attribute.map_err(|_| XmlError::NotXml)?;
        let value = unescape(&attribute.value).map_err(|_| XmlError::NotXml)?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), attributes, ..Element::default() })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(XmlError::NotXml),
    }
    Ok(())
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// What `&…;` stands for.
fn referred<'a>(reference: &BytesRef<'_>, buffer: &'a mut [u8; 4]) -> Result<&'a str, XmlError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(character.encode_utf8(buffer)),
        Ok(None) => resolve_xml_entity(reference.as_ref()).ok_or(XmlError::NotXml),
        Err(_) => Err(XmlError::NotXml),
    }
}
