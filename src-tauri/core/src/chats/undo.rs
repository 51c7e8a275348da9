//! Taking a message back while nothing of it has left: what was there before stands again, and its words are a draft.
//!
//! A message that was sent with undo seconds notes what it changes. Until they are over its mails wait; taking it back
//! withdraws them and leaves everything else as it was. Nobody has seen anything by then.

use serde_json::json;

use super::before::{Before, ThreadBefore, open_until};
use super::service::{distinct, record};
use super::{AuthorKind, Chat, store};
use crate::access::By;
use crate::drafts::{self, Writing};
use crate::error::{Error, Result};
use crate::id::{ChatId, DraftId};
use crate::office::{Act, Office};
use crate::outbox::{self, MailState};
use crate::reminders::{self, Change, Entry};
use crate::richtext::Document;
use crate::settings;

/// Takes back the last message of these chats: of one, or of several that it began together. All or none.
///
/// # Errors
/// [`Error::AlreadyEnded`] when one of them can't be taken back any more.
pub async fn undo_send(office: &Office, by: &By, chats: &[ChatId]) -> Result<DraftId> {
    let chats = distinct("chat_ids", chats)?;
    let mut act = office.begin(by).await?;
    let mut taken: Option<Writing> = None;
    for id in &chats {
        let chat = store::get(act.db(), *id).await?;
        let writing = take_back(&mut act, &chat, chats.len() > 1).await?;
        match &mut taken {
            None => taken = Some(writing),
            Some(taken) => taken.clients.extend(writing.clients),
        }
        record(&mut act, "chats.undo_send", &chat, json!({ "subject": chat.subject })).await?;
    }
    let writing = taken.ok_or_else(|| Error::invalid("chat_ids", "name at least one chat"))?;
    let draft = drafts::service::take_back(&mut act, writing, &chats).await?;
    for id in &chats {
        store::delete_if_empty(act.db(), *id).await?;
    }
    act.commit().await?;
    Ok(draft)
}

async fn take_back(act: &mut Act<'_>, chat: &Chat, together: bool) -> Result<Writing> {
    let too_late = || Error::AlreadyEnded { reason: "too_late".into() };
    let undoable = store::undoable(act.db(), chat.chat_id).await?.ok_or_else(too_late)?;
    let last = undoable.message;
    if last.author_kind != AuthorKind::Office || open_until(undoable.until_at, act.now).is_none() {
        return Err(too_late());
    }
    let damaged =
        |error: &dyn std::fmt::Display| Error::Damaged(format!("message {}: {error}", last.message_id));
    let before: Before = serde_json::from_str(&undoable.before).map_err(|error| damaged(&error))?;
    if before.thread.is_some() && together {
        return Err(Error::invalid("chat_ids", "messages in threads are taken back one at a time"));
    }
    withdraw(act, chat, last.round).await?.ok_or_else(too_late)?;

    let tasks = store::tasks(act.db(), chat.chat_id).await?;
    let had = before.thread.as_ref().map_or(&[][..], |thread| &thread.tasks);
    let new = tasks.into_iter().filter(|task| !had.contains(&task.task_id));
    let (ids, tasks): (Vec<_>, Vec<_>) = new.map(|task| (task.task_id, task.text)).unzip();
    store::delete_tasks(act.db(), &ids).await?;
    let brought = store::attachments(act.db(), &[last.message_id]).await?;
    store::delete_message(act.db(), last.message_id).await?;
    let in_thread = before.thread.is_some();
    match before.thread {
        Some(thread) => restore(act, chat, thread).await?,
        None => reminders::store::delete(act.db(), chat.item()).await?,
    }
    let (template, subject, body) = match before.unfilled {
        Some(unfilled) => (Some(unfilled.template_id), unfilled.subject, unfilled.body),
        None if in_thread => (None, String::new(), last.body),
        None => (None, chat.subject.clone(), last.body),
    };
    Ok(Writing {
        chat_id: in_thread.then_some(chat.chat_id),
        clients: if in_thread { Vec::new() } else { vec![chat.client_id] },
        subject,
        body: Document::from_json(&body).map_err(|error| damaged(&error))?,
        template,
        template_documents: Vec::new(),
        reminder: before.reminder,
        tasks,
        attachments: brought.into_values().flatten().map(|one| one.document_id).collect(),
    })
}

/// Withdraws what waits to tell of the message that armed this round; `None`: something of it has left.
async fn withdraw(act: &mut Act<'_>, chat: &Chat, round: u32) -> Result<Option<()>> {
    let mails = outbox::store::about_round(act.db(), chat.item(), round).await?;
    if mails.iter().any(|mail| mail.state != MailState::Queued || mail.attempts > 0) {
        return Ok(None);
    }
    for mail in mails {
        outbox::service::withdraw(act, &mail, &[], "undone").await?;
        // The next message arms the same round, and this mail is none of its own.
        outbox::store::delete_items(act.db(), mail.mail_id).await?;
    }
    Ok(Some(()))
}

/// The thread as it was. A reminder that waited then was withdrawn by the message: its step is free, and falls due
/// anew.
async fn restore(act: &mut Act<'_>, chat: &Chat, before: ThreadBefore) -> Result<()> {
    store::set_state(act.db(), chat.chat_id, before.state).await?;
    let mut reminder = before.reminder;
    if let Some(step) = reminder.in_flight {
        reminder.apply(Change::ReminderWithdrawn { round: reminder.round, step }, act.now)?;
    }
    reminder.in_delivery = None;
    let calendar = settings::store::get(act.db()).await?.calendar();
    let entry = Entry { item: chat.item(), client_id: chat.client_id, reminder, held: before.held };
    reminders::store::put(act.db(), &[entry], &calendar).await
}
