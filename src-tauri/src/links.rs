//! Where a link `studiolo://…`, a notice or a second start of the program leads: to a thread, a client, a room. It opens
//! what it names and never acts.

use serde::Serialize;

use crate::office::{ChatId, ClientId};

/// What every link begins with; the packages register it.
const SCHEME: &str = "studiolo://";

/// The longest link that is looked at, bytes.
const LONGEST: usize = 256;

/// What the window is to show: `{kind, id?}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Which kind of thing.
    pub kind: Room,
    /// Which one; a section of the settings; absent for a whole room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The kinds of things that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// A thread.
    Chat,
    /// A client's page.
    Client,
    /// What clients did.
    Inbox,
    /// The reminders.
    Reminders,
    /// The settings.
    Settings,
}

impl Target {
    /// A whole room.
    pub const fn room(kind: Room) -> Self {
        Self { kind, id: None }
    }

    /// One thing of a kind.
    pub fn of(kind: Room, id: impl ToString) -> Self {
        Self { kind, id: Some(id.to_string()) }
    }
}

/// What a link names: `studiolo://chat/ID`, `studiolo://client/ID`, `studiolo://inbox`, `studiolo://reminders`,
/// `studiolo://settings`, `studiolo://settings/mail`. `None` for anything else, which shows the window as it is.
pub fn parse(link: &str) -> Option<Target> {
    let scheme = link.get(..SCHEME.len())?;
    if link.len() > LONGEST || !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let path = &link[SCHEME.len()..];
    let path = path.strip_suffix('/').unwrap_or(path);
    let (room, id) = path.split_once('/').map_or((path, None), |(room, id)| (room, Some(id)));
    // Systems that take the room for a host may have changed its case.
    match (room.to_ascii_lowercase().as_str(), id) {
        ("chat", Some(id)) => Some(Target::of(Room::Chat, id.parse::<ChatId>().ok()?)),
        ("client", Some(id)) => Some(Target::of(Room::Client, id.parse::<ClientId>().ok()?)),
        ("inbox", None) => Some(Target::room(Room::Inbox)),
        ("reminders", None) => Some(Target::room(Room::Reminders)),
        ("settings", None) => Some(Target::room(Room::Settings)),
        ("settings", Some(section)) if is_word(section) => Some(Target::of(Room::Settings, section)),
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests;
