//! Runs of words, wherever they lie in a message.

use super::{Block, Content, Inline};

pub(super) fn of(blocks: &[Block]) -> Vec<&str> {
    let mut runs = Vec::new();
    gather(blocks, &mut runs);
    runs
}

fn gather<'d>(blocks: &'d [Block], runs: &mut Vec<&'d str>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(_, inlines) => {
                runs.extend(inlines.iter().filter_map(|inline| match &inline.content {
                    Content::Text(words) => Some(words.as_str()),
                    Content::Break => None,
                }));
            }
            Block::Quote(blocks) => gather(blocks, runs),
            Block::BulletList(items) | Block::OrderedList { items, .. } => {
                for blocks in items {
                    gather(blocks, runs);
                }
            }
        }
    }
}

pub(super) fn map(blocks: &[Block], change: &mut impl FnMut(&str) -> String) -> Vec<Block> {
    let mut mapped = Vec::with_capacity(blocks.len());
    for block in blocks {
        mapped.push(match block {
            Block::Paragraph(inlines) => Block::Paragraph(map_line(inlines, change)),
            Block::Heading(level, inlines) => Block::Heading(*level, map_line(inlines, change)),
            Block::Quote(blocks) => Block::Quote(map(blocks, change)),
            Block::BulletList(items) => Block::BulletList(map_items(items, change)),
            Block::OrderedList { start, items } => {
                Block::OrderedList { start: *start, items: map_items(items, change) }
            }
        });
    }
    mapped
}

fn map_items(items: &[Vec<Block>], change: &mut impl FnMut(&str) -> String) -> Vec<Vec<Block>> {
    items.iter().map(|blocks| map(blocks, change)).collect()
}

fn map_line(inlines: &[Inline], change: &mut impl FnMut(&str) -> String) -> Vec<Inline> {
    let mapped = inlines.iter().filter_map(|inline| {
        let content = match &inline.content {
            Content::Text(words) => Content::Text(Some(change(words)).filter(|words| !words.is_empty())?),
            Content::Break => Content::Break,
        };
        Some(Inline { content, ..inline.clone() })
    });
    mapped.collect()
}
