//! Files and folders of the computer that the owner picked or dropped. Each gets a handle, and only that goes to the window:
//! so a script in the page reaches no file that was not given to it.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;
use tauri::{DragDropEvent, Emitter, Manager, PhysicalPosition, WebviewWindow, Window};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

use crate::dragging::Dragging;
use crate::office::{ImportReply, ImportWatch, Running, ToTemplateReply, WireError};

/// Tells the page what was dropped, and where.
const DROPPED: &str = "office-dropped";
/// Tells the page that something is dragged over it, or no longer.
const DRAGGED: &str = "office-dragged";
/// Tells the page how far an import is.
const IMPORTING: &str = "office-importing";

/// How often that is told.
const TOLD: Duration = Duration::from_millis(100);

/// Handles that are remembered; the oldest are forgotten beyond.
const MOST: usize = 10_000;

/// What the handles stand for.
#[derive(Debug, Default)]
pub struct Picks {
    paths: Mutex<HashMap<u64, PathBuf>>,
    next: AtomicU64,
    /// Raised when what is under way is given up.
    given_up: Mutex<HashMap<Goal, Arc<AtomicBool>>>,
}

/// What is picked for. One of each may be under way at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// A folder of a client's.
    Folder,
    /// A template of messages.
    Template,
}

/// Something that was picked or dropped.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    handle: String,
    name: String,
    /// Bytes; of a folder 0.
    size: u64,
    is_folder: bool,
}

/// What was picked.
#[derive(Debug, Serialize)]
pub struct Picked {
    /// Empty: the owner thought better of it.
    items: Vec<Item>,
}

/// What is to be taken in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    folder_id: String,
    #[serde(default)]
    below: String,
    handles: Vec<String>,
    dry_run: bool,
    #[serde(default)]
    choose: Option<Vec<String>>,
}

/// What is to be read into a template of messages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToTemplate {
    template_id: String,
    handles: Vec<String>,
}

impl Picks {
    /// A handle for each of these.
    fn keep(&self, paths: Vec<PathBuf>) -> Vec<Item> {
        let mut kept = lock(&self.paths);
        paths
            .into_iter()
            .map(|path| {
                let handle = self.next.fetch_add(1, Ordering::Relaxed);
                let item = item(handle, &path);
                kept.insert(handle, path);
                if kept.len() > MOST {
                    let oldest = kept.keys().min().copied().unwrap_or_default();
                    kept.remove(&oldest);
                }
                item
            })
            .collect()
    }

    fn paths(&self, handles: &[String]) -> Result<Vec<String>, WireError> {
        let kept = lock(&self.paths);
        let path = |handle: &String| {
            let path = kept.get(&handle.parse().ok()?)?.to_str()?.to_owned();
            Some(path)
        };
        let unknown = || WireError::invalid("handles", "one of them stands for nothing: pick it again");
        handles.iter().map(|handle| path(handle).ok_or_else(unknown)).collect()
    }

    fn forget(&self, handles: &[String]) {
        let mut kept = lock(&self.paths);
        for handle in handles.iter().filter_map(|handle| handle.parse().ok()) {
            kept.remove(&handle);
        }
    }
}

fn item(handle: u64, path: &Path) -> Item {
    let metadata = std::fs::metadata(path).ok();
    let is_folder = metadata.as_ref().is_some_and(std::fs::Metadata::is_dir);
    Item {
        handle: handle.to_string(),
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        size: metadata.filter(|_| !is_folder).map_or(0, |metadata| metadata.len()),
        is_folder,
    }
}

/// Asks for files, or for folders.
pub async fn pick(window: &WebviewWindow, folders: bool) -> Picked {
    let (chosen, answer) = oneshot::channel::<Option<Vec<FilePath>>>();
    let dialog = window.app_handle().dialog().file();
    let begin = dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default();
    let dialog = dialog.set_directory(begin).set_parent(window);
    let done = move |files| {
        let _ = chosen.send(files);
    };
    if folders {
        dialog.pick_folders(done);
    } else {
        dialog.pick_files(done);
    }
    let files = answer.await.ok().flatten().unwrap_or_default();
    let paths = files.into_iter().filter_map(|file| file.into_path().ok()).collect();
    Picked { items: window.state::<Picks>().keep(paths) }
}

/// Looks at what was picked, or takes it in. Handles of what was taken in are forgotten.
pub async fn import(
    window: &WebviewWindow,
    office: &Running,
    request: Request,
) -> Result<ImportReply, WireError> {
    let picks = window.state::<Picks>();
    let Request { folder_id, below, handles, dry_run, choose } = request;
    let paths = picks.paths(&handles)?;
    let watch = watch(window, Goal::Folder);
    let request = json!({ "folder_id": folder_id, "below": below, "paths": paths, "dry_run": dry_run,
        "choose": choose });
    let reply = office.import(request, &watch).await?;
    if !dry_run {
        picks.forget(&handles);
    }
    Ok(reply)
}

/// Reads it into a template of messages. The handles are forgotten.
pub async fn add_to_template(
    window: &WebviewWindow,
    office: &Running,
    ToTemplate { template_id, handles }: ToTemplate,
) -> Result<ToTemplateReply, WireError> {
    let picks = window.state::<Picks>();
    let paths = picks.paths(&handles)?;
    let watch = watch(window, Goal::Template);
    let reply = office.add_to_template(json!({ "template_id": template_id, "paths": paths }), &watch).await?;
    picks.forget(&handles);
    Ok(reply)
}

/// Gives up what is under way for this, if something is.
pub fn cancel(picks: &Picks, goal: Goal) {
    if let Some(given_up) = lock(&picks.given_up).get(&goal) {
        given_up.store(true, Ordering::Relaxed);
    }
}

/// Tells the window how far that is which begins now, and asks whether it is given up.
fn watch(window: &WebviewWindow, goal: Goal) -> ImportWatch {
    let given_up = Arc::new(AtomicBool::new(false));
    lock(&window.state::<Picks>().given_up).insert(goal, given_up.clone());
    let window = window.clone();
    let told = Mutex::new(Instant::now());
    Arc::new(move |progress| {
        if given_up.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let mut told = lock(&told);
        if told.elapsed() >= TOLD {
            *told = Instant::now();
            let progress = json!({ "goal": goal, "done": progress.done, "of": progress.of,
                "bytes": progress.bytes });
            if let Err(error) = window.emit(IMPORTING, progress) {
                tracing::debug!(%error, "the window was not told how far an import is");
            }
        }
        ControlFlow::Continue(())
    })
}

/// Hands what is dragged over the window, or dropped on it, to the page: with its place in logical pixels. What comes from the
/// window itself is none of it.
pub fn dragged(window: &Window, event: &DragDropEvent) {
    let dropped = matches!(event, DragDropEvent::Drop { .. });
    let told = match event {
        _ if window.state::<Dragging>().is_own(dropped) => left(window),
        DragDropEvent::Enter { position, .. } | DragDropEvent::Over { position } => {
            let (x, y) = place(window, *position);
            window.emit(DRAGGED, json!({ "over": true, "x": x, "y": y }))
        }
        DragDropEvent::Drop { paths, position } => {
            let (x, y) = place(window, *position);
            let items = window.state::<Picks>().keep(paths.clone());
            window.emit(DROPPED, json!({ "items": items, "x": x, "y": y }))
        }
        _ => left(window),
    };
    if let Err(error) = told {
        tracing::warn!(%error, "the window was not told what was dropped on it");
    }
}

fn left(window: &Window) -> tauri::Result<()> {
    window.emit(DRAGGED, json!({ "over": false, "x": 0, "y": 0 }))
}

fn place(window: &Window, position: PhysicalPosition<f64>) -> (f64, f64) {
    let place = position.to_logical(window.scale_factor().unwrap_or(1.0));
    (place.x, place.y)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_stands_for_what_was_picked_until_it_was_taken_in() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fattura.pdf");
        std::fs::write(&file, "%PDF-").unwrap();
        let picks = Picks::default();
        let items = picks.keep(vec![file.clone(), folder.path().to_owned()]);
        assert_eq!((items[0].name.as_str(), items[0].size, items[0].is_folder), ("fattura.pdf", 5, false));
        assert!(items[1].is_folder);
        let handles = vec![items[0].handle.clone()];
        assert_eq!(picks.paths(&handles).unwrap(), [file.to_str().unwrap()]);
        picks.forget(&handles);
        assert_eq!(picks.paths(&handles).unwrap_err().code, "invalid_request");
        assert_eq!(picks.paths(&["/etc/passwd".into()]).unwrap_err().code, "invalid_request");
    }
}
