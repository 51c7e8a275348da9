//! Starting chats: one with each of some clients, all or none.

use std::iter::zip;

use serde_json::json;

use super::before::{Before, Unfilled};
use super::bringing::Bringing;
use super::service::{checked_tasks, distinct, message, note_undoable, record, undo_time};
use super::telling::{notify, recipients};
use super::{Bring, Chat, ChatState, NewChat, store};
use crate::access::By;
use crate::documents::Attach;
use crate::drafts;
use crate::error::{Error, Result};
use crate::id::{ChatId, ClientId, TemplateDocumentId, TemplateId};
use crate::office::Office;
use crate::reminders::{self, Entry, Reminder};
use crate::settings::{self, line};
use crate::templates::documents::Files;
use crate::templates::filling::fill_for;
use crate::templates::{self, TemplateDocument, Words};

/// An empty subject takes this many characters of the message at most.
const SUBJECT_FROM_MESSAGE: usize = 60;

/// Starts one chat with each client: all or none.
///
/// # Errors
/// [`Error::NoRecipient`] names every client that nobody would be told for, unless that is allowed;
/// [`Error::MissingValue`] those of whom something is missing that the template's words would say.
pub async fn create(office: &Office, by: &By, new: NewChat) -> Result<Vec<(ChatId, ClientId)>> {
    let clients = distinct("client_ids", &new.clients)?;
    let Written { template, words, bring } = Written::of(office, by, &new).await?;
    let letters = letters(office, by, &clients, template, &words).await?;
    let tasks = checked_tasks(&new.tasks)?;
    let undo = undo_time(new.undo_seconds)?;
    let (attach, files) = files(office, by, bring).await?;
    let mut bringing = Bringing::prepare(office, by, &clients, &attach, new.allow_no_recipient).await?;
    drop(files);
    let mut act = office.begin(by).await?;
    let settings = settings::store::get(act.db()).await?;
    let policy = new.reminder.map(|change| change.over(settings.reminder_defaults)).transpose()?;
    let told = recipients(&mut act, &clients, new.allow_no_recipient).await?;
    let now = act.now;
    let chat = |(client_id, letter): (ClientId, &Words)| {
        let subject = letter.subject.clone();
        Chat { chat_id: ChatId::new(), client_id, subject, state: ChatState::Active }
    };
    let chats: Vec<Chat> = zip(clients, &letters).map(chat).collect();
    let ids: Vec<ChatId> = chats.iter().map(|chat| chat.chat_id).collect();
    store::insert(act.db(), &chats, now).await?;
    store::insert_tasks(act.db(), &ids, &tasks, 0).await?;
    let unarmed = |chat: &Chat| Entry {
        item: chat.item(),
        client_id: chat.client_id,
        reminder: Reminder::default(),
        held: String::new(),
    };
    let items = zip(&chats, &told).map(|(chat, contacts)| (unarmed(chat), !contacts.is_empty()));
    let entries = reminders::service::arm(&mut act, items, policy, &settings.calendar()).await?;
    let rounds = entries.iter().map(|entry| entry.reminder.round);
    let news: Vec<_> =
        zip(zip(&chats, rounds), &told).map(|((chat, round), contacts)| (chat, round, contacts)).collect();
    let messages: Vec<_> = zip(&news, &letters)
        .map(|((chat, round, _), letter)| message(&settings, chat, &letter.body, *round, now))
        .collect();
    store::insert_first_messages(act.db(), &messages).await?;
    let brought = bringing.add(&mut act, office, &chats, &messages).await?;
    notify(&mut act, &news, now + undo).await?;
    let unfilled = template.map(|template_id| Unfilled::new(template_id, &words));
    let before = || Before { reminder: new.reminder, thread: None, unfilled: unfilled.clone() };
    let undoable: Vec<_> = messages.iter().map(|message| (message, before())).collect();
    note_undoable(&mut act, &undoable, now + undo).await?;
    if let Some(draft) = new.draft {
        drafts::service::sent(&mut act, draft).await?;
    }
    if let Some(template) = template {
        templates::service::used(&mut act, template).await?;
    }
    for (chat, _, contacts) in news {
        let details = json!({ "subject": chat.subject, "contacts": contacts.len(), "reminder": policy,
            "documents": brought });
        record(&mut act, "chats.create", chat, details).await?;
    }
    act.commit().await?;
    Ok(chats.iter().map(|chat| (chat.chat_id, chat.client_id)).collect())
}

/// What is to be said and brought, before it is filled in for each client.
struct Written {
    template: Option<TemplateId>,
    words: Words,
    bring: Vec<Bring>,
}

impl Written {
    /// What is absent is the template's.
    async fn of(office: &Office, by: &By, new: &NewChat) -> Result<Self> {
        let template = match new.template {
            Some(id) => Some(templates::service::get(office, by, id).await?),
            None => None,
        };
        let (had, documents) = template
            .map_or_else(|| (Words::empty(), Vec::new()), |template| (template.words, template.documents));
        let of_template =
            |it: &TemplateDocument| Bring::OfTemplate { document: it.template_document_id, folder: None };
        let words = Words {
            subject: new.subject.clone().unwrap_or(had.subject),
            body: new.body.clone().unwrap_or(had.body),
        };
        if words.body.is_empty() {
            return Err(Error::invalid("body", "the message is empty"));
        }
        let bring = new.attachments.clone().unwrap_or_else(|| documents.iter().map(of_template).collect());
        Ok(Self { template: new.template, words, bring })
    }
}

/// The subject and message for each client.
async fn letters(
    office: &Office,
    by: &By,
    clients: &[ClientId],
    template: Option<TemplateId>,
    words: &Words,
) -> Result<Vec<Words>> {
    let mut letters = match template {
        Some(_) => fill_for(&mut *office.read(by).await?, office.now(), words.clone(), clients).await?,
        None => vec![words.clone(); clients.len()],
    };
    for letter in &mut letters {
        letter.subject = match letter.subject.trim() {
            "" => letter.body.first_words(SUBJECT_FROM_MESSAGE),
            subject => line("subject", subject)?,
        };
    }
    Ok(letters)
}

/// Everything that is brought as what can be attached, and the files that documents of the template are until then.
async fn files(office: &Office, by: &By, bring: Vec<Bring>) -> Result<(Vec<Attach>, Option<Files>)> {
    let of_template = |one: &Bring| match one {
        Bring::OfTemplate { document, .. } => Some(*document),
        Bring::This(_) => None,
    };
    let documents: Vec<TemplateDocumentId> = bring.iter().filter_map(of_template).collect();
    // A chat that brings none is made also while the documents' drive is away.
    let files = match &documents[..] {
        [] => None,
        documents => Some(Files::write(office, by, documents).await?),
    };
    let mut paths = files.iter().flat_map(|files| files.paths.iter().cloned());
    let attach = bring.into_iter().filter_map(|one| match one {
        Bring::This(attach) => Some(attach),
        Bring::OfTemplate { folder, .. } => Some(Attach::File { path: paths.next()?, folder }),
    });
    let attach = attach.collect();
    Ok((attach, files))
}
