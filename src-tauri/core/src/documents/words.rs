//! The words in documents: read in the background, a few documents at a time, and looked up in the store's full-text index.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use studiolo_reading::words::{Limits, has_words, words};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::disk::{Disk, split};
use super::folders::open;
use super::store;
use crate::access::By;
use crate::error::Result;
use crate::id::DocumentId;
use crate::office::Office;

/// How many documents are read before what was found is written.
const AT_ONCE: i64 = 64;

/// How long that may take.
const ROUND: Duration = Duration::from_secs(2);

/// How long one document may take: what takes longer has no words.
const LONGEST: Duration = Duration::from_secs(30);

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;

/// Raises the flag when it is dropped: whoever reads for it stops.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads the words of some documents that are not in the index as they are now, the newest of those older than `before`,
/// and goes on to the oldest that was read. Whether there may be more.
pub(crate) async fn index_some(office: &Office, before: &mut Option<DocumentId>) -> Result<bool> {
    let Ok(disk) = open(office) else { return Ok(false) };
    let next = store::unindexed(&mut *office.read(&By::system()).await?, *before, AT_ONCE).await?;
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
        let words = within(LONGEST, move |stop| words_of(&disk, &path, stop)).await;
        if words.is_none() {
            tracing::warn!(document = %document.document_id, "its words can't be read");
        }
        read.push((document.document_id, document.sha256, words.unwrap_or_default()));
    }
    let mut act = office.begin(&By::system()).await?;
    for (id, sha256, words) in read {
        store::put_words(act.db(), id, &sha256, &words).await?;
        *before = Some(id);
    }
    act.commit().await?;
    Ok(true)
}

/// What `read` gives, off the async threads; `None` if it panics or takes longer than this. It is to end when its flag is
/// raised: when its time is over, and when nobody waits for it any more.
async fn within(
    longest: Duration,
    read: impl FnOnce(&AtomicBool) -> String + Send + 'static,
) -> Option<String> {
    let stop = Stop(Arc::default());
    let stopped = stop.0.clone();
    timeout(longest, spawn_blocking(move || read(&stopped))).await.ok()?.ok()
}

/// The words of a document; none where it can't be read or is not the one that was hashed any more.
fn words_of(disk: &Disk, path: &str, stop: &AtomicBool) -> String {
    let name = split(path).1;
    if !has_words(name) {
        return String::new();
    }
    let Ok((file, _)) = disk.file(path) else { return String::new() };
    let limits = Limits::default();
    // The file is held in memory: its end is looked for first in most formats.
    let mut bytes = Vec::new();
    if file.take(limits.read + 1).read_to_end(&mut bytes).is_err() {
        return String::new();
    }
    words(name, std::io::Cursor::new(bytes), &limits, stop).unwrap_or_default()
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
