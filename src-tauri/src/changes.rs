//! The news of what changed, for the window: in batches, and each thing once in a batch.

use std::time::Duration;

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

use crate::office::{Changes, OfficeChange, Running};
use crate::{tray, window};

/// The event's name, and the pause between two of them: a busy office must not flood the window.
const EVENT: &str = "office-changed";
const PAUSE: Duration = Duration::from_millis(50);

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum News {
    /// As the core said it: `{kind, id?}`.
    Change(OfficeChange),
    /// Some news was lost, so that all of it is to be fetched again: `{kind: "everything"}`.
    Everything {
        /// Always `everything`.
        kind: &'static str,
    },
}

/// What the event carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// In the order in which they were committed.
    pub changes: Vec<News>,
}

/// Tells the window and the tray, until the office is closed.
pub fn forward(app: &AppHandle, mut changes: Receiver<Changes>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while let Some(batch) = next_batch(&mut changes, PAUSE).await {
            if let Err(error) = app.emit(EVENT, &batch) {
                tracing::warn!(%error, "the window was not told of a change");
            }
            if let Some(state) = app.state::<Running>().state().await {
                tray::show(&app, &state);
                window::badge(&app, state.told.unread);
            }
        }
    });
}

/// Waits for the first change, then gathers what else comes during `pause`; `None` once nothing more can come.
pub async fn next_batch(receiver: &mut Receiver<Changes>, pause: Duration) -> Option<Batch> {
    let mut batch = Batch { changes: Vec::new() };
    batch.add(receiver.recv().await)?;
    let end = Instant::now() + pause;
    while let Ok(received) = timeout_at(end, receiver.recv()).await {
        if batch.add(received).is_none() {
            break;
        }
    }
    Some(batch)
}

impl Batch {
    fn add(&mut self, received: Result<Changes, RecvError>) -> Option<()> {
        match received {
            Ok(changes) => changes.iter().cloned().for_each(|change| self.add_once(News::Change(change))),
            Err(RecvError::Lagged(_)) => self.add_once(News::Everything { kind: "everything" }),
            Err(RecvError::Closed) => return None,
        }
        Some(())
    }

    fn add_once(&mut self, news: News) {
        if !self.changes.contains(&news) {
            self.changes.push(news);
        }
    }
}

#[cfg(test)]
mod tests;
