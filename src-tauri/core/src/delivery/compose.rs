//! A mail's items become a letter.

use studiolo_mail::{EmailAddress, Mailbox};

use crate::chats;
use crate::clients::Contact;
use crate::error::{Error, Result};
use crate::letters::{self, Kind, LetterItem};
use crate::office::Act;
use crate::outbox::{self, ItemKind, ItemRef, MailItem, MailKind, MailRow};
use crate::reminders;
use crate::richtext::Document;
use crate::settings::Settings;

/// The header with number and hash of the audit trail's last row: who has the mail can tell a rewritten trail.
const TRAIL: &str = "X-Studiolo-Trail";

/// Message-IDs that a mail refers to at most: the thread's first, and its last ones.
const MOST_REFERENCES: usize = 20;

/// A mail that is ready to leave.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub mail: MailRow,
    pub from: EmailAddress,
    pub to: EmailAddress,
    pub bytes: Vec<u8>,
}

/// The subject that a list shows for an item.
pub(super) async fn subject(act: &mut Act<'_>, item: ItemRef) -> Result<String> {
    Ok(chats::store::get(act.db(), chat(item)?).await?.subject)
}

/// Writes the letter as it reads now. `Err` of the inner result: it can't be written, and why.
pub(super) async fn compose(
    act: &mut Act<'_>,
    settings: &Settings,
    sender: &Mailbox,
    mail: MailRow,
    contact: &Contact,
    items: &[MailItem],
) -> Result<std::result::Result<(Outgoing, String), String>> {
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(part(act, mail.kind, *item).await?);
    }
    let client_name = crate::clients::store::get(act.db(), mail.client_id).await?.name;
    let first =
        items.first().ok_or_else(|| Error::Damaged(format!("mail {} speaks of nothing", mail.mail_id)))?;
    let references = shortened(outbox::store::thread(act.db(), first.item, mail.contact_id).await?);
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
        client_name,
        items: parts.iter().map(Part::letter_item).collect(),
        zone: settings.time_zone,
    };
    let written = match letters::write(&letter) {
        Ok(written) => written,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let address = |text: &str| text.parse::<EmailAddress>().map_err(|error| format!("{text}: {error}"));
    let (to, reply_to) = match (address(&contact.email), address(&settings.owner_email)) {
        (Ok(to), Ok(reply_to)) => (to, reply_to),
        (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
    };
    let (seq, hash) = act.trail_head().await?;
    let message = studiolo_mail::Letter {
        from: sender.clone(),
        to: Mailbox { name: contact.name.clone(), address: to.clone() },
        reply_to: Some(Mailbox { name: settings.owner_name.clone(), address: reply_to }),
        subject: written.subject.clone(),
        message_id: mail.message_id.clone(),
        date: act.now,
        in_reply_to: references.last().cloned(),
        references,
        automatic: mail.kind == MailKind::Reminder,
        list_unsubscribe: None,
        extra: vec![(TRAIL.to_owned(), format!("{seq} {hash}"))],
        text: written.text,
        html: written.html,
    };
    Ok(match message.to_bytes() {
        Ok(bytes) => Ok((Outgoing { mail, from: sender.address.clone(), to, bytes }, written.subject)),
        Err(error) => Err(error.to_string()),
    })
}

fn shortened(mut references: Vec<String>) -> Vec<String> {
    let surplus = references.len().saturating_sub(MOST_REFERENCES);
    if surplus > 0 {
        references.drain(1..=surplus);
    }
    references
}

struct Part {
    subject: String,
    body: Document,
    written_at: crate::time::Instant,
    open_tasks: Vec<String>,
    reminder: Option<(u32, u32)>,
}

impl Part {
    fn letter_item(&self) -> LetterItem<'_> {
        LetterItem {
            subject: self.subject.clone(),
            body: &self.body,
            written_at: self.written_at,
            open_tasks: self.open_tasks.clone(),
            documents: Vec::new(),
            link: None,
            reminder: self.reminder,
        }
    }
}

async fn part(act: &mut Act<'_>, kind: MailKind, item: MailItem) -> Result<Part> {
    let id = chat(item.item)?;
    let chat = chats::store::get(act.db(), id).await?;
    let message = match kind {
        MailKind::Notification => chats::store::asked_in(act.db(), id, item.round).await?,
        MailKind::Reminder | MailKind::SendAgain => chats::store::last_asked(act.db(), id).await?,
    };
    let message = message.ok_or_else(|| Error::Damaged(format!("chat {id} has no message of the office")))?;
    let body = Document::from_json(&message.body)
        .map_err(|error| Error::Damaged(format!("message {}: {error}", message.message_id)))?;
    let tasks = chats::store::tasks(act.db(), id).await?;
    let reminder = match kind {
        MailKind::Reminder => {
            let of = reminders::store::get(act.db(), item.item).await?.reminder.policy.max_count();
            Some((item.step, of))
        }
        MailKind::Notification | MailKind::SendAgain => None,
    };
    Ok(Part {
        subject: chat.subject,
        body,
        written_at: message.at.into(),
        open_tasks: tasks.into_iter().filter(|task| !task.done).map(|task| task.text).collect(),
        reminder,
    })
}

fn chat(item: ItemRef) -> Result<crate::id::ChatId> {
    match item.kind {
        ItemKind::Chat => Ok(item.id.into()),
        ItemKind::Signature | ItemKind::Approval => {
            Err(Error::Damaged(format!("{} {} has no letter", item.kind.as_str(), item.id)))
        }
    }
}
