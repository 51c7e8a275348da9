//! The anchors in a file: a mail, mails one after another (mbox), or a mail that came as another's attachment.
//!
//! Every block of lines is looked at, not only the one at the top: what is no anchor of this office's has no seal that fits.

use std::io::{self, BufRead};

use super::{Anchor, SEAL, TRAIL};
use crate::key::Key;

/// A line is read no further, bytes.
const LONGEST_LINE: usize = 1_000;

/// So many headers of each kind are looked at in one block.
const MOST_HEADERS: usize = 10;

/// Passes what a file holds to `found`: each anchor of this key's office, and `None` for each header that has no seal of its.
pub fn scan(mut file: impl BufRead, key: &Key, mut found: impl FnMut(Option<Anchor>)) -> io::Result<()> {
    let mut block = Block::default();
    let mut line = Vec::new();
    while next_line(&mut file, &mut line)? {
        if line.trim_ascii().is_empty() {
            std::mem::take(&mut block).end(key, &mut found);
        } else {
            block.line(&line);
        }
    }
    block.end(key, &mut found);
    Ok(())
}

/// The two headers in a block of lines.
#[derive(Debug, Default)]
struct Block {
    trails: Vec<String>,
    seals: Vec<String>,
    open: Open,
}

/// Which header the next line may continue.
#[derive(Debug, Default, Clone, Copy)]
enum Open {
    Trail,
    Seal,
    #[default]
    None,
}

impl Block {
    fn line(&mut self, line: &[u8]) {
        if matches!(line.first(), Some(b' ' | b'\t')) {
            let continued = match self.open {
                Open::Trail => self.trails.last_mut(),
                Open::Seal => self.seals.last_mut(),
                Open::None => None,
            };
            if let Some(value) = continued.filter(|value| value.len() < LONGEST_LINE) {
                value.push_str(&String::from_utf8_lossy(line));
            }
            return;
        }
        self.open = Open::None;
        for (name, open) in [(TRAIL, Open::Trail), (SEAL, Open::Seal)] {
            let Some(value) = value_of(line, name) else { continue };
            let values = if matches!(open, Open::Trail) { &mut self.trails } else { &mut self.seals };
            if values.len() < MOST_HEADERS {
                values.push(String::from_utf8_lossy(value).into_owned());
                self.open = open;
            }
        }
    }

    fn end(self, key: &Key, found: &mut impl FnMut(Option<Anchor>)) {
        for trail in &self.trails {
            found(self.seals.iter().find_map(|seal| Anchor::read(trail, seal, key)));
        }
    }
}

/// The value of the header that a line begins, if it has this name.
fn value_of<'a>(line: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(name.len())?;
    if !start.eq_ignore_ascii_case(name.as_bytes()) {
        return None;
    }
    rest.trim_ascii_start().strip_prefix(b":")
}

/// Reads the next line, without its end, into `line`, no more than its beginning if it is long; `false` at the file's end.
fn next_line(file: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let held = match file.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            held => held?,
        };
        if held.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = held.iter().position(|byte| *byte == b'\n');
        let part = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
        line.extend(part.iter().take(LONGEST_LINE.saturating_sub(line.len())));
        let read = end.map_or(held.len(), |end| end + 1);
        file.consume(read);
        if end.is_some() {
            return Ok(true);
        }
    }
}
