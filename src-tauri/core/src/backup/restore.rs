//! The way back: a backup becomes an office again, in a folder of its own.

use std::fs;
use std::io::BufReader;
use std::path::Path;

use serde_json::json;

use super::file::{Header, Opener, Scratch, blocking, open, prove, read_header};
use crate::access::By;
use crate::delivery;
use crate::digest;
use crate::documents;
use crate::error::{Error, Result};
use crate::id::OfficeId;
use crate::key::{Key, KeySource};
use crate::location;
use crate::office::{Label, Office, OpenOptions, make_private, sync_folder, write_label};
use crate::outbox;
use crate::settings;
use crate::store;
use crate::time::Clock;

/// Folders that every office has.
const FOLDERS: [&str; 2] = ["Documents", "backups"];

/// Why mails of a restored office stand still.
const MAY_HAVE_GONE: &str = "the office was restored from a backup: it may have gone since";

/// What a file says of the backup that it is.
///
/// # Errors
/// [`Error::Backup`] for a file that is none.
pub async fn read(backup: &Path) -> Result<Header> {
    let backup = backup.to_owned();
    blocking(move || read_header(&mut BufReader::new(open(&backup)?))).await
}

/// Restores a backup into `folder`, which must be new or empty, and keeps its key at `keep_at`. Returns the header.
///
/// # Errors
/// [`Error::WrongKey`] for another office's key or code, [`Error::Backup`] for a file that is none, truncated or
/// altered. Then the folder stays empty.
pub async fn restore(backup: &Path, folder: &Path, opener: &Opener, keep_at: &KeySource) -> Result<Header> {
    build(backup, folder, opener, keep_at, None).await
}

/// The same, for an office that goes on beside the one restored: nothing leaves the restored one by itself, for the
/// other may have sent it since. Its reminders are paused, its other mails that waited have stopped and say why, and its
/// audit trail tells of it.
pub async fn restore_beside(
    backup: &Path,
    folder: &Path,
    opener: &Opener,
    keep_at: &KeySource,
    by: &By,
    clock: &Clock,
) -> Result<Header> {
    build(backup, folder, opener, keep_at, Some((by, clock))).await
}

async fn build(
    backup: &Path,
    folder: &Path,
    opener: &Opener,
    keep_at: &KeySource,
    beside: Option<(&By, &Clock)>,
) -> Result<Header> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::invalid("dir", format!("{} is not empty", folder.display())));
    }
    location::check(folder)?;
    let header = read(backup).await?;
    let key = header.key(opener)?;
    make_private(folder)?;
    let work = Scratch::new(folder)?;
    prove(backup, &key, &work.0).await?;
    let new = keep(&key, keep_at, header.office_id).await?;
    let label = Label { office_id: header.office_id, key_check: key.check() };
    let built = async {
        if let Some((by, clock)) = beside {
            write_label(&work.0, &label)?;
            let options = OpenOptions {
                folder: work.0.clone(),
                key: keep_at.clone(),
                clock: clock.clone(),
                program: "a restore",
                words: None,
            };
            quieten(options, by, &header).await?;
        }
        move_in(&work.0, folder, &label)
    }
    .await;
    if built.is_err() && new {
        key.forget(keep_at, header.office_id).await;
    }
    built.map(|()| header)
}

/// Keeps the key where it is wanted; whether it was not there yet.
async fn keep(key: &Key, at: &KeySource, id: OfficeId) -> Result<bool> {
    match Key::load(at, id).await {
        Ok(kept) if kept == *key => Ok(false),
        Ok(_) => Err(Error::WrongKey("another key is kept there already".into())),
        Err(_) => key.keep(at, id).await.map(|()| true),
    }
}

/// Sees to it that the office, which is not in its place yet, sends nothing by itself.
async fn quieten(options: OpenOptions, by: &By, header: &Header) -> Result<()> {
    let office = Office::open(options).await?;
    let quiet = async {
        // What is still owed to somebody is written first, so that it stops like the rest.
        delivery::mend(&office).await?;
        let mut act = office.begin(by).await?;
        settings::service::set_paused(&mut act, true).await?;
        digest::service::switch_off(&mut act).await?;
        let stopped = outbox::service::stop_waiting(&mut act, MAY_HAVE_GONE).await?;
        let details = json!({ "backup_at": header.created_at, "mails": stopped });
        act.record("office.restored", "office", None, details).await?;
        act.commit().await
    }
    .await;
    // Whole, or what was just written might stay behind in a log.
    let closed = office.store().close_whole().await;
    quiet.and(closed)
}

/// Puts the finished office into its place, the database last: there is a whole office or none.
fn move_in(work: &Path, folder: &Path, label: &Label) -> Result<()> {
    let moved = (|| {
        for name in FOLDERS {
            fs::create_dir_all(folder.join(name))?;
        }
        documents::make_root(folder, label.office_id)?;
        write_label(folder, label)?;
        fs::rename(work.join(store::FILE), folder.join(store::FILE))?;
        sync_folder(folder)
    })();
    if moved.is_err() && !folder.join(store::FILE).exists() {
        documents::unmake_root(folder);
        for name in FOLDERS {
            let _ = fs::remove_dir(folder.join(name));
        }
        let _ = fs::remove_file(folder.join(crate::office::LABEL));
    }
    moved
}
