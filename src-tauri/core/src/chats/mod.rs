//! Chats: threads of one client, their messages and client tasks. A chat awaits its client from each message of
//! the office until the client answers; its reminder follows that.

pub(crate) mod before;
mod bringing;
mod creating;
pub mod reading;
pub mod service;
pub mod store;
pub(crate) mod telling;
pub mod undo;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::clients::Contact;
use crate::documents::{Attach, Attachment};
use crate::evidence::Evidence;
use crate::id::{
    ChatId, ClientId, ContactId, DraftId, FolderId, MailId, MessageId, TaskId, TemplateDocumentId, TemplateId,
};
use crate::intake::OfMessage;
use crate::outbox::{ItemKind, ItemRef, MailKind, MailState};
use crate::reminders::Reminder;
use crate::richtext::Document;
use crate::settings::PolicyChange;
use crate::time::Millis;

/// Client tasks of one chat at most.
pub const MOST_TASKS: usize = 100;

/// The longest undo time of a message, seconds.
pub const LONGEST_UNDO: u16 = 60;

/// Whether a chat stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ChatState {
    /// It does.
    Active,
    /// It left the list and counts for nothing.
    Archived,
}

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum AuthorKind {
    /// The office.
    Office,
    /// The client.
    Client,
}

/// Which way a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Via {
    /// Written here by the office.
    Office,
    /// An answer by word of mouth, written down by the owner.
    Hand,
    /// A mail.
    Mail,
    /// The portal.
    Portal,
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Chat {
    /// Its id.
    pub chat_id: ChatId,
    /// Its client.
    pub client_id: ClientId,
    /// Its subject, one line.
    pub subject: String,
    /// Whether it stands in the list.
    pub state: ChatState,
}

impl Chat {
    /// The chat as a pending item.
    pub fn item(&self) -> ItemRef {
        item(self.chat_id)
    }
}

/// A chat as a pending item.
pub fn item(chat: ChatId) -> ItemRef {
    ItemRef { kind: ItemKind::Chat, id: chat.into() }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Message {
    /// Its id.
    pub message_id: MessageId,
    /// Its chat.
    pub chat_id: ChatId,
    /// Who wrote.
    pub author_kind: AuthorKind,
    /// Their name when they wrote.
    pub author_name: String,
    /// The contact's id; empty for the office, or nobody in particular.
    pub contact_id: String,
    /// Which way it came.
    pub via: Via,
    /// Versioned rich text, JSON.
    pub body: String,
    /// The same as plain text.
    pub text: String,
    /// The reminder's round that it armed; 0: none.
    pub round: u32,
    /// When.
    pub at: Millis,
    /// When the office read it; `None`: not yet.
    pub read_at: Option<Millis>,
}

/// A client task: an entry of the chat's checklist.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Task {
    /// Its id.
    pub task_id: TaskId,
    /// Its chat.
    pub chat_id: ChatId,
    /// What to do, one line.
    pub text: String,
    /// Whether it is done.
    pub done: bool,
    /// Who ticked it; empty while open.
    pub done_by: String,
    /// When it was ticked.
    pub done_at: Option<Millis>,
}

/// The way of one message to one contact.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Delivery {
    /// The reminder's round that the message armed.
    pub round: u32,
    /// Whether it carries the message itself, reminds of it, or was sent again by hand.
    pub kind: MailKind,
    /// Which reminder, or which time by hand.
    pub step: u32,
    /// The mail.
    pub mail_id: MailId,
    /// To whom.
    pub contact_id: ContactId,
    /// Where it went, or goes.
    pub address: String,
    /// Where it is.
    pub state: MailState,
    /// When the server accepted it.
    pub accepted_at: Option<Millis>,
    /// What the last failed attempt was told; empty if none.
    pub last_error: String,
}

/// A thread, whole.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The chat.
    pub chat: Chat,
    /// Its client's name.
    pub client_name: String,
    /// Its client's contacts.
    pub contacts: Vec<Contact>,
    /// Its messages, oldest first.
    pub messages: Vec<Message>,
    /// The documents that they brought, in order.
    pub attachments: HashMap<MessageId, Vec<Attachment>>,
    /// What is known of those that came by mail.
    pub mails: HashMap<MessageId, OfMessage>,
    /// The message whose sending can still be undone, and until when.
    pub undoable: Option<(MessageId, Millis)>,
    /// The ways of the office's messages.
    pub deliveries: Vec<Delivery>,
    /// The receipts of certified mail about them.
    pub evidence: HashMap<MailId, Vec<Evidence>>,
    /// Its checklist, in order.
    pub tasks: Vec<Task>,
    /// Its reminder.
    pub reminder: Reminder,
    /// Why a due reminder cannot go; empty: it can.
    pub held: String,
    /// When the next reminder goes, seen from now.
    pub next_at: Option<Millis>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChatRow {
    /// The chat.
    #[sqlx(flatten)]
    pub chat: Chat,
    /// Its client's name.
    pub client_name: String,
    /// Who wrote last.
    pub last_kind: AuthorKind,
    /// Their name.
    pub last_name: String,
    /// Their words, the first 200 characters.
    pub last_text: String,
    /// When.
    pub last_at: Millis,
    /// Messages of the client that the office has not read.
    pub unread: i64,
    /// Tasks that are done.
    pub tasks_done: i64,
    /// Tasks in all.
    pub tasks: i64,
    /// The least far state of the last message's mails, as a word; empty without mails.
    pub delivery: String,
    /// The first 200 characters of what the office has begun to write; empty: nothing.
    pub draft: String,
}

/// A chat to be started with each of some clients.
#[derive(Debug, Clone)]
pub struct NewChat {
    /// With whom; at least one.
    pub clients: Vec<ClientId>,
    /// The template that it is made from: the variables in its subject and message are filled in for each client.
    pub template: Option<TemplateId>,
    /// Empty: the first words of the message; `None`: the template's.
    pub subject: Option<String>,
    /// The message; `None`: the template's.
    pub body: Option<Document>,
    /// Its reminder; `None`: off.
    pub reminder: Option<PolicyChange>,
    /// Its client tasks.
    pub tasks: Vec<String>,
    /// The documents that it brings; `None`: the template's.
    pub attachments: Option<Vec<Bring>>,
    /// Seconds during which nothing leaves yet.
    pub undo_seconds: u16,
    /// Also where nobody would be told: the item is then held until it is mended.
    pub allow_no_recipient: bool,
    /// The draft that it was; gone once it is sent.
    pub draft: Option<DraftId>,
}

/// What the first message of a chat is to bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bring {
    /// A document of a client's, or something of this computer.
    This(Attach),
    /// A document of a template, to be saved among each client's documents.
    OfTemplate {
        /// Which.
        document: TemplateDocumentId,
        /// The top-level folder to save it in; `None`: as for [`Attach::File`].
        folder: Option<FolderId>,
    },
}

/// A further message of the office.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The chat.
    pub chat_id: ChatId,
    /// The message.
    pub body: Document,
    /// `None`: the thread's reminder stays as it is; `Some(None)`: off.
    pub reminder: Option<Option<PolicyChange>>,
    /// Further client tasks.
    pub tasks: Vec<String>,
    /// The documents that it brings.
    pub attachments: Vec<Attach>,
    /// Seconds during which nothing leaves yet.
    pub undo_seconds: u16,
    /// Also where nobody would be told.
    pub allow_no_recipient: bool,
    /// The draft that it was; gone once it is sent.
    pub draft: Option<DraftId>,
}
