//! What the window is to show: asked for by a link, a notice or the first start, and kept until its page asks.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};

use crate::links::Target;
use crate::office::Running;
use crate::window;

/// Tells an open page where to go.
const EVENT: &str = "office-open";

/// What waits for the page.
#[derive(Debug, Default)]
pub struct Opening(Mutex<Pending>);

#[derive(Debug, Default)]
struct Pending {
    recovery_code: Option<String>,
    target: Option<Target>,
    /// Whether a page has asked, and so listens.
    listening: bool,
}

/// What a page is told when it asks.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The code of the office that was just made: told to the first window alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_code: Option<String>,
    /// Where to go; told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<Target>,
}

impl Opening {
    /// The code of the office that was just made, for the first window.
    pub fn keep_code(&self, code: String) {
        self.lock().recovery_code = Some(code);
    }

    /// What the page is to show. The code stays until the window is closed: a page that is loaded anew asks again.
    pub fn answer(&self) -> Answer {
        let mut pending = self.lock();
        pending.listening = true;
        Answer { recovery_code: pending.recovery_code.clone(), open: pending.target.take() }
    }

    /// The window was closed, with the page in it.
    pub fn closed(&self) {
        let mut pending = self.lock();
        if pending.listening {
            *pending = Pending::default();
        }
    }

    // Gives it back for a page that listens; keeps it for one that is yet to ask.
    fn ask(&self, target: Target) -> Option<Target> {
        let mut pending = self.lock();
        if pending.listening {
            return Some(target);
        }
        pending.target = Some(target);
        None
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings the window to the front, there if that is given. Before the office is open, which shows its window itself, it
/// is only noted.
pub fn open(app: &AppHandle, target: Option<Target>) {
    let now = target.and_then(|target| app.state::<Opening>().ask(target));
    if app.try_state::<Running>().is_none() {
        return;
    }
    window::show(app);
    if let Some(target) = now
        && let Err(error) = app.emit(EVENT, &target)
    {
        tracing::warn!(%error, "the window was not told what to open");
    }
}

#[cfg(test)]
mod tests;
