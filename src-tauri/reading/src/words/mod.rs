//! The words of a file, for the search index.
//!
//! Plain texts (`txt`, `csv`, `md` …), XML, HTML, letters (RFC 5322), Word, Excel and `PowerPoint` files (ECMA-376),
//! `OpenDocument` texts and sheets (OASIS ODF 1.3), PDF (ISO 32000), and any of these in a signed wrapper. What comes out
//! is for finding, not for showing: runs of white space are one space, and what no one searches for (base64) is left out.
//!
//! A file that holds more words than wanted gives its first ones. One that inflates past the limit is an error.

pub mod apart;
mod archive;
mod error;
mod gathered;
mod html;
mod markup;
mod office;
mod pdf;

#[cfg(test)]
mod pdf_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

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

/// The words of the file called `name`, which holds these bytes; of one larger than [`Limits::read`] a byte more than that
/// is enough.
pub fn words(name: &str, bytes: &[u8], limits: &Limits) -> Result<String, WordsError> {
    let form = form(name).ok_or(WordsError::Unknown)?;
    let bytes = match usize::try_from(limits.read).ok().and_then(|most| bytes.split_at_checked(most)) {
        Some((_, [])) | None => bytes,
        Some((beginning, _)) if form == Form::Text => beginning,
        Some(_) => return Err(WordsError::TooLarge { limit: limits.read }),
    };
    if form == Form::Signed {
        let content =
            signed::open(bytes).ok().and_then(|signed| signed.content).ok_or(WordsError::Damaged)?;
        return words(&signed::inner_name(name, &content), &content, limits);
    }
    let mut gathered = Gathered::new(limits.words);
    match gather(form, bytes, limits, &mut gathered) {
        Ok(()) | Err(Halt::Full) => Ok(gathered.finish()),
        Err(Halt::Failed(error)) => Err(error),
    }
}

fn gather(form: Form, bytes: &[u8], limits: &Limits, gathered: &mut Gathered) -> Result<(), Halt> {
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

fn letter_words(bytes: &[u8], gathered: &mut Gathered) -> Result<(), Halt> {
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
