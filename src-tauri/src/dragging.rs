//! Documents dragged out of the window into other programs, which get the files themselves, to copy. The page names them by
//! their ids, and is never told where they lie.

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager, WebviewWindow};

use crate::office::{Running, Use, WireError};

#[cfg(not(target_os = "linux"))]
use elsewhere as desktop;
#[cfg(target_os = "linux")]
use linux as desktop;

pub use desktop::follow;

/// What is dragged.
#[derive(Debug, Default)]
pub struct Dragging(Mutex<Drag>);

#[derive(Debug, Default)]
struct Drag {
    /// The documents that the page asked for last.
    ids: Vec<String>,
    /// Where they lie, once that is known.
    files: Vec<PathBuf>,
    /// Whether something of this window is dragged just now.
    under_way: bool,
    /// Whether it was dropped on this window.
    came_back: bool,
}

impl Dragging {
    /// The page drags these.
    fn ask(&self, ids: &[String]) {
        let mut drag = self.lock();
        drag.ids = ids.to_vec();
        drag.files.clear();
    }

    /// Where they lie, if they are still what is dragged.
    fn find(&self, ids: &[String], files: Vec<PathBuf>) {
        let mut drag = self.lock();
        if drag.ids == ids {
            drag.files = files;
        }
    }

    /// The files of exactly these documents; none of others, nor of some that are gone.
    #[cfg(any(target_os = "linux", test))]
    fn files_of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
        let drag = self.lock();
        if ids.eq(drag.ids.iter().map(String::as_str)) { drag.files.clone() } else { Vec::new() }
    }

    /// The system has begun to drag something of this window.
    fn begin(&self) {
        let mut drag = self.lock();
        drag.under_way = true;
        drag.came_back = false;
    }

    /// Whether what is over the window, or was dropped on it, comes from the window itself. A drop is kept in mind: no other
    /// program took it.
    pub fn is_own(&self, dropped: bool) -> bool {
        let mut drag = self.lock();
        drag.came_back |= drag.under_way && dropped;
        drag.under_way
    }

    /// It is over. What another program took, if it took anything.
    fn end(&self, taken: bool) -> Vec<String> {
        let drag = std::mem::take(&mut *self.lock());
        if taken && !drag.came_back { drag.ids } else { Vec::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Drag> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets these documents be dragged: the pointer has just begun to. All of them, or none where one is gone.
pub async fn drag(window: &WebviewWindow, office: &Running, ids: Vec<String>) -> Result<(), WireError> {
    #[cfg(not(target_os = "linux"))]
    let hand = elsewhere::Hand::now();
    let dragging = window.state::<Dragging>();
    dragging.ask(&ids);
    let mut files = Vec::new();
    for id in &ids {
        files.push(office.document(id, Use::Drag).await?);
    }
    dragging.find(&ids, files.clone());
    #[cfg(not(target_os = "linux"))]
    hand.give(window, files)?;
    Ok(())
}

/// The system says that it is over, and whether something was taken. A drop on this window itself is told by a message
/// that may still be under way, so this one queues up behind it.
fn ended(app: &AppHandle, taken: bool) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let told = app.clone();
        let queued = app.run_on_main_thread(move || {
            let ids = told.state::<Dragging>().end(taken);
            tauri::async_runtime::spawn(async move { write_down(&told, &ids).await });
        });
        if let Err(error) = queued {
            tracing::warn!(%error, "the end of a drag was not heard");
        }
    });
}

/// What another program took is a copy that was saved.
async fn write_down(app: &AppHandle, ids: &[String]) {
    let Some(office) = app.try_state::<Running>() else { return };
    for id in ids {
        if let Err(error) = office.document_dragged(id).await {
            tracing::warn!(code = %error.code, "a copy that was dragged out was not written down");
        }
    }
}
