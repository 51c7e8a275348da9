//! A document opened to be read in the window: what it is, what is in it, and, where it was signed, by whom.

use std::io::Read;
use std::sync::Arc;

use studiolo_reading::{invoice, letter, signed, text};
use tokio::task::spawn_blocking;

use super::disk::{Disk, split};
use super::folders::open as open_disk;
use super::present::Present;
use super::store;
use crate::access::By;
use crate::clients;
use crate::error::Result;
use crate::id::{ChatId, ClientId, DocumentId};
use crate::office::Office;
use crate::time::Millis;

pub use studiolo_reading::invoice::{
    Body as InvoiceBody, Format as InvoiceFormat, Invoice, Party as InvoiceParty,
};
pub use studiolo_reading::letter::{Letter, Mailbox};
pub use studiolo_reading::signed::{Certificate, Signer};

/// The largest file that is read to be shown, in bytes.
const MOST: u64 = 256 << 20;

/// How much of a text is shown, in bytes.
const TEXT: usize = 2 << 20;

/// A document, opened.
#[derive(Debug)]
pub struct Opened {
    /// Which.
    pub document_id: DocumentId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The client's name.
    pub client_name: String,
    /// Where it lies below the client's folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Of a signed file: the name of what is in it.
    pub inner_name: Option<String>,
    /// Who signed it.
    pub signers: Vec<Signer>,
    /// What is in it.
    pub content: Content,
    /// The chats whose messages brought it, the last one first.
    pub chats: Vec<Mention>,
}

/// What is in a document.
#[derive(Debug)]
pub enum Content {
    /// A PDF.
    Pdf,
    /// A picture that the window can draw.
    Picture,
    /// Text, or the beginning of it.
    Text {
        /// The words.
        text: String,
        /// Whether there is more.
        cut: bool,
        /// Whether it is a table, as CSV has it.
        table: bool,
    },
    /// A mail.
    Letter(Box<Letter>),
    /// An electronic invoice.
    Invoice(Box<Invoice>),
    /// Something that other programs open.
    Other,
}

/// A message that brought a document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Mention {
    /// Its chat.
    pub chat_id: ChatId,
    /// The chat's subject.
    pub subject: String,
    /// When it was written.
    pub at: Millis,
}

/// What is read of a file.
struct Whole {
    size: u64,
    inner_name: Option<String>,
    signers: Vec<Signer>,
    /// The file's bytes; of a signed file those of what is in it, or of what lies beside its signature.
    bytes: Arc<[u8]>,
}

/// Opens a document to be shown. It is written down that it was opened.
///
/// # Errors
/// [`Error::FileRefused`](crate::Error::FileRefused) for a program, for what pretends to be something else, and for what is
/// too large or can't be read.
pub async fn open(office: &Office, by: &By, document_id: DocumentId) -> Result<Opened> {
    let (found, whole) = whole(office, by, document_id).await?;
    let name = whole.inner_name.clone().unwrap_or_else(|| found.name().to_owned());
    let Whole { size, inner_name, mut signers, bytes } = whole;
    let content = spawn_blocking(move || content(&name, &bytes)).await?;
    if let Content::Invoice(invoice) = &content {
        signers.extend(invoice.signers.iter().cloned());
    }
    let client_id = found.client_id;
    let client_name = clients::service::get(office, by, client_id).await?.0.name;
    let mut act = office.begin(by).await?;
    found.opened(&mut act).await?;
    let chats = store::mentions(act.db(), document_id).await?;
    act.commit().await?;
    let path = found.place().to_owned();
    Ok(Opened { document_id, client_id, client_name, path, size, inner_name, signers, content, chats })
}

/// The bytes of a document that is shown; of a signed file those of what is in it.
pub async fn bytes(office: &Office, by: &By, document_id: DocumentId) -> Result<Arc<[u8]>> {
    Ok(whole(office, by, document_id).await?.1.bytes)
}

async fn whole(office: &Office, by: &By, document_id: DocumentId) -> Result<(Present, Whole)> {
    let found = Present::find(office, by, document_id).await?;
    found.check()?;
    let (disk, at) = (open_disk(office)?, found.path.clone());
    let whole = spawn_blocking(move || read(&disk, &at)).await?;
    let whole = whole.map_err(|reason| found.refused(reason))?;
    Ok((found, whole))
}

fn read(disk: &Disk, path: &str) -> Result<Whole, &'static str> {
    let bytes = bytes_of(disk, path)?;
    let name = split(path).1;
    let whole =
        Whole { size: bytes.len() as u64, inner_name: None, signers: Vec::new(), bytes: bytes.into() };
    if !has_extension(name, &["p7m", "p7s"]) {
        return Ok(whole);
    }
    let signed = signed::open(&whole.bytes).map_err(|error| error.code())?;
    let (content, signers) = match signed.content {
        Some(content) => (content, signed.signers),
        // What was signed lies beside its signature, under the name without the last extension.
        None => match path.rsplit_once('.').map(|(signed, _)| bytes_of(disk, signed)) {
            Some(Ok(content)) => {
                let signers = signed::open_detached(&whole.bytes, &content).map_err(|error| error.code())?;
                (content, signers)
            }
            _ => return Ok(Whole { signers: signed.signers, ..whole }),
        },
    };
    let inner_name = signed::inner_name(name, &content);
    Ok(Whole { inner_name: Some(inner_name), signers, bytes: content.into(), ..whole })
}

fn bytes_of(disk: &Disk, path: &str) -> Result<Vec<u8>, &'static str> {
    let (file, stat) = disk.file(path).map_err(|_| "unreadable")?;
    if stat.size > MOST {
        return Err("too_large");
    }
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes).map_err(|_| "unreadable")?;
    Ok(bytes)
}

fn content(name: &str, bytes: &[u8]) -> Content {
    let is = |extensions: &[&str]| has_extension(name, extensions);
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if is(&["pdf"]) || head.starts_with(b"%PDF-") {
        return Content::Pdf;
    }
    if is(&["png", "jpg", "jpeg", "gif", "webp", "bmp"]) {
        return Content::Picture;
    }
    if is(&["eml"]) {
        return letter::read(bytes).map_or(Content::Other, |letter| Content::Letter(Box::new(letter)));
    }
    if is(&["xml"])
        && let Ok(invoice) = invoice::read(bytes)
    {
        return Content::Invoice(Box::new(invoice));
    }
    let table = is(&["csv", "tsv"]);
    if table || is(&["txt", "md", "log", "json", "xml", "ini", "yaml", "yml"]) {
        let mut text = text(bytes).into_owned();
        let cut = text.len() > TEXT;
        text.truncate(text.floor_char_boundary(TEXT));
        return Content::Text { text, cut, table };
    }
    Content::Other
}

fn has_extension(name: &str, of: &[&str]) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| of.contains(&extension.as_str()))
}
