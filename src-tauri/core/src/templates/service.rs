//! What the office does with templates of messages.
//!
//! That a template is made, renamed, deleted or brings other documents is in the audit trail. What is being written in it
//! is not, as with drafts: nothing has been said yet.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::filling::{Filling, wants};
use super::{Preview, Template, TemplateChange, TemplateRow, Wants, Words, store};
use crate::access::By;
use crate::clients;
use crate::documents::names::fold_key;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, TemplateId};
use crate::office::{Act, Office};
use crate::settings::{self, line};
use crate::time::Millis;

/// How long a deleted template can be put back.
const KEEP_DELETED: TimeDelta = TimeDelta::days(120);

/// Every template, by name.
pub async fn list(office: &Office, by: &By) -> Result<Vec<TemplateRow>> {
    store::list(&mut *office.read(by).await?).await
}

/// A template; also one that was deleted and can be put back.
pub async fn get(office: &Office, by: &By, id: TemplateId) -> Result<Template> {
    store::get(&mut *office.read(by).await?, id).await
}

/// Makes a template.
///
/// # Errors
/// [`Error::NameTaken`]
pub async fn create(office: &Office, by: &By, name: &str, words: Words) -> Result<TemplateId> {
    let template = Template {
        template_id: TemplateId::new(),
        name: line("name", name)?,
        words: words.checked()?,
        documents: Vec::new(),
        changed_at: office.now().into(),
        used_at: None,
    };
    let mut act = office.begin(by).await?;
    put(&mut act, &template).await?;
    record(&mut act, "templates.create", &template, json!({})).await?;
    act.commit().await?;
    Ok(template.template_id)
}

/// Changes a template; chats that were made from it stay as they are. When it was changed.
///
/// # Errors
/// [`Error::NameTaken`]
pub async fn update(office: &Office, by: &By, id: TemplateId, change: TemplateChange) -> Result<Millis> {
    let mut act = office.begin(by).await?;
    let mut template = store::get(act.db(), id).await?;
    let was = template.name.clone();
    if let Some(name) = change.name {
        template.name = line("name", &name)?;
    }
    let Words { subject, body } = template.words;
    let words = Words { subject: change.subject.unwrap_or(subject), body: change.body.unwrap_or(body) };
    template.words = words.checked()?;
    template.changed_at = act.now.into();
    put(&mut act, &template).await?;
    if template.name == was {
        act.changed(ChangeKind::Template, id);
    } else {
        record(&mut act, "templates.update", &template, json!({ "was": was })).await?;
    }
    act.commit().await?;
    Ok(template.changed_at)
}

/// Makes a template with the words and documents of another.
///
/// # Errors
/// [`Error::NameTaken`]
pub async fn duplicate(office: &Office, by: &By, id: TemplateId, name: &str) -> Result<TemplateId> {
    let mut act = office.begin(by).await?;
    let original = store::get(act.db(), id).await?;
    let copy = Template {
        template_id: TemplateId::new(),
        name: line("name", name)?,
        words: original.words,
        documents: Vec::new(),
        changed_at: act.now.into(),
        used_at: None,
    };
    put(&mut act, &copy).await?;
    store::copy_documents(act.db(), &original.documents, copy.template_id).await?;
    record(&mut act, "templates.duplicate", &copy, json!({ "of": original.name })).await?;
    act.commit().await?;
    Ok(copy.template_id)
}

/// Deletes a template; it can be put back for 120 days.
pub async fn delete(office: &Office, by: &By, id: TemplateId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let template = store::get(act.db(), id).await?;
    let now = act.now;
    if !store::set_deleted(act.db(), id, Some(now)).await? {
        return Err(Error::not_found("template", id));
    }
    record(&mut act, "templates.delete", &template, json!({})).await?;
    act.commit().await
}

/// Puts a deleted template back.
///
/// # Errors
/// [`Error::NameTaken`] when another has its name by now.
pub async fn restore(office: &Office, by: &By, id: TemplateId) -> Result<()> {
    let mut act = office.begin(by).await?;
    let template = store::get(act.db(), id).await?;
    if store::is_taken(act.db(), id).await? {
        return Err(Error::NameTaken { name: template.name });
    }
    if !store::set_deleted(act.db(), id, None).await? {
        return Err(Error::invalid("template_id", "is there already"));
    }
    record(&mut act, "templates.restore", &template, json!({})).await?;
    act.commit().await
}

/// What some words become for a client.
pub async fn preview(office: &Office, by: &By, client: ClientId, words: Words) -> Result<Preview> {
    let mut db = office.read(by).await?;
    let filling = Filling::new(words.checked()?, settings::store::get(&mut db).await?, office.now());
    let mut addressed = clients::service::addressed(&mut db, &[client]).await?;
    let (client, contact) = addressed.remove(&client).ok_or_else(|| Error::not_found("client", client))?;
    filling.preview(&client, contact.as_ref())
}

/// Of which of these clients something is missing that some words would say; `None`: of all.
pub async fn missing(office: &Office, by: &By, of: Option<Vec<ClientId>>, words: Words) -> Result<Wants> {
    let of = match of {
        Some(of) => of,
        None => clients::service::list(office, by).await?.into_iter().map(|it| it.client_id).collect(),
    };
    let mut db = office.read(by).await?;
    let filling = Filling::new(words.checked()?, settings::store::get(&mut db).await?, office.now());
    let addressed = clients::service::addressed(&mut db, &of).await?;
    let mut wanting = Vec::new();
    for (client, contact) in addressed.values() {
        wanting.extend(wants(client, &filling.preview(client, contact.as_ref())?));
    }
    wanting.sort_by_cached_key(|it| (fold_key(&it.name), it.client_id));
    Ok(Wants { complete: addressed.len() - wanting.len(), clients: wanting })
}

/// Refuses a template that there is not; one that was deleted and can be put back is.
pub(crate) async fn known(db: &mut SqliteConnection, id: TemplateId) -> Result<()> {
    if store::is_there(db, id).await? { Ok(()) } else { Err(Error::not_found("template", id)) }
}

/// Notes within the act that a chat was made from a template.
pub(crate) async fn used(act: &mut Act<'_>, id: TemplateId) -> Result<()> {
    let now = act.now;
    store::used(act.db(), id, now).await?;
    act.changed(ChangeKind::Template, id);
    Ok(())
}

/// Takes away for good what was deleted long ago.
pub async fn forget_deleted(office: &Office) -> Result<()> {
    let by = By::system();
    let before = office.now() - KEEP_DELETED;
    if !store::any_deleted(&mut *office.read(&by).await?, before).await? {
        return Ok(());
    }
    let mut act = office.begin(&by).await?;
    store::forget_deleted(act.db(), before).await?;
    act.commit().await
}

async fn put(act: &mut Act<'_>, template: &Template) -> Result<()> {
    if store::put(act.db(), template, &fold_key(&template.name)).await? {
        Ok(())
    } else {
        Err(Error::NameTaken { name: template.name.clone() })
    }
}

/// Writes an act upon a template into the audit trail, with its name.
pub(super) async fn record(
    act: &mut Act<'_>,
    action: &str,
    template: &Template,
    mut details: Value,
) -> Result<()> {
    if let Some(details) = details.as_object_mut() {
        details.insert("name".into(), template.name.as_str().into());
    }
    act.record(action, &format!("template:{}", template.template_id), None, details).await?;
    act.changed(ChangeKind::Template, template.template_id);
    Ok(())
}
