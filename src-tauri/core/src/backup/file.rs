//! The backup file: writing and proving.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::audit;
use crate::error::{Error, Result};
use crate::hex::hex;
use crate::id::OfficeId;
use crate::key::{Key, RecoveryCode};
use crate::office::{Office, sync_folder};
use crate::store::{self, Store};
use crate::time::Instant;

/// The only format so far.
const FORMAT: u32 = 1;

/// A header is never longer, bytes.
const LONGEST_HEADER: u64 = 64 * 1024;

/// What stands before the database in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Format of the file: 1.
    pub studiolo_backup: u32,
    /// Whose backup.
    pub office_id: OfficeId,
    /// When it was made.
    pub created_at: Instant,
    /// Fingerprint of the key; says nothing of it.
    pub key_check: String,
    /// The key, sealed with the recovery code, base64.
    pub sealed_key: String,
    /// Length of the database, bytes.
    pub size: u64,
    /// SHA-256 of the database as it stands here, hex.
    pub sha256: String,
}

impl Header {
    /// Whether this key opens it.
    pub fn is_opened_by(&self, key: &Key) -> bool {
        key.check() == self.key_check
    }

    /// Its key.
    ///
    /// # Errors
    /// [`Error::WrongKey`] for another office's key or code.
    pub fn key(&self, opener: &Opener) -> Result<Key> {
        let key = match opener {
            Opener::Key(key) => key.clone(),
            Opener::Code(code) => Key::unseal(&self.sealed_key, code)?,
        };
        if self.is_opened_by(&key) { Ok(key) } else { Err(Error::WrongKey("it is another office's".into())) }
    }
}

/// What opens a backup.
#[derive(Debug, Clone)]
pub enum Opener {
    /// The office's key.
    Key(Key),
    /// The recovery code.
    Code(RecoveryCode),
}

/// Writes a backup to `target` and proves it by a restore; a file that fails the proof is not kept, nor is one that was
/// given up before it was proved.
pub(super) async fn write(
    office: &Office,
    target: &Path,
    given_up: impl Future<Output = ()>,
) -> Result<Header> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let work = Scratch::new(folder)?;
    let whole = work.0.join("whole");
    let header = tokio::select! {
        made = write_proved(office, &work.0, &whole) => made?,
        () = given_up => return Err(Error::Cancelled),
    };
    fs::rename(&whole, target)?;
    sync_folder(folder)?;
    Ok(header)
}

async fn write_proved(office: &Office, work: &Path, whole: &Path) -> Result<Header> {
    let copy = work.join("copy.db");
    office.store().copy_to(&copy, &office.folder().join(store::FILE), office.key()).await?;
    let sealed_key = super::sealed_key(office).await?;
    let mut header = Header {
        studiolo_backup: FORMAT,
        office_id: office.id(),
        created_at: office.now(),
        key_check: office.key().check(),
        sealed_key,
        size: 0,
        sha256: String::new(),
    };
    header = blocking({
        let whole = whole.to_owned();
        move || pack(&copy, &whole, header)
    })
    .await?;
    prove(whole, office.key(), &work.join("proof")).await?;
    Ok(header)
}

/// Unpacks a backup into `folder`, opens the database and checks it whole: pages, rows, audit chain.
pub(super) async fn prove(backup: &Path, key: &Key, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let file = folder.join(store::FILE);
    blocking({
        let (backup, file) = (backup.to_owned(), file.clone());
        move || unpack(&backup, &file)
    })
    .await?;
    let store = Store::open(&file, key, false).await?;
    let mut wrong = store.check().await?;
    let verdict = audit::verify(&mut *store.read().acquire().await?).await?;
    store.close_whole().await?;
    if let Some(row) = verdict.broken_at {
        wrong.push(format!("the audit trail is broken at row {row}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Backup(wrong.join("; "))) }
}

fn pack(copy: &Path, whole: &Path, mut header: Header) -> Result<Header> {
    let mut digest = Sha256::new();
    header.size = io::copy(&mut File::open(copy)?, &mut digest)?;
    header.sha256 = hex(&digest.finalize());
    let mut file = File::create_new(whole)?;
    let line = serde_json::to_string(&header).map_err(|error| Error::Backup(error.to_string()))?;
    writeln!(file, "{line}")?;
    io::copy(&mut File::open(copy)?, &mut file)?;
    file.sync_all()?;
    Ok(header)
}

fn unpack(backup: &Path, target: &Path) -> Result<()> {
    let mut reader = BufReader::new(open(backup)?);
    let header = read_header(&mut reader)?;
    let mut file = File::create_new(target)?;
    let mut digest = Sha256::new();
    let mut size = 0;
    let mut block = vec![0; 64 * 1024];
    loop {
        let read = reader.read(&mut block)?;
        if read == 0 {
            break;
        }
        file.write_all(&block[..read])?;
        digest.update(&block[..read]);
        size += read as u64;
    }
    file.sync_all()?;
    if size != header.size || hex(&digest.finalize()) != header.sha256 {
        return Err(Error::Backup("it is truncated or altered".into()));
    }
    Ok(())
}

pub(super) fn open(backup: &Path) -> Result<File> {
    File::open(backup).map_err(|error| Error::Backup(format!("{}: {error}", backup.display())))
}

pub(super) fn read_header(reader: &mut impl BufRead) -> Result<Header> {
    let none = || Error::Backup("it is no backup of Studiolo".into());
    let mut line = Vec::new();
    reader.take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
    let header: Header = serde_json::from_slice(&line).map_err(|_| none())?;
    if header.studiolo_backup != FORMAT {
        return Err(Error::Backup("it was made by a newer Studiolo".into()));
    }
    Ok(header)
}

/// A folder for unfinished files; it goes away with what is in it.
pub(super) struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(beside: &Path) -> Result<Self> {
        let folder = beside.join(".studiolo-unfinished");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::DiskError(error.to_string()))?
}
