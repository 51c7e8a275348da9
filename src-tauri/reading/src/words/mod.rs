//! The words of a file, for the search index.
//!
//! Plain texts (`txt`, `csv`, `md` …), XML, HTML, letters (RFC 5322), Word, Excel and `PowerPoint` files (ECMA-376),
//! `OpenDocument` texts and sheets (OASIS ODF 1.3), PDF (ISO 32000), and any of these in a signed wrapper. What comes out
//! is for finding, not for showing: runs of white space are one space, and what no one searches for (base64) is left out.
//!
//! A file that holds more words than wanted gives its first ones. One that inflates past the limit is an error.

mod archive;
mod error;
mod gathered;
mod html;
mod markup;
mod office;
mod pdf;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

pub use error::WordsError;

use crate::{charset, letter, signed};
use gathered::{Gathered, Halt};

/// How much is read, inflated and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. Of a larger text the beginning is read; of anything else nothing.
    pub read: u64,
    /// How many bytes the parts of one file may inflate to in all.
    pub inflated: u64,
    /// How many bytes of words are kept.
    pub words: usize,
}

impl Default for Limits {
    /// 50 MiB, 128 MiB, 1 MiB.
    fn default() -> Self {
        Self { read: 50 << 20, inflated: 128 << 20, words: 1 << 20 }
    }
}

/// How much is read between two looks at whether to stop.
const CHUNK: u64 = 256 << 10;

/// What a file is to be read as, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Xml,
    Html,
    Letter,
    Office(&'static office::Family),
    Pdf,
    Signed,
}

/// Whether files of this name have words that [`words`] can read.
pub fn has_words(name: &str) -> bool {
    form(name).is_some()
}

/// The words of the file called `name`, which `reader` has from its beginning. Setting `stop` ends it soon, with
/// [`WordsError::Stopped`]; what a crate reads in one go, a letter or the objects of a PDF, is read to its end first.
pub fn words(
    name: &str,
    mut reader: impl Read + Seek,
    limits: &Limits,
    stop: &AtomicBool,
) -> Result<String, WordsError> {
    let form = form(name).ok_or(WordsError::Unknown)?;
    let length = reader.seek(SeekFrom::End(0)).map_err(WordsError::Read)?;
    if length > limits.read && form != Form::Text {
        return Err(WordsError::TooLarge { limit: limits.read });
    }
    reader.rewind().map_err(WordsError::Read)?;
    let bytes = read_all(reader, limits, stop)?;
    if form == Form::Signed {
        let content =
            signed::open(&bytes).ok().and_then(|signed| signed.content).ok_or(WordsError::Damaged)?;
        let name = signed::inner_name(name, &content);
        drop(bytes);
        return words(&name, Cursor::new(content), limits, stop);
    }
    let mut gathered = Gathered::new(limits.words, stop);
    match gather(form, &bytes, limits, &mut gathered) {
        Ok(()) | Err(Halt::Full) => Ok(gathered.finish()),
        Err(Halt::Failed(error)) => Err(error),
    }
}

fn gather(form: Form, bytes: &[u8], limits: &Limits, gathered: &mut Gathered<'_>) -> Result<(), Halt> {
    match form {
        Form::Text => gathered.push(&charset::text(bytes)),
        Form::Xml => {
            let text = charset::declared_text(bytes);
            match markup::gather(text.as_bytes(), &markup::ANY, gathered) {
                // XML that is broken is a text with marks in it all the same.
                Err(Halt::Failed(WordsError::Damaged)) => {
                    gathered.clear();
                    html::gather(&text, gathered)
                }
                other => other,
            }
        }
        Form::Html => html::gather(&charset::declared_text(bytes), gathered),
        Form::Letter => letter_words(bytes, gathered),
        Form::Office(family) => office::gather(family, bytes, limits, gathered),
        Form::Pdf => pdf::gather(bytes, limits, gathered),
        // Its content was opened before.
        Form::Signed => Err(WordsError::Unknown.into()),
    }
}

fn letter_words(bytes: &[u8], gathered: &mut Gathered<'_>) -> Result<(), Halt> {
    let letter = letter::read(bytes).map_err(|_| WordsError::Damaged)?;
    gathered.push_apart(letter.subject.as_deref().unwrap_or_default())?;
    for mailbox in letter.from.iter().chain(&letter.to).chain(&letter.cc) {
        gathered.push_apart(mailbox.name.as_deref().unwrap_or_default())?;
        gathered.push_apart(mailbox.address.as_deref().unwrap_or_default())?;
    }
    for attachment in &letter.attachments {
        gathered.push_apart(attachment.name.as_deref().unwrap_or_default())?;
    }
    match (&letter.text, &letter.html) {
        (Some(text), _) => gathered.push_apart(text),
        (None, Some(html)) => html::gather(html, gathered),
        (None, None) => Ok(()),
    }
}

fn form(name: &str) -> Option<Form> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "txt" | "csv" | "tsv" | "md" | "log" | "text" => Form::Text,
        "xml" => Form::Xml,
        "html" | "htm" | "xhtml" => Form::Html,
        "eml" => Form::Letter,
        "docx" | "docm" | "dotx" => Form::Office(&office::WORD),
        "xlsx" | "xlsm" | "xltx" => Form::Office(&office::EXCEL),
        "pptx" | "pptm" | "ppsx" => Form::Office(&office::POWERPOINT),
        "odt" | "ods" | "odp" | "ott" | "ots" => Form::Office(&office::OPEN_DOCUMENT),
        "pdf" => Form::Pdf,
        "p7m" => Form::Signed,
        _ => return None,
    })
}

fn read_all(reader: impl Read, limits: &Limits, stop: &AtomicBool) -> Result<Vec<u8>, WordsError> {
    let mut reader = reader.take(limits.read);
    let mut bytes = Vec::new();
    loop {
        if stop.load(Relaxed) {
            return Err(WordsError::Stopped);
        }
        let read = (&mut reader).take(CHUNK).read_to_end(&mut bytes).map_err(WordsError::Read)?;
        if read == 0 {
            return Ok(bytes);
        }
    }
}
