//! The office's folder: its lock, its label, and a database under construction.

use std::fs;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::OpenOptions;
use crate::error::{Error, Result};
use crate::id::OfficeId;

/// File name of the lock inside the office's folder; it names who holds it.
const LOCK: &str = "office.lock";

/// File name of the label.
pub(crate) const LABEL: &str = "office.json";

/// What stands beside the database in clear: enough to find the key, nothing about clients.
#[derive(Serialize, Deserialize)]
pub(crate) struct Label {
    pub office_id: OfficeId,
    pub key_check: String,
}

/// A database under construction; what is left of it goes away when it is dropped.
pub(super) struct Unfinished(pub PathBuf);

impl Unfinished {
    pub fn at(file: PathBuf) -> Self {
        let unfinished = Self(file);
        unfinished.remove();
        unfinished
    }

    fn remove(&self) {
        for tail in ["", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(tail);
            let _ = fs::remove_file(name);
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Makes a folder, and those above it that are missing, for their owner alone: caught mail and documents lie in clear.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

pub(super) fn lock(options: &OpenOptions) -> Result<fs::File> {
    let path = options.folder.join(LOCK);
    let mut file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
        let mut holder = String::new();
        // Windows does not let others read a locked file: then the holder stays unnamed.
        let _ = file.read_to_string(&mut holder);
        let holder =
            if holder.trim().is_empty() { "another program".into() } else { holder.trim().to_owned() };
        return Err(Error::OfficeLocked { holder });
    }
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{} (process {})", options.program, std::process::id())?;
    Ok(file)
}

/// Makes the names in a folder durable, where the system does not do that by itself.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn label_file(folder: &Path) -> PathBuf {
    folder.join(LABEL)
}

pub(crate) fn write_label(folder: &Path, label: &Label) -> Result<()> {
    let text = serde_json::to_string_pretty(label).map_err(|error| Error::DiskError(error.to_string()))?;
    let mut file = fs::File::create(label_file(folder))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

pub(super) fn read_label(folder: &Path) -> Result<Label> {
    let damaged = |why: String| Error::Damaged(format!("office.json: {why}"));
    let text = fs::read_to_string(label_file(folder)).map_err(|error| damaged(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))
}
