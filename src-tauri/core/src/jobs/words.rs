//! The loop that reads the words of documents for the search, a few documents at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::documents::words::Reading;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::office::Office;

/// How long it is let be between two rounds: what the owner does comes first.
const BREATH: Duration = Duration::from_millis(100);

/// How long after a change words are looked for again: what is being written is not whole before.
const LATER: Duration = Duration::from_secs(3);

pub(super) async fn run(office: Arc<Office>, stop: CancellationToken) -> Result<()> {
    // What is being read when it is stopped is given up.
    stop.run_until_cancelled(read(&office)).await.unwrap_or(Ok(()))
}

async fn read(office: &Office) -> Result<()> {
    let mut changes = office.events();
    loop {
        let mut reading = Reading::of(office);
        while reading.some().await? {
            sleep(BREATH).await;
        }
        drop(reading);
        loop {
            match changes.recv().await {
                Ok(heard) if !heard.iter().any(|change| change.kind == ChangeKind::Documents) => {}
                Err(RecvError::Closed) => return Ok(()),
                _ => break,
            }
        }
        sleep(LATER).await;
    }
}
