//! A mail's items become a letter.

use std::collections::HashMap;

use studiolo_mail::intake::token::plus_address;
use studiolo_mail::{EmailAddress, Mailbox};

use super::group::{Group, distinct};
use crate::accounts::ReceivingAccount;
use crate::chats::store::Asked;
use crate::chats::{self, Chat};
use crate::clients::store::Addressee;
use crate::documents::Attachment;
use crate::documents::sending::{self, Bytes};
use crate::error::{Error, Result};
use crate::id::{ChatId, ContactId, MessageId};
use crate::letters::{self, Kind, LetterItem};
use crate::office::Act;
use crate::outbox::{self, ItemKind, ItemRef, MailItem, MailKind, MailRow, MailState};
use crate::richtext::Document;
use crate::settings::{MailDocuments, Settings};
use crate::time::Instant;

/// Message-IDs that a mail refers to at most: the thread's first, and its last ones.
const MOST_REFERENCES: usize = 20;

/// A mail that is ready to leave, as it is once its attempt has begun.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub mail: MailRow,
    pub from: EmailAddress,
    pub to: EmailAddress,
    pub bytes: Vec<u8>,
}

/// What the letters of a group are made from: read in a few questions, however many they are.
pub(super) struct Matter {
    asked: HashMap<(ChatId, u32), Asked>,
    open_tasks: HashMap<ChatId, Vec<String>>,
    threads: HashMap<(ItemRef, ContactId), Vec<String>>,
    replies: Option<ReceivingAccount>,
    attachments: HashMap<MessageId, Vec<Attachment>>,
    bytes: Bytes,
}

impl Matter {
    /// Reads what these mails need to speak of these items; their replies are asked to go to this mailbox.
    pub async fn read(
        act: &mut Act<'_>,
        settings: &Settings,
        (mails, replies): (&[(MailRow, Vec<MailItem>)], Option<ReceivingAccount>),
    ) -> Result<Self> {
        let mut asked = Vec::with_capacity(mails.len());
        let mut threads = Vec::with_capacity(mails.len());
        for (mail, items) in mails {
            // An item that is no chat is found out when its own mail is written.
            let chats = items.iter().filter_map(|item| Some((chat_of(item.item).ok()?, *item)));
            asked.extend(chats.map(|(chat, item)| (chat, message_of(mail.kind, item))));
            threads.extend(items.first().map(|first| (first.item, mail.contact_id)));
        }
        let asked = distinct(asked);
        let chats = distinct(asked.iter().map(|(chat, _)| *chat));
        let asked = chats::store::asked(act.db(), &asked).await?;
        let messages = distinct(asked.values().map(|asked| asked.message.message_id));
        let attachments = chats::store::attachments(act.db(), &messages).await?;
        let MailDocuments { enabled, max_bytes } = settings.mail_documents;
        let travel = mails.iter().any(|(mail, _)| mail.kind != MailKind::Reminder);
        let documents = attachments.values().flatten().filter(|_| enabled && travel);
        let documents = distinct(documents.map(|one| one.document_id));
        Ok(Self {
            asked,
            attachments,
            bytes: sending::bytes_of(act, &documents, max_bytes).await?,
            open_tasks: chats::store::open_tasks(act.db(), &chats).await?,
            replies,
            threads: outbox::store::threads(act.db(), &distinct(threads)).await?,
        })
    }
}

/// Where letters are written: everything that they have in common.
pub(super) struct Desk<'a> {
    pub settings: &'a Settings,
    pub sender: &'a Mailbox,
    pub group: &'a Group,
    pub matter: &'a Matter,
    pub now: Instant,
    /// The headers that say what the audit trail's last row is: who has the mail can tell a rewritten trail.
    pub trail: Vec<(String, String)>,
}

impl Desk<'_> {
    /// What the letter says of a message's documents, and those that travel along: in order, for as long as there is room.
    fn documents(&self, mail: &MailRow, message: MessageId) -> (Vec<String>, Vec<studiolo_mail::Attachment>) {
        let Self { settings, matter, .. } = self;
        let mut room = settings.mail_documents.max_bytes;
        let (mut names, mut files) = (Vec::new(), Vec::new());
        for one in matter.attachments.get(&message).into_iter().flatten() {
            let bytes = matter.bytes.get(&(one.document_id, mail.client_id)).filter(|bytes| {
                mail.kind != MailKind::Reminder && i64::try_from(bytes.len()).is_ok_and(|size| size <= room)
            });
            match bytes {
                Some(bytes) => {
                    room -= i64::try_from(bytes.len()).unwrap_or(room);
                    files.push(studiolo_mail::Attachment { name: one.name.clone(), bytes: bytes.clone() });
                    names.push(one.name.clone());
                }
                None if mail.kind == MailKind::Reminder => names.push(one.name.clone()),
                None => {
                    let name = [("name", one.name.as_str().into())];
                    names.push(letters::words(settings.language, "letter-document-apart", &name));
                }
            }
        }
        (names, files)
    }

    /// Writes the letter as it reads now. `Err` of the inner result: it can't be written, and why.
    pub fn compose(
        &self,
        mail: &MailRow,
        items: &[MailItem],
    ) -> Result<std::result::Result<Outgoing, String>> {
        let Self { settings, sender, group, matter, .. } = self;
        let Addressee { contact, client_name } = group.addressee(mail)?;
        let parts: Vec<_> = items.iter().map(|item| self.part(mail, *item)).collect::<Result<_>>()?;
        let first = items
            .first()
            .ok_or_else(|| Error::Damaged(format!("mail {} speaks of nothing", mail.mail_id)))?;
        let thread = matter.threads.get(&(first.item, mail.contact_id));
        let references = shortened(thread.cloned().unwrap_or_default());
        let letter = letters::Letter {
            kind: match mail.kind {
                MailKind::Notification => Kind::Notification,
                MailKind::Reminder => Kind::Reminder,
                MailKind::SendAgain => Kind::SendAgain,
            },
            language: settings.language,
            firm: settings.firm.clone(),
            owner_name: settings.owner_name.clone(),
            contact_name: contact.name.clone(),
            client_name: client_name.clone(),
            items: parts.iter().map(Part::letter_item).collect(),
            zone: settings.time_zone,
        };
        let written = match letters::write(&letter) {
            Ok(written) => written,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let (to, reply_to) = match (parsed(&contact.email), self.reply_to(mail)) {
            (Ok(to), Ok(reply_to)) => (to, reply_to),
            (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
        };
        let message = studiolo_mail::Letter {
            from: (*sender).clone(),
            to: Mailbox { name: contact.name.clone(), address: to.clone() },
            reply_to: Some(Mailbox { name: settings.owner_name.clone(), address: reply_to }),
            subject: written.subject.clone(),
            message_id: mail.message_id.clone(),
            date: self.now,
            in_reply_to: references.last().cloned(),
            references,
            automatic: mail.kind == MailKind::Reminder,
            list_unsubscribe: None,
            extra: self.trail.clone(),
            text: written.text,
            html: written.html,
            attachments: parts.into_iter().flat_map(|part| part.files).collect(),
        };
        let bytes = match message.to_bytes() {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let mail = MailRow {
            state: MailState::Sending,
            next_attempt_at: None,
            address: contact.email.clone(),
            subject: written.subject,
            attempts: mail.attempts + 1,
            ..mail.clone()
        };
        Ok(Ok(Outgoing { mail, from: sender.address.clone(), to, bytes }))
    }

    /// Where replies are asked to go: to the account that is read, with the mail's token where its provider delivers that.
    fn reply_to(&self, mail: &MailRow) -> std::result::Result<EmailAddress, String> {
        let own = &self.settings.owner_email;
        let Some(account) = &self.matter.replies else { return parsed(own) };
        let base = parsed(&account.address)?;
        let token = uuid::Uuid::from(mail.mail_id).simple().to_string();
        let with_token = account.plus_addresses.then(|| plus_address(&base, &token).ok()).flatten();
        Ok(with_token.unwrap_or(base))
    }

    fn part(&self, mail: &MailRow, item: MailItem) -> Result<Part<'_>> {
        let Matter { asked, open_tasks, .. } = self.matter;
        let kind = mail.kind;
        let id = chat_of(item.item)?;
        let Asked { subject, message, .. } = asked
            .get(&(id, message_of(kind, item)))
            .ok_or_else(|| Error::Damaged(format!("chat {id} has no message of the office")))?;
        let body = Document::from_json(&message.body)
            .map_err(|error| Error::Damaged(format!("message {}: {error}", message.message_id)))?;
        let of = self.group.entry(item.item)?.reminder.policy.max_count();
        let (documents, files) = self.documents(mail, message.message_id);
        Ok(Part {
            subject,
            documents,
            files,
            body,
            written_at: message.at.into(),
            open_tasks: open_tasks.get(&id).map_or(&[], Vec::as_slice),
            reminder: (kind == MailKind::Reminder).then_some((item.step, of)),
        })
    }
}

fn parsed(text: &str) -> std::result::Result<EmailAddress, String> {
    text.parse().map_err(|error| format!("{text}: {error}"))
}

/// The round whose message a mail about an item shows; 0: the last message.
fn message_of(kind: MailKind, item: MailItem) -> u32 {
    match kind {
        MailKind::Notification => item.round,
        MailKind::Reminder | MailKind::SendAgain => 0,
    }
}

fn shortened(mut references: Vec<String>) -> Vec<String> {
    let surplus = references.len().saturating_sub(MOST_REFERENCES);
    if surplus > 0 {
        references.drain(1..=surplus);
    }
    references
}

struct Part<'m> {
    subject: &'m str,
    /// The names of its documents, and what is to be said of those that do not travel along.
    documents: Vec<String>,
    files: Vec<studiolo_mail::Attachment>,
    body: Document,
    written_at: Instant,
    open_tasks: &'m [String],
    reminder: Option<(u32, u32)>,
}

impl Part<'_> {
    fn letter_item(&self) -> LetterItem<'_> {
        LetterItem {
            subject: self.subject.to_owned(),
            body: &self.body,
            written_at: self.written_at,
            open_tasks: self.open_tasks.to_vec(),
            documents: self.documents.clone(),
            link: None,
            reminder: self.reminder,
        }
    }
}

/// The chat that an item is.
pub(super) fn chat_of(item: ItemRef) -> Result<ChatId> {
    match item.kind {
        ItemKind::Chat => Ok(item.id.into()),
        ItemKind::Signature | ItemKind::Approval => {
            Err(Error::Damaged(format!("{} {} has no letter", item.kind.as_str(), item.id)))
        }
    }
}

/// Chats by their ids.
pub(super) fn by_id(chats: Vec<Chat>) -> HashMap<ChatId, Chat> {
    chats.into_iter().map(|chat| (chat.chat_id, chat)).collect()
}
