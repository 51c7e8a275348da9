//! What the office and its clients do in chats. Each act is one transaction: the change, its mails, its audit row
//! and its inbox row.

use std::collections::HashSet;
use std::hash::Hash;

use serde_json::{Value, json};

use super::before::{Before, ThreadBefore};
use super::bringing::Bringing;
use super::telling::{mail, notify, recipients};
use super::{AuthorKind, Chat, ChatState, LONGEST_UNDO, MOST_TASKS, Message, Reply, Via, store};
use crate::access::By;
use crate::clients;
use crate::documents::Attachment;
use crate::drafts;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ChatId, ClientId, ContactId, MessageId, TaskId};
use crate::inbox;
use crate::office::{Act, Office};
use crate::outbox::{self, MailItem, MailKind};
use crate::reminders::{self, Change, Entry, Policy, Reminder, StopReason};
use crate::richtext::Document;
use crate::settings::{self, PolicyChange, Settings, line};
use crate::time::Instant;

pub use super::creating::create;

/// Writes a further message: it arms the reminder afresh with the thread's settings, and brings an archived
/// thread back.
pub async fn reply(office: &Office, by: &By, reply: Reply) -> Result<MessageId> {
    if reply.body.is_empty() {
        return Err(Error::invalid("body", "the message is empty"));
    }
    let tasks = checked_tasks(&reply.tasks)?;
    let undo = undo_time(reply.undo_seconds)?;
    let client_id = store::get(&mut *office.read(by).await?, reply.chat_id).await?.client_id;
    let mut bringing =
        Bringing::prepare(office, by, &[client_id], &reply.attachments, reply.allow_no_recipient).await?;
    let mut act = office.begin(by).await?;
    let settings = settings::store::get(act.db()).await?;
    let chat = store::get(act.db(), reply.chat_id).await?;
    let old = reminders::store::get(act.db(), chat.item()).await?;
    let policy = match reply.reminder {
        None => old.reminder.enabled.then_some(old.reminder.policy),
        Some(None) => None,
        Some(Some(change)) => Some(change.over(thread_policy(&old.reminder, &settings))?),
    };
    let contacts =
        recipients(&mut act, &[chat.client_id], reply.allow_no_recipient).await?.pop().unwrap_or_default();
    let had = store::tasks(act.db(), chat.chat_id).await?;
    let before = Before {
        reminder: policy.map(PolicyChange::from),
        thread: Some(ThreadBefore {
            reminder: old.reminder.clone(),
            held: old.held.clone(),
            state: chat.state,
            tasks: had.iter().map(|task| task.task_id).collect(),
        }),
        unfilled: None,
    };
    store::set_state(act.db(), chat.chat_id, ChatState::Active).await?;
    store::add_tasks(act.db(), chat.chat_id, &tasks).await?;
    outbox::service::withdraw_reminders(&mut act, &[chat.item()], "superseded").await?;
    let old = [(old, !contacts.is_empty())];
    let armed = reminders::service::arm(&mut act, old, policy, &settings.calendar()).await?;
    let round = armed.first().map_or(0, |entry| entry.reminder.round);
    let message = message(&settings, &chat, &reply.body, round, act.now);
    store::insert_message(act.db(), &message).await?;
    let (chats, messages) = (std::slice::from_ref(&chat), std::slice::from_ref(&message));
    let brought = bringing.add(&mut act, office, chats, messages).await?;
    let not_before = act.now + undo;
    notify(&mut act, &[(&chat, round, &contacts)], not_before).await?;
    note_undoable(&mut act, &[(&message, before)], not_before).await?;
    if let Some(draft) = reply.draft {
        drafts::service::sent(&mut act, draft).await?;
    }
    let details = json!({ "subject": chat.subject, "contacts": contacts.len(), "reminder": policy,
        "documents": brought });
    record(&mut act, "chats.reply", &chat, details).await?;
    act.commit().await?;
    Ok(message.message_id)
}

/// Writes down what the client answered by word of mouth: it counts as their answer.
pub async fn record_answer(
    office: &Office,
    by: &By,
    chat: ChatId,
    contact: Option<ContactId>,
    text: &str,
) -> Result<MessageId> {
    let body = Document::from_text(text).map_err(|error| Error::invalid("text", error))?;
    if body.is_empty() {
        return Err(Error::invalid("text", "the answer is empty"));
    }
    let mut act = office.begin(by).await?;
    let chat = store::get(act.db(), chat).await?;
    let who = match contact {
        None => clients::store::get(act.db(), chat.client_id).await?.name,
        Some(id) => {
            let contact = clients::store::contact(act.db(), id).await?;
            if contact.client_id != chat.client_id {
                return Err(Error::invalid("contact_id", "is another client's contact"));
            }
            contact.name
        }
    };
    let message = Message {
        message_id: MessageId::new(),
        chat_id: chat.chat_id,
        author_kind: AuthorKind::Client,
        author_name: who,
        contact_id: contact.map(|id| id.to_string()).unwrap_or_default(),
        via: Via::Hand,
        body: body.to_json(),
        text: body.plain_text(),
        round: 0,
        at: act.now.into(),
        read_at: Some(act.now.into()),
    };
    receive(&mut act, &chat, &message, Vec::new()).await?;
    record(
        &mut act,
        "chats.record_answer",
        &chat,
        json!({ "subject": chat.subject, "who": message.author_name }),
    )
    .await?;
    act.commit().await?;
    Ok(message.message_id)
}

/// A client's message, whichever way it came: it stops the reminder, withdraws the one that waits in the
/// outbox, reopens an archived thread and makes an inbox row.
pub(crate) async fn receive(
    act: &mut Act<'_>,
    chat: &Chat,
    message: &Message,
    brought: Vec<Attachment>,
) -> Result<()> {
    store::insert_message(act.db(), message).await?;
    let brought: Vec<_> = (0..).zip(brought).map(|(n, one)| (message.message_id, n, one)).collect();
    store::insert_attachments(act.db(), &brought).await?;
    store::set_state(act.db(), chat.chat_id, ChatState::Active).await?;
    end(act, chat, StopReason::Answered).await?;
    let known = message.read_at.is_some();
    inbox::service::note(act, chat.client_id, chat.item(), "answer", &message.author_name, known).await
}

/// A chat that a client begins: it awaits nothing of them.
pub(crate) async fn begun_by_client(act: &mut Act<'_>, client_id: ClientId, subject: String) -> Result<Chat> {
    let chat = Chat { chat_id: ChatId::new(), client_id, subject, state: ChatState::Active };
    let now = act.now;
    store::insert(act.db(), std::slice::from_ref(&chat), now).await?;
    let calendar = settings::store::get(act.db()).await?.calendar();
    let entry = Entry { item: chat.item(), client_id, reminder: Reminder::default(), held: String::new() };
    reminders::store::put(act.db(), &[entry], &calendar).await?;
    Ok(chat)
}

/// "This reply doesn't answer me": the client is awaited again, the count is kept, the days count from now.
pub async fn resume_reminder(office: &Office, by: &By, id: ChatId) -> Result<()> {
    change(office, by, id, "chats.resume_reminder", async |_, _, _| Ok(Some(Change::Resumed))).await
}

/// Takes a thread out of the list; its reminder stops.
pub async fn archive(office: &Office, by: &By, id: ChatId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let chat = store::get(act.db(), id).await?;
    if chat.state == ChatState::Archived {
        return Err(Error::AlreadyEnded { reason: "archived".into() });
    }
    store::set_state(act.db(), id, ChatState::Archived).await?;
    end(&mut act, &chat, StopReason::Archived).await?;
    record(&mut act, "chats.archive", &chat, json!({ "subject": chat.subject })).await?;
    act.commit().await
}

/// Puts an archived thread back into the list. Nothing is sent; the reminder is armed as if the message were new.
pub async fn reopen(office: &Office, by: &By, id: ChatId) -> Result<()> {
    change(office, by, id, "chats.reopen", async |act, chat, _| {
        if chat.state == ChatState::Active {
            return Err(Error::invalid("chat_id", "only an archived chat can be reopened"));
        }
        store::set_state(act.db(), chat.chat_id, ChatState::Active).await?;
        let last = store::last_message(act.db(), chat.chat_id).await?;
        let client_has_last_word = last.is_some_and(|m| m.author_kind == AuthorKind::Client);
        Ok(Some(Change::Reopened { client_has_last_word }))
    })
    .await
}

/// Switches the reminder on or off, or changes its days and number.
pub async fn set_reminder(
    office: &Office,
    by: &By,
    id: ChatId,
    enabled: bool,
    change_to: PolicyChange,
) -> Result<()> {
    change(office, by, id, "chats.set_reminder", async |_, _, (old, settings)| {
        let policy = change_to.over(thread_policy(&old.reminder, settings))?;
        Ok(Some(match (enabled, old.reminder.enabled) {
            (true, false) => Change::SwitchedOn(policy),
            (true, true) => Change::PolicyChanged(policy),
            (false, _) => Change::SwitchedOff,
        }))
    })
    .await
}

/// One more mail at once to every contact with NOTIFY. It uses up no step; the next reminder counts from it.
pub async fn send_again(office: &Office, by: &By, id: ChatId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let chat = store::get(act.db(), id).await?;
    let entry = reminders::store::get(act.db(), chat.item()).await?;
    if let reminders::Phase::Ended(reason) = entry.reminder.phase {
        return Err(Error::AlreadyEnded { reason: reminders::word(&reason) });
    }
    let contacts = recipients(&mut act, &[chat.client_id], false).await?.pop().unwrap_or_default();
    let round = entry.reminder.round;
    let step = outbox::store::last_manual(act.db(), chat.item()).await? + 1;
    let now = act.now.into();
    let item = MailItem { item: chat.item(), round, step };
    let mails: Vec<_> =
        contacts.iter().map(|contact| mail(MailKind::SendAgain, &chat, contact, item, now)).collect();
    outbox::service::queue(&mut act, &mails).await?;
    record(
        &mut act,
        "chats.send_again",
        &chat,
        json!({ "subject": chat.subject, "contacts": contacts.len() }),
    )
    .await?;
    act.commit().await
}

/// Ticks a client task or takes the tick away. It is no answer.
pub async fn set_task(office: &Office, by: &By, id: TaskId, done: bool) -> Result<()> {
    let mut act = office.begin(by).await?;
    let task = store::task(act.db(), id).await?;
    let chat = store::get(act.db(), task.chat_id).await?;
    let who = settings::store::owner_name(act.db()).await?;
    let at = done.then_some(act.now);
    store::tick(act.db(), id, &who, at).await?;
    record(
        &mut act,
        "chats.set_task",
        &chat,
        json!({ "subject": chat.subject, "task": task.text, "done": done }),
    )
    .await?;
    act.commit().await
}

/// The client's last message counts as unread again.
pub async fn mark_unread(office: &Office, by: &By, id: ChatId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let chat = store::get(act.db(), id).await?;
    if !store::mark_unread(act.db(), chat.chat_id).await? {
        return Err(Error::invalid("chat_id", "the client has written nothing in this chat"));
    }
    act.changed(ChangeKind::Chat, id);
    act.commit().await
}

/// The owner has seen every message of the thread.
pub async fn mark_read(office: &Office, by: &By, id: ChatId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let chat = store::get(act.db(), id).await?;
    let now = act.now;
    if store::mark_read(act.db(), chat.chat_id, now).await? > 0 {
        act.changed(ChangeKind::Chat, id);
    }
    act.commit().await
}

/// Notes within the act that these messages, each the last of its chat, can be taken back until then.
pub(super) async fn note_undoable(
    act: &mut Act<'_>,
    messages: &[(&Message, Before)],
    until: Instant,
) -> Result<()> {
    let now = act.now;
    if until <= now {
        return Ok(());
    }
    store::forget_undoable(act.db(), now).await?;
    let mut rows = Vec::with_capacity(messages.len());
    for (message, before) in messages {
        let before = serde_json::to_string(before).map_err(|error| Error::Damaged(error.to_string()))?;
        rows.push((message.message_id, message.chat_id, before));
    }
    store::insert_undoable(act.db(), &rows, until).await
}

/// One change of a thread's reminder, as `decide` finds it, with what follows from it.
async fn change(
    office: &Office,
    by: &By,
    id: ChatId,
    action: &str,
    decide: impl AsyncFnOnce(&mut Act<'_>, &Chat, (&Entry, &Settings)) -> Result<Option<Change>>,
) -> Result<()> {
    let mut act = office.begin(by).await?;
    let settings = settings::store::get(act.db()).await?;
    let chat = store::get(act.db(), id).await?;
    let old = reminders::store::get(act.db(), chat.item()).await?;
    if let Some(change) = decide(&mut act, &chat, (&old, &settings)).await? {
        let entry = reminders::service::apply(&mut act, chat.item(), change, &settings.calendar()).await?;
        if old.reminder.on_its_way().is_some() && entry.reminder.on_its_way().is_none() {
            outbox::service::withdraw_reminders(&mut act, &[chat.item()], "changed").await?;
        }
        let Reminder { enabled, policy, .. } = entry.reminder;
        let details = json!({ "subject": chat.subject, "enabled": enabled, "reminder": policy });
        record(&mut act, action, &chat, details).await?;
    }
    act.commit().await
}

/// Ends what the chat awaits; the reminder that waits in the outbox is withdrawn.
async fn end(act: &mut Act<'_>, chat: &Chat, reason: StopReason) -> Result<()> {
    let calendar = settings::store::get(act.db()).await?.calendar();
    reminders::service::apply(act, chat.item(), Change::Ended(reason), &calendar).await?;
    outbox::service::withdraw_reminders(act, &[chat.item()], &reminders::word(&reason)).await
}

/// The office's message that armed `round` of the chat's reminder.
pub(super) fn message(
    settings: &Settings,
    chat: &Chat,
    body: &Document,
    round: u32,
    now: Instant,
) -> Message {
    Message {
        message_id: MessageId::new(),
        chat_id: chat.chat_id,
        author_kind: AuthorKind::Office,
        author_name: settings.owner_name.clone(),
        contact_id: String::new(),
        via: Via::Office,
        body: body.to_json(),
        text: body.plain_text(),
        round,
        at: now.into(),
        read_at: Some(now.into()),
    }
}

/// What the thread's reminder is changed from: its own settings if it ever had any, else the office's.
fn thread_policy(reminder: &Reminder, settings: &Settings) -> Policy {
    if reminder.enabled || reminder.policy != Policy::default() {
        reminder.policy
    } else {
        settings.reminder_defaults
    }
}

pub(crate) async fn record(act: &mut Act<'_>, action: &str, chat: &Chat, details: Value) -> Result<()> {
    act.record(action, &format!("chat:{}", chat.chat_id), Some(chat.client_id), details).await?;
    act.changed(ChangeKind::Chat, chat.chat_id);
    Ok(())
}

pub(super) fn distinct<Id: Copy + Eq + Hash>(field: &str, ids: &[Id]) -> Result<Vec<Id>> {
    let mut seen = HashSet::with_capacity(ids.len());
    let distinct: Vec<Id> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    if distinct.is_empty() { Err(Error::invalid(field, "name at least one")) } else { Ok(distinct) }
}

pub(super) fn checked_tasks(tasks: &[String]) -> Result<Vec<String>> {
    if tasks.len() > MOST_TASKS {
        return Err(Error::invalid("tasks", format!("a chat has at most {MOST_TASKS}")));
    }
    tasks.iter().map(|text| line("tasks", text)).collect()
}

pub(super) fn undo_time(seconds: u16) -> Result<chrono::TimeDelta> {
    if seconds > LONGEST_UNDO {
        return Err(Error::invalid("undo_seconds", format!("is 0 to {LONGEST_UNDO}")));
    }
    Ok(chrono::TimeDelta::seconds(seconds.into()))
}
