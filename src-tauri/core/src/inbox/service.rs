//! What is done with the inbox.

use serde_json::json;

use super::{InboxRow, store};
use crate::access::By;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::{ClientId, InboxId};
use crate::office::{Act, Office};
use crate::outbox::ItemRef;

/// Notes within the act what a client did. `done`: the owner knows of it already.
pub(crate) async fn note(
    act: &mut Act<'_>,
    client_id: ClientId,
    item: ItemRef,
    what: &str,
    who: &str,
    done: bool,
) -> Result<()> {
    let row = InboxRow {
        inbox_id: InboxId::new(),
        client_id,
        item,
        what: what.into(),
        who: who.into(),
        at: act.now.into(),
        done,
    };
    store::put(act.db(), &row).await?;
    act.changed(ChangeKind::Inbox, item.id);
    Ok(())
}

/// The newest 1,000 rows, newest first; all, or those done or not.
pub async fn list(office: &Office, by: &By, done: Option<bool>) -> Result<Vec<InboxRow>> {
    store::list(&mut *office.read(by).await?, done).await
}

/// The owner is done with a row, or is not after all.
pub async fn set_done(office: &Office, by: &By, id: InboxId, done: bool) -> Result<()> {
    let mut act = office.begin(by).await?;
    store::set_done(act.db(), id, done).await?;
    act.record("inbox.set_done", &format!("inbox:{id}"), None, json!({ "done": done })).await?;
    act.changed(ChangeKind::Inbox, id);
    act.commit().await
}
