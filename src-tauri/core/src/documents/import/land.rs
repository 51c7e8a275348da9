//! Moving what was staged to where it stays. The moves are written down first; after a crash they are made to their end.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::{Accepted, Import, Same, Staged, stage, store};
use crate::access::By;
use crate::documents::disk::{Disk, Reader, make_folder, split};
use crate::documents::folders::open;
use crate::documents::keeper::{Keeper, keeper};
use crate::documents::places::Places;
use crate::documents::plan::{Content, Look, Scope, State};
use crate::documents::scan;
use crate::documents::service::place;
use crate::documents::settling::Whole;
use crate::error::Result;
use crate::id::{DocumentId, ImportId};
use crate::office::Office;

/// What is to be done, as it is written down.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moves {
    /// Folders to be made, by path below the documents' folder, the upper ones first.
    folders: Vec<String>,
    /// From below the import's staging folder to below the documents' folder.
    files: Vec<(String, String)>,
}

/// Moves all of it to where it stays and takes it down. Bytes that lie in the folder already are not taken twice.
pub(super) async fn land(
    office: &Office,
    by: &By,
    import_id: ImportId,
    import: &Import,
    staged: Staged,
) -> Result<Vec<Accepted>> {
    let mut keeper = keeper(office).await;
    let disk = open(office)?;
    let tree = keeper.tree(office).await?;
    let into = place(tree, import.folder_id, &import.below)?;
    let same = Same::of(tree, import.folder_id);
    let mut places = Places::new(&disk);
    let mut moves = Moves::default();
    let mut folders = BTreeSet::from([into.clone()]);
    for folder in &staged.folders {
        folders.insert(places.spelled(&into, folder)?);
    }
    let mut accepted = Vec::new();
    let mut contents = Vec::new();
    for file in staged.files {
        let known = same.find(file.size, &file.sha256);
        if known.is_none() {
            let (above, name) = split(&file.path);
            let above = places.spelled(&into, above)?;
            let to = format!("{above}/{}", places.free(&above, name)?);
            folders.insert(above);
            contents.push((accepted.len(), to.clone(), file.sha256));
            moves.files.push((file.staged, to));
        }
        accepted.push(Accepted { path: file.path, size: file.size, document_id: known });
    }
    moves.folders = with_those_above(folders);
    if !moves.files.is_empty() || !staged.folders.is_empty() {
        write_down(office, by, import_id, &moves).await?;
        make(&disk, import_id, &moves)?;
        take_down(office, by, &mut keeper, &disk, &contents).await?;
        done(office, by, import_id).await?;
    }
    let tree = keeper.tree(office).await?;
    let present = tree
        .documents
        .iter()
        .filter(|(_, it)| it.folder_id == import.folder_id && it.state == State::Present);
    let by_path: BTreeMap<String, DocumentId> =
        present.filter_map(|(id, _)| Some((tree.path(*id)?, *id))).collect();
    for (index, to, _) in contents {
        if let Some(accepted) = accepted.get_mut(index) {
            accepted.document_id = by_path.get(&to).copied();
        }
    }
    Ok(accepted)
}

/// Takes the files down, whole at once: their content is known.
async fn take_down(
    office: &Office,
    by: &By,
    keeper: &mut Keeper,
    disk: &Disk,
    contents: &[(usize, String, [u8; 32])],
) -> Result<()> {
    let mut whole = Whole::new();
    let mut reader = Reader::new(disk);
    for (_, to, sha256) in contents {
        if let Ok((_, stat)) = reader.file(to) {
            whole.insert(to.clone(), (stat, Content { sha256: *sha256, refused: false }));
        }
    }
    let looks = contents.iter().map(|(_, to, _)| Look::Entry(to.clone())).collect();
    scan::look(office, by, keeper, Scope::Parts(looks), &whole, Some("documents.import")).await
}

async fn write_down(office: &Office, by: &By, import_id: ImportId, moves: &Moves) -> Result<()> {
    let mut act = office.begin(by).await?;
    store::insert(act.db(), import_id, &serde_json::to_string(moves).unwrap_or_default()).await?;
    act.commit().await
}

async fn done(office: &Office, by: &By, import_id: ImportId) -> Result<()> {
    let mut act = office.begin(by).await?;
    store::delete(act.db(), import_id).await?;
    act.commit().await
}

/// Makes the moves that are not made yet.
fn make(disk: &Disk, import_id: ImportId, moves: &Moves) -> Result<()> {
    for folder in &moves.folders {
        let (above, name) = split(folder);
        make_folder(&disk.folder(above)?, name)?;
    }
    let staging = disk.own(stage::STAGING)?.open_dir(import_id.to_string())?;
    let mut reader = Reader::new(disk);
    for (from, to) in &moves.files {
        let (above, name) = split(to);
        match staging.rename(from, reader.folder(above)?, name) {
            // It was moved before the crash.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !staging.exists(from) => {}
            done => done?,
        }
    }
    Ok(())
}

/// After a crash: makes the moves that were written down to their end, and takes away what was staged without.
pub(in crate::documents) async fn recover(office: &Office) -> Result<()> {
    let Some(disk) = Disk::open(&office.documents_folder(), office.id()) else { return Ok(()) };
    let written = store::all(&mut *office.store().read().acquire().await?).await?;
    for (import_id, moves) in written {
        let moves: Moves = serde_json::from_str(&moves).unwrap_or_default();
        // What can't be moved stays staged and is tried at the next start.
        match make(&disk, import_id, &moves) {
            Ok(()) => done(office, &By::system(), import_id).await?,
            Err(error) => {
                tracing::warn!(%error, "files of an import wait to be moved");
                return Ok(());
            }
        }
    }
    let staging = disk.own(stage::STAGING)?;
    for entry in staging.entries()? {
        let name = entry?.file_name();
        let _ =
            if staging.is_dir(&name) { staging.remove_dir_all(&name) } else { staging.remove_file(&name) };
    }
    Ok(())
}

/// These folders and all above them but the two upper levels, which are there; the upper ones first.
fn with_those_above(folders: BTreeSet<String>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for folder in folders {
        let ends = folder.match_indices('/').skip(1).map(|(end, _)| end).chain([folder.len()]);
        all.extend(ends.filter_map(|end| folder.get(..end).map(str::to_owned)));
    }
    all.into_iter().collect()
}
