//! What is kept of the backups that the office makes by itself.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::{Path, PathBuf};

use super::file::{blocking, read_header};
use super::keep::{DAILY, FOLDER, WEEKLY, newest_first};
use crate::access::{self, Action, By};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::time::Instant;

/// A backup that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its file's name in `backups/`.
    pub file: String,
    /// When it was made.
    pub at: Instant,
    /// How long its file is, bytes.
    pub bytes: u64,
    /// How long it stays.
    pub kind: KeptKind,
}

/// See [`Kept::kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptKind {
    /// For seven days.
    Daily,
    /// For four weeks.
    Weekly,
}

/// The backups that are kept, newest first. Files that are none, or not whole, are left out.
pub async fn list(office: &Office, by: &By) -> Result<Vec<Kept>> {
    access::check(&by.actor, Action::Read)?;
    let folder = office.folder().join(FOLDER);
    blocking(move || all(&folder)).await
}

/// The file of a kept backup, by its name in the list.
///
/// # Errors
/// [`Error::NotFound`] for a name that the list has not.
pub async fn find(office: &Office, by: &By, name: &str) -> Result<PathBuf> {
    let kept = list(office, by).await?.into_iter().find(|kept| kept.file == name);
    let kept = kept.ok_or_else(|| Error::not_found("backup", name))?;
    Ok(office.folder().join(FOLDER).join(kept.file))
}

fn all(folder: &Path) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for (kind, prefix) in [(KeptKind::Daily, DAILY.0), (KeptKind::Weekly, WEEKLY.0)] {
        let files = match newest_first(folder, prefix) {
            Err(_) if !folder.exists() => Vec::new(),
            files => files?,
        };
        kept.extend(files.iter().filter_map(|file| one(file, kind)));
    }
    kept.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.file.cmp(&other.file)));
    Ok(kept)
}

fn one(file: &Path, kind: KeptKind) -> Option<Kept> {
    let mut reader = BufReader::new(File::open(file).ok()?);
    let header = read_header(&mut reader).ok()?;
    let bytes = reader.get_ref().metadata().ok()?.len();
    let whole = reader.stream_position().ok()? + header.size == bytes;
    let name = file.file_name()?.to_str()?.to_owned();
    whole.then_some(Kept { file: name, at: header.created_at, bytes, kind })
}
