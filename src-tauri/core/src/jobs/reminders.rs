//! The reminders' loop: sleeps until the next one is due, somebody acts, or 30 s have passed by the monotonic
//! clock, for a laptop's timers stand still while it sleeps.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::access::By;
use crate::delivery;
use crate::error::Result;
use crate::office::Office;
use crate::reminders::store;
use crate::time::Instant;

/// The wall clock is looked at again at least this often.
const LOOK: Duration = Duration::from_secs(30);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    loop {
        delivery::mend(&office).await?;
        delivery::fire(&office).await?;
        let due = store::next_due(&mut *office.read(&By::system()).await?).await?;
        let wait = due.map_or(LOOK, |due| until(office.now(), due.into()));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = office.reminders_wake.notified() => {}
            () = stop.cancelled() => return Ok(()),
        }
    }
}

/// From `now` until `due`, at most [`LOOK`]. What is overdue still waits for the window to open.
fn until(now: Instant, due: Instant) -> Duration {
    match due.signed_duration_since(now).to_std() {
        Ok(wait) if wait > Duration::ZERO => wait.min(LOOK),
        _ => LOOK,
    }
}
