//! A backup becomes an office again, beside this one. The system's own dialogs ask which file and which folder; what was
//! chosen and what was restored are remembered here, so that no path comes from the window.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::{Mutex as Turn, Notify, oneshot};

use crate::office::{Restored, Running, WireError};
use crate::save::EXTENSION;
use crate::system;
use crate::words::Words;

/// Tells the page that all is chosen and the work begins.
const EVENT: &str = "office-restoring";

/// What is remembered from one call to the next.
#[derive(Debug, Default)]
pub struct Restores {
    memory: Mutex<Memory>,
    given_up: Notify,
}

#[derive(Debug, Default)]
struct Memory {
    /// The backup that was chosen, while it is not restored.
    chosen: Option<PathBuf>,
    restored: Option<Restored>,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Answer {
    /// It is an office.
    Restored {
        /// Its folder.
        folder: String,
        /// When its backup was made, RFC 3339.
        at: String,
        /// What opens it on another day, for a terminal.
        command: String,
    },
    /// It is another office's: its recovery code is needed. The file that was chosen is remembered.
    CodeNeeded,
    /// The owner thought better of it.
    Cancelled,
}

/// Which backup is meant.
#[derive(Debug, PartialEq, Eq)]
enum Which {
    Kept(String),
    Chosen(PathBuf),
    Ask,
}

/// What the window asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The name of a backup that the office keeps; else the owner is asked for a file.
    kept: Option<String>,
    /// The recovery code, for another office's backup.
    code: Option<String>,
    /// The file that was chosen before is meant again.
    #[serde(default)]
    again: bool,
}

/// Asks which file, unless a kept one is named or the one chosen before is meant; then where to; and restores it there.
/// While one is asked for or restored, another is not begun.
pub async fn restore(
    window: &WebviewWindow,
    office: &Running,
    request: Request,
) -> Result<Answer, WireError> {
    static ONE: Turn<()> = Turn::const_new(());
    let Ok(_alone) = ONE.try_lock() else { return Ok(Answer::Cancelled) };
    let memory = window.state::<Restores>();
    let words = office.words().await?;
    let file = match memory.which(request.kept, request.again) {
        Which::Kept(name) => office.kept_backup(&name).await?,
        Which::Chosen(file) => file,
        Which::Ask => match ask_file(window, &words).await {
            Some(file) => file,
            None => return Ok(Answer::Cancelled),
        },
    };
    memory.lock().chosen = Some(file.clone());
    let Some(source) = office.source(&file, request.code.as_deref()).await? else {
        return Ok(Answer::CodeNeeded);
    };
    let Some(folder) = ask_folder(window, office, &words).await? else { return Ok(Answer::Cancelled) };
    if let Err(error) = window.emit(EVENT, ()) {
        tracing::warn!(%error, "the window was not told that a restore begins");
    }
    let new = !folder.exists();
    let restored = tokio::select! {
        restored = office.restore(&source, &folder) => restored.map(Some),
        () = memory.given_up.notified() => Ok(None),
    };
    if new && !matches!(restored, Ok(Some(_))) {
        // Only one that nothing is in goes.
        let _ = std::fs::remove_dir(&folder);
    }
    Ok(restored?.map_or(Answer::Cancelled, |restored| memory.keep(restored)))
}

/// Gives up the restore under way, if there is one. What was begun is taken away again.
pub fn cancel(restores: &Restores) {
    restores.given_up.notify_waiters();
}

/// Starts this program once more, on the office that was restored last.
pub fn open(app: &AppHandle, restores: &Restores) -> Result<(), WireError> {
    let Restored { folder, key_file, .. } = restores.last()?;
    system::open_office(app, &folder, key_file.as_deref())
}

/// Shows its folder in the file manager.
pub async fn show(restores: &Restores) -> Result<(), WireError> {
    system::open(restores.last()?.folder).await
}

impl Restores {
    fn which(&self, kept: Option<String>, again: bool) -> Which {
        match (kept, self.lock().chosen.clone()) {
            (Some(name), _) => Which::Kept(name),
            (None, Some(file)) if again => Which::Chosen(file),
            (None, _) => Which::Ask,
        }
    }

    fn keep(&self, restored: Restored) -> Answer {
        let answer = Answer::Restored {
            folder: restored.folder.display().to_string(),
            at: restored.at.to_rfc3339(),
            command: command(&restored),
        };
        *self.lock() = Memory { chosen: None, restored: Some(restored) };
        answer
    }

    fn last(&self) -> Result<Restored, WireError> {
        let last = self.lock().restored.clone();
        last.ok_or_else(|| {
            WireError::invalid("restored", "nothing was restored since the program was started")
        })
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn command(Restored { folder, key_file, .. }: &Restored) -> String {
    let key = key_file.as_ref().map_or_else(String::new, |file| format!(" --key-file {}", quoted(file)));
    format!("studiolo --office {}{key}", quoted(folder))
}

// As a shell of POSIX takes it word by word; elsewhere a path has no quotes.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if cfg!(windows) { format!("\"{path}\"") } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

async fn ask_file(window: &WebviewWindow, words: &Words) -> Option<PathBuf> {
    let (chosen, answer) = oneshot::channel();
    window
        .app_handle()
        .dialog()
        .file()
        .set_directory(dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default())
        .set_parent(window)
        .set_title(words.say("restore-title-file"))
        .add_filter("Studiolo", &[EXTENSION])
        .pick_file(move |file| {
            let _ = chosen.send(file);
        });
    path(answer).await
}

/// Offers a folder of its own beside the office's, which is there while it is asked for.
async fn ask_folder(
    window: &WebviewWindow,
    office: &Running,
    words: &Words,
) -> Result<Option<PathBuf>, WireError> {
    let offered = office.folder_for_restored(words).await?;
    let begin = if std::fs::create_dir(&offered).is_ok() {
        offered.clone()
    } else {
        dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default()
    };
    let (chosen, answer) = oneshot::channel();
    window
        .app_handle()
        .dialog()
        .file()
        .set_directory(begin)
        .set_parent(window)
        .set_title(words.say("restore-title-folder"))
        .pick_folder(move |folder| {
            let _ = chosen.send(folder);
        });
    let folder = path(answer).await;
    // The restore makes it again, for its owner alone; without one nothing is left of it.
    let _ = std::fs::remove_dir(&offered);
    match folder {
        Some(folder) => office.check_folder(&folder).map(|()| Some(folder)),
        None => Ok(None),
    }
}

async fn path(answer: oneshot::Receiver<Option<FilePath>>) -> Option<PathBuf> {
    answer.await.ok().flatten()?.into_path().ok()
}

#[cfg(test)]
mod tests;
