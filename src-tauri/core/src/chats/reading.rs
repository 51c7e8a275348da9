//! What the office reads of chats: the list, and a thread, whole.

use std::collections::HashMap;

use super::before::open_until;
use super::{ChatRow, ChatState, Thread, store};
use crate::access::By;
use crate::clients;
use crate::error::{Error, Result};
use crate::evidence;
use crate::id::{ChatId, ClientId, MailId, MessageId};
use crate::intake;
use crate::office::Office;
use crate::outbox::{self, ItemRef};
use crate::reminders::{self, Entry};
use crate::settings;
use crate::time::Millis;

/// Which chats are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Listed {
    /// Of this client; `None`: of all.
    pub client: Option<ClientId>,
    /// In this state; `None`: in any.
    pub state: Option<ChatState>,
    /// So many of the newest; `None`: all.
    pub limit: Option<u32>,
}

/// The list, newest first, each row with its reminder and when that goes next.
pub async fn list(office: &Office, by: &By, listed: Listed) -> Result<Vec<(ChatRow, Entry, Option<Millis>)>> {
    let mut db = office.read(by).await?;
    let settings = settings::store::get(&mut db).await?;
    let rows = store::list(&mut db, listed).await?;
    let ids: Vec<ChatId> = rows.iter().map(|row| row.chat.chat_id).collect();
    let entries = reminders::store::of_chats(&mut db, &ids).await?;
    let stopped = outbox::stopped(&mut db, None).await?;
    let entries = entries.into_iter().map(|entry| (entry.item, entry.shown(&stopped, &settings)));
    let mut entries: HashMap<ItemRef, Entry> = entries.collect();
    let now = office.now();
    rows.into_iter()
        .map(|row| {
            let entry = entries
                .remove(&row.chat.item())
                .ok_or_else(|| Error::Damaged(format!("chat {} has no reminder row", row.chat.chat_id)))?;
            let next_at = entry.next_at(&settings, now);
            Ok((row, entry, next_at))
        })
        .collect()
}

/// How many threads of the list have something that the owner has not read.
pub async fn unread(office: &Office, by: &By) -> Result<i64> {
    store::unread(&mut *office.read(by).await?).await
}

/// A thread, whole.
pub async fn get(office: &Office, by: &By, id: ChatId) -> Result<Thread> {
    let mut db = office.read(by).await?;
    let settings = settings::store::get(&mut db).await?;
    let chat = store::get(&mut db, id).await?;
    let entry = reminders::store::get(&mut db, chat.item()).await?;
    let stopped = outbox::stopped(&mut db, Some(chat.item())).await?;
    let entry = entry.shown(&stopped, &settings);
    let now = office.now();
    let messages = store::messages(&mut db, id).await?;
    let ids: Vec<MessageId> = messages.iter().map(|message| message.message_id).collect();
    let deliveries = store::deliveries(&mut db, id).await?;
    let mails: Vec<MailId> = deliveries.iter().map(|delivery| delivery.mail_id).collect();
    Ok(Thread {
        client_name: clients::store::get(&mut db, chat.client_id).await?.name,
        contacts: clients::store::contacts_of(&mut db, chat.client_id).await?,
        attachments: store::attachments(&mut db, &ids).await?,
        mails: intake::store::of_messages(&mut db, &ids).await?,
        messages,
        undoable: store::undoable(&mut db, id)
            .await?
            .and_then(|undoable| Some((undoable.message.message_id, open_until(undoable.until_at, now)?))),
        evidence: evidence::store::of_mails(&mut db, &mails).await?,
        deliveries,
        tasks: store::tasks(&mut db, id).await?,
        next_at: entry.next_at(&settings, now),
        reminder: entry.reminder,
        held: entry.held,
        chat,
    })
}
