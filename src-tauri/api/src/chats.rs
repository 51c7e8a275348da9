//! `chats.*`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::access::By;
use studiolo_core::chats::{self, NewChat, Reply, Thread, service};
use studiolo_core::id::{ChatId, ClientId};
use studiolo_core::reminders::{Entry, NO_RECIPIENT};
use studiolo_core::richtext::Document;
use studiolo_core::settings::PolicyChange;
use studiolo_core::time::Millis;
use studiolo_core::{Error, Office, Result};
use ts_rs::TS;

use crate::clients::Contact;
use crate::mail::MailState;
use crate::reminders::{Reminder, ReminderChoice};
use crate::wire::{At, Done, at, id, optional_id, present};

/// Whether a chat stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChatState {
    /// It does.
    Active,
    /// It left the list and counts for nothing.
    Archived,
}

impl From<chats::ChatState> for ChatState {
    fn from(state: chats::ChatState) -> Self {
        match state {
            chats::ChatState::Active => Self::Active,
            chats::ChatState::Archived => Self::Archived,
        }
    }
}

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// The office.
    Office,
    /// The client.
    Client,
}

impl From<chats::AuthorKind> for AuthorKind {
    fn from(kind: chats::AuthorKind) -> Self {
        match kind {
            chats::AuthorKind::Office => Self::Office,
            chats::AuthorKind::Client => Self::Client,
        }
    }
}

/// Which way a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Written here by the office.
    Office,
    /// By word of mouth, written down by the owner.
    Hand,
    /// A mail.
    Mail,
    /// The portal.
    Portal,
}

impl From<chats::Via> for Via {
    fn from(via: chats::Via) -> Self {
        match via {
            chats::Via::Office => Self::Office,
            chats::Via::Hand => Self::Hand,
            chats::Via::Mail => Self::Mail,
            chats::Via::Portal => Self::Portal,
        }
    }
}

/// The least far state of a message's mails; `held` when nobody could be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DeliveryState {
    Queued,
    Sending,
    Accepted,
    Failed,
    Bounced,
    Withdrawn,
    Uncertain,
    Held,
}

/// A chat to be started with each of some clients.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsCreateRequest {
    /// With whom; at least one.
    pub client_ids: Vec<String>,
    /// Empty: the first words of the message.
    pub subject: String,
    /// The rich-text document, or a string taken as plain paragraphs.
    #[ts(type = "string | Record<string, unknown>")]
    pub body: Value,
    /// Absent or null: off; `{}`: the office's defaults.
    #[ts(type = "ReminderChoice | null")]
    pub reminder: Option<ReminderChoice>,
    /// Client tasks, one line each, at most 100.
    pub tasks: Option<Vec<String>>,
    /// Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
    pub undo_seconds: Option<u16>,
    /// Also where nobody would be told: the item is then held until it is mended.
    pub allow_no_recipient: Option<bool>,
}

/// The chats made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsCreateReply {
    /// In the order of the request.
    pub chats: Vec<CreatedChat>,
}

/// A chat made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CreatedChat {
    /// Its id.
    pub chat_id: String,
    /// Its client.
    pub client_id: String,
}

/// A further message.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsReplyRequest {
    /// The chat.
    pub chat_id: String,
    /// The rich-text document, or a string taken as plain paragraphs.
    #[ts(type = "string | Record<string, unknown>")]
    pub body: Value,
    /// Absent: as the thread has it; null: off.
    #[serde(default, deserialize_with = "present")]
    #[ts(type = "ReminderChoice | null")]
    pub reminder: Option<Option<ReminderChoice>>,
    /// Further client tasks.
    pub tasks: Option<Vec<String>>,
    /// Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
    pub undo_seconds: Option<u16>,
    /// Also where nobody would be told.
    pub allow_no_recipient: Option<bool>,
}

/// The message made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsReplyReply {
    /// Its id.
    pub message_id: String,
}

/// What the client answered by word of mouth.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsRecordAnswerRequest {
    /// The chat.
    pub chat_id: String,
    /// Who answered; absent: the client.
    pub contact_id: Option<String>,
    /// Their words.
    pub text: String,
}

/// Which chats.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsListRequest {
    /// Absent: of all clients.
    pub client_id: Option<String>,
    /// Absent: both.
    pub state: Option<ChatState>,
}

/// The chats.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsListReply {
    /// Newest first.
    pub chats: Vec<ChatRow>,
}

/// A chat in the list.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatRow {
    /// Its id.
    pub chat_id: String,
    /// Its client.
    pub client_id: String,
    /// Its client's name.
    pub client_name: String,
    /// Its subject.
    pub subject: String,
    /// Whether it stands in the list.
    pub state: ChatState,
    /// Its last message.
    pub last: LastMessage,
    /// Messages of the client that the office has not read.
    pub unread: i64,
    /// Its checklist.
    pub tasks: TaskCount,
    /// Its reminder.
    pub reminder: Reminder,
    /// The least far state of the last message's mails; absent when the client wrote it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryState>,
}

/// The last message of a chat.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LastMessage {
    /// Who wrote it.
    pub author: Author,
    /// Its first 200 characters.
    pub text: String,
    /// When.
    pub at: At,
}

/// How many tasks are done.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TaskCount {
    /// Ticked.
    pub done: i64,
    /// In all.
    pub total: i64,
}

/// Who wrote.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Author {
    /// The office or the client.
    pub kind: AuthorKind,
    /// Their name when they wrote.
    pub name: String,
    /// The contact, if it was one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
}

/// Which chat.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChatRequest {
    /// Its id.
    pub chat_id: String,
}

/// A thread, whole.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsGetReply {
    /// The chat.
    pub chat: Chat,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// In order.
    pub tasks: Vec<Task>,
    /// Its reminder.
    pub reminder: Reminder,
}

/// A chat.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Chat {
    /// Its id.
    pub chat_id: String,
    /// Its client.
    pub client_id: String,
    /// Its client's name.
    pub client_name: String,
    /// Its subject.
    pub subject: String,
    /// Whether it stands in the list.
    pub state: ChatState,
    /// Its client's contacts.
    pub contacts: Vec<Contact>,
}

/// A message.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Message {
    /// Its id.
    pub message_id: String,
    /// Who wrote it.
    pub author: Author,
    /// As plain text.
    pub text: String,
    /// The versioned rich-text document.
    #[ts(type = "Record<string, unknown>")]
    pub body: Value,
    /// When.
    pub at: At,
    /// Which way it came.
    pub via: Via,
    /// Its documents; none yet.
    pub attachments: Vec<Attachment>,
    /// Its way to each contact.
    pub deliveries: Vec<Delivery>,
}

/// A document of a message.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Attachment {
    /// Its id.
    pub document_id: String,
    /// File name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// The way of a message to one contact.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Delivery {
    /// The mail.
    pub mail_id: String,
    /// To whom.
    pub contact_id: String,
    /// Where it went, or goes.
    pub email: String,
    /// Where it is.
    pub state: MailState,
    /// When the server accepted it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// What the last failed attempt was told.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// A client task.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Task {
    /// Its id.
    pub task_id: String,
    /// What to do.
    pub text: String,
    /// Whether it is done.
    pub done: bool,
    /// Who ticked it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_by: Option<String>,
    /// When it was ticked.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<At>,
}

/// The reminder of a thread.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsSetReminderRequest {
    /// The chat.
    pub chat_id: String,
    /// On or off.
    pub enabled: bool,
    /// Civil days until the next reminder, 1 to 365; absent: as it is.
    pub every_days: Option<u32>,
    /// Number of reminders, 1 to 99; absent: as it is.
    pub max_count: Option<u32>,
}

/// A client task's tick.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChatsSetTaskRequest {
    /// The task.
    pub task_id: String,
    /// Whether it is done.
    pub done: bool,
}

fn body(value: &Value) -> Result<Document> {
    Document::from_body(value).map_err(|error| Error::invalid("body", error))
}

/// `chats.create`.
pub async fn create(office: &Arc<Office>, by: &By, request: ChatsCreateRequest) -> Result<ChatsCreateReply> {
    let new = NewChat {
        clients: request.client_ids.iter().map(|client| id("client_ids", client)).collect::<Result<_>>()?,
        subject: request.subject,
        body: body(&request.body)?,
        reminder: request.reminder.map(PolicyChange::from),
        tasks: request.tasks.unwrap_or_default(),
        undo_seconds: request.undo_seconds.unwrap_or_default(),
        allow_no_recipient: request.allow_no_recipient.unwrap_or_default(),
    };
    let chats = service::create(office, by, new).await?;
    let created = |(chat, client): (ChatId, ClientId)| CreatedChat {
        chat_id: chat.to_string(),
        client_id: client.to_string(),
    };
    Ok(ChatsCreateReply { chats: chats.into_iter().map(created).collect() })
}

/// `chats.reply`.
pub async fn reply(office: &Arc<Office>, by: &By, request: ChatsReplyRequest) -> Result<ChatsReplyReply> {
    let reply = Reply {
        chat_id: id("chat_id", &request.chat_id)?,
        body: body(&request.body)?,
        reminder: request.reminder.map(|reminder| reminder.map(PolicyChange::from)),
        tasks: request.tasks.unwrap_or_default(),
        undo_seconds: request.undo_seconds.unwrap_or_default(),
        allow_no_recipient: request.allow_no_recipient.unwrap_or_default(),
    };
    Ok(ChatsReplyReply { message_id: service::reply(office, by, reply).await?.to_string() })
}

/// `chats.record_answer`.
pub async fn record_answer(
    office: &Arc<Office>,
    by: &By,
    request: ChatsRecordAnswerRequest,
) -> Result<ChatsReplyReply> {
    let contact = optional_id("contact_id", request.contact_id.as_deref())?;
    let chat = id("chat_id", &request.chat_id)?;
    let message = service::record_answer(office, by, chat, contact, &request.text).await?;
    Ok(ChatsReplyReply { message_id: message.to_string() })
}

/// `chats.resume_reminder`.
pub async fn resume_reminder(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::resume_reminder(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.archive`.
pub async fn archive(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::archive(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.reopen`.
pub async fn reopen(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::reopen(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.set_reminder`.
pub async fn set_reminder(office: &Arc<Office>, by: &By, request: ChatsSetReminderRequest) -> Result<Done> {
    let change = PolicyChange { every_days: request.every_days, max_count: request.max_count };
    service::set_reminder(office, by, id("chat_id", &request.chat_id)?, request.enabled, change).await?;
    Ok(Done {})
}

/// `chats.send_again`.
pub async fn send_again(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::send_again(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.set_task`.
pub async fn set_task(office: &Arc<Office>, by: &By, request: ChatsSetTaskRequest) -> Result<Done> {
    service::set_task(office, by, id("task_id", &request.task_id)?, request.done).await?;
    Ok(Done {})
}

/// `chats.mark_read`.
pub async fn mark_read(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::mark_read(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.list`.
pub async fn list(office: &Arc<Office>, by: &By, request: ChatsListRequest) -> Result<ChatsListReply> {
    let client = optional_id("client_id", request.client_id.as_deref())?;
    let state = request.state.map(|state| match state {
        ChatState::Active => chats::ChatState::Active,
        ChatState::Archived => chats::ChatState::Archived,
    });
    let rows = service::list(office, by, client, state).await?;
    Ok(ChatsListReply { chats: rows.into_iter().map(row).collect() })
}

fn row((row, entry, next_at): (chats::ChatRow, Entry, Option<Millis>)) -> ChatRow {
    let delivery = match row.delivery.as_str() {
        "" if row.last_kind == chats::AuthorKind::Office && entry.held == NO_RECIPIENT => {
            Some(DeliveryState::Held)
        }
        word => serde_json::from_value(word.into()).ok(),
    };
    ChatRow {
        chat_id: row.chat.chat_id.to_string(),
        client_id: row.chat.client_id.to_string(),
        client_name: row.client_name,
        subject: row.chat.subject,
        state: row.chat.state.into(),
        last: LastMessage {
            author: Author { kind: row.last_kind.into(), name: row.last_name, contact_id: None },
            text: row.last_text,
            at: at(row.last_at),
        },
        unread: row.unread,
        tasks: TaskCount { done: row.tasks_done, total: row.tasks },
        reminder: Reminder::new(&entry.reminder, &entry.held, next_at),
        delivery,
    }
}

/// `chats.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<ChatsGetReply> {
    let thread = service::get(office, by, id("chat_id", &request.chat_id)?).await?;
    let Thread { chat, client_name, contacts, messages, deliveries, tasks, reminder, held, next_at } = thread;
    let delivery = |delivery: &chats::Delivery| Delivery {
        mail_id: delivery.mail_id.to_string(),
        contact_id: delivery.contact_id.to_string(),
        email: delivery.address.clone(),
        state: delivery.state.into(),
        at: delivery.accepted_at.map(at),
        last_error: Some(delivery.last_error.clone()).filter(|error| !error.is_empty()),
    };
    let message = |message: chats::Message| -> Result<Message> {
        let ways = deliveries.iter().filter(|way| message.round > 0 && way.round == message.round);
        Ok(Message {
            deliveries: ways.map(delivery).collect(),
            message_id: message.message_id.to_string(),
            author: Author {
                kind: message.author_kind.into(),
                name: message.author_name,
                contact_id: Some(message.contact_id).filter(|contact| !contact.is_empty()),
            },
            text: message.text,
            body: serde_json::from_str(&message.body).map_err(|error| Error::Damaged(error.to_string()))?,
            at: at(message.at),
            via: message.via.into(),
            attachments: Vec::new(),
        })
    };
    Ok(ChatsGetReply {
        chat: Chat {
            chat_id: chat.chat_id.to_string(),
            client_id: chat.client_id.to_string(),
            client_name,
            subject: chat.subject,
            state: chat.state.into(),
            contacts: contacts.into_iter().map(Contact::from).collect(),
        },
        messages: messages.into_iter().map(message).collect::<Result<_>>()?,
        tasks: tasks.into_iter().map(Task::from).collect(),
        reminder: Reminder::new(&reminder, &held, next_at),
    })
}

impl From<chats::Task> for Task {
    fn from(task: chats::Task) -> Self {
        Self {
            task_id: task.task_id.to_string(),
            text: task.text,
            done: task.done,
            done_by: Some(task.done_by).filter(|who| !who.is_empty()),
            done_at: task.done_at.map(at),
        }
    }
}
