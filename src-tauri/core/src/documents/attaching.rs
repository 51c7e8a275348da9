//! Documents that messages bring: which may be given to which client, and files of the computer that become documents
//! for it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::sync::MutexGuard;
use tokio::task::spawn_blocking;

use super::disk::{Disk, copy_hashed, split};
use super::folders::open;
use super::import::{self, Import};
use super::keeper::{Keeper, keeper};
use super::names::fold_key;
use super::plan::{Access, Folder, State, Tree};
use super::service::{client_of, present_folder, present_path};
use super::store;
use crate::access::By;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId, FolderId};
use crate::office::Office;

/// How many documents one message may bring.
pub const MOST: usize = 10_000;

/// What a message is to bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attach {
    /// A document of the client's.
    Document(DocumentId),
    /// A file, folder or zip of this computer, to be saved among the client's documents.
    File {
        /// Where it is now.
        path: PathBuf,
        /// The top-level folder to save it in; `None`: where the last one was saved, else one that the client can view,
        /// else one that it can edit.
        folder: Option<FolderId>,
    },
}

/// A document that a message brings, as it is now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Attachment {
    /// The document.
    pub document_id: DocumentId,
    /// Its name when the message was written.
    pub name: String,
    /// Its size then, in bytes.
    pub size: i64,
    /// SHA-256 of its bytes then.
    pub sha256: Vec<u8>,
}

/// Holds who sees what as it is, for as long as a message is being written.
pub(crate) struct Attaching<'o>(MutexGuard<'o, Keeper>);

/// The documents for each of these clients: files of the computer are saved among the documents of each. In a message to
/// several clients, a document of one of them is saved among the others' as a copy.
///
/// # Errors
/// [`Error::PrivateDocument`], [`Error::NoViewableFolder`], [`Error::FileRefused`]; nothing was saved then, unless a file
/// changed while it was read.
pub(crate) async fn documents_of(
    office: &Office,
    by: &By,
    clients: &[(ClientId, String)],
    attach: &[Attach],
) -> Result<Vec<Vec<DocumentId>>> {
    if attach.len() > MOST {
        return Err(Error::invalid("attachments", format!("are more than {MOST}")));
    }
    let copies = Copies::of(office, clients, attach).await?;
    let plans = {
        let mut keeper = keeper(office).await;
        super::folders::make_missing(office, &mut keeper).await?;
        let mut db = office.read(by).await?;
        let tree = keeper.tree(office).await?;
        let mut plans = Vec::with_capacity(clients.len());
        let mut without = Vec::new();
        for (client_id, name) in clients {
            let remembered = store::saves_in(&mut db, *client_id).await?;
            let planned = attach
                .iter()
                .map(|one| source(tree, &copies, *client_id, one)?.placed(tree, *client_id, remembered));
            match planned.collect::<Result<Option<Vec<Source>>>>()? {
                Some(sources) => plans.push((*client_id, sources)),
                None => without.push((client_id.to_string(), name.clone())),
            }
        }
        if !without.is_empty() {
            return Err(Error::NoViewableFolder { clients: without });
        }
        plans
    };
    for source in plans.iter().flat_map(|(_, sources)| sources) {
        if let Source::File { path, folder_id: Some(folder_id) } = source {
            check_file(office, by, path.clone(), *folder_id).await?;
        }
    }
    let mut all = Vec::with_capacity(clients.len());
    for (client_id, sources) in plans {
        let mut documents = Vec::new();
        for source in sources {
            match source {
                Source::Document(id) => documents.push(id),
                Source::File { path, folder_id: Some(folder_id) } => {
                    documents.extend(save(office, by, client_id, folder_id, path).await?);
                }
                Source::File { folder_id: None, .. } => {}
            }
        }
        let mut seen = HashSet::new();
        documents.retain(|id| seen.insert(*id));
        all.push(documents);
    }
    spawn_blocking(move || drop(copies)).await?;
    Ok(all)
}

/// Where what a message brings comes from, for one client.
enum Source {
    /// A document of its own.
    Document(DocumentId),
    /// A file, to be saved in a top-level folder.
    File { path: PathBuf, folder_id: Option<FolderId> },
}

impl Source {
    /// With the folder that it goes into; `None`: the client sees none.
    fn placed(self, tree: &Tree, client_id: ClientId, remembered: Option<FolderId>) -> Result<Option<Self>> {
        Ok(match self {
            Self::File { path, folder_id: Some(id) } => {
                Some(Self::File { path, folder_id: Some(chosen(tree, client_id, id)?) })
            }
            Self::File { path, folder_id: None } => {
                best(tree, client_id, remembered).map(|id| Self::File { path, folder_id: Some(id) })
            }
            document @ Self::Document(_) => Some(document),
        })
    }
}

fn source(tree: &Tree, copies: &Copies, client_id: ClientId, one: &Attach) -> Result<Source> {
    match one {
        Attach::File { path, folder } => Ok(Source::File { path: path.clone(), folder_id: *folder }),
        Attach::Document(id) => {
            let owner = client_of(tree, *id).ok_or_else(|| Error::not_found("document", id))?;
            Ok(match copies.files.get(id) {
                Some(path) if owner != client_id => {
                    // Asked again: its folder may have become private since it was copied.
                    attachment(tree, owner, *id)?;
                    Source::File { path: path.clone(), folder_id: None }
                }
                _ => Source::Document(*id),
            })
        }
    }
}

/// Documents of some of a message's clients, copied aside for the others. They go when this is dropped.
#[derive(Default)]
struct Copies {
    files: HashMap<DocumentId, PathBuf>,
    _folder: Option<TempDir>,
}

impl Copies {
    async fn of(office: &Office, clients: &[(ClientId, String)], attach: &[Attach]) -> Result<Self> {
        if clients.len() < 2 {
            return Ok(Self::default());
        }
        let mut wanted = Vec::new();
        {
            let mut keeper = keeper(office).await;
            let tree = keeper.tree(office).await?;
            for one in attach {
                let Attach::Document(id) = one else { continue };
                let owner = client_of(tree, *id).ok_or_else(|| Error::not_found("document", id))?;
                if clients.iter().any(|(client_id, _)| *client_id == owner) {
                    // Whatever is given away is looked at as if it were given to its own client.
                    let attachment = attachment(tree, owner, *id)?;
                    wanted.push((present_path(tree, *id)?, attachment));
                }
            }
        }
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let (disk, scratch) = (open(office)?, import::scratch(office)?);
        spawn_blocking(move || {
            let folder = tempfile::tempdir_in(scratch)?;
            let mut files = HashMap::new();
            for (number, (path, attachment)) in wanted.into_iter().enumerate() {
                let above = folder.path().join(number.to_string());
                fs::create_dir(&above)?;
                let to = above.join(&attachment.name);
                copy(&disk, &path, &attachment, &to)?;
                files.insert(attachment.document_id, to);
            }
            Ok(Self { files, _folder: Some(folder) })
        })
        .await?
    }
}

/// Copies a document, if it is the one that was looked at.
fn copy(disk: &Disk, path: &str, attachment: &Attachment, to: &Path) -> Result<()> {
    let refused = |reason: &str| Error::FileRefused { path: attachment.name.clone(), reason: reason.into() };
    let (from, _) = disk.file(path).map_err(|_| refused("unreadable"))?;
    let (_, content) = copy_hashed(&attachment.name, from, fs::File::create_new(to)?)?;
    if content.sha256[..] == attachment.sha256[..] { Ok(()) } else { Err(refused("changed")) }
}

/// Refuses a file of which nothing would be saved, before anything is.
async fn check_file(office: &Office, by: &By, path: PathBuf, folder_id: FolderId) -> Result<()> {
    let import = Import { folder_id, below: String::new(), paths: vec![path], choose: None };
    let would = import::dry_run(office, by, &import, &import::unwatched()).await?;
    let nothing = would.accepted.iter().all(|one| one.path.ends_with('/'));
    match (nothing, would.refused.into_iter().next()) {
        (true, Some(refused)) => Err(Error::FileRefused { path: refused.path, reason: refused.reason }),
        (true, None) => Err(Error::invalid("attachments", "an empty folder holds nothing to attach")),
        (false, _) => Ok(()),
    }
}

async fn save(
    office: &Office,
    by: &By,
    client_id: ClientId,
    folder_id: FolderId,
    path: PathBuf,
) -> Result<Vec<DocumentId>> {
    let import = Import { folder_id, below: String::new(), paths: vec![path], choose: None };
    let done = import::import(office, by, import, &import::unwatched()).await?;
    let mut act = office.begin(by).await?;
    store::set_saves_in(act.db(), client_id, folder_id).await?;
    act.commit().await?;
    Ok(done.accepted.into_iter().filter_map(|file| file.document_id).collect())
}

/// A folder that was asked for, if the client sees it.
fn chosen(tree: &Tree, client_id: ClientId, id: FolderId) -> Result<FolderId> {
    let folder = present_folder(tree, id)?;
    if folder.client_id != client_id {
        return Err(Error::invalid("folder_id", "is another client's folder"));
    }
    if folder.access == Access::Private {
        return Err(Error::PrivateDocument { name: folder.name.clone() });
    }
    Ok(id)
}

/// Where the last file was saved, else the first folder that the client can view, else one that it can edit.
fn best(tree: &Tree, client_id: ClientId, remembered: Option<FolderId>) -> Option<FolderId> {
    let is_seen = |folder: &Folder| {
        folder.client_id == client_id
            && folder.state == State::Present
            && folder.flag.is_none()
            && folder.access > Access::Private
    };
    let remembered = remembered.filter(|id| tree.folders.get(id).is_some_and(is_seen));
    let all = tree.folders.iter().filter(|(_, folder)| is_seen(folder));
    remembered.or_else(|| all.min_by_key(|(_, it)| (it.access, fold_key(&it.name))).map(|(id, _)| *id))
}

/// Takes the documents' turn: until it is dropped nobody changes who sees what.
pub(crate) async fn attaching(office: &Office) -> Attaching<'_> {
    Attaching(keeper(office).await)
}

impl Attaching<'_> {
    /// These documents as a message of this client's chat would bring them now.
    ///
    /// # Errors
    /// [`Error::PrivateDocument`] for one that the client does not see, [`Error::FileRefused`] for one that no client may
    /// see or that is still being written.
    pub async fn of(
        &mut self,
        office: &Office,
        client_id: ClientId,
        documents: &[DocumentId],
    ) -> Result<Vec<Attachment>> {
        let tree = self.0.tree(office).await?;
        documents.iter().map(|id| attachment(tree, client_id, *id)).collect()
    }
}

fn attachment(tree: &Tree, client_id: ClientId, id: DocumentId) -> Result<Attachment> {
    let document = tree.documents.get(&id).filter(|document| document.state == State::Present);
    let document = document.ok_or_else(|| Error::not_found("document", id))?;
    let name = split(&document.path).1.to_owned();
    if client_of(tree, id) != Some(client_id) {
        return Err(Error::invalid("attachments", format!("{name} is another client's document")));
    }
    if tree.folders.get(&document.folder_id).is_none_or(|folder| folder.access == Access::Private) {
        return Err(Error::PrivateDocument { name });
    }
    let refused = |reason: &str| Error::FileRefused { path: name.clone(), reason: reason.to_owned() };
    match document.sha256 {
        Some(sha256) if tree.seen_by(id) == Some(client_id) => Ok(Attachment {
            document_id: id,
            name,
            size: document.stat.size.cast_signed(),
            sha256: sha256.to_vec(),
        }),
        _ if document.refused => Err(refused("refused")),
        _ => Err(refused(document.flag.map_or("unsettled", super::plan::Flag::code))),
    }
}
