//! What mails become: messages of threads, with their files as documents; and the reminders that wait meanwhile.

use super::{File, KnownSender, Received, reading, store};
use crate::access::By;
use crate::chats::{self, AuthorKind, Chat, Message, Via};
use crate::documents::Attachment;
use crate::documents::uploads::{self, Upload};
use crate::error::Result;
use crate::events::ChangeKind;
use crate::id::{ChatId, ClientId, MessageId};
use crate::office::{Act, Office};
use crate::reminders::{self, ANSWER_KEPT_ASIDE, Entry};
use crate::settings;

/// Saves what came with a mail among the client's documents, before the act: what the message brings, and what is left and
/// why.
pub(super) async fn save_files(
    office: &Office,
    by: &By,
    client_id: ClientId,
    files: Vec<(File, Vec<u8>)>,
) -> Result<(Vec<Attachment>, Vec<File>)> {
    let (named, bytes): (Vec<File>, Vec<Vec<u8>>) = files.into_iter().unzip();
    let uploads = named.iter().zip(bytes).map(|(file, bytes)| Upload { name: file.name.clone(), bytes });
    let saved = uploads::save(office, by, client_id, uploads.collect()).await?;
    let (mut documents, mut left) = (Vec::new(), Vec::new());
    for (file, saved) in named.into_iter().zip(saved) {
        match saved {
            Ok(ids) => documents.extend(ids),
            Err(reason) => left.push(File { refused: reason, ..file }),
        }
    }
    Ok((uploads::brought(office, &documents).await?, left))
}

/// Puts a mail into a thread within the act: it stops the reminder like any answer.
pub(super) async fn become_message(
    act: &mut Act<'_>,
    chat: &Chat,
    mail: &Received,
    (sender, brought, left): (Option<&KnownSender>, Vec<Attachment>, Vec<File>),
) -> Result<MessageId> {
    let body = reading::body(&serde_json::from_str::<Vec<_>>(&mail.parts).unwrap_or_default());
    let name = sender.map_or(&mail.from_name, |sender| &sender.name);
    let message = Message {
        message_id: MessageId::new(),
        chat_id: chat.chat_id,
        author_kind: AuthorKind::Client,
        author_name: if name.is_empty() { &mail.from_email } else { name }.clone(),
        contact_id: sender.map(|sender| sender.contact_id.to_string()).unwrap_or_default(),
        via: Via::Mail,
        body: body.to_json(),
        text: body.plain_text(),
        round: 0,
        at: act.now.into(),
        read_at: None,
    };
    chats::service::receive(act, chat, &message, brought).await?;
    let left = serde_json::to_string(&left).unwrap_or_default();
    store::set_message(act.db(), mail.received_id, message.message_id, &left).await?;
    act.changed(ChangeKind::Chat, chat.chat_id);
    Ok(message.message_id)
}

/// The reminders of these chats wait for the owner's decision.
pub(super) async fn hold(act: &mut Act<'_>, chats: &[ChatId]) -> Result<()> {
    change_held(act, chats, |entry| {
        entry.held.is_empty().then(|| Entry { held: ANSWER_KEPT_ASIDE.into(), ..entry })
    })
    .await
}

/// The owner decided: the reminders of these chats go on.
pub(super) async fn release(act: &mut Act<'_>, chats: &[ChatId]) -> Result<()> {
    change_held(act, chats, |entry| {
        (entry.held == ANSWER_KEPT_ASIDE).then(|| Entry { held: String::new(), ..entry })
    })
    .await
}

async fn change_held(
    act: &mut Act<'_>,
    chats: &[ChatId],
    change: impl Fn(Entry) -> Option<Entry>,
) -> Result<()> {
    let calendar = settings::store::get(act.db()).await?.calendar();
    let entries = reminders::store::of_chats(act.db(), chats).await?;
    let changed: Vec<Entry> = entries.into_iter().filter_map(change).collect();
    for entry in &changed {
        act.changed(ChangeKind::Chat, entry.item.id);
    }
    reminders::store::put(act.db(), &changed, &calendar).await
}
