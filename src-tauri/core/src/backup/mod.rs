//! Backups: one encrypted file each, proved by a restore when it is made.
//!
//! A backup is one line of JSON ([`Header`]) and after its line feed the encrypted database. The header carries
//! the office's key sealed with the recovery code, so that the code alone opens the backup on a new machine.

mod file;
mod keep;
mod list;
mod restore;

pub use file::{Header, Opener};
pub use keep::{daily, last};
pub use list::{Kept, KeptKind, find, list};
pub use restore::{read, restore, restore_beside};

use std::path::Path;

use serde_json::json;

use crate::access::By;
use crate::error::{Error, Result};
use crate::events::ChangeKind;
use crate::office::Office;
use crate::settings;

/// The extension of a backup's file.
pub const EXTENSION: &str = "studiolo-backup";

/// Makes a backup in `target`, which must not exist, and proves it; until `given_up` is ready, for which
/// [`std::future::pending`] never is.
///
/// # Errors
/// [`Error::Cancelled`] when it was given up; nothing is left of it then.
pub async fn make(
    office: &Office,
    by: &By,
    target: &Path,
    given_up: impl Future<Output = ()>,
) -> Result<Header> {
    if target.exists() {
        return Err(Error::invalid("file", format!("{} exists already and is left alone", target.display())));
    }
    let header = file::write(office, target, given_up).await?;
    let mut act = office.begin(by).await?;
    act.record("backup.made", "office", None, json!({ "sha256": header.sha256, "size": header.size }))
        .await?;
    act.changed(ChangeKind::Office, office.id());
    act.commit().await?;
    Ok(header)
}

async fn sealed_key(office: &Office) -> Result<String> {
    settings::store::wrapped_key(&mut *office.read(&By::system()).await?).await
}
