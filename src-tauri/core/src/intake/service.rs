//! What the owner does with mail that came: the account, and what was kept aside.

use chrono::TimeDelta;
use serde_json::json;

use super::keep::{become_message, hold, release, save_files};
use super::{KnownSender, Offered, Received, ReceivedState, reading, store};
use crate::access::By;
use crate::chats::{self, Chat};
use crate::clients;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ChatId, ClientId, MessageId, ReceivedId};
use crate::office::{Act, Office};
use crate::settings::line;

/// How long what was dropped can be put back.
pub const KEEP_DROPPED: TimeDelta = TimeDelta::days(30);

/// What is kept aside, or was dropped, newest first, with the chats that each may belong to.
pub async fn list(office: &Office, by: &By, dropped: bool) -> Result<Vec<(Received, Vec<Offered>)>> {
    let mut db = office.read(by).await?;
    let mails =
        store::list(&mut db, if dropped { ReceivedState::Dropped } else { ReceivedState::Kept }).await?;
    let ids: Vec<ReceivedId> = mails.iter().map(|mail| mail.received_id).collect();
    let mut offered = store::offered(&mut db, &ids).await?;
    let mails = mails.into_iter().map(|mail| {
        let own;
        (own, offered) = offered.drain(..).partition(|one| one.received_id == mail.received_id);
        (mail, own)
    });
    Ok(mails.collect())
}

/// How many mails wait for the owner's decision.
pub async fn kept(office: &Office, by: &By) -> Result<i64> {
    store::kept(&mut *office.read(by).await?).await
}

/// A mail kept aside or dropped.
pub async fn get(office: &Office, by: &By, id: ReceivedId) -> Result<(Received, Vec<Offered>)> {
    let mut db = office.read(by).await?;
    let mail = store::get(&mut db, id).await?;
    if !matches!(mail.state, ReceivedState::Kept | ReceivedState::Dropped) {
        return Err(Error::not_found("mail", id));
    }
    let offered = store::offered(&mut db, &[id]).await?;
    Ok((mail, offered))
}

/// The owner knows that a mail belongs to a chat: it joins like any answer.
pub async fn join(office: &Office, by: &By, id: ReceivedId, chat_id: ChatId) -> Result<MessageId> {
    let chat = chats::store::get(&mut *office.read(by).await?, chat_id).await?;
    let decided = Decided::read(office, by, id, chat.client_id).await?;
    let mut act = office.begin(by).await?;
    let chat = chats::store::get(act.db(), chat_id).await?;
    let message = decided.join(&mut act, &chat).await?;
    let details = json!({ "subject": chat.subject, "received": id });
    chats::service::record(&mut act, "quarantine.join", &chat, details).await?;
    act.commit().await?;
    Ok(message)
}

/// A mail becomes the first message of a new chat with a client.
pub async fn start_chat(office: &Office, by: &By, id: ReceivedId, client_id: ClientId) -> Result<ChatId> {
    clients::store::get(&mut *office.read(by).await?, client_id).await?;
    let decided = Decided::read(office, by, id, client_id).await?;
    let mut act = office.begin(by).await?;
    let mail = &decided.mail;
    let subject = line("subject", &mail.subject).unwrap_or_else(|_| mail.from_email.clone());
    let chat = chats::service::begun_by_client(&mut act, client_id, subject).await?;
    decided.join(&mut act, &chat).await?;
    let details = json!({ "subject": chat.subject, "received": id });
    chats::service::record(&mut act, "quarantine.start_chat", &chat, details).await?;
    act.commit().await?;
    Ok(chat.chat_id)
}

/// A mail is nothing that concerns the office. It can be put back for 30 days.
pub async fn drop_mail(office: &Office, by: &By, id: ReceivedId) -> Result<()> {
    decide(office, by, id, (ReceivedState::Kept, ReceivedState::Dropped), "quarantine.drop").await
}

/// A dropped mail waits for a decision again.
pub async fn restore(office: &Office, by: &By, id: ReceivedId) -> Result<()> {
    decide(office, by, id, (ReceivedState::Dropped, ReceivedState::Kept), "quarantine.restore").await
}

/// Takes away what was dropped long ago.
pub async fn forget_dropped(office: &Office) -> Result<()> {
    let by = By::system();
    let before = office.now() - KEEP_DROPPED;
    if !store::any_dropped(&mut *office.read(&by).await?, before).await? {
        return Ok(());
    }
    let mut act = office.begin(&by).await?;
    if store::forget_dropped(act.db(), before).await? > 0 {
        act.changed(ChangeKind::Quarantine, office.id());
    }
    act.commit().await
}

async fn decide(
    office: &Office,
    by: &By,
    id: ReceivedId,
    (from, to): (ReceivedState, ReceivedState),
    action: &str,
) -> Result<()> {
    let mut act = office.begin(by).await?;
    let mail = store::get(act.db(), id).await?;
    if mail.state != from {
        return Err(ended(mail.state));
    }
    let now = act.now;
    let held = store::held_by(act.db(), id).await?;
    store::decide(act.db(), id, to, (to == ReceivedState::Dropped).then_some(now)).await?;
    if to == ReceivedState::Dropped {
        release(&mut act, &held).await?;
    } else {
        hold(&mut act, &held).await?;
    }
    let details = json!({ "from": mail.from_email, "subject": mail.subject });
    act.record(action, &format!("received:{id}"), mail.client_id.parse().ok(), details).await?;
    act.changed(ChangeKind::Quarantine, id);
    act.commit().await
}

fn ended(state: ReceivedState) -> Error {
    let reason = match state {
        ReceivedState::Joined | ReceivedState::Report => "joined",
        ReceivedState::Dropped | ReceivedState::Forgotten => "dropped",
        ReceivedState::Kept => "kept",
    };
    Error::AlreadyEnded { reason: reason.into() }
}

/// A mail that the owner puts into a chat, with its files saved.
struct Decided {
    mail: Received,
    sender: Option<KnownSender>,
    brought: Vec<crate::documents::Attachment>,
    left: Vec<super::File>,
}

impl Decided {
    /// Saves the files, before the act.
    async fn read(office: &Office, by: &By, id: ReceivedId, client_id: ClientId) -> Result<Self> {
        let mut db = office.read(by).await?;
        let mail = store::get(&mut db, id).await?;
        if mail.state != ReceivedState::Kept {
            return Err(ended(mail.state));
        }
        let senders = store::senders(&mut db, &mail.from_email).await?;
        let sender = senders.into_iter().find(|sender| sender.client_id == client_id);
        let bytes = store::bytes(&mut db, id).await?;
        drop(db);
        let files = tokio::task::spawn_blocking(move || reading::files(&bytes)).await?;
        let whose = sender.as_ref().map(|sender| By::mail_of(sender.contact_id));
        let (brought, left) =
            save_files(office, &whose.unwrap_or_else(|| by.clone()), client_id, files).await?;
        Ok(Self { mail, sender, brought, left })
    }

    /// Puts the mail into the chat within the act, if nobody decided meanwhile.
    async fn join(self, act: &mut Act<'_>, chat: &Chat) -> Result<MessageId> {
        let id = self.mail.received_id;
        let state = store::get(act.db(), id).await?.state;
        if state != ReceivedState::Kept {
            return Err(ended(state));
        }
        let now = act.now;
        let held = store::held_by(act.db(), id).await?;
        store::decide(act.db(), id, ReceivedState::Joined, Some(now)).await?;
        release(act, &held).await?;
        let message =
            become_message(act, chat, &self.mail, (self.sender.as_ref(), self.brought, self.left)).await?;
        act.changed(ChangeKind::Quarantine, id);
        Ok(message)
    }
}
