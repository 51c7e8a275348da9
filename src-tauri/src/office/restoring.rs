//! A backup that becomes an office of its own beside the open one: what opens it, where it goes, where its key is kept.

use std::path::{Path, PathBuf};

use serde_json::json;
use studiolo_core::access::{By, Origin};
use studiolo_core::backup::{self, Header, Opener};
use studiolo_core::error::Error;
use studiolo_core::id::OfficeId;
use studiolo_core::key::{KeySource, RecoveryCode};
use studiolo_core::settings;
use studiolo_core::time::{Clock, Instant};

use super::{Running, WireError, file_name};
use crate::arguments::Place;
use crate::words::Words;

const OWNER: By = By::owner(Origin::Window);

/// A backup, and what opens it.
#[derive(Debug)]
pub struct Source {
    file: PathBuf,
    header: Header,
    opener: Opener,
}

/// An office that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Its key file; `None`: its key is in the system's keyring.
    pub key_file: Option<PathBuf>,
    /// When its backup was made.
    pub at: Instant,
}

impl Running {
    /// The file of a backup that the office keeps, by its name in the list.
    pub async fn kept_backup(&self, name: &str) -> Result<PathBuf, WireError> {
        Ok(backup::find(&self.office, &OWNER, name).await?)
    }

    /// This backup with what opens it: the open office's key, else the recovery code. `None`: a code is needed.
    pub async fn source(&self, file: &Path, code: Option<&str>) -> Result<Option<Source>, WireError> {
        let header = backup::read(file).await?;
        let opener = match code {
            _ if header.is_opened_by(self.office.key()) => Opener::Key(self.office.key().clone()),
            Some(code) => Opener::Key(unseal(&header, code)?),
            None => return Ok(None),
        };
        Ok(Some(Source { file: file.to_owned(), header, opener }))
    }

    /// A folder beside the office's that is there for nobody yet, named by firm and day.
    pub async fn folder_for_restored(&self, words: &Words) -> Result<PathBuf, WireError> {
        let settings = settings::service::get(&self.office, &OWNER).await?;
        let day = self.office.now().with_timezone(&settings.time_zone).format("%Y-%m-%d").to_string();
        let firm = file_name(&settings.firm);
        let name = words.say_with("restored-folder", &[("firm", firm), ("day", day)].into_iter().collect());
        let beside = self.office.folder().parent().unwrap_or(self.office.folder());
        let further = (2..).map(|number| format!("{name} {number}"));
        let names = std::iter::once(name.clone()).chain(further);
        let mut free = names.map(|name| beside.join(name)).filter(|folder| !folder.exists());
        free.next().ok_or_else(|| WireError::internal("every name is taken"))
    }

    /// Whether a restored office may lie in this folder.
    pub fn check_folder(&self, folder: &Path) -> Result<(), WireError> {
        let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if whole(folder).starts_with(whole(self.office.folder())) {
            return Err(refused("folder_of_office", "this folder is the open office's: choose another"));
        }
        if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(refused(
                "folder_not_empty",
                "this folder is not empty: choose another, or a new one",
            ));
        }
        Ok(())
    }

    /// Restores it there. Nothing leaves the restored office by itself.
    pub async fn restore(&self, source: &Source, folder: &Path) -> Result<Restored, WireError> {
        self.check_folder(folder)?;
        let folder = std::path::absolute(folder).map_err(Error::from)?;
        let keep_at = keep_at(&self.kept_at, self.office.folder(), &folder, self.office.id(), &source.header);
        let restored = match (self.restore_with(source, &folder, &keep_at).await, &keep_at) {
            // The open office's key is not in the keyring either, or the keyring is gone.
            (Err(Error::MissingKey(why)), KeySource::Keyring) => {
                let file = beside_others(source.header.office_id);
                tracing::warn!(%why, file = %file.display(), "no keyring: the restored office's key is kept in a file");
                self.restore_with(source, &folder, &KeySource::File(file)).await
            }
            (restored, _) => restored,
        };
        restored.map_err(|error| match error {
            // The file was whole when it was made; what it holds cannot be read all the same.
            Error::Damaged(why) => Error::Backup(why).into(),
            other => other.into(),
        })
    }

    async fn restore_with(
        &self,
        Source { file, header, opener }: &Source,
        folder: &Path,
        keep_at: &KeySource,
    ) -> Result<Restored, Error> {
        let key_file = match keep_at {
            KeySource::Keyring => None,
            KeySource::File(file) => Some(std::path::absolute(file)?),
        };
        if let Some(keys) = key_file.as_deref().and_then(Path::parent).filter(|keys| *keys != folder) {
            std::fs::create_dir_all(keys)?;
        }
        backup::restore_beside(file, folder, opener, keep_at, &OWNER, &Clock::System).await?;
        Ok(Restored { folder: folder.to_owned(), key_file, at: header.created_at })
    }
}

/// Where the key of an office that is restored into `folder` is kept: where the open office's is, which for the same
/// office is the same place. Only a key that lies in the open office's own folder, as a demo's does, goes into the
/// restored one's too, so that either folder can go without the other. The key of another office than the open one
/// stands in the keyring under its own id, or in a file of its own beside the open office's.
fn keep_at(own: &KeySource, office: &Path, folder: &Path, id: OfficeId, header: &Header) -> KeySource {
    let KeySource::File(file) = own else { return KeySource::Keyring };
    let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
    match (file.starts_with(office), header.office_id == id) {
        (false, true) => KeySource::File(file),
        (true, true) => KeySource::File(folder.join(file.file_name().unwrap_or_default())),
        (false, false) => KeySource::File(file.with_file_name(key_name(header.office_id))),
        (true, false) => KeySource::Keyring,
    }
}

/// On a computer without a keyring: beside the settings of other programs.
fn beside_others(id: OfficeId) -> PathBuf {
    Place::custom_key_file().with_file_name(key_name(id))
}

fn key_name(id: OfficeId) -> String {
    format!("{id}.key")
}

fn unseal(header: &Header, code: &str) -> Result<studiolo_core::key::Key, WireError> {
    let key = RecoveryCode::parse(code).and_then(|code| header.key(&Opener::Code(code)));
    key.map_err(|error| match error {
        Error::WrongKey(why) => {
            refused("wrong_code", &format!("the recovery code does not open this backup: {why}"))
        }
        other => other.into(),
    })
}

fn refused(code: &str, message: &str) -> WireError {
    WireError { code: code.into(), message: message.into(), params: json!({}) }
}

#[cfg(test)]
mod tests;
