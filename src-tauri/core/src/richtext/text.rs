//! Blocks → plain words.

use super::{Block, Content, Inline};

pub(super) fn plain(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block).filter(|text| !text.trim().is_empty()).collect();
    parts.join("\n\n")
}

/// All words on one line, without marks of lists and addresses of links.
pub(super) fn flow(blocks: &[Block]) -> String {
    let mut words = String::new();
    gather(blocks, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max_chars` characters of `text` on one line, cut between words where that keeps at least half, never
/// inside a character that is drawn from several code points, and ended by `…` when something was left out.
pub fn shorten(text: &str, max_chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(max_chars) else { return line };
    let room = line.char_indices().nth(max_chars.saturating_sub(1)).map_or(end, |(index, _)| index);
    let mut kept = whole_characters(&line, room);
    if !line.get(kept.len()..).is_some_and(|rest| rest.starts_with(' '))
        && let Some(space) = kept.rfind(' ')
        && space * 2 >= kept.len()
    {
        kept = kept.get(..space).unwrap_or(kept);
    }
    let kept = kept.trim_end_matches(|last: char| last.is_whitespace() || matches!(last, ',' | ';' | ':'));
    if max_chars == 0 { String::new() } else { format!("{kept}…") }
}

/// True for a code point that is drawn together with the one before it: accents set apart, variation selectors,
/// joiners, skin tones.
pub fn extends_character(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// `line` up to `end`, or to the start of the drawn character that `end` would cut in two. A first character that is
/// longer than the room is cut all the same.
fn whole_characters(line: &str, end: usize) -> &str {
    let mut kept = line.get(..end).unwrap_or(line);
    while line.get(kept.len()..).is_some_and(|rest| rest.starts_with(extends_character))
        || kept.ends_with('\u{200d}')
    {
        match kept.char_indices().next_back() {
            Some((shorter, _)) if shorter > 0 => kept = line.get(..shorter).unwrap_or_default(),
            _ => return line.get(..end).unwrap_or(line),
        }
    }
    kept
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => line(inlines),
        Block::Quote(blocks) => {
            let quoted = plain(blocks);
            if quoted.is_empty() { quoted } else { indented(&quoted, "> ", "> ") }
        }
        Block::BulletList(items) => {
            items.iter().map(|blocks| item(blocks, "- ")).collect::<Vec<_>>().join("\n")
        }
        Block::OrderedList { start, items } => {
            let numbered = |(number, blocks): (u32, &Vec<Block>)| item(blocks, &format!("{number}. "));
            (*start..).zip(items).map(numbered).collect::<Vec<_>>().join("\n")
        }
    }
}

fn item(blocks: &[Block], marker: &str) -> String {
    let mut text = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            text.push_str(if matches!(block, Block::Paragraph(_)) { "\n\n" } else { "\n" });
        }
        text.push_str(&self::block(block));
    }
    indented(text.trim_end(), marker, &" ".repeat(marker.len()))
}

fn indented(text: &str, first: &str, further: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let margin = if index == 0 { first } else { further };
        format!("{margin}{line}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn line(inlines: &[Inline]) -> String {
    let runs = inlines.chunk_by(|one, next| one.link == next.link).map(|run| {
        let words: String = run.iter().map(piece).collect();
        match run.first().and_then(|inline| inline.link.as_ref()) {
            Some(link) if words.trim().is_empty() => link.readable().to_owned(),
            Some(link) if words != link.as_str() && words != link.readable() => {
                format!("{words} ({})", link.readable())
            }
            _ => words,
        }
    });
    runs.collect()
}

/// Control characters have no meaning in a mail or a list row; tabs and line ends stay.
fn piece(inline: &Inline) -> String {
    match &inline.content {
        Content::Text(text) => text.chars().filter(|c| matches!(c, '\t' | '\n') || !c.is_control()).collect(),
        Content::Break => "\n".to_owned(),
    }
}

fn gather(blocks: &[Block], words: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(_, inlines) => {
                words.extend(inlines.iter().map(piece));
                words.push(' ');
            }
            Block::Quote(blocks) => gather(blocks, words),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for blocks in items {
                    gather(blocks, words);
                }
            }
        }
    }
}
