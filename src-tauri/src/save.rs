//! A backup, or a copy of a document or a receipt, where the owner wants it. The system's own dialog asks where, so that no path comes from the window.

use std::path::PathBuf;

use serde::Serialize;
use tauri::{Manager, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::{Mutex, Notify, oneshot};

use crate::office::{Running, WireError};
use crate::words::Words;

/// The extension that names a backup.
pub const EXTENSION: &str = "studiolo-backup";

/// What became of it.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// The file; absent when the owner thought better of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// How a backup under way is given up.
#[derive(Debug, Default)]
pub struct Backups {
    given_up: Notify,
}

/// Gives up the backup under way, if there is one. Nothing is left of it.
pub fn cancel_backup(backups: &Backups) {
    backups.given_up.notify_waiters();
}

/// Asks where to, and makes a backup there. While one is asked for or made, another is not begun.
pub async fn backup(window: &WebviewWindow, office: &Running) -> Result<Saved, WireError> {
    static ONE: Mutex<()> = Mutex::const_new(());
    let Ok(_alone) = ONE.try_lock() else { return Ok(Saved { file: None }) };
    let (name, language) = office.backup_name().await?;
    let title = Words::of(&language).say("backup-title");
    let Some(file) = ask(window, title, name).await else { return Ok(Saved { file: None }) };
    let backups = window.state::<Backups>();
    let made = office.back_up(&file, backups.given_up.notified()).await?;
    Ok(Saved { file: made.then(|| file.display().to_string()) })
}

/// Asks where to, and saves a copy of a document there.
pub async fn document(window: &WebviewWindow, office: &Running, document_id: &str) -> Result<(), WireError> {
    let name = office.document_name(document_id).await?;
    let Some(to) = ask_for_copy(window, name).await else { return Ok(()) };
    office.save_document(document_id, to).await
}

/// Asks where to, and saves a receipt of certified mail there, as it came.
pub async fn evidence(window: &WebviewWindow, office: &Running, evidence_id: &str) -> Result<(), WireError> {
    let (name, bytes) = office.evidence(evidence_id).await?;
    let Some(to) = ask_for_copy(window, name).await else { return Ok(()) };
    let written = tauri::async_runtime::spawn_blocking(move || std::fs::write(to, bytes)).await;
    let written = written.map_err(std::io::Error::other).flatten();
    written.map_err(|error| WireError::internal(&format!("the copy could not be written: {error}")))
}

async fn ask_for_copy(window: &WebviewWindow, name: String) -> Option<PathBuf> {
    let (chosen, answer) = oneshot::channel();
    window
        .app_handle()
        .dialog()
        .file()
        .set_directory(dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default())
        .set_parent(window)
        .set_file_name(name)
        .save_file(move |file| {
            let _ = chosen.send(file);
        });
    answer.await.ok().flatten()?.into_path().ok()
}

async fn ask(window: &WebviewWindow, title: String, name: String) -> Option<PathBuf> {
    let (chosen, answer) = oneshot::channel();
    let home = dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default();
    window
        .app_handle()
        .dialog()
        .file()
        .set_directory(home)
        .set_parent(window)
        .set_title(title)
        .set_file_name(name)
        .add_filter("Studiolo", &[EXTENSION])
        .save_file(move |file| {
            let _ = chosen.send(file);
        });
    let file = answer.await.ok().flatten()?.into_path().ok()?;
    Some(if file.extension().is_some_and(|extension| extension == EXTENSION) {
        file
    } else {
        file.with_added_extension(EXTENSION)
    })
}
