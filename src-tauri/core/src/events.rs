//! Events: what changed, by id alone. They leave after the commit; whoever listens fetches again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// What kind of thing.
    pub kind: ChangeKind,
    /// Which one; absent where there is only one of the kind.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
}

/// The kinds of things that change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A client or its contacts.
    Client,
    /// A chat: its messages, tasks, state or reminder.
    Chat,
    /// A draft of the owner's.
    Draft,
    /// A client's folders or documents; the id is the client's.
    Documents,
    /// A template of messages.
    Template,
    /// A mail of the outbox.
    Outbox,
    /// A row of the inbox.
    Inbox,
    /// A mail kept aside.
    Quarantine,
    /// The office's settings or accounts.
    Settings,
    /// The office's state: loops, account, backup.
    Office,
}

impl Change {
    /// The thing of `kind` with `id` changed.
    pub fn of(kind: ChangeKind, id: impl ToString) -> Self {
        Self { kind, id: Some(id.to_string()) }
    }

    /// The one thing of `kind` changed.
    pub fn to(kind: ChangeKind) -> Self {
        Self { kind, id: None }
    }
}

/// Carries events to whoever listens; those who lag are told so and fetch everything again.
#[derive(Debug, Clone)]
pub struct EventBus(broadcast::Sender<Arc<[Change]>>);

impl Default for EventBus {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl EventBus {
    /// Tells every listener; nobody listening is no error.
    pub fn publish(&self, changes: Vec<Change>) {
        if !changes.is_empty() {
            let _ = self.0.send(changes.into());
        }
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<[Change]>> {
        self.0.subscribe()
    }
}
