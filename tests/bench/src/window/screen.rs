//! What a person at the desktop sees, read from the display's own memory, so that no measured program takes part.
//!
//! The thread's last message, Thunderbird's message and the empty window's page all end in the same words: groups of
//! full blocks, `████████ ████████ ████████`. In every font these are bars of one length with short gaps, and nothing
//! else on the screen looks so. They are looked for every five milliseconds.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::Outcome;

/// Three bars: how a message ends.
pub const MESSAGE: Marker =
    Marker { words: "████████ ████████ ████████", bars: 3 };

/// Four bars: how a subject ends in Thunderbird's list of messages.
pub const SUBJECT: Marker = Marker { words: "███ ███ ███ ███", bars: 4 };

/// Words that are known again when they are painted.
#[derive(Debug, Clone, Copy)]
pub struct Marker {
    /// The words.
    pub words: &'static str,
    bars: usize,
}

/// Rows of pixels that are left out between two that are looked at; a line of text is higher.
const STEP: usize = 4;

/// Shortest bar and the gaps between bars, in pixels.
const SHORTEST: usize = 18;
const GAPS: std::ops::RangeInclusive<usize> = 2..=20;

/// The display's memory: an XWD file that Xvfb keeps.
pub struct Screen {
    file: File,
    first: usize,
    line: usize,
    height: usize,
}

impl Screen {
    /// Reads where the pixels are. The header is a row of big-endian numbers (XWDFile.h).
    pub fn open(path: &Path) -> Outcome<Self> {
        let file = File::open(path)?;
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0)?;
        let number = |index: usize| -> Outcome<usize> {
            let bytes = header.get(index * 4..index * 4 + 4).ok_or("an XWD header has 25 numbers")?;
            Ok(u32::from_be_bytes(bytes.try_into()?).try_into()?)
        };
        let (size, height, bits, line, colours) =
            (number(0)?, number(5)?, number(11)?, number(12)?, number(19)?);
        if bits != 32 {
            return Err(format!("a pixel has {bits} bits where 32 were expected").into());
        }
        Ok(Self { file, first: size + colours * 12, line, height })
    }

    /// Whether these words are painted.
    pub fn shows(&self, marker: Marker) -> Outcome<bool> {
        let mut row = vec![0; self.line];
        let mut above = Vec::new();
        for y in (0..self.height).step_by(STEP) {
            self.file.read_exact_at(&mut row, u64::try_from(self.first + y * self.line)?)?;
            let bars = bars(&row);
            if has(&bars, marker.bars) && has(&above, marker.bars) {
                return Ok(true);
            }
            above = bars;
        }
        Ok(false)
    }
}

/// Where the dark runs of this row begin and how long they are. A pixel is blue, green, red and nothing.
fn bars(row: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut length = 0;
    let pixels = row.len() / 4;
    for x in 0..=pixels {
        if row.get(x * 4 + 1).is_some_and(|green| *green < 112) {
            length += 1;
        } else if length > 0 {
            found.push((x - length, length));
            length = 0;
        }
    }
    found
}

/// Whether exactly so many bars of one length stand side by side somewhere.
fn has(bars: &[(usize, usize)], count: usize) -> bool {
    let follows = |before: &(usize, usize), after: &(usize, usize)| {
        before.1 >= SHORTEST
            && before.1.abs_diff(after.1) <= 2
            && GAPS.contains(&(after.0 - before.0 - before.1))
    };
    bars.chunk_by(follows).any(|group| group.len() == count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_one_length_side_by_side_are_known_by_their_number() {
        let row = |text: &str| -> Vec<u8> {
            text.chars().flat_map(|c| [if c == '#' { 20 } else { 250 }; 4].repeat(20)).collect()
        };
        assert!(has(&bars(&row(" # # # ")), 3));
        assert!(has(&bars(&row("#### # # #")), 3));
        assert!(!has(&bars(&row(" # # # # ")), 3));
        assert!(!has(&bars(&row(" # ## # ")), 3));
        assert!(!has(&bars(&row(" # #  # ")), 3));
    }
}
