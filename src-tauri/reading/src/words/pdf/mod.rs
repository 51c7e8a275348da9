//! The words of a PDF (ISO 32000-1), page by page.
//!
//! The crate lopdf reads the file; which marks on a page stand together is told here, by where they stand.
//!
//! A PDF is read on a thread with a stack of its own: lopdf goes as deep as the file does, and a panic within it is a
//! damaged file. What streams inflate to is bounded one by one; for those that are inflated at once (object streams,
//! 7.5.7) by how many there are, for pages and forms in all.

mod fonts;
mod page;
mod place;
mod table;

use std::thread;

use lopdf::{Document, LoadOptions};

use super::gathered::{Gathered, Halt};
use super::{Limits, WordsError};
use page::Reading;

/// Enough for the 100 levels that lopdf goes down, unoptimised.
const STACK_BYTES: usize = 32 << 20;

/// How many pages are read.
const MAX_PAGES: usize = 10_000;

/// The name of the type of streams that are inflated at once.
const OBJECT_STREAM: &[u8] = b"ObjStm";

/// Gathers the words of a PDF.
pub(super) fn gather(bytes: &[u8], limits: &Limits, gathered: &mut Gathered) -> Result<(), Halt> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(WordsError::Damaged.into());
    }
    gathered.look()?;
    thread::scope(|scope| {
        let reading = thread::Builder::new().stack_size(STACK_BYTES);
        let reading = reading.spawn_scoped(scope, || read(bytes, limits, gathered));
        let reading = reading.map_err(WordsError::NoThread)?;
        reading.join().unwrap_or(Err(Halt::Failed(WordsError::Damaged)))
    })
}

fn read(bytes: &[u8], limits: &Limits, gathered: &mut Gathered) -> Result<(), Halt> {
    let inflated = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
    let each = inflated / object_streams(bytes).max(1);
    let document = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(each));
    let mut document = document.map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => WordsError::Encrypted,
        _ => WordsError::Damaged,
    })?;
    if document.is_encrypted() {
        return Err(WordsError::Encrypted.into());
    }
    fonts::set_tables_aside(&mut document);
    let pages: Vec<_> = document.page_iter().take(MAX_PAGES).collect();
    let mut reading = Reading::new(&document, limits.inflated);
    for page in pages {
        gathered.part();
        match reading.page(page, gathered) {
            // A long file of drawings: its first words are better than none.
            Err(Halt::Failed(WordsError::TooMuch { .. })) if !gathered.is_empty() => break,
            other => other?,
        }
    }
    Ok(())
}

/// How many streams may be object streams. A name may be written with `#` and two hex digits for any character (7.3.5).
fn object_streams(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'/').skip(1).filter(|name| is_object_stream(name)).count()
}

fn is_object_stream(name: &[u8]) -> bool {
    let mut rest = name;
    OBJECT_STREAM.iter().all(|wanted| {
        let (character, after) = match rest {
            [b'#', high, low, after @ ..] => (hex(*high, *low), after),
            [character, after @ ..] => (Some(*character), after),
            [] => return false,
        };
        rest = after;
        character == Some(*wanted)
    })
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}
