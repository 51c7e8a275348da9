//! Moving what was staged to where it stays. The moves are written down first; after a crash they are made to their end.

use std::collections::{HashMap, HashSet};
use std::io;

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;
use serde::{Deserialize, Serialize};

use super::stage::{Staged, StagedFile};
use super::whole::{Going, Move, moves};
use super::{Accepted, Import, Same, stage, store};
use crate::access::By;
use crate::documents::disk::{Disk, Reader, make_folder, split};
use crate::documents::folders::open;
use crate::documents::keeper::{Keeper, keeper};
use crate::documents::names::unique;
use crate::documents::places::{Places, names_in};
use crate::documents::plan::{Content, Look, Scope, State};
use crate::documents::scan;
use crate::documents::service::place;
use crate::documents::settling::Whole;
use crate::error::Result;
use crate::id::{DocumentId, ImportId};
use crate::office::Office;

#[cfg(test)]
#[path = "land_tests.rs"]
mod tests;

/// What is to be done, as it is written down.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moves {
    /// Folders that move as they were staged, from below the import's staging folder to below the documents' folder.
    #[serde(default)]
    whole_folders: Vec<Move>,
    /// The same, of files.
    files: Vec<Move>,
    /// Folders that are to be there, by path below the documents' folder.
    folders: Vec<String>,
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
    let top = place(tree, import.folder_id, "")?;
    let same = Same::of(tree, import.folder_id);
    // It is on record; whoever took it away has it back.
    let (client, name) = split(&top);
    make_folder(&disk.folder(client)?, name)?;
    let mut places = Places::new(&disk);
    let into = places.spelled(&top, &import.below)?;
    let mut folders = vec![into.clone()];
    for folder in &staged.folders {
        folders.push(places.spelled(&into, folder)?);
    }
    let mut accepted = Vec::with_capacity(staged.files.len());
    let mut above = Vec::with_capacity(staged.files.len());
    for StagedFile { path, size, sha256, guessed, .. } in &staged.files {
        let known = same.find(*size, sha256);
        above.push(if known.is_none() { Some(places.spelled(&into, split(path).0)?) } else { None });
        accepted.push(Accepted { path: path.clone(), size: *size, document_id: known, guessed: *guessed });
    }
    // After all folders have theirs, so that no file takes the name of one.
    let mut landing = Vec::with_capacity(staged.files.len());
    for (file, above) in staged.files.iter().zip(above) {
        landing.push(match above {
            None => None,
            Some(above) => Some(format!("{above}/{}", places.free(&above, split(&file.path).1)?)),
        });
    }
    let going = staged.files.iter().zip(&landing);
    let going = going.map(|(file, to)| Going { staged: &file.staged, to: to.as_deref() });
    let (whole_folders, files) = moves(going, |folder| places.is_new(folder));
    let moves = Moves { whole_folders, files, folders };
    if moves.whole_folders.is_empty() && moves.files.is_empty() && staged.folders.is_empty() {
        return Ok(accepted);
    }
    write_down(office, by, import_id, &moves).await?;
    make(&disk, import_id, &moves)?;
    let landed = staged.files.iter().zip(&landing).filter_map(|(file, to)| {
        Some((to.clone()?, (file.stat, Content { sha256: file.sha256, refused: false })))
    });
    take_down(office, by, &mut keeper, &moves, &landed.collect()).await?;
    done(office, by, import_id).await?;

    let tree = keeper.tree(office).await?;
    let present = tree
        .documents
        .iter()
        .filter(|(_, it)| it.folder_id == import.folder_id && it.state == State::Present);
    let by_path: HashMap<String, DocumentId> =
        present.filter_map(|(id, _)| Some((tree.path(*id)?, *id))).collect();
    for (accepted, to) in accepted.iter_mut().zip(landing) {
        if let Some(to) = to {
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
    moves: &Moves,
    whole: &Whole,
) -> Result<()> {
    let below = moves.whole_folders.iter().map(|(_, to)| Look::Below(to.clone()));
    let alone = moves.files.iter().map(|(_, to)| Look::Entry(to.clone()));
    let looks = below.chain(alone).collect();
    scan::look(office, by, keeper, Scope::Parts(looks), whole, Some("documents.import")).await
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

/// Makes the moves that are not made yet, durable.
fn make(disk: &Disk, import_id: ImportId, moves: &Moves) -> Result<()> {
    let staging = match disk.own(stage::STAGING)?.open_dir(import_id.to_string()) {
        // All of them are made.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        staging => staging?,
    };
    let mut reader = Reader::new(disk);
    for (from, to) in moves.whole_folders.iter().chain(&moves.files) {
        let (above, name) = split(to);
        let above = match reader.folder(above) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folders(disk, above)?;
                reader.folder(above)?
            }
            found => found?,
        };
        move_to(&staging, from, above, name)?;
    }
    for folder in &moves.folders {
        make_folders(disk, folder)?;
    }
    stage::sync(&staging, &[])
}

/// Moves a file or a folder, unless it was before a crash. Whatever is there by now stays: a folder is filled, and beside a
/// file it gets another name.
fn move_to(from: &Dir, staged: &str, above: &Dir, name: &str) -> io::Result<()> {
    let Some(staged_folder) = is_folder(from, staged)? else { return Ok(()) };
    match is_folder(above, name)? {
        None => match from.rename(staged, above, name) {
            // Some systems move no folder in which somebody has a file open.
            Err(_) if staged_folder => fill(from, staged, above, name),
            done => done,
        },
        Some(true) if staged_folder => fill(from, staged, above, name),
        Some(_) => from.rename(staged, above, free(above, name)?),
    }
}

/// Moves what is in a staged folder into the folder of this name, one by one.
fn fill(from: &Dir, staged: &str, above: &Dir, name: &str) -> io::Result<()> {
    make_folder(above, name)?;
    let (from, into) = (from.open_dir_nofollow(staged)?, above.open_dir_nofollow(name)?);
    // Listed to the end first: what moves away meanwhile would have some systems pass others by.
    let names = from.entries()?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    for name in names.collect::<io::Result<Vec<String>>>()? {
        move_to(&from, &name, &into, &name)?;
    }
    Ok(())
}

/// The name, or one like it that nothing in the folder has.
fn free(folder: &Dir, name: &str) -> io::Result<String> {
    let taken = names_in(folder)?;
    Ok(unique(name, |key| taken.contains_key(key)))
}

/// Whether what has this name is a folder; `None`: nothing has it.
fn is_folder(above: &Dir, name: &str) -> io::Result<Option<bool>> {
    match above.symlink_metadata(name) {
        Ok(metadata) => Ok(Some(metadata.is_dir())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the folder at this path and those above it, but for the two upper levels: those are there, or gone for good.
fn make_folders(disk: &Disk, path: &str) -> io::Result<()> {
    let mut folder = disk.root().try_clone()?;
    for (level, name) in path.split('/').enumerate() {
        if level >= 2 {
            make_folder(&folder, name)?;
        }
        folder = folder.open_dir_nofollow(name)?;
    }
    Ok(())
}

/// After a crash: makes the moves that were written down to their end, and takes away what was staged without.
pub(in crate::documents) async fn recover(office: &Office) -> Result<()> {
    let Some(disk) = Disk::open(&office.documents_folder(), office.id()) else { return Ok(()) };
    let written = store::all(&mut *office.store().read().acquire().await?).await?;
    let mut waiting = HashSet::new();
    for (import_id, moves) in written {
        let moves = serde_json::from_str(&moves).map_err(|error| io::Error::from(error).into());
        match moves.and_then(|moves| make(&disk, import_id, &moves)) {
            Ok(()) => done(office, &By::system(), import_id).await?,
            // What can't be moved stays staged and is tried at the next start.
            Err(error) => {
                tracing::warn!(%error, "files of an import wait to be moved");
                waiting.insert(import_id.to_string());
            }
        }
    }
    let staging = disk.own(stage::STAGING)?;
    for entry in staging.entries()? {
        let name = entry?.file_name();
        if name.to_str().is_some_and(|name| waiting.contains(name)) {
            continue;
        }
        let _ =
            if staging.is_dir(&name) { staging.remove_dir_all(&name) } else { staging.remove_file(&name) };
    }
    Ok(())
}
