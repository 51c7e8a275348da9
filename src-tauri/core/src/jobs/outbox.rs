//! The outbox's loop: sleeps until there is mail, the next attempt is due or the road is worth another try.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::delivery;
use crate::digest;
use crate::error::Result;
use crate::office::Office;
use crate::outbox::store;

/// The wall clock is looked at again at least this often.
const LOOK: Duration = Duration::from_secs(30);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    loop {
        delivery::send_due(&office, &stop).await?;
        digest::send_due(&office).await?;
        let next = store::next_attempt(&mut *office.read(&By::system()).await?, office.now()).await?;
        let wait = next.map_or(LOOK, |next| {
            // What is overdue after a pass waits for an account, and whoever sets one wakes this loop.
            let wait = crate::time::Instant::from(next).signed_duration_since(office.now());
            wait.to_std().unwrap_or(LOOK).min(LOOK)
        });
        let mut wake_at = Instant::now() + wait;
        if let Some(again) = office.roads.next_at() {
            wake_at = wake_at.min(again);
        }
        tokio::select! {
            () = sleep_until(wake_at) => {}
            () = office.outbox_wake.notified() => {}
            () = stop.cancelled() => return Ok(()),
        }
    }
}
