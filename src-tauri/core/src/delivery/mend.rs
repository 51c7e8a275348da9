//! Items that nobody could be told about, once somebody can be.

use serde_json::json;

use super::fire::waiting;
use crate::access::By;
use crate::chats;
use crate::clients::{self, Contact};
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::ClientId;
use crate::office::{Act, Office};
use crate::outbox::{self, ItemKind, MailKind};
use crate::reminders::{self, Entry, NO_RECIPIENT, NOTIFICATION_WAITS, Phase};
use crate::settings;

/// Sends the notifications that held items still owe, and lets their reminders run. How many were mended.
pub async fn mend(office: &Office) -> Result<u64> {
    let by = By::system();
    if reminders::store::mendable(&mut *office.read(&by).await?).await?.is_empty() {
        return Ok(0);
    }
    let mut act = office.begin(&by).await?;
    let calendar = settings::store::get(act.db()).await?.calendar();
    let mut mended = 0;
    // Read once more: somebody may have acted before this act's turn came.
    for entry in reminders::store::mendable(act.db()).await? {
        if entry.held == NOTIFICATION_WAITS && everybody_waits(&mut act, &entry).await? {
            continue;
        }
        if entry.held == NO_RECIPIENT {
            tell(&mut act, &entry).await?;
        }
        let entry = Entry { held: String::new(), ..entry };
        act.changed(ChangeKind::Chat, entry.item.id);
        reminders::store::put(act.db(), &[entry], &calendar).await?;
        mended += 1;
    }
    act.commit().await?;
    Ok(mended)
}

/// Whether each contact still waits for the notification that the next step must not go beside.
async fn everybody_waits(act: &mut Act<'_>, entry: &Entry) -> Result<bool> {
    let Some(step) = entry.reminder.next_step() else { return Ok(false) };
    let waiting = waiting(act, &[(entry, step)]).await?;
    let contacts = recipients(act, entry.client_id).await?;
    Ok(contacts.iter().all(|contact| waiting.contains(&(entry.item, contact.contact_id))))
}

async fn recipients(act: &mut Act<'_>, client: ClientId) -> Result<Vec<Contact>> {
    Ok(clients::service::recipients(act, &[client]).await?.remove(&client).unwrap_or_default())
}

async fn tell(act: &mut Act<'_>, entry: &Entry) -> Result<()> {
    let round = entry.reminder.asked_in;
    let owed = entry.item.kind == ItemKind::Chat
        && entry.reminder.phase == Phase::Pending
        && outbox::store::live(act.db(), MailKind::Notification, entry.item, round, 0).await?.is_empty();
    if !owed {
        return Ok(());
    }
    let chat = chats::store::get(act.db(), entry.item.id.into()).await?;
    let contacts = recipients(act, entry.client_id).await?;
    let now = act.now;
    chats::telling::notify(act, &[(&chat, round, &contacts)], now).await?;
    let details = json!({ "subject": chat.subject, "contacts": contacts.len() });
    act.record("chat.mended", &format!("chat:{}", chat.chat_id), Some(chat.client_id), details).await
}
