//! Ids: UUIDv7 newtypes, never reused, safe to make on two machines at once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::fmt::Hyphenated;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(Hyphenated);

        impl $name {
            /// A new id, later in order than every id made before it in this process.
            #[allow(clippy::new_without_default, reason = "every call gives another id")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7().hyphenated())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(|id| Self(id.hyphenated()))
            }
        }
    )+};
}

ids! {
    /// An office.
    OfficeId,
    /// A client (account): a person or a company.
    ClientId,
    /// A contact: a person linked to a client.
    ContactId,
    /// A chat thread.
    ChatId,
    /// A message of a chat.
    MessageId,
    /// A client task: an entry of a chat's checklist.
    TaskId,
    /// A mail account.
    AccountId,
    /// A mail of the outbox.
    MailId,
    /// A draft of a message.
    DraftId,
    /// A top-level folder of a client's.
    FolderId,
    /// A document.
    DocumentId,
    /// Something in the trash.
    TrashId,
    /// An import of files.
    ImportId,
    /// A template of a new client's folders.
    FolderTemplateId,
    /// A template of messages.
    TemplateId,
    /// A document of a template.
    TemplateDocumentId,
    /// A row of the inbox.
    InboxId,
    /// A mail that was taken in.
    ReceivedId,
    /// A receipt of certified mail.
    EvidenceId,
    /// A pending item of any kind: the id of its chat, signature request or approval.
    ItemId,
}

impl From<uuid::Uuid> for MailId {
    fn from(id: uuid::Uuid) -> Self {
        Self(id.hyphenated())
    }
}

impl From<MailId> for uuid::Uuid {
    fn from(mail: MailId) -> Self {
        mail.0.into_uuid()
    }
}

impl From<ChatId> for ItemId {
    fn from(chat: ChatId) -> Self {
        Self(chat.0)
    }
}

impl From<ItemId> for ChatId {
    fn from(item: ItemId) -> Self {
        Self(item.0)
    }
}
