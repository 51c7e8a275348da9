//! Making folders: a client's own, and top-level folders in it.

use std::collections::BTreeSet;
use std::io;

use serde_json::json;

use super::disk::{Disk, make_folder};
use super::keeper::{Keeper, keeper};
use super::names::{check, fold_key, safe_name, unique_folder};
use super::places::Places;
use super::plan::{Access, Client, Folder, Identity, State, Tree};
use super::store::{self, Touched};
use super::templates;
use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::id::{ClientId, FolderId};
use crate::office::Office;

/// A top-level folder to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFolder {
    /// Its name on disk.
    pub name: String,
    /// Who sees it.
    pub access: Access,
}

/// Makes the folder of every client that has none, with those of the default template in it. Where the documents' folder is
/// not there, that is done when it is back.
pub(super) async fn make_missing(office: &Office, keeper: &mut Keeper) -> Result<()> {
    let without = store::without_folder(&mut *office.store().read().acquire().await?).await?;
    if without.is_empty() {
        return Ok(());
    }
    let Some(disk) = Disk::open(&office.documents_folder(), office.id()) else { return Ok(()) };
    let folders = templates::of_new_clients(office).await?;
    for (client_id, name) in without {
        make_client_folder(office, keeper, &disk, client_id, &name, &folders).await?;
    }
    Ok(())
}

/// Makes the folder of a new client at once. What is in the way is logged, and it is made at the next look.
pub async fn welcome(office: &Office, client_id: ClientId, name: &str) {
    let Some(disk) = Disk::open(&office.documents_folder(), office.id()) else { return };
    let made = async {
        let folders = templates::of_new_clients(office).await?;
        make_client_folder(office, &mut *keeper(office).await, &disk, client_id, name, &folders).await
    };
    if let Err(error) = made.await {
        tracing::warn!(%error, "a new client's folder could not be made: it is tried again");
    }
}

async fn make_client_folder(
    office: &Office,
    keeper: &mut Keeper,
    disk: &Disk,
    client_id: ClientId,
    client_name: &str,
    folders: &[NewFolder],
) -> Result<()> {
    if keeper.tree(office).await?.clients.contains_key(&client_id) {
        return Ok(());
    }
    let name = loop {
        let name = unique_folder(&safe_name(client_name), |key| keeper.taken.contains(key));
        keeper.taken.insert(fold_key(&name));
        match disk.root().create_dir(&name) {
            // Somebody's who is no client: it is left alone.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => break done.map(|()| name)?,
        }
    };
    let identity = disk.stat(&disk.root().symlink_metadata(&name)?).identity;
    let client = Client { folder: name.clone(), identity, state: State::Present };
    let mut touched = Touched::default();
    touched.clients.insert(client_id);
    let mut made = Vec::new();
    for folder in folders {
        let identity = make(disk, &name, &folder.name)?;
        made.push((FolderId::new(), new_folder(client_id, folder, identity)));
    }
    touched.folders.extend(made.iter().map(|(id, _)| *id));
    let mut act = office.begin(&By::system()).await?;
    keeper
        .change(&mut act, office, touched, |tree| {
            tree.clients.insert(client_id, client);
            tree.folders.extend(made);
        })
        .await?;
    act.changed(ChangeKind::Documents, client_id);
    keeper.commit(act).await
}

fn new_folder(client_id: ClientId, folder: &NewFolder, identity: Option<Identity>) -> Folder {
    let NewFolder { name, access } = folder.clone();
    Folder { client_id, name, access, identity, flag: None, state: State::Present }
}

/// Makes a folder in `above`; one that is there already is taken as it is.
fn make(disk: &Disk, above: &str, name: &str) -> Result<Option<Identity>> {
    let above = disk.folder(above)?;
    make_folder(&above, name)?;
    let metadata = above.symlink_metadata(name)?;
    if !metadata.is_dir() {
        return Err(Error::DiskError(format!("{name} is there and is no folder")));
    }
    Ok(disk.stat(&metadata).identity)
}

/// Makes top-level folders in a client's folder; all of them have names that no other there has.
pub(super) async fn create(
    office: &Office,
    by: &By,
    keeper: &mut Keeper,
    client_id: ClientId,
    folders: &[NewFolder],
    command: &'static str,
) -> Result<Vec<FolderId>> {
    make_missing(office, keeper).await?;
    let disk = open(office)?;
    let tree = keeper.tree(office).await?;
    let client = tree.clients.get(&client_id).ok_or_else(|| Error::not_found("client", client_id))?.clone();
    if client.state != State::Present {
        // Taken away by hand: it is made anew, empty.
        make(&disk, "", &client.folder)?;
    }
    for folder in folders {
        check_name(&folder.name)?;
        free_name(&disk, tree, client_id, &client.folder, &folder.name)?;
    }
    let mut act = office.begin(by).await?;
    let mut made = Vec::new();
    let mut touched = Touched::default();
    touched.clients.insert(client_id);
    for folder in folders {
        let identity = make(&disk, &client.folder, &folder.name)?;
        let folder_id = FolderId::new();
        touched.folders.insert(folder_id);
        let details = json!({ "name": folder.name, "access": folder.access.code() });
        act.record(command, &format!("folder:{folder_id}"), Some(client_id), details).await?;
        made.push((folder_id, new_folder(client_id, folder, identity)));
    }
    let ids = made.iter().map(|(id, _)| *id).collect();
    let identity = disk.root().symlink_metadata(&client.folder).ok().and_then(|it| disk.stat(&it).identity);
    keeper
        .change(&mut act, office, touched, |tree| {
            if let Some(client) = tree.clients.get_mut(&client_id) {
                client.state = State::Present;
                client.identity = identity;
            }
            tree.folders.extend(made);
        })
        .await?;
    act.changed(ChangeKind::Documents, client_id);
    keeper.commit(act).await?;
    Ok(ids)
}

/// Refuses a name that can't be on every system.
pub(super) fn check_name(name: &str) -> Result<()> {
    check(name).map_err(|fault| Error::invalid("name", fault))?;
    if super::names::is_passing(name) {
        return Err(Error::invalid("name", "systems and programs keep names like this for passing files"));
    }
    Ok(())
}

/// Refuses a name that another folder of the client has, on record or on the disk, but for case and accents.
pub(super) fn free_name(
    disk: &Disk,
    tree: &Tree,
    client_id: ClientId,
    above: &str,
    name: &str,
) -> Result<()> {
    let key = fold_key(name);
    let is_present = |folder: &&Folder| folder.client_id == client_id && folder.state == State::Present;
    let recorded = tree.folders.values().filter(is_present).any(|folder| fold_key(&folder.name) == key);
    if recorded || Places::new(disk).has(above, name)? {
        return Err(Error::NameTaken { name: name.to_owned() });
    }
    Ok(())
}

/// The documents' folder, or an error that says that it is not there.
pub(super) fn open(office: &Office) -> Result<Disk> {
    let folder = office.documents_folder();
    Disk::open(&folder, office.id()).ok_or(Error::DocumentsMissing(folder))
}

/// Those of the wanted folders that the client has not.
pub(super) async fn not_there_yet(
    keeper: &mut Keeper,
    office: &Office,
    client_id: ClientId,
    wanted: Vec<NewFolder>,
) -> Result<Vec<NewFolder>> {
    let tree = keeper.tree(office).await?;
    let theirs = tree.folders.values().filter(|it| it.client_id == client_id && it.state == State::Present);
    let keys: BTreeSet<String> = theirs.map(|folder| fold_key(&folder.name)).collect();
    Ok(wanted.into_iter().filter(|folder| !keys.contains(&fold_key(&folder.name))).collect())
}
