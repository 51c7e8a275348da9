//! Starts the loops, keeps them running through errors and panics, and ends them together.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{HOUSEKEEPING, LoopState, housekeeping, intake, outbox, reminders, sent, watcher, words};
use crate::error::Result;
use crate::events::ChangeKind;
use crate::office::Office;

/// A loop that fails is started again after this long, doubled each time it fails again.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// How long an orderly end may take: a mail under way is finished, not cut off.
const SHUTDOWN: Duration = Duration::from_secs(20);

/// The running loops.
#[derive(Debug)]
pub struct Running {
    stop: CancellationToken,
    loops: TaskTracker,
}

impl Running {
    /// Ends the loops in order: what is under way is finished and recorded. False: some had not ended after 20
    /// seconds; what they left is taken up at the next start.
    pub async fn shutdown(self) -> bool {
        self.stop.cancel();
        timeout(SHUTDOWN, self.loops.wait()).await.is_ok()
    }
}

/// Starts every loop of the office.
pub fn start(office: &Arc<Office>) -> Running {
    let running = Running { stop: CancellationToken::new(), loops: TaskTracker::new() };
    supervise(&running, office, "intake", intake::run);
    supervise(&running, office, "reminders", reminders::run);
    supervise(&running, office, "outbox", outbox::run);
    supervise(&running, office, "sent", sent::run);
    supervise(&running, office, "documents", watcher::run);
    supervise(&running, office, "words", words::run);
    supervise(&running, office, HOUSEKEEPING, housekeeping::run);
    running.loops.close();
    running
}

fn supervise<F>(
    running: &Running,
    office: &Arc<Office>,
    name: &'static str,
    run: impl Fn(Arc<Office>, CancellationToken) -> F + Send + Sync + 'static,
) where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let (office, stop) = (office.clone(), running.stop.clone());
    running.loops.spawn(async move {
        let mut wait = FIRST_WAIT;
        while !stop.is_cancelled() {
            say(&office, name, LoopState::Running, String::new());
            let began = tokio::time::Instant::now();
            let done = tokio::spawn(run(office.clone(), stop.clone())).await;
            let error = match done {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error.to_string(),
                Err(panic) => panic.to_string(),
            };
            tracing::error!(name, error, "a loop failed and is started again");
            say(&office, name, LoopState::Failing, error);
            if began.elapsed() > LONGEST_WAIT {
                wait = FIRST_WAIT;
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        say(&office, name, LoopState::Stopped, String::new());
    });
}

fn say(office: &Office, name: &'static str, state: LoopState, error: String) {
    if office.board.set(name, state, error) {
        office.tell(ChangeKind::Office);
    }
}
