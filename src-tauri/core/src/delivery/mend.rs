//! Items that nobody could be told about, once somebody can be.

use serde_json::json;

use crate::access::By;
use crate::chats;
use crate::clients;
use crate::error::Result;
use crate::events::ChangeKind;
use crate::office::{Act, Office};
use crate::outbox::{self, ItemKind, MailKind};
use crate::reminders::{self, Entry, NO_RECIPIENT, Phase};
use crate::settings;

/// Sends the notifications that held items still owe, and lets their reminders run. How many were mended.
pub async fn mend(office: &Office) -> Result<u64> {
    let by = By::system();
    let held = reminders::store::mendable(&mut *office.read(&by).await?).await?;
    if held.is_empty() {
        return Ok(0);
    }
    let mut act = office.begin(&by).await?;
    let calendar = settings::store::get(act.db()).await?.calendar();
    let mut mended = 0;
    for entry in held.into_iter().filter(|entry| entry.held == NO_RECIPIENT) {
        tell(&mut act, &entry).await?;
        let entry = Entry { held: String::new(), ..entry };
        reminders::store::put(act.db(), &entry, &calendar).await?;
        act.changed(ChangeKind::Chat, entry.item.id);
        mended += 1;
    }
    act.commit().await?;
    Ok(mended)
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
    let contacts = clients::service::recipients(act, entry.client_id).await?;
    let now = act.now;
    chats::service::notify(act, &chat, &contacts, round, now).await?;
    let details = json!({ "subject": chat.subject, "contacts": contacts.len() });
    act.record("chat.mended", &format!("chat:{}", chat.chat_id), Some(chat.client_id), details).await
}
