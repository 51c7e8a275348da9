//! What the office does with templates of folders.

use chrono::Datelike;
use serde_json::json;

use super::{FolderTemplate, TemplateFolder, store};
use crate::access::By;
use crate::documents::folders::{self, NewFolder};
use crate::documents::keeper::keeper;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, FolderId, FolderTemplateId};
use crate::office::Office;
use crate::settings;

/// Every template, by name; the one that an office begins with until another is saved.
pub async fn list(office: &Office, by: &By) -> Result<Vec<FolderTemplate>> {
    let mut db = office.read(by).await?;
    let templates = store::list(&mut db).await?;
    if !templates.is_empty() {
        return Ok(templates);
    }
    drop(db);
    let language = settings::service::get(office, by).await?.language;
    let first = FolderTemplate::first(language);
    let mut act = office.begin(&By::system()).await?;
    store::put(act.db(), &first).await?;
    act.commit().await?;
    Ok(vec![first])
}

/// Makes a template, or writes over the one of this id. The one that is made the default takes the place of the present one.
pub async fn save(
    office: &Office,
    by: &By,
    id: Option<FolderTemplateId>,
    name: &str,
    is_default: bool,
    folders: Vec<TemplateFolder>,
) -> Result<FolderTemplateId> {
    let before = list(office, by).await?;
    if let Some(id) = id
        && !before.iter().any(|template| template.template_id == id)
    {
        return Err(Error::not_found("folder template", id));
    }
    let template_id = id.unwrap_or_else(FolderTemplateId::new);
    let template = FolderTemplate { template_id, name: name.to_owned(), is_default, folders }.check()?;
    let was_default = before.iter().any(|it| it.template_id == template_id && it.is_default);
    if was_default && !is_default {
        return Err(Error::invalid("is_default", "make another template the default instead"));
    }
    let mut act = office.begin(by).await?;
    store::put(act.db(), &template).await?;
    let details = json!({ "name": template.name, "default": is_default });
    act.record("folder_templates.save", &format!("folder_template:{template_id}"), None, details).await?;
    act.changed(ChangeKind::Settings, template_id);
    act.commit().await?;
    Ok(template_id)
}

/// Takes a template away; the default one stays.
pub async fn delete(office: &Office, by: &By, id: FolderTemplateId) -> Result<()> {
    if list(office, by).await?.iter().any(|template| template.template_id == id && template.is_default) {
        return Err(Error::invalid("template_id", "is the default: make another the default first"));
    }
    let mut act = office.begin(by).await?;
    store::delete(act.db(), id).await?;
    act.record("folder_templates.delete", &format!("folder_template:{id}"), None, json!({})).await?;
    act.changed(ChangeKind::Settings, id);
    act.commit().await
}

/// Makes those folders of a template that a client has not, for a year (this one unless told otherwise).
pub async fn apply(
    office: &Office,
    by: &By,
    client: ClientId,
    id: FolderTemplateId,
    year: Option<i32>,
) -> Result<Vec<FolderId>> {
    let templates = list(office, by).await?;
    let template = templates.iter().find(|template| template.template_id == id);
    let template = template.ok_or_else(|| Error::not_found("folder template", id))?;
    let year = match year {
        Some(year @ 1900..=2999) => year,
        Some(_) => return Err(Error::invalid("year", "is not between 1900 and 2999")),
        None => this_year(office).await?,
    };
    let mut keeper = keeper(office).await;
    folders::make_missing(office, &mut keeper).await?;
    let wanted = template.folders_of(year);
    let wanted = folders::not_there_yet(&mut keeper, office, client, wanted).await?;
    folders::create(office, by, &mut keeper, client, &wanted, "documents.apply_template").await
}

/// What a new client's folder begins with today.
pub(crate) async fn of_new_clients(office: &Office) -> Result<Vec<NewFolder>> {
    let templates = list(office, &By::system()).await?;
    let year = this_year(office).await?;
    Ok(templates
        .iter()
        .find(|template| template.is_default)
        .map(|it| it.folders_of(year))
        .unwrap_or_default())
}

async fn this_year(office: &Office) -> Result<i32> {
    let settings = settings::service::get(office, &By::system()).await?;
    Ok(office.now().with_timezone(&settings.time_zone).year())
}
