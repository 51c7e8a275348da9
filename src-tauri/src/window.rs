//! The office's window: made when it is wanted, destroyed when it is closed.

use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tokio::sync::Mutex;

use crate::office::Running;
use crate::opening::Opening;
use crate::{dragging, escape, mails, picked, spell, system, tray};

/// The window's label; capabilities/office.json grants its rights by it.
const LABEL: &str = "office";

/// First and smallest size, in logical pixels.
const FIRST: (f64, f64) = (1280.0, 800.0);
const SMALLEST: (f64, f64) = (960.0, 640.0);

/// What of the window is kept from one start to the next. A place on a screen that is gone is not taken up.
pub const KEPT: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

/// What the page has, once it is out of sight, to keep the words typed last: it keeps them within a second.
const KEEPING: Duration = Duration::from_secs(1);

// One at a time: tray, second start and first start may ask at the same moment, and would make a window each. Never on
// the main thread, which a window in the making waits for.
static ORDER: Mutex<()> = Mutex::const_new(());

/// What the page has for its first picture, before what can wait takes its turn.
const FIRST_PICTURE: Duration = Duration::from_secs(1);

/// Makes the window out of sight, so that its page is there sooner. On the main thread alone.
pub fn prepare(app: &AppHandle) {
    if let Err(error) = make(app) {
        tracing::error!(%error, "the window could not be made");
    }
}

/// Takes away a window that was prepared in vain.
pub fn discard(app: &AppHandle) {
    if let Some(window) = get(app)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the window could not be taken away");
    }
}

/// Brings the window to the front, and makes it if there is none. Returns at once.
pub fn show(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let _turn = ORDER.lock().await;
        reveal(&app);
    });
}

/// The same, before it returns; not while another thread may do so too.
pub fn reveal(app: &AppHandle) {
    let window = get(app).map_or_else(|| make(app), Ok);
    let shown = window.and_then(|window| {
        window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
    });
    if let Err(error) = shown {
        tracing::error!(%error, "the window could not be shown");
    }
}

/// The page is there: does what can wait until it is painted.
pub fn dress(window: &WebviewWindow) {
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FIRST_PICTURE).await;
        if let Some(office) = window.try_state::<Running>()
            && let Some(state) = office.state().await
        {
            spell::check(&window, &state.told.language);
            badge(window.app_handle(), state.told.unread);
        }
    });
}

/// Whether the owner has the window before them.
pub fn is_in_front(app: &AppHandle) -> bool {
    get(app).is_some_and(|window| window.is_focused().unwrap_or_default())
}

/// Shows on the program's own icon how many threads are unread, where the desktop can. There is none without a window.
pub fn badge(app: &AppHandle, unread: i64) {
    if let Some(window) = get(app)
        && let Err(error) = window.set_badge_count(Some(unread).filter(|unread| *unread > 0))
    {
        tracing::debug!(%error, "no number on the icon");
    }
}

/// Takes the window out of sight at once, and returns when its page has kept what was typed last.
pub async fn put_away(app: &AppHandle) {
    if let Some(window) = get(app) {
        if let Err(error) = window.hide() {
            tracing::warn!(%error, "the window could not be hidden");
        }
        tokio::time::sleep(KEEPING).await;
    }
}

/// What happens to a window that is closed: it is put away, then destroyed, which frees its memory, since the tray can
/// bring it back. Without a tray to come back from it is only minimised.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if window.label() != LABEL {
        return;
    }
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            if tray::is_shown() {
                close(window.app_handle().clone());
            } else if let Err(error) = window.minimize() {
                tracing::warn!(%error, "the window could not be minimised");
            }
        }
        WindowEvent::DragDrop(event) => picked::dragged(window, event),
        WindowEvent::Destroyed => window.state::<Opening>().closed(),
        _ => {}
    }
}

// One that is asked for again meanwhile stays.
fn close(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        put_away(&app).await;
        let _turn = ORDER.lock().await;
        if let Some(window) = get(&app).filter(|window| !window.is_visible().unwrap_or_default())
            && let Err(error) = window.destroy()
        {
            tracing::warn!(%error, "the window could not be closed");
        }
    });
}

fn make(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Studiolo")
        .inner_size(FIRST.0, FIRST.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        // Nothing that is shown may replace the office: a link opens in the browser or not at all.
        .on_navigation(is_ours)
        .on_new_window(|address, _| {
            follow(address);
            NewWindowResponse::Deny
        })
        .devtools(cfg!(debug_assertions))
        // Shown only once its events are listened to, or a quick hand could close it past `on_event`.
        .visible(false)
        .build()?;
    escape::tell(&window);
    dragging::follow(&window);
    Ok(window)
}

fn get(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(LABEL)
}

// A link in a mail's frame wants a window of its own, which is the browser's.
fn follow(address: tauri::Url) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = system::open_link(address.as_str()).await {
            tracing::warn!(code = %error.code, "a link could not be opened");
        }
    });
}

fn is_ours(address: &tauri::Url) -> bool {
    match address.scheme() {
        "tauri" => true,
        // A frame is a place to navigate to as well.
        mails::SCHEME => address.host_str() == Some("localhost"),
        // Windows serves the embedded UI, and the mails, here.
        "http" | "https" => match address.host_str() {
            Some("tauri.localhost" | "mail.localhost") => true,
            host => tauri::is_dev() && host == Some("127.0.0.1"),
        },
        _ => false,
    }
}
