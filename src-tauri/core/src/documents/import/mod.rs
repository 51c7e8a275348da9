//! Taking files, folders and zips of the computer into a folder of the office: all that was chosen, or nothing.
//!
//! What is given is [gathered](gather), which writes nothing and says what is refused and why; what is chosen of it is
//! [staged](stage) in a folder of Studiolo's own beside the documents, but for what its bytes speak against, and
//! [lands](land) from there. The moves to where the
//! files stay are written down before the first is made, so that a crash leaves nothing half: at the next start they are
//! made to their end, or what was staged is taken away.

mod gather;
pub(super) mod land;
mod read_in;
mod stage;
mod store;
mod whole;

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::task::spawn_blocking;

use super::folders::open;
use super::keeper::keeper;
use super::plan::{Sha256, State, Tree};
use super::service::place;
use super::zip::NameEncoding;
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{DocumentId, FolderId, ImportId};
use crate::office::Office;
use gather::{Gathered, gather};
pub(crate) use read_in::{Most, ReadIn, read_in};
use stage::stage;

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files known so far.
    pub of: usize,
    /// Bytes read.
    pub bytes: u64,
}

/// Told how far an import is, often and from any thread; to break is to cancel.
pub type Watch = Arc<dyn Fn(Progress) -> ControlFlow<()> + Send + Sync>;

/// Nobody watches.
pub fn unwatched() -> Watch {
    Arc::new(|_| ControlFlow::Continue(()))
}

/// What is to be taken in.
#[derive(Debug, Clone)]
pub struct Import {
    /// Into which top-level folder.
    pub folder_id: FolderId,
    /// Into which folder below it, names joined by `/`; empty: none.
    pub below: String,
    /// Files, folders and zips of this computer.
    pub paths: Vec<PathBuf>,
    /// Which of what a dry run accepted; `None`: all of it.
    pub choose: Option<Vec<String>>,
}

/// What was taken in, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Each file that is taken in.
    pub accepted: Vec<Accepted>,
    /// Each file that is not.
    pub refused: Vec<Refused>,
}

/// A file that is taken in, or in a dry run a folder in which nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Where it is to lie below the chosen folder; one that is taken there gets another name when it lands. A folder ends in
    /// `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// The document that it has become; in a dry run, the one in that folder that holds the same bytes already.
    pub document_id: Option<DocumentId>,
    /// How its name in a zip was read, if nothing but its look speaks for that.
    pub guessed: Option<NameEncoding>,
}

/// A file that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its name as it can be shown: never a path to use.
    pub path: String,
    /// Why: a stable code.
    pub reason: String,
}

/// Says what would be taken in, and writes nothing.
pub async fn dry_run(office: &Office, by: &By, import: &Import, watch: &Watch) -> Result<Imported> {
    drop(office.read(by).await?);
    let same = {
        let mut keeper = keeper(office).await;
        let tree = keeper.tree(office).await?;
        place(tree, import.folder_id, &import.below)?;
        Same::of(tree, import.folder_id)
    };
    let (paths, scratch, watching) = (import.paths.clone(), scratch(office)?, watch.clone());
    let (mut gathered, same) = spawn_blocking(move || {
        let mut gathered = gather(&paths, &scratch, &watching)?;
        gathered.judge(|size| same.0.contains_key(&size), &scratch, &watching)?;
        let same = same.in_files(&gathered);
        Ok::<_, Error>((gathered, same))
    })
    .await??;
    let empty_folders = gathered.empty_folders();
    gathered.found.retain(|found| !found.is_folder());
    let accepted = gathered.found.iter().map(|found| Accepted {
        path: found.path.clone(),
        size: found.size,
        document_id: same.get(&found.path).copied(),
        guessed: found.guessed,
    });
    let folders = empty_folders.into_iter().map(|path| Accepted { path, ..Accepted::default() });
    Ok(Imported { accepted: accepted.chain(folders).collect(), refused: gathered.refused })
}

/// Takes in what was chosen: all of it or, on any error and when it is cancelled, nothing.
pub async fn import(office: &Office, by: &By, import: Import, watch: &Watch) -> Result<Imported> {
    drop(office.read(by).await?);
    place(keeper(office).await.tree(office).await?, import.folder_id, &import.below)?;
    let import_id = ImportId::new();
    let disk = open(office)?;
    let (paths, scratch, watching) = (import.paths.clone(), scratch(office)?, watch.clone());
    let choose = import.choose.clone();
    let prepared = spawn_blocking(move || {
        let mut gathered = gather(&paths, &scratch, &watching)?;
        let refused = std::mem::take(&mut gathered.refused);
        let all = choose.is_none();
        let gathered = chosen(gathered, &refused, choose)?;
        let staged = stage(&disk, import_id, gathered, &scratch, &watching);
        let staged = staged.and_then(|staged| match staged.refused.first() {
            Some(refused) if !all => Err(not_accepted(&refused.path, &refused.reason)),
            _ => Ok(staged),
        });
        if staged.is_err() {
            stage::clear(&disk, import_id);
        }
        Ok::<_, Error>((staged?, refused))
    });
    let (mut staged, mut refused) = prepared.await??;
    refused.append(&mut staged.refused);
    let landed = land::land(office, by, import_id, &import, staged).await;
    // What is written down stays staged until it is moved: at the next start, if it could not be now.
    let waits = store::is_written(&mut *office.store().read().acquire().await?, import_id).await?;
    if !waits && let Ok(disk) = open(office) {
        stage::clear(&disk, import_id);
    }
    Ok(Imported { accepted: landed?, refused })
}

/// What of the gathered was chosen.
fn chosen(mut gathered: Gathered, refused: &[Refused], choose: Option<Vec<String>>) -> Result<Gathered> {
    let Some(choose) = choose else { return Ok(gathered) };
    let mut choose: BTreeSet<String> = choose.into_iter().collect();
    gathered.found.retain(|found| choose.remove(&found.choice()));
    match choose.into_iter().next() {
        None => Ok(gathered),
        Some(path) => {
            let refused = refused.iter().find(|refused| refused.path == path);
            let reason = refused.map_or("is not among what was accepted", |refused| &refused.reason);
            Err(not_accepted(&path, reason))
        }
    }
}

fn not_accepted(path: &str, reason: &str) -> Error {
    Error::invalid("choose", format!("{path}: {reason}"))
}

/// The documents of a folder by size, to recognise what is there already.
struct Same(HashMap<u64, Vec<(Sha256, DocumentId)>>);

impl Same {
    fn of(tree: &Tree, folder_id: FolderId) -> Self {
        let mut same: HashMap<u64, Vec<(Sha256, DocumentId)>> = HashMap::new();
        let theirs =
            tree.documents.iter().filter(|(_, it)| it.folder_id == folder_id && it.state == State::Present);
        for (id, document) in theirs {
            if let Some(sha256) = document.sha256 {
                same.entry(document.stat.size).or_default().push((sha256, *id));
            }
        }
        Self(same)
    }

    /// The document with these bytes.
    fn find(&self, size: u64, sha256: &Sha256) -> Option<DocumentId> {
        self.0.get(&size)?.iter().find(|(known, _)| known == sha256).map(|(_, id)| *id)
    }

    /// Which of the files are there already; only those that have the size of a document are read.
    fn in_files(&self, gathered: &Gathered) -> HashMap<String, DocumentId> {
        let alike = gathered.found.iter().filter(|found| self.0.contains_key(&found.size));
        let same =
            alike.filter_map(|found| Some((found.path.clone(), self.find(found.size, &found.hash()?)?)));
        same.collect()
    }
}

/// Where a zip inside a zip is kept for the moment.
pub(crate) fn scratch(office: &Office) -> Result<PathBuf> {
    open(office)?.own(stage::STAGING)?;
    Ok(office.documents_folder().join(super::disk::OWN).join(stage::STAGING))
}
