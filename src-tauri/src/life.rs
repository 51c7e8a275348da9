//! How the app begins and ends: opens the office and starts its loops, and stops both in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Manager};

use crate::arguments::Place;
use crate::office::{self, OpenError, Running, State};
use crate::tray::Tray;
use crate::words::Words;
use crate::{changes, refusal, tray, window};

/// The longest that closing may take, more than the loops' own bound; the store takes back what was not committed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the office and shows it; when it can't be opened, says why and ends.
pub fn begin(app: &AppHandle, place: &Place, hidden: bool) {
    let opened = tauri::async_runtime::block_on(async {
        let (running, code) = office::open(place).await?;
        let state = running.state().await;
        Ok::<_, OpenError>((running, code, state))
    });
    match opened {
        Ok((running, recovery_code, state)) => {
            let words = || state.as_ref().map_or_else(Words::of_system, |state| Words::of(&state.language));
            let changes = running.changes();
            app.manage(running);
            changes::forward(app, changes, show_in_tray(app, words(), state.as_ref()));
            end_on_signal(app);
            match recovery_code {
                Some(code) => refusal::show_recovery_code(app, &words(), &code),
                None if hidden => {}
                None => window::show(app),
            }
        }
        Err(error) => refusal::show(app, &Words::of_system(), &error),
    }
}

/// Ends the app: no further mail, the office closed, then exit code 0. A second call changes nothing.
pub fn quit(app: &AppHandle) {
    static BEGUN: AtomicBool = AtomicBool::new(false);
    if BEGUN.swap(true, Ordering::SeqCst) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Some(running) = app.try_state::<Running>()
            && tokio::time::timeout(PATIENCE, running.close()).await.is_err()
        {
            tracing::warn!("the office took too long to close; its store takes back what was unfinished");
        }
        app.exit(0);
    });
}

fn show_in_tray(app: &AppHandle, words: Words, state: Option<&State>) -> Option<Tray> {
    let tray =
        tray::build(app, words).inspect_err(|error| tracing::warn!(%error, "no icon in the tray")).ok()?;
    if let Some(state) = state {
        tray.show(state);
    }
    Some(tray)
}

#[cfg(unix)]
fn end_on_signal(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let (Ok(mut terminate), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            tracing::warn!("signals can't be listened for");
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        quit(&app);
    });
}

#[cfg(not(unix))]
fn end_on_signal(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            quit(&app);
        }
    });
}
