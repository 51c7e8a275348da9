//! Contacts whose mailbox refuses: derived from the mails, nothing is stored.
//!
//! A contact is unreachable from the mail that came back, or was refused for good because of its mailbox, for as long as that
//! mail stands so, its address is the contact's, and no later mail to this address has stood accepted for a day without news:
//! servers that accept first and refuse later tell within hours. Corrected, tried again, or reached by a later mail, the
//! contact is as any other; a mail that was merely too large says nothing of a mailbox.

mod store;

#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use sqlx::SqliteConnection;
pub use studiolo_mail::intake::report::Cause;

use super::MailState;
use crate::error::Result;
use crate::id::{ClientId, ContactId, MailId};
use crate::time::{Instant, Millis};

/// How long a mail stands accepted before it counts as arrived.
const QUIET: TimeDelta = TimeDelta::days(1);

/// A mail that did not arrive, and that no later one made good.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Unreachable {
    /// Who.
    pub contact_id: ContactId,
    /// Whose contact.
    pub client_id: ClientId,
    /// The mail.
    pub mail_id: MailId,
    /// Bounced or failed.
    pub state: MailState,
    /// Where it went: the contact's address.
    pub address: String,
    /// The other server's words.
    #[sqlx(rename = "last_error")]
    pub reason: String,
    /// When it left, or was written if it never did.
    pub since: Millis,
}

impl Unreachable {
    /// Why, as the server's words tell.
    pub fn cause(&self) -> Cause {
        Cause::of_words(&self.reason)
    }

    /// Whether it speaks of the mailbox. One that never left may have been refused for the office's own sake.
    fn is_of_mailbox(&self) -> bool {
        let cause = self.cause();
        match self.state {
            MailState::Bounced => cause != Cause::TooLarge,
            _ => matches!(cause, Cause::MailboxUnknown | Cause::MailboxFull | Cause::DomainNotFound),
        }
    }
}

/// The contacts that can't be reached, of one client or of all; each once, with its newest such mail.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    client: Option<ClientId>,
    now: Instant,
) -> Result<Vec<Unreachable>> {
    Ok(newest(store::refused(connection, client, now - QUIET).await?))
}

/// Of mails newest first, the first of each contact's that speaks of its mailbox.
fn newest(mails: Vec<Unreachable>) -> Vec<Unreachable> {
    let mut found: Vec<Unreachable> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for mail in mails.into_iter().filter(Unreachable::is_of_mailbox) {
        if seen.insert(mail.contact_id) {
            found.push(mail);
        }
    }
    found
}
