//! Blocks → HTML. The only place where a message becomes markup: tags and attribute names are written here, and
//! everything that a person wrote goes through [`escape`].

use super::{Block, Content, Inline, Link, Mark};

/// How a place dresses the message.
#[derive(Clone, Copy)]
pub struct Dress {
    /// The HTML heading (2 to 4) that a heading of level 1 becomes.
    pub first_heading: u8,
    /// The inline style of an element; empty for none.
    pub style: fn(Element) -> String,
}

/// The elements that can be given a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// `p`
    Paragraph,
    /// `h2` to `h6`: which rank, 1 to 3, the heading has inside the message.
    Heading(u8),
    /// `blockquote`
    Quote,
    /// `ul`, `ol`
    List,
    /// `li`
    Item,
    /// `a`
    Link,
}

impl Dress {
    /// No inline styles, headings from `h2`.
    pub const PLAIN: Self = Self { first_heading: 2, style: |_| String::new() };

    fn style(&self, element: Element) -> String {
        let style = (self.style)(element);
        if style.is_empty() { style } else { format!(" style=\"{}\"", escape(&style)) }
    }
}

/// Makes any string harmless between tags and inside a quoted attribute; control characters other than tab and line
/// end are left out, since HTML has no way to write them.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(character),
            other if other.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

pub(super) fn render(blocks: &[Block], dress: &Dress) -> String {
    let blank = |block: &Block| matches!(block, Block::Paragraph(inlines) if inlines.is_empty());
    let first = blocks.iter().position(|block| !blank(block)).unwrap_or(blocks.len());
    let end = blocks.iter().rposition(|block| !blank(block)).map_or(first, |last| last + 1);
    blocks.get(first..end).unwrap_or_default().iter().map(|block| element(block, dress)).collect()
}

fn element(block: &Block, dress: &Dress) -> String {
    match block {
        Block::Paragraph(inlines) => {
            let style = dress.style(Element::Paragraph);
            let words = if inlines.is_empty() { "<br>".to_owned() } else { line(inlines, dress) };
            format!("<p dir=\"auto\"{style}>{words}</p>")
        }
        Block::Heading(level, inlines) => {
            let rank = (dress.first_heading + level.number() - 1).min(6);
            let style = dress.style(Element::Heading(level.number()));
            format!("<h{rank} dir=\"auto\"{style}>{}</h{rank}>", line(inlines, dress))
        }
        Block::Quote(blocks) => {
            let style = dress.style(Element::Quote);
            let inside: String = blocks.iter().map(|block| element(block, dress)).collect();
            format!("<blockquote dir=\"auto\"{style}>{inside}</blockquote>")
        }
        Block::BulletList(items) => {
            format!("<ul dir=\"auto\"{}>{}</ul>", dress.style(Element::List), list(items, dress))
        }
        Block::OrderedList { start, items } => {
            let style = dress.style(Element::List);
            let start = if *start == 1 { String::new() } else { format!(" start=\"{start}\"") };
            format!("<ol dir=\"auto\"{start}{style}>{}</ol>", list(items, dress))
        }
    }
}

fn list(items: &[Vec<Block>], dress: &Dress) -> String {
    let style = dress.style(Element::Item);
    let items: Vec<_> =
        items.iter().map(|blocks| format!("<li{style}>{}</li>", item(blocks, dress))).collect();
    items.concat()
}

/// An item of a single paragraph is set tight, without a paragraph's distance around it.
fn item(blocks: &[Block], dress: &Dress) -> String {
    let paragraphs = blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count();
    let inside = |block: &Block| match block {
        Block::Paragraph(inlines) if paragraphs == 1 => line(inlines, dress),
        other => element(other, dress),
    };
    blocks.iter().map(inside).collect()
}

/// Neighbours that lead to the same place share one link, so that it is one stop for the keyboard.
fn line(inlines: &[Inline], dress: &Dress) -> String {
    inlines
        .chunk_by(|one, next| one.link == next.link)
        .map(|run| {
            let words: String = run.iter().map(piece).collect();
            match run.first().and_then(|inline| inline.link.as_ref()) {
                Some(link) => anchor(link, &words, dress),
                None => words,
            }
        })
        .collect()
}

fn anchor(link: &Link, words: &str, dress: &Dress) -> String {
    let (address, style) = (escape(link.as_str()), dress.style(Element::Link));
    format!("<a href=\"{address}\" rel=\"noopener noreferrer\"{style}>{words}</a>")
}

fn piece(inline: &Inline) -> String {
    let Content::Text(text) = &inline.content else { return "<br>".to_owned() };
    let words = escape(text).replace('\n', "<br>");
    inline.marks.iter().rev().fold(words, |inside, mark| {
        let tag = match mark {
            Mark::Bold => "strong",
            Mark::Italic => "em",
            Mark::Strike => "s",
            Mark::Underline => "u",
        };
        format!("<{tag}>{inside}</{tag}>")
    })
}
