//! Blocks → the stored JSON, in the one canonical form.

use serde_json::{Map, Value, json};

use super::{Block, Content, Inline, VERSION};

pub(super) fn wrapped(blocks: &[Block]) -> Value {
    json!({ "v": VERSION, "doc": node("doc", None, blocks.iter().map(block).collect()) })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Paragraph(inlines) => node("paragraph", None, inlines.iter().map(inline).collect()),
        Block::Heading(level, inlines) => {
            let attributes = json!({ "level": level.number() });
            node("heading", Some(attributes), inlines.iter().map(inline).collect())
        }
        Block::Quote(blocks) => node("blockquote", None, blocks.iter().map(self::block).collect()),
        Block::BulletList(items) => {
            node("bulletList", None, items.iter().map(|blocks| item(blocks)).collect())
        }
        Block::OrderedList { start, items } => {
            let attributes = json!({ "start": start });
            node("orderedList", Some(attributes), items.iter().map(|blocks| item(blocks)).collect())
        }
    }
}

fn item(blocks: &[Block]) -> Value {
    node("listItem", None, blocks.iter().map(block).collect())
}

fn inline(inline: &Inline) -> Value {
    let link = inline.link.iter().map(|link| json!({ "type": "link", "attrs": { "href": link.as_str() } }));
    let marks = inline.marks.iter().map(|mark| json!({ "type": mark.name() }));
    let marks: Vec<Value> = link.chain(marks).collect();
    let mut fields = Map::new();
    match &inline.content {
        Content::Text(text) => {
            fields.insert("type".into(), "text".into());
            if !marks.is_empty() {
                fields.insert("marks".into(), marks.into());
            }
            fields.insert("text".into(), text.as_str().into());
        }
        Content::Break => {
            fields.insert("type".into(), "hardBreak".into());
            if !marks.is_empty() {
                fields.insert("marks".into(), marks.into());
            }
        }
    }
    Value::Object(fields)
}

fn node(kind: &str, attributes: Option<Value>, content: Vec<Value>) -> Value {
    let mut fields = Map::new();
    fields.insert("type".into(), kind.into());
    if let Some(attributes) = attributes {
        fields.insert("attrs".into(), attributes);
    }
    if !content.is_empty() {
        fields.insert("content".into(), content.into());
    }
    Value::Object(fields)
}
