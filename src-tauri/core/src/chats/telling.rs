//! Whom to tell of a chat, and the mails that tell them.

use std::collections::HashMap;

use super::Chat;
use crate::clients::{self, Contact};
use crate::error::{Error, Result};
use crate::id::ClientId;
use crate::office::Act;
use crate::outbox::{self, MailItem, MailKind, NewMail};
use crate::time::{Instant, Millis};

/// Queues the notifications of messages: of which chat, which round of its reminder the message armed, and whom to
/// tell.
pub(crate) async fn notify(
    act: &mut Act<'_>,
    news: &[(&Chat, u32, &Vec<Contact>)],
    not_before: Instant,
) -> Result<()> {
    let mails = news.iter().flat_map(|(chat, round, contacts)| {
        let item = MailItem { item: chat.item(), round: *round, step: 0 };
        contacts
            .iter()
            .map(move |contact| mail(MailKind::Notification, chat, contact, item, not_before.into()))
    });
    outbox::service::queue(act, &mails.collect::<Vec<_>>()).await
}

/// A mail about a chat to one contact.
pub(super) fn mail<'a>(
    kind: MailKind,
    chat: &'a Chat,
    contact: &'a Contact,
    item: MailItem,
    not_before: Millis,
) -> NewMail<'a> {
    NewMail {
        kind,
        client_id: chat.client_id,
        contact_id: contact.contact_id,
        address: &contact.email,
        subject: &chat.subject,
        items: vec![item],
        not_before,
    }
}

/// Whom to tell at each client, in the order of `clients`.
pub(super) async fn recipients(
    act: &mut Act<'_>,
    clients: &[ClientId],
    allow_none: bool,
) -> Result<Vec<Vec<Contact>>> {
    let names: HashMap<_, _> =
        clients::store::all(act.db(), clients).await?.into_iter().map(|c| (c.client_id, c.name)).collect();
    let mut recipients = clients::service::recipients(act, clients).await?;
    let mut told = Vec::with_capacity(clients.len());
    let mut nobody = Vec::new();
    for id in clients {
        let name = names.get(id).ok_or_else(|| Error::not_found("client", id))?;
        let contacts = recipients.remove(id).unwrap_or_default();
        if contacts.is_empty() {
            nobody.push((id.to_string(), name.clone()));
        }
        told.push(contacts);
    }
    if nobody.is_empty() || allow_none { Ok(told) } else { Err(Error::NoRecipient { clients: nobody }) }
}
