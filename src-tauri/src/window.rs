//! The office's window: made when it is wanted, destroyed when it is closed.

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent};
use tokio::sync::Mutex;

use crate::tray;

/// The window's label; capabilities/office.json grants its rights by it.
const LABEL: &str = "office";

/// First and smallest size, in logical pixels.
const FIRST: (f64, f64) = (1280.0, 800.0);
const SMALLEST: (f64, f64) = (960.0, 640.0);

/// Brings the window to the front, and makes it if there is none. Returns at once.
pub fn show(app: &AppHandle) {
    // One at a time: tray, second start and first start may ask at the same moment, and would make a window each. Never
    // on the main thread, which a window in the making waits for.
    static ORDER: Mutex<()> = Mutex::const_new(());
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let _turn = ORDER.lock().await;
        let shown = match app.get_webview_window(LABEL) {
            Some(window) => {
                window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
            }
            None => make(&app),
        };
        if let Err(error) = shown {
            tracing::error!(%error, "the window could not be shown");
        }
    });
}

/// What happens to a window that is closed: it is destroyed, which frees its memory, since the tray can bring it back.
/// Without a tray to come back from it is only minimised.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && window.label() == LABEL
        && !tray::is_shown()
    {
        api.prevent_close();
        if let Err(error) = window.minimize() {
            tracing::warn!(%error, "the window could not be minimised");
        }
    }
}

fn make(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Studiolo")
        .inner_size(FIRST.0, FIRST.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        // Nothing that is shown may replace the office: a link opens in the browser or not at all.
        .on_navigation(is_ours)
        // Shown only once its events are listened to, or a quick hand could close it past `on_event`.
        .visible(false)
        .build()?
        .show()
}

fn is_ours(address: &tauri::Url) -> bool {
    match address.scheme() {
        "tauri" => true,
        // Windows serves the embedded UI here.
        "http" | "https" => {
            address.host_str() == Some("tauri.localhost")
                || (tauri::is_dev() && address.host_str() == Some("127.0.0.1"))
        }
        _ => false,
    }
}
