//! The trash: what was deleted here lies in a folder of Studiolo's own for 120 days, and can be put back. What is deleted by
//! another program is in the system's own trash, or nowhere.

mod store;

use std::collections::HashSet;

use cap_std::fs::Dir;
use chrono::TimeDelta;
use serde_json::json;

use super::disk::{Disk, Reader, split};
use super::folders::open;
use super::keeper::{Keeper, Writer, keeper};
use super::places::Places;
use super::plan::settle::Reading;
use super::plan::{Act as Planned, Look, Scope};
use super::scan;
use super::service::{client_of, known_content, present_path};
use super::settling::Whole;
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, DocumentId, TrashId};
use crate::office::Office;
use crate::time::{Instant, Millis};

/// How long what was deleted is kept.
const KEPT: TimeDelta = TimeDelta::days(120);

/// The folder of Studiolo's own that holds what was deleted.
const FOLDER: &str = "trash";

/// Something in the trash.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Trashed {
    /// Its id.
    pub trash_id: TrashId,
    /// The document that it is.
    pub document_id: DocumentId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Where it lay, below the documents' folder.
    pub path: String,
    /// Bytes.
    pub size: i64,
    /// When it was deleted.
    pub at: Millis,
}

impl Trashed {
    /// Where it lay below the client's folder.
    pub fn place(&self) -> &str {
        self.path.split_once('/').map_or(&self.path, |(_, place)| place)
    }

    /// When it is taken away for good.
    pub fn until(&self) -> Instant {
        Instant::from(self.at) + KEPT
    }
}

/// Deletes documents: they are seen by nobody from now on, and lie in the trash. Where the disk refuses one, it stays as it
/// was and the error is told.
pub async fn put(office: &Office, by: &By, documents: &[DocumentId]) -> Result<Vec<TrashId>> {
    let mut keeper = keeper(office).await;
    let disk = open(office)?;
    let trash = disk.own(FOLDER)?;
    let tree = keeper.tree(office).await?;
    let mut rows = Vec::with_capacity(documents.len());
    let mut seen = HashSet::new();
    for id in documents.iter().filter(|id| seen.insert(**id)) {
        let path = present_path(tree, *id)?;
        let client_id = client_of(tree, *id).ok_or_else(|| Error::not_found("document", id))?;
        rows.push(NewTrash { trash_id: TrashId::new(), document_id: *id, client_id, path });
    }
    let since = office.now().timestamp_millis();
    let mut planned = Vec::with_capacity(rows.len());
    let mut reader = Reader::new(&disk);
    for NewTrash { document_id, path, .. } in &rows {
        let document_id = *document_id;
        planned.push(Planned::DocumentHidden { document_id, since });
        // One that has just come has no version yet, and without one nothing would be remembered of it.
        if tree.documents.get(&document_id).is_some_and(|document| document.sha256.is_none()) {
            let Ok((content, Reading::Stat(stat))) = reader.hash(path) else {
                return Err(Error::FileRefused { path: path.clone(), reason: "unsettled".to_owned() });
            };
            planned.push(Planned::DocumentPublished { document_id, stat, content, visible: false });
        }
        planned.push(Planned::DocumentGone { document_id });
    }
    let kept = Writer { command: Some("documents.trash"), trash: &rows };
    keeper.write_with(office, by, &planned, kept).await?;
    for (index, row) in rows.iter().enumerate() {
        let (above, name) = split(&row.path);
        let moved = disk.folder(above).and_then(|dir| dir.rename(name, &trash, row.trash_id.to_string()));
        if let Err(error) = moved {
            let rest = rows.get(index..).unwrap_or_default();
            give_back(office, by, &mut keeper, rest).await?;
            return Err(error.into());
        }
    }
    Ok(rows.into_iter().map(|row| row.trash_id).collect())
}

/// What could not be moved is where it was.
async fn give_back(office: &Office, by: &By, keeper: &mut Keeper, rows: &[NewTrash]) -> Result<()> {
    let mut act = office.begin(by).await?;
    for row in rows {
        store::delete(act.db(), row.trash_id).await?;
    }
    act.commit().await?;
    let looks = rows.iter().map(|row| Look::Entry(row.path.clone())).collect();
    scan::look(office, by, keeper, Scope::Parts(looks), &Whole::new(), Some("documents.restore")).await
}

/// What lies in the trash, deleted last first: of one client or all.
pub async fn list(office: &Office, by: &By, client: Option<ClientId>) -> Result<Vec<Trashed>> {
    store::list(&mut *office.read(by).await?, client).await
}

/// Puts things back where they lay, under another name where theirs is taken. A folder that is gone is made again, and is
/// Private.
pub async fn restore(office: &Office, by: &By, ids: &[TrashId]) -> Result<()> {
    let mut keeper = keeper(office).await;
    let disk = open(office)?;
    let trash = disk.own(FOLDER)?;
    let mut looks = Vec::new();
    let mut whole = Whole::new();
    let mut places = Places::new(&disk);
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.push(store::get(&mut *office.read(by).await?, *id).await?);
    }
    let mut failed: Result<()> = Ok(());
    for row in &rows {
        let tree = keeper.tree(office).await?;
        // Its folder may have another name by now.
        let path = tree.path(row.document_id).unwrap_or_else(|| row.path.clone());
        let document = tree.documents.get(&row.document_id);
        let to = match back(&disk, &mut places, &trash, &path, &row.trash_id.to_string()) {
            Ok(to) => to,
            Err(error) => {
                failed = Err(error);
                break;
            }
        };
        for end in to.match_indices('/').map(|(end, _)| end) {
            looks.push(Look::Entry(to.get(..end).unwrap_or_default().to_owned()));
        }
        if let Some(known) = document.and_then(|document| known_content(&disk, document, &to)) {
            whole.insert(to.clone(), known);
        }
        let in_place = document.is_some() && to == path;
        looks.push(Look::Entry(to));
        let mut act = office.begin(by).await?;
        store::delete(act.db(), row.trash_id).await?;
        // One that gets another name or is made anew is told by the look.
        if in_place {
            let object = format!("document:{}", row.document_id);
            act.record("documents.restore", &object, Some(row.client_id), json!({ "path": row.place() }))
                .await?;
        }
        act.changed(ChangeKind::Documents, row.client_id);
        act.commit().await?;
    }
    scan::look(office, by, &mut keeper, Scope::Parts(looks), &whole, Some("documents.restore")).await?;
    failed
}

/// Moves a file out of the trash; says where to.
fn back(disk: &Disk, places: &mut Places<'_>, trash: &Dir, path: &str, name: &str) -> Result<String> {
    let (above, own_name) = split(path);
    disk.root().create_dir_all(above)?;
    let free = places.free(above, own_name)?;
    trash.rename(name, &disk.folder(above)?, &free)?;
    Ok(format!("{above}/{free}"))
}

/// Takes away for good what has lain in the trash for its time, and what stands in the list without a file.
pub(crate) async fn empty_old(office: &Office) -> Result<()> {
    let keeper = keeper(office).await;
    let Some(disk) = Disk::open(&office.documents_folder(), office.id()) else { return Ok(()) };
    let trash = disk.own(FOLDER)?;
    let all = store::list(&mut *office.read(&By::system()).await?, None).await?;
    let now = office.now();
    for row in all {
        let name = row.trash_id.to_string();
        let is_there = trash.try_exists(&name)?;
        if is_there && row.until() > now {
            continue;
        }
        let mut act = office.begin(&By::system()).await?;
        store::delete(act.db(), row.trash_id).await?;
        if is_there {
            let details = json!({ "path": row.place(), "size": row.size });
            let object = format!("document:{}", row.document_id);
            act.record("document.deleted", &object, Some(row.client_id), details).await?;
            act.changed(ChangeKind::Documents, row.client_id);
            // First the file: a row without one is taken away later, a file without a row would stay for ever.
            trash.remove_file(&name)?;
        }
        act.commit().await?;
    }
    drop(keeper);
    Ok(())
}

pub(super) use store::{NewTrash, insert};
