//! One pass of every loop, in order, for scripts and tests.

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::backup;
use crate::delivery::{self, Fired, Sent};
use crate::office::Office;
use crate::outbox;

/// What a pass did. A failure of one loop stands here; the others run all the same.
#[derive(Debug, Default, Serialize)]
pub struct Ticked {
    /// Items that were held and could be told at last.
    pub mended: u64,
    /// Due reminders.
    pub reminders: Fired,
    /// Mails.
    pub outbox: Sent,
    /// Mails that wait still.
    pub waiting: i64,
    /// Whether the daily backup was made.
    pub backup: bool,
    /// What went wrong: loop and error.
    pub errors: Vec<(&'static str, String)>,
}

/// Runs reminders, outbox and housekeeping once, each to its end.
pub async fn tick(office: &Office) -> Ticked {
    let mut ticked = Ticked::default();
    let mut errors = Vec::new();
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
    if let Some((_, error)) = office.road.blocked() {
        errors.push(("outbox", error));
    }
    match backup::daily(office).await {
        Ok(made) => ticked.backup = made,
        Err(error) => errors.push(("housekeeping", error.to_string())),
    }
    match outbox::service::waiting(office, &By::system()).await {
        Ok(waiting) => ticked.waiting = waiting,
        Err(error) => errors.push(("outbox", error.to_string())),
    }
    ticked.errors = errors;
    ticked
}
