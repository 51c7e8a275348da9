//! The words in documents: read in the background, a few documents at a time, and looked up in the store's full-text index.

mod reader;

use std::sync::Arc;
use std::time::{Duration, Instant};

use studiolo_reading::words::{Limits, has_words};
use tokio::fs::File;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::disk::{Disk, split};
use super::folders::open;
use super::store;
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::DocumentId;
use crate::office::Office;
use reader::Process;
pub use reader::{WordReader, serve_words};

/// How many documents are read before what was found is written.
const AT_ONCE: i64 = 64;

/// How long that may take.
const ROUND: Duration = Duration::from_secs(2);

/// One way through the documents that are not in the index as they are now, from the newest to the oldest.
pub(crate) struct Reading<'o> {
    office: &'o Office,
    /// The oldest that was read.
    before: Option<DocumentId>,
    /// Started by the first document that has words.
    process: Option<Process>,
}

impl<'o> Reading<'o> {
    /// From the newest.
    pub(crate) const fn of(office: &'o Office) -> Self {
        Self { office, before: None, process: None }
    }

    /// Reads the words of some more. Whether there may be others.
    ///
    /// # Errors
    /// What the store says, and that the program that reads them can't be started; nothing is written then.
    pub(crate) async fn some(&mut self) -> Result<bool> {
        let Some(reader) = self.office.words() else { return Ok(false) };
        let Ok(disk) = open(self.office) else { return Ok(false) };
        let next =
            store::unindexed(&mut *self.office.read(&By::system()).await?, self.before, AT_ONCE).await?;
        if next.is_empty() {
            return Ok(false);
        }
        let (began, disk) = (Instant::now(), Arc::new(disk));
        let mut read = Vec::new();
        for document in next {
            if began.elapsed() > ROUND {
                break;
            }
            let (disk, path) = (disk.clone(), document.path.clone());
            let words = self.words_of(reader, disk, path).await?;
            if words.is_none() {
                tracing::warn!(document = %document.document_id, "its words can't be read");
            }
            read.push((document.document_id, document.sha256, words.unwrap_or_default()));
        }
        let mut act = self.office.begin(&By::system()).await?;
        for (id, sha256, words) in read {
            store::put_words(act.db(), id, &sha256, &words).await?;
            self.before = Some(id);
        }
        act.commit().await?;
        Ok(true)
    }

    /// The words of a document; none where none are read. `None` if it takes too long, or the process dies of it: the next
    /// one has a process of its own then.
    async fn words_of(
        &mut self,
        reader: &WordReader,
        disk: Arc<Disk>,
        path: String,
    ) -> Result<Option<String>> {
        loop {
            let (disk, at) = (disk.clone(), path.clone());
            let Some((file, length)) = spawn_blocking(move || file_of(&disk, &at)).await? else {
                return Ok(Some(String::new()));
            };
            let (mut process, is_new) = match self.process.take() {
                Some(process) => (process, false),
                None => (Process::start(reader).await.map_err(Error::NoWordReader)?, true),
            };
            match timeout(reader.longest, process.ask(split(&path).1, file, length)).await {
                Ok(Ok(words)) => {
                    self.process = Some(process);
                    return Ok(Some(words));
                }
                // It may have been ended before, for lack of memory: this document is asked of a new one.
                Ok(Err(_)) if !is_new => {}
                _ => return Ok(None),
            }
        }
    }
}

/// The file of a document and how many of its bytes are read; `None` where none are, or it can't be read.
fn file_of(disk: &Disk, path: &str) -> Option<(File, u32)> {
    if !has_words(split(path).1) {
        return None;
    }
    let (file, stat) = disk.file(path).ok()?;
    let length = stat.size.min(Limits::default().read + 1);
    Some((File::from_std(file.into_std()), length.try_into().ok()?))
}

/// Documents that hold every one of these words or begin one with it, the best first, with some words around.
pub(super) async fn search(
    office: &Office,
    by: &By,
    text: &str,
    limit: usize,
) -> Result<Vec<(DocumentId, String)>> {
    let quoted = |word: &str| format!("\"{}\"*", word.replace('"', "\"\""));
    let words: Vec<String> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).map(quoted).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    store::with_words(&mut *office.read(by).await?, &words.join(" AND "), limit).await
}
