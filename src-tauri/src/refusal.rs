//! What is said in the system's own message window, instead of the office's window.

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::office::OpenError;
use crate::words::Words;

/// Exit code when the office can't be opened.
pub const EXIT: u8 = 1;

/// Exit code when another program has the office open.
const EXIT_LOCKED: u8 = 3;

/// Says why the office can't be opened, and ends the app once that is read.
pub fn show(app: &AppHandle, words: &Words, error: &OpenError) {
    tracing::error!(code = error.code(), %error, "the office can't be opened");
    let text = words.say_or(&format!("refused-{}", error.code()), "refused-otherwise");
    let exit = if error.code() == "office_locked" { EXIT_LOCKED } else { EXIT };
    let ended = app.clone();
    app.dialog()
        .message(format!("{text}\n\n{error}"))
        .title(words.say("refused-title"))
        .kind(MessageDialogKind::Error)
        .show(move |_| ended.exit(exit.into()));
}
