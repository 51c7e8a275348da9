//! What is asked of chats.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use ts_rs::TS;

use super::ChatState;
use crate::reminders::ReminderChoice;
use crate::wire::present;

/// What a message brings: one of the client's documents, or a file, folder or zip of this computer, which is then saved
/// among the client's documents.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct AttachmentChoice {
    /// A document that the client sees.
    pub document_id: Option<String>,
    /// Something of this computer; taken from the command line alone.
    pub path: Option<String>,
    /// A document of a template, saved among the documents of each client; in a new chat alone.
    pub template_document_id: Option<String>,
    /// The top-level folder that it is saved in; absent: where the last one was, else one that the client can view, else one
    /// that it can edit.
    pub folder_id: Option<String>,
}

/// A chat to be started with each of some clients.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ChatsCreateRequest {
    /// With whom; at least one.
    pub client_ids: Vec<String>,
    /// The template that it is made from: the variables in subject and body are filled in for each client. Absent: braces
    /// are words.
    pub template_id: Option<String>,
    /// Empty: the first words of the message; absent: the template's.
    pub subject: Option<String>,
    /// The rich-text document, or a string taken as plain paragraphs; absent: the template's.
    #[ts(optional, type = "string | Record<string, unknown>")]
    pub body: Option<Value>,
    /// Absent or null: off; `{}`: the office's defaults.
    #[ts(optional, type = "ReminderChoice | null")]
    pub reminder: Option<ReminderChoice>,
    /// Client tasks, one line each, at most 100.
    pub tasks: Option<Vec<String>>,
    /// The documents that the message brings; absent: the template's.
    pub attachments: Option<Vec<AttachmentChoice>>,
    /// Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
    pub undo_seconds: Option<u16>,
    /// Also where nobody would be told: the item is then held until it is mended.
    pub allow_no_recipient: Option<bool>,
    /// The draft that it was; gone in the same act.
    pub draft_id: Option<String>,
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
    #[ts(optional, type = "ReminderChoice | null")]
    pub reminder: Option<Option<ReminderChoice>>,
    /// Further client tasks.
    pub tasks: Option<Vec<String>>,
    /// The documents that the message brings.
    pub attachments: Option<Vec<AttachmentChoice>>,
    /// Seconds during which nothing leaves yet, 0 to 60; 0 if absent.
    pub undo_seconds: Option<u16>,
    /// Also where nobody would be told.
    pub allow_no_recipient: Option<bool>,
    /// The draft that it was; gone in the same act.
    pub draft_id: Option<String>,
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
    /// So many of the newest; absent: all.
    pub limit: Option<u32>,
}

/// Which chat.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChatRequest {
    /// Its id.
    pub chat_id: String,
}

/// Whose last message is to be taken back.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChatsUndoSendRequest {
    /// One thread, or the chats that were started together.
    pub chat_ids: Vec<String>,
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
