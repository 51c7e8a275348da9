//! The inbox: what clients did, one row a thread, newest up.

pub mod service;
pub mod store;

use crate::id::{ClientId, InboxId};
use crate::outbox::ItemRef;
use crate::time::Millis;

/// A row of the inbox.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct InboxRow {
    /// Its id.
    pub inbox_id: InboxId,
    /// Whose client.
    pub client_id: ClientId,
    /// Which thread.
    #[sqlx(flatten)]
    pub item: ItemRef,
    /// The last thing that came: `answer`.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: Millis,
    /// Whether the owner is done with it.
    pub done: bool,
}
