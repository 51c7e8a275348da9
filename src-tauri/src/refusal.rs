//! What is said in the system's own message windows, before or instead of the office's window.

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::office::OpenError;
use crate::window;
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

/// Shows the code that alone opens a backup on a new computer, then the window. It is shown this once.
pub fn show_recovery_code(app: &AppHandle, words: &Words, code: &str) {
    let shown = app.clone();
    app.dialog()
        .message(format!("{}\n\n{code}", words.say("recovery-code")))
        .title(words.say("recovery-title"))
        .kind(MessageDialogKind::Info)
        .show(move |_| window::show(&shown));
}
