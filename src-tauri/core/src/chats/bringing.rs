//! The documents that messages bring.

use std::collections::HashMap;

use super::telling::recipients;
use super::{Chat, Message, store};
use crate::access::By;
use crate::clients;
use crate::documents::Attach;
use crate::documents::attaching::{Attaching, attaching, documents_of};
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId};
use crate::office::Act;
use crate::office::Office;

/// The documents of a message to each of some clients. While it lives, nobody changes who sees what.
pub(super) struct Bringing<'o> {
    documents: HashMap<ClientId, Vec<DocumentId>>,
    /// `None`: nothing is brought.
    attaching: Option<Attaching<'o>>,
}

impl<'o> Bringing<'o> {
    /// Saves files of the computer among the documents of each client, and takes the documents' turn.
    pub async fn prepare(
        office: &'o Office,
        by: &By,
        clients: &[ClientId],
        attach: &[Attach],
        allow_no_recipient: bool,
    ) -> Result<Self> {
        if attach.is_empty() {
            return Ok(Self { documents: HashMap::new(), attaching: None });
        }
        let mut named = Vec::with_capacity(clients.len());
        for client in clients::store::all(&mut *office.read(by).await?, clients).await? {
            named.push((client.client_id, client.name));
        }
        if let Some(id) = clients.iter().find(|id| !named.iter().any(|(known, _)| known == *id)) {
            return Err(Error::not_found("client", id));
        }
        if attach.iter().any(|one| matches!(one, Attach::File { .. })) {
            // Asked before anything is saved, though it is asked again when the message is written.
            recipients(&mut office.begin(by).await?, clients, allow_no_recipient).await?;
        }
        let documents = documents_of(office, by, &named, attach).await?;
        let documents = named.iter().map(|(id, _)| *id).zip(documents).collect();
        Ok(Self { documents, attaching: Some(attaching(office).await) })
    }

    /// Adds to each chat's message what it brings, as it is now; how many documents that is for one of them.
    pub async fn add(
        &mut self,
        act: &mut Act<'_>,
        office: &Office,
        chats: &[Chat],
        messages: &[Message],
    ) -> Result<usize> {
        let Some(attaching) = &mut self.attaching else { return Ok(0) };
        let mut rows = Vec::new();
        for (chat, message) in chats.iter().zip(messages) {
            let documents = self.documents.get(&chat.client_id).map_or(&[][..], Vec::as_slice);
            let brought = attaching.of(office, chat.client_id, documents).await?;
            rows.extend((0_i64..).zip(brought).map(|(position, one)| (message.message_id, position, one)));
        }
        store::insert_attachments(act.db(), &rows).await?;
        Ok(rows.len() / chats.len().max(1))
    }
}
