//! The SQL of the tree that is on record.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;

use super::super::plan::{Access, Client, Document, Flag, Folder, Sha256, Stat, State, Tree};
use super::found::{self, Found};
use super::identity;
use crate::error::{Error, Result};
use crate::id::{ClientId, DocumentId, FolderId, OfficeId};
use crate::rows;

/// What of the tree is to be written.
#[derive(Debug, Default)]
pub(in crate::documents) struct Touched {
    pub root: bool,
    pub clients: BTreeSet<ClientId>,
    pub folders: BTreeSet<FolderId>,
    /// New documents in order of their ids, as they were found: without a version or a flag, unless they are among
    /// `documents` too.
    pub new: Vec<DocumentId>,
    pub documents: BTreeSet<DocumentId>,
    /// Those of `documents` that had not been read.
    pub found: Found,
    pub kept: BTreeSet<String>,
}

impl Touched {
    /// Marks documents that are about to change.
    pub fn change(&mut self, tree: &Tree, documents: &[DocumentId]) {
        for id in documents {
            if let Some(before) = tree.documents.get(id).filter(|document| document.sha256.is_none()) {
                self.found.entry(before.folder_id).or_default().insert(*id);
            }
            self.documents.insert(*id);
        }
    }
}

#[derive(sqlx::FromRow)]
struct ClientFolder {
    client_id: ClientId,
    name: String,
    identity: String,
    missing_since: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct FolderRow {
    folder_id: FolderId,
    client_id: ClientId,
    name: String,
    access: String,
    identity: String,
    flag: String,
    state: String,
    missing_since: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct DocumentRecord {
    document_id: DocumentId,
    folder_id: FolderId,
    path: String,
    size: i64,
    mtime: i64,
    identity: String,
    sha256: Option<Vec<u8>>,
    published: bool,
    refused: bool,
    flag: String,
    state: String,
    missing_since: Option<i64>,
}

/// The whole tree.
pub(in crate::documents) async fn load(connection: &mut SqliteConnection) -> Result<Tree> {
    let missing: Option<bool> =
        sqlx::query_scalar("SELECT missing FROM documents_root").fetch_optional(&mut *connection).await?;
    let mut tree = Tree { root_missing: missing.unwrap_or_default(), ..Tree::default() };
    let clients = "SELECT client_id, name, identity, missing_since FROM client_folders";
    for row in sqlx::query_as::<_, ClientFolder>(clients).fetch_all(&mut *connection).await? {
        let state = row.missing_since.map_or(State::Present, |since| State::Missing { since });
        let client = Client { folder: row.name, identity: identity::from(&row.identity), state };
        tree.clients.insert(row.client_id, client);
    }
    let folders =
        "SELECT folder_id, client_id, name, access, identity, flag, state, missing_since FROM folders";
    for row in sqlx::query_as::<_, FolderRow>(folders).fetch_all(&mut *connection).await? {
        let folder = Folder {
            client_id: row.client_id,
            name: row.name,
            access: access_from(&row.access)?,
            identity: identity::from(&row.identity),
            flag: flag_from(&row.flag)?,
            state: state_from(&row.state, row.missing_since)?,
        };
        tree.folders.insert(row.folder_id, folder);
    }
    let documents =
        "SELECT document_id, folder_id, path, size, mtime, identity, sha256, published, refused, flag,
        state, missing_since FROM documents";
    let documents = sqlx::query_as::<_, DocumentRecord>(documents).fetch_all(&mut *connection).await?;
    let documents = documents.into_iter().map(|row| Ok((row.document_id, row.document()?)));
    tree.documents = documents.collect::<Result<_>>()?;
    found::load(connection, &mut tree).await?;
    let kept = sqlx::query_as::<_, (String, String)>("SELECT path, flag FROM kept_entries");
    for (path, flag) in kept.fetch_all(connection).await? {
        if let Some(flag) = flag_from(&flag)? {
            tree.flagged.insert(path, flag);
        }
    }
    Ok(tree)
}

impl DocumentRecord {
    fn document(self) -> Result<Document> {
        let sha256 = self.sha256.map(|bytes| digest(&bytes)).transpose()?;
        Ok(Document {
            folder_id: self.folder_id,
            path: self.path,
            stat: Stat {
                size: self.size.cast_unsigned(),
                mtime: self.mtime,
                identity: identity::from(&self.identity),
            },
            sha256,
            published: self.published,
            refused: self.refused,
            flag: flag_from(&self.flag)?,
            state: state_from(&self.state, self.missing_since)?,
        })
    }
}

/// Writes what was touched as the tree has it now.
pub(in crate::documents) async fn put(
    connection: &mut SqliteConnection,
    office_id: OfficeId,
    tree: &Tree,
    touched: &Touched,
) -> Result<()> {
    if touched.root {
        let put = "INSERT INTO documents_root (office_id, missing) VALUES ($1, $2)
            ON CONFLICT (office_id) DO UPDATE SET missing = excluded.missing";
        sqlx::query(put).bind(office_id).bind(tree.root_missing).execute(&mut *connection).await?;
    }
    put_clients(connection, tree, &touched.clients).await?;
    put_folders(connection, tree, &touched.folders).await?;
    found::take_out(connection, &touched.found).await?;
    let new = touched.new.iter().filter(|id| !touched.documents.contains(id));
    let new: Vec<_> = new.filter_map(|id| Some((*id, tree.documents.get(id)?))).collect();
    found::insert(connection, &new).await?;
    put_documents(connection, tree, &touched.documents).await?;
    let (now, no_longer): (Vec<&String>, Vec<&String>) =
        touched.kept.iter().partition(|path| tree.flagged.contains_key(*path));
    let flagged: Vec<(&String, Flag)> =
        now.into_iter().filter_map(|path| Some((path, *tree.flagged.get(path)?))).collect();
    rows::write(
        connection,
        "INSERT INTO kept_entries (path, flag) ",
        &flagged,
        |values, (path, flag)| {
            values.push_bind((*path).clone()).push_bind(flag.code());
        },
        " ON CONFLICT (path) DO UPDATE SET flag = excluded.flag",
    )
    .await?;
    for path in no_longer {
        sqlx::query("DELETE FROM kept_entries WHERE path = $1").bind(path).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn put_clients(
    connection: &mut SqliteConnection,
    tree: &Tree,
    touched: &BTreeSet<ClientId>,
) -> Result<()> {
    let clients: Vec<(ClientId, &Client)> =
        touched.iter().filter_map(|id| Some((*id, tree.clients.get(id)?))).collect();
    rows::write(
        connection,
        "INSERT INTO client_folders (client_id, name, identity, missing_since) ",
        &clients,
        |values, (id, client)| {
            values.push_bind(*id).push_bind(client.folder.clone());
            values.push_bind(identity::text(client.identity)).push_bind(since(client.state));
        },
        " ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, identity = excluded.identity,
           missing_since = excluded.missing_since",
    )
    .await
}

async fn put_folders(
    connection: &mut SqliteConnection,
    tree: &Tree,
    touched: &BTreeSet<FolderId>,
) -> Result<()> {
    let folders: Vec<(FolderId, &Folder)> =
        touched.iter().filter_map(|id| Some((*id, tree.folders.get(id)?))).collect();
    rows::write(
        connection,
        "INSERT INTO folders (folder_id, client_id, name, access, identity, flag, state, missing_since) ",
        &folders,
        |values, (id, folder)| {
            values.push_bind(*id).push_bind(folder.client_id).push_bind(folder.name.clone());
            values.push_bind(folder.access.code()).push_bind(identity::text(folder.identity));
            values.push_bind(flag_text(folder.flag)).push_bind(state_text(folder.state));
            values.push_bind(since(folder.state));
        },
        " ON CONFLICT (folder_id) DO UPDATE SET client_id = excluded.client_id, name = excluded.name,
           access = excluded.access, identity = excluded.identity, flag = excluded.flag, state = excluded.state,
           missing_since = excluded.missing_since",
    )
    .await
}

async fn put_documents(
    connection: &mut SqliteConnection,
    tree: &Tree,
    touched: &BTreeSet<DocumentId>,
) -> Result<()> {
    let (there, forgotten): (Vec<DocumentId>, Vec<DocumentId>) =
        touched.iter().partition(|id| tree.documents.contains_key(id));
    let documents: Vec<(DocumentId, &Document)> =
        there.into_iter().filter_map(|id| Some((id, tree.documents.get(&id)?))).collect();
    rows::write(
        connection,
        "INSERT INTO documents (document_id, folder_id, path, size, mtime, identity, sha256, published, refused,
           flag, state, missing_since) ",
        &documents,
        |values, (id, document)| {
            values.push_bind(*id).push_bind(document.folder_id).push_bind(document.path.clone());
            values.push_bind(document.stat.size.cast_signed()).push_bind(document.stat.mtime);
            values.push_bind(identity::text(document.stat.identity));
            values.push_bind(document.sha256.map(|sha256| sha256.to_vec()));
            values.push_bind(document.published).push_bind(document.refused);
            values.push_bind(flag_text(document.flag)).push_bind(state_text(document.state));
            values.push_bind(since(document.state));
        },
        " ON CONFLICT (document_id) DO UPDATE SET folder_id = excluded.folder_id, path = excluded.path,
           size = excluded.size, mtime = excluded.mtime, identity = excluded.identity, sha256 = excluded.sha256,
           published = excluded.published, refused = excluded.refused, flag = excluded.flag,
           state = excluded.state, missing_since = excluded.missing_since",
    )
    .await?;
    // Only what never had a version is forgotten, so nothing refers to it.
    for id in forgotten {
        sqlx::query("DELETE FROM documents WHERE document_id = $1")
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn access_from(code: &str) -> Result<Access> {
    Access::from_code(code).ok_or_else(|| unreadable("access", code))
}

fn flag_text(flag: Option<Flag>) -> &'static str {
    flag.map_or("", Flag::code)
}

fn flag_from(code: &str) -> Result<Option<Flag>> {
    match code {
        "" => Ok(None),
        code => Flag::from_code(code).map(Some).ok_or_else(|| unreadable("flag", code)),
    }
}

fn state_text(state: State) -> &'static str {
    match state {
        State::Present => "present",
        State::Missing { .. } => "missing",
        State::Gone => "gone",
    }
}

fn since(state: State) -> Option<i64> {
    match state {
        State::Missing { since } => Some(since),
        State::Present | State::Gone => None,
    }
}

fn state_from(code: &str, since: Option<i64>) -> Result<State> {
    match (code, since) {
        ("present", _) => Ok(State::Present),
        ("missing", Some(since)) => Ok(State::Missing { since }),
        ("gone", _) => Ok(State::Gone),
        _ => Err(unreadable("state", code)),
    }
}

fn digest(bytes: &[u8]) -> Result<Sha256> {
    bytes.try_into().map_err(|_| unreadable("sha256", "of another length"))
}

fn unreadable(what: &str, word: &str) -> Error {
    Error::Damaged(format!("a document's {what} is {word:?}"))
}
