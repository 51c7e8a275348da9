//! What came in a burst is one notice.

use super::{Kind, Notice};
use crate::id::ChatId;

/// What is shown, and where a click on it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it says.
    pub what: What,
    /// What it opens.
    pub open: Open,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One thing.
    One(Notice),
    /// How many things; of which kind, if they are all of one.
    Several {
        /// At least 2.
        count: usize,
        /// `None`: of several kinds.
        kind: Option<Kind>,
    },
}

/// What a click opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A thread.
    Chat(ChatId),
    /// What clients did.
    Inbox,
    /// The reminders' room.
    Reminders,
    /// The settings of the sending account.
    Account,
    /// The settings of backups.
    Backups,
}

/// One notice for all of these; `None` where there is nothing. What concerns one thread opens it.
pub fn group(mut notices: Vec<Notice>) -> Option<Group> {
    let first = notices.first()?;
    let of_one_kind = notices.iter().all(|notice| notice.kind == first.kind);
    let of_one_chat = notices.iter().all(|notice| notice.chat == first.chat);
    let kind = of_one_kind.then_some(first.kind);
    let open = match (first.chat.filter(|_| of_one_chat), kind) {
        (Some(chat), _) => Open::Chat(chat),
        (None, Some(Kind::RemindersOver)) => Open::Reminders,
        (None, Some(Kind::AccountRefused)) => Open::Account,
        (None, Some(Kind::BackupFailed)) => Open::Backups,
        (None, _) => Open::Inbox,
    };
    let what = match notices.len() {
        1 => What::One(notices.remove(0)),
        count => What::Several { count, kind },
    };
    Some(Group { what, open })
}
