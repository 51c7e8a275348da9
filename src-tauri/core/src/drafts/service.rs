//! What is done with drafts.

use super::{Draft, Writing, store};
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ChatId, DraftId};
use crate::office::{Act, Office};
use crate::templates;

/// Characters of an unfinished subject or task at most: more than either may have once it is sent, so that what is
/// typed is kept and its error told when it is sent.
const LONGEST_LINE: usize = 10_000;

/// Clients and tasks of one draft at most.
const MOST: usize = 100_000;

/// Keeps what is being written, whole. A thread's one draft is replaced; without an id, a new chat's is a new one.
pub async fn save(office: &Office, by: &By, id: Option<DraftId>, writing: Writing) -> Result<DraftId> {
    check(&writing)?;
    let mut act = office.begin(by).await?;
    if let Some(chat) = writing.chat_id
        && !store::is_chat(act.db(), chat).await?
    {
        return Err(Error::not_found("chat", chat));
    }
    if let Some(template) = writing.template {
        templates::service::known(act.db(), template).await?;
    }
    let id = put(&mut act, id, writing).await?;
    act.commit().await?;
    Ok(id)
}

/// Every draft, the one saved last first.
pub async fn list(office: &Office, by: &By) -> Result<Vec<Draft>> {
    let mut db = office.read(by).await?;
    let mut drafts = store::list(&mut db).await?;
    for draft in drafts.iter_mut().filter(|draft| !draft.writing.template_documents.is_empty()) {
        draft.of_template = templates::documents::known(&mut db, &draft.writing.template_documents).await?;
    }
    Ok(drafts)
}

/// Takes a draft away for good.
pub async fn discard(office: &Office, by: &By, id: DraftId) -> Result<()> {
    let mut act = office.begin(by).await?;
    if !sent(&mut act, id).await? {
        return Err(Error::not_found("draft", id));
    }
    act.commit().await
}

/// Within the act: the draft has become what it was to be, and is gone. Whether there was one.
pub(crate) async fn sent(act: &mut Act<'_>, id: DraftId) -> Result<bool> {
    let there_was = store::delete(act.db(), id).await?;
    if there_was {
        act.changed(ChangeKind::Draft, id);
    }
    Ok(there_was)
}

/// Within the act: what was sent to these chats is a draft again. What the owner has begun in them meanwhile stands
/// below it.
pub(crate) async fn take_back(act: &mut Act<'_>, mut writing: Writing, chats: &[ChatId]) -> Result<DraftId> {
    for chat in chats {
        if let Some(begun) = store::of_chat(act.db(), *chat).await? {
            let both = writing.body.followed_by(&begun.writing.body);
            writing.body = both.map_err(|error| Error::invalid("body", error))?;
            writing.attachments.extend(begun.writing.attachments);
            sent(act, begun.draft_id).await?;
        }
    }
    put(act, None, writing).await
}

async fn put(act: &mut Act<'_>, id: Option<DraftId>, writing: Writing) -> Result<DraftId> {
    let of_thread = match writing.chat_id {
        Some(chat) => store::id_of_chat(act.db(), chat).await?,
        None => None,
    };
    let draft_id = of_thread.or(id).unwrap_or_else(DraftId::new);
    let saved_at = act.now.into();
    let draft = Draft { draft_id, writing, attached: Vec::new(), of_template: Vec::new(), saved_at };
    store::put(act.db(), &draft).await?;
    act.changed(ChangeKind::Draft, draft_id);
    Ok(draft_id)
}

fn check(writing: &Writing) -> Result<()> {
    let lines = writing.tasks.iter().map(|task| ("tasks", task));
    for (field, line) in lines.chain([("subject", &writing.subject)]) {
        if line.chars().count() > LONGEST_LINE {
            return Err(Error::invalid(field, format!("is longer than {LONGEST_LINE} characters")));
        }
    }
    let counts = [
        ("client_ids", writing.clients.len()),
        ("tasks", writing.tasks.len()),
        ("attachments", writing.attachments.len()),
        ("template_document_ids", writing.template_documents.len()),
    ];
    for (field, count) in counts {
        if count > MOST {
            return Err(Error::invalid(field, format!("are more than {MOST}")));
        }
    }
    if writing.chat_id.is_some() && writing.template.is_some() {
        return Err(Error::invalid("template_id", "is that of a new chat"));
    }
    if writing.chat_id.is_some() && !writing.clients.is_empty() {
        return Err(Error::invalid("client_ids", "are those of a new chat; a thread has its client"));
    }
    Ok(())
}
