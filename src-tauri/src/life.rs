//! How the app begins and ends: opens the office and starts its loops, and stops both in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Manager};

use crate::arguments::Place;
use crate::office::{self, OpenError, Running, State};
use crate::opening::Opening;
use crate::words::Words;
use crate::{changes, notices, refusal, tray, window};

/// The longest that closing may take, more than the loops' own bound; the store takes back what was not committed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the office and shows it; when it can't be opened, says why and ends. On the main thread, before its events are
/// awaited.
pub fn begin(app: &AppHandle, place: &Place, hidden: bool) {
    match open(app, place, hidden) {
        Ok((running, recovery_code, state)) => {
            let (changes, news, feed) = (running.changes(), running.changes(), running.feed());
            app.manage(running);
            let made = recovery_code.is_some();
            if let Some(code) = recovery_code {
                app.state::<Opening>().keep_code(code);
            }
            // A new office's code is to be seen, however it was started.
            if made || !hidden {
                window::reveal(app);
            }
            tray::build(app, state.as_ref());
            changes::forward(app, changes);
            if let Some(feed) = feed {
                notices::watch(app, feed, news);
            }
            end_on_signal(app);
        }
        Err(error) => {
            window::discard(app);
            refusal::show(app, &Words::of_system(), &error);
        }
    }
}

type Opened = Result<(Running, Option<String>, Option<State>), OpenError>;

/// Opens the office on another thread, while this one makes the window: neither needs the other, and the window takes
/// longer.
fn open(app: &AppHandle, place: &Place, hidden: bool) -> Opened {
    std::thread::scope(|threads| {
        let opening = threads.spawn(|| {
            tauri::async_runtime::block_on(async {
                let (running, code) = office::open(place).await?;
                let state = running.state().await;
                Ok((running, code, state))
            })
        });
        if !hidden {
            window::prepare(app);
        }
        opening.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Ends the app: no further mail, the office closed, then exit code 0. A second call changes nothing.
pub fn quit(app: &AppHandle) {
    static BEGUN: AtomicBool = AtomicBool::new(false);
    if BEGUN.swap(true, Ordering::SeqCst) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        window::put_away(&app).await;
        if let Some(running) = app.try_state::<Running>()
            && tokio::time::timeout(PATIENCE, running.close()).await.is_err()
        {
            tracing::warn!("the office took too long to close; its store takes back what was unfinished");
        }
        app.exit(0);
    });
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
