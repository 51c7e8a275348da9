//! `chats.*`.

mod reply;
mod request;

pub use reply::*;
pub use request::*;

use std::sync::Arc;

use serde_json::Value;
use studiolo_core::access::{By, Origin};
use studiolo_core::chats::reading::{self, Listed};
use studiolo_core::chats::{self, Bring, NewChat, Reply, Thread, service, undo};
use studiolo_core::documents::{self, Attach};
use studiolo_core::id::{ChatId, ClientId};
use studiolo_core::intake;
use studiolo_core::outbox::{MailKind, MailState};
use studiolo_core::reminders::{Entry, NO_RECIPIENT};
use studiolo_core::richtext::Document;
use studiolo_core::settings::PolicyChange;
use studiolo_core::time::Millis;
use studiolo_core::{Error, Office, Result};

use crate::clients::Contact;
use crate::quarantine;
use crate::reminders::Reminder;
use crate::wire::{Done, at, id, optional_id};

pub(crate) fn body(value: &Value) -> Result<Document> {
    Document::from_body(value).map_err(|error| Error::invalid("body", error))
}

fn attach(by: &By, choice: AttachmentChoice) -> Result<Bring> {
    let folder = optional_id("attachments", choice.folder_id.as_deref())?;
    match (choice.document_id, choice.path, choice.template_document_id) {
        (Some(document), None, None) => Ok(Bring::This(Attach::Document(id("attachments", &document)?))),
        (None, Some(_), None) if by.origin != Origin::CommandLine => {
            Err(Error::invalid("attachments", "a path is taken from the command line alone"))
        }
        (None, Some(path), None) => Ok(Bring::This(Attach::File { path: path.into(), folder })),
        (None, None, Some(document)) => {
            Ok(Bring::OfTemplate { document: id("attachments", &document)?, folder })
        }
        _ => Err(Error::invalid("attachments", "give a document_id, a path or a template_document_id")),
    }
}

fn attachments(by: &By, choices: Option<Vec<AttachmentChoice>>) -> Result<Vec<Attach>> {
    let attach = |choice| match attach(by, choice)? {
        Bring::This(this) => Ok(this),
        Bring::OfTemplate { .. } => {
            Err(Error::invalid("attachments", "documents of a template are brought by a new chat alone"))
        }
    };
    choices.unwrap_or_default().into_iter().map(attach).collect()
}

/// `chats.create`.
pub async fn create(office: &Arc<Office>, by: &By, request: ChatsCreateRequest) -> Result<ChatsCreateReply> {
    let new = NewChat {
        clients: request.client_ids.iter().map(|client| id("client_ids", client)).collect::<Result<_>>()?,
        template: optional_id("template_id", request.template_id.as_deref())?,
        subject: request.subject,
        body: request.body.as_ref().map(body).transpose()?,
        reminder: request.reminder.map(PolicyChange::from),
        tasks: request.tasks.unwrap_or_default(),
        attachments: request
            .attachments
            .map(|choices| choices.into_iter().map(|choice| attach(by, choice)).collect::<Result<_>>())
            .transpose()?,
        undo_seconds: request.undo_seconds.unwrap_or_default(),
        allow_no_recipient: request.allow_no_recipient.unwrap_or_default(),
        draft: optional_id("draft_id", request.draft_id.as_deref())?,
    };
    let chats = service::create(office, by, new).await?;
    let created = |(chat, client): (ChatId, ClientId)| CreatedChat {
        chat_id: chat.to_string(),
        client_id: client.to_string(),
    };
    Ok(ChatsCreateReply { chats: chats.into_iter().map(created).collect() })
}

/// `chats.reply`.
pub async fn reply(office: &Arc<Office>, by: &By, request: ChatsReplyRequest) -> Result<ChatsReplyReply> {
    let reply = Reply {
        chat_id: id("chat_id", &request.chat_id)?,
        body: body(&request.body)?,
        reminder: request.reminder.map(|reminder| reminder.map(PolicyChange::from)),
        tasks: request.tasks.unwrap_or_default(),
        attachments: attachments(by, request.attachments)?,
        undo_seconds: request.undo_seconds.unwrap_or_default(),
        allow_no_recipient: request.allow_no_recipient.unwrap_or_default(),
        draft: optional_id("draft_id", request.draft_id.as_deref())?,
    };
    Ok(ChatsReplyReply { message_id: service::reply(office, by, reply).await?.to_string() })
}

/// `chats.record_answer`.
pub async fn record_answer(
    office: &Arc<Office>,
    by: &By,
    request: ChatsRecordAnswerRequest,
) -> Result<ChatsReplyReply> {
    let contact = optional_id("contact_id", request.contact_id.as_deref())?;
    let chat = id("chat_id", &request.chat_id)?;
    let message = service::record_answer(office, by, chat, contact, &request.text).await?;
    Ok(ChatsReplyReply { message_id: message.to_string() })
}

/// `chats.resume_reminder`.
pub async fn resume_reminder(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::resume_reminder(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.archive`.
pub async fn archive(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::archive(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.reopen`.
pub async fn reopen(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::reopen(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.set_reminder`.
pub async fn set_reminder(office: &Arc<Office>, by: &By, request: ChatsSetReminderRequest) -> Result<Done> {
    let change = PolicyChange { every_days: request.every_days, max_count: request.max_count };
    service::set_reminder(office, by, id("chat_id", &request.chat_id)?, request.enabled, change).await?;
    Ok(Done {})
}

/// `chats.send_again`.
pub async fn send_again(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::send_again(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.set_task`.
pub async fn set_task(office: &Arc<Office>, by: &By, request: ChatsSetTaskRequest) -> Result<Done> {
    service::set_task(office, by, id("task_id", &request.task_id)?, request.done).await?;
    Ok(Done {})
}

/// `chats.mark_read`.
pub async fn mark_read(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::mark_read(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.mark_unread`.
pub async fn mark_unread(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<Done> {
    service::mark_unread(office, by, id("chat_id", &request.chat_id)?).await?;
    Ok(Done {})
}

/// `chats.undo_send`.
pub async fn undo_send(
    office: &Arc<Office>,
    by: &By,
    request: ChatsUndoSendRequest,
) -> Result<ChatsUndoSendReply> {
    let chats: Vec<ChatId> =
        request.chat_ids.iter().map(|chat| id("chat_ids", chat)).collect::<Result<_>>()?;
    let draft = undo::undo_send(office, by, &chats).await?;
    Ok(ChatsUndoSendReply { draft_id: draft.to_string() })
}

/// `chats.list`.
pub async fn list(office: &Arc<Office>, by: &By, request: ChatsListRequest) -> Result<ChatsListReply> {
    let state = request.state.map(|state| match state {
        ChatState::Active => chats::ChatState::Active,
        ChatState::Archived => chats::ChatState::Archived,
    });
    let client = optional_id("client_id", request.client_id.as_deref())?;
    let listed = Listed { client, state, limit: request.limit };
    let rows = reading::list(office, by, listed).await?;
    Ok(ChatsListReply { chats: rows.into_iter().map(row).collect() })
}

fn row((row, entry, next_at): (chats::ChatRow, Entry, Option<Millis>)) -> ChatRow {
    let delivery = match row.delivery.as_str() {
        // Nobody was told, or everybody left before they were.
        "" | "withdrawn" if row.last_kind == chats::AuthorKind::Office && entry.held == NO_RECIPIENT => {
            Some(DeliveryState::Held)
        }
        word => serde_json::from_value(word.into()).ok(),
    };
    ChatRow {
        chat_id: row.chat.chat_id.to_string(),
        client_id: row.chat.client_id.to_string(),
        client_name: row.client_name,
        subject: row.chat.subject,
        state: row.chat.state.into(),
        last: LastMessage {
            author: Author { kind: row.last_kind.into(), name: row.last_name, contact_id: None },
            text: row.last_text,
            at: at(row.last_at),
        },
        unread: row.unread,
        tasks: TaskCount { done: row.tasks_done, total: row.tasks },
        reminder: Reminder::new(&entry.reminder, &entry.held, next_at),
        delivery,
        draft: Some(row.draft).filter(|words| !words.is_empty()),
    }
}

/// `chats.get`.
pub async fn get(office: &Arc<Office>, by: &By, request: ChatRequest) -> Result<ChatsGetReply> {
    let thread = reading::get(office, by, id("chat_id", &request.chat_id)?).await?;
    let Thread {
        chat,
        client_name,
        contacts,
        messages,
        undoable,
        deliveries,
        evidence,
        tasks,
        reminder,
        held,
        next_at,
        attachments,
        mails,
    } = thread;
    let received = |mail: &intake::OfMessage| ReceivedMail {
        from: mail.from_email.clone(),
        verified: mail.verified,
        parts: quarantine::parts(&mail.parts),
        files: quarantine::files(&mail.files),
    };
    let attachment = |one: &documents::Attachment| Attachment {
        document_id: one.document_id.to_string(),
        name: one.name.clone(),
        size: one.size,
    };
    let delivery = |delivery: &chats::Delivery| Delivery {
        mail_id: delivery.mail_id.to_string(),
        contact_id: delivery.contact_id.to_string(),
        email: delivery.address.clone(),
        state: delivery.state.into(),
        at: delivery.accepted_at.map(at),
        last_error: Some(delivery.last_error.clone()).filter(|error| !error.is_empty()),
        evidence: evidence.get(&delivery.mail_id).into_iter().flatten().map(Into::into).collect(),
    };
    let message = |message: chats::Message| -> Result<Message> {
        let document = Document::from_json(&message.body)
            .map_err(|error| Error::Damaged(format!("message {}: {error}", message.message_id)))?;
        let undo = undoable.filter(|(undoable, _)| *undoable == message.message_id);
        let ways = deliveries.iter().filter(|way| message.round > 0 && way.round == message.round);
        let (own, reminding): (Vec<_>, Vec<_>) = ways.partition(|way| way.kind == MailKind::Notification);
        let told = reminding.into_iter().filter(|way| {
            let stopped = [MailState::Failed, MailState::Bounced, MailState::Uncertain];
            let by_hand = way.kind == MailKind::SendAgain;
            by_hand || stopped.contains(&way.state) || evidence.contains_key(&way.mail_id)
        });
        let reminder_mail = |way: &chats::Delivery| ReminderMail {
            reminder: (way.kind == MailKind::Reminder).then_some(way.step),
            way: delivery(way),
        };
        Ok(Message {
            deliveries: own.into_iter().map(delivery).collect(),
            reminder_mails: told.map(reminder_mail).collect(),
            message_id: message.message_id.to_string(),
            author: Author {
                kind: message.author_kind.into(),
                name: message.author_name,
                contact_id: Some(message.contact_id).filter(|contact| !contact.is_empty()),
            },
            text: message.text,
            body: document.to_value(),
            html: document.html(),
            at: at(message.at),
            via: message.via.into(),
            mail: mails.get(&message.message_id).map(received),
            attachments: attachments.get(&message.message_id).into_iter().flatten().map(attachment).collect(),
            undo_until: undo.map(|(_, until)| at(until)),
        })
    };
    Ok(ChatsGetReply {
        chat: Chat {
            chat_id: chat.chat_id.to_string(),
            client_id: chat.client_id.to_string(),
            client_name,
            subject: chat.subject,
            state: chat.state.into(),
            contacts: contacts.into_iter().map(Contact::from).collect(),
        },
        messages: messages.into_iter().map(message).collect::<Result<_>>()?,
        tasks: tasks.into_iter().map(Task::from).collect(),
        reminder: Reminder::new(&reminder, &held, next_at),
    })
}
