//! What chats look like from outside.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studiolo_core::chats;
use ts_rs::TS;

use crate::clients::Contact;
use crate::evidence::Evidence;
use crate::mail::MailState;
use crate::quarantine::{MailFile, MailPart};
use crate::reminders::Reminder;
use crate::wire::{At, at};

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

/// The message made.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsReplyReply {
    /// Its id.
    pub message_id: String,
}

/// What a message that was taken back has become.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChatsUndoSendReply {
    /// The draft that has its words.
    pub draft_id: String,
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
    /// The first words of what the office has begun to write in it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
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
    /// The same as HTML, made of `p h2 h3 h4 blockquote ul ol li br strong em s u a` alone.
    pub html: String,
    /// When.
    pub at: At,
    /// Which way it came.
    pub via: Via,
    /// What else is known of a message that came by mail.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<ReceivedMail>,
    /// The documents that it brought, as they were then.
    pub attachments: Vec<Attachment>,
    /// Its way to each contact.
    pub deliveries: Vec<Delivery>,
    /// The mails that were sent again by hand, and those of its reminders which did not arrive or which receipts tell of.
    pub reminder_mails: Vec<ReminderMail>,
    /// Until when its sending can be undone.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<At>,
}

/// What is known of a message that came by mail.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReceivedMail {
    /// The sender's address.
    pub from: String,
    /// Whether the account's own server says that the sender's domain sent it.
    pub verified: bool,
    /// Its text, whole, in parts: what is quoted and signatures too.
    pub parts: Vec<MailPart>,
    /// What came along and could not be saved as a document.
    pub files: Vec<MailFile>,
}

/// A document of a message.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Attachment {
    /// Its id.
    pub document_id: String,
    /// File name.
    pub name: String,
    /// Bytes.
    pub size: i64,
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
    /// The receipts of certified mail about it, in the order in which what they tell happened.
    pub evidence: Vec<Evidence>,
}

/// A mail that reminds one contact of a message.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReminderMail {
    /// Which reminder: 1, 2 …; absent: it was sent again by hand.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminder: Option<u32>,
    /// Its way.
    pub way: Delivery,
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
