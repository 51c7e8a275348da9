//! On Windows and macOS the system drags the files itself, as long as the button is down. The page has given up its own drag.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use drag::{DragItem, DragResult, Image, Options};
use tauri::{Manager, WebviewWindow};

use super::{Dragging, ended};
use crate::office::WireError;

/// A hand that had to wait longer has perhaps let go, and would drop the files where the pointer happens to be.
const PATIENCE: Duration = Duration::from_millis(500);

/// The hand that drags.
pub struct Hand {
    since: Instant,
}

impl Hand {
    /// The hand that drags just now.
    pub fn now() -> Self {
        Self { since: Instant::now() }
    }

    /// Gives it the files.
    pub fn give(self, window: &WebviewWindow, files: Vec<PathBuf>) -> Result<(), WireError> {
        let dragged = window.clone();
        let given = window.run_on_main_thread(move || {
            if self.since.elapsed() <= PATIENCE {
                start(&dragged, files);
            }
        });
        given.map_err(|error| WireError::internal(&error.to_string()))
    }
}

/// Nothing is to be done.
pub fn follow(_: &WebviewWindow) {}

fn start(window: &WebviewWindow, files: Vec<PathBuf>) {
    window.state::<Dragging>().begin();
    let picture = Image::Raw(include_bytes!("../../../icons/32x32.png").to_vec());
    let app = window.app_handle().clone();
    let over = move |result, _| ended(&app, matches!(result, DragResult::Dropped));
    // A copy, unless it is told otherwise.
    if let Err(error) = drag::start_drag(window, DragItem::Files(files), picture, over, Options::default()) {
        tracing::warn!(%error, "documents can't be dragged out of the window");
        ended(window.app_handle(), false);
    }
}
