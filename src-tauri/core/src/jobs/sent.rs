//! The loop that saves copies of sent mail in the accounts' mailboxes.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::error::Result;
use crate::intake::collect::Trouble;
use crate::office::Office;
use crate::sent::{save, store};

/// Mails that leave one after another are saved over one connection.
const GATHER: Duration = Duration::from_secs(2);

/// A mailbox that can't be reached, or refuses, is tried again after a minute, doubled each time up to an hour.
const FIRST_WAIT: Duration = Duration::from_mins(1);
const LONGEST_WAIT: Duration = Duration::from_hours(1);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    let mut again = FIRST_WAIT;
    loop {
        let mut failed = false;
        for account in store::accounts(&mut *office.read(&By::system()).await?).await? {
            let saved = tokio::select! {
                saved = save(&office, account) => saved,
                // A copy that was begun may be there: it is looked for first the next time.
                () = stop.cancelled() => return Ok(()),
            };
            match saved {
                Ok(_) => {}
                Err(Trouble::Office(error)) => return Err(error),
                Err(trouble) => {
                    tracing::info!(%trouble, "copies of sent mail wait for their mailbox");
                    failed = true;
                }
            }
        }
        let waited = async {
            if failed {
                sleep(again).await;
            } else {
                office.sent_wake.notified().await;
                sleep(GATHER).await;
            }
        };
        tokio::select! {
            () = waited => {}
            () = stop.cancelled() => return Ok(()),
        }
        again = if failed { (again * 2).min(LONGEST_WAIT) } else { FIRST_WAIT };
    }
}
