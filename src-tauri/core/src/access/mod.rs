//! The one question for access, asked by every service, so that no door can differ.

use crate::error::{Error, Result};
use crate::id::ContactId;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The sole practitioner whose office it is.
    Owner,
    /// A contact of a client, through the portal or by mail.
    Contact(ContactId),
    /// The office itself: reminders, outbox, housekeeping.
    System,
    /// The office itself, as it takes in what a contact sent.
    For(ContactId),
}

/// Through which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The desktop window.
    Window,
    /// `studioloctl`.
    CommandLine,
    /// A loop of the office.
    Loop,
    /// A mail that came.
    Mail,
}

impl Origin {
    /// The word that the audit trail keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::CommandLine => "command_line",
            Self::Loop => "loop",
            Self::Mail => "mail",
        }
    }
}

/// Who acts and through which door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub actor: Actor,
    /// From where.
    pub origin: Origin,
}

impl By {
    /// The owner at `origin`.
    pub const fn owner(origin: Origin) -> Self {
        Self { actor: Actor::Owner, origin }
    }

    /// The office itself, by the mail of a contact.
    pub const fn mail_of(contact: ContactId) -> Self {
        Self { actor: Actor::For(contact), origin: Origin::Mail }
    }

    /// The office itself.
    pub const fn system() -> Self {
        Self { actor: Actor::System, origin: Origin::Loop }
    }
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Look at the office's own side: lists, threads, settings, audit trail.
    Read,
    /// Change the office's own side.
    Write,
}

/// Whether `actor` may do `action` on the office's own side.
///
/// # Errors
/// [`Error::Forbidden`]: contacts never act on the office's side; what they may do is a door of its own.
pub const fn check(actor: &Actor, action: Action) -> Result<()> {
    match (actor, action) {
        (Actor::Owner | Actor::System | Actor::For(_), Action::Read | Action::Write) => Ok(()),
        (Actor::Contact(_), _) => Err(Error::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_never_acts_on_the_offices_side() {
        let contact = Actor::Contact(ContactId::new());
        assert_eq!(check(&contact, Action::Read).unwrap_err().code(), "forbidden");
        assert_eq!(check(&contact, Action::Write).unwrap_err().code(), "forbidden");
        assert!(check(&Actor::Owner, Action::Write).is_ok());
    }
}
