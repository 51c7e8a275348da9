//! The desktop's side of a notice: shows it, and opens what it is about when it is clicked.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::AppHandle;

use super::text::Text;
use crate::links::Target;

/// Shows a notice. Where nothing shows notices, or it refuses, the log says so once and nothing else happens.
pub async fn show(app: &AppHandle, text: Text, open: String, target: Target) {
    static SAID: AtomicBool = AtomicBool::new(false);
    let app = app.clone();
    let shown = tauri::async_runtime::spawn_blocking(move || imp::show(&app, &text, &open, target)).await;
    let refused = match shown {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(panic) => panic.to_string(),
    };
    if !SAID.swap(true, Ordering::SeqCst) {
        tracing::warn!(error = refused, "this desktop shows no notices");
    }
}

/// The Desktop Notifications Specification 1.3 of freedesktop.org, over the session bus.
#[cfg(target_os = "linux")]
mod imp {
    use std::collections::HashMap;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use tauri::AppHandle;
    use zbus::blocking::{Connection, Proxy};
    use zbus::names::MemberName;
    use zbus::zvariant::Value;

    use super::Text;
    use crate::links::Target;
    use crate::opening;

    const SERVICE: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// As the .desktop file is called: the desktop takes name and icon from there, and keeps the owner's choices by it.
    const ENTRY: &str = "Studiolo";

    /// What each notice that is still shown opens, by the desktop's number for it.
    static SHOWN: Mutex<Option<HashMap<u32, Target>>> = Mutex::new(None);

    pub fn show(app: &AppHandle, text: &Text, open: &str, target: Target) -> zbus::Result<()> {
        // Held until the number is noted: a click that comes before waits for it.
        let mut shown = lock();
        if shown.is_none() {
            listen(app)?;
            *shown = Some(HashMap::new());
        }
        let proxy = Proxy::new(&Connection::session()?, SERVICE, PATH, SERVICE)?;
        let capabilities: Vec<String> = proxy.call("GetCapabilities", &())?;
        let marked_up = capabilities.iter().any(|one| one == "body-markup");
        let body = if marked_up { escape(&text.body) } else { text.body.clone() };
        let hints = HashMap::from([("desktop-entry", Value::from(ENTRY))]);
        let actions = ["default", open];
        // Replaces none, and stays as long as the desktop thinks right.
        let number: u32 = proxy.call(
            "Notify",
            &("Studiolo", 0_u32, "studiolo", &text.title, body, &actions[..], hints, -1_i32),
        )?;
        shown.get_or_insert_default().insert(number, target);
        Ok(())
    }

    // A connection of its own, on a thread of its own: the bus brings it every notice's end, ours or not.
    fn listen(app: &AppHandle) -> zbus::Result<()> {
        let proxy = Proxy::new_owned(Connection::session()?, SERVICE, PATH, SERVICE)?;
        let signals = proxy.receive_all_signals()?;
        let app = app.clone();
        std::thread::spawn(move || {
            for signal in signals {
                let header = signal.header();
                match header.member().map(MemberName::as_str) {
                    Some("ActionInvoked") => {
                        let invoked = signal.body().deserialize::<(u32, String)>();
                        let target = invoked.ok().and_then(|(number, _)| lock().as_mut()?.remove(&number));
                        if target.is_some() {
                            opening::open(&app, target);
                        }
                    }
                    Some("NotificationClosed") => {
                        if let Ok((number, _)) = signal.body().deserialize::<(u32, u32)>()
                            && let Some(shown) = lock().as_mut()
                        {
                            shown.remove(&number);
                        }
                    }
                    _ => {}
                }
            }
        });
        Ok(())
    }

    fn lock() -> MutexGuard<'static, Option<HashMap<u32, Target>>> {
        SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // Where the body may carry markup, what a client wrote must carry none.
    fn escape(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}

/// A thread waits for each notice until it is clicked or gone: there are few, since a burst is one.
#[cfg(not(target_os = "linux"))]
mod imp {
    use notify_rust::{Notification, NotificationResponse};
    use tauri::{AppHandle, Manager};

    use super::Text;
    use crate::links::Target;
    use crate::opening;

    pub fn show(app: &AppHandle, text: &Text, _open: &str, target: Target) -> notify_rust::error::Result<()> {
        #[cfg(target_os = "macos")]
        let _ = notify_rust::set_application(&app.config().identifier);
        let mut notice = Notification::new();
        notice.summary(&text.title).body(&text.body);
        #[cfg(windows)]
        notice.app_id(&app.config().identifier);
        let handle = notice.show()?;
        let app = app.clone();
        std::thread::spawn(move || {
            handle.wait_for_response(|response: &NotificationResponse| {
                if matches!(response, NotificationResponse::Default) {
                    opening::open(&app, Some(target.clone()));
                }
            })
        });
        Ok(())
    }
}
