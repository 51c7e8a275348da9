//! Housekeeping: the daily backup, and what has lain in the trash, or among the dropped mails or deleted templates, for its
//! time.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::backup;
use crate::documents::trash;
use crate::error::Result;
use crate::intake::service::forget_dropped;
use crate::office::Office;
use crate::templates;

/// How often it is asked whether a backup is due.
const LOOK: Duration = Duration::from_mins(10);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    loop {
        backup::daily(&office).await?;
        trash::empty_old(&office).await?;
        forget_dropped(&office).await?;
        templates::service::forget_deleted(&office).await?;
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => return Ok(()),
        }
    }
}
