//! JSON or plain words → blocks, by the list of what is allowed.

use std::{collections::BTreeSet, fmt};

use serde_json::{Map, Value};

use super::{Block, Content, DocumentError, Fault, Inline, Level, Link, MAX_DEPTH, Mark, VERSION};

const LARGEST_START: u64 = 999_999;
/// How much of an unknown name an error repeats.
const NAME_CHARS: usize = 40;

pub(super) fn wrapped(value: &Value) -> Result<Vec<Block>, DocumentError> {
    let root = Place::Root;
    let Some(wrapper) = value.as_object() else { return root.refuse(Fault::Version) };
    if wrapper.get("v").and_then(Value::as_u64) != Some(VERSION) {
        return root.refuse(Fault::Version);
    }
    only_fields(wrapper, &["v", "doc"], &root)?;
    let Some(document) = wrapper.get("doc") else {
        return root.refuse(Fault::Expected { field: "doc", expected: "the document" });
    };
    let (kind, node) = node(document, &root)?;
    if kind != "doc" {
        return root.refuse(Fault::Node(brief(kind)));
    }
    only_fields(node, &["type", "attrs", "content"], &root)?;
    only_attributes(node, &[], &root)?;
    some_blocks(node, &root, 1)
}

pub(super) fn plain(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut paragraphs = vec![Vec::new()];
    for line in text.trim_matches('\n').split('\n') {
        if line.trim().is_empty() {
            if paragraphs.last().is_some_and(|lines: &Vec<&str>| !lines.is_empty()) {
                paragraphs.push(Vec::new());
            }
        } else if let Some(lines) = paragraphs.last_mut() {
            lines.push(line);
        }
    }
    if paragraphs.len() > 1 && paragraphs.last().is_some_and(Vec::is_empty) {
        paragraphs.pop();
    }
    paragraphs.into_iter().map(|lines| Block::Paragraph(broken(&lines))).collect()
}

fn broken(lines: &[&str]) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for line in lines {
        if !inlines.is_empty() {
            inlines.push(Inline { content: Content::Break, marks: BTreeSet::new(), link: None });
        }
        inlines.push(Inline {
            content: Content::Text((*line).to_owned()),
            marks: BTreeSet::new(),
            link: None,
        });
    }
    inlines
}

fn some_blocks(
    parent: &Map<String, Value>,
    place: &Place<'_>,
    depth: usize,
) -> Result<Vec<Block>, DocumentError> {
    let blocks = children(parent, place, depth, |child, place| block(child, place, depth))?;
    if blocks.is_empty() {
        return place.refuse(Fault::Expected { field: "content", expected: "a list of at least one block" });
    }
    Ok(blocks)
}

fn block(value: &Value, place: &Place<'_>, depth: usize) -> Result<Block, DocumentError> {
    let (kind, node) = node(value, place)?;
    let attributes: &[&str] = match kind {
        "heading" => &["level"],
        // Tiptap writes the style of the numbers too; it is not kept.
        "orderedList" => &["start", "type"],
        _ => &[],
    };
    only_fields(node, &["type", "attrs", "content"], place)?;
    only_attributes(node, attributes, place)?;
    match kind {
        "paragraph" => Ok(Block::Paragraph(inlines(node, place, depth + 1)?)),
        "heading" => Ok(Block::Heading(level(node, place)?, inlines(node, place, depth + 1)?)),
        "blockquote" => Ok(Block::Quote(some_blocks(node, place, depth + 1)?)),
        "bulletList" => Ok(Block::BulletList(items(node, place, depth + 1)?)),
        "orderedList" => {
            Ok(Block::OrderedList { start: start(node, place)?, items: items(node, place, depth + 1)? })
        }
        other => place.refuse(Fault::Node(brief(other))),
    }
}

fn items(
    list: &Map<String, Value>,
    place: &Place<'_>,
    depth: usize,
) -> Result<Vec<Vec<Block>>, DocumentError> {
    let items = children(list, place, depth, |child, place| item(child, place, depth))?;
    if items.is_empty() {
        return place.refuse(Fault::Expected { field: "content", expected: "a list of at least one item" });
    }
    Ok(items)
}

fn item(value: &Value, place: &Place<'_>, depth: usize) -> Result<Vec<Block>, DocumentError> {
    let (kind, node) = node(value, place)?;
    if kind != "listItem" {
        return place.refuse(Fault::Node(brief(kind)));
    }
    only_fields(node, &["type", "attrs", "content"], place)?;
    only_attributes(node, &[], place)?;
    let blocks = some_blocks(node, place, depth + 1)?;
    if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
        return place.refuse(Fault::Expected {
            field: "content",
            expected: "blocks of which the first is a paragraph",
        });
    }
    Ok(blocks)
}

fn level(node: &Map<String, Value>, place: &Place<'_>) -> Result<Level, DocumentError> {
    match attribute(node, "level").and_then(Value::as_u64) {
        Some(1) => Ok(Level::One),
        Some(2) => Ok(Level::Two),
        Some(3) => Ok(Level::Three),
        _ => place.refuse(Fault::Expected { field: "level", expected: "1, 2 or 3" }),
    }
}

fn start(node: &Map<String, Value>, place: &Place<'_>) -> Result<u32, DocumentError> {
    let Some(value) = attribute(node, "start") else { return Ok(1) };
    match value.as_u64().filter(|number| *number <= LARGEST_START).map(u32::try_from) {
        Some(Ok(number)) => Ok(number),
        _ => place.refuse(Fault::Expected { field: "start", expected: "a number from 0 to 999999" }),
    }
}

fn inlines(node: &Map<String, Value>, place: &Place<'_>, depth: usize) -> Result<Vec<Inline>, DocumentError> {
    children(node, place, depth, inline)
}

fn inline(value: &Value, place: &Place<'_>) -> Result<Inline, DocumentError> {
    let (kind, node) = node(value, place)?;
    let content = match kind {
        "text" => {
            only_fields(node, &["type", "text", "marks"], place)?;
            match node.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) {
                Some(text) => Content::Text(text.to_owned()),
                None => return place.refuse(Fault::Expected { field: "text", expected: "words" }),
            }
        }
        "hardBreak" => {
            only_fields(node, &["type", "attrs", "marks"], place)?;
            only_attributes(node, &[], place)?;
            Content::Break
        }
        other => return place.refuse(Fault::Node(brief(other))),
    };
    let (marks, link) = marks(node, place)?;
    Ok(Inline { content, marks, link })
}

fn marks(
    node: &Map<String, Value>,
    place: &Place<'_>,
) -> Result<(BTreeSet<Mark>, Option<Link>), DocumentError> {
    let (mut marks, mut link) = (BTreeSet::new(), None);
    for (index, value) in list(node, "marks", place)?.iter().enumerate() {
        let place = Place::Child { parent: place, field: "marks", index };
        let (kind, mark) = self::node(value, &place)?;
        only_fields(mark, &["type", "attrs"], &place)?;
        // Tiptap writes how a link opens and looks; we decide that ourselves and keep none of it.
        let attributes: &[&str] =
            if kind == "link" { &["href", "target", "rel", "class", "title"] } else { &[] };
        only_attributes(mark, attributes, &place)?;
        let fresh = match kind {
            "bold" => marks.insert(Mark::Bold),
            "italic" => marks.insert(Mark::Italic),
            "strike" => marks.insert(Mark::Strike),
            "underline" => marks.insert(Mark::Underline),
            "link" => link.replace(target(mark, &place)?).is_none(),
            other => return place.refuse(Fault::Mark(brief(other))),
        };
        if !fresh {
            return place.refuse(Fault::MarkTwice(brief(kind)));
        }
    }
    Ok((marks, link))
}

fn target(mark: &Map<String, Value>, place: &Place<'_>) -> Result<Link, DocumentError> {
    match attribute(mark, "href").and_then(Value::as_str).map(Link::new) {
        Some(Ok(link)) => Ok(link),
        Some(Err(fault)) => place.refuse(fault),
        None => place.refuse(Fault::Expected { field: "href", expected: "an address" }),
    }
}

/// The children of a node that lie at `depth`, each read by `read` under its own place.
fn children<T>(
    parent: &Map<String, Value>,
    place: &Place<'_>,
    depth: usize,
    read: impl Fn(&Value, &Place<'_>) -> Result<T, DocumentError>,
) -> Result<Vec<T>, DocumentError> {
    let values = list(parent, "content", place)?;
    if depth > MAX_DEPTH && !values.is_empty() {
        return place.refuse(Fault::TooDeep);
    }
    let child = |(index, value)| read(value, &Place::Child { parent: place, field: "content", index });
    values.iter().enumerate().map(child).collect()
}

fn node<'v>(value: &'v Value, place: &Place<'_>) -> Result<(&'v str, &'v Map<String, Value>), DocumentError> {
    let fields = value.as_object();
    match (fields.and_then(|fields| fields.get("type")).and_then(Value::as_str), fields) {
        (Some(kind), Some(fields)) => Ok((kind, fields)),
        _ => place.refuse(Fault::Expected { field: "type", expected: "the name of a node or a mark" }),
    }
}

fn list<'v>(
    node: &'v Map<String, Value>,
    field: &'static str,
    place: &Place<'_>,
) -> Result<&'v [Value], DocumentError> {
    match node.get(field) {
        None => Ok(&[]),
        Some(Value::Array(values)) => Ok(values),
        Some(_) => place.refuse(Fault::Expected { field, expected: "a list" }),
    }
}

fn attribute<'v>(node: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    node.get("attrs")?.get(name)
}

fn only_fields(node: &Map<String, Value>, allowed: &[&str], place: &Place<'_>) -> Result<(), DocumentError> {
    match node.keys().find(|name| !allowed.contains(&name.as_str())) {
        Some(name) => place.refuse(Fault::Field(brief(name))),
        None => Ok(()),
    }
}

fn only_attributes(
    node: &Map<String, Value>,
    allowed: &[&str],
    place: &Place<'_>,
) -> Result<(), DocumentError> {
    match node.get("attrs") {
        None => Ok(()),
        Some(Value::Object(attributes)) => only_fields(attributes, allowed, place),
        Some(_) => place.refuse(Fault::Expected { field: "attrs", expected: "an object" }),
    }
}

fn brief(name: &str) -> String {
    name.chars().take(NAME_CHARS).collect()
}

/// Where in the document the reader is. It is written out only for an error.
enum Place<'a> {
    Root,
    Child { parent: &'a Place<'a>, field: &'static str, index: usize },
}

impl Place<'_> {
    fn refuse<T>(&self, fault: Fault) -> Result<T, DocumentError> {
        Err(DocumentError { fault, path: self.to_string() })
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Child { parent: Self::Root, field, index } => write!(out, "{field}[{index}]"),
            Self::Child { parent, field, index } => write!(out, "{parent}.{field}[{index}]"),
        }
    }
}
