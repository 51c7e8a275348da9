//! One pass of every loop, in order, for scripts and tests.

use std::time::{Duration, Instant};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::backup;
use crate::delivery::{self, Fired, Sent};
use crate::digest;
use crate::documents::words::Reading;
use crate::documents::{scan, trash};
use crate::error::Result;
use crate::intake::collect::{self, Collected};
use crate::intake::service::forget_dropped;
use crate::office::Office;
use crate::outbox;
use crate::sent;
use crate::templates;

/// What a pass did. A failure of one loop stands here; the others run all the same.
#[derive(Debug, Default, Serialize)]
pub struct Ticked {
    /// Mail that came; absent: there is no mailbox to read, or none could be read.
    pub intake: Option<Collected>,
    /// Files among the documents that are still being written.
    pub unsettled: usize,
    /// Items that were held and could be told at last.
    pub mended: u64,
    /// Due reminders.
    pub reminders: Fired,
    /// Mails.
    pub outbox: Sent,
    /// Whether the owner's morning mail left.
    pub digest: bool,
    /// Mails that wait still.
    pub waiting: i64,
    /// Whether the daily backup was made.
    pub backup: bool,
    /// What went wrong: loop and error.
    pub errors: Vec<(&'static str, String)>,
}

/// How long the scan of the documents waits for files that are being written.
const SETTLING: Duration = Duration::from_secs(10);

/// Reads the words of documents, as long as the scan may take.
async fn read_words(office: &Office) -> Result<()> {
    let until = Instant::now() + SETTLING;
    let mut reading = Reading::of(office);
    while Instant::now() < until && reading.some().await? {}
    Ok(())
}

/// Saves the copies of what was sent; what is in the way of an account's stands beside it.
async fn save_copies(office: &Office) -> Result<Vec<String>> {
    let accounts = sent::store::accounts(&mut *office.read(&By::system()).await?).await?;
    let mut troubles = Vec::new();
    for account in accounts {
        if let Err(trouble) = sent::save(office, account).await {
            troubles.push(trouble.to_string());
        }
    }
    Ok(troubles)
}

/// Runs mail in, the scan of the documents, reminders, outbox, the owner's morning mail, copies of sent mail and
/// housekeeping once, each to its end.
pub async fn tick(office: &Office) -> Ticked {
    let mut ticked = Ticked::default();
    let mut errors = Vec::new();
    match collect::once(office).await {
        Ok((collected, troubles)) => {
            ticked.intake = collected;
            errors.extend(troubles.into_iter().map(|trouble| ("intake", trouble.to_string())));
        }
        Err(error) => errors.push(("intake", error.to_string())),
    }
    match scan::look_until_whole(office, SETTLING).await {
        Ok(unsettled) => ticked.unsettled = unsettled,
        Err(error) => errors.push(("documents", error.to_string())),
    }
    if let Err(error) = read_words(office).await {
        errors.push(("words", error.to_string()));
    }
    match delivery::mend(office).await {
        Ok(mended) => ticked.mended = mended,
        Err(error) => errors.push(("reminders", error.to_string())),
    }
    match delivery::fire(office).await {
        Ok(fired) => ticked.reminders = fired,
        Err(error) => errors.push(("reminders", error.to_string())),
    }
    match delivery::send_due(office, &CancellationToken::new()).await {
        Ok(sent) => ticked.outbox = sent,
        Err(error) => errors.push(("outbox", error.to_string())),
    }
    if let Some((_, error)) = office.roads.worst() {
        errors.push(("outbox", error));
    }
    match digest::send_due(office).await {
        Ok(sent) => ticked.digest = sent,
        Err(error) => errors.push(("outbox", error.to_string())),
    }
    match save_copies(office).await {
        Ok(troubles) => errors.extend(troubles.into_iter().map(|trouble| ("sent", trouble))),
        Err(error) => errors.push(("sent", error.to_string())),
    }
    match backup::daily(office).await {
        Ok(made) => ticked.backup = made,
        Err(error) => errors.push(("housekeeping", error.to_string())),
    }
    if let Err(error) = trash::empty_old(office).await {
        errors.push(("housekeeping", error.to_string()));
    }
    if let Err(error) = forget_dropped(office).await {
        errors.push(("housekeeping", error.to_string()));
    }
    if let Err(error) = templates::service::forget_deleted(office).await {
        errors.push(("housekeeping", error.to_string()));
    }
    match outbox::service::waiting(office, &By::system()).await {
        Ok(waiting) => ticked.waiting = waiting,
        Err(error) => errors.push(("outbox", error.to_string())),
    }
    ticked.errors = errors;
    ticked
}
