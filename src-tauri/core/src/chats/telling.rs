//! Whom to tell of a chat, and the mails that tell them.

use super::Chat;
use crate::clients::{self, Contact};
use crate::error::{Error, Result};
use crate::id::ClientId;
use crate::office::Act;
use crate::outbox::{self, MailItem, MailKind, NewMail};
use crate::time::{Instant, Millis};

/// Queues the notification of the message that armed `round`, to each contact.
pub(crate) async fn notify(
    act: &mut Act<'_>,
    chat: &Chat,
    contacts: &[Contact],
    round: u32,
    not_before: Instant,
) -> Result<()> {
    for contact in contacts {
        let items = [MailItem { item: chat.item(), round, step: 0 }];
        queue(act, MailKind::Notification, chat, contact, &items, not_before.into()).await?;
    }
    Ok(())
}

/// Queues a mail to one contact.
pub(super) async fn queue(
    act: &mut Act<'_>,
    kind: MailKind,
    chat: &Chat,
    contact: &Contact,
    items: &[MailItem],
    not_before: Millis,
) -> Result<()> {
    let mail = NewMail {
        kind,
        client_id: chat.client_id,
        contact_id: contact.contact_id,
        address: &contact.email,
        subject: &chat.subject,
        items,
        not_before,
    };
    outbox::service::queue(act, &mail).await?;
    Ok(())
}

/// Whom to tell at each client, in the order of `clients`.
pub(super) async fn recipients(
    act: &mut Act<'_>,
    clients: &[ClientId],
    allow_none: bool,
) -> Result<Vec<Vec<Contact>>> {
    let mut told = Vec::with_capacity(clients.len());
    let mut nobody = Vec::new();
    for id in clients {
        let client = clients::store::get(act.db(), *id).await?;
        let contacts = clients::service::recipients(act, *id).await?;
        if contacts.is_empty() {
            nobody.push((id.to_string(), client.name));
        }
        told.push(contacts);
    }
    if nobody.is_empty() || allow_none { Ok(told) } else { Err(Error::NoRecipient { clients: nobody }) }
}
