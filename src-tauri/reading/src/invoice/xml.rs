//! A small XML document as a tree, within limits (XML 1.0, names without their prefixes).
//!
//! A DTD is refused, so that no entity can be defined: there are none but the five of XML itself.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::InvoiceError;

/// How deep elements may lie in one another.
const MAX_DEPTH: usize = 64;

/// How many elements there may be. The largest invoice that the exchange takes, 5 MB, has some 100,000.
const MAX_ELEMENTS: usize = 400_000;

/// An element: its name without the prefix, the text right in it, and the elements in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: Box<str>,
    pub text: String,
    pub children: Vec<Element>,
    /// The attribute `versione`, which the root alone has.
    pub version: Option<Box<str>>,
}

impl Element {
    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| &*child.name == name)
    }

    /// All children of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| &*child.name == name)
    }

    /// The text of the first child of this name, trimmed; None when there is none or it is empty.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }
}

/// Reads the root element.
pub(super) fn read(text: &str) -> Result<Element, InvoiceError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    loop {
        let event = reader.read_event().map_err(|_| InvoiceError::NotXml)?;
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                    return Err(InvoiceError::TooDeep);
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                if open.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                    return Err(InvoiceError::TooDeep);
                }
                close(element(&start)?, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or(InvoiceError::NotXml)?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => add(&mut open, &text.xml10_content()),
            Event::CData(text) => add(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                add(&mut open, referred(&reference, &mut buffer)?);
            }
            Event::DocType(_) => return Err(InvoiceError::Dtd),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() { root.ok_or(InvoiceError::NotXml) } else { Err(InvoiceError::NotXml) }
}

fn element(start: &BytesStart<'_>) -> Result<Element, InvoiceError> {
    let mut version = None;
    // Looking for repeated names takes time squared in how many there are.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| InvoiceError::NotXml)?;
        if attribute.key.local_name().as_ref() == "versione" {
            version = Some(attribute.value.as_ref().into());
        }
    }
    let name = start.local_name().as_ref().into();
    Ok(Element { name, version, ..Element::default() })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), InvoiceError> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(InvoiceError::NotXml),
    }
    Ok(())
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// What `&…;` stands for.
fn referred<'a>(reference: &BytesRef<'_>, buffer: &'a mut [u8; 4]) -> Result<&'a str, InvoiceError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(character.encode_utf8(buffer)),
        Ok(None) => resolve_xml_entity(reference.as_ref()).ok_or(InvoiceError::NotXml),
        Err(_) => Err(InvoiceError::NotXml),
    }
}
